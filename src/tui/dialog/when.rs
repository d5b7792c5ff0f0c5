//! A moment in words, read back in both clocks while it is typed, and what else would do where it does not suit.

use chrono_tz::Tz;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Cx;
use super::result::numbered;
use crate::desk::callbacks::Shifts;
use crate::domain::call_list::Purpose;
use crate::domain::callback::{Bounds, Fault, Fit, fit};
use crate::domain::gate::{clock_of, times_of};
use crate::domain::hours::Times;
use crate::domain::interaction::Direction;
use crate::domain::layout;
use crate::domain::queue::QueueEntry;
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::domain::when::{self, Precision, Reading, WhenError, until};
use crate::say;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::{CallState, Model, Work};
use crate::tui::theme::Role;
use crate::tui::update::complain;

/// Lines the reading has.
pub(super) const READING: u16 = 2;

/// A field for a moment in words, counted by the client's clock.
#[derive(Debug)]
pub(super) struct WhenField {
    field: Field,
    /// The client's zone; `None` when it is unknown and the operator's own serves.
    zone: Option<Tz>,
    /// When he may be called; `None` while his card is not at hand.
    times: Option<Times>,
    shifts: Shifts,
    /// Calls about debts to him that the law counts, this one included, and its clock; `None` where the call is about anything else.
    debts: Option<(Vec<Moment>, Tz)>,
    /// What else would do: the moment, and who would call when it is not the operator himself.
    offers: Vec<Offered>,
    /// Whether the call is the operator's own.
    personal: bool,
}

/// A moment that would do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Offered {
    at: Moment,
    /// Who of the others works then; `None` for the operator himself.
    shift: Option<String>,
}

/// What was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Chosen {
    /// When.
    pub(super) at: Moment,
    /// Whether the call is the operator's own.
    pub(super) personal: bool,
    /// Whether a day was named and no hour: it is offered from [`Chosen::at`] on.
    pub(super) whole_day: bool,
    /// How long it is awaited, where an end was named.
    pub(super) until: Option<Moment>,
}

impl Chosen {
    /// How long it is awaited, in words; empty where no end was named.
    pub(super) fn until(&self, zone: Option<Tz>, env: &Env) -> String {
        self.until.map(|until| env.texts.until(until, zone, env.zone)).unwrap_or_default()
    }
}

/// What a text in a [`WhenField`] comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// A moment that will do.
    Good(Moment),
    /// A day was named: the first moment of it that will do.
    Day(Moment),
    /// Clients are not called then; the nearest moment that will do.
    Outside(Moment),
    /// The law does not let him be called about a debt again so soon; the first moment that will do.
    Often(Moment),
    /// The client may be called then, but the operator does not work; or neither, and there is more than one way out.
    Misfit { at: Moment, fault: Fault, offers: Vec<Offered> },
    /// It can't be understood or used.
    Bad(WhenError),
}

impl WhenField {
    pub(super) fn new(model: &Model) -> Self {
        // Who calls himself and names another time moves what was promised him.
        Self::about(model, model.contact().or(model.awaited()))
    }

    /// For a call that is this contact's; `None` for one that is nobody's yet.
    pub(super) fn about(model: &Model, entry: Option<&QueueEntry>) -> Self {
        let dossier = model.card.dossier.as_ref();
        let work = model.shown_work();
        let debts = dossier.filter(|dossier| dossier.is_about_debt(entry, &model.catalog)).map(|dossier| {
            let phone = work.and_then(|work| work.dial).map(|dial| dial.phone);
            let made =
                |work: &&Work| work.state != CallState::Preview && work.direction == Direction::Outgoing;
            let now = work.filter(made).map(|work| work.began);
            (dossier.debts.iter().copied().chain(now).collect(), clock_of(&dossier.client, phone.as_ref()))
        });
        let list = entry.and_then(|entry| model.catalog.list(entry.list?));
        let times = dossier.map(|dossier| {
            let phone = work.and_then(|work| work.dial).map(|dial| dial.phone);
            let purpose = list.map_or(Purpose::Advertising, |list| list.purpose);
            let window = list.and_then(|list| list.window);
            times_of(&dossier.client, phone.as_ref(), purpose, window, model.catalog.hours().calendar())
        });
        Self {
            field: Field::line(""),
            zone: dossier.and_then(|dossier| Some(dossier.client.zone?.tz)),
            times,
            shifts: model.shifts.clone(),
            debts,
            offers: Vec::new(),
            personal: true,
        }
    }

