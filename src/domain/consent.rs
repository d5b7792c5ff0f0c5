//! Consents: what a client has agreed to, how it can be proven, and since when he has not any more.
//!
//! Advertising by telephone wants a consent given beforehand, and it is the caller who has to prove it (38-ФЗ ст. 18
//! ч. 1). A consent to advertising stands apart from the one to the processing of personal data (152-ФЗ ст. 9 ч. 1) and
//! from the one to the recording of calls, so each kind is a record of its own. Nothing is ever written over: a new text
//! is a new consent, a withdrawal is added to the old one, and so the state of any past day can be told.

use serde::{Deserialize, Serialize};

use super::ids::{ClientId, ConsentId, InteractionId, PersonId, UserId};
use super::time::Moment;

/// One consent, of a client as a whole or of one of his people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The id the store gave.
    pub id: ConsentId,
    /// Who agreed, or for whom one of his people agreed.
    pub client: ClientId,
    /// The one of his people it holds for; `None` for the client and everybody who answers his numbers.
    pub person: Option<PersonId>,
    /// To what.
    pub kind: ConsentKind,
    /// The version of the text that was agreed to: «оферта 3 от 01.02.2026». May be empty.
    pub text: String,
    /// In which way it was given.
    pub how: ConsentHow,
    /// When it was given: it is worth nothing for calls before.
    pub given: Moment,
    /// The first moment at which it does not hold any more; `None` until it is withdrawn.
    pub until: Option<Moment>,
    /// Where the proof is: a file, an address, a call. May be empty, and then nothing is proven.
    pub proof: String,
    /// SHA-256 of the file of the proof, in lower-case hexadecimal digits. Empty when it is no file.
    pub proof_hash: String,
    /// Who wrote it down.
    pub by: UserId,
    /// When it was written down.
    pub recorded: Moment,
    /// How it came to its end before its time.
    pub withdrawn: Option<Withdrawal>,
}

/// The end of a consent by the will of the one who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// Since when it does not hold.
    pub at: Moment,
    /// Who wrote it down.
    pub by: UserId,
    /// In the client's words. May be empty.
    pub reason: String,
    /// The talk in which it was said.
    pub interaction: Option<InteractionId>,
    /// In which way he said so.
    pub how: ConsentHow,
    /// Where it can be seen: a file, an address, a letter. May be empty.
    pub proof: String,
    /// SHA-256 of the file of the proof, in lower-case hexadecimal digits. Empty when it is no file.
    pub proof_hash: String,
}

impl Withdrawal {
    /// One of which nothing more is known.
    pub fn new(at: Moment, by: UserId) -> Self {
        let (how, reason, proof, proof_hash) =
            (ConsentHow::Other, String::new(), String::new(), String::new());
        Self { at, by, reason, interaction: None, how, proof, proof_hash }
    }
}

/// What a consent is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ConsentKind {
    /// Advertising by telephone and mail (38-ФЗ ст. 18).
    #[default]
    Advertising,
    /// Processing of personal data (152-ФЗ ст. 9).
    PersonalData,
    /// Recording of calls.
    Recording,
}

impl ConsentKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Advertising, Self::PersonalData, Self::Recording];

    /// Its name on the command line and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::Advertising => "advertising",
            Self::PersonalData => "personal-data",
            Self::Recording => "recording",
        }
    }

    /// The kind of a name; see [`ConsentKind::code`].
    pub fn from_code(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == text)
    }
}

/// In which way a consent was given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ConsentHow {
    /// A mark in a form of a site.
    WebForm,
    /// A signature on paper.
    Paper,
    /// Spoken, and recorded.
    Voice,
    /// A letter by e-mail.
    Email,
    /// A message in a messenger.
    Messenger,
    /// In another way, or nobody knows in which.
    #[default]
    Other,
}

impl ConsentHow {
    /// All ways.
    pub const ALL: [Self; 6] =
        [Self::WebForm, Self::Paper, Self::Voice, Self::Email, Self::Messenger, Self::Other];

