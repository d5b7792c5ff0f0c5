//! The card of a client: who he is, who speaks and pays for him, how he is reached.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::Scene;
use super::firms::{FirmName, Trade, latin};
use super::names::{FullName, TITLES};
use super::rng::Rng;
use super::{numbers, places};
use crate::desk::bulk::Records;
use crate::domain::client::{Abc, Class, Client, ClientKind, Interest, Xyz};
use crate::domain::contact::{ContactMethod, ContactState};
use crate::domain::email::Email;
use crate::domain::geo::{City, zone_of_number};
use crate::domain::ids::{ClientId, LegalEntityId, PersonId};
use crate::domain::inn::InnMark;
use crate::domain::legal::LegalEntity;
use crate::domain::person::{Person, PersonLink, Role};
use crate::domain::phone::Phone;
use crate::domain::time::DAY_MS;

/// People of one client at most; their phones are counted by it.
const PEOPLE_MAX: u64 = 4;

/// Channels and sources of first interest, with how often they bring somebody.
const INTERESTS: &[(u64, (&str, &str))] = &[
    (10, ("Выставки", "Выставка «Мир бытовой техники»")),
    (7, ("Выставки", "Выставка «Электронный мир»")),
    (5, ("Выставки", "Акция: Распродажа бытовой техники")),
    (6, ("Сеть магазинов", "Диваны и кровати (магазин)")),
    (18, ("Обзвон", "Справочник организаций")),
    (12, ("Сайт", "Заявка на прайс")),
    (8, ("Рекомендация", "От другого клиента")),
];

const SOURCES: &[&str] = &[
    "справочник организаций",
    "каталог выставки",
    "ваша заявка на сайте",
    "вывеска магазина",
    "визитка с выставки",
];

const MAIL: &[&str] = &["info", "zakaz", "office", "snab", "opt", "mail"];

/// A client by chance, with the records around him.
pub(super) struct Card<'a> {
    scene: &'a Scene<'a>,
    rng: Rng,
    /// Number of the client under the seed: names, INN and phones follow from it.
    n: u64,
    city: Option<&'static City>,
    out: Records,
}

impl<'a> Card<'a> {
    /// Makes the card of client number `n`, in one of the eleven zones when one is given.
    pub(super) fn make(scene: &'a Scene<'a>, n: u64, zone: Option<usize>, id: ClientId) -> Records {
        let mut rng = Rng::of(scene.seed, n);
        // One client in sixty is known by his number only.
        let unknown = zone.is_none() && rng.below(60) == 0;
        let city = if unknown { None } else { scene.places.city(&mut rng, zone) };
        let mut card = Self { scene, rng, n, city, out: Records::default() };
        match card.rng.below(100) {
            0..=85 => card.firm(id),
            86..=94 => card.trader(id),
            _ => card.private(id),
        }
        card.out
    }

    fn firm(&mut self, id: ClientId) {
        let trade = Trade::any(&mut self.rng);
        let name = FirmName::of(self.n, trade, self.city, &mut self.rng, self.scene.seed);
        let mut client = self.client(id, &name.working, trade);
        client.public_name = if self.rng.chance(40) { name.full } else { name.legal.clone() };
        let domain = match self.city {
            Some(city) if self.rng.chance(60) => format!("{}-{}", name.latin, latin(city.ru)),
            _ => name.latin,
        };
        client.methods = self.office_methods(&domain);
        self.legal(id, name.legal, false);
        let count = self.rng.weighted(&[(45, 1), (38, 2), (17, 3)]);
        let mut roles: Vec<(Role, &[&str])> = TITLES.to_vec();
        for place in 0..count {
            // The one who decides is known of two clients in three.
            let chosen = if place == 0 && self.rng.chance(66) {
                0
            } else {
                usize::try_from(self.rng.below(roles.len() as u64)).unwrap_or(0)
            };
            let (role, titles) = roles.remove(chosen.min(roles.len().saturating_sub(1)));
            let name = FullName::any(&mut self.rng);
            let title = self.rng.word(titles);
            self.person(id, place, &name, role, title, &domain);
        }
        self.out.clients.push(client);
    }

    fn trader(&mut self, id: ClientId) {
        let name = FullName::any(&mut self.rng);
        let trade = self.rng.weighted(&[(6, Trade::Shop), (3, Trade::Household), (3, Trade::Service)]);
        let mut client = self.client(id, &format!("ИП {}", name.short()), trade);
        client.kind = ClientKind::Person;
        client.public_name = format!("Индивидуальный предприниматель {}", name.full());
        let domain = format!("ip-{}", latin(&name.surname));
        if self.rng.chance(50) {
            client.methods = self.office_methods(&domain);
        }
        self.legal(id, format!("ИП {}", name.full()), true);
        self.person(id, 0, &name, Role::DecisionMaker, "ИП", &domain);
        self.out.clients.push(client);
    }

    fn private(&mut self, id: ClientId) {
        let name = FullName::any(&mut self.rng);
        let mut client = self.client(id, &name.full(), Trade::Shop);
        client.kind = ClientKind::Person;
        client.tags = vec!["частное лицо".to_owned()];
        client.custom = BTreeMap::new();
        client.methods.extend(self.mobile(0).map(|phone| ContactMethod::phone(phone, "")));
        if client.zone.is_none() {
            let place = client.phones().find_map(|phone| zone_of_number(phone.number()));
            client.zone = place.map(|place| place.zone);
        }
        self.out.clients.push(client);
    }

