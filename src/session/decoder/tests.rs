use super::*;
use crate::tui::input::{Mouse, MouseButton, MouseKind};
use proptest::prelude::*;

/// Everything these bytes say, with a quiet line behind them.
fn decode(bytes: &[u8]) -> Vec<Input> {
    decode_pieces(&[bytes])
}

fn decode_pieces(pieces: &[&[u8]]) -> Vec<Input> {
    let mut decoder = Decoder::new();
    let mut out = Vec::new();
    for piece in pieces {
        decoder.feed(piece, &mut out);
    }
    decoder.flush(&mut out);
    assert_eq!(decoder.quiet(), None);
    out
}

/// Keys by their names in a keymap; anything else as it prints.
fn names(bytes: &[u8]) -> String {
    let name = |input| match input {
        Input::Key(key) => Key::to_string(&key),
        other => format!("{other:?}"),
    };
    decode(bytes).into_iter().map(name).collect::<Vec<_>>().join(" ")
}

#[test]
fn plain_keys() {
    for (bytes, expected) in [
        ("aZ9 ~", "a Z 9 Space ~"),
        ("\r\t\x7f\x08", "Enter Tab Backspace Backspace"),
        ("\x00\x01\x0b\x11\x1a", "Ctrl+Space Ctrl+A Ctrl+K Ctrl+Q Ctrl+Z"),
        ("\n", "Ctrl+J"),
        ("\x1c\x1d\x1e\x1f", "Ctrl+\\ Ctrl+] Ctrl+^ Ctrl+_"),
        ("йЁ№я", "й Ё № я"),
        ("日e\u{301}", "日 e \u{301}"),
        ("🙂", "🙂"),
        ("\u{85}\u{9b}A", "A"),
    ] {
        assert_eq!(names(bytes.as_bytes()), expected, "{bytes:?}");
    }
}

#[test]
fn alt_is_an_esc_before_the_key() {
    for (bytes, expected) in [
        ("\x1ba\x1b1\x1bA", "Alt+A Alt+1 Alt+Shift+A"),
        ("\x1bф\x1bЩ", "Alt+Ф Alt+Shift+Щ"),
        ("\x1b\r\x1b\t\x1b\x7f\x1b ", "Alt+Enter Alt+Tab Alt+Backspace Alt+Space"),
        ("\x1b\x0b", "Ctrl+Alt+K"),
        ("\x1b\x1b[A\x1b\x1bOA", "Alt+Up Alt+Up"),
        ("\x1b\x1b[11~", "Alt+F1"),
        ("\x1b\x1b[[A", "Alt+F1"),
        ("\x1b\x1b[Z", "Alt+Shift+Tab"),
        ("\x1b]", "Alt+]"),
        ("\x1b]x", "Alt+] x"),
        ("\x1bPq", "Alt+Shift+P q"),
        ("\x1b_ф", "Alt+_ ф"),
        ("\x1b[", "Alt+["),
        ("\x1b[\r", "Alt+[ Enter"),
        ("\x1bO", "Alt+Shift+O"),
        ("\x1bOф", "Alt+Shift+O ф"),
    ] {
        assert_eq!(names(bytes.as_bytes()), expected, "{bytes:?}");
    }
}

#[test]
fn a_lone_esc_is_the_key() {
    for (bytes, expected) in [
        ("\x1b", "Esc"),
        ("\x1b\x1b", "Esc Esc"),
        ("\x1b\x1b\x1b", "Esc Esc Esc"),
        ("\x1b\x1b\x1b[A", "Esc Alt+Up"),
        ("\x1b\x1ba", "Esc Alt+A"),
        ("\x1b\x1b]1;x\x07", "Esc"),
        ("a\x1b", "a Esc"),
    ] {
        assert_eq!(names(bytes.as_bytes()), expected, "{bytes:?}");
    }
    let mut decoder = Decoder::new();
    let mut out = Vec::new();
    decoder.feed(b"\x1b", &mut out);
    assert_eq!((out.len(), decoder.quiet()), (0, Some(ESC_QUIET)));
    decoder.flush(&mut out);
    decoder.feed(b"[A", &mut out);
    let keys: Vec<_> = ["Esc", "[", "A"].map(|name| Input::Key(name.parse().unwrap())).into();
    assert_eq!(out, keys);
}

