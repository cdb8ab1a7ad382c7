type RETREAT
verb withdraw|pull+out|pull+back|retreat|evacuate|redeploy mode=withdraw to=from,theme,of p=0.8 need-country
verb withdraw|pull|remove|evacuate|bring+home|recall|reduce|redeploy obj=@troops,@weapons,settler,settlement mode=withdraw to=from,out,of,theme,in p=0.9
verb complete|begin|start|continue|speed|speed+up|finish|accelerate|carry|order|step obj=withdrawal,pullout,pullback,retreat,evacuation,disengagement mode=withdraw to=from,theme,of,in p=0.9
verb return obj=@land,property,weapon,arm,equipment to=to p=0.7
verb cede|relinquish|surrender|hand+over|hand+back|hand|vacate|abandon obj=@land,control,power,position mode=withdraw to=to,in p=0.8
verb surrender mode=disarm to=to,in p=0.75
verb release|free|liberate mode=release from=subject,from to=object p=0.8 animate agentless
verb release|free|liberate|repatriate|swap|exchange|hand+over|return obj=@captive,crew,pilot,suspect,@person mode=release from=subject,from to=object,to,theme p=0.85 agentless
verb set content=free mode=release from=subject,from to=object p=0.85 need-to
verb disarm|demobilize|demobilise|lay+down|lock+up|decommission|dismantle|destroy|scrap|turn+in|give+up|hand+in|eliminate obj=@arms-down,@weapons,arsenal,stockpile,program,programme,warhead mode=disarm to=in,to,theme p=0.85
verb disarm|demobilize|demobilise mode=disarm to=in,object p=0.8
verb declare|announce|observe|implement|begin|start|honor|honour|respect|proclaim|call obj=@ceasefire mode=ceasefire to=with,against,in p=0.8
verb end|halt|stop|cease|suspend|call+off obj=@fighting,attack,raid,strike,campaign mode=ceasefire to=against,on,with,in p=0.8
verb halt|hold|cease|stop obj=fire mode=ceasefire to=against,on,with,in join=with p=0.8
verb lift|ease|end|remove|loosen obj=blockade,siege,roadblock,checkpoint,closure to=on,of,around,against,theme,in p=0.85
verb allow|permit|let|admit|receive|accept|invite obj=@observer mode=access to=object,from,theme,into,in p=0.75
verb allow|permit|let comp=to content=enter,inspect,visit,monitor,return,deliver,cross mode=access to=object,contentsubject,content p=0.75
verb open|reopen|re-open obj=@border,airport,port,corridor mode=access to=to,with,for,theme,between p=0.75
verb resign|quit|abdicate mode=resign p=0.85 to=from,over
verb step+down|stand+down|step+aside mode=resign p=0.85
verb resign|quit|tender|submit|announce obj=resignation,post,office,cabinet mode=resign p=0.8
verb return+home p=0.4 weak
verb improve obj=access p=0.4 weak mode=access
verb disengage mode=withdraw to=from,in p=0.8
verb leave|vacate mode=withdraw to=object,in p=0.75 need-to need-armed
verb stand+down mode=withdraw p=0.6
verb disband|dissolve mode=disarm to=object p=0.5 weak
noun withdrawal|pullout|pullback|retreat|evacuation from=subject,poss,adjective,of,by mode=withdraw to=from p=0.65 presupposed need-country
noun release from=subject,poss,by prep=of theme=@captive,@person mode=release to=theme p=0.55 presupposed weak
noun resignation from=poss,of,adjective,subject mode=resign p=0.6 presupposed
noun ceasefire|truce|cease-fire|armistice from=subject,poss,adjective mode=ceasefire join=between,with p=0.5 presupposed need-two
verb depart|exit|decamp mode=withdraw to=from,object p=0.65 need-country need-to
verb put obj=end,stop prep=to theme=@fighting,siege,blockade,raid,attack to=on,of,against,in p=0.8
verb throw+open|fling+open obj=@border mode=access to=with,to,for p=0.75
verb walk|emerge prep=from theme=@custody from=theme to=subject mode=release p=0.7 need-to
verb stop|cease|halt|end|quit comp=ing content=fight,fire,shell,bomb,attack,shoot mode=ceasefire op join=with to=content,on,at p=0.75
noun exchange|swap prep=of theme=@captive from=poss,subject,adjective join=between,with mode=release p=0.6 presupposed need-two
