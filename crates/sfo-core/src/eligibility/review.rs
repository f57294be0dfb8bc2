//! Whether a review is required: the tier, the window, the proceedings and the risk, over every completion.

use serde::Serialize;

use crate::date::{Date, DateRange};
use crate::eligibility::case::{Case, Charge, Step as Proceeding, Supervision, SupervisionEnd};
use crate::eligibility::decide::{each_completion, each_entry, each_fact, Form, Outcome};
use crate::eligibility::trace::{Record, Step};
use crate::finding::{Finding, Severity};
use crate::policy::index::{Known, Reading};
use crate::policy::Policy;
use crate::truth::Truth;

/// The criteria that conditions of `criteria.toml` can name.
pub(crate) const CRITERIA: [&str; 7] = [
    "automatic",
    "listed",
    "offence_in_window",
    "charged",
    "appeared_in_court",
    "high_risk_or_not_assessed",
    "public_interest",
];

/// Whether a review of the case is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::review_kinds))]
pub struct Review {
    /// `yes`, `no`, or `unknown` where it depends on what is not known.
    pub required: Truth,
    /// Why it is required: `automatic`, `risk` or `public_interest`; none where it is not, or not known to be.
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::policy::schema::Route>"))]
    pub route: Option<String>,
    /// What has to be known for an answer.
    pub missing: Vec<String>,
}

/// The criteria that do not depend on the offence.
struct Circumstances {
    in_window: Truth,
    charged: Truth,
    appeared: Truth,
    high_risk: Truth,
    public_interest: bool,
}

/// Where an offence stands to the two ends of the window.
pub(crate) struct Window {
    pub after_start: Truth,
    pub before_close: Truth,
    /// The last day rests on bank holidays that are not announced yet.
    pub projected: bool,
    /// The calendar does not reach the last day.
    pub outside: bool,
}

/// What the offence may be to the criteria: whether a review is automatic, and whether it is listed.
type Standing = (bool, bool);

impl Policy {
    /// Decides whether a review is required, and adds its steps and findings.
    pub(crate) fn review(
        &self,
        case: &Case,
        charge: &Charge,
        offence: (&[Reading], Known, Form),
        ask: &str,
        path: &str,
        record: &mut Record,
    ) -> Review {
        let (readings, stated, form) = offence;
        let criteria = &self.data().criteria;
        let mut window_missing = Vec::new();
        let in_window = self.in_window(case, charge.offence_date, path, &mut window_missing, &mut record.findings);
        let circumstances = Circumstances {
            in_window,
            charged: truth_of(case.charged),
            appeared: truth_of(case.first_court_appearance),
            high_risk: case
                .risk_of_serious_harm
                .as_ref()
                .map_or(Truth::Unknown, |level| criteria.risk_levels_for_review.iter().any(|l| l == level).into()),
            public_interest: case.public_interest,
        };

        // What each reading may be, whatever the tier that the sources leave open.
        let mut all: Vec<Standing> = Vec::new();
        for reading in readings {
            let known = stated.union(reading.implied).settled();
            let unknown = self.index().relevant(reading) & !(known.yes | known.no);
            for chosen in each_completion(unknown) {
                add_standings(&mut all, self.standings(reading, form, known.yes | chosen));
            }
        }
        if readings.is_empty() {
            all = vec![(true, true), (false, true), (false, false)];
        }
        let required = self.required_over(&all, &circumstances);
        let mut missing = Vec::new();
        if required == Truth::Unknown {
            self.missing_facts(readings, stated, form, &circumstances, &mut missing);
            if readings.is_empty() || self.readings_decide(readings, stated, form, &circumstances) {
                missing.insert(0, ask.to_owned());
            }
            let decides = |name: &str| {
                let with = |value: bool| self.required_with(&all, &circumstances, Some((name, value)));
                with(true) != with(false)
            };
            for criterion in criteria.criteria.iter() {
                if circumstances.get(&criterion.name) == Some(Truth::Unknown) && decides(&criterion.name) {
                    if criterion.name == "offence_in_window" {
                        missing.append(&mut window_missing);
                    } else {
                        missing.extend(criterion.asks.iter().map(ToString::to_string));
                    }
                }
            }
        }
        let route = (required == Truth::Yes)
            .then(|| {
                criteria
                    .routes
                    .iter()
                    .find(|route| {
                        all.iter().all(|s| route.condition.evaluate(&|name| circumstances.with(*s, name)) == Truth::Yes)
                    })
                    .or_else(|| {
                        criteria.routes.iter().find(|route| {
                            all.iter()
                                .any(|s| route.condition.evaluate(&|name| circumstances.with(*s, name)) == Truth::Yes)
                        })
                    })
                    .map(|route| route.id.to_string())
            })
            .flatten();
        for criterion in criteria.criteria.iter() {
            let Some(answer) = circumstances.get(&criterion.name) else { continue };
            // A reason that nobody has asserted is not a question that was asked.
            if criterion.name == "public_interest" && answer == Truth::No {
                continue;
            }
            record.trace.push(Step {
                rule: format!("criteria.{}", criterion.name),
                question: criterion.question.to_string(),
                answer: answer.as_str().to_owned(),
                effect: self.words(&format!("step.{}.{}", criterion.name, answer.as_str()), &[]),
                certainty: criterion.certainty,
                citation: criterion.citation.to_string(),
            });
        }
        Review { required, route, missing }
    }

