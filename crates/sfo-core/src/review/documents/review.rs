//! A Serious Further Offence review.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::Date;

/// A Serious Further Offence review: what happened, why, and what is done about it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Review {
    /// The person, the supervision and the offence that led to the review.
    #[schemars(title = "Case summary")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_summary: Option<CaseSummary>,
    /// The review as a piece of work: who wrote it, how, and when it was ready.
    #[schemars(title = "Report")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<ReportForm>,
    /// What happened and when, and how the reviewer prepared.
    #[schemars(title = "Chronology")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chronology: Option<Chronology>,
    /// The first look at the case, before the full review.
    #[schemars(title = "Early look")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub early_look: Option<EarlyLook>,
    /// How well the person was assessed.
    #[schemars(title = "Assessment")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessment: Option<Assessment>,
    /// How the sentence was delivered.
    #[schemars(title = "Implementation")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub implementation: Option<Implementation>,
    /// How the risk was managed.
    #[schemars(title = "Risk management")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_management: Option<RiskManagement>,
    /// How probation worked with other agencies.
    #[schemars(title = "Working partnerships")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_partnerships: Option<WorkingPartnerships>,
    /// How managers oversaw the case.
    #[schemars(title = "Management oversight")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub management_oversight: Option<ManagementOversight>,
    /// The organisation around the case.
    #[schemars(title = "Wider organisation")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wider_organisation: Option<WiderOrganisation>,
    /// What the review concludes.
    #[schemars(title = "Judgements")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgements: Option<Judgements>,
    /// What is to be learned, and where.
    #[schemars(title = "Learning")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning: Option<Learning>,
    /// What will be done.
    #[schemars(title = "Action plan")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_plan: Option<ActionPlan>,
    /// What was done well.
    #[schemars(title = "Good practice")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good_practice: Option<GoodPractice>,
    /// How the staff who were involved took part.
    #[schemars(title = "Staff engagement")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_engagement: Option<StaffEngagement>,
    /// What other agencies gave to the review and learn from it.
    #[schemars(title = "Other agencies")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_agencies: Option<OtherAgencies>,
    /// The victims and their families, as far as the review itself shows it.
    #[schemars(title = "Victims")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub victims: Option<Victims>,
    /// How the quality of the review was assured.
    #[schemars(title = "Quality assurance")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality_assurance: Option<QualityAssurance>,
    /// Who sees the review, and in what form.
    #[schemars(title = "Disclosure")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disclosure: Option<Disclosure>,
}

/// The person, the supervision and the offence that led to the review.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CaseSummary {
    /// The service's own reference for the case.
    #[schemars(title = "Reference")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The delivery unit that supervised the person, as the service names it.
    #[schemars(title = "Delivery unit")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_unit: Option<String>,
    /// The kind of supervision at the time of the offence.
    #[schemars(title = "Supervision kind")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervision_kind: Option<SupervisionKind>,
    /// The first day of the supervision.
    #[schemars(title = "Supervision start")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervision_start: Option<Date>,
    /// The last day of the supervision, if it has ended.
    #[schemars(title = "Supervision end")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervision_end: Option<Date>,
    /// The highest risk of serious harm in the current period of supervision.
    #[schemars(title = "Risk of serious harm")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk_of_serious_harm: Option<RiskLevel>,
    /// Was the person managed under multi-agency public protection arrangements?
    #[schemars(title = "Managed under MAPPA")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mappa_managed: Option<bool>,
    /// The day of the charge.
    #[schemars(title = "Charged")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charged_on: Option<Date>,
    /// The day on which the offence was notified.
    #[schemars(title = "Notified")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<Date>,
    /// Was the new offence notified and acted on without delay?
    #[schemars(title = "Acted on promptly")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acted_on_promptly: Option<bool>,
    /// The day of the conviction, if there is one.
    #[schemars(title = "Convicted")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub convicted_on: Option<Date>,
    /// How the person was supervised, in a few paragraphs.
    #[schemars(title = "Supervision summary")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervision_summary: Option<String>,
}

