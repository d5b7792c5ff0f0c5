//! How the loading of a list is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line as Row, Span};

use super::loading::{LoadForm, rows_of};
use super::picker::{first_row, window};
use crate::domain::job::load::Line;
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::hit::HitMap;
use crate::tui::loading::{RowTried, Running, Tried};
use crate::tui::model::Model;
use crate::tui::theme::Role;

/// Lines what was recognised may take at most, each.
const COLUMNS: usize = 2;
/// Cells of the bar that shows how far it is.
const BAR: usize = 40;

/// Draws what there is to see: the fields, how far it is, or what a trial has come to.
pub(super) fn view(form: &LoadForm, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
    let screen = frame.area();
    let width = screen.width.saturating_sub(4).min(104);
    match (&model.loading.running, &model.loading.tried) {
        (Some(running), _) => progress(running, frame, env, hits, width),
        (None, Some(tried)) => total(form, tried, frame, model, env, hits, width),
        (None, None) => {
            let fields = form.form.height();
            let hint = form.hint(model, env);
            let width = width.min(80);
            let hint = draw::wrapped(&hint, usize::from(width.saturating_sub(4)));
            let height = fields.saturating_add(u16::try_from(hint.len()).unwrap_or(u16::MAX));
            let area = window(frame, env, hits, &env.text(form.title()), (width, height));
            form.form.view(frame, Rect { height: fields, ..area }.intersection(area), env);
            for (y, line) in (area.y.saturating_add(fields)..area.bottom()).zip(&hint) {
                draw::line(frame, Rect { y, height: 1, ..area }, line);
            }
        }
    }
}

fn progress(running: &Running, frame: &mut Frame<'_>, env: &Env, hits: &mut HitMap, width: u16) {
    let (share, rows) = running.progress.seen();
    let key = if running.writes { "load-writing" } else { "load-trying" };
    let area = window(frame, env, hits, &env.text(key), (width.min(72), 4));
    let room = usize::from(area.width).saturating_sub(8).min(BAR);
    let full = room * usize::try_from(share).unwrap_or_default() / 1000;
    let lines = [
        Row::styled(
            env.say(&say!("load-what", file = running.file.as_str(), job = running.job.as_str())),
            env.style(Role::Text),
        ),
        Row::from(vec![
            Span::styled("█".repeat(full), env.style(Role::Accent)),
            Span::styled("░".repeat(room - full), env.style(Role::Faint)),
            Span::styled(format!(" {} %", share / 10), env.style(Role::Text)),
        ]),
        Row::styled(env.say(&say!("load-rows-so-far", count = rows)), env.style(Role::Muted)),
        Row::styled(env.text("load-running-hint"), env.style(Role::Placeholder)),
    ];
    for (y, line) in (area.y..area.bottom()).zip(&lines) {
        draw::line(frame, Rect { y, height: 1, ..area }, line);
    }
}

