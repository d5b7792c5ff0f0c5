//! The client (1С: партнер): a company or a person we work with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::contact::{self, ContactMethod};
use super::email::Email;
use super::geo::RegionCode;
use super::hours::Window;
use super::ids::{self, ClientId, RecordId, UserId};
use super::phone::Phone;
use super::time::Moment;
use super::zone::ClientZone;

/// A client.
///
/// Legal entities and contact persons are records of their own, because one legal entity may pay for many clients and
/// one person may speak for several; they point here by [`ClientId`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// The id the store gave.
    pub id: ClientId,
    /// A company or a person.
    pub kind: ClientKind,
    /// The name people use: «Протон».
    pub name: String,
    /// The full name for papers: «Общество с ограниченной ответственностью "Протон"». Empty when the same.
    pub public_name: String,
    /// What the client is to us.
    pub relations: Relations,
    /// The main manager.
    pub manager: Option<UserId>,
    /// City or settlement, as people call it.
    pub city: String,
    /// The rest of the address.
    pub address: String,
    /// The region of Russia, when known.
    pub region: Option<RegionCode>,
    /// Time zone with its source.
    pub zone: Option<ClientZone>,
    /// Phones, e-mail addresses, messengers of the client as a whole; those of people stand with the people.
    pub methods: Vec<ContactMethod>,
    /// Class by value and loyalty.
    pub class: Option<Class>,
    /// Free tags, in the order they were given.
    pub tags: Vec<String>,
    /// Fields of the firm's own, by title.
    pub custom: BTreeMap<String, String>,
    /// Where the client came from.
    pub first_interest: Option<Interest>,
    /// When the card was made.
    pub registered: Moment,
    /// What an imported file said in columns whose value we changed or could not use: heading and raw value, uncleaned.
    pub raw: Vec<(String, String)>,
    /// When he wants to be called, by his clock; `None` when he has not said.
    pub calls: Option<Window>,
}

/// A company or a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClientKind {
    /// A company.
    #[default]
    Company,
    /// A natural person, a sole trader (ИП) included.
    Person,
}

/// What a client is to us (1С: «Клиент, Поставщик, Конкурент, Перевозчик, Прочие отношения»). Several may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relations {
    /// Buys from us or may buy.
    pub client: bool,
    /// We buy from him.
    pub supplier: bool,
    /// Sells what we sell.
    pub competitor: bool,
    /// Carries goods.
    pub carrier: bool,
    /// Anything else.
    pub other: bool,
}

/// First interest: what brought the client (1С: «Первичный интерес: Канал, Источник»).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interest {
    /// The channel: «Выставки».
    pub channel: String,
    /// The source within it: «Выставка "Электронный мир"».
    pub source: String,
}

/// Class of a client: A–C by value, X–Z by regularity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// By value.
    pub abc: Abc,
    /// By regularity, when known.
    pub xyz: Option<Xyz>,
}

/// Value of a client, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the letters are the terms")]
pub enum Abc {
    A,
    B,
    C,
}

/// Regularity of a client, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the letters are the terms")]
pub enum Xyz {
    X,
    Y,
    Z,
}

impl Class {
    /// Reads `A`, `AX`, `A·X`, `a-x`, in Latin or in the Cyrillic letters that look alike («АХ», «ВУ»).
    ///
    /// ```
    /// use dozvon::domain::client::Class;
    /// assert_eq!(Class::parse("АХ"), Class::parse("A·X"));
    /// assert_eq!(Class::parse("D"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let letters: Vec<char> = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_uppercase)
            .map(|c| match c {
                'А' => 'A',
                'В' | 'Б' => 'B',
                'С' => 'C',
                'Х' => 'X',
                'У' => 'Y',
                'З' => 'Z',
                c => c,
            })
            .collect();
        let (abc, xyz) = match letters.as_slice() {
            [abc] => (*abc, None),
            [abc, xyz] => (*abc, Some(*xyz)),
            _ => return None,
        };
        let abc = match abc {
            'A' => Abc::A,
            'B' => Abc::B,
            'C' => Abc::C,
            _ => return None,
        };
        let xyz = match xyz {
            None => None,
            Some('X') => Some(Xyz::X),
            Some('Y') => Some(Xyz::Y),
            Some('Z') => Some(Xyz::Z),
            Some(_) => return None,
        };
        Some(Self { abc, xyz })
    }
}

impl std::fmt::Display for Class {
    /// `A`, or `A·X` when both are known.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.abc)?;
        self.xyz.map_or(Ok(()), |xyz| write!(f, "·{xyz:?}"))
    }
}

impl Client {
    /// A client with nothing but an id, a name and the moment of registration.
    pub fn new(id: ClientId, name: impl Into<String>, registered: Moment) -> Self {
        Self {
            id,
            kind: ClientKind::Company,
            name: name.into(),
            public_name: String::new(),
            relations: Relations { client: true, ..Relations::default() },
            manager: None,
            city: String::new(),
            address: String::new(),
            region: None,
            zone: None,
            methods: Vec::new(),
            class: None,
            tags: Vec::new(),
            custom: BTreeMap::new(),
            first_interest: None,
            registered,
            raw: Vec::new(),
            calls: None,
        }
    }

    /// The code people see.
    pub fn code(&self) -> String {
        ids::code(self.id.as_u64())
    }

    /// Phones of the client as a whole.
    pub fn phones(&self) -> impl Iterator<Item = &Phone> {
        contact::phones(&self.methods)
    }

    /// E-mail addresses of the client as a whole.
    pub fn emails(&self) -> impl Iterator<Item = &Email> {
        contact::emails(&self.methods)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read_in_both_alphabets() {
        for (text, shown) in [("A", "A"), ("ах", "A·X"), ("В·У", "B·Y"), ("c-z", "C·Z"), ("СZ", "C·Z")]
        {
            assert_eq!(Class::parse(text).map(|c| c.to_string()).as_deref(), Some(shown), "{text}");
        }
        for bad in ["", "D", "AA", "AXX", "X"] {
            assert_eq!(Class::parse(bad), None, "{bad}");
        }
    }
}
