//! Writing a note. What is typed is kept at every pause: see [`super::super::update`].

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::desk::notes::AddNote;
use crate::domain::ids::{ClientId, DealId};
use crate::domain::interaction::Subject;
use crate::domain::script::facts::Facts;
use crate::domain::script::variable::Variable;
use crate::domain::snippet;
use crate::domain::time::Moment;
use crate::say;
use crate::tui::action::Action;
use crate::tui::day;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::known::Known;
use crate::tui::model::{Model, NoteDraft};
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;
use crate::tui::update::complain;

/// The note editor.
#[derive(Debug)]
pub struct Note {
    client: ClientId,
    deal: Option<DealId>,
    begun: Option<Moment>,
    field: Field,
    /// It was on the screen when the last session ended.
    restored: bool,
}

impl Note {
    /// An empty note about the client on the screen; its subject is his open deal.
    pub fn new(model: &Model, now: Moment) -> Option<Self> {
        let dossier = model.card.dossier.as_ref()?;
        let deal = dossier.open_deal().map(|info| info.deal.id);
        let begun = Some(now);
        Some(Self { client: dossier.client.id, deal, begun, field: Field::page(""), restored: false })
    }

    /// A note that was begun in an earlier session.
    pub fn restored(draft: &NoteDraft) -> Self {
        let NoteDraft { client, text, deal, begun } = draft;
        Self { client: *client, deal: *deal, begun: *begun, field: Field::page(text), restored: true }
    }

    /// What is to be kept of it; nothing while it is empty.
    pub fn draft(&self) -> Option<NoteDraft> {
        let Self { client, deal, begun, .. } = *self;
        (!self.field.is_empty()).then(|| NoteDraft { client, deal, begun, text: self.field.text() })
    }

    /// Puts a canned note in place of the letters before the cursor that call it; whether there was one. Says when there is
    /// none, if it was surely meant.
    fn expand(&mut self, cx: &mut Cx<'_>, meant: bool) -> bool {
        let Some((letters, count)) = snippet::called(&self.field.before_cursor()) else { return false };
        let catalog = std::sync::Arc::clone(&cx.model.catalog);
        let Some(found) = snippet::find(catalog.snippets(), &letters, cx.model.who.user) else {
            if meant {
                complain(cx.model, cx.env, say!("snippet-unknown", letters = letters));
            }
            return false;
        };
        let model = &*cx.model;
        let work = day::looked_at(model, cx.env).filter(|work| work.client == self.client);
        let value = |variable: &Variable| Known::new(model, work.as_ref()?, cx.env).text(variable);
        let (text, cursor) = snippet::expand(&found.text, &value);
        self.field.replace_before(count, &text, cursor)
    }

    fn save(&self, cx: &mut Cx<'_>) -> Flow {
        if self.field.text().trim().is_empty() {
            return Flow::Close;
        }
        if cx.model.busy {
            complain(cx.model, cx.env, say!("busy-saving"));
            return Flow::Stay;
        }
        cx.model.busy = true;
        let subject = self.deal.map(Subject::Deal);
        let note = AddNote { client: self.client, subject, text: self.field.text() };
        cx.effects.push(Effect::Ask(Request::Note(note)));
        // It goes when the desk has it: nothing is lost if the desk can't take it.
        Flow::Stay
    }
}

impl Behave for Note {
    fn contexts(&self) -> &'static [&'static str] {
        &["text"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        // Most notes are one line: Enter saves, Alt+Enter begins another line.
        if key.code == KeyCode::Enter && !key.alt {
            return self.save(cx);
        }
        // A space may be meant as one; Tab is nothing else here.
        let (tab, plain) = (key.code == KeyCode::Tab, !key.alt && !key.ctrl);
        if plain && (tab || key.code == KeyCode::Char(' ')) && (self.expand(cx, tab) || tab) {
            return Flow::Stay;
        }
        self.field.key(Key { alt: key.alt && key.code != KeyCode::Enter, ..key });
        Flow::Stay
    }

    fn leaves(&self) -> bool {
        self.field.text().trim().is_empty()
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Save => self.save(cx),
            Action::Back if self.field.text().trim().is_empty() => Flow::Close,
            Action::Back => {
                // Esc never throws text away.
                complain(cx.model, cx.env, say!("note-not-saved"));
                Flow::Stay
            }
            _ => Flow::Stay,
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.field.paste(text);
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let size = (screen.width.saturating_sub(8).min(80), screen.height.saturating_sub(10).min(10));
        let dossier = model.card.dossier.as_ref().filter(|dossier| dossier.client.id == self.client);
        let name = dossier.map(|dossier| dossier.client.name.clone()).unwrap_or_default();
        let area = window(frame, env, hits, &env.say(&say!("note-title", client = name)), size);
        let hint = if self.restored { "note-restored" } else { "note-keys" };
        let hint = Line::styled(env.text(hint), env.style(Role::Muted));
        let hint = draw::wrapped(&[hint], usize::from(area.width));
        let below = u16::try_from(hint.len()).unwrap_or(1).min(area.height / 2);
        let text = Rect { height: area.height - below, ..area };
        self.field.view(frame, text, env.style(Role::Input), true);
        for (y, line) in (text.bottom()..area.bottom()).zip(&hint) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
    }
}
