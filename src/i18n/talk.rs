//! What is said of a call beside its result: which attempt it was, on which number, what time it was where the client is.

use chrono_tz::Tz;

use super::Texts;
use crate::domain::interaction::{Interaction, InteractionKind};
use crate::say;

impl Texts {
    /// «попытка 2 · +7 (495) 012-34-56 · 14:00 у клиента»; `None` where nothing of that is known, and of what is no call. The
    /// client's time is left out where it is that of the reader.
    pub fn call_facts(&self, talk: &Interaction, client: Option<Tz>, reader: Tz) -> Option<String> {
        if talk.kind != InteractionKind::Call {
            return None;
        }
        let attempt = (talk.attempt > 0).then(|| self.say(&say!("history-attempt", attempt = talk.attempt)));
        let phone = talk.phone.map(|phone| self.phone(&phone));
        let there =
            client.map(|zone| self.time(talk.at, zone)).filter(|time| *time != self.time(talk.at, reader));
        let there = there.map(|time| self.say(&say!("gate-their-time", time = time)));
        let before = talk.tried.iter().map(|tried| {
            let phone = self.phone(&tried.phone);
            self.say(&match tried.at {
                Some(at) => say!("history-tried-at", phone = phone, time = self.time(at, reader)),
                None => say!("history-tried", phone = phone),
            })
        });
        let facts: Vec<String> = attempt.into_iter().chain(phone).chain(there).chain(before).collect();
        (!facts.is_empty()).then(|| facts.join(" · "))
    }
}
