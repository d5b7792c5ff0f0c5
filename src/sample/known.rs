//! The clients of the demo base that are made by hand: they stand in the pictures of the documentation.

use super::card::{email, trunk};
use super::rng::Rng;
use super::tale::{About, Tale};
use super::{Scene, numbers, places};
use crate::desk::bulk::Records;
use crate::domain::client::{Class, Client, ClientKind, Interest};
use crate::domain::contact::ContactMethod;
use crate::domain::deal::{Deal, Move};
use crate::domain::geo::find_city;
use crate::domain::ids::{ClientId, UserId};
use crate::domain::inn::InnMark;
use crate::domain::interaction::{Direction, InteractionKind, Subject};
use crate::domain::legal::LegalEntity;
use crate::domain::money::{Currency, Money};
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::phone::Phone;
use crate::domain::queue::EntryKind;
use crate::domain::time::{DAY_MS, Moment};

/// Their numbers among all clients of a seed: beyond any that chance has.
const FIRST: u64 = 15_000_000;

/// A client as he is written down here.
struct Hand {
    name: &'static str,
    /// Empty for a natural person.
    legal: &'static str,
    city: &'static str,
    address: &'static str,
    /// Code and line.
    phone: u64,
    mail: &'static str,
    class: &'static str,
    tags: &'static [&'static str],
    interest: (&'static str, &'static str),
    /// Name, role, title, mobile number (0 for none).
    people: &'static [(&'static str, Role, &'static str, u64)],
    life: fn(&mut Life<'_>),
}

const ALL: &[Hand] = &[
    Hand {
        name: "Альтаир",
        legal: "ООО «Альтаир»",
        city: "Омск",
        address: "ул. Складская, 14",
        phone: 3_810_123_407,
        mail: "zakaz@altair.example",
        class: "AX",
        tags: &["постоянный", "сеть"],
        interest: ("Выставки", "Выставка «Мир бытовой техники»"),
        people: &[
            ("Сидоров Пётр Алексеевич", Role::DecisionMaker, "директор", 9_435_550_177),
            ("Лапина Ольга Викторовна", Role::Accountant, "главный бухгалтер", 0),
        ],
        life: |life| life.altair(),
    },
    Hand {
        name: "Протон",
        legal: "ООО «Протон»",
        city: "Москва",
        address: "ул. Энергетиков, 8, стр. 2",
        phone: 4_950_123_456,
        mail: "info@proton.example",
        class: "BY",
        tags: &["магазин"],
        interest: ("Выставки", "Выставка «Электронный мир»"),
        people: &[
            ("Крылова Анна Сергеевна", Role::DecisionMaker, "коммерческий директор", 9_445_550_214),
            ("Носков Денис Юрьевич", Role::Purchasing, "закупщик", 9_455_550_215),
        ],
        life: |life| life.proton(),
    },
    Hand {
        name: "Видео маркет",
        legal: "ООО «Видео маркет»",
        city: "Москва",
        address: "пр. Космонавтов, 31, пав. 12",
        phone: 4_990_127_001,
        mail: "zakupki@videomarket.example",
        class: "BZ",
        tags: &["магазин"],
        interest: ("Выставки", "Акция: Распродажа бытовой техники"),
        people: &[("Горский Вадим Олегович", Role::DecisionMaker, "владелец", 9_465_550_330)],
        life: |life| life.video_market(),
    },
    Hand {
        name: "ИП Петрова Г.Н.",
        legal: "ИП Петрова Галина Николаевна",
        city: "Владивосток",
        address: "ул. Набережная, 5",
        phone: 4_230_124_040,
        mail: "",
        class: "C",
        tags: &["хозтовары"],
        interest: ("Обзвон", "Справочник организаций"),
        people: &[("Петрова Галина Николаевна", Role::DecisionMaker, "ИП", 9_475_550_441)],
        life: |life| life.petrova(),
    },
    Hand {
        name: "Ассоль",
        legal: "ООО «Ассоль»",
        city: "Новороссийск",
        address: "ул. Солнечная, 3",
        phone: 8_610_125_510,
        mail: "opt@assol.example",
        class: "BX",
        tags: &["сезонный", "магазин"],
        interest: ("Выставки", "Выставка «Мир бытовой техники»"),
        people: &[("Зимина Вера Павловна", Role::DecisionMaker, "управляющая", 9_485_550_552)],
        life: |life| life.assol(),
    },
    Hand {
        name: "Все для дома",
        legal: "ООО «Все для дома»",
        city: "Екатеринбург",
        address: "ул. Торговая, 21",
        phone: 3_430_126_161,
        mail: "snab@vsedlyadoma.example",
        class: "AY",
        tags: &["сеть", "реализация"],
        interest: ("Сеть магазинов", "Диваны и кровати (магазин)"),
        people: &[("Бойко Роман Ильич", Role::Purchasing, "начальник отдела снабжения", 9_435_550_663)],
        life: |life| life.home(),
    },
    Hand {
        name: "Торговый дом «Сигма»",
        legal: "АО Торговый дом «Сигма»",
        city: "Новосибирск",
        address: "ул. Вокзальная, 100",
        phone: 3_830_127_272,
        mail: "office@sigma.example",
        class: "AX",
        tags: &["сеть", "тендер"],
        interest: ("Выставки", "Выставка «Электронный мир»"),
        people: &[
            ("Рогов Виктор Станиславович", Role::DecisionMaker, "генеральный директор", 9_445_550_774),
            ("Шевчук Инна Романовна", Role::Secretary, "секретарь", 0),
        ],
        life: |life| life.sigma(),
    },
    Hand {
        name: "Диваны и кровати (магазин)",
        legal: "ООО «Диваны и кровати»",
        city: "Саратов",
        address: "ул. Садовая, 77",
        phone: 8_450_128_383,
        mail: "mebel@divany.example",
        class: "C",
        tags: &["магазин", "рекомендует нас"],
        interest: ("Рекомендация", "От другого клиента"),
        people: &[("Уваров Степан Михайлович", Role::DecisionMaker, "владелец", 9_455_550_885)],
        life: |life| life.sofas(),
    },
    Hand {
        name: "Алхимов А.А.",
        legal: "",
        city: "Москва",
        address: "",
        phone: 9_465_550_996,
        mail: "",
        class: "",
        tags: &["частное лицо"],
        interest: ("Сайт", "Заявка на прайс"),
        people: &[],
        life: |life| life.alkhimov(),
    },
];