    /// A client with all that does not depend on what he is.
    fn client(&mut self, id: ClientId, name: &str, trade: Trade) -> Client {
        let rng = &mut self.rng;
        let days = rng.between(40, 1_400);
        let registered = self.scene.now.plus_millis(-days * DAY_MS);
        let mut client = Client::new(id, name, registered);
        if let Some(city) = self.city {
            city.ru.clone_into(&mut client.city);
            client.address = places::address(rng);
            client.region = Some(city.region);
            client.zone = Some(places::zone(city));
        }
        client.manager = rng.chance(70).then(|| self.scene.crew.any(rng));
        let abc = rng.weighted(&[(10, None), (14, Some(Abc::A)), (32, Some(Abc::B)), (44, Some(Abc::C))]);
        let xyz = rng.weighted(&[(3, None), (2, Some(Xyz::X)), (3, Some(Xyz::Y)), (4, Some(Xyz::Z))]);
        client.class = abc.map(|abc| Class { abc, xyz });
        client.tags = vec![trade.tag().to_owned()];
        if rng.chance(18) {
            client.tags.push(rng.word(&["постоянный", "сезонный", "тендер", "самовывоз"]).to_owned());
        }
        if rng.chance(65) {
            let (channel, source) = rng.weighted(INTERESTS);
            client.first_interest = Some(Interest { channel: channel.to_owned(), source: source.to_owned() });
        }
        let custom = &mut client.custom;
        custom.insert("Источник номера".to_owned(), rng.word(SOURCES).to_owned());
        if matches!(trade, Trade::Shop | Trade::Chain | Trade::Household) && rng.chance(50) {
            custom.insert("Площадь".to_owned(), format!("{} м²", rng.between(3, 60) * 10));
        }
        if rng.chance(35) {
            let terms = ["предоплата", "отсрочка 14 дней", "отсрочка 30 дней", "реализация"];
            custom.insert("Условия".to_owned(), rng.word(&terms).to_owned());
        }
        client
    }

    /// The numbers and addresses of the firm as a whole.
    fn office_methods(&mut self, domain: &str) -> Vec<ContactMethod> {
        let mut out = Vec::new();
        let seed = self.scene.seed;
        let line = match self.city {
            Some(city) => numbers::landline(places::area_code(city, &mut self.rng), self.n, seed),
            None => self.mobile(PEOPLE_MAX - 1),
        };
        if let Some(line) = line {
            let label = self.rng.word(&["", "основной", "магазин", "отдел закупок", "приёмная"]);
            // What the list said, before it was read.
            let raw = if self.rng.chance(30) { trunk(&line) } else { String::new() };
            out.push(ContactMethod { label: label.to_owned(), ..ContactMethod::phone(line, &raw) });
            if self.rng.chance(12)
                && let Some(inner) = line.with_ext(&format!("{}", self.rng.between(101, 148)))
            {
                out.push(ContactMethod {
                    label: "бухгалтерия".to_owned(),
                    ..ContactMethod::phone(inner, "")
                });
            }
        }
        if self.rng.chance(72) {
            out.extend(email(&format!("{}@{domain}.example", self.rng.word(MAIL))));
        }
        out
    }

    fn legal(&mut self, client: ClientId, name: String, person: bool) {
        let seed = self.scene.seed;
        let Some(inn) = numbers::inn(self.n, person, seed) else { return };
        let year = self.rng.between(2, 24).unsigned_abs();
        self.out.legal.push(LegalEntity {
            id: self.scene.desk.new_id::<LegalEntity>() as LegalEntityId,
            name,
            inn: Some(inn),
            inn_mark: InnMark::Good,
            kpp: (!person).then(|| numbers::kpp(&inn)).flatten(),
            ogrn: self.rng.chance(60).then(|| numbers::ogrn(&inn, year, self.n, seed)).flatten(),
            clients: vec![client],
        });
    }

    fn person(
        &mut self,
        client: ClientId,
        place: u64,
        name: &FullName,
        role: Role,
        title: &str,
        domain: &str,
    ) {
        let mut methods = Vec::new();
        // Who decides can be called; of the others many sit behind the common number.
        if role == Role::DecisionMaker || self.rng.chance(60) {
            methods.extend(self.mobile(place).map(|phone| ContactMethod::phone(phone, "")));
        }
        if let Some(method) = methods.first_mut()
            && self.rng.below(25) == 0
        {
            method.state = ContactState::Dead;
        }
        if self.rng.chance(35) {
            methods.extend(email(&format!("{}@{domain}.example", latin(&name.surname))));
        }
        let mut link = PersonLink::new(client, role, title);
        if self.rng.chance(30) {
            let today = self.scene.now.utc().date_naive();
            link.from = Some(today - TimeDelta::days(self.rng.between(90, 2_500)));
        }
        let id: PersonId = self.scene.desk.new_id::<Person>();
        self.out.people.push(Person { id, name: name.full(), links: vec![link], methods });
    }

    fn mobile(&self, place: u64) -> Option<Phone> {
        numbers::mobile(self.n * PEOPLE_MAX + place, self.scene.seed)
    }
}

/// An e-mail address as a contact method.
pub(super) fn email(text: &str) -> Option<ContactMethod> {
    Email::parse(text).ok().map(|email| ContactMethod::email(email, ""))
}

/// A number of +7 as people in Russia write it: 8 (495) 012-34-56.
pub(super) fn trunk(phone: &Phone) -> String {
    let pretty = phone.pretty();
    match pretty.strip_prefix("+7 ").and_then(|rest| rest.split_once(' ')) {
        Some((code, line)) => format!("8 ({code}) {line}"),
        None => pretty,
    }
}
