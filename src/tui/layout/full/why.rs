//! The full view of reasons: what was taken and why, and for everything else why not.

use ratatui::text::{Line, Span};

use super::FullView;
use crate::explain::Explanation;
use crate::tui::layout::spans::{span, text};
use crate::tui::model::Model;
use crate::tui::text::{fit, printable, width, wrap};
use crate::tui::theme::Role;
use crate::value::Rule;

pub(super) const VIEW: FullView = FullView { title, lines: content, of_side: true, framed: true };

/// Columns before the sentences.
const INDENT: usize = 3;

/// The title: whose, and which of the steps.
fn title(model: &Model) -> String {
    let name = model.focus.name();
    match model.explanations.place(&model.run, model.focus) {
        Some((at, count)) => format!("WHY  {name}, step {at} of {count}"),
        None => format!("WHY  {name}"),
    }
}

fn content(model: &Model, columns: usize) -> Vec<Line<'static>> {
    let Some(all) = model.explanations.shown(&model.run, model.focus) else {
        let says = " No node of this side has taken an outcome yet.";
        return vec![Line::from(span(model, Role::Dim, says))];
    };
    let mut lines = vec![head(model, all, columns), Line::default()];
    sentence(model, " > ", &all.took, &all.because.text, columns, &mut lines);
    source(model, all.because.rule, columns, &mut lines);
    let rule = format!("{}: {}", all.because.rule.id, all.because.rule.text);
    for part in wrap(&rule, columns.saturating_sub(INDENT + 3)) {
        lines.push(Line::from(span(model, Role::Dim, format!("     {part}"))));
    }
    for (what, reason) in &all.not {
        sentence(model, "   ", &format!("Not {what}"), &reason.text, columns, &mut lines);
        source(model, reason.rule, columns, &mut lines);
    }
    if !all.facts.is_empty() {
        lines.push(Line::default());
        lines.push(Line::from(span(model, Role::Strong, " FACTS")));
        let facts: Vec<String> =
            all.facts.iter().map(|fact| format!("{} {}", fact.name, fact.value)).collect();
        let parts = wrap(&facts.join(";  "), columns.saturating_sub(INDENT + 1));
        lines.extend(parts.into_iter().map(|part| Line::from(text(format!("   {part}")))));
    }
    lines
}

/// When, where, what.
fn head(model: &Model, all: &Explanation, columns: usize) -> Line<'static> {
    let at = format!(" {}  ", all.event.at.on_clock());
    let letter = all.event.kind.node().map_or(String::new(), |node| format!("{}  ", node.letter));
    let room = columns.saturating_sub(width(&at) + width(&letter) + 1);
    let what = fit(&printable(&all.event.kind.to_string()), room).into_owned();
    Line::from(vec![text(at), span(model, Role::Letter, letter), text(what)])
}

fn sentence(
    model: &Model,
    mark: &str,
    what: &str,
    why: &str,
    columns: usize,
    lines: &mut Vec<Line<'static>>,
) {
    let whole = format!("{what}: {why}.");
    for (index, part) in wrap(&whole, columns.saturating_sub(INDENT + 1)).into_iter().enumerate() {
        let mut spans = vec![span(model, Role::Strong, if index == 0 { mark } else { "   " })];
        match part.split_once(": ").filter(|(name, _)| index == 0 && *name == what) {
            Some((name, rest)) => {
                spans.push(span(model, Role::Strong, format!("{name}: ")));
                spans.push(text(rest));
            }
            None => spans.push(text(part)),
        }
        lines.push(Line::from(spans));
    }
}

fn source(model: &Model, rule: &'static Rule, columns: usize, lines: &mut Vec<Line<'static>>) {
    let label = rule.source.label();
    let role = if label == "assumed" { Role::Note } else { Role::Dim };
    let words = format!("[{label}] {}", rule.source);
    for part in wrap(&words, columns.saturating_sub(INDENT + 3)) {
        lines.push(Line::from(vec![Span::raw("     "), span(model, role, part)]));
    }
}
