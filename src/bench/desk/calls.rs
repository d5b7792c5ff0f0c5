//! A call: from the key that takes the next client to the result that can't be lost any more, and what is asked meanwhile.

use std::hint::black_box;
use std::time::Instant;

use super::find::Targets;
use super::{KEY, Report, screen};
use crate::bench::base::{Base, now};
use crate::bench::error::{BenchError, Result};
use crate::bench::times::Times;
use crate::desk::clients::create::{Candidates, Sketch};
use crate::desk::companies::InRegister;
use crate::desk::content::SaveScript;
use crate::desk::jobs::SetJob;
use crate::desk::queue::{Light, TakeNext};
use crate::desk::result::{Answers, RecordResult};

use crate::domain::interaction::Direction;
use crate::domain::phone::Phone;
use crate::domain::{presets, script, when};
use crate::sample::companies;
use crate::session::Session;
use crate::store::companies::{CompaniesError, SourceFile};

/// Calls from the first key to the result.
const CALLS: usize = 200;
/// Steps of the script that are gone in a call.
const STEPS: usize = 2;
/// The script that is read.
const SCRIPT: &str = "cold-wholesale.toml";
/// How often the gate is asked.
const LOOKS: usize = 1_000;
/// Clients who are typed letter by letter.
const STRANGERS: usize = 60;
/// Companies that are looked up.
const COMPANIES: u64 = 2_000;

/// What is said to «Когда перезвонить?».
const PHRASES: [&str; 12] = [
    "завтра в 11",
    "через 2 часа",
    "в пн после обеда",
    "25-го",
    "на следующей неделе",
    "в обед",
    "через полчаса",
    "25.11 15:00",
    "послезавтра утром",
    "в следующую среду в 9:30",
    "tomorrow at 3pm",
    "когда рак на горе свистнет",
];

pub(super) fn measure(base: &Base, targets: &Targets, clients: u64, report: &mut Report<'_>) -> Result<()> {
    keys(base, report)?;
    gate(base, targets, report)?;
    results(base, report)?;
    candidates(base, targets, report)?;
    by_inn(base, clients, report)?;
    let mut phrases = Times::default();
    for phrase in PHRASES.iter().cycle().take(LOOKS) {
        let _ = phrases.take(|| black_box(when::read(phrase, now(), base.operator.zone)));
    }
    report.times("«Когда перезвонить?», a phrase", &phrases, Some(KEY), None);
    Ok(())
}

/// Gives the call list the script that is read in the calls.
fn read_script(base: &Base) -> Result<()> {
    let text = presets::SCRIPTS.iter().find(|(file, _)| *file == SCRIPT).map_or("", |(_, text)| text);
    let (script, _) = script::file::parse(text)
        .map_err(|problems| BenchError::wrong(format!("{SCRIPT} can't be read: {problems:?}")))?;
    let set = SetJob { script: Some(script.code.clone()), ..SetJob::default() };
    base.desk.execute(&base.boss, now(), &SaveScript(script))?;
    let lists: Vec<_> = base.desk.catalog()?.lists().map(|list| list.id).collect();
    for list in lists {
        base.desk.execute(&base.boss, now(), &set.clone().of(list))?;
    }
    Ok(())
}

/// Calls by keys: the frame of each key, and of the answer of the desk to it.
fn keys(base: &Base, report: &mut Report<'_>) -> Result<()> {
    const TAKE: &str = " ";
    const CALL: &str = "\x07";
    const ANSWER: &str = "1";
    const NOT_ANSWERED: &str = "6";
    const LEAVE: &str = "\x1b";
    read_script(base)?;
    let mut session = screen::session(base, (120, 36))?;
    session.work_off();
    let _ = session.frame();
    let (mut frames, mut script, mut answers) = (Times::default(), Times::default(), Times::default());
    let mut press = |session: &mut Session, key: &str, times: &mut Times| {
        times.take(|| {
            session.feed(key.as_bytes());
            session.settle();
            session.frame()
        });
        session.work_off();
        answers.take(|| session.frame());
    };
    let mut steps = 0;
    for call in 1..=CALLS {
        for key in [TAKE, CALL] {
            press(&mut session, key, &mut frames);
        }
        for _ in 0..STEPS {
            // A question whose answer is typed covers the answers that are chosen.
            if !session.model().dialogs.is_empty() {
                press(&mut session, LEAVE, &mut frames);
            }
            if session.model().answers().is_some_and(|answers| answers > 0) {
                press(&mut session, ANSWER, &mut script);
                steps += 1;
            }
        }
        if !session.model().dialogs.is_empty() {
            press(&mut session, LEAVE, &mut frames);
        }
        for key in [CALL, NOT_ANSWERED] {
            press(&mut session, key, &mut frames);
        }
        // A figure of keys that did nothing would look good.
        if let Some(work) = &session.model().work {
            return Err(BenchError::wrong(format!(
                "call {call} of {CALLS} came to no result: {:?}, {:?}",
                work.state,
                session.model().notice
            )));
        }
    }
    if steps < CALLS {
        return Err(BenchError::wrong(format!("{steps} steps of the script in {CALLS} calls")));
    }
    report.times("a key of a call → frame", &frames, Some(KEY), None);
    report.times("an answer in the script → frame", &script, Some(KEY), None);
    report.times("answer of the desk → frame", &answers, Some(KEY), None);
    report.note(format!("{CALLS} calls came to a result, {steps} steps of the script"));
    Ok(())
}

