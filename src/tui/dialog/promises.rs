//! The book of promises: opened, moved and given up from one list.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::form::Form;
use super::picker::{Picker, Told, window};
use super::sheet::Sheet;
use super::{Behave, Cx, Dialog, Flow};
use crate::desk::queue::{Book, GiveUp, PromiseRow, Whose};
use crate::domain::ids::QueueEntryId;
use crate::domain::queue::EntryKind;
use crate::domain::queue::book::Due;
use crate::domain::text::clean_line;
use crate::domain::user::Right;
use crate::i18n::Calendar;
use crate::i18n::counts::headed;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::{CallState, Model, Work};
use crate::tui::msg::{Effect, Request};
use crate::tui::promises::{BookRequest, want_moved};
use crate::tui::theme::Role;
use crate::tui::update::{complain, open_client, stepped};
use crate::tui::wishes::WishRequest;

/// From this width on a row tells who is to keep the promise, in cells.
const WITH_OWNER: usize = 90;
/// The widest a time and a name of a user get, in cells.
const CLOCK: usize = 16;
const OWNER: usize = 16;
/// What stands between columns.
const GAP: &str = "  ";

/// The list.
#[derive(Debug)]
pub struct PromiseBook {
    whose: Whose,
    book: Book,
    /// The contact under the cursor: it stays under it when the book is read again.
    selected: Option<QueueEntryId>,
    row: usize,
}

impl PromiseBook {
    /// What the desk has found.
    pub fn new(whose: Whose, book: Book) -> Self {
        let selected = book.rows.first().map(|row| row.entry.id);
        Self { whose, book, selected, row: 0 }
    }

    /// Whose promises it shows.
    pub fn whose(&self) -> Whose {
        self.whose
    }

    /// It was read again.
    pub fn read(&mut self, whose: Whose, book: Book) {
        self.whose = whose;
        self.book = book;
        let place = self.book.rows.iter().position(|row| Some(row.entry.id) == self.selected);
        self.go(place.unwrap_or(self.row));
    }

    fn go(&mut self, row: usize) {
        self.row = row.min(self.book.rows.len().saturating_sub(1));
        self.selected = self.chosen().map(|row| row.entry.id);
    }

    fn chosen(&self) -> Option<&PromiseRow> {
        self.book.rows.get(self.row)
    }

    /// The chosen one, unless a call about it goes on: that ends with a result. Says so.
    fn changeable(&self, cx: &mut Cx<'_>) -> Option<&PromiseRow> {
        let row = self.chosen()?;
        let calling = |work: &Work| work.entry == Some(row.entry.id) && work.state != CallState::Preview;
        let parked = cx.model.ring.parked.iter().filter_map(|parked| parked.work.as_ref());
        if cx.model.work.iter().chain(parked).any(calling) {
            complain(cx.model, cx.env, say!("why-not-move-calling"));
            return None;
        }
        Some(row)
    }

    fn open(&self, cx: &mut Cx<'_>) -> Flow {
        let Some(row) = self.chosen() else { return Flow::Stay };
        let entry = row.entry.id;
        if cx.model.queue.rows.iter().any(|row| row.entry.id == entry) {
            cx.model.queue.select(Some(entry));
        }
        let effects = open_client(cx.model, cx.env, row.entry.client, None);
        cx.effects.extend(effects);
        Flow::Close
    }

    /// Its rows under their headings: for each line the row it is, if it is one.
    fn lines<'a>(&self, model: &Model, env: &Env, width: usize) -> Vec<Told<'a>> {
        let (mut lines, columns) = (Vec::new(), Columns::of(self, model, env, width));
        let mut heading = None;
        for (place, row) in self.book.rows.iter().enumerate() {
            if heading != Some(row.due) {
                heading = Some(row.due);
                let count = self.book.rows.iter().filter(|other| other.due == row.due).count();
                let more = self.book.more && self.book.rows.last().is_some_and(|last| last.due == row.due);
                let role = if row.due == Due::Overdue { Role::Urgent } else { Role::Title };
                let text = env.say(&headed(env.texts.word(&row.due), count, more));
                lines.push((None, Line::styled(text, env.style(role))));
            }
            lines.push((Some(place), self.line(row, &columns, model, env)));
        }
        lines
    }

