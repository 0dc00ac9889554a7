//! What the person on a side sees: the page with its fields and buttons, or what stands in its
//! place. Lines, and where on them each element is.

use ratatui::text::{Line, Span};

use super::super::facts;
use super::super::form::Input;
use super::super::hints::label;
use super::super::keymap::Context;
use super::super::model::Model;
use super::super::page::{Element, Side, default_button};
use super::super::text::{fit, pad, width, wrap};
use super::super::theme::Role;
use super::super::view::paint::{gauge, span, text};
use crate::engine::{EndKind, Status};
use crate::page::{Ask, AskKind, Callback, MessageType, Tells};

/// Columns before the text: the mark of the focus and a blank.
const INDENT: usize = 2;
/// The widest gauge.
const GAUGE: usize = 24;
/// The widest field.
const FIELD: usize = 40;
/// The columns that a prompt leaves to the field beside it.
const NARROWEST: usize = 16;

/// Where an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct HitBox {
    /// Its index among the side's elements.
    pub element: usize,
    /// First column.
    pub x: usize,
    /// Row.
    pub y: usize,
    /// Columns.
    pub width: usize,
}

/// The sheet of a side.
#[derive(Debug)]
pub(in super::super) struct PageLayout {
    /// The lines.
    pub lines: Vec<Line<'static>>,
    /// How many of the last lines are the countdown and the buttons: they stay in view while the
    /// others scroll.
    pub pinned: usize,
    /// Where the elements are.
    pub spots: Vec<HitBox>,
    /// The cursor: column and row.
    pub cursor: Option<(usize, usize)>,
}

struct Builder<'a> {
    model: &'a Model,
    side: Side,
    columns: usize,
    sheet: PageLayout,
    /// Buttons of the row that is being filled.
    row: Vec<(usize, String)>,
    /// The countdown, which stands above the last buttons.
    countdown: Option<Line<'static>>,
}

/// The sheet of a side for a width.
pub(in super::super) fn sheet(model: &Model, side: Side, columns: usize) -> PageLayout {
    let sheet = PageLayout { lines: Vec::new(), pinned: 0, spots: Vec::new(), cursor: None };
    let mut builder = Builder { model, side, columns, sheet, row: Vec::new(), countdown: None };
    builder.build();
    let before = builder.sheet.lines.len();
    if let Some(countdown) = builder.countdown.take() {
        builder.sheet.lines.push(countdown);
        builder.sheet.lines.push(Line::default());
    }
    builder.flush();
    builder.sheet.pinned = builder.sheet.lines.len() - before;
    builder.sheet
}

impl PageLayout {
    /// Leaves out as many blank lines as needed to come down to a number of rows, the upper ones first.
    pub(in super::super) fn squeeze(&mut self, rows: usize) {
        while self.lines.len() > rows {
            let Some(blank) = self.lines.iter().position(|line| line.spans.is_empty()) else { return };
            self.lines.remove(blank);
            self.pinned -= usize::from(blank >= self.lines.len() + 1 - self.pinned);
            let below = self.spots.iter_mut().map(|spot| &mut spot.y);
            for y in below.chain(self.cursor.as_mut().map(|(_, y)| y)) {
                *y -= usize::from(*y > blank);
            }
        }
    }
}

