//! What the desk answered.

use super::{call, clients, complain, fail, gone, read_queue, ring, sale, show, tell, undo};
use crate::desk::queue::QueueRow;
use crate::desk::result::{Next, RecordResult, Recorded};
use crate::domain::deal::{Deal, DealStatus};
use crate::domain::gate::Forbidden;
use crate::domain::outcome::StopAnswer;
use crate::domain::queue::EntryKind;
use crate::domain::time::Moment;
use crate::i18n::Message;
use crate::i18n::counts::nothing_open;
use crate::say;
use crate::tui::autonext;
use crate::tui::day;
use crate::tui::dialog::{self, Dialog};
use crate::tui::env::Env;
use crate::tui::model::{CallState, Model, Pane};
use crate::tui::msg::{Answer, Effect, JobRequest, Request};
use crate::tui::promises;

/// Takes an answer in.
pub(super) fn came(model: &mut Model, env: &Env, answer: Answer) -> Vec<Effect> {
    model.day.answered(&answer);
    match answer {
        Answer::Queue(Ok((rows, counts))) => {
            keep_cursor(model, &rows);
            model.queue.rows = rows;
            model.queue.counts = counts;
            model.queue.loaded = true;
            let mut effects = super::queue::rows_came(model, env);
            if model.card.client.is_none() {
                effects.extend(super::peek(model));
            }
            effects
        }
        Answer::Dossier(client, Ok(dossier)) => {
            if model.card.client == Some(client) {
                model.history.more = dossier.more_history;
                model.history.older.clear();
                model.card.dossier = Some(dossier);
                model.card.failed = false;
                call::card_came(model, env);
                crate::tui::promises::card_came(model);
            }
            Vec::new()
        }
        Answer::Gone(client) => gone::came(model, env, client),
        Answer::Dossier(client, Err(failure)) => {
            model.card.failed |= model.card.client == Some(client);
            fail(model, env, failure);
            Vec::new()
        }
        Answer::History(asked, Ok((events, more))) => {
            let waiting = model.events().last().map(crate::desk::dossier::Event::at) == asked.before;
            if model.card.client == Some(asked.client) && waiting {
                model.history.older.extend(events);
                model.history.more = more;
            }
            Vec::new()
        }
        Answer::Catalog(Ok(catalog)) => {
            model.shifts = crate::desk::callbacks::Shifts::of(&catalog, &model.who);
            model.catalog = catalog;
            Vec::new()
        }
        Answer::Shift(Ok(shift)) => {
            model.shift = shift;
            Vec::new()
        }
        Answer::Search(token, result) => dialog::found(model, env, token, result),
        Answer::Why(Ok(why)) => {
            model.dialogs.push(Dialog::Why(dialog::Why::new(*why)));
            Vec::new()
        }
        Answer::Taken(result) => {
            model.busy = false;
            match result {
                Ok(Some(taken)) => {
                    let mut effects = call::taken(model, env, taken);
                    effects.extend(read_queue(model, env));
                    effects
                }
                Ok(None) => {
                    complain(model, env, nothing_free(model, env));
                    read_queue(model, env)
                }
                Err(failure) => {
                    fail(model, env, failure);
                    read_queue(model, env)
                }
            }
        }
        Answer::Released(result) => {
            model.busy = false;
            match result {
                Ok(()) => {
                    super::queue::forget_count(model);
                    model.work = None;
                    model.since = env.now;
                    model.focus = Pane::Queue;
                    tell(model, env, say!("released"));
                }
                Err(failure) => fail(model, env, failure),
            }
            read_queue(model, env)
        }
        Answer::Skipped(asked, result) => super::queue::skipped(model, env, asked, result),
        Answer::Kept(entry, kept) => super::queue::kept(model, env, entry, kept),
        Answer::Holds(result) => super::queue::counted(model, env, result),
        Answer::Skips(result) => super::queue::skips_came(model, env, result),
        Answer::SkipsSettled(result) => super::queue::settled(model, env, result),
        Answer::Dial(ask, result) => {
            model.busy = false;
            match result {
                Ok(dial) => call::dialled(model, env, &ask, &dial),
                Err(failure) => {
                    fail(model, env, failure);
                    reread(model)
                }
            }
        }
        Answer::Recorded(asked, result) => {
            model.busy = false;
            match result {
                Ok(recorded) => result_recorded(model, env, &asked, &recorded),
                Err(failure) => {
                    fail(model, env, failure);
                    // Somebody else may have the contact by now: then the talk goes into the books without it. The client
                    // himself may be gone.
                    let entry = asked.entry.filter(|_| !asked.answers.undialled);
                    let look = entry.map(|entry| Effect::Ask(Request::Look(entry)));
                    look.into_iter().chain([Effect::Ask(Request::Dossier(asked.client))]).collect()
                }
            }
        }
        Answer::Noted(_, Ok(_)) => {
            model.busy = false;
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Note(_)));
            tell(model, env, say!("note-saved"));
            reread(model)
        }
        Answer::Moved(result) => {
            model.busy = false;
            match result {
                Ok(deal) => {
                    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Move(_)));
                    tell(model, env, moved(model, env, &deal));
                }
                Err(failure) => fail(model, env, failure),
            }
            reread(model)
        }
        Answer::Opened(Ok(_)) => {
            model.busy = false;
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Deal(_)));
            model.deal = 0;
            tell(model, env, say!("deal-opened"));
            reread(model)
        }
        Answer::Heat(name, Ok((calls, steps))) => {
            model.dialogs.push(Dialog::Heat(dialog::Heat::new(name, calls, steps)));
            Vec::new()
        }
        Answer::Answers(asked, Ok(cross)) => {
            dialog::CrossTable::came(model, &asked, *cross);
            Vec::new()
        }
        // The fields stay open: nothing that was typed is lost.
        Answer::Job(JobRequest::Set(_) | JobRequest::New(_), Err(failure)) => {
            model.busy = false;
            fail(model, env, failure);
            Vec::new()
        }
        Answer::Job(asked, result) => {
            model.busy = false;
            dialog::Jobs::came(model, env, asked, result);
            Vec::new()
        }
        Answer::Heard(result) => {
            model.busy = false;
            match result {
                Ok(count) => {
                    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Heard(_)));
                    tell(model, env, say!("heard-written", count = count));
                }
                Err(failure) => fail(model, env, failure),
            }
            Vec::new()
        }
        Answer::Load(result) => crate::tui::loading::came(model, env, result),
        Answer::Found(token, result) => crate::tui::finding::came(model, env, token, result),
        Answer::FilterSaved(result) => crate::tui::finding::saved(model, env, result),
        Answer::FilterDropped(result) => crate::tui::finding::dropped(model, env, result),
        Answer::Book(result) => crate::tui::promises::came(model, env, result),
        Answer::Wished(result) => crate::tui::wishes::came(model, env, result),
        Answer::Planned(Ok(_)) => {
            model.busy = false;
            model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Plan(_)));
            tell(model, env, say!("contact-planned"));
            let mut effects = reread(model);
            effects.extend(read_queue(model, env));
            effects
        }
        Answer::Queue(Err(failure))
        | Answer::History(_, Err(failure))
        | Answer::Catalog(Err(failure))
        | Answer::Shift(Err(failure))
        | Answer::Memos(Err(failure))
        | Answer::Heat(_, Err(failure))
        | Answer::Answers(_, Err(failure))
        | Answer::Why(Err(failure)) => {
            fail(model, env, failure);
            Vec::new()
        }
        Answer::Done(seq, answer) => undo::done(model, env, seq, *answer),
        Answer::Undone(result) => undo::came(model, env, result),
        Answer::Caller(token, result) => ring::found(model, env, token, result),
        Answer::Candidates(token, result) => clients::candidates(model, env, token, result),
        Answer::Created(asked, result) => clients::created(model, env, &asked, result),
        Answer::NumberAdded(asked, result) => clients::number_added(model, env, &asked, result),
        Answer::Memos(Ok(rows)) => clients::memos(model, env, &rows),
        Answer::Quiet => Vec::new(),
        Answer::Morning(Ok(morning)) => {
            day::morning_came(model, env, *morning);
            Vec::new()
        }
        Answer::Notices(Ok(notices)) => {
            model.day.notices = notices;
            Vec::new()
        }
        Answer::ClockedIn(Ok(open)) => day::clocked_in(model, env, *open),
        Answer::Turned(result) => {
            day::turned(model, env, result);
            Vec::new()
        }
        Answer::Loose(ends) => day::ends::loose_ends(model, env, &ends),
        Answer::DayClosed(Ok(report), keys) => {
            // What was typed ahead was meant for something else: the report is read first.
            model.held.clear();
            model.dialogs.push(Dialog::DayEnd(dialog::DayEnd::new(*report, keys)));
            day::closed(model)
        }
        Answer::PinSet(Ok(())) => {
            tell(model, env, say!("pin-set"));
            Vec::new()
        }
        Answer::Missed(call, result) => {
            ring::written(model, env, call, result);
            Vec::new()
        }
        Answer::NoticesRead(Ok(())) => Vec::new(),
        Answer::Morning(Err(failure))
        | Answer::Notices(Err(failure))
        | Answer::NoticesRead(Err(failure))
        | Answer::ClockedIn(Err(failure))
        | Answer::DayClosed(Err(failure), _)
        | Answer::PinSet(Err(failure)) => {
            fail(model, env, failure);
            Vec::new()
        }
        Answer::Signed => Vec::new(),
        Answer::DraftKept => {
            model.draft_lost = None;
            Vec::new()
        }
        Answer::DraftLost(failure) => {
            // Said once: what is typed stands in its field all the while.
            if model.draft_lost.replace(env.now).is_none() {
                fail(model, env, failure);
            }
            Vec::new()
        }
        Answer::Noted(_, Err(failure)) | Answer::Opened(Err(failure)) | Answer::Planned(Err(failure)) => {
            // The dialog stays open: nothing that was typed is lost.
            model.busy = false;
            fail(model, env, failure);
            Vec::new()
        }
    }
}

