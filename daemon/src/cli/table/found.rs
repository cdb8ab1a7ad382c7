//! Rows for what the bundled extractors find: interactions and quotes one by one, entities and dates gathered.

use serde_json::Value;

/// Rows of a document, label and words, in the order in which they are shown.
pub(super) fn rows(events: &[Value]) -> Vec<(&'static str, String)> {
    let of = |kind: &'static str| {
        events.iter().filter(move |event| event["type"].as_str() == Some(kind)).map(|event| &event["data"])
    };
    let mut rows: Vec<(&'static str, String)> = Vec::new();
    rows.extend(of("dragoman.interaction.v1").map(|data| ("interaction", interaction(data))));
    rows.extend(of("dragoman.quote.v1").filter(|data| data["kind"] != "term").map(|data| ("quote", quote(data))));
    for (kind, label) in [
        ("person", "persons"),
        ("organization", "organizations"),
        ("country", "countries"),
        ("place", "places"),
        ("group", "groups"),
    ] {
        let names = of("dragoman.entity.v1").filter(|data| data["kind"] == kind).map(entity);
        rows.push((label, names.collect::<Vec<_>>().join(", ")));
    }
    let mut dates: Vec<&str> = of("dragoman.date.v1").filter_map(|data| data["value"].as_str()).collect();
    dates.sort_unstable();
    dates.dedup();
    rows.push(("dates", dates.join(", ")));
    rows.retain(|(_, words)| !words.is_empty());
    rows
}

/// Whether these rows show records of this type.
pub(super) fn shows(kind: &str) -> bool {
    let kinds = ["dragoman.interaction.v1", "dragoman.quote.v1", "dragoman.entity.v1", "dragoman.date.v1"];
    kinds.contains(&kind)
}

/// `CONSULT/visit        Anna Kovar (SVN) -> Kenya (KEN)  2026-03-14  Nairobi  past, reported  0.91`
fn interaction(data: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mode = data["mode"].as_str().map(|mode| format!("/{mode}")).unwrap_or_default();
    let denied = if data["negated"] == true { "not " } else { "" };
    let (actors, recipients) = (parties(&data["actors"]), parties(&data["recipients"]));
    let sides = if recipients.is_empty() { actors } else { format!("{actors} -> {recipients}") };
    let told = match data["attribution"]["kind"].as_str() {
        Some(kind) if kind != "author" => format!("{}, {kind}", text(&data["status"])),
        _ => text(&data["status"]),
    };
    let confidence = data["confidence"].as_f64().map(|confidence| format!("{confidence:.2}")).unwrap_or_default();
    let columns =
        [sides, text(&data["date"]["value"]), text(&data["location"]["name"]), format!("{denied}{told}"), confidence];
    let told: Vec<String> = columns.into_iter().filter(|column| !column.is_empty()).collect();
    format!("{:<20} {}", format!("{}{mode}", text(&data["eventType"])), told.join("  "))
}

fn parties(parties: &Value) -> String {
    parties.as_array().into_iter().flatten().map(name_and_country).collect::<Vec<_>>().join(", ")
}

/// `Anna Kovar (SVN)`; a country's own name needs no code.
fn name_and_country(party: &Value) -> String {
    let name = party["name"].as_str().or_else(|| party["text"].as_str()).unwrap_or_default();
    match party["country"].as_str() {
        Some(country) => format!("{name} ({country})"),
        None => name.to_owned(),
    }
}

fn quote(data: &Value) -> String {
    let speaker = &data["speaker"];
    let who = if speaker.is_object() { format!("{}: ", name_and_country(speaker)) } else { String::new() };
    format!("{who}{}", data["span"]["exact"].as_str().unwrap_or_default())
}

fn entity(data: &Value) -> String {
    let name = data["name"].as_str().unwrap_or_default();
    match (data["kind"].as_str(), data["country"].as_str()) {
        (Some("person" | "organization" | "group"), Some(country)) => format!("{name} ({country})"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_was_found_is_told_in_a_row_each_or_gathered() {
        let event = |record: &str, data: Value| json!({ "type": format!("dragoman.{record}.v1"), "data": data });
        let events = [
            event("date", json!({ "value": "2026-03-14" })),
            event("date", json!({ "basis": "none" })),
            event("entity", json!({ "kind": "person", "name": "Anna Kovar", "country": "SVN" })),
            event("entity", json!({ "kind": "country", "name": "Kenya", "country": "KEN" })),
            event("quote", json!({ "kind": "term", "span": { "exact": "fair" } })),
            event(
                "quote",
                json!({ "kind": "direct", "span": { "exact": "It rose." }, "speaker": { "text": "the pilot" } }),
            ),
            event(
                "interaction",
                json!({
                    "eventType": "CONSULT", "mode": "visit", "status": "past", "confidence": 0.914,
                    "actors": [{ "name": "Anna Kovar", "country": "SVN" }], "recipients": [{ "text": "Kenya", "country": "KEN" }],
                    "date": { "value": "2026-03-14" }, "location": { "name": "Nairobi" }, "attribution": { "kind": "reported" },
                }),
            ),
        ];
        assert_eq!(
            rows(&events),
            [
                (
                    "interaction",
                    "CONSULT/visit        Anna Kovar (SVN) -> Kenya (KEN)  2026-03-14  Nairobi  past, reported  0.91"
                        .to_owned()
                ),
                ("quote", "the pilot: It rose.".to_owned()),
                ("persons", "Anna Kovar (SVN)".to_owned()),
                ("countries", "Kenya".to_owned()),
                ("dates", "2026-03-14".to_owned()),
            ]
        );
        assert!(events.iter().all(|event| shows(event["type"].as_str().unwrap())));
    }
}