#[test]
fn function_keys_of_many_terminals() {
    for n in 1..=12_u8 {
        let expected = format!("F{n}");
        let tilde = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24][usize::from(n - 1)];
        assert_eq!(names(format!("\x1b[{tilde}~").as_bytes()), expected);
        assert_eq!(names(format!("\x1b[{tilde};2~").as_bytes()), format!("Shift+F{n}"));
        assert_eq!(names(format!("\x1b[{tilde}^").as_bytes()), format!("Ctrl+F{n}"), "rxvt");
        if n <= 5 {
            let letter = char::from(b'A' + n - 1);
            assert_eq!(names(format!("\x1b[[{letter}").as_bytes()), expected, "Linux");
        }
        if n <= 4 {
            let letter = char::from(b'P' + n - 1);
            assert_eq!(names(format!("\x1bO{letter}").as_bytes()), expected, "xterm");
            assert_eq!(names(format!("\x1b[{letter}").as_bytes()), expected, "kitty");
            assert_eq!(names(format!("\x1b[1;5{letter}").as_bytes()), format!("Ctrl+F{n}"));
            assert_eq!(names(format!("\x1bO5{letter}").as_bytes()), format!("Ctrl+F{n}"), "Konsole");
            assert_eq!(names(format!("\x1bO1;3{letter}").as_bytes()), format!("Alt+F{n}"), "VTE");
        }
    }
    assert_eq!(names(b"\x1b[25~\x1b[28~\x1b[34~"), "F13 F15 F20");
}

