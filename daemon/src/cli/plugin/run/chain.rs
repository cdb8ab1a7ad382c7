//! The chain in which one plugin can run: those that publish the layers that it reads, and the plugin itself.

use crate::config;
use crate::plugin::Rejection;
use crate::plugin::error::LAYER_MISSING;
use crate::plugin::find::Shelf;

/// One plugin of the chain.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) id: String,
    /// The layer for which it was taken; `None` when it was asked for.
    pub(super) layer: Option<String>,
}

/// Makes the chain that ends in `plugin`, with the `named` ones before it. Where several plugins publish a layer, one
/// of the `configured` chain is taken.
///
/// # Errors
/// When a named plugin is not there, or nobody publishes a layer that is read.
pub(super) fn ending_in(
    plugin: &str,
    named: &[String],
    shelf: &Shelf,
    configured: &[config::Extractor],
) -> Result<Vec<Link>, Rejection> {
    let mut draft = Draft { shelf, configured, links: Vec::new(), open: Vec::new() };
    for id in named.iter().map(String::as_str).chain([plugin]) {
        draft.add(id, None)?;
    }
    Ok(draft.links)
}

struct Draft<'a> {
    shelf: &'a Shelf,
    configured: &'a [config::Extractor],
    links: Vec<Link>,
    /// Those that wait for what they read; none of them can publish it.
    open: Vec<String>,
}

impl Draft<'_> {
    /// Adds a plugin behind those that publish what it reads.
    fn add(&mut self, id: &str, layer: Option<&str>) -> Result<(), Rejection> {
        if self.links.iter().any(|link| link.id == id) {
            return Ok(());
        }
        let reads = &self.shelf.get(id)?.inspection.manifest.reads;
        self.open.push(id.to_owned());
        for read in reads {
            if !self.links.iter().any(|link| self.publishes(&link.id, read)) {
                let publisher = self.publisher(read).ok_or_else(|| self.nobody_publishes(read, id))?;
                self.add(&publisher, Some(read))?;
            }
        }
        self.open.pop();
        self.links.push(Link { id: id.to_owned(), layer: layer.map(str::to_owned) });
        Ok(())
    }

    fn publishes(&self, id: &str, layer: &str) -> bool {
        self.shelf.plugins().any(|plugin| {
            plugin.inspection.manifest.id == id
                && plugin.inspection.manifest.publishes.iter().any(|known| known == layer)
        })
    }

    fn publisher(&self, layer: &str) -> Option<String> {
        let ids = self.shelf.plugins().map(|plugin| plugin.inspection.manifest.id.as_str());
        let publishers = ids.filter(|id| self.publishes(id, layer) && !self.open.iter().any(|open| open == id));
        let is_configured = |id: &str| self.configured.iter().any(|extractor| extractor.plugin == id);
        publishers.min_by_key(|id| !is_configured(id)).map(str::to_owned)
    }

    fn nobody_publishes(&self, layer: &str, id: &str) -> Rejection {
        let published = self.shelf.plugins().flat_map(|plugin| {
            let manifest = &plugin.inspection.manifest;
            manifest.publishes.iter().map(|layer| format!("{} ({layer})", manifest.id))
        });
        let published: Vec<String> = published.collect();
        Rejection {
            code: LAYER_MISSING,
            plugin: id.into(),
            problem: format!("it reads the layer {layer}, which no other plugin publishes"),
            found: if published.is_empty() { "no plugin with a layer".to_owned() } else { published.join(", ") },
            expected: format!("a plugin that publishes {layer}"),
            remedy: "put its library into a folder of chain.path".to_owned(),
        }
    }
}
