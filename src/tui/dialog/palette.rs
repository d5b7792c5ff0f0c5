//! The palette: every action by its Russian or English name, and why it does not work when it does not.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::picker::{Picker, window};
use super::{Behave, Cx, Flow};
use crate::domain::layout;
use crate::domain::text::fit;
use crate::i18n::{Lang, Message, Texts};
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::Key;
use crate::tui::model::Model;
use crate::tui::msg::Effect;
use crate::tui::theme::Role;
use crate::tui::update::{act, start_script};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// The palette.
pub struct Palette {
    field: Field,
    items: Vec<Item>,
    /// Places of the items that match, best first, with the places of the letters that matched.
    shown: Vec<(usize, Vec<usize>)>,
    picker: Picker,
    matcher: SkimMatcherV2,
}

impl std::fmt::Debug for Palette {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Palette").field("query", &self.field.text()).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Item {
    /// The name in the operator's language.
    name: String,
    /// The name in the other one: both are searched.
    other: String,
    key: Option<String>,
    run: Run,
    /// Why it does not work.
    why_not: Option<Message>,
}

#[derive(Clone, Debug)]
enum Run {
    Action(Action),
    Theme(String),
    Keymap(String),
    Language(Lang),
    Script(String),
}

impl Palette {
    /// All actions, and the choices there are.
    pub fn new(model: &Model, env: &Env) -> Self {
        let other = Texts::new(if env.texts.lang() == Lang::Ru { Lang::En } else { Lang::Ru });
        let contexts = model.contexts();
        let mut items = Vec::new();
        for action in Action::ALL.iter().copied() {
            let why_not = match action.enabled(model) {
                Ok(()) => None,
                // What has no place here at all is not offered.
                Err(None) => continue,
                Err(why) => why,
            };
            let key = env.key(action, &contexts).or_else(|| env.key(action, crate::tui::action::CONTEXTS));
            items.push(Item {
                name: name(action, model, &env.texts),
                other: name(action, model, &other),
                key,
                run: Run::Action(action),
                why_not,
            });
        }
        let choices = [
            env.themes
                .iter()
                .map(|name| (say!("palette-theme", name = name), Run::Theme(name.clone())))
                .collect(),
            env.keymaps
                .iter()
                .map(|name| (say!("palette-keymap", name = name), Run::Keymap(name.clone())))
                .collect(),
            vec![
                (say!("palette-russian"), Run::Language(Lang::Ru)),
                (say!("palette-english"), Run::Language(Lang::En)),
            ],
            scripts(model),
        ];
        for (message, run) in choices.into_iter().flatten() {
            let (name, other) = (env.say(&message), other.say(&message));
            items.push(Item { name, other, key: None, run, why_not: None });
        }
        let mut palette = Self {
            field: Field::line(""),
            items,
            shown: Vec::new(),
            picker: Picker::default(),
            matcher: SkimMatcherV2::default().respect_case(),
        };
        palette.filter();
        palette
    }

    /// Keeps the items that match, best first. A query in the wrong layout is read in the right one too.
    fn filter(&mut self) {
        let query = lower(&self.field.text());
        let queries = [lower(&layout::swap(&query)), query];
        let mut found: Vec<(i64, usize, Vec<usize>)> = Vec::new();
        for (place, item) in self.items.iter().enumerate() {
            let hits = queries.iter().flat_map(|query| {
                let own = self.matcher.fuzzy_indices(&lower(&item.name), query);
                let other = self.matcher.fuzzy_match(&lower(&item.other), query);
                let other = other.map(|score| (score, Vec::new()));
                [own, other]
            });
            if let Some((score, marks)) = hits.flatten().max_by_key(|(score, _)| *score) {
                found.push((score, place, marks));
            }
        }
        // What works comes before what does not; equal ones keep the order of the table.
        found.sort_by_key(|(score, place, _)| {
            let works = self.items.get(*place).is_some_and(|item| item.why_not.is_none());
            (!works, std::cmp::Reverse(*score), *place)
        });
        self.shown = found.into_iter().map(|(_, place, marks)| (place, marks)).collect();
        self.picker = Picker::default();
    }

