//! One box for everything: what was typed decides how clients are looked for.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use super::names::{Exactness, NameMatch, NameOwner};
use crate::desk::{Query, Result, View};
use crate::domain::client::Client;
use crate::domain::deal::Deal;
use crate::domain::email::Email;
use crate::domain::ids::{ClientId, PersonId, RecordId, parse_code};
use crate::domain::inn::Inn;
use crate::domain::interaction::Interaction;
use crate::domain::legal::LegalEntity;
use crate::domain::person::{Person, Role};
use crate::domain::phone::{self, Phone};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::store::tables::interactions_of;
use crate::store::{Index, Kept, Key, Owner, Walk};

/// Most keys looked at for one ending of a number, or one address.
const ENDING_MAX: usize = 256;

/// Looks clients up.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// What was typed.
    pub query: String,
    /// How many matches at most.
    pub limit: usize,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// How the query was read.
    pub kind: Kind,
    /// Matches, best first.
    pub matches: Vec<Match>,
    /// Whether everything was searched: `false` while names are still being loaded.
    pub complete: bool,
}

/// How a query was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A whole telephone number.
    Phone,
    /// The last digits of one.
    Suffix,
    /// An INN.
    Inn,
    /// A whole e-mail address.
    Email,
    /// The code of a client: `00-00000036`, «№36».
    Code,
    /// A part of a name.
    Name,
}

/// One client, with the reason why he was found.
#[derive(Clone, Debug)]
pub struct Match {
    /// The client.
    pub client: Kept<Client>,
    /// INN of his first legal entity that has one.
    pub inn: Option<Inn>,
    /// The person the match belongs to.
    pub person: Option<FoundPerson>,
    /// What matched.
    pub by: FoundBy,
    /// How well.
    pub strength: Strength,
    /// When somebody last spoke with him.
    pub last_contact: Option<Moment>,
    /// Whether a deal is open.
    pub open_deal: bool,
}

/// The person a match belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPerson {
    /// The person.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// What he is to the client.
    pub role: Role,
    /// Whether he still speaks for the client.
    pub present: bool,
}

/// What matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FoundBy {
    /// A number.
    Phone(Phone),
    /// An INN.
    Inn(Inn),
    /// An e-mail address.
    Email(Email),
    /// His code.
    Code,
    /// A name: of the client, of the person, or of a legal entity.
    Name {
        /// The name.
        name: String,
        /// Places of the letters that matched, in characters.
        marks: Vec<u32>,
    },
}

/// How well something matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The whole of it.
    Exact,
    /// Its end.
    Suffix,
    /// More or less.
    Fuzzy,
}

impl Query for Lookup {
    type Answer = Found;

    fn answer(&self, view: &View<'_>) -> Result<Found> {
        let text = clean_line(&self.query);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if let Some(id) = code_of(&text) {
            let matches = self.by_code(view, id)?;
            if !matches.is_empty() {
                return Ok(Found { kind: Kind::Code, matches, complete: true });
            }
        }
        if let Some(email) = text.contains('@').then(|| Email::parse(&text).ok()).flatten() {
            return Ok(Found { kind: Kind::Email, matches: self.by_email(view, &email)?, complete: true });
        }
        if let Ok((inn, _)) = Inn::read(&text) {
            let matches = self.by_inn(view, inn)?;
            // A number of ten digits may be an INN as well as a phone: what is in the base decides.
            if !matches.is_empty() || digits == 12 {
                return Ok(Found { kind: Kind::Inn, matches, complete: true });
            }
        }
        let whole = Phone::parse(&text).ok();
        if let Some(phone) = whole {
            let matches = self.by_phone(view, phone)?;
            if !matches.is_empty() {
                return Ok(Found { kind: Kind::Phone, matches, complete: true });
            }
        }
        if let Some(ending) = phone::suffix_query(&text) {
            let matches = self.by_ending(view, &ending)?;
            if !matches.is_empty() || whole.is_none() {
                return Ok(Found { kind: Kind::Suffix, matches, complete: true });
            }
        }
        if whole.is_some() {
            return Ok(Found { kind: Kind::Phone, matches: Vec::new(), complete: true });
        }
        Ok(Found {
            kind: Kind::Name,
            matches: self.by_name(view, &text)?,
            complete: view.desk.names_loaded(),
        })
    }
}

