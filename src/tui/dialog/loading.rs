//! Loading a list into a call job: which file and which job, the total of the trial with the rows behind it, and the load.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::text::Line;

use super::form::Form;
use super::picker::Picker;
use super::sheet::{bad, good};
use super::{Behave, Cx, Flow};
use crate::desk::DeskError;
use crate::desk::filter::meant;
use crate::domain::call_list::Purpose;
use crate::domain::ids::CallListId;
use crate::domain::job::JobState;
use crate::domain::job::load::{Line as Sum, Verdict};
use crate::domain::text::clean_line;
use crate::i18n::Explain;
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::loading::{LoadFrom, LoadOrder, Tried, load, try_it};
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::update::complain;

/// The file, or the filter.
const PATH: usize = 0;
const JOB: usize = 1;
const ELSEWHERE: usize = 2;

/// The dialog; what is loaded stands in the model, and goes on without it.
#[derive(Debug)]
pub struct LoadForm {
    /// Jobs a list can be loaded into.
    jobs: Vec<CallListId>,
    /// Whether clients of the base are loaded, and not a file.
    base: bool,
    /// The first of the choices is none of them.
    unnamed: bool,
    /// Where rows without consent can go.
    services: Vec<CallListId>,
    pub(super) form: Form,
    /// The cursor among the lines of the total, the last of which loads: it begins at the first, so that nobody loads by
    /// pressing Enter once too often.
    pub(super) lines: Picker,
    /// A trial has come to its end: there is a total to choose from.
    pub(in crate::tui) listing: bool,
    /// The rows of a line that are shown, and the cursor among them.
    pub(super) rows: Option<(Option<Sum>, Picker)>,
}

impl LoadForm {
    /// Clients of the base for a job; `None` when nothing can be loaded into it.
    pub fn from_base(model: &Model, env: &Env, into: CallListId) -> Option<Self> {
        let form = Self::new(model, env, Some(into))?;
        let names = form.jobs.iter().filter_map(|id| model.catalog.list(*id));
        let names = names.map(|list| clean_line(&list.name)).collect();
        let chosen = form.jobs.iter().position(|id| *id == into)?;
        let fields = Form::new().text("load-filter", "").choice("load-into", names).chosen(chosen);
        // Who has not agreed is in the base already: there is nowhere else to put him.
        Some(Self { base: true, services: Vec::new(), form: fields, ..form })
    }

    /// No file chosen yet, and the job `into`, or else the latest one; `None` when there is no job to load into.
    pub fn new(model: &Model, env: &Env, into: Option<CallListId>) -> Option<Self> {
        let open = |list: &&crate::domain::call_list::CallList| list.job.state != JobState::Finished;
        let jobs: Vec<_> = model.catalog.lists().filter(open).collect();
        let chosen = jobs.iter().position(|list| Some(list.id) == into);
        jobs.first()?;
        // Nobody is called by mistake: where no job was named, one is chosen, unless there is no other.
        let chosen = chosen.or((jobs.len() == 1).then_some(0));
        let services: Vec<_> =
            jobs.iter().filter(|list| list.purpose != Purpose::Advertising).copied().collect();
        let unnamed = chosen.is_none().then(|| env.text("load-choose-job"));
        let names = unnamed.into_iter().chain(jobs.iter().map(|list| clean_line(&list.name))).collect();
        let mut form =
            Form::new().text("load-path", "").choice("load-into", names).chosen(chosen.unwrap_or_default());
        if !services.is_empty() {
            let left_out = std::iter::once(env.text("load-leave-out"));
            let names = left_out.chain(services.iter().map(|list| clean_line(&list.name))).collect();
            form = form.choice("load-elsewhere", names);
        }
        form = form.text("load-sheet", "").text("load-columns", "");
        let ids =
            |lists: Vec<&crate::domain::call_list::CallList>| lists.iter().map(|list| list.id).collect();
        Some(Self {
            services: ids(services),
            base: false,
            unnamed: chosen.is_none(),
            jobs: ids(jobs),
            form,
            lines: Picker::default(),
            listing: model.loading.tried.is_some(),
            rows: None,
        })
    }

    /// Puts the cursor on the file or the filter: something is wrong with it.
    pub(in crate::tui) fn point_at_source(&mut self) {
        self.form.go(PATH);
    }

    /// The place of the first field behind the choices.
    fn after_choices(&self) -> usize {
        if self.services.is_empty() { ELSEWHERE } else { ELSEWHERE + 1 }
    }

