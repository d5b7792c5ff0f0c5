//! Bounds of the system: on the size of files, on memory, on threads.

use std::process::Command;

use super::*;

/// Runs the program under a bound of the shell: `-f 100`.
fn bounded(home: &Home, bound: &str, arguments: &[&str]) -> Said {
    let program = home.command(arguments);
    let mut shell = Command::new("bash");
    shell.args(["-c", &format!("ulimit {bound}; exec \"$@\""), "bounded"]);
    shell.arg(program.get_program()).args(program.get_args());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.current_dir(home.path("")).stdin(std::process::Stdio::null());
    Said::of(shell.output().unwrap())
}

/// What nobody should read: words of the system and of the libraries.
#[track_caller]
fn speaks_plainly(said: &Said) {
    for word in
        ["os error", "store-keeper", "store-writer", "panicked", "temporarily", "kind:", "LMDB", "sled"]
    {
        assert!(!said.err.contains(word) && !said.out.contains(word), "{word}: {said:#?}");
    }
}

fn notes(home: &Home) -> String {
    home.ok(&["--format", "json", "history", "client", "1"]).out
}

#[test]
fn a_file_that_may_not_grow_is_an_error_and_no_end() {
    for engine in ["sled", "lmdb"] {
        let home = small();
        home.ok(&["rebuild", "--engine", engine]);
        let journal = segments(&home.data())[0].metadata().unwrap().len() / 1024;
        let (mut refused, mut saved) = (0, Vec::new());
        for bound in [0, 4, journal, journal + 1, journal + 4, 300, 700, 2000] {
            let text = format!("Под границей {bound}");
            let said = bounded(&home, &format!("-f {bound}"), &["note", "add", "1", &text]);
            speaks_plainly(&said);
            match said.code {
                0 => saved.push(text),
                1 => {
                    refused += 1;
                    says(&said, 1, &["ulimit -f", "цело"]);
                    assert_eq!(said.err.lines().count(), 2, "{bound}: {said:#?}");
                }
                _ => panic!("{engine} {bound}: {said:#?}"),
            }
        }
        assert!(refused > 0, "{engine}");
        let there = notes(&home);
        assert!(saved.iter().all(|text| there.contains(text.as_str())), "{engine}: {saved:?}");
        home.ok(&["note", "add", "1", "Граница снята"]);
        home.ok(&["verify", "--deep"]);
    }
}

#[test]
fn a_check_under_a_bound_says_what_it_has_not_checked() {
    for engine in ["sled", "lmdb"] {
        let home = small();
        home.ok(&["rebuild", "--engine", engine]);
        for bound in [0, 10, 100] {
            for arguments in [["verify"].as_slice(), &["verify", "--deep"]] {
                let said = bounded(&home, &format!("-f {bound}"), arguments);
                speaks_plainly(&said);
                assert_eq!(said.code, 1, "{engine} {bound}: {said:#?}");
                assert!(said.out.contains("ulimit -f") && said.out.contains("не проверена"), "{said:#?}");
                assert!(!said.out.contains("не годится"), "{engine} {bound}: {said:#?}");
            }
        }
        let said = home.ok(&["verify", "--deep"]);
        assert!(!said.out.contains("не годится"), "{said:#?}");
    }
}

#[test]
fn a_load_that_meets_the_bound_of_a_file_keeps_what_it_has_written() {
    let home = small();
    let rows: String =
        (0..3000).map(|n| format!("Клиент {n} {};8 (495) {:07}\n", n * 7919, n + 1_000_000)).collect();
    home.write("list.csv", format!("Наименование;Телефон\n{rows}"));
    let journal = segments(&home.data())[0].metadata().unwrap().len() / 1024;
    let said = bounded(&home, &format!("-f {}", journal + 40), &["import", "clients", "list.csv"]);
    speaks_plainly(&said);
    says(&said, 1, &["ulimit -f"]);
    home.ok(&["verify", "--deep"]);
    home.ok(&["import", "clients", "list.csv"]);
    home.ok(&["verify", "--deep"]);
}

#[test]
#[cfg(target_os = "linux")]
fn want_of_memory_or_threads_is_said_in_a_sentence() {
    for engine in ["sled", "lmdb"] {
        let home = small();
        home.ok(&["rebuild", "--engine", engine]);
        let mut refused = 0;
        for kilobytes in (60_000..400_000).step_by(20_000) {
            let said = bounded(&home, &format!("-v {kilobytes}"), &["note", "add", "1", "Память"]);
            match said.code {
                0 => {}
                1 => {
                    refused += 1;
                    speaks_plainly(&said);
                    says(&said, 1, &["ulimit -", "записанное цело"]);
                }
                // Where not even the words for it can be had the process is ended, as by any kill.
                code => assert_eq!(code, -1, "{kilobytes}: {said:#?}"),
            }
        }
        // The address space LMDB wants is more than any of these bounds; sled fits or does not.
        assert!(refused > 0 || engine == "sled", "{engine}");
        home.ok(&["verify", "--deep"]);
        home.ok(&["note", "add", "1", "Хватает"]);
    }
}
