//! The policy lint: what the types cannot say of the rules, and what loading a policy does not refuse. Each fault comes
//! with a witness.

use std::collections::{BTreeMap, BTreeSet};

use crate::citation::Citation;
use crate::condition::Condition;
use crate::eligibility::Case;
use crate::policy::data::{Deadline, DeadlineKind, PolicyData, Strength, Tier};
use crate::policy::Policy;
use crate::truth::Truth;
use crate::Outcome;

impl Policy {
    /// Every fault of the policy, in words: rules without a citation, entries that nothing leads to or that no facts
    /// meet, facts that nothing asks for, codes that stand twice, words out of form.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::Policy;
    ///
    /// let policy = Policy::builtin();
    /// assert!(policy.lint().is_empty());
    /// let mut data = policy.data().clone();
    /// data.entries.to_mut()[0].citation.locator = "".into();
    /// let faults = Policy::from_data(data).unwrap().lint();
    /// assert_eq!(faults, ["entry 1 cites no place within its source"]);
    /// ```
    #[must_use]
    pub fn lint(&self) -> Vec<String> {
        let data = self.data();
        let mut faults = Vec::new();
        citations(data, &mut faults);
        unused(data, &mut faults);
        live_entries(self, &mut faults);
        reachable_entries(self, &mut faults);
        codes(data, &mut faults);
        deadlines(data, &mut faults);
        messages(data, &mut faults);
        multi_agency(data, &mut faults);
        themes(data, &mut faults);
        checks(data, &mut faults);
        redaction(self, &mut faults);
        faults
    }
}

/// Every citation of the policy with the rule that carries it.
fn all_citations(data: &PolicyData) -> Vec<(String, &Citation)> {
    let mut all: Vec<(String, &Citation)> = Vec::new();
    all.extend(data.facts.iter().map(|f| (format!("fact {}", f.name), &f.citation)));
    all.extend(data.other_editions.iter().map(|o| (format!("other edition {}", o.id), &o.citation)));
    all.extend(data.events.iter().map(|e| (format!("event of {}", e.provision), &e.citation)));
    all.extend(data.entries.iter().map(|e| (format!("entry {}", e.number), &e.citation)));
    all.extend(data.provisions.iter().map(|p| (format!("provision {} {}", p.statute, p.section), &p.citation)));
    all.extend(data.titles.iter().enumerate().map(|(at, t)| (format!("title {at}"), &t.citation)));
    all.extend(data.involvements.iter().map(|i| (format!("involvement {}", i.id), &i.citation)));
    all.extend(data.becomes.iter().map(|b| (format!("becomes {}", b.entry), &b.citation)));
    all.extend(data.criteria.criteria.iter().map(|c| (format!("criterion {}", c.name), &c.citation)));
    all.extend(data.case_events.iter().map(|e| (format!("case event {}", e.name), &e.citation)));
    all.extend(data.deadlines.iter().map(|d| (format!("deadline {}", d.id), &d.citation)));
    all.extend(data.orders.iter().map(|o| (format!("order {}", o.id), &o.citation)));
    let agency = &data.multi_agency;
    all.push(("the multi-agency criterion".to_owned(), &agency.citation));
    all.extend(agency.questions.iter().map(|q| (format!("multi-agency question {}", q.name), &q.citation)));
    all.extend(agency.offences.iter().map(|o| (format!("multi-agency offence “{}”", o.title), &o.citation)));
    all.extend(agency.screens.iter().map(|s| (format!("screen {}", s.id), &s.citation)));
    all.extend(data.themes.iter().map(|t| (format!("theme {}", t.id), &t.citation)));
    all.extend(data.theme_measures.iter().map(|m| (format!("measure {}", m.id), &m.citation)));
    let redaction = &data.redaction;
    all.extend(redaction.audiences.iter().map(|a| (format!("audience {}", a.id), &a.citation)));
    all.extend(redaction.categories.iter().map(|c| (format!("category {}", c.id), &c.citation)));
    all.extend(redaction.rules.iter().map(|r| (format!("redaction rule {}", r.id), &r.citation)));
    all.extend(redaction.identifiers.iter().map(|i| (format!("identifier {}", i.id), &i.citation)));
    all.extend(redaction.terms.iter().map(|t| (format!("terms of {}", t.category), &t.citation)));
    for document in data.documents.iter() {
        all.extend(document.checks.iter().map(|c| (format!("check {}", c.id), &c.citation)));
    }
    for group in data.codes.iter().chain(data.home_office_codes.iter()) {
        let first = group.codes.iter().next().unwrap_or("(empty)");
        all.push((format!("code group of {first}"), &group.citation));
    }
    all
}

