//! Commands that are handed over: while a desk has the base open, it does the commands of other processes on its open store.
//!
//! ```text
//! dozvon job load … ── the command line, the folder, the environment ──► the desk: the same code, in a thread of its own
//!      terminal     ◄─ output, questions, the exit code ───────────────  on the store that is open
//! ```
//!
//! | module | what it does |
//! |---|---|
//! | `way` | which command is handed over, which is not: every one is named there |
//! | `wire` | frames and words |
//! | `client` | the process that was started |
//! | `holder`, `far` | the one that has the base open, and what a command prints and asks there |
//! | `run` | a command at the holder |
//! | `visit` | a desk that is started while another one is open: it asks for the other one's place |
//! | `host` | the desk that is open, and gives its place to another terminal of the same user |
//!
//! The holder begins nothing before it has said so: as long as the client has not heard it, the command may be done by the client
//! itself. `docs/attach.md` tells what users need to know.

#[cfg(unix)]
mod client;
#[cfg(unix)]
mod far;
#[cfg(unix)]
mod holder;
#[cfg(unix)]
mod host;
#[cfg(unix)]
mod run;
#[cfg(unix)]
mod visit;
mod way;
#[cfg(unix)]
mod wire;

#[cfg(unix)]
pub(super) use self::client::{Handed, hand_over};
#[cfg(unix)]
pub(super) use self::holder::Holder;
#[cfg(unix)]
pub(super) use self::host::Host;
#[cfg(unix)]
pub(super) use self::run::listen;
#[cfg(unix)]
pub(super) use self::visit::{Visit, seated_at};
#[cfg(unix)]
pub(super) use self::way::why_alone;
pub(super) use self::way::{Way, way};

/// Whether a desk has the base open and listens.
#[cfg(unix)]
pub(super) fn is_open(folder: &std::path::Path) -> bool {
    crate::session::socket::connect(folder, SOCKET).is_ok_and(|stream| stream.is_some())
}

/// The name of the socket in the data folder.
#[cfg(unix)]
const SOCKET: &str = "desk.sock";
