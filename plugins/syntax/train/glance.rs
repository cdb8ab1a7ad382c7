//! What the parser knows at first glance, learned from what its network decides.

use std::cmp::Reverse;

use syntax::model::glance::{Glance, ROWS, Seen, rows};
use syntax::model::state::Step;

use crate::network::{parts, slopes};
use crate::shuffle::Chance;

/// How often each decision is learned from.
const ROUNDS: usize = 6;
/// How far a step goes at first.
const RATE: f32 = 0.1;
/// What a number is multiplied with before it becomes a byte.
const SCALE: f32 = 16.0;
/// Of so many decisions that are clear at a glance the network would decide one otherwise.
const UNLIKE: usize = 500;

/// A decision of the network between steps that can be taken.
pub(crate) struct Decision {
    pub(crate) seen: Seen,
    pub(crate) can: [bool; 3],
    pub(crate) step: Step,
}

/// Learns from decisions; returns the part of the file of weights.
pub(crate) fn learn(decisions: &[Decision]) -> Vec<u8> {
    let learned: Vec<u8> = learned_rows(decisions).into_iter().flatten().map(|number| number as u8).collect();
    let part = |sure: i16| parts([[&sure.to_le_bytes()[..], &learned[..]].concat()]);
    let unsure = part(i16::MAX);
    let (glance, _) = Glance::read(&unsure).expect("a glance that was just made");
    let sure = sure(decisions, &glance);
    println!("glance: sure from {sure}");
    part(sure)
}

/// Logistic regression over the steps that can be taken, shifting being nought (AdaGrad; Duchi et al., 2011).
fn learned_rows(decisions: &[Decision]) -> Vec<[i8; 2]> {
    let mut numbers = vec![[0.0f32; 2]; ROWS];
    let mut squares = vec![[1.0f32; 2]; ROWS];
    let mut order: Vec<usize> = (0..decisions.len()).collect();
    let mut chance = Chance::new(79);
    for _ in 0..ROUNDS {
        chance.shuffle(&mut order);
        for &index in &order {
            let Decision { seen, can, step } = &decisions[index];
            let mut scores = [0.0f32; 3];
            for row in rows(seen) {
                (0..2).for_each(|side| scores[side + 1] += numbers[row][side]);
            }
            let slopes = slopes(&scores, |step| can[step], |answer| Step::ALL[answer] == *step);
            for row in rows(seen) {
                for side in 0..2 {
                    let slope = slopes[side + 1];
                    squares[row][side] += slope * slope;
                    numbers[row][side] -= RATE * slope / squares[row][side].sqrt();
                }
            }
        }
    }
    numbers.into_iter().map(|row| row.map(|number| (number * SCALE).round().clamp(-127.0, 127.0) as i8)).collect()
}

/// How far a step must be ahead, that among those which are the network decides one in [`UNLIKE`] otherwise.
fn sure(decisions: &[Decision], glance: &Glance<'_>) -> i16 {
    let lead = |decision: &Decision| {
        let (step, lead) = glance.leading(&decision.seen, decision.can);
        (lead, step != decision.step)
    };
    let mut leads: Vec<(i16, bool)> = decisions.iter().map(lead).collect();
    leads.sort_unstable_by_key(|(lead, _)| Reverse(*lead));
    let (mut clear, mut unlike, mut sure) = (0, 0, i16::MAX);
    for same in leads.chunk_by(|first, second| first.0 == second.0) {
        clear += same.len();
        unlike += same.iter().filter(|(_, unlike)| *unlike).count();
        if unlike * UNLIKE <= clear {
            sure = same[0].0;
        }
    }
    sure
}
