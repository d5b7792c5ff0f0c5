use super::*;
use proptest::prelude::*;

const LIST: &str = "Телефон;Наименование;Город\r\n+7 495 012-34-56;ООО «Вега»;Уфа\r\n";

fn utf16_bytes(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn detected(bytes: &[u8]) -> (&'static str, usize) {
    let charset = Charset::detect(bytes, 1).unwrap();
    (charset.encoding.name(), charset.mark)
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, used, _) = encoding.encode(text);
    assert_eq!(used, encoding);
    bytes.into_owned()
}

#[test]
fn marks_and_zero_bytes_decide() {
    assert_eq!(detected(LIST.as_bytes()), ("UTF-8", 0));
    assert_eq!(detected(format!("\u{feff}{LIST}").as_bytes()), ("UTF-8", 3));
    for (big, name) in [(false, "UTF-16LE"), (true, "UTF-16BE")] {
        assert_eq!(detected(&utf16_bytes(LIST, big)), (name, 0));
        assert_eq!(detected(&utf16_bytes("phone\n+74950123456\n", big)), (name, 0));
        assert_eq!(detected(&utf16_bytes(&format!("\u{feff}{LIST}"), big)), (name, 2));
    }
    assert!(matches!(Charset::detect(b"\xff\xfe\0\0a\0\0\0", 1), Err(FileError::UnknownEncoding { .. })));
}

#[test]
fn cyrillic_encodings_are_told_apart_on_short_lists() {
    for text in [
        "Телефон;Имя\n+7 495 012-34-56;Протон\n",
        "ТЕЛЕФОН;ФИО\n8 495 012-34-56;ИВАНОВ И.И.\n",
        "phone;name\n+7 495 012-34-56;ООО Луч\n",
        "тел;имя\n84950123456;яна\n",
        "Name;Phone\nОБЪЕДИНЕНИЕ ЮГ;1\nЧебоксары;2\n",
        "г. Уфа, ул. Щорса, 5\n",
        "№;Тел\n1;2\n",
    ] {
        for encoding in [WINDOWS_1251, IBM866, KOI8_R] {
            let (bytes, _, bad) = encoding.encode(text);
            if !bad {
                assert_eq!(detected(&bytes), (encoding.name(), 0), "{text:?}");
            }
        }
    }
    assert_eq!(detected("phone\n+74950123456\n".as_bytes()), ("UTF-8", 0));
    assert_eq!(detected(b"Name\n\xb9 5\n"), ("windows-1251", 0));
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let binary: Vec<u8> = (0..=255).cycle().take(5_000).collect();
    assert!(matches!(Charset::detect(&binary, 1), Err(FileError::NotAList { kind: FileKind::Binary })));
    let latin = "Müller Größe Straße Bäcker Schröder Jürgen Köhler Günther Schäfer Vögele\n".repeat(3);
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&latin);
    assert!(matches!(Charset::detect(&bytes, 1), Err(FileError::Undecodable { line: 1, .. })));
}

#[test]
fn lists_glued_together_are_refused_and_stray_lines_are_not() {
    let line = "ООО Протон;1\n";
    let [utf8, other] = [line.as_bytes().to_vec(), encoded(WINDOWS_1251, line)];
    let mixed = |n: usize, m: usize| [utf8.repeat(n), other.repeat(m)].concat();
    assert_eq!(detected(&mixed(95, 5)).0, "UTF-8");
    assert_eq!(detected(&mixed(5, 95)).0, "windows-1251");
    let Err(FileError::MixedEncodings { utf8: 60, other: 40, line: 61 }) = Charset::detect(&mixed(60, 40), 1)
    else {
        panic!()
    };
}

#[test]
fn a_cell_in_another_encoding_is_noticed_and_guessed() {
    let utf8 = Charset { encoding: UTF_8, mark: 0 };
    let ansi = Charset { encoding: WINDOWS_1251, mark: 0 };
    let foreign = encoded(WINDOWS_1251, "Протон");
    assert_eq!(utf8.decode(&foreign), ("Протон".into(), false));
    assert_eq!(utf8.decode("Протон".as_bytes()), ("Протон".into(), true));
    assert_eq!(utf8.decode(&"Протон".as_bytes()[..11]), ("Прото\u{fffd}".into(), false));
    assert_eq!(ansi.decode("ООО «Протон»".as_bytes()), ("ООО «Протон»".into(), false));
    assert_eq!(ansi.decode(&foreign), ("Протон".into(), true));
    assert!(!ansi.decode(b"a\x98b").1);
    for plain in ["Г№5", "РЎ", "Р№", "С№ Р№", "№ 5", "СПб"] {
        assert_eq!(ansi.decode(&encoded(WINDOWS_1251, plain)), (plain.into(), true));
    }
}

#[test]
fn a_named_encoding_is_obeyed_or_refused() {
    let bytes = encoded(IBM866, LIST);
    for label in ["cp866", "CP-866", "866", "dos", "ibm866"] {
        assert_eq!(Charset::named(label, &bytes).unwrap().encoding, IBM866, "{label}");
    }
    let marked = utf16_bytes("\u{feff}a", true);
    assert_eq!(Charset::named("utf-16", &marked).unwrap(), Charset { encoding: UTF_16BE, mark: 2 });
    assert!(matches!(Charset::named("klingon", b""), Err(FileError::UnknownEncoding { .. })));
    let wrong = Charset::named("utf-8", &bytes).unwrap().check(&bytes);
    assert!(matches!(wrong, Err(FileError::Undecodable { line: 1, bad: 2, lines: 2, .. })), "{wrong:?}");
    let marked = [b"\xef\xbb\xbf".as_slice(), &encoded(WINDOWS_1251, LIST)].concat();
    assert!(matches!(
        Charset::detect(&marked, 1),
        Err(FileError::Undecodable { line: 1, bad: 2, lines: 2, .. })
    ));
    assert!(Charset::named("euc-kr", LIST.as_bytes()).unwrap().check(LIST.as_bytes()).is_err());
    assert!(Charset::named("cp1251", &bytes).unwrap().check(&bytes).is_ok());
}

fn transcoded(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
    let mut out = Vec::new();
    Transcoded::new(bytes, Charset { encoding, mark: 0 }).read_to_end(&mut out).unwrap();
    out
}

#[test]
fn half_a_letter_of_utf16_is_marked() {
    let mut bytes = utf16_bytes("Я\n", false);
    bytes.extend([0x00, 0xd8, b'x', 0, b'!']);
    assert_eq!(transcoded(&bytes, UTF_16LE), [b"\xd0\xaf\n".as_slice(), &[BROKEN], b"x", &[BROKEN]].concat());
}

proptest! {
    #[test]
    fn transcoding_gives_the_same_text(text in ".{0,40}", times in 1_usize..2_000) {
        let text = text.repeat(times);
        prop_assert_eq!(transcoded(&utf16_bytes(&text, false), UTF_16LE), text.as_bytes());
        prop_assert_eq!(transcoded(&utf16_bytes(&text, true), UTF_16BE), text.as_bytes());
    }

    #[test]
    fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), label in ".{0,12}") {
        if let Ok(charset) = Charset::detect(&bytes, 1) {
            let _ = charset.check(&bytes);
            let _ = charset.decode(&bytes);
            let _ = transcoded(&bytes, charset.encoding);
        }
        let _ = Charset::named(&label, &bytes);
    }
}
