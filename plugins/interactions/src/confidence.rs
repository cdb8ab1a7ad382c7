//! How sure an act is: the odds of its trigger, moved by signs, then set right on records that people coded.
//!
//! # Source
//! The signs and their weights are set by hand. [`SLOPE`] and [`OFFSET`] are a logistic regression of "has the right type"
//! on the odds that the signs give, fitted on the 322 sentences that the makers of PLOVER coded; an act beside the one that
//! they coded counts as wrong, so a sure act is right a little more often than it says. Fitted on one half of the
//! sentences (odd and even hash of their names), the other half reads:
//!
//! | confidence | acts | mean | right |
//! |---|---|---|---|
//! | below 0.50 | 5 | 0.44 | 0.20 |
//! | 0.50 to 0.65 | 22 | 0.58 | 0.55 |
//! | 0.65 to 0.80 | 39 | 0.75 | 0.77 |
//! | above 0.80 | 93 | 0.86 | 0.87 |

use extractor_api::layer::Resolution;

use crate::code::Status;
use crate::finding::Finding;

/// How much of the odds that the signs give holds.
const SLOPE: f64 = 0.84;
/// Added to them.
const OFFSET: f64 = 0.07;

/// Between 0.05 and 0.97, in hundredths.
pub(crate) fn of(finding: &Finding<'_>) -> f64 {
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
        (finding.inferred, 0.8),
        (parties().any(|party| party.how == Resolution::Pronoun), 0.5),
        (parties().any(|party| party.corrupted), 0.3),
    ];
    odds -= signs_against.iter().filter(|(holds, _)| *holds).map(|(_, weight)| weight).sum::<f64>();
    let sure = 1.0 / (1.0 + (-(OFFSET + SLOPE * odds)).exp());
    (sure.clamp(0.05, 0.97) * 100.0).round() / 100.0
}
