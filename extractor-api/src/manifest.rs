//! What a plugin says about itself without being run: a JSON object in the section `.extractor.manifest`.

use serde::Deserialize;

use crate::abi;

/// A manifest, read and checked.
///
/// ```
/// use extractor_api::manifest::Manifest;
///
/// let section = br#"{"manifest":1,"id":"wordcount","version":"0.1.0","abi":[1,0],
///     "event_types":["com.example.wordcount.v1"]}"#;
/// let manifest = Manifest::parse(section).unwrap();
/// assert_eq!((manifest.id.as_str(), manifest.abi), ("wordcount", (1, 0)));
///
/// let fault = Manifest::parse(br#"{"manifest":1,"id":"Word Count","version":"0.1.0","abi":[1,0]}"#).unwrap_err();
/// assert!(fault.starts_with("the id \"Word Count\" does not match"));
/// ```
#[derive(Clone, Debug, Deserialize)]
pub struct Manifest {
    /// The format of the manifest itself: 1.
    pub manifest: u32,
    /// `[a-z0-9][a-z0-9._-]{0,63}`
    pub id: String,
    /// Semantic version.
    pub version: String,
    /// Major version of the contract, and the lowest minor that the plugin needs.
    pub abi: (u16, u16),
    /// One line for people.
    #[serde(default)]
    pub description: String,
    /// SPDX expression.
    #[serde(default)]
    pub license: String,
    /// Media types that it is meant for; empty for all.
    #[serde(default)]
    pub media_types: Vec<String>,
    /// Event types that it may emit; [`ANY_TYPE`] for what its config lists.
    #[serde(default)]
    pub event_types: Vec<String>,
    /// Layers that it reads.
    #[serde(default)]
    pub reads: Vec<String>,
    /// Layers that it may publish.
    #[serde(default)]
    pub publishes: Vec<String>,
    /// Extensions that it needs.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Extensions that it can use and can do without.
    #[serde(default)]
    pub optional: Vec<String>,
    /// What it needs beyond reading documents, which the operator must grant: [`EXEC`].
    #[serde(default)]
    pub capabilities: Vec<String>,
    /// JSON Schema of its config table.
    #[serde(default)]
    pub config_schema: Option<serde_json::Value>,
}

/// The capability to start programs.
pub const EXEC: &str = "exec";

/// The entry of `event_types` that stands for every type of third parties: for plugins that speak for programs, whose
/// types only the operator knows. Allowed together with [`EXEC`] alone.
pub const ANY_TYPE: &str = "*";

impl Manifest {
    /// Reads the bytes of the section; NUL bytes at the end are ignored.
    ///
    /// # Errors
    /// One line that says what is wrong: not JSON, a key missing or of the wrong type, a malformed id, too long.
    pub fn parse(section: &[u8]) -> Result<Manifest, String> {
        if section.len() > abi::MANIFEST_BYTES_MAX {
            return Err(format!("it has {} bytes, at most {} are allowed", section.len(), abi::MANIFEST_BYTES_MAX));
        }
        let end = section.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
        let manifest: Manifest = serde_json::from_slice(&section[..end]).map_err(|error| error.to_string())?;
        if manifest.manifest != 1 {
            return Err(format!("its format is {}, this host reads 1", manifest.manifest));
        }
        if !is_id(&manifest.id) {
            return Err(format!("the id {:?} does not match [a-z0-9][a-z0-9._-]{{0,63}}", manifest.id));
        }
        if !is_version(&manifest.version) {
            return Err(format!("the version {:?} does not match [0-9A-Za-z.+-]{{1,64}}", manifest.version));
        }
        if let Some(unknown) = manifest.capabilities.iter().find(|known| *known != EXEC) {
            return Err(format!("the capability {unknown:?} is unknown to this host, which knows {EXEC:?}"));
        }
        let any = manifest.event_types.iter().any(|kind| kind == ANY_TYPE);
        if any && !manifest.capabilities.iter().any(|known| known == EXEC) {
            return Err(format!("the event type {ANY_TYPE:?} is for plugins with the capability {EXEC:?}"));
        }
        match manifest.event_types.iter().find(|kind| *kind != ANY_TYPE && !is_event_type(kind)) {
            Some(kind) => Err(format!(
                "the event type {kind:?} is neither a record (\"article\"; not \"document\" or \"segment\", which are the \
                 host's) nor a reverse-DNS type of at most 128 characters outside \"dragoman.\""
            )),
            None => Ok(manifest),
        }
    }
}

