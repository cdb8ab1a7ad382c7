//! What the table of office holders adds to a person, where the text does not say otherwise and the dates fit.

use extractor_api::Document;
use serde::Deserialize;

use crate::memory::{Entity, Memory, NONE, family};
use crate::tables;

/// What the reader knows of the article, as far as it matters here.
#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    published: Option<String>,
}

/// The month of publication, counted from the year 0; `None` when the reader knows none.
pub(crate) fn published(document: &Document<'_>) -> Option<i32> {
    month(&document.meta::<Meta>().ok()?.published?)
}

fn month(date: &str) -> Option<i32> {
    let year: i32 = date.get(..4)?.parse().ok()?;
    let month: i32 = date.get(5..7)?.parse().ok()?;
    (1..=12).contains(&month).then_some(year * 12 + month)
}

/// Completes the persons that the table knows.
pub(crate) fn complete(memory: &mut Memory<'_>, published: Option<i32>) {
    for entity in &mut memory.entities {
        if let Some(row) = entity.row {
            add(entity, &tables::PEOPLE[row], published);
        }
    }
}

fn add(entity: &mut Entity<'_>, known: &tables::Person, published: Option<i32>) {
    if entity.country != known.country {
        return;
    }
    let held =
        published.map(|month| known.roles.iter().filter(|term| (term.1..=term.2).contains(&month)).collect::<Vec<_>>());
    // Before or after the term, a table tells nothing about what somebody is.
    let fits = held.as_ref().is_none_or(|held| !held.is_empty());
    if entity.sector == NONE && entity.roles.is_empty() && fits {
        entity.sector = known.sector;
    }
    if let Some([term]) = held.as_deref()
        && entity.roles.is_empty()
    {
        entity.roles.push(term.0);
    }
}

/// The office holder of a family name whom a title before it means; `None` when there are several or none.
pub(crate) fn holder(rows: impl Iterator<Item = usize>, role: &str, country: [u8; 4]) -> Option<usize> {
    let kin = family(role);
    let mut fitting = rows.filter(|&row| {
        let known = &tables::PEOPLE[row];
        let same_role = known.roles.iter().any(|term| family(term.0) == kin);
        same_role && (country == NONE || known.country == country)
    });
    let first = fitting.next()?;
    fitting.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_from_dates_of_any_length() {
        assert_eq!((month("2024-03-15T10:00:00Z"), month("2024-03")), (Some(2024 * 12 + 3), Some(2024 * 12 + 3)));
        assert_eq!((month("2024"), month("March 2024"), month("2024-13"), month("é2024")), (None, None, None, None));
    }
}