    /// Its name on the command line and in files.
    pub fn code(self) -> &'static str {
        match self {
            Self::WebForm => "web-form",
            Self::Paper => "paper",
            Self::Voice => "voice",
            Self::Email => "email",
            Self::Messenger => "messenger",
            Self::Other => "other",
        }
    }

    /// The way of a name; see [`ConsentHow::code`].
    pub fn from_code(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.code() == text)
    }

    /// Guesses the way from words of a list: «форма на сайте», «бумага», «голосом», «письмо».
    ///
    /// ```
    /// use dozvon::domain::consent::ConsentHow;
    /// assert_eq!(ConsentHow::from_words("Форма сайта"), ConsentHow::WebForm);
    /// assert_eq!(ConsentHow::from_words("подписал анкету на выставке"), ConsentHow::Paper);
    /// assert_eq!(ConsentHow::from_words("сам сказал"), ConsentHow::Other);
    /// ```
    pub fn from_words(text: &str) -> Self {
        let text = text.trim().to_lowercase();
        if let Some(how) = Self::from_code(&text) {
            return how;
        }
        let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
        if has(&["форм", "сайт", "лендинг", "чекбокс", "галоч", "form", "site", "landing", "web"])
        {
            Self::WebForm
        } else if has(&[
            "телеграм",
            "ватсап",
            "вотсап",
            "мессендж",
            "чат",
            "telegram",
            "whatsapp",
            "messenger",
        ]) {
            Self::Messenger
        } else if has(&["почт", "письм", "mail", "letter"]) {
            Self::Email
        } else if has(&["бумаг", "подпис", "анкет", "договор", "бланк", "paper", "sign", "contract"])
        {
            Self::Paper
        } else if has(&["голос", "устн", "звонк", "запис", "voice", "call", "spoken"]) {
            Self::Voice
        } else {
            Self::Other
        }
    }
}

/// What the consents of a client come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// He agrees, by this consent.
    Holds(&'a Consent),
    /// He has withdrawn what he had agreed to.
    Withdrawn {
        /// The consent that was withdrawn.
        consent: &'a Consent,
        /// When.
        at: Moment,
    },
    /// His consent was given for a time that is over.
    Expired {
        /// The consent.
        consent: &'a Consent,
        /// When it came to its end.
        at: Moment,
    },
    /// He never agreed.
    Never,
}

impl Consent {
    /// Whether it had been given by then, and neither run out nor been withdrawn.
    pub fn holds(&self, at: Moment) -> bool {
        self.given <= at
            && self.until.is_none_or(|until| at < until)
            && self.withdrawn.as_ref().is_none_or(|withdrawn| at < withdrawn.at)
    }

    /// Whether there is something to prove it by.
    pub fn is_proven(&self) -> bool {
        !self.proof.is_empty()
    }

    /// Whether it speaks for calls to one of the client's people, or to nobody in particular.
    fn concerns(&self, client: ClientId, person: Option<PersonId>) -> bool {
        self.client == client && (self.person.is_none() || self.person == person)
    }
}

/// What a client, or one of his people, agreed to at a moment. The strictest word wins: a withdrawal, be it the client's or
/// the person's own, ends everything that was given before it; only what was given later holds again.
pub fn standing<'a>(
    consents: &'a [Consent],
    kind: ConsentKind,
    client: ClientId,
    person: Option<PersonId>,
    at: Moment,
) -> Standing<'a> {
    let known =
        || consents.iter().filter(|one| one.kind == kind && one.concerns(client, person) && one.given <= at);
    let withdrawals = known().filter_map(|one| Some((one.withdrawn.as_ref()?.at, one)));
    let last = withdrawals.filter(|(when, _)| *when <= at).max_by_key(|(when, one)| (*when, one.id));
    let alive = known().filter(|one| one.holds(at) && last.is_none_or(|(when, _)| one.given > when));
    // The person's own consent says more than the company's; of equal ones the latest.
    if let Some(consent) = alive.max_by_key(|one| (one.person.is_some(), one.given, one.id)) {
        return Standing::Holds(consent);
    }
    let over = known().filter_map(|one| Some((one.until.filter(|until| *until <= at)?, one)));
    let over = over.max_by_key(|(when, one)| (*when, one.id));
    match (last, over) {
        (Some((when, consent)), expired) if expired.is_none_or(|(until, _)| until <= when) => {
            Standing::Withdrawn { consent, at: when }
        }
        (_, Some((when, consent))) => Standing::Expired { consent, at: when },
        (Some((when, consent)), None) => Standing::Withdrawn { consent, at: when },
        (None, None) => Standing::Never,
    }
}

