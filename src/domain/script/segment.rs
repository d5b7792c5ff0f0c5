//! By what the answers of many calls are parted: a trait of the client, of the call, or an answer to another question.

use chrono_tz::Tz;

use crate::domain::client::ClientKind;

/// What parts the calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// The client's city.
    City,
    /// His time zone.
    Zone,
    /// His class by value and regularity.
    Class,
    /// A company or a person.
    Kind,
    /// A tag of his; who has several counts under each.
    Tag,
    /// Who leads him.
    Manager,
    /// Who called.
    Operator,
    /// The call job.
    Job,
    /// The reply to another question of the same call, by its code; who has ticked several counts under each.
    Reply(String),
}

impl Segment {
    /// All but the replies, in the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::City,
        Self::Zone,
        Self::Class,
        Self::Kind,
        Self::Tag,
        Self::Manager,
        Self::Operator,
        Self::Job,
    ];

    /// Its name on the command line: `city`, `question:nps`.
    pub fn code(&self) -> String {
        match self {
            Self::City => "city".into(),
            Self::Zone => "zone".into(),
            Self::Class => "class".into(),
            Self::Kind => "kind".into(),
            Self::Tag => "tag".into(),
            Self::Manager => "manager".into(),
            Self::Operator => "operator".into(),
            Self::Job => "job".into(),
            Self::Reply(code) => format!("question:{code}"),
        }
    }

    /// The segment with a name; see [`Segment::code`].
    ///
    /// ```
    /// use dozvon::domain::script::segment::Segment;
    /// assert_eq!(Segment::from_code("question:nps"), Some(Segment::Reply("nps".into())));
    /// assert_eq!(Segment::from_code("job"), Some(Segment::Job));
    /// assert_eq!(Segment::from_code("weather"), None);
    /// ```
    pub fn from_code(text: &str) -> Option<Self> {
        if let Some(code) = text.strip_prefix("question:").filter(|code| !code.is_empty()) {
            return Some(Self::Reply(code.to_owned()));
        }
        Self::ALL.into_iter().find(|segment| segment.code() == text)
    }
}

/// One part of the calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// With this name: a city, a tag, somebody's, a job's, an answer's.
    Named(String),
    /// In this zone.
    Zone(Tz),
    /// Companies, or persons.
    Kind(ClientKind),
    /// Nothing is known that would put them into one.
    Unknown,
    /// All groups that are too small to be named.
    Others,
}
