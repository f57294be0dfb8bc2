//! Judging: how each rule stands, from the days of its events.

use crate::calendar::{CalendarError, Counting, NonWorkingDay, WorkingDays};
use crate::citation::Certainty;
use crate::date::{Date, DateRange, Weekday};
use crate::deadlines::record::unknown_event;
use crate::deadlines::{
    CaseDates, DatedEvent, Extension, Moment, Next, RuleResult, RuleSource, Skipped, Span, Status, Target, Targets,
    Timeline,
};
use crate::finding::{Finding, Severity};
use crate::policy::data::{CaseEvent, Deadline, DeadlineKind, EventOrder, Strength, Unit};
use crate::policy::Policy;
use crate::truth::Truth;

/// A number of units from a trigger to a last day.
#[derive(Clone, Copy)]
struct Limit {
    n: u16,
    unit: Unit,
    counting: Counting,
    non_working_day: NonWorkingDay,
}

/// A rule of the policy or of the targets, as it is judged.
struct Rule<'a> {
    id: &'a str,
    title: &'a str,
    kind: DeadlineKind,
    target: Option<&'a str>,
    event: &'a str,
    trigger: &'a str,
    opens: Option<&'a str>,
    limit: Option<Limit>,
    extendable: bool,
    strength: Strength,
    certainty: Certainty,
    citation: String,
    fix: String,
}

/// What a record says of an event, all its statements together.
#[derive(Clone, Default)]
struct Known {
    moment: Moment,
    path: String,
}

/// An event as it stands on the day on which the question is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    NotApplicable,
    Unknown,
    /// It has not happened, so far as the record goes.
    Open,
    /// It is to happen on a day after `as_of`.
    Planned(Date),
    /// It happened, on a day that is not known.
    Undated,
    Done(Date),
}

/// A last day, and how it was reached.
struct Due {
    date: Date,
    counted: Option<i32>,
    skipped: Vec<Skipped>,
    projected: bool,
}

/// What a judgement adds to the rule.
struct Judged {
    status: Status,
    /// The code of the words that say why.
    reason: &'static str,
    due: Option<Due>,
    extended_to: Option<Date>,
    late_by: Option<Span>,
    elapsed: Option<Span>,
    projected: bool,
    missing: Vec<String>,
}

impl Judged {
    const fn new(status: Status, reason: &'static str) -> Self {
        Self {
            status,
            reason,
            due: None,
            extended_to: None,
            late_by: None,
            elapsed: None,
            projected: false,
            missing: Vec::new(),
        }
    }

    fn unknown(reason: &'static str, missing: &str) -> Self {
        Self { missing: vec![missing.to_owned()], ..Self::new(Status::Unknown, reason) }
    }
}

struct Judge<'a> {
    policy: &'a Policy,
    days: &'a WorkingDays,
    as_of: Option<Date>,
    known: Vec<Known>,
    extensions: &'a [Extension],
    stopped: bool,
    findings: Vec<Finding>,
}

