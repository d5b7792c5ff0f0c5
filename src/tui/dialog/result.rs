//! What a result of a call wants to know: one question after another, and nothing it does not need.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picker::window;
use super::result_question::{FIELDS, Question, Step};
use super::when::{Chosen, READING};
use super::{Behave, Cx, Flow};
use crate::desk::result::{Answers, ContactAnswer};
use crate::domain::outcome::{NextStep, Outcome};
use crate::domain::phone::Phone;
use crate::domain::text::Lang;
use crate::say;
use crate::tui::action::Action;
use crate::tui::draw;
use crate::tui::env::Env;
use crate::tui::field::Field;
use crate::tui::hit::HitMap;
use crate::tui::key::{Key, KeyCode};
use crate::tui::model::Model;
use crate::tui::theme::Role;
use crate::tui::update::{complain, record};

/// The questions of one result.
#[derive(Debug)]
pub struct ResultForm {
    outcome: Outcome,
    /// What is asked, in this order.
    steps: Vec<Step>,
    /// Which of the questions is asked now.
    place: usize,
    question: Question,
    answers: Answers,
    /// Whether an incoming call has settled what was planned.
    settles: Option<bool>,
    /// What was typed into the fields of each question.
    said: Vec<[String; FIELDS]>,
}

impl ResultForm {
    /// The questions of a result that has any.
    pub fn new(model: &Model, env: &Env, outcome: &Outcome) -> Option<Self> {
        let mut steps: Vec<Step> = outcome.asks.iter().map(|ask| Step::Ask(*ask)).collect();
        // Another time moves what was planned, and a prohibition ends it: neither need be asked.
        let open = !matches!(outcome.next, NextStep::Callback | NextStep::FollowUp) && !outcome.flags.stop;
        let awaited = model.awaited().filter(|_| open && outcome.flags.human);
        steps.extend(awaited.map(|entry| Step::Settles(Box::new(entry.clone()))));
        let question = Question::new(model, env, outcome, steps.first()?);
        let answers = Answers::default();
        let said = vec![Default::default(); steps.len()];
        Some(Self { outcome: outcome.clone(), steps, place: 0, question, answers, settles: None, said })
    }

    /// The result.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// The present question is answered: the next one, or the desk.
    fn answered(&mut self, cx: &mut Cx<'_>) -> Flow {
        match self.steps.get(self.place + 1) {
            Some(step) => {
                let next = Question::new(cx.model, cx.env, &self.outcome, step);
                self.take_down();
                self.place += 1;
                self.question = next;
                self.put_back();
            }
            None => {
                let effects = record(cx.model, cx.env, &self.outcome, self.answers.clone(), self.settles);
                cx.effects.extend(effects);
            }
        }
        // The form goes when the result is recorded: nothing is lost if it can't be.
        Flow::Stay
    }

    /// Remembers what was typed into the present question.
    fn take_down(&mut self) {
        let typed = self.question.typed();
        if let Some(said) = self.said.get_mut(self.place) {
            *said = typed.unwrap_or_else(|| said.clone());
        }
    }

    /// Puts back what was typed into the present question before.
    fn put_back(&mut self) {
        if let Some(said) = self.said.get(self.place) {
            self.question.retype(said);
        }
    }

