//! Asking about duplicates, one by one.

use std::io::Write;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use super::bar::Bar;
use crate::cli::console::{self, Wish};
use crate::cli::out::{WIDTH, remark, shown};
use crate::cli::stop::Stop;
use crate::desk::import::{ClientRow, Decision, Duplicate};
use crate::domain::contact::ContactMethod;
use crate::domain::ids::{RecordId, code};
use crate::domain::layout;
use crate::i18n::Texts;
use crate::say;

/// How often a waiting question looks whether the import is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Asks the user, in his language.
pub(super) struct Asker<'a> {
    texts: Arc<Texts>,
    bar: &'a Bar,
    stop: &'a Stop,
    answers: Option<Lines>,
    /// The answer for all that is left.
    all: Option<Decision>,
}

/// What a line of an answer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Once(Decision),
    Always(Decision),
    Stop,
}

impl<'a> Asker<'a> {
    pub(super) fn new(texts: &Arc<Texts>, bar: &'a Bar, stop: &'a Stop) -> Self {
        Self { texts: Arc::clone(texts), bar, stop, answers: None, all: None }
    }

    /// Asks what to do with a row whose client is there already. A row at which the user stops is skipped.
    pub(super) fn ask(&mut self, row: &ClientRow, duplicate: &Duplicate) -> Decision {
        if let Some(decision) = self.all {
            return decision;
        }
        let question = self.question(row, duplicate);
        let answers = self.answers.get_or_insert_with(read_lines);
        let answer = self.bar.aside(|| wait_for_answer(&question, answers, &self.texts, self.stop));
        match answer {
            Answer::Once(decision) => decision,
            Answer::Always(decision) => *self.all.insert(decision),
            Answer::Stop => {
                self.stop.ask();
                Decision::Skip
            }
        }
    }

    fn question(&self, row: &ClientRow, duplicate: &Duplicate) -> String {
        let texts = &self.texts;
        let nameless = || texts.get("ask-duplicate-nameless");
        let mut about = vec![if row.name.is_empty() { nameless() } else { shown(&row.name, 40) }];
        about.extend(row.inn.map(|(inn, _)| texts.say(&say!("inn", inn = inn.digits()))));
        let methods = row.methods.iter().chain(row.people.iter().flat_map(|person| &person.methods));
        about.extend(methods.take(3).map(|method| method_text(method, texts)));
        let row_said = texts.say(&say!("ask-duplicate", line = row.line.to_string(), row = about.join(", ")));
        let by = texts.word(&duplicate.by);
        let twin = texts.say(&say!("ask-duplicate-twin", who = twin(duplicate, texts), by = by));
        let key = |name: &str| texts.get(&format!("ask-key-{name}"));
        let keys = say!(
            "ask-duplicate-keys",
            skip = key("skip"),
            update = key("update"),
            create = key("create"),
            stop = key("stop")
        );
        format!("{row_said}\n{twin}\n{} ", texts.say(&keys))
    }
}

/// The client a row is a duplicate of: his name and code, or the line of the file that made him.
fn twin(duplicate: &Duplicate, texts: &Texts) -> String {
    match duplicate.line {
        Some(line) if duplicate.name.is_empty() => twin_in_file(line, texts),
        _ => twin_in_base(&duplicate.name, &code(duplicate.client.as_u64()), texts),
    }
}

/// «ООО «Протон» 00-00000036»
pub(super) fn twin_in_base(name: &str, code: &str, texts: &Texts) -> String {
    texts.say(&say!("import-twin-in-base", name = shown(name, WIDTH / 2), code = code))
}

/// «строка 17 этого же файла»
pub(super) fn twin_in_file(line: u64, texts: &Texts) -> String {
    texts.say(&say!("import-twin-in-file", line = line.to_string()))
}

fn method_text(method: &ContactMethod, texts: &Texts) -> String {
    match (method.as_phone(), method.as_email()) {
        (Some(phone), _) => texts.phone(phone),
        (None, Some(email)) => shown(email.as_str(), 40),
        (None, None) => String::new(),
    }
}

