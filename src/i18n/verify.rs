//! What a check of the store has found, and what an administrator should do, in words.

use super::{Explain, Lang, Message, Texts, Word};
use crate::domain::ids;
use crate::say;
use crate::store::key::Key;
use crate::store::survey::Advice;
use crate::store::verify::{Cure, Damage, Fault, Finding, Remark, Stage};
use crate::store::{Index, Table, key::Parts};

/// A record as people may look for it: its table and its number.
fn record(texts: &Texts, table: Table, key: &Key) -> Message {
    let id = key.as_bytes().last_chunk::<8>().map_or(0, |id| u64::from_be_bytes(*id));
    named(texts, table, id)
}

/// A record by table and number. Digits that name something are not grouped.
fn named(texts: &Texts, table: Table, id: u64) -> Message {
    let id = if table == Table::Client { ids::code(id) } else { id.to_string() };
    say!("verify-record", table = texts.word(&table), id = id)
}

/// What stands under a key of the engine.
fn place(texts: &Texts, key: &Key) -> Message {
    match key.as_bytes().first().and_then(|tag| Table::from_tag(*tag)) {
        Some(table) => record(texts, table, key),
        None => say!("verify-index-entry", key = hex(key)),
    }
}

/// A key for eyes.
pub(crate) fn hex(key: &Key) -> String {
    key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Word for Index {
    fn key(&self) -> &'static str {
        match self {
            Self::Phone => "index-phone",
            Self::Email => "index-email",
            Self::Inn => "index-inn",
            Self::QueueByDue => "index-queue-by-due",
            Self::QueueTaken => "index-queue-taken",
            Self::QueueByTaker => "index-queue-by-taker",
            Self::QueueByList => "index-queue-by-list",
            Self::StopByPhone => "index-stop-by-phone",
            Self::UserByName => "index-user-by-name",
            Self::CallListByName => "index-call-list-by-name",
            Self::TalkByOwner => "index-talk-by-owner",
            Self::RunByScript => "index-run-by-script",
            Self::OfClient => "index-of-client",
            Self::HeardByScript => "index-heard-by-script",
            Self::JobRow => "index-job-row",
            Self::LoadByList => "index-load-by-list",
            Self::TalkByList => "index-talk-by-list",
            Self::MemoByReader => "index-memo-by-reader",
            Self::QueueByKeeper => "index-queue-by-keeper",
            Self::QueueSkipped => "index-queue-skipped",
            Self::DayByUser => "index-day-by-user",
            Self::DayOpen => "index-day-open",
            Self::SpanByDay => "index-span-by-day",
            Self::NoticeByUser => "index-notice-by-user",
        }
    }
}

impl Texts {
    /// All records of a table in one word.
    pub fn records(&self, table: Table) -> String {
        self.get(match table {
            Table::Client => "records-client",
            Table::Person => "records-person",
            Table::LegalEntity => "records-legal-entity",
            Table::Interaction => "records-interaction",
            Table::Note => "records-note",
            Table::Deal => "records-deal",
            Table::Process => "records-process",
            Table::Script => "records-script",
            Table::Outcome => "records-outcome",
            Table::CallList => "records-call-list",
            Table::QueueEntry => "records-queue-entry",
            Table::Stop => "records-stop",
            Table::User => "records-user",
            Table::Consent => "records-consent",
            Table::Calendar => "records-calendar",
            Table::Heard => "records-heard",
            Table::Load => "records-load",
            Table::Memo => "records-memo",
            Table::Setting => "records-setting",
            Table::WorkDay => "records-work-day",
            Table::StateSpan => "records-state-span",
            Table::Notice => "records-notice",
            Table::PauseCode => "records-pause-code",
            Table::Snippet => "records-snippet",
            Table::SavedFilter => "records-filter",
        })
    }

    fn fault(&self, fault: &Fault) -> Message {
        match fault {
            Fault::Unreadable(_) => say!("fault-unreadable"),
            Fault::UnknownTable => say!("fault-unknown-table"),
            Fault::WrongKey => say!("fault-wrong-key"),
            Fault::WrongId => say!("fault-wrong-id"),
            Fault::Revision { revision, last } => {
                say!("fault-revision", revision = revision.to_string(), last = last.to_string())
            }
        }
    }

    /// A record as people may look for it.
    pub fn record_at(&self, table: Table, key: &Key) -> Message {
        record(self, table, key)
    }

