//! Whether two clients are likely to be the same, and how likely.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// By what two clients are likely to be the same. They are ordered by their strength, the strongest first; records keep them by
/// their place here, so a new one goes to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// One INN: strong.
    Inn,
    /// One number: strong.
    Phone,
    /// Names alike, in one city: weak.
    NameAndCity,
    /// Names alike: weaker still.
    Name,
    /// One e-mail address: strong.
    Email,
}

impl PartialOrd for Mark {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Mark {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl Mark {
    /// 0 for the strongest.
    fn rank(self) -> u8 {
        match self {
            Self::Inn => 0,
            Self::Phone => 1,
            Self::Email => 2,
            Self::NameAndCity => 3,
            Self::Name => 4,
        }
    }

    /// Whether going on in spite of it wants a reason.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Inn | Self::Phone | Self::Email)
    }

    /// What names that are alike come to, by their cities.
    pub fn of_names(mine: &str, theirs: &str) -> Self {
        let folded = |city: &str| crate::domain::name::search_form(city).text.to_string();
        let (mine, theirs) = (folded(mine), folded(theirs));
        if !mine.is_empty() && mine == theirs { Self::NameAndCity } else { Self::Name }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stronger_mark_comes_first() {
        let mut marks = [Mark::Name, Mark::Phone, Mark::NameAndCity, Mark::Email, Mark::Inn];
        marks.sort();
        assert_eq!(marks, [Mark::Inn, Mark::Phone, Mark::Email, Mark::NameAndCity, Mark::Name]);
        assert_eq!(marks.map(Mark::is_strong), [true, true, true, false, false]);
    }

    #[test]
    fn names_in_one_city_say_more() {
        assert_eq!(Mark::of_names("Орёл", "орел"), Mark::NameAndCity);
        assert_eq!(Mark::of_names("Орёл", "Омск"), Mark::Name);
        assert_eq!(Mark::of_names("", ""), Mark::Name);
    }
}