/// The total of a trial: its five lines, and what loads; or the rows of one of them.
fn total(
    form: &LoadForm,
    tried: &Tried,
    frame: &mut Frame<'_>,
    model: &Model,
    env: &Env,
    hits: &mut HitMap,
    width: u16,
) {
    let job = model.catalog.list(tried.order.list).map(|list| list.name.clone()).unwrap_or_default();
    let job = crate::domain::text::clean_line(&job);
    let most = frame.area().height.saturating_sub(6);
    if let Some((line, picker)) = form.rows {
        let shown: Vec<&RowTried> = rows_of(tried, line).collect();
        let all = line.map_or(tried.sums.all(), |line| tried.sums.on(line));
        let title = say!("load-rows-title", job = job, count = all);
        let height = u16::try_from(shown.len()).unwrap_or(u16::MAX).clamp(1, most.max(1));
        let more = u64::try_from(shown.len()).is_ok_and(|count| count < all);
        // Below the rows stands why the one under the cursor ended so, in full.
        let below = 1 + u16::from(more);
        let area =
            window(frame, env, hits, &env.say(&title), (width, height.min(most.saturating_sub(2)) + below));
        let list = Rect { height: area.height.saturating_sub(below), ..area };
        if let Some(row) = shown.get(picker.row) {
            let at = Rect { y: list.bottom(), height: 1, ..area }.intersection(area);
            draw::line(frame, at, &Row::styled(reason(row, env), env.style(Role::Accent)));
        }
        if shown.is_empty() {
            draw::line(frame, list, &Row::styled(env.text("jobs-rows-none"), env.style(Role::Muted)));
        }
        // Of thousands of rows only those on the screen are put into words.
        let first = first_row(picker.row, shown.len(), usize::from(list.height));
        for (y, (place, row)) in (list.y..list.bottom()).zip(shown.iter().enumerate().skip(first)) {
            let at = Rect { y, height: 1, ..list };
            draw::line(frame, at, &row_line(row, env, usize::from(list.width)));
            if place == picker.row {
                frame.buffer_mut().set_style(at, env.style(Role::Selected));
            }
            hits.add(at, crate::tui::hit::Hit::DialogRow(place));
        }
        if more {
            let below = Rect { y: list.bottom() + 1, height: 1, ..area }.intersection(area);
            let count = u64::try_from(shown.len()).unwrap_or_default();
            let said = env.say(&say!("load-rows-cut", shown = count, count = all));
            draw::line(frame, below, &Row::styled(said, env.style(Role::Muted)));
        }
        return;
    }
    let lines =
        env.texts.load_lines(&tried.sums).into_iter().zip(std::iter::once(None).chain(Line::ALL.map(Some)));
    let mut rows: Vec<Row<'_>> = lines
        .map(|(said, line)| {
            let role = match line {
                None | Some(Line::Taken) => Role::Text,
                Some(line) if tried.sums.on(line) == 0 => Role::Muted,
                Some(_) => Role::Warning,
            };
            Row::styled(said, env.style(role))
        })
        .collect();
    let go = say!("load-go", count = tried.sums.taken());
    rows.push(Row::styled(format!("▸ {}", env.say(&go)), env.style(Role::Good)));
    let moved = (tried.sums.moved > 0).then(|| say!("load-moved", count = tried.sums.moved));
    let cards = (tried.sums.cards > 0).then(|| say!("load-cards", count = tried.sums.cards));
    let hint = if tried.order.from.is_base() { "load-total-hint-base" } else { "load-total-hint" };
    let beside: Vec<Row<'_>> = moved
        .into_iter()
        .chain(cards)
        .map(|said| Row::styled(env.say(&said), env.style(Role::Muted)))
        .chain([Row::styled(env.text(hint), env.style(Role::Placeholder))])
        .collect();
    let count = |rows: &Vec<Row<'_>>| u16::try_from(rows.len()).unwrap_or_default();
    let title = env.say(&say!("load-total-title", job = job));
    // What was recognised stands above, as far as there is room: two lines for the columns of a file that has many.
    let cells = usize::from(width.saturating_sub(4));
    let head = tried.head.iter().flat_map(|line| {
        let line = Row::styled(line.clone(), env.style(Role::Muted));
        draw::wrapped(&[line], cells).into_iter().take(COLUMNS)
    });
    let room = most.saturating_sub(count(&rows) + count(&beside));
    let head: Vec<Row<'_>> = head.take(usize::from(room)).collect();
    let area = window(frame, env, hits, &title, (width, count(&head) + count(&rows) + count(&beside)));
    for (y, line) in (area.y..area.bottom()).zip(&head) {
        draw::line(frame, Rect { y, height: 1, ..area }, line);
    }
    let list = Rect { y: area.y + count(&head), height: count(&rows), ..area }.intersection(area);
    form.lines.view(frame, list, env, hits, &rows);
    for (y, line) in (list.bottom()..area.bottom()).zip(&beside) {
        draw::line(frame, Rect { y, height: 1, ..area }, line);
    }
}

/// «строка 12  ООО «Альтаир»  стоп-лист: …»
fn row_line<'a>(row: &RowTried, env: &Env, width: usize) -> Row<'a> {
    let name = (width.saturating_sub(9) / 3).clamp(12, 40);
    let role = if row.verdict.is_taken() { Role::Text } else { Role::Warning };
    Row::from(vec![
        Span::styled(format!("{:>7} ", row.line), env.style(Role::Muted)),
        Span::styled(draw::cell(&row.name, name), env.style(Role::Text)),
        Span::styled(format!(" {}", reason(row, env)), env.style(role)),
    ])
}

/// «повтор в файле: тот же клиент, что в строке 2»
fn reason(row: &RowTried, env: &Env) -> String {
    let why = row.told.as_ref().and_then(|told| env.texts.row_reason(told, env.calendar()));
    let why = why.map(|why| format!(": {why}")).unwrap_or_default();
    format!("{}{why}", env.texts.row_verdict(row.verdict))
}
