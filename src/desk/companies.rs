//! The companies of the state register: found by INN, loaded and dropped.
//!
//! They stand in a file of their own beside the base ([`store::companies`](crate::store::companies)). What the base keeps of them
//! is who has loaded or dropped which file and when: a small record, in the history like any other. So after a restore the base
//! knows which file is to be loaded again.

use serde::{Deserialize, Serialize};

use super::{Desk, Plan, Query, Result, UseCase, View, Who, allow};
use crate::domain::company::Company;
use crate::domain::ids::UserId;
use crate::domain::inn::{Inn, InnMark};
use crate::domain::setting::Setting;
use crate::domain::time::Moment;
use crate::domain::user::Right;
use crate::store::Kept;
use crate::store::companies::{About, Companies, CompaniesError, Loading};

/// The name of the record that says what was loaded.
const NAME: &str = "company-register";

/// Who has an INN in the state register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum InRegister {
    /// Nobody that is known of here.
    #[default]
    Nobody,
    /// This one.
    Found(Box<Company>),
    /// The file can't be read; everything else works without it.
    Unreadable,
}

/// The company with an INN as it was typed; one that is not whole yet, or has a wrong check digit, is nobody's.
pub(super) fn in_register(view: &View<'_>, inn: &str) -> InRegister {
    let Ok((inn, InnMark::Good | InnMark::ZeroRecovered)) = Inn::read(inn) else { return InRegister::Nobody };
    match view.desk.companies.find(inn) {
        Ok(Some(company)) => InRegister::Found(Box::new(company)),
        Ok(None) => InRegister::Nobody,
        Err(error) => {
            tracing::warn!(%error, "the companies of the register can't be read");
            InRegister::Unreadable
        }
    }
}

/// Asks who has an INN in the state register.
#[derive(Clone, Debug)]
pub struct CompanyOf(pub String);

impl Query for CompanyOf {
    type Answer = InRegister;

    fn answer(&self, view: &View<'_>) -> Result<InRegister> {
        Ok(in_register(view, &self.0))
    }
}

/// What the base knows of the register: the file that was loaded last, or that all was dropped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterWord {
    /// The name of the file; empty when all was dropped.
    pub file: String,
    /// As of which day it speaks: `2026-11-01`.
    pub dated: String,
    /// Rows that were taken from it.
    pub rows: u64,
    /// Companies that are known since.
    pub companies: u64,
}

/// What the base knows of the register, with who has said so and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterKnown {
    /// What.
    pub word: RegisterWord,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: UserId,
}

/// Asks what the base knows of the register; `None` when nothing was ever loaded.
#[derive(Clone, Copy, Debug)]
pub struct WhatRegister;

impl Query for WhatRegister {
    type Answer = Option<RegisterKnown>;

    fn answer(&self, view: &View<'_>) -> Result<Option<RegisterKnown>> {
        let Some(setting) = newest(view)? else { return Ok(None) };
        let word = toml::from_str(&setting.text).unwrap_or_default();
        Ok(Some(RegisterKnown { word, at: setting.saved, by: setting.by }))
    }
}

fn newest(view: &View<'_>) -> Result<Option<Kept<Setting>>> {
    let all = view.reads().all::<Setting>()?.into_iter();
    Ok(all.filter(|setting| setting.name == NAME).max_by_key(|setting| setting.version))
}

fn write(plan: &mut Plan<'_>, word: &RegisterWord) -> Result<()> {
    let version = newest(plan)?.map_or(0, |known| known.version).saturating_add(1);
    let text = toml::to_string(word).unwrap_or_default();
    let (saved, by) = (plan.now, plan.who.user);
    plan.add(&Setting { id: plan.new_id::<Setting>(), name: NAME.to_owned(), version, text, saved, by })
}

/// Writes down that a file was loaded.
#[derive(Clone, Debug)]
pub struct NoteLoaded(pub RegisterWord);

impl UseCase for NoteLoaded {
    type Done = ();

    const NAME: &'static str = "register.load";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        write(plan, &self.0)
    }
}

/// Writes down that all companies are to go.
#[derive(Clone, Copy, Debug)]
pub struct NoteDropped;

impl UseCase for NoteDropped {
    type Done = ();

    const NAME: &'static str = "register.drop";

    fn right(&self) -> Right {
        Right::Configure
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<()> {
        write(plan, &RegisterWord::default())
    }
}

impl Desk {
    /// What the file of companies says of itself; `None` when there is none.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn register(&self) -> std::result::Result<Option<About>, CompaniesError> {
        self.companies.about()
    }

    /// Begins to load companies; see [`Companies::load`].
    ///
    /// # Errors
    /// [`DeskError::Forbidden`](super::DeskError::Forbidden) without the right; what [`Companies::load`] says is inside.
    pub fn load_register(
        &self,
        who: &Who,
        reserve: u64,
    ) -> Result<std::result::Result<Loading, CompaniesError>> {
        allow(who, Right::Configure)?;
        Ok(self.companies.load(reserve))
    }

    /// The file of companies itself, to be put in place or removed by whoever has written that down ([`NoteLoaded`],
    /// [`NoteDropped`]).
    pub fn companies(&self) -> &Companies {
        &self.companies
    }
}
