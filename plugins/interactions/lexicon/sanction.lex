type SANCTION
verb expel|oust|throw+out|force+out|kick+out|evict|drive+out obj=@diplomat,@observer,worker,agency,journalist,missionary,group mode=expel from=subject,from to=object,from,theme,of p=0.88 agentless
verb expel mode=expel from=subject,from to=object,theme,from p=0.8 agentless
verb suspend|expel|oust|ban|eject prep=from theme=organization,group,league,commonwealth,union,council,bloc,union,membership mode=expel to=object,from p=0.75
verb suspend|halt|freeze|withhold|block|cut+off obj=loan,credit,grant,payment,fund,transfer,disbursement mode=discontinue to=to,for,from,theme p=0.8
verb suspend|revoke|cancel|withdraw obj=licence,license,permit,accreditation,visa mode=discontinue to=for,of,to,theme p=0.75
verb impose|reimpose|tighten|introduce|toughen|extend|expand|adopt obj=control,curb,countermeasure,measure to=on,against p=0.75 mode=discontinue need-to need-country
verb withdraw|pull|revoke|suspend|end|cancel obj=preference,privilege,benefit mode=discontinue to=for,of,to,from,theme p=0.75 need-country need-to
verb suspend mode=expel to=object p=0.6 need-to need-country
verb force prep=out,from mode=expel to=object p=0.7 need-to
verb impose|reimpose|slap|announce|tighten|extend|renew|toughen|enforce|adopt|introduce|maintain|approve|levy|declare|expand|place|clamp obj=@penalties mode=discontinue to=on,against,theme,upon,over,from,to p=0.9
verb suspend|halt|pause|cut|cut+off|break|break+off|sever|freeze|end|stop|terminate|discontinue|curtail|reduce|downgrade|abandon|block|curb|withhold|cancel|sour|strain obj=@relations mode=discontinue to=with,to,from,theme,in,of,between join=between p=0.88
verb announce|order|declare obj=suspension,freeze,halt,break,cut-off mode=discontinue to=of,with,to,on,theme,in p=0.8
verb sanction|embargo|blacklist|ostracize|ostracise|boycott mode=discontinue to=object,theme p=0.75 need-to
verb ban|prohibit|bar|block|restrict|outlaw obj=import,export,sale,product,trade,investment,seafood,good,shipment,aid,flight,company,technology mode=discontinue to=from,to,of,theme,on,by p=0.82
verb withdraw|recall|pull+out|pull|evacuate|remove obj=@diplomat,@inspector,worker,staff,candidate,support,aid,recognition mode=withdraw to=from,theme,in,to,for p=0.85
verb withdraw|walk+out|pull+out|quit|leave|exit|secede mode=withdraw obj=@deal,organization,union,council,court,coalition,league,bloc,pact,alliance,talks,conference to=object,with p=0.7
verb withdraw|pull+out|walk+out prep=from,out,of theme=@deal,@talks,@meetings,organization,council,union,coalition,court,bloc,unesco,case,lawsuit,tournament,games,competition,project,programme,program mode=withdraw to=theme,with p=0.75
verb close|shut obj=embassy,consulate,mission,office to=in,of,theme mode=discontinue p=0.85
verb downgrade obj=embassy,mission,representation,presence to=in,of,with,theme mode=discontinue p=0.8
verb close|seal|shut obj=border,airspace,frontier,crossing to=with,to,theme,between mode=discontinue p=0.75
verb convict|sentence|fine|condemn mode=convict to=iobj,object p=0.7 need-to
verb find obj=guilty mode=convict p=0.4 weak
verb order comp=to content=pay mode=convict to=object,contentsubject p=0.5 weak
verb deny|refuse obj=visa,entry,aid,credit to=to,iobj,object p=0.6 type=REJECT
verb order|tell|ask|instruct comp=to content=leave,depart,quit,exit obj=@diplomat,@troops,coordinator,chief,head,national,official,staff,worker,journalist,missionary,citizen mode=expel to=object p=0.85 need-to
verb order obj=@diplomat prep=out,of,from mode=expel to=object p=0.85
verb restrict|limit|revoke|cancel|deny obj=visa mode=discontinue to=for,of,to,from,theme p=0.78 need-to
verb strip obj=@person to=object p=0.4 weak mode=expel
verb depose|oust|topple|impeach mode=expel to=object p=0.45 weak
verb dismiss|sack|fire|remove obj=@person,government,cabinet,ambassador,envoy,chief,head,premier,governor,commander,general,adviser mode=expel to=object p=0.45 weak
verb strain|sour obj=@ties mode=discontinue p=0.4 weak join=with,between
noun ban|embargo|boycott|moratorium prep=on,of from=poss,by,adjective,subject mode=discontinue to=theme,from,against p=0.72 presupposed status=ongoing
noun ban|embargo from=poss,by,subject mode=discontinue to=on,against,from p=0.5 presupposed status=ongoing weak
noun sanction|tariff from=poss,adjective,by,subject mode=discontinue to=on,against p=0.65 presupposed status=ongoing weak
noun suspension|severance|cut-off|freezing prep=of theme=@relations from=poss,by,subject,adjective mode=discontinue to=with,to,from,theme p=0.6 presupposed weak
noun expulsion prep=of from=poss,by,adjective,subject mode=expel to=theme,from p=0.65 presupposed
noun withdrawal prep=from theme=@deal,organization,council from=poss,by,adjective,subject mode=withdraw to=theme p=0.6 presupposed
noun restriction|control|curb prep=on from=poss,by,adjective,subject mode=discontinue to=theme,to,against p=0.4 presupposed weak status=ongoing
verb face|suffer|incur|undergo obj=@penalties from=from,by to=subject mode=discontinue p=0.75
verb close|shut|seal obj=@roads to=to,into,theme type=COERCE mode=restrict p=0.7 need-to
verb send+home obj=@diplomat mode=expel to=object p=0.8 need-to
verb give|grant|allow obj=hour,day,week content=leave,depart mode=expel to=iobj p=0.8 need-to
verb declare obj=@diplomat,persona mode=expel to=object,theme p=0.8 need-to
verb freeze|block|seize obj=asset,account,fund,holding,reserve mode=discontinue to=of,theme,in p=0.82 need-to weak
verb propose|draft|unveil|prepare|consider|weigh|mull|discuss|plan obj=@penalties status=plan mode=discontinue to=on,against,theme,upon,over,from,to p=0.75 need-to
verb break prep=off theme=pact,accord,agreement,treaty,deal,partnership,@relations,@talks mode=discontinue to=with,theme p=0.8 need-to
verb terminate|end|cancel|denounce|scrap|rescind|revoke|suspend|tear+up|annul|abandon|break+off|pull+out|exit obj=pact,accord,agreement,treaty,deal,contract,partnership mode=discontinue to=with,theme,between,of p=0.78 need-to
verb put|place prep=on theme=list,blacklist mode=discontinue to=object p=0.65 need-to need-country
verb add prep=to theme=list,blacklist mode=discontinue to=object p=0.65 need-to need-country
verb declare content=persona,unwelcome mode=expel to=object p=0.8 need-to
verb end|stop|suspend|cut|cut+off|halt|drop obj=support,backing,recognition,funding,assistance mode=discontinue to=for,of,to,from,theme p=0.8 need-to
verb stop|cease|halt|quit comp=ing content=import,buy,purchase,export,sell,trade mode=discontinue op to=content,from,to,with p=0.8
