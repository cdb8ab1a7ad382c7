//! Events of several seeds that are one happening, beside the clusters of the gold.

use crate::Data;
use crate::gold::{self, Seed};
use crate::interactions::score;
use crate::record::Interaction;
use crate::report::Report;

/// Fills the table of clusters: of the events that were found, those of two articles that are linked, beside those that
/// the gold links.
pub(crate) fn clusters(data: &Data, report: &mut Report) {
    let seeds = Seed::all(&data.seeds);
    if seeds.is_empty() {
        return;
    }
    let files: Vec<_> = seeds.iter().map(|seed| seed.file.clone()).collect();
    let (records, cluster_of) = data.chain.cluster(&files);
    let mut found = Vec::new();
    for (seed, records) in seeds.iter().zip(&records) {
        let interactions: Vec<_> = records.of("interaction").map(Interaction::read).collect();
        let ids: Vec<_> = records.ids_of("interaction").collect();
        let pairs = seed.events.iter().zip(score(seed, &interactions).found);
        let events = pairs.filter_map(|(event, record)| Some((&*seed.name, &*event.id, cluster_of.get(ids[record?]))));
        found.extend(events);
    }
    let wanted = gold::clusters(&data.seeds);
    let (mut linked, mut right, mut possible) = (0, 0, 0);
    for (at, (article, event, cluster)) in found.iter().enumerate() {
        for (other_article, other, other_cluster) in &found[at + 1..] {
            if article == other_article {
                continue;
            }
            let is_wanted = wanted.get(*event).is_some_and(|cluster| wanted.get(*other) == Some(cluster));
            let is_linked = cluster.is_some() && cluster == other_cluster;
            possible += usize::from(is_wanted);
            linked += usize::from(is_linked);
            right += usize::from(is_linked && is_wanted);
            if data.detail && is_wanted != is_linked {
                println!("  {event} and {other}: {}", if is_linked { "linked, and are not one" } else { "not linked" });
            }
        }
    }
    report.share("pairs linked", right, possible);
    report.measured("pairs wrongly linked", (linked - right) as f64);
}
