//! How sure an act is, from signs that were measured.

use extractor_api::layer::Resolution;

use crate::coder::Finding;

/// Between 0.05 and 0.97, in hundredths.
pub(crate) fn of(finding: &Finding) -> f64 {
    let signs = &finding.signs;
    let precision = (f64::from(signs.precision) / 1000.0).clamp(0.05, 0.97);
    let mut odds = (precision / (1.0 - precision)).ln();
    odds += 0.25 * f64::from(signs.conditions.min(2));
    odds += match signs.countries {
        0 => -0.9,
        1 => -0.2,
        _ => 0.4,
    };
    if signs.noun {
        odds -= 0.4;
    }
    if signs.unreal {
        odds -= 0.6;
    }
    if !signs.certain_actor {
        odds -= 0.8;
    }
    let parties = || finding.actors.iter().chain(&finding.recipients);
    if parties().any(|party| party.how == Resolution::Pronoun) {
        odds -= 0.3;
    }
    if finding.inferred {
        odds -= 0.3;
    }
    if parties().any(|party| party.corrupted) {
        odds -= 0.3;
    }
    let sure = 1.0 / (1.0 + (-odds).exp());
    (sure.clamp(0.05, 0.97) * 100.0).round() / 100.0
}