    /// What an offence may be to the criteria, where every fact is known.
    fn standings(&self, reading: &Reading, form: Form, facts_true: u32) -> Vec<Standing> {
        let answer = self.index().answer(reading, form, facts_true);
        let settled = match answer.outcome {
            Outcome::Automatic => (true, true),
            Outcome::Qualifying => (false, true),
            _ => (false, false),
        };
        match (answer.tier_unresolved, answer.outcome) {
            (true, Outcome::Qualifying) => vec![settled, (true, true)],
            (true, Outcome::NotQualifying) => vec![settled, (false, true), (true, true)],
            _ => vec![settled],
        }
    }

    fn required_over(&self, standings: &[Standing], circumstances: &Circumstances) -> Truth {
        self.required_with(standings, circumstances, None)
    }

    /// The answer over all standings; unlike ones, or one that is unknown, give unknown.
    fn required_with(
        &self,
        standings: &[Standing],
        circumstances: &Circumstances,
        assumed: Option<(&str, bool)>,
    ) -> Truth {
        let criteria = &self.data().criteria;
        let mut joint: Option<Truth> = None;
        for standing in standings {
            let value = |name: &str| match assumed {
                Some((assumed, value)) if assumed == name => value.into(),
                _ => circumstances.with(*standing, name),
            };
            let some_route =
                criteria.routes.iter().fold(Truth::No, |so_far, route| so_far.or(route.condition.evaluate(&value)));
            let required = criteria.always.evaluate(&value).and(some_route);
            match joint {
                None => joint = Some(required),
                Some(same) if same == required => {}
                Some(_) => return Truth::Unknown,
            }
        }
        joint.unwrap_or(Truth::Unknown)
    }

    /// The facts of the charge on which the answer still depends.
    fn missing_facts(
        &self,
        readings: &[Reading],
        stated: Known,
        form: Form,
        circumstances: &Circumstances,
        missing: &mut Vec<String>,
    ) {
        let mut set = 0;
        for reading in readings {
            let known = stated.union(reading.implied).settled();
            let unknown = self.index().relevant(reading) & !(known.yes | known.no);
            for chosen in each_completion(unknown) {
                let here = self.required_over(&self.standings(reading, form, known.yes | chosen), circumstances);
                for fact in each_fact(unknown & !set) {
                    let flipped = known.yes | (chosen ^ fact);
                    if self.required_over(&self.standings(reading, form, flipped), circumstances) != here {
                        set |= fact;
                    }
                }
            }
        }
        missing.extend(each_fact(set).filter_map(|bit| self.fact_name(bit)));
    }

    /// Whether which offence it is still decides the answer.
    fn readings_decide(&self, readings: &[Reading], stated: Known, form: Form, circumstances: &Circumstances) -> bool {
        let mut first = None;
        readings.iter().any(|reading| {
            let known = stated.union(reading.implied).settled();
            let unknown = self.index().relevant(reading) & !(known.yes | known.no);
            let mut all = Vec::new();
            for chosen in each_completion(unknown) {
                add_standings(&mut all, self.standings(reading, form, known.yes | chosen));
            }
            let required = self.required_over(&all, circumstances);
            *first.get_or_insert(required) != required
        })
    }

    /// Whether the offence falls within supervision, or within the working days after its end.
    fn in_window(
        &self,
        case: &Case,
        offence: Option<DateRange>,
        path: &str,
        missing: &mut Vec<String>,
        findings: &mut Vec<Finding>,
    ) -> Truth {
        let supervision = &case.supervision;
        let Some(offence) = offence else {
            missing.push("offence_date".to_owned());
            if supervision.start.is_none() {
                missing.push("supervision.start".to_owned());
            }
            if supervision.end == SupervisionEnd::Unknown {
                missing.push("supervision.end".to_owned());
            }
            return Truth::Unknown;
        };
        let Window { after_start, before_close, projected, outside } = self.window(supervision, offence);
        if projected {
            findings.push(self.finding("calendar_projected", Severity::Note, "/supervision/end", &[]));
        }
        if outside {
            findings.push(self.finding("calendar_outside", Severity::Warning, "/supervision/end", &[]));
        }
        let answer = after_start.and(before_close);
        if answer == Truth::Unknown {
            if after_start == Truth::Unknown && supervision.start.is_none() {
                missing.push("supervision.start".to_owned());
            }
            if supervision.end == SupervisionEnd::Unknown {
                missing.push("supervision.end".to_owned());
            }
            if missing.is_empty() {
                missing.push("offence_date".to_owned());
                let finding =
                    self.finding("offence_date_straddles", Severity::Note, &format!("{path}/offence_date"), &[]);
                if offence.from < offence.to {
                    findings.push(finding);
                }
            }
        }
        answer
    }