    /// «▲ 11:40  11:40  Протон   Отправить КП», with the day where the heading does not tell it.
    fn line<'a>(&self, row: &PromiseRow, columns: &Columns, model: &Model, env: &Env) -> Line<'a> {
        let entry = &row.entry;
        let (mine, theirs) = clocks(row, env);
        let (sign, role) = match (row.due, row.holder) {
            (_, Some(_)) => ("▸", Role::Accent),
            (Due::Overdue, None) => ("▲", Role::Urgent),
            _ if entry.kind == EntryKind::Promise => ("☎", Role::Text),
            _ => ("◷", Role::Muted),
        };
        let cell = |text: &str, width, role| Span::styled(draw::cell(text, width), env.style(role));
        let mut spans =
            vec![Span::styled(format!("{sign} "), env.style(role)), cell(&mine, columns.mine, role)];
        for (text, width, role) in [
            (theirs, columns.theirs, Role::Muted),
            (clean_line(&row.name), columns.name, Role::Text),
            (what(row, env), columns.what, Role::Muted),
            (owner(row, model, env), columns.owner, Role::Muted),
        ] {
            if width > 0 {
                spans.extend([Span::raw(GAP), cell(&text, width, role)]);
            }
        }
        Line::from(spans)
    }
}

/// How wide the columns are, in cells: as wide as what stands in them, where there is room for all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Columns {
    mine: usize,
    theirs: usize,
    name: usize,
    what: usize,
    owner: usize,
}

impl Columns {
    /// Those of a book, in so much room.
    fn of(book: &PromiseBook, model: &Model, env: &Env, width: usize) -> Self {
        let mut widest = Self::default();
        for row in &book.book.rows {
            let (mine, theirs) = clocks(row, env);
            widest.mine = widest.mine.max(mine.width());
            widest.theirs = widest.theirs.max(theirs.width());
            widest.name = widest.name.max(clean_line(&row.name).width());
            widest.what = widest.what.max(what(row, env).width());
            widest.owner = widest.owner.max(owner(row, model, env).width());
        }
        let (mine, theirs) = (widest.mine.min(CLOCK), widest.theirs.min(CLOCK));
        let with_owner = book.whose != Whose::Mine && width >= WITH_OWNER;
        let owner = if with_owner { widest.owner.min(OWNER) } else { 0 };
        // The sign takes two cells.
        let gaps = [theirs, 1, 1, owner].into_iter().filter(|width| *width > 0).count() * GAP.len();
        let rest = width.saturating_sub(2 + mine + theirs + owner + gaps);
        // What does not fit gives way to what does; where neither does, the name gets two parts of five.
        let name = widest.name.min((rest * 2 / 5).max(rest.saturating_sub(widest.what)));
        Self { mine, theirs, name, what: rest.saturating_sub(name), owner }
    }
}

/// What the call is for, else what it is.
fn what(row: &PromiseRow, env: &Env) -> String {
    let reason = clean_line(&row.entry.reason);
    if reason.is_empty() { env.texts.word(&row.entry.kind) } else { reason }
}

/// Who is to keep it.
fn owner(row: &PromiseRow, model: &Model, env: &Env) -> String {
    let owner = row.entry.owner.and_then(|owner| model.catalog.user(owner));
    owner.map_or_else(|| env.text("promises-common"), |user| clean_line(&user.name))
}

/// When it is due by the operator's clock, and by the client's where that shows another time.
fn clocks(row: &PromiseRow, env: &Env) -> (String, String) {
    let entry = &row.entry;
    if entry.marks.whole_day {
        return (env.texts.brief_day(entry, env.calendar()), String::new());
    }
    let today = entry.due.date_in(env.zone) == env.now.date_in(env.zone);
    let near = today || row.due == Due::Tomorrow;
    let said = |calendar: Calendar| {
        let time = env.texts.time(entry.due, calendar.zone);
        let same_day = entry.due.date_in(calendar.zone) == entry.due.date_in(env.zone);
        if near && same_day {
            time
        } else {
            format!("{} {time}", entry.due.in_zone(calendar.zone).format("%d.%m"))
        }
    };
    let mine = said(env.calendar());
    let theirs = entry.zone.map(|zone| Calendar { zone, ..env.calendar() }).map(|theirs| {
        let city = env.texts.zone(theirs.zone, env.now);
        format!("{} {city}", env.texts.time(entry.due, theirs.zone))
    });
    let other = entry
        .zone
        .filter(|zone| entry.due.in_zone(*zone).naive_local() != entry.due.in_zone(env.zone).naive_local());
    (mine, theirs.filter(|_| other.is_some()).unwrap_or_default())
}

