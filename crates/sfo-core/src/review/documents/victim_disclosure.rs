//! What is done for one victim, or one family, to whom a review is disclosed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::Date;

/// What is done for one victim, or one family, to whom a review is disclosed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VictimDisclosure {
    /// Whether they are entitled, and who was told.
    #[schemars(title = "Eligibility")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<Eligibility>,
    /// What they want.
    #[schemars(title = "Wish")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wish: Option<Wish>,
    /// What they need.
    #[schemars(title = "Needs assessment")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needs_assessment: Option<NeedsAssessment>,
    /// Who supports them, from when and for how long.
    #[schemars(title = "Support")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<Support>,
    /// What they are given, and how.
    #[schemars(title = "Disclosure")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<VictimCopy>,
    /// What they say of it.
    #[schemars(title = "Feedback")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Feedback>,
}

/// Whether they are entitled, and who was told.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Eligibility {
    /// The day on which it was confirmed that the case meets the criteria.
    #[schemars(title = "Meets criteria")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meets_criteria_on: Option<Date>,
    /// Are they entitled to information about the review?
    #[schemars(title = "Entitled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitled: Option<bool>,
    /// The day on which the witness care unit was told.
    #[schemars(title = "Witness care unit notified")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness_care_unit_notified_on: Option<Date>,
    /// The day of the conviction.
    #[schemars(title = "Convicted")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convicted_on: Option<Date>,
}

/// What they want.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Wish {
    /// Have they been asked whether they want a copy?
    #[schemars(title = "Asked")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<bool>,
    /// Do they want a copy?
    #[schemars(title = "Wants copy")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wants_copy: Option<bool>,
    /// The day on which they confirmed that they want a copy.
    #[schemars(title = "Confirmed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<Date>,
    /// Has the victim liaison officer passed the wish on to the senior lead?
    #[schemars(title = "Passed to senior lead")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed_to_senior_lead: Option<bool>,
}

/// What they need.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NeedsAssessment {
    /// The day by which vulnerability had been looked into.
    #[schemars(title = "Vulnerability identified")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vulnerability_identified_on: Option<Date>,
    /// The day on which the vulnerability and needs assessment was completed.
    #[schemars(title = "Completed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// Does the assessment say what support is needed, or that none is?
    #[schemars(title = "Support needed is recorded")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_needed: Option<bool>,
    /// Does it record referrals to services for victims, or that none is needed?
    #[schemars(title = "Referrals recorded")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrals_recorded: Option<bool>,
    /// Were their own circumstances weighed for this disclosure?
    #[schemars(title = "Circumstances weighed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circumstances_weighed: Option<bool>,
}

/// Who supports them, from when and for how long.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Support {
    /// Is support required?
    #[schemars(title = "Required")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// Who gives it, by role or service.
    #[schemars(title = "Given by")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_by: Option<String>,
    /// The day on which it was settled who gives it, from when and for how long.
    #[schemars(title = "Arranged")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arranged_on: Option<Date>,
    /// The day on which it starts.
    #[schemars(title = "Starts")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// For how long it is given.
    #[schemars(title = "Duration")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// Is the disclosure coordinated with services for victims?
    #[schemars(title = "Coordinated with victim services")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinated_with_victim_services: Option<bool>,
    /// Do the agencies act together and in good time?
    #[schemars(title = "Agencies work together")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agencies_work_together: Option<bool>,
}

/// What they are given, and how.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VictimCopy {
    /// The day on which the review was shared with them.
    #[schemars(title = "Shared")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_on: Option<Date>,
    /// Do they get the whole review, less only what may not lawfully be shared?
    #[schemars(title = "Whole review")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub whole_review: Option<bool>,
    /// Is anything taken out of their copy?
    #[schemars(title = "Redacted")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redacted: Option<bool>,
    /// Was each redaction weighed against data protection law?
    #[schemars(title = "Redactions considered one by one")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redactions_considered_one_by_one: Option<bool>,
    /// Are they told how the person was supervised?
    #[schemars(title = "Supervision explained")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervision_explained: Option<bool>,
    /// Are they told of any shortcomings?
    #[schemars(title = "Shortcomings explained")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcomings_explained: Option<bool>,
    /// Are they told what has been done and will be done?
    #[schemars(title = "Actions explained")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions_explained: Option<bool>,
    /// Is the copy clear and easy to follow?
    #[schemars(title = "Accessible")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessible: Option<bool>,
    /// Does it bring out issues of the system as well as of operations?
    #[schemars(title = "Covers systemic and operational issues")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covers_systemic_and_operational_issues: Option<bool>,
    /// Is the feedback given by staff who are trained for it?
    #[schemars(title = "Trained staff")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trained_staff: Option<bool>,
    /// Do those staff help them understand the review and what it means?
    #[schemars(title = "Helped to understand")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helped_to_understand: Option<bool>,
    /// Is it named who answers for the feedback?
    #[schemars(title = "Accountable lead named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountable_lead_named: Option<bool>,
    /// Is information that other agencies shared used to help them understand?
    #[schemars(title = "Other agency information used")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_agency_information_used: Option<bool>,
}

/// What they say of it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Feedback {
    /// Were they offered the chance to say whether the disclosure helped?
    #[schemars(title = "Invited")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited: Option<bool>,
    /// The day on which they were offered it.
    #[schemars(title = "Invited")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_on: Option<Date>,
}
