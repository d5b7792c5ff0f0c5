//! Loading a list into a call job: which file and which job, the total of the trial with the rows behind it, and the load.

use std::path::PathBuf;

use ratatui::Frame;

use super::form::Form;
use super::picker::Picker;
use super::{Behave, Cx, Flow};
use crate::domain::call_list::Purpose;
use crate::domain::ids::CallListId;
use crate::domain::job::JobState;
use crate::domain::job::load::{Line, Verdict};
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::loading::{LoadOrder, Tried, load, try_it};
use crate::tui::model::Model;
use crate::tui::update::complain;

const PATH: usize = 0;
const JOB: usize = 1;
const ELSEWHERE: usize = 2;

/// The dialog; what is loaded stands in the model, and goes on without it.
#[derive(Debug)]
pub struct LoadForm {
    /// Jobs a list can be loaded into.
    jobs: Vec<CallListId>,
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
    pub(super) rows: Option<(Option<Line>, Picker)>,
}

impl LoadForm {
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
            unnamed: chosen.is_none(),
            jobs: ids(jobs),
            form,
            lines: Picker::default(),
            listing: model.loading.tried.is_some(),
            rows: None,
        })
    }

    /// Puts the cursor on the file: something is wrong with it.
    pub(in crate::tui) fn point_at_file(&mut self) {
        self.form.go(PATH);
    }

    /// The place of the first field behind the choices.
    fn after_choices(&self) -> usize {
        if self.services.is_empty() { ELSEWHERE } else { ELSEWHERE + 1 }
    }

    fn order(&self) -> Option<LoadOrder> {
        let place = self.form.choice_of(JOB).checked_sub(usize::from(self.unnamed))?;
        let list = *self.jobs.get(place)?;
        let elsewhere = self.form.choice_of(ELSEWHERE).checked_sub(1);
        Some(LoadOrder {
            list,
            path: path_of(&self.form.typed(PATH)),
            sheet: self.form.typed(self.after_choices()),
            columns: self.form.typed(self.after_choices() + 1),
            no_consent_to: elsewhere.and_then(|place| self.services.get(place).copied()),
            own: std::collections::HashSet::new(),
        })
    }

    fn try_it(&mut self, cx: &mut Cx<'_>) {
        if self.form.typed(PATH).is_empty() {
            self.form.go(PATH);
            return complain(cx.model, cx.env, say!("load-path-wanted"));
        }
        let Some(order) = self.order() else {
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
        if self.lines.row > Line::ALL.len() {
            cx.effects.extend(load(cx.model));
            self.listing = false;
            return;
        }
        let line = self.lines.row.checked_sub(1).and_then(|place| Line::ALL.get(place).copied());
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
    line: Option<Line>,
) -> impl Iterator<Item = &crate::tui::loading::RowTried> {
    let wanted = move |verdict: Verdict| line.is_none_or(|line| verdict.line() == line);
    tried.rows.iter().filter(move |row| wanted(row.told.verdict))
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
            (true, None) if self.lines.row > Line::ALL.len() => "bar-load",
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
                    None => self.lines.moved(action, Line::ALL.len() + 2),
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