pub(super) fn timeline(
    policy: &Policy,
    case: &CaseDates,
    as_of: Option<Date>,
    targets: Option<&Targets>,
    days: &WorkingDays,
    only: Option<&[String]>,
) -> Timeline {
    let mut judge = Judge::new(policy, case, as_of, days);
    judge.gather(case);
    judge.orders();
    let mut given: &[Target] = &[];
    let mut title = None;
    if let Some(targets) = targets {
        if targets.extends == policy.data().id {
            given = &targets.targets;
            title = Some(targets.title.clone());
        } else {
            judge.note("targets_of_another_policy", Severity::Error, "", &[]);
        }
    }
    let fix = policy.words("deadline.fix_target", &[]);
    let citation = policy.words("deadline.cite_target", &[("title", title.as_deref().unwrap_or_default())]);
    let mut rules: Vec<Rule> = Vec::new();
    for deadline in policy.data().deadlines.iter() {
        rules.push(of_policy(deadline, given.iter().find(|t| t.rule.as_deref() == Some(deadline.id.as_ref()))));
    }
    rules.extend(given.iter().filter(|t| t.rule.is_none()).map(|t| of_target(t, &fix, &citation)));

    for extension in &case.extensions {
        let code = match rules.iter().find(|rule| rule.id == extension.rule) {
            None => "unknown_deadline",
            Some(rule) if !rule.extendable => "not_extendable",
            Some(_) => continue,
        };
        judge.note(code, Severity::Warning, &extension.path, &[]);
    }
    let asked = |rule: &&Rule| only.is_none_or(|only| only.iter().any(|id| id == rule.id));
    let rules: Vec<RuleResult> = rules.iter().filter(asked).map(|rule| judge.rule(rule)).collect();
    let mut next: Option<Next> = None;
    for rule in rules.iter().filter(|rule| rule.status == Status::Due) {
        if let Some(due) = rule.last_day().filter(|due| next.as_ref().is_none_or(|next| *due < next.due)) {
            next = Some(Next { rule: rule.rule.clone(), event: rule.event.clone(), due });
        }
    }
    Timeline {
        as_of,
        targets: title,
        calendar: days.calendar().title.to_string(),
        events: judge.dated(),
        rules,
        next,
        findings: judge.findings,
        policy: policy.policy_id(),
    }
}

/// How the orders stand of whose events the case states enough: see [`orders`](super::orders).
pub(super) fn order_verdicts<'p>(policy: &'p Policy, case: &CaseDates) -> Vec<(&'p str, Truth)> {
    let mut judge = Judge::new(policy, case, None, policy.working_days());
    judge.gather(case);
    let stated = |event: &str| case.statements.iter().any(|one| one.name == event);
    let mut verdicts = Vec::new();
    for deadline in policy.data().deadlines.iter() {
        let order = matches!(deadline.kind, DeadlineKind::Before | DeadlineKind::After);
        if !(order && stated(&deadline.event) && stated(&deadline.trigger)) {
            continue;
        }
        let truth = match judge.order(&of_policy(deadline, None)).status {
            Status::Met => Truth::Yes,
            Status::Late | Status::Overdue => Truth::No,
            Status::Due | Status::Waiting | Status::NotApplicable | Status::Unknown => Truth::Unknown,
        };
        verdicts.push((deadline.id.as_ref(), truth));
    }
    for order in policy.data().orders.iter() {
        let events = || order.events.iter().filter(|event| stated(event));
        if events().count() < 2 {
            continue;
        }
        let mut contradicted = false;
        judge.contradictions(order, &mut |_, _| contradicted = true);
        let dated = events().all(|event| matches!(judge.moment(event), Moment::On(_)));
        verdicts.push((order.id.as_ref(), if contradicted { Truth::No } else { Truth::from(dated.then_some(true)) }));
    }
    verdicts
}

fn of_policy<'a>(deadline: &'a Deadline, target: Option<&'a Target>) -> Rule<'a> {
    let own = match (deadline.n, deadline.unit, deadline.counting, deadline.non_working_day) {
        (Some(n), Some(unit), Some(counting), Some(non_working_day)) => {
            Some(Limit { n, unit, counting, non_working_day })
        }
        _ => None,
    };
    Rule {
        id: &deadline.id,
        title: target.and_then(|t| t.title.as_deref()).unwrap_or(&deadline.title),
        kind: deadline.kind,
        target: target.map(|t| t.id.as_str()),
        event: &deadline.event,
        trigger: &deadline.trigger,
        opens: deadline.opens.as_deref(),
        limit: target.map(limit).or(own),
        extendable: deadline.extendable || target.is_some_and(|t| t.extendable),
        strength: target.and_then(|t| t.strength).unwrap_or(deadline.strength),
        certainty: deadline.certainty,
        citation: deadline.citation.to_string(),
        fix: deadline.fix.to_string(),
    }
}

