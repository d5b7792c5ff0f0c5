//! `dozvon ring`: tells the desk that somebody calls.

use super::context::Context;
use super::fail::{Code, Fail};
use super::out::shown;
use super::table::print_one;
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
}

/// Runs the command.
pub(super) fn run(context: &Context, args: &RingArgs) -> Result<(), Fail> {
    let phone = Phone::parse(&args.number).map_err(|error| {
        let why = context.say(&context.texts.phone_error(&error));
        let what = say!("ring-no-phone", number = shown(&args.number, 40), why = why);
        context.fail(Code::Usage, &what, None)
    })?;
    let call = if args.ended { Call::Ended(phone) } else { Call::Rings(phone) };
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
    tell(&context.data(), &call).map_err(failed)?;
    let said = if args.ended { "ring-ended" } else { "ring-shown" };
    let text = || format!("{}\n", context.texts.get(said));
    print_one(context, text, &[("phone", phone.to_string().into()), ("shown", true.into())])
}
