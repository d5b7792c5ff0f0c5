//! The register of companies: extracts as people have them, from the file to the form of a new client and his history.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot make or read its files has failed"
)]

mod common;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::base::Base;
use common::cli::Home;
use common::stage::Stage;
use dozvon::desk::companies::CompanyOf;
use dozvon::domain::client::Client;
use dozvon::domain::company::Company;
use dozvon::domain::interaction::Note;
use dozvon::domain::legal::LegalEntity;
use dozvon::exchange::companies::CompanyColumns;
use dozvon::exchange::{Options, Source};
use dozvon::sample::companies::sample;
use dozvon::store::companies::{Companies, SourceFile};
use serde_json::json;

/// ООО «Ромашка», АО «Былое» and Петрова of the extracts in `tests/registry`.
const DAISY: &str = "9700000010";
const GONE: &str = "9700000027";
const PETROVA: &str = "970000000320";
/// Its zero is lost in one of the files.
const UFA: &str = "0274062111";

fn corpus(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registry").join(kind);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn home() -> Home {
    let home = Home::new();
    home.write("list.csv", "Название,Телефон\nПротон,+7 495 012-34-56\n");
    assert_eq!(home.run(&["import", "clients", "list.csv"]).code, 0);
    home
}

/// What the command says of each file of the corpus, both streams, with its end.
fn said(kind: &str) -> String {
    let mut out = String::new();
    for path in corpus(kind) {
        let home = home();
        let name = path.file_name().unwrap().to_str().unwrap();
        home.write(name, std::fs::read(&path).unwrap());
        let said = home.run(&["registry", "load", name, "--dated", "01.11.2026"]);
        let _ = writeln!(out, "=== {name}: {}\n{}{}", said.code, said.out, said.err);
        // A file that is of no use changes nothing.
        if said.code != 0 {
            assert_eq!(home.json(&["registry", "status"]), json!([]), "{name}");
        }
    }
    out
}

#[test]
fn extracts_as_people_have_them_are_read() {
    insta::assert_snapshot!("registry_valid", said("valid"));
}

#[test]
fn what_is_wrong_with_an_extract_is_said() {
    insta::assert_snapshot!("registry_invalid", said("invalid"));
}

fn load(home: &Home, name: &str, more: &[&str]) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/registry/valid").join(name);
    let arguments = [&["registry", "load", path.to_str().unwrap(), "--dated", "2026-11-01"], more].concat();
    home.json(&arguments)
}

#[test]
fn the_same_file_changes_nothing_and_a_trial_neither() {
    let home = home();
    let trial = load(&home, "egrul.csv", &["--dry-run"]);
    assert_eq!(home.run(&["registry", "show", DAISY]).code, 3);
    let run = load(&home, "egrul.csv", &[]);
    for field in ["rows", "taken", "added", "updated", "same", "older", "twice", "companies", "faults"] {
        assert_eq!(trial[field], run[field], "{field}");
    }
    assert_eq!((&run["added"], &run["changed"]), (&json!(2), &json!(true)));
    let before = std::fs::read(home.data().join("registry/companies")).unwrap();
    let commits = |home: &Home| home.json(&["verify"])["last"].clone();
    let last = commits(&home);
    let again = load(&home, "egrul.csv", &[]);
    assert_eq!((&again["same"], &again["added"], &again["changed"]), (&json!(2), &json!(0), &json!(false)));
    assert_eq!(std::fs::read(home.data().join("registry/companies")).unwrap(), before);
    assert_eq!(commits(&home), last);
    // Another extract adds and leaves the rest.
    let more = load(&home, "egrip-cp1251.csv", &[]);
    assert_eq!((&more["added"], &more["twice"], &more["companies"]), (&json!(1), &json!(1), &json!(3)));
    assert_eq!(home.json(&["registry", "show", DAISY])["status"], "active");
    assert_eq!(home.json(&["registry", "show", GONE])["closed"], "2020-02-01");
    assert_eq!(home.json(&["registry", "show", PETROVA])["status"], "active");
    let files = home.json(&["registry", "status"]);
    assert_eq!((files.as_array().unwrap().len(), &files[0]["file"]), (2, &json!("egrip-cp1251.csv")));
}

#[test]
fn lost_zeros_come_back() {
    let home = home();
    load(&home, "excel.csv", &[]);
    let found = home.json(&["registry", "show", UFA.strip_prefix('0').unwrap()]);
    assert_eq!((&found["inn"], &found["kpp"]), (&json!(UFA), &json!("027401001")));
}

