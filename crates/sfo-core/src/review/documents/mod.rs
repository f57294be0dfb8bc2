//! The documents that can be checked, as types: their published JSON Schemas are made from these.
//!
//! Every answer is optional. One that is `null` or left out was not given, and is open; a list that is empty says
//! that there is none. Titles serve as the labels of a form, and descriptions as its questions.
//!
//! None of the types has `Debug`, for their values are about victims, offenders and staff.

pub mod review;
pub mod self_assessment;
pub mod victim_disclosure;

pub use review::Review;
pub use self_assessment::SelfAssessment;
pub use victim_disclosure::VictimDisclosure;
