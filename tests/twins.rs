//! Row 13: whatever a key changes has a command that does the same, or a reason why not; what is said to change nothing does not.

#![allow(clippy::unwrap_used, reason = "a test that cannot set its stage has failed")]

mod common;

use common::base::Base;
use common::cli::Home;
use common::stage::Stage;
use dozvon::store::Store;
use dozvon::tui::action::{Action, CONTEXTS};
use dozvon::tui::keymap::{DEFAULT, Keymap, Known};
use dozvon::tui::twin::Twin;

#[test]
fn what_is_said_to_change_nothing_changes_nothing() {
    let keymap = Keymap::load(DEFAULT, &[], &Known { contexts: CONTEXTS, actions: Action::IDS }).unwrap();
    let mut pressed = 0;
    for action in Action::ALL.iter().filter(|action| action.twin() == Twin::Look) {
        let keys = keymap.keys_of(action.id(), &["global"]);
        let Some(key) = keys.first() else { continue };
        // Before a client is taken, and with one in hand.
        for before in ["Down", "Space"] {
            let base = Base::small();
            let mut stage = Stage::new(&base, (120, 36));
            stage.keys(before);
            let seq = base.store.last_seq();
            stage.keys(&key.to_string());
            if !stage.session.is_over() {
                stage.keys("Esc");
            }
            // Whoever leaves gives back what he had taken, and nothing else.
            let last = base.store.last_seq();
            let gave_back = *action == Action::Quit && before == "Space";
            assert_eq!(last, seq + u64::from(gave_back), "{} by {key} after {before}", action.id());
        }
        pressed += 1;
    }
    assert!(pressed > 15, "{pressed}");
}

#[test]
fn the_list_of_keys_names_the_commands() {
    let home = Home::new();
    let keys = home.json(&["keys"]);
    let of = |id: &str| {
        let rows = keys.as_array().unwrap().iter();
        rows.clone().find(|row| row["action"] == id).unwrap()["command"].clone()
    };
    assert_eq!(of("queue.skip"), serde_json::json!(["queue skip"]));
    assert!(of("jobs").as_array().unwrap().contains(&"job unload".into()));
    assert_eq!(of("focus.card"), serde_json::json!([]));
}
