type THREATEN
verb threaten op speech to=object,content,against,with,to,theme,in p=0.88
verb threaten comp=to op speech to=content,object,with,against,in p=0.9
verb warn comp=that op speech to=object,iobj,contentsubject,content p=0.6 need-country
verb warn prep=against,of,about op speech to=object,theme p=0.6 need-country
verb warn op speech to=object,content,of,about,over,against p=0.55 need-to need-country
verb pledge|promise comp=to content=attack,kill,bomb,shell,strike,invade,execute,avenge,punish,crush,retaliate,annihilate,eliminate,destroy op speech mode=violence to=content,against,on p=0.85 need-to
verb vow|swear|threaten comp=to content=@threat-violence,avenge,punish,crush,retaliate,annihilate,eliminate,destroy op speech mode=violence to=content,against,on p=0.85 need-to
verb vow|swear|threaten comp=to content=respond,retaliate,avenge op speech to=against,content p=0.7
verb vow|swear|pledge|threaten obj=revenge,retaliation,vengeance op speech mode=violence to=on,against,for p=0.85
verb issue|give|deliver|present|set|send obj=ultimatum,warning,threat op speech to=to,against,iobj,for p=0.85
verb menace|intimidate|blackmail|bully|bluff to=object op speech p=0.7 need-country
verb plan|prepare|intend comp=to content=attack,invade,bomb,strike op speech mode=violence to=content,on,against p=0.7
verb plot obj=attack,coup,assassination op to=against,on,theme p=0.6
verb plot comp=to op to=content p=0.6
verb claim comp=to content=manufacture,develop,make op weak p=0.4
verb brandish|flaunt obj=@weapons to=at,against p=0.5 weak
verb retaliate to=against p=0.4 type=COERCE weak
noun threat|warning|ultimatum from=subject,poss,by,adjective,from op speech to=to,against,of p=0.5 presupposed weak
noun threat comp=to from=poss,by,adjective,subject op speech to=content p=0.6 presupposed need-country
verb receive|get|face obj=threat,warning,ultimatum op from=from to=subject p=0.82
verb put prep=on theme=notice op speech to=object p=0.75 need-to
verb give obj=hour,day,week,month comp=to op speech to=iobj,object p=0.7 need-to need-country
verb promise|vow|pledge|announce obj=@penalties op speech mode=restrict status=promise to=on,against,theme,for p=0.78 need-to
