//! The batches of an import on their way to the disk.

use super::batch::Batch;
use super::job::JobPart;
use super::{Importer, Totals};
use crate::desk::Result;
use crate::domain::ids::{LoadId, RecordId};
use crate::domain::job::load::LoadPart;
use crate::store::{StoreError, Ticket};

/// Batches on their way to the disk at once.
const IN_FLIGHT: usize = 8;

impl Importer<'_> {
    pub(super) fn flush(&mut self) -> Result<()> {
        let mut batch = std::mem::take(&mut self.batch);
        if self.options.dry_run || batch.rows == 0 {
            if let Some(job) = &mut self.job {
                job.forget();
            }
            return Ok(());
        }
        let ids = &mut self.ids;
        let part =
            |job: &mut JobPart| job.part(self.who, self.now, || LoadId::from_u64(ids.next::<LoadPart>()));
        batch.part = self.job.as_mut().and_then(part);
        batch.remark = self.marker.next();
        let totals = batch.totals;
        // A change is worked out on what is in the store: the clients it changes must be there.
        while !batch.changed.is_empty()
            && let Some(first) = self.in_flight.pop_front()
        {
            self.settle(first)?;
        }
        match self.desk.begin_bulk(self.who, self.now, &batch)? {
            ((), Some(ticket)) => self.in_flight.push_back((batch, ticket)),
            // Nothing to write: it is as durable as what went before.
            ((), None) if self.in_flight.is_empty() => self.account(&totals),
            ((), None) => {
                if let Some((last, _)) = self.in_flight.back_mut() {
                    last.totals = totals;
                }
            }
        }
        while self.in_flight.len() > IN_FLIGHT {
            if let Some(first) = self.in_flight.pop_front() {
                self.settle(first)?;
            }
        }
        Ok(())
    }

    pub(super) fn settle(&mut self, (batch, ticket): (Batch, Ticket)) -> Result<()> {
        let ended = match ticket.wait() {
            Ok(_) => Ok(()),
            // Somebody has changed one of the clients meanwhile: work the changes out anew.
            Err(StoreError::Conflict) => self.desk.execute(self.who, self.now, &batch),
            Err(error) => Err(error.into()),
        };
        match &ended {
            Ok(()) => self.account(&batch.totals),
            Err(_) => (self.settled, self.failed) = (batch.totals, true),
        }
        ended
    }

    /// The rows up to these sums are durable, but for those that were given up before.
    fn account(&mut self, totals: &Totals) {
        self.written.add(&self.settled, totals);
        self.settled = *totals;
    }
}