/// Their records.
pub(super) fn all<'s>(scene: &'s Scene<'s>) -> impl Iterator<Item = Records> {
    (FIRST..).zip(ALL).map(move |(n, hand)| {
        let id = scene.desk.new_id::<Client>();
        let card = hand.card(scene, n, id);
        let mut life = Life { tale: Tale::of(scene, card, id, Rng::of(scene.seed, n)) };
        life.tale.agree(true);
        (hand.life)(&mut life);
        life.tale.out
    })
}

impl Hand {
    fn card(&self, scene: &Scene<'_>, n: u64, id: ClientId) -> Records {
        let mut out = Records::default();
        let mut client = Client::new(id, self.name, scene.now.plus_millis(-420 * DAY_MS));
        self.legal.clone_into(&mut client.public_name);
        self.address.clone_into(&mut client.address);
        if let Some(city) = find_city(self.city) {
            city.ru.clone_into(&mut client.city);
            client.region = Some(city.region);
            client.zone = Some(places::zone(city));
        }
        client.class = Class::parse(self.class);
        client.tags = self.tags.iter().map(|tag| (*tag).to_owned()).collect();
        let (channel, source) = self.interest;
        client.first_interest = Some(Interest { channel: channel.to_owned(), source: source.to_owned() });
        client.manager = Some(scene.crew.operator);
        client.custom.insert("Источник номера".to_owned(), "справочник организаций".to_owned());
        if let Some(phone) = phone(self.phone) {
            let label = if self.people.is_empty() { "" } else { "основной" };
            client.methods.push(ContactMethod {
                label: label.to_owned(),
                ..ContactMethod::phone(phone, &trunk(&phone))
            });
        }
        client.methods.extend(email(self.mail));
        let trader = self.legal.starts_with("ИП");
        if self.legal.is_empty() || trader {
            client.kind = ClientKind::Person;
        }
        if let Some(inn) = numbers::inn(n, trader, scene.seed).filter(|_| !self.legal.is_empty()) {
            out.legal.push(LegalEntity {
                id: scene.desk.new_id::<LegalEntity>(),
                name: self.legal.to_owned(),
                inn: Some(inn),
                inn_mark: InnMark::Good,
                kpp: if trader { None } else { numbers::kpp(&inn) },
                ogrn: numbers::ogrn(&inn, 14, n, scene.seed),
                clients: vec![id],
            });
        }
        for (name, role, title, mobile) in self.people {
            out.people.push(Person {
                id: scene.desk.new_id::<Person>(),
                name: (*name).to_owned(),
                links: vec![PersonLink::new(id, *role, *title)],
                methods: phone(*mobile).map(|phone| ContactMethod::phone(phone, "")).into_iter().collect(),
            });
        }
        out.clients.push(client);
        out
    }
}

