use crate::{Data, report::Report}; pub(crate) fn names(_: &Data, _: &mut Report) {}
