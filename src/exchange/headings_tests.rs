use super::*;
use proptest::prelude::*;

fn shown(heading: &str) -> String {
    match meaning(heading) {
        None => "?".to_owned(),
        Some(Meaning::Skip) => "skip".to_owned(),
        Some(Meaning::Names(named)) => {
            let number = named.number.map(|n| format!(" {n}")).unwrap_or_default();
            let who = match named.whose {
                None | Some(Whose::Contact) => String::new(),
                Some(who) => format!(" {who:?}"),
            };
            let either = if named.is_name_part && named.whose.is_none() { " or person" } else { "" };
            format!("{}{number}{who}{either}", named.field.key())
        }
    }
}

#[test]
fn headings_of_real_lists() {
    for (headings, expected) in [
        ("Телефон|ТЕЛЕФОНЫ|Тел.|тел|Моб. тел.|Мобильный|Сотовый телефон|Номер телефона|№ телефона", "phone"),
        ("Phone|Phone (mobile)|Mobile Phone|Business Phone|PhoneMobile", "phone"),
        ("Рабочий телефон|Тел./факс|Контактный телефон|Телефон клиента|Телефон (с кодом города)", "phone"),
        ("Тeлeфoн|Компания: Рабочий телефон|Телефон WhatsApp|телефон, мобильный|Other phone", "phone"),
        ("Телефон 1|Телефон1|Тел. 1|1-й телефон|Первый телефон|phone_1|Тел1|Phone 1 - Value", "phone 1"),
        (
            "E-mail|Е-mail|email|Эл. почта|Электронная почта|Почта|Рабочий e-mail|Адрес электронной почты",
            "email",
        ),
        ("Email Address|e_mail|eMail|Рабочий email|E-Mail (рабочий)", "email"),
        ("Наименование|Партнер|Партнёр|Компания|Название компании|Организация|Клиент|Company", "name"),
        ("Account Name|Название|Имя клиента|Рабочее наименование|COMPANY NAME", "name"),
        ("Полное наименование|НаименованиеПолное|Полное наименование организации", "public-name"),
        ("Контрагент|Юр. лицо|Юридическое лицо|Legal name", "legal-name"),
        ("ИНН|инн|ИНН контрагента|ИНН организации|Tax ID|ИННКонтрагента", "inn"),
        ("КПП", "kpp"),
        ("ИНН/КПП|ИНН, КПП|ИНН и КПП", "inn-kpp"),
        ("ОГРН|ОГРНИП|ОГРН/ОГРНИП", "ogrn"),
        ("Регион|Область|Субъект РФ|Region|Регион/область", "region"),
        ("Город|Нас. пункт|Населённый пункт|City|Город клиента", "city"),
        ("Адрес|Юр. адрес|Фактический адрес|Address|Адрес клиента", "address"),
        ("Часовой пояс|Time zone|UTC", "timezone"),
        ("Вид контрагента|ЮрФизЛицо|Юр/физ|Тип клиента", "kind"),
        ("Ответственный|Менеджер|Ответственный менеджер|Куратор|Assigned to|Owner", "manager"),
        ("Класс|ABC|АВС|ABC/XYZ|ABC-класс", "class"),
        ("Теги|Метки|Tags", "tags"),
        ("Комментарий|Примечание|Заметки|Доп. информация|Notes|Description", "note"),
        ("Источник|Lead Source", "source"),
        ("Канал привлечения|Рекламный канал", "channel"),
        ("Код|Код клиента", "code"),
        ("Согласие|Дата согласия|Согласие на рекламу|Opt-in", "consent"),
        ("Согласие на обработку персональных данных", "consent-data"),
        ("Удобное время для звонка", "hours"),
        ("Не звонить|Стоп-лист|DNC|Do not call", "do-not-call"),
        ("ФИО|Ф.И.О.|Фамилия, имя, отчество|Фамилия Имя|Name|Full name|ФИО клиента", "name or person"),
        ("Фамилия|Last Name", "surname or person"),
        ("Имя|First name|FirstName", "given-name or person"),
        ("Отчество|Middle Name", "patronymic or person"),
        ("Должность|Job Title", "person-role"),
        ("Контактное лицо|Конт. лицо|Контакт|ФИО контактного лица|Contact person|Contact name", "person"),
        ("Имя контакта", "person-given-name"),
        (
            "Контактное лицо 2|Конт. лицо №2|2-е контактное лицо|Второе контактное лицо|ФИО контактного лица 2",
            "person 2",
        ),
        (
            "Телефон контактного лица|Контакт: Рабочий телефон|Рабочий телефон (контакт)|Contact person phone",
            "person-phone",
        ),
        ("Телефон контактного лица 2|Контакт 2: телефон|Контакт 2. Телефон 1|тел. к.л. 2", "person-phone 2"),
        ("Телефон 2 контактного лица", "person-phone"),
        ("Должность контактного лица 3|Контакт 3 - должность", "person-role 3"),
        ("E-mail контактного лица|Email контакта", "person-email"),
        ("ЛПР|ФИО ЛПР|Лицо, принимающее решения", "person DecisionMaker"),
        ("Телефон ЛПР|Мобильный телефон ЛПР", "person-phone DecisionMaker"),
        ("Директор|ФИО директора|Руководитель|Ген. директор|Генеральный директор", "person Director"),
        ("Главный бухгалтер|Главбух", "person Accountant"),
        ("№|№ п/п|N п/п|П/п|Причина отказа|ПРИЧИНА ОТКАЗА|Rejected because", "skip"),
        ("", "?"),
        ("Контакты|Номер|Номер контакта|Факс|Добавочный|Телефон менеджера|Телефон ответственного|Сайт", "?"),
        ("Phone 1 - Type|Дата последнего звонка|Комментарий к телефону|Телефон, e-mail|Телефон 2024", "?"),
        ("Список клиентов на 01.03.2026|Всего клиентов: 5|+7 495 012-34-56|ООО Протон|Дом|Рабочий", "?"),
        ("Директор по продажам|Иванов Иван|Ответственный за контакт|WhatsApp|Дата рождения", "?"),
    ] {
        for heading in headings.split('|') {
            assert_eq!(shown(heading), expected, "{heading}");
        }
    }
}

