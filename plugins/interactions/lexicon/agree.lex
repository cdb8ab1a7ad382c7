type AGREE
adj due prep=in,at status=plan to=theme p=0.75 need-person need-to
# willingness told as such
verb agree comp=to op p=0.9 to=with,content join=with
verb agree prep=on,upon to=with join=with p=0.85 op
verb agree prep=to to=theme p=0.85 op
verb settle prep=on,upon join=with p=0.7 need-two
verb agree obj=@deal,@talks,visit,exchange op join=with
verb agree comp=that op to=with join=with,contentsubject
verb agree comp=none plural need-two p=0.6 join=with
verb pledge|promise|vow|commit|undertake|volunteer|guarantee comp=to op status=promise to=object,content p=0.85
verb pledge|promise|vow|guarantee comp=that op status=promise to=object,content
verb pledge|promise obj=@aid,@backing,@cooperation,@money,billion,million,reform op status=promise to=to,iobj,object,for,theme p=0.9
verb pledge|promise op weak status=promise to=object,iobj,to,theme
verb offer comp=to op status=offer to=content,to p=0.85
verb offer obj=@aid,@cooperation,@talks,support,backing,endorsement,investment,mediation,concession,service,partnership,training,troop,troops,force,asylum,sanctuary,refuge,amnesty,protection op status=offer to=iobj,to,theme,in,for p=0.85
verb offer op weak status=offer to=iobj,to,object p=0.7
verb announce|unveil obj=aid,assistance,help,relief,@money,package op status=promise to=to,for,theme p=0.7 need-to need-country
verb commit obj=@aid,@money,@troops op status=promise to=to,theme
verb present|submit|table|circulate obj=proposal,offer,plan,initiative,draft,roadmap status=offer to=to,iobj p=0.7 need-to need-country
verb accept obj=@offer,formula,mediation,invitation,plan,principle,proposal,term,compromise op p=0.8 to=object,from,theme,of,by
verb approve obj=@aid,@money,@troops,export,sale,deployment op status=plan to=to,for,theme
verb consent|assent|acquiesce op to=content,theme,to,with
verb invite op p=0.85 to=object status=offer ctx=diplomatic need-to
verb welcome comp=to op
verb reach|clinch|strike|achieve|forge|conclude|finalize obj=@consensus join=with,between op p=0.8 need-two
verb forge obj=@partnership join=with,between op
verb express|voice|convey|signal|indicate|reaffirm|reiterate|state|show|declare|announce|confirm|underline obj=@readiness op status=promise from=subject,theme to=with,to,content,theme join=with p=0.85
verb express|voice|convey|signal|reiterate|show obj=hope,desire,wish,interest comp=to op status=hope join=with to=with,to,content p=0.8
verb hope comp=to content=@meet-act,@assist-act,strengthen,improve,deepen,expand,cooperate,build,develop,promote,boost,look,enhance,work,establish,restore op status=hope to=with,content p=0.55 need-country
adj ready|willing|prepared|eager|keen comp=to op status=promise to=with,content p=0.8 need-country
adj committed prep=to op status=promise to=with,theme p=0.7
adj committed comp=to op status=promise to=with,content
adj committed comp=ing op status=promise to=with,content
adj open prep=to theme=@talks,@cooperation,negotiation,dialogue op status=promise to=with,theme
verb back+down op type=CONCEDE to=from
verb look+forward op status=hope to=with,theme p=0.6 need-country
verb work+out|hammer+out|thrash+out obj=@deal,detail join=with,between
verb seal obj=@deal join=with,between
verb shake prep=on
verb adopt|issue|draft|publish|release obj=@deal,manifesto,roadmap,framework,charter,agenda,strategy,platform join=with p=0.75 need-two
verb adopt obj=resolution,declaration,statement,communique,plan,manifesto,roadmap,framework,charter,agenda,strategy to=with,on join=with
verb compromise to=with join=with p=0.6
verb attach obj=importance,significance,value status=state to=with p=0.4 weak
noun agreement|deal|accord|pact|understanding|consensus op prep=between p=0.65 join=between presupposed need-two
noun offer|pledge|promise|commitment|vow op comp=to from=poss,adjective,by,subject status=offer to=to,content p=0.6 presupposed need-country
noun offer from=poss,adjective,by,subject prep=of status=offer to=to,theme p=0.6 presupposed weak
noun willingness|readiness|intention comp=to from=poss,of,adjective,subject op status=promise to=with,content p=0.55 need-country
noun invitation from=poss,adjective,by,subject,from to=to,for status=offer p=0.6 need-to
# --- on the way to it
verb inch|edge|move|come|draw|step prep=to,toward,towards theme=@consensus,peace,reconciliation op status=hope join=with,between p=0.7 need-two
verb come prep=to theme=term,understanding,arrangement op join=with,between p=0.8 need-two
verb make|cut|strike obj=@consensus,peace op join=with,between p=0.75 need-two
adj close|closer|near|nearer prep=to theme=@consensus op status=hope join=with,between p=0.65 need-two
adj close|closer|near|nearer comp=to content=@consensus op status=hope join=with,content p=0.6 need-two
# --- one who is told of it, the other who does it
verb receive|get obj=invitation,offer,pledge,promise,assurance,guarantee op status=offer from=from to=subject p=0.82
verb expect prep=in,at from=object status=plan to=in,at p=0.75 need-person need-to