/// Returns whether `id` matches `[a-z0-9][a-z0-9._-]{0,63}` and is not the host's own, `dragoman`.
pub fn is_id(id: &str) -> bool {
    let first = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let later = |byte: u8| first(byte) || matches!(byte, b'.' | b'_' | b'-');
    id != "dragoman"
        && matches!(id.as_bytes(), [head, tail @ ..] if first(*head) && tail.len() < 64 && tail.iter().all(|&b| later(b)))
}

/// Returns whether `version` matches `[0-9A-Za-z.+-]{1,64}`, which semantic versions do.
pub fn is_version(version: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
    (1..=64).contains(&version.len()) && version.bytes().all(allowed)
}

/// Returns whether a plugin may emit events of this type: a record without a dot, other than those that the host writes
/// itself, or a reverse-DNS type that is not the host's own.
pub fn is_event_type(kind: &str) -> bool {
    const HOST_RECORDS: &[&str] = &["document", "segment"];
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=128).contains(&kind.len())
        && kind.bytes().all(allowed)
        && !HOST_RECORDS.contains(&kind)
        && !kind.starts_with("dragoman.")
}

/// Returns whether `kind` is a type of third parties: reverse-DNS, so with a dot, and not the host's own.
pub fn is_reverse_dns_type(kind: &str) -> bool {
    is_event_type(kind) && kind.contains('.') && kind.split('.').all(|label| !label.is_empty())
}

/// Returns whether a plugin whose manifest lists `event_types` may emit events of this type.
pub fn may_emit(event_types: &[String], kind: &str) -> bool {
    event_types.iter().any(|known| known == kind || (known == ANY_TYPE && is_reverse_dns_type(kind)))
}

/// Writes a manifest at compile time, so that it can be a static of the library.
#[doc(hidden)]
pub mod build {
    use crate::{Extractor, abi};

