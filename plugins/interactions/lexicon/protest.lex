type PROTEST
verb begin|start|stage|continue|go|launch|join|end obj=hunger mode=hunger to=against,content,theme p=0.8
verb march|parade prep=to,on,past,through,toward,towards mode=demo to=against,to,on,past,theme,toward,towards,in p=0.72
verb demonstrate|protest|rally|march|picket mode=demo to=against,outside,at,in,over,object,theme,content,with p=0.8
verb stage|hold|organize|organise|lead|join|mount|begin|continue|launch|conduct|attend obj=@protestnoun mode=demo to=against,at,in,outside,over,content,theme p=0.85
verb converge|gather|assemble|turn+out mode=demo prep=for,on theme=@protestnoun to=against,in,content p=0.7
verb gather comp=to content=protest,demonstrate,demand mode=demo to=content,outside,in p=0.75
verb riot|rampage|loot mode=riot to=against,in,at,content,object p=0.85
verb throw|hurl|pelt obj=stone,rock,bottle,brick,petrol,cocktail,firebomb,egg,tomato,flare mode=riot to=at,against,with p=0.75
verb pelt mode=riot to=object p=0.75
verb clash prep=with theme=@protester mode=riot from=theme to=subject p=0.7 need-to
verb clash prep=with theme=@policemen,police mode=riot to=with p=0.7 from=subject
verb clash prep=with theme=guard,security mode=riot to=with p=0.7 from=subject need-person
verb stage|go|hold|begin|start|continue|organize|organise|observe|join obj=@strikes mode=strike to=against,over,in,to,content,theme p=0.85
verb go|be|come prep=on theme=strike mode=strike to=against,at,over p=0.82
verb stop|shun|walk+off|down obj=work,tool,job mode=strike to=against,over,in,content p=0.8
verb strike mode=strike prep=for,over to=over,against p=0.4 weak
verb fast mode=hunger to=against p=0.5 weak
verb boycott mode=boycott to=object,of,in,theme,with p=0.8 op
verb block|blockade|obstruct|barricade|occupy obj=@roads mode=obstruct to=to,in,into,against,theme,between,content,of p=0.7
verb block|blockade|obstruct|barricade|occupy obj=@measure prep=of theme=@roads mode=obstruct to=to,in,into,against,theme,between,content,of p=0.7
verb vandalize|vandalise|deface|graffiti mode=vandalize to=object,theme,of,in p=0.7
verb burn|tear|trample|desecrate obj=flag,effigy,portrait,embassy,poster mode=vandalize to=of,theme,object p=0.75
verb collect obj=signature,petition mode=demo to=content,for,theme p=0.6
verb storm|ransack|trash obj=palace,residence,headquarters,office,station,courthouse,building mode=riot to=object,theme,in,of p=0.65
verb storm|ransack|trash|attack obj=embassy,consulate,parliament,ministry mode=riot to=object,theme,in,of p=0.75
verb heckle|jeer|boo to=object mode=demo p=0.6
verb defy mode=demo obj=curfew,police p=0.5 weak
noun riot|demonstration|protest|rally from=adjective,by,poss,subject mode=demo to=against,over p=0.6 presupposed need-to
noun strike from=by,adjective,poss,subject mode=strike to=against,over,in p=0.35 presupposed weak
noun boycott prep=of from=poss,by,adjective,subject mode=boycott to=theme p=0.55 presupposed
verb break|burst|barge|force prep=into,in,through theme=@protestnoun,embassy,consulate,mission,parliament,ministry,compound,@meetings mode=obstruct to=theme p=0.75 need-to
verb take prep=to theme=street to=against,over mode=demo p=0.75
verb walk+out comp=to content=protest,demand mode=strike to=at,against,over p=0.8
verb walk+out prep=over mode=strike to=against,at p=0.75 need-person
verb walk prep=off,out theme=job,work to=at,against,over,in mode=strike p=0.75
verb gather|assemble|congregate|converge|mass|turn+out prep=outside theme=embassy,consulate,mission,parliament,ministry,residence,palace,court,courthouse,office,headquarters,building,house to=theme mode=demo p=0.75 need-person need-to
verb go|be prep=on theme=hunger mode=hunger to=against,content p=0.82
verb call|launch obj=@strikes comp=none mode=strike to=against,over,in p=0.8 need-person
verb throw|hurl|lob obj=bomb prep=at mode=riot to=at,of need-person p=0.6 plural
