//! The inflected forms of English words: regular rules and a table of the irregular ones. The lexicon is matched on
//! these, never on the guesses of a lemmatiser.

/// Verbs whose past or participle no rule gives: base, past, participle.
const IRREGULAR_VERBS: &[(&str, &str, &str)] = &[
    ("bar", "barred", "barred"),
    ("airdrop", "airdropped", "airdropped"),
    ("annul", "annulled", "annulled"),
    ("shrug", "shrugged", "shrugged"),
    ("funnel", "funnelled", "funnelled"),
    ("ban", "banned", "banned"),
    ("beat", "beat", "beaten"),
    ("become", "became", "become"),
    ("begin", "began", "begun"),
    ("bind", "bound", "bound"),
    ("blow", "blew", "blown"),
    ("break", "broke", "broken"),
    ("bring", "brought", "brought"),
    ("build", "built", "built"),
    ("burn", "burned", "burnt"),
    ("buy", "bought", "bought"),
    ("cast", "cast", "cast"),
    ("catch", "caught", "caught"),
    ("choose", "chose", "chosen"),
    ("come", "came", "come"),
    ("commit", "committed", "committed"),
    ("curb", "curbed", "curbed"),
    ("cut", "cut", "cut"),
    ("deal", "dealt", "dealt"),
    ("do", "did", "done"),
    ("draw", "drew", "drawn"),
    ("drive", "drove", "driven"),
    ("drop", "dropped", "dropped"),
    ("expel", "expelled", "expelled"),
    ("fall", "fell", "fallen"),
    ("feel", "felt", "felt"),
    ("fight", "fought", "fought"),
    ("find", "found", "found"),
    ("fly", "flew", "flown"),
    ("forbid", "forbade", "forbidden"),
    ("forget", "forgot", "forgotten"),
    ("forgive", "forgave", "forgiven"),
    ("freeze", "froze", "frozen"),
    ("get", "got", "got"),
    ("give", "gave", "given"),
    ("go", "went", "gone"),
    ("grow", "grew", "grown"),
    ("have", "had", "had"),
    ("hang", "hanged", "hanged"),
    ("hear", "heard", "heard"),
    ("hit", "hit", "hit"),
    ("hold", "held", "held"),
    ("hurt", "hurt", "hurt"),
    ("keep", "kept", "kept"),
    ("know", "knew", "known"),
    ("lay", "laid", "laid"),
    ("lead", "led", "led"),
    ("leave", "left", "left"),
    ("lend", "lent", "lent"),
    ("let", "let", "let"),
    ("lie", "lay", "lain"),
    ("lose", "lost", "lost"),
    ("make", "made", "made"),
    ("mean", "meant", "meant"),
    ("meet", "met", "met"),
    ("overthrow", "overthrew", "overthrown"),
    ("overrun", "overran", "overrun"),
    ("pay", "paid", "paid"),
    ("prefer", "preferred", "preferred"),
    ("permit", "permitted", "permitted"),
    ("put", "put", "put"),
    ("quit", "quit", "quit"),
    ("read", "read", "read"),
    ("rebuild", "rebuilt", "rebuilt"),
    ("retake", "retook", "retaken"),
    ("rid", "rid", "rid"),
    ("ring", "rang", "rung"),
    ("rise", "rose", "risen"),
    ("run", "ran", "run"),
    ("say", "said", "said"),
    ("see", "saw", "seen"),
    ("seek", "sought", "sought"),
    ("sell", "sold", "sold"),
    ("send", "sent", "sent"),
    ("set", "set", "set"),
    ("shake", "shook", "shaken"),
    ("shed", "shed", "shed"),
    ("shoot", "shot", "shot"),
    ("show", "showed", "shown"),
    ("shut", "shut", "shut"),
    ("sink", "sank", "sunk"),
    ("slay", "slew", "slain"),
    ("speak", "spoke", "spoken"),
    ("spend", "spent", "spent"),
    ("spread", "spread", "spread"),
    ("stand", "stood", "stood"),
    ("steal", "stole", "stolen"),
    ("stick", "stuck", "stuck"),
    ("strike", "struck", "struck"),
    ("swear", "swore", "sworn"),
    ("sweep", "swept", "swept"),
    ("swap", "swapped", "swapped"),
    ("take", "took", "taken"),
    ("teach", "taught", "taught"),
    ("tell", "told", "told"),
    ("think", "thought", "thought"),
    ("throw", "threw", "thrown"),
    ("undergo", "underwent", "undergone"),
    ("understand", "understood", "understood"),
    ("undertake", "undertook", "undertaken"),
    ("uphold", "upheld", "upheld"),
    ("wage", "waged", "waged"),
    ("win", "won", "won"),
    ("withdraw", "withdrew", "withdrawn"),
    ("withhold", "withheld", "withheld"),
    ("wear", "wore", "worn"),
    ("write", "wrote", "written"),
    ("bomb", "bombed", "bombed"),
    ("plan", "planned", "planned"),
    ("stop", "stopped", "stopped"),
    ("kidnap", "kidnapped", "kidnapped"),
    ("stab", "stabbed", "stabbed"),
    ("rob", "robbed", "robbed"),
    ("tap", "tapped", "tapped"),
    ("rap", "rapped", "rapped"),
    ("slap", "slapped", "slapped"),
    ("scrap", "scrapped", "scrapped"),
    ("ship", "shipped", "shipped"),
    ("step", "stepped", "stepped"),
    ("equip", "equipped", "equipped"),
    ("confer", "conferred", "conferred"),
    ("defer", "deferred", "deferred"),
    ("refer", "referred", "referred"),
    ("deter", "deterred", "deterred"),
    ("admit", "admitted", "admitted"),
    ("submit", "submitted", "submitted"),
    ("pledge", "pledged", "pledged"),
    ("chat", "chatted", "chatted"),
    ("jam", "jammed", "jammed"),
    ("ram", "rammed", "rammed"),
    ("slam", "slammed", "slammed"),
    ("gun", "gunned", "gunned"),
    ("outgun", "outgunned", "outgunned"),
    ("rebel", "rebelled", "rebelled"),
    ("repel", "repelled", "repelled"),
    ("compel", "compelled", "compelled"),
    ("quell", "quelled", "quelled"),
    ("patrol", "patrolled", "patrolled"),
    ("control", "controlled", "controlled"),
    ("cancel", "cancelled", "canceled"),
    ("shell", "shelled", "shelled"),
    ("bid", "bid", "bidden"),
    ("rig", "rigged", "rigged"),
    ("bug", "bugged", "bugged"),
    ("hug", "hugged", "hugged"),
    ("backtrack", "backtracked", "backtracked"),
    ("renege", "reneged", "reneged"),
    ("brief", "briefed", "briefed"),
    ("nab", "nabbed", "nabbed"),
    ("club", "clubbed", "clubbed"),
    ("snub", "snubbed", "snubbed"),
    ("whip", "whipped", "whipped"),
    ("wiretap", "wiretapped", "wiretapped"),
    ("spy", "spied", "spied"),
    ("regret", "regretted", "regretted"),
    ("dig", "dug", "dug"),
    ("shun", "shunned", "shunned"),
    ("rip", "ripped", "ripped"),
    ("host", "hosted", "hosted"),
    ("counsel", "counseled", "counselled"),
    ("acquit", "acquitted", "acquitted"),
    ("beg", "begged", "begged"),
    ("burst", "burst", "burst"),
    ("channel", "channelled", "channeled"),
    ("drag", "dragged", "dragged"),
    ("dub", "dubbed", "dubbed"),
    ("eavesdrop", "eavesdropped", "eavesdropped"),
    ("feed", "fed", "fed"),
    ("fling", "flung", "flung"),
    ("flog", "flogged", "flogged"),
    ("fulfil", "fulfilled", "fulfilled"),
    ("gag", "gagged", "gagged"),
    ("gas", "gassed", "gassed"),
    ("incur", "incurred", "incurred"),
    ("initial", "initialled", "initialed"),
    ("label", "labelled", "labeled"),
    ("level", "levelled", "leveled"),
    ("lob", "lobbed", "lobbed"),
    ("marshal", "marshalled", "marshaled"),
    ("overcome", "overcame", "overcome"),
    ("pin", "pinned", "pinned"),
    ("plot", "plotted", "plotted"),
    ("rebut", "rebutted", "rebutted"),
    ("signal", "signalled", "signaled"),
    ("sit", "sat", "sat"),
    ("skip", "skipped", "skipped"),
    ("speed", "sped", "speeded"),
    ("strip", "stripped", "stripped"),
    ("strive", "strove", "striven"),
    ("swing", "swung", "swung"),
    ("tear", "tore", "torn"),
    ("transfer", "transferred", "transferred"),
    ("travel", "travelled", "traveled"),
    ("withstand", "withstood", "withstood"),
    ("wrap", "wrapped", "wrapped"),
];

