//! A new client in one pass: what was learned in the call, and beside it who he may be already.

use ratatui::Frame;

use super::newclient_view;
use super::picker::Picker;
use super::{Behave, Cx, Flow};
use crate::desk::clients::create::{AddNumber, Candidate, NewClient, Sketch, Suggestions};
use crate::desk::companies::InRegister;
use crate::domain::company::Company;
use crate::domain::email::Email;
use crate::domain::ids::ClientId;
use crate::domain::person::Role;
use crate::domain::phone::{Phone, PhoneError, read_of_client};
use crate::domain::text::clean_line;
use crate::domain::time::Moment;
use crate::say;
use crate::tui::action::Action;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::{FormDraft, Model, NewClientDraft};
use crate::tui::msg::{Effect, Request};
use crate::tui::update::{complain, let_go, talk, tell};

/// What the fields are called, in their order.
pub(super) const LABELS: [&str; 6] = [
    "newclient-phone",
    "newclient-name",
    "newclient-inn",
    "newclient-city",
    "newclient-person",
    "newclient-note",
];
pub(super) const PHONE: usize = 0;
const NAME: usize = 1;
pub(super) const INN: usize = 2;
const CITY: usize = 3;
const PERSON: usize = 4;
const NOTE: usize = 5;

/// What somebody may be to a client he calls for, in the order of the digits.
pub(super) const ROLES: [Role; 4] = [Role::DecisionMaker, Role::Purchasing, Role::Secretary, Role::Other];

/// A new client while he is being entered.
#[derive(Debug)]
pub struct NewClientForm {
    pub(super) fields: Vec<Field>,
    /// The field that has the keys.
    pub(super) at: usize,
    pub(super) candidates: Vec<Candidate>,
    /// Who has the INN in the state register.
    pub(super) company: InRegister,
    /// What was empty was filled from there.
    pub(super) taken: bool,
    /// The candidate under the cursor; `None` while a field has the keys.
    pub(super) chosen: Option<Picker>,
    /// What is asked beside the fields.
    pub(super) asks: Asks,
    /// The candidates are those of what was typed before.
    looking: bool,
    /// He is on the line.
    called: bool,
    /// A call of his that is not written down and not under way: since when, and whether we had called.
    call: Option<(Moment, bool)>,
    /// Esc was pressed where it leaves a call to nobody.
    dropping: bool,
}

/// What is asked beside the fields.
#[derive(Debug)]
pub(super) enum Asks {
    Nothing,
    /// What the caller is to the candidate.
    Role(ClientId, String, Picker),
    /// His name.
    Person(ClientId, Role, Field),
    /// Why he is a new client all the same.
    Because(Field),
}

impl NewClientForm {
    /// Somebody calls from a number nobody has; without one, he is entered by hand.
    pub fn called(_: &Model, phone: Option<Phone>) -> Self {
        let mut form = Self::of(&NewClientDraft::default());
        if let (Some(phone), Some(field)) = (phone, form.fields.get_mut(PHONE)) {
            field.set(&phone.to_string());
            form.at = NAME;
            form.called = true;
        }
        form
    }

    /// Somebody calls who hides his number.
    pub fn hidden() -> Self {
        let draft = NewClientDraft { called: true, ..NewClientDraft::default() };
        Self { at: NAME, ..Self::of(&draft) }
    }

    /// As it was left.
    pub fn of(draft: &NewClientDraft) -> Self {
        let texts = [&draft.phone, &draft.name, &draft.inn, &draft.city, &draft.person, &draft.note];
        Self {
            fields: texts.map(|text| Field::line(text)).into(),
            at: if draft.phone.is_empty() { PHONE } else { NAME },
            candidates: Vec::new(),
            company: InRegister::Nobody,
            taken: draft.register,
            chosen: None,
            asks: Asks::Nothing,
            looking: false,
            called: draft.called,
            call: draft.since.map(|since| (since, draft.outgoing)),
            dropping: false,
        }
    }

    /// As it stood when the session before ended.
    pub fn restored(draft: &FormDraft) -> Self {
        let at = draft.at.min(NOTE);
        Self { at, called: draft.typed.called || draft.since.is_some(), ..Self::of(&draft.typed) }
    }

    /// Goes on with the call that waits to be written down, unless another one is under way.
    pub(in crate::tui) fn take_up(&mut self, model: &mut Model) {
        if model.is_in_call() || model.ring.answered.is_some() {
            return;
        }
        if let Some((since, outgoing)) = self.call.take() {
            (model.ring.answered, model.ring.outgoing) = (Some(since), outgoing);
            model.since = since;
        }
    }

