type CONCEDE
verb remove|strike|delist|drop|take prep=from theme=list,blacklist to=object p=0.7 need-to need-country
verb apologize|apologise to=to,for,over,theme p=0.9 op
verb express|voice|convey|offer|issue obj=@regret to=to,for,over,theme,iobj p=0.88 op
verb regret to=object,theme,content op p=0.6 weak
verb say content=sorry op to=to,for p=0.8
verb concede|yield|bow|capitulate prep=to to=theme,from,of op p=0.85
verb concede op p=0.6 to=to,content
verb give prep=in op p=0.5 weak
verb give+in|cave+in|back+down op to=to,on,theme p=0.8
verb lift|ease|relax|loosen|shorten|cancel|remove|rescind|revoke|end|scrap|waive|abolish|drop|soften|suspend|terminate|repeal|cut|reduce|annul|partially obj=@curb,state,law,warrant,order to=on,against,from,in,theme,for,at p=0.88
verb drop|lift|withdraw|waive obj=objection,veto,opposition to=to,against,on p=0.75 need-to
verb put prep=on theme=hold p=0.6 need-country
verb repeal|scrap|withdraw|drop|cancel|shelve|suspend|reverse|roll+back obj=increase,hike,rise,tax,levy,bill,reform,plan,decree to=on,for,theme p=0.75 need-country
verb commute|reduce obj=sentence,term to=for,theme,of p=0.8
verb pardon|amnesty|acquit|exonerate|rehabilitate|absolve|reprieve to=object p=0.88
verb grant|declare|announce|offer|proclaim obj=amnesty,pardon,clemency,autonomy,reprieve,concession,independence to=to,iobj,for p=0.85
verb offer|make|grant obj=concession,gesture to=to,iobj op p=0.8
verb clear to=object prep=of p=0.6 need-to
verb accept|meet|satisfy|heed|fulfil|fulfill obj=@demand to=of,from,by,object,theme p=0.8 op
verb call+off|suspend|end|cancel|postpone|halt|abandon|break+off|give+up|cut+short|drop obj=@strikes,@protestnoun,boycott to=with,against,after,theme,on,to,toward,towards,in p=0.85
verb allow|permit|let|authorize|authorise|enable|free comp=to to=object,contentsubject,content op p=0.7 need-to
verb allow|permit|legalize|legalise|authorize|authorise obj=@protestnoun,return,participation,access,party,publication,opposition,election,@rights to=by,of,theme,object op p=0.65
verb agree comp=to content=lift,ease,relax,end,withdraw,release,free,allow,resign,disarm,pull,step op p=0.85 type=AGREE to=content,on,from
verb agree prep=to theme=@ceasefire,withdrawal,release op p=0.85 type=AGREE join=with to=with
verb declare|announce|proclaim obj=@ceasefire type=RETREAT mode=ceasefire to=with,against,in p=0.8
verb legalize|legalise|decriminalize|decriminalise to=object p=0.6 need-country
verb reform|democratize|democratise|liberalize|liberalise obj=@rights,system,constitution,judiciary,economy to=in p=0.5 need-country
verb take obj=step comp=to to=in,content op p=0.5 weak
verb restore obj=@rights,access,internet,service,constitution,autonomy,citizenship to=to,of,theme p=0.7
verb resume|restore|grant obj=entry,travel prep=for theme=citizen,national,visitor,tourist,traveller to=theme p=0.7 need-country need-to
verb withdraw|drop|abandon|retract obj=@demand,claim,charge,objection,lawsuit,complaint to=against,theme,of p=0.75
verb reconcile to=with join=with p=0.6 type=SUPPORT
verb recognize|recognise|acknowledge obj=victory,election,result,defeat,responsibility,guilt,mistake to=by,of,theme p=0.6
verb soften|moderate obj=stance,position,tone to=on,toward,towards p=0.6 weak
verb backtrack to=on p=0.5 weak
noun easing|lifting|relaxation|removal prep=of theme=@curb from=poss,by,subject to=on,theme,against p=0.5 weak presupposed
noun apology from=poss,by,adjective,from,subject to=to,for p=0.6 presupposed weak
verb put obj=end,stop prep=to theme=@curb,@penalties,@strikes,@protestnoun to=against,on,with,of,to p=0.8
verb receive|get|obtain|win|extract obj=apology,concession,pardon,amnesty,reprieve op from=from to=subject p=0.82
