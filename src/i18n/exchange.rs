//! What is wrong with a file, its columns and its values, in words.

use super::{Message, Texts, Word};
use crate::desk::import::CellReason;
use crate::domain::email::EmailError;
use crate::domain::inn::InnError;
use crate::domain::registry::RegistryError;
use crate::domain::text::{clean_line, fit};
use crate::exchange::{Field, FileError, FileKind, MapError, WriteError};
use crate::say;

/// Values and headings of a file are shown no longer than this, in terminal cells.
const SHOWN: usize = 60;
/// So many headings or sheets are named in a sentence.
const NAMED: usize = 12;

impl Word for Field {
    fn key(&self) -> &'static str {
        match self {
            Self::Name => "field-name",
            Self::PublicName => "field-public-name",
            Self::LegalName => "field-legal-name",
            Self::Kind => "field-kind",
            Self::Relations => "field-relations",
            Self::Surname => "field-surname",
            Self::GivenName => "field-given-name",
            Self::Patronymic => "field-patronymic",
            Self::Phone => "field-phone",
            Self::Email => "field-email",
            Self::Inn => "field-inn",
            Self::Kpp => "field-kpp",
            Self::InnKpp => "field-inn-kpp",
            Self::Ogrn => "field-ogrn",
            Self::Region => "field-region",
            Self::City => "field-city",
            Self::Address => "field-address",
            Self::Timezone => "field-timezone",
            Self::Person => "field-person",
            Self::PersonSurname => "field-person-surname",
            Self::PersonGivenName => "field-person-given-name",
            Self::PersonPatronymic => "field-person-patronymic",
            Self::PersonRole => "field-person-role",
            Self::PersonPhone => "field-person-phone",
            Self::PersonEmail => "field-person-email",
            Self::Manager => "field-manager",
            Self::Class => "field-class",
            Self::Tags => "field-tags",
            Self::Note => "field-note",
            Self::Source => "field-source",
            Self::Channel => "field-channel",
            Self::Code => "field-code",
            Self::Consent => "field-consent",
            Self::ConsentHow => "field-consent-how",
            Self::ConsentText => "field-consent-text",
            Self::ConsentProof => "field-consent-proof",
            Self::ConsentData => "field-consent-data",
            Self::Hours => "field-hours",
            Self::DoNotCall => "field-do-not-call",
        }
    }
}

impl Word for FileKind {
    fn key(&self) -> &'static str {
        match self {
            Self::Pdf => "file-kind-pdf",
            Self::Image => "file-kind-image",
            Self::Archive => "file-kind-archive",
            Self::Document => "file-kind-document",
            Self::Presentation => "file-kind-presentation",
            Self::WebPage => "file-kind-web-page",
            Self::Xml => "file-kind-xml",
            Self::Json => "file-kind-json",
            Self::VCard => "file-kind-vcard",
            Self::Binary => "file-kind-binary",
        }
    }
}

