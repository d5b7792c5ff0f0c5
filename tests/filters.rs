//! Filters: a line of text finds the clients it means, on the desk and by command; saved by name, shared, taken back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot set its stage has failed"
)]

#[path = "filters/commands.rs"]
mod commands;
mod common;
#[path = "filters/screen.rs"]
mod screen;

use common::base::{Base, Row};
use dozvon::desk::DeskError;
use dozvon::desk::filter::{CountClients, DropFilter, FindClients, RenameFilter, SaveFilter, meant};
use dozvon::desk::stops::AddStop;
use dozvon::domain::client::{Client, Interest};
use dozvon::domain::filter::saved::SavedFilter;
use dozvon::domain::filter::{FaultKind, Filter};
use dozvon::domain::ids::{ClientId, RecordId, UserId};
use dozvon::domain::stop::{StopScope, StopSubject};
use dozvon::domain::user::Right;
use dozvon::store::{Reads, Store};

/// The names of the clients a line means, without what stands around the word that tells them apart.
fn found(base: &Base, line: &str) -> Vec<String> {
    let filter = Filter::parse(line).unwrap_or_else(|fault| panic!("{line}: {fault}"));
    let find = FindClients { filter: filter.clone(), after: None, limit: 100 };
    let found = base.desk.query(&base.operator, base.clock.now(), &find).unwrap();
    // Counting comes to the same, and a page goes on where the one before has ended.
    let count = CountClients { filter: &filter, first: 2, go_on: &|_| true };
    let counted = base.desk.query(&base.operator, base.clock.now(), &count).unwrap();
    assert_eq!((counted.count, counted.whole), (found.len() as u64, true), "{line}");
    let mut paged: Vec<ClientId> = Vec::new();
    loop {
        let next = FindClients { filter: filter.clone(), after: paged.last().copied(), limit: 2 };
        let page = base.desk.query(&base.operator, base.clock.now(), &next).unwrap();
        paged.extend(page.iter().map(|one| one.client.id));
        if page.len() < 2 {
            break;
        }
    }
    assert_eq!(paged, found.iter().map(|one| one.client.id).collect::<Vec<_>>(), "{line}");
    let known = ["Протон", "Альтаир", "Видео", "Петрова", "Ассоль", "Сигма"];
    let short =
        |name: &str| known.iter().find(|word| name.contains(**word)).map_or(name, |word| *word).to_owned();
    found.iter().map(|one| short(&one.client.name)).collect()
}

/// The client whose name has this word, changed.
fn change(base: &Base, word: &str, change: impl Fn(&mut Client)) {
    let all = Reads(base.store.as_ref()).all::<Client>().unwrap();
    let mut kept = all.into_iter().find(|kept| kept.name.contains(word)).unwrap();
    change(&mut kept.record);
    let origin = dozvon::store::Origin {
        at: base.clock.now(),
        actor: base.admin.user,
        session: base.admin.session,
        use_case: "test".into(),
    };
    let mut commit = dozvon::store::Commit::new(origin);
    commit.put(&kept.record).unwrap();
    base.store.submit(commit).wait().unwrap();
}

