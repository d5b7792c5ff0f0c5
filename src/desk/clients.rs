//! Clients as operators enter them, and what a client says of himself: when he wants to be called, and what time it is there.

pub mod create;

use chrono_tz::Tz;

use super::{Plan, Result, UseCase, What};
use crate::domain::client::Client;
use crate::domain::hours::Window;
use crate::domain::ids::ClientId;
use crate::domain::queue::QueueEntry;
use crate::domain::zone::{ClientZone, Confidence, ZoneSource};

/// Writes down when a client wants to be called, by his clock; `None` takes it away.
#[derive(Clone, Copy, Debug)]
pub struct SetHours {
    /// The client.
    pub client: ClientId,
    /// His hours.
    pub window: Option<Window>,
}

impl UseCase for SetHours {
    type Done = Client;

    const NAME: &'static str = "client.hours";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Client> {
        let mut client = plan.need::<Client>(What::Client, self.client)?;
        if client.calls != self.window {
            client.record.calls = self.window;
            plan.change(&client)?;
        }
        Ok(client.record)
    }
}

/// Writes down the zone a client named himself: nothing knows better.
#[derive(Clone, Copy, Debug)]
pub struct SetZone {
    /// The client.
    pub client: ClientId,
    /// The zone.
    pub zone: Tz,
}

impl UseCase for SetZone {
    type Done = Client;

    const NAME: &'static str = "client.zone";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Client> {
        let mut client = plan.need::<Client>(What::Client, self.client)?;
        let said = ClientZone { tz: self.zone, source: ZoneSource::Said, confidence: Confidence::High };
        if client.zone == Some(said) {
            return Ok(client.record);
        }
        client.record.zone = Some(said);
        plan.change(&client)?;
        // The queue is walked by the zones that stand in it.
        for mut entry in plan.reads().of_client::<QueueEntry>(self.client)? {
            if entry.zone != Some(self.zone) {
                entry.record.zone = Some(self.zone);
                plan.change(&entry)?;
            }
        }
        Ok(client.record)
    }
}
