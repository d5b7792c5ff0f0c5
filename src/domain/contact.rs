//! Contact methods: numbers and addresses by which a client or a person is reached.

use serde::{Deserialize, Serialize};

use super::email::Email;
use super::phone::Phone;
use super::time::Moment;

/// One way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactMethod {
    /// The number or address in its normal form.
    pub value: ContactValue,
    /// What it is for, as the source called it: «рабочий», «факс», «для счетов». May be empty.
    pub label: String,
    /// What the source said, when that is not the normal form. Uncleaned: see [`super::text`].
    pub raw: String,
    /// Whether it works.
    pub state: ContactState,
    /// When somebody was last reached by it.
    pub last_success: Option<Moment>,
}

/// The number or address itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactValue {
    /// A telephone number.
    Phone(Phone),
    /// An e-mail address.
    Email(Email),
    /// Anything else: a messenger, a site.
    Other(String),
}

/// Whether a contact method works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactState {
    /// As far as we know it works.
    #[default]
    Good,
    /// Somebody else answers («чужой»).
    NotTheirs,
    /// Not in service.
    Dead,
}

impl ContactMethod {
    /// A working phone; `raw` is kept only when it differs from the normal form.
    pub fn phone(phone: Phone, raw: &str) -> Self {
        let raw = if raw == phone.to_string() { "" } else { raw };
        Self::of(ContactValue::Phone(phone), raw)
    }

    /// A working e-mail address; `raw` is kept only when it differs from the normal form.
    pub fn email(email: Email, raw: &str) -> Self {
        let raw = if raw == email.as_str() { "" } else { raw };
        Self::of(ContactValue::Email(email), raw)
    }

    fn of(value: ContactValue, raw: &str) -> Self {
        Self {
            value,
            label: String::new(),
            raw: raw.to_owned(),
            state: ContactState::Good,
            last_success: None,
        }
    }

    /// The phone, when this is one.
    pub fn as_phone(&self) -> Option<&Phone> {
        match &self.value {
            ContactValue::Phone(phone) => Some(phone),
            _ => None,
        }
    }

    /// The e-mail address, when this is one.
    pub fn as_email(&self) -> Option<&Email> {
        match &self.value {
            ContactValue::Email(email) => Some(email),
            _ => None,
        }
    }
}

/// The phones among contact methods, in their order.
pub fn phones(methods: &[ContactMethod]) -> impl Iterator<Item = &Phone> {
    methods.iter().filter_map(ContactMethod::as_phone)
}

/// The e-mail addresses among contact methods, in their order.
pub fn emails(methods: &[ContactMethod]) -> impl Iterator<Item = &Email> {
    methods.iter().filter_map(ContactMethod::as_email)
}