    fn submit(&mut self, cx: &mut Cx<'_>) -> Flow {
        match &mut self.question {
            Question::When { field, purpose, on_purpose } => match field.take(cx) {
                Some(chosen) => {
                    let until = chosen.until(field.zone(), cx.env);
                    let purpose = field.purpose(&purpose.text(), cx.env);
                    self.promised(chosen, until, purpose);
                }
                None => {
                    *on_purpose = false;
                    return Flow::Stay;
                }
            },
            Question::Reason { reasons, picker, words } => {
                let reason = match words {
                    Some(words) => words.text().trim().to_owned(),
                    None => reasons.get(picker.row).cloned().unwrap_or_default(),
                };
                if reason.is_empty() {
                    complain(cx.model, cx.env, say!("reason-wanted"));
                    return Flow::Stay;
                }
                // The last reason is «other»: it wants words.
                if words.is_none() && picker.row + 1 == reasons.len() && reasons.len() > 1 {
                    let said = self.said.get(self.place).map_or("", |[words, _]| words);
                    *words = Some(Field::line(said));
                    return Flow::Stay;
                }
                self.answers.reason = reason;
            }
            Question::Deal(question) => match question.take() {
                Ok(deal) => self.answers.deal = deal,
                Err(problem) => {
                    complain(cx.model, cx.env, problem);
                    return Flow::Stay;
                }
            },
            Question::Source(question) => {
                self.answers.source = question.take();
                if self.answers.source.is_empty() {
                    complain(cx.model, cx.env, say!("source-wanted"));
                    return Flow::Stay;
                }
            }
            Question::Settles(_, picker) => self.settles = Some(picker.row == 0),
            Question::Stop(stops, picker, askers) => {
                self.answers.stop = stops.get(picker.row).copied();
                self.answers.asker = askers.answer();
            }
            Question::Contact { name, phone, on_phone } => {
                if !*on_phone && !name.is_empty() {
                    *on_phone = true;
                    return Flow::Stay;
                }
                let number = phone.text();
                let number = number.trim();
                let read = (!number.is_empty()).then(|| Phone::parse(number)?.of_client()).transpose();
                match read {
                    Ok(number) => {
                        self.answers.contact = Some(ContactAnswer { name: name.text(), phone: number });
                    }
                    Err(error) => {
                        complain(cx.model, cx.env, cx.env.texts.phone_error(&error));
                        *on_phone = true;
                        return Flow::Stay;
                    }
                }
            }
        }
        self.answered(cx)
    }

    fn promised(&mut self, chosen: Chosen, until: String, purpose: String) {
        self.answers.until = until;
        self.answers.purpose = purpose;
        self.answers.when = Some(chosen.at);
        self.answers.personal = chosen.personal;
        self.answers.whole_day = chosen.whole_day;
    }

    /// The rows a cursor moves among, where there are any.
    fn rows(&self) -> usize {
        match &self.question {
            Question::Reason { reasons, words: None, .. } => reasons.len(),
            Question::Stop(stops, ..) => stops.len(),
            Question::Source(question) => question.rows(),
            Question::Settles(..) => 2,
            _ => 0,
        }
    }

    fn choose(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        if row >= self.rows() {
            return Flow::Stay;
        }
        match &mut self.question {
            Question::Reason { picker, .. } | Question::Stop(_, picker, _) | Question::Settles(_, picker) => {
                picker.row = row;
            }
            Question::Source(question) => question.choose(row),
            _ => return Flow::Stay,
        }
        self.submit(cx)
    }
}

