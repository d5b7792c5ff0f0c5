use std::io::Write;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

use super::*;
use crate::cli::attach::wire::{Answer, Sight};
use crate::cli::config::Surroundings;
use crate::cli::console::{self, End, Wish};
use crate::session::socket::connect;
use crate::tui::theme::ColorDepth;

/// Patience that is over at once where nobody comes to it.
const HASTY: Bounds = Bounds {
    request: Duration::from_millis(1),
    output: Duration::from_millis(1),
    question: Duration::from_millis(1),
    slots: 1,
    commands: Duration::from_millis(1),
};
/// Nothing takes so long.
const NEVER: Duration = Duration::from_secs(30);
const PATIENT: Bounds = Bounds { request: NEVER, output: NEVER, question: NEVER, slots: 1, commands: NEVER };

fn request(word: &str) -> Request {
    let surroundings = Surroundings {
        data: "/data".into(),
        config: "/config".into(),
        named_lang: None,
        lang: None,
        zone: chrono_tz::Europe::Moscow,
        login: "anna".into(),
        pin: None,
        depth: ColorDepth::None,
    };
    let sight = Sight { terminals: (false, true, false), width: 0 };
    Request::new(&[word.into()], &surroundings, Path::new("/home"), sight)
}

/// Somebody who hands a command over.
struct Caller(UnixStream);

impl Caller {
    fn comes(folder: &Path) -> Self {
        Self(connect(folder, SOCKET).unwrap().unwrap())
    }

    fn wants(folder: &Path, word: &str) -> Self {
        let guest = Self::comes(folder);
        guest.says(&FromClient::Run(Box::new(request(word))));
        guest
    }

    fn says(&self, word: &FromClient) {
        wire::say(&mut &self.0, word).unwrap();
    }

    /// What comes next: output as it is, words as they are written.
    fn hears(&self) -> Option<String> {
        self.0.set_read_timeout(Some(NEVER)).unwrap();
        let (kind, body) = wire::receive(&mut &self.0).ok().flatten()?;
        Some(format!("{kind:?} {}", String::from_utf8(body).unwrap()))
    }
}

/// A holder that does what its guests say in one word.
fn holder(folder: &Path, bounds: Bounds) -> (Holder, Receiver<&'static str>) {
    let (told, tells) = channel();
    let told = Mutex::new(told);
    let run: Run = Arc::new(move |request: &Request, _: &Far| {
        let tell = |word| told.lock().unwrap().send(word).unwrap();
        match request.arguments[0].to_str().unwrap() {
            "panic" => panic!("a fault"),
            "print" => {
                let mut out = console::output();
                let written = out.write_all(b"printed").and_then(|()| out.flush());
                tell(if written.is_ok() { "written" } else { "unwritten" });
            }
            "ask" => {
                let answer = console::ask(Wish::Line);
                tell(if answer.is_ok() { "answered" } else { "left alone" });
            }
            "flood" => {
                let mut out = console::output();
                while out.write_all(&[b'x'; 4096]).is_ok() {}
                tell("cut off");
            }
            "work" => {
                let stop = console::far().unwrap().stop();
                tell("at work");
                while !stop.is_asked() {
                    std::thread::yield_now();
                }
                tell("stopped");
            }
            _ => assert!(console::is_terminal(End::Out) && !console::is_terminal(End::In)),
        }
        Code::Refused
    });
    // He is given the desk unless he is called «wait», and hears whether he could have it.
    let welcome: Welcome = Arc::new(|stream: &UnixStream, knock: &Knock, guest: &Guest| {
        let given = guest.is_given(|| (knock.name != "wait", ()));
        wire::say(&mut &*stream, &given.is_some())
    });
    (Holder::open(folder, bounds, run, welcome).unwrap(), tells)
}

#[test]
fn a_command_says_that_it_has_begun_and_how_it_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let (_holder, _) = holder(folder.path(), PATIENT);
    let guest = Caller::wants(folder.path(), "look");
    assert_eq!(guest.hears().as_deref(), Some("Word \"Begun\""));
    assert_eq!(guest.hears().as_deref(), Some("Word {\"Done\":4}"));
    assert_eq!(guest.hears(), None);
}

#[test]
fn a_command_that_panics_takes_nobody_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let (holder, _) = holder(folder.path(), PATIENT);
    for _ in 0..3 {
        let guest = Caller::wants(folder.path(), "panic");
        assert_eq!(guest.hears().as_deref(), Some("Word \"Begun\""));
        assert_eq!(guest.hears().as_deref(), Some("Word \"Panicked\""));
    }
    let guest = Caller::wants(folder.path(), "look");
    assert_eq!(guest.hears().as_deref(), Some("Word \"Begun\""));
    drop(holder);
}