/// Nothing moves under the cursor: it stays on its row, or on the row that has come into its place. After a result it goes to
/// the row that comes next: Enter must not take the same client once more.
fn keep_cursor(model: &mut Model, rows: &[crate::desk::queue::QueueRow]) {
    if std::mem::take(&mut model.queue.onward)
        && let Some(next) = rows.iter().find(|row| row.may_be_taken())
    {
        model.queue.selected = Some(next.entry.id);
        return;
    }
    let place = model.queue.cursor();
    let there = |id| rows.iter().any(|row| Some(row.entry.id) == id);
    if !there(model.queue.selected) {
        let last = rows.len().saturating_sub(1);
        model.queue.selected = rows.get(place.min(last)).map(|row| row.entry.id);
    }
}

fn reread(model: &mut Model) -> Vec<Effect> {
    model.card.client.map(|client| Effect::Ask(Request::Dossier(client))).into_iter().collect()
}

fn result_recorded(model: &mut Model, env: &Env, asked: &RecordResult, recorded: &Recorded) -> Vec<Effect> {
    model.dialogs.retain(|dialog| !matches!(dialog, Dialog::Result(_)));
    let text = after_result(model, env, asked, recorded);
    tell(model, env, text);
    super::queue::forget_count(model);
    model.typed.done(asked.client);
    (model.work, model.half) = (None, None);
    model.since = env.now;
    model.focus = Pane::Queue;
    model.queue.onward = true;
    autonext::recorded(model, env);
    let mut effects = show(model, asked.client);
    effects.extend(read_queue(model, env));
    effects.push(Effect::Ask(Request::Shift));
    effects
}