impl Texts {
    /// Why a file can't be read as a list, in one sentence.
    pub fn file_error(&self, error: &FileError) -> Message {
        match error {
            FileError::NotFound => say!("file-not-found"),
            FileError::NoPermission => say!("file-no-permission"),
            FileError::Folder => say!("file-folder"),
            FileError::NotAFile => say!("file-not-a-file"),
            FileError::Io(error) => say!("file-io", error = self.io_error(error)),
            FileError::Empty => say!("file-empty"),
            FileError::NotAList { kind } => say!("file-not-a-list", kind = self.word(kind)),
            FileError::PasswordProtected => say!("file-password"),
            FileError::Truncated => say!("file-truncated"),
            // The words of the reader of workbooks are English, and speak of its insides.
            FileError::Damaged { .. } => say!("file-damaged"),
            FileError::TooBig { bytes, limit } => {
                say!("file-too-big", size = megabytes(*bytes), limit = megabytes(*limit))
            }
            FileError::LineTooLong { line, limit } => {
                say!("file-line-too-long", line = line.to_string(), limit = limit / 1024)
            }
            FileError::TooManyColumns { line, columns, limit } => {
                say!("file-too-many-columns", line = line.to_string(), columns = *columns, limit = *limit)
            }
            FileError::UnknownEncoding { label } => say!("file-unknown-encoding", label = shown(label)),
            FileError::BadDelimiter { given } => {
                say!("file-bad-delimiter", given = shown(&given.escape_debug().to_string()))
            }
            FileError::Undecodable { encoding, line, bad, lines, .. } => say!(
                "file-undecodable",
                encoding = *encoding,
                line = line.to_string(),
                bad = *bad,
                lines = *lines
            ),
            FileError::BrokenQuotes { line } => say!("file-broken-quotes", line = line.to_string()),
            FileError::NoSuchSheet { name, .. } => say!("file-no-such-sheet", name = shown(name)),
            FileError::NoHeading { line, cells, .. } => {
                say!("file-no-heading", line = line.to_string(), cells = named(cells, self))
            }
        }
    }

    /// What to do about a file that can't be read, in one sentence.
    pub fn file_hint(&self, error: &FileError) -> Message {
        match error {
            FileError::NotFound => say!("hint-file-not-found"),
            FileError::NoPermission => say!("hint-file-no-permission"),
            FileError::Folder => say!("hint-file-folder"),
            FileError::NotAFile => say!("hint-file-not-a-file"),
            FileError::Io(_) => say!("hint-file-io"),
            FileError::Empty => say!("hint-file-empty"),
            FileError::NotAList { .. } => say!("hint-file-not-a-list"),
            FileError::PasswordProtected => say!("hint-file-password"),
            FileError::Truncated => say!("hint-file-truncated"),
            FileError::Damaged { .. } => say!("hint-file-damaged"),
            FileError::TooBig { .. } => say!("hint-file-too-big"),
            FileError::LineTooLong { .. } => say!("hint-file-line-too-long"),
            FileError::TooManyColumns { .. } => say!("hint-file-too-many-columns"),
            FileError::UnknownEncoding { .. } => say!("hint-file-unknown-encoding"),
            FileError::BadDelimiter { .. } => say!("hint-file-bad-delimiter"),
            FileError::Undecodable { named: false, .. } => say!("hint-file-undecodable"),
            FileError::Undecodable { named: true, .. } => say!("hint-file-undecodable-named"),
            FileError::BrokenQuotes { .. } => say!("hint-file-broken-quotes"),
            FileError::NoSuchSheet { sheets, .. } => {
                say!("hint-file-no-such-sheet", sheets = named(sheets, self))
            }
            FileError::NoHeading { phones, .. } => match phones.first() {
                Some(column) => say!("hint-file-no-heading-phone", column = (column + 1).to_string()),
                None => say!("hint-file-no-heading"),
            },
        }
    }

    /// Why columns can't be given their meaning, in one sentence.
    pub fn map_error(&self, error: &MapError) -> Message {
        match error {
            MapError::Syntax { part } => say!("map-syntax", part = shown(part)),
            MapError::UnknownColumn { name, .. } => say!("map-unknown-column", name = shown(name)),
            MapError::NoSuchPosition { position, columns } => {
                say!("map-no-such-position", position = position.to_string(), columns = *columns)
            }
            MapError::UnknownField { name, .. } => say!("map-unknown-field", name = shown(name)),
            MapError::ColumnTwice { column } => say!("map-column-twice", column = shown(column)),
            MapError::FieldTwice { field } => say!("map-field-twice", field = field.key()),
            MapError::NoPhoneColumn { headings, .. } => {
                say!("map-no-phone-column", headings = named(headings, self))
            }
        }
    }

