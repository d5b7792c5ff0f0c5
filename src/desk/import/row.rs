//! One row of a client list, read and normalised, and what became of it.

use thiserror::Error;

use crate::domain::client::{Class, ClientKind, Interest, Relations};
use crate::domain::consent::{ConsentHow, ConsentKind};
use crate::domain::contact::ContactMethod;
use crate::domain::email::EmailError;
use crate::domain::geo::RegionCode;
use crate::domain::hours::Window;
use crate::domain::ids::{ClientId, UserId};
use crate::domain::inn::{Inn, InnError, InnMark};
use crate::domain::person::Role;
use crate::domain::phone::PhoneError;
use crate::domain::registry::{Kpp, Ogrn, RegistryError};
use crate::domain::time::Moment;
use crate::domain::zone::ClientZone;

/// A client as one row of a list describes him.
#[derive(Clone, Debug, Default)]
pub struct ClientRow {
    /// The line of the file where the row begins, from 1.
    pub line: u64,
    /// The working name. May be empty: then another name or the number serves.
    pub name: String,
    /// The full name.
    pub public_name: String,
    /// Company or person, where the row tells.
    pub kind: Option<ClientKind>,
    /// What the client is to us, where the row tells.
    pub relations: Option<Relations>,
    /// Phones and e-mail addresses of the client as a whole, each once.
    pub methods: Vec<ContactMethod>,
    /// Taxpayer number.
    pub inn: Option<(Inn, InnMark)>,
    /// КПП.
    pub kpp: Option<Kpp>,
    /// ОГРН.
    pub ogrn: Option<Ogrn>,
    /// Name of the legal entity. Empty: the full or the working name.
    pub legal_name: String,
    /// City.
    pub city: String,
    /// The rest of the address.
    pub address: String,
    /// Region.
    pub region: Option<RegionCode>,
    /// Time zone.
    pub zone: Option<ClientZone>,
    /// People.
    pub people: Vec<PersonRow>,
    /// The main manager.
    pub manager: Option<UserId>,
    /// Class.
    pub class: Option<Class>,
    /// Tags.
    pub tags: Vec<String>,
    /// Whether the list says that the client must not be called.
    pub do_not_call: bool,
    /// What the list says the client has agreed to.
    pub consents: Vec<ConsentRow>,
    /// When he wants to be called, by his clock.
    pub calls: Option<Window>,
    /// A note to write on the card.
    pub note: String,
    /// Where the client came from.
    pub interest: Option<Interest>,
    /// Columns that are no field of ours: heading and value.
    pub custom: Vec<(String, String)>,
    /// Raw values that were changed by reading or could not be used: heading and value, uncleaned.
    pub raw: Vec<(String, String)>,
    /// What could not be read as it stands.
    pub problems: Vec<CellProblem>,
}

/// A consent of a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentRow {
    /// To what.
    pub kind: ConsentKind,
    /// When it was given; `None` when the row only says that it was.
    pub given: Option<Moment>,
    /// In which way.
    pub how: ConsentHow,
    /// The version of the text.
    pub text: String,
    /// Where the proof is.
    pub proof: String,
}

/// A contact person of a row.
#[derive(Clone, Debug, Default)]
pub struct PersonRow {
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The job title.
    pub title: String,
    /// Phones and e-mail addresses.
    pub methods: Vec<ContactMethod>,
}

/// A value of a row that could not be read as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellProblem {
    /// Heading of the column.
    pub column: String,
    /// The value, uncleaned.
    pub value: String,
    /// What is wrong with it.
    pub reason: CellReason,
}

