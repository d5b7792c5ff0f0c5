//! `dozvon client`: what a client says of himself: his hours, his zone.

use super::context::Context;
use super::fail::{Code, Fail};
use super::note::find;
use super::out::{remark, shown};
use super::registry::company_of;
use super::table::print_one;
use crate::desk::clients::create::{NewClient, Sketch};
use crate::desk::clients::{SetHours, SetZone};
use crate::domain::client::Client;
use crate::domain::email::Email;
use crate::domain::geo::zone_named;
use crate::domain::hours::Window;
use crate::domain::ids::{self, RecordId};
use crate::domain::inn::{Inn, InnMark};
use crate::domain::phone::{PhoneError, read_of_client};
use crate::domain::text::clean_line;
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
    New(NewArgs),
}

/// A new client.
#[derive(Debug, clap::Args)]
pub(super) struct NewArgs {
    #[arg(value_name = "NAME", default_value = "", hide_default_value = true)]
    name: String,
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[arg(long, value_name = "INN", default_value = "", hide_default_value = true)]
    inn: String,
    #[arg(long, value_name = "CITY", default_value = "", hide_default_value = true)]
    city: String,
    #[arg(long, value_name = "NAME", default_value = "", hide_default_value = true)]
    person: String,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    note: String,
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    because: String,
    #[arg(long, requires = "inn")]
    from_registry: bool,
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
        ClientCommand::New(args) => create(context, args),
    }
}

/// Makes a client. Names that are alike are for the screen: a command says what it knows, and strong matches want a reason.
fn create(context: &Context, args: &NewArgs) -> Result<(), Fail> {
    let field = args.phone.as_deref().map(read_of_client).transpose();
    let field = field.map_err(|error| {
        let alone = matches!(error, PhoneError::Short | PhoneError::Service);
        let hint = alone.then(|| say!("hint-not-his"));
        context.fail(Code::Usage, &context.texts.phone_error(&error), hint.as_ref())
    })?;
    let phone = field.as_ref().map(|field| field.phone);
    let note = match &field {
        Some(field) => context.texts.note_aside(&args.note, field),
        None => args.note.clone(),
    };
    let email = args.email.as_deref().map(Email::parse).transpose();
    let email = email.map_err(|error| context.fail(Code::Usage, &context.texts.email_error(&error), None))?;
    let read = (!args.inn.is_empty()).then(|| Inn::read(&args.inn)).transpose();
    let read = read.map_err(|_| {
        context.fail(Code::Usage, &say!("newclient-no-inn", inn = shown(&args.inn, 40)), None)
    })?;
    let (mut name, inn, mut city) = (args.name.clone(), args.inn.clone(), args.city.clone());
    let seat = context.sit_down()?;
    let company = args.from_registry.then(|| company_of(context, &seat, &inn)).transpose()?;
    if let Some(company) = &company {
        // What was said stays: the register fills what is empty.
        for (field, known) in [(&mut name, &company.name), (&mut city, &company.city)] {
            if clean_line(field).is_empty() {
                field.clone_from(known);
            }
        }
    }
    let source = company.as_deref().map(|company| context.texts.company_source(company)).unwrap_or_default();
    let case = NewClient {
        sketch: Sketch { name, phone, email, inn, city },
        person: args.person.clone(),
        note,
        because: args.because.clone(),
        company,
        source,
    };
    let made = seat.desk.execute(&seat.who, context.now(), &case).map_err(context.desk_failed())?;
    let code = ids::code(made.client.as_u64());
    let text = || format!("{}\n", context.say(&say!("newclient-made", code = &code)));
    // As on the screen: such an INN is kept, and whoever typed it is told.
    if let Some((_, InnMark::BadChecksum)) = read {
        remark(&context.say(&say!("newclient-inn-doubtful", inn = shown(&args.inn, 40))));
    }
    let mark = read.map(|(_, mark)| mark.code());
    print_one(context, text, &[("client", code.as_str().into()), ("inn_mark", mark.into())])
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
