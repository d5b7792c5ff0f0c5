//! A frame: what the model looks like on a screen of this size. It changes nothing.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::action::Action;
use super::day;
use super::dialog::Dialog;
use super::draw;
use super::env::Env;
use super::hit::{Hit, HitMap};
use super::model::{CallState, Model, Pane};
use super::notice;
use super::pane;
use super::ring;
use super::theme::Role;
use super::update;
use crate::domain::text::clean_line;
use crate::i18n::counts::headed;
use crate::say;

/// From this size on, four panes stand side by side.
const WIDE: (u16, u16) = (120, 36);
/// Below this size nothing useful fits.
const SMALL: (u16, u16) = (80, 24);

/// From this width on words on the bar are whole, in cells.
const SPACIOUS: u16 = 100;

/// Most lines of the banner.
const BANNER: u16 = 2;

/// Whether there is room for the desk on a screen of so many cells.
pub fn fits(width: u16, height: u16) -> bool {
    width >= SMALL.0 && height >= SMALL.1
}

/// Draws a frame and says what stands where.
pub fn view(model: &Model, env: &Env, frame: &mut Frame<'_>) -> HitMap {
    let mut hits = HitMap::default();
    let area = frame.area();
    frame.buffer_mut().set_style(area, env.ground());
    if !fits(area.width, area.height) {
        too_small(frame, area, env);
        return hits;
    }
    let line = |y| Rect { y, height: 1, ..area };
    day::status::status(frame, line(area.y), model, env);
    let ill = banner(frame, Rect { y: area.y + 1, height: BANNER, ..area }, model, env);
    let body = Rect { y: area.y + 1 + ill, height: area.height - 3 - ill, ..area };
    if model.zoom {
        pane::view(model.focus, frame, body, model, env, &mut hits);
    } else if area.width >= WIDE.0 && area.height >= WIDE.1 {
        wide(frame, body, model, env, &mut hits);
    } else {
        narrow(frame, body, model, env, &mut hits);
    }
    if let Some(dialog) = model.dialogs.last() {
        dialog.view(frame, model, env, &mut hits);
    }
    notice::view(frame, line(area.bottom() - 2), model, env);
    bar(frame, line(area.bottom() - 1), model, env, &mut hits);
    hits
}

/// Queue, card and map side by side, the script below. The history takes the place of the map when it has the focus.
fn wide(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env, hits: &mut HitMap) {
    let script_height =
        pane::script_rows(model, env, area.width).clamp((area.height / 3).min(16), area.height / 2);
    let top = Rect { height: area.height - script_height, ..area };
    let script = Rect { y: top.bottom(), height: script_height, ..area };
    let side = (area.width / 3).clamp(40, 60);
    let queue = Rect { width: (area.width / 3).clamp(40, 84), ..top };
    let right = Rect { x: top.right() - side, width: side, ..top };
    let card = Rect { x: queue.right(), width: right.x - queue.right(), ..top };
    pane::view(Pane::Queue, frame, queue, model, env, hits);
    pane::view(Pane::Card, frame, card, model, env, hits);
    let third = if model.focus == Pane::History { Pane::History } else { Pane::Map };
    pane::view(third, frame, right, model, env, hits);
    pane::view(Pane::Script, frame, script, model, env, hits);
}

/// One pane, the script (or the card) below it, tabs above, and one line each for what is not seen.
fn narrow(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env, hits: &mut HitMap) {
    tabs(frame, Rect { height: 1, ..area }, model, env, hits);
    let main = model.focus;
    // Whoever is not working on anybody chooses whom to take; then the script has nothing to say.
    let second = match (main, model.work.is_some()) {
        (Pane::Card, false) => Pane::Queue,
        (Pane::Script, _) | (_, false) => Pane::Card,
        (_, true) => Pane::Script,
    };
    let third = (area.height / 3).clamp(7, 14);
    let both = [main, second];
    let summaries: Vec<Pane> =
        [Pane::Map, Pane::Queue].into_iter().filter(|pane| !both.contains(pane)).collect();
    let lines = u16::try_from(summaries.len()).unwrap_or_default();
    let rest = Rect { y: area.y + 1, height: area.height - 1, ..area };
    // The script gets what its step needs and no more: below it the card must show the numbers.
    let both_height = rest.height - lines;
    let second_height = match main {
        Pane::Script => {
            let script = pane::script_rows(model, env, area.width);
            both_height - script.clamp((both_height / 2).min(10), both_height - third)
        }
        _ => third,
    };
    let top = Rect { height: both_height - second_height, ..rest };
    pane::view(main, frame, top, model, env, hits);
    for (y, pane) in (top.bottom()..).zip(&summaries) {
        let line = Rect { x: area.x + 1, y, width: area.width - 2, height: 1 };
        hits.add(line, Hit::Pane(*pane));
        pane::summary(*pane, frame, line, model, env);
    }
    let second_area = Rect { y: top.bottom() + lines, height: second_height, ..rest };
    pane::view(second, frame, second_area, model, env, hits);
}