/// The review as a piece of work.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ReportForm {
    /// Is the review a narrative, rather than a form with steps filled in?
    #[schemars(title = "Written as a narrative")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub narrative: Option<bool>,
    /// Does the reviewer stand outside the line management of the case?
    #[schemars(title = "Reviewer outside line management")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewer_outside_line_management: Option<bool>,
    /// Is the management of the case analysed step by step and in full?
    #[schemars(title = "Systematic analysis")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub systematic: Option<bool>,
    /// Did the review follow the service's set process from start to end?
    #[schemars(title = "Structured process")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structured_process: Option<bool>,
    /// Does the review weigh what went well with what did not?
    #[schemars(title = "Balanced")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balanced: Option<bool>,
    /// Does the review name who is responsible at senior level?
    #[schemars(title = "Senior lead named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub senior_lead_named: Option<bool>,
    /// Does the review name who is responsible at operational level?
    #[schemars(title = "Operational lead named")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operational_lead_named: Option<bool>,
    /// Was every deadline set for enquiries about the case kept?
    #[schemars(title = "Enquiry deadlines met")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enquiry_deadlines_met: Option<bool>,
    /// The day on which the review was completed.
    #[schemars(title = "Completed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// The day on which the author discussed the review and the action plan with the head of the delivery unit or
    /// the deputy.
    #[schemars(title = "Unit head discussion")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_head_discussion_on: Option<Date>,
    /// The day on which the region sent the review to the national team.
    #[schemars(title = "Submitted")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_on: Option<Date>,
    /// The day on which the review was issued.
    #[schemars(title = "Issued")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued_on: Option<Date>,
}

/// What happened and when, and how the reviewer prepared.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Chronology {
    /// Is there a chronology?
    #[schemars(title = "Produced")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced: Option<bool>,
    /// The day on which the chronology was finished.
    #[schemars(title = "Completed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// The events that matter, in order.
    #[schemars(title = "Events")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<Event>>,
    /// Did the reviewer read the case files?
    #[schemars(title = "Case files read")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files_read: Option<bool>,
    /// The day by which the case files had been read.
    #[schemars(title = "Case files read by")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files_read_on: Option<Date>,
    /// Was it worked out from the files who had which part in the case, and whom to interview?
    #[schemars(title = "Roles identified")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles_identified: Option<bool>,
}

/// One event of the chronology.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Event {
    /// The day of the event.
    #[schemars(title = "On")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// What happened.
    #[schemars(title = "What")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

/// The first look at the case, before the full review.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EarlyLook {
    /// Is there an early look?
    #[schemars(title = "Completed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed: Option<bool>,
    /// Was the early look given to its author as soon as the responsible head knew of the offence?
    #[schemars(title = "Allocated as soon as known")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allocated_as_soon_as_known: Option<bool>,
    /// The day on which the quality of the early look was checked.
    #[schemars(title = "Quality checked")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality_checked_on: Option<Date>,
    /// The day on which the early look was completed.
    #[schemars(title = "Completed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<Date>,
    /// The day on which the early look was shared with the officer and the manager.
    #[schemars(title = "Shared")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_on: Option<Date>,
    /// Was it shared with the officer and the manager as soon as it was complete?
    #[schemars(title = "Shared as soon as complete")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_as_soon_as_complete: Option<bool>,
    /// Does it record what managers must do at once, or that nothing is needed?
    #[schemars(title = "Immediate actions recorded")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub immediate_actions_recorded: Option<bool>,
    /// Does it say whether anything must be done about policy?
    #[schemars(title = "Policy actions considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_actions_considered: Option<bool>,
    /// Does it say whether anything must be done about personnel?
    #[schemars(title = "Personnel actions considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personnel_actions_considered: Option<bool>,
    /// Was a manager outside the line given to the officer for support at this first stage?
    #[schemars(title = "Support given at the first stage")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_manager_allocated_first: Option<bool>,
    /// Was the first learning acted on without waiting for the whole process?
    #[schemars(title = "Initial learning under way")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_learning_under_way: Option<bool>,
}

/// How well the person was assessed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Assessment {
    /// What the analysis drew on.
    #[schemars(title = "Sources used")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources_used: Option<Vec<AssessmentSource>>,
    /// Are the judgements behind the assessment examined?
    #[schemars(title = "Judgements examined")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgements_examined: Option<bool>,
    /// Is the content of the assessment tool examined?
    #[schemars(title = "Tool content examined")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool_content_examined: Option<bool>,
    /// Were risk factors and patterns of behaviour assessed well enough to inform the risk management plan?
    #[schemars(title = "Sufficient for plan")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sufficient_for_plan: Option<Sufficiency>,
    /// Why that view is taken.
    #[schemars(title = "Reasons")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
}

