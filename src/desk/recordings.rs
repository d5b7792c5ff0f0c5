//! The recordings of calls: where they lie, and marks that are put into them afterwards.

use std::ops::ControlFlow;

use super::{DeskError, Plan, Query, Result, UseCase, View, What, allow};
use crate::domain::client::Client;
use crate::domain::ids::{ClientId, InteractionId};
use crate::domain::interaction::{Interaction, InteractionKind, InteractionStatus};
use crate::domain::recording::{Link, MARKS_MAX, Mark, ordered};
use crate::domain::user::Right;
use crate::store::tables::interactions_of;
use crate::store::{Kept, Walk};

/// Which call of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichCall {
    /// The one with this id.
    Id(InteractionId),
    /// The last one that took place.
    Last,
}

/// Says where the recording of a call lies, or that there is none. Everybody may say it of his own calls; for those of others
/// [`Right::Load`] is wanted.
#[derive(Clone, Debug)]
pub struct SetRecording {
    /// The client.
    pub client: ClientId,
    /// The call.
    pub call: WhichCall,
    /// Where it lies; `None` takes the link away.
    pub link: Option<Link>,
}

impl UseCase for SetRecording {
    type Done = Interaction;

    const NAME: &'static str = "recording.set";

    /// # Errors
    /// [`DeskError::NotFound`] when the client has no such call, [`DeskError::Forbidden`] for a call of somebody else.
    fn plan(&self, plan: &mut Plan<'_>) -> Result<Interaction> {
        let mut call = own(plan, self.client, self.call)?;
        if call.recording != self.link {
            call.record.recording.clone_from(&self.link);
            plan.change(&call)?;
        }
        Ok(call.record)
    }
}

/// Puts a mark into a call that is over. The right is that of [`SetRecording`].
#[derive(Clone, Debug)]
pub struct AddMark {
    /// The client.
    pub client: ClientId,
    /// The call.
    pub call: WhichCall,
    /// The mark.
    pub mark: Mark,
}

impl UseCase for AddMark {
    type Done = Interaction;

    const NAME: &'static str = "recording.mark";

    /// # Errors
    /// [`DeskError::NotFound`] when the client has no such call, [`DeskError::Forbidden`] for a call of somebody else,
    /// [`DeskError::MarkBehindEnd`] behind the end of the call, [`DeskError::TooManyMarks`] when it has all it may have.
    fn plan(&self, plan: &mut Plan<'_>) -> Result<Interaction> {
        let mut call = own(plan, self.client, self.call)?;
        let mark = Mark::new(self.mark.second, &self.mark.text);
        if let Some(length) = call.duration_s.filter(|length| mark.second > *length) {
            return Err(DeskError::MarkBehindEnd { length });
        }
        if call.marks.contains(&mark) {
            return Ok(call.record);
        }
        if call.marks.len() >= MARKS_MAX {
            return Err(DeskError::TooManyMarks);
        }
        let marks = std::mem::take(&mut call.record.marks);
        call.record.marks = ordered(marks.into_iter().chain([mark]).collect());
        plan.change(&call)?;
        Ok(call.record)
    }
}

/// Asks for the calls of a client that took place, newest first.
#[derive(Clone, Copy, Debug)]
pub struct CallsWith {
    /// The client.
    pub client: ClientId,
    /// How many at most.
    pub limit: usize,
}

impl Query for CallsWith {
    type Answer = Vec<Interaction>;

    fn answer(&self, view: &View<'_>) -> Result<Vec<Interaction>> {
        view.need::<Client>(What::Client, self.client)?;
        let mut calls = Vec::new();
        each_call(view, self.client, &mut |call| {
            if calls.len() >= self.limit {
                return ControlFlow::Break(());
            }
            calls.push(call.record);
            ControlFlow::Continue(())
        })?;
        Ok(calls)
    }
}

/// Asks for one call of a client.
#[derive(Clone, Copy, Debug)]
pub struct CallWith {
    /// The client.
    pub client: ClientId,
    /// The call.
    pub call: WhichCall,
}

impl Query for CallWith {
    type Answer = Interaction;

    fn answer(&self, view: &View<'_>) -> Result<Interaction> {
        Ok(one(view, self.client, self.call)?.record)
    }
}

/// The call, when this user may change what is kept of it.
fn own(plan: &Plan<'_>, client: ClientId, which: WhichCall) -> Result<Kept<Interaction>> {
    let call = one(plan, client, which)?;
    if call.owner != plan.who.user {
        allow(plan.who, Right::Load)?;
    }
    Ok(call)
}

fn one(view: &View<'_>, client: ClientId, which: WhichCall) -> Result<Kept<Interaction>> {
    view.need::<Client>(What::Client, client)?;
    let mut found = None;
    each_call(view, client, &mut |call| {
        let fits = match which {
            WhichCall::Id(id) => call.id == id,
            WhichCall::Last => true,
        };
        if fits {
            found = Some(call);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    })?;
    let name = match which {
        WhichCall::Id(id) => id.to_string(),
        WhichCall::Last => "last".to_owned(),
    };
    found.ok_or(DeskError::NotFound(What::Call, name))
}

/// Visits the calls of a client that took place, newest first: all of one client are one short range.
fn each_call(
    view: &View<'_>,
    client: ClientId,
    visit: &mut dyn FnMut(Kept<Interaction>) -> ControlFlow<()>,
) -> Result<()> {
    view.reads().each::<Interaction>(&interactions_of(client), Walk::Down, &mut |call| {
        let held = call.kind == InteractionKind::Call && call.status == InteractionStatus::Held;
        if held { visit(call) } else { ControlFlow::Continue(()) }
    })?;
    Ok(())
}
