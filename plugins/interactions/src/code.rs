//! The codes of PLOVER 2.0: types, modes, contexts, their numbers. Compiled into the build script too, which refuses a
//! lexicon with any other.
//!
//! # Source
//! The PLOVER 2.0 manual. Where it contradicts itself: ACCUSE without a mode scores -3 (printed as 3), and SANCTION is
//! material conflict as its own section says.

/// Declares a list of codes: the value and its name in records.
macro_rules! codes {
    ($(#[$list_doc:meta])* $list:ident { $($value:ident $name:literal),* $(,)? }) => {
        $(#[$list_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub(crate) enum $list { $($value),* }

        #[allow(dead_code)]
        impl $list {
            /// All codes in the order of the manual.
            pub(crate) const ALL: &'static [$list] = &[$($list::$value),*];

            /// The code as records and lexicon write it.
            pub(crate) fn name(self) -> &'static str {
                match self { $($list::$value => $name),* }
            }

            /// Reads a code; `None` for any other word.
            pub(crate) fn from_name(name: &str) -> Option<$list> {
                $list::ALL.iter().copied().find(|code| code.name() == name)
            }
        }
    };
}

codes! {
    /// What kind of act it is.
    EventType {
        Agree "AGREE", Consult "CONSULT", Support "SUPPORT", Concede "CONCEDE", Cooperate "COOPERATE", Aid "AID",
        Retreat "RETREAT", Request "REQUEST", Accuse "ACCUSE", Reject "REJECT", Threaten "THREATEN",
        Protest "PROTEST", Sanction "SANCTION", Mobilize "MOBILIZE", Coerce "COERCE", Assault "ASSAULT",
    }
}

codes! {
    /// How it is done, or what is asked or threatened.
    Mode {
        Visit "visit", ThirdParty "third-party", Multilateral "multilateral", Phone "phone",
        Withdraw "withdraw", Release "release", Disarm "disarm", Ceasefire "ceasefire", Access "access",
        Resign "resign",
        Assist "assist", Change "change", Yield "yield", Meet "meet",
        Disapprove "disapprove", Investigate "investigate", Allege "allege",
        Restrict "restrict", Arrest "arrest", Relations "relations", Expel "expel", Territory "territory",
        Violence "violence",
        Demo "demo", Riot "riot", Strike "strike", Hunger "hunger", Boycott "boycott", Obstruct "obstruct",
        Vandalize "vandalize",
        Convict "convict", Discontinue "discontinue",
        Troops "troops", Weapons "weapons", Police "police", Militia "militia",
        Seize "seize", Censor "censor", Curfew "curfew", MartialLaw "martial-law", Deport "deport",
        Withhold "withhold", Misinformation "misinformation", Cyber "cyber",
        Abduct "abduct", Beat "beat", Torture "torture", Sexual "sexual", Targeted "targeted", Destroy "destroy",
        Primitive "primitive", Firearms "firearms", Explosives "explosives", SuicideAttack "suicide-attack",
        Aerial "aerial", Drone "drone", HeavyWeapons "heavy-weapons", CrowdControl "crowd-control",
        Unconventional "unconventional",
    }
}

codes! {
    /// What it is about.
    Context {
        Military "military", Intelligence "intelligence", Executive "executive", Legislative "legislative",
        Election "election", PoliticalInstitutions "political_institutions", ProDemocracy "pro_democracy",
        ProAutocracy "pro_autocracy", Economic "economic", Legal "legal", Reparations "reparations",
        HumanRights "human_rights", RightsFreedoms "rights_freedoms", Repression "repression",
        HumanSecurity "human_security", Gender "gender", Lgbt "lgbt", ReligionEthnicity "religion_ethnicity",
        Inequality "inequality", Diplomatic "diplomatic", Territory "territory", Peacekeeping "peacekeeping",
        Health "health", Asylum "asylum", Migration "migration", Disasters "disasters",
        NaturalResource "natural_resource", Environment "environment", Technology "technology",
        Terrorism "terrorism", Cbrn "cbrn", Cyber "cyber", Misinformation "misinformation", Crime "crime",
        Corruption "corruption", IllegalDrugs "illegal_drugs", Trafficking "trafficking",
    }
}

codes! {
    /// How far it has come: the ways of being true.
    Status {
        Past "past", Ongoing "ongoing", Recurring "recurring", State "state", Historical "historical", Plan "plan",
        Promise "promise", Offer "offer", Hope "hope", Demand "demand", Prediction "prediction",
        Hypothetical "hypothetical", Opinion "opinion",
    }
}

use EventType as E;
use Mode as M;

#[allow(dead_code)]
impl EventType {
    /// 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub(crate) fn quad(self) -> u8 {
        match self {
            E::Agree | E::Consult | E::Support | E::Concede => 1,
            E::Cooperate | E::Aid | E::Retreat => 2,
            E::Request | E::Accuse | E::Reject | E::Threaten => 3,
            E::Protest | E::Sanction | E::Mobilize | E::Coerce | E::Assault => 4,
        }
    }

    /// The two digits of CAMEO that the type comes from.
    pub(crate) fn cameo_root(self, mode: Option<Mode>) -> &'static str {
        match self {
            E::Agree => "03",
            E::Consult => "04",
            E::Support => "05",
            E::Cooperate => "06",
            E::Aid => "07",
            E::Concede | E::Retreat => "08",
            E::Accuse if mode == Some(M::Investigate) => "09",
            E::Request => "10",
            E::Accuse => "11",
            E::Reject => "12",
            E::Threaten => "13",
            E::Protest => "14",
            E::Mobilize => "15",
            E::Sanction => "16",
            E::Coerce => "17",
            E::Assault if mode == Some(M::Unconventional) => "20",
            E::Assault if matches!(mode, None | Some(M::Firearms | M::Aerial | M::Drone | M::HeavyWeapons)) => "19",
            E::Assault => "18",
        }
    }

    /// The modes that the manual gives to the type.
    pub(crate) fn modes(self) -> &'static [Mode] {
        match self {
            E::Consult => &[M::Visit, M::ThirdParty, M::Multilateral, M::Phone],
            E::Retreat => &[M::Withdraw, M::Release, M::Disarm, M::Ceasefire, M::Access, M::Resign],
            E::Request | E::Reject => &[M::Assist, M::Change, M::Yield, M::Meet],
            E::Accuse => &[M::Disapprove, M::Investigate, M::Allege],
            E::Threaten => &[M::Restrict, M::Arrest, M::Relations, M::Expel, M::Territory, M::Violence],
            E::Protest => &[M::Demo, M::Riot, M::Strike, M::Hunger, M::Boycott, M::Obstruct, M::Vandalize],
            E::Sanction => &[M::Convict, M::Expel, M::Withdraw, M::Discontinue],
            E::Mobilize => &[M::Troops, M::Weapons, M::Police, M::Militia],
            E::Coerce => &[
                M::Seize,
                M::Restrict,
                M::Censor,
                M::Curfew,
                M::MartialLaw,
                M::Arrest,
                M::Deport,
                M::Withhold,
                M::Misinformation,
                M::Cyber,
            ],
            E::Assault => &[
                M::Abduct,
                M::Beat,
                M::Torture,
                M::Sexual,
                M::Targeted,
                M::Destroy,
                M::Primitive,
                M::Firearms,
                M::Explosives,
                M::SuicideAttack,
                M::Aerial,
                M::Drone,
                M::HeavyWeapons,
                M::CrowdControl,
                M::Unconventional,
            ],
            E::Agree | E::Support | E::Concede | E::Cooperate | E::Aid => &[],
        }
    }

    /// From -10, conflict, to 10, cooperation: the manual's table.
    pub(crate) fn score(self, mode: Option<Mode>) -> f64 {
        let Some(mode) = mode else { return self.score_without_mode() };
        match (self, mode) {
            (E::Consult, M::Visit | M::Multilateral) => 4.0,
            (E::Consult, M::ThirdParty) => 1.0,
            (E::Consult, M::Phone) => 1.5,
            (E::Retreat, M::Withdraw) => 8.0,
            (E::Retreat, M::Disarm) => 10.0,
            (E::Retreat, M::Ceasefire) => 7.5,
            (E::Retreat, M::Resign) => 4.5,
            (E::Request, M::Assist) => 0.5,
            (E::Request, M::Change | M::Yield) => -1.0,
            (E::Accuse, M::Disapprove) => -2.0,
            (E::Accuse, M::Investigate | M::Allege) => -3.5,
            (E::Reject, M::Assist) => -1.5,
            (E::Threaten, M::Restrict) => -3.0,
            (E::Threaten, M::Territory) => -4.0,
            (E::Protest, M::Riot) => -7.0,
            (E::Protest, M::Hunger | M::Boycott | M::Obstruct) => -4.5,
            (E::Sanction, M::Expel) => -5.5,
            (E::Mobilize, M::Troops | M::Weapons) => -6.5,
            (E::Mobilize, M::Militia) => -6.0,
            (E::Coerce, M::Censor | M::Curfew | M::Misinformation) => -6.5,
            (E::Coerce, M::MartialLaw) => -7.5,
            (E::Assault, M::Abduct | M::Torture | M::Sexual | M::Destroy) => -8.5,
            (E::Assault, M::Beat | M::CrowdControl) => -7.5,
            (E::Assault, M::Primitive) => -8.0,
            (E::Assault, M::Targeted | M::SuicideAttack | M::Aerial | M::Drone | M::HeavyWeapons) => -9.5,
            (E::Assault, M::Unconventional) => -10.0,
            _ => self.score_without_mode(),
        }
    }

    fn score_without_mode(self) -> f64 {
        match self {
            E::Agree | E::Consult => 2.5,
            E::Support => 5.0,
            E::Concede => 4.5,
            E::Cooperate => 9.5,
            E::Aid => 10.0,
            E::Retreat => 6.5,
            E::Request => 0.0,
            E::Accuse => -3.0,
            E::Reject => -2.0,
            E::Threaten => -3.5,
            E::Protest => -5.0,
            E::Sanction => -6.0,
            E::Mobilize => -5.5,
            E::Coerce => -7.0,
            E::Assault => -9.0,
        }
    }
}