#[test]
fn moving_keys_of_many_terminals() {
    for (bytes, expected) in [
        ("\x1b[A\x1b[B\x1b[C\x1b[D", "Up Down Right Left"),
        ("\x1bOA\x1bOB\x1bOC\x1bOD", "Up Down Right Left"),
        ("\x1b[H\x1b[F\x1bOH\x1bOF", "Home End Home End"),
        ("\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "Home End Home End"),
        ("\x1b[2~\x1b[3~\x1b[5~\x1b[6~", "Insert Delete PageUp PageDown"),
        ("\x1b[Z", "Shift+Tab"),
        ("\x1bOZ", "Shift+Tab"),
        ("\x1b[1;2A\x1b[1;3A\x1b[1;5A\x1b[1;6A", "Shift+Up Alt+Up Ctrl+Up Ctrl+Shift+Up"),
        ("\x1b[3;5~\x1b[1;5H", "Ctrl+Delete Ctrl+Home"),
        ("\x1b[a\x1b[d\x1bOa\x1bOd", "Shift+Up Shift+Left Ctrl+Up Ctrl+Left"),
        ("\x1b[3$\x1b[3^\x1b[3@", "Shift+Delete Ctrl+Delete Ctrl+Shift+Delete"),
        ("\x1b[1;9A\x1b[3;9~", ""),
        ("\x1b[1;129A\x1b[3;133~", "Up Ctrl+Delete"),
    ] {
        assert_eq!(names(bytes.as_bytes()), expected, "{bytes:?}");
    }
}

#[test]
fn the_number_pad_types_the_same_digits() {
    assert_eq!(names(b"\x1bOp\x1bOq\x1bOr\x1bOs\x1bOt\x1bOu\x1bOv\x1bOw\x1bOx\x1bOy"), "0 1 2 3 4 5 6 7 8 9");
    assert_eq!(names(b"\x1bOm\x1bOk\x1bOj\x1bOo\x1bOn\x1bOl\x1bOX"), "- + * / . , =");
    assert_eq!(names(b"\x1bOM\x1bOI\x1bO "), "Enter Tab Space");
}

#[test]
fn keys_spelled_by_their_character() {
    for (bytes, expected) in [
        ("\x1b[107;5u", "Ctrl+K"),
        ("\x1b[1083;5u", "Ctrl+Л"),
        ("\x1b[97;2u", "A"),
        ("\x1b[105;5u\x1b[109;5u", "Tab Enter"),
        ("\x1b[27u\x1b[13;3u", "Esc Alt+Enter"),
        ("\x1b[107;5:3u", ""),
        ("\x1b[107;9u", ""),
        ("\x1b[1u", ""),
        ("\x1b[27;5;107~", "Ctrl+K"),
        ("\x1b[27;5;105~", "Tab"),
        ("\x1b[27;2;13~", "Shift+Enter"),
        ("\x1b[27;5~", ""),
    ] {
        assert_eq!(names(bytes.as_bytes()), expected, "{bytes:?}");
    }
}

#[test]
fn the_mouse_is_where_it_is() {
    for (bytes, kind, x, y) in [
        ("\x1b[<0;1;1M", MouseKind::Down(MouseButton::Left), 0, 0),
        ("\x1b[<0;200;60m", MouseKind::Up(MouseButton::Left), 199, 59),
        ("\x1b[<2;10;5M", MouseKind::Down(MouseButton::Right), 9, 4),
        ("\x1b[<1;10;5M", MouseKind::Down(MouseButton::Middle), 9, 4),
        ("\x1b[<16;10;5M", MouseKind::Down(MouseButton::Left), 9, 4),
        ("\x1b[<32;10;5M", MouseKind::Drag(MouseButton::Left), 9, 4),
        ("\x1b[<64;10;5M", MouseKind::ScrollUp, 9, 4),
        ("\x1b[<65;10;5M", MouseKind::ScrollDown, 9, 4),
        ("\x1b[<0;0;0M", MouseKind::Down(MouseButton::Left), 0, 0),
        ("\x1b[<0;99999;1M", MouseKind::Down(MouseButton::Left), u16::MAX, 0),
    ] {
        assert_eq!(decode(bytes.as_bytes()), [Input::Mouse(Mouse { kind, x, y })], "{bytes:?}");
    }
    for ignored in
        ["\x1b[<35;1;1M", "\x1b[<66;1;1M", "\x1b[<128;1;1M", "\x1b[<0;1M", "\x1b[<M", "\x1b[<0;-1;1M"]
    {
        assert_eq!(decode(ignored.as_bytes()), [], "{ignored:?}");
    }
}

#[test]
fn what_is_no_key_is_swallowed_whole() {
    for sequence in [
        "\x1b[?1;2c",
        "\x1b[?2026;1$y",
        "\x1b[>0;276;0c",
        "\x1b[200;5t",
        "\x1b[999~",
        "\x1b[201~",
        "\x1b[M !!",
        "\x1b[32;10;5M",
        "\x1b[[Z",
        "\x1b[1;2\x18",
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1b]11;rgb:0000/0000/0000\x07",
        "\x1bP1$r0m\x1b\\",
        "\x1bP>|XTerm(390)\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1bO1;1;1q\x1b[G",
    ] {
        let digit = if sequence.starts_with("\x1bO") { "1 " } else { "" };
        assert_eq!(names(format!("{sequence}k").as_bytes()), format!("{digit}k"), "{sequence:?}");
    }
    let long = format!("\x1b[{}~k", "1;".repeat(500));
    assert_eq!(names(long.as_bytes()), "k");
    assert_eq!(names(b"\x1b[I\x1b[O"), "FocusGained FocusLost");
}

