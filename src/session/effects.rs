//! What a session does at the word of its model: asks the desk, changes its looks, writes to the clipboard.

use std::sync::Arc;

use crossterm::clipboard::CopyToClipboard;

use super::run::Session;
use super::work::Job;
use crate::domain::recording::clock;
use crate::i18n::Lang;
use crate::say;
use crate::tui::msg::{Answer, Effect, Failure, Msg, Request};

impl Session {
    /// Carries out what an update of the model has brought about.
    pub(super) fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(Request::Load(mut load)) if load.reads_file() => {
                    match self.settings.own_numbers() {
                        Ok(own) => {
                            if let Some(home) = self.settings.home() {
                                load.with_home(&home);
                            }
                            load.with_own(own);
                            let request = Request::Load(load);
                            self.jobs.push_back(Job::Ask(request, Arc::clone(&self.env.texts)));
                        }
                        Err(text) => {
                            let failure = Failure { text, hint: Some(say!("hint-own-number")) };
                            self.message(Msg::Answer(Box::new(Answer::Load(Err(failure)))));
                        }
                    }
                }
                Effect::Ask(request) => self.jobs.push_back(Job::Ask(request, Arc::clone(&self.env.texts))),
                Effect::KeepDraft(draft) => {
                    self.jobs.push_back(Job::KeepDraft(draft, Arc::clone(&self.env.texts)));
                }
                Effect::Sign(at) => self.jobs.push_back(Job::Sign(at)),
                Effect::Theme(name) => match self.settings.theme(&name) {
                    Ok(theme) => {
                        self.env.theme = Arc::new(theme);
                        self.settings.remember("theme", &name);
                    }
                    Err(problem) => self.warn(problem),
                },
                Effect::Keymap(name) => match self.settings.keymap(&name) {
                    Ok(keymap) => {
                        self.env.keymap = Arc::new(keymap);
                        self.settings.remember("keymap", &name);
                    }
                    Err(problem) => self.warn(problem),
                },
                Effect::Language(lang) => {
                    self.env.texts = Arc::new(self.settings.texts(lang));
                    let code = if lang == Lang::Ru { "ru" } else { "en" };
                    self.settings.remember("lang", code);
                }
                Effect::Play(link, second) => match self.settings.play(&link, second) {
                    Ok(()) => self.tell(say!("listen-plays", clock = clock(second))),
                    Err(problem) => self.warn(problem),
                },
                Effect::Copy(text) => self.extra.extend(clipboard(&text)),
                Effect::Repaint => self.screen.repaint(),
                Effect::Probe => self.hands.desk.probe(),
            }
        }
    }
}

/// The sequence that puts a text on the clipboard of the terminal (OSC 52).
fn clipboard(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let copied = crossterm::queue!(out, CopyToClipboard::to_clipboard_from(text));
    copied.map_or_else(|_| Vec::new(), |()| out)
}
