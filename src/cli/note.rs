//! `dozvon note`: writes a note.

use super::console::{self, Wish};
use super::context::{Context, Seat};
use super::fail::{Code, Fail};
use super::table::print_one;
use crate::desk::notes::AddNote;
use crate::desk::search::{Kind, Lookup};
use crate::desk::{DeskError, What};
use crate::domain::ids::{ClientId, RecordId, code, parse_code};
use crate::domain::text::clean_line;
use crate::i18n::Explain;
use crate::say;

/// More digits than this are a telephone number or an INN, not the number of a client.
const CODE_DIGITS_MAX: usize = 9;
/// Longest note that is read from the input, in bytes.
const INPUT_MAX: u64 = 1 << 20;

/// What to do with notes.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum NoteCommand {
    Add {
        #[arg(value_name = "CLIENT")]
        client: String,
        #[arg(value_name = "TEXT")]
        text: String,
    },
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &NoteCommand) -> Result<(), Fail> {
    let NoteCommand::Add { client, text } = command;
    let text = if text == "-" { input(context)? } else { text.clone() };
    let seat = context.sit_down_to_change()?;
    let client = find(context, &seat, client)?;
    let note = AddNote { client, subject: None, text };
    let id = seat.desk.execute(&seat.who, context.now(), &note).map_err(context.desk_failed())?;
    let saved = || format!("{}\n", context.texts.get("note-saved"));
    print_one(context, saved, &[("id", id.as_u64().into()), ("client", code(client.as_u64()).into())])
}

fn input(context: &Context) -> Result<String, Fail> {
    let read = console::ask(Wish::Input(INPUT_MAX)).map_err(|error| {
        context.fail(Code::Failed, &say!("error-input", error = context.texts.io_error(&error)), None)
    })?;
    Ok(read.unwrap_or_default())
}

/// The client with this number, or the only one with this phone or INN.
pub(super) fn find(context: &Context, seat: &Seat, text: &str) -> Result<ClientId, Fail> {
    let digits = text.trim().trim_start_matches("00-").chars().filter(char::is_ascii_digit).count();
    if let Some(number) = parse_code(text).filter(|_| digits <= CODE_DIGITS_MAX) {
        return Ok(ClientId::from_u64(number));
    }
    let lookup = Lookup { query: text.to_owned(), limit: 5 };
    let found = seat.desk.query(&seat.who, context.now(), &lookup).map_err(context.desk_failed())?;
    // Names are read from the store as a whole, which takes its time at a million; whoever knows one asks the desk.
    let matches = if found.kind == Kind::Name { &[] } else { found.matches.as_slice() };
    match matches {
        [only] => Ok(only.client.id),
        [] => {
            let error = DeskError::NotFound(What::Client, clean_line(text));
            let what = error.what(&context.texts);
            Err(context.fail(Code::NotFound, &what, Some(&say!("hint-client"))))
        }
        several => {
            let codes: Vec<String> = several.iter().map(|found| found.client.code()).collect();
            let message = say!("error-several-clients", text = clean_line(text), codes = codes.join(", "));
            Err(context.fail(Code::Usage, &message, Some(&say!("hint-several-clients"))))
        }
    }
}
