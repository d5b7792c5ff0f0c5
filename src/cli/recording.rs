//! `dozvon recording`: links to recordings of calls, marks in them, and opening one.

use super::args::parse_limit;
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::note::find;
use super::out::{self, shown};
use super::player;
use super::record::stamp;
use super::table::{Cell, Table, print_one};
use crate::desk::recordings::{AddMark, CallWith, CallsWith, SetRecording, WhichCall};
use crate::domain::ids::{InteractionId, RecordId, code};
use crate::domain::interaction::Interaction;
use crate::domain::recording::{LINK_MAX, Link, LinkError, Mark, clock, parse_clock};
use crate::domain::text::clean_line;
use crate::i18n::Calendar;
use crate::say;

/// Calls that are listed unless more are asked for.
const LISTED: u16 = 20;

/// What to do with recordings.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum RecordingCommand {
    List {
        #[arg(value_name = "CLIENT")]
        client: String,
        #[arg(long, value_name = "N", value_parser = parse_limit)]
        limit: Option<u16>,
    },
    Set {
        #[command(flatten)]
        call: Which,
        #[arg(value_name = "LINK", allow_hyphen_values = true)]
        link: String,
    },
    Clear {
        #[command(flatten)]
        call: Which,
    },
    Mark {
        #[command(flatten)]
        call: Which,
        #[arg(value_name = "TIME")]
        time: String,
        #[arg(value_name = "TEXT", default_value = "")]
        text: String,
    },
    Open {
        #[command(flatten)]
        call: Which,
        #[arg(long, value_name = "N", conflicts_with = "from")]
        mark: Option<u16>,
        #[arg(long, value_name = "TIME")]
        from: Option<String>,
    },
}

/// Which call of which client.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Which {
    #[arg(value_name = "CLIENT")]
    client: String,
    #[arg(value_name = "CALL")]
    call: String,
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &RecordingCommand) -> Result<(), Fail> {
    match command {
        RecordingCommand::List { client, limit } => list(context, client, limit.unwrap_or(LISTED)),
        RecordingCommand::Set { call, link } => {
            let link = Link::parse(link).map_err(|error| refused(context, error))?;
            set(context, call, Some(link))
        }
        RecordingCommand::Clear { call } => set(context, call, None),
        RecordingCommand::Mark { call, time, text } => {
            mark(context, call, &Mark::new(second(context, time)?, text))
        }
        RecordingCommand::Open { call, mark, from } => open(context, call, *mark, from.as_deref()),
    }
}

fn refused(context: &Context, error: LinkError) -> Fail {
    let what = match error {
        LinkError::Empty => say!("link-empty"),
        LinkError::TooLong => say!("link-too-long", most = LINK_MAX),
        LinkError::Dash => say!("link-dash"),
        LinkError::Scheme => say!("link-scheme"),
    };
    context.fail(Code::Usage, &what, Some(&say!("hint-link")))
}

fn second(context: &Context, text: &str) -> Result<u32, Fail> {
    parse_clock(text).ok_or_else(|| {
        let what = say!("mark-time-unread", text = shown(text, 20));
        context.fail(Code::Usage, &what, Some(&say!("hint-mark-time")))
    })
}

