# Words that show what an act is about.
context military: military army troop soldier weapon missile defense defence navy warship fleet arms peacekeeping exercise drill airstrike war armed force security battalion reservist armament
context intelligence: intelligence espionage spy spying spies surveillance spymaster
context executive: cabinet presidency
context legislative: parliament legislature senate congress lawmaker legislation bill mp legislator assembly
context election: election vote ballot campaign candidate referendum poll voter polling
context political_institutions: constitution coup party impeachment coalition
context pro_democracy: democracy democratic reform democratize democratization
context pro_autocracy: dictatorship authoritarian coup autocracy
context economic: trade economy economic tariff export import investment market currency bank loan finance financial supply inflation seafood industry business commerce commercial company chip debt imf wto fishery product goods industrial development
context legal: court judge trial law treaty lawsuit judiciary tribunal extradition convention verdict prosecutor legal
context reparations: reparation compensation restitution
context human_rights: rights human-rights abuse torture
context rights_freedoms: freedom liberty censorship press newspaper
context repression: crackdown repression brutality
context human_security: food water famine starvation housing hunger shelter
context gender: woman gender abortion femicide
context lgbt: gay lgbt lesbian transgender same-sex
context religion_ethnicity: religious religion muslim moslem christian islamic ethnic sectarian buddhist hindu church mosque jewish sharia minority
context inequality: inequality discrimination poverty
context diplomatic: diplomatic ambassador embassy diplomat foreign envoy summit bilateral minister consulate diplomacy ties relations talks visit
context territory: territory territorial border island sovereignty annexation separatist independence maritime sea strait
context peacekeeping: peacekeeper peacekeeping ceasefire observer
context health: health disease pandemic virus coronavirus vaccine hospital epidemic covid medicine doctor
context asylum: asylum
context migration: migrant refugee migration immigrant immigration displaced
context disasters: earthquake flood disaster hurricane typhoon drought spill cyclone
context natural_resource: oil gas mineral mining fishery fishing coal timber energy pipeline
context environment: environment environmental climate pollution wastewater emission deforestation monitoring
context technology: technology chip semiconductor satellite ai technological space
context terrorism: terrorism terrorist al-qaeda isis terror jihadist
context cbrn: nuclear denuclearization denuclearisation chemical biological radiological uranium plutonium
context cyber: cyber hacker hacking cyberattack malware hack
context misinformation: misinformation disinformation propaganda
context crime: crime criminal murder theft gang kidnapping
context corruption: corruption bribery bribe embezzlement kickback fraud
context illegal_drugs: drug narcotic heroin cocaine cartel
context trafficking: trafficking smuggling smuggler trafficker
