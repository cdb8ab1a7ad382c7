//! An extractor that looks at a document and does nothing: what is left is the cost of the way to it.

use extractor_api::{Document, Error, Extractor, Host, Outcome, Sink, export_extractor};

/// Does nothing.
pub struct Noop;

impl Extractor for Noop {
    type Config = std::collections::BTreeMap<String, String>;

    fn create(_config: Self::Config, _host: &Host<'_>) -> Result<Self, Error> {
        Ok(Noop)
    }

    fn extract(&mut self, document: &Document<'_>, _out: &mut Sink<'_>) -> Result<Outcome, Error> {
        Ok(if document.text().is_some() { Outcome::Done } else { Outcome::Skipped })
    }
}
export_extractor!(Noop);