fn citations(data: &PolicyData, faults: &mut Vec<String>) {
    let sources: BTreeSet<&str> = data.sources.iter().map(|s| s.id.as_ref()).collect();
    for (rule, citation) in all_citations(data) {
        if !sources.contains(citation.source.as_ref()) {
            faults.push(format!("{rule} cites the source `{}`, which sources.toml does not have", citation.source));
        }
        if citation.locator.trim().is_empty() {
            faults.push(format!("{rule} cites no place within its source"));
        }
    }
}

fn unused(data: &PolicyData, faults: &mut Vec<String>) {
    let cited: BTreeSet<&str> = all_citations(data).into_iter().map(|(_, c)| c.source.as_ref()).collect();
    for source in data.sources.iter().filter(|s| !cited.contains(s.id.as_ref())) {
        faults.push(format!("no rule cites the source `{}`", source.id));
    }
    let mut asked = BTreeSet::new();
    for entry in data.entries.iter() {
        if let Some(condition) = &entry.condition {
            condition.visit_facts(&mut |name| {
                asked.insert(name.to_owned());
            });
        }
        if entry.tier == Tier::AutomaticIfVictimUnder13 {
            asked.insert("victim_under_13".to_owned());
        }
    }
    for fact in data.facts.iter() {
        let derives_asked = fact.derives.as_ref().is_some_and(|d| asked.contains(d.fact.as_ref()));
        if !asked.contains(fact.name.as_ref()) && !derives_asked {
            faults.push(format!("no entry asks for the fact `{}`", fact.name));
        }
    }
    for edition in data.other_editions.iter() {
        let by_code = data
            .codes
            .iter()
            .chain(data.home_office_codes.iter())
            .any(|c| c.other_edition.as_ref() == Some(&edition.id));
        if edition.provisions.is_empty() && !by_code {
            faults.push(format!("no provision and no code leads to the other edition `{}`", edition.id));
        }
    }
}

/// A dead entry has a condition that no facts meet, or that all facts meet.
fn live_entries(policy: &Policy, faults: &mut Vec<String>) {
    for entry in policy.data().entries.iter() {
        let Some(condition) = &entry.condition else { continue };
        let answers = answers(condition);
        if !answers.contains(&true) {
            faults.push(format!("entry {} is dead: no facts meet its condition", entry.number));
        }
        if !answers.contains(&false) {
            faults.push(format!("the condition of entry {} decides nothing: all facts meet it", entry.number));
        }
    }
}

fn answers(condition: &Condition) -> BTreeSet<bool> {
    let mut facts = BTreeSet::new();
    condition.visit_facts(&mut |name| {
        facts.insert(name.to_owned());
    });
    let facts: Vec<String> = facts.into_iter().collect();
    (0..u32::try_from(facts.len()).ok().and_then(|n| 1_u32.checked_shl(n)).unwrap_or(0))
        .map(|chosen| {
            let value = |name: &str| {
                let at = facts.iter().position(|f| f == name).unwrap_or_default();
                Truth::from(chosen & (1 << at) != 0)
            };
            condition.evaluate(&value) == Truth::Yes
        })
        .collect()
}

/// A shadowed entry cannot be reached by the words of its own statute and sections.
fn reachable_entries(policy: &Policy, faults: &mut Vec<String>) {
    let data = policy.data();
    for entry in data.entries.iter() {
        let Some(statute) = data.statutes.iter().find(|s| s.id == entry.statute) else { continue };
        let cases: Vec<Case> = if entry.sections.is_empty() {
            vec![Case::new().entry(entry.number), Case::new().text(entry.title.to_string())]
        } else {
            entry.sections.iter().map(|s| Case::new().provision(statute.title.to_string(), s.to_string())).collect()
        };
        for case in cases {
            let decision = policy.assess(&case);
            let numbers: Vec<u16> = decision.entry.into_iter().chain(decision.also_listed_as.iter().copied()).collect();
            if !numbers.contains(&entry.number)
                || matches!(decision.outcome, Outcome::Unrecognised | Outcome::NotQualifying)
            {
                faults.push(format!(
                    "entry {} is shadowed: its own provision gives {} with entries {numbers:?}",
                    entry.number,
                    decision.outcome.as_str()
                ));
            }
        }
    }
}