    /// What to do about columns without meaning, in one sentence.
    pub fn map_hint(&self, error: &MapError) -> Message {
        match error {
            MapError::Syntax { .. } | MapError::ColumnTwice { .. } | MapError::FieldTwice { .. } => {
                say!("hint-map-syntax")
            }
            MapError::UnknownColumn { suggestion: Some(name), .. } => {
                say!("hint-map-suggested", name = shown(name))
            }
            MapError::UnknownColumn { .. } | MapError::NoSuchPosition { .. } => say!("hint-map-column"),
            MapError::UnknownField { suggestion: Some(name), .. } => {
                say!("hint-map-suggested", name = *name)
            }
            MapError::UnknownField { known, .. } => say!("hint-map-field", fields = known.join(", ")),
            MapError::NoPhoneColumn { offers, headings } => match offers.first() {
                Some(offer) => {
                    let heading =
                        headings.get(offer.column).map(|heading| shown(heading)).unwrap_or_default();
                    let column = (offer.column + 1).to_string();
                    if heading.is_empty() {
                        say!("hint-map-phone-offer-nameless", column = column)
                    } else {
                        say!("hint-map-phone-offer", heading = heading, column = column)
                    }
                }
                None => say!("hint-map-phone"),
            },
        }
    }

    /// What is wrong with a value, in one sentence. The key of the message is the word for machines.
    pub fn cell_reason(&self, reason: &CellReason) -> Message {
        match reason {
            CellReason::Phone(error) => self.phone_error(error),
            CellReason::Email(error) => self.email_error(error),
            CellReason::Inn(error) => self.inn_error(error),
            CellReason::InnChecksum => say!("cell-inn-checksum"),
            CellReason::InnZero => say!("cell-inn-zero"),
            CellReason::Registry(error) => self.registry_error(error),
            CellReason::Class => say!("cell-class"),
            CellReason::Zone => say!("cell-zone"),
            CellReason::Consent => say!("cell-consent"),
            CellReason::Hours => say!("cell-hours"),
            CellReason::TooLong => say!("cell-too-long"),
            CellReason::NoContact => say!("cell-no-contact"),
            CellReason::Future => say!("cell-future"),
            CellReason::NoName => say!("cell-no-name"),
            CellReason::ExtraCells => say!("cell-extra-cells"),
            CellReason::NotText => say!("cell-not-text"),
            CellReason::OtherEncoding(encoding) => say!("cell-other-encoding", encoding = *encoding),
            CellReason::UnclosedQuote => say!("cell-unclosed-quote"),
            CellReason::Formula => say!("cell-formula"),
            CellReason::DigitsLost => say!("cell-digits-lost"),
        }
    }

    /// Why a text is no e-mail address.
    pub fn email_error(&self, error: &EmailError) -> Message {
        match error {
            EmailError::Empty => say!("email-empty"),
            EmailError::NoAt => say!("email-no-at"),
            EmailError::SeveralAts => say!("email-several-ats"),
            EmailError::BadLocal => say!("email-bad-local"),
            EmailError::BadDomain => say!("email-bad-domain"),
            EmailError::MixedAlphabets => say!("email-mixed-alphabets"),
            EmailError::TooLong => say!("email-too-long"),
            EmailError::Several => say!("email-several"),
        }
    }

    /// Why a text is no INN.
    pub fn inn_error(&self, error: &InnError) -> Message {
        match error {
            InnError::Empty => say!("inn-empty"),
            InnError::NotDigits => say!("inn-not-digits"),
            InnError::Length(digits) => say!("inn-length", digits = *digits),
            InnError::Zeros => say!("inn-zeros"),
            InnError::LostDigits => say!("inn-lost-digits"),
            InnError::Kpp(error) => say!("inn-kpp", error = self.registry_error(error)),
        }
    }

