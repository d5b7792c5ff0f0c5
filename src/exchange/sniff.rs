//! What a file is, by its bytes. Its name is not asked: exports called `.xls` are often web pages or CSV.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::biff;
use super::compound::{Compound, SIGNATURE, number};
use super::error::{FileError, FileKind};

/// What a file is, as far as its container tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// Biggest `.xls` that is read, in bytes: such a book stands in memory as a whole. 65,536 rows, all that one of its
/// sheets can hold, take a quarter of that.
const XLS_MAX: u64 = 128 << 20;
/// Biggest table of an `.ods` that is read, in bytes unpacked: it too stands in memory as a whole.
const ODS_MAX: u64 = 256 << 20;
/// Most that the texts, styles and other parts of an `.xlsx` beside its sheets may take, in bytes unpacked; the sheets
/// are read row by row.
const PARTS_MAX: u64 = 1 << 30;
/// Longest list of contents of an archive that is read, in bytes.
const CONTENTS_MAX: u64 = 16 << 20;
/// The end record of a ZIP archive stands in so many last bytes: 22 and a comment.
const TAIL: u64 = 22 + 0xffff;

/// Tells what a file is. `head` is its beginning.
pub(super) fn sniff(head: &[u8], file: &mut File, len: u64) -> Result<Kind, FileError> {
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return zip(head, &contents(file, len)?);
    }
    if head.starts_with(SIGNATURE) {
        return compound(file, len);
    }
    foreign(head).map_or(Ok(Kind::Text), |kind| Err(FileError::NotAList { kind }))
}

/// Formats that are no list, by their first bytes.
fn foreign(head: &[u8]) -> Option<FileKind> {
    let magic: [(&[u8], FileKind); 9] = [
        (b"%PDF", FileKind::Pdf),
        (b"\x89PNG", FileKind::Image),
        (b"\xff\xd8\xff", FileKind::Image),
        (b"GIF8", FileKind::Image),
        (b"Rar!\x1a", FileKind::Archive),
        (b"7z\xbc\xaf\x27\x1c", FileKind::Archive),
        (b"\x1f\x8b\x08", FileKind::Archive),
        (b"\x28\xb5\x2f\xfd", FileKind::Archive),
        (b"{\\rtf", FileKind::Document),
    ];
    if let Some((_, kind)) = magic.iter().find(|(start, _)| head.starts_with(start)) {
        return Some(*kind);
    }
    let text: String = String::from_utf8_lossy(head).chars().take(512).collect();
    let text = text.trim_start_matches('\u{feff}').trim_start().to_lowercase();
    let starts = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if starts(&["<!doctype html", "<html", "<head", "<meta", "<table", "<style"]) {
        Some(FileKind::WebPage)
    } else if starts(&["<?xml", "<workbook", "<!--"]) {
        Some(if text.contains("<html") { FileKind::WebPage } else { FileKind::Xml })
    } else if starts(&["begin:vcard"]) {
        Some(FileKind::VCard)
    } else if starts(&["{"])
        || starts(&["["]) && text.chars().filter(|c| !c.is_whitespace()).nth(1) == Some('{')
    {
        Some(FileKind::Json)
    } else {
        None
    }
}

/// One file in an archive.
#[derive(Debug)]
struct Entry {
    name: String,
    /// Bytes unpacked, as the archive says.
    size: u64,
}

fn zip(head: &[u8], entries: &[Entry]) -> Result<Kind, FileError> {
    let has = |end: &str| entries.iter().any(|entry| entry.name.ends_with(end));
    let starts = |start: &str| entries.iter().any(|entry| entry.name.starts_with(start));
    let sum = |part: fn(&str) -> bool| entries.iter().filter(|e| part(&e.name)).map(|e| e.size).sum::<u64>();
    let bounded = |bytes: u64, limit: u64| {
        if bytes > limit { Err(FileError::TooBig { bytes, limit }) } else { Ok(()) }
    };
    if has("[content_types].xml") && (has("workbook.xml") || has("workbook.bin")) {
        let beside_sheets = |name: &str| {
            let is_part = name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".bin");
            is_part && !name.contains("worksheets/sheet") && !name.contains("pivot")
        };
        bounded(sum(beside_sheets), PARTS_MAX)?;
        return Ok(if has("workbook.xml") { Kind::Xlsx } else { Kind::Xlsb });
    }
    let mime = |word: &[u8]| head.windows(word.len()).any(|bytes| bytes == word);
    if has("content.xml") && mime(b"opendocument.spreadsheet") {
        bounded(sum(|name| name == "content.xml"), ODS_MAX)?;
        return Ok(Kind::Ods);
    }
    let kind = if starts("word/") || has("content.xml") {
        FileKind::Document
    } else if starts("ppt/") {
        FileKind::Presentation
    } else {
        FileKind::Archive
    };
    Err(FileError::NotAList { kind })
}