fn codes(data: &PolicyData, faults: &mut Vec<String>) {
    let mut seen: BTreeMap<&str, ()> = BTreeMap::new();
    for group in data.codes.iter() {
        if group.codes.iter().next().is_none() {
            faults.push(format!("a code group holds no codes: {}", group.reason));
        }
        if group.other_edition.is_some() && !group.entries.is_empty() {
            faults.push(format!("a code group is both listed and of another edition: {}", group.reason));
        }
        for code in group.codes.iter() {
            let known = code.get(..4).is_some_and(|prefix| data.known_prefixes.iter().any(|p| p == prefix));
            if !known {
                faults.push(format!("the prefix of `{code}` is not among the known prefixes"));
            }
            if seen.insert(code, ()).is_some() {
                faults.push(format!("`{code}` stands in two groups"));
            }
        }
    }
    let listed: BTreeSet<u16> = data.codes.iter().flat_map(|c| c.entries.iter().copied()).collect();
    for entry in data.entries.iter().filter(|e| !listed.contains(&e.number)) {
        // Entry 2 has no code of its own: it is murder with a suffix.
        if !data.becomes.iter().any(|b| b.entry == entry.number) {
            faults.push(format!("no code leads to entry {}", entry.number));
        }
    }
}

/// What loading a policy does not refuse of its deadlines: events that nothing uses, ids and words out of form, and a
/// window that differs from the one that eligibility counts.
fn deadlines(data: &PolicyData, faults: &mut Vec<String>) {
    let mut used: BTreeSet<&str> = data.orders.iter().flat_map(|o| o.events.iter().map(AsRef::as_ref)).collect();
    let mut orders = BTreeSet::new();
    for order in data.orders.iter() {
        if order.events.len() < 2 {
            faults.push(format!("the order `{}` has fewer than two events", order.id));
        }
        if !orders.insert(order.id.as_ref()) {
            faults.push(format!("two orders have the id `{}`", order.id));
        }
    }
    let kebab =
        |id: &str| !id.is_empty() && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    for rule in data.deadlines.iter() {
        used.extend([rule.event.as_ref(), rule.trigger.as_ref()]);
        used.extend(rule.opens.as_deref());
        if !kebab(&rule.id) {
            faults.push(format!("the id `{}` of a deadline is not in small letters and hyphens", rule.id));
        }
        if rule.title.ends_with('.') || !rule.title.starts_with(char::is_uppercase) {
            faults.push(format!("the title of the deadline `{}` is not a sentence without its full stop", rule.id));
        }
        if rule.fix.ends_with('.') || rule.fix.starts_with(char::is_uppercase) {
            faults.push(format!("the fix of the deadline `{}` is not the end of a message", rule.id));
        }
        if rule.kind == DeadlineKind::Window && rule.n != Some(data.criteria.window_working_days) {
            faults.push(format!("the window `{}` differs from `window_working_days` in criteria.toml", rule.id));
        }
        if rule.kind == DeadlineKind::Promptly && rule.extendable {
            faults.push(format!("the deadline `{}` has no number, so nothing of it can be extended", rule.id));
        }
        // One extension moves one last day, and the finding about an event out of order names the rule.
        let same = |other: &&Deadline| {
            (other.kind, &other.event, &other.trigger) == (rule.kind, &rule.event, &rule.trigger) && other.id != rule.id
        };
        if let Some(other) = data.deadlines.iter().find(same) {
            faults.push(format!("the deadlines `{}` and `{}` say the same", rule.id, other.id));
        }
    }
    for event in data.case_events.iter() {
        if !used.contains(event.name.as_ref()) && !event.stops {
            faults.push(format!("no deadline and no order names the event `{}`", event.name));
        }
    }
}

