//! The demo base.

use chrono::{Datelike, TimeDelta, TimeZone};
use chrono_tz::Asia::Omsk;
use chrono_tz::Europe::Moscow;

use super::card::Card;
use super::places::Places;
use super::rng::Rng;
use super::stories::{Promise, Story};
use super::tale::Tale;
use super::{Crew, Scene, Totals, abroad, companies, known, minute};
use crate::desk::access::SignIn;
use crate::desk::bulk::Loader;
use crate::desk::content::{Furnish, MakeCallList, SaveScript};
use crate::desk::{Desk, Result, Who};
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::geo::ZONES;
use crate::domain::hours::CallingHours;
use crate::domain::ids::SessionId;
use crate::domain::time::Moment;
use crate::domain::user::UserRole;
use crate::domain::{presets, script};
use crate::store::companies::{CompaniesError, SourceFile};

/// Our firm, as clients hear it.
pub const FIRM: &str = "ТехОпт";
/// Who sits at the desk.
pub const OPERATOR: &str = "Иванова О.";
/// Who leads the operators; the base is built in his name.
pub const SUPERVISOR: &str = "Орлов А.В.";
/// The other operators.
pub const COLLEAGUES: [&str; 2] = ["Федоров Б.М.", "Кострова В.Б."];

/// Clients by chance, besides those made by hand.
const CLIENTS: u64 = 440;
/// What the first clients of every zone live through, so that there is work wherever it is day.
const EVERYWHERE: [Story; 6] =
    [Story::Fresh, Story::Fresh, Story::Promised(Promise::Later), Story::Chased, Story::Hot, Story::Dealing];
/// What the clients after those live through, in a zone where it is day: promises whose time has passed, or come. While
/// Altair can be called, his is the one whose time has come.
const WAITING: [Story; 2] = [Story::Promised(Promise::Late), Story::Promised(Promise::Now)];
/// How long ago the lists were loaded, in days.
const LIST_AGE_DAYS: i64 = 9;

/// Companies of the register that go with it.
const COMPANIES: u64 = 500;

/// Gives the desk a register of made-up companies, as of the first of the month.
///
/// # Errors
/// When it can't be written.
pub fn register(
    desk: &Desk,
    seed: u64,
    now: Moment,
    reserve: u64,
) -> std::result::Result<(), CompaniesError> {
    let today = now.date_in(Moscow);
    let dated = today.with_day(1).unwrap_or(today);
    let mut loading = desk.companies().load(reserve)?;
    let mut rows = 0;
    for company in companies::sample(seed, COMPANIES, dated) {
        loading.push(&company)?;
        rows += 1;
    }
    let name = "demo.csv".to_owned();
    let source = SourceFile { name, dated, rows, loaded: now, by: SUPERVISOR.to_owned() };
    if let Some(made) = loading.finish(source, &mut |_| true)? {
        made.put()?;
        desk.companies().forget();
    }
    Ok(())
}

