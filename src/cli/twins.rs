//! The commands that actions of the screen name as their twins are commands.

use clap::Parser;

use super::args::Args;
use crate::tui::action::Action;
use crate::tui::twin::Twin;

#[test]
fn every_twin_of_an_action_is_a_command() {
    let mut named = 0;
    for action in Action::ALL {
        let Twin::Commands(verbs) = action.twin() else { continue };
        assert!(!verbs.is_empty(), "{}", action.id());
        for (verb, example) in verbs {
            let words = ["dozvon"].into_iter().chain(verb.split(' ')).chain(example.split(' '));
            let parsed = Args::try_parse_from(words.filter(|word| !word.is_empty()));
            assert!(parsed.is_ok(), "{}: {} {}: {:?}", action.id(), verb, example, parsed.err());
            named += 1;
        }
        // A command that nobody knows does not parse: the check is one.
        assert!(Args::try_parse_from(["dozvon", "such-a-command"]).is_err());
    }
    assert!(named > 30, "{named}");
}