#[test]
fn our_own_names_of_fields_are_headings() {
    for field in Field::ALL {
        let Some(Meaning::Names(named)) = meaning(field.key()) else { panic!("{field:?}") };
        assert_eq!(named.field, field);
        let numbered = format!("{}-2", field.key());
        let Some(Meaning::Names(named)) = meaning(&numbered) else { panic!("{numbered}") };
        assert_eq!((named.field, named.number), (field, Some(2)));
    }
}

#[test]
fn no_phrase_stands_for_two_fields() {
    let mut seen = std::collections::HashMap::new();
    for (field, phrases) in PHRASES {
        for phrase in phrases.split(", ") {
            assert_eq!(seen.insert(normal(phrase).0, field), None, "{phrase}");
        }
    }
    for phrases in WORDS.iter().map(|(_, phrases)| phrases) {
        for phrase in phrases.split(", ") {
            let words = normal(phrase).0;
            assert!((1..=3).contains(&words.len()), "{phrase}");
        }
    }
}

proptest! {
    #[test]
    fn never_panics(heading in ".{0,60}|[тТelEф 0-9№.,-]{0,30}") {
        let _ = meaning(&heading);
    }

    #[test]
    fn case_and_punctuation_do_not_matter(pick in 0_usize..1_000, mark in "[ .,:;_()\"-]{1,3}") {
        let all: Vec<_> = PHRASES.iter().flat_map(|(_, phrases)| phrases.split(", ")).collect();
        let phrase = all[pick % all.len()];
        let written = phrase.to_uppercase().replace(' ', &mark).replace('Ё', "Е");
        // «Legal name» with a hyphen is our own name of the field and goes before everyday words.
        prop_assume!(keyed(&written).is_none());
        prop_assert_eq!(meaning(&written), meaning(phrase));
    }
}
