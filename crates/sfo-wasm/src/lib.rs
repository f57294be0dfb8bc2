//! The WebAssembly modules of the npm package `sfo-rules`: text in, text out.
//!
//! Nothing is decided here. Each function hands its text to `sfo-core`, under the policy that was loaded, and
//! returns what comes back; `js/` turns it into objects.
//!
//! Each question is a module of its own, a feature of this crate, so that a page fetches only what it asks. The part of
//! the policy that a module needs is a file beside it: it changes when the rules do, the module when the program does,
//! and a page that has one of them need not fetch it again for the other.

#[cfg(feature = "deadlines")]
mod deadlines;
#[cfg(feature = "eligibility")]
mod eligibility;
#[cfg(feature = "multi_agency")]
mod multi_agency;
#[cfg(feature = "redaction")]
mod redaction;
#[cfg(feature = "review")]
mod review;
#[cfg(feature = "themes")]
mod themes;

use once_cell::race::OnceRef;
use sfo_core::policy::pack::Part;
use sfo_core::Policy;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::throw_str;

/// There is one thread, so the kind that waits for another would only be larger. What was loaded stays until the program
/// ends, and the code to drop it is left out.
static POLICY: OnceRef<'static, Policy> = OnceRef::new();

fn policy() -> &'static Policy {
    POLICY.get().unwrap_or_else(|| throw_str("no policy is loaded"))
}

/// The part of the policy that this module asks.
const PART: Part = if cfg!(feature = "eligibility") {
    Part::Eligibility
} else if cfg!(feature = "deadlines") {
    Part::Deadlines
} else if cfg!(feature = "multi_agency") {
    Part::MultiAgency
} else if cfg!(feature = "review") {
    Part::Review
} else if cfg!(feature = "themes") {
    Part::Themes
} else {
    Part::Redaction
};

/// Loads the module's part of the packed policy, once. Returns whether it could be read, and is that part; what was
/// loaded before stays.
#[wasm_bindgen]
pub fn load_policy(packed: &[u8]) -> bool {
    let load = || {
        let policy = Policy::from_packed(packed, PART).map_err(|_| ())?;
        Ok::<&'static Policy, ()>(Box::leak(Box::new(policy)))
    };
    POLICY.get_or_try_init(load).is_ok()
}

/// The longest case that is read, in bytes. A caller can cut a longer text to one byte more, and get the same
/// finding without handing all of it over.
#[cfg(any(feature = "deadlines", feature = "eligibility", feature = "multi_agency"))]
#[wasm_bindgen]
#[must_use]
pub fn longest_case() -> u32 {
    length(sfo_core::value::MAX_CASE_BYTES)
}

// A text to redact has no bound of its own here: what does not fit in the memory stops the module.
#[cfg(not(all(
    feature = "redaction",
    not(any(
        feature = "deadlines",
        feature = "eligibility",
        feature = "multi_agency",
        feature = "review",
        feature = "themes"
    ))
)))]
fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