    /// Key of its title.
    pub(super) fn title(&self) -> &'static str {
        if self.base { "load-title-base" } else { "load-title" }
    }

    /// What stands below the fields: what is wrong with the filter, and where; else what may be typed.
    pub(super) fn hint(&self, model: &Model, env: &Env) -> Vec<Line<'static>> {
        let placeholder = |key: &str| vec![Line::styled(env.text(key), env.style(Role::Placeholder))];
        match (self.base, self.form.typed(PATH).as_str()) {
            (false, _) => placeholder("load-hint"),
            (true, "") => placeholder("load-hint-base"),
            (true, text) => match meant(&model.catalog, &model.who, text) {
                Ok(filter) => vec![good(&filter.line(env.texts.lang()), env)],
                Err(DeskError::Filter(fault)) => super::finder::faulty(&fault, env),
                Err(error) => vec![bad(&env.say(&error.what(&env.texts)), env)],
            },
        }
    }

    /// Which clients or which file; `None` for a filter that is not understood: why stands below the fields.
    fn from(&self, cx: &Cx<'_>) -> Option<LoadFrom> {
        let typed = self.form.typed(PATH);
        if self.base {
            let filter = meant(&cx.model.catalog, &cx.model.who, &typed).ok()?;
            let shown = filter.line(cx.env.texts.lang());
            return Some(LoadFrom::Base { filter, shown });
        }
        let (sheet, columns) =
            (self.form.typed(self.after_choices()), self.form.typed(self.after_choices() + 1));
        Some(LoadFrom::File { path: path_of(&typed), sheet, columns })
    }

    fn order(&self, from: LoadFrom) -> Option<LoadOrder> {
        let place = self.form.choice_of(JOB).checked_sub(usize::from(self.unnamed))?;
        let list = *self.jobs.get(place)?;
        let elsewhere = self.form.choice_of(ELSEWHERE).checked_sub(1);
        Some(LoadOrder {
            list,
            from,
            no_consent_to: elsewhere.and_then(|place| self.services.get(place).copied()),
            own: std::collections::HashSet::new(),
        })
    }

    fn try_it(&mut self, cx: &mut Cx<'_>) {
        if self.form.typed(PATH).is_empty() {
            self.form.go(PATH);
            let wanted = if self.base { say!("load-filter-wanted") } else { say!("load-path-wanted") };
            return complain(cx.model, cx.env, wanted);
        }
        let Some(from) = self.from(cx) else {
            self.form.go(PATH);
            let field = cx.env.text(self.form.label(PATH));
            return complain(cx.model, cx.env, say!("sheet-refused", field = field));
        };
        let Some(order) = self.order(from) else {
            self.form.go(JOB);
            return complain(cx.model, cx.env, say!("load-job-wanted"));
        };
        self.lines = Picker::default();
        cx.effects.extend(try_it(cx.model, order));
    }

    /// Enter on the total: the rows of a line, or the load.
    fn enter(&mut self, cx: &mut Cx<'_>) {
        if self.rows.take().is_some() {
            return;
        }
        if self.lines.row > Sum::ALL.len() {
            cx.effects.extend(load(cx.model));
            self.listing = false;
            return;
        }
        let line = self.lines.row.checked_sub(1).and_then(|place| Sum::ALL.get(place).copied());
        self.rows = Some((line, Picker::default()));
    }

    fn back(&mut self, cx: &mut Cx<'_>) -> Flow {
        if self.rows.take().is_some() {
            return Flow::Stay;
        }
        // A trial that leads to nothing is forgotten; what is under way goes on.
        if !cx.model.loading.is_running() && cx.model.loading.tried.take().is_some() {
            self.listing = false;
            self.form.go(PATH);
            return Flow::Stay;
        }
        Flow::Close
    }
}

/// The rows of a trial that stand on a line of its total; all of them for the first line.
pub(super) fn rows_of(
    tried: &Tried,
    line: Option<Sum>,
) -> impl Iterator<Item = &crate::tui::loading::RowTried> {
    let wanted = move |verdict: Verdict| line.is_none_or(|line| verdict.line() == line);
    tried.rows.iter().filter(move |row| wanted(row.verdict))
}

/// A path as it was typed or dragged into the terminal: in quotes, or with escaped spaces.
fn path_of(typed: &str) -> PathBuf {
    let quoted = |quote| typed.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let plain = quoted('\'').or_else(|| quoted('"')).map(str::to_owned);
    PathBuf::from(plain.unwrap_or_else(|| typed.replace("\\ ", " ")))
}

impl Behave for LoadForm {
    fn contexts(&self) -> &'static [&'static str] {
        if self.listing { &["list"] } else { &["line", "text"] }
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        if cx.model.loading.is_running() {
            if key.code == KeyCode::Delete {
                cx.model.loading.stop();
            }
            return Flow::Stay;
        }
        if !self.listing {
            self.form.key(key);
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some(match (self.listing, &self.rows) {
            (true, Some(_)) => "bar-close",
            (true, None) if self.lines.row > Sum::ALL.len() => "bar-load",
            (true, None) => "bar-rows",
            (false, _) if self.form.is_last() => "bar-try",
            (false, _) => "bar-next",
        })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        let running = cx.model.loading.is_running();
        match action {
            Action::Back => return self.back(cx),
            Action::Submit | Action::Save if running => {}
            Action::Submit | Action::Open if self.listing => self.enter(cx),
            // What seldom has to be said stands behind the rest: Enter does not ask for it.
            Action::Submit if self.form.at() + 1 < self.after_choices() && self.form.next() => {}
            Action::Submit | Action::Save => self.try_it(cx),
            action => {
                let tried = cx.model.loading.tried.as_deref();
                match &mut self.rows {
                    Some((line, picker)) => {
                        let count = tried.map_or(0, |tried| rows_of(tried, *line).count());
                        picker.moved(action, count);
                    }
                    None => self.lines.moved(action, Sum::ALL.len() + 2),
                }
            }
        }
        Flow::Stay
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        self.form.paste(text);
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        let picker = match &mut self.rows {
            Some((_, picker)) => picker,
            None => &mut self.lines,
        };
        // A second click on the row under the cursor opens it.
        if picker.row == row {
            self.enter(cx);
        } else {
            picker.row = row;
        }
        Flow::Stay
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        super::loading_view::view(self, frame, model, env, hits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_taken_as_a_terminal_gives_them() {
        for (typed, path) in [
            ("осень.csv", "осень.csv"),
            ("'/tmp/осень 2.csv'", "/tmp/осень 2.csv"),
            ("\"/tmp/осень 2.csv\"", "/tmp/осень 2.csv"),
            ("/tmp/осень\\ 2.csv", "/tmp/осень 2.csv"),
        ] {
            assert_eq!(path_of(typed), PathBuf::from(path), "{typed}");
        }
    }
}
