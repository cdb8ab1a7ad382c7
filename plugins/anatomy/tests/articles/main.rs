//! Tests of the whole extractor: layouts with the zone of each line, the record and the layer, real articles.

mod layouts;
mod record;
mod seeds;
mod support;