    /// Why a text is no КПП or ОГРН.
    pub fn registry_error(&self, error: &RegistryError) -> Message {
        match error {
            RegistryError::Empty => say!("registry-empty"),
            RegistryError::BadCharacter => say!("registry-bad-character"),
            RegistryError::Length(found) => say!("registry-length", found = *found),
            RegistryError::Zeros => say!("registry-zeros"),
            RegistryError::BadChecksum => say!("registry-bad-checksum"),
            RegistryError::LostDigits => say!("registry-lost-digits"),
        }
    }

    /// Why a table can't be written, in one sentence.
    pub fn write_error(&self, error: &WriteError) -> Message {
        match error {
            WriteError::Io(error) => say!("write-io", error = self.io_error(error)),
            WriteError::TooManyRows { limit } => say!("write-too-many-rows", limit = *limit),
            WriteError::NotAStream => say!("write-not-a-stream"),
            WriteError::Workbook { detail } => say!("write-workbook", detail = shown(detail)),
        }
    }
}

/// A piece of a file that may be put into a sentence.
fn shown(text: &str) -> String {
    // A cell may be as long as a book: cleaning its beginning is enough.
    let head: String = text.chars().take(SHOWN * 8).collect();
    fit(&clean_line(&head), SHOWN).into_owned()
}

