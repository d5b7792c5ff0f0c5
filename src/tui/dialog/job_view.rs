//! How call jobs are drawn: the list of them, and the card of one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::job::{Act, Card, Jobs};
use super::picker::{Told, window};
use crate::desk::jobs::JobCard;
use crate::domain::ids::LoadId;
use crate::domain::job::JobState;
use crate::domain::job::load::Verdict;
use crate::domain::job::ready::Missing;
use crate::domain::text::clean_line;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// What Enter does on each row of a card, in the order of [`lines`]; `leads` is whether who looks at it may change the job:
/// whoever may not is offered nothing but to look.
pub(super) fn acts(card: &JobCard, leads: bool) -> Vec<Option<Act>> {
    let open = leads && card.list.job.state != JobState::Finished;
    let ready = card.list.job.state == JobState::Draft && card.missing.is_empty();
    let loads = card.loads.first().into_iter().flat_map(|load| {
        let rows = Verdict::ALL.into_iter().filter(|verdict| load.sums.of(*verdict) > 0);
        rows.map(|verdict| Some(Act::Rows(load.load, verdict)))
    });
    let mut out = Vec::new();
    out.extend(leads.then_some(open.then_some(Act::Step)));
    out.extend((leads && ready).then_some(Some(Act::Ready)));
    out.extend(loads);
    out.extend([Act::Load, Act::LoadBase, Act::Set, Act::Order].into_iter().filter(|_| open).map(Some));
    out.extend((card.progress.open() > 0).then_some(Some(Act::Next)));
    out.push(Some(Act::Rules));
    out.extend((!card.loads.is_empty()).then_some(Some(Act::Loads)));
    out.extend(open.then_some(Some(Act::Finish)));
    out.push(Some(Act::Heat));
    out
}

/// The lines of a card that something can be done with, and under that of the start what is missing for it; to whoever may
/// change nothing, who may.
fn lines<'a>(card: &Card, told: &JobCard, model: &Model, env: &Env, width: usize) -> Vec<Told<'a>> {
    let mut out: Vec<Told<'a>> = Vec::new();
    let leads = Jobs::may_make(model);
    if !leads {
        let said = Line::styled(env.text("jobs-led-by"), env.style(Role::Muted));
        out.extend(draw::wrapped(&[said], width).into_iter().map(|line| (None, line)));
    }
    for (row, act) in acts(told, leads).into_iter().enumerate() {
        out.push((Some(row), line(act, card, told, env)));
        if act == Some(Act::Step) && told.list.job.state.may_start() {
            out.extend(missing(told, env, width).into_iter().map(|line| (None, line)));
        }
    }
    out
}

/// What is missing for a start, indented under it.
fn missing<'a>(told: &JobCard, env: &Env, width: usize) -> Vec<Line<'a>> {
    let said = |one: &Missing| {
        let said = format!("■ {}", env.say(&env.texts.missing(*one)));
        draw::wrapped(&[Line::styled(said, env.style(Role::Forbidden))], width.saturating_sub(2))
    };
    let mut lines: Vec<Line<'a>> = told.missing.iter().flat_map(said).collect();
    lines.iter_mut().for_each(|line| line.spans.insert(0, Span::raw("  ")));
    lines
}