/// Lines of the input, each read when it is wanted.
struct Lines {
    want: Sender<()>,
    lines: Receiver<String>,
}

/// Reads lines of the input in a thread of its own: a signal does not end the reading of a line, and a question must not
/// outlive the import.
fn read_lines() -> Lines {
    let ((send, lines), (want, wanted)) = (channel(), channel());
    // Without a thread there are no answers, as when the input has ended.
    let far = console::far();
    let _ = std::thread::Builder::new().spawn(move || {
        let _entered = far.map(console::enter);
        for () in wanted {
            let Ok(Some(line)) = console::ask(Wish::Line) else { return };
            if send.send(line).is_err() {
                return;
            }
        }
    });
    Lines { want, lines }
}

fn wait_for_answer(question: &str, answers: &Lines, texts: &Texts, stop: &Stop) -> Answer {
    loop {
        let mut screen = console::errors();
        // With the error stream gone the answer may still come.
        let _ = screen.write_all(question.as_bytes()).and_then(|()| screen.flush());
        drop(screen);
        // Without the thread there is no answer, which is found at once.
        let _ = answers.want.send(());
        let line = loop {
            match answers.lines.recv_timeout(LOOK) {
                Ok(line) => break line,
                Err(RecvTimeoutError::Timeout) if !stop.is_asked() => {}
                Err(_) => return Answer::Stop,
            }
        };
        if let Some(answer) = read_answer(&line, texts) {
            return answer;
        }
        let keys = ["skip", "update", "create", "stop"].map(|name| texts.get(&format!("ask-key-{name}")));
        remark(&texts.say(&say!("ask-duplicate-unknown", keys = keys.join(", "))));
    }
}

/// Reads an answer: a key in the user's language, its twin in the other layout, capital for all that is left.
fn read_answer(line: &str, texts: &Texts) -> Option<Answer> {
    let first = line.trim().chars().next()?;
    let pressed = |name: &str| {
        let key = texts.get(&format!("ask-key-{name}"));
        let typed: String = first.to_lowercase().collect();
        typed == key || layout::swap(&typed) == key
    };
    let keys = [("skip", Decision::Skip), ("update", Decision::Update), ("create", Decision::Create)];
    let decision = keys.into_iter().find(|(name, _)| pressed(name)).map(|(_, decision)| decision);
    match decision {
        Some(decision) if first.is_uppercase() => Some(Answer::Always(decision)),
        Some(decision) => Some(Answer::Once(decision)),
        None => pressed("stop").then_some(Answer::Stop),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn answers_are_read_in_both_layouts() {
        let texts = Texts::new(Lang::Ru);
        for (line, answer) in [
            ("п", Some(Answer::Once(Decision::Skip))),
            ("g", Some(Answer::Once(Decision::Skip))),
            (" Д ", Some(Answer::Always(Decision::Update))),
            ("L", Some(Answer::Always(Decision::Update))),
            ("создать", Some(Answer::Once(Decision::Create))),
            ("о", Some(Answer::Stop)),
            ("", None),
            ("?", None),
        ] {
            assert_eq!(read_answer(line, &texts), answer, "{line:?}");
        }
        let texts = Texts::new(Lang::En);
        for (line, answer) in [
            ("s", Some(Answer::Once(Decision::Skip))),
            ("Г", Some(Answer::Always(Decision::Update))),
            ("q", Some(Answer::Stop)),
        ] {
            assert_eq!(read_answer(line, &texts), answer, "{line:?}");
        }
    }

    #[test]
    fn the_keys_of_a_language_do_not_meet_in_either_layout() {
        for lang in [Lang::Ru, Lang::En] {
            let texts = Texts::new(lang);
            let names = ["skip", "update", "create", "stop"];
            let keys: Vec<String> = names.iter().map(|name| texts.get(&format!("ask-key-{name}"))).collect();
            for key in &keys {
                for typed in [key.clone(), layout::swap(key)] {
                    let meant = keys.iter().filter(|key| **key == typed || **key == layout::swap(&typed));
                    assert_eq!(meant.count(), 1, "{lang:?} {typed}");
                }
            }
        }
    }
}
