//! `dozvon client`: what a client says of himself: his hours, his zone.

use super::context::Context;
use super::fail::{Code, Fail};
use super::note::find;
use super::out::shown;
use super::table::print_one;
use crate::desk::clients::{SetHours, SetZone};
use crate::domain::client::Client;
use crate::domain::hours::Window;
use crate::domain::text::clean_line;
use crate::exchange::clients::zone_named;
use crate::say;

/// What to write down.
#[derive(Debug, clap::Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum ClientCommand {
    Hours {
        #[arg(value_name = "CLIENT")]
        client: String,
        #[arg(value_name = "HOURS")]
        hours: String,
    },
    Zone {
        #[arg(value_name = "CLIENT")]
        client: String,
        #[arg(value_name = "ZONE")]
        zone: String,
    },
}

/// Runs the command.
pub(super) fn run(context: &Context, command: &ClientCommand) -> Result<(), Fail> {
    match command {
        ClientCommand::Hours { client, hours: text } => {
            let window = hours(context, text)?;
            let seat = context.sit_down()?;
            let case = SetHours { client: find(context, &seat, client)?, window };
            let set = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
            tell(context, &set)
        }
        ClientCommand::Zone { client, zone } => {
            let Some(tz) = zone_named(zone) else {
                let what = say!("import-unknown-zone", zone = shown(zone, 40));
                return Err(context.fail(Code::Usage, &what, Some(&say!("hint-import-unknown-zone"))));
            };
            let seat = context.sit_down()?;
            let case = SetZone { client: find(context, &seat, client)?, zone: tz };
            let set = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
            tell(context, &set)
        }
    }
}

/// Hours as they are typed: «10–18, кроме выходных»; `none` takes them away.
pub(super) fn hours(context: &Context, text: &str) -> Result<Option<Window>, Fail> {
    if matches!(text.trim(), "none" | "нет" | "") {
        return Ok(None);
    }
    Window::parse(text).map(Some).ok_or_else(|| {
        let what = say!("error-not-hours", text = shown(text, 40));
        context.fail(Code::Usage, &what, Some(&say!("hint-hours")))
    })
}

fn tell(context: &Context, client: &Client) -> Result<(), Fail> {
    let texts = &context.texts;
    let window = client.calls.map(|window| texts.window(&window)).unwrap_or_default();
    let zone = client.zone.map(|zone| texts.zone(zone.tz, context.now())).unwrap_or_default();
    let name = clean_line(&client.name);
    let or = |text: &str, key| if text.is_empty() { texts.get(key) } else { text.to_owned() };
    let hours = or(&window, "hours-usual");
    let said = say!("client-set", client = name, zone = or(&zone, "zone-none"), hours = hours);
    let text = format!("{}\n", context.say(&said));
    let zone = client.zone.map(|zone| zone.tz.name()).unwrap_or_default();
    let fields = [("client", client.code().into()), ("zone", zone.into()), ("hours", window.as_str().into())];
    print_one(context, || text, &fields)
}
