//! The end of a large load.

use super::*;

/// The folder of the engine in use: another one when it was made compact.
fn engine(home: &Home) -> String {
    let text = home.read("data/ENGINE");
    text.trim().split_once(' ').unwrap().1.to_owned()
}

#[test]
fn a_large_load_leaves_a_compact_engine_and_a_small_one_is_not_waited_for() {
    let home = Home::new();
    home.ok(&["generate", "--clients", "50"]);
    let small = engine(&home);
    assert_eq!(small, "engine-sled-1");
    let said = home.ok(&["generate", "--add", "--clients", "5000"]);
    // Nobody watches: nothing is said of it.
    assert_eq!(said.err, "");
    assert_ne!(engine(&home), small);
    assert!(!home.data().join(small).exists());
    let (doctor, shown) = (home.json(&["doctor"]), home.ok(&["show", "5050"]).out);
    let bytes = |name: &str| doctor[name].as_u64().unwrap();
    assert!(bytes("engine_bytes") < 30 << 20, "{doctor:#}");
    assert!(!shown.is_empty());
    // What is only tried leaves everything as it is.
    let rows: String = (0..50).map(|n| format!("Новый {n};8 (495) 01{:05}\n", n + 10_000)).collect();
    home.write("list.csv", format!("Наименование;Телефон\n{rows}"));
    let used = engine(&home);
    home.ok(&["import", "clients", "list.csv", "--dry-run"]);
    home.ok(&["import", "clients", "list.csv"]);
    assert_eq!(engine(&home), used);
}
