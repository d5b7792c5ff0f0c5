//! A new client in one pass, and who he may be already.

use crate::desk::companies::{InRegister, in_register};
use crate::desk::memos::write_memo;
use crate::desk::search::{Found, Kind, Lookup};
use crate::desk::{DeskError, Plan, Query, Result, UseCase, View, What};
use crate::domain::client::{Client, ClientKind};
use crate::domain::company::Company;
use crate::domain::contact::ContactMethod;
use crate::domain::deal::{Deal, DealStatus};
use crate::domain::duplicate::Mark;
use crate::domain::email::Email;
use crate::domain::geo;
use crate::domain::ids::{ClientId, NoteId, PersonId};
use crate::domain::inn::{Inn, InnKind, InnMark};
use crate::domain::interaction::Note;
use crate::domain::legal::LegalEntity;
use crate::domain::memo::{MemoKind, MemoTo};
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::phone::Phone;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Moment;
use crate::store::{Index, Kept};

/// Candidates that are shown.
const CANDIDATES: usize = 8;
/// What stands in the history before the day of the register that was used.
pub(in crate::desk) const FROM_REGISTER: &str = "register ";
/// Letters of a name from which on it is looked for.
const NAME_MIN: usize = 3;

/// What is known of somebody who may be a new client.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    /// The name; empty when unknown.
    pub name: String,
    /// His number.
    pub phone: Option<Phone>,
    /// His e-mail address.
    pub email: Option<Email>,
    /// INN as it was typed; one that is not whole yet is passed over.
    pub inn: String,
    /// The city.
    pub city: String,
}

/// A client who may be the one that is being entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The client.
    pub client: ClientId,
    /// His name.
    pub name: String,
    /// His city.
    pub city: String,
    /// Why.
    pub mark: Mark,
    /// His latest deal that is open, else the one that was closed last.
    pub deal: Option<CandidateDeal>,
}

/// A deal of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateDeal {
    /// What it is about.
    pub name: String,
    /// Open, won or lost.
    pub status: DealStatus,
    /// When it was closed.
    pub closed: Option<Moment>,
}

/// Asks who somebody may be already, the likeliest first.
#[derive(Clone, Debug)]
pub struct Candidates(pub Sketch);

impl Query for Candidates {
    type Answer = Suggestions;

    fn answer(&self, view: &View<'_>) -> Result<Suggestions> {
        let candidates = candidates(view, &self.0)?;
        let is_known = candidates.first().is_some_and(|first| first.mark.is_strong());
        let company = if is_known { InRegister::Nobody } else { in_register(view, &self.0.inn) };
        Ok(Suggestions { candidates, company })
    }
}

/// What is known of somebody who is being entered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// Who he may be already, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// Who has his INN in the state register; nobody is looked for while a client matches strongly.
    pub company: InRegister,
}

fn look(view: &View<'_>, query: String) -> Result<Found> {
    Lookup { query, limit: CANDIDATES }.answer(view)
}

fn candidates(view: &View<'_>, sketch: &Sketch) -> Result<Vec<Candidate>> {
    let mut found = strong(view, sketch)?;
    let name = clean_line(&sketch.name);
    if name.chars().filter(|c| c.is_alphabetic()).count() >= NAME_MIN {
        let alike = look(view, name)?;
        if alike.kind == Kind::Name {
            let clients = alike.matches.into_iter().map(|one| one.client);
            found.extend(clients.map(|client| (Mark::of_names(&sketch.city, &client.city), client)));
        }
    }
    // A stable sort: names stay in the order of their likeness.
    found.sort_by_key(|(mark, _)| *mark);
    let mut out: Vec<Candidate> = Vec::new();
    for (mark, client) in found {
        if out.len() < CANDIDATES && out.iter().all(|known| known.client != client.id) {
            out.push(candidate(view, mark, &client)?);
        }
    }
    Ok(out)
}

/// Those with the very INN, the very number or the very address.
fn strong(view: &View<'_>, sketch: &Sketch) -> Result<Vec<(Mark, Kept<Client>)>> {
    let mut found = Vec::new();
    let all = |mark, same: Found| same.matches.into_iter().map(move |one| (mark, one.client));
    // One with a wrong check digit is nobody's, so it is nobody's twin.
    if let Ok((inn, InnMark::Good | InnMark::ZeroRecovered)) = Inn::read(&sketch.inn) {
        let same = look(view, inn.digits())?;
        if same.kind == Kind::Inn {
            found.extend(all(Mark::Inn, same));
        }
    }
    if let Some(phone) = sketch.phone {
        let same = look(view, phone.to_string())?;
        if same.kind == Kind::Phone {
            found.extend(all(Mark::Phone, same));
        }
    }
    if let Some(email) = &sketch.email {
        found.extend(all(Mark::Email, look(view, email.as_str().to_owned())?));
    }
    Ok(found)
}

