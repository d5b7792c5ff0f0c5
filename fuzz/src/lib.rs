//! The targets of `tests/fuzz`, for the programs that libFuzzer runs.

#[path = "../../tests/fuzz/mod.rs"]
mod targets;

/// Hands bytes to the target of this name.
pub fn run(name: &str, bytes: &[u8]) {
    let target = targets::TARGETS.iter().find(|(known, _)| *known == name);
    (target.expect("the target exists").1)(bytes);
}
