type REQUEST
verb urge|ask|request|beseech|implore|press|pressure|exhort|beg|entreat|petition|lobby|push|encourage|advise|counsel|pressurize comp=to op speech to=object,contentsubject,content p=0.85
verb urge|demand|request|insist|ask|propose|recommend|require|stipulate|advocate|plead|pray comp=that op speech to=contentsubject,of,from,content p=0.85
# --- "in" tells of whom refuge is asked
verb seek|request|claim|solicit|bargain|beg obj=asylum,refuge,sanctuary,shelter,protection op speech to=from,in,with,of p=0.8 mode=assist need-to
verb demand|request|seek|solicit|urge|claim op speech obj=@leadership,@yield-thing,@meet-thing,@assist-thing,@rights,reform,explanation,apology,compensation,autonomy,independence,action,restraint,investigation,information,access,extradition,change,control,visa,asylum,admission,return,answer,payment to=of,from,by,object,theme p=0.85
verb demand|insist comp=to op speech to=content p=0.75
verb demand op speech to=of,from,by,object,theme,content p=0.8
verb ask|beg|press|petition prep=for theme=@assist-thing op speech to=object,iobj mode=assist p=0.85
verb appeal|plead prep=for theme=@assist-thing op speech to=to,with,theme mode=assist p=0.87
verb ask|request|seek|demand obj=permission,authorization,authorisation,approval,clearance op speech to=from,iobj p=0.87
verb ask|beg|press|petition prep=for op speech to=object,iobj,theme p=0.8
verb request op speech to=of,from,object,theme p=0.7
verb urge op speech to=object,on p=0.7
verb call prep=for op speech to=on,from,theme,against,to,in p=0.85
verb call prep=on,upon op speech to=theme,content p=0.85
verb call prep=to op weak speech to=theme p=0.4
verb appeal|plead prep=for op speech to=to,with,theme,in p=0.86
verb appeal|plead op speech to=to,with,content,theme,for,in p=0.85
verb plead|bargain|push|press|lobby|campaign|agitate|clamor|clamour prep=for op speech to=theme,object,with,in p=0.7
verb insist prep=on op speech to=theme,with p=0.7
verb pressure|press op speech to=object,content,theme p=0.65 animate
verb lean prep=on op speech to=on,theme p=0.7 need-to need-country
# --- an order within one house is no demand: who gives it speaks for somebody
verb order|instruct|command|direct|tell comp=to op speech to=object,contentsubject,content p=0.85 need-country
verb petition op speech to=object p=0.75
verb seek obj=@assist-thing,@meet-thing,extradition,explanation,apology,refuge,compensation op speech to=from,in,with,of,theme p=0.65
verb stress|emphasize|emphasise|underline|underscore|highlight|reiterate obj=@need op speech to=content,with p=0.75 mode=change
verb hope|expect|wish|want comp=that op speech to=contentsubject p=0.7 need-to need-country
verb want|expect|need|like comp=to to=object,contentsubject op speech p=0.6 need-to need-country animate
verb propose|suggest|advocate|recommend obj=@talks,@deal,@ceasefire,plan,mechanism,measure,initiative,step op speech to=to,with,theme,for p=0.6 need-country
verb propose comp=ing op speech to=to,with,content p=0.6
verb propose comp=to op speech to=to,with,content p=0.55
verb issue|make|put|send|launch|renew|present|submit|reiterate|repeat|deliver|press|set obj=@demand op speech to=to,on,for,iobj,theme,contentsubject p=0.8
verb issue|make obj=reminder,call,appeal op speech to=to,on,iobj p=0.75
verb remind op speech to=object p=0.55 need-to
verb apply prep=for op speech to=to,in,with p=0.5 weak mode=assist
verb apply prep=for theme=membership,accession,admission op speech to=of,to,in p=0.8 mode=assist need-to
verb apply comp=to content=join,enter,accede op speech to=content p=0.8 mode=assist need-to
verb apply prep=for theme=@assist-thing,@aid op speech to=to,from,with,in p=0.8 mode=assist
verb invite comp=to op speech to=object type=AGREE status=offer p=0.7
verb impose obj=condition,deadline op speech to=on p=0.6
verb set obj=condition,deadline op speech to=for p=0.6
noun request|demand|call|appeal|plea|urging from=subject,poss,by,adjective,from,of op speech to=to,on,content,for p=0.65 presupposed need-to
noun proposal from=subject,poss,by,adjective,from op speech prep=for to=to p=0.4 presupposed need-country mode=change
noun requirement|demand from=poss,by,of comp=that op speech to=contentsubject p=0.5 presupposed weak
verb put|exert|bring|apply|pile|heap|step+up|increase|keep+up obj=pressure comp=to op speech to=on,upon p=0.8 need-to
verb turn|look prep=for theme=@assist-thing,@aid op speech to=to p=0.7 mode=assist need-to
verb give obj=deadline op speech to=iobj,to,for p=0.75 need-to
verb receive|get|face obj=@demand op from=from to=subject p=0.8
verb come prep=under theme=pressure comp=to op from=from,by to=subject p=0.75 need-to
