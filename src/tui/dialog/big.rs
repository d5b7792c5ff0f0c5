//! The number in figures that are seen from afar, in pairs, and names by letters: for whoever dials by hand or dictates.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::domain::phone::Phone;
use crate::domain::spell;
use crate::domain::text::clean_line;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Figures, five rows of three cells each.
const FIGURES: [(char, [&str; 5]); 12] = [
    ('0', ["███", "█ █", "█ █", "█ █", "███"]),
    ('1', [" █ ", "██ ", " █ ", " █ ", "███"]),
    ('2', ["███", "  █", "███", "█  ", "███"]),
    ('3', ["███", "  █", "███", "  █", "███"]),
    ('4', ["█ █", "█ █", "███", "  █", "  █"]),
    ('5', ["███", "█  ", "███", "  █", "███"]),
    ('6', ["███", "█  ", "███", "█ █", "███"]),
    ('7', ["███", "  █", "  █", "  █", "  █"]),
    ('8', ["███", "█ █", "███", "█ █", "███"]),
    ('9', ["███", "█ █", "███", "  █", "███"]),
    ('+', ["   ", " █ ", "███", " █ ", "   "]),
    (' ', ["  ", "  ", "  ", "  ", "  "]),
];

/// One number, and what is dictated with it.
#[derive(Debug)]
pub struct Big {
    phone: Phone,
    name: String,
    emails: Vec<String>,
}

impl Big {
    /// The number that is called, else the one under the cursor of the card.
    pub fn new(model: &Model) -> Option<Self> {
        let dossier = model.card.dossier.as_ref()?;
        let dialled = model.shown_work().and_then(|work| work.dial).map(|dial| dial.phone);
        let focused = model.focus == crate::tui::model::Pane::Card;
        let numbers = crate::tui::pane::card::numbers(model);
        let under = numbers.get(model.card.number).copied();
        let phone = if focused { under.or(dialled) } else { dialled.or(under) }?;
        let emails = dossier.client.methods.iter().chain(dossier.people.iter().flat_map(|p| &p.methods));
        let emails = emails.filter_map(|method| match &method.value {
            crate::domain::contact::ContactValue::Email(email) => Some(email.as_str().to_owned()),
            _ => None,
        });
        Some(Self { phone, name: dossier.client.name.clone(), emails: emails.take(2).collect() })
    }

    fn lines(&self, env: &Env, width: usize) -> Vec<Line<'static>> {
        let shown = spell::pairs(&self.phone.without_ext().to_string());
        let mut lines = figures(&shown, env, width);
        let text = env.style(Role::Text);
        lines.push(Line::default());
        lines.push(Line::styled(env.texts.phone(&self.phone), env.style(Role::Accent)));
        let mut dictated = vec![clean_line(&self.name)];
        dictated.extend(self.emails.iter().map(|email| clean_line(email)));
        for word in dictated.into_iter().filter(|word| !word.is_empty()) {
            lines.push(Line::default());
            lines.push(Line::styled(word.clone(), env.style(Role::Muted)));
            lines.push(Line::styled(spell::letters(&word, env.texts.lang()), text));
        }
        lines
    }
}

/// A number in large figures; in as many blocks of rows as it takes.
fn figures(number: &str, env: &Env, width: usize) -> Vec<Line<'static>> {
    let glyph = |c: char| FIGURES.iter().find(|(known, _)| *known == c).map(|(_, rows)| rows);
    let mut blocks: Vec<Vec<&[&str; 5]>> = vec![Vec::new()];
    let mut used = 0;
    for rows in number.chars().filter_map(glyph) {
        let wide = rows.first().map_or(0, |row| row.chars().count()) + 1;
        if used + wide > width {
            blocks.push(Vec::new());
            used = 0;
        }
        used += wide;
        if let Some(block) = blocks.last_mut() {
            block.push(rows);
        }
    }
    let mut lines = Vec::new();
    for block in blocks {
        for place in 0..5 {
            let row: Vec<&str> = block.iter().filter_map(|rows| rows.get(place).copied()).collect();
            lines.push(Line::from(Span::styled(row.join(" "), env.style(Role::Number))));
        }
    }
    lines
}

impl Behave for Big {
    fn contexts(&self) -> &'static [&'static str] {
        &["list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, _: Key) -> Flow {
        // Whatever is pressed next, the number has been read.
        Flow::Close
    }

    fn act(&mut self, _: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back | Action::Open => Flow::Close,
            _ => Flow::Stay,
        }
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(4).min(76);
        let inner = usize::from(width.saturating_sub(4));
        let lines = draw::wrapped(&self.lines(env, inner), inner);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let area = window(frame, env, hits, &env.text("big-title"), (width, height));
        for (y, line) in (area.y..area.bottom()).zip(&lines) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
    }
}