/// How the sentence was delivered.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Implementation {
    /// Does the analysis go beyond the objectives of the sentence plan and the levels of contact?
    #[schemars(title = "Beyond objectives and contact")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub beyond_objectives_and_contact: Option<bool>,
    /// Is the quality of the professional relationship analysed?
    #[schemars(title = "Relationship quality analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationship_quality_analysed: Option<bool>,
    /// Is it asked whether the officer went after concerns before they grew?
    #[schemars(title = "Pursuit of concerns considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concerns_pursued_considered: Option<bool>,
    /// Is it asked whether changes in the person's circumstances were answered well?
    #[schemars(title = "Response to change considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_to_change_considered: Option<bool>,
    /// How effective the implementation was.
    #[schemars(title = "Judgement")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgement: Option<Effectiveness>,
    /// What that judgement rests on.
    #[schemars(title = "Judgement rests")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub judgement_rests_on: Option<Vec<JudgementBasis>>,
    /// Why that judgement is reached.
    #[schemars(title = "Reasons")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
}

/// How the risk was managed.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RiskManagement {
    /// Is it analysed how the plan was put into practice, and not only how it was written?
    #[schemars(title = "Practice analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice_analysed: Option<bool>,
    /// Was the plan enough for this person?
    #[schemars(title = "Plan sufficient")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan_sufficient: Option<Sufficiency>,
    /// Is it checked that what the plan laid down took place, such as the exchange of information with the police?
    #[schemars(title = "Specified actions checked")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specified_actions_checked: Option<bool>,
    /// Is the effectiveness of contingency planning analysed?
    #[schemars(title = "Contingency planning analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contingency_planning_analysed: Option<bool>,
    /// Is it considered how quickly and how well emerging risks were answered?
    #[schemars(title = "Response to emerging risk considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_to_emerging_risk_considered: Option<bool>,
    /// Is it considered whether services, such as a bed in approved premises, were there when needed?
    #[schemars(title = "Services when needed considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub services_when_needed_considered: Option<bool>,
    /// Why that view is taken.
    #[schemars(title = "Reasons")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
}

/// How probation worked with other agencies.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WorkingPartnerships {
    /// Had other agencies a part in managing the case?
    #[schemars(title = "Other agencies involved")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_agencies_involved: Option<bool>,
    /// Is it analysed what probation gave to the partnership?
    #[schemars(title = "Probation contribution analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probation_contribution_analysed: Option<bool>,
    /// How effective that work was.
    #[schemars(title = "Effectiveness")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effectiveness: Option<Effectiveness>,
    /// What the arrangements rested on.
    #[schemars(title = "Footing")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footing: Option<Footing>,
    /// Did that work?
    #[schemars(title = "Footing worked")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footing_worked: Option<bool>,
    /// Is it considered whether the arrangements gave the consistency that the person needed?
    #[schemars(title = "Consistency considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consistency_considered: Option<bool>,
    /// What the arrangements did to the management of risk.
    #[schemars(title = "Effect on risk management")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect_on_risk_management: Option<Effect>,
    /// Had other agencies duties by statute in this case, as in MAPPA category 1?
    #[schemars(title = "Statutory duties exist")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statutory_duties_exist: Option<bool>,
    /// Does the review recognise those duties?
    #[schemars(title = "Statutory duties recognised")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statutory_duties_recognised: Option<bool>,
    /// The reviewer's judgement of the multi-agency work.
    #[schemars(title = "Multi agency judgement")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multi_agency_judgement: Option<String>,
}