impl Behave for ResultForm {
    fn contexts(&self) -> &'static [&'static str] {
        match self.question {
            Question::Reason { words: None, .. } | Question::Stop(..) | Question::Settles(..) => &["list"],
            Question::Source(_) => &["line", "list"],
            _ => &["line", "text"],
        }
    }

    fn key(&mut self, cx: &mut Cx<'_>, key: Key) -> Flow {
        let digit = match key.code {
            KeyCode::Char(c) => c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()),
            _ => None,
        };
        let digits = match &self.question {
            Question::Source(question) => question.takes_digits(),
            _ => true,
        };
        if let Some(row) = digit.filter(|_| digits && self.rows() > 0).and_then(|digit| digit.checked_sub(1))
        {
            return self.choose(cx, row);
        }
        match &mut self.question {
            Question::When { field, purpose, on_purpose } => match key.code {
                KeyCode::Up | KeyCode::Down if !field.is_offering() => *on_purpose = !*on_purpose,
                KeyCode::Tab if *on_purpose => field.flip(),
                _ if *on_purpose => _ = purpose.key(key),
                _ => {
                    if let Some(chosen) = field.key(key, cx.env) {
                        let until = chosen.until(field.zone(), cx.env);
                        let purpose = field.purpose(&purpose.text(), cx.env);
                        self.promised(chosen, until, purpose);
                        return self.answered(cx);
                    }
                }
            },
            // Whoever begins to type has words of his own.
            Question::Reason { words, .. } => match key.code {
                KeyCode::Char(_) => {
                    words.get_or_insert_with(|| Field::line("")).key(key);
                }
                _ => {
                    if let Some(words) = words {
                        words.key(key);
                    }
                }
            },
            Question::Deal(question) => question.key(key),
            Question::Source(question) => question.key(key),
            Question::Settles(_, picker) => match yes_or_no(key, cx.env.texts.lang()) {
                Some(yes) => {
                    picker.row = usize::from(!yes);
                    return self.submit(cx);
                }
                None => return Flow::Stay,
            },
            Question::Stop(.., askers) => match key.code {
                KeyCode::Tab => askers.turn(false),
                KeyCode::BackTab => askers.turn(true),
                _ => {}
            },
            Question::Contact { name, phone, on_phone } => match key.code {
                KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down => *on_phone = !*on_phone,
                _ if *on_phone => {
                    phone.key(key);
                }
                _ => {
                    name.key(key);
                }
            },
        }
        Flow::Stay
    }

    fn enter(&self, _: &Model) -> Option<&'static str> {
        let more = match &self.question {
            // The last reason is «other»: it wants words.
            Question::Reason { reasons, picker, words: None } => {
                reasons.len() > 1 && picker.row + 1 == reasons.len()
            }
            Question::Contact { name, on_phone, .. } => !on_phone && !name.is_empty(),
            _ => false,
        };
        Some(if more || self.place + 1 < self.steps.len() { "bar-next" } else { "bar-record" })
    }

    fn act(&mut self, cx: &mut Cx<'_>, action: Action) -> Flow {
        let rows = self.rows();
        match (action, &mut self.question) {
            (Action::Submit | Action::Open | Action::Save, _) => self.submit(cx),
            (Action::Back, Question::Reason { words: Some(_), .. }) => {
                self.take_down();
                if let Question::Reason { words, .. } = &mut self.question {
                    *words = None;
                }
                Flow::Stay
            }
            (Action::Back, _) => Flow::Close,
            (action, Question::Source(question)) => {
                question.moved(action);
                Flow::Stay
            }
            (
                action,
                Question::Reason { picker, .. } | Question::Stop(_, picker, _) | Question::Settles(_, picker),
            ) => {
                picker.moved(action, rows);
                Flow::Stay
            }
            _ => Flow::Stay,
        }
    }

    fn typed(&self) -> Vec<String> {
        let mut said = self.said.clone();
        if let (Some(place), Some(typed)) = (said.get_mut(self.place), self.question.typed()) {
            *place = typed;
        }
        said.into_iter().flatten().collect()
    }

    fn retype(&mut self, texts: &[String]) {
        for (said, texts) in self.said.iter_mut().zip(texts.chunks(FIELDS)) {
            said.iter_mut().zip(texts).for_each(|(said, text)| said.clone_from(text));
        }
        self.put_back();
    }

    fn paste(&mut self, _: &mut Cx<'_>, text: &str) {
        match &mut self.question {
            Question::When { purpose, on_purpose: true, .. } => _ = purpose.paste(text),
            Question::When { field, .. } => field.paste(text),
            Question::Reason { words: Some(words), .. } => {
                words.paste(text);
            }
            Question::Deal(question) => question.paste(text),
            Question::Contact { phone, on_phone: true, .. } => {
                phone.paste(text);
            }
            Question::Contact { name, .. } => {
                name.paste(text);
            }
            Question::Source(question) => question.paste(text),
            Question::Reason { words: None, .. } | Question::Stop(..) | Question::Settles(..) => {}
        }
    }

    fn click(&mut self, cx: &mut Cx<'_>, row: usize) -> Flow {
        self.choose(cx, row)
    }

    fn view(&self, frame: &mut Frame<'_>, model: &Model, env: &Env, hits: &mut HitMap) {
        let name = self.outcome.name.get(env.texts.lang());
        let title = format!("{} {name}: {}", self.outcome.key, env.say(&self.question.title(env)));
        let width = frame.area().width.saturating_sub(8).min(72);
        let area = window(frame, env, hits, &title, (width, self.question.height()));
        match &self.question {
            Question::When { field, purpose, on_purpose } => {
                field.view(frame, area, env, !on_purpose);
                if !field.is_offering() {
                    let line = |n| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
                    let what_for = draw::labelled(frame, line(1 + READING), &env.text("plan-reason"), env);
                    if purpose.is_empty() && !on_purpose {
                        let hint = Line::styled(env.text("when-purpose"), env.style(Role::Placeholder));
                        draw::line(frame, what_for, &hint);
                    } else {
                        purpose.view(frame, what_for, env.style(Role::Input), *on_purpose);
                    }
                    draw::line(frame, line(2 + READING), &field.whose(env));
                }
            }
            Question::Reason { words: Some(words), .. } => {
                let field = draw::labelled(frame, area, &env.text("reason-label"), env);
                words.view(frame, field, env.style(Role::Input), true);
            }
            Question::Reason { reasons, picker, .. } => {
                let rows: Vec<Line<'_>> =
                    reasons.iter().enumerate().map(|(n, r)| numbered(n, r, env)).collect();
                picker.view(frame, area, env, hits, &rows);
            }
            Question::Deal(question) => question.view(frame, area, model, env),
            Question::Stop(stops, picker, askers) => {
                let words = stops.iter().map(|stop| env.texts.word(stop));
                let rows: Vec<Line<'_>> =
                    words.enumerate().map(|(n, word)| numbered(n, &word, env)).collect();
                let height = u16::try_from(rows.len()).unwrap_or(3);
                picker.view(frame, Rect { height, ..area }.intersection(area), env, hits, &rows);
                let below = Rect { y: area.y + height + 1, height: 1, ..area }.intersection(area);
                draw::line(frame, below, &askers.line(env, usize::from(area.width)));
            }
            Question::Source(question) => question.view(frame, area, env, hits),
            Question::Settles(_, picker) => {
                let words = ["settles-yes", "settles-no"].map(|key| env.text(key));
                let rows: Vec<Line<'_>> =
                    words.iter().enumerate().map(|(n, word)| numbered(n, word, env)).collect();
                picker.view(frame, area, env, hits, &rows);
            }
            Question::Contact { name, phone, on_phone } => {
                let line = |n| Rect { y: area.y + n, height: 1, ..area }.intersection(area);
                let field = draw::labelled(frame, line(0), &env.text("contact-name"), env);
                name.view(frame, field, env.style(Role::Input), !on_phone);
                let field = draw::labelled(frame, line(1), &env.text("contact-phone"), env);
                phone.view(frame, field, env.style(Role::Input), *on_phone);
            }
        }
    }
}

/// «Д» or «Н», on either keyboard layout. «Y» says yes only to whoever reads English: its key types «н».
fn yes_or_no(key: Key, lang: Lang) -> Option<bool> {
    let KeyCode::Char(c) = key.code else { return None };
    match c.to_lowercase().next()? {
        'д' | 'l' => Some(true),
        'y' if lang == Lang::En => Some(true),
        'н' | 'n' | 'т' | 'y' => Some(false),
        _ => None,
    }
}

/// A row with the digit that chooses it.
pub(super) fn numbered<'a>(place: usize, text: &str, env: &Env) -> Line<'a> {
    let digit = if place < 9 { (place + 1).to_string() } else { " ".into() };
    Line::from(vec![
        Span::styled(format!("{digit}  "), env.style(Role::Number)),
        Span::styled(text.to_owned(), env.style(Role::Text)),
    ])
}
