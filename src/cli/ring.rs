//! `dozvon ring`: tells the desk that somebody calls.

use super::context::Context;
use super::fail::{Code, Fail};
use super::out::shown;
use super::table::print_one;
use crate::desk::missed::MissedCall;
use crate::domain::phone::Phone;
use crate::say;
use crate::session::port::{Call, PortError, tell};

/// Who calls.
#[derive(Debug, clap::Args)]
pub(super) struct RingArgs {
    #[arg(value_name = "NUMBER", allow_hyphen_values = true)]
    number: String,
    #[arg(long)]
    ended: bool,
    #[arg(long, requires = "ended")]
    answered: bool,
    #[arg(long, conflicts_with = "ended")]
    missed: bool,
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &RingArgs) -> Result<(), Fail> {
    let phone = Phone::parse(&args.number).map_err(|error| {
        let why = context.say(&context.texts.phone_error(&error));
        let what = say!("ring-no-phone", number = shown(&args.number, 40), why = why);
        context.fail(Code::Usage, &what, None)
    })?;
    let call = match (args.missed, args.ended, args.answered) {
        (true, ..) => Call::Missed(phone),
        (_, true, true) => Call::Answered(phone),
        (_, true, false) => Call::Ended(phone),
        _ => Call::Rings(phone),
    };
    let failed = |error: PortError| match error {
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
    };
    match tell(&context.data(), &call) {
        // In the night no desk is open, and the call must not be forgotten.
        Err(PortError::Nobody | PortError::Unsupported) if args.missed => return write(context, phone),
        told => told.map_err(failed)?,
    }
    if args.missed {
        return written(context, phone, true);
    }
    let said = if args.ended { "ring-ended" } else { "ring-shown" };
    let text = || format!("{}\n", context.texts.get(said));
    print_one(context, text, &[("phone", phone.to_string().into()), ("shown", true.into())])
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