/// Headings or sheets, those that have a name.
fn named(names: &[String], texts: &Texts) -> String {
    let all: Vec<String> = names.iter().map(|name| shown(name)).filter(|name| !name.is_empty()).collect();
    let mut said: Vec<String> =
        all.iter().take(NAMED).map(|name| texts.say(&say!("import-quoted", text = name.as_str()))).collect();
    if all.len() > NAMED {
        said.push("…".to_owned());
    }
    said.join(", ")
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::phone::PhoneError;
    use crate::exchange::Offer;
    use crate::i18n::Lang;

    /// Says a message in both languages; a text that is not there stands in ‹›.
    #[track_caller]
    fn said(message: &Message) {
        for lang in [Lang::Ru, Lang::En] {
            let text = Texts::new(lang).say(message);
            assert!(
                !text.contains(['‹', '›', '{']) && !text.trim().is_empty(),
                "{lang:?} {message:?}: {text}"
            );
        }
    }

    fn io() -> std::io::Error {
        std::io::Error::other("disk")
    }

    #[test]
    fn every_error_of_a_file_has_its_sentences() {
        let texts = Texts::new(Lang::Ru);
        let kinds = [
            FileKind::Pdf,
            FileKind::Image,
            FileKind::Archive,
            FileKind::Document,
            FileKind::Presentation,
            FileKind::WebPage,
            FileKind::Xml,
            FileKind::Json,
            FileKind::VCard,
            FileKind::Binary,
        ];
        let errors = kinds.map(|kind| FileError::NotAList { kind }).into_iter().chain([
            FileError::NotFound,
            FileError::NoPermission,
            FileError::Folder,
            FileError::NotAFile,
            FileError::Io(io()),
            FileError::Empty,
            FileError::PasswordProtected,
            FileError::Truncated,
            FileError::Damaged { detail: "zip".into() },
            FileError::TooBig { bytes: 5 << 30, limit: 1 << 30 },
            FileError::LineTooLong { line: 1, limit: 1 << 20 },
            FileError::TooManyColumns { line: 1, columns: 2000, limit: 1000 },
            FileError::UnknownEncoding { label: "koi9".into() },
            FileError::BadDelimiter { given: '\n' },
            FileError::Undecodable { encoding: "UTF-8", line: 3, bad: 2, lines: 9, named: false },
            FileError::Undecodable { encoding: "UTF-8", line: 3, bad: 2, lines: 9, named: true },
            FileError::BrokenQuotes { line: 3 },
            FileError::NoSuchSheet { name: "А".into(), sheets: vec!["Б".into()] },
            FileError::NoHeading { line: 1, cells: vec!["Вега".into()], phones: vec![1] },
            FileError::NoHeading { line: 1, cells: vec![], phones: vec![] },
        ]);
        for error in errors {
            said(&texts.file_error(&error));
            said(&texts.file_hint(&error));
        }
    }

    #[test]
    fn every_error_of_columns_has_its_sentences() {
        let texts = Texts::new(Lang::Ru);
        let offer = Offer { column: 0, field: Field::Phone, percent: 90 };
        let no_phone = |headings: &[&str], offers: &[Offer]| MapError::NoPhoneColumn {
            headings: headings.iter().map(|text| (*text).to_owned()).collect(),
            offers: offers.to_vec(),
        };
        for error in [
            MapError::Syntax { part: "x".into() },
            MapError::UnknownColumn { name: "x".into(), suggestion: None },
            MapError::UnknownColumn { name: "x".into(), suggestion: Some("y".into()) },
            MapError::NoSuchPosition { position: 7, columns: 3 },
            MapError::UnknownField { name: "x".into(), suggestion: None, known: vec!["phone"] },
            MapError::UnknownField { name: "x".into(), suggestion: Some("phone"), known: vec!["phone"] },
            MapError::ColumnTwice { column: "x".into() },
            MapError::FieldTwice { field: Field::Inn },
            no_phone(&["Кто"], &[offer]),
            no_phone(&[""], &[offer]),
            no_phone(&["Кто"], &[]),
        ] {
            said(&texts.map_error(&error));
            said(&texts.map_hint(&error));
        }
    }

    #[test]
    fn every_reason_and_field_has_its_words() {
        let texts = Texts::new(Lang::Ru);
        let registry = [
            RegistryError::Empty,
            RegistryError::BadCharacter,
            RegistryError::Length(5),
            RegistryError::Zeros,
            RegistryError::BadChecksum,
            RegistryError::LostDigits,
        ];
        let inn = [
            InnError::Empty,
            InnError::NotDigits,
            InnError::Length(7),
            InnError::Zeros,
            InnError::LostDigits,
            InnError::Kpp(RegistryError::Zeros),
        ];
        let email = [
            EmailError::Empty,
            EmailError::NoAt,
            EmailError::SeveralAts,
            EmailError::BadLocal,
            EmailError::BadDomain,
            EmailError::MixedAlphabets,
            EmailError::TooLong,
            EmailError::Several,
        ];
        let plain = [
            CellReason::Phone(PhoneError::Short),
            CellReason::InnChecksum,
            CellReason::InnZero,
            CellReason::Class,
            CellReason::Zone,
            CellReason::Consent,
            CellReason::Hours,
            CellReason::TooLong,
            CellReason::NoContact,
            CellReason::ExtraCells,
            CellReason::NotText,
            CellReason::OtherEncoding("windows-1251"),
            CellReason::UnclosedQuote,
            CellReason::Formula,
            CellReason::DigitsLost,
        ];
        let reasons = plain.into_iter().chain(registry.map(CellReason::Registry));
        for reason in reasons.chain(inn.map(CellReason::Inn)).chain(email.map(CellReason::Email)) {
            said(&texts.cell_reason(&reason));
        }
        for error in [
            WriteError::Io(io()),
            WriteError::TooManyRows { limit: 5 },
            WriteError::NotAStream,
            WriteError::Workbook { detail: "x".into() },
        ] {
            said(&texts.write_error(&error));
        }
        for lang in [Lang::Ru, Lang::En] {
            let texts = Texts::new(lang);
            for field in Field::ALL {
                assert!(!texts.word(&field).contains('‹'), "{lang:?} {field:?}");
            }
        }
    }

    #[test]
    fn what_a_file_says_can_not_spoil_the_sentence() {
        let hostile = format!("\u{1b}[2J{}\u{202e}", "я".repeat(5000));
        let texts = Texts::new(Lang::Ru);
        let text = texts.say(&texts.map_error(&MapError::UnknownColumn { name: hostile, suggestion: None }));
        assert!(text.chars().count() < 120 && !text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
}
