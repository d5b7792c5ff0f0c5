//! Repairs that are cut short, and what they know afterwards.

use super::*;

fn known(home: &Home) -> Vec<String> {
    let text = std::fs::read_to_string(home.data().join("journal/known-damage")).unwrap_or_default();
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with("begun-anew"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_repair_that_was_refused_leaves_no_base_that_is_called_whole() {
    let home = small();
    home.ok(&["snapshot"]);
    home.ok(&["note", "add", "1", "После снимка"]);
    flip(&segment(&home.data()), 40);
    let config = home.path("config");
    std::fs::create_dir_all(&config).unwrap();
    home.write("config/config.toml", "[store]\nreserve-mb = 1048576\n");
    says(&home.run(&["repair", "--yes"]), 1, &["запись приостановлена"]);
    assert_eq!(known(&home), [""; 0]);
    std::fs::remove_dir_all(&config).unwrap();
    assert_eq!(home.run(&["verify"]).code, 6);
    // As a kill between the word of the damage and the snapshot has left it.
    let report = home.run(&["--format", "json", "verify"]).json();
    let at = &report["findings"][0]["at"];
    let line = format!("{} {}\n", at["file"].as_str().unwrap(), at["offset"]);
    std::fs::write(home.data().join("journal/known-damage"), line).unwrap();
    says(&home.run(&["note", "add", "1", "x"]), 6, &["только для чтения"]);
    let checked = home.run(&["verify"]);
    assert_eq!(checked.code, 6, "{checked:?}");
    assert!(checked.out.contains("не закончили") && checked.out.contains("dozvon repair"), "{checked:?}");
    home.ok(&["repair", "--yes"]);
    home.ok(&["verify", "--deep"]);
    home.ok(&["note", "add", "1", "Дальше"]);
}

#[test]
fn an_emptied_journal_is_repaired_at_once() {
    let home = small();
    std::fs::write(segment(&home.data()), "").unwrap();
    home.ok(&["repair", "--yes"]);
    let checked = home.ok(&["verify", "--deep"]);
    assert_eq!(known(&home), ["00000000000000000001.journal 0"]);
    // Each known place is told once.
    let lines: Vec<&str> = checked.out.lines().filter(|line| line.contains("известно")).collect();
    assert_eq!(lines.len(), 1, "{checked:?}");
    assert!(home.ok(&["repair"]).out.contains("Чинить нечего"));
    home.ok(&["show", "1"]);
    home.ok(&["note", "add", "1", "Дальше"]);
    // Rot of the file that was begun is found as any other.
    flip(&segments(&home.data())[1], 50);
    assert_eq!(home.run(&["verify"]).code, 6);
}

#[test]
fn numbers_of_what_can_not_be_read_agree() {
    let home = small();
    cut(&segment(&home.data()), 3);
    let checked = home.run(&["verify"]);
    let report = home.run(&["--format", "json", "verify"]).json();
    let behind = &report["findings"][0]["at"];
    let (reached, journal) = (behind["reached"].as_u64().unwrap(), behind["journal"].as_u64().unwrap());
    assert_eq!(report["last"].as_u64(), Some(journal));
    let hidden = &report["doubt"]["hidden"];
    assert_eq!(hidden.as_array().unwrap().len(), 1, "{hidden}");
    assert_eq!((hidden[0]["from"].as_u64(), hidden[0]["to"].as_u64()), (Some(journal + 1), Some(reached)));
    let lines: Vec<&str> = checked.out.lines().collect();
    let once: std::collections::BTreeSet<&&str> = lines.iter().collect();
    assert_eq!(lines.len(), once.len(), "{checked:?}");
}

#[test]
fn one_entry_is_one_and_no_range_runs_backwards() {
    let home = small();
    flip(&segment(&home.data()), 50);
    let report = home.run(&["--format", "json", "verify"]).json();
    let at = &report["findings"][0]["at"];
    assert_eq!(at["after"].as_u64().unwrap() + 2, at["before"].as_u64().unwrap(), "one commit a frame");
    let seq = at["after"].as_u64().unwrap() + 1;
    for said in [home.run(&["verify"]).out, home.run(&["repair"]).err] {
        assert!(said.contains(&format!("не читается его запись {seq}.")), "{said}");
        assert!(!said.contains(&format!("с {seq} по {seq}")), "{said}");
    }
    // A file whose entries stand in the one before it, too.
    let home = small();
    let file = segment(&home.data());
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(file.with_file_name("00000000000000000005.journal"), bytes).unwrap();
    for said in [home.run(&["verify"]).out, home.run(&["repair"]).err] {
        let numbers: Vec<(u64, u64)> = said
            .split(" с ")
            .skip(1)
            .filter_map(|rest| {
                let (from, rest) = rest.split_once(" по ")?;
                let to: String = rest.chars().take_while(char::is_ascii_digit).collect();
                Some((from.parse().ok()?, to.parse().ok()?))
            })
            .collect();
        assert!(numbers.iter().all(|(from, to)| from <= to), "{said}");
    }
}

#[test]
fn a_repair_is_told_in_every_format() {
    let home = small();
    flip(&segment(&home.data()), 50);
    let said = home.run(&["--format", "csv", "repair"]);
    assert_eq!(said.code, 4);
    let mut reader = csv::Reader::from_reader(said.out.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert!(names.contains(&"damages.file".to_owned()), "{said:?}");
    assert_eq!(reader.records().count(), 1);
    let doctor = home.ok(&["--format", "csv", "doctor"]).out;
    assert!(!doctor.contains('{') && doctor.contains("records.client.count"), "{doctor}");
    let said = home.run(&["--format", "json", "show", "1"]);
    for line in said.err.lines() {
        let remark: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(remark["remark"].is_string(), "{said:?}");
    }
    assert!(!said.err.is_empty());
}
