//! Faults of a config, and how they look: code, place with the source line and marks, and what to write instead.

use std::fmt;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level, Patch, Renderer, Snippet};

use super::code::Code;
use super::source_map::{SourceMap, Span, Text};

/// Everything that is wrong with a config.
#[derive(Clone, Debug)]
pub struct ConfigError {
    sources: SourceMap,
    findings: Findings,
}

impl ConfigError {
    /// Lists the faults in the order of their places, and after them the warnings, one of which may be the cause.
    pub(super) fn new(sources: SourceMap, mut findings: Findings) -> ConfigError {
        findings.faults.sort_by_key(Fault::start);
        ConfigError { sources, findings }
    }

    /// A fault that has no place in any text.
    pub(super) fn without_source(fault: Fault) -> ConfigError {
        ConfigError::new(SourceMap::default(), Findings { faults: vec![fault], warnings: Vec::new() })
    }

    /// The codes of all faults, in the order in which they are listed.
    pub fn codes(&self) -> Vec<Code> {
        self.findings.faults.iter().map(|fault| fault.code).collect()
    }

    /// The full text, with terminal colours if wanted; ends without a line feed.
    pub fn render(&self, color: bool) -> String {
        let faults = self.findings.faults.iter().map(|fault| fault.render(&self.sources, Level::ERROR, color));
        let warnings = self.findings.warnings.iter().map(|fault| fault.render(&self.sources, Level::WARNING, color));
        faults.chain(warnings).collect::<Vec<_>>().join("\n\n")
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for ConfigError {}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Findings {
    /// What forbids to run.
    pub(super) faults: Vec<Fault>,
    /// What is likely a mistake.
    pub(super) warnings: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    code: Code,
    title: String,
    /// The first is where the fault is, the others have to do with it.
    marks: Vec<Mark>,
    help: String,
    patch: Option<(Span, String)>,
}

#[derive(Clone, Debug)]
struct Mark {
    span: Span,
    label: String,
}

impl Fault {
    /// A fault and what to do about it.
    pub(super) fn new(code: Code, title: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { code, title: title.into(), marks: Vec::new(), help: help.into(), patch: None }
    }

    /// Marks a place; the first one marked is where the fault is. The label may be empty.
    pub(super) fn mark(mut self, span: Span, label: impl Into<String>) -> Fault {
        self.marks.push(Mark { span, label: label.into() });
        self
    }

    /// Marks a place if there is one.
    pub(super) fn mark_some(self, span: Option<Span>, label: impl Into<String>) -> Fault {
        match span {
            Some(span) => self.mark(span, label),
            None => self,
        }
    }

    /// Shows the line as it should be, with `text` in place of the span.
    pub(super) fn patch(mut self, span: Span, text: impl Into<String>) -> Fault {
        self.patch = Some((span, text.into()));
        self
    }

    /// Shows the line as it should be, if that is known.
    pub(super) fn patch_some(self, span: Span, text: Option<impl Into<String>>) -> Fault {
        match text {
            Some(text) => self.patch(span, text),
            None => self,
        }
    }

    fn start(&self) -> usize {
        self.marks.first().map_or(0, |mark| mark.span.start)
    }

    /// The fault as text, at the severity of `level`.
    pub(super) fn render(&self, sources: &SourceMap, level: Level<'_>, color: bool) -> String {
        let title = level.primary_title(self.title.as_str()).id(self.code.to_string());
        let renderer = if color { Renderer::styled() } else { Renderer::plain() }.decor_style(DecorStyle::Unicode);
        if self.marks.is_empty() {
            return renderer.render(&[Group::with_title(title).element(Level::HELP.message(self.help.as_str()))]);
        }
        let cause = Group::with_title(title).elements(self.snippets(sources));
        let help = Group::with_title(Level::HELP.secondary_title(self.help.as_str()))
            .elements(self.patch.as_ref().and_then(|(span, text)| patched(sources, span, text)));
        renderer.render(&[cause, help])
    }

    /// One snippet for each text that has a mark.
    fn snippets<'a>(&'a self, sources: &'a SourceMap) -> Vec<Element<'a>> {
        let mut marked: Vec<(&Text, Vec<Annotation<'a>>)> = Vec::new();
        for (index, mark) in self.marks.iter().enumerate() {
            let Some(text) = sources.text_at(mark.span.start) else { continue };
            let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let label = (!mark.label.is_empty()).then_some(mark.label.as_str());
            let annotation = kind.span(text.local(&mark.span)).label(label);
            match marked.iter_mut().find(|(known, _)| known.start == text.start) {
                Some((_, annotations)) => annotations.push(annotation),
                None => marked.push((text, vec![annotation])),
            }
        }
        let snippets = marked.into_iter().map(|(text, annotations)| {
            Snippet::source(text.content.as_str()).path(text.name.as_str()).annotations(annotations).into()
        });
        snippets.collect()
    }
}

fn patched<'a>(sources: &'a SourceMap, span: &Span, replacement: &'a str) -> Option<Snippet<'a, Patch<'a>>> {
    let text = sources.text_at(span.start)?;
    Some(Snippet::source(text.content.as_str()).patch(Patch::new(text.local(span), replacement)))
}
