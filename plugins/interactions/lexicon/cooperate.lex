type COOPERATE
verb cooperate|collaborate|co-operate|team+up|partner join=with p=0.7 need-two
verb work+together join=with p=0.6 need-two
verb join obj=force,hand join=with p=0.7 need-two
verb share|exchange|swap|pool obj=information,intelligence,data,evidence,expertise,experience,technology,knowledge,technology,resource to=with join=with p=0.85
verb extradite|hand+over|turn+over|surrender obj=@captive,suspect,militant,criminal,bomber,@person,killer,lord,boss,trafficker,fugitive,gangster to=to,object p=0.85
verb extradite to=to,object,from p=0.9
verb send|fly|transfer|deliver obj=suspect,fugitive,trafficker,lord,boss,criminal,gangster to=to p=0.75 need-to need-country
verb conduct|hold|stage|carry|launch|begin|start|open|complete|resume|continue obj=@exercise join=with,between p=0.85 need-two
verb launch|begin|hold|stage obj=day prep=of theme=@exercise join=with p=0.6 need-two
verb train join=with p=0.6 need-two
verb trade join=with p=0.5 need-two
verb expand|increase|boost|strengthen|resume|deepen|promote|enhance|develop|step|begin|start|establish|restore|renew|intensify obj=trade,@cooperation,commerce,exchange,investment,flight,link join=with,between p=0.75 need-two
verb import|buy|purchase to=from,theme p=0.5 weak
verb order obj=@weapons,grain,wheat,oil,gas,vaccine,locomotive,equipment to=from,theme p=0.5 weak
verb export|sell to=to p=0.5 weak
verb resume obj=flight,service,shipment,supply,delivery,export,import,trade join=with,between to=to,with p=0.7
verb invest to=in,object p=0.5 weak
verb mount|launch|conduct obj=operation,patrol,mission,raid join=with p=0.45 need-two weak
verb integrate|link|connect|merge join=with p=0.4 weak
verb cofound|codevelop|coproduce join=with p=0.5 need-two
verb build|develop|construct|launch obj=pipeline,railway,plant,dam,project join=with p=0.45 need-two weak
verb repatriate|return|release|hand+over|give+back obj=body,remains,artifact,artefact,treasure to=to,of,object p=0.6
noun exercise|drill|manoeuvre|maneuver from=subject,adjective,poss,by join=between,with p=0.6 need-two presupposed
noun extradition prep=of from=subject,poss,adjective,by to=to,theme p=0.55 presupposed weak
verb take obj=part prep=in theme=@exercise join=with,between p=0.75 need-two
verb participate prep=in theme=@exercise join=with,between p=0.75 need-two
verb grant|give|offer|allow obj=access,passage,transit,overflight,permission to=iobj,to p=0.7 need-to
verb exchange|swap|trade obj=body,remains join=with plural p=0.7