fn candidate(view: &View<'_>, mark: Mark, client: &Client) -> Result<Candidate> {
    let deals = view.reads().of_client::<Deal>(client.id)?;
    let latest = deals.into_iter().max_by_key(|deal| (deal.is_open(), deal.closed, deal.opened));
    let deal = latest.map(|kept| CandidateDeal {
        name: kept.record.name,
        status: kept.record.status,
        closed: kept.record.closed,
    });
    Ok(Candidate { client: client.id, name: client.name.clone(), city: client.city.clone(), mark, deal })
}

/// Makes a client of what was learned in one call. A number, an address or a name is enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewClient {
    /// Name, number, address, INN, city.
    pub sketch: Sketch,
    /// Who spoke; empty when unknown.
    pub person: String,
    /// What was said.
    pub note: String,
    /// Why he is a new client although another one matches strongly; goes to the data steward with both.
    pub because: String,
    /// Who he is by the state register, when that was taken over: what nobody has typed comes from it. One with another INN is
    /// passed over.
    pub company: Option<Box<Company>>,
    /// What was taken over and from where, in words: a note of the client's history.
    pub source: String,
}

/// A client who was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Created {
    /// The client.
    pub client: ClientId,
    /// Who spoke.
    pub person: Option<PersonId>,
}

impl UseCase for NewClient {
    type Done = Created;

    const NAME: &'static str = "client.new";

    fn remark(&self) -> String {
        self.taken_over().map(|company| format!("{FROM_REGISTER}{}", company.dated)).unwrap_or_default()
    }

    fn plan(&self, plan: &mut Plan<'_>) -> Result<Created> {
        let sketch = &self.sketch;
        let (name, person) = (clean_line(&sketch.name), clean_line(&self.person));
        let reached = sketch.phone.is_some() || sketch.email.is_some();
        if name.is_empty() && person.is_empty() && !reached {
            return Err(DeskError::Empty);
        }
        sketch.phone.map(Phone::of_client).transpose()?;
        let twins = strong(plan, sketch)?;
        let because = clean_line(&self.because);
        if let Some((_, twin)) = twins.first().filter(|_| because.is_empty()) {
            return Err(DeskError::Twin(twin.name.clone()));
        }
        self.expect_nobody(plan, &twins);
        let called = if !name.is_empty() {
            name
        } else if !person.is_empty() {
            person.clone()
        } else {
            let email = sketch.email.as_ref().map(|email| email.as_str().to_owned());
            sketch.phone.map(|phone| phone.to_string()).or(email).unwrap_or_default()
        };
        let mut client = Client::new(plan.new_id::<Client>(), called, plan.now);
        self.place(&mut client);
        let phone = sketch.phone.map(|phone| ContactMethod::phone(phone, ""));
        let email = sketch.email.clone().map(|email| ContactMethod::email(email, ""));
        let methods: Vec<ContactMethod> = phone.into_iter().chain(email).collect();
        let id = client.id;
        let person = (!person.is_empty()).then(|| Person {
            id: plan.new_id::<Person>(),
            name: person,
            links: vec![PersonLink {
                from: Some(plan.now.date_in(plan.who.zone)),
                ..PersonLink::new(id, Role::Other, "")
            }],
            methods: methods.clone(),
        });
        if person.is_none() {
            client.methods.extend(methods);
        }
        plan.add(&client)?;
        if let Some(person) = &person {
            plan.add(person)?;
        }
        self.legal(plan, &client)?;
        let source = if self.taken_over().is_some() { self.source.as_str() } else { "" };
        for text in [source, &self.note].map(clean_text).into_iter().filter(|text| !text.is_empty()) {
            let note_id: NoteId = plan.new_id::<Note>();
            let author = plan.who.user;
            plan.add(&Note { id: note_id, client: id, subject: None, at: plan.now, author, text })?;
        }
        for (by, twin) in twins {
            let kind = MemoKind::Duplicate { of: twin.id, by, reason: because.clone() };
            write_memo(plan, MemoTo::Steward, id, kind)?;
        }
        Ok(Created { client: id, person: person.map(|person| person.id) })
    }
}

impl NewClient {
    /// The company that was taken over.
    fn taken_over(&self) -> Option<&Company> {
        let same = |company: &&Company| Inn::read(&self.sketch.inn).is_ok_and(|(inn, _)| inn == company.inn);
        self.company.as_deref().filter(same)
    }