/// Fills an empty base. `progress` gets the number of clients made so far.
///
/// # Errors
/// When the store can't be read or written; a part of the base may be there then.
pub fn build(desk: &Desk, seed: u64, now: Moment, progress: &mut dyn FnMut(u64)) -> Result<Totals> {
    let now = minute(now);
    let today = now.date_in(Moscow);
    let at_nine = |day: chrono::NaiveDate| {
        let nine = day.and_hms_opt(9, 0, 0).and_then(|time| Moscow.from_local_datetime(&time).earliest());
        nine.map_or(now, Moment::from)
    };
    let begun = at_nine(today - TimeDelta::days(LIST_AGE_DAYS));
    desk.furnish(&Furnish::shipped(), begun)?;
    let boss = user(desk, SUPERVISOR, UserRole::Supervisor, begun)?;
    let operator = user(desk, OPERATOR, UserRole::Operator, begun)?.user;
    let mut callers = vec![operator];
    for name in COLLEAGUES {
        callers.push(user(desk, name, UserRole::Operator, begun)?.user);
    }
    lists(desk, &boss, begun)?;
    let catalog = desk.catalog()?;
    let scene = Scene {
        desk,
        seed,
        now,
        morning: at_nine(today),
        places: Places::new(),
        crew: Crew { operator, callers },
        lists: catalog.lists().cloned().collect(),
        hours: catalog.hours().clone(),
        catalog,
    };
    let awake = awake(&scene.hours, now);
    let altair = scene.hours.open_at(Some(Omsk), now);
    let waiting = if altair { WAITING.get(..1).unwrap_or(&WAITING) } else { &WAITING };
    let mut loader = Loader::new(desk, &boss, now);
    let mut totals = Totals::default();
    for records in known::all(&scene).chain(abroad::all(&scene)) {
        totals.add(&records);
        loader.put(records)?;
    }
    for n in 0..CLIENTS {
        // A sequence beside the card's: what happens does not depend on how much chance a card took.
        let mut rng = Rng::of(seed, u64::MAX - n);
        let place = usize::try_from(n).unwrap_or(usize::MAX);
        let waiting = || awake.and(waiting.get(place.checked_sub(ZONES.len() * EVERYWHERE.len())?));
        let (zone, story) = match (EVERYWHERE.get(place / ZONES.len()), waiting()) {
            (Some(story), _) => (Some(place % ZONES.len()), *story),
            (None, Some(story)) => (awake, *story),
            (None, None) => (None, Story::any(&mut rng)),
        };
        let id = desk.new_id::<Client>();
        let card = Card::make(&scene, n, zone, id);
        let mut tale = Tale::of(&scene, card, id, rng);
        // Where the day begins, there is work for whoever sits down first.
        tale.agree(place < ZONES.len() * EVERYWHERE.len());
        tale.unfold(story);
        totals.add(&tale.out);
        loader.put(tale.out)?;
        progress(totals.clients);
    }
    loader.finish()?;
    Ok(totals)
}

/// The zone, by its place in [`ZONES`], in which calls may be made for longest from now on; `None` while all of Russia
/// sleeps.
fn awake(hours: &CallingHours, now: Moment) -> Option<usize> {
    let open = |place: &usize| ZONES.get(*place).is_some_and(|zone| hours.open_at(Some(*zone), now));
    // Zones stand from west to east: the sun is longest over the first that has risen.
    (0..ZONES.len()).find(open)
}

/// Signs somebody in; whoever is not there yet is from now on. All sit in Moscow, wherever the machine stands.
fn user(desk: &Desk, name: &str, role: UserRole, at: Moment) -> Result<Who> {
    desk.sign_in(&SignIn { name: name.to_owned(), role, zone: Moscow }, SessionId(0), at)
}

/// Signs somebody in at a demo base, as an operator when he is new there.
///
/// # Errors
/// When the store can't be read or written.
pub fn sign_in(desk: &Desk, name: &str, session: SessionId, now: Moment) -> Result<Who> {
    desk.sign_in(&SignIn { name: name.to_owned(), role: UserRole::Operator, zone: Moscow }, session, now)
}

/// Signs the one in who may load and move what is planned.
///
/// # Errors
/// When the store can't be read or written.
pub fn supervisor(desk: &Desk, now: Moment) -> Result<Who> {
    // He may have got a PIN meanwhile: what the program does in his name it does without asking him.
    match desk.who_is(SUPERVISOR, SessionId(0))? {
        Some(who) => Ok(who),
        None => user(desk, SUPERVISOR, UserRole::Supervisor, now),
    }
}

/// The two scripts and the two call lists.
fn lists(desk: &Desk, boss: &Who, at: Moment) -> Result<()> {
    let season = match at.date_in(Moscow).month() {
        3..=5 => "весна",
        6..=8 => "лето",
        9..=11 => "осень",
        _ => "зима",
    };
    let lists = [
        (format!("Опт, {season}"), "cold-wholesale.toml"),
        ("Возврат клиентов".to_owned(), "reactivation.toml"),
    ];
    for (name, file) in lists {
        let text = presets::SCRIPTS.iter().find(|(known, _)| *known == file).map_or("", |(_, text)| text);
        // Shipped scripts can be read, a test sees to it; a list without its script is a list all the same.
        let mut code = None;
        if let Ok((draft, _)) = script::file::parse(text) {
            code = Some(draft.code.clone());
            desk.execute(boss, at, &SaveScript(draft))?;
        }
        let process = desk.catalog()?.processes().first().map(|process| process.code.clone());
        let list = MakeCallList { name, script: code, process, purpose: Purpose::Advertising };
        desk.execute(boss, at, &list)?;
    }
    Ok(())
}
