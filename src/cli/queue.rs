//! `dozvon queue`: what to do next, and why.

use chrono::SecondsFormat;

use super::args::{Format, parse_limit};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::out;
use super::queue_move::{MoveArgs, PlanArgs};
use super::queue_promises::PromisesArgs;
use super::queue_weights::WeightsArgs;
use super::table::{Cell, Table, print_one};
use super::{queue_empty, queue_move, queue_promises, queue_skip, queue_weights};
use crate::desk::access::CountClients;
use crate::desk::queue::{Counts, QueueNext, QueueRow, QueueView, Why, WhyOf};
use crate::domain::ids::{QueueEntryId, RecordId, code, parse_code};
use crate::domain::queue::{Rank, Term};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::i18n::counts;
use crate::i18n::{Calendar, Message, Texts, Word, order_of};
use crate::say;

/// Rows that are shown unless the command line says otherwise.
const LIMIT: u16 = 20;

/// What to ask of the queue.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum QueueCommand {
    List {
        #[arg(long, value_name = "N", default_value_t = LIMIT, value_parser = parse_limit)]
        limit: u16,
    },
    Why {
        #[arg(value_name = "ID")]
        id: String,
    },
    Next {
        #[arg(long, value_name = "N", default_value_t = LIMIT, value_parser = parse_limit)]
        limit: u16,
    },
    Empty {
        #[arg(long, value_name = "NAME")]
        list: Option<String>,
    },
    Skip {
        #[arg(value_name = "ID")]
        id: String,
        #[arg(value_name = "REASON")]
        reason: String,
    },
    Plan(PlanArgs),
    Move(MoveArgs),
    Promises(PromisesArgs),
    GiveUp {
        #[arg(value_name = "ID")]
        id: String,
        #[arg(value_name = "REASON")]
        reason: String,
    },
    Skipped {
        #[arg(long, value_name = "N", default_value_t = LIMIT, value_parser = parse_limit)]
        limit: u16,
        #[arg(long, value_name = "CLIENT", conflicts_with = "limit")]
        settle: Option<String>,
    },
    Weights(WeightsArgs),
}

impl QueueCommand {
    /// Whether nothing is changed.
    pub(super) fn asks(&self) -> bool {
        match self {
            Self::List { .. }
            | Self::Why { .. }
            | Self::Next { .. }
            | Self::Empty { .. }
            | Self::Promises(_) => true,
            Self::Skip { .. } | Self::Plan(_) | Self::Move(_) | Self::GiveUp { .. } => false,
            Self::Skipped { settle, .. } => settle.is_none(),
            Self::Weights(args) => args.asks(),
        }
    }
}

/// Runs the command; without one the queue is listed.
pub(super) fn run(context: &Context, command: Option<&QueueCommand>) -> Result<(), Fail> {
    match command {
        None => list(context, LIMIT),
        Some(QueueCommand::List { limit }) => list(context, *limit),
        Some(QueueCommand::Why { id }) => why(context, id),
        Some(QueueCommand::Next { limit }) => next(context, *limit),
        Some(QueueCommand::Empty { list }) => queue_empty::run(context, list.as_deref()),
        Some(QueueCommand::Skip { id, reason }) => queue_skip::skip(context, id, reason),
        Some(QueueCommand::Plan(args)) => queue_move::plan(context, args),
        Some(QueueCommand::Move(args)) => queue_move::run(context, args),
        Some(QueueCommand::Promises(args)) => queue_promises::run(context, args),
        Some(QueueCommand::GiveUp { id, reason }) => queue_promises::give_up(context, id, reason),
        Some(QueueCommand::Skipped { limit, settle }) => {
            queue_skip::skipped(context, *limit, settle.as_deref())
        }
        Some(QueueCommand::Weights(args)) => queue_weights::run(context, args),
    }
}

fn list(context: &Context, limit: u16) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let now = context.now();
    let view = seat.desk.query(&seat.who, now, &QueueView { limit: limit.into() });
    let (rows, counts) = view.map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    let mut table = Table::new(&[
        "table-id",
        "table-due",
        "table-client",
        "table-name",
        "table-phone",
        "table-city",
        "table-client-time",
        "table-rank",
        "table-reason",
        "table-attempts",
    ]);
    for row in &rows {
        table.push(cells(context, row, calendar));
    }
    table.print(context)?;
    if context.format() == Format::Table {
        tell_counts(context, &seat, &counts, rows.is_empty(), calendar)?;
    }
    Ok(())
}