    pub struct Description {
        pub id: &'static str,
        pub version: &'static str,
        description: &'static str,
        license: &'static str,
        media_types: &'static [&'static str],
        event_types: &'static [&'static str],
        reads: &'static [&'static str],
        publishes: &'static [&'static str],
        requires: &'static [&'static str],
        optional: &'static [&'static str],
        capabilities: &'static [&'static str],
        config_schema: Option<&'static str>,
    }

    pub const fn describe<E: Extractor>(
        package: &'static str,
        version: &'static str,
        description: &'static str,
        license: &'static str,
    ) -> Description {
        Description {
            id: match E::ID {
                Some(id) => id,
                None => package,
            },
            version: match E::VERSION {
                Some(version) => version,
                None => version,
            },
            description,
            license,
            media_types: E::MEDIA_TYPES,
            event_types: E::EVENT_TYPES,
            reads: E::READS,
            publishes: E::PUBLISHES,
            requires: E::REQUIRES,
            optional: if E::TICKS { &[abi::TICK] } else { &[] },
            capabilities: E::CAPABILITIES,
            config_schema: E::CONFIG_SCHEMA,
        }
    }

    /// Returns how many bytes [`bytes`] writes.
    pub const fn length(description: &Description) -> usize {
        write::<0>(description).length
    }

    pub const fn bytes<const N: usize>(description: &Description) -> [u8; N] {
        write::<N>(description).bytes
    }

    /// Counts every byte and keeps the first `N`, so that one function serves for measuring and for writing.
    struct Json<const N: usize> {
        bytes: [u8; N],
        length: usize,
    }

    const fn write<const N: usize>(description: &Description) -> Json<N> {
        let mut json = Json { bytes: [0; N], length: 0 };
        json.raw("{\"manifest\":1,\"id\":");
        json.string(description.id);
        json.raw(",\"version\":");
        json.string(description.version);
        json.raw(",\"abi\":[");
        json.number(abi::MAJOR);
        json.raw(",0],\"description\":");
        json.string(description.description);
        json.raw(",\"license\":");
        json.string(description.license);
        json.list(",\"media_types\":", description.media_types);
        json.list(",\"event_types\":", description.event_types);
        json.list(",\"reads\":", description.reads);
        json.list(",\"publishes\":", description.publishes);
        json.list(",\"requires\":", description.requires);
        json.list(",\"optional\":", description.optional);
        json.list(",\"capabilities\":", description.capabilities);
        if let Some(schema) = description.config_schema {
            json.raw(",\"config_schema\":");
            json.raw(schema);
        }
        json.raw(concat!(",\"sdk\":\"extractor-api ", env!("CARGO_PKG_VERSION"), "\"}"));
        json
    }

    impl<const N: usize> Json<N> {
        const fn push(&mut self, byte: u8) {
            if self.length < N {
                self.bytes[self.length] = byte;
            }
            self.length += 1;
        }

        const fn raw(&mut self, text: &str) {
            let bytes = text.as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                self.push(bytes[at]);
                at += 1;
            }
        }

        const fn string(&mut self, text: &str) {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            self.push(b'"');
            let bytes = text.as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                let byte = bytes[at];
                if byte == b'"' || byte == b'\\' {
                    self.push(b'\\');
                    self.push(byte);
                } else if byte < 0x20 {
                    self.raw("\\u00");
                    self.push(HEX[(byte >> 4) as usize]);
                    self.push(HEX[(byte & 15) as usize]);
                } else {
                    self.push(byte);
                }
                at += 1;
            }
            self.push(b'"');
        }

        const fn number(&mut self, number: u16) {
            if number >= 10 {
                self.number(number / 10);
            }
            self.push(b'0' + (number % 10) as u8);
        }

        const fn list(&mut self, key: &str, items: &[&str]) {
            self.raw(key);
            self.push(b'[');
            let mut at = 0;
            while at < items.len() {
                if at > 0 {
                    self.push(b',');
                }
                self.string(items[at]);
                at += 1;
            }
            self.push(b']');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_lower_case_and_at_most_64_bytes() {
        for id in ["a", "language", "com.example.word-count_2", "0day", &"a".repeat(64)] {
            assert!(is_id(id), "{id}");
        }
        for id in ["", "A", "-a", "a/b", "é", "a b", "dragoman", &"a".repeat(65)] {
            assert!(!is_id(id), "{id}");
        }
    }

    #[test]
    fn a_plugin_cannot_claim_the_records_of_the_host() {
        for kind in ["article", "com.example.word-count.v1", "x_1"] {
            assert!(is_event_type(kind), "{kind}");
        }
        for kind in ["", "document", "segment", "dragoman.document.v1", "a b", "a\"b", "a\nb", &"x".repeat(129)] {
            assert!(!is_event_type(kind), "{kind}");
        }
        for (version, good) in
            [("0.1.0", true), ("1.0.0-rc.1+build", true), ("", false), ("1 0", false), ("1\"", false)]
        {
            assert_eq!(is_version(version), good, "{version}");
        }
    }

    #[test]
    fn any_type_stands_for_those_of_third_parties_alone() {
        let [any, listed] = [[ANY_TYPE.to_owned()], ["article".to_owned()]];
        for kind in ["com.example.shout.v1", "x.y"] {
            assert!(may_emit(&any, kind) && !may_emit(&listed, kind), "{kind}");
        }
        for kind in ["article", "document", "dragoman.document.v1", "shout", ".", "com..x", "com.example.", "", "a b.c"]
        {
            assert!(!may_emit(&any, kind), "{kind}");
        }
        assert!(may_emit(&listed, "article"));
    }

    #[test]
    fn any_type_needs_the_capability_to_start_programs() {
        let manifest = |capabilities: &str| {
            let text = format!(
                r#"{{"manifest":1,"id":"x","version":"1","abi":[1,0],"event_types":["*"],"capabilities":{capabilities}}}"#
            );
            Manifest::parse(text.as_bytes())
        };
        assert!(manifest(r#"["exec"]"#).is_ok());
        let refused = manifest("[]").unwrap_err();
        assert!(refused.contains("capability \"exec\""), "{refused}");
    }

    #[test]
    fn closing_nul_bytes_of_a_c_literal_are_ignored() {
        let manifest =
            Manifest::parse(b"{\"manifest\":1,\"id\":\"x\",\"version\":\"1.0.0\",\"abi\":[1,0]}\0\0").unwrap();
        assert_eq!((manifest.id.as_str(), manifest.abi), ("x", (1, 0)));
    }

    #[test]
    fn a_bad_manifest_is_refused_with_its_reason() {
        for (section, reason) in [
            (&b"\0\0"[..], "EOF"),
            (b"{\"manifest\":1}", "missing field `id`"),
            (b"{\"manifest\":2,\"id\":\"x\",\"version\":\"1\",\"abi\":[1,0]}", "this host reads 1"),
            (
                b"{\"manifest\":1,\"id\":\"x\",\"version\":\"1\",\"abi\":[1,0],\"capabilities\":[\"net\"]}",
                "unknown to this host",
            ),
            (b"{\"manifest\":1,\"id\":\"X\",\"version\":\"1\",\"abi\":[1,0]}", "does not match"),
        ] {
            let error = Manifest::parse(section).unwrap_err();
            assert!(error.contains(reason), "{error}");
        }
    }
}