/// One of them; `None` is what can't be done any more.
fn line<'a>(act: Option<Act>, card: &Card, told: &JobCard, env: &Env) -> Line<'a> {
    let state = told.list.job.state;
    let armed = act.is_some() && card.armed == act;
    let (key, role) = match act {
        Some(Act::Step) if state == JobState::Running && armed => ("jobs-pause-sure", Role::Warning),
        Some(Act::Step) if state == JobState::Running => ("jobs-pause", Role::Text),
        Some(Act::Step) if armed => ("jobs-start-sure", Role::Warning),
        Some(Act::Step) if !told.missing.is_empty() => ("jobs-cannot-start", Role::Forbidden),
        Some(Act::Step) if state == JobState::Paused => ("jobs-go-on", Role::Good),
        Some(Act::Step) => ("jobs-start", Role::Good),
        Some(Act::Ready) if armed => ("jobs-ready-sure", Role::Warning),
        Some(Act::Ready) => ("jobs-ready", Role::Text),
        Some(Act::Finish) if armed => ("jobs-finish-sure", Role::Warning),
        Some(Act::Finish) => ("jobs-finish", Role::Text),
        Some(Act::Load) => ("jobs-load", Role::Text),
        Some(Act::LoadBase) => ("jobs-load-base", Role::Text),
        Some(Act::Next) => ("jobs-next", Role::Text),
        Some(Act::Set) => ("jobs-set", Role::Text),
        Some(Act::Order) => ("jobs-order", Role::Text),
        Some(Act::Rules) => ("jobs-rules", Role::Text),
        Some(Act::Loads) => {
            let said = say!("jobs-loads", count = told.loads.len());
            return Line::styled(format!("▸ {}", env.say(&said)), env.style(Role::Text));
        }
        Some(Act::Rows(load, verdict)) => return load_line(load, verdict, told, env),
        Some(Act::Heat) => ("jobs-heat", Role::Text),
        None => ("jobs-over", Role::Muted),
    };
    let sign = if key == "jobs-cannot-start" { "■" } else { "▸" };
    Line::styled(format!("{sign} {}", env.text(key)), env.style(role))
}

/// «Загрузка сегодня 12:00: новых 30»
fn load_line<'a>(load: LoadId, verdict: Verdict, told: &JobCard, env: &Env) -> Line<'a> {
    let Some(load) = told.loads.iter().find(|told| told.load == load) else { return Line::default() };
    let (what, count) = (env.texts.word(&verdict), load.sums.of(verdict));
    let part = env.say(&say!("load-part", what = what, count = count));
    let said = say!("jobs-load-rows", at = env.texts.moment(load.at, env.calendar()), what = part);
    let role = if verdict.is_taken() { Role::Text } else { Role::Warning };
    Line::styled(format!("▸ {}", env.say(&said)), env.style(role))
}

/// What a card only tells, line by line. Where room is scarce, what it is set up with shares lines.
fn facts<'a>(card: &Card, told: &JobCard, model: &Model, env: &Env, tight: bool) -> Vec<Line<'a>> {
    let texts = &env.texts;
    let mut out = Vec::new();
    if let Some(failure) = &card.failure {
        out.push(Line::styled(env.say(&failure.text), env.style(Role::Forbidden)));
        out.extend(failure.hint.as_ref().map(|hint| Line::styled(env.say(hint), env.style(Role::Muted))));
    }
    let text = |said: String| Line::styled(said, env.style(Role::Text));
    out.push(text(env.say(&say!("job-rows", count = told.progress.all()))));
    out.push(text(texts.row_states(&told.progress)));
    out.push(text(env.say(&texts.penetration(&told.progress))));
    let strip = told.strip.iter().map(|strip| texts.strip(strip, env.calendar()));
    let later = told.later.map(|later| texts.strip_later(later, env.calendar()));
    let strip: Vec<String> = strip.chain(later).collect();
    if !strip.is_empty() {
        out.push(Line::styled(strip.join(" · "), env.style(Role::Accent)));
    }
    if told.abroad > 0 {
        out.push(text(env.say(&say!("strip-abroad", count = told.abroad))));
    }
    // The rules have a page of their own.
    let about = match tight {
        true => texts.job_setup(&told.list, told.script, &model.catalog),
        false => texts.job_facts(&told.list, told.script, &model.catalog),
    };
    let mut about: Vec<String> = about.iter().map(|fact| env.say(fact)).collect();
    if tight {
        about = vec![about.iter().map(|fact| fact.trim()).collect::<Vec<_>>().join(" · ")];
    }
    out.extend(about.into_iter().map(|fact| Line::styled(fact, env.style(Role::Muted))));
    out
}