#[test]
fn an_operator_loads_and_drops_nothing() {
    let home = home();
    assert_eq!(home.run(&["user", "add", "Лев", "--role", "operator"]).code, 0);
    home.write("one.csv", format!("ИНН;Наименование\n{DAISY};ООО «Ромашка»\n"));
    assert_eq!(home.run(&["registry", "load", "one.csv", "--as", "Лев"]).code, 4);
    assert_eq!(home.run(&["registry", "load", "one.csv"]).code, 0);
    assert_eq!(home.run(&["registry", "drop", "--as", "Лев"]).code, 4);
    assert_eq!(home.json(&["registry", "show", DAISY, "--as", "Лев"])["inn"], DAISY);
    // Who has done it stands in the history, and an undo does not pretend to bring files back.
    let lines = home.run(&["history", "user", "Лев"]);
    assert!(!lines.out.contains("реестр"), "{}", lines.out);
    assert_eq!(home.run(&["registry", "drop"]).code, 0);
    assert_eq!(home.run(&["registry", "drop"]).code, 3);
    let last = home.json(&["verify"])["last"].to_string();
    let undone = home.run(&["undo", &last]);
    assert!(undone.code == 4 && undone.err.contains("registry load"), "{undone:?}");
}

#[test]
fn a_damaged_register_hinders_nobody() {
    let home = home();
    load(&home, "egrul.csv", &[]);
    let path = home.data().join("registry/companies");
    let whole = std::fs::read(&path).unwrap();
    for (damage, name) in
        [(&whole[..whole.len() / 2], "half"), (&b"nonsense"[..], "nonsense"), (&b""[..], "nothing")]
    {
        std::fs::write(&path, damage).unwrap();
        assert_eq!(home.run(&["registry", "show", DAISY]).code, 6, "{name}");
        for arguments in
            [&["lookup", "Протон"][..], &["verify"], &["doctor"], &["client", "new", "Новый", "--inn", GONE]]
        {
            let said = home.run(arguments);
            assert!(said.code == 0 || arguments[0] == "client" && said.code == 4, "{name}: {said:?}");
        }
        let doctor = home.run(&["doctor"]);
        assert!(doctor.out.contains("повреждён") && doctor.out.contains("registry load"), "{}", doctor.out);
        assert!(home.run(&["verify"]).out.contains("повреждён"));
    }
    assert_eq!(load(&home, "egrul.csv", &[])["added"], 2);
    assert_eq!(home.json(&["registry", "show", DAISY])["inn"], DAISY);
}

#[test]
fn a_backup_says_what_is_to_be_loaded_again() {
    let home = home();
    load(&home, "egrul.csv", &[]);
    assert_eq!(home.run(&["backup", "copy"]).code, 0);
    let copy = home.path("copy");
    assert!(!copy.join("registry").exists());
    let other = Home::new();
    assert_eq!(other.run(&["restore", copy.to_str().unwrap()]).code, 0);
    let status = other.run(&["registry", "status"]);
    assert!(status.err.contains("egrul.csv") && status.err.contains("не входит"), "{status:?}");
}

#[test]
fn a_client_is_made_from_the_register_by_a_command() {
    let home = home();
    load(&home, "egrul.csv", &[]);
    let made = home.json(&["client", "new", "--inn", DAISY, "--from-registry", "--phone", "89431234567"]);
    let code = made["client"].as_str().unwrap();
    let card = home.run(&["show", code]).out;
    for wanted in
        ["ООО «Ромашка»", "970001001", "Общество с ограниченной", "Омск", "ул. Мира, д. 1", "от 01.11.2026"]
    {
        assert!(card.contains(wanted), "{wanted}:\n{card}");
    }
    assert!(home.run(&["history", "client", code]).out.contains("новый клиент по реестру от 01.11.2026"));
    // What was said stays.
    let made =
        home.json(&["client", "new", "Былое и думы", "--city", "Уфа", "--inn", GONE, "--from-registry"]);
    let card = home.run(&["show", made["client"].as_str().unwrap()]).out;
    assert!(
        card.contains("Былое и думы") && card.contains("Уфа") && !card.contains("ул. Ленина, 2\n"),
        "{card}"
    );
    assert_eq!(home.run(&["client", "new", "--inn", PETROVA, "--from-registry"]).code, 3);
}

