//! The fields of a client that a column of a list may hold.

/// A field of a client, a contact person or a legal entity. The value comes raw; whoever makes clients of rows cleans
/// and parses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The name people use.
    Name,
    /// The full name for papers.
    PublicName,
    /// The name of the legal entity (контрагент).
    LegalName,
    /// A company or a person.
    Kind,
    /// What the client is to us: client, supplier, competitor.
    Relations,
    /// Surname of a client who is a person.
    Surname,
    /// Given name of a client who is a person.
    GivenName,
    /// Patronymic of a client who is a person.
    Patronymic,
    /// A phone of the client; may hold several numbers. May stand in several columns.
    Phone,
    /// An e-mail address of the client; may hold several. May stand in several columns.
    Email,
    /// Taxpayer number.
    Inn,
    /// Reason-for-registration code.
    Kpp,
    /// Both, as `7707083893/770701001`.
    InnKpp,
    /// Register number: ОГРН or ОГРНИП.
    Ogrn,
    /// Region of the country.
    Region,
    /// City or settlement.
    City,
    /// Address.
    Address,
    /// Time zone.
    Timezone,
    /// Name of a contact person.
    Person,
    /// Surname of a contact person.
    PersonSurname,
    /// Given name of a contact person.
    PersonGivenName,
    /// Patronymic of a contact person.
    PersonPatronymic,
    /// Job title of a contact person.
    PersonRole,
    /// A phone of a contact person. May stand in several columns.
    PersonPhone,
    /// An e-mail address of a contact person. May stand in several columns.
    PersonEmail,
    /// Our employee who is responsible for the client.
    Manager,
    /// Class: A, B, C, with X, Y, Z or without.
    Class,
    /// Tags; may hold several. May stand in several columns.
    Tags,
    /// A note. May stand in several columns.
    Note,
    /// Where the list or the client comes from.
    Source,
    /// The advertising channel that brought the client.
    Channel,
    /// The code people see: `00-00000036`.
    Code,
    /// Whether, and when, the client agreed to be called.
    Consent,
    /// In which way he agreed.
    ConsentHow,
    /// To which text he agreed.
    ConsentText,
    /// Where the proof of it is.
    ConsentProof,
    /// Whether, and when, he agreed to the processing of his personal data.
    ConsentData,
    /// When he wants to be called.
    Hours,
    /// Whether the client demanded not to be called.
    DoNotCall,
}

impl Field {
    /// All of them, as they stand in [`Field`].
    pub const ALL: [Self; 39] = [
        Self::Name,
        Self::PublicName,
        Self::LegalName,
        Self::Kind,
        Self::Relations,
        Self::Surname,
        Self::GivenName,
        Self::Patronymic,
        Self::Phone,
        Self::Email,
        Self::Inn,
        Self::Kpp,
        Self::InnKpp,
        Self::Ogrn,
        Self::Region,
        Self::City,
        Self::Address,
        Self::Timezone,
        Self::Person,
        Self::PersonSurname,
        Self::PersonGivenName,
        Self::PersonPatronymic,
        Self::PersonRole,
        Self::PersonPhone,
        Self::PersonEmail,
        Self::Manager,
        Self::Class,
        Self::Tags,
        Self::Note,
        Self::Source,
        Self::Channel,
        Self::Code,
        Self::Consent,
        Self::ConsentHow,
        Self::ConsentText,
        Self::ConsentProof,
        Self::ConsentData,
        Self::Hours,
        Self::DoNotCall,
    ];

    /// The name in `--map` and in files for programs. It is recognised as a heading too.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::PublicName => "public-name",
            Self::LegalName => "legal-name",
            Self::Kind => "kind",
            Self::Relations => "relations",
            Self::Surname => "surname",
            Self::GivenName => "given-name",
            Self::Patronymic => "patronymic",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Inn => "inn",
            Self::Kpp => "kpp",
            Self::InnKpp => "inn-kpp",
            Self::Ogrn => "ogrn",
            Self::Region => "region",
            Self::City => "city",
            Self::Address => "address",
            Self::Timezone => "timezone",
            Self::Person => "person",
            Self::PersonSurname => "person-surname",
            Self::PersonGivenName => "person-given-name",
            Self::PersonPatronymic => "person-patronymic",
            Self::PersonRole => "person-role",
            Self::PersonPhone => "person-phone",
            Self::PersonEmail => "person-email",
            Self::Manager => "manager",
            Self::Class => "class",
            Self::Tags => "tags",
            Self::Note => "note",
            Self::Source => "source",
            Self::Channel => "channel",
            Self::Code => "code",
            Self::Consent => "consent",
            Self::ConsentHow => "consent-how",
            Self::ConsentText => "consent-text",
            Self::ConsentProof => "consent-proof",
            Self::ConsentData => "consent-data",
            Self::Hours => "hours",
            Self::DoNotCall => "do-not-call",
        }
    }

    /// The field of that [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }

    /// Whether it belongs to a contact person, of whom a row may have several.
    pub fn is_of_person(self) -> bool {
        matches!(
            self,
            Self::Person
                | Self::PersonSurname
                | Self::PersonGivenName
                | Self::PersonPatronymic
                | Self::PersonRole
                | Self::PersonPhone
                | Self::PersonEmail
        )
    }

    /// Whether several columns may hold it.
    pub fn is_repeatable(self) -> bool {
        use Field::{Email, Note, PersonEmail, PersonPhone, Phone, Tags};
        matches!(self, Phone | Email | PersonPhone | PersonEmail | Tags | Note)
    }

    /// The same part of a contact person's name instead of the client's.
    pub(super) fn of_person(self) -> Self {
        match self {
            Self::Name => Self::Person,
            Self::Surname => Self::PersonSurname,
            Self::GivenName => Self::PersonGivenName,
            Self::Patronymic => Self::PersonPatronymic,
            Self::Phone => Self::PersonPhone,
            Self::Email => Self::PersonEmail,
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_back_to_fields() {
        for field in Field::ALL {
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
        assert_eq!(Field::from_key("phone "), None);
    }
}
