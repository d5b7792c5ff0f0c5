//! The words of headings: what 1С, Excel, amoCRM, Bitrix24, Google and people call the columns of a client list.
//!
//! Phrases are compared without case, ё, punctuation and numbers: see [`super::headings`]. They stand here with commas
//! between them.

use super::field::Field;

/// Phrases that name a field by themselves. Where two columns of a list name the same field, the phrase that stands
/// earlier here gets it.
pub(super) const PHRASES: &[(Field, &str)] = &[
    (
        Field::Name,
        "наименование, рабочее наименование, наименование клиента, название клиента, имя клиента, партнёр, \
        наименование партнёра, название компании, наименование компании, имя компании, компания, \
        наименование организации, название организации, организация, название фирмы, наименование фирмы, \
        фирма, предприятие, наименование предприятия, клиент, покупатель, заказчик, краткое наименование, \
        наименование краткое, сокращённое наименование, краткое название, название, client name, customer \
        name, company name, account name, organization name, organisation name, business name, company, \
        client, customer, account, organization, organisation, firm, business",
    ),
    (
        Field::PublicName,
        "полное наименование, наименование полное, полное название, публичное наименование, полное \
        наименование организации, полное наименование компании, наименование для печати, public name",
    ),
    (
        Field::LegalName,
        "контрагент, наименование контрагента, юридическое лицо, юр лицо, юрлицо, наименование юридического \
        лица, наименование юр лица, юридическое наименование, юридическое название, юр название, юр \
        наименование, legal name, legal entity, legal entity name",
    ),
    (
        Field::Kind,
        "вид клиента, вид контрагента, вид партнёра, тип клиента, тип контрагента, тип партнёра, юр физ \
        лицо, юр физ, юридическое физическое лицо, компания или частное лицо, client kind, client type, \
        customer type, kind",
    ),
    (
        Field::Relations,
        "отношения, отношение, отношения с клиентом, тип отношений, вид отношений, тип отношений с клиентом, \
        relations, relationship, relation",
    ),
    (Field::Inn, "инн, inn, tin, tax id, taxpayer number, tax number"),
    (Field::Kpp, "кпп, kpp"),
    (Field::InnKpp, "инн кпп, инн и кпп, inn kpp"),
    (Field::Ogrn, "огрн, огрнип, огрн огрнип, огрн ип, ogrn, ogrnip"),
    (
        Field::Region,
        "регион, область, субъект рф, субъект федерации, субъект, край, область край, регион область, край \
        область, республика, region, state, province, state province",
    ),
    (
        Field::City,
        "город, населённый пункт, нас пункт, город населённый пункт, город нас пункт, населённый пункт \
        город, city, town, locality, city town",
    ),
    (
        Field::Address,
        "адрес, фактический адрес, адрес фактический, факт адрес, адрес доставки, рабочий адрес, адрес \
        офиса, почтовый адрес, адрес почтовый, юридический адрес, адрес юридический, юр адрес, адрес \
        регистрации, address, street address, postal address, mailing address, legal address, адрес улица \
        дом",
    ),
    (
        Field::Timezone,
        "часовой пояс, временная зона, часовая зона, таймзона, разница с мск, разница с москвой, time zone, \
        timezone, tz, utc, gmt",
    ),
    (
        Field::Manager,
        "ответственный, ответственный менеджер, основной менеджер, ответственный за клиента, менеджер \
        клиента, персональный менеджер, закреплённый менеджер, менеджер, куратор, ответственный сотрудник, \
        manager, account manager, responsible, responsible user, assigned to, owner, account owner",
    ),
    (
        Field::Class,
        "класс, класс клиента, класс abc, abc класс, abc, abc xyz, abc xyz класс, класс abc xyz, abc \
        категория, категория abc, class, abc class, client class",
    ),
    (Field::Tags, "теги, тег, тэги, тэг, метки, метка, ключевые слова, tags, tag, labels, label"),
    (
        Field::Note,
        "комментарий, комментарии, коментарий, комент, примечание, примечания, прим, заметка, заметки, \
        описание, дополнительная информация, доп информация, доп инфо, дополнительно, comment, comments, \
        note, notes, remark, remarks, description, additional information",
    ),
    (
        Field::Source,
        "источник, источник клиента, источник обращения, источник лида, источник контакта, источник \
        информации, откуда узнал, откуда узнали, откуда узнали о нас, source, lead source",
    ),
    (
        Field::Channel,
        "канал, канал привлечения, рекламный канал, канал рекламы, канал рекламного воздействия, канал \
        первичного интереса, channel, marketing channel, advertising channel",
    ),
    (Field::Code, "код, код клиента, код партнёра, код контрагента, code, client code, customer code"),
    (
        Field::Consent,
        "согласие, согласие на звонки, согласие на звонок, согласие на рекламу, согласие на рекламные \
        звонки, согласие клиента, дата согласия, дата согласия на рекламу, consent, consent to calls, \
        marketing consent, consent date, opt in",
    ),
    (
        Field::ConsentHow,
        "как дано согласие, как получено согласие, способ согласия, форма согласия, источник согласия, \
        consent how, consent method, consent source",
    ),
    (
        Field::ConsentText,
        "текст согласия, версия согласия, версия текста согласия, редакция согласия, consent text, consent \
        version",
    ),
    (
        Field::ConsentProof,
        "доказательство согласия, подтверждение согласия, файл согласия, ссылка на согласие, consent \
        proof, proof of consent",
    ),
    (
        Field::ConsentData,
        "согласие на обработку персональных данных, согласие на обработку пдн, согласие на обработку пд, \
        согласие пдн, consent to data processing, data consent",
    ),
    (
        Field::Hours,
        "когда звонить, hours, время звонков, время для звонка, время для звонков, удобное время, удобное время \
        для звонка, часы для звонка, call hours, calling hours, best time to call, when to call",
    ),
    (
        Field::DoNotCall,
        "не звонить, больше не звонить, стоп лист, стоплист, в стоп листе, отказ от звонков, запрет \
        звонков, запрет на звонки, do not call, dnc, opt out, no calls, stop list",
    ),
];