/// A desk with the extracts of the corpus and a folder for their file.
fn desk() -> (Base, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut base = Base::small();
    let desk = Arc::try_unwrap(base.desk).unwrap().with_companies(Companies::of(Some(folder.path())));
    base.desk = Arc::new(desk);
    for path in corpus("valid") {
        put(&base, &read(&path));
    }
    (base, folder)
}

fn read(path: &Path) -> Vec<Company> {
    let mut source = Source::open(path, &Options::default()).unwrap();
    let columns = CompanyColumns::of(source.headings()).unwrap();
    let dated = "2026-11-01".parse().unwrap();
    source.rows().unwrap().map(|row| columns.read(&row.unwrap(), dated, dated).unwrap().0).collect()
}

fn put(base: &Base, companies: &[Company]) {
    let mut loading = base.desk.load_register(&base.admin, 0).unwrap().unwrap();
    companies.iter().for_each(|company| loading.push(company).unwrap());
    let source = SourceFile {
        name: "x.csv".into(),
        dated: "2026-11-01".parse().unwrap(),
        rows: companies.len() as u64,
        loaded: base.clock.now(),
        by: "Супервизор".into(),
    };
    loading.finish(source, &mut |_| true).unwrap().unwrap().put().unwrap();
    base.desk.companies().forget();
}

#[test]
fn the_form_shows_the_company_and_fills_what_is_empty() {
    for size in [(80, 24), (120, 36)] {
        let (base, _folder) = desk();
        let mut stage = Stage::new(&base, size);
        stage.keys(&format!("Ctrl+N '89431234567' Tab Tab '{DAISY}'"));
        stage.see("по реестру от 01.11.2026: ООО «Ромашка», Омск, действует").see("F9");
        if size.0 == 80 {
            insta::assert_snapshot!("newclient_register", stage.screen());
        }
        stage.keys("F9").see("Взято из реестра");
        stage.keys("Ctrl+S").see("Новый клиент записан");
        let client = base.all::<Client>().into_iter().max_by_key(|client| client.id).unwrap();
        assert_eq!((client.name.as_str(), client.city.as_str()), ("ООО «Ромашка»", "Омск"));
        assert_eq!(client.address, "ул. Мира, 1");
        assert!(client.public_name.starts_with("Общество"), "{client:?}");
        let legal = base.all::<LegalEntity>().into_iter().find(|legal| legal.clients == [client.id]).unwrap();
        assert_eq!(legal.kpp.map(|kpp| kpp.to_string()).as_deref(), Some("970001001"));
        let notes: Vec<Note> =
            base.all().into_iter().filter(|note: &Note| note.client == client.id).collect();
        assert!(notes.len() == 1 && notes[0].text.contains("По реестру от 01.11.2026"), "{notes:?}");
    }
}

#[test]
fn what_was_typed_is_not_overwritten_and_an_untaken_company_leaves_no_trace() {
    let (base, _folder) = desk();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys(&format!("Ctrl+N '89431234567' Tab 'Цветы' Tab '{GONE}'"));
    stage.see("АО «Былое», Самара, не действует с 01.02.2020").keys("F9").see("набранное осталось");
    stage.see("Цветы").see("Самара").keys("Ctrl+S").see("Новый клиент записан");
    let client = base.all::<Client>().into_iter().max_by_key(|client| client.id).unwrap();
    assert_eq!((client.name.as_str(), client.city.as_str()), ("Цветы", "Самара"));
    stage.keys(&format!("Ctrl+N '89431234568' Tab 'Мак' Tab '{DAISY}'")).see("ООО «Ромашка»");
    stage.keys("Ctrl+S").see("Новый клиент записан");
    let client = base.all::<Client>().into_iter().max_by_key(|client| client.id).unwrap();
    assert_eq!((client.name.as_str(), client.city.as_str(), client.public_name.as_str()), ("Мак", "", ""));
    assert!(base.all::<Note>().iter().all(|note| note.client != client.id));
}

