use crate::{Data, report::Report}; pub(crate) fn sentences(_: &Data, _: &mut Report) {}
