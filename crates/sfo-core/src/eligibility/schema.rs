//! JSON Schema of a case and of a decision.
//!
//! The types describe the case that `case.rs` reads. It reads more leniently than they say: white space round a
//! text is dropped, and a blank text is not known, like null. A test holds the two together: what the reader takes
//! in can be written as these types, field by field, and reads back as the same case.

#![cfg_attr(not(test), allow(dead_code, reason = "outside the test only the schema of the types is used"))]

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{json, Value};

use crate::eligibility::case::{MAX_CHARGES, MAX_FIELD};
use crate::eligibility::text::MAX_TEXT;
use crate::eligibility::Decision;
use crate::policy::schema::{
    self, DateRange, Events, Facts, Involvement, IsoDate, MomentOrRange, Ongoing, RiskLevel, SupervisionKind,
};
use crate::policy::Policy;
use crate::value::MAX_EXTENSIONS;

/// The schema of a case, as the canonical JSON has it, under a policy: the facts, forms and levels are its own.
///
/// Assessing takes any JSON all the same: what does not fit is a finding, never a failure.
#[must_use]
pub fn case(policy: &Policy) -> Schema {
    schema::of_input::<CaseForm>(policy)
}

/// The schema of a decision, as the canonical JSON has it, under a policy.
#[must_use]
pub fn decision(policy: &Policy) -> Schema {
    schema::of_output::<Decision>(policy)
}

/// A charge, or a person's charges, with the supervision, the proceedings and the risk that they share.
#[derive(Serialize, JsonSchema)]
#[schemars(untagged, rename = "Case")]
#[serde(untagged)]
pub(crate) enum CaseForm {
    Single(Box<SingleCase>),
    Several(Box<CaseWithCharges>),
}

/// A case with one charge.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct SingleCase {
    #[serde(flatten)]
    charge: Charge,
    #[serde(flatten)]
    circumstances: Circumstances,
}

/// A case with a list of charges; what each charge states stands in the list.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct CaseWithCharges {
    /// The charges.
    #[schemars(length(min = 1, max = MAX_CHARGES))]
    charges: Vec<Charge>,
    #[serde(flatten)]
    circumstances: Circumstances,
}

/// One alleged offence.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Charge {
    /// How the offence is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    offence: Option<Offence>,
    /// The form in which it is charged; null where nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Involvement>")]
    involvement: Option<String>,
    /// What is known of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Facts>")]
    facts: Option<BTreeMap<String, Value>>,
    /// When it was committed: a day, or a first and a last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    offence_date: Option<OffenceDate>,
}

/// How the offence is named: in one way or in several. All that were understood count.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Offence {
    /// The number of an entry of Appendix 1.
    #[schemars(with = "Option<schema::EntryNumber>")]
    entry: Option<u16>,
    /// The Act, as written.
    #[schemars(length(max = MAX_FIELD))]
    statute: Option<String>,
    /// The section, as written.
    #[schemars(length(max = MAX_FIELD))]
    section: Option<String>,
    /// The CJS offence code.
    #[schemars(length(max = MAX_FIELD))]
    code: Option<String>,
    /// The Home Office offence code.
    #[schemars(length(max = MAX_FIELD))]
    ho_code: Option<String>,
    /// The words of the charge.
    #[schemars(length(max = MAX_TEXT))]
    text: Option<String>,
}

/// When an offence was committed.
#[derive(Serialize, JsonSchema)]
#[schemars(untagged, inline)]
#[serde(untagged)]
pub(crate) enum OffenceDate {
    Day(IsoDate),
    Range(DateRange),
}

/// What all charges of a case share.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Circumstances {
    /// The supervision during or after which the offence is alleged.
    #[serde(skip_serializing_if = "Option::is_none")]
    supervision: Option<Supervision>,
    /// Which steps of the proceedings have been taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    proceedings: Option<Proceedings>,
    /// The highest level in the current supervision period.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<RiskLevel>")]
    risk_of_serious_harm: Option<String>,
    /// The caller asserts reasons of public interest for a review.
    #[serde(skip_serializing_if = "Option::is_none")]
    public_interest: Option<bool>,
    /// What the multi-agency criteria ask besides; eligibility does not depend on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<schema::MultiAgencyFacts>")]
    multi_agency: Option<BTreeMap<String, bool>>,
    /// What happened in the case, and when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Events>")]
    pub(crate) events: Option<BTreeMap<String, Option<MomentOrRange>>>,
    /// Later last days for single rules, as recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = MAX_EXTENSIONS))]
    pub(crate) extensions: Option<Vec<Extension>>,
}

