//! What checking a document costs.

use divan::{black_box, AllocProfiler, Bencher};
use sfo_core::value::Value;
use sfo_core::Policy;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const POOR: &str = include_str!("../../examples/review-poor.json");

fn example(name: &str) -> &'static str {
    match name {
        "complete" => include_str!("../../examples/review-complete.json"),
        "half-written" => include_str!("../../examples/review-half-written.json"),
        "nothing" => "{}",
        _ => POOR,
    }
}

fn main() {
    divan::main();
}

/// A review that was read before.
#[divan::bench(args = ["complete", "poor", "half-written", "nothing"])]
fn check_review(bencher: Bencher, name: &str) {
    let policy = Policy::builtin();
    let Ok(review) = serde_json::from_str::<Value>(example(name)) else { return };
    bencher.bench_local(|| policy.check_review(black_box(&review)));
}

/// From JSON to JSON.
#[divan::bench(args = ["complete", "poor", "half-written", "nothing"])]
fn check_review_json(bencher: Bencher, name: &str) {
    let policy = Policy::builtin();
    let json = example(name);
    bencher.bench_local(|| policy.check_review_json(black_box(json)));
}

/// The page of a report.
#[divan::bench]
fn report_html(bencher: Bencher) {
    let policy = Policy::builtin();
    let Ok(review) = serde_json::from_str::<Value>(POOR) else { return };
    let report = policy.check_review(&review);
    bencher.bench_local(|| policy.report_html(black_box(&report)));
}