/// What a ZIP archive contains, by the list at its end (APPNOTE.TXT, 4.3.12 and 4.3.16). An archive without that list
/// was cut off.
fn contents(file: &mut File, len: u64) -> Result<Vec<Entry>, FileError> {
    let tail = read_at(file, len.saturating_sub(TAIL), TAIL)?;
    let end = tail.windows(4).rposition(|bytes| bytes == b"PK\x05\x06").ok_or(FileError::Truncated)?;
    let record = tail.get(end..).unwrap_or_default();
    let (mut size, mut start) = match (number(record, 12, 4), number(record, 16, 4)) {
        (Some(size), Some(start)) => (size, start),
        _ => return Err(FileError::Truncated),
    };
    let locator = end.checked_sub(20).and_then(|at| tail.get(at..)).unwrap_or_default();
    if locator.starts_with(b"PK\x06\x07") {
        let record = read_at(file, number(locator, 8, 8).unwrap_or(len), 56)?;
        size = number(&record, 40, 8).unwrap_or(size);
        start = number(&record, 48, 8).unwrap_or(start);
    }
    let damaged = |detail: &str| FileError::Damaged { detail: detail.to_owned() };
    if size > CONTENTS_MAX || start.checked_add(size).is_none_or(|end| end > len) {
        return Err(damaged("the list of its parts is wrong"));
    }
    let list = read_at(file, start, size)?;
    let (mut entries, mut rest) = (Vec::new(), list.as_slice());
    while rest.starts_with(b"PK\x01\x02") {
        let Some((entry, next)) = entry(rest) else {
            return Err(damaged("the list of its parts is cut off"));
        };
        entries.push(entry);
        rest = rest.get(next..).unwrap_or_default();
    }
    Ok(entries)
}

/// One entry of the list, and how long it is.
fn entry(bytes: &[u8]) -> Option<(Entry, usize)> {
    let length = |at| number(bytes, at, 2).and_then(|n| usize::try_from(n).ok());
    let (name_len, extra_len, comment_len) = (length(28)?, length(30)?, length(32)?);
    let name = bytes.get(46..46 + name_len)?;
    let mut size = number(bytes, 24, 4)?;
    let mut extra = bytes.get(46 + name_len..46 + name_len + extra_len)?;
    while let (Some(id), Some(len)) = (number(extra, 0, 2), number(extra, 2, 2)) {
        if id == 1 && size == 0xffff_ffff {
            size = number(extra, 4, 8)?;
        }
        extra = extra.get(4 + usize::try_from(len).ok()?..).unwrap_or_default();
    }
    let name = String::from_utf8_lossy(name).to_lowercase().replace('\\', "/");
    Some((Entry { name, size }, 46 + name_len + extra_len + comment_len))
}

/// An OLE compound file: `.xls`, `.doc`, or an `.xlsx` in an envelope with a password.
fn compound(file: &mut File, len: u64) -> Result<Kind, FileError> {
    let mut compound = Compound::open(file, len)?;
    if compound.has("encryptedpackage") {
        return Err(FileError::PasswordProtected);
    }
    let documents = [("worddocument", FileKind::Document), ("powerpoint document", FileKind::Presentation)];
    if let Some((_, kind)) = documents.into_iter().find(|(name, _)| compound.has(name)) {
        return Err(FileError::NotAList { kind });
    }
    if len > XLS_MAX {
        return Err(FileError::TooBig { bytes: len, limit: XLS_MAX });
    }
    for name in ["workbook", "book"] {
        if let Some(stream) = compound.stream(name)? {
            return biff::check(&stream).map(|()| Kind::Xls);
        }
    }
    Err(FileError::NotAList { kind: FileKind::Binary })
}

fn read_at(file: &mut File, at: u64, len: u64) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(at))?;
    file.take(len).read_to_end(&mut bytes)?;
    Ok(bytes)
}
