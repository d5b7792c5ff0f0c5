//! What the terminal sends: at the door to the PIN, else to the screen.

use super::Session;
use crate::desk::DeskError;
use crate::i18n::Explain;
use crate::session::link::Size;
use crate::session::work::Hands;
use crate::tui::action::Action;
use crate::tui::day::door::Knock;
use crate::tui::dialog::Dialog;
use crate::tui::input::{Input, MouseButton, MouseKind};
use crate::tui::keymap::GLOBAL;
use crate::tui::msg::Msg;
use crate::tui::update;
use crate::tui::view::fits;

impl Session {
    /// Takes in bytes of the terminal.
    pub fn feed(&mut self, bytes: &[u8]) {
        let mut inputs = Vec::new();
        self.decoder.feed(bytes, &mut inputs);
        self.inputs(inputs);
    }

    /// Nothing more comes for now: half a sequence is taken for what it is.
    pub fn settle(&mut self) {
        let mut inputs = Vec::new();
        self.decoder.flush(&mut inputs);
        self.inputs(inputs);
    }

    pub(super) fn inputs(&mut self, inputs: Vec<Input>) {
        for input in inputs {
            if self.door.is_some() && !matches!(input, Input::Resize(..)) {
                self.knock(&input);
                continue;
            }
            match input {
                Input::Mouse(mouse) => {
                    let Some(hit) = self.hits.at(mouse.x, mouse.y) else { continue };
                    match mouse.kind {
                        MouseKind::Down(MouseButton::Left) => self.message(Msg::Click(hit)),
                        MouseKind::ScrollUp => self.message(Msg::Wheel(hit, false)),
                        MouseKind::ScrollDown => self.message(Msg::Wheel(hit, true)),
                        _ => {}
                    }
                }
                Input::Resize(cols, rows) => self.resize(Size::clamped(cols, rows)),
                // Nobody means what he does on a screen that shows nothing of it. He may leave, and words are not lost.
                input if !self.has_room() && !self.is_quit(&input) && !self.is_words(&input) => {}
                input => self.message(Msg::Input(input)),
            }
        }
    }

    pub(super) fn has_room(&self) -> bool {
        let size = self.screen.size();
        fits(size.cols(), size.rows())
    }

    /// Whether this types a word into a field.
    fn is_words(&self, input: &Input) -> bool {
        self.model.dialogs.last().is_some_and(Dialog::takes_text)
            && match input {
                Input::Key(key) => key.types(),
                Input::Paste(_) => true,
                _ => false,
            }
    }

    fn is_quit(&self, input: &Input) -> bool {
        let Input::Key(key) = input else { return false };
        let hit = self.env.keymap.lookup(&[GLOBAL], *key);
        hit.is_some_and(|hit| hit.action == Action::Quit.id())
    }

    /// Sees that a name which was locked may sign in again: its time has passed, or a supervisor has unlocked it.
    pub(super) fn look_at_the_lock(&mut self) {
        let Some(door) = self.door.as_mut().filter(|door| door.is_locked()) else { return };
        let Hands { desk, who, clock } = &self.hands;
        let locked = desk
            .catalog()
            .map(|catalog| catalog.user(who.user).is_some_and(|user| user.locked_at(clock()).is_some()));
        // One that can't be read is looked at again in a second.
        if locked.is_ok_and(|locked| !locked) {
            door.open_again(self.env.text("door-open-again"));
        }
    }

    /// Takes a key at the door.
    fn knock(&mut self, input: &Input) {
        let Some(door) = &mut self.door else { return };
        match door.input(input) {
            None => {}
            Some(Knock::Leave) => self.model.quit = true,
            Some(Knock::Pin(pin)) => {
                let Hands { desk, who, clock } = &self.hands;
                match desk.sign_in_with_pin(&who.name, &pin, who.session, clock()) {
                    Ok(_) => {
                        self.door = None;
                        update::let_in(&mut self.model, clock());
                    }
                    Err(error) => {
                        let mut said = self.env.say(&error.what(&self.env.texts));
                        if let Some(hint) = error.hint(&self.env.texts) {
                            said = format!("{said} {}", self.env.say(&hint));
                        }
                        door.refuse(said, matches!(error, DeskError::Locked { .. }));
                    }
                }
            }
        }
    }
}
