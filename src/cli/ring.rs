//! `dozvon ring`: tells the desk that somebody calls.

use super::context::Context;
use super::fail::{Code, Fail};
use super::out::shown;
use super::table::print_one;
use crate::desk::missed::MissedCall;
use crate::domain::phone::Phone;
use crate::say;
use crate::session::port::{Call, LOCKED, PortError, is_hidden, tell};

/// Who calls.
#[derive(Debug, clap::Args)]
pub(super) struct RingArgs {
    // Spaces within a number make words of it.
    #[arg(value_name = "NUMBER", required = true, num_args = 1.., allow_negative_numbers = true)]
    number: Vec<String>,
    #[arg(long)]
    ended: bool,
    #[arg(long, requires = "ended")]
    answered: bool,
    #[arg(long, conflicts_with = "ended")]
    missed: bool,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &RingArgs) -> Result<(), Fail> {
    let number = args.number.join(" ");
    if is_hidden(&number) {
        return hidden(context, args);
    }
    let phone = Phone::parse(&number).map_err(|error| {
        let why = context.say(&context.texts.phone_error(&error));
        let what = say!("ring-no-phone", number = shown(&number, 40), why = why);
        context.fail(Code::Usage, &what, None)
    })?;
    let call = match (args.missed, args.ended, args.answered) {
        (true, ..) => Call::Missed(phone),
        (_, true, true) => Call::Answered(phone),
        (_, true, false) => Call::Ended(phone),
        _ => Call::Rings(phone),
    };
    let failed = failed(context, args.missed);
    match tell(&context.data(), &call) {
        // In the night no desk is open, and the call must not be forgotten.
        Err(PortError::Nobody | PortError::Unsupported) if args.missed => return write(context, phone),
        told => told.map_err(failed)?,
    }
    if args.missed {
        return written(context, phone, true);
    }
    told(context, args.ended, Some(phone))
}

/// Somebody calls who hides his number: he is shown, and nobody can call him back.
fn hidden(context: &Context, args: &RingArgs) -> Result<(), Fail> {
    if args.missed {
        return Err(context.fail(Code::Usage, &say!("ring-missed-hidden"), None));
    }
    let call = if args.ended { Call::HiddenEnded } else { Call::Hidden };
    tell(&context.data(), &call).map_err(failed(context, false))?;
    told(context, args.ended, None)
}

fn told(context: &Context, ended: bool, phone: Option<Phone>) -> Result<(), Fail> {
    let said = if ended { "ring-ended" } else { "ring-shown" };
    let text = || format!("{}\n", context.texts.get(said));
    let phone = phone.map(|phone| phone.to_string()).unwrap_or_default();
    print_one(context, text, &[("phone", phone.into()), ("shown", true.into())])
}

/// Why the desk did not take a call.
fn failed(context: &Context, missed: bool) -> impl Fn(PortError) -> Fail + '_ {
    move |error| match error {
        PortError::Refused(why) if why == LOCKED && missed => {
            context.fail(Code::Failed, &say!("ring-locked-missed"), None)
        }
        PortError::Refused(why) if why == LOCKED => context.fail(Code::Failed, &say!("ring-locked"), None),
        PortError::Nobody => {
            context.fail(Code::NotFound, &say!("ring-nobody"), Some(&say!("hint-ring-nobody")))
        }
        PortError::Refused(_) => context.fail(Code::Failed, &say!("ring-refused"), None),
        PortError::Unsupported => context.fail(Code::Failed, &say!("ring-unsupported"), None),
        PortError::InTheWay(path) => {
            let what = say!("ring-in-the-way", path = path.display().to_string());
            context.fail(Code::Failed, &what, None)
        }
        PortError::Io(error) => {
            let what = say!("ring-failed", error = context.texts.io_error(&error));
            context.fail(Code::Failed, &what, None)
        }
    }
}

/// Writes a call down that nobody has answered.
fn write(context: &Context, phone: Phone) -> Result<(), Fail> {
    let seat = context.sit_down_to_change()?;
    let now = context.now();
    let call = MissedCall { phone, at: now };
    let missed = seat.desk.execute(&seat.who, now, &call).map_err(context.desk_failed())?;
    written(context, phone, missed.is_some())
}

fn written(context: &Context, phone: Phone, is_written: bool) -> Result<(), Fail> {
    let number = context.texts.phone(&phone);
    let said = if is_written {
        say!("ring-missed-written", phone = number)
    } else {
        say!("ring-missed-nobody", phone = number)
    };
    let text = || format!("{}\n", context.say(&said));
    print_one(context, text, &[("phone", phone.to_string().into()), ("written", is_written.into())])
}