/// Columns that hold nothing for us: numbers of rows.
pub(super) const SKIPPED: &str = "№, № п п, п п, n п п, номер п п, номер строки, row number, line";

/// A word of a heading that names a phone, an address, a person or a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Names a field: a phone, an e-mail address, a part of a name, a job title.
    Names(Field),
    /// Says that it belongs to a person.
    Of(Whose),
    /// Adds nothing: «рабочий», «основной».
    Adds,
    /// «Номер»: adds nothing to a phone, and means something else without one.
    Number,
}

/// To which person of a client a column belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Whose {
    /// A contact person.
    Contact,
    /// Whoever decides (ЛПР).
    DecisionMaker,
    /// The director.
    Director,
    /// The chief accountant.
    Accountant,
    /// The secretary.
    Secretary,
}

/// Words of headings, one to three together, from which «Рабочий телефон контактного лица 2» is made up. A heading
/// with any other word in it is not one of these: «Телефон менеджера» is nobody's number to call.
pub(super) const WORDS: &[(Word, &str)] = &[
    (
        Word::Names(Field::Phone),
        "телефон, телефона, телефоны, телефонов, тел, телеф, тлф, моб, мобильный, мобильные, сотовый, \
        сотовые, сот, мобила, phone, phones, tel, telephone, telephones, mobile, mob, cell, cellphone, \
        cellular, msisdn, мобильного, сотового",
    ),
    (
        Word::Names(Field::Email),
        "email, emails, e mail, mail, емейл, имейл, емэйл, имэйл, мейл, эл почта, эл почты, \
        электронная почта, электронной почты, почта, эл адрес, электронный адрес, email адрес, email \
        address, mail address, адрес электронной почты, адрес эл почты, e mail адрес, e mail address",
    ),
    (Word::Names(Field::Name), "фио, полное имя, fio, full name, fullname, name, ф и о"),
    (Word::Names(Field::Surname), "фамилия, surname, last name, lastname, family name"),
    (Word::Names(Field::GivenName), "имя, first name, firstname, given name"),
    (
        Word::Names(Field::Patronymic),
        "отчество, patronymic, middle name, middlename, second name, additional name",
    ),
    (
        Word::Names(Field::PersonRole),
        "должность, должности, позиция, роль, job title, title, position, job, role",
    ),
    (
        Word::Of(Whose::Contact),
        "контакт, контакта, контактное лицо, контактного лица, контактные лица, контактных лиц, контактному \
        лицу, конт лицо, конт лица, к л, кл, контактёр, представитель, представителя, contact, contact \
        person, person, representative",
    ),
    (
        Word::Of(Whose::DecisionMaker),
        "лпр, лицо принимающее решение, лицо принимающее решения, лица принимающего решения, лица \
        принимающего решение, decision maker",
    ),
    (
        Word::Of(Whose::Director),
        "директор, директора, генеральный директор, генерального директора, ген директор, ген директора, \
        гендиректор, гендиректора, руководитель, руководителя, director, ceo",
    ),
    (
        Word::Of(Whose::Accountant),
        "бухгалтер, бухгалтера, главный бухгалтер, главного бухгалтера, гл бухгалтер, главбух, accountant",
    ),
    (Word::Of(Whose::Secretary), "секретарь, секретаря, secretary"),
    (
        Word::Adds,
        "основной, основная, основное, осн, главный, рабочий, рабочая, рабочие, раб, служебный, домашний, \
        дом, дополнительный, доп, другой, иной, городской, гор, стационарный, прямой, личный, личная, \
        частный, контактный, контактные, контактная, контактного, клиента, организации, компании, \
        контрагента, партнёра, фирмы, предприятия, покупателя, заказчика, офис, офиса, факс, для связи, \
        связи, с кодом, города, код города, whatsapp, whats app, viber, telegram, ватсап, вотсап, вайбер, телеграм, \
        или, и, work, business, home, main, primary, secondary, other, additional, direct, client, \
        customer, company, account, office, fax, value, or, the, of, s, рабочего, домашнего, основного, \
        дополнительного, личного, organization",
    ),
    (Word::Number, "номер, номера, номеров, ном, №, number, numbers, no"),
];

/// Words that say whose a field is when everything is the client's: «ИНН контрагента».
pub(super) const OWNERS: &str = "клиента, организации, компании, контрагента, партнёра, фирмы, предприятия, \
    покупателя, заказчика, юридического лица, юр лица, клиент, компания, client, customer, company, account";