    /// With a call of his that waits to be written down.
    pub(in crate::tui) fn of_call(self, call: Option<(Moment, bool)>) -> Self {
        Self { call, ..self }
    }

    /// The call that waits to be written down.
    pub(in crate::tui) fn call(&self) -> Option<(Moment, bool)> {
        self.call
    }

    /// What is to be kept of it while it is open: nothing while nothing was typed, unless somebody is on the line, `since` when.
    pub(in crate::tui) fn open_draft(&self, since: Option<Moment>, outgoing: bool) -> Option<FormDraft> {
        let now = since.filter(|_| self.called).map(|since| (since, outgoing));
        let (since, outgoing) = now.or(self.call).unzip();
        let typed = self
            .draft()
            .or_else(|| since.map(|_| NewClientDraft { called: true, ..NewClientDraft::default() }))?;
        Some(FormDraft { typed, at: self.at, since, outgoing: outgoing.unwrap_or_default() })
    }

    /// What is to be kept of it; nothing while nothing was typed.
    pub fn draft(&self) -> Option<NewClientDraft> {
        let text = |place| self.fields.get(place).map(Field::text).unwrap_or_default();
        let draft = NewClientDraft {
            phone: text(PHONE),
            name: text(NAME),
            inn: text(INN),
            city: text(CITY),
            person: text(PERSON),
            note: text(NOTE),
            called: self.called,
            since: None,
            outgoing: false,
            register: self.taken,
        };
        (draft != NewClientDraft { called: self.called, ..NewClientDraft::default() }).then_some(draft)
    }

    /// Whether candidates are awaited.
    pub(in crate::tui) fn is_looking(&self) -> bool {
        self.looking
    }

    /// Whether the caller is on the line.
    pub(in crate::tui) fn is_called(&self) -> bool {
        self.called
    }

    /// Candidates have come, and who he is by the state register.
    pub(in crate::tui) fn found(&mut self, found: Suggestions) {
        self.looking = false;
        self.candidates = found.candidates;
        // What was taken over stays, though somebody with the same number has turned up since.
        if !self.taken || found.company != InRegister::Nobody {
            self.company = found.company;
        }
        if self.candidates.is_empty() {
            self.chosen = None;
        }
        if let Some(picker) = &mut self.chosen {
            picker.row = picker.row.min(self.candidates.len().saturating_sub(1));
        }
    }

    pub(super) fn phone(&self) -> Option<Phone> {
        read_of_client(&self.reach().0).ok().map(|field| field.phone)
    }

    /// What is wrong with the number, once there is one.
    pub(super) fn wrong_phone(&self) -> Option<PhoneError> {
        let (typed, _) = self.reach();
        read_of_client(&typed).err().filter(|_| !typed.is_empty())
    }

    fn email(&self) -> Option<Email> {
        Email::parse(&self.reach().1).ok()
    }

    /// The number and the address of the field for both, as they were typed: the word with «@» is the address.
    fn reach(&self) -> (String, String) {
        let text = self.text(PHONE);
        let words = text.split([' ', ',', ';']).filter(|word| !word.is_empty());
        let (emails, phone): (Vec<&str>, Vec<&str>) = words.partition(|word| word.contains('@'));
        // What is no address may hold commas that mean something: «8 495 …, доб. 3».
        let phone = if emails.is_empty() { text.trim().to_owned() } else { phone.join(" ") };
        (phone, emails.join(" "))
    }

    pub(super) fn text(&self, place: usize) -> String {
        self.fields.get(place).map(Field::text).unwrap_or_default()
    }

    fn sketch(&self) -> Sketch {
        Sketch {
            name: self.text(NAME),
            phone: self.phone(),
            email: self.email(),
            inn: self.text(INN),
            city: self.text(CITY),
        }
    }

    /// Asks who he may be already.
    pub(in crate::tui) fn look(&mut self, model: &mut Model) -> Effect {
        self.looking = true;
        model.search_token += 1;
        Effect::Ask(Request::Candidates(model.search_token, self.sketch()))
    }

    /// The company that was taken over. Under another INN it is another one.
    pub(super) fn taken_over(&self) -> Option<&Company> {
        match &self.company {
            InRegister::Found(company) if self.taken => Some(company),
            _ => None,
        }
    }