/// Prints the contacts that would be taken next, with their points.
fn next(context: &Context, limit: u16) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let now = context.now();
    let rows = seat.desk.query(&seat.who, now, &QueueNext { limit: limit.into() });
    let rows = rows.map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    if rows.is_empty() && context.format() == Format::Table {
        out::remark(&context.texts.get("queue-nothing"));
    }
    let mut table = Table::new(&[
        "table-score",
        "table-id",
        "table-due",
        "table-client",
        "table-name",
        "table-phone",
        "table-rank",
        "table-terms",
    ]);
    for row in &rows {
        let total = row.score.as_ref().map(|score| score.total());
        let terms = row.score.as_ref().map(|score| context.texts.score(score, &row.entry, None, calendar));
        let phone = row.dial.as_ref().ok().map(|dial| dial.phone);
        table.push(vec![
            Cell::both(total.map(|total| total.to_string()).unwrap_or_default(), total),
            row.entry.id.as_u64().into(),
            Cell::both(context.texts.due(&row.entry, calendar), stamp(row.entry.due, calendar.zone)),
            row.client.code().into(),
            row.client.name.as_str().into(),
            phone.map_or_else(Cell::none, |phone| Cell::both(context.texts.phone(&phone), phone.digits())),
            Cell::both(context.texts.word(&row.rank), row.rank.key().trim_start_matches("rank-")),
            terms.map_or_else(Cell::none, Cell::from),
        ]);
    }
    table.print(context)
}

fn cells(context: &Context, row: &QueueRow, calendar: Calendar) -> Vec<Cell> {
    let texts = &context.texts;
    let entry = &row.entry;
    // A contact nobody has called yet is due whenever there is time.
    let due = if row.rank == Rank::New { "·".to_owned() } else { texts.due(entry, calendar) };
    let (phone, forbidden) = match &row.dial {
        Ok(dial) => (Cell::both(texts.phone(&dial.phone), dial.phone.digits()), None),
        Err(forbidden) => (Cell::none(), Some(texts.say(&texts.forbidden_by(forbidden, calendar)))),
    };
    // People look for a reason not to call where the reason to call stands; machines find the latter unmixed.
    let said: Vec<&str> = forbidden
        .as_deref()
        .into_iter()
        .chain([entry.reason.as_str()])
        .filter(|said| !said.is_empty())
        .collect();
    let reason = Cell::both(said.join(" · "), entry.reason.as_str());
    let time = row.client.zone.map_or_else(Cell::none, |zone| {
        Cell::both(texts.time(calendar.now, zone.tz), stamp(calendar.now, zone.tz))
    });
    vec![
        entry.id.as_u64().into(),
        Cell::both(due, stamp(entry.due, calendar.zone)),
        row.client.code().into(),
        row.client.name.as_str().into(),
        phone,
        row.client.city.as_str().into(),
        time,
        Cell::both(texts.word(&row.rank), row.rank.key().trim_start_matches("rank-")),
        reason,
        Cell::both(format!("{}/{}", entry.attempts, entry.max_attempts), entry.attempts),
    ]
}

