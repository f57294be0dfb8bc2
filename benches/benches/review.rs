//! What checking a document costs.

use divan::{black_box, AllocProfiler, Bencher};
use sfo_core::value::Value;
use sfo_core::Policy;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const COMPLETE: &str = include_str!("../../examples/review-complete.json");
const POOR: &str = include_str!("../../examples/review-poor.json");

fn main() {
    divan::main();
}

/// A review that was read before.
#[divan::bench(args = [COMPLETE, POOR])]
fn check_review(bencher: Bencher, json: &str) {
    let policy = Policy::builtin();
    let Ok(review) = serde_json::from_str::<Value>(json) else { return };
    bencher.bench_local(|| policy.check_review(black_box(&review)));
}

/// From JSON to JSON.
#[divan::bench(args = [COMPLETE, POOR])]
fn check_review_json(bencher: Bencher, json: &str) {
    let policy = Policy::builtin();
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
