//! The same happening in several articles: which interactions of a log speak of one event of the world.
//!
//! [`happening`] is what an interaction record says of it, as far as it tells happenings apart; [`days`], its date;
//! [`clusters`], the decision; [`record`], what is written of it; [`log`](mod@log), the log of its own
//! that it is written to. It reads the
//! event log like any other tool and never writes there.
//!
//! Two interactions are of one happening when their types are of one family, they are told alike (as fact, plan or
//! demand), all countries in them are the same, and nothing else contradicts: dates may differ by a day for time zones,
//! a place may be told more or less finely, persons of one side must share a name. Where the date is missing or coarse, a
//! person, a town, or articles that appeared within days of each other must agree as well; a date and a town alone are
//! never enough, and different years never are one.

pub mod clusters;
pub mod days;
pub mod happening;
pub mod log;
pub mod record;
