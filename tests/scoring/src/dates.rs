use crate::{Data, report::Report};
pub(crate) fn dates(_: &Data, _: &mut Report) {}
pub(crate) fn in_ordinary_words(_: &Data, _: &mut Report) {}