    /// Fills what is empty from the state register; what was typed stays.
    fn fill(&mut self, cx: &mut Cx<'_>) {
        let InRegister::Found(company) = &self.company else {
            let said = match self.company {
                InRegister::Unreadable => say!("newclient-register-broken"),
                _ => say!("newclient-register-nobody"),
            };
            complain(cx.model, cx.env, said);
            return;
        };
        let mut kept = false;
        for (place, known) in [(NAME, &company.name), (CITY, &company.city)] {
            if let Some(field) = self.fields.get_mut(place).filter(|_| !known.is_empty()) {
                let typed = clean_line(&field.text());
                if typed.is_empty() {
                    field.set(known);
                } else {
                    kept |= typed != clean_line(known);
                }
            }
        }
        // With the zeros that a spreadsheet has lost.
        if let Some(field) = self.fields.get_mut(INN) {
            field.set(&company.inn.to_string());
        }
        self.taken = true;
        tell(cx.model, cx.env, if kept { say!("newclient-filled-rest") } else { say!("newclient-filled") });
        let effect = self.look(cx.model);
        cx.effects.push(effect);
    }

    fn changed(&mut self, cx: &mut Cx<'_>) {
        if self.at == INN {
            // What was taken over was another company's.
            (self.taken, self.company) = (false, InRegister::Nobody);
        }
        if (PHONE..=CITY).contains(&self.at) {
            let effect = self.look(cx.model);
            cx.effects.push(effect);
        }
    }

    fn step(&mut self, forward: bool) {
        self.chosen = None;
        let count = LABELS.len();
        self.at = if forward { (self.at + 1) % count } else { (self.at + count - 1) % count };
    }

    /// Whether going on wants a reason.
    pub(super) fn twin(&self) -> Option<&Candidate> {
        self.candidates.first().filter(|first| first.mark.is_strong())
    }

    fn save(&mut self, cx: &mut Cx<'_>, because: String) -> Flow {
        let (phone, email) = self.reach();
        let bad_email = Email::parse(&email).err().filter(|_| !email.is_empty());
        let texts = &cx.env.texts;
        let wrong = self.wrong_phone().map(|error| match error {
            PhoneError::Short | PhoneError::Service => say!("newclient-not-his"),
            error => texts.phone_error(&error),
        });
        if let Some(wrong) = wrong.or_else(|| bad_email.map(|error| texts.email_error(&error))) {
            complain(cx.model, cx.env, wrong);
            (self.at, self.chosen) = (PHONE, None);
            return Flow::Stay;
        }
        if self.twin().is_some() && because.is_empty() {
            self.asks = Asks::Because(Field::line(""));
            return Flow::Stay;
        }
        // What stood beside the number is not lost with the field.
        let (person, typed) = (self.text(PERSON), self.text(NOTE));
        let note = match read_of_client(&phone) {
            Ok(field) => texts.note_aside(&typed, &field),
            Err(_) => typed,
        };
        let company = self.taken_over().cloned().map(Box::new);
        let source =
            company.as_deref().map(|company| cx.env.texts.company_source(company)).unwrap_or_default();
        let client = NewClient { sketch: self.sketch(), person, note, because, company, source };
        if !std::mem::replace(&mut cx.model.busy, true) {
            cx.effects.push(Effect::Ask(Request::NewClient(Box::new(client))));
        }
        // It goes when the desk has him.
        Flow::Stay
    }

