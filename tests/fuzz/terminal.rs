//! What a terminal sends.

use dozvon::session::decoder::{Decoder, PASTE_MAX};
use dozvon::tui::input::Input;
use dozvon::tui::key::{Key, KeyCode};

/// The first byte says where the others are cut: it changes nothing, and nothing stays behind in the decoder.
pub fn terminal(bytes: &[u8]) {
    let Some((piece, bytes)) = bytes.split_first() else { return };
    let mut decoder = Decoder::new();
    let mut whole = Vec::new();
    decoder.feed(bytes, &mut whole);
    decoder.flush(&mut whole);
    assert!(whole.len() <= bytes.len());
    for input in &whole {
        match input {
            Input::Key(key) => {
                assert_eq!(Key::with(key.code, key.ctrl, key.alt, key.shift), *key);
                assert!(!matches!(key.code, KeyCode::Char(c) if c.is_control()), "{key:?}");
                assert_eq!(key.to_string().parse(), Ok(*key));
            }
            Input::Paste(text) => assert!(text.len() <= PASTE_MAX),
            _ => {}
        }
    }
    let mut cut = Vec::new();
    for piece in bytes.chunks(usize::from(*piece).max(1)) {
        decoder.feed(piece, &mut cut);
    }
    decoder.flush(&mut cut);
    assert_eq!(cut, whole);
    cut.clear();
    decoder.feed("л".as_bytes(), &mut cut);
    assert_eq!(cut, [Input::Key(Key::char('л'))]);
    assert_eq!(decoder.quiet(), None);
}