/// «F2 Очередь 131 │ F4 Карточка …»
fn tabs(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env, hits: &mut HitMap) {
    let panes = [
        (Pane::Queue, Action::FocusQueue, "tab-queue"),
        (Pane::Card, Action::FocusCard, "tab-card"),
        (Pane::Map, Action::FocusMap, "tab-map"),
        (Pane::Script, Action::FocusScript, "tab-script"),
        (Pane::History, Action::FocusHistory, "tab-history"),
    ];
    let mut x = area.x + 1;
    for (pane, action, key) in panes {
        let name = env.key(action, &["global"]).unwrap_or_default();
        let focused = model.focus == pane;
        let mut text = env.text(key);
        if pane == Pane::Queue {
            let counts = &model.queue.counts;
            text = env.say(&headed(text, counts.now, counts.capped.now));
        }
        let role = if focused { Role::TitleFocused } else { Role::Title };
        let mark = if focused { "▸" } else { " " };
        let line = Line::from(vec![
            Span::styled(mark, env.style(Role::Accent)),
            Span::styled(name, env.style(Role::Key)),
            Span::styled(format!(" {text}"), env.style(role)),
        ]);
        let width = u16::try_from(line.width()).unwrap_or(u16::MAX);
        let at = Rect { x, width, ..area }.intersection(area);
        draw::line(frame, at, &line);
        hits.add(at, Hit::Action(action));
        x = x.saturating_add(width + 2);
    }
}

/// Below the status line, as long as nothing can be written: why, and what helps. Returns how many lines it takes.
fn banner(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env) -> u16 {
    let Some(text) = env.texts.health(&model.health, model.in_doubt) else { return 0 };
    let ground = env.style(Role::Status);
    let style = ground.patch(ratatui::style::Style { bg: None, ..env.style(Role::Urgent) });
    let text = Line::styled(clean_line(&env.say(&text)), style);
    let lines = draw::wrapped(&[text], usize::from(area.width.saturating_sub(4)));
    let height = u16::try_from(lines.len()).unwrap_or(BANNER).min(area.height);
    frame.buffer_mut().set_style(Rect { height, ..area }, ground);
    draw::line(frame, Rect { height: 1, ..area }, &Line::styled(" ▲", style));
    for (y, line) in (area.y..area.y + height).zip(&lines) {
        draw::line(frame, Rect { x: area.x + 3, y, width: area.width.saturating_sub(4), height: 1 }, line);
    }
    height
}

