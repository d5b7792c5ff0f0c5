use super::*;
use crate::exchange::overrides::parse_map;
use proptest::prelude::*;

fn headings(texts: &str) -> Vec<Heading> {
    let of = |(column, text): (usize, &str)| Heading { column, text: text.to_owned() };
    texts.split(';').enumerate().map(of).collect()
}

fn shown(map: &ColumnMap) -> String {
    let of = |target: &ColumnTarget| match target {
        ColumnTarget::Field(field) => field.key().to_owned(),
        ColumnTarget::Person { person, field } => format!("{}-{person}", field.key()),
        ColumnTarget::Custom(name) => format!("«{name}»"),
        ColumnTarget::Skip => "-".to_owned(),
    };
    map.columns().iter().map(of).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn guessed(texts: &str, expected: &str) {
    assert_eq!(shown(&ColumnMap::guess(&headings(texts))), expected, "{texts}");
}

#[test]
fn a_name_is_the_clients_or_a_persons() {
    guessed("ФИО;Телефон", "name phone");
    guessed("Компания;ФИО;Телефон", "name person-1 phone");
    guessed("Телефон;Имя;Фамилия", "phone given-name surname");
    guessed("Имя;Фамилия;Компания;Должность", "person-given-name-1 person-surname-1 name person-role-1");
    guessed("ФИО;Должность;Телефон", "name «Должность» phone");
    guessed("ФИО;Контактное лицо;Телефон", "name person-1 phone");
    guessed("Name;Company;Phone", "person-1 name phone");
}

#[test]
fn one_column_for_one_field() {
    guessed("Партнер;Контрагент", "name legal-name");
    guessed("Контрагент;Телефон", "name phone");
    guessed("Полное наименование;Телефон", "name phone");
    guessed("Контрагент;Полное наименование", "name public-name");
    guessed("Юридический адрес;Адрес", "«Юридический адрес» address");
    guessed("Юридический адрес;Телефон", "address phone");
    guessed("Клиент;Наименование;Город 2;Город", "«Клиент» name «Город 2» city");
    guessed("Телефон;Телефон;Моб.;Примечание;Комментарий", "phone phone phone note note");
    guessed("Остаток;Остаток;;№", "«Остаток» «Остаток (2)» - -");
    guessed("Телефон;Причина отказа", "phone -");
}

#[test]
fn persons_are_put_together() {
    guessed(
        "Компания;Контактное лицо;Должность;Телефон контактного лица;Контактное лицо 2;Телефон контактного лица 2",
        "name person-1 person-role-1 person-phone-1 person-2 person-phone-2",
    );
    guessed(
        "Компания;ФИО;Должность;ФИО;Должность;Email контакта",
        "name person-1 person-role-1 person-2 person-role-2 person-email-2",
    );
    guessed("Компания;Должность;ФИО;Должность;ФИО", "name person-role-1 person-1 person-role-2 person-2");
    guessed(
        "Компания;Контакт 1;Контакт 2;Должность;Должность 2;Контакт 2: телефон 1;Контакт 2: телефон 2",
        "name person-1 person-2 person-role-1 person-role-2 person-phone-2 person-phone-2",
    );
    guessed(
        "Компания;ЛПР;Должность;Телефон ЛПР;Директор;Телефон директора;Контактное лицо;Контакт 3",
        "name person-1 person-role-1 person-phone-1 person-2 person-phone-2 person-3 person-4",
    );
    guessed("Компания;Фамилия;Имя;ФИО", "name person-surname-1 person-given-name-1 person-2");
    guessed("Компания;Контактное лицо 2;Контактное лицо 2", "name person-1 «Контактное лицо 2»");

    let map = ColumnMap::guess(&headings("Компания;Имя;Фамилия;Директор;Телефон директора"));
    let row =
        Row { cells: ["Вега", " Яна", "Шац", "", ""].map(String::from).into(), ..Row::default() };
    assert_eq!(map.persons().iter().map(|p| p.name(&row)).collect::<Vec<_>>(), ["Шац Яна", ""]);
    assert_eq!(map.persons()[1].title.as_deref(), Some("Директор"));
    assert_eq!(PersonColumns::values(&row, &map.persons()[1].phones).count(), 0);
    assert_eq!(map.name(&row), "Вега");
    let map = ColumnMap::guess(&headings("Отчество;Имя;Фамилия"));
    let row =
        Row { cells: ["Львовна", "Яна ", "Шац"].map(String::from).into(), ..Row::default() };
    assert_eq!(map.name(&row), "Шац Яна Львовна");
}

#[track_caller]
fn overridden(texts: &str, map: &str) -> Result<String, MapError> {
    let overrides = parse_map(map)?;
    ColumnMap::guess(&headings(texts)).with_overrides(&overrides).map(|map| shown(&map))
}

#[test]
fn the_user_decides() {
    assert_eq!(overridden("Тлфн;Фокс", "тлфн=phone,Фокс=skip").unwrap(), "phone -");
    assert_eq!(overridden("ФИО;Магазин;Телефон", "Магазин=name").unwrap(), "person-1 name phone");
    assert_eq!(overridden("Наименование;Магазин", "Магазин=name").unwrap(), "«Наименование» name");
    assert_eq!(overridden("a;b;c", "1=phone,2=name,3=person-phone-2").unwrap(), "phone name person-phone-1");
    assert_eq!(
        overridden("a;b;c", "1=person,2=person,3=person-phone").unwrap(),
        "person-1 person-2 person-phone-2"
    );
    assert_eq!(overridden("Тел;Тел", "Тел=custom").unwrap(), "«Тел» «Тел (2)»");
    assert_eq!(
        overridden("Тел;\"Имя, фамилия\"", "\"\"\"Имя, фамилия\"\"\"=custom:Кто").unwrap(),
        "phone «Кто»"
    );
    assert_eq!(overridden("2;1", "\"1\"=phone,1=skip").unwrap(), "- phone");
    assert_eq!(overridden("a=b", "a=b=phone").unwrap(), "phone");
    assert_eq!(overridden("Полное наименование;Тел", "1=public-name").unwrap(), "public-name phone");
}

#[test]
fn what_the_user_says_may_be_wrong() {
    let wrong = |map| overridden("Телефон;Город", map).unwrap_err();
    for part in ["Телефон", "Телефон=", "=phone"] {
        assert_eq!(wrong(part), MapError::Syntax { part: part.into() });
    }
    let suggestion = Some("Телефон".to_owned());
    assert_eq!(wrong("Тилефон=phone"), MapError::UnknownColumn { name: "Тилефон".into(), suggestion });
    assert_eq!(wrong("Ъ=phone"), MapError::UnknownColumn { name: "Ъ".into(), suggestion: None });
    assert_eq!(wrong("3=phone"), MapError::NoSuchPosition { position: 3, columns: 2 });
    assert_eq!(wrong("0=phone"), MapError::NoSuchPosition { position: 0, columns: 2 });
    let MapError::UnknownField { suggestion: Some("phone"), known, .. } = wrong("1=fone") else { panic!() };
    assert_eq!(known.len(), Field::ALL.len() + 2);
    assert!(matches!(wrong("1=phone-2"), MapError::UnknownField { .. }));
    assert_eq!(wrong("1=phone,Телефон=city"), MapError::ColumnTwice { column: "Телефон".into() });
    assert_eq!(wrong("1=name,2=name"), MapError::FieldTwice { field: Field::Name });
}

#[test]
fn a_list_without_phones_is_no_call_list() {
    let map = ColumnMap::guess(&headings("Наименование;Связь"));
    let row = Row { cells: vec!["Вега".into(), "+7 495 012-34-56".into()], ..Row::default() };
    let Err(MapError::NoPhoneColumn { headings: found, offers }) = map.check(&[row]) else { panic!() };
    assert_eq!(found, ["Наименование", "Связь"]);
    assert_eq!(offers, [Offer { column: 1, field: Field::Phone, percent: 100 }]);
    assert_eq!(ColumnMap::guess(&headings("Наименование;Телефон")).check(&[]), Ok(()));
    assert_eq!(ColumnMap::guess(&headings("Наименование;Телефон контактного лица")).check(&[]), Ok(()));
}

proptest! {
    #[test]
    fn every_column_has_one_place(
        picks in prop::collection::vec(
            prop::sample::select(vec![
                "Компания", "ФИО", "Имя", "Фамилия", "Телефон", "Телефон контактного лица 2", "Контактное лицо",
                "Контактное лицо 2", "Должность", "Должность 3", "ЛПР", "Телефон ЛПР", "Контрагент", "Город", "Сайт", "",
                "Email", "ИНН", "Полное наименование", "№",
            ]),
            0..12,
        ),
        map in "([1-9]=(phone|name|person|skip|person-role-2|custom)?,?){0,4}|.{0,20}",
    ) {
        let headings = headings(&picks.join(";"));
        let guess = ColumnMap::guess(&headings);
        let overridden = parse_map(&map).and_then(|overrides| guess.with_overrides(&overrides));
        for map in [Some(guess), overridden.ok()].into_iter().flatten() {
            prop_assert_eq!(map.columns().len(), headings.len());
            let on_persons = map.columns().iter().filter(|t| matches!(t, ColumnTarget::Person { .. })).count();
            let of = |p: &PersonColumns| p.name.len() + usize::from(p.role.is_some()) + p.phones.len() + p.emails.len();
            prop_assert_eq!(map.persons().iter().map(of).sum::<usize>(), on_persons);
            prop_assert!(map.persons().iter().all(|p| of(p) > usize::from(p.role.is_some())));
            for field in Field::ALL {
                prop_assert!(field.is_repeatable() || map.columns_of(field).count() <= 1);
            }
        }
    }
}
