//! Names in one byte a letter, as the old Russian code pages had it; anything else in four.

/// The byte before a character that has no byte of its own.
const ESCAPE: u8 = 0x1b;
/// The signs names have beside ASCII and the Russian alphabet, from byte 0xC0 on.
const SIGNS: [char; 14] = ['Ё', 'ё', '«', '»', '„', '“', '”', '‘', '’', '–', '—', '№', '…', '\u{a0}'];

/// Appends a name.
pub(super) fn pack(name: &str, out: &mut Vec<u8>) {
    for c in name.chars() {
        match c {
            ' '..='~' => out.push(low_byte(u32::from(c))),
            'А'..='я' => out.push(low_byte(u32::from(c) - u32::from('А') + 0x80)),
            _ => match SIGNS.iter().position(|&sign| sign == c).and_then(|n| u8::try_from(n).ok()) {
                Some(n) => out.push(0xc0 + n),
                None => {
                    let [a, b, c, _] = u32::from(c).to_le_bytes();
                    out.extend([ESCAPE, a, b, c]);
                }
            },
        }
    }
}

/// The name again.
pub(super) fn unpack(packed: &[u8]) -> String {
    let mut name = String::with_capacity(packed.len() * 2);
    let mut bytes = packed.iter().copied();
    while let Some(byte) = bytes.next() {
        let code = match byte {
            ESCAPE => {
                let mut part = || bytes.next().unwrap_or_default();
                u32::from_le_bytes([part(), part(), part(), 0])
            }
            0x80..0xc0 => u32::from(byte) - 0x80 + u32::from('А'),
            0xc0.. => SIGNS.get(usize::from(byte) - 0xc0).map_or(0xfffd, |&sign| u32::from(sign)),
            _ => u32::from(byte),
        };
        name.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    name
}

fn low_byte(code: u32) -> u8 {
    code.to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(name: &str) -> Vec<u8> {
        let mut out = Vec::new();
        pack(name, &mut out);
        out
    }

    #[test]
    fn usual_names_take_a_byte_a_letter() {
        for name in ["ООО «Протон» №5", "Ёжиков Пётр", "Proton & Co", "„Эхо“ — “Эхо”"]
        {
            assert_eq!(packed(name).len(), name.chars().count(), "{name}");
            assert_eq!(unpack(&packed(name)), name);
        }
    }

    proptest! {
        #[test]
        fn any_name_comes_back(name in any::<String>()) {
            prop_assert_eq!(unpack(&packed(&name)), name);
        }

        #[test]
        fn any_bytes_are_some_name(bytes: Vec<u8>) {
            let _ = unpack(&bytes);
        }
    }
}