/// How managers oversaw the case.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ManagementOversight {
    /// How effective the oversight was.
    #[schemars(title = "Conclusion")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Effectiveness>,
    /// Does the view take in how often there was oversight?
    #[schemars(title = "Frequency covered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frequency_covered: Option<bool>,
    /// Does the view take in what oversight gave to planning and decisions?
    #[schemars(title = "Planning and decisions covered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planning_and_decisions_covered: Option<bool>,
    /// Does the view take in the quality of supervision?
    #[schemars(title = "Supervision quality covered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supervision_quality_covered: Option<bool>,
    /// Does the view take in whether managers had the time and the skill?
    #[schemars(title = "Capacity and capability covered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity_and_capability_covered: Option<bool>,
    /// Why that conclusion is reached.
    #[schemars(title = "Reasons")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
}

/// The organisation around the case.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct WiderOrganisation {
    /// Are structures and procedures analysed as well as practice?
    #[schemars(title = "Structures and procedures analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub structures_and_procedures_analysed: Option<bool>,
    /// Is the context of the practice analysed?
    #[schemars(title = "Context analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub context_analysed: Option<bool>,
    /// Is it analysed which services could be had?
    #[schemars(title = "Service availability analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_availability_analysed: Option<bool>,
    /// Are the constraints on the staff explored?
    #[schemars(title = "Constraints explored")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraints_explored: Option<bool>,
    /// Was it explored how the staff usually go about such work?
    #[schemars(title = "Usual approach explored")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usual_approach_explored: Option<bool>,
}

/// What the review concludes.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Judgements {
    /// Was everything done that could reasonably be expected to manage the risk of harm to others?
    #[schemars(title = "All reasonable action taken")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_reasonable_action_taken: Option<Extent>,
    /// Why that judgement is reached.
    #[schemars(title = "Reasons")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasons: Option<String>,
    /// Does the text say this in so many words?
    #[schemars(title = "Judgement on reasonable steps is explicit")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasonable_steps_stated_explicitly: Option<bool>,
    /// Does the review say whether another course was open, or ought to have been taken?
    #[schemars(title = "Alternatives considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternatives_considered: Option<bool>,
    /// Was another course open, or ought one to have been taken?
    #[schemars(title = "Alternative existed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative_existed: Option<bool>,
    /// The other courses, one by one.
    #[schemars(title = "Alternatives")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Vec<String>>,
    /// What happened, and when.
    #[schemars(title = "What happened")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what_happened: Option<String>,
    /// Why practice was as it was.
    #[schemars(title = "Why practice was so")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_practice_was_so: Option<String>,
    /// Why the events came about.
    #[schemars(title = "Why events came about")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_events_came_about: Option<String>,
    /// Are the decisions taken in the case analysed?
    #[schemars(title = "Decisions analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions_analysed: Option<bool>,
    /// Are missed chances to make supervision work better analysed?
    #[schemars(title = "Missed chances analysed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed_chances_analysed: Option<bool>,
}

/// What is to be learned, and where.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Learning {
    /// Does the review bring out learning as well as key events?
    #[schemars(title = "Focus on learning")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub focus_on_learning: Option<bool>,
    /// Where the learning needs action.
    #[schemars(title = "Action needed at")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_needed_at: Option<ActionLevel>,
    /// Why it is needed there, or nowhere.
    #[schemars(title = "Action needed reasons")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_needed_reasons: Option<String>,
    /// The areas for improvement, one by one.
    #[schemars(title = "Improvements")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub improvements: Option<Vec<Improvement>>,
    /// The codes of the themes of this review, as the regional database counts them.
    #[schemars(title = "Themes")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<String>>,
    /// Does the review say which individual practice has to improve, or that none has?
    #[schemars(title = "Individual practice considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub individual_practice_considered: Option<bool>,
    /// Is learning for the group of managers considered?
    #[schemars(title = "Manager group considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manager_group_considered: Option<bool>,
    /// Is learning for the delivery unit considered?
    #[schemars(title = "Delivery unit considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_unit_considered: Option<bool>,
    /// Is learning for the region considered?
    #[schemars(title = "Region considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region_considered: Option<bool>,
    /// Are the learning and the actions entered in the service's record of learning?
    #[schemars(title = "Entered in the record of learning")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<bool>,
    /// Has the reviewer coded the themes of this review for the regional database?
    #[schemars(title = "Themes coded")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes_coded: Option<bool>,
}

/// One area for improvement.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Improvement {
    /// What has to improve.
    #[schemars(title = "What")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Where it has to improve.
    #[schemars(title = "Level")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The code of its theme.
    #[schemars(title = "Theme")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
}