impl Behave for PromiseBook {
    fn contexts(&self) -> &'static [&'static str] {
        &["promises", "list"]
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        if key.code == KeyCode::Tab {
            let whose = if self.whose == Whose::Mine { Whose::All } else { Whose::Mine };
            cx.effects.push(Effect::Ask(Request::Book(BookRequest::List(whose))));
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-open")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Back => return Flow::Close,
            Action::Open | Action::Submit => return self.open(cx),
            Action::Move => {
                if let Some((client, entry)) = self.changeable(cx).map(|row| (row.entry.client, row.entry.id))
                {
                    let effects = want_moved(cx.model, client, entry);
                    cx.effects.extend(effects);
                }
            }
            Action::GiveUp => {
                if let Some(row) = self.changeable(cx) {
                    let form = GiveUpForm::new(row.entry.id, clean_line(&row.name));
                    cx.model.dialogs.push(Dialog::GiveUp(form));
                }
            }
            action => self.go(stepped(self.row, action, self.book.rows.len())),
        }
        Flow::Stay
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.go(row);
        self.open(cx)
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let width = screen.width.saturating_sub(4).min(116);
        let leads = model.who.role.has(Right::Load);
        let (title, other) = match (self.whose, leads) {
            (Whose::Mine, false) => ("promises-title", "promises-keys"),
            (Whose::Mine, true) => ("promises-title", "promises-keys-lead"),
            (_, false) => ("promises-title-all", "promises-keys-mine"),
            (_, true) => ("promises-title-everybody", "promises-keys-mine"),
        };
        let cells = usize::from(width.saturating_sub(4));
        let mut lines = self.lines(model, env, cells);
        if lines.is_empty() {
            let none = Line::styled(env.text("promises-none"), env.style(Role::Muted));
            lines.extend(draw::wrapped(&[none], cells).into_iter().map(|line| (None, line)));
        }
        let keys = Line::styled(env.text(other), env.style(Role::Muted));
        let keys = draw::wrapped(&[keys], cells);
        let below = u16::try_from(keys.len()).unwrap_or(2);
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(below);
        let size = (width, height.min(screen.height.saturating_sub(5)));
        let area = window(frame, env, hits, &env.text(title), size);
        let list = Rect { height: area.height.saturating_sub(below), ..area };
        Picker { row: self.row }.view_told(frame, list, env, hits, &lines);
        for (y, line) in (list.bottom()..area.bottom()).zip(&keys) {
            draw::line(frame, Rect { y, height: 1, ..area }, line);
        }
    }
}

/// Why a promise is given up.
#[derive(Debug)]
pub struct GiveUpForm {
    entry: QueueEntryId,
    name: String,
    form: Form,
}

impl GiveUpForm {
    fn new(entry: QueueEntryId, name: String) -> Self {
        Self { entry, name, form: Form::new().line() }
    }

    /// What its words are kept by.
    pub(super) fn keeps(&self) -> String {
        format!("give-up:{}", self.entry)
    }
}

impl Sheet for GiveUpForm {
    fn form(&self) -> &Form {
        &self.form
    }

    fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    fn title(&self, env: &Env) -> String {
        env.say(&say!("give-up-title", name = &self.name))
    }

    fn hint(&self) -> &'static str {
        "give-up-keys"
    }

    fn save(&mut self, cx: &mut Cx<'_>) -> Flow {
        let reason = self.form.typed(0);
        if reason.is_empty() {
            complain(cx.model, cx.env, say!("give-up-wanted"));
            return Flow::Stay;
        }
        if std::mem::replace(&mut cx.model.busy, true) {
            complain(cx.model, cx.env, say!("busy-saving"));
            return Flow::Stay;
        }
        let case = GiveUp { entry: self.entry, reason };
        cx.effects.push(Effect::Ask(Request::Wish(Box::new(WishRequest::GiveUp(case)))));
        Flow::Stay
    }
}