/// The client whose code was typed in full; bare digits are a number or an INN.
fn code_of(text: &str) -> Option<ClientId> {
    let is_code = text.starts_with("00-") || text.starts_with('№');
    parse_code(text).filter(|_| is_code).map(ClientId::from_u64)
}

impl Lookup {
    fn by_code(&self, view: &View<'_>, id: ClientId) -> Result<Vec<Match>> {
        let mut found = Candidates::new(view);
        found.add(id, None, FoundBy::Code, Strength::Exact)?;
        found.best(self.limit)
    }

    fn by_email(&self, view: &View<'_>, email: &Email) -> Result<Vec<Match>> {
        let mut found = Candidates::new(view);
        for owner in view.reads().owners(&Index::Email.key().text(&email.key()), ENDING_MAX)? {
            match owner {
                Owner::Client(id) => found.add(id, None, FoundBy::Email(email.clone()), Strength::Exact)?,
                Owner::Person(id) => {
                    let Some(person) = view.reads().find::<Person>(id)? else { continue };
                    found.add_person(&person, &FoundBy::Email(email.clone()), Strength::Exact)?;
                }
            }
        }
        found.best(self.limit)
    }

    fn by_inn(&self, view: &View<'_>, inn: Inn) -> Result<Vec<Match>> {
        let mut found = Candidates::new(view);
        for legal in view.reads().legal_by_inn(&inn.digits())? {
            let Some(legal) = view.reads().find::<LegalEntity>(legal)? else { continue };
            for client in &legal.clients {
                found.add(*client, None, FoundBy::Inn(inn), Strength::Exact)?;
            }
        }
        found.best(self.limit)
    }

    fn by_phone(&self, view: &View<'_>, phone: Phone) -> Result<Vec<Match>> {
        let key = Index::Phone.key().text(&phone.reversed_digits());
        let mut matches = self.by_number(view, &key, Strength::Exact, &|found| found.same_line(&phone))?;
        // Whoever has the very extension comes before the others on the line.
        if phone.ext().is_some() {
            matches.sort_by_key(|found| found.by != FoundBy::Phone(phone));
        }
        matches.truncate(self.limit);
        Ok(matches)
    }

    fn by_ending(&self, view: &View<'_>, ending: &str) -> Result<Vec<Match>> {
        let reversed: String = ending.chars().rev().collect();
        let key = Index::Phone.key().open_text(&reversed);
        let mut matches =
            self.by_number(view, &key, Strength::Suffix, &|found| found.digits().ends_with(ending))?;
        matches.truncate(self.limit);
        Ok(matches)
    }

    fn by_number(
        &self,
        view: &View<'_>,
        key: &Key,
        strength: Strength,
        fits: &dyn Fn(&Phone) -> bool,
    ) -> Result<Vec<Match>> {
        let mut found = Candidates::new(view);
        for owner in view.reads().owners(key, ENDING_MAX)? {
            match owner {
                Owner::Client(id) => {
                    let Some(client) = view.reads().client(id)? else { continue };
                    if let Some(phone) = client.phones().find(|phone| fits(phone)).copied() {
                        found.add(id, None, FoundBy::Phone(phone), strength)?;
                    }
                }
                Owner::Person(id) => {
                    let Some(person) = view.reads().find::<Person>(id)? else { continue };
                    if let Some(phone) = person.phones().find(|phone| fits(phone)).copied() {
                        found.add_person(&person, &FoundBy::Phone(phone), strength)?;
                    }
                }
            }
        }
        found.best(usize::MAX)
    }

