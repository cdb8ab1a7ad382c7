# Sets of words that triggers and rules speak of. A rule in src/ names a class in capitals.

# --- grammar
class preposition word: with to against on in at over from between of for into among upon toward towards about by near around under amongst through outside across inside onto off out after along before until till since as while because when during despite amid amidst like unlike than via per without within behind beyond below beneath beneath beside besides above but except following including regarding concerning throughout up down back past alongside aboard opposite versus aside away
class have word: has have had having
class beside word: neighboring neighbouring surrounding visiting ruling warring
class relative word: who which that whom
class must word: should must
class time word: monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december today yesterday tomorrow week weekend month year morning afternoon evening night
class past-form word: shot struck hit won lent built sold paid laid said met held sent told led made left fought sought
class telling noun: strike law package regime campaign mission operation relief war conference meeting program programme effort scheme plan deal ban
class going verb: march walk go come arrive travel flee advance protest demonstrate rally gather
class negation word: not n't nt never no neither nor without
class support verb: hold have make issue launch mount stage conduct carry begin start continue resume renew reopen impose reimpose announce express give pay reach sign open complete conclude undertake order declare lodge file deliver send convey offer extend voice raise perform wage take put host attend finish intensify step accelerate maintain keep organize organise call receive exchange strike register submit enter commit initiate unleash co-host cohost lead see join pursue seek urge repeat reiterate enforce slap place introduce establish set forge ink
class measure noun: vicinity outskirts surroundings proximity total worth kg kilogram kilo ton tonne litre liter barrel million billion percent gallon shipment deployment series round number set lot couple kind part range variety wave string spate group handful dozen hundred thousand million package raft member some sort type form act case amount possibility bunch crowd pair trio band scores tens majority rest third half quarter hour day week month minute load cargo
class giving verb: give grant offer send hand lend loan pay sell award deny allow supply bring promise extend cede deliver donate refuse
class calling verb: call appeal plead wait push press ask
class report verb: say state tell announce report declare claim add note stress emphasize emphasise reveal reiterate explain confirm argue insist believe think point observe comment remark write acknowledge admit disclose indicate suggest assert maintain inform assure warn underline underscore highlight recall mention conclude assess estimate allege quote cite describe signal hint caution predict forecast
class planning verb: plan intend adjust coordinate prepare consider contemplate expect schedule arrange aim mull weigh decide propose design
class hoping verb: hope wish want desire like aspire yearn long
class trying verb: try attempt seek strive endeavor endeavour struggle work aim
class failing verb: fail neglect decline cease stop
class deciding verb: decide choose opt resolve determine vote elect
class avoiding verb: prevent avoid avert stop block deter forestall prohibit discourage dissuade
class ready word: ready willing prepared set due about poised likely expected eager keen able slated scheduled bound
class likely word: likely probable expected unlikely possible
class reluctant word: reluctant unwilling hesitant loath
class upcoming word: upcoming forthcoming planned future scheduled proposed possible potential expected prospective impending imminent next tentative coming
class doubtful word: possible potential proposed alleged supposed hypothetical prospective would-be eventual
class recurring word: repeatedly regularly often frequently routinely constantly usually always daily weekly annually periodically again
class hearsay word: reportedly allegedly supposedly purportedly
class inference word: apparently evidently seemingly presumably
class seeming verb: appear seem
class wish-noun noun: hope desire wish willingness readiness intention intent plan possibility prospect need effort attempt bid aim goal proposal idea interest eagerness ambition prospect chance commitment determination vow pledge promise pursuit request
class readiness noun: willingness readiness intention intent commitment determination
class rumour noun: rumour rumor report claim allegation speculation gossip story suggestion suspicion
class believing verb: believe think expect predict forecast foresee fear assume reckon suspect doubt guess
class saying verb: say comment discuss disclose elaborate reveal confirm answer identify name specify explain tell speculate
class possibility noun: possibility prospect chance idea likelihood risk danger fear threat option
class need noun: need necessity importance urgency requirement
class effort noun: effort attempt bid campaign drive struggle push desire aim wish hope goal