/// What the gate says of a client.
fn gate(base: &Base, targets: &Targets, report: &mut Report<'_>) -> Result<()> {
    let mut times = Times::default();
    for client in targets.clients.iter().cycle().take(LOOKS) {
        let light = Light { client: *client, entry: None, phone: None, list: None, purpose: None };
        let _ = times.take(|| base.desk.query(&base.operator, now(), &light))?;
    }
    report.times("may he be called: the gate", &times, Some(KEY), None);
    Ok(())
}

/// A result of a client who was taken, acknowledged.
fn results(base: &Base, report: &mut Report<'_>) -> Result<()> {
    let catalog = base.desk.catalog()?;
    // «Не взял»: it asks nothing, and another attempt is planned.
    let outcome = catalog.outcome_on('6').map(|outcome| outcome.id);
    let outcome = outcome.ok_or_else(|| BenchError::wrong("there is no result on 6"))?;
    let mut times = Times::default();
    for _ in 0..CALLS {
        let Some(taken) = base.desk.execute(&base.operator, now(), &TakeNext)? else { break };
        let result = RecordResult {
            client: taken.entry.client,
            entry: Some(taken.entry.id),
            person: None,
            phone: Some(taken.dial.phone),
            direction: Direction::Outgoing,
            began: now(),
            outcome,
            answers: Answers::default(),
            script: None,
            text: String::new(),
            fields: Vec::new(),
        };
        times.take_whole(|| base.desk.execute(&base.operator, now(), &result))?;
    }
    report.times("a result, acknowledged (with the disk)", &times, None, None);
    Ok(())
}

/// Who somebody is already, while his name, number and city are typed.
fn candidates(base: &Base, targets: &Targets, report: &mut Report<'_>) -> Result<()> {
    let mut times = Times::default();
    for (name, phone) in targets.names.iter().zip(&targets.phones).take(STRANGERS) {
        let mut sketch = Sketch { city: "Самара".into(), ..Sketch::default() };
        for letter in name.chars() {
            sketch.name.push(letter);
            let typed = Candidates(sketch.clone());
            times.take(|| base.desk.query(&base.operator, now(), &typed))?;
        }
        sketch.phone = Some(Phone::clone(phone));
        times.take(|| base.desk.query(&base.operator, now(), &Candidates(sketch)))?;
    }
    report.times("who is he already, each letter", &times, Some(KEY), None);
    Ok(())
}

/// Who has an INN in the state register: as many companies as clients are loaded, then one after the other is typed to its last
/// digit, with the search for whoever has it among the clients.
fn by_inn(base: &Base, count: u64, report: &mut Report<'_>) -> Result<()> {
    let dated = now().date_in(chrono_tz::Europe::Moscow);
    let failed = |error: CompaniesError| BenchError::wrong(error.to_string());
    let begun = Instant::now();
    let mut loading = base.desk.companies().load(0).map_err(failed)?;
    let mut typed = Vec::new();
    for (n, company) in (0..).zip(companies::sample(1, count, dated)) {
        // Here and there in the file.
        if n % count.div_ceil(COMPANIES) == 0 {
            typed.push(company.inn.digits());
        }
        loading.push(&company).map_err(failed)?;
    }
    let source =
        SourceFile { name: "bench.csv".into(), dated, rows: count, loaded: now(), by: "bench".into() };
    let made = loading.finish(source, &mut |_| true).map_err(failed)?;
    made.map_or(Ok(()), |made| made.put()).map_err(failed)?;
    base.desk.companies().forget();
    let seconds = begun.elapsed().as_secs_f64();
    let bytes = base
        .desk
        .companies()
        .path()
        .and_then(|path| std::fs::metadata(path).ok())
        .map_or(0, |file| file.len());
    report
        .note(format!("{count} companies of the register: made in {seconds:.1} s, {} MB", bytes / 1_000_000));
    let mut times = Times::default();
    for inn in typed {
        let sketch = Sketch { inn, ..Sketch::default() };
        let found = times.take(|| base.desk.query(&base.operator, now(), &Candidates(sketch)))?;
        if !matches!(found.company, InRegister::Found(_)) {
            return Err(BenchError::wrong("a company of the register is not found"));
        }
    }
    report.times("a company of the register by INN", &times, Some(KEY), None);
    Ok(())
}
