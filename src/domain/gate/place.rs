//! Where a client may be when he is called, and at what hours.

use std::sync::Arc;

use chrono_tz::Tz;

use crate::domain::calendar::Calendar;
use crate::domain::call_list::Purpose;
use crate::domain::client::Client;
use crate::domain::geo;
use crate::domain::hours::{Times, Window};
use crate::domain::phone::Phone;
use crate::domain::zone::{Confidence, ZoneSource};

/// All zones in which a client may live, the likeliest first. What is certain is one zone; a region with several times and
/// a mobile prefix leave a few; where nothing is known, all of the country are possible.
pub fn zones_of(client: &Client, phone: Option<&Phone>) -> Vec<Tz> {
    let by_number = phone.and_then(|phone| geo::zone_of_number(phone.without_ext().number()));
    let Some(zone) = client.zone else {
        return by_number.map_or_else(|| geo::ZONES.to_vec(), |place| place.zones.to_vec());
    };
    if zone.confidence == Confidence::High {
        return vec![zone.tz];
    }
    let possible: &[Tz] = match zone.source {
        ZoneSource::Said => &[],
        ZoneSource::Address => client.region.and_then(geo::region).map_or(&[], |region| region.zones),
        ZoneSource::AreaCode | ZoneSource::MobilePrefix => {
            // The number that is dialled may be another one than the zone was guessed by.
            let of_number = |phone: &Phone| geo::zone_of_number(phone.without_ext().number());
            let guessed = phone.into_iter().chain(client.phones()).filter_map(of_number);
            let guessed = guessed.map(|place| place.zones).find(|zones| zones.contains(&zone.tz));
            guessed.unwrap_or_default()
        }
    };
    // A zone nothing speaks for was set by whoever loaded the client.
    let others = possible.iter().copied().filter(|tz| *tz != zone.tz);
    std::iter::once(zone.tz).chain(others).collect()
}

/// The clock a client lives by, as far as it is known; Moscow's when nothing is.
pub fn clock_of(client: &Client, phone: Option<&Phone>) -> Tz {
    let zones = zones_of(client, phone);
    let unknown = client.zone.is_none() && zones.len() == geo::ZONES.len();
    zones.first().copied().filter(|_| !unknown).unwrap_or(chrono_tz::Europe::Moscow)
}

/// The hours in which a client may be called: those of the purpose in every zone he may live in, and by his likeliest
/// clock his own and those of the call list.
pub fn times_of(
    client: &Client,
    phone: Option<&Phone>,
    purpose: Purpose,
    list: Option<Window>,
    calendar: &Arc<Calendar>,
) -> Times {
    let clock = clock_of(client, phone);
    Times::new(Arc::clone(calendar), Window::of(purpose), zones_of(client, phone))
        .within(list, clock)
        .within(client.calls, clock)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::geo::RegionCode;
    use crate::domain::ids::{ClientId, RecordId};
    use crate::domain::time::Moment;
    use crate::domain::zone::ClientZone;

    fn client(zone: Option<ClientZone>) -> Client {
        let mut client = Client::new(ClientId::from_u64(1), "Протон", Moment::default());
        client.zone = zone;
        client
    }

    fn zone(tz: Tz, source: ZoneSource, confidence: Confidence) -> Option<ClientZone> {
        Some(ClientZone { tz, source, confidence })
    }

    fn phone(number: u64) -> Phone {
        Phone::from_e164(number).unwrap()
    }

    #[test]
    fn what_is_not_certain_leaves_several_zones() {
        use chrono_tz::{Asia, Europe};
        let far_east = phone(79_140_000_000);
        let nowhere = phone(79_050_000_000);
        // A sure address beats whatever the number hints at.
        let sure = client(zone(Asia::Omsk, ZoneSource::Address, Confidence::High));
        assert_eq!(zones_of(&sure, Some(&far_east)), [Asia::Omsk]);
        // A hint narrows the country down to a part of it, the likeliest zone first.
        let hinted = client(zone(Asia::Yakutsk, ZoneSource::MobilePrefix, Confidence::Low));
        let possible = zones_of(&hinted, Some(&far_east));
        assert_eq!(possible.first(), Some(&Asia::Yakutsk));
        assert!(possible.contains(&Asia::Kamchatka) && !possible.contains(&Europe::Moscow), "{possible:?}");
        assert_eq!(zones_of(&client(None), Some(&far_east)), possible);
        // A zone set by hand for a whole file stands.
        let set = client(zone(Asia::Omsk, ZoneSource::MobilePrefix, Confidence::Low));
        assert_eq!(zones_of(&set, Some(&nowhere)), [Asia::Omsk]);
        assert_eq!(zones_of(&client(None), Some(&nowhere)), geo::ZONES);
        assert_eq!(zones_of(&client(None), None), geo::ZONES);
        let mut yakutia = client(zone(Asia::Yakutsk, ZoneSource::Address, Confidence::Medium));
        yakutia.region = Some(RegionCode(14));
        assert_eq!(zones_of(&yakutia, None), [Asia::Yakutsk, Asia::Vladivostok, Asia::Srednekolymsk]);
    }

    #[test]
    fn a_hint_opens_more_hours_than_nothing_at_all() {
        let at = |text: &str| Moment::from(chrono::DateTime::parse_from_rfc3339(text).unwrap());
        let calendar = Arc::default();
        let times =
            |number: u64| times_of(&client(None), Some(&phone(number)), Purpose::Service, None, &calendar);
        // Five in the afternoon in Moscow is two in the morning on Kamchatka.
        assert!(!times(79_050_000_000).open_at(at("2026-11-10T17:00:00+03:00")));
        assert!(times(79_160_000_000).open_at(at("2026-11-10T17:00:00+03:00")));
        assert!(!times(79_140_000_000).open_at(at("2026-11-10T12:00:00+03:00")));
        assert!(times(79_140_000_000).open_at(at("2026-11-10T06:00:00+03:00")));
    }
}