/// What a recorded result comes to, in one sentence.
fn after_result(model: &Model, env: &Env, asked: &RecordResult, recorded: &Recorded) -> Message {
    let outcome = model.catalog.outcome(asked.outcome);
    let name = outcome.map(|outcome| outcome.name.get(env.texts.lang()).to_owned()).unwrap_or_default();
    let time = env.now.in_zone(env.zone).format("%H:%M:%S").to_string();
    if let (Next::Finished, Some(task)) = (&recorded.next, &recorded.task) {
        return sale::told(model, env, asked, task);
    }
    match &recorded.next {
        // When a prohibition was written down is said of every one, whatever it has closed.
        Next::Blocked | Next::Finished if asked.answers.stop == Some(StopAnswer::ThisList) => {
            say!("recorded-stopped-list", time = time)
        }
        // There was nothing planned that it could have closed.
        Next::Finished if asked.answers.stop.is_none() && asked.entry.is_none() => {
            say!("recorded-only", result = name)
        }
        Next::Finished if asked.answers.stop.is_none() => say!("recorded-finished", result = name),
        Next::Exhausted => say!("recorded-exhausted", result = name),
        Next::Blocked | Next::Finished => {
            let names = recorded.callbacks.iter().filter_map(|user| model.catalog.user(*user));
            let names: Vec<String> = names.map(|user| user.name.clone()).collect();
            if names.is_empty() {
                say!("recorded-stopped", time = time, rows = recorded.blocked)
            } else {
                let rows = recorded.blocked.saturating_sub(names.len());
                say!("recorded-stopped-callbacks", time = time, rows = rows, names = names.join(", "))
            }
        }
        Next::At { due, kind, phone } => {
            let zone = model.card.dossier.as_ref().and_then(|dossier| Some(dossier.client.zone?.tz));
            let whole_day = asked.answers.whole_day && *kind != EntryKind::Retry;
            let mut when = env.texts.due_by_both_clocks(*due, whole_day, zone, env.calendar());
            if !asked.answers.until.is_empty() && *kind != EntryKind::Retry {
                when = format!("{when} · {}", asked.answers.until);
            }
            if matches!(kind, EntryKind::Promise | EntryKind::Hot) {
                let whose = if asked.answers.personal { "recorded-own" } else { "recorded-common" };
                when = format!("{when}, {}", env.text(whose));
                let reminded = asked.answers.personal && !whole_day && *kind == EntryKind::Promise;
                let reminder = promises::reminder(model, *due).filter(|at| reminded && *at > env.now);
                if let Some(at) = reminder {
                    let time = env.texts.time(at, env.zone);
                    when = format!("{when}, {}", env.say(&say!("recorded-reminder", time = time)));
                }
            }
            let other = phone.map(|phone| env.texts.phone(&phone)).unwrap_or_default();
            match kind {
                EntryKind::Promise => say!("recorded-promise", result = name, when = when),
                EntryKind::Hot => say!("recorded-hot", result = name, when = when),
                _ if other.is_empty() => say!("recorded-retry", result = name, when = when),
                _ => say!("recorded-retry-number", result = name, when = when, phone = other),
            }
        }
    }
}