    /// What of a journal can't be read.
    pub fn damage(&self, damage: &Damage) -> Message {
        let (file, offset) = (&damage.segment, damage.offset.to_string());
        let from = (damage.after + 1).to_string();
        if damage.is_returned() {
            return say!("verify-journal-returned", file = file, from = from);
        }
        if damage.is_vanished() {
            return say!("verify-journal-vanished", file = file);
        }
        if damage.is_forgotten() {
            return say!("verify-journal-forgotten", file = file);
        }
        match damage.before.map(|before| before.saturating_sub(1)) {
            Some(to) if damage.is_stray() => say!(
                "verify-journal-stray",
                file = file,
                last = damage.after.to_string(),
                from = from,
                to = to.to_string()
            ),
            Some(to) if to == damage.after + 1 => {
                say!("verify-journal-one", file = file, offset = offset, seq = from)
            }
            Some(to) if to > damage.after => {
                say!("verify-journal", file = file, offset = offset, from = from, to = to.to_string())
            }
            Some(_) => say!("verify-journal-junk", file = file, offset = offset),
            None => say!("verify-journal-end", file = file, offset = offset, from = from),
        }
    }

    /// What helps against what was found.
    pub fn cure(&self, cure: Cure) -> Message {
        match cure {
            Cure::RepairAgain => say!("cure-repair-again"),
            Cure::RepairOrRestore => say!("cure-repair-or-restore"),
            Cure::Sort => say!("cure-sort"),
            Cure::Backup => say!("cure-backup"),
            Cure::BackupAgain => say!("cure-backup-again"),
            Cure::Rebuild => say!("cure-rebuild"),
            Cure::RebuildThenTell => say!("cure-rebuild-then-tell"),
            Cure::Tell => say!("cure-tell"),
        }
    }

    /// What a check is busy with.
    pub fn checking(&self, stage: Stage) -> String {
        self.get(match stage {
            Stage::Journal => "verify-stage-journal",
            Stage::Snapshots => "verify-stage-snapshots",
            Stage::Records => "verify-stage-records",
            Stage::Indexes => "verify-stage-indexes",
            Stage::Naming => "verify-stage-naming",
            Stage::Replay => "verify-stage-replay",
            Stage::Compare => "verify-stage-compare",
        })
    }

    /// What a check remarks.
    pub fn verify_remark(&self, remark: &Remark) -> Message {
        match remark {
            Remark::KnownDamage(damage) if damage.is_gap() => {
                let (from, to) =
                    (damage.after + 1, damage.before.map_or(0, |before| before.saturating_sub(1)));
                match from < to {
                    true => {
                        say!("verify-known-hole", list = format!("{from}–{to}"), file = &damage.segment)
                    }
                    false => {
                        say!("verify-known-hole-one", list = from.to_string(), file = &damage.segment)
                    }
                }
            }
            Remark::KnownDamage(damage) => {
                say!("verify-known-damage", file = &damage.segment, offset = damage.offset.to_string())
            }
            Remark::Torn(bytes) => say!("verify-torn", bytes = *bytes),
            Remark::Busy => say!("verify-busy"),
            Remark::Scratch => say!("verify-scratch"),
            Remark::NotCompared => say!("verify-not-compared"),
            Remark::NoRoomToCompare { free, wanted } => {
                say!("verify-no-room-to-compare", free = self.size(*free), wanted = self.size(*wanted))
            }
            Remark::NoRoomToLook { free, wanted } => {
                say!("verify-no-room-to-look", free = self.size(*free), wanted = self.size(*wanted))
            }
            Remark::NoFiles { free, wanted } => say!("verify-no-files", free = *free, wanted = *wanted),
            Remark::FileLimit => say!("verify-file-limit"),
            Remark::NotReplayed => say!("verify-not-replayed"),
            Remark::Dangling(count) => say!("verify-dangling-lost", count = *count),
            Remark::NoEngine => say!("verify-no-engine"),
        }
    }

    /// What an administrator should do.
    pub fn advice(&self, advice: &Advice) -> Message {
        match advice {
            Advice::Verify => say!("advice-verify"),
            Advice::NoRoom { free, reserve } => {
                say!("advice-no-room", free = self.size(*free), reserve = self.size(*reserve))
            }
            Advice::NoRoomToOpen { free, wanted } => {
                say!("advice-no-room-to-open", free = self.size(*free), wanted = self.size(*wanted))
            }
            Advice::NoFiles { free, wanted } => say!("advice-no-files", free = *free, wanted = *wanted),
            Advice::NotWritten(health) => self.health(health, None).unwrap_or_else(|| say!("doctor-fine")),
            Advice::LittleRoom { free, wanted } => {
                say!("advice-little-room", free = self.size(*free), wanted = self.size(*wanted))
            }
            Advice::Outgrown { clients, engine } => {
                say!("advice-outgrown", clients = *clients, engine = self.size(*engine))
            }
            Advice::Bloated { engine, records } => {
                say!("advice-bloated", engine = self.size(*engine), records = self.size(*records))
            }
            Advice::SnapshotDue { behind } => say!("advice-snapshot-due", behind = self.size(*behind)),
            Advice::WayBack { folder, bytes } => {
                say!("advice-way-back", folder = folder, bytes = self.size(*bytes))
            }
            Advice::Stranger { folder } => say!("advice-stranger", folder = folder),
            Advice::StrangeFile { file } => say!("advice-strange-file", file = file),
        }
    }