# --- things
class talks noun: talk meeting summit discussion negotiation dialogue dialog consultation conference conversation session parley deliberation tête-à-tête huddle
class phone word: phone telephone call video videoconference teleconference hotline phoned telephoned virtual videolink online remote
class multilateral word: multilateral summit conference forum g20 g-20 g7 g-7 g8 apec asean nato un u.n. sidelines multi-party trilateral quadrilateral six-party assembly
class visit noun: visit trip tour mission pilgrimage stopover voyage
class ties noun: tie relation relationship link contact connection friendship bond
class deal noun: agreement accord treaty pact deal protocol memorandum convention communique communiqué declaration charter contract understanding settlement truce armistice resolution partnership mou compact
class consensus noun: consensus agreement accord understanding deal compromise settlement truce
class partnership noun: partnership alliance relationship cooperation tie relation friendship
class cooperation noun: cooperation collaboration coordination exchange partnership
class aid noun: aid assistance relief help loan lending financing grant credit fund funding subsidy donation money dollar euro pound yen yuan ruble rupee dirham shilling kroner franc ducat galleon food medicine supply water wheat grain maize rice flour ration clothing tent blanket vaccine gift equipment weapon arm ammunition missile fuel oil expertise training intelligence good material support backing guarantee bailout scholarship technician adviser advisor convoy generator ambulance
class money noun: loan grant credit fund funding dollar euro pound yen yuan ruble rupee money million billion
class weapons noun: weapon arm warhead missile tank aircraft corvette warship ship vessel plane jet bomber helicopter carrier submarine fleet artillery rocket drone fighter frigate destroyer battery radar howitzer hardware armour armor launcher warplane gunboat equipment system vehicle ammunition munition
class troops noun: troop force soldier military army navy battalion brigade division reservist reserve contingent regiment unit marine paratrooper commando peacekeeper presence garrison squadron personnel fighter guard legion security convoy
class policemen noun: police officer policeman constable gendarme
class militiamen noun: militia militiaman guerrilla rebel insurgent fighter gunman militant paramilitary
class posture noun: presence patrol exercise drill manoeuvre maneuver deployment build-up buildup posture readiness alert activity defence defense
class exercise noun: exercise drill manoeuvre maneuver wargame game training
class curb noun: ban sanction embargo restriction curb blockade tariff quota boycott curfew emergency barrier moratorium suspension closure siege control prohibition limit quarantine freeze measure checkpoint duty
class penalties noun: visa surcharge levy toll sanction embargo tariff ban boycott duty restriction penalty quota moratorium
class rights noun: right freedom liberty reform democracy law
class emergency noun: emergency siege martial curfew law
class demand noun: demand request call appeal condition plea requirement petition
class offer noun: offer proposal invitation bid overture plan suggestion initiative draft motion deal agreement idea resolution accord treaty mediation settlement amendment change reform claim allegation accusation charge criticism report assertion notion decision verdict
class claim noun: claim allegation accusation charge criticism report assertion notion suggestion rumour rumor
class team noun: delegation team mission contingent squad crew party troupe convoy
class clash noun: clash fighting battle skirmish attack raid strike ambush offensive bombardment shelling shootout airstrike bombing assault
class harm noun: attack raid strike ambush offensive bombardment shelling airstrike bombing assault killing murder assassination massacre slaying slaughter arrest detention execution abduction kidnapping jailing imprisonment beating shooting stabbing abuse torture persecution expulsion deportation blockade siege occupation invasion annexation aggression incursion crackdown repression war
class paper noun: statement communique communiqué declaration letter note message report document editorial broadcast memo memorandum petition
class statement noun: statement speech policy decision move plan proposal effort role step initiative agreement result contribution position stance resumption restoration election victory achievement progress pledge commitment visit announcement
class wrong noun: attack violence policy action behaviour behavior crime killing violation abuse aggression raid bombing invasion test launch move decision repression murder massacre execution provocation interference occupation war strike crackdown plan suppression remark statement law treatment practice conduct
class ceasefire noun: ceasefire cease-fire truce armistice
class fighting noun: hostility fighting offensive operation war conflict bombing shelling
class captive noun: prisoner hostage captive detainee inmate journalist activist dissident leader national citizen crew soldier student worker
class custody noun: jail prison camp custody detention captivity cell penitentiary gaol
class land noun: territory land town city village region area province settlement base position post sector zone island peninsula strip
class property noun: house home building office embassy consulate property village shop store bridge line pipeline station mosque church temple hospital school crop car bus vehicle warehouse infrastructure plant facility shrine monument bulldozer power
class roads noun: road corridor highway bridge street transport access border crossing port route railway passage entrance traffic way motorway checkpoint
class accusing verb: accuse urge demand condemn criticise criticize blame call
class suspected verb: accuse suspect convict want
class diplomat noun: ambassador diplomat envoy attache consul inspector observer mission embassy representative charge affaires staff commissioner
class inspector noun: inspector observer monitor peacekeeper
class observer noun: observer inspector monitor peacekeeper worker aid convoy mission journalist refugee delegation
class person noun: people person man woman child civilian soldier policeman officer villager protester demonstrator journalist activist leader official rebel militant fighter student worker refugee citizen resident national minister president guard driver passenger tourist girl boy pupil schoolgirl schoolboy teenager sailor fisherman pilot engineer miner lawyer writer blogger singer employee crewman climber traveller volunteer trader contractor mercenary executive
class border noun: border frontier crossing bridge airspace port door
class meetings noun: talk meeting summit visit negotiation discussion dialogue trip conference session contact
class relations noun: tie relation link contact cooperation exchange talk negotiation dialogue aid assistance trade flight visit relationship alliance participation membership funding shipment delivery export import purchase service supply mediation program programme training
class concern noun: concern worry unease dissatisfaction displeasure anger outrage dismay opposition objection rejection criticism condemnation disappointment protest disagreement complaint dissent alarm indignation anxiety
class backing noun: support backing admiration solidarity confidence appreciation gratitude praise thanks approval recognition sympathy condolence congratulation endorsement satisfaction respect
class regret noun: apology regret remorse
class fire noun: fire shot round rocket missile shell mortar bullet artillery bomb torpedo gunfire salvo grenade volley
class bombs noun: bomb explosive mine grenade ied device rocket
class investigation noun: investigation inquiry enquiry probe hearing inquest review trial
class protestnoun noun: demonstration protest rally march sit-in vigil picket parade
class protester noun: protester demonstrator crowd activist student worker farmer resident youth prisoner striker villager supporter
class strikes noun: strike walkout stoppage
class leadership noun: resignation removal ouster dismissal election reform
class sides noun: side party country nation government
class arms-down noun: arm weapon gun rifle
class position noun: position stance commitment relationship relation tie friendship support policy principle partnership alliance importance consensus cooperation

