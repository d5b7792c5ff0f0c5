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

fn plain(encoding: &'static Encoding) -> Charset {
    Charset::of(encoding, 0)
}

/// Cells of one record as they are read, with the encoding of each.
fn read(charset: Charset, cells: &[&[u8]]) -> Vec<(String, Option<&'static str>)> {
    let reading = charset.reading(cells.iter().copied());
    let decoded = cells.iter().map(|cell| charset.decode(cell, reading));
    decoded.map(|one| (one.text.into_owned(), one.encoding.map(Encoding::name))).collect()
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
fn lists_glued_together_have_the_encoding_of_most_lines() {
    let line = "ООО Протон;1\n";
    for other in [WINDOWS_1251, IBM866, KOI8_R] {
        let [utf8, bytes] = [line.as_bytes().to_vec(), encoded(other, line)];
        let mixed = |n: usize, m: usize| [utf8.repeat(n), bytes.repeat(m)].concat();
        for (n, m) in [(95, 5), (60, 40), (50, 50)] {
            let charset = Charset::detect(&mixed(n, m), 1).unwrap();
            assert_eq!((charset.encoding, charset.other), (UTF_8, Some(other)), "{n} {m}");
        }
        assert_eq!(detected(&mixed(40, 60)).0, other.name());
        assert_eq!(detected(&mixed(5, 95)).0, other.name());
        // Excel's mark at the head says something of the first of the two lists only.
        let marked = [b"\xef\xbb\xbf".as_slice(), &mixed(3, 2)].concat();
        assert_eq!(detected(&marked), ("UTF-8", 3));
    }
}

#[test]
fn a_list_with_much_that_is_no_text_is_refused() {
    let latin =
        encoding_rs::WINDOWS_1252.encode("Müller Größe Straße Bäcker Schröder Jürgen\n").0.into_owned();
    let mixed = |n: usize, m: usize| ["ООО Протон;1\n".as_bytes().repeat(n), latin.repeat(m)].concat();
    assert_eq!(detected(&mixed(95, 5)).0, "UTF-8");
    let Err(FileError::Undecodable { encoding: "UTF-8", line: 61, bad: 40, lines: 100, named: false }) =
        Charset::detect(&mixed(60, 40), 1)
    else {
        panic!()
    };
}

#[test]
fn a_record_is_read_in_its_own_encoding() {
    let utf8 = Charset { encoding: UTF_8, mark: 0, other: Some(WINDOWS_1251) };
    let russian = ["Протон", "ООО «Вега-М»", "г. Уфа, ул. Щорса, 5", "яна", "ИП Ёлкин", "ЮГ", "№ 5", "АО"];
    for text in russian {
        for (other, name) in [(WINDOWS_1251, "windows-1251"), (IBM866, "IBM866"), (KOI8_R, "KOI8-R")] {
            let (bytes, _, unsaid) = other.encode(text);
            if unsaid || (other != WINDOWS_1251 && text.chars().count() < 5) {
                continue;
            }
            let given = |encoding| vec![(text.to_owned(), Some(encoding)), ("1".to_owned(), Some("UTF-8"))];
            let known = Charset { other: Some(other), ..utf8 };
            assert_eq!(read(known, &[&bytes, b"1"]), given(name).as_slice(), "{text} {name}");
            if text.chars().count() > 5 {
                assert_eq!(read(utf8, &[&bytes, b"1"]), given(name).as_slice(), "{text} {name}, unknown");
            }
            let own = read(plain(other), &[&bytes]);
            assert_eq!(own, [(text.to_owned(), Some(name))], "{text} {name}");
            let foreign = read(plain(other), &[text.as_bytes(), "Уфа".as_bytes()]);
            assert_eq!(foreign[0], (text.to_owned(), Some("UTF-8")), "{text} in {name}");
        }
    }
    // A list of DOS glued to one of Windows.
    let dos = encoded(IBM866, "ООО Протон, Уфа");
    assert_eq!(read(plain(WINDOWS_1251), &[&dos]), [("ООО Протон, Уфа".to_owned(), Some("IBM866"))]);
}

#[test]
fn cells_of_one_record_may_be_in_two_encodings() {
    let ansi = encoded(WINDOWS_1251, "Екатеринбург");
    let cells: [&[u8]; 3] = ["ООО Протон".as_bytes(), &ansi, b"84950123456"];
    for (charset, own) in [(plain(UTF_8), "UTF-8"), (plain(WINDOWS_1251), "windows-1251")] {
        let expected = [
            ("ООО Протон".to_owned(), Some("UTF-8")),
            ("Екатеринбург".to_owned(), Some("windows-1251")),
            ("84950123456".to_owned(), Some(own)),
        ];
        assert_eq!(read(charset, &cells), expected);
    }
}

#[test]
fn what_is_no_text_is_marked_and_guessed() {
    let cut = &"Протон".as_bytes()[..11];
    for charset in [plain(UTF_8), plain(WINDOWS_1251)] {
        assert_eq!(read(charset, &[cut]), [("Прото\u{fffd}".to_owned(), None)], "{charset:?}");
    }
    assert_eq!(read(plain(WINDOWS_1251), &[b"a\x98b"])[0].1, None);
    // Signs that are valid UTF-8 by accident stay what they are.
    for text in ["Г№5", "РЎ", "Р№", "С№ Р№", "№ 5", "СПб"] {
        let bytes = encoded(WINDOWS_1251, text);
        assert_eq!(read(plain(WINDOWS_1251), &[&bytes]), [(text.to_owned(), Some("windows-1251"))]);
    }
    for text in ["😀 №1", "— Müller —", "Д’Артаньян"] {
        assert_eq!(read(plain(WINDOWS_1251), &[text.as_bytes()]), [(text.to_owned(), Some("UTF-8"))]);
    }
}

#[test]
fn a_named_encoding_is_obeyed_or_refused() {
    let bytes = encoded(IBM866, LIST);
    for label in ["cp866", "CP-866", "866", "dos", "ibm866"] {
        assert_eq!(Charset::named(label, &bytes).unwrap().encoding, IBM866, "{label}");
    }
    let marked = utf16_bytes("\u{feff}a", true);
    assert_eq!(Charset::named("utf-16", &marked).unwrap(), Charset::of(UTF_16BE, 2));
    assert!(matches!(Charset::named("klingon", b""), Err(FileError::UnknownEncoding { .. })));
    let wrong = Charset::named("utf-8", &bytes).unwrap().check(&bytes);
    assert!(matches!(wrong, Err(FileError::Undecodable { line: 1, bad: 2, lines: 2, .. })), "{wrong:?}");
    assert!(Charset::named("euc-kr", LIST.as_bytes()).unwrap().check(LIST.as_bytes()).is_err());
    assert!(Charset::named("dos", &bytes).unwrap().check(&bytes).is_ok());
    for wrong in ["cp1251", "koi8-r", "utf-8"] {
        let refused = Charset::named(wrong, &bytes).unwrap().check(&bytes);
        assert!(matches!(refused, Err(FileError::Undecodable { named: true, .. })), "{wrong}: {refused:?}");
    }
    let utf8 = Charset::named("cp1251", LIST.as_bytes()).unwrap().check(LIST.as_bytes());
    assert!(matches!(utf8, Err(FileError::Undecodable { named: true, .. })), "{utf8:?}");
    let latin = encoding_rs::WINDOWS_1252.encode("Müller;Größe\nSchröder;Straße\n").0;
    assert!(Charset::named("windows-1252", &latin).unwrap().check(&latin).is_ok());
}

fn transcoded(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
    let mut out = Vec::new();
    Transcoded::new(bytes, plain(encoding)).read_to_end(&mut out).unwrap();
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
            let _ = read(charset, &[&bytes, b"1", &bytes]);
            let _ = transcoded(&bytes, charset.encoding);
        }
        let _ = Charset::named(&label, &bytes);
    }
}