/// Every question is asked, every offence named, and no entry stands twice under one offence, form and condition.
fn multi_agency(data: &PolicyData, faults: &mut Vec<String>) {
    let agency = &data.multi_agency;
    let mut named = BTreeSet::new();
    let rows = agency.offences.iter().filter_map(|row| row.condition.as_ref());
    for condition in std::iter::once(&agency.condition).chain(agency.screens.iter().map(|s| &s.condition)).chain(rows) {
        condition.visit_facts(&mut |name| {
            named.insert(name.to_owned());
        });
    }
    for question in agency.questions.iter().filter(|q| !named.contains(q.name.as_ref())) {
        faults.push(format!("nothing asks the multi-agency question `{}`", question.name));
    }
    let mut seen = BTreeSet::new();
    for row in agency.offences.iter() {
        if !named.contains(row.offence.as_ref()) {
            faults.push(format!("no condition names the multi-agency offence `{}`", row.offence));
        }
        for entry in row.entries.iter() {
            for form in row.involvements.iter() {
                if !seen.insert((row.offence.clone(), *entry, form.clone())) {
                    faults.push(format!("entry {entry} as {form} stands twice under `{}`", row.offence));
                }
            }
        }
    }
}

/// The codes of themes are of the form that added ones must have.
fn themes(data: &PolicyData, faults: &mut Vec<String>) {
    for theme in data.themes.iter() {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if !theme.id.split('-').all(part) {
            faults.push(format!("the theme `{}` is not in small letters, digits and single hyphens", theme.id));
        }
    }
}

/// Every audience and category has one rule, what is named is there, and every form can be read.
fn redaction(policy: &Policy, faults: &mut Vec<String>) {
    let rules = &policy.data().redaction;
    for audience in rules.audiences.iter() {
        for category in rules.categories.iter() {
            let of_both = rules
                .rules
                .iter()
                .filter(|r| r.audiences.contains(&audience.id) && r.categories.contains(&category.id));
            let count = of_both.count();
            if count != 1 {
                faults.push(format!(
                    "what `{}` sees of `{}` stands in {count} rules, not in one",
                    audience.id, category.id
                ));
            }
        }
        for role in audience.reader_roles.iter().filter(|role| !rules.roles.iter().any(|r| r.id == **role)) {
            faults.push(format!("the audience `{}` has the reader role `{role}`, which there is not", audience.id));
        }
    }
    let mut named: Vec<(String, &str)> = Vec::new();
    named.extend(rules.roles.iter().map(|r| (format!("role `{}`", r.id), r.category.as_ref())));
    named.extend(rules.identifiers.iter().map(|i| (format!("identifier `{}`", i.id), i.category.as_ref())));
    named.extend(rules.terms.iter().map(|t| ("terms".to_owned(), t.category.as_ref())));
    for rule in rules.rules.iter() {
        named.extend(rule.categories.iter().map(|c| (format!("redaction rule `{}`", rule.id), c.as_ref())));
        for audience in rule.audiences.iter().filter(|a| !rules.audiences.iter().any(|one| one.id == **a)) {
            faults
                .push(format!("the redaction rule `{}` names the audience `{audience}`, which there is not", rule.id));
        }
    }
    for (what, category) in named {
        if !rules.categories.iter().any(|c| c.id == category) {
            faults.push(format!("the {what} is of the category `{category}`, which there is not"));
        }
    }
    if let Err(error) = policy.identifiers() {
        faults.push(error.to_string());
    }
}

fn messages(data: &PolicyData, faults: &mut Vec<String>) {
    for pair in data.messages.windows(2) {
        if let [a, b] = pair {
            if a.code >= b.code {
                faults.push(format!("the words for `{}` are out of order or repeated", b.code));
            }
        }
    }
    for message in data.messages.iter().filter(|m| m.code.starts_with("finding.")) {
        if message.words.starts_with(char::is_uppercase) || message.words.ends_with('.') {
            faults.push(format!("`{}` is not a lower-case message without a full stop", message.code));
        }
    }
}

/// That each check names places of its document is seen when the policy is made, and that it can be met, not met and open
/// by its vectors. Here is what is left: its name, its words, and whether its answer is asked for at all.
fn checks(data: &PolicyData, faults: &mut Vec<String>) {
    for document in data.documents.iter() {
        for check in document.checks.iter() {
            let id = &check.id;
            if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                faults.push(format!("`{id}` is not the id of a check: small letters, digits and hyphens"));
            }
            if !check.message.ends_with(['.', '?']) || !check.fix.ends_with('.') {
                faults.push(format!("the words of the check `{id}` are not whole sentences"));
            }
            // Advice must not read like an error.
            if check.strength == Strength::Consider && !check.fix.starts_with("It may help") {
                faults.push(format!("the check `{id}` is advice, and its fix does not begin with “It may help”"));
            }
            if check.when.as_ref() == Some(&check.requires) {
                faults.push(format!("the check `{id}` applies only where it is met"));
            }
        }
    }
}