# --- what is asked, refused or threatened
class yield-act verb: lift end release free withdraw stop halt cease ease remove pull retreat return relax suspend abandon drop cancel rescind surrender disarm evacuate demobilize leave vacate hand dismantle open reopen refrain lower scrap
class yield-thing noun: release withdrawal ceasefire cease-fire truce end lifting return pullout pullback removal evacuation disarmament amnesty curfew embargo blockade sanction hostage prisoner hostility handover
class meet-act verb: meet talk negotiate visit attend discuss hold resume receive host join confer sit
class meet-thing noun: talk meeting summit negotiation dialogue discussion visit mediation conference consultation invitation contact session
class assist-act verb: help assist support provide aid fund finance supply cooperate protect defend recognize recognise back join contribute deploy admit accept participate share extradite give grant donate deliver allocate
class assist-thing noun: aid assistance help support cooperation protection loan asylum recognition relief refuge deployment peacekeeper refugee membership backing backing refuge shelter troop force peacekeeping food medicine bailout supply

class threat-restrict verb: block blockade ban close restrict impose boycott prohibit strike prevent bar curb tighten embargo extend seal cut outlaw
class threat-restrict-thing noun: restriction curfew blockade ban sanction boycott strike embargo tariff border electricity rally duty quota voting
class threat-arrest verb: arrest detain jail imprison prosecute charge try extradite
class threat-relations verb: break sever suspend halt stop withdraw pull cut leave cancel end boycott quit abandon downgrade recall freeze
class threat-relations-thing noun: tie relation link talk negotiation contact mediation treaty agreement cooperation meeting aid inspector
class threat-expel verb: expel deport evict oust
class threat-territory verb: occupy annex invade seize take retake capture gain reclaim
class threat-territory-thing noun: annexation occupation
class threat-violence verb: attack kill bomb shell fight launch strike destroy retaliate wage deliver shoot use fire assassinate hit resume march storm execute behead
class threat-violence-thing noun: attack war force violence offensive blow retaliation strike revenge bombing military weapon

