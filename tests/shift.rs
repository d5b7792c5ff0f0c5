//! A whole shift: eight hours and three hundred calls by keys through the real loop, by chance that can be had again.
//!
//! `DOZVON_SEED` gives a shift again, `DOZVON_SHIFTS` plays more than one.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a test that cannot set its stage has failed; its seed is for whoever plays it again"
)]

#[path = "shift/answers.rs"]
mod answers;
mod common;
#[allow(dead_code, unreachable_pub, reason = "every test file uses a part of it")]
#[path = "durable/dice.rs"]
mod dice;
#[path = "shift/furnish.rs"]
mod furnish;
#[path = "shift/player.rs"]
mod player;
#[path = "shift/proof.rs"]
mod proof;

use dice::{Dice, setting, times};
use player::Player;

/// The seed of the shift that is always played.
const SEED: u64 = 20_261_112;
/// Results of a shift.
const CALLS: usize = 300;

#[test]
fn a_shift_of_three_hundred_calls_leaves_no_loose_end() {
    let first = setting("DOZVON_SEED").map_or(SEED, |seed| seed.parse().expect("DOZVON_SEED is a number"));
    for seed in (first..).take(times("DOZVON_SHIFTS", 1)) {
        let mut player = Player::begin(seed);
        player.work(CALLS);
        player.go_home();
        proof::of(&player);
    }
}

#[test]
fn the_same_seed_plays_the_same_shift() {
    let play = || {
        let mut player = Player::begin(SEED);
        player.work(12);
        player.pressed().to_vec()
    };
    assert_eq!(play(), play());
    assert_ne!(Dice::new(SEED).any(), Dice::new(SEED + 1).any());
}
