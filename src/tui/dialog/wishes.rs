//! When a client wants to be called, and what time it is there, as he says himself.

use chrono_tz::Tz;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::form::Form;
use super::picker::window;
use super::{Behave, Cx, Flow};
use crate::desk::clients::SetWishes;
use crate::domain::hours::Window;
use crate::domain::ids::ClientId;
use crate::domain::text::clean_line;
use crate::exchange::clients::zone_named;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Request};
use crate::tui::theme::Role;
use crate::tui::update::complain;
use crate::tui::wishes::WishRequest;

const HOURS: usize = 0;
const ZONE: usize = 1;

/// The hours and the zone while they are typed.
#[derive(Debug)]
pub struct Wishes {
    client: ClientId,
    name: String,
    /// The zone as it is known: it is not what the client said, so it does not stand in the field.
    zone: String,
    form: Form,
}

impl Wishes {
    /// Those of the client on the screen, as they are known.
    pub fn new(model: &Model, env: &Env) -> Option<Self> {
        let client = &model.card.dossier.as_ref()?.client;
        let hours = client.calls.map(|window| env.texts.window(&window)).unwrap_or_default();
        let zone = client.zone.map(|zone| env.texts.zone(zone.tz, env.now)).unwrap_or_default();
        let form = Form::new().text("wishes-hours", &hours).text("wishes-zone", "");
        Some(Self { client: client.id, name: clean_line(&client.name), zone, form })
    }

    /// The hours that were typed: none at all take them away.
    fn hours(&self) -> Result<Option<Window>, ()> {
        let text = self.form.typed(HOURS);
        if text.is_empty() { Ok(None) } else { Window::parse(&text).map(Some).ok_or(()) }
    }

    /// The zone that was typed; `None` when none was, or the one there is.
    fn zone(&self) -> Result<Option<Tz>, ()> {
        let text = self.form.typed(ZONE);
        if text.is_empty() || text == self.zone { Ok(None) } else { zone_named(&text).map(Some).ok_or(()) }
    }

    fn save(&mut self, cx: &mut Cx<'_>) {
        let (hours, zone) = match (self.hours(), self.zone()) {
            (Err(()), _) => {
                self.form.go(HOURS);
                return complain(cx.model, cx.env, say!("error-not-hours", text = self.form.typed(HOURS)));
            }
            (_, Err(())) => {
                self.form.go(ZONE);
                return complain(cx.model, cx.env, say!("import-unknown-zone", zone = self.form.typed(ZONE)));
            }
            (Ok(hours), Ok(zone)) => (hours, zone),
        };
        let case = SetWishes { client: self.client, hours: Some(hours), zone };
        if !std::mem::replace(&mut cx.model.busy, true) {
            cx.effects.push(Effect::Ask(Request::Wish(Box::new(WishRequest::Set(case)))));
        }
    }

    /// What was understood, a line for each field.
    fn reading<'a>(&self, env: &Env) -> [Line<'a>; 2] {
        let good = |said: String| Line::styled(format!("● {said}"), env.style(Role::Good));
        let bad = |key| Line::styled(format!("▲ {}", env.text(key)), env.style(Role::Warning));
        let hours = match self.hours() {
            Err(()) => bad("wishes-hours-bad"),
            Ok(None) => good(env.text("hours-usual")),
            Ok(Some(window)) => good(env.texts.window(&window)),
        };
        let zone = match self.zone() {
            Err(()) => bad("wishes-zone-bad"),
            Ok(None) => {
                let zone = if self.zone.is_empty() { env.text("zone-none") } else { self.zone.clone() };
                Line::styled(env.say(&say!("wishes-zone-same", zone = zone)), env.style(Role::Muted))
            }
            Ok(Some(tz)) => good(env.say(&say!(
                "wishes-zone-said",
                zone = env.texts.zone(tz, env.now),
                time = env.texts.time(env.now, tz)
            ))),
        };
        [hours, zone]
    }
}

impl Behave for Wishes {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        self.form.key(key);
        Flow::Stay
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit if self.form.next() => {}
            Action::Submit | Action::Save => self.save(cx),
            Action::Back => return Flow::Close,
            _ => {}
        }
        // It goes when the desk has written it down.
        Flow::Stay
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.form.paste(text);
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let width = frame.area().width.saturating_sub(8).min(72);
        let title = env.say(&say!("wishes-title", client = self.name.as_str()));
        let fields = self.form.height();
        let area = window(frame, env, hits, &title, (width, fields + 3));
        self.form.view(frame, Rect { height: fields, ..area }.intersection(area), env);
        for (n, line) in (0_u16..).zip(self.reading(env)) {
            let at = Rect { y: area.y + fields + n, height: 1, ..area }.intersection(area);
            draw::line(frame, at, &line);
        }
        let below = Rect { y: area.y + fields + 2, height: 1, ..area }.intersection(area);
        draw::line(frame, below, &Line::styled(env.text("wishes-hint"), env.style(Role::Placeholder)));
    }
}