/// Nouns whose plural no rule gives.
const IRREGULAR_NOUNS: &[(&str, &str)] = &[
    ("child", "children"),
    ("person", "people"),
    ("crisis", "crises"),
    ("life", "lives"),
    ("knife", "knives"),
    ("tie", "ties"),
    ("aircraft", "aircraft"),
    ("police", "police"),
    ("memorandum", "memoranda"),
    ("analysis", "analyses"),
    ("basis", "bases"),
];

/// All forms of a verb: base, third person, past, participle, -ing.
pub(crate) fn verb(base: &str) -> Vec<String> {
    let mut forms = vec![base.to_owned(), plural(base)];
    match IRREGULAR_VERBS.iter().find(|(verb, ..)| *verb == base) {
        Some((_, past, participle)) => forms.extend([(*past).to_owned(), (*participle).to_owned()]),
        None => forms.push(past(base)),
    }
    forms.push(gerund(base));
    forms.sort();
    forms.dedup();
    forms
}

/// Singular and plural.
pub(crate) fn noun(singular: &str) -> Vec<String> {
    let irregular = IRREGULAR_NOUNS.iter().find(|(noun, _)| *noun == singular);
    // "policemen", but "humans".
    let men = singular.strip_suffix("man").filter(|_| !["german", "human", "ottoman"].contains(&singular));
    let plural = match (irregular, men) {
        (Some((_, plural)), _) => (*plural).to_owned(),
        (None, Some(who)) => format!("{who}men"),
        (None, None) => plural(singular),
    };
    let mut forms = vec![singular.to_owned(), plural];
    forms.dedup();
    forms
}