/// What will be done.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ActionPlan {
    /// The actions, one by one.
    #[schemars(title = "Actions")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<Action>>,
    /// Does the case show obstacles or inconsistencies in the organisation, for example in MAPPA or approved
    /// premises?
    #[schemars(title = "Organisational obstacles found")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisational_obstacles_found: Option<bool>,
    /// Does the plan show how the case is understood for the individuals?
    #[schemars(title = "Understands individual level")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub understands_individual_level: Option<bool>,
    /// Does the plan show how the case is understood for the organisation?
    #[schemars(title = "Understands organisational level")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub understands_organisational_level: Option<bool>,
    /// Were the actions agreed together with the unit?
    #[schemars(title = "Agreed with unit")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_with_unit: Option<bool>,
    /// Were the actions judged achievable and proportionate?
    #[schemars(title = "Achievable and proportionate")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub achievable_and_proportionate: Option<bool>,
    /// Does a policy have to be revised?
    #[schemars(title = "Policy revision needed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_revision_needed: Option<bool>,
    /// Is somebody following the actions until they are done?
    #[schemars(title = "Tracked to completion")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracked_to_completion: Option<bool>,
}

/// One action of the plan.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Action {
    /// What will be done.
    #[schemars(title = "What")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// What the action does.
    #[schemars(title = "Kind")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ActionKind>,
    /// Whom it is for.
    #[schemars(title = "Level")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Does another agency have to carry it out?
    #[schemars(title = "Task for another agency")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_for_another_agency: Option<bool>,
    /// Who will see it done, by role.
    #[schemars(title = "Owner")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    #[schemars(title = "Due")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// Does the team manager understand who does it and by when?
    #[schemars(title = "Understood by team manager")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub understood_by_team_manager: Option<bool>,
}

/// What was done well.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct GoodPractice {
    /// Was good practice looked for?
    #[schemars(title = "Looked for")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked_for: Option<bool>,
    /// What was done well, one by one; an empty list says that nothing was found.
    #[schemars(title = "Examples")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub examples: Option<Vec<String>>,
    /// Is good practice taken up in the review or in the action plan?
    #[schemars(title = "Reflected")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reflected: Option<bool>,
}

/// How the staff who were involved took part.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StaffEngagement {
    /// Were the staff brought in at the outset?
    #[schemars(title = "Engaged at outset")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engaged_at_outset: Option<bool>,
    /// Were they told what the interviews are about and when they are?
    #[schemars(title = "Told focus and timing")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_focus_and_timing: Option<bool>,
    /// The day on which staff were first approached.
    #[schemars(title = "First approached")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_approached_on: Option<Date>,
    /// The day on which staff were invited in writing.
    #[schemars(title = "Invited in writing")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_in_writing_on: Option<Date>,
    /// Did the invitation propose dates?
    #[schemars(title = "Invitation proposes dates")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_proposes_dates: Option<bool>,
    /// Were the policy and its annex for staff attached?
    #[schemars(title = "Invitation attaches policy and annex")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_attaches_policy_and_annex: Option<bool>,
    /// Did the invitation say which period the review covers?
    #[schemars(title = "Invitation states period")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation_states_period: Option<bool>,
    /// The day of the first interview.
    #[schemars(title = "Interviews started")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interviews_started_on: Option<Date>,
    /// Were the staff told how long the review would take?
    #[schemars(title = "Told timescale")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_timescale: Option<bool>,
    /// Did that change?
    #[schemars(title = "Timescale changed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timescale_changed: Option<bool>,
    /// Were they told of the change?
    #[schemars(title = "Told of changes")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told_of_changes: Option<bool>,
    /// The staff who were involved, one by one.
    #[schemars(title = "Staff")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff: Option<Vec<StaffMember>>,
}

/// Someone on the staff who was involved.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct StaffMember {
    /// Their role; no name.
    #[schemars(title = "Role")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Were they able to give their view?
    #[schemars(title = "Views heard")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub views_heard: Option<bool>,
    /// Are there findings about their work?
    #[schemars(title = "Findings concern them")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings_concern_them: Option<bool>,
    /// Were those findings discussed with them before they stood in the review?
    #[schemars(title = "Findings discussed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings_discussed: Option<bool>,
}

