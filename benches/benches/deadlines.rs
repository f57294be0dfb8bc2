//! What working days cost by the column, and what one timeline costs.

use divan::counter::ItemsCount;
use divan::{black_box, AllocProfiler, Bencher};
use sfo_core::calendar::{Counting, DayNumber, NonWorkingDay};
use sfo_core::date::Date;
use sfo_core::deadlines::{CaseDates, Format};
use sfo_core::Policy;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const ROWS: usize = 5_000_000;

/// Days of 2012 to 2039 in no order, as `D::at` counts them from 1 January 2012.
fn days<D: DayNumber>(seed: u64) -> Vec<D> {
    let mut state = seed;
    (0..ROWS)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            D::at(15_340, u16::try_from((state >> 33) % 10_200).unwrap_or(0))
        })
        .collect()
}

/// Ten working days after each of five million days.
#[divan::bench(types = [i32, i64], sample_count = 20)]
fn add_to_all<D: DayNumber>(bencher: Bencher) {
    let working = Policy::builtin().working_days();
    let dates = days::<D>(1);
    let mut out = dates.clone();
    bencher
        .counter(ItemsCount::new(ROWS))
        .bench_local(|| working.add_to_all(black_box(&dates), black_box(10), NonWorkingDay::Next, black_box(&mut out)));
}

/// The working days between five million pairs of days.
#[divan::bench(types = [i32, i64], sample_count = 20)]
fn between_all<D: DayNumber>(bencher: Bencher) {
    let working = Policy::builtin().working_days();
    let (starts, ends) = (days::<D>(1), days::<D>(2));
    let mut out = vec![0; ROWS];
    bencher.counter(ItemsCount::new(ROWS)).bench_local(|| {
        working.between_all(black_box(&starts), black_box(&ends), Counting::ExcludingStart, black_box(&mut out))
    });
}

/// One date at a time.
#[divan::bench]
fn add_to_one(bencher: Bencher) {
    let working = Policy::builtin().working_days();
    let date = Date::from_days(19_810);
    bencher.bench_local(|| working.add_working_days(black_box(date), black_box(28)));
}

const CASE: &str = r#"{"proceedings": {"charged": "2024-03-04", "first_court_appearance": "2024-03-05"},
    "events": {"notified": "2024-03-07", "early_look_completed": "2024-03-20", "interviews_started": "2024-04-15"}}"#;

/// Every rule over a case that is read already.
#[divan::bench]
fn deadlines(bencher: Bencher) {
    let policy = Policy::builtin();
    let case = CaseDates::from_json(policy, CASE);
    let as_of = Some(Date::from_days(19_850));
    bencher.bench_local(|| policy.deadlines(black_box(&case), as_of, None, None));
}

/// From JSON to each format.
#[divan::bench(args = ["json", "text", "ics", "svg"])]
fn deadlines_as(bencher: Bencher, format: &str) {
    let policy = Policy::builtin();
    let format = match format {
        "text" => Format::Text,
        "ics" => Format::Ics,
        "svg" => Format::Svg,
        _ => Format::Json,
    };
    bencher.bench_local(|| policy.deadlines_as(black_box(CASE), r#"{"as_of": "2024-05-01"}"#, format));
}
