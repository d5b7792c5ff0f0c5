//! Clients by a filter: a line that is typed, what it finds, the filters that were saved.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::filter_save::SaveFilterForm;
use super::picker::{Picker, window};
use super::sheet::bad;
use super::{Behave, Cx, Dialog, Flow};
use crate::desk::DeskError;
use crate::desk::filter::{Counted, FoundClient, meant};
use crate::domain::filter::saved::SavedFilter;
use crate::domain::filter::{Fault, Filter};
use crate::domain::ids::ClientId;
use crate::domain::text::{clean_line, fit};
use crate::i18n::Explain;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::finding::{NotFound, Search, Stop};
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::msg::{Effect, Failure, Request};
use crate::tui::theme::Role;
use crate::tui::update::{complain, open_client};

/// From this width on a row tells of the deal, in cells.
const WITH_DEAL: usize = 96;

/// The dialog.
#[derive(Debug, Default)]
pub struct Finder {
    field: Field,
    /// What was found for the line, or for one before it.
    state: State,
    token: u64,
    stop: Stop,
    picker: Picker,
    /// Enter was pressed while the count went on: the client under the cursor is opened once he is there.
    opens: bool,
}

/// What is known of the line.
#[derive(Debug, Default)]
enum State {
    /// Nothing is typed.
    #[default]
    Empty,
    /// It is being counted; what was found before stands there still.
    Counting(Counted),
    /// So many clients.
    Found(Counted),
    /// It is not understood.
    Fault(Fault),
    /// It could not be counted.
    Failed(Failure),
}

/// What is wrong with a line, and what to do.
pub(super) fn faulty(fault: &Fault, env: &Env) -> Vec<Line<'static>> {
    let hint = env.texts.filter_hint(fault).map(|hint| Line::styled(env.say(&hint), env.style(Role::Muted)));
    [bad(&env.say(&env.texts.filter_fault(fault)), env)].into_iter().chain(hint).collect()
}

impl Finder {
    /// The line as a filter.
    fn filter(&self, model: &Model) -> Result<Filter, DeskError> {
        meant(&model.catalog, &model.who, &self.field.text())
    }

    fn changed(&mut self, cx: &mut Cx<'_>) {
        self.picker = Picker::default();
        self.opens = false;
        self.stop.ask();
        if self.field.is_empty() {
            self.state = State::Empty;
            return;
        }
        match self.filter(cx.model) {
            Ok(filter) => {
                let before = match std::mem::take(&mut self.state) {
                    State::Found(counted) | State::Counting(counted) => counted,
                    _ => Counted::default(),
                };
                self.state = State::Counting(before);
                self.stop = Stop::default();
                cx.model.search_token += 1;
                self.token = cx.model.search_token;
                let search = Search { filter, stop: self.stop.clone() };
                cx.effects.push(Effect::Ask(Request::Find(self.token, Box::new(search))));
            }
            Err(DeskError::Filter(fault)) => self.state = State::Fault(fault),
            Err(error) => {
                let failure = Failure { text: error.what(&cx.env.texts), hint: error.hint(&cx.env.texts) };
                self.state = State::Failed(failure);
            }
        }
    }

    /// Takes in what was found; gives the client to open, when that was asked for already.
    pub(in crate::tui) fn found(
        &mut self,
        token: u64,
        result: Result<Box<Counted>, NotFound>,
    ) -> Option<ClientId> {
        if token != self.token || !matches!(self.state, State::Counting(_)) {
            return None;
        }
        self.state = match result {
            Ok(counted) => State::Found(*counted),
            Err(NotFound::Fault(fault)) => State::Fault(fault),
            Err(NotFound::Failed(failure)) => State::Failed(failure),
        };
        self.picker.row = self.picker.row.min(self.rows().len().saturating_sub(1));
        let opens = std::mem::take(&mut self.opens);
        self.rows().get(self.picker.row).map(|one| one.client.id).filter(|_| opens)
    }

    fn rows(&self) -> &[FoundClient] {
        match &self.state {
            State::Found(counted) | State::Counting(counted) => &counted.first,
            _ => &[],
        }
    }