#[test]
fn bytes_that_are_no_utf8_say_nothing() {
    for (bytes, expected) in [
        (&b"\xff\xfe\x80a"[..], "a"),
        (b"\xd0a", "a"),
        (b"\xd0\x1b[A", "Up"),
        (b"\xed\xa0\x80a", "a"),
        (b"\xf4\x90\x80\x80a", "a"),
        (b"\xe0\x80\x80a", "a"),
        (b"\xf0\x9f\x99", ""),
        (b"\x1b\xffa", "a"),
        (b"\xd0\xd0\xb9", "й"),
        (b"\x1b[1;\xd0\xb9", "й"),
    ] {
        assert_eq!(names(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn a_paste_is_one_input() {
    let paste = |text: &str| Input::Paste(text.to_owned());
    for (bytes, expected) in [
        (&b"\x1b[200~\xd0\xb9 \r\n\x03\x1b[201~"[..], vec![paste("й \r\n\x03")]),
        (b"\x1b[200~\x1b[201~", vec![paste("")]),
        (b"\x1b[200~a\x1b[20b\x1b\x1b[201~", vec![paste("a\x1b[20b\x1b")]),
        (b"\x1b[200~a\x1b[200~b\x1b[201~", vec![paste("a\x1b[200~b")]),
        (b"\x1b[200~a\xffb\x1b[201~", vec![paste("a\u{fffd}b")]),
        (b"\x1b[200~never ends\x1b[2", vec![paste("never ends")]),
        (b"\x1b\x1b[200~x\x1b[201~y", vec![paste("x"), Input::Key(Key::char('y'))]),
    ] {
        assert_eq!(decode(bytes), expected, "{bytes:?}");
    }
}

#[test]
fn a_paste_of_megabytes_is_cut_between_letters() {
    let text = "й".repeat(3 * PASTE_MAX);
    for before in ["", "x"] {
        let bytes = format!("\x1b[200~{before}{text}\x1b[201~k");
        let pieces: Vec<_> = bytes.as_bytes().chunks(7).collect();
        let out = decode_pieces(&pieces);
        let [Input::Paste(pasted), Input::Key(_)] = &out[..] else { panic!("{}", out.len()) };
        assert!(pasted.len() <= PASTE_MAX && pasted.len() > PASTE_MAX - 4, "{}", pasted.len());
        assert!(format!("{before}{text}").starts_with(pasted.as_str()));
    }
    let full = "x".repeat(PASTE_MAX);
    assert_eq!(decode(format!("\x1b[200~{full}\x1b[201~").as_bytes()), [Input::Paste(full)]);
}

/// Bytes as a terminal might send them, whole and broken.
fn terminal_bytes() -> impl Strategy<Value = Vec<u8>> {
    let known = prop::sample::select(vec![
        &b"\x1b"[..],
        b"\x1b[",
        b"\x1bO",
        b"\x1b]",
        b"\x1b]0;",
        b"\x1bP1",
        b"\x1b\\",
        b"\x07",
        b"\x18",
        b"[",
        b"[[",
        b"<",
        b"0;1;1",
        b"1;5",
        b"A",
        b"M",
        b"~",
        b"$",
        b"^",
        b"u",
        b"27;5;9",
        b"200~",
        b"\x1b[200~",
        b"\x1b[201~",
        b"\x1b[20",
        b"\xd0",
        b"\xb9",
        b"\xf0\x9f",
        "л".as_bytes(),
        b" ",
        b"\r",
    ])
    .prop_map(<[u8]>::to_vec);
    let piece = prop_oneof![4 => known, 1 => prop::collection::vec(any::<u8>(), 0..4)];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_cuts_change_nothing(bytes in terminal_bytes(), cuts in prop::collection::vec(0_usize..64, 0..8)) {
        let whole = decode(&bytes);
        let mut rest = &bytes[..];
        let mut pieces = Vec::new();
        for cut in cuts {
            let (piece, tail) = rest.split_at(cut.min(rest.len()));
            pieces.push(piece);
            rest = tail;
        }
        pieces.push(rest);
        prop_assert_eq!(&decode_pieces(&pieces), &whole);
        let bytewise: Vec<_> = bytes.chunks(1).collect();
        prop_assert_eq!(&decode_pieces(&bytewise), &whole);
    }

    #[test]
    fn any_bytes_are_drained(bytes in prop_oneof![terminal_bytes(), prop::collection::vec(any::<u8>(), 0..200)]) {
        let mut decoder = Decoder::new();
        let mut out = Vec::new();
        decoder.feed(&bytes, &mut out);
        decoder.flush(&mut out);
        prop_assert!(out.len() <= bytes.len());
        for input in &out {
            if let Input::Key(key) = input {
                prop_assert_eq!(Key::with(key.code, key.ctrl, key.alt, key.shift), *key);
                prop_assert!(!matches!(key.code, KeyCode::Char(c) if c.is_control()));
            }
        }
        out.clear();
        decoder.feed("л".as_bytes(), &mut out);
        prop_assert_eq!(out, [Input::Key(Key::char('л'))]);
        prop_assert_eq!(decoder.quiet(), None);
    }

    #[test]
    fn pasted_text_comes_out_as_it_went_in(text in any::<String>()) {
        prop_assume!(!text.contains("\u{1b}[201~"));
        prop_assert_eq!(decode(format!("\u{1b}[200~{text}\u{1b}[201~").as_bytes()), [Input::Paste(text)]);
    }
}