/// What is wrong with a value.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum CellReason {
    /// It is no phone.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// It is no e-mail address.
    #[error(transparent)]
    Email(#[from] EmailError),
    /// It is no INN.
    #[error(transparent)]
    Inn(#[from] InnError),
    /// The INN has a wrong check digit; it is kept with a mark.
    #[error("the check digits of the INN are wrong")]
    InnChecksum,
    /// The INN had lost its leading zero; it was put back.
    #[error("the INN had lost its leading zero")]
    InnZero,
    /// It is no КПП or ОГРН.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// It is no class.
    #[error("not a class: A to C, with X to Z or without")]
    Class,
    /// No such time zone is known.
    #[error("not a time zone")]
    Zone,
    /// It is neither the day of a consent nor a yes or a no.
    #[error("not the day of a consent, nor yes or no")]
    Consent,
    /// It names no hours.
    #[error("not hours of the day")]
    Hours,
    /// It is longer than what is kept; the rest was cut off.
    #[error("the text is too long")]
    TooLong,
    /// The row has neither phone nor e-mail nor INN.
    #[error("there is neither a phone nor an e-mail nor an INN")]
    NoContact,
    /// It is a day that has not come yet.
    #[error("the day has not come yet")]
    Future,
    /// The row has no name.
    #[error("there is no name")]
    NoName,
    /// The row has more cells than the heading.
    #[error("the row has more cells than the heading")]
    ExtraCells,
    /// The bytes of the value are no text in any encoding.
    #[error("the value is not text in any encoding we know")]
    NotText,
    /// The row is in another encoding than the file; it was read in that.
    #[error("the row is in another encoding than the file: {0}")]
    OtherEncoding(&'static str),
    /// A quote in the row is never closed.
    #[error("a quote is never closed")]
    UnclosedQuote,
    /// A formula of the sheet ended with an error.
    #[error("the formula ended with an error")]
    Formula,
    /// The spreadsheet has rounded the number.
    #[error("the spreadsheet has rounded the number: its last digits are lost")]
    DigitsLost,
}

impl CellReason {
    /// Whether the value was used all the same, in the form that is kept.
    pub fn is_mended(&self) -> bool {
        matches!(self, Self::InnZero | Self::OtherEncoding(_))
    }

    /// Whether the row as a whole can't be trusted: its values may stand in the wrong columns.
    pub fn spoils_row(&self) -> bool {
        matches!(self, Self::ExtraCells | Self::NotText | Self::UnclosedQuote)
    }
}

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// A client was created.
    Created(ClientId),
    /// A client that was there already got something new.
    Updated(ClientId, Duplicate),
    /// The client was there already and was left as he is.
    Skipped(Duplicate),
    /// The row can't be loaded.
    Rejected(CellProblem),
}

/// The client a row is a duplicate of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The client. In a dry run, one that an earlier row would create has no record yet.
    pub client: ClientId,
    /// His name; empty when an earlier row of the file has made him.
    pub name: String,
    /// The line of this file that made or changed him; `None` when he was in the base before.
    pub line: Option<u64>,
    /// What matched.
    pub by: DuplicateBy,
}

/// What two clients have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DuplicateBy {
    /// The INN.
    Inn,
    /// A phone.
    Phone,
    /// An e-mail address.
    Email,
}

/// Sums of an import. Of every row exactly one of the first four numbers tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Clients created.
    pub created: u64,
    /// Clients changed.
    pub updated: u64,
    /// Rows whose client was there already.
    pub skipped: u64,
    /// Rows that can't be loaded.
    pub rejected: u64,
    /// Of the skipped rows: matched by INN.
    pub by_inn: u64,
    /// Of the skipped rows: matched by phone.
    pub by_phone: u64,
    /// Of the skipped rows: matched by e-mail.
    pub by_email: u64,
    /// Values that could not be read in rows that were not rejected.
    pub warnings: u64,
    /// Rows that were read in another encoding than the rest of the file, and not rejected.
    pub recoded: u64,
    /// INNs that got their lost leading zero back, in rows that were not rejected.
    pub zeros: u64,
    /// Contacts added to the call list.
    pub queued: u64,
    /// Clients left out of the call list because they forbade calls.
    pub stopped: u64,
    /// Clients left out of the call list because they have not agreed to advertising.
    pub no_consent: u64,
}

impl Totals {
    /// Adds what lies between two sums of the same import.
    pub(super) fn add(&mut self, from: &Self, to: &Self) {
        let part = |sum: &mut u64, from: u64, to: u64| *sum += to.saturating_sub(from);
        part(&mut self.created, from.created, to.created);
        part(&mut self.updated, from.updated, to.updated);
        part(&mut self.skipped, from.skipped, to.skipped);
        part(&mut self.rejected, from.rejected, to.rejected);
        part(&mut self.by_inn, from.by_inn, to.by_inn);
        part(&mut self.by_phone, from.by_phone, to.by_phone);
        part(&mut self.by_email, from.by_email, to.by_email);
        part(&mut self.warnings, from.warnings, to.warnings);
        part(&mut self.recoded, from.recoded, to.recoded);
        part(&mut self.zeros, from.zeros, to.zeros);
        part(&mut self.queued, from.queued, to.queued);
        part(&mut self.stopped, from.stopped, to.stopped);
        part(&mut self.no_consent, from.no_consent, to.no_consent);
    }

    /// Rows in all.
    pub fn rows(&self) -> u64 {
        self.created + self.updated + self.skipped + self.rejected
    }
}
