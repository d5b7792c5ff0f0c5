//! What is wrong with a file people edit, in words.

use super::Texts;
use crate::tui::keymap;
use crate::tui::theme;

impl Texts {
    /// What is wrong with a theme file.
    pub fn theme_problem(&self, problem: &theme::Problem) -> String {
        problem.to_string()
    }

    /// What is wrong with a keymap file.
    pub fn keymap_problem(&self, problem: &keymap::Problem) -> String {
        problem.to_string()
    }
}
