//! The layer `mentions/1`.

use std::ops::Range;

use extractor_api::layer::{Mention, MentionKind, Pool, PoolStr};

use crate::finder::Draft;
use crate::memory::{Memory, NONE};

/// The records of the layer, in the order of the drafts, which is that of their start.
pub(crate) fn layer(text: &str, memory: &Memory<'_>, drafts: &[Draft]) -> (Vec<Mention>, Pool) {
    let mut pool = Pool::new();
    let mut names: Vec<Option<PoolStr>> = vec![None; memory.entities.len()];
    let mut last_role: (Range<usize>, PoolStr) = (0..0, pool.add(""));
    let mut mentions = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let entity = memory.get(draft.entity);
        let name = *names[draft.entity as usize].get_or_insert_with(|| pool.add(entity.name));
        if draft.role != last_role.0 {
            last_role = (draft.role.clone(), pool.add(&text[draft.role.clone()]));
        }
        let place = entity.place.filter(|_| draft.kind == MentionKind::Place);
        mentions.push(Mention {
            start: draft.range.start as u64,
            end: draft.range.end as u64,
            entity: draft.entity,
            head: draft.head.unwrap_or(Mention::NO_HEAD),
            // What was "other" at first may have turned out to be a place.
            kind: if draft.kind == MentionKind::Other { entity.kind } else { draft.kind },
            how: draft.how,
            flags: draft.flags,
            confidence: draft.confidence,
            country: if draft.country == NONE { entity.country } else { draft.country },
            sector: if draft.sector == NONE && draft.kind != MentionKind::Place { entity.sector } else { draft.sector },
            name,
            role: if draft.role.is_empty() { PoolStr { offset: 0, length: 0 } } else { last_role.1 },
            latitude: place.map_or(0, |city| city.latitude * 100),
            longitude: place.map_or(0, |city| city.longitude * 100),
            geonames: place.map_or(0, |city| city.geonames),
            lead: (draft.range.start - draft.lead) as u32,
        });
    }
    (mentions, pool)
}
