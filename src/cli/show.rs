//! `dozvon show`: a client's card, in lines of text or as an object.
//!
//! | module | what it does |
//! |---|---|
//! | `card` | the card for people |
//! | `object` | the card for machines |
//! | `wrap` | long texts in lines |

mod card;
mod object;
mod wrap;

pub(super) use self::wrap::wrapped;
use super::args::{Format, ShowArgs};
use super::context::Context;
use super::fail::{Code, Fail};
use super::out::{self, shown};
use crate::desk::dossier::DossierOf;
use crate::domain::ids::{ClientId, RecordId, parse_code};
use crate::say;

/// Shows the card of the client the command line names.
pub(super) fn run(context: &Context, args: &ShowArgs) -> Result<(), Fail> {
    let Some(number) = parse_code(&args.client) else {
        let what = say!("show-not-a-code", text = shown(&args.client, 40));
        return Err(context.fail(Code::Usage, &what, Some(&say!("hint-show-not-a-code"))));
    };
    let seat = context.sit_down_to_ask()?;
    let dossier = seat.desk.query(&seat.who, context.now(), &DossierOf(ClientId::from_u64(number)));
    let dossier = dossier.map_err(context.desk_failed())?;
    let text = match context.format() {
        Format::Json | Format::Ndjson => format!("{}\n", out::json(&object::card(context, &seat, &dossier)?)),
        // A card is no table: whoever asks for one gets it as text.
        Format::Csv | Format::Table => card::Card::new(context, &seat, &dossier)?.text(),
    };
    out::print(&context.texts, &text)
}
