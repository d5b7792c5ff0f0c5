//! Words of a cell: what kind a client is, yes and no.

use crate::domain::client::{ClientKind, Relations};

/// «Юр. лицо», «компания», «ИП», «физлицо», `company`, `person`.
pub(super) fn kind(text: &str) -> Option<ClientKind> {
    let text = text.trim().to_lowercase();
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if begins(&["физ", "ип", "частн", "person", "individual", "sole"]) {
        Some(ClientKind::Person)
    } else if begins(&["юр", "комп", "орг", "ооо", "ао", "company", "organi", "legal"]) {
        Some(ClientKind::Company)
    } else {
        None
    }
}

/// «Клиент», «поставщик, конкурент», `supplier`; `None` where no such word is seen.
pub(super) fn relations(text: &str) -> Option<Relations> {
    let text = text.to_lowercase();
    let named = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let found = Relations {
        client: named(&["клиент", "покупател", "заказчик", "client", "customer", "buyer"]),
        supplier: named(&["поставщик", "supplier", "vendor"]),
        competitor: named(&["конкурент", "competitor"]),
        carrier: named(&["перевозчик", "carrier"]),
        other: named(&["проч", "иное", "other"]),
    };
    (found != Relations::default()).then_some(found)
}

/// Whether a mark says yes: «да», «1», «+», `yes`, `x`, or any words at all but «нет», «0», `no`.
pub(super) fn is_yes(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    !text.is_empty() && !matches!(text.as_str(), "нет" | "0" | "no" | "false" | "-" | "—" | "ложь")
}