fn phone(national: u64) -> Option<Phone> {
    (national > 0).then(|| Phone::from_e164(70_000_000_000 + national)).flatten()
}

/// The tale of one of them.
struct Life<'s> {
    tale: Tale<'s>,
}

impl Life<'_> {
    fn ago(&mut self, days: i64) -> Moment {
        self.tale.clock.days_ago(&mut self.tale.rng, days)
    }

    fn operator(&self) -> UserId {
        self.tale.scene.crew.operator
    }

    /// The other one who calls.
    fn colleague(&self) -> UserId {
        self.tale.scene.crew.callers.get(1).copied().unwrap_or(self.operator())
    }

    /// A call of the operator's.
    fn called(&mut self, days: i64, code: &str, reason: &str, text: &str) {
        let (at, owner) = (self.ago(days), self.operator());
        self.tale.say(at, code, reason, text.to_owned(), About::default(), Some(owner));
        self.tale.reached(at);
    }

    /// A call from the client.
    fn called_us(&mut self, days: i64, text: &str) {
        let at = self.ago(days);
        self.tale.tell(InteractionKind::Call, Direction::Incoming, at, text.to_owned(), None);
        let colleague = self.colleague();
        if let Some(call) = self.tale.out.interactions.last_mut() {
            call.owner = colleague;
        }
    }

    fn noted(&mut self, days: i64, text: &str) {
        let at = self.ago(days);
        self.tale.note(at, text);
    }

    /// A deal in roubles that came to its stages so many days ago; it ends `end` days ago, when it does.
    fn deal(&mut self, code: &str, name: &str, roubles: i64, came: &[i64], end: Option<(i64, Move)>) {
        let Some(process) = self.tale.scene.catalog.process_by_code(code).cloned() else { return };
        let mut days = came.iter().copied();
        let mut at = self.ago(days.next().unwrap_or(1));
        let sum = Money::from_minor(roubles * 100, Currency::Rub);
        let mut deal: Deal = self.tale.named_deal(&process, 0, at, name.to_owned(), sum);
        for day in days {
            at = self.ago(day).max(at.plus_minutes(25));
            self.tale.advance(&mut deal, &process, Move::Forward, at);
        }
        if let Some((day, step)) = end {
            at = self.ago(day).max(at.plus_minutes(40));
            self.tale.advance(&mut deal, &process, step, at);
            if step == Move::Lose {
                let text = "Выбрали другого поставщика.".to_owned();
                let about = About { subject: Some(Subject::Deal(deal.id)), entry: None };
                self.tale.say(at, "not-interested", "Есть поставщик", text, about, None);
            }
        }
        self.tale.out.deals.push(deal);
    }

    /// Something planned in the first list.
    fn planned(&mut self, kind: EntryKind, due: Moment, reason: &str, attempts: u16) {
        let list = self.tale.scene.lists.first().filter(|_| kind != EntryKind::Planned);
        let mut entry = self.tale.entry(kind, due, reason.to_owned(), list);
        entry.attempts = attempts;
        entry.person = self.tale.out.people.first().map(|person| person.id);
        self.tale.out.entries.push(entry);
    }

    fn altair(&mut self) {
        self.deal("standard-sale", "Пылесосы, опт", 120_000, &[9, 7, 6], None);
        self.called(16, "not-interested", "Дорого", "На маркетплейсе нашли дешевле на семь процентов.");
        self.noted(16, "Сказали «дорого»: сравнивали с маркетплейсом.");
        self.called_us(8, "Просят КП на 30 пылесосов с доставкой.");
        self.noted(8, "Ждёт КП (не отправлено!).");
        self.called(1, "thinking", "", "КП не получили, ждут. Цена за 30 штук устраивает.");
        self.noted(1, "Звонить после 15:00 по Омску.");
        let now = self.tale.scene.now;
        let due = self.tale.clock.open_from(now);
        self.planned(EntryKind::Promise, due, "КП на 30 пылесосов", 2);
    }

    fn proton(&mut self) {
        self.deal(
            "standard-sale",
            "Телевизоры, пробная партия",
            146_000,
            &[70, 68, 63, 61, 55, 50, 46],
            Some((34, Move::Forward)),
        );
        self.deal("standard-sale", "Телевизоры, опт", 438_000, &[17, 15, 11, 9, 4], None);
        self.called_us(6, "Спрашивают цену за 30 телевизоров.");
        self.noted(6, "Решает Анна Сергеевна, закупщик только собирает цены.");
        self.called(1, "callback", "", "Планёрка. Просила завтра, нужна новая цена.");
        let due = self.tale.clock.minutes_ago(18);
        self.planned(EntryKind::Promise, due, "новая цена на 30 телевизоров", 1);
    }

    fn video_market(&mut self) {
        self.deal("manual-sale", "Кондиционеры", 707_760, &[200], Some((190, Move::Lose)));
        self.called(3, "callback", "", "Поставщик подвёл со сроками, готовы вернуться к разговору.");
        let due = self.tale.clock.in_minutes(14);
        self.planned(EntryKind::Promise, due, "кондиционеры: цена и срок", 1);
    }

    fn petrova(&mut self) {
        let at = self.tale.clock.minutes_ago(195);
        let owner = self.operator();
        self.tale.say(at, "no-answer", "", String::new(), About::default(), Some(owner));
        let due = self.tale.clock.minutes_ago(15);
        self.planned(EntryKind::Retry, due, "", 1);
    }

    fn assol(&mut self) {
        self.deal("manual-sale", "Вентиляторы", 88_470, &[160, 158, 155, 150], Some((140, Move::Forward)));
        self.called(2, "thinking", "", "Готовятся к лету, хотят 80 вентиляторов. Считают место на складе.");
        self.noted(2, "Берут летом вентиляторы, зимой обогреватели; решают за неделю.");
        let due = self.tale.clock.minutes_ago(40);
        self.planned(EntryKind::Hot, due, "готовы взять 80 вентиляторов", 1);
    }

    fn home(&mut self) {
        self.deal("no-stages", "Товары в магазины сети «Все для дома»", 1_000_000, &[45], None);
        self.called(32, "sale", "", "Добавили в реализацию чайники и утюги, отчёт раз в месяц.");
        let due = self.tale.clock.minutes_ago(90);
        self.planned(EntryKind::Planned, due, "раз в месяц: остатки по магазинам", 0);
    }

    fn sigma(&mut self) {
        self.deal("no-stages", "Товары в магазины сети «Сигма»", 500_000, &[28], None);
        self.called(12, "thinking", "", "Тендер объявят в начале месяца, наши цены в таблице.");
        self.noted(12, "Через секретаря: Инна Романовна соединяет до 11:00.");
        let due = self.tale.clock.days_ahead(&mut self.tale.rng, 1);
        self.planned(EntryKind::Planned, due, "узнать о тендере", 0);
    }

    fn sofas(&mut self) {
        self.called_us(20, "Прислали к нам двух покупателей, просят скидку на своё.");
        self.noted(20, "Советует нас соседям: держать цену.");
    }

    fn alkhimov(&mut self) {
        self.called_us(15, "Претензия: чайник течёт. Направлен в сервис.");
        self.called(11, "thinking", "", "Чайник заменили, доволен.");
    }
}