    /// The filters that were saved, while nothing is typed.
    fn offered<'m>(&self, model: &'m Model) -> Vec<&'m SavedFilter> {
        match self.state {
            State::Empty => model.catalog.filters(model.who.user).collect(),
            _ => Vec::new(),
        }
    }

    fn count(&self, model: &Model) -> usize {
        if matches!(self.state, State::Empty) { self.offered(model).len() } else { self.rows().len() }
    }

    /// Enter: a filter that was saved, or the client under the cursor.
    fn enter(&mut self, cx: &mut Cx<'_>) -> Flow {
        match &self.state {
            State::Empty => {
                let chosen = self.offered(cx.model).get(self.picker.row).map(|saved| saved.line.clone());
                if let Some(line) = chosen {
                    let lang = cx.env.texts.lang();
                    let shown = Filter::parse(&line).map_or(line, |filter| filter.line(lang));
                    self.field.set(&shown);
                    self.changed(cx);
                }
                Flow::Stay
            }
            State::Counting(_) => {
                self.opens = true;
                Flow::Stay
            }
            _ => {
                let Some(client) = self.rows().get(self.picker.row).map(|one| one.client.id) else {
                    return Flow::Stay;
                };
                self.stop.ask();
                let effects = open_client(cx.model, cx.env, client, None);
                cx.effects.extend(effects);
                Flow::Close
            }
        }
    }

    /// Opens the form that saves the line under a name.
    fn save(&self, cx: &mut Cx<'_>) {
        match self.filter(cx.model) {
            Ok(_) if self.field.is_empty() => complain(cx.model, cx.env, say!("filter-line-wanted")),
            Ok(filter) => {
                let form = SaveFilterForm::new(filter, cx.model, cx.env);
                cx.model.dialogs.push(Dialog::SaveFilter(form));
            }
            Err(error) => {
                let text = error.what(&cx.env.texts);
                complain(cx.model, cx.env, text);
            }
        }
    }

    /// Takes the saved filter under the cursor away.
    fn drop_chosen(&self, cx: &mut Cx<'_>) {
        let chosen = self.offered(cx.model).get(self.picker.row).map(|saved| saved.id);
        if let Some(id) = chosen
            && !std::mem::replace(&mut cx.model.busy, true)
        {
            cx.effects.push(Effect::Ask(Request::DropFilter(id)));
        }
    }

    /// What stands between the line and the rows: a mark under the place that is not understood, and in words what it is.
    fn told(&self, model: &Model, env: &Env, width: usize) -> Vec<Line<'static>> {
        let muted = |text: String| Line::styled(text, env.style(Role::Muted));
        match &self.state {
            State::Empty if self.offered(model).is_empty() => {
                draw::wrapped(&[muted(env.text("filter-hint"))], width)
            }
            State::Empty => vec![muted(env.text("filter-choose"))],
            State::Counting(_) => vec![muted(env.text("filter-counting"))],
            State::Found(counted) => {
                let shown = counted.first.len();
                let said = if counted.count > shown as u64 {
                    say!("filter-count-first", count = counted.count, shown = shown)
                } else {
                    say!("filter-count", count = counted.count)
                };
                let role = if counted.count == 0 { Role::Warning } else { Role::Good };
                vec![Line::styled(env.say(&said), env.style(role))]
            }
            State::Fault(fault) => {
                let before: String = self.field.text().chars().take(fault.at).collect();
                let mark = (before.width() < width).then(|| {
                    Line::styled(format!("{}^", " ".repeat(before.width())), env.style(Role::Warning))
                });
                mark.into_iter().chain(draw::wrapped(&faulty(fault, env), width)).collect()
            }
            State::Failed(failure) => draw::wrapped(&[bad(&env.say(&failure.text), env)], width),
        }
    }
}