/// What other agencies gave to the review and learn from it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OtherAgencies {
    /// The agencies whose information went into the review; an empty list says none.
    #[schemars(title = "Informed by")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informed_by: Option<Vec<Agency>>,
    /// Were the agencies asked to contribute, as they are for a domestic homicide review or a MAPPA serious case
    /// review?
    #[schemars(title = "Contributions sought")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contributions_sought: Option<bool>,
    /// Did an agency that had a part in the case give nothing?
    #[schemars(title = "Input missing")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_missing: Option<bool>,
    /// Does the review say that it may be partial for that reason?
    #[schemars(title = "Partial recorded")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partial_recorded: Option<bool>,
    /// Was what other agencies shared used to help victims understand?
    #[schemars(title = "Shared for victims")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_for_victims: Option<bool>,
    /// Did the review find a gap in another agency's service, or a concern or referral that went unanswered?
    #[schemars(title = "Gaps found")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps_found: Option<bool>,
    /// The gaps, one by one.
    #[schemars(title = "Gaps")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gaps: Option<Vec<Gap>>,
    /// Was it asked whether the case overlaps with a domestic homicide review?
    #[schemars(title = "Screened for a domestic homicide review")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domestic_homicide_review_screened: Option<bool>,
    /// Was it asked whether the case overlaps with a MAPPA serious case review?
    #[schemars(title = "Screened for a MAPPA serious case review")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mappa_review_screened: Option<bool>,
    /// Is another agency reviewing the case?
    #[schemars(title = "Other review running")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_review_running: Option<bool>,
    /// Is this review coordinated with that one?
    #[schemars(title = "Coordinated")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coordinated: Option<bool>,
    /// Is the learning that matters to strategic partners shared with them?
    #[schemars(title = "Learning shared with partners")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_shared_with_partners: Option<bool>,
}

/// A gap in another agency's service, or a concern that went unanswered.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Gap {
    /// The agency.
    #[schemars(title = "Agency")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<Agency>,
    /// What was missing.
    #[schemars(title = "What")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Has it been raised with the agency?
    #[schemars(title = "Raised with agency")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raised_with_agency: Option<bool>,
}

/// The victims and their families, as far as the review itself shows it.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Victims {
    /// Is a victim or a family entitled to feedback?
    #[schemars(title = "Entitled")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitled: Option<bool>,
    /// The day on which it was confirmed that the case meets the criteria and that a victim is entitled.
    #[schemars(title = "Entitlement confirmed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entitlement_confirmed_on: Option<Date>,
    /// The day on which the witness care unit was told.
    #[schemars(title = "Witness care unit notified")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness_care_unit_notified_on: Option<Date>,
    /// Are the circumstances of each victim and family weighed before anything is disclosed?
    #[schemars(title = "Circumstances considered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub circumstances_considered: Option<bool>,
}

/// How the quality of the review was assured.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct QualityAssurance {
    /// Has the region assured the quality of the review?
    #[schemars(title = "Regional applied")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regional_applied: Option<bool>,
    /// Is that recorded?
    #[schemars(title = "Regional recorded")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regional_recorded: Option<bool>,
    /// Was the quality assured in good time?
    #[schemars(title = "Timely")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timely: Option<bool>,
    /// The day on which the national team assured the quality.
    #[schemars(title = "National")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub national_on: Option<Date>,
}