#[test]
fn a_client_of_ours_comes_before_the_register_and_another_inn_forgets_what_was_taken() {
    let (base, _folder) = desk();
    let known = base.all::<LegalEntity>().into_iter().find_map(|legal| legal.inn).unwrap();
    let twin = Company {
        inn: known,
        name: "ООО «Двойник»".into(),
        ..sample(1, 1, "2026-11-01".parse().unwrap()).next().unwrap()
    };
    put(&base, &[twin]);
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys(&format!("Ctrl+N Tab Tab '{known}'")).see("ИНН совпал").see_no("Двойник");
    let found = base.desk.query(&base.operator, base.clock.now(), &CompanyOf(known.to_string())).unwrap();
    assert!(format!("{found:?}").contains("Двойник"), "{found:?}");
    stage.keys(&"Backspace ".repeat(10)).see_no("ИНН совпал").keys(&format!("'{DAISY}'"));
    stage.see("Ромашка").keys("F9").see("Взято из реестра").keys("Backspace").see_no("Взято из реестра");
    stage.keys("Ctrl+S").see("Новый клиент записан");
    let client = base.all::<Client>().into_iter().max_by_key(|client| client.id).unwrap();
    assert_eq!((client.name.as_str(), client.public_name.as_str()), ("ООО «Ромашка»", ""));
}

#[test]
fn a_draft_remembers_where_it_was_filled_from() {
    let (base, _folder) = desk();
    let mut stage = Stage::new(&base, (80, 24));
    stage
        .keys(&format!("Ctrl+N '89431234567' Tab Tab '{DAISY}'"))
        .see("F9")
        .keys("F9")
        .see("Взято из реестра");
    stage.keys("Esc").see("Черновик").keys("Ctrl+N").see("Взято из реестра").keys("Ctrl+S").see("записан");
    let client = base.all::<Client>().into_iter().max_by_key(|client| client.id).unwrap();
    assert!(client.public_name.starts_with("Общество"), "{client:?}");
}

#[test]
fn a_register_that_cannot_be_read_is_said_in_the_form_and_the_rest_works() {
    let (base, folder) = desk();
    std::fs::write(
        folder.path().join("registry/companies"),
        b"nonsense, longer than head and foot together: 40 bytes",
    )
    .unwrap();
    base.desk.companies().forget();
    let mut stage = Stage::new(&base, (80, 24));
    stage.keys(&format!("Ctrl+N '89431234567' Tab 'Мак' Tab '{DAISY}'")).see("Реестр компаний не читается");
    stage.keys("Ctrl+S").see("Новый клиент записан");
}

#[test]
fn an_extract_of_a_day_to_come_is_refused() {
    let home = home();
    let heading = "ИНН;Наименование;Дата выписки\n";
    home.write(
        "future.csv",
        format!("{heading}{DAISY};ООО «Завтра»;01.01.2099\n{GONE};АО «Былое»;01.11.2026\n"),
    );
    let loaded = home.json(&["registry", "load", "future.csv", "--dated", "01.11.2026"]);
    assert_eq!(
        (&loaded["taken"], &loaded["rejected"], &loaded["dated"]),
        (&json!(1), &json!(1), &json!("2026-11-01"))
    );
    let fault = &loaded["faults"][0];
    assert_eq!((&fault["line"], &fault["column"]), (&json!(2), &json!("Дата выписки")));
    assert!(fault["reason"].as_str().unwrap().contains("ещё не наступил"), "{loaded}");
    // Nothing stands in the way of an extract of today.
    home.write("now.csv", format!("{heading}{DAISY};ООО «Ромашка»;02.11.2026\n"));
    assert_eq!(home.json(&["registry", "load", "now.csv"])["added"], 1);
    home.write("plain.csv", format!("ИНН;Наименование\n{DAISY};ООО «Позже»\n"));
    let said = home.run(&["registry", "load", "plain.csv", "--dated", "01.01.2099"]);
    assert!(
        said.code == 2 && said.err.contains("01.01.2099") && said.err.contains("сегодня или раньше"),
        "{said:#?}"
    );
    assert_eq!(home.json(&["registry", "show", DAISY])["name"], "ООО «Ромашка»");
    // Of rows that are all known, none is counted as «all 0».
    let again = home.ok(&["registry", "load", "now.csv"]);
    assert!(again.out.contains("Ничего нового, без перемен 1."), "{again:#?}");
    home.write("old.csv", format!("{heading}{DAISY};ООО «Ромашка»;01.10.2026\n"));
    let older = home.ok(&["registry", "load", "old.csv"]);
    assert!(older.out.contains("Ничего нового. Реестр не менялся."), "{older:#?}");
}
