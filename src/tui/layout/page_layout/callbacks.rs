//! The callbacks of a page, one below the other.

use ratatui::text::{Line, Span};

use super::{Builder, INDENT, PageBox};
use crate::page::{Ask, AskKind, Callback, MessageType, Tells};
use crate::tui::facts;
use crate::tui::form::Input;
use crate::tui::keymap::Context;
use crate::tui::layout::spans::{gauge, span, text};
use crate::tui::page::Element;
use crate::tui::text::{pad, width, wrap};
use crate::tui::theme::Role;

/// The widest gauge.
const MAX_GAUGE: usize = 24;
/// The widest field.
const MAX_FIELD: usize = 40;
/// The columns that a prompt leaves to the field beside it.
const MIN_FIELD: usize = 16;

impl Builder<'_> {
    pub(super) fn callbacks(&mut self) {
        let model = self.model;
        let Some(page) = self.side.page(&model.run) else { return };
        if let Some(header) = &page.header {
            self.paragraph(Role::Strong, header);
        }
        if let Some(description) = &page.description {
            self.paragraph(Role::Text, description);
        }
        self.blank();
        // Prompts stand beside their fields, in one column; those too long for it above.
        let longest = self.columns.saturating_sub(INDENT + MIN_FIELD);
        let short = page.callbacks.iter().filter_map(prompt).map(width).filter(|label| *label <= longest);
        let label_columns = short.max().unwrap_or(0);
        for (index, callback) in page.callbacks.iter().enumerate() {
            self.callback(index, callback, label_columns);
        }
        // The buttons of a last confirmation and those of the page stand in one row.
        if self.row.is_empty() && self.countdown.is_none() {
            self.blank();
        }
    }

    fn callback(&mut self, index: usize, callback: &Callback, label_columns: usize) {
        match callback.tells() {
            Some(Tells::Text { message_type, message, is_suspended }) => {
                self.message(message_type, message, is_suspended);
            }
            Some(Tells::Wait { message }) => self.polling(message),
            Some(Tells::Unknown { name }) => {
                self.paragraph(Role::Note, &format!("{name}: jsim cannot show or answer this callback."));
            }
            None => {}
        }
        let ask = callback.ask();
        let prompt = ask.prompt.map_or("", AsRef::as_ref);
        match ask.kind {
            AskKind::Buttons => {
                if !prompt.is_empty() {
                    self.paragraph(Role::Text, prompt);
                }
                if self.countdown.is_none() {
                    self.blank();
                }
                for (element, what) in self.elements_of(index) {
                    self.button(element, what);
                }
            }
            AskKind::Choice | AskKind::MultiChoice => self.choice(index, prompt, &ask),
            _ if ask.is_field() => {
                self.field(index, prompt, label_columns);
                if !ask.proposal.is_empty() {
                    self.paragraph(Role::Dim, &format!("Proposed: {}", ask.proposal));
                }
                for policy in callback.failed_policies() {
                    self.paragraph(Role::Bad, &format!("Not accepted: {policy}"));
                }
            }
            _ => {}
        }
    }

    fn message(&mut self, message_type: MessageType, message: &str, is_suspended: bool) {
        let role = match message_type {
            MessageType::Information => Role::Text,
            MessageType::Warning => {
                self.paragraph(Role::Note, "Warning:");
                Role::Text
            }
            MessageType::Error => {
                self.paragraph(Role::Bad, "Error:");
                Role::Text
            }
            MessageType::Script => {
                return self.paragraph(Role::Dim, "(A script came for the browser; jsim runs none.)");
            }
        };
        self.paragraph(role, message);
        if is_suspended {
            self.paragraph(Role::Dim, "(The journey is suspended here.)");
        }
    }

    fn polling(&mut self, message: &str) {
        let model = self.model;
        self.paragraph(Role::Text, message);
        self.blank();
        if let Some(wait) = facts::wait(&model.run, self.side) {
            let polls = self.side.session(&model.run).map_or(0, |session| session.polls);
            let words = format!("next poll in {} s  ", wait.left);
            let count = if polls > 0 && self.columns >= 50 {
                format!("  poll no. {}", polls + 1)
            } else {
                String::new()
            };
            let room = self.columns.saturating_sub(INDENT + width(&words) + width(&count) + 1);
            let mut spans = vec![Span::raw(" ".repeat(INDENT)), text(words)];
            spans.extend(gauge(model, wait.left, wait.whole, room.min(MAX_GAUGE)));
            spans.push(span(model, Role::Dim, count));
            self.countdown = Some(Line::from(spans));
        }
    }

    fn field(&mut self, index: usize, prompt: &str, label_columns: usize) {
        let model = self.model;
        let Some((element, _)) = self.elements_of(index).into_iter().next() else { return };
        let form = &model.forms[self.side.index()];
        let (editor, mask) = match form.inputs.get(index) {
            Some(Input::Text(editor)) => (editor, false),
            Some(Input::Secret(editor)) => (editor, !form.revealed),
            _ => return,
        };
        let focused = self.is_focused(element);
        let mark = if focused { span(model, Role::Focus, "> ") } else { Span::raw("  ") };
        let role = if focused { Role::Strong } else { Role::Text };
        let mut spans = vec![mark];
        let mut x = INDENT;
        if width(prompt) <= label_columns {
            spans.push(span(model, role, pad(prompt, label_columns)));
            spans.push(Span::raw("  "));
            x += label_columns + 2;
        } else {
            self.paragraph(role, prompt);
        }
        let inside = self.columns.saturating_sub(x + 3).clamp(1, MAX_FIELD);
        let (shown, column) = editor.window(inside, mask);
        let edge = if focused { Role::Focus } else { Role::Text };
        spans.push(span(model, edge, "["));
        spans.push(text(pad(&shown, inside)));
        spans.push(span(model, edge, "]"));
        let y = self.page.lines.len();
        self.push(Line::from(spans));
        self.page.boxes.push(PageBox { element, x, y, width: inside + 2 });
        if focused && model.context() == Context::Typing {
            self.page.cursor = Some((x + 1 + column, y));
        }
    }

    fn choice(&mut self, index: usize, prompt: &str, ask: &Ask<'_>) {
        let model = self.model;
        self.paragraph(Role::Text, prompt);
        let form = &model.forms[self.side.index()];
        for (element, what) in self.elements_of(index) {
            let Element::Option { option, .. } = what else { continue };
            let chosen = matches!(form.inputs.get(index), Some(Input::Choice { selected, .. }) if selected.contains(&option));
            let sign = match (ask.kind == AskKind::MultiChoice, chosen) {
                (true, true) => "[x]",
                (true, false) => "[ ]",
                (false, true) => "(*)",
                (false, false) => "( )",
            };
            let name = ask.options.get(option).map_or("", AsRef::as_ref);
            let mut parts = wrap(name, self.columns.saturating_sub(INDENT + sign.len() + 1));
            if parts.is_empty() {
                parts.push(String::new());
            }
            let focused = self.is_focused(element);
            let role = if focused { Role::Selected } else { Role::Text };
            for (row, part) in parts.into_iter().enumerate() {
                let mark = if focused && row == 0 { "> " } else { "  " };
                let shown = format!("{} {part}", if row == 0 { sign } else { "   " });
                let at = PageBox { element, x: INDENT, y: self.page.lines.len(), width: width(&shown) };
                self.page.boxes.push(at);
                self.push(Line::from(vec![Span::raw(mark), span(model, role, shown)]));
            }
        }
    }
}

/// What stands beside a field that is typed into.
fn prompt(callback: &Callback) -> Option<&str> {
    let ask = callback.ask();
    ask.prompt.filter(|_| ask.is_typed()).map(AsRef::as_ref)
}