    /// Names in the order of their likeness: what is alike is ordered as numbers are.
    fn by_name(&self, view: &View<'_>, text: &str) -> Result<Vec<Match>> {
        let hits: Vec<NameMatch> = {
            let names = view.desk.names.read().unwrap_or_else(PoisonError::into_inner);
            names.index.search(text, self.limit)
        };
        let mut out: Vec<Match> = Vec::new();
        for hit in hits {
            let mut found = Candidates::new(view);
            let by = FoundBy::Name { name: hit.name, marks: hit.positions };
            let strength = if hit.exactness == Exactness::Exact { Strength::Exact } else { Strength::Fuzzy };
            match hit.owner {
                NameOwner::Client(id) => {
                    let known = out.iter_mut().find(|known| known.client.id == id && known.person.is_none());
                    if let Some(known) = known {
                        // His legal entity matched a little better, but his own name is what stands in the list.
                        known.by = by;
                        continue;
                    }
                    found.add(id, None, by, strength)?;
                }
                NameOwner::Person(id) => {
                    let Some(person) = view.reads().find::<Person>(id)? else { continue };
                    found.add_person(&person, &by, strength)?;
                }
                NameOwner::LegalEntity(id) => {
                    let Some(legal) = view.reads().find::<LegalEntity>(id)? else { continue };
                    for client in &legal.clients {
                        found.add(*client, None, by.clone(), strength)?;
                    }
                }
            }
            let fresh = found.best(usize::MAX)?.into_iter();
            let new = |found: &Match| out.iter().all(|known| known.client.id != found.client.id);
            let fresh: Vec<Match> = fresh.filter(new).collect();
            out.extend(fresh);
            if out.len() >= self.limit {
                break;
            }
        }
        out.truncate(self.limit);
        Ok(out)
    }
}

/// Clients that match, one entry for each.
struct Candidates<'v> {
    view: &'v View<'v>,
    found: BTreeMap<ClientId, (Option<FoundPerson>, FoundBy, Strength)>,
}

impl<'v> Candidates<'v> {
    fn new(view: &'v View<'v>) -> Self {
        Self { view, found: BTreeMap::new() }
    }

    fn add(
        &mut self,
        client: ClientId,
        person: Option<FoundPerson>,
        by: FoundBy,
        strength: Strength,
    ) -> Result<()> {
        // A person says more than the company; of two people the present and weightier one says more.
        let weight = |person: &Option<FoundPerson>| person.as_ref().map(|p| (!p.present, p.role));
        let better = match self.found.get(&client) {
            None => true,
            Some((known, ..)) => match (weight(known), weight(&person)) {
                (None, Some((absent, _))) => !absent,
                (Some(known), Some(new)) => new < known,
                (_, None) => false,
            },
        };
        if better {
            self.found.insert(client, (person, by, strength));
        }
        Ok(())
    }

    fn add_person(&mut self, person: &Person, by: &FoundBy, strength: Strength) -> Result<()> {
        let today = self.view.now.utc().date_naive();
        for link in &person.links {
            let found = FoundPerson {
                id: person.id,
                name: person.name.clone(),
                role: link.role,
                present: link.active_on(today),
            };
            self.add(link.client, Some(found), by.clone(), strength)?;
        }
        Ok(())
    }

    /// Best first: people who left last, then who spoke with us last, then open deals, then weight of the person.
    fn best(self, limit: usize) -> Result<Vec<Match>> {
        let reads = self.view.reads();
        let mut out = Vec::with_capacity(self.found.len());
        for (id, (person, by, strength)) in self.found {
            let Some(client) = reads.client(id)? else { continue };
            let last_contact =
                reads.some::<Interaction>(&interactions_of(id), Walk::Down, 1)?.first().map(|talk| talk.at);
            let owned = reads.belongings(id)?;
            let deals = reads.owned::<Deal>(&owned)?;
            let inn = reads.owned::<LegalEntity>(&owned)?.iter().find_map(|legal| legal.inn);
            let open_deal = deals.iter().any(|deal| deal.is_open());
            out.push(Match { client, inn, person, by, strength, last_contact, open_deal });
        }
        out.sort_by_key(|found| {
            let person = found.person.as_ref();
            (
                person.is_some_and(|person| !person.present),
                std::cmp::Reverse(found.last_contact),
                !found.open_deal,
                person.map_or(Role::Other, |person| person.role),
                found.client.id,
            )
        });
        out.truncate(limit);
        Ok(out)
    }
}