/// A later last day for a rule.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Extension {
    /// The id of the rule.
    pub(crate) rule: String,
    /// The new last day.
    pub(crate) to: IsoDate,
    /// The day on which it was recorded; null where nobody says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) recorded: Option<IsoDate>,
}

/// The supervision during or after which the offence is alleged.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Supervision {
    /// The kind of supervision.
    #[schemars(with = "Option<SupervisionKind>")]
    kind: Option<String>,
    /// Its first day.
    start: Option<IsoDate>,
    /// Its last day, or `ongoing`; null where nobody says.
    end: Option<SupervisionEnd>,
}

/// When supervision ended.
#[derive(Serialize, JsonSchema)]
#[schemars(untagged, inline)]
#[serde(untagged)]
pub(crate) enum SupervisionEnd {
    Day(IsoDate),
    Ongoing(Ongoing),
}

/// Steps of the proceedings: the day, or whether the step was taken where the day is not known.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub(crate) struct Proceedings {
    /// Whether, or when, the person was charged.
    charged: Option<ProceedingStep>,
    /// Whether, or when, the person first appeared in court on the charge.
    first_court_appearance: Option<ProceedingStep>,
}

/// A step of the proceedings.
#[derive(Serialize, JsonSchema)]
#[schemars(untagged, inline)]
#[serde(untagged)]
pub(crate) enum ProceedingStep {
    Day(IsoDate),
    Taken(bool),
}

/// The kinds of decision, which the outcome tells apart.
pub(crate) fn decision_kinds(schema: &mut Schema) {
    let definite = |title: &str, outcome: &str, words: &str| {
        json!({
            "title": title,
            "description": words,
            "properties": {
                "outcome": {"const": outcome},
                "possible": {"const": [outcome]},
                "missing": {"maxItems": 0},
                "ask_first": {"maxItems": 0},
            },
        })
    };
    let kinds = json!([
        definite("AutomaticDecision", "automatic", "The charge is listed, and a review is automatic."),
        definite(
            "QualifyingDecision",
            "qualifying",
            "The charge is listed, and the risk assessment decides on a review."
        ),
        definite(
            "NotQualifyingDecision",
            "not_qualifying",
            "The charge is not on the list. The entry, where there is one, is the entry whose condition it fails."
        ),
        {
            "title": "NeedsInformationDecision",
            "description": "The answer depends on what `missing` names; `ask_first` has the same in the order of a form.",
            "properties": {"outcome": {"const": "needs_information"}},
        },
        {
            "title": "UnrecognisedDecision",
            "description":
                "The offence was not understood: nothing is said of it, and in particular not that it does not qualify.",
            "properties": {"outcome": {"const": "unrecognised"}, "entry": {"type": "null"}, "tier": {"type": "null"}},
        },
    ]);
    schema::kinds(schema, kinds);
}

/// The kinds of answer to whether a review is required.
pub(crate) fn review_kinds(schema: &mut Schema) {
    let kinds = json!([
        {
            "title": "ReviewRequired",
            "description": "A review is required, by this route.",
            "properties": {
                "required": {"const": "yes"}, "route": {"$ref": "#/$defs/Route"}, "missing": {"maxItems": 0},
            },
        },
        {
            "title": "ReviewNotRequired",
            "description": "A review is not required.",
            "properties": {"required": {"const": "no"}, "route": {"type": "null"}, "missing": {"maxItems": 0}},
        },
        {
            "title": "ReviewUnknown",
            "description": "Nobody can say yet whether a review is required.",
            "properties": {"required": {"const": "unknown"}, "route": {"type": "null"}},
        },
    ]);
    schema::kinds(schema, kinds);
}

#[cfg(test)]
#[path = "schema_tests.rs"]
mod tests;