/// Who sees the review, and in what form.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Disclosure {
    /// Can the staff involved read the completed review?
    #[schemars(title = "Staff have access")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_have_access: Option<bool>,
    /// Was it considered whether the staff copy needs redaction to protect other staff?
    #[schemars(title = "Staff copy reviewed for identities")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_copy_reviewed_for_identities: Option<bool>,
    /// Are the staff told what is learned from the case, redacted or not?
    #[schemars(title = "Staff told learning")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_told_learning: Option<bool>,
    /// Will the review go to a victim or a family?
    #[schemars(title = "Goes to victims")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_to_victims: Option<bool>,
    /// Were the staff told of that in advance?
    #[schemars(title = "Staff told of victim disclosure")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_told_of_victim_disclosure: Option<bool>,
    /// Is the action plan shared in managers' meetings in a form that identifies no practitioner?
    #[schemars(title = "Practitioners not identifiable in managers' meetings")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managers_meeting_hides_practitioners: Option<bool>,
    /// Are workshops and learning material free of anything that identifies the case?
    #[schemars(title = "Learning material anonymised")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_material_anonymised: Option<bool>,
    /// The day on which the unit head went through the review with the officer's manager.
    #[schemars(title = "Shared with line manager")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_with_line_manager_on: Option<Date>,
    /// Were the actions and their times explained to the officer's manager?
    #[schemars(title = "Actions and times explained")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions_and_times_explained: Option<bool>,
    /// The day on which the managers' meeting discussed the action plan.
    #[schemars(title = "Discussed by managers")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managers_discussed_on: Option<Date>,
    /// The day on which the review was passed on to teams.
    #[schemars(title = "Shared with teams")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_with_teams_on: Option<Date>,
}

/// How far something is so.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// It is so.
    Yes,
    /// It is partly so.
    Partly,
    /// It is not so.
    No,
}

/// Whether something was enough.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sufficiency {
    /// It was enough.
    Sufficient,
    /// It was enough in part.
    PartlySufficient,
    /// It was not enough.
    Insufficient,
}

/// How well something worked.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effectiveness {
    /// It worked.
    Effective,
    /// It worked in part.
    PartlyEffective,
    /// It did not work.
    Ineffective,
}

/// What something did to the management of risk.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It helped.
    Helped,
    /// It helped in part and hindered in part.
    Mixed,
    /// It hindered.
    Hindered,
    /// It made no difference.
    None,
}

/// What an arrangement rests on.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Footing {
    /// A formal framework.
    Formal,
    /// Informal relationships.
    Informal,
    /// Some of each.
    Both,
}

/// Where learning needs action.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionLevel {
    /// Locally.
    Local,
    /// Nationally.
    National,
    /// Locally and nationally.
    Both,
    /// Nowhere.
    Neither,
}

/// The level of the organisation that something is for.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// One practitioner.
    Practitioner,
    /// One manager.
    Manager,
    /// A team or an office.
    Team,
    /// A delivery unit.
    DeliveryUnit,
    /// The region.
    Region,
    /// The national service.
    National,
}

/// What an action does.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// Changes how someone works.
    Practice,
    /// Trains or briefs staff.
    Training,
    /// Revises and reissues a policy.
    Policy,
    /// Changes a procedure, a tool or a resource.
    Procedure,
    /// Tells another agency of a gap or of a concern that went unanswered.
    RaiseWithAgency,
    /// Recognises or shares good practice.
    GoodPractice,
}

/// What the analysis of the assessment drew on.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssessmentSource {
    /// The content of an assessment tool, such as OASys.
    AssessmentTool,
    /// Source documents: court papers, earlier reports, police information.
    SourceDocuments,
    /// What is known of the person's past.
    HistoricalInformation,
    /// The record of contacts.
    CaseRecords,
    /// What staff said.
    StaffAccounts,
}

/// What a judgement of implementation rests on.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JudgementBasis {
    /// The quality of the professional relationship.
    RelationshipQuality,
    /// The completion of objectives.
    ObjectivesCompleted,
    /// The levels of contact.
    ContactLevels,
}

/// The kind of supervision.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SupervisionKind {
    /// A community order.
    CommunityOrder,
    /// A suspended sentence order.
    SuspendedSentenceOrder,
    /// A licence.
    Licence,
    /// Post-sentence supervision.
    PostSentenceSupervision,
    /// Release on temporary licence.
    ReleaseOnTemporaryLicence,
}

/// A level of risk of serious harm.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RiskLevel {
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
    /// Very high.
    VeryHigh,
    /// It was not assessed.
    NotAssessed,
}

/// An agency that has had to do with the case.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agency {
    /// The police.
    Police,
    /// A prison.
    Prison,
    /// Approved premises.
    ApprovedPremises,
    /// A health service.
    Health,
    /// Adult or children's social care.
    SocialCare,
    /// A housing service.
    Housing,
    /// The courts.
    Courts,
    /// A voluntary or community organisation.
    VoluntarySector,
    /// Another.
    Other,
}