    /// With words that are offered: typing replaces them.
    pub(super) fn proposing(mut self, words: &str) -> Self {
        self.field = Field::offering(words);
        self
    }

    /// The client's zone; `None` when it is unknown.
    pub(super) fn zone(&self) -> Option<Tz> {
        self.zone
    }

    /// What the words mean, in whichever layout they were typed, and what the call is for, where that follows.
    fn meant(&self, env: &Env) -> Result<(Reading, String), WhenError> {
        let (text, zone) = (self.field.text(), self.zone.unwrap_or(env.zone));
        let read = |text: &str| {
            let read = when::read_with_aside(text, env.now, zone, env.hours.calendar());
            read.map(|(reading, aside)| (reading, aside.to_owned()))
        };
        read(&text).or_else(|error| read(&layout::swap(&text)).map_err(|_| error))
    }

    /// What was typed behind the moment, and says what the call is for; empty where nothing was.
    fn aside(&self, env: &Env) -> String {
        self.meant(env).map(|(_, aside)| aside).unwrap_or_default()
    }

    /// What the call is for: what was typed behind the moment, then what was said of it elsewhere.
    pub(super) fn purpose(&self, said: &str, env: &Env) -> String {
        until::joined(&self.aside(env), said)
    }

    /// The end that was named, where a call at `at` would still come before it on the same day.
    fn until(&self, at: Moment, env: &Env) -> Option<Moment> {
        let zone = self.zone.unwrap_or(env.zone);
        let until = self.meant(env).ok()?.0.until?;
        (until > at && until.date_in(zone) == at.date_in(zone)).then_some(until)
    }

    fn read(&self, env: &Env) -> Said {
        let zone = self.zone.unwrap_or(env.zone);
        let reading = match self.meant(env) {
            Err(error) => return Said::Bad(error),
            Ok((reading, _)) => reading,
        };
        let said = self.weigh(reading.at, env);
        if reading.precision != Precision::Day {
            return said;
        }
        // Who has named a day is called at the hour of it that suits.
        let same_day = |at: &Moment| at.date_in(zone) == reading.at.date_in(zone);
        let suits = match &said {
            Said::Good(at) | Said::Outside(at) => Some(*at),
            Said::Misfit { offers, .. } => {
                offers.iter().filter(|offer| offer.shift.is_none()).map(|offer| offer.at).find(same_day)
            }
            Said::Day(_) | Said::Often(_) | Said::Bad(_) => None,
        };
        suits.filter(same_day).map_or(said, Said::Day)
    }