/// Draws what is open.
pub(super) fn view(jobs: &Jobs, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
    let screen = frame.area();
    let width = screen.width.saturating_sub(4).min(104);
    let most = screen.height.saturating_sub(6);
    let Some(card) = &jobs.open else {
        return list(jobs, frame, model, env, hits, (width, most));
    };
    let known = card.told.as_ref().map(|told| &told.list).or_else(|| model.catalog.list(card.list));
    let name = known.map(|list| clean_line(&list.name)).unwrap_or_default();
    let Some(told) = &card.told else {
        let area = window(frame, env, hits, &name, (width, 3));
        let said = match &card.failure {
            Some(failure) => Line::styled(env.say(&failure.text), env.style(Role::Forbidden)),
            None => Line::styled(env.text("jobs-reading"), env.style(Role::Muted)),
        };
        draw::line(frame, Rect { height: 1, ..area }, &said);
        return;
    };
    match card.over.last() {
        Some(over) => super::job_over::view(over, told, frame, model, env, hits, (width, most)),
        None => {
            let state = env.texts.word(&told.list.job.state);
            let title = env.say(&say!("job-title", job = name, state = state));
            let cells = usize::from(width.saturating_sub(4));
            let acts = lines(card, told, model, env, cells);
            let mut wrapped = draw::wrapped(&facts(card, told, model, env, false), cells);
            if acts.len() + 1 + wrapped.len() > usize::from(most) {
                wrapped = draw::wrapped(&facts(card, told, model, env, true), cells);
            }
            let wanted = acts.len() + 1 + wrapped.len();
            let height = u16::try_from(wanted).unwrap_or(u16::MAX).min(most);
            let area = window(frame, env, hits, &title, (width, height));
            // What can be done stands below what is told, and always has its place: that scrolls, what is told does not.
            let told = u16::try_from(wrapped.len()).unwrap_or(u16::MAX);
            let few = area.height * 2 / 5;
            let below = u16::try_from(acts.len()).unwrap_or(u16::MAX);
            let below = below.min(area.height.saturating_sub(told.saturating_add(1)).max(few)).max(1);
            let above = area.height.saturating_sub(below + 1);
            let at = Rect { height: above, ..area };
            for (y, line) in (at.y..at.bottom()).zip(&wrapped) {
                draw::line(frame, Rect { y, height: 1, ..at }, line);
            }
            if wrapped.len() > usize::from(above) {
                // How it is set up is told last, and stands in the fields of «set up» as well.
                let at = Rect {
                    x: at.right().saturating_sub(1),
                    y: at.bottom().saturating_sub(1),
                    width: 1,
                    height: 1,
                };
                draw::line(frame, at.intersection(area), &Line::styled("…", env.style(Role::Muted)));
            }
            if acts.len() > usize::from(below) {
                let count = acts.iter().filter(|(row, _)| row.is_some()).count();
                let more = say!("jobs-more", count = count);
                let at = Rect { y: area.y + above, height: 1, ..area }.intersection(area);
                draw::line(frame, at, &Line::styled(env.say(&more), env.style(Role::Placeholder)));
            }
            let at = Rect { y: area.y + above + 1, height: below, ..area }.intersection(area);
            card.lines.view_told(frame, at, env, hits, &acts);
        }
    }
}

/// The list of jobs: those that run first in the eye by their sign, in the order they were made.
fn list(
    jobs: &Jobs,
    frame: &mut Frame<'_>,
    model: &Model,
    env: &Env,
    hits: &mut HitMap,
    (width, most): (u16, u16),
) {
    let room = usize::from(width.saturating_sub(4));
    let mut rows: Vec<Line<'_>> = model
        .catalog
        .lists()
        .map(|list| {
            let (sign, role) = match list.job.state {
                JobState::Running => ("●", Role::Good),
                JobState::Paused => ("■", Role::Warning),
                _ => ("·", Role::Muted),
            };
            let about = format!("{}, {}", env.texts.word(&list.job.state), env.texts.word(&list.purpose));
            let name = draw::cell(&clean_line(&list.name), room.saturating_sub(34));
            Line::from(vec![
                Span::styled(format!("{sign} "), env.style(role)),
                Span::styled(name, env.style(Role::Text)),
                Span::styled(format!(" {}", draw::cell(&about, 30)), env.style(Role::Muted)),
            ])
        })
        .collect();
    if Jobs::may_make(model) {
        rows.push(Line::styled(format!("+ {}", env.text("jobs-new")), env.style(Role::Accent)));
    }
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).clamp(1, most.max(1));
    let area = window(frame, env, hits, &env.text("jobs-title"), (width, height));
    if rows.is_empty() {
        let none = Line::styled(env.text("jobs-none"), env.style(Role::Muted));
        draw::line(frame, Rect { height: 1, ..area }, &none);
    }
    jobs.jobs.view(frame, area, env, hits, &rows);
}
