use crate::{Data, report::Report}; pub(crate) fn quotes(_: &Data, _: &mut Report) {}
