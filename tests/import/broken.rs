//! Files that can't be loaded: one sentence what is wrong, one what to do, and nothing is changed.

use std::io::Write;

use crate::common::cli::{Home, files};

/// Refused with this exit code and these words, in two lines, before anything is made.
#[track_caller]
fn refused(home: &Home, arguments: &[&str], code: i32, words: &[&str]) {
    let before = files(&home.path(""));
    let said = home.run(&[&["import", "clients"], arguments].concat());
    assert_eq!(said.code, code, "{arguments:?}: {said:?}");
    assert_eq!(said.out, "", "{arguments:?}");
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines.len(), 2, "{arguments:?}: {}", said.err);
    for word in words {
        assert!(said.err.contains(word), "{arguments:?}: {word}: {}", said.err);
    }
    assert!(!said.err.contains(['‹', '›', '\u{1b}']), "{}", said.err);
    assert!(said.err.lines().all(|line| line.trim_end().ends_with(['.', '»', '?', '\''])), "{}", said.err);
    assert_eq!(files(&home.path("")), before, "{arguments:?} has left something behind");
}

fn book() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..500 {
        sheet.write_string(row, 0, if row == 0 { "Название" } else { "Вега" }).unwrap();
        sheet.write_string(row, 1, if row == 0 { "Телефон" } else { "84950123456" }).unwrap();
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn files_that_are_no_lists_are_refused() {
    let home = Home::new();
    let binary: Vec<u8> = (0..=255).cycle().take(50_000).collect();
    let whole = book();
    home.write("binary.csv", binary);
    home.write("cut.xlsx", &whole[..whole.len() / 2]);
    home.write("empty.csv", "");
    home.write("no-phone.csv", "Название;Город\nВега;Уфа\n");
    home.write("phones.csv", "Вега;84950123456\nЛуч;84950123457\n");
    home.write("list.csv", "Название;Телефон\nООО Вега;84950123456\nЛуч;84950123457\n");
    home.write("page.xls", "<html><table><tr><td>Телефон</td></tr></table></html>");
    for (arguments, code, words) in [
        (&["missing.csv"][..], 3, &["missing.csv: такого файла нет"][..]),
        (&["."], 1, &["это папка"]),
        (&["binary.csv"], 1, &["двоичный файл", "CSV"]),
        (&["cut.xlsx"], 1, &["обрезана", "заново"]),
        (&["empty.csv"], 1, &["файл пуст"]),
        (&["page.xls"], 1, &["веб-страница", "Excel"]),
        (&["no-phone.csv"], 1, &["не видно колонки с телефонами", "«Название», «Город»", "--map"]),
        (&["phones.csv"], 1, &["не видно строки с заголовками", "--map '2=phone"]),
        (&["list.csv", "--encoding", "utf-16le"], 1, &["--encoding"]),
        (&["list.csv", "--encoding", "windows-1251"], 1, &["windows-1251", "Уберите --encoding"]),
        (&["list.csv", "--encoding", "cp866"], 1, &["IBM866", "Уберите --encoding"]),
        (&["list.csv", "--encoding", "klingon"], 2, &["кодировки «klingon» нет", "windows-1251"]),
        (&["list.csv", "--delimiter", "|"], 1, &["не видно"]),
        (&["list.csv", "--timezone", "где-то"], 2, &["Часового пояса «где-то» нет", "Asia/Omsk"]),
        (&["list.csv", "--on-duplicate", "ask"], 2, &["только в терминале", "skip или update"]),
        (&["list.csv", "--rejected", "list.csv"], 2, &["это сам список"]),
        (&["list.csv", "--report", "report.doc"], 2, &["report.doc", ".ndjson"]),
    ] {
        refused(&home, arguments, code, words);
        refused(&home, &[arguments, &["--dry-run"]].concat(), code, words);
    }
    let english = Home::new().lang("en");
    english.write("no-phone.csv", "Name;City\nVega;Ufa\n");
    let said = english.run(&["import", "clients", "no-phone.csv"]);
    assert!(said.err.contains("no column with phones was found"), "{said:?}");
    let json = english.run(&["--format", "json", "import", "clients", "no-phone.csv"]);
    let error: serde_json::Value = serde_json::from_str(&json.err).unwrap();
    assert_eq!((error["code"].as_str(), json.code, json.out.as_str()), (Some("failed"), 1, ""));
    assert!(error["hint"].as_str().unwrap().contains("--map"));
}

/// A file of two hundred megabytes that takes no room: what is not written is zeros nobody reads.
fn huge(home: &Home, name: &str, head: &str) {
    let path = home.write(name, head);
    let mut file = std::fs::File::options().append(true).open(path).unwrap();
    file.write_all("Вега без конца и края ".repeat(60_000).as_bytes()).unwrap();
    file.set_len(200 << 20).unwrap();
}

#[test]
fn a_line_without_end_is_refused() {
    let home = Home::new();
    huge(&home, "line.csv", "");
    huge(&home, "headed.csv", "Название;Телефон\r\nООО Вега;84950123456\r\n");
    refused(&home, &["line.csv"], 1, &["строка 1 длиннее 1024 КБ", ".xlsx"]);
    refused(&home, &["headed.csv"], 1, &["строка 3 длиннее 1024 КБ", ".xlsx"]);
}

/// What is wrong far down in the file is found before anything is written, too.
#[test]
fn a_file_that_breaks_further_down_changes_nothing() {
    let home = Home::new();
    let mut text = "Название;Телефон\r\n".to_owned();
    for n in 0..2_000 {
        text.push_str(&format!("ООО Вега {n};8495012{:04}\r\n", n));
    }
    huge(&home, "list.csv", &text);
    refused(&home, &["list.csv"], 1, &["строка 2002 длиннее 1024 КБ"]);

    let mut broken = book();
    // The checksum of a part is wrong: the archive is whole and its content is not.
    let middle = broken.len() / 3;
    for byte in &mut broken[middle..middle + 40] {
        *byte ^= 0x5a;
    }
    home.write("broken.xlsx", broken);
    refused(&home, &["broken.xlsx"], 1, &["broken.xlsx: книга повреждена"]);
}