/// The keys that work now, most useful first.
fn bar(frame: &mut Frame<'_>, area: Rect, model: &Model, env: &Env, hits: &mut HitMap) {
    let contexts = model.contexts();
    let mut actions: Vec<(u8, Action)> = Action::ALL
        .iter()
        .filter_map(|action| Some((place_on_bar(*action, model)?, *action)))
        .filter(|(_, action)| *action != Action::Help)
        // It works over every dialog, and only while somebody talks.
        .filter(|(_, action)| {
            let marking = matches!(model.dialogs.last(), Some(Dialog::Mark(_)));
            *action != Action::Mark || !marking && action.enabled(model).is_ok()
        })
        .filter(|(_, action)| match model.dialogs.last() {
            _ if ring::answering(model) == Some(*action) => true,
            Some(Dialog::Morning(_)) => match action {
                // It begins the shift as well: there is nothing to take with when that was begun before.
                Action::Take => model.day.open.is_none(),
                action => matches!(action, Action::Open | Action::Back),
            },
            Some(dialog) if dialog.is_read() => *action == Action::Back,
            Some(dialog) if *action == Action::Back && !dialog.leaves() => false,
            // A trial writes nothing: there is nothing to save.
            Some(Dialog::Load(_)) if *action == Action::Save => false,
            // Where Enter saves there is no need for another key.
            Some(dialog)
                if *action == Action::Save && dialog.enter(model).is_some_and(|key| key != "bar-next") =>
            {
                false
            }
            // Nobody hangs up twice.
            Some(_) if *action == Action::Call && action.enabled(model).is_err() => false,
            Some(_) => !env.keymap.keys_of(action.id(), &contexts).is_empty(),
            None => action.enabled(model).is_ok(),
        })
        .collect();
    actions.sort();
    let mut x = area.x + 1;
    let mut area = area;
    // Help is always there, at the end: it is what a lost operator looks for.
    if let Some(key) = env.key(Action::Help, &contexts) {
        let text = bar_text(Action::Help, model, env);
        let width = u16::try_from(key.width() + text.width() + 2).unwrap_or_default();
        bar_item(frame, area, area.right().saturating_sub(width), &key, &text, env, Some(Action::Help), hits);
        area.width = area.width.saturating_sub(width);
    }
    let narrow = area.width < SPACIOUS;
    if model.dialogs.is_empty() {
        let short = narrow && is_talking(model);
        let answers = if short { "bar-answers-short" } else { "bar-answers" };
        let results = if short { "bar-results-short" } else { "bar-results" };
        for (digits, key, shown) in [
            ("1–9", answers, model.answers().is_some_and(|count| count > 0)),
            ("0–9", results, model.takes_results()),
        ] {
            if shown {
                x = bar_item(frame, area, x, digits, &env.text(key), env, None, hits);
            }
        }
    }
    for (_, action) in actions {
        // The call is answered over every dialog.
        let contexts = if ring::answering(model) == Some(action) { &["global"][..] } else { &contexts };
        let Some(key) = env.key(action, contexts) else { continue };
        let text = match short_text(action, model) {
            Some(short) if narrow => env.text(short),
            _ => bar_text(action, model, env),
        };
        let next = bar_item(frame, area, x, &key, &text, env, Some(action), hits);
        if next == x {
            break;
        }
        x = next;
    }
}

/// Behind the keys a dialog lives by.
const BEHIND: u8 = 29;

/// The keys of a talk, the most used first: before them nothing but the digits stands on the bar while somebody talks.
const OF_TALK: [Action; 8] = [
    Action::Open,
    Action::Call,
    Action::Decline,
    Action::Note,
    Action::Mark,
    Action::Objection,
    Action::Heard,
    Action::ScriptBack,
];

/// The place of an action on the bar; `None` where it has none. While somebody talks the keys of the talk come first: what is for
/// before the call and after it, the help tells.
fn place_on_bar(action: Action, model: &Model) -> Option<u8> {
    match ring::answering(model) {
        Some(answers) if answers == action => return Some(0),
        // Their keys would answer, too.
        Some(_) if matches!(action, Action::Take | Action::Call) => return None,
        _ => {}
    }
    // What stops a countdown comes first.
    if action == Action::Back && model.dialogs.is_empty() && model.next.goes() {
        return Some(0);
    }
    if begins_shift(model) {
        match action {
            Action::Day => return Some(0),
            // Nobody is taken before.
            Action::Open if model.focus == Pane::Queue => return None,
            _ => {}
        }
    }
    if on_pause(model) {
        match action {
            Action::Pause => return Some(0),
            // Nobody is taken before the pause is over.
            Action::Open if model.focus == Pane::Queue => return None,
            _ => {}
        }
    }
    if action == Action::Open && matches!(model.dialogs.last(), Some(Dialog::Morning(_))) {
        return Some(0);
    }
    // What was promised is moved from its book, and anywhere else by the palette.
    if action == Action::Move && matches!(model.dialogs.last(), Some(Dialog::Promises(_))) {
        return Action::GiveUp.bar();
    }
    let place = action.bar()?;
    if !is_talking(model) {
        // What ends the call stands behind what goes on with its question.
        return Some(if action == Action::Call && !model.dialogs.is_empty() { BEHIND } else { place });
    }
    // Nobody else is taken now.
    if action == Action::Open && model.focus == Pane::Queue {
        return None;
    }
    let in_talk = OF_TALK.iter().position(|key| *key == action).and_then(|place| u8::try_from(place).ok());
    Some(in_talk.unwrap_or(place.saturating_add(u8::try_from(OF_TALK.len()).unwrap_or_default())))
}

