type SUPPORT
verb praise|commend|applaud|laud|hail|salute|acclaim|compliment|endorse|champion to=object,for,theme p=0.85
verb welcome to=object,theme,from,by,of,between,with,in p=0.8
verb congratulate|thank to=object,on p=0.85 need-to
verb support|back to=object,theme,in,with,against p=0.75
verb defend to=object,theme,against p=0.6
verb approve|ratify obj=@deal,@ceasefire,resolution,constitution,protocol join=with,between to=on p=0.8
verb approve|ratify|back|endorse|support obj=accession,membership,bid,entry,candidacy,application,candidature to=object,of,by,theme,from p=0.8 need-to
verb approve prep=of to=theme p=0.6 weak
verb sign|initial|ink|seal|conclude|finalize|ratify obj=@deal,protocol,contract,memorandum,communique,statement,plan join=with,between,among to=content p=0.92 need-country
verb sign join=with p=0.7 need-country obj=@deal
verb sign obj=letter prep=of theme=intent join=with,between p=0.85 need-country
verb pass|adopt|sign|issue obj=resolution,motion,statement,declaration,letter,petition prep=in theme=support,solidarity to=of,with,theme p=0.75 need-to
verb recognize|recognise to=object,theme p=0.7 obj=government,independence,state,country,statehood,sovereignty,republic,victory
verb recognize|recognise to=object p=0.6 animate weak
verb establish|restore|reestablish|re-establish|resume|renew|normalize|normalise|upgrade|improve|strengthen|deepen|enhance|open|forge|build|elevate|cement|reopen|boost|expand|warm|mend|repair obj=@ties,@partnership join=with,between,to p=0.88 need-two
verb upgrade|elevate obj=level,status join=with
verb upgrade|elevate obj=embassy,consulate,mission,representation to=in,with p=0.85 need-to
verb open|reopen|re-open|establish obj=embassy,consulate,mission,representation to=in,with p=0.85
verb open|reopen obj=office to=in,with p=0.75 need-country need-to weak
verb reaffirm|reassert|reiterate|renew obj=@position,adherence,@backing,@ties,@readiness join=with,between to=for,to p=0.8
verb express|voice|convey|extend|offer|send|declare|pledge|give|show|lend|reiterate|throw obj=@backing to=for,to,with,over,in,theme,iobj p=0.85
verb mobilize|mobilise|rally|muster obj=support,backing to=for p=0.7
verb offer|extend|send|convey obj=condolence,sympathy,congratulation,thanks,gratitude,appreciation,respect to=to,for,on,over,iobj p=0.9
verb side|sympathize|sympathise|stand prep=with to=with p=0.7 need-to
verb stand prep=by,behind to=by,behind p=0.7 need-to need-country
verb vote prep=for,in to=theme p=0.5 weak
verb vouch|lobby|campaign prep=for to=for p=0.65
verb forgive to=object p=0.7
verb appoint|name obj=ambassador,envoy to=to p=0.6
verb mark|celebrate obj=anniversary join=with,between p=0.5 weak
verb ally|align obj=itself,themselves join=with p=0.6
verb hail obj=@statement to=theme
verb accede to=to p=0.7
verb join obj=@deal,bloc,union,organization,alliance to=object p=0.5 weak
adj supportive prep=of to=theme p=0.7
adj grateful|thankful prep=to,for to=theme,to p=0.7
noun reaffirmation|reaffirming from=subject,by,poss to=none p=0.4 need-country
noun restoration|resumption|normalization|normalisation|upgrade|establishment prep=of theme=@ties,@partnership from=poss,subject join=between,with p=0.55 need-two presupposed
noun support|backing|praise|recognition from=poss,adjective,by,subject prep=for,of to=theme p=0.45 weak presupposed
verb uphold obj=right,alliance to=theme p=0.5 weak
verb assure to=object p=0.6 need-to animate
verb urge comp=to content=support,back,recognize,recognise,endorse to=object,content type=REQUEST mode=assist op p=0.8
# --- what stood between them is gone
verb settle|resolve|overcome|bridge|patch+up|iron+out|bury|mend|heal|set+aside|put+aside|smooth+over|sort+out|end obj=difference,dispute,quarrel,feud,rift,row,animosity,enmity,rivalry,grievance,misunderstanding,hatchet,disagreement,fence join=with,between,theme p=0.75 need-two
# --- light verbs
verb throw|put|swing obj=weight,backing,support prep=behind to=behind p=0.8 need-to
verb give|lend obj=blessing,endorsement,go-ahead,nod to=to,iobj,for p=0.8
verb pay obj=tribute,homage,respect to=to p=0.8 need-to
verb draw|attract|receive|earn|win|get|garner|gain|secure obj=@backing from=from,of,by to=subject p=0.75 need-to
verb send|deliver|convey|offer obj=message,letter,telegram,note,word prep=of theme=@backing,best to=to p=0.82 need-to
verb give obj=light,go-ahead,nod to=to,for p=0.75 need-to
verb put obj=signature,name prep=to theme=@deal join=with,between p=0.8 need-two
verb extend|offer|hold+out obj=hand,branch to=to p=0.7 need-to
verb switch|shift obj=recognition,allegiance to=to p=0.75 need-to
