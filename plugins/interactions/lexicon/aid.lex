type AID
verb give|provide|send|supply|deliver|donate|grant|lend|ship|offer|hand|hand+out|airlift|airdrop|air-drop|parachute|contribute|allocate|transfer|furnish|dispatch|rush|extend|award|disburse|channel|distribute|fly|truck|loan|bring obj=@aid to=to,iobj,for,over,into,object,theme,in p=0.85
verb give|provide|send|supply|deliver|donate|grant|ship|hand|contribute|hand+over obj=@measure prep=of theme=@aid to=to,iobj,for,in p=0.8
verb provide|supply|equip|arm|furnish|present prep=with to=object,iobj p=0.8 need-to animate
verb help|assist|aid to=object,contentsubject,in,with p=0.65 need-to animate
verb fund|finance|subsidize|subsidise|bankroll|sponsor to=object,theme,in p=0.65 need-country
verb arm|train|equip to=object,theme p=0.7 need-to animate
verb feed|shelter|treat|vaccinate to=object,in p=0.7 need-to
verb evacuate|rescue|save|airlift to=object,from,in p=0.75 need-to obj=@person,@captive,wounded,injured,patient,national,foreigner,refugee,victim
verb rescue to=object,from p=0.75 need-to
verb grant|give|offer|extend|provide obj=asylum,refuge,sanctuary,shelter,citizenship,visa to=to,iobj ctx=asylum p=0.9
verb open|reopen obj=border,door,frontier to=to,for p=0.8 need-to
verb accept|admit|receive|absorb|take+in|harbor|harbour|shelter obj=refugee,migrant,immigrant,exile,evacuee to=object,from p=0.75
verb take+in to=object,from p=0.65 need-to need-country animate
verb forgive|cancel|reschedule|write+off|restructure obj=debt,loan to=of,by,theme,for p=0.88
verb donate|contribute to=to p=0.75 need-to
verb airlift to=to p=0.7 need-to
verb give|donate|gift obj=palace,stadium,hospital,school,clinic,road,bridge,plane,boat,bus to=to,iobj,for p=0.7 need-to need-country
verb escort|guard|protect obj=convoy,pilgrim,civilian,worker,refugee,villager to=object,of,in p=0.65 need-country need-to
verb pay prep=for theme=@aid,@weapons to=for p=0.7 need-to need-country
verb pay obj=salary,wage,bill to=of,theme p=0.7 need-to need-country
verb deposit|place obj=@money prep=in,with to=in,with p=0.75 need-country
verb pull|save|free|dig+out obj=@person,survivor,victim prep=from theme=rubble,wreckage,debris,ruin to=object p=0.78 need-to
verb escort|lead|bring|take obj=@person,refugee prep=to theme=safety to=object p=0.75 need-to need-country
verb pay obj=compensation,reparation,damage,indemnity,restitution,wage to=to,theme,iobj ctx=reparations p=0.85
verb compensate|reimburse to=object ctx=reparations p=0.85
verb deploy|send|dispatch|contribute|mobilize|mobilise obj=peacekeeper,doctor,medic,nurse,rescuer,engineer,@policemen,adviser,advisor to=to,in p=0.75
verb rebuild|reconstruct to=object,in p=0.45 weak
verb station obj=@troops to=in p=0.5 type=MOBILIZE mode=troops
noun aid|assistance|relief from=poss,adjective,by,subject to=to,for p=0.45 presupposed weak
noun loan|grant|donation|shipment|delivery from=poss,adjective,by,from,subject to=to,for p=0.5 presupposed weak
verb supply|provide|deliver|give|donate|lend|sell|hand|hand+over|transfer|pass+on|airlift obj=@weapons,boat to=to,iobj,for,object,theme p=0.75 need-to ctx=military
verb send|ship obj=weapon,arm,missile,tank,ammunition,munition,artillery,rocket,drone,howitzer,launcher,vehicle,equipment,system,shell,mortar,rifle to=to p=0.7 weak need-to
# --- one who is told of it, the other who gives
verb receive|get|obtain|accept|secure|borrow obj=@aid,@weapons from=from to=subject p=0.85 need-country
verb receive|get|obtain prep=by theme=@aid from=from to=subject p=0.6
# --- light verbs
verb come|rush|go prep=to theme=aid,rescue,help,assistance,defence,defense to=of,theme p=0.8 need-to
verb pump|inject|funnel obj=@aid,billion,million to=into,to,in p=0.75 need-to
verb send|dispatch|deploy|fly obj=worker,team,firefighter,specialist,expert,paramedic comp=none to=to p=0.6 need-to need-country
verb host|house obj=refugee,migrant,exile,evacuee to=object,from p=0.75
verb train|equip|arm obj=@troops,@policemen,@militiamen,recruit to=object,of,theme p=0.72 weak need-to ctx=military
