//! What an operator sees and does.
//!
//! | module | what lives there |
//! |---|---|
//! | [`key`] | one key: how it is named, shown and told from its twin in the other keyboard layout |
//! | [`input`] | everything a terminal can tell: keys, pastes, the mouse, its size |
//! | [`keymap`] | which action a key means, and where |

pub mod input;
pub mod key;
pub mod keymap;
