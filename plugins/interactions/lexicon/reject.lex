type REJECT
verb deny obj=request,permission,appeal,bail,extradition,recognition,allocation,loan,asylum,parole,licence,license,demand,citizenship op speech to=iobj,object,to,from,of,theme p=0.75
verb reject|refuse|rebuff|spurn|repudiate|decline|snub|veto|turn+down|rule+out|resist|defy|shun|ignore|disregard|overrule|disallow op speech to=object,from,by,of,theme,on,content,to p=0.85
verb reject|dismiss|deny|refute|rebut|dispute obj=@claim op speech to=of,by,from,theme,against p=0.7
verb refuse|decline comp=to op speech to=content,theme,to p=0.88
verb fail comp=to content=reach,agree,resolve,meet,sign op join=with to=with,content p=0.8
verb reject comp=ing op speech to=content
verb veto|block|hold+up obj=declaration,conclusion,resolution,bid,motion,bill,law,membership,deal,statement,measure,entry,accession,aid,package,appointment,nomination to=of,theme,for,to,object,by,against p=0.8 op
verb throw+out|vote+down obj=bill,law,motion,petition,appeal,treaty,budget,amendment,lawsuit,case to=of,on,from,by,theme p=0.78
verb oppose obj=@meet-thing,@assist-thing,@offer,plan,mediation,deployment,resolution,move,bid,entry to=object,theme,of,by,from op speech p=0.75
verb cancel|postpone|delay|call+off|put+off|defer|abandon|boycott|skip|scrap|downplay obj=@meetings mode=meet to=with,to,theme,in,between join=between p=0.85
verb put+off|delay|postpone|block|hold+up obj=vote,ratification to=on,of,theme p=0.75 need-country need-to
verb cancel|postpone|delay|suspend obj=@meetings plural mode=meet join=with to=with p=0.7
verb break+off|suspend|halt|walk+out|break obj=@talks type=SANCTION mode=discontinue to=with,to,theme p=0.8
verb violate|breach|break|flout|ignore|defy|contravene obj=ban,agreement,ceasefire,treaty,resolution,pact,truce,accord,embargo,order to=by,with,of,theme,object p=0.7 op
verb end|abandon|scrap|call+off|cancel|terminate|suspend obj=@ceasefire to=with,against p=0.7
verb renege|backtrack op to=to,on,theme,with p=0.8
verb bar|block|deny|prevent|refuse obj=entry,admission,access,admittance,visa,permission,overflight to=to,iobj,for,object,from p=0.8
verb bar prep=from theme=entering,entry,country to=object p=0.6
verb turn+back|turn+away to=object,from p=0.7 need-to need-country
verb deny prep=to p=0.4 weak
verb withhold obj=recognition,approval,consent,support to=from,to,of p=0.75
verb stonewall|thwart|obstruct|frustrate obj=@offer,effort,attempt,plan,bid,investigation to=of,by,theme p=0.55 weak
verb rule+out obj=@talks,@meetings,negotiation,possibility mode=meet to=with,theme p=0.8 op speech
adj unwilling|reluctant comp=to op speech to=content,with p=0.7
noun refusal comp=to op speech from=poss,by,of,subject to=content p=0.6 presupposed need-country
noun rejection op speech from=poss,by,adjective,subject to=of,theme p=0.6 presupposed weak
noun veto from=poss,by,adjective,subject to=of,on p=0.5 presupposed weak
verb bar|ban|block|prevent|prohibit|stop comp=ing content=enter,visit,travel,return,cross to=object need-to op p=0.75
verb turn obj=back,ear prep=on,to op to=on,to p=0.75 need-to
verb close|shut|slam obj=door prep=on,to op to=on,to p=0.75 need-to
verb brush+aside|shrug+off|wave+away|laugh+off|sweep+aside op speech to=object,from,of p=0.8 need-to
verb balk|bristle|bridle prep=at theme=@offer,@demand op to=theme p=0.75 need-to
verb dismiss obj=@claim,@offer,@demand,concern,call,talk,idea,threat,warning,plea,appeal,fear,request,complaint,objection,remark,speculation,accusation,case,lawsuit,petition op speech to=object,from,by,of,theme,on,content,to p=0.82
verb dismiss prep=as op speech to=object type=ACCUSE mode=disapprove p=0.75
