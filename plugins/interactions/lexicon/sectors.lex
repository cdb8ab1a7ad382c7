# Nouns for people and bodies that act, by their sector.
sector GOV: government administration regime authority cabinet minister president premier chancellor king queen prince emir sultan ambassador diplomat envoy negotiator spokesman spokeswoman spokesperson delegation ministry department embassy council official secretary monarch crown ruler dictator mayor governor junta country nation state presidency mediator delegate leader vice-president agency commission foreign-minister summit throne deputy-minister attache consul counterpart head
sector LEG: parliament assembly senate congress lawmaker legislator deputy senator mp knesset duma bundestag legislature
sector JUD: court judge prosecutor tribunal judiciary magistrate
sector COP: police policeman patrol detective gendarme constable officer
sector MIL: army military navy force troop soldier commander general colonel captain warship warplane helicopter tank aircraft vessel marine guard jet plane bomber battalion brigade peacekeeper airforce sailor lieutenant admiral forces regiment gunboat artillery conscript reservist fighter-jet fleet
sector REB: rebel guerilla guerrilla insurgent militant gunman fighter separatist extremist terrorist hijacker kidnapper
sector PRM: militia militiaman paramilitary
sector PTY: party politician candidate coalition faction alliance
sector OPP: opposition dissident activist
sector BUS: creditor lender company firm bank businessman corporation manufacturer airline investor importer exporter
sector LAB: miner docker trucker driver seaman longshoreman teamster worker union labourer laborer striker employee
sector AGR: farmer peasant landowner fisherman rancher
sector EDU: student teacher professor school university scholar researcher academic
sector JRN: media press journalist newspaper reporter editor broadcaster
sector MED: doctor nurse hospital medic physician
sector CVL: protester demonstrator crowd citizen people resident villager civilian youth woman man child community population supporter national tribe tribesman immigrant prisoner detainee passenger inhabitant settler mother family thousand hundred dozen
sector REF: refugee migrant evacuee displaced
sector REL: cleric priest bishop archbishop imam ayatollah missionary monk pope church
sector CRM: gang cartel pirate smuggler criminal hacker hostage-taker trafficker murderer
sector SPY: spy agent intelligence
sector UAF: assailant attacker
sector NGO: charity organization organisation group movement committee watchdog forum club panel