    fn run(&self, cx: &mut Cx<'_>) -> Flow {
        let chosen = self.shown.get(self.picker.row).and_then(|(place, _)| self.items.get(*place));
        let Some(item) = chosen else { return Flow::Stay };
        if let Some(why) = &item.why_not {
            crate::tui::update::complain(cx.model, cx.env, why.clone());
            return Flow::Stay;
        }
        match &item.run {
            Run::Action(action) => {
                let effects = act(cx.model, cx.env, *action);
                cx.effects.extend(effects);
            }
            Run::Theme(name) => cx.effects.push(Effect::Theme(name.clone())),
            Run::Keymap(name) => cx.effects.push(Effect::Keymap(name.clone())),
            Run::Language(lang) => cx.effects.push(Effect::Language(*lang)),
            Run::Script(code) => start_script(cx.model, cx.env, code),
        }
        Flow::Close
    }
}

/// Small letters, one for each letter, so that places stay places. The matcher itself knows Latin case only.
fn lower(text: &str) -> String {
    text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect()
}

/// The name of an action; results and answers say which one they are.
fn name(action: Action, model: &Model, texts: &Texts) -> String {
    if let Some(key) = action.result_key() {
        let outcome = model
            .catalog
            .outcome_for(key, model.occasion())
            .map(|outcome| outcome.name.get(texts.lang()).to_owned());
        return texts.say(&say!("action-result", name = outcome.unwrap_or_default()));
    }
    if let Some(number) = action.answer_number() {
        let step = model.shown_work().and_then(|work| work.run.as_ref()?.current());
        let answer = step.and_then(|step| step.answers.get(usize::from(number).saturating_sub(1)));
        let text = answer.map(|answer| answer.text.clone()).unwrap_or_default();
        return texts.say(&say!("action-answer", text = text));
    }
    texts.get(action.text())
}

/// Scripts that may be read to the client who is worked on.
fn scripts(model: &Model) -> Vec<(Message, Run)> {
    if model.shown_work().is_none() {
        return Vec::new();
    }
    let all = model.catalog.scripts().into_iter();
    all.map(|script| (say!("palette-script", name = &script.name), Run::Script(script.code.clone())))
        .collect()
}

impl Behave for Palette {
    fn contexts(&self) -> &'static [&'static str] {
        &["line", "list"]
    }

    fn key(&mut self, _: &mut Cx<'_>, key: Key) -> Flow {
        if self.field.key(key) {
            self.filter();
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some("bar-run")
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Open => self.run(cx),
            Action::Back => Flow::Close,
            action => {
                self.picker.moved(action, self.shown.len());
                Flow::Stay
            }
        }
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        if self.field.paste(text) {
            self.filter();
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.picker.row = row;
        self.run(cx)
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        let screen = frame.area();
        let size = (screen.width.saturating_sub(8).min(84), screen.height.saturating_sub(8).min(20));
        let area = window(frame, env, hits, &env.text("palette-title"), size);
        self.field.view(frame, Rect { height: 1, ..area }, env.style(Role::Input), true);
        let list = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if self.shown.is_empty() {
            let nothing = Line::styled(env.text("palette-nothing"), env.style(Role::Muted));
            frame.buffer_mut().set_line(list.x, list.y, &nothing, list.width);
        }
        let width = usize::from(list.width);
        let items = self.shown.iter().filter_map(|(place, marks)| Some((self.items.get(*place)?, marks)));
        let rows: Vec<Line<'_>> = items.map(|(item, marks)| row(item, marks, width, env)).collect();
        self.picker.view(frame, list, env, hits, &rows);
    }
}

fn row<'a>(item: &Item, marks: &[usize], width: usize, env: &Env) -> Line<'a> {
    let mut line = Line::default();
    let key = item.key.clone().unwrap_or_default();
    let room = width.saturating_sub(key.width() + 2);
    match &item.why_not {
        None => {
            let marks: Vec<u32> = marks.iter().filter_map(|mark| u32::try_from(*mark).ok()).collect();
            draw::marked(&mut line, &item.name, &marks, room, env);
        }
        Some(why) => {
            let text = format!("{} — {}", item.name, env.say(why));
            line.push_span(Span::styled(draw::cell(&text, room), env.style(Role::Muted)));
        }
    }
    line.push_span(Span::styled(format!("  {}", fit(&key, 12)), env.style(Role::Key)));
    line
}
