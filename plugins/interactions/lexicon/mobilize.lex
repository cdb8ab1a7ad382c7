type MOBILIZE
verb deploy|send|dispatch|station|mobilize|mobilise|mass|move|position|amass|concentrate|redeploy|rush|fly|order|call+up|reinforce|mobilise|muster|assemble|scramble|sail|place|ready|marshal obj=@troops,@weapons,@policemen,@militiamen from=subject,object to=against,to,in,near,along,into,at,on,around,off,outside p=0.85
verb deploy|mobilize|mobilise|redeploy to=against,to,in,near,along p=0.6 need-country
verb send|deploy|dispatch|move|rush obj=@troops,@weapons prep=to,toward,towards,along theme=border,frontier,front,coast,boundary to=with,of,theme p=0.85
verb increase|strengthen|boost|reinforce|expand|step+up|bolster|build+up|beef+up|heighten|tighten|raise|enhance|intensify|maintain|conduct|step obj=@troops,@posture,arsenal,security to=in,against,along,near,on,around,off,theme p=0.82
verb reinforce|fortify|strengthen obj=position,defence,defense,border,outpost,frontier mode=troops to=on,in,along,near,with,against,theme p=0.75 need-country
verb put|place obj=@troops,@weapons,@policemen prep=on to=against,in,near,along p=0.75
verb remain|be prep=on theme=alert to=in,against p=0.6 mode=troops
verb test|test-fire|fire|launch|shoot obj=missile,rocket,projectile,weapon prep=into,toward,towards,off,in,over theme=sea,water,ocean,coast,strait,island mode=weapons to=none p=0.85
verb test|test-fire|fire|launch obj=missile,rocket,satellite,weapon,warhead to=over,toward,towards,into,at mode=weapons p=0.65
verb conduct|carry|hold|stage|launch|begin|start|rehearse obj=@exercise,test,patrol,drill mode=troops to=near,against,off,in,along,with,around p=0.72
verb train obj=@troops,@militiamen,hacker to=against,theme mode=troops p=0.6
verb order obj=patrol,alert,mobilization,deployment,curfew to=in,against p=0.7
verb order obj=@troops,@weapons prep=to,into,near,towards,toward from=subject to=to,into,near,towards,toward p=0.8
verb patrol to=object,in,along p=0.6 need-country
verb prepare comp=to content=attack,shell,resume,invade,strike,launch op to=content,against p=0.65 mode=weapons
verb rearm|remilitarize|militarize|militarise|fortify to=object,against p=0.55 need-country
verb declare|announce obj=mobilization,mobilisation,alert,readiness to=against p=0.75 mode=troops
verb arm obj=itself,themselves to=against p=0.5
verb approach|enter|violate|cross|penetrate obj=airspace,water,border,strait to=of,theme,object,into p=0.55 mode=weapons need-country
verb sail|steam prep=through,into,near,toward,towards,off to=theme p=0.55 mode=weapons need-country
verb cordon+off|seal+off|ring|surround|encircle obj=@roads,@land,building,house,home,residence,headquarters,camp type=COERCE mode=restrict to=to,into,in,of,theme p=0.8
noun deployment|mobilization|mobilisation|build-up|buildup|massing from=subject,poss,by,adjective,of prep=of theme=@troops,@weapons to=in,to,near,against,along p=0.55 presupposed need-country
noun patrol|incursion from=subject,poss,by,adjective to=in,into,near,along p=0.4 presupposed weak
verb march|advance|push|roll prep=to,toward,towards,on,near,along theme=@border,@land,capital mode=troops to=theme,with,of p=0.75 need-to
verb supervise|oversee|watch|observe|guide|witness|attend|inspect obj=test,launch,firing,@exercise mode=weapons to=against,near,off,in p=0.65
verb simulate|rehearse|practise|practice obj=strike,attack,blockade,invasion,assault,landing mode=troops to=on,against,of,theme p=0.72
