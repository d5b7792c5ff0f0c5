//! Whether two clients are likely to be the same, and how likely.

use serde::{Deserialize, Serialize};

/// By what two clients are likely to be the same, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// One INN: strong.
    Inn,
    /// One number: strong.
    Phone,
    /// Names alike, in one city: weak.
    NameAndCity,
    /// Names alike: weaker still.
    Name,
}

impl Mark {
    /// Whether going on in spite of it wants a reason.
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Inn | Self::Phone)
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
        let mut marks = [Mark::Name, Mark::Phone, Mark::NameAndCity, Mark::Inn];
        marks.sort();
        assert_eq!(marks, [Mark::Inn, Mark::Phone, Mark::NameAndCity, Mark::Name]);
        assert_eq!(marks.map(Mark::is_strong), [true, true, false, false]);
    }

    #[test]
    fn names_in_one_city_say_more() {
        assert_eq!(Mark::of_names("Орёл", "орел"), Mark::NameAndCity);
        assert_eq!(Mark::of_names("Орёл", "Омск"), Mark::Name);
        assert_eq!(Mark::of_names("", ""), Mark::Name);
    }
}