impl Behave for Finder {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "text", "list"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        if key.code == KeyCode::Delete && self.field.is_empty() {
            self.drop_chosen(cx);
        } else if self.field.key(key) {
            self.changed(cx);
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some(if matches!(self.state, State::Empty) { "bar-choose" } else { "bar-open" })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Open => return self.enter(cx),
            Action::Save => self.save(cx),
            Action::Back => {
                self.stop.ask();
                return Flow::Close;
            }
            action => self.picker.moved(action, self.count(cx.model)),
        }
        Flow::Stay
    }

    fn paste(&mut self, cx: &mut Cx<'_>, text: &str) {
        if self.field.paste(text) {
            self.changed(cx);
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row;
        self.enter(cx)
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let size = (screen.width.saturating_sub(4).min(110), screen.height.saturating_sub(6).min(24));
        let area = window(frame, env, hits, &env.text("filter-title"), size);
        let field = Rect { height: 1, ..area }.intersection(area);
        self.field.view(frame, field, env.style(Role::Input), true);
        let width = usize::from(area.width);
        let told = self.told(model, env, width);
        let below = area.y.saturating_add(1);
        for (y, line) in (below..area.bottom()).zip(&told) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
        let top = below.saturating_add(u16::try_from(told.len()).unwrap_or(u16::MAX)).min(area.bottom());
        let keys = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area };
        let list = Rect { y: top, height: keys.y.saturating_sub(top), ..area };
        let rows: Vec<Line<'_>> = match self.state {
            State::Empty => {
                self.offered(model).into_iter().map(|saved| saved_line(saved, env, width)).collect()
            }
            _ => self.rows().iter().map(|one| client_line(one, env, width)).collect(),
        };
        self.picker.view(frame, list, env, hits, &rows);
        if top < keys.y {
            let key = if matches!(self.state, State::Empty) { "filter-keys-saved" } else { "filter-keys" };
            let said = fit(&env.text(key), width).into_owned();
            draw::line(frame, keys, &Line::styled(said, env.style(Role::Placeholder)));
        }
    }
}

/// «Омск оптом · для всех   город:Омск метка:опт»
fn saved_line<'a>(saved: &SavedFilter, env: &Env, width: usize) -> Line<'a> {
    let name = (width / 3).clamp(16, 36);
    let whose = env.text(if saved.owner.is_some() { "filter-mine" } else { "filter-everybody" });
    let line = Filter::parse(&saved.line)
        .map_or_else(|_| saved.line.clone(), |filter| filter.line(env.texts.lang()));
    Line::from(vec![
        Span::styled(draw::cell(&clean_line(&saved.name), name), env.style(Role::Text)),
        Span::styled(format!(" {} ", draw::cell(&whose, 9)), env.style(Role::Muted)),
        Span::styled(fit(&line, width.saturating_sub(name + 11)).into_owned(), env.style(Role::Accent)),
    ])
}

/// A client in one line: name, number, city with its time, the deal, the last talk.
fn client_line<'a>(one: &FoundClient, env: &Env, width: usize) -> Line<'a> {
    let client = &one.client;
    let wide = width >= WITH_DEAL;
    let phone = one.phone.map(|phone| env.texts.phone(&phone)).unwrap_or_default();
    let time = client.zone.map(|zone| env.texts.time(env.now, zone.tz)).unwrap_or_default();
    let spoken = one.spoken.map(|at| env.texts.day(at, env.calendar())).unwrap_or_default();
    let mut line = Line::from(vec![
        Span::styled(
            draw::cell(&clean_line(&client.name), if wide { 30 } else { 24 }),
            env.style(Role::Text),
        ),
        Span::styled(format!(" {}", draw::cell(&phone, 17)), env.style(Role::Text)),
        Span::styled(format!(" {}", draw::cell(&draw::city(client), 10)), env.style(Role::Text)),
        Span::styled(format!("{time:>6} "), env.style(Role::Time)),
    ]);
    if wide {
        let sum = one
            .deal
            .as_ref()
            .and_then(|deal| deal.amount)
            .map(|sum| env.texts.money(sum))
            .unwrap_or_default();
        let deal = one.deal.as_ref().map(|deal| clean_line(&deal.name)).unwrap_or_default();
        line.push_span(Span::styled(draw::cell(&format!("{sum} {deal}"), 24), env.style(Role::Accent)));
        line.push_span(Span::raw(" "));
    }
    line.push_span(Span::styled(fit(&spoken, 12).into_owned(), env.style(Role::Muted)));
    line
}