/// Whether a pause keeps the queue back: no call waits to be gone on with, and nothing lies over the screen.
fn on_pause(model: &Model) -> bool {
    model.day.pause.is_some()
        && model.dialogs.is_empty()
        && model.work.is_none()
        && !update::can_resume(model)
}

/// Whether the shift is to be opened next: no call goes on, and nothing lies over the screen.
fn begins_shift(model: &Model) -> bool {
    let calling = model.work.as_ref().is_some_and(|work| work.state != CallState::Preview);
    !model.day.may_take() && !calling && model.dialogs.is_empty() && !update::can_resume(model)
}

/// Whether somebody talks with the client on the screen, and nothing lies over it.
fn is_talking(model: &Model) -> bool {
    model.dialogs.is_empty() && model.shown_work().is_some_and(|work| work.state == CallState::Talking)
}

/// Key of a shorter word for what a key does, where the bar has little room.
fn short_text(action: Action, model: &Model) -> Option<&'static str> {
    match action {
        Action::Call if is_talking(model) => Some("bar-hang-up-short"),
        Action::Objection => Some("bar-objection-short"),
        Action::ScriptBack => Some("bar-step-back-short"),
        _ => None,
    }
}

/// What a key does just here: some do different things in different places.
fn bar_text(action: Action, model: &Model, env: &Env) -> String {
    let state = model.work.as_ref().map(|work| work.state);
    let key = match (action, model.focus) {
        _ if ring::answering(model) == Some(action) => Some("ring-answer"),
        (Action::Submit | Action::Open, _) if !model.dialogs.is_empty() => {
            model.dialogs.last().and_then(|dialog| dialog.enter(model))
        }
        (Action::Call, _) if state == Some(CallState::Talking) => Some("bar-hang-up"),
        (Action::Back, _) if !model.dialogs.is_empty() => {
            model.dialogs.last().and_then(|dialog| dialog.esc(model))
        }
        (Action::Take, _) if matches!(model.dialogs.last(), Some(Dialog::Morning(_))) => {
            Some("bar-begin-take")
        }
        _ if !model.dialogs.is_empty() => None,
        (Action::Take, _) | (Action::Open, Pane::Queue) if update::can_resume(model) => Some("bar-resume"),
        (Action::Back, _) if model.next.goes() => Some("bar-next-stop"),
        (Action::Day, _) => Some("bar-begin-shift"),
        (Action::Open, Pane::Queue) => Some("bar-take-row"),
        (Action::Pause, _) if on_pause(model) => Some("bar-pause-over"),
        (Action::Open, Pane::Card) => Some("bar-dial"),
        (Action::Open, Pane::History) => Some("bar-older"),
        (Action::Call, _) => Some("bar-call"),
        _ => None,
    };
    key.map_or_else(|| env.texts.attribute(action.text(), "bar"), |key| env.text(key))
}

/// One key on the bar; returns where the next one stands, or the same place when there was no room.
#[allow(clippy::too_many_arguments, reason = "a drawing helper of one caller")]
fn bar_item(
    frame: &mut Frame<'_>,
    area: Rect,
    x: u16,
    key: &str,
    text: &str,
    env: &Env,
    action: Option<Action>,
    hits: &mut HitMap,
) -> u16 {
    let line = Line::from(vec![
        Span::styled(key.to_owned(), env.style(Role::Key)),
        Span::styled(format!(" {text}"), env.style(Role::KeyText)),
    ]);
    let width = u16::try_from(line.width()).unwrap_or(u16::MAX);
    if x.saturating_add(width) >= area.right() {
        return x;
    }
    let at = Rect { x, width, ..area };
    draw::line(frame, at, &line);
    if let Some(action) = action {
        hits.add(at, Hit::Action(action));
    }
    x + width + 2
}

/// A sentence that asks for more room.
fn too_small(frame: &mut Frame<'_>, area: Rect, env: &Env) {
    let text = env.say(&say!(
        "too-small",
        width = SMALL.0,
        height = SMALL.1,
        now_width = area.width,
        now_height = area.height
    ));
    let lines = draw::wrapped(&[Line::styled(text, env.style(Role::Text))], usize::from(area.width));
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        draw::line(frame, Rect { y, height: 1, ..area }, line);
    }
}