#[test]
fn every_word_means_what_the_base_knows() {
    let base = Base::small();
    let me = base.operator.user;
    change(&base, "Ассоль", |client| {
        client.manager = Some(me);
        client.tags = vec!["Опт".into(), "Сеть".into()];
        client.first_interest = Some(Interest {
            channel: "Выставки".into(),
            source: "Электронный мир".into(),
        });
        client.custom =
            [("Площадь, м2".to_owned(), "1 250,5".to_owned()), ("Склад".into(), "свой".into())].into();
    });
    let sigma = Reads(base.store.as_ref()).all::<Client>().unwrap();
    let sigma = sigma.iter().find(|client| client.name.contains("Сигма")).unwrap().id;
    base.client(Row::new("Тихий", "Омск").phone("8 (3812) 01-00-09").without_consent());
    change(&base, "Тихий", |client| client.methods.clear());
    base.desk
        .execute(
            &base.operator,
            base.clock.now(),
            &AddStop {
                client: Some(sigma),
                subject: StopSubject::Client(sigma),
                scope: StopScope::Everything,
                until: None,
                reason: "просил".into(),
                proof: String::new(),
                interaction: None,
            },
        )
        .unwrap();
    let all = ["Протон", "Альтаир", "Видео", "Петрова", "Ассоль", "Сигма", "Тихий"];
    let but = |gone: &[&str]| all.iter().copied().filter(|name| !gone.contains(name)).collect::<Vec<_>>();
    for (line, wanted) in [
        ("", all.to_vec()),
        ("город:омск", vec!["Альтаир", "Тихий"]),
        ("город:Омск,Самара", vec!["Альтаир", "Ассоль", "Тихий"]),
        ("-город:Омск", but(&["Альтаир", "Тихий"])),
        ("зона:МСК+3", vec!["Альтаир", "Тихий"]),
        ("зона:Владивосток,МСК-1", vec!["Видео", "Петрова"]),
        ("регион:\"Омская область\"", vec!["Альтаир", "Тихий"]),
        ("класс:A", vec!["Протон"]),
        ("класс:B", vec!["Альтаир"]),
        ("класс:BY,A", vec!["Протон", "Альтаир"]),
        ("класс:BX", vec![]),
        ("класс:нет", but(&["Протон", "Альтаир"])),
        ("менеджер:я", vec!["Ассоль"]),
        ("менеджер:иванова", vec!["Ассоль"]),
        ("менеджер:Супервизор", vec![]),
        ("менеджер:нет", but(&["Ассоль"])),
        ("метка:опт", vec!["Ассоль"]),
        ("метка:ОПТ метка:сеть", vec!["Ассоль"]),
        ("метка:опт -метка:сеть", vec![]),
        ("источник:выставки", vec!["Ассоль"]),
        ("источник:\"электронный мир\"", vec!["Ассоль"]),
        ("поле.\"площадь, м2\">1000", vec!["Ассоль"]),
        ("поле.\"площадь, м2\":100..1250", vec![]),
        ("поле.склад:свой", vec!["Ассоль"]),
        ("поле.склад:нет", but(&["Ассоль"])),
        ("сделка", vec!["Протон"]),
        ("сделка:нет", but(&["Протон"])),
        ("сделка:выиграна", vec![]),
        ("-сделка", but(&["Протон"])),
        ("сумма>100т", vec!["Протон"]),
        ("сумма>=120т сумма<=120т", vec!["Протон"]),
        ("сумма>500т", vec![]),
        ("сумма:100т..500т", vec!["Протон"]),
        ("-сумма>500т город:Москва", vec!["Протон"]),
        ("сумма>100$", vec![]),
        ("процесс:\"Типовая продажа\"", vec!["Протон"]),
        // The stage was entered three days ago; before it stood two others.
        ("на-этапе>2д", vec!["Протон"]),
        ("на-этапе>4д", vec![]),
        ("молчит:всегда город:Омск", vec!["Тихий"]),
        ("итог:нет город:Омск", vec!["Тихий"]),
        ("итог:есть", vec!["Протон", "Альтаир"]),
        ("обзвон:\"Опт, осень\"", but(&["Тихий"])),
        ("обзвон:опт", but(&["Тихий"])),
        ("обзвон:нет", vec!["Тихий"]),
        ("-обзвон:Опт", vec!["Тихий"]),
        ("обзвон:Опт город:Омск", vec!["Альтаир"]),
        ("ждёт:план", vec!["Ассоль"]),
        ("согласие:нет", vec!["Тихий"]),
        ("стоп", vec!["Сигма"]),
        ("стоп:нет", but(&["Сигма"])),
        ("телефон:нет", vec!["Тихий"]),
        ("почта", vec!["Протон", "Ассоль"]),
        ("инн", vec!["Протон", "Альтаир", "Сигма"]),
        ("создан:10.11.2026", all.to_vec()),
        ("создан<10.11.2026", vec![]),
        ("возраст<9д", all.to_vec()),
        ("вид:человек", vec!["Петрова"]),
    ] {
        assert_eq!(found(&base, line), wanted, "{line}");
    }
}