/// A moment as machines read it, by a clock.
pub(super) fn stamp(at: Moment, zone: chrono_tz::Tz) -> String {
    at.in_zone(zone).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Says beside the rows what the lower line of the pane says.
fn tell_counts(
    context: &Context,
    seat: &Seat,
    counts: &Counts,
    nothing: bool,
    calendar: Calendar,
) -> Result<(), Fail> {
    // With rows or without: who sleeps now is waiting, and the queue is not empty.
    let opens = counts.opens.map(|opens| context.texts.moment(opens, calendar));
    let closed = (counts.closed > 0).then(|| counts::closed(counts, opens));
    if nothing && closed.is_none() {
        let clients = seat.desk.query(&seat.who, calendar.now, &CountClients { up_to: 1 });
        let empty = clients.map_err(context.desk_failed())? == 0;
        out::remark(&context.texts.get(if empty { "queue-empty-base" } else { "queue-empty" }));
        return Ok(());
    }
    let mut said = vec![counts::headed(context.texts.get("tab-queue"), counts.now, counts.capped.now)];
    if counts.overdue > 0 {
        said.push(counts::overdue(counts));
    }
    said.extend(closed);
    let said: Vec<String> = said.iter().map(|message| context.say(message)).collect();
    out::remark(&said.join(" · "));
    Ok(())
}

/// The contact with a number.
pub(super) fn entry_id(context: &Context, id: &str) -> Result<QueueEntryId, Fail> {
    parse_code(id).map(QueueEntryId::from_u64).ok_or_else(|| {
        let message = say!("error-not-a-number", text = clean_line(id));
        context.fail(Code::Usage, &message, Some(&say!("hint-queue-number")))
    })
}

fn why(context: &Context, id: &str) -> Result<(), Fail> {
    let id = entry_id(context, id)?;
    let seat = context.sit_down_to_ask()?;
    let now = context.now();
    let why = seat.desk.query(&seat.who, now, &WhyOf(id));
    let why = why.map_err(context.desk_failed())?;
    let calendar = Calendar { now, zone: seat.who.zone };
    let holder = match why.holder {
        Some(user) => {
            let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
            catalog.user(user).map(|user| user.name.clone())
        }
        None => None,
    };
    let entry = &why.entry;
    let terms: Option<Vec<serde_json::Value>> = why.score.as_ref().map(|score| {
        let named = |term: &Term| serde_json::json!({"term": term.code(), "points": term.points});
        score.terms.iter().map(named).collect()
    });
    let fields = [
        ("id", entry.id.as_u64().into()),
        ("client", code(why.client.as_u64()).into()),
        ("rank", why.rank.key().trim_start_matches("rank-").into()),
        ("kind", entry.kind.key().trim_start_matches("entry-").into()),
        ("due", stamp(entry.due, calendar.zone).into()),
        ("score", why.score.as_ref().map(|score| score.total()).into()),
        ("terms", terms.into()),
        ("whole_day", entry.marks.whole_day.into()),
        ("late_minutes", why.late_min.into()),
        ("before", why.before.into()),
        ("call_list", why.list.clone().into()),
        ("attempts", entry.attempts.into()),
        ("max_attempts", entry.max_attempts.into()),
        ("reason", entry.reason.as_str().into()),
        ("holder", holder.clone().into()),
        ("may_call", why.gate.is_ok().into()),
    ];
    let words = || {
        let lines = reasons(context, &why, holder.as_deref(), calendar);
        lines.iter().map(|line| format!("{}\n", context.say(line))).collect()
    };
    print_one(context, words, &fields)
}

/// The explanation, as the screen gives it.
fn reasons(context: &Context, why: &Why, holder: Option<&str>, calendar: Calendar) -> Vec<Message> {
    let texts = &context.texts;
    let mut said = vec![Message { key: order_of(why.rank), args: Vec::new() }];
    if let Some(score) = &why.score {
        let line = texts.score(score, &why.entry, why.stage.as_ref(), calendar);
        said.insert(0, say!("why-score", line = line));
    }
    said.push(texts.why_due(&why.entry, why.rank, why.late_min, calendar));
    if let Some(before) = why.before.filter(|_| why.rank != Rank::Later) {
        said.push(say!("why-before", count = before));
    }
    said.push(match &why.list {
        Some(list) => say!("why-list", list = clean_line(list)),
        None => say!("why-no-list"),
    });
    said.push(say!("why-attempts", made = why.entry.attempts, allowed = why.entry.max_attempts));
    if !why.entry.reason.is_empty() {
        said.push(say!("why-reason", reason = clean_line(&why.entry.reason)));
    }
    if let (Some(skip), Some(until)) = (why.entry.marks.skips.last(), why.entry.marks.not_before) {
        let until = texts.moment(until, calendar);
        said.push(say!("why-skipped", until = until, reason = texts.word(&skip.reason)));
    }
    if let Some(name) = holder {
        said.push(say!("why-held", name = clean_line(name)));
    }
    let light = texts.light(why.gate.as_ref(), None, calendar);
    said.push(say!("why-light", sign = Texts::light_sign(why.gate.as_ref()), light = light));
    said
}
