type CONSULT
verb meet join=with,object to=none p=0.9 need-two
verb meet plural p=0.9 need-two
verb meet+up join=with p=0.85 need-two
verb hold obj=@talks,call,exchange join=with,between,among p=0.92 need-two
verb have|hold obj=@talks,call,exchange,audience,encounter,lunch,dinner,breakfast,phone join=with,between p=0.85 need-two
verb conduct|launch|begin|start|open|resume|renew|continue|complete|conclude|finish|wrap|reopen|restart|enter obj=@talks join=with,between,among p=0.88 need-two
verb enter prep=into theme=@talks join=with,theme need-two
verb engage prep=in theme=@talks,exchange join=with need-two
verb talk|confer|consult|negotiate|parley|converse|chat|huddle join=with,to p=0.85 need-two
verb confer|negotiate plural p=0.85 need-two
verb gather|convene|assemble comp=to content=discuss,talk,negotiate,consult,review plural join=with p=0.8 need-two
verb gather|convene|assemble prep=for theme=@talks plural join=with p=0.8 need-two
verb negotiate|renegotiate obj=@deal,@ceasefire,agreement,release,settlement join=with,between p=0.85 need-two
verb discuss|debate|review|address|cover|tackle join=with p=0.8 need-two
verb exchange obj=view,opinion,idea,greeting,visit join=with p=0.8 need-two
verb touch prep=on,upon join=with p=0.6 need-two
verb speak join=with,to p=0.75 need-two
verb speak prep=by theme=telephone,phone join=with,to mode=phone
verb phone|telephone mode=phone join=object need-two p=0.9
verb brief to=object need-to p=0.7
verb visit to=object,to mode=visit p=0.92 need-to
verb tour to=object mode=visit p=0.7 need-to
verb arrive to=in,at,to mode=visit p=0.85 need-to need-person
verb land to=in,at mode=visit p=0.7 need-to need-person
verb travel|fly|go|return|head|journey to=to,in,into mode=visit p=0.7 need-to need-person
verb depart to=from,for mode=visit p=0.75 need-to need-person
verb leave prep=for to=for mode=visit p=0.8 need-to need-person
verb return prep=from to=from mode=visit p=0.7 need-to need-person
verb stop+over to=in mode=visit p=0.8 need-to
verb stop prep=in to=in mode=visit p=0.7 need-to need-person
verb pay|make|begin|start|undertake|conclude|complete|end|wrap+up|kick+off|cut+short obj=@visit,call to=to,in,theme mode=visit p=0.88 need-to
verb embark prep=on theme=@visit to=theme,to mode=visit p=0.8
verb host|receive|welcome|greet to=subject from=object,to,for mode=visit p=0.85 need-to animate
verb host obj=@talks,@visit,conference,lunch,dinner join=with,between,for p=0.8 need-two
verb give obj=welcome,reception,audience to=subject from=to,iobj mode=visit p=0.8 need-to
verb summon|convene obj=@talks p=0.6
verb attend obj=@talks,conference,ceremony join=with to=none mode=multilateral p=0.6 need-two
verb join obj=@talks join=with p=0.6 need-two
verb mediate|arbitrate|intercede|broker join=between,among,in,with p=0.75 need-two
verb undertake|launch|begin|start|resume|continue obj=mediation,effort,mission prep=between join=between p=0.75 need-two
verb present obj=credential,credentials to=to p=0.85 need-to mode=visit
verb shake obj=hand join=with p=0.8 need-two
verb sit+down join=with p=0.8 need-two
verb hold obj=call mode=phone join=with,between p=0.92 need-two
noun talk|negotiation|discussion|dialogue|consultation|conversation from=subject,adjective,poss,of join=between,with,among p=0.8 need-two presupposed
noun meeting|summit from=subject,adjective,poss,of join=between,with,among p=0.85 need-two presupposed
noun call from=subject,adjective,poss join=between,with p=0.7 need-two presupposed mode=phone
noun mediation from=subject,adjective,poss,by join=between p=0.6 need-two presupposed
noun visit|trip|tour from=subject,poss,by,adjective,of to=to,in mode=visit p=0.8 need-to presupposed
noun arrival from=subject,poss,of,adjective to=in,at mode=visit p=0.6 need-to presupposed need-person
verb celebrate|dine|lunch|banquet|commemorate join=with p=0.6 need-two
verb take obj=part prep=in theme=@talks,@visit join=with,between p=0.8 need-two
verb take|participate prep=in theme=@talks join=with,between p=0.75 need-two
verb receive|get obj=visit,delegation,visitor,envoy from=from,by to=subject mode=visit p=0.8
verb roll+out obj=carpet to=subject from=for mode=visit p=0.75 need-to
verb play obj=host to=subject from=to mode=visit p=0.7 need-to
verb act|serve prep=as theme=mediator,go-between,intermediary,broker,interlocutor join=for,between,in p=0.75 need-two
verb receive obj=delegation,envoy,ambassador,emissary,visitor to=subject from=object,from,theme mode=visit p=0.8 need-to
