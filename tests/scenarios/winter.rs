//! The job «Зима»: its script asks three questions, one of them typed.

use dozvon::desk::content::{MakeCallList, SaveScript};
use dozvon::domain::call_list::Purpose;
use dozvon::domain::ids::CallListId;
use dozvon::domain::script::file::parse;

use crate::common::base::Base;

/// The script.
pub(crate) const SCRIPT: &str = r#"
code = "winter"
name = "Зима"
language = "ru"
advertising = true
purpose = "предложить оптовые цены на зиму"

[[step]]
code = "hello"
title = "Знакомство"
say = """
Здравствуйте, {имя|коллеги}! Компания {фирма}, {оператор}.
Хочу {цель}. Удобно говорить?"""
answers = [
  { text = "Да, слушаю", to = "offer" },
  { text = "Нет времени", to = "bye" },
]

[[step]]
code = "offer"
title = "Предложение"
say = "Обогреватели и увлажнители со склада. Интересно?"
answers = [
  { text = "Не сейчас", to = "bye" },
  { text = "Интересно", to = "goods" },
]

[[step]]
code = "goods"
title = "Товар"
say = "Что у вас берут чаще?"
question = { code = "goods", title = "Что берут", kind = "single" }
answers = [
  { code = "heaters", text = "Обогреватели", to = "shops" },
  { code = "humidifiers", text = "Увлажнители", to = "shops" },
]

[[step]]
code = "shops"
title = "Магазины"
say = "Сколько у вас магазинов?"
question = { code = "shops", title = "Магазины", kind = "number", min = 1, max = 500, required = true }
to = "when"

[[step]]
code = "when"
title = "Срок"
say = "Когда нужен товар?"
question = { code = "when", title = "Срок", kind = "single" }
answers = [
  { code = "november", text = "В ноябре", to = "bye" },
  { code = "december", text = "В декабре", to = "bye" },
]

[[step]]
code = "bye"
title = "Прощание"
say = "Спасибо! Предложение пришлю завтра до двенадцати."
outcome = "sale"

[[step]]
code = "dear"
title = "Дорого"
objection = true
say = "Понимаю. С чем сравниваете?"
"#;

/// Makes the job, without rows.
pub(crate) fn winter(base: &Base) -> CallListId {
    let (draft, warnings) = parse(SCRIPT).unwrap();
    assert!(warnings.is_empty(), "{warnings:?}");
    let now = base.clock.now();
    base.desk.execute(&base.admin, now, &SaveScript(draft)).unwrap();
    let list = MakeCallList {
        name: "Зима".into(),
        script: Some("winter".into()),
        process: Some("standard-sale".into()),
        purpose: Purpose::Advertising,
    };
    base.desk.execute(&base.admin, now, &list).unwrap()
}
