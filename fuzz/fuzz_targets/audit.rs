#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sfo_fuzz::audit(bytes));