fn of_target<'a>(target: &'a Target, fix: &str, citation: &str) -> Rule<'a> {
    Rule {
        id: &target.id,
        title: target.title.as_deref().unwrap_or(&target.id),
        kind: DeadlineKind::Within,
        target: Some(&target.id),
        event: &target.event,
        trigger: &target.trigger,
        opens: None,
        limit: Some(limit(target)),
        extendable: target.extendable,
        strength: target.strength.unwrap_or(Strength::Should),
        // The organisation says itself what it aims at.
        certainty: Certainty::Settled,
        citation: citation.to_owned(),
        fix: fix.to_owned(),
    }
}

const fn limit(target: &Target) -> Limit {
    Limit { n: target.n, unit: target.unit, counting: target.counting, non_working_day: target.non_working_day }
}

/// Whether all, none or some of the days meet a condition that holds from one day on, or up to one.
fn over(range: DateRange, holds: impl Fn(Date) -> bool) -> Option<bool> {
    let (from, to) = (holds(range.from), holds(range.to));
    (from == to).then_some(from)
}

impl<'a> Judge<'a> {
    fn new(policy: &'a Policy, case: &'a CaseDates, as_of: Option<Date>, days: &'a WorkingDays) -> Self {
        let findings = case.findings.clone();
        Self { policy, days, as_of, known: Vec::new(), extensions: &case.extensions, stopped: false, findings }
    }

