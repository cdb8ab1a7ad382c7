type COERCE
verb arrest|detain|jail|imprison|apprehend|intern|incarcerate|round+up|nab|capture|hold mode=arrest from=subject,in to=object,in,for,theme p=0.85 agentless obj=@person,@captive,@militiamen,@protester,suspect,opponent,fisherman,hundred,thousand,dozen,member,dissident,student,spy,businessman,employee,lawyer,resident,youth,opposition
verb arrest|detain|jail|imprison|apprehend|intern|incarcerate|nab|round+up mode=arrest from=subject,in to=object,in,from,for p=0.85 need-to agentless
verb hold|keep prep=as,in theme=shield,custody,detention,hostage,jail,prison mode=arrest to=object p=0.75 agentless
verb sentence mode=arrest from=subject,in to=object p=0.6 agentless
verb condemn mode=arrest to=object p=0.6
verb deport|banish|exile|repatriate|evict|displace mode=deport from=subject,from to=object,from,to p=0.85 need-to agentless
verb force+out|drive+out mode=deport to=object,from p=0.75
verb force prep=from theme=home,house,village mode=deport to=object p=0.75
verb seize obj=@person,@captive,@militiamen,sailor,crew,fisherman mode=arrest to=object,of,from p=0.75 agentless need-to
verb confiscate|seize|impound|expropriate|nationalize|nationalise|requisition|appropriate mode=seize to=from,object,of,theme,in p=0.8
verb raid|search|ransack|storm obj=embassy,consulate,mission,parliament,ministry,office,house,home,newsroom mode=seize to=object,of,theme,in p=0.8 need-armed
verb raid|search|ransack|storm|sweep mode=seize to=object,theme,of,in p=0.75 need-country
verb ban|outlaw|bar|proscribe|disqualify|restrict|prohibit|suspend obj=party,opposition,candidate,organization,group,movement,demonstration,rally,protest,newspaper,march,gathering,activist,union,muslim mode=restrict to=object,of,theme,by,from p=0.8
verb ban|bar|prohibit|prevent|block|stop|disqualify prep=from mode=restrict to=object p=0.65 animate need-to
verb ban|outlaw mode=restrict to=object,theme,in,on p=0.7
verb prevent|disperse|break+up|stop|obstruct|crush|disrupt|suppress|block obj=@protestnoun,protester,demonstrator,crowd,rally,dissent,uprising,unrest,march mode=restrict to=by,of,object,theme,in p=0.75
verb dissolve|disband obj=party,organization,organisation,group,movement,union,association,ngo mode=restrict to=object,of,theme p=0.75
verb censor|gag|silence|muzzle|jam|blackout mode=censor to=object,theme,of,in p=0.75
verb block|restrict|cut|limit|throttle|cut+off obj=access prep=to theme=site,website,internet,media,network,app,platform,service mode=censor to=in,of,for,theme p=0.82
verb suspend|close|shut|shut+down|ban|block|restrict obj=newspaper,press,publication,broadcast,broadcaster,outlet,station,television,website,radio,magazine,media,journal,channel,internet,site,twitter mode=censor to=object,of,theme,in p=0.8
verb order comp=to content=suspend,close,shut mode=censor to=object,contentsubject p=0.55
verb impose obj=blackout,censorship mode=censor to=on,in,over p=0.75
verb impose|reimpose|declare|extend|order|clamp|announce|enforce|institute obj=curfew mode=curfew to=in,on,over,theme p=0.9
verb declare|impose|proclaim|announce|extend|institute obj=emergency,siege,martial,law mode=martial-law to=in,on,over,theme p=0.8
verb declare|impose|proclaim|announce|extend obj=state prep=of theme=@emergency mode=martial-law to=in,on,over p=0.88
verb impose|reimpose|tighten|place|enforce|put|set|maintain|clamp obj=blockade,closure,siege,restriction,checkpoint,roadblock,cordon,zone mode=restrict to=on,in,against,of,around,theme,at p=0.85
verb blockade obj=@roads mode=restrict to=in,into,against,theme,between,content,of,to p=0.8 need-armed
verb blockade|besiege|encircle|seal+off|cordon+off|isolate mode=restrict to=object,theme,of,in p=0.75
verb restrict|curb|curtail|limit obj=movement,travel,@rights,activity,access,press,visit mode=restrict to=of,on,for,theme,in,to p=0.75
verb lay obj=siege mode=restrict to=to p=0.8 need-to
verb crack+down|clamp+down mode=restrict to=on,against,in,theme p=0.8
verb cut|cut+off|shut+off|turn+off|disconnect|switch+off obj=electricity,power,water,gas,internet,supply,food,fuel mode=withhold to=to,in,of,for,theme p=0.82
verb strip prep=of theme=citizenship,nationality,passport,@rights mode=restrict to=object p=0.75 need-to
verb withhold|deny obj=food,medicine,water,aid,supply,salary,fund mode=withhold to=from,to p=0.75
verb hack|cyberattack|cyber-attack mode=cyber to=into,object,of,theme p=0.85
verb hack prep=into mode=cyber to=theme,of p=0.9
verb attack|target|hit|disrupt|cripple|paralyse|paralyze|breach|penetrate obj=website,server,network,computer,database,account mode=cyber to=object,theme,of,in p=0.8
verb deface obj=site,website mode=cyber to=object,theme,of p=0.85
verb wiretap|wire-tap|wire+tap|bug|eavesdrop|spy|surveil mode=cyber to=on,object,theme,in p=0.6
verb tap obj=phone,link,line,communication mode=cyber to=of,into,in,theme p=0.7
verb spread|disseminate obj=disinformation,misinformation,propaganda,rumor,rumour mode=misinformation to=against,about,in p=0.75
verb harass|persecute|repress|oppress|intimidate|coerce|suppress|subjugate|bully|victimize|terrorize|oppress mode=restrict to=object,theme,in p=0.65 need-to
verb annex mode=seize to=object,from,theme p=0.7
verb occupy to=object,theme,of p=0.5 need-country type=ASSAULT
verb mistreat|abuse p=0.6 to=object type=ASSAULT mode=beat animate
verb confine|sequester prep=to mode=arrest to=object p=0.55
noun arrest|detention|imprisonment|jailing prep=of from=subject,poss,by,adjective mode=arrest to=theme,in p=0.65 presupposed
noun deportation prep=of from=subject,poss,by,adjective mode=deport to=theme,from p=0.65 presupposed
noun crackdown from=subject,poss,by,adjective mode=restrict to=on,against,in p=0.6 presupposed
noun blockade from=subject,poss,by,adjective mode=restrict to=of,on,against p=0.6 presupposed
noun confiscation|seizure prep=of from=subject,poss,by,adjective mode=seize to=theme,from p=0.55 presupposed weak
noun annexation prep=of from=subject,poss,by,adjective mode=seize to=theme p=0.6 presupposed
noun cyberattack|hack from=subject,poss,by,adjective mode=cyber to=on,against p=0.55 presupposed weak
verb bar|ban|prohibit|disqualify comp=ing mode=restrict to=object need-to animate op agentless p=0.65
verb take|bring prep=into theme=@custody mode=arrest to=object p=0.82 need-to agentless
verb send|dispatch|return prep=to theme=@custody mode=arrest to=object p=0.78 need-to
verb haul+away|drag+away|lead+away|take+away|haul+off|drag+off|cart+off mode=arrest to=object p=0.72 need-to need-armed animate
verb dismantle|break+up|bust|smash obj=cell,network,ring,gang mode=arrest to=object,in,of p=0.75 need-country
verb put|place|throw prep=behind,in,into,under theme=bar,@custody,arrest mode=arrest to=object p=0.8 need-to agentless
verb break|hack|tap prep=into theme=computer,network,system,server,database,account,website,file mode=cyber to=theme p=0.8 need-to
verb return|send+back|push+back|turn+back obj=migrant,refugee,seeker,immigrant mode=deport from=subject,from to=object,to p=0.78
verb board|intercept|detain|impound obj=tanker,vessel,ship,boat,freighter,trawler mode=seize to=object,of,from p=0.72 need-to
verb block|obstruct|harass|chase|chase+away obj=boat,ship,vessel,trawler,convoy,aircraft mode=restrict to=object,of p=0.72 need-to need-country
