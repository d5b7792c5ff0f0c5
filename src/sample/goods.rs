//! What is sold: household appliances, by the box.

use super::rng::Rng;
use crate::domain::money::{Currency, Money};

/// One kind of goods.
#[derive(Clone, Copy, Debug)]
pub(super) struct Goods {
    /// «пылесосы»
    pub(super) name: &'static str,
    /// «пылесосов»
    pub(super) of: &'static str,
    /// Wholesale price in roubles.
    price: i64,
    /// How many are ordered at once, at least and at most.
    order: (i64, i64),
}

const fn goods(name: &'static str, of: &'static str, price: i64, order: (i64, i64)) -> Goods {
    Goods { name, of, price, order }
}

const ALL: &[Goods] = &[
    goods("блендеры", "блендеров", 1_240, (20, 120)),
    goods("варочные панели", "варочных панелей", 8_900, (4, 40)),
    goods("вентиляторы", "вентиляторов", 1_150, (30, 200)),
    goods("водонагреватели", "водонагревателей", 7_300, (5, 40)),
    goods("вытяжки", "вытяжек", 5_400, (6, 50)),
    goods("встраиваемые духовки", "встраиваемых духовок", 17_600, (3, 30)),
    goods("кондиционеры", "кондиционеров", 18_700, (4, 40)),
    goods("кофеварки", "кофеварок", 3_900, (10, 60)),
    goods("микроволновки", "микроволновок", 4_600, (10, 60)),
    goods("мультиварки", "мультиварок", 2_650, (15, 90)),
    goods("мясорубки", "мясорубок", 2_950, (15, 80)),
    goods("обогреватели", "обогревателей", 1_900, (30, 180)),
    goods("плиты", "плит", 15_800, (4, 30)),
    goods("посудомоечные машины", "посудомоечных машин", 19_900, (3, 30)),
    goods("пылесосы", "пылесосов", 4_250, (10, 120)),
    goods("стиральные машины", "стиральных машин", 17_400, (4, 40)),
    goods("телевизоры", "телевизоров", 14_600, (5, 50)),
    goods("тостеры", "тостеров", 1_080, (20, 90)),
    goods("увлажнители", "увлажнителей", 2_300, (15, 80)),
    goods("утюги", "утюгов", 1_350, (20, 120)),
    goods("фены", "фенов", 790, (30, 150)),
    goods("холодильники", "холодильников", 21_300, (3, 30)),
    goods("чайники", "чайников", 960, (30, 200)),
];

/// An order: what, how many, for how much.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) goods: Goods,
    pub(super) count: i64,
}

impl Order {
    /// An order by chance, by whole boxes.
    pub(super) fn any(rng: &mut Rng) -> Self {
        let goods = rng.pick(ALL).copied().unwrap_or(goods("чайники", "чайников", 960, (30, 200)));
        let count = rng.between(goods.order.0, goods.order.1);
        Self { goods, count: if count > 20 { count / 10 * 10 } else { count } }
    }

    /// What it costs.
    pub(super) fn sum(&self) -> Money {
        Money::from_minor(self.goods.price * self.count * 100, Currency::Rub)
    }

    /// The words of a text with this order in them: `{goods}` «пылесосы», `{of}` «пылесосов», `{count}`, `{sum}` in
    /// roubles.
    pub(super) fn told(&self, text: &str) -> String {
        if !text.contains('{') {
            return text.to_owned();
        }
        let text = text.replace("{goods}", self.goods.name).replace("{of}", self.goods.of);
        let text = text.replace("{count}", &self.count.to_string());
        text.replace("{sum}", &roubles(self.goods.price * self.count))
    }
}

/// «120 000»
fn roubles(sum: i64) -> String {
    let digits = sum.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

/// «пылесосы» → «Пылесосы»
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_told_with_its_sum() {
        let order =
            Order { goods: goods("пылесосы", "пылесосов", 4_250, (1, 1)), count: 120 };
        assert_eq!(
            order.told("{goods}, {count} шт. на {sum} ₽: {of}"),
            "пылесосы, 120 шт. на 510 000 ₽: пылесосов"
        );
        assert_eq!(order.sum(), Money::parse("510000", Currency::Rub).unwrap());
        assert_eq!((roubles(960), roubles(1_234_567)), ("960".to_owned(), "1 234 567".to_owned()));
        assert_eq!(capital(order.goods.name), "Пылесосы");
        let mut rng = Rng::new(3);
        assert!((0..500).all(|_| Order::any(&mut rng).sum().minor() >= 1_000_000));
    }
}