    fn note(&mut self, code: &'static str, severity: Severity, path: &str, args: &[(&str, &str)]) {
        let finding = self.policy.finding(code, severity, path, args);
        // Several rules may need the same day.
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Joins what is said of each event. Statements that conflict leave it unknown.
    fn gather(&mut self, case: &CaseDates) {
        let policy = self.policy;
        for event in policy.data().case_events.iter() {
            let mut joint = Known::default();
            for statement in case.statements.iter().filter(|s| s.name == event.name) {
                let said = match (joint.moment, statement.moment) {
                    (Moment::NotRecorded | Moment::Unknown, moment) => moment,
                    (moment, Moment::NotRecorded | Moment::Unknown) => moment,
                    (Moment::Undated, Moment::On(days)) | (Moment::On(days), Moment::Undated) => Moment::On(days),
                    (before, moment) if before == moment => moment,
                    _ => {
                        self.note("event_conflict", Severity::Warning, &statement.path, &[]);
                        joint = Known { moment: Moment::Unknown, path: statement.path.clone() };
                        break;
                    }
                };
                if case.statements.iter().filter(|s| s.path == statement.path).count() > 1 {
                    self.note("repeated_field", Severity::Warning, &statement.path, &[]);
                }
                joint = Known { moment: said, path: statement.path.clone() };
            }
            if joint.path.is_empty() {
                "/events".clone_into(&mut joint.path);
            }
            if let (Moment::On(days), Some(as_of), false) = (joint.moment, self.as_of, event.appointed) {
                if days.from > as_of {
                    self.note("event_after_as_of", Severity::Note, &joint.path, &[]);
                }
            }
            self.known.push(joint);
            let state = self.state(&event.name);
            self.stopped |= event.stops && matches!(state, State::Done(_) | State::Undated);
        }
        for statement in &case.statements {
            if !policy.data().case_events.iter().any(|event| event.name == statement.name) {
                self.findings.push(unknown_event(policy, &statement.name));
            }
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.policy.data().case_events.iter().position(|event| event.name == name)
    }

    fn event(&self, name: &str) -> Option<&CaseEvent> {
        self.place(name).and_then(|at| self.policy.data().case_events.get(at))
    }

    fn event_words(&self, name: &str) -> String {
        self.event(name).map(|event| event.words.to_string()).unwrap_or_default()
    }

    fn known(&self, name: &str) -> Known {
        self.place(name).and_then(|at| self.known.get(at)).cloned().unwrap_or_default()
    }

    fn moment(&self, name: &str) -> Moment {
        self.place(name).and_then(|at| self.known.get(at)).map(|known| known.moment).unwrap_or_default()
    }

    fn state(&self, name: &str) -> State {
        match self.moment(name) {
            Moment::NotRecorded | Moment::NotYet => State::Open,
            Moment::Unknown => State::Unknown,
            Moment::NotApplicable => State::NotApplicable,
            Moment::On(days) if days.from < days.to => State::Undated,
            Moment::On(days) if self.as_of.is_some_and(|as_of| days.from > as_of) => State::Planned(days.from),
            Moment::On(days) => State::Done(days.from),
            Moment::Undated => State::Undated,
        }
    }

    /// The events that have a day, in the order of their days.
    fn dated(&self) -> Vec<DatedEvent> {
        let mut dated: Vec<DatedEvent> = Vec::new();
        for (event, known) in self.policy.data().case_events.iter().zip(&self.known) {
            if let Moment::On(days) = known.moment {
                let to = (days.from < days.to).then_some(days.to);
                dated.push(DatedEvent { event: event.name.to_string(), date: days.from, to });
            }
        }
        crate::order::sort(&mut dated, |a, b| a.date.cmp(&b.date));
        dated
    }

    /// Hands on each event before one that it can only follow, and that one.
    fn contradictions<'o>(&self, order: &'o EventOrder, visit: &mut dyn FnMut(&'o str, &'o str)) {
        let mut earlier: Option<(&str, DateRange)> = None;
        for name in order.events.iter() {
            let Moment::On(days) = self.moment(name) else { continue };
            match earlier {
                // The later of the two is what the next event is compared with.
                Some((first, before)) if days.to < before.from => visit(name, first),
                _ => earlier = Some((name, days)),
            }
        }
    }

    /// A finding for each event before one that it can only follow.
    fn orders(&mut self) {
        for order in self.policy.data().orders.iter() {
            let mut found = Vec::new();
            self.contradictions(order, &mut |event, earlier| found.push((event, earlier)));
            for (event, earlier) in found {
                let path = self.known(event).path;
                let words = [("event", self.event_words(event)), ("earlier", self.event_words(earlier))];
                let args: Vec<(&str, &str)> = words.iter().map(|(name, words)| (*name, words.as_str())).collect();
                let mut finding = self.policy.finding("dates_contradict", Severity::Warning, &path, &args);
                finding.rule = format!("order.{}", order.id);
                finding.citation = order.citation.to_string();
                self.findings.push(finding);
            }
        }
    }

    fn rule(&mut self, rule: &Rule) -> RuleResult {
        let judged = match rule.kind {
            DeadlineKind::Window => self.window(rule),
            DeadlineKind::Before | DeadlineKind::After => self.order(rule),
            DeadlineKind::Within | DeadlineKind::Promptly => self.limited(rule),
        };
        self.report(rule, &judged);
        let projected = judged.projected || judged.due.as_ref().is_some_and(|due| due.projected);
        let text = self.text(rule, judged.reason);
        let (due, counted, skipped) = match judged.due {
            Some(due) => (Some(due.date), due.counted, due.skipped),
            None => (None, None, Vec::new()),
        };
        let day = |name: &str| match self.state(name) {
            State::Done(date) => Some(date),
            _ => None,
        };
        RuleResult {
            rule: rule.id.to_owned(),
            title: rule.title.to_owned(),
            kind: rule.kind,
            source: if rule.target.is_some() { RuleSource::Target } else { RuleSource::Policy },
            target: rule.target.map(str::to_owned),
            strength: rule.strength,
            status: judged.status,
            event: rule.event.to_owned(),
            trigger: rule.trigger.to_owned(),
            done: day(rule.event),
            triggered: day(rule.trigger),
            due,
            extended_to: judged.extended_to,
            late_by: judged.late_by,
            elapsed: judged.elapsed,
            counted,
            skipped,
            projected,
            missing: judged.missing,
            // A year that nobody has announced is worked out.
            certainty: if projected { rule.certainty.max(Certainty::Inferred) } else { rule.certainty },
            citation: rule.citation.clone(),
            text,
        }
    }

    fn text(&self, rule: &Rule, reason: &str) -> String {
        let length = rule.limit.map(|limit| self.policy.span_words(i32::from(limit.n), limit.unit)).unwrap_or_default();
        let (event, trigger) = (self.event_words(rule.event), self.event_words(rule.trigger));
        let opens = rule.opens.map(|name| self.event_words(name)).unwrap_or_default();
        let args = [("length", length.as_str()), ("event", &event), ("trigger", &trigger), ("opens", &opens)];
        self.policy.words(&format!("deadline.{reason}"), &args)
    }

    /// The finding for what came late or out of order.
    fn report(&mut self, rule: &Rule, judged: &Judged) {
        let appointed = self.event(rule.trigger).is_some_and(|trigger| trigger.appointed);
        let ordered = matches!(rule.kind, DeadlineKind::Before | DeadlineKind::After) && !appointed;
        let code = match (judged.status, rule.kind) {
            (Status::Late, DeadlineKind::Window) => "outside_window",
            (Status::Late, _) if ordered => "out_of_order",
            (Status::Late, _) => "deadline_late",
            (Status::Overdue, _) if ordered => "order_open",
            (Status::Overdue, _) => "deadline_overdue",
            _ => return,
        };
        let severity = if rule.strength == Strength::Consider || rule.kind == DeadlineKind::Window {
            Severity::Note
        } else {
            Severity::Warning
        };
        let path = self.known(rule.event).path;
        let mut finding = self.policy.finding(code, severity, &path, &[("title", rule.title), ("fix", &rule.fix)]);
        finding.rule = match rule.target {
            Some(target) => format!("target.{target}"),
            None => format!("deadline.{}", rule.id),
        };
        finding.citation = rule.citation.clone();
        self.findings.push(finding);
    }

    /// How an event stands that is to follow its trigger, within a limit where there is one.
    fn limited(&mut self, rule: &Rule) -> Judged {
        let (event, trigger) = (self.state(rule.event), self.state(rule.trigger));
        let start = match (event, trigger) {
            (State::NotApplicable, _) | (_, State::NotApplicable) => {
                return Judged::new(Status::NotApplicable, "not_applicable");
            }
            (_, State::Unknown | State::Undated) => return Judged::unknown("trigger_unknown", rule.trigger),
            (State::Done(_) | State::Undated, State::Open | State::Planned(_)) => {
                return Judged::unknown("trigger_unknown", rule.trigger);
            }
            (_, State::Open | State::Planned(_)) if self.stopped => {
                return Judged::new(Status::NotApplicable, "stopped");
            }
            (_, State::Open | State::Planned(_)) => return Judged::new(Status::Waiting, "waiting"),
            (_, State::Done(start)) => start,
        };
        let until = match event {
            State::Done(done) => Some(done),
            State::Open | State::Planned(_) => self.as_of,
            _ => None,
        };
        let Some(limit) = rule.limit else { return self.promptly(rule, event, start, until) };
        let mut judged = match self.due(start, limit) {
            Ok(due) => self.against(rule, event, due),
            Err(_) => {
                let path = self.known(rule.trigger).path;
                self.note("date_outside_calendar", Severity::Warning, &path, &[]);
                Judged::unknown("outside", rule.trigger)
            }
        };
        if let Some(until) = until {
            // What has no last day says so already; a time that cannot be counted adds nothing.
            if let Ok((elapsed, projected)) = self.span(start, until, limit.unit) {
                judged.elapsed = Some(elapsed);
                judged.projected |= projected;
            }
        }
        judged
    }

    /// How an event stands against its last day.
    fn against(&mut self, rule: &Rule, event: State, due: Due) -> Judged {
        let (last, extended_to) = self.extended(rule, due.date);
        let unit = rule.limit.map_or(Unit::Days, |limit| limit.unit);
        let mut judged = match event {
            State::Done(done) if done <= last => Judged::new(Status::Met, "within_met"),
            State::Done(done) => self.late(Status::Late, "within_late", last, done, unit),
            State::Unknown | State::Undated => Judged::unknown("event_unknown", rule.event),
            State::NotApplicable => Judged::new(Status::NotApplicable, "not_applicable"),
            State::Open | State::Planned(_) if self.stopped => Judged::new(Status::NotApplicable, "stopped"),
            State::Open | State::Planned(_) => match self.as_of {
                None => Judged::unknown("as_of_unknown", "as_of"),
                Some(as_of) if as_of <= last => Judged::new(Status::Due, "within_due"),
                Some(as_of) => self.late(Status::Overdue, "within_overdue", last, as_of, unit),
            },
        };
        judged.extended_to = extended_to;
        judged.due = Some(due);
        judged
    }

    fn late(&self, status: Status, reason: &'static str, last: Date, day: Date, unit: Unit) -> Judged {
        let days = Span { n: last.days_between(day), unit: Unit::Days };
        let (late_by, projected) = match self.span(last, day, unit) {
            // Late on the Saturday is late, though no working day has passed.
            Ok((span, projected)) if span.n > 0 => (span, projected),
            _ => (days, false),
        };
        Judged { late_by: Some(late_by), projected, ..Judged::new(status, reason) }
    }

    /// The time from one day to another, and whether it rests on a projected year: in working days where the limit is,
    /// otherwise in days of every kind.
    fn span(&self, from: Date, to: Date, unit: Unit) -> Result<(Span, bool), CalendarError> {
        if unit != Unit::WorkingDays {
            return Ok((Span { n: from.days_between(to), unit: Unit::Days }, false));
        }
        let count = self.days.working_days_between(from, to, Counting::ExcludingStart)?;
        Ok((Span { n: count.days, unit }, count.projected))
    }

    /// An event that is to follow its trigger without delay, where nobody gives a number.
    fn promptly(&mut self, rule: &Rule, event: State, start: Date, until: Option<Date>) -> Judged {
        let mut judged = match event {
            State::Done(done) if done < start => Judged::new(Status::Met, "promptly_before"),
            State::Done(_) => Judged::unknown("no_number", "target"),
            State::Open | State::Planned(_) if self.stopped => Judged::new(Status::NotApplicable, "stopped"),
            State::Open | State::Planned(_) => Judged::new(Status::Due, "promptly_due"),
            _ => Judged::unknown("event_unknown", rule.event),
        };
        if let Some(until) = until {
            match self.span(start, until, Unit::WorkingDays) {
                Ok((elapsed, projected)) => {
                    judged.elapsed = Some(elapsed);
                    judged.projected = projected;
                }
                Err(_) => {
                    let path = self.known(rule.trigger).path;
                    self.note("date_outside_calendar", Severity::Warning, &path, &[]);
                }
            }
        }
        judged
    }

    /// The last day of a limit.
    fn due(&self, start: Date, limit: Limit) -> Result<Due, CalendarError> {
        let outside = || {
            let years = self.days.calendar().years();
            CalendarError::Outside { first: *years.start(), last: *years.end() }
        };
        let n = i32::from(limit.n);
        let both = limit.counting == Counting::IncludingBoth;
        let (nominal, counted, mut projected) = match limit.unit {
            Unit::WorkingDays => {
                // Where the start is itself the first day counted, one fewer is left to count.
                let first = both && n > 0 && self.days.is_working_day(start)?;
                let reached = self.days.add_working_days(start, n.saturating_sub(i32::from(first)))?;
                (reached.date, Some(n), reached.projected)
            }
            Unit::Days => {
                let n = n.saturating_sub(i32::from(both && n > 0));
                (start.add_days(n).ok_or_else(outside)?, None, false)
            }
            Unit::Months => {
                let reached = start.add_months(n).ok_or_else(outside)?;
                let back = i32::from(both && n > 0).saturating_neg();
                (reached.add_days(back).ok_or_else(outside)?, None, false)
            }
        };
        let moved = self.days.working_day_for(nominal, limit.non_working_day);
        // Only where the day may be moved does it matter that the calendar covers it.
        let date = match (moved, limit.non_working_day) {
            (Ok(moved), _) => {
                projected |= moved.projected;
                moved.date
            }
            (Err(_), NonWorkingDay::Stays) => nominal,
            (Err(error), _) => return Err(error),
        };
        let mut skipped = Vec::new();
        if limit.unit == Unit::WorkingDays {
            let from = if both { Some(start) } else { start.add_days(1) };
            self.skipped(from, date, &mut skipped);
        } else {
            let (from, to) = if nominal <= date { (nominal, date) } else { (date, nominal) };
            if from < to {
                self.skipped(Some(from), to, &mut skipped);
            }
        }
        Ok(Due { date, counted, skipped, projected })
    }

    /// The days from one to another that are not working days, and why.
    fn skipped(&self, from: Option<Date>, to: Date, skipped: &mut Vec<Skipped>) {
        let mut day = from;
        while let Some(date) = day.filter(|date| *date <= to) {
            let holiday = self.days.calendar().holiday_on(date).map(|holiday| holiday.name.to_string());
            let why = holiday.or_else(|| match date.weekday() {
                Weekday::Saturday => Some(self.policy.words("deadline.saturday", &[])),
                Weekday::Sunday => Some(self.policy.words("deadline.sunday", &[])),
                _ => None,
            });
            skipped.extend(why.map(|why| Skipped { date, why }));
            day = date.add_days(1);
        }
    }

    /// The last day that holds after the extensions of the rule, and the day to which they extend it.
    fn extended(&mut self, rule: &Rule, due: Date) -> (Date, Option<Date>) {
        let mut last = due;
        let extensions = self.extensions;
        for extension in extensions.iter().filter(|e| e.rule == rule.id && rule.extendable) {
            let later = |day: Option<Date>, than: Option<Date>| day.zip(than).is_some_and(|(day, than)| day > than);
            if later(extension.recorded, self.as_of) {
                // On the day of the question it was not there yet.
                continue;
            }
            if extension.to <= last {
                self.note("extension_shortens", Severity::Warning, &extension.path, &[]);
                continue;
            }
            if later(extension.recorded, Some(last)) {
                self.note("extension_after_last_day", Severity::Warning, &extension.path, &[]);
            }
            last = extension.to;
        }
        (last, (last > due).then_some(last))
    }

    /// How two events stand of which the first is not to come after the second.
    fn order(&mut self, rule: &Rule) -> Judged {
        let before = rule.kind == DeadlineKind::Before;
        let (first, second) = if before { (rule.event, rule.trigger) } else { (rule.trigger, rule.event) };
        let appointed = self.event(second).is_some_and(|event| event.appointed);
        let (one, two) = (self.state(first), self.state(second));
        let day = match two {
            State::Done(day) | State::Planned(day) => Some(day),
            _ => None,
        };
        // Only what comes before something has a last day: the day of that.
        let (last, extended_to) = match day.filter(|_| before) {
            Some(day) => {
                let (last, extended) = self.extended(rule, day);
                (Some(last), extended)
            }
            None => (None, None),
        };
        let passed = |last: Date| self.as_of.is_some_and(|as_of| as_of > last);
        let mut judged = match (one, two) {
            (State::NotApplicable, _) | (_, State::NotApplicable) => {
                Judged::new(Status::NotApplicable, "not_applicable")
            }
            (State::Unknown, _) => Judged::unknown("event_unknown", first),
            (_, State::Unknown) => Judged::unknown("event_unknown", second),
            (State::Done(a), State::Done(b)) if a <= last.unwrap_or(b) => Judged::new(Status::Met, "order_met"),
            (State::Done(a), State::Done(b)) => self.late(Status::Late, "order_late", last.unwrap_or(b), a, Unit::Days),
            (State::Undated, State::Done(_)) => Judged::unknown("event_unknown", first),
            (State::Done(_) | State::Undated, State::Undated) => Judged::unknown("event_unknown", second),
            (State::Done(_) | State::Undated, State::Open | State::Planned(_)) if before => {
                Judged::new(Status::Met, "order_met")
            }
            (_, State::Open | State::Planned(_)) if self.stopped => Judged::new(Status::NotApplicable, "stopped"),
            (State::Done(_) | State::Undated, State::Open | State::Planned(_)) => {
                Judged::new(Status::Due, "order_free")
            }
            (State::Open | State::Planned(_), State::Planned(_)) if before => Judged::new(Status::Due, "order_due"),
            (State::Open | State::Planned(_), State::Open | State::Planned(_)) => {
                Judged::new(Status::Waiting, "order_waiting")
            }
            (State::Open | State::Planned(_), State::Done(day)) => {
                let last = last.unwrap_or(day);
                match self.as_of {
                    _ if appointed && self.stopped => Judged::new(Status::NotApplicable, "stopped"),
                    None if appointed => Judged::unknown("as_of_unknown", "as_of"),
                    // On the very day it can still be done, and is then in order.
                    Some(_) if before && !passed(last) => Judged::new(Status::Due, "order_due"),
                    Some(as_of) if as_of > last => self.late(Status::Overdue, "order_overdue", last, as_of, Unit::Days),
                    _ => Judged::new(Status::Overdue, "order_overdue"),
                }
            }
            (State::Open | State::Planned(_), State::Undated) => Judged::new(Status::Overdue, "order_overdue"),
        };
        judged.extended_to = extended_to;
        judged.due =
            day.filter(|_| before).map(|date| Due { date, counted: None, skipped: Vec::new(), projected: false });
        judged
    }

    /// Whether an event falls between the opening of a window and its close.
    fn window(&mut self, rule: &Rule) -> Judged {
        let (event, end) = (self.known(rule.event), self.known(rule.trigger));
        let opens = rule.opens.map(|name| self.known(name).moment);
        if [event.moment, end.moment].contains(&Moment::NotApplicable) || opens == Some(Moment::NotApplicable) {
            return Judged::new(Status::NotApplicable, "not_applicable");
        }
        let mut due = None;
        if let (Moment::On(end_days), Some(limit)) = (end.moment, rule.limit) {
            match self.due(end_days.to, limit) {
                Ok(close) => due = Some(close),
                // An event before the end is inside whatever the calendar covers.
                Err(_) if matches!(event.moment, Moment::On(days) if days.to <= end_days.from) => {}
                Err(_) => self.note("date_outside_calendar", Severity::Warning, &end.path, &[]),
            }
        }
        let mut judged = match event.moment {
            Moment::On(days) => {
                let open = match opens {
                    None => Some(true),
                    Some(Moment::On(start)) => over(days, |day| day >= start.from),
                    Some(_) => None,
                };
                let unclosed = match (end.moment, &due) {
                    (Moment::NotYet, _) => Some(true),
                    (Moment::On(end), _) if days.to <= end.from => Some(true),
                    (_, Some(close)) => over(days, |day| day <= close.date),
                    _ => None,
                };
                match (open, unclosed, &due) {
                    (Some(false), ..) => Judged::new(Status::NotApplicable, "window_before"),
                    (_, Some(false), Some(close)) => {
                        let unit = rule.limit.map_or(Unit::Days, |limit| limit.unit);
                        self.late(Status::Late, "window_late", close.date, days.from, unit)
                    }
                    (Some(true), Some(true), _) => Judged::new(Status::Met, "window_met"),
                    _ => {
                        let mut judged = Judged::new(Status::Unknown, "window_unknown");
                        if open.is_none() {
                            if let Some(name) = rule.opens.filter(|_| !matches!(opens, Some(Moment::On(_)))) {
                                judged.missing.push(name.to_owned());
                            }
                        }
                        if unclosed.is_none() && due.is_none() {
                            judged.missing.push(rule.trigger.to_owned());
                        }
                        if judged.missing.is_empty() {
                            judged.missing.push(rule.event.to_owned());
                            self.note("offence_date_straddles", Severity::Note, &event.path, &[]);
                        }
                        judged
                    }
                }
            }
            _ => Judged::unknown("event_unknown", rule.event),
        };
        // A day before the end needs no counting, so nothing of it is projected.
        if let (Some(close), Moment::On(days), Moment::On(end)) = (&mut due, event.moment, end.moment) {
            if days.to <= end.from {
                close.projected = false;
            }
        }
        judged.due = due;
        judged
    }
}