# --- weapons that tell the mode of an assault
class w-aerial word: airstrike airstrikes aircraft warplane warplanes plane planes jet jets helicopter helicopters gunship gunships bomber bombers air airforce air-strike air-raid
class w-drone word: drone drones unmanned predator uav uavs quadcopter
class w-heavy word: artillery mortar mortars rocket rockets tank tanks shell shells shelling shelled missile missiles gunboat gunboats howitzer offensive invasion bombardment
class w-explosives word: bomb bombs explosive explosives ied ieds mine mines landmine landmines minefield grenade grenades roadside car-bomb device blast explosion
class w-suicide word: suicide
class w-firearms word: gun guns gunfire rifle rifles pistol gunmen gunman shot shots machine-gun gunbattle shootout fire firefight sniper snipers ambush ambushed
class w-primitive word: machete machetes knife knives stone stones rock rocks axe axes spear spears sword arson stab stabbed stabbing arrow arrows
class w-crowd word: tear teargas gas baton batons water-cannon cannon rubber pepper
class w-unconventional word: chemical sarin nerve biological poison nuclear radiological chlorine mustard

# --- who acts
class agentive noun: government administration regime authority cabinet parliament assembly senate congress court judge prosecutor police army military navy force troop soldier guard official leader president minister premier chancellor king queen prince emir sultan ambassador diplomat envoy negotiator spokesman spokeswoman spokesperson delegation party opposition rebel guerrilla insurgent militant gunman fighter militia militiaman terrorist group movement organization organisation agency ministry department office embassy council commission committee company firm bank union worker farmer student teacher doctor journalist newspaper activist protester demonstrator crowd citizen people resident villager civilian refugee prisoner detainee landowner businessman lawmaker legislator deputy senator mp mayor governor chief commander general colonel officer captain secretary warship warplane helicopter tank aircraft vessel ship side country nation state bloc alliance coalition faction community tribe member supporter candidate politician dissident settler immigrant migrant national hacker bomber smuggler gang cartel pirate separatist extremist fundamentalist islamist inspector observer peacekeeper monitor mission scientist expert analyst scholar researcher cleric priest bishop archbishop imam ayatollah missionary monk pope forces junta ruler dictator monarch crown cabinet intelligence spy agent hostage-taker kidnapper hijacker assailant attacker youth woman man child parent family relative doctor nurse capital settlement population tribesman warlord chairman foe ally neighbor neighbour rival mediator delegate team bulldozer missile rocket drone shell service patrol predator network girl boy pupil schoolgirl schoolboy teenager sailor fisherman pilot engineer miner lawyer writer blogger singer employee crewman climber traveller volunteer trader contractor mercenary executive tourist passenger driver veteran defender rescuer athlete player coach regulator investigator auditor banker broker shareholder producer grower herder shepherd seafarer midwife surgeon paramedic firefighter ranger poacher hunter logger builder artist actor actress musician filmmaker director author poet novelist historian economist lecturer graduate campaigner lobbyist organiser organizer donor interpreter translator defector deserter recruit cadet sergeant admiral airman partisan jihadist nationalist loyalist unionist royalist communist socialist conservative liberal democrat populist environmentalist whistleblower informer informant saboteur robber thief bandit gangster dealer hitman killer looter rioter survivor victim widow descendant exile expatriate deportee returnee landlord tenant herdsman nomad elder chieftain cardinal rabbi mufti preacher pastor pilgrim worshipper believer attorney solicitor juror clerk bureaucrat aide strategist parliamentarian congressman councillor sheriff warden jailer bodyguard foundation federation confederation association league platoon cruiser infantry cooperative cyclist astronaut vigilante mob hardliner moderate reformist reformer secessionist irredentist coastguard policewoman merchant vendor shopkeeper pensioner retiree mourner fan clan publisher columnist correspondent photographer sniper commando paratrooper adviser advisor squad squadron garrison contingent convoy submarine frigate destroyer leadership undersecretary speaker ombudsman counsellor counselor emissary facilitator specialist technician operator owner founder boss commissioner rapporteur prelate nuncio patriarch emperor empress syndicate mutineer plotter conspirator accomplice suspect defendant convict inmate stowaway crewmember skipper gunner rifleman sharpshooter backbencher nun schoolchild

class waters noun: sea ocean strait gulf river lake bay channel canal mountain desert peninsula region island continent world hemisphere
class evaluation word: easy difficult hard essential important necessary vital crucial imperative possible impossible unclear premature worthwhile tempting dangerous risky wise unwise urgent
class ordinal word: first second third fourth fifth last final next other main chief key principal another
class denying verb: deny doubt
class unnamed word: anonymity named identified quoted
