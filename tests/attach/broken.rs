//! Strangers at the socket, processes that are killed in the middle, outputs that are full.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Stdio;

use super::{OPERATOR, SOCKET, boss, desk, leave, small, whole};
use crate::common::cli::{Home, Said};
use crate::common::program::Program;

/// A list of so many clients.
fn many(home: &Home, rows: u32) -> String {
    let row = |row: u32| {
        let (first, second) = (row / 10_000, row % 10_000);
        format!("Клиент {row};8 (495) 6{first:02}-{:02}-{:02};Москва\r\n", second / 100, second % 100)
    };
    let rows: String = (0..rows).map(row).collect();
    let path = home.write("many.csv", format!("Наименование;Телефон;Город\r\n{rows}"));
    path.to_str().unwrap().to_owned()
}

#[test]
fn strangers_at_the_socket_harm_nobody() {
    let home = small();
    let mut program = desk(&home);
    let path = home.data().join(SOCKET);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let whole_frame = |word: &str| {
        let mut frame = vec![b'w'];
        frame.extend(u32::try_from(word.len()).unwrap().to_le_bytes());
        frame.extend(word.as_bytes());
        frame
    };
    let hostile: Vec<Vec<u8>> = vec![
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        b"w\xff\xff\xff\xff".to_vec(),
        vec![0; 100_000],
        b"w\x10\0\0\0{".to_vec(),
        whole_frame("{}"),
        whole_frame("\"Stop\""),
        whole_frame(&"[".repeat(100_000)),
        whole_frame("{\"Run\":{\"release\":\"0\"}}"),
        whole_frame("{\"Answer\":{\"id\":1,\"answer\":{\"Given\":null}}}"),
        Vec::new(),
    ];
    for bytes in hostile {
        let mut stream = UnixStream::connect(&path).unwrap();
        // Whoever is cut off in the middle may not be able to write the rest.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty(), "{bytes:?}: {answer:?}");
    }
    // Those who say nothing hold up nobody for long.
    let silent: Vec<UnixStream> = (0..6).map(|_| UnixStream::connect(&path).unwrap()).collect();
    home.ok(&["queue"]);
    drop(silent);
    program.press(" ").see("Смотрю");
    leave(&home, program);
}

#[test]
fn another_release_is_told_from_this_one() {
    let home = small();
    // Whoever listens there speaks another language.
    let listener = UnixListener::bind(home.data().join(SOCKET)).unwrap();
    let other = std::thread::spawn(move || {
        for word in ["{\"OtherRelease\":\"9.9.9\"}", "{\"Word\":\"of tomorrow\"}"] {
            let (mut stream, _) = listener.accept().unwrap();
            let mut frame = vec![b'w'];
            frame.extend(u32::try_from(word.len()).unwrap().to_le_bytes());
            frame.extend(word.as_bytes());
            stream.write_all(&frame).unwrap();
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest);
        }
    });
    let said = home.run(&["queue"]);
    assert_eq!((said.code, said.err.contains("9.9.9")), (5, true), "{said:?}");
    let said = home.run(&["queue"]);
    assert_eq!((said.code, said.err.contains("другой версии")), (5, true), "{said:?}");
    other.join().unwrap();
    // Nobody listens any more: the command does its work itself.
    home.ok(&["queue"]);
}

#[test]
fn a_result_that_cannot_be_printed_is_saved_all_the_same() {
    let home = small();
    let program = desk(&home);
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").unwrap());
    let run = |words: &[&str]| {
        let mut command = home.command(&boss(words));
        Said::of(command.stdout(full()).stderr(Stdio::piped()).output().unwrap())
    };
    let said = run(&["note", "add", "00-00000002", "Записано"]);
    assert_eq!(said.code, 7, "{said:?}");
    assert!(home.ok(&["show", "00-00000002"]).out.contains("Записано"));
    let said = run(&["queue"]);
    assert_eq!(said.code, 1, "{said:?}");
    let said = run(&["export", "clients"]);
    assert_eq!(said.code, 1, "{said:?}");
    // A reader who has seen enough is no failure.
    let mut command = home.command(&["--format", "ndjson", "export", "clients"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let said = Said::of(child.wait_with_output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    leave(&home, program);
}

#[test]
fn an_import_ends_where_whoever_has_started_it_is_killed_and_can_be_done_again() {
    let home = small();
    let list = many(&home, 6000);
    let mut program = desk(&home);
    let mut import = Program::start(&home.path(""), &boss(&["import", "clients", &list]));
    import.see("загружено");
    import.kill();
    program.press(" ").see("Смотрю");
    let again = home.json(&boss(&["import", "clients", "many.csv"]));
    let totals = &again["totals"];
    let sum = totals["created"].as_u64().unwrap() + totals["skipped"].as_u64().unwrap();
    assert_eq!(sum, 6000, "{again}");
    assert!(totals["skipped"].as_u64().unwrap() > 0, "{again}");
    leave(&home, program);
}

#[test]
fn a_load_stops_between_two_rows_when_it_is_asked_to() {
    let home = small();
    let list = many(&home, 6000);
    let program = desk(&home);
    let mut import = Program::start(&home.path(""), &boss(&["import", "clients", &list]));
    import.see("загружено").press("\x03");
    let (code, terminal) = import.end();
    let screen = terminal.screen().contents();
    assert!(code == 1 && screen.contains("Остановлено"), "{code}: {screen}");
    leave(&home, program);
}

#[test]
fn an_import_whose_desk_is_killed_says_so_and_the_base_is_whole() {
    let home = small();
    let list = many(&home, 6000);
    let program = desk(&home);
    let mut import = Program::start(&home.path(""), &boss(&["import", "clients", &list]));
    import.see("загружено");
    program.kill();
    let (code, terminal) = import.end();
    let screen = terminal.screen().contents();
    assert!(code == 7 && screen.contains("неизвестно"), "{code}: {screen}");
    whole(&home);
    let again = home.json(&boss(&["import", "clients", "many.csv"]));
    assert_eq!(again["totals"]["rows"], 6000, "{again}");
}

#[test]
fn a_socket_that_is_left_behind_is_in_nobodys_way() {
    let home = small();
    drop(UnixListener::bind(home.data().join(SOCKET)).unwrap());
    home.ok(&["queue"]);
    let program = desk(&home);
    home.ok(&["queue"]);
    leave(&home, program);
    // A file of that name is left alone, and the desk works without.
    std::fs::write(home.data().join(SOCKET), "mine").unwrap();
    let mut program = Program::start(&home.path(""), &["--as", OPERATOR]);
    program.see("Очередь 9").see("окон");
    let said = home.run(&["queue"]);
    assert_eq!((said.code, said.err.contains("База занята")), (5, true), "{said:?}");
    program.press("\x11");
    assert_eq!(program.end().0, 0);
    assert_eq!(std::fs::read_to_string(home.data().join(SOCKET)).unwrap(), "mine");
}