fn plural(word: &str) -> String {
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end))
        || word == "go"
        || word == "veto"
        || word == "embargo"
        || word == "undergo"
    {
        format!("{word}es")
    } else if let Some(stem) = consonant_y(word) {
        format!("{stem}ies")
    } else {
        format!("{word}s")
    }
}

fn past(word: &str) -> String {
    if word.ends_with('e') {
        format!("{word}d")
    } else if let Some(stem) = consonant_y(word) {
        format!("{stem}ied")
    } else {
        format!("{word}ed")
    }
}

fn gerund(word: &str) -> String {
    let doubled = IRREGULAR_VERBS.iter().find(|(verb, past, _)| *verb == word && doubles(word, past)).is_some();
    const DOUBLED: &[&str] = &[
        "begin", "cut", "hit", "put", "set", "get", "let", "run", "win", "shut", "forget", "quit", "rid", "bid", "dig",
    ];
    if doubled || DOUBLED.contains(&word) {
        let last = word.chars().last().unwrap_or_default();
        format!("{word}{last}ing")
    } else if let Some(stem) = word.strip_suffix("ie") {
        format!("{stem}ying")
    } else if word.ends_with('e') && !word.ends_with("ee") && word != "be" {
        format!("{}ing", &word[..word.len() - 1])
    } else {
        format!("{word}ing")
    }
}

/// Whether the past shows the last letter doubled: "ban", "banned".
fn doubles(base: &str, past: &str) -> bool {
    let last = base.chars().last().unwrap_or_default();
    past == format!("{base}{last}ed")
}

fn consonant_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    (!stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then_some(stem)
}
