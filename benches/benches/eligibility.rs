//! What one decision costs, and how many allocations it makes.

use divan::{black_box, AllocProfiler, Bencher};
use sfo_core::truth::Truth;
use sfo_core::{Case, Policy};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// From typed facts, without a trace: one entry without a condition, one with, and the one with most facts.
#[divan::bench(args = [1, 22, 26, 58])]
fn outcome_of_entry(bencher: Bencher, entry: u16) {
    let policy = Policy::builtin();
    let facts = policy.facts(&[("firearm_used", Truth::Unknown)]).unwrap_or_default();
    bencher.bench_local(|| policy.outcome_of_entry(black_box(entry), black_box(facts)));
}

/// From a code and typed facts, without a trace.
#[divan::bench(args = ["TH68023A", "SX03009", "COML025", "TH68026"])]
fn outcome_of_code(bencher: Bencher, code: &str) {
    let policy = Policy::builtin();
    let facts = policy.facts(&[("firearm_used", Truth::Yes)]).unwrap_or_default();
    bencher.bench_local(|| policy.outcome_of_code(black_box(code), black_box(facts)));
}

/// The whole decision, with its trace.
#[divan::bench]
fn assess_code(bencher: Bencher) {
    let policy = Policy::builtin();
    let case = Case::new().code("TH68023A").fact("firearm_used", true);
    bencher.bench_local(|| policy.assess(black_box(&case)));
}

/// The whole decision from the words of a charge.
#[divan::bench]
fn assess_text(bencher: Bencher) {
    let policy = Policy::builtin();
    let case = Case::new().text("Robbery, contrary to section 8(1) of the Theft Act 1968");
    bencher.bench_local(|| policy.assess(black_box(&case)));
}

/// From JSON to JSON.
#[divan::bench]
fn assess_json(bencher: Bencher) {
    let policy = Policy::builtin();
    let json = r#"{"offence":{"code":"TH68023A"},"facts":{"firearm_used":true},"offence_date":"2024-03-01"}"#;
    bencher.bench_local(|| policy.assess_json(black_box(json)));
}