/// The call these words name: its number, or the last one.
fn which(context: &Context, text: &str) -> Result<WhichCall, Fail> {
    let word = clean_line(text).to_lowercase();
    if word == "last" || word == "последний" {
        return Ok(WhichCall::Last);
    }
    let number = word.parse::<u64>().ok();
    number.map(|number| WhichCall::Id(InteractionId::from_u64(number))).ok_or_else(|| {
        let what = say!("recording-not-a-call", text = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-recording-call")))
    })
}

fn list(context: &Context, client: &str, limit: u16) -> Result<(), Fail> {
    let seat = context.sit_down_to_ask()?;
    let client = find(context, &seat, client)?;
    let asked = CallsWith { client, limit: usize::from(limit) };
    let calls = seat.desk.query(&seat.who, context.now(), &asked).map_err(context.desk_failed())?;
    if calls.is_empty() && !context.is_for_machines() {
        out::remark(&context.texts.get("recording-no-calls"));
    }
    let catalog = seat.desk.catalog().map_err(context.desk_failed())?;
    let calendar = Calendar { now: context.now(), zone: seat.who.zone };
    let columns =
        &["table-call", "table-at", "table-outcome", "table-length", "table-recording", "table-marks"];
    let mut table = Table::new(columns);
    for call in &calls {
        let outcome = call.outcome.and_then(|id| catalog.outcome(id));
        let name = outcome.map(|outcome| outcome.name.get(context.texts.lang()).to_owned());
        let marks: Vec<String> = call.marks.iter().map(Mark::said).collect();
        table.push(vec![
            call.id.as_u64().into(),
            Cell::both(context.texts.stamp(call.at, calendar), stamp(call.at)),
            Cell::both(name.unwrap_or_default(), outcome.map(|outcome| outcome.code.clone())),
            call.duration_s.map_or_else(Cell::none, |length| Cell::both(clock(length), length)),
            Cell::option(call.recording.as_ref().map(Link::as_str)),
            Cell::both(marks.join(" · "), marks),
        ]);
    }
    table.print(context)
}

fn set(context: &Context, call: &Which, link: Option<Link>) -> Result<(), Fail> {
    let number = which(context, &call.call)?;
    let seat = context.sit_down_to_change()?;
    let client = find(context, &seat, &call.client)?;
    let case = SetRecording { client, call: number, link };
    let done = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    let key = if done.recording.is_some() { "recording-set" } else { "recording-cleared" };
    print(context, &done, || context.texts.get(key))
}

fn mark(context: &Context, call: &Which, mark: &Mark) -> Result<(), Fail> {
    let number = which(context, &call.call)?;
    let seat = context.sit_down_to_change()?;
    let client = find(context, &seat, &call.client)?;
    let case = AddMark { client, call: number, mark: mark.clone() };
    let done = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    print(context, &done, || context.say(&say!("mark-kept", mark = mark.said())))
}

fn open(context: &Context, call: &Which, mark: Option<u16>, from: Option<&str>) -> Result<(), Fail> {
    let number = which(context, &call.call)?;
    let from = from.map(|from| second(context, from)).transpose()?;
    let seat: Seat = context.sit_down_to_ask()?;
    let client = find(context, &seat, &call.client)?;
    let asked = CallWith { client, call: number };
    let found = seat.desk.query(&seat.who, context.now(), &asked).map_err(context.desk_failed())?;
    let at = match mark {
        None => from.unwrap_or_default(),
        Some(number) => {
            let place = usize::from(number).checked_sub(1);
            let mark = place.and_then(|place| found.marks.get(place)).ok_or_else(|| {
                let what = say!("listen-no-mark", number = number, count = found.marks.len());
                context.fail(Code::NotFound, &what, None)
            })?;
            mark.second
        }
    };
    let Some(link) = &found.recording else {
        return Err(context.fail(Code::NotFound, &say!("listen-no-recording"), None));
    };
    let player = &context.config.player;
    player::open(player, link, at, &context.texts).map_err(|what| context.fail(Code::Failed, &what, None))?;
    print(context, &found, || context.say(&say!("listen-plays", clock = clock(at))))
}

fn print(context: &Context, call: &Interaction, said: impl FnOnce() -> String) -> Result<(), Fail> {
    let said = || format!("{}\n", said());
    print_one(
        context,
        said,
        &[
            ("call", call.id.as_u64().into()),
            ("client", code(call.client.as_u64()).into()),
            ("recording", call.recording.as_ref().map(|link| link.as_str().to_owned()).into()),
            ("marks", call.marks.iter().map(Mark::said).collect::<Vec<_>>().into()),
        ],
    )
}
