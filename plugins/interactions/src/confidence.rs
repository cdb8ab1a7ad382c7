//! How sure an act is: the odds of its trigger, moved by signs.
//!
//! # Source
//! The weights are set so that, on the gold records of PLOVER, of the acts with a confidence near c about c have the right
//! type.

use extractor_api::layer::Resolution;

use crate::code::Status;
use crate::finding::Finding;

/// Between 0.05 and 0.97, in hundredths.
pub(crate) fn of(finding: &Finding) -> f64 {
    let signs = &finding.signs;
    let precision = (f64::from(signs.precision) / 1000.0).clamp(0.05, 0.97);
    let mut odds = (precision / (1.0 - precision)).ln() - 0.3;
    odds += 0.25 * f64::from(signs.conditions.min(2));
    odds += match signs.countries {
        0 => -1.2,
        1 => -0.8,
        _ => 0.5,
    };
    let parties = || finding.actors.iter().chain(&finding.recipients);
    let signs_against = [
        (signs.noun, 0.4),
        (signs.unreal, 1.0),
        (!signs.certain_actor, 0.8),
        (parties().count() < 2, 0.4),
        (finding.status == Status::Plan, 0.5),
        (finding.inferred, 0.3),
        (parties().any(|party| party.how == Resolution::Pronoun), 0.5),
        (parties().any(|party| party.corrupted), 0.3),
    ];
    odds -= signs_against.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum::<f64>();
    let sure = 1.0 / (1.0 + (-odds).exp());
    (sure.clamp(0.05, 0.97) * 100.0).round() / 100.0
}
