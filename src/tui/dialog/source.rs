//! What has brought a client: a list that a few letters narrow down, or words of one's own.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::Picker;
use super::result::numbered;
use crate::domain::layout;
use crate::domain::name::search_form;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::theme::Role;

/// The question for a source.
#[derive(Debug)]
pub(super) struct SourceQuestion {
    sources: Vec<String>,
    picker: Picker,
    field: Field,
}

impl SourceQuestion {
    pub(super) fn new(sources: Vec<String>) -> Self {
        Self { sources, picker: Picker::default(), field: Field::line("") }
    }

    /// The sources that what was typed leaves: those with a word that begins so.
    fn left(&self) -> Vec<&String> {
        let typed = self.field.text();
        let forms = [search_form(&typed).text, search_form(&layout::swap(&typed)).text];
        let fits = |source: &&String| {
            let form = search_form(source);
            forms.iter().any(|typed| {
                form.text.starts_with(typed.as_str())
                    || form.words().any(|word| word.starts_with(typed.as_str()))
            })
        };
        if typed.trim().is_empty() {
            self.sources.iter().collect()
        } else {
            self.sources.iter().filter(fits).collect()
        }
    }

    /// How many rows a cursor moves among.
    pub(super) fn rows(&self) -> usize {
        self.left().len()
    }

    /// Digits choose a row as long as nothing was typed.
    pub(super) fn takes_digits(&self) -> bool {
        self.field.is_empty()
    }

    pub(super) fn choose(&mut self, row: usize) {
        self.picker.row = row;
    }

    pub(super) fn moved(&mut self, action: Action) {
        self.picker.moved(action, self.rows());
    }

    pub(super) fn key(&mut self, key: Key) {
        if self.field.key(key) {
            self.picker = Picker::default();
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.field.paste(text) {
            self.picker = Picker::default();
        }
    }

    /// What was typed.
    pub(super) fn typed(&self) -> String {
        self.field.typed()
    }

    /// Puts back what was typed.
    pub(super) fn retype(&mut self, text: Option<&String>) {
        self.field.retype(text);
    }

    /// The source under the cursor; where none fits, what was typed.
    pub(super) fn take(&self) -> String {
        let chosen = self.left().get(self.picker.row).map(|source| (*source).clone());
        chosen.unwrap_or_else(|| self.field.text().trim().to_owned())
    }

    pub(super) fn height(&self) -> u16 {
        u16::try_from(self.sources.len()).unwrap_or(10).min(10) + 1
    }

    pub(super) fn view(&self, frame: &mut Frame<'_>, area: Rect, env: &Env, hits: &mut HitMap) {
        let field = draw::labelled(frame, Rect { height: 1, ..area }, &env.text("source-label"), env);
        self.field.view(frame, field, env.style(Role::Input), true);
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let left = self.left();
        if left.is_empty() {
            draw::line(frame, list, &Line::styled(env.text("source-own"), env.style(Role::Muted)));
        }
        let rows: Vec<Line<'_>> =
            left.iter().enumerate().map(|(n, source)| numbered(n, source, env)).collect();
        self.picker.view(frame, list, env, hits, &rows);
    }
}