/// The consent by which one can prove at a moment that a client, or one of his people, had agreed; `None` when he had not, or
/// nothing proves it. What was given later and can't be proven takes nothing away from it.
pub fn proven(
    consents: &[Consent],
    kind: ConsentKind,
    client: ClientId,
    person: Option<PersonId>,
    at: Moment,
) -> Option<&Consent> {
    let known = || consents.iter().filter(|one| one.kind == kind && one.concerns(client, person));
    let withdrawals = known().filter_map(|one| Some(one.withdrawn.as_ref()?.at));
    let last = withdrawals.filter(|when| *when <= at).max();
    let alive = known().filter(|one| one.is_proven() && one.holds(at));
    alive
        .filter(|one| last.is_none_or(|when| one.given > when))
        .max_by_key(|one| (one.person.is_some(), one.given, one.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;
    use proptest::prelude::*;

    fn at(day: i64) -> Moment {
        Moment::from_millis(day * 86_400_000)
    }

    fn consent(id: u64, person: Option<u64>, given: i64) -> Consent {
        Consent {
            id: ConsentId::from_u64(id),
            client: ClientId::from_u64(1),
            person: person.map(PersonId::from_u64),
            kind: ConsentKind::Advertising,
            text: String::new(),
            how: ConsentHow::WebForm,
            given: at(given),
            until: None,
            proof: String::new(),
            proof_hash: String::new(),
            by: UserId::from_u64(1),
            recorded: at(given),
            withdrawn: None,
        }
    }

    fn withdrawn(id: u64, person: Option<u64>, given: i64, end: i64) -> Consent {
        let by = UserId::from_u64(1);
        Consent { withdrawn: Some(Withdrawal::new(at(end), by)), ..consent(id, person, given) }
    }

    fn held(consents: &[Consent], person: Option<u64>, day: i64) -> Option<u64> {
        let person = person.map(PersonId::from_u64);
        match standing(consents, ConsentKind::Advertising, ClientId::from_u64(1), person, at(day)) {
            Standing::Holds(consent) => Some(consent.id.as_u64()),
            _ => None,
        }
    }

    #[test]
    fn the_state_of_any_day_is_told() {
        let all = [withdrawn(1, None, 10, 20), consent(2, None, 30)];
        for (day, wanted) in [(9, None), (10, Some(1)), (19, Some(1)), (20, None), (29, None), (30, Some(2))]
        {
            assert_eq!(held(&all, None, day), wanted, "day {day}");
        }
        let client = ClientId::from_u64(1);
        let what = standing(&all, ConsentKind::Advertising, client, None, at(25));
        assert!(matches!(what, Standing::Withdrawn { at: when, .. } if when == at(20)), "{what:?}");
        assert_eq!(standing(&all, ConsentKind::Recording, client, None, at(40)), Standing::Never);
    }

    #[test]
    fn the_strictest_word_wins() {
        // The company agrees, one of its people has taken his word back: he alone is left in peace.
        let all = [consent(1, None, 10), withdrawn(2, Some(7), 5, 20)];
        assert_eq!(held(&all, Some(7), 15), Some(2));
        assert_eq!(held(&all, Some(7), 20), None);
        assert_eq!(held(&all, Some(8), 20), Some(1));
        assert_eq!(held(&all, None, 20), Some(1));
        // The company has taken its word back: that holds for everybody, until somebody agrees anew.
        let all = [withdrawn(1, None, 10, 20), consent(2, Some(7), 15), consent(3, Some(8), 21)];
        assert_eq!([7, 8].map(|person| held(&all, Some(person), 30)), [None, Some(3)]);
        // What was given in the very moment of the withdrawal was given before it.
        assert_eq!(held(&[withdrawn(1, None, 10, 20), consent(2, None, 20)], None, 30), None);
    }

    #[test]
    fn a_consent_for_a_time_runs_out() {
        let all = [Consent { until: Some(at(20)), ..consent(1, None, 10) }];
        assert_eq!((held(&all, None, 19), held(&all, None, 20)), (Some(1), None));
        let what = standing(&all, ConsentKind::Advertising, ClientId::from_u64(1), None, at(20));
        assert!(matches!(what, Standing::Expired { at: when, .. } if when == at(20)), "{what:?}");
    }

    #[test]
    fn codes_lead_back() {
        assert!(ConsentKind::ALL.iter().all(|kind| ConsentKind::from_code(kind.code()) == Some(*kind)));
        assert!(ConsentHow::ALL.iter().all(|how| ConsentHow::from_words(how.code()) == *how));
    }

    proptest! {
        #[test]
        fn nothing_holds_that_was_not_given_or_was_withdrawn_since(
            all in prop::collection::vec((0_i64..40, prop::option::of(0_i64..40), 0_u64..3), 0..6),
            day in 0_i64..50,
            person in 0_u64..3,
        ) {
            let consents: Vec<Consent> = (1..).zip(&all).map(|(id, (given, end, person))| {
                let person = Some(*person).filter(|person| *person > 0);
                match end {
                    Some(length) => withdrawn(id, person, *given, given + length),
                    None => consent(id, person, *given),
                }
            }).collect();
            let person = Some(person).filter(|person| *person > 0);
            if let Some(id) = held(&consents, person, day) {
                let one = consents.iter().find(|one| one.id.as_u64() == id).unwrap();
                prop_assert!(one.holds(at(day)));
                let concerns = |other: &&Consent| {
                    other.person.is_none() || other.person == person.map(PersonId::from_u64)
                };
                let ends = consents.iter().filter(concerns).filter_map(|c| c.withdrawn.as_ref()).map(|w| w.at);
                prop_assert!(ends.filter(|end| *end <= at(day)).all(|end| end < one.given));
            }
        }
    }
}