    /// Whether a moment will do.
    fn weigh(&self, at: Moment, env: &Env) -> Said {
        let Some(times) = &self.times else { return Said::Good(at) };
        // Who lives nobody knows where has named the hour himself: only the operator's own hours are looked at.
        let anywhere = self.zone.is_none();
        if anywhere && self.shifts.own.is_none() && self.debts.is_none() {
            return Said::Good(at);
        }
        let others = self.shifts.others();
        let bounds = Bounds {
            zone: self.zone,
            times,
            calendar: env.hours.calendar(),
            own: self.shifts.own.as_ref().filter(|_| self.personal),
            others: &others,
            debts: self.debts.as_ref().map(|(calls, clock)| (calls.as_slice(), *clock)),
        };
        match fit(at, env.now, &bounds) {
            Fit::Fits => Said::Good(at),
            Fit::Misfit { fault: Fault::TooOften, offers } => match offers.first() {
                Some(offer) => Said::Often(offer.at),
                None => Said::Misfit { at, fault: Fault::TooOften, offers: Vec::new() },
            },
            Fit::Misfit { fault: Fault::Closed, .. } if anywhere => Said::Good(at),
            Fit::Misfit { fault: Fault::Closed, .. } if bounds.own.is_none() => {
                times.next_open(at).map_or(Said::Good(at), Said::Outside)
            }
            Fit::Misfit { fault, offers } => {
                let offered = |offer: &crate::domain::callback::Offer<'_>| Offered {
                    at: offer.at,
                    shift: offer.shift.map(str::to_owned),
                };
                Said::Misfit { at, fault, offers: offers.iter().map(offered).collect() }
            }
        }
    }

    /// The moment, when it will do; else says what is wrong, and offers what would do.
    pub(super) fn take(&mut self, cx: &mut Cx<'_>) -> Option<Chosen> {
        match self.read(cx.env) {
            Said::Good(at) => return Some(self.chosen(at, false, cx.env)),
            Said::Day(at) => return Some(self.chosen(at, true, cx.env)),
            Said::Outside(opens) => {
                self.put(opens, cx.env);
                complain(cx.model, cx.env, say!("when-outside-taken"));
            }
            Said::Often(opens) => {
                self.put(opens, cx.env);
                complain(cx.model, cx.env, say!("when-often-taken"));
            }
            Said::Misfit { offers, .. } if offers.is_empty() => {
                complain(cx.model, cx.env, say!("when-nobody"));
            }
            Said::Misfit { offers, .. } => {
                self.offers = offers;
                complain(cx.model, cx.env, say!("when-choose"));
            }
            Said::Bad(error) => complain(cx.model, cx.env, cx.env.texts.when_error(&error)),
        }
        None
    }

    fn chosen(&self, at: Moment, whole_day: bool, env: &Env) -> Chosen {
        Chosen { at, personal: self.personal, whole_day, until: self.until(at, env) }
    }

    /// With the call being the operator's own, or anybody's.
    pub(super) fn being(mut self, personal: bool) -> Self {
        self.personal = personal;
        self
    }

    /// Makes the call anybody's that was the operator's own, and the other way round.
    pub(super) fn flip(&mut self) {
        self.personal = !self.personal;
    }

    /// Offers a moment in the field, with the end that was named, where it still holds.
    fn put(&mut self, at: Moment, env: &Env) {
        let zone = self.zone.unwrap_or(env.zone);
        let ends = self.until(at, env).map(|until| until.in_zone(zone).format("-%H:%M").to_string());
        let begins = at.in_zone(zone).format("%d.%m.%Y %H:%M");
        let aside = self.aside(env);
        let comma = if aside.is_empty() { "" } else { ", " };
        self.field.offer(&format!("{begins}{}{comma}{aside}", ends.unwrap_or_default()));
    }

    /// Takes a key. Gives what it has chosen from what was offered.
    pub(super) fn key(&mut self, key: Key, env: &Env) -> Option<Chosen> {
        if self.offers.is_empty() {
            if key.code == KeyCode::Tab {
                self.flip();
            } else {
                self.field.key(key);
            }
            return None;
        }
        let offers = std::mem::take(&mut self.offers);
        // What did not fit gives way to other words, and may be mended all the same.
        self.field.offer(&self.field.text());
        let KeyCode::Char(c) = key.code else { return None };
        let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
        let Some(place) = digit.and_then(|digit| digit.checked_sub(1)) else {
            self.field.key(key);
            return None;
        };
        // The digit behind the last offer is «another time»: back to the words.
        let offer = offers.get(place)?;
        self.personal = offer.shift.is_none();
        let chosen = self.chosen(offer.at, false, env);
        self.put(offer.at, env);
        Some(chosen)
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.field.paste(text);
    }

    /// What was typed.
    pub(super) fn typed(&self) -> String {
        self.field.typed()
    }

    /// Puts back what was typed.
    pub(super) fn retype(&mut self, text: Option<&String>) {
        self.field.retype(text);
    }

    /// How many lines it takes.
    pub(super) fn height(&self) -> u16 {
        let offers = u16::try_from(self.offers.len()).unwrap_or(2);
        // The words, the reading, then whose call it is, or the offers and «another time».
        1 + READING + if offers == 0 { 1 } else { offers + 1 }
    }

    /// Draws the field, the reading of it below, and whose call it is or what is offered.
    pub(super) fn view(&self, frame: &mut Frame<'_>, area: Rect, env: &Env, focused: bool) {
        let line = |n: u16| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
        let field = draw::labelled(frame, line(0), &env.text("when-label"), env);
        draw::field(frame, field, &self.field, focused, env);
        // By both clocks, with the reason why not, it may be longer than a line: what stands below never moves for that.
        let reading = draw::wrapped(&[self.reading(env)], usize::from(area.width));
        for (n, row) in (1..=READING).zip(&reading) {
            draw::line(frame, line(n), row);
        }
        if self.offers.is_empty() {
            return;
        }
        for (n, offer) in (0_u16..).zip(&self.offers) {
            let when = env.texts.both_clocks(offer.at, self.zone, env.calendar());
            let text = match &offer.shift {
                None => env.say(&say!("when-offer-own", when = when)),
                Some(name) => env.say(&say!("when-offer-other", when = when, name = name)),
            };
            draw::line(frame, line(1 + READING + n), &numbered(usize::from(n), &text, env));
        }
        let last = u16::try_from(self.offers.len()).unwrap_or_default();
        draw::line(
            frame,
            line(1 + READING + last),
            &numbered(usize::from(last), &env.text("when-offer-none"), env),
        );
    }

    /// Whose call it will be, in words.
    pub(super) fn whose<'a>(&self, env: &Env) -> Line<'a> {
        let key = if self.personal { "when-personal" } else { "when-common" };
        Line::styled(env.text(key), env.style(Role::Muted))
    }

    /// Whose call it will be, as a choice between two.
    pub(super) fn whose_chosen<'a>(&self, env: &Env, focused: bool) -> Line<'a> {
        let key = if self.personal { "when-own" } else { "when-anybody" };
        let role = if focused { Role::Accent } else { Role::Text };
        let (left, right) = if focused { ("‹ ", " ›") } else { ("", "") };
        Line::from(vec![
            Span::styled(left, env.style(Role::Muted)),
            Span::styled(env.text(key), env.style(role)),
            Span::styled(right, env.style(Role::Muted)),
        ])
    }

    /// Whether something is offered: then nothing else is asked.
    pub(super) fn is_offering(&self) -> bool {
        !self.offers.is_empty()
    }

    fn reading(&self, env: &Env) -> Line<'static> {
        if self.field.is_empty() {
            return Line::styled(env.text("when-hint"), env.style(Role::Placeholder));
        }
        let both = |at| {
            let said = env.texts.both_clocks(at, self.zone, env.calendar());
            match self.until(at, env) {
                Some(until) => format!("{said} · {}", env.texts.until(until, self.zone, env.zone)),
                None => said,
            }
        };
        let aside = clean_line(&self.aside(env));
        let and_aside = |said: String| if aside.is_empty() { said } else { format!("{said} · {aside}") };
        let said = |sign: &str, said: String, role| Line::styled(format!("{sign} {said}"), env.style(role));
        match self.read(env) {
            Said::Good(at) => said("●", and_aside(both(at)), Role::Good),
            Said::Day(at) => {
                let day = env.texts.day_of_client(at, self.zone, env.calendar());
                said("●", and_aside(env.say(&say!("when-whole-day", day = day))), Role::Good)
            }
            Said::Outside(opens) => {
                said("■", env.say(&say!("when-outside", when = both(opens))), Role::Warning)
            }
            Said::Often(opens) => said("■", env.say(&say!("when-often", when = both(opens))), Role::Warning),
            Said::Misfit { at, fault: Fault::Closed | Fault::TooOften, .. } => {
                said("■", env.say(&say!("when-closed", when = both(at))), Role::Warning)
            }
            Said::Misfit { at, fault: Fault::OffShift, .. } => {
                said("■", env.say(&say!("when-off-shift", when = both(at))), Role::Warning)
            }
            Said::Bad(error) => said("▲", env.say(&env.texts.when_error(&error)), Role::Warning),
        }
    }
}
