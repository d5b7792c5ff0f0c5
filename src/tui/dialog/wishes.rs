//! When a client wants to be called, and what time it is there, as he says himself.

use chrono_tz::Tz;
use ratatui::text::Line;

use super::form::Form;
use super::sheet::{Sheet, bad, good};
use super::{Cx, Flow};
use crate::desk::clients::SetWishes;
use crate::domain::geo::zone_named;
use crate::domain::hours::Window;
use crate::domain::ids::ClientId;
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::env::Env;
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
}

impl Sheet for Wishes {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.say(&say!("wishes-title", client = self.name.as_str()))
    }

    /// What was understood, a line for each field.
    fn reading(&self, _: &Model, env: &Env) -> Vec<Line<'static>> {
        let good = |said: String| good(&said, env);
        let bad = |key| bad(&env.text(key), env);
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
        vec![hours, zone]
    }

    fn hint(&self) -> &'static str {
        "wishes-hint"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let (hours, zone) = match (self.hours(), self.zone()) {
            (Err(()), _) => {
                self.form.go(HOURS);
                complain(cx.model, cx.env, say!("error-not-hours", text = self.form.typed(HOURS)));
                return Flow::Stay;
            }
            (_, Err(())) => {
                self.form.go(ZONE);
                complain(cx.model, cx.env, say!("import-unknown-zone", zone = self.form.typed(ZONE)));
                return Flow::Stay;
            }
            (Ok(hours), Ok(zone)) => (hours, zone),
        };
        let case = SetWishes { client: self.client, hours: Some(hours), zone };
        if !std::mem::replace(&mut cx.model.busy, true) {
            cx.effects.push(Effect::Ask(Request::Wish(Box::new(WishRequest::Set(case)))));
        }
        Flow::Stay
    }
}