    /// Where the offence stands to the two ends of the window.
    pub(crate) fn window(&self, supervision: &Supervision, offence: DateRange) -> Window {
        let (mut projected, mut outside) = (false, false);
        let before_close = match supervision.end {
            SupervisionEnd::Ongoing => Truth::Yes,
            SupervisionEnd::Unknown => Truth::Unknown,
            SupervisionEnd::On(end) if offence.to <= end => Truth::Yes,
            SupervisionEnd::On(end) => match self.window_closes(end) {
                Ok((close, rests_on_projection)) => {
                    projected = rests_on_projection;
                    compare(offence, |day| day <= close)
                }
                Err(()) => {
                    outside = true;
                    // The calendar does not reach: within supervision is still known, the days after it are not.
                    Truth::Unknown
                }
            },
        };
        let after_start = supervision.start.map_or(Truth::Unknown, |start| compare(offence, |day| day >= start));
        Window { after_start, before_close, projected, outside }
    }

    fn window_closes(&self, end: Date) -> Result<(Date, bool), ()> {
        let days = i32::from(self.data().criteria.window_working_days);
        self.working_days().add_working_days(end, days).map(|day| (day.date, day.projected)).map_err(|_| ())
    }

    /// A finding for every entry named that was not in force on any day of the offence.
    pub(crate) fn lives(
        &self,
        entries: u128,
        offence: Option<DateRange>,
        form: u8,
        path: &str,
        findings: &mut Vec<Finding>,
    ) {
        let Some(offence) = offence else { return };
        let mut push = |code: &'static str, citation: String, args: &[(&str, &str)]| {
            let mut finding = self.finding(code, Severity::Warning, &format!("{path}/offence_date"), args);
            finding.citation = citation;
            findings.push(finding);
        };
        for at in each_entry(entries) {
            let Some(entry) = self.data().entries.get(at) else { continue };
            let bit = crate::policy::index::entry_bit(at);
            for life in self.index().lives.iter().filter(|life| life.entries & bit != 0) {
                let before = life.from.is_some_and(|from| offence.to < from);
                let after = life.to.is_some_and(|to| offence.from > to);
                let Some(event) = self.data().events.get(life.event) else { continue };
                if before || after {
                    let code = if before { "before_in_force" } else { "after_in_force" };
                    let number = entry.number.to_string();
                    push(code, event.citation.to_string(), &[("entry", &number), ("words", &event.words)]);
                }
            }
        }
        if let Some(form) = self.data().involvements.get(usize::from(form)) {
            let before = form.from.is_some_and(|from| offence.to < from);
            let after = form.to.is_some_and(|to| offence.from > to);
            if before || after {
                push("form_not_in_force", form.citation.to_string(), &[("form", &form.name), ("words", &form.basis)]);
            }
        }
    }
}

impl Circumstances {
    fn get(&self, name: &str) -> Option<Truth> {
        match name {
            "offence_in_window" => Some(self.in_window),
            "charged" => Some(self.charged),
            "appeared_in_court" => Some(self.appeared),
            "high_risk_or_not_assessed" => Some(self.high_risk),
            "public_interest" => Some(self.public_interest.into()),
            _ => None,
        }
    }

    fn with(&self, (automatic, listed): Standing, name: &str) -> Truth {
        match name {
            "automatic" => automatic.into(),
            "listed" => listed.into(),
            _ => self.get(name).unwrap_or(Truth::Unknown),
        }
    }
}

fn add_standings(all: &mut Vec<Standing>, more: Vec<Standing>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}

fn truth_of(step: Proceeding) -> Truth {
    match step {
        Proceeding::Unknown => Truth::Unknown,
        Proceeding::No => Truth::No,
        Proceeding::Yes(_) => Truth::Yes,
    }
}

/// Whether a test that holds on a run of days holds on all days of the range, on none, or on some.
fn compare(range: DateRange, test: impl Fn(Date) -> bool) -> Truth {
    match (test(range.from), test(range.to)) {
        (true, true) => Truth::Yes,
        (false, false) => Truth::No,
        _ => Truth::Unknown,
    }
}