impl Context {
    /// The context's bit in a set.
    pub(crate) const fn bit(self) -> u64 {
        1 << self as u8
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_can_be_read_back() {
        assert!(EventType::ALL.iter().all(|&code| EventType::from_name(code.name()) == Some(code)));
        assert!(Mode::ALL.iter().all(|&code| Mode::from_name(code.name()) == Some(code)));
        assert!(Context::ALL.iter().all(|&code| Context::from_name(code.name()) == Some(code)));
        assert!(Status::ALL.iter().all(|&code| Status::from_name(code.name()) == Some(code)));
        assert_eq!((EventType::ALL.len(), Context::ALL.len()), (16, 37));
        assert_eq!(Mode::from_name("host"), None);
    }

    #[test]
    fn every_mode_belongs_to_a_type() {
        for mode in Mode::ALL {
            assert!(EventType::ALL.iter().any(|event| event.modes().contains(mode)), "{}", mode.name());
        }
    }

    #[test]
    fn scores_have_the_sign_of_their_quarter() {
        for &event in EventType::ALL {
            for mode in event.modes().iter().copied().map(Some).chain([None]) {
                let score = event.score(mode);
                assert!((-10.0..=10.0).contains(&score));
                // A request for help is counted as verbal conflict by the manual and scored above nothing.
                let cooperative = event.quad() <= 2;
                assert!(
                    cooperative == (score > 0.0) || event == EventType::Request,
                    "{} {mode:?} {score}",
                    event.name()
                );
                assert!(event.cameo_root(mode).parse::<u8>().is_ok_and(|root| (3..=20).contains(&root)));
            }
        }
    }

    #[test]
    fn the_manual_is_read_where_it_contradicts_itself() {
        assert!((EventType::Accuse.score(None) + 3.0).abs() < f64::EPSILON);
        assert_eq!(EventType::Sanction.quad(), 4);
    }
}
