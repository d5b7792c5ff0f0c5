#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| dozvon_fuzz::run("filters", bytes));