#[test]
fn silence_and_results_are_those_of_the_last_talk() {
    let base = Base::small();
    let outcome = |client: &str| {
        let catalog = base.desk.catalog().unwrap();
        let name = if client == "Протон" { '2' } else { '3' };
        catalog.outcome_on(name).unwrap().name.ru.clone()
    };
    assert_eq!(found(&base, &format!("итог:\"{}\"", outcome("Протон"))), ["Протон"]);
    assert_eq!(found(&base, &format!("итог:\"{}\"", outcome("Альтаир"))), ["Альтаир"]);
    // Both were talked to yesterday.
    assert_eq!(found(&base, "молчит<1д"), ["Протон", "Альтаир"]);
    assert_eq!(found(&base, "-молчит>1д"), ["Протон", "Альтаир"]);
    assert_eq!(found(&base, "молчит>7д").len(), 4);
    base.clock.forward(8 * 86_400_000);
    assert_eq!(found(&base, "молчит>7д").len(), 6);
    assert_eq!(found(&base, "молчит:7д..2нед"), ["Протон", "Альтаир"]);
}

#[test]
fn what_a_line_says_of_a_deal_holds_of_one_and_the_same() {
    let base = Base::small();
    let catalog = base.desk.catalog().unwrap();
    let process = catalog.process_by_code("standard-sale").unwrap().clone();
    let stage = |place: usize| process.stages[place].name.ru.clone();
    let proton = Reads(base.store.as_ref()).all::<Client>().unwrap();
    let proton = proton.iter().find(|client| client.name.contains("Протон")).unwrap().id;
    let deal = dozvon::desk::deals::NewDeal {
        name: "Кабель".into(),
        process: process.id,
        stage: 0,
        amount: Some(dozvon::domain::money::Money::from_minor(
            90_000_000,
            dozvon::domain::money::Currency::Rub,
        )),
    };
    let open = dozvon::desk::deals::OpenDeal { client: proton, deal };
    base.desk.execute(&base.operator, base.clock.now(), &open).unwrap();
    // 120 thousand on the third stage, 900 thousand on the first.
    assert_eq!(found(&base, &format!("этап:\"{}\" сумма>500т", stage(0))), ["Протон"]);
    assert_eq!(found(&base, &format!("этап:\"{}\" сумма<500т", stage(2))), ["Протон"]);
    assert!(found(&base, &format!("этап:\"{}\" сумма>500т", stage(2))).is_empty());
    // A contrary is one of all his deals.
    assert!(found(&base, &format!("-этап:\"{}\" город:Москва", stage(0))).is_empty());
    assert_eq!(found(&base, &format!("-этап:\"{}\" город:Москва", stage(5))), ["Протон"]);
}

#[test]
fn a_name_nobody_knows_is_refused_in_its_place() {
    let base = Base::small();
    let ask = |line: &str| {
        let filter = Filter::parse(line).unwrap();
        let find = FindClients { filter, after: None, limit: 9 };
        match base.desk.query(&base.operator, base.clock.now(), &find) {
            Err(DeskError::Filter(fault)) => fault,
            other => panic!("{line}: {other:?}"),
        }
    };
    let fault = ask("сумма>1т обзвон:\"Опт, осинь\"");
    assert_eq!(fault.at, 16);
    assert!(matches!(fault.kind, FaultKind::Unknown { nearest: Some(name), .. } if name == "Опт, осень"));
    assert_eq!(ask("менеджер:Петров").at, 9);
    base.list("Опт, зима", None);
    let FaultKind::Ambiguous { several, .. } = ask("обзвон:опт").kind else {
        panic!("one is meant")
    };
    assert_eq!(several, ["Опт, осень", "Опт, зима"]);
}

