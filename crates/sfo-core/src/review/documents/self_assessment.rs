//! How a service conducts its reviews and learns from them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::date::Date;

/// How a service conducts its reviews and learns from them.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SelfAssessment {
    /// The service, unit or region that assesses itself.
    #[schemars(title = "Service")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The day of the assessment.
    #[schemars(title = "Assessed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assessed_on: Option<Date>,
    /// What the reviews are like.
    #[schemars(title = "What the reviews are like")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews: Option<Reviews>,
    /// How the reviews are seen.
    #[schemars(title = "How the reviews are seen")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reputation: Option<Reputation>,
    /// Opportunities to improve.
    #[schemars(title = "Opportunities to improve")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub improvement: Option<Improvement>,
    /// How reviews are run.
    #[schemars(title = "How reviews are run")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<Process>,
    /// Learning and how it spreads.
    #[schemars(title = "Learning and how it spreads")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dissemination: Option<Dissemination>,
    /// Learning groups.
    #[schemars(title = "Learning groups")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_groups: Option<LearningGroups>,
    /// What the service will do about its gaps, one by one.
    #[schemars(title = "Actions")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<Improve>>,
}

/// What the reviews are like.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reviews {
    /// Where reviews dwell on the shortfalls of individuals, does something balance that?
    #[schemars(title = "Balance of shortfalls")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_of_shortfalls: Option<Answer>,
    /// Is it asked why the same shortfalls come back, and are actions set for the office, the team, the unit or
    /// the organisation?
    #[schemars(title = "Recurring shortfalls addressed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring_shortfalls_addressed: Option<Answer>,
    /// Do reviews encourage reflection and learning?
    #[schemars(title = "Reflection encouraged")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reflection_encouraged: Option<Answer>,
    /// Do staff understand that the organisation is reviewed and not the individual?
    #[schemars(title = "Organisation not individual")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_not_individual: Option<Answer>,
    /// Do reviews bring out learning for other organisations, or is it known what that would take?
    #[schemars(title = "Learning for other organisations")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_for_other_organisations: Option<Answer>,
    /// Are partner organisations told when a case they share leads to a review, and that the review has begun?
    #[schemars(title = "Partners told")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partners_told: Option<Answer>,
    /// Do reviews cover good practice, and is it regularly found and passed on?
    #[schemars(title = "Good practice covered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good_practice_covered: Option<Answer>,
    /// Do reviews show independence, openness and transparency?
    #[schemars(title = "Independent and open")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub independent_and_open: Option<Answer>,
    /// Is the quality of reviews assured in the same way each time?
    #[schemars(title = "Quality assurance consistent")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality_assurance_consistent: Option<Answer>,
    /// Do reviews feed wider learning, for example on how often such offences occur locally, by whom and with what
    /// effect?
    #[schemars(title = "Feeds wider learning")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feeds_wider_learning: Option<Answer>,
}

/// How the reviews are seen.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reputation {
    /// If reviews are seen in a bad light, here or elsewhere, is it known whether that weakens learning, and what
    /// can be done?
    #[schemars(title = "Seen positively")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen_positively: Option<Answer>,
    /// Are key messages regularly built into work on improvement and development?
    #[schemars(title = "Messages built in")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messages_built_in: Option<Answer>,
}

