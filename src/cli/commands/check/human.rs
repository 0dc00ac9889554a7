//! Findings for people: the line of the file, a caret, why, and how to mend it.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::check::{File, Finding, Report, Severity};
use crate::json::without_mark;
use crate::value::printable;

/// How it may look.
pub(super) struct Look {
    /// Whether colours are wanted.
    pub(super) colour: bool,
    /// Columns of the terminal; `None` when it is no terminal and lines are not broken.
    pub(super) width: Option<usize>,
}

/// The longest line, in bytes, of which a part is shown.
const MAX_LINE_BYTES: usize = 64 << 10;

/// Writes all findings, and a summary as the last line.
pub(super) fn write(report: &Report, files: &[File], look: &Look, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if look.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(look.width.unwrap_or(140));
    let mut explained = HashSet::new();
    let texts: HashMap<&str, &str> =
        files.iter().map(|file| (file.name.as_str(), without_mark(&file.text))).collect();
    // Findings come file by file.
    let mut lines: (&str, Vec<&str>) = ("", Vec::new());
    for finding in &report.findings {
        let name = &*finding.place.file;
        if lines.0 != name {
            lines = (name, texts.get(name).map(|text| text.split('\n').collect()).unwrap_or_default());
        }
        let why = explained.insert(finding.lint.id);
        let text = render(finding, &lines.1, why, look.width, &renderer);
        writeln!(out, "{text}\n")?;
    }
    writeln!(out, "{}", wrapped(&summary(report), look.width))
}

fn render(finding: &Finding, lines: &[&str], why: bool, width: Option<usize>, renderer: &Renderer) -> String {
    let level = match finding.lint.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    // The title stands behind "warning[id]: ".
    let before = finding.lint.severity.name().len() + finding.lint.id.len() + 4;
    let room = width.map(|width| width.saturating_sub(before)).filter(|room| *room >= 24);
    let title = level.primary_title(wrapped(&printable(&finding.what), room)).id(finding.lint.id);
    let place = &finding.place;
    let name = printable(&place.file).into_owned();
    let source = source(finding, lines);
    let mut group: Group<'_> = match (source, place.start) {
        (Some((line, text, span)), _) => {
            let snippet = Snippet::source(text).path(name).line_start(line).fold(false);
            title.element(snippet.annotation(AnnotationKind::Primary.span(span)))
        }
        (None, Some((line, column))) => {
            title.element(Origin::path(name).line(line as usize).char_column(column as usize))
        }
        (None, None) => title.element(Origin::path(name)),
    };
    let mut say = |name: &'static str, text: &str| {
        let text = wrapped(&printable(text), width.map(|width| width.saturating_sub(name.len() + 9)));
        let group_ = std::mem::replace(&mut group, Group::with_level(Level::NOTE));
        group = group_.element(Level::NOTE.with_name(name).message(text));
    };
    if let Some(script) = &place.script {
        let line = script.line.map_or(String::new(), |line| format!(", line {line}"));
        say("in", &format!("script \"{}\"{line}", script.name));
    } else if !place.json_path.is_empty() {
        say("at", &place.json_path);
    }
    if why {
        say("why", finding.lint.why);
    }
    say("help", finding.mend());
    renderer.render(&[group])
}

/// The line of a finding: its number, its text without control characters, and the place in it as a
/// range of bytes. `None` for lines that are too long to look at.
fn source(finding: &Finding, lines: &[&str]) -> Option<(usize, String, std::ops::Range<usize>)> {
    let (line, column) = finding.place.start?;
    let (line, column) = (line as usize, column as usize - 1);
    let whole = lines.get(line - 1).filter(|whole| whole.len() <= MAX_LINE_BYTES)?;
    let end = match finding.place.end {
        Some((last, end)) if last as usize == line => (end as usize - 1).max(column + 1),
        Some(_) => usize::MAX,
        None => column + 1,
    };
    let shown = printable(whole.trim_end()).into_owned();
    let byte = |at: usize| shown.char_indices().nth(at).map_or(shown.len(), |(byte, _)| byte);
    let span = byte(column)..byte(end).max(byte(column));
    Some((line, shown, span))
}

/// The text with line breaks where it would be wider than `width`.
fn wrapped(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let options = textwrap::Options::new(width).break_words(false);
    textwrap::fill(text, options.word_splitter(textwrap::WordSplitter::NoHyphenation))
}

/// `2 errors, 1 warning in 3 files`
fn summary(report: &Report) -> String {
    let count = |severity: Severity| report.findings.iter().filter(|f| f.lint.severity == severity).count();
    let plural = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    };
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (count(severity), severity.name()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| plural(count, name))
        .collect();
    let found = if counts.is_empty() { "nothing wrong".to_owned() } else { counts.join(", ") };
    let mut text = found;
    if report.files > 0 {
        let (files, journeys) = (plural(report.files, "file"), plural(report.journeys, "journey"));
        text.push_str(&format!(" in {files} with {journeys}"));
    } else if report.unloaded == 0 {
        text.push_str("; there was no journey to check");
    }
    if report.unloaded > 0 {
        text.push_str(&format!("; {} not loaded", plural(report.unloaded, "file")));
    }
    if report.allowed > 0 {
        text.push_str(&format!("; {} allowed", plural(report.allowed, "finding")));
    }
    if !report.findings.is_empty() {
        text.push_str("; jsim check --explain ID tells more");
    }
    text
}