    /// The caller is somebody of a client that is known.
    fn take(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        let Some(candidate) = self.candidates.get(row) else { return Flow::Stay };
        if self.called && self.reach().0.is_empty() {
            // He hides his number: there is none to add.
            let effects = talk(cx.model, cx.env, candidate.client, None);
            cx.effects.extend(effects);
            return Flow::Close;
        }
        if self.phone().is_none() {
            complain(cx.model, cx.env, say!("newclient-phone-wanted"));
            (self.at, self.chosen) = (PHONE, None);
            return Flow::Stay;
        }
        self.asks = Asks::Role(candidate.client, candidate.name.clone(), Picker::default());
        Flow::Stay
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Flow {
        match &self.asks {
            Asks::Nothing => match self.chosen {
                Some(picker) => self.take(cx, picker.row),
                None if self.at == NOTE => self.save(cx, String::new()),
                None => {
                    self.step(true);
                    Flow::Stay
                }
            },
            Asks::Role(_, _, picker) => self.role(picker.row),
            Asks::Person(client, role, field) => {
                let Some(phone) = self.phone() else { return Flow::Stay };
                let add = AddNumber { client: *client, phone, person: field.text(), role: *role };
                if !std::mem::replace(&mut cx.model.busy, true) {
                    cx.effects.push(Effect::Ask(Request::AddNumber(add)));
                }
                Flow::Stay
            }
            Asks::Because(field) => {
                let because = field.text().trim().to_owned();
                if because.is_empty() {
                    complain(cx.model, cx.env, say!("newclient-because-wanted"));
                    return Flow::Stay;
                }
                self.save(cx, because)
            }
        }
    }

    fn role(&mut self, row: usize) -> Flow {
        if let (Asks::Role(client, ..), Some(role)) = (&self.asks, ROLES.get(row)) {
            let person = self.text(PERSON);
            self.asks = Asks::Person(*client, *role, Field::line(&person));
        }
        Flow::Stay
    }

    fn back(&mut self, cx: &mut Cx<'_>) -> Flow {
        if !matches!(self.asks, Asks::Nothing) {
            self.asks = Asks::Nothing;
            return Flow::Stay;
        }
        if self.chosen.take().is_some() {
            return Flow::Stay;
        }
        let now = cx.model.ring.answered.filter(|_| self.called).map(|since| (since, cx.model.ring.outgoing));
        let call = now.or(self.call);
        let draft = self.draft();
        if draft.is_none() && call.is_some() && !std::mem::replace(&mut self.dropping, true) {
            complain(cx.model, cx.env, say!("newclient-drops-call"));
            return Flow::Stay;
        }
        let effects = let_go(cx.model, cx.env);
        cx.effects.extend(effects);
        if let Some(draft) = draft {
            let (since, outgoing) = call.unzip();
            cx.model.keep_fresh(NewClientDraft { since, outgoing: outgoing.unwrap_or_default(), ..draft });
            tell(
                cx.model,
                cx.env,
                if since.is_some() { say!("newclient-kept-call") } else { say!("newclient-kept") },
            );
        }
        Flow::Close
    }
}

impl Behave for NewClientForm {
    fn contexts(&self) -> &'static [&'static str] {
        match self.asks {
            Asks::Role(..) => &["list"],
            _ if self.chosen.is_some() => &["newclient", "list", "text"],
            _ => &["newclient", "line", "text"],
        }
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        self.dropping = false;
        match &mut self.asks {
            Asks::Person(_, _, field) | Asks::Because(field) => {
                field.key(key);
                return Flow::Stay;
            }
            Asks::Role(..) => {
                let KeyCode::Char(c) = key.code else { return Flow::Stay };
                let digit = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok());
                return match digit.and_then(|digit| digit.checked_sub(1)) {
                    Some(row) => self.role(row),
                    None => Flow::Stay,
                };
            }
            Asks::Nothing => {}
        }
        match key.code {
            KeyCode::Tab => self.step(true),
            KeyCode::BackTab | KeyCode::Up => self.step(false),
            KeyCode::Down if self.candidates.is_empty() => self.step(true),
            KeyCode::Down => self.chosen = Some(Picker::default()),
            _ => {
                // Whoever types goes on in the field he was in.
                self.chosen = None;
                let typed = self.fields.get_mut(self.at).is_some_and(|field| field.key(key));
                if typed {
                    self.changed(cx);
                }
            }
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        Some(match self.asks {
            Asks::Role(..) => "bar-choose",
            Asks::Nothing if self.chosen.is_some() => "bar-choose",
            Asks::Nothing if self.at != NOTE => "bar-next",
            _ => "bar-save",
        })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        match action {
            Action::Submit | Action::Open => self.submit(cx),
            Action::Save if matches!(self.asks, Asks::Nothing) => self.save(cx, String::new()),
            Action::Save => self.submit(cx),
            Action::Back => self.back(cx),
            Action::Fill => {
                if matches!(self.asks, Asks::Nothing) {
                    self.fill(cx);
                }
                Flow::Stay
            }
            action => {
                let count = self.candidates.len();
                match (&mut self.asks, &mut self.chosen) {
                    (Asks::Role(_, _, picker), _) => picker.moved(action, ROLES.len()),
                    (_, Some(picker)) if action == Action::Up && picker.row == 0 => self.chosen = None,
                    (_, Some(picker)) => picker.moved(action, count),
                    _ => {}
                }
                Flow::Stay
            }
        }
    }

    fn paste(&mut self, cx: &mut Cx<'_>, text: &str) {
        match &mut self.asks {
            Asks::Person(_, _, field) | Asks::Because(field) => {
                field.paste(text);
            }
            Asks::Role(..) => {}
            Asks::Nothing => {
                if self.fields.get_mut(self.at).is_some_and(|field| field.paste(text)) {
                    self.changed(cx);
                }
            }
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        match self.asks {
            Asks::Role(..) => self.role(row),
            _ => self.take(cx, row),
        }
    }

    fn view(&self, frame: &mut Frame<'_>, _: &Model, env: &Env, hits: &mut HitMap) {
        newclient_view::view(self, frame, env, hits);
    }
}