/// Opportunities to improve.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Improvement {
    /// Is it settled whether some kinds of case are fast-tracked or come first?
    #[schemars(title = "Prioritisation")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prioritisation: Option<Answer>,
    /// Is there a fast way to raise issues of the system, and is its effect known locally and nationally?
    #[schemars(title = "System issues escalated")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_issues_escalated: Option<Answer>,
    /// Is the local approach efficient, and is it known how that is known?
    #[schemars(title = "Efficient")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub efficient: Option<Answer>,
    /// Is the feedback of staff who took part in reviews evaluated?
    #[schemars(title = "Staff feedback evaluated")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_feedback_evaluated: Option<Answer>,
    /// Are the learning outcomes written down and widely known?
    #[schemars(title = "Outcomes known")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcomes_known: Option<Answer>,
    /// Is it known what victims say of the information they get, and does it shape improvement?
    #[schemars(title = "Victims views used")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub victims_views_used: Option<Answer>,
    /// Does learning from reviews inform strategic planning?
    #[schemars(title = "Informs strategic planning")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informs_strategic_planning: Option<Answer>,
    /// Does it inform the learning and improvement of systems?
    #[schemars(title = "Informs systems")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informs_systems: Option<Answer>,
    /// Does it inform plans for practice and training?
    #[schemars(title = "Informs training")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informs_training: Option<Answer>,
    /// Does it inform cooperation between agencies?
    #[schemars(title = "Informs inter agency work")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub informs_inter_agency_work: Option<Answer>,
    /// Has the service worked out what to stop, start or change to keep better to the Instruction?
    #[schemars(title = "Stop start change")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop_start_change: Option<Answer>,
    /// Has the service looked at what London, Wales and the Midlands can teach it?
    #[schemars(title = "Examples learned from")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub examples_learned_from: Option<Answer>,
    /// Are the learning and the recommendations of the 2020 thematic inspection being addressed?
    #[schemars(title = "Thematic recommendations")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thematic_recommendations: Option<Answer>,
    /// Is it known what support and training further improvement needs?
    #[schemars(title = "Support and training known")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support_and_training_known: Option<Answer>,
    /// Are the national and local performance and quality teams used as well as they could be?
    #[schemars(title = "Performance teams used")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub performance_teams_used: Option<Answer>,
    /// Is it settled how the support of other agencies will be gained?
    #[schemars(title = "Agencies engaged")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agencies_engaged: Option<Answer>,
}

/// How reviews are run.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Process {
    /// Has the region a process of quality assurance that is timely and systematic?
    #[schemars(title = "Regional quality assurance")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regional_quality_assurance: Option<Answer>,
    /// Are lines of accountability clear at senior and at operational level?
    #[schemars(title = "Accountability clear")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountability_clear: Option<Answer>,
    /// Are there processes to collect learning and actions and to pass them on?
    #[schemars(title = "Learning collated")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learning_collated: Option<Answer>,
    /// Have staff been trained or briefed on the review process?
    #[schemars(title = "Staff briefed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_briefed: Option<Answer>,
    /// Do trainees and newly qualified officers get sessions on reviews on a rolling basis?
    #[schemars(title = "New officers briefed")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_officers_briefed: Option<Answer>,
    /// Can those interviewed choose the time, the place and the way?
    #[schemars(title = "Interviewees choose")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interviewees_choose: Option<Answer>,
    /// Can those interviewed give written feedback on the reviewer and the process?
    #[schemars(title = "Interviewees give feedback")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interviewees_give_feedback: Option<Answer>,
    /// Do interviews begin with an account of the process and use open questions?
    #[schemars(title = "Open interviews")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open_interviews: Option<Answer>,
    /// Is positive feedback given at once and passed on by unit heads?
    #[schemars(title = "Positive feedback given")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub positive_feedback_given: Option<Answer>,
    /// Is an officer who is distressed by criticism offered support?
    #[schemars(title = "Distressed staff supported")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distressed_staff_supported: Option<Answer>,
    /// Have victim liaison officers and senior public protection staff been trained with victims' needs in view?
    #[schemars(title = "Victim training")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub victim_training: Option<Answer>,
}

