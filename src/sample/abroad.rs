//! Clients of the demo base in other countries: when it is night in all of Russia, from nine in the evening to midnight
//! by Moscow, they can be called.
//!
//! Their numbers are those that the North American numbering plan keeps for stories: 555-0100 to 555-0199 of every area.

use chrono_tz::{America, Tz};

use super::Scene;
use super::card::email;
use super::rng::Rng;
use super::tale::{About, Tale};
use crate::desk::bulk::Records;
use crate::domain::client::{Class, Client, Interest};
use crate::domain::contact::ContactMethod;
use crate::domain::ids::ClientId;
use crate::domain::interaction::{Direction, InteractionKind};
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::phone::Phone;
use crate::domain::queue::EntryKind;
use crate::domain::time::DAY_MS;
use crate::domain::zone::{ClientZone, Confidence, ZoneSource};

/// Their sequences of chance begin here, beyond those of the clients made by hand.
const FIRST: u64 = 16_000_000;

/// A client abroad.
struct Abroad {
    name: &'static str,
    city: &'static str,
    zone: Tz,
    /// E.164.
    phone: u64,
    mail: &'static str,
    class: &'static str,
    /// Who decides, and his title.
    person: (&'static str, &'static str),
    plan: EntryKind,
    /// What the contact is planned for.
    reason: &'static str,
    /// What was said last.
    said: &'static str,
}

#[rustfmt::skip]
const ALL: &[Abroad] = &[
    Abroad {
        name: "Берёзка, русский магазин", city: "Торонто", zone: America::Toronto, phone: 14_165_550_107,
        mail: "berezka@toronto.example", class: "BX", person: ("Левина Марина Борисовна", "владелица"),
        plan: EntryKind::Promise, reason: "цена на 40 самоваров, 110 В",
        said: "Самовары кончились, к праздникам нужно 40 штук. Просит назвать цену с доставкой до порта.",
    },
    Abroad {
        name: "Калинка Импорт", city: "Нью-Йорк", zone: America::New_York, phone: 12_125_550_118,
        mail: "office@kalinka-import.example", class: "AY", person: ("Гуревич Лев Аркадьевич", "директор"),
        plan: EntryKind::Hot, reason: "ждут КП на вафельницы",
        said: "Сравнивают с турецким поставщиком. Вафельницы на 110 В берут контейнером.",
    },
    Abroad {
        name: "Матрёшка Маркет", city: "Чикаго", zone: America::Chicago, phone: 13_125_550_129,
        mail: "", class: "CX", person: ("Садовский Игорь Петрович", "управляющий"),
        plan: EntryKind::Hot, reason: "готовы взять 60 пельменниц",
        said: "Покупатели спрашивают пельменницы. Готовы взять 60 на пробу.",
    },
    Abroad {
        name: "Тройка Трейдинг", city: "Монреаль", zone: America::Toronto, phone: 15_145_550_131,
        mail: "info@troika.example", class: "BY", person: ("Осипова Нина Глебовна", "закупщик"),
        plan: EntryKind::Planned, reason: "подписать договор поставки",
        said: "Договор у юриста, обещали вернуть подписанным.",
    },
    Abroad {
        name: "Золотой петушок", city: "Ванкувер", zone: America::Vancouver, phone: 16_045_550_142,
        mail: "petushok@vancouver.example", class: "C", person: ("Мельник Тарас Иванович", "владелец"),
        plan: EntryKind::Planned, reason: "раз в месяц: остатки",
        said: "Чайники разошлись, утюги стоят: другая вилка.",
    },
    Abroad {
        name: "Снегурочка", city: "Сиэтл", zone: America::Los_Angeles, phone: 12_065_550_153,
        mail: "", class: "", person: ("Дьячкова Алла Семёновна", "совладелица"),
        plan: EntryKind::Retry, reason: "", said: "",
    },
    Abroad {
        name: "Русский дом", city: "Денвер", zone: America::Denver, phone: 13_035_550_164,
        mail: "dom@denver.example", class: "", person: ("Рябов Константин Львович", "владелец"),
        plan: EntryKind::Retry, reason: "", said: "",
    },
    Abroad {
        name: "Балалайка Гифтс", city: "Бостон", zone: America::New_York, phone: 16_175_550_175,
        mail: "", class: "", person: ("Фролова Инна Марковна", "директор"),
        plan: EntryKind::New, reason: "", said: "",
    },
    Abroad {
        name: "Невский Импорт", city: "Лос-Анджелес", zone: America::Los_Angeles, phone: 12_135_550_186,
        mail: "nevsky@la.example", class: "", person: ("Шапиро Борис Ефимович", "закупщик"),
        plan: EntryKind::New, reason: "", said: "",
    },
    Abroad {
        name: "Самовар и К", city: "Калгари", zone: America::Edmonton, phone: 14_035_550_197,
        mail: "", class: "", person: ("Юдина Софья Андреевна", "владелица"),
        plan: EntryKind::New, reason: "", said: "",
    },
];

