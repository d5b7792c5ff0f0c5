//! Keys of the one tree: bytes whose order is the order of what they mean.
//!
//! A key is the tag of its table or index followed by its parts, most significant first. Numbers are big-endian,
//! signed ones with the sign bit turned, texts end with a zero byte (a zero inside is escaped), so that comparing bytes
//! compares parts.

use crate::domain::ids::RecordId;
use crate::domain::time::Moment;

/// A key under construction, or a finished one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key(Vec<u8>);

impl std::borrow::Borrow<[u8]> for Key {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl Key {
    /// A key that begins with the tag of a table or an index.
    pub fn new(tag: u8) -> Self {
        let mut bytes = Vec::with_capacity(26);
        bytes.push(tag);
        Self(bytes)
    }

    /// A key as it was read from the tree.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// Adds one byte.
    #[must_use]
    pub fn byte(mut self, part: u8) -> Self {
        self.0.push(part);
        self
    }

    /// Adds a number.
    #[must_use]
    pub fn number(mut self, part: u64) -> Self {
        self.0.extend_from_slice(&part.to_be_bytes());
        self
    }

    /// Adds an id.
    #[must_use]
    pub fn id(self, part: impl RecordId) -> Self {
        self.number(part.as_u64())
    }

    /// Adds a moment.
    #[must_use]
    pub fn moment(self, part: Moment) -> Self {
        self.number(part.millis().cast_unsigned() ^ (1 << 63))
    }

    /// Adds a text and its end, so that no text is a prefix of another.
    #[must_use]
    pub fn text(self, part: &str) -> Self {
        let mut key = self.open_text(part);
        key.0.extend_from_slice(&[0, 0]);
        key
    }

    /// Adds the beginning of a text: every key whose text begins so has this as its prefix.
    #[must_use]
    pub fn open_text(mut self, part: &str) -> Self {
        for byte in part.bytes() {
            self.0.push(byte);
            if byte == 0 {
                self.0.push(0xFF);
            }
        }
        self
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The least key that is greater than every key with this prefix; `None` when there is none (all bytes are 0xFF).
    pub fn prefix_end(&self) -> Option<Self> {
        let mut end = self.0.clone();
        while let Some(last) = end.pop() {
            if last < u8::MAX {
                end.push(last + 1);
                return Some(Self(end));
            }
        }
        None
    }
}

/// Reads the parts of a key back, in their order.
#[derive(Clone, Debug)]
pub struct Parts<'a>(&'a [u8]);

impl<'a> Parts<'a> {
    /// The parts behind the tag.
    pub fn of(key: &'a [u8]) -> Self {
        Self(key.get(1..).unwrap_or_default())
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// The next number.
    pub fn number(&mut self) -> Option<u64> {
        let (first, rest) = self.0.split_first_chunk::<8>()?;
        self.0 = rest;
        Some(u64::from_be_bytes(*first))
    }

    /// The next id.
    pub fn id<I: RecordId>(&mut self) -> Option<I> {
        self.number().map(I::from_u64)
    }

    /// The next moment.
    pub fn moment(&mut self) -> Option<Moment> {
        self.number().map(|n| Moment::from_millis((n ^ (1 << 63)).cast_signed()))
    }

    /// The next text.
    pub fn text(&mut self) -> Option<String> {
        let mut out = Vec::new();
        loop {
            let byte = self.byte()?;
            if byte == 0 && self.byte()? == 0 {
                return String::from_utf8(out).ok();
            }
            out.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Tuple = (u8, i64, String, u64);

    fn key((a, b, c, d): &Tuple) -> Key {
        Key::new(7).byte(*a).moment(Moment::from_millis(*b)).text(c).number(*d)
    }

    proptest! {
        #[test]
        fn bytes_compare_as_parts_do(a in any::<Tuple>(), b in any::<Tuple>()) {
            // Texts compare by their bytes, as str does.
            prop_assert_eq!(key(&a).cmp(&key(&b)), a.cmp(&b));
        }

        #[test]
        fn parts_are_read_back(a in any::<Tuple>()) {
            let key = key(&a);
            let mut parts = Parts::of(key.as_bytes());
            let back = (|| Some((parts.byte()?, parts.moment()?.millis(), parts.text()?, parts.number()?)))();
            prop_assert_eq!(back, Some(a));
        }

        #[test]
        fn a_prefix_ends_behind_all_its_keys(prefix in prop::collection::vec(any::<u8>(), 1..4), rest in prop::collection::vec(any::<u8>(), 0..4)) {
            let whole = Key::from_bytes(&[prefix.clone(), rest].concat());
            let prefix = Key::from_bytes(&prefix);
            prop_assert!(prefix <= whole);
            prop_assert!(prefix.prefix_end().is_none_or(|end| whole < end));
        }
    }

    #[test]
    fn an_open_text_is_a_prefix_of_longer_ones() {
        let open = Key::new(1).open_text("76543");
        let whole = Key::new(1).text("76543215947");
        assert!(whole.as_bytes().starts_with(open.as_bytes()));
        assert!(Key::new(1).text("76543") < whole);
    }
}
