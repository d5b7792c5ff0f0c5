//! Contact persons. One person may speak for several clients, now or in the past.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::contact::{self, ContactMethod};
use super::ids::{ClientId, PersonId};
use super::phone::Phone;

/// A contact person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The id the store gave.
    pub id: PersonId,
    /// Surname, name, patronymic, in that order where the source has it so.
    pub name: String,
    /// The clients the person speaks for. A person who moves to another company keeps the old link with its end.
    pub links: Vec<PersonLink>,
    /// Phones and addresses of the person.
    pub methods: Vec<ContactMethod>,
}

/// What a person is to one client, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonLink {
    /// The client.
    pub client: ClientId,
    /// The part in decisions.
    pub role: Role,
    /// The job title as the source has it. May be empty.
    pub title: String,
    /// First day, when known.
    pub from: Option<NaiveDate>,
    /// Last day; `None` while the person is there.
    pub to: Option<NaiveDate>,
}

/// The part a person plays in a client's decisions, most important first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Decides (ЛПР).
    DecisionMaker,
    /// Influences the decision.
    Influencer,
    /// Buys: снабжение, закупки.
    Purchasing,
    /// Keeps the books.
    Accountant,
    /// Answers the phone and lets through.
    Secretary,
    /// Nothing known.
    #[default]
    Other,
}

impl Role {
    /// All roles, most important first.
    pub const ALL: [Self; 6] = [
        Self::DecisionMaker,
        Self::Influencer,
        Self::Purchasing,
        Self::Accountant,
        Self::Secretary,
        Self::Other,
    ];

    /// Guesses the role from a job title in Russian or English: «ген. директор» decides, «секретарь» lets through.
    pub fn from_title(title: &str) -> Self {
        let title = title.to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| title.contains(w));
        if has(&["секретар", "ресепш", "приёмн", "приемн", "помощник", "secretar", "reception", "assistant"])
        {
            Self::Secretary
        } else if has(&["бухг", "account"]) {
            Self::Accountant
        } else if has(&["закуп", "снабж", "товаровед", "purchas", "procur", "buyer"]) {
            Self::Purchasing
        } else if has(&[
            "лпр",
            "директор",
            "руковод",
            "владел",
            "собствен",
            "учредит",
            "президент",
            "председат",
        ]) || has(&[
            "начальник",
            "управляющ",
            "decision",
            "director",
            "owner",
            "ceo",
            "chief",
            "head of",
        ]) || title == "ип"
        {
            Self::DecisionMaker
        } else if has(&["влия", "зам", "инженер", "технолог", "influenc", "deputy", "engineer", "manager"])
            || has(&["менеджер", "специалист"])
        {
            Self::Influencer
        } else {
            Self::Other
        }
    }
}

impl Person {
    /// The link to a client that holds on `date`: the open one, or one whose dates enclose it.
    pub fn link_on(&self, client: ClientId, date: NaiveDate) -> Option<&PersonLink> {
        self.links.iter().find(|l| l.client == client && l.active_on(date))
    }

    /// Phones of the person.
    pub fn phones(&self) -> impl Iterator<Item = &Phone> {
        contact::phones(&self.methods)
    }
}

impl PersonLink {
    /// An open link with no dates.
    pub fn new(client: ClientId, role: Role, title: impl Into<String>) -> Self {
        Self { client, role, title: title.into(), from: None, to: None }
    }

    /// Whether the person speaks for the client on this day; both ends belong to the time.
    pub fn active_on(&self, date: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RecordId;

    #[test]
    fn titles_tell_roles() {
        for (title, role) in [
            ("Генеральный директор", Role::DecisionMaker),
            ("зам. директора по закупкам", Role::Purchasing),
            ("Главный бухгалтер", Role::Accountant),
            ("помощник руководителя", Role::Secretary),
            ("Инженер", Role::Influencer),
            ("ЛПР", Role::DecisionMaker),
            ("", Role::Other),
        ] {
            assert_eq!(Role::from_title(title), role, "{title}");
        }
    }

    #[test]
    fn a_link_holds_between_its_dates() {
        let day = |d| NaiveDate::from_ymd_opt(2026, 3, d).unwrap();
        let mut link = PersonLink::new(ClientId::from_u64(1), Role::Other, "");
        assert!(link.active_on(day(1)));
        link.from = Some(day(2));
        link.to = Some(day(4));
        assert_eq!([1, 2, 4, 5].map(|d| link.active_on(day(d))), [false, true, true, false]);
    }
}