    /// A number given in tenths: «9,5».
    pub fn tenths(&self, tenths: u64) -> String {
        let point = if self.lang == Lang::Ru { ',' } else { '.' };
        format!("{}{point}{}", tenths / 10, tenths % 10)
    }

    /// A number of bytes in the unit that suits it.
    pub fn size(&self, bytes: u64) -> String {
        let (unit, key) = match bytes {
            0..0x400 => (1, "size-bytes"),
            0x400..0x10_0000 => (0x400, "size-kilobytes"),
            0x10_0000..0x4000_0000 => (0x10_0000, "size-megabytes"),
            _ => (0x4000_0000, "size-gigabytes"),
        };
        let tenths = bytes.saturating_mul(10) / unit;
        // Beside a hundred a tenth says nothing.
        let amount = if tenths.is_multiple_of(10) || tenths >= 1000 || unit == 1 {
            (bytes / unit).to_string()
        } else {
            self.tenths(tenths)
        };
        self.say(&Message { key, args: vec![("amount", amount.into())] })
    }
}

impl Explain for Finding {
    fn what(&self, texts: &Texts) -> Message {
        match self {
            Self::Journal(damage) => texts.damage(damage),
            Self::Unrepaired => say!("verify-unrepaired"),
            Self::JournalBehind { reached, journal } => {
                say!("verify-journal-behind", reached = reached.to_string(), journal = journal.to_string())
            }
            Self::JournalRecord { seq, table, key, fault } => say!(
                "verify-journal-record",
                seq = seq.to_string(),
                record = record(texts, *table, key),
                fault = texts.fault(fault)
            ),
            Self::Snapshot { file, offset, .. } => {
                say!("verify-snapshot", file = file, offset = offset.to_string())
            }
            Self::SnapshotRecord { file, table, key, fault } => say!(
                "verify-snapshot-record",
                file = file,
                record = record(texts, *table, key),
                fault = texts.fault(fault)
            ),
            Self::Apart { file } => say!("verify-apart", file = file),
            Self::Against { file } => say!("verify-against", file = file),
            Self::EngineApart => say!("verify-engine-apart"),
            Self::JournalApart { last } => say!("verify-journal-apart", last = last.to_string()),
            Self::NoPath { .. } => say!("verify-no-path"),
            Self::Engine(_) => say!("verify-engine"),
            Self::Bookkeeping => say!("verify-bookkeeping"),
            Self::EngineBehind { engine, journal } => {
                say!("verify-engine-behind", engine = engine.to_string(), journal = journal.to_string())
            }
            Self::Record { table, key, fault } => {
                say!("verify-bad-record", record = record(texts, *table, key), fault = texts.fault(fault))
            }
            Self::SameId { table, id, .. } => {
                say!("verify-same-id", table = texts.word(table), id = id.to_string())
            }
            Self::NoEntry { index, table, key, .. } => {
                say!("verify-no-entry", record = record(texts, *table, key), index = texts.word(index))
            }
            Self::StrayEntry { index, entry } => {
                say!("verify-stray-entry", index = texts.word(index), key = hex(entry))
            }
            Self::StrayKey { key } => say!("verify-stray-key", key = hex(key)),
            Self::Dangling { table, key, to, id } => {
                let client = matches!(table, Table::Interaction | Table::Note)
                    .then(|| Parts::of(key.as_bytes()).number())
                    .flatten();
                let (record, other) = (record(texts, *table, key), named(texts, *to, *id));
                match client.filter(|client| (*to, *id) != (Table::Client, *client)) {
                    Some(client) => {
                        let client = named(texts, Table::Client, client);
                        say!("verify-dangling-of", record = record, client = client, other = other)
                    }
                    None => say!("verify-dangling", record = record, other = other),
                }
            }
            Self::Counter { table, next, highest } => say!(
                "verify-counter",
                table = texts.word(table),
                next = next.to_string(),
                highest = highest.to_string()
            ),
            Self::Lacking { key } => say!("verify-lacking", place = place(texts, key)),
            Self::Surplus { key } => say!("verify-surplus", place = place(texts, key)),
            Self::Different { key } => say!("verify-different", place = place(texts, key)),
        }
    }

    fn hint(&self, texts: &Texts) -> Option<Message> {
        Some(texts.cure(self.cure()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn sizes_are_said_in_the_unit_that_suits_them() {
        let (ru, en) = (Texts::new(Lang::Ru), Texts::new(Lang::En));
        for (bytes, russian, english) in [
            (0, "0 байт", "0 bytes"),
            (1023, "1023 байт", "1023 bytes"),
            (1536, "1,5 КБ", "1.5 KB"),
            (3 << 20, "3 МБ", "3 MB"),
            (250 << 20, "250 МБ", "250 MB"),
            (6_227_702_579, "5,7 ГБ", "5.7 GB"),
        ] {
            assert_eq!((ru.size(bytes).as_str(), en.size(bytes).as_str()), (russian, english));
        }
    }
}
