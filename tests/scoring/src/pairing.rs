//! The best pairs between what was wanted and what was found.

/// Pairs rows with columns so that the sum of the weights is the greatest, each at most once; a weight of 0 is no pair.
/// For each row its column.
///
/// # Source
///
/// The Hungarian method with potentials (Kuhn, Munkres), on the negated weights.
pub(crate) fn best_pairs(rows: usize, columns: usize, weight: impl Fn(usize, usize) -> i64) -> Vec<Option<usize>> {
    let size = rows.max(columns);
    let cost = |row: usize, column: usize| if row < rows && column < columns { -weight(row, column) } else { 0 };
    // Numbers start at 1; row and column 0 stand for nothing.
    let (mut row_price, mut column_price) = (vec![0; size + 1], vec![0; size + 1]);
    let mut row_of = vec![0_usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut column = 0;
        let mut least = vec![i64::MAX; size + 1];
        let mut before = vec![0_usize; size + 1];
        let mut is_used = vec![false; size + 1];
        while row_of[column] != 0 {
            is_used[column] = true;
            let from = row_of[column];
            let (mut step, mut next) = (i64::MAX, 0);
            for other in 1..=size {
                if is_used[other] {
                    continue;
                }
                let reduced = cost(from - 1, other - 1) - row_price[from] - column_price[other];
                if reduced < least[other] {
                    (least[other], before[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=size {
                if is_used[other] {
                    row_price[row_of[other]] += step;
                    column_price[other] -= step;
                } else if least[other] < i64::MAX {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    let mut pairs = vec![None; rows];
    for (column, row) in row_of.iter().enumerate().skip(1).take(columns) {
        let Some(row) = row.checked_sub(1).filter(|row| *row < rows) else { continue };
        if weight(row, column - 1) > 0 {
            pairs[row] = Some(column - 1);
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(weights: &[&[i64]]) -> Vec<Option<usize>> {
        best_pairs(weights.len(), weights.first().map_or(0, |row| row.len()), |row, column| weights[row][column])
    }

    #[test]
    fn the_sum_decides_and_not_the_first_choice() {
        assert_eq!(pairs(&[&[10, 9], &[8, 0]]), [Some(1), Some(0)]);
        assert_eq!(pairs(&[&[10, 1], &[8, 0]]), [Some(0), None]);
    }

    #[test]
    fn nothing_is_paired_without_weight() {
        assert_eq!(pairs(&[&[0, 0, 0]]), [None]);
        assert_eq!(pairs(&[&[0], &[5], &[7]]), [None, None, Some(0)]);
        assert!(pairs(&[]).is_empty());
        assert_eq!(best_pairs(2, 0, |_, _| 1), [None, None]);
    }
}
