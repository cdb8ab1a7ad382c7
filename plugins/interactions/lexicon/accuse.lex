type ACCUSE
verb accuse|allege|charge|suspect|indict|implicate|incriminate op speech mode=allege to=object,content,of,contentsubject p=0.9
verb allege op speech mode=allege comp=that to=contentsubject,content p=0.8
verb charge comp=that op speech mode=allege to=contentsubject,content p=0.75
verb charge prep=with op mode=allege to=object agentless p=0.85
verb blame op speech mode=allege to=object,on,for p=0.85
verb blame prep=on op speech mode=allege to=theme p=0.85
verb attribute obj=@harm,campaign,hack,cyberattack,breach,operation,sabotage prep=to op speech mode=allege to=to p=0.8 need-to
verb fault op speech mode=disapprove to=object p=0.8
verb claim comp=that content=attack,violate,kill,breach,break,invade,support,harbor,harbour,commit,torture op speech mode=allege to=contentsubject,content p=0.6 need-country weak
verb condemn|denounce|decry|deplore|criticize|criticise|slam|blast|rebuke|censure|lambast|lambaste|chide|castigate|assail|berate|scold|reprimand|admonish|vilify|ridicule|mock|deride|excoriate|reproach|lash|insult|repudiate|disparage|malign|upbraid|rap|hit+out|lash+out|lash+back op speech mode=disapprove to=object,at,theme,by,of,for,against,over,in,from,content p=0.9
verb protest type=PROTEST mode=demo to=against,at,over,outside,in p=0.75 plural need-person
verb protest|object|complain op speech mode=disapprove to=to,against,at,about,over,theme,object,content,of p=0.75
verb summon|convoke|call+in obj=@diplomat op speech mode=disapprove to=object,theme p=0.85 ctx=diplomatic
verb summon op speech mode=disapprove to=object p=0.7 ctx=diplomatic animate
verb regret obj=decision,move,step,action,intention,remark,statement,refusal,failure,vote,plan,announcement,withdrawal,attempt,stance,position mode=disapprove to=of,by,object,theme op speech p=0.65 need-to need-country
verb express|voice|convey obj=@regret prep=over,at,about theme=decision,move,step,action,remark,statement,refusal,failure,vote,plan,announcement,withdrawal op speech mode=disapprove to=of,theme,by p=0.75
verb express|voice|raise|convey|register|reiterate|air|state|declare|announce|show obj=@concern op speech mode=disapprove to=to,over,about,at,with,against,theme,on,by p=0.82
verb lodge|file|deliver|send|hand|issue|submit|make obj=protest,complaint,note,objection,condemnation,accusation,criticism,representation,demarche,démarche op speech mode=disapprove to=against,with,to,iobj,over,theme,about p=0.88
verb oppose op speech mode=disapprove to=object,theme,by,of p=0.6 need-country
verb try mode=allege to=object p=0.7 need-to animate op
verb sue|prosecute|impeach|arraign|subpoena mode=allege to=object,theme p=0.8 op
verb file|bring|press|lay obj=suit,lawsuit,complaint,charge,case,indictment,petition mode=allege to=against,theme p=0.85 op
verb put prep=on theme=trial mode=allege to=object p=0.8
verb investigate|probe|examine|audit|inquire|interrogate|question|scrutinize|scrutinise mode=investigate to=object,theme,into,by,in,against p=0.8 op
verb open|launch|begin|start|order|conduct|complete|announce|set obj=@investigation mode=investigate to=into,against,theme,by,of,over,in,on p=0.88 op
verb dispatch|send|deploy obj=inspector,investigator,commission,team comp=to mode=investigate to=to,in p=0.75 op
verb dispatch|send|deploy obj=inspector,investigator mode=investigate to=to,in p=0.7 op
verb send|dispatch comp=to content=investigate,probe,examine,monitor mode=investigate to=to,in,content p=0.8 op
verb inspect mode=investigate to=object,in p=0.5 weak
verb look|delve prep=into op mode=investigate to=theme,into,by p=0.7 need-country
verb defame|slander|denigrate|smear mode=disapprove to=object p=0.75 op
verb disapprove|disagree|despair mode=disapprove to=of,with,theme p=0.6 weak op speech
verb disagree mode=disapprove join=with plural p=0.4 weak
verb clash prep=with theme=@troops,guard,militant,rebel,fighter,militia,militiaman,gunman,insurgent type=ASSAULT from=subject to=with p=0.75 need-armed need-to
verb clash prep=over,with mode=disapprove to=with,of,over,theme p=0.5 need-to
verb take obj=issue,exception mode=disapprove to=with,to,over p=0.7 speech op
verb call obj=terrorist,criminal,tyrant,dictator,threat,liar mode=disapprove to=object p=0.4 weak
verb find obj=fault mode=disapprove to=with p=0.6
verb raise obj=disagreement,objection,complaint mode=disapprove to=with,theme p=0.7 speech op
verb label|brand|dub mode=disapprove to=object p=0.5 weak op speech
adj critical prep=of op speech mode=disapprove to=theme,of p=0.7
adj worried|concerned|angry|outraged|dismayed|furious|dissatisfied|unhappy|alarmed prep=about,over,at,with,by op speech mode=disapprove to=theme p=0.5 weak
adj opposed prep=to op speech type=REJECT to=theme p=0.75
noun accusation|allegation|complaint|criticism|condemnation|denunciation from=subject,poss,by,adjective,from op speech mode=disapprove to=of,against,to,about,over p=0.6 presupposed weak
noun charge from=poss,by,adjective op mode=allege to=against p=0.5 presupposed weak
noun investigation|inquiry|probe from=subject,poss,by,adjective op mode=investigate to=into,of,against p=0.6 presupposed weak
noun protest prep=to,with op from=poss,by mode=disapprove to=to,with p=0.4 presupposed weak
# --- one who is told of it, the other who does it: "drew criticism from", "was the target of"
verb draw|attract|face|receive|earn|provoke|incur|get|invite|suffer obj=criticism,condemnation,rebuke,reprimand,denunciation,accusation,scorn,ire,wrath,anger,protest,complaint op mode=disapprove from=from,by to=subject p=0.82
# --- light verbs
verb trade|exchange|swap obj=accusation,recrimination,insult,barb,allegation,blame op speech mode=disapprove join=with,between p=0.85 need-two
verb hurl|level|fling|direct|aim|heap|pour obj=accusation,recrimination,insult,barb,allegation,criticism,abuse,scorn op speech mode=disapprove to=at,against,on p=0.85 need-to
verb lay|pin|put|place|shift|cast obj=blame op speech mode=allege to=on,upon,at,with p=0.85 need-to
verb hold obj=responsible,accountable,liable op speech mode=allege to=theme p=0.8 need-to
verb hold content=responsible,accountable,liable op speech mode=allege to=object,contentsubject p=0.8 need-to
verb take|bring|refer|submit obj=dispute,case,row,quarrel,claim,complaint prep=to,before theme=court,tribunal,council mode=allege to=against,with,over p=0.82
verb take|drag|haul|bring prep=to,before theme=court,tribunal mode=allege to=object p=0.8 need-to op
verb lock obj=horn mode=disapprove join=with,over p=0.75 need-two
verb cross obj=sword mode=disapprove join=with p=0.75 need-two
verb speak+out|come+out|rail|inveigh prep=against op speech mode=disapprove to=theme p=0.8 need-to
verb take obj=swipe,aim,potshot,jab,exception op speech mode=disapprove to=at,to,with p=0.8 need-to
verb point obj=finger op speech mode=allege to=at p=0.82 need-to
verb issue|seek|request|approve|obtain obj=warrant mode=allege to=for,against,theme p=0.8 need-to
verb describe|denounce|characterize|characterise|brand|label prep=as theme=crime,genocide,massacre,aggression,provocation,violation,terrorism,sham,farce,blackmail,betrayal,atrocity,illegal,unacceptable,barbaric,cowardly op speech mode=disapprove to=object p=0.75 need-to
verb call|brand|label|deem content=communist,fascist,nazi,thief,crook,coward,murderer,traitor,puppet,butcher,dictator,tyrant,barbaric,unacceptable,illegal,unlawful,unjustified,criminal,cowardly,outrageous,provocative,provocation,shameful,disgraceful,heinous,reckless,irresponsible,brutal,inhumane,genocide,terrorism,terrorist,atrocity,crime,massacre,aggression,blackmail,lie,liar,disgrace,outrage,unjustifiable,unjust,unfair,regrettable,baseless,groundless,absurd,cynical,hostile,inappropriate,meaningless,sham,farce,charade,violation,betrayal,insult op speech mode=disapprove to=object,contentsubject,theme p=0.75
