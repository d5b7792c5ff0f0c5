//! Clients as operators enter them, and what a client says of himself: when he wants to be called, and what time it is there.

pub mod create;

use chrono_tz::Tz;

use super::{Plan, Result, UseCase, What};
use crate::domain::client::Client;
use crate::domain::hours::Window;
use crate::domain::ids::ClientId;
use crate::domain::queue::QueueEntry;
use crate::domain::zone::{ClientZone, Confidence, ZoneSource};

/// Writes down at once what a client says of himself: his hours, his zone, or both.
#[derive(Clone, Copy, Debug)]
pub struct SetWishes {
    /// The client.
    pub client: ClientId,
    /// His hours, when they are to change; `None` in it takes them away.
    pub hours: Option<Option<Window>>,
    /// His zone, when it is to change.
    pub zone: Option<Tz>,
}

impl UseCase for SetWishes {
    type Done = Client;

    const NAME: &'static str = "client.wishes";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Client> {
        let mut client = plan.need::<Client>(What::Client, self.client)?;
        let before = client.record.clone();
        if let Some(hours) = self.hours {
            client.record.calls = hours;
        }
        if let Some(tz) = self.zone {
            client.record.zone =
                Some(ClientZone { tz, source: ZoneSource::Said, confidence: Confidence::High });
        }
        if client.record == before {
            return Ok(client.record);
        }
        plan.change(&client)?;
        if let Some(tz) = self.zone {
            // The queue is walked by the zones that stand in it.
            for mut entry in plan.reads().of_client::<QueueEntry>(self.client)? {
                if entry.zone != Some(tz) {
                    entry.record.zone = Some(tz);
                    plan.change(&entry)?;
                }
            }
        }
        Ok(client.record)
    }
}

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
        SetWishes { client: self.client, hours: Some(self.window), zone: None }.plan(plan)
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
        SetWishes { client: self.client, hours: None, zone: Some(self.zone) }.plan(plan)
    }
}
