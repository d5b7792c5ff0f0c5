//! The weights of the queue: loading a file of them, and setting anew what follows from it.

use crate::desk::content::Saved;
use crate::desk::queue::marks;
use crate::desk::{Desk, DeskError, Plan, Result, UseCase, View, Who};
use crate::domain::ids::{CallListId, QueueEntryId, RecordId, SettingId};
use crate::domain::queue::{Priority, QueueEntry, Weights, weights};
use crate::domain::setting::{Setting, TEXT_MAX};
use crate::domain::textfile::Parsed;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::{Index, Key, Record, StoreError, Ticket};

/// Contacts that are looked at together.
const BATCH: usize = 100;
/// How often a batch is planned anew when somebody else was faster.
const RETRIES: usize = 5;

/// Keeps a file of weights as the next version, unless the newest one says the same. They hold from the next look at the
/// queue on: nothing is sorted anew.
#[derive(Clone, Debug)]
pub struct SaveWeights {
    text: String,
    weights: Weights,
}

impl SaveWeights {
    /// Reads the file; with the warnings.
    ///
    /// # Errors
    /// All problems of the file, when one of them is an error: a broken file never takes the place of one that works.
    pub fn read(text: &str) -> Parsed<Self> {
        let (weights, warnings) = weights::parse(text)?;
        Ok((Self { text: text.to_owned(), weights }, warnings))
    }
}

impl UseCase for SaveWeights {
    type Done = Saved<SettingId>;

    const NAME: &'static str = "queue.weights";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Saved<SettingId>> {
        if self.text.len() > TEXT_MAX {
            return Err(DeskError::TooLong { count: self.text.len(), most: TEXT_MAX });
        }
        let mut files = plan.reads().all::<Setting>()?;
        files.retain(|setting| setting.name == weights::NAME);
        let newest = files.into_iter().max_by_key(|setting| setting.version);
        if let Some(newest) = newest.as_ref().filter(|newest| newest.text == self.text) {
            return Ok(Saved::Same(newest.id, newest.version));
        }
        let setting = Setting {
            id: plan.new_id::<Setting>(),
            name: weights::NAME.to_owned(),
            version: newest.map_or(0, |newest| newest.version).saturating_add(1),
            text: self.text.clone(),
            saved: plan.now,
            by: plan.who.user,
        };
        plan.add(&setting)?;
        Ok(Saved::Version(setting.id, setting.version))
    }
}

/// Sets the marks of contacts anew, where they are not what they should be.
struct Remark<'a>(&'a [QueueEntryId]);

impl UseCase for Remark<'_> {
    /// How many were changed.
    type Done = usize;

    const NAME: &'static str = "queue.remark";

    fn right(&self) -> Right {
        Right::Load
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<usize> {
        let mut count = 0;
        for id in self.0 {
            let Some(mut kept) = plan.reads().find::<QueueEntry>(*id)? else { continue };
            if !kept.is_open() {
                continue;
            }
            let fresh = marks::fresh(plan, &kept)?;
            if fresh != kept.record {
                kept.record = fresh;
                plan.change(&kept)?;
                count += 1;
            }
        }
        Ok(count)
    }
}

impl Desk {
    /// Loads weights and sets the priority of the contacts of every list that is, or was, named in them. With `whole` every
    /// contact is looked at, also for what a release did not know that wrote it. `progress` gets the contacts looked at so
    /// far.
    ///
    /// # Errors
    /// Without the right to configure and to load; when the store can't be written.
    pub fn load_weights(
        &self,
        who: &Who,
        now: Moment,
        save: &SaveWeights,
        whole: bool,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Saved<SettingId>> {
        let before = self.catalog()?.weights().clone();
        let saved = self.execute(who, now, save)?;
        let names = |name: &str| {
            [&before, &save.weights].iter().any(|weights| weights.priority_of(name) != Priority::Normal)
        };
        let mut seen = 0;
        if whole {
            let table = Key::new(QueueEntry::TABLE.tag());
            self.remark(who, now, table, &mut seen, progress)?;
        } else {
            let lists: Vec<CallListId> =
                self.catalog()?.lists().filter(|list| names(&list.name)).map(|list| list.id).collect();
            for list in lists {
                self.remark(who, now, Index::QueueByList.key().id(list), &mut seen, progress)?;
            }
        }
        Ok(saved)
    }

    /// Looks at the contacts whose ids end the keys that begin with `prefix`, a batch at a time.
    fn remark(
        &self,
        who: &Who,
        now: Moment,
        prefix: Key,
        seen: &mut u64,
        progress: &mut dyn FnMut(u64),
    ) -> Result<()> {
        let end = prefix.prefix_end();
        let mut from = prefix;
        loop {
            let keys = {
                let view = View { desk: self, who, now };
                view.reads().keys_between(&from, end.as_ref(), BATCH)?
            };
            let Some(last) = keys.last() else { return Ok(()) };
            from = last.clone().byte(0);
            let id = |key: &Key| {
                let bytes = key.as_bytes().last_chunk::<8>()?;
                Some(QueueEntryId::from_u64(u64::from_be_bytes(*bytes)))
            };
            let ids: Vec<QueueEntryId> = keys.iter().filter_map(id).collect();
            self.remark_batch(who, now, &ids)?;
            *seen += ids.len() as u64;
            progress(*seen);
        }
    }

    fn remark_batch(&self, who: &Who, now: Moment, ids: &[QueueEntryId]) -> Result<()> {
        for _ in 0..RETRIES {
            let (_, ticket) = self.begin_bulk(who, now, &Remark(ids))?;
            match ticket.map(Ticket::wait).transpose() {
                Ok(_) => return Ok(()),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(DeskError::Busy)
    }
}