/// Learning and how it spreads.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Dissemination {
    /// Are the learning and the actions of every review recorded systematically?
    #[schemars(title = "Recorded systematically")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_systematically: Option<Answer>,
    /// Is learning from reviews brought together with that from audits, domestic homicide reviews, MAPPA serious
    /// case reviews and the like?
    #[schemars(title = "Combined with other sources")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combined_with_other_sources: Option<Answer>,
    /// Do reviewers code the themes of every review into a regional database?
    #[schemars(title = "Themes in a database")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes_in_a_database: Option<Answer>,
    /// Are the five most frequent areas of learning over a period made known?
    #[schemars(title = "Top five themes")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_five_themes: Option<Answer>,
    /// Is each theme compared with the year before, to see whether it recurs or recedes?
    #[schemars(title = "Compared with last year")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compared_with_last_year: Option<Answer>,
    /// Are themes shown for each unit head, with the region's own beside them?
    #[schemars(title = "By unit and region")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_unit_and_region: Option<Answer>,
    /// Are themes that recur in action plans over time given an answer by the region?
    #[schemars(title = "Recurring themes answered")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring_themes_answered: Option<Answer>,
    /// Are themes passed on that bear on national policy?
    #[schemars(title = "National themes")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub national_themes: Option<Answer>,
    /// Is the share of the caseload that leads to a review known?
    #[schemars(title = "Rate known")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate_known: Option<Answer>,
    /// Are reviews counted for each reporting year?
    #[schemars(title = "Reviews counted")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviews_counted: Option<Answer>,
    /// Can staff see local rates, profiles and impact?
    #[schemars(title = "Local profile available")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_profile_available: Option<Answer>,
    /// Is learning captured from reviews that draw no public notice, too?
    #[schemars(title = "Lower profile captured")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower_profile_captured: Option<Answer>,
    /// Does learning reach every level of the organisation?
    #[schemars(title = "All levels reached")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_levels_reached: Option<Answer>,
    /// Does learning feed training and practice in a systematic way?
    #[schemars(title = "Feeds training")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feeds_training: Option<Answer>,
    /// Do themes feed the best-practice plans of the units?
    #[schemars(title = "Unit action plans")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_action_plans: Option<Answer>,
    /// Does learning go out by several routes: leadership meetings, groups led by practitioners, team briefings,
    /// close studies of cases, bulletins?
    #[schemars(title = "Routes in use")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub routes_in_use: Option<Answer>,
    /// Is good practice collected and shared, for example in a bulletin?
    #[schemars(title = "Good practice shared")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good_practice_shared: Option<Answer>,
    /// Has carrying out action plans priority, and are they followed until they are done?
    #[schemars(title = "Plans prioritised and tracked")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plans_prioritised_and_tracked: Option<Answer>,
}

/// Learning groups.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LearningGroups {
    /// Is there a process of learning and improvement that rests on evidence?
    #[schemars(title = "Evidenced process")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidenced_process: Option<Answer>,
    /// Is learning owned locally, with support from central teams?
    #[schemars(title = "Local ownership")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_ownership: Option<Answer>,
    /// Are units and reviewers linked by regular briefings?
    #[schemars(title = "Links with reviewers")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links_with_reviewers: Option<Answer>,
    /// Are areas for improvement and good practice kept in balance?
    #[schemars(title = "Balance of good practice")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance_of_good_practice: Option<Answer>,
    /// Can the national service see the process, for assurance?
    #[schemars(title = "National oversight")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub national_oversight: Option<Answer>,
    /// Do learning groups meet each quarter, and are critical cases discussed each month?
    #[schemars(title = "Meetings kept")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meetings_kept: Option<Answer>,
}

/// Where the service stands on one question.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// Where the service stands.
    #[schemars(title = "Standing")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// How that is known.
    #[schemars(title = "Evidence")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}

/// One thing that the service will do.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Improve {
    /// The question that it answers.
    #[schemars(title = "About")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// What will be done.
    #[schemars(title = "What")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
    /// Who will see it done, by role.
    #[schemars(title = "Owner")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    #[schemars(title = "Due")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
}

/// Where the service stands.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It is so, and there is evidence.
    InPlace,
    /// It is partly so.
    Partly,
    /// It is not so.
    NotInPlace,
}
