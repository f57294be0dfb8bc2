//! Rules and decisions for Serious Further Offence reviews in England and Wales.
//!
//! # Overview
//!
//! When someone on probation is charged with a serious further offence, the probation service must review how
//! the case was managed. This crate says what the rules say: does a charged offence qualify, is the review
//! automatic, which facts are missing, and is a review required. Each answer is explained and cited, and says
//! how sure its sources are. It supports a reviewer and does not replace one.
//!
//! # Usage
//!
//! ```
//! use sfo_core::eligibility::{Case, Outcome};
//! use sfo_core::Policy;
//!
//! let policy = Policy::builtin();
//! let case = Case::new().text("Robbery, contrary to section 8(1) of the Theft Act 1968");
//! let decision = policy.assess(&case);
//! assert_eq!(decision.outcome, Outcome::NeedsInformation);
//! assert_eq!(decision.ask_first, ["firearm_used"]);
//! ```
//!
//! A case can also be given as JSON: see [`Policy::assess_json`]. What a review still lacks, and which paragraph asks for
//! it, is said by [`Policy::check_review`].
//!
//! # Performance
//!
//! [`Policy::outcome_of_entry`] and [`Policy::outcome_of_code`] allocate nothing. A whole [`Policy::assess`]
//! allocates for its trace.
//!
//! # Panics
//!
//! Nothing here panics. What is wrong with a record is a [finding](finding::Finding) on it.
//!
//! # Untrusted input
//!
//! Lengths, depths and counts are bounded, time is close to linear in the length of the input, and there is
//! no unsafe code, no clock and no input or output. Values of a case do not stand in messages, findings or
//! `Debug`.

/// The samples of README.md, which `tests/python/test_readme.py` counts on being run here.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct ReadmeSamples;

pub mod audit;
pub mod calendar;
pub mod citation;
pub mod condition;
pub mod date;
pub mod deadlines;
pub mod eligibility;
mod error;
pub mod finding;
#[cfg(feature = "builtin")]
mod generated;
#[cfg(feature = "load")]
mod lint;
pub mod multi_agency;
mod order;
pub mod policy;
pub mod redaction;
pub mod review;
#[cfg(feature = "schema")]
pub mod schema;
pub mod themes;
pub mod truth;
pub mod value;

pub use audit::Audit;
pub use deadlines::{CaseDates, Targets, Timeline};
pub use eligibility::{Case, Decision, Outcome};
pub use error::{Error, ErrorKind};
pub use policy::Policy;
pub use review::Report;
