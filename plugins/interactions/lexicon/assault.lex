type ASSAULT
verb attack|assault|ambush|strike|hit|target|invade|overrun|pound|batter to=object,on,in,against,theme,near p=0.82 need-country
verb attack|assault|invade to=object,in,on,theme p=0.85
verb kill|murder|slay|massacre|slaughter|shoot|shoot+dead|gun+down|wound|injure|maim|behead|lynch|execute|butcher|slaughter to=object,in,near,at,of,theme p=0.82
verb execute|assassinate|behead|lynch|massacre|liquidate mode=targeted to=object,of,theme,in p=0.85 agentless
verb kill obj=leader,chief,commander,minister,president,governor,deputy,official,judge,ambassador mode=targeted to=object,theme,of,in p=0.8
verb attempt|try comp=to content=assassinate,kill,murder mode=targeted to=content,object p=0.75 op
verb beat|batter|punch|kick|club|manhandle|thrash|beat+up|rough+up|flog|whip|assault|slap obj=@person,@protester,@captive,detainee,youth,dozen,@measure,member mode=beat to=object,in,theme p=0.75
verb beat+up|rough+up|flog|lash|whip mode=beat to=object,in p=0.7
verb torture mode=torture to=object,theme,of,in p=0.9 agentless
verb rape|molest mode=sexual to=object,theme p=0.85
verb abuse|assault mode=sexual to=object p=0.5 weak
verb ram to=object,theme p=0.75 need-to
verb abduct|kidnap|hijack mode=abduct to=object,theme,from,of,in p=0.88 agentless
verb take obj=hostage mode=abduct to=object,from,of,theme p=0.75
verb take obj=prisoner mode=abduct to=object,from,of p=0.6
verb capture obj=soldier,@troops,rebel,fighter,pilot,@militiamen mode=abduct to=object,theme p=0.75
verb bomb|bombard|bombed|firebomb|blow+up|strafe|dynamite|detonate to=object,in,near,theme,of p=0.85
verb shell|bombard|pound mode=heavy-weapons to=object,in,theme,of,on,near p=0.88
verb fire|launch|lob|rain|unleash|shoot|pour obj=@fire to=at,on,against,into,toward,towards,in,theme,over p=0.82
verb fire|launch|shoot|lob|hurl|spray obj=gas,teargas,pepper,baton mode=crowd-control to=at,on,against,into,content,object p=0.85
verb open obj=fire mode=firearms to=on,at,content,object,in,against p=0.88
verb exchange|trade obj=fire,gunfire,shot,blow mode=firearms join=with,between p=0.85
verb fire prep=on,at,into mode=firearms to=theme p=0.8
verb explode|detonate|plant|set+off|blow obj=@bombs mode=explosives to=in,at,near,on,against p=0.85
verb explode|detonate|blow mode=explosives prep=in,at,near to=in,at,near p=0.5
verb launch|mount|carry|stage|conduct|wage|unleash|make|begin|resume|order|escalate|intensify obj=attack,offensive,raid,invasion,assault,airstrike,bombardment,incursion,war,campaign,ambush,bombing,operation,massacre,shelling,attacks,aggression to=on,against,in,at,into,of,near,theme p=0.82
verb launch|mount|carry|stage|conduct|order obj=strike prep=on,against,at,in,inside,across,into,near,over to=on,against,at,in,inside,across,into,near,over p=0.8
verb fight|battle|clash|skirmish to=none join=with,against,object p=0.75 need-two
verb fight obj=war,battle join=with,against p=0.8 need-country
verb fight to=against,with,object,in p=0.6
verb seize|capture|retake|recapture|conquer|overrun|storm|take|retake|occupy|regain|besiege|reconquer|invade obj=@land,stronghold,control,airport,capital,fort,compound,hill mode=heavy-weapons to=of,from,in,object,theme,on p=0.75
verb seize|capture|retake|recapture|conquer|overrun|occupy obj=part mode=heavy-weapons to=of,in p=0.75
verb destroy|demolish|tear+down|pull+down|raze|burn|torch|wreck|level|bulldoze|flatten|blow+up|sabotage|trash|burn+down|set+fire obj=@property,@measure mode=destroy to=object,theme,of,in p=0.8
verb set obj=fire mode=destroy to=to,theme,of,in p=0.75
verb set content=ablaze,alight obj=@property mode=destroy to=object,of,theme p=0.8
verb shoot+down|down|sink|bring+down|torpedo obj=@weapons,plane,jet,helicopter,boat,airliner,ship,cruiser,trawler,tanker,freighter,ferry mode=heavy-weapons to=object,of,theme p=0.82
verb use obj=gas,tear,baton,cannon,teargas,force,bullet mode=crowd-control to=against,on,content,at p=0.8
verb disperse|tear-gas|teargas mode=crowd-control to=object,in p=0.6 from=subject
verb gas|poison mode=unconventional to=object,in p=0.75
verb stab|hack mode=primitive to=object,in p=0.8 obj=@person
verb cut|slit obj=throat mode=primitive to=of,object p=0.85
verb stab|knife|stone|burn mode=primitive to=object,in p=0.65 animate
verb cleanse|exterminate mode=targeted to=object,of p=0.6
verb engage prep=in theme=cleansing,genocide,atrocity,massacre,fighting,battle,war to=against,in,with p=0.75
verb commit|perpetrate obj=genocide,atrocity,massacre,crime,murder,abuse to=against,in,on p=0.65
verb bulldoze mode=destroy to=object,in,theme p=0.8
verb repel|repulse|beat+back|retaliate to=object,against,by p=0.5 weak
noun attack|assault|offensive|raid|strike|airstrike|incursion|bombardment|shelling|bombing|ambush|aggression from=by,poss,adjective,of,subject to=on,against,in,at,into p=0.65 presupposed weak
noun invasion|occupation prep=of from=poss,by,adjective,subject to=theme p=0.75 presupposed mode=heavy-weapons
noun killing|murder|assassination|massacre|execution|abduction|kidnapping|torture prep=of from=by,poss,subject,adjective mode=targeted to=theme p=0.6 presupposed weak
noun war|clash|fighting|battle|skirmish prep=between join=between from=none p=0.6 presupposed need-two
noun clash|skirmish from=subject,poss,adjective join=with,between p=0.5 presupposed need-two
verb go prep=to theme=war join=with,against p=0.75 need-two
verb wage|declare obj=war to=on,upon,against,with p=0.85 need-to
verb come prep=to theme=blow join=with p=0.75 need-two
verb take|exact|wreak obj=revenge,vengeance,retribution to=on,upon,against p=0.7 need-to
verb take|hold content=prisoner,hostage,captive mode=abduct to=object p=0.75 need-to agentless
verb shoot+dead|gun+down mode=firearms to=object p=0.85 agentless need-to
verb come prep=under theme=attack,fire,assault,bombardment,shelling,siege,ambush from=from,by to=subject p=0.8
verb suffer|face|endure|withstand obj=attack,raid,bombardment,shelling,assault,offensive,ambush,bombing,invasion from=from,by to=subject p=0.75
verb cross|pour|roll|march|push|advance|move|thrust|drive|sweep|burst|surge prep=into to=theme p=0.75 need-armed need-to
verb shoot prep=at,on mode=firearms to=theme p=0.8
verb die|perish prep=in,by,during theme=@clash from=theme to=subject p=0.7 need-to
verb kill|wound|injure prep=in,during,by theme=@clash from=subject,by,theme to=object,in,near,at,of p=0.75 agentless
verb inflict obj=loss,damage,casualty,defeat to=on,upon p=0.75 need-to
verb drop obj=@bombs mode=aerial to=on,over,in p=0.82 need-to
verb claim|admit|accept|take obj=responsibility prep=for theme=attack,bombing,shooting,assassination,killing,raid,strike,blast,explosion,ambush,assault,kidnapping to=theme p=0.82 need-to
verb kill|wound|injure|hit|strike prep=by theme=@fire,drone from=theme to=object,in,near,at,of p=0.78
verb hang obj=@person,@captive,@militiamen,men,convict,militant mode=targeted to=object p=0.8 agentless need-to
