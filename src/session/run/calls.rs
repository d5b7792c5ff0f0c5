//! Calls that a telephone exchange tells of.

#[cfg(unix)]
use std::sync::mpsc::{Sender, channel};
#[cfg(unix)]
use std::time::Duration;

#[cfg(unix)]
use super::Event;
use super::Session;
use crate::session::port::Call;
#[cfg(unix)]
use crate::session::port::{Port, Seen};
#[cfg(unix)]
use crate::session::socket::Serving;
use crate::tui::msg::Msg;

/// How long whoever tells of a call waits until it is on the screen.
#[cfg(unix)]
const SHOWN: Duration = Duration::from_secs(5);

impl Session {
    /// Lets a telephone exchange tell of calls.
    #[cfg(unix)]
    pub fn listen_at(&mut self, port: Port) {
        self.port = Some(port);
    }

    #[cfg(unix)]
    pub(super) fn listen_for_calls(&mut self, sender: &Sender<Event>) -> std::io::Result<Option<Serving>> {
        let Some(port) = self.port.take() else { return Ok(None) };
        let sender = sender.clone();
        let serving = port.serve(move |call| {
            let (shown, seen) = channel();
            let sent = sender.send(Event::Call(call, shown)).is_ok();
            let seen = if sent { seen.recv_timeout(SHOWN).ok() } else { None };
            seen.unwrap_or(Seen::Lost)
        })?;
        Ok(Some(serving))
    }

    /// Somebody calls, has given up, or was answered elsewhere.
    pub fn called(&mut self, call: Call) {
        self.message(match call {
            Call::Rings(phone) => Msg::Rings(phone),
            Call::Missed(phone) => Msg::Missed(phone),
            Call::Hidden => Msg::RingsHidden,
            Call::HiddenEnded => Msg::HiddenEnded,
            Call::Ended(phone) => Msg::RingEnded { phone, answered: false },
            Call::Answered(phone) => Msg::RingEnded { phone, answered: true },
        });
    }
}