/// Their records.
pub(super) fn all<'s>(scene: &'s Scene<'s>) -> impl Iterator<Item = Records> {
    (FIRST..).zip(ALL).map(move |(n, abroad)| {
        let id = scene.desk.new_id::<Client>();
        let mut tale = Tale::of(scene, abroad.card(scene, id), id, Rng::of(scene.seed, n));
        tale.agree(true);
        abroad.live(&mut tale);
        tale.out
    })
}

impl Abroad {
    fn card(&self, scene: &Scene<'_>, id: ClientId) -> Records {
        let mut out = Records::default();
        let mut client = Client::new(id, self.name, scene.now.plus_millis(-300 * DAY_MS));
        self.city.clone_into(&mut client.city);
        client.zone =
            Some(ClientZone { tz: self.zone, source: ZoneSource::Said, confidence: Confidence::High });
        client.class = Class::parse(self.class);
        client.tags = vec!["магазин".to_owned(), "экспорт".to_owned()];
        let (channel, source) = ("Выставки", "Выставка «Мир бытовой техники»");
        client.first_interest = Some(Interest { channel: channel.to_owned(), source: source.to_owned() });
        client.manager = Some(scene.crew.operator);
        let phone = Phone::from_e164(self.phone).map(|phone| ContactMethod::phone(phone, ""));
        client.methods = phone.into_iter().chain(email(self.mail)).collect();
        let (name, title) = self.person;
        out.people.push(Person {
            id: scene.desk.new_id::<Person>(),
            name: name.to_owned(),
            links: vec![PersonLink::new(id, Role::DecisionMaker, title)],
            methods: Vec::new(),
        });
        out.clients.push(client);
        out
    }

    fn live(&self, tale: &mut Tale<'_>) {
        let operator = tale.scene.crew.operator;
        if !self.said.is_empty() {
            let at = tale.clock.days_ago(&mut tale.rng, 9);
            let text = "Познакомились на выставке, просят прайс.".to_owned();
            tale.tell(InteractionKind::Meeting, Direction::Outgoing, at, text, None);
            let at = tale.clock.days_ago(&mut tale.rng, 2);
            tale.say(at, "thinking", "", self.said.to_owned(), About::default(), Some(operator));
            tale.reached(at);
        }
        let due = match self.plan {
            // Now, or as soon as they are awake: a promise to them is never late.
            EntryKind::Promise => tale.clock.open_from(tale.scene.now),
            EntryKind::Hot | EntryKind::Missed => tale.clock.minutes_ago(35),
            EntryKind::Planned => tale.clock.minutes_ago(70),
            EntryKind::Retry => tale.clock.minutes_ago(20),
            EntryKind::New => tale.cold().1.map_or(tale.scene.now, |list| list.created),
        };
        let mut entry = tale.listed(self.plan, due, self.reason.to_owned());
        if self.plan == EntryKind::Retry {
            let at = tale.clock.days_ago(&mut tale.rng, 1);
            entry.attempts = 1;
            let about = About { subject: tale.cold().0, entry: Some((entry.id, 1)) };
            tale.call(at, "no-answer", about, Some(operator));
        }
        tale.out.entries.push(entry);
    }
}