    /// Two who enter one caller at the same moment must not make two clients of him.
    fn expect_nobody(&self, plan: &mut Plan<'_>, twins: &[(Mark, Kept<Client>)]) {
        let has = |mark| twins.iter().any(|(known, _)| *known == mark);
        if let Some(phone) = self.sketch.phone.filter(|_| !has(Mark::Phone)) {
            plan.commit().expect_nothing(Index::Phone.key().text(&phone.reversed_digits()));
        }
        if let Some(email) = self.sketch.email.as_ref().filter(|_| !has(Mark::Email)) {
            plan.commit().expect_nothing(Index::Email.key().text(&email.key()));
        }
        if let Ok((inn, InnMark::Good | InnMark::ZeroRecovered)) = Inn::read(&self.sketch.inn)
            && !has(Mark::Inn)
        {
            plan.commit().expect_nothing(Index::Inn.key().text(&inn.digits()));
        }
    }

    /// City, region and zone: by the address, else by the number.
    fn place(&self, client: &mut Client) {
        let city = clean_line(&self.sketch.city);
        // Whoever has typed another city knows better where the client is than the register, which knows where he is registered.
        let at_home =
            |company: &&Company| city.is_empty() || city.to_lowercase() == company.city.to_lowercase();
        let (region, address) = match self.taken_over().filter(at_home) {
            Some(company) => {
                client.address = company.street();
                (company.region.as_str(), company.address.as_str())
            }
            None => ("", ""),
        };
        if let Some(full) =
            self.taken_over().map(|company| &company.full).filter(|full| **full != client.name)
        {
            client.public_name.clone_from(full);
        }
        if let Some((zone, region)) = geo::zone_of_address(&city, region, address) {
            (client.zone, client.region) = (Some(zone), region);
        } else if let Some(phone) = &self.sketch.phone {
            place_by_number(client, phone);
        }
        client.city = city;
        if let Ok((inn, _)) = Inn::read(&self.sketch.inn)
            && inn.kind() == InnKind::Person
        {
            client.kind = ClientKind::Person;
        }
    }

    fn legal(&self, plan: &mut Plan<'_>, client: &Client) -> Result<()> {
        let Ok((inn, inn_mark)) = Inn::read(&self.sketch.inn) else { return Ok(()) };
        let company = self.taken_over();
        let legal = LegalEntity {
            id: plan.new_id::<LegalEntity>(),
            name: company.map_or_else(|| client.name.clone(), |company| company.name.clone()),
            inn: Some(inn),
            inn_mark,
            kpp: company.and_then(|company| company.kpp),
            ogrn: company.and_then(|company| company.ogrn),
            clients: vec![client.id],
        };
        plan.add(&legal)
    }
}

/// Region and zone as the number hints at them; a number that says nothing changes nothing.
pub(in crate::desk) fn place_by_number(client: &mut Client, phone: &Phone) {
    if let Some(place) = geo::zone_of_number(phone.without_ext().number()) {
        (client.zone, client.region) = (Some(place.zone), place.region);
    }
}

/// Adds a number to a client: that of a person of his, or his own where nobody is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddNumber {
    /// The client.
    pub client: ClientId,
    /// The number.
    pub phone: Phone,
    /// Whose it is; empty for the client's own.
    pub person: String,
    /// What he is to the client.
    pub role: Role,
}

/// Whose number was added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddedNumber {
    /// The person, when one was named.
    pub person: Option<PersonId>,
    /// Whether nobody had entered him before.
    pub is_new: bool,
}

impl UseCase for AddNumber {
    type Done = AddedNumber;

    const NAME: &'static str = "client.number";

    fn plan(&self, plan: &mut Plan<'_>) -> Result<AddedNumber> {
        self.phone.of_client()?;
        let mut client = plan.need::<Client>(What::Client, self.client)?;
        let name = clean_line(&self.person);
        let method = ContactMethod::phone(self.phone, "");
        if name.is_empty() {
            if client.phones().all(|known| *known != self.phone) {
                client.record.methods.push(method);
                plan.change(&client)?;
            }
            return Ok(AddedNumber::default());
        }
        let today = plan.now.date_in(plan.who.zone);
        let folded = |name: &str| name.to_lowercase().replace('ё', "е");
        // One of his people may have the number already, or get a second one.
        for mut person in plan.reads().people_of(self.client)? {
            if folded(&person.name) == folded(&name) && person.link_on(self.client, today).is_some() {
                if person.phones().all(|known| *known != self.phone) {
                    person.record.methods.push(method);
                    plan.change(&person)?;
                }
                return Ok(AddedNumber { person: Some(person.id), is_new: false });
            }
        }
        let person = Person {
            id: plan.new_id::<Person>(),
            name,
            links: vec![PersonLink { from: Some(today), ..PersonLink::new(self.client, self.role, "") }],
            methods: vec![method],
        };
        plan.add(&person)?;
        Ok(AddedNumber { person: Some(person.id), is_new: true })
    }
}