impl Builder<'_> {
    fn build(&mut self) {
        let model = self.model;
        match side_status(model, self.side) {
            Some(Status::Waiting) => self.page(),
            Some(Status::Running) => self.in_flight(),
            Some(Status::Ended(_)) => self.ended(),
            None => self.nothing(),
        }
        // Buttons that belong to no callback.
        let form = &model.forms[self.side.index()];
        for (index, element) in form.elements.iter().enumerate() {
            let placed =
                matches!(element, Element::Field { .. } | Element::Option { .. } | Element::Confirm { .. });
            if !placed {
                self.button(index, *element);
            }
        }
    }

    fn page(&mut self) {
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
        let longest = self.columns.saturating_sub(INDENT + NARROWEST);
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
            spans.extend(gauge(model, wait.left, wait.whole, room.min(GAUGE)));
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
        let inside = self.columns.saturating_sub(x + 3).clamp(1, FIELD);
        let (shown, column) = editor.window(inside, mask);
        let edge = if focused { Role::Focus } else { Role::Text };
        spans.push(span(model, edge, "["));
        spans.push(text(pad(&shown, inside)));
        spans.push(span(model, edge, "]"));
        let y = self.sheet.lines.len();
        self.push(Line::from(spans));
        self.sheet.spots.push(HitBox { element, x, y, width: inside + 2 });
        if focused && model.context() == Context::Typing {
            self.sheet.cursor = Some((x + 1 + column, y));
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
                let spot = HitBox { element, x: INDENT, y: self.sheet.lines.len(), width: width(&shown) };
                self.sheet.spots.push(spot);
                self.push(Line::from(vec![Span::raw(mark), span(model, role, shown)]));
            }
        }
    }

    fn in_flight(&mut self) {
        let model = self.model;
        let next = self.side.session(&model.run).and_then(|session| session.current(model.run.program()));
        self.blank();
        self.paragraph(Role::Note, "The request is in flight.");
        if let Some(node) = next {
            self.paragraph(Role::Text, &format!("The server visits {} {} next.", node.letter, node.name));
        }
        self.blank();
        self.paragraph(Role::Dim, ". visits one node, Space lets the clock run.");
    }

    fn ended(&mut self) {
        let model = self.model;
        let Some((kind, says)) = facts::ending(&model.run, self.side) else { return };
        let badge = if kind == EndKind::Success { Role::Success } else { Role::Failure };
        self.blank();
        let mut spans = vec![
            Span::raw(" ".repeat(INDENT)),
            span(model, badge, format!(" {} ", kind.name())),
            Span::raw("  "),
        ];
        let notice = model.run.world().client(self.side.client()).and_then(|client| client.notice.clone());
        if let Some(notice) = notice {
            let room = self.columns.saturating_sub(INDENT + kind.name().len() + 4);
            spans.push(span(model, Role::Strong, fit(&super::super::text::printable(&notice), room)));
        }
        self.push(Line::from(spans));
        self.blank();
        for sentence in says {
            self.paragraph(Role::Text, &sentence);
        }
        self.blank();
    }

    /// No session: BACKCHANNEL before its link is opened, or a closed tab.
    fn nothing(&mut self) {
        let model = self.model;
        let notice = model.run.world().client(self.side.client()).and_then(|client| client.notice.clone());
        self.blank();
        if let Some(notice) = notice {
            self.paragraph(Role::Bad, &notice);
            self.blank();
        }
        match (self.side, model.run.link()) {
            (Side::Main, _) => self.paragraph(Role::Text, "The tab is closed."),
            (Side::Back, None) => {
                self.paragraph(Role::Text, "The other device. Nothing is open on it.");
                self.blank();
                self.paragraph(Role::Dim, "Its link comes when MAIN has named a user.");
            }
            (Side::Back, Some(link)) => {
                let gone =
                    facts::transaction(&model.run).is_some_and(|it| it.is_gone(model.run.world().now()));
                let says = if gone {
                    "The link opens no more: its transaction is gone."
                } else if facts::was_opened(&model.run) {
                    "The tab is closed. The link can be opened again:"
                } else {
                    "The other device has got a link:"
                };
                self.paragraph(Role::Text, says);
                self.blank();
                self.paragraph(Role::Link, &link);
            }
        }
        self.blank();
    }

    fn elements_of(&self, index: usize) -> Vec<(usize, Element)> {
        let belongs = |element: &Element| match *element {
            Element::Field { callback }
            | Element::Option { callback, .. }
            | Element::Confirm { callback, .. } => callback == index,
            _ => false,
        };
        let elements = self.model.forms[self.side.index()].elements.iter().copied().enumerate();
        elements.filter(|(_, element)| belongs(element)).collect()
    }

    fn is_focused(&self, element: usize) -> bool {
        self.side == self.model.focus && self.model.forms[self.side.index()].focus == element
    }

    /// A button; one that is longer than the row takes several rows, all of them its.
    fn button(&mut self, element: usize, what: Element) {
        let room = self.columns.saturating_sub(INDENT + 4);
        // Where a field has the focus, Enter may press one of several buttons.
        let form = &self.model.forms[self.side.index()];
        let default =
            form.any_field(true).is_some() && default_button(&self.model.run, self.side) == Some(what);
        let (open, close) = if default { ("(*", "*)") } else { ("( ", " )") };
        let parts = wrap(&label(self.model, self.side, what), room);
        let last = parts.len().saturating_sub(1);
        if parts.is_empty() {
            self.row.push((element, format!("{open}{close}")));
        }
        for (row, part) in parts.into_iter().enumerate() {
            let open = if row == 0 { open } else { "  " };
            let close = if row == last { close } else { "  " };
            let part = if last > 0 { pad(&part, room) } else { part };
            self.row.push((element, format!("{open}{part}{close}")));
        }
    }

    /// Writes the buttons that have been collected, in as many rows as they need.
    fn flush(&mut self) {
        let row = std::mem::take(&mut self.row);
        let mut spans = Vec::new();
        let mut x = INDENT;
        for (element, words) in row {
            if x > INDENT && x + width(&words) > self.columns {
                self.sheet.lines.push(Line::from(std::mem::take(&mut spans)));
                x = INDENT;
            }
            let focused = self.is_focused(element);
            let marked = focused && words.starts_with('(');
            let mark = if x > INDENT { " >" } else { "> " };
            spans.push(if marked { span(self.model, Role::Focus, mark) } else { Span::raw("  ") });
            let role = if focused { Role::Selected } else { Role::Text };
            let spot = HitBox { element, x, y: self.sheet.lines.len(), width: width(&words) };
            self.sheet.spots.push(spot);
            x += width(&words) + 2;
            spans.push(span(self.model, role, words));
        }
        if x > INDENT {
            self.sheet.lines.push(Line::from(spans));
        }
    }

    fn push(&mut self, line: Line<'static>) {
        self.flush();
        self.sheet.lines.push(line);
    }

    fn paragraph(&mut self, role: Role, words: &str) {
        // A margin on the right, unless the last column saves a line or a word that is broken needs it.
        let room = self.columns.saturating_sub(INDENT);
        let (tight, airy) = (wrap(words, room), wrap(words, room.saturating_sub(1)));
        let broken = words.split_whitespace().any(|word| width(word) >= room);
        let links: Vec<&str> = words.split_whitespace().filter(|word| word.starts_with("http")).collect();
        for part in if broken || tight.len() < airy.len() { tight } else { airy } {
            let in_link = !part.is_empty() && links.iter().any(|link| link.contains(&part));
            let role = if in_link { Role::Link } else { role };
            let line = vec![Span::raw(" ".repeat(INDENT)), span(self.model, role, part)];
            self.push(Line::from(line));
        }
    }

    fn blank(&mut self) {
        self.flush();
        let after_blank = self.sheet.lines.last().is_some_and(|line| line.spans.is_empty());
        if !after_blank {
            self.sheet.lines.push(Line::default());
        }
    }
}

fn side_status(model: &Model, side: Side) -> Option<&Status> {
    side.session(&model.run).map(|session| &session.status)
}

/// What stands beside a field that is typed into.
fn prompt(callback: &Callback) -> Option<&str> {
    let ask = callback.ask();
    ask.prompt.filter(|_| ask.is_typed()).map(AsRef::as_ref)
}
