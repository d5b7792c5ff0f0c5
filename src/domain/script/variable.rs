//! What may stand in the braces of a script.

use std::borrow::Cow;

use crate::domain::text::Lang;

/// A variable of a script. Who fills it in knows the client, the deal and the clock; this is only the list of names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Variable {
    /// `{клиент}`, `{client}`: the working name, «Альтаир».
    Client,
    /// `{компания}`, `{company}`: the name with the legal form, «ООО «Альтаир»».
    Company,
    /// `{имя}`, `{name}`: name and patronymic of the contact person; [`address::of`](super::address::of) makes it.
    Name,
    /// `{фио}`, `{fullname}`: the full name of the contact person.
    FullName,
    /// `{должность}`, `{jobtitle}`: the job title of the contact person.
    JobTitle,
    /// `{город}`, `{city}`: the client's city.
    City,
    /// `{оператор}`, `{operator}`: who is calling.
    Operator,
    /// `{фирма}`, `{firm}`: our firm, as the client should hear it.
    Firm,
    /// `{сделка}`, `{deal}`: the name of the open deal.
    Deal,
    /// `{сумма}`, `{amount}`: its sum with the currency.
    Amount,
    /// `{этап}`, `{stage}`: its stage.
    Stage,
    /// `{дата}`, `{date}`: today, by the client's clock.
    Date,
    /// `{время}`, `{time}`: now, by the client's clock.
    Time,
    /// `{телефон}`, `{phone}`: the number of the call.
    Phone,
    /// `{цель}`, `{purpose}`: why we call, as the top of the script says it.
    Purpose,
    /// `{поле:Название}`, `{field:Name}`: a field of the card that we made ourselves.
    Field(String),
    /// `{ответ:код}`, `{answer:code}`: what the client answered to a question of this script.
    Answer(String),
}

/// Names in Russian and English; both may stand in any script.
const NAMES: [(Variable, &str, &str); 15] = [
    (Variable::Client, "клиент", "client"),
    (Variable::Company, "компания", "company"),
    (Variable::Name, "имя", "name"),
    (Variable::FullName, "фио", "fullname"),
    (Variable::JobTitle, "должность", "jobtitle"),
    (Variable::City, "город", "city"),
    (Variable::Operator, "оператор", "operator"),
    (Variable::Firm, "фирма", "firm"),
    (Variable::Deal, "сделка", "deal"),
    (Variable::Amount, "сумма", "amount"),
    (Variable::Stage, "этап", "stage"),
    (Variable::Date, "дата", "date"),
    (Variable::Time, "время", "time"),
    (Variable::Phone, "телефон", "phone"),
    (Variable::Purpose, "цель", "purpose"),
];

/// What stands before the colon of a field, in Russian and English.
const FIELD: (&str, &str) = ("поле", "field");

/// What stands before the colon of an answer, in Russian and English.
const ANSWER: (&str, &str) = ("ответ", "answer");

impl Variable {
    /// Reads a name; letter case and spaces around it do not count.
    ///
    /// ```
    /// use dozvon::domain::script::variable::Variable;
    /// assert_eq!(Variable::parse("Имя"), Some(Variable::Name));
    /// assert_eq!(Variable::parse("field: Площадь"), Some(Variable::Field("Площадь".into())));
    /// assert_eq!(Variable::parse("имечко"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        if let Some((word, field)) = name.split_once(':') {
            let (word, rest) = (word.trim().to_lowercase(), field.trim());
            let is = |names: (&str, &str)| (word == names.0 || word == names.1) && !rest.is_empty();
            let field = is(FIELD).then(|| Self::Field(rest.to_owned()));
            return field.or_else(|| is(ANSWER).then(|| Self::Answer(rest.to_owned())));
        }
        let name = name.to_lowercase();
        NAMES.iter().find(|(_, ru, en)| name == *ru || name == *en).map(|(variable, ..)| variable.clone())
    }

    /// The name without braces, in one of the two languages.
    pub fn name(&self, lang: Lang) -> Cow<'_, str> {
        match self {
            Self::Field(field) => format!("{}:{field}", pick(lang, FIELD.0, FIELD.1)).into(),
            Self::Answer(code) => format!("{}:{code}", pick(lang, ANSWER.0, ANSWER.1)).into(),
            known => known.plain_name(lang).unwrap_or_default().into(),
        }
    }

    /// The name of a variable that is no field and no answer.
    pub(super) fn plain_name(&self, lang: Lang) -> Option<&'static str> {
        NAMES.iter().find(|(variable, ..)| variable == self).map(|(_, ru, en)| pick(lang, ru, en))
    }

    /// All variables with a name of their own, each with its Russian and its English name, for help and documents.
    pub fn all() -> impl Iterator<Item = (Self, &'static str, &'static str)> {
        NAMES.iter().cloned()
    }

    /// The name that `name` may be a slip of, in the language it is written in.
    pub(super) fn nearest(name: &str) -> Option<String> {
        // Nobody mistypes one language into the other, so both may be searched at once.
        crate::domain::textfile::nearest(name, NAMES.iter().flat_map(|(_, ru, en)| [*ru, *en]))
    }
}

fn pick(lang: Lang, ru: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Ru => ru,
        Lang::En => en,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back_in_both_languages() {
        for (variable, ru, en) in Variable::all().chain([
            (Variable::Field("Этаж".into()), "поле:Этаж", "field:Этаж"),
            (Variable::Answer("area".into()), "ответ:area", "answer:area"),
        ]) {
            for (lang, name) in [(Lang::Ru, ru), (Lang::En, en)] {
                assert_eq!(variable.name(lang), name);
                assert_eq!(Variable::parse(&format!(" {} ", name)).as_ref(), Some(&variable));
            }
        }
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for name in ["", ":", "поле:", "поле: ", "пол:Этаж", "имя2", "клиент:", "ответ:", "answer: "]
        {
            assert_eq!(Variable::parse(name), None, "{name}");
        }
        assert_eq!(Variable::nearest("операор").as_deref(), Some("оператор"));
        assert_eq!(Variable::nearest("compny").as_deref(), Some("company"));
        assert_eq!(Variable::nearest("погода"), None);
    }
}
