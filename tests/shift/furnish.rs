//! What the shift begins with: clients, a list of them, an operator's hours.

use chrono::{NaiveTime, Weekday};
use dozvon::desk::access::SetShift;
use dozvon::desk::import::{Decision, ImportOptions, Importer};
use dozvon::desk::jobs::SetJob;
use dozvon::domain::ids::CallListId;
use dozvon::domain::person::Role;
use dozvon::domain::shift::ShiftHours;

use crate::common::base::{Base, Row};

/// Attempts the job allows.
const ATTEMPTS: u16 = 3;
/// Clients on the list.
pub const CLIENTS: u64 = 300;
/// Where they live, by the area code of their first number.
pub const CITIES: [(&str, u64); 6] = [
    ("Москва", 495),
    ("Самара", 846),
    ("Екатеринбург", 343),
    ("Омск", 381_2),
    ("Калининград", 401_2),
    ("Новосибирск", 383),
];

/// A number in an area.
pub fn phone(code: u64, number: u64) -> String {
    let rest = 10 - code.to_string().len();
    format!("+7{code}{:0rest$}", 2_000_000 % 10_u64.pow(rest as u32) + number)
}

/// The clients, a list of them, and an operator's hours.
pub fn furnish(base: &Base) -> CallListId {
    base.clock.set("2026-11-10T18:00:00+03:00");
    let list = base.list("Опт, осень", Some("cold-wholesale"));
    let (admin, now) = (&base.admin, base.clock.now());
    let set = SetJob { attempts: Some(ATTEMPTS), ..SetJob::default() };
    base.desk.execute(admin, now, &set.of(list)).unwrap();
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap();
    let shift = ShiftHours::new(base.operator.zone, &days, false, nine, 8 * 60);
    base.desk.execute(admin, now, &SetShift { user: base.operator.user, shift }).unwrap();
    let options = ImportOptions { list: Some(list), ..ImportOptions::default() };
    let mut import = Importer::new(&base.desk, admin, now, options).unwrap();
    for n in 0..CLIENTS {
        let (city, code) = CITIES[usize::try_from(n).unwrap() % CITIES.len()];
        let mut row = Row::new(&format!("Клиент {n:03} Оптторг"), city).phone(&phone(code, 10 * n));
        if n % 3 == 0 {
            row = row.phone(&phone(code, 10 * n + 1));
        }
        if n % 4 == 0 {
            row = row.person("Иванов Пётр", "закупки", Role::Purchasing, &phone(916, 7000 + 10 * n));
        }
        row.0.line = n + 1;
        import.row(&row.0, &mut |_, _| Decision::Skip).unwrap();
    }
    import.finish().unwrap();
    list
}