#[test]
fn output_is_written_when_its_end_has_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let (_holder, told) = holder(folder.path(), PATIENT);
    for (answer, end) in [(Answer::Given(None), "written"), (Answer::Failed(Some(28)), "unwritten")] {
        let guest = Caller::wants(folder.path(), "print");
        assert_eq!(guest.hears().as_deref(), Some("Word \"Begun\""));
        assert_eq!(guest.hears().as_deref(), Some("Out printed"));
        assert_eq!(guest.hears().as_deref(), Some("Word {\"Flush\":{\"id\":1}}"));
        guest.says(&FromClient::Answer { id: 1, answer });
        assert_eq!(told.recv_timeout(NEVER), Ok(end));
    }
}

#[test]
fn the_place_of_whoever_has_gone_is_free() {
    let folder = tempfile::tempdir().unwrap();
    let (_holder, told) = holder(folder.path(), PATIENT);
    let guest = Caller::wants(folder.path(), "work");
    assert_eq!(told.recv_timeout(NEVER), Ok("at work"));
    // There is one place, and whoever comes behind him waits for it.
    let next = Caller::wants(folder.path(), "look");
    drop(guest);
    assert_eq!(told.recv_timeout(NEVER), Ok("stopped"));
    assert_eq!(next.hears().as_deref(), Some("Word \"Begun\""));
    let guest = Caller::wants(folder.path(), "ask");
    assert_eq!(guest.hears().as_deref(), Some("Word \"Begun\""));
    drop(guest);
    assert_eq!(told.recv_timeout(NEVER), Ok("left alone"));
}

#[test]
fn whoever_is_silent_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (_holder, told) = holder(folder.path(), HASTY);
    // He does not say what he wants, he does not answer, he does not read.
    assert_eq!(Caller::comes(folder.path()).hears(), None);
    let bounds = Bounds { request: NEVER, ..HASTY };
    let other = tempfile::tempdir().unwrap();
    let (_other, heard) = self::holder(other.path(), bounds);
    let _asked = Caller::wants(other.path(), "ask");
    assert_eq!(heard.recv_timeout(NEVER), Ok("left alone"));
    let _flooded = Caller::wants(other.path(), "flood");
    assert_eq!(heard.recv_timeout(NEVER), Ok("cut off"));
    assert!(told.try_recv().is_err());
}

#[test]
fn a_holder_that_ends_asks_its_commands_to_end_and_waits_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let (holder, told) = holder(folder.path(), PATIENT);
    let guest = Caller::wants(folder.path(), "work");
    assert_eq!(told.recv_timeout(NEVER), Ok("at work"));
    let waits = Caller::wants(folder.path(), "look");
    drop(holder);
    assert_eq!(told.try_recv(), Ok("stopped"));
    assert_eq!(guest.hears().as_deref(), Some("Word \"Begun\""));
    assert_eq!(guest.hears().as_deref(), Some("Word \"Stoppable\""));
    assert_eq!(guest.hears().as_deref(), Some("Word {\"Done\":4}"));
    // Nothing was begun for whoever waited: he does it himself.
    assert_eq!(waits.hears(), None);
    assert!(connect(folder.path(), SOCKET).unwrap().is_none());
}

/// Somebody who wants the desk.
fn visitor(folder: &Path, name: &str) -> Caller {
    let guest = Caller::comes(folder);
    let (release, name) = (RELEASE.to_owned(), name.to_owned());
    guest.says(&FromClient::Knock(Knock { release, name, pin: None }));
    guest
}

#[test]
fn a_desk_is_not_given_away_while_a_command_is_under_way_and_none_begins_once_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (holder, told) = holder(folder.path(), PATIENT);
    let guest = Caller::wants(folder.path(), "work");
    assert_eq!(told.recv_timeout(NEVER), Ok("at work"));
    // All places are taken, and he is heard all the same.
    assert_eq!(visitor(folder.path(), "anna").hears().as_deref(), Some("Word false"));
    drop(guest);
    assert_eq!(told.recv_timeout(NEVER), Ok("stopped"));
    // He whose turn it is comes behind him whose command has ended.
    let next = Caller::wants(folder.path(), "look");
    assert_eq!(next.hears().as_deref(), Some("Word \"Begun\""));
    assert_eq!(next.hears().as_deref(), Some("Word {\"Done\":4}"));
    assert_eq!(next.hears(), None);
    while holder.under_way() > 0 {
        std::thread::yield_now();
    }
    // One who was not given it after all leaves the way free.
    assert_eq!(visitor(folder.path(), "wait").hears().as_deref(), Some("Word true"));
    let next = Caller::wants(folder.path(), "look");
    assert_eq!(next.hears().as_deref(), Some("Word \"Begun\""));
    drop(next);
    while holder.under_way() > 0 {
        std::thread::yield_now();
    }
    let taker = visitor(folder.path(), "anna");
    assert_eq!(taker.hears().as_deref(), Some("Word true"));
    let waits = Caller::wants(folder.path(), "look");
    drop(holder);
    assert_eq!(waits.hears(), None);
    // He who was given it hears the end of the process, and not of the holder.
    taker.0.set_nonblocking(true).unwrap();
    let heard = (&taker.0).read(&mut [0]).map_err(|error| error.kind());
    assert_eq!(heard, Err(io::ErrorKind::WouldBlock));
}
