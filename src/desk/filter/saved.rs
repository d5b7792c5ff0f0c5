//! Filters saved by name: one's own, and those everybody has.

use super::Ready;
use crate::desk::catalog::Catalog;
use crate::desk::{DeskError, Plan, Result, UseCase, What, Who, allow};
use crate::domain::filter::saved::{SavedFilter, same_name, slip};
use crate::domain::filter::{Fault, FaultKind, Filter, NAME_MAX, is_like_line};
use crate::domain::ids::{FilterId, UserId};
use crate::domain::text::{Lang, clean_line};
use crate::domain::user::Right;
use crate::store::Kept;

/// What a text means where a filter is wanted: the line itself, else that of the filter that was saved under this name.
///
/// # Errors
/// [`DeskError::Filter`] for a line that is not understood, [`DeskError::NotFound`] for words that are neither a line nor a name.
pub fn meant(catalog: &Catalog, who: &Who, text: &str) -> Result<Filter> {
    let text = clean_line(text);
    // A line is what it says, whatever was saved under it as a name.
    let read = Filter::parse(&text);
    if read.is_err()
        && let Some(saved) = catalog.filter_named(&text, who.user)
    {
        return Ok(Filter::parse(&saved.line)?);
    }
    read.map_err(|fault| match fault.kind {
        // Words without any sign are a name.
        FaultKind::LooseWord { nearest: None, .. } if fault.at == 0 => {
            let nearest = slip(catalog.filters(who.user), &text, who.user);
            DeskError::Filter(Fault { at: 0, kind: FaultKind::LooseWord { word: text.clone(), nearest } })
        }
        _ => fault.into(),
    })
}

/// A name as it is kept. One that could be taken for a line is none: it would stand in the way of the line, or never be found.
fn name_of(text: &str) -> Result<String> {
    let name = clean_line(text);
    let count = name.chars().count();
    match count {
        0 => Err(DeskError::Empty),
        _ if count > NAME_MAX => Err(DeskError::TooLong { count, most: NAME_MAX }),
        _ if is_like_line(&name) => Err(DeskError::LikeLine(name)),
        _ => Ok(name),
    }
}

/// Whether somebody may change the filters of an owner: everybody his own; those everybody has are for whoever may load jobs.
fn may(who: &Who, owner: Option<UserId>) -> Result<()> {
    match owner {
        Some(owner) if owner == who.user => Ok(()),
        Some(_) => Err(DeskError::Forbidden(Right::Configure)),
        None => allow(who, Right::Load),
    }
}

/// The filter of a name among those of an owner.
fn named(plan: &Plan<'_>, name: &str, owner: Option<UserId>) -> Result<Option<Kept<SavedFilter>>> {
    let mut all = plan.reads().all::<SavedFilter>()?.into_iter();
    Ok(all.find(|saved| saved.owner == owner && same_name(&saved.name, name)))
}

/// Saves a filter under a name, in place of the one that had it.
#[derive(Clone, Debug)]
pub struct SaveFilter {
    /// The name.
    pub name: String,
    /// The filter.
    pub filter: Filter,
    /// Whether everybody has it.
    pub shared: bool,
}

impl UseCase for SaveFilter {
    type Done = SavedFilter;

    const NAME: &'static str = "filter.save";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<SavedFilter> {
        let owner = (!self.shared).then_some(plan.who.user);
        may(plan.who, owner)?;
        let name = name_of(&self.name)?;
        Ready::of(plan, &self.filter)?;
        let (line, saved, by) = (self.filter.line(Lang::Ru), plan.now, plan.who.user);
        match named(plan, &name, owner)? {
            Some(mut old) => {
                if (&old.name, &old.line) != (&name, &line) {
                    (old.record.name, old.record.line, old.record.saved, old.record.by) =
                        (name, line, saved, by);
                    plan.change(&old)?;
                }
                Ok(old.record)
            }
            None => {
                let fresh = SavedFilter { id: plan.new_id::<SavedFilter>(), name, owner, line, saved, by };
                plan.add(&fresh)?;
                Ok(fresh)
            }
        }
    }
}

/// Gives a filter another name.
#[derive(Clone, Debug)]
pub struct RenameFilter {
    /// Which.
    pub filter: FilterId,
    /// The new name.
    pub name: String,
}

impl UseCase for RenameFilter {
    type Done = SavedFilter;

    const NAME: &'static str = "filter.rename";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<SavedFilter> {
        let mut saved = plan.need::<SavedFilter>(What::Filter, self.filter)?;
        may(plan.who, saved.owner)?;
        let name = name_of(&self.name)?;
        if let Some(other) = named(plan, &name, saved.owner)?.filter(|other| other.id != saved.id) {
            return Err(DeskError::Taken(other.record.name));
        }
        if saved.name != name {
            saved.record.name = name;
            plan.change(&saved)?;
        }
        Ok(saved.record)
    }
}

/// Takes a filter away.
#[derive(Clone, Copy, Debug)]
pub struct DropFilter(pub FilterId);

impl UseCase for DropFilter {
    type Done = SavedFilter;

    const NAME: &'static str = "filter.drop";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<SavedFilter> {
        let saved = plan.need::<SavedFilter>(What::Filter, self.0)?;
        may(plan.who, saved.owner)?;
        plan.commit().delete(&saved.record, saved.revision);
        Ok(saved.record)
    }
}
