//! The light of the gate in one line: a call may be made and on what ground, or what forbids it.

use chrono::{NaiveDate, NaiveTime};

use super::{Calendar, Message, Texts};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::contact::ContactState;
use crate::domain::gate::{ClosedBy, Forbidden, Ground, Missing, Permit};
use crate::domain::hours::{Span, Window};
use crate::domain::job::OffDay;
use crate::domain::job::limits::{Per, Reached};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::zone::Confidence;
use crate::say;

impl Texts {
    /// The sign of the light: `●` a call may be made, `■` it may not.
    pub fn light_sign(gate: Result<&Permit, &Forbidden>) -> &'static str {
        if gate.is_ok() { "●" } else { "■" }
    }

    /// The light behind its sign: «можно: согласие 12.03.26 (форма сайта), 17:42 у клиента, попытка 2 из 5», «нельзя:
    /// стоп-лист с 02.10.26 (звонок 1842)».
    pub fn light(
        &self,
        gate: Result<&Permit, &Forbidden>,
        client: Option<&Client>,
        calendar: Calendar,
    ) -> String {
        let permit = match gate {
            Ok(permit) => permit,
            Err(Forbidden::Hours { opens, by }) => {
                let zone = client.and_then(|client| client.zone).map(|zone| zone.tz);
                let opens = self.both_clocks(*opens, zone, calendar);
                return self.say(&say!("gate-hours", opens = opens, why = self.closed_by(*by)));
            }
            Err(forbidden) => return self.say(&self.forbidden_by(forbidden, calendar)),
        };
        let mut said = vec![self.say(&say!("gate-allowed", ground = self.ground(&permit.ground, calendar)))];
        said.extend(client.and_then(|client| client.zone).map(|zone| {
            let guess = if zone.confidence == Confidence::Low { "~" } else { "" };
            let time = format!("{guess}{}", self.time(calendar.now, zone.tz));
            self.say(&say!("gate-their-time", time = time))
        }));
        if let Some((attempt, allowed)) = permit.attempt {
            said.push(self.say(&say!("card-attempt", attempt = attempt, allowed = allowed)));
        }
        said.join(", ")
    }

    /// On what ground a call may be made: «согласие 12.03.26 (форма сайта)».
    pub fn ground(&self, ground: &Ground, calendar: Calendar) -> String {
        self.say(&match ground {
            Ground::Consent(consent) => say!(
                "gate-ground-consent",
                date = short_date(consent.given, calendar),
                how = self.word(&consent.how)
            ),
            Ground::Asked { at } => say!("gate-ground-asked", date = self.day(*at, calendar)),
            Ground::Deal(_) => say!("gate-ground-deal"),
            Ground::Purpose(purpose) => say!("gate-ground-purpose", purpose = self.word(purpose)),
        })
    }

    /// Why a client may not be called, by somebody's clock.
    pub fn forbidden_by(&self, forbidden: &Forbidden, calendar: Calendar) -> Message {
        let date = |at| short_date(at, calendar);
        // Of what ends at midnight the day before was the last one.
        let last = |until: Moment| until.plus_millis(-1);
        match forbidden {
            Forbidden::NoNumber => say!("gate-no-number"),
            Forbidden::BadNumber(ContactState::NotTheirs) => say!("gate-number-not-theirs"),
            Forbidden::BadNumber(_) => say!("gate-number-dead"),
            Forbidden::NoConsent(Missing::Never) => say!("gate-no-consent"),
            Forbidden::NoConsent(Missing::Withdrawn(at)) => say!("gate-consent-withdrawn", date = date(*at)),
            Forbidden::NoConsent(Missing::Expired(at)) => {
                say!("gate-consent-expired", date = date(last(*at)))
            }
            Forbidden::NoConsent(Missing::Unproven(at)) => say!("gate-consent-unproven", date = date(*at)),
            Forbidden::Hours { opens, by } => {
                say!("gate-hours", opens = self.moment(*opens, calendar), why = self.closed_by(*by))
            }
            Forbidden::InTalk(talk) => {
                let (name, since) = (clean_line(&talk.by), self.time(talk.since, talk.zone));
                match talk.over {
                    false => say!("gate-in-talk", name = name, since = since),
                    true => say!("gate-in-talk-over", name = name, since = since),
                }
            }
            Forbidden::OffDay(OffDay::Begins(day)) => say!("gate-job-begins", date = plain_date(*day)),
            Forbidden::OffDay(OffDay::Over(day)) => say!("gate-job-over", date = plain_date(*day)),
            Forbidden::NeverOpen => say!("gate-never-open"),
            Forbidden::Often { limit, opens } => {
                often(*limit, self.both_clocks(*opens, Some(limit.clock), calendar))
            }
            Forbidden::Capped { most, opens } => {
                say!("gate-capped", most = u64::from(*most), opens = self.moment(*opens, calendar))
            }
            Forbidden::Stopped(stop) => {
                let (since, scope) = (date(stop.since), self.word(&stop.scope));
                match (stop.interaction, stop.until) {
                    (Some(call), _) => {
                        say!("gate-stopped-call", since = since, scope = scope, call = call.to_string())
                    }
                    (None, Some(until)) => {
                        say!("gate-stopped-until", since = since, scope = scope, until = date(last(until)))
                    }
                    (None, None) => say!("gate-stopped", since = since, scope = scope),
                }
            }
        }
    }

    /// As [`Texts::forbidden_by`], where nobody knows whose clock the reader goes by: moments are said by the clock of Moscow and,
    /// where it differs and is known, by that of the client.
    pub fn forbidden(&self, forbidden: &Forbidden) -> Message {
        let moscow = Calendar { now: Moment::default(), zone: chrono_tz::Europe::Moscow };
        match forbidden {
            Forbidden::Hours { opens, .. } => {
                say!(
                    "gate-hours-moscow",
                    opens = opens.in_zone(moscow.zone).format("%d.%m %H:%M").to_string()
                )
            }
            Forbidden::Often { limit, opens } => {
                let by = |zone| self.moment(*opens, Calendar { zone, ..moscow });
                let (theirs, ours) = (by(limit.clock), by(moscow.zone));
                let same = theirs == ours;
                let both = || self.say(&say!("gate-both-moscow", theirs = theirs, moscow = ours.as_str()));
                often(*limit, if same { ours.clone() } else { both() })
            }
            other => self.forbidden_by(other, moscow),
        }
    }

    /// Whose hours are over: «часы обзвона».
    fn closed_by(&self, by: ClosedBy) -> String {
        match by {
            ClosedBy::Purpose(Purpose::Debt) => self.get("gate-closed-debt"),
            ClosedBy::Purpose(purpose) => {
                self.say(&say!("gate-closed-custom", hours = self.window(&Window::of(purpose))))
            }
            ClosedBy::List => self.get("gate-closed-list"),
            ClosedBy::Client => self.get("gate-closed-client"),
        }
    }

    /// Hours as people write them, and as they are read back: «10–18», «10–18, кроме выходных».
    pub fn window(&self, window: &Window) -> String {
        match (window.working(), window.off()) {
            (Some(working), Some(off)) if working == off => span(working),
            (Some(working), Some(off)) => {
                self.say(&say!("window-both", working = span(working), off = span(off)))
            }
            (Some(working), None) => self.say(&say!("window-working", hours = span(working))),
            (None, Some(off)) => self.say(&say!("window-off", hours = span(off))),
            (None, None) => String::new(),
        }
    }
}