fn moved(model: &Model, env: &Env, deal: &Deal) -> Message {
    let lang = env.texts.lang();
    let process = model.catalog.process(deal.process);
    let stage = deal.stage().and_then(|stage| process?.stages.get(stage));
    match &deal.status {
        DealStatus::Open => {
            let stage = stage.map(|stage| stage.name.get(lang)).unwrap_or_default();
            say!("deal-moved", deal = &deal.name, stage = stage)
        }
        DealStatus::Won => say!("deal-won", deal = &deal.name),
        DealStatus::Lost { reason } => say!("deal-lost", deal = &deal.name, reason = reason),
    }
}

/// Why there is nothing to take.
fn nothing_free(model: &Model, env: &Env) -> Message {
    let counts = &model.queue.counts;
    match counts.opens {
        Some(opens) if counts.closed > 0 => nothing_open(counts, &env.texts.moment(opens, env.calendar())),
        _ if model.work.as_ref().is_some_and(|work| work.state != CallState::Preview) => {
            say!("queue-nothing")
        }
        _ => match model
            .queue
            .rows
            .iter()
            .filter_map(|row| Some((comes(row, env)?, row)))
            .min_by_key(|row| row.0)
        {
            Some((at, row)) if at == row.entry.due => {
                say!("queue-nothing-due", when = env.texts.due(&row.entry, env.calendar()))
            }
            Some((at, _)) => say!("queue-nothing-due", when = env.texts.moment(at, env.calendar())),
            None if model.queue.rows.is_empty() => say!("queue-nothing"),
            None => say!("queue-nothing-free"),
        },
    }
}

/// When a row that can't be taken now may be: it is due then, or what holds it back ends.
fn comes(row: &QueueRow, env: &Env) -> Option<Moment> {
    let wakes = Some(row.entry.wakes()).filter(|wakes| *wakes > env.now);
    match &row.gate {
        Err(
            Forbidden::Hours { opens, .. } | Forbidden::Often { opens, .. } | Forbidden::Capped { opens, .. },
        ) => Some(wakes.map_or(*opens, |wakes| wakes.max(*opens))),
        _ => wakes,
    }
}