#[test]
fn filters_are_saved_renamed_dropped_and_all_of_it_is_taken_back() {
    let base = Base::small();
    let now = base.clock.now();
    let save = |name: &str, line: &str, shared| SaveFilter {
        name: name.into(),
        filter: Filter::parse(line).unwrap(),
        shared,
    };
    let (mine, seq) = base.desk.execute_as(&base.operator, now, &save("Омск", "city:Омск", false)).unwrap();
    assert_eq!((mine.line.as_str(), mine.owner), ("город:Омск", Some(base.operator.user)));
    // Saved once more under its name, it is the same one with another line; case does not count.
    let again = base.desk.execute(&base.operator, now, &save("омск", "город:Омск класс:B", false)).unwrap();
    assert_eq!(again.id, mine.id);
    // What everybody has is a supervisor's.
    let shared = save("Омск", "зона:Омск", true);
    let refused = base.desk.execute(&base.operator, now, &shared);
    assert!(matches!(refused, Err(DeskError::Forbidden(Right::Load))), "{refused:?}");
    let theirs = base.desk.execute(&base.admin, now, &shared).unwrap();
    let meant_by = |who| {
        let catalog = base.desk.catalog().unwrap();
        meant(&catalog, who, "ОМСК").unwrap().line(dozvon::domain::text::Lang::Ru)
    };
    assert_eq!(meant_by(&base.operator), "город:Омск класс:B");
    assert_eq!(meant_by(&base.admin), "зона:МСК+3");
    let refused = base.desk.execute(&base.operator, now, &DropFilter(theirs.id));
    assert!(matches!(refused, Err(DeskError::Forbidden(Right::Load))), "{refused:?}");
    let refused = base.desk.execute(&base.admin, now, &DropFilter(mine.id));
    assert!(matches!(refused, Err(DeskError::Forbidden(_))), "{refused:?}");
    let other = base.desk.execute(&base.operator, now, &save("Самара", "город:Самара", false)).unwrap();
    let rename = RenameFilter { filter: other.id, name: "ОМСК".into() };
    assert!(matches!(base.desk.execute(&base.operator, now, &rename), Err(DeskError::Taken(_))));
    let rename = RenameFilter { filter: other.id, name: "Волга".into() };
    assert_eq!(base.desk.execute(&base.operator, now, &rename).unwrap().name, "Волга");
    for name in ["", "  ", &"о".repeat(61)] {
        assert!(base.desk.execute(&base.operator, now, &save(name, "", false)).is_err());
    }
    // Neither a name nor a line.
    let catalog = base.desk.catalog().unwrap();
    let Err(DeskError::Filter(fault)) = meant(&catalog, &base.operator, "Волгу") else {
        panic!("it means something")
    };
    assert!(matches!(fault.kind, FaultKind::LooseWord { nearest: Some(name), .. } if name == "Волга"));
    // Dropped, and back again; the first save is overtaken by the second.
    let (gone, drop_seq) = base.desk.execute_as(&base.operator, now, &DropFilter(other.id)).unwrap();
    assert!(base.desk.catalog().unwrap().filter_named("Волга", base.operator.user).is_none());
    base.desk.undo(&base.operator, now, drop_seq.unwrap(), "").unwrap();
    let back = base.desk.catalog().unwrap().filter_named("волга", base.operator.user).cloned();
    assert_eq!(back, Some(gone));
    assert!(matches!(base.desk.undo(&base.operator, now, seq.unwrap(), ""), Err(DeskError::Overtaken(_))));
    // Others don't see it.
    assert!(base.desk.catalog().unwrap().filter_named("Волга", UserId::from_u64(999)).is_none());
}

#[test]
fn a_name_that_reads_as_a_line_is_refused_and_one_of_old_gives_way_to_the_line() {
    let base = Base::small();
    let now = base.clock.now();
    let stopped = Filter::parse("стоп:есть").unwrap();
    let save = |name: &str| SaveFilter { name: name.into(), filter: stopped.clone(), shared: true };
    for name in ["город:Томск", "a=b", "сумма>1", "<7", "стоп", "не стоп", "сделка email"]
    {
        let refused = base.desk.execute(&base.admin, now, &save(name));
        assert!(matches!(&refused, Err(DeskError::LikeLine(told)) if told == name), "{name}: {refused:?}");
    }
    let saved = base.desk.execute(&base.admin, now, &save("Томск; опт")).unwrap();
    let rename = RenameFilter { filter: saved.id, name: "город:Томск".into() };
    assert!(matches!(base.desk.execute(&base.admin, now, &rename), Err(DeskError::LikeLine(_))));
    // One that had such a name before.
    let mut kept = Reads(base.store.as_ref()).all::<SavedFilter>().unwrap().pop().unwrap();
    kept.record.name = "город:Томск".into();
    let origin = dozvon::store::Origin {
        at: now,
        actor: base.admin.user,
        session: base.admin.session,
        use_case: "test".into(),
    };
    let mut commit = dozvon::store::Commit::new(origin);
    commit.put(&kept.record).unwrap();
    base.store.submit(commit).wait().unwrap();
    let catalog = base.desk.catalog().unwrap();
    assert!(catalog.filter_named("город:Томск", base.operator.user).is_some());
    assert_eq!(
        meant(&catalog, &base.operator, "город:Томск").unwrap(),
        Filter::parse("город:Томск").unwrap()
    );
}