/// Which limit of the law is reached, and when it opens, in words.
fn often(limit: Reached, opens: String) -> Message {
    let most = u64::from(limit.most);
    match limit.per {
        Per::Day => say!("gate-often-day", most = most, opens = opens),
        Per::Week => say!("gate-often-week", most = most, opens = opens),
        Per::Month => say!("gate-often-month", most = most, opens = opens),
    }
}

/// «12.03.26»
fn short_date(at: Moment, calendar: Calendar) -> String {
    plain_date(at.date_in(calendar.zone))
}

fn plain_date(day: NaiveDate) -> String {
    day.format("%d.%m.%y").to_string()
}

/// «10–18», «9:30–18»
fn span(span: Span) -> String {
    let time = |time: NaiveTime| {
        let minutes = chrono::Timelike::minute(&time) != 0;
        time.format(if minutes { "%-H:%M" } else { "%-H" }).to_string()
    };
    format!("{}–{}", time(span.from()), time(span.to()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn hours_are_read_back_as_they_are_shown() {
        for lang in [Lang::Ru, Lang::En] {
            let texts = Texts::new(lang);
            for text in [
                "10-18",
                "9:30-18",
                "10-18, кроме выходных",
                "выходные 11-16",
                "будни 10-19, выходные 11-15:30",
            ] {
                let window = Window::parse(text).unwrap();
                let shown = texts.window(&window);
                assert_eq!(Window::parse(&shown), Some(window), "{text} → {shown}");
            }
        }
        assert_eq!(
            Texts::new(Lang::Ru).window(&Window::parse("10-18 weekdays").unwrap()),
            "10–18, кроме выходных"
        );
    }
}
