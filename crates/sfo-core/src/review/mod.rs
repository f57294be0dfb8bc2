//! Completeness: what does this review still lack, and which paragraph asks for it?
//!
//! A document is compared with its schema (`shape`), and each check of the policy is asked of it (`scope`). Structure
//! decides: nothing is read out of prose beyond whether it is there. What was not answered is open, and never a no.
//! Three documents are checked in this way: a review, a service's self-assessment, and the list of what is done for a
//! victim to whom a review is disclosed.

#[cfg(feature = "schema")]
pub mod documents;
#[cfg(feature = "render")]
mod page;
mod scope;
pub mod shape;
mod text;

use serde::Serialize;

use crate::citation::Certainty;
use crate::finding::{Finding, Severity};
use crate::policy::data::{Check, Standard, Strength, Text};
use crate::policy::{Policy, PolicyId};
use crate::truth::Truth;
use crate::value::Value;
use scope::{Blame, Scope};

/// The longest document, in bytes of JSON: 8 MiB.
pub const MAX_DOCUMENT_BYTES: usize = 8 << 20;
/// How deep lists and objects of a document may stand inside one another.
pub const MAX_DEPTH: usize = 64;

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The document shows it.
    Met,
    /// The document shows that it is not so.
    NotMet,
    /// The document does not say yet.
    Open,
    /// It is not asked of this document.
    NotApplicable,
}

impl Status {
    /// `met`, `not_met`, `open` or `not_applicable`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::NotMet => "not_met",
            Self::Open => "open",
            Self::NotApplicable => "not_applicable",
        }
    }
}

/// One check, and what it found.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Judged {
    /// The id of the check.
    pub id: Text,
    /// The heading under which it stands.
    pub section: Text,
    /// The inspectorate's standard under which it is sorted; never a score.
    pub standard: Standard,
    /// How strongly the source asks for it.
    pub strength: Strength,
    /// What it found.
    pub status: Status,
    /// What is asked.
    pub message: Text,
    /// How to put it right.
    pub fix: Text,
    /// The JSON Pointers of the places that are to blame, where it is not met or open; twenty at most.
    pub paths: Vec<String>,
    /// How sure the source is.
    pub certainty: Certainty,
    /// Where it comes from.
    pub citation: String,
}

/// How many checks found what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// Checks that are met.
    pub met: usize,
    /// Checks that are not met.
    pub not_met: usize,
    /// Checks that are open.
    pub open: usize,
    /// Checks that do not apply.
    pub not_applicable: usize,
}

/// The counts of each strength.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Counts {
    /// Of what is required.
    pub must: Count,
    /// Of what is expected.
    pub should: Count,
    /// Of what is worth considering.
    pub consider: Count,
}

/// What a document still lacks. The JSON has these keys in this order.
///
/// Its `Debug` shows no value of the document, and neither does anything in it.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The kind of document: `review`, `self_assessment` or `victim_disclosure`.
    pub document: Text,
    /// Whether everything that is required is met and the document could be read; where nothing is required, whether
    /// everything is answered.
    pub ready: bool,
    /// The same in words.
    pub readiness: String,
    /// The required checks that are not met, by id.
    pub unmet_musts: Vec<Text>,
    /// The required checks that are open, by id.
    pub open_musts: Vec<Text>,
    /// The counts.
    pub counts: Counts,
    /// Every check, in the order of the policy.
    pub checks: Vec<Judged>,
    /// The faults of the document's form, then what is not met or open.
    pub findings: Vec<Finding>,
    /// The policy by which the document was checked.
    pub policy: PolicyId,
}

impl std::fmt::Debug for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Report")
            .field("document", &self.document)
            .field("ready", &self.ready)
            .field("counts", &self.counts)
            .finish_non_exhaustive()
    }
}

impl Report {
    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every key is a text, so writing to a string does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The schema of a report, as the canonical JSON has it, under a policy.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema(policy: &Policy) -> schemars::Schema {
    crate::policy::schema::of_output::<Report>(policy)
}

/// Whether brackets of the text stand too deep, outside its strings.
fn too_deep(json: &str) -> bool {
    let (mut depth, mut inside, mut escaped) = (0_usize, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b'{' | b'[' if !inside => {
                depth = depth.saturating_add(1);
                if depth > MAX_DEPTH {
                    return true;
                }
            }
            b'}' | b']' if !inside => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

impl Policy {
    /// Checks a review: what it still lacks, and which paragraph asks for it.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::Policy;
    ///
    /// let review = serde_json::from_str(r#"{"judgements": {"all_reasonable_action_taken": "partly"}}"#)?;
    /// let report = Policy::builtin().check_review(&review);
    /// assert!(!report.ready);
    /// assert!(!report.open_musts.is_empty());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[must_use]
    pub fn check_review(&self, review: &Value) -> Report {
        self.check_document("review", review)
    }

    /// Checks a review given as JSON, and gives the report as JSON. What is not JSON is a finding.
    #[must_use]
    pub fn check_review_json(&self, json: &str) -> String {
        self.check_document_json("review", json).to_json()
    }

    /// Checks a service's self-assessment.
    #[must_use]
    pub fn check_self_assessment(&self, answers: &Value) -> Report {
        self.check_document("self_assessment", answers)
    }

    /// Checks a self-assessment given as JSON, and gives the report as JSON.
    #[must_use]
    pub fn check_self_assessment_json(&self, json: &str) -> String {
        self.check_document_json("self_assessment", json).to_json()
    }

    /// Checks what is done for one victim, or one family, to whom a review is disclosed.
    #[must_use]
    pub fn check_victim_disclosure(&self, disclosure: &Value) -> Report {
        self.check_document("victim_disclosure", disclosure)
    }

    /// Checks a disclosure given as JSON, and gives the report as JSON.
    #[must_use]
    pub fn check_victim_disclosure_json(&self, json: &str) -> String {
        self.check_document_json("victim_disclosure", json).to_json()
    }

    /// Checks a document of this kind, given as JSON.
    #[must_use]
    pub fn check_document_json(&self, kind: &str, json: &str) -> Report {
        let fault = if json.len() > MAX_DOCUMENT_BYTES {
            "document_too_large"
        } else if too_deep(json) {
            "document_too_deep"
        } else {
            match serde_json::from_str::<Value>(json) {
                Ok(value) => return self.check_document(kind, &value),
                Err(_) => "malformed_document",
            }
        };
        self.judge(kind, &Value::Null, vec![self.finding(fault, Severity::Error, "", &[])])
    }

    /// Checks a document of the kind `review`, `self_assessment` or `victim_disclosure`.
    #[must_use]
    pub fn check_document(&self, kind: &str, value: &Value) -> Report {
        let Some(document) = self.data().documents.iter().find(|d| d.id == kind) else {
            return self.judge(kind, value, vec![self.finding("unknown_document", Severity::Error, "", &[])]);
        };
        let fit = shape::fit(self, document, value);
        self.judge(kind, fit.usable.as_ref().unwrap_or(value), fit.findings)
    }

    fn judge(&self, kind: &str, value: &Value, mut findings: Vec<Finding>) -> Report {
        let readable = !findings.iter().any(|f| f.severity == Severity::Error);
        let document = self.data().documents.iter().find(|d| d.id == kind);
        let checks = document.map_or(&[][..], |d| &d.checks);
        let mut judged = Vec::with_capacity(checks.len());
        let mut counts = Counts::default();
        let (mut unmet_musts, mut open_musts) = (Vec::new(), Vec::new());
        for check in checks {
            let one = judge(check, value);
            let count = match one.strength {
                Strength::Must => &mut counts.must,
                Strength::Should => &mut counts.should,
                Strength::Consider => &mut counts.consider,
            };
            let (count, ids) = match one.status {
                Status::Met => (&mut count.met, None),
                Status::NotApplicable => (&mut count.not_applicable, None),
                Status::NotMet => (&mut count.not_met, Some(&mut unmet_musts)),
                Status::Open => (&mut count.open, Some(&mut open_musts)),
            };
            *count = count.saturating_add(1);
            if let Some(ids) = ids {
                if one.strength == Strength::Must {
                    ids.push(one.id.clone());
                }
                findings.push(self.finding_of(&one));
            }
            judged.push(one);
        }
        let musts = judged.iter().any(|one| one.strength == Strength::Must);
        let advice = [counts.should, counts.consider];
        let total = |of: fn(&Count) -> usize| advice.iter().map(of).fold(0, usize::saturating_add);
        let settled = if musts { unmet_musts.is_empty() && open_musts.is_empty() } else { total(|c| c.open) == 0 };
        let ready = readable && document.is_some() && settled;
        let (unmet, open) =
            if musts { (unmet_musts.len(), open_musts.len()) } else { (total(|c| c.not_met), total(|c| c.open)) };
        let code = match (readable, musts, ready) {
            (false, ..) => "review.not_readable",
            (_, false, _) => "review.nothing_required",
            (_, _, true) => "review.ready",
            _ => "review.not_ready",
        };
        Report {
            document: document.map_or_else(|| kind.to_owned().into(), |d| d.id.clone()),
            ready,
            readiness: self.words(code, &[("unmet", &unmet.to_string()), ("open", &open.to_string())]),
            unmet_musts,
            open_musts,
            counts,
            checks: judged,
            findings,
            policy: self.policy_id(),
        }
    }

    /// What is not met or open, as a finding. Advice is never an error.
    fn finding_of(&self, judged: &Judged) -> Finding {
        let (code, severity) = match (judged.status, judged.strength) {
            (Status::NotMet, Strength::Must) => ("check_not_met", Severity::Error),
            (Status::NotMet, Strength::Should) => ("check_not_met", Severity::Warning),
            (Status::NotMet, Strength::Consider) => ("check_suggestion", Severity::Note),
            (_, Strength::Must) => ("check_open", Severity::Warning),
            (_, Strength::Should) => ("check_open", Severity::Note),
            (_, Strength::Consider) => ("check_open_suggestion", Severity::Note),
        };
        let path = judged.paths.first().map_or("", String::as_str);
        let mut finding = self.finding(code, severity, path, &[("message", &judged.message), ("fix", &judged.fix)]);
        finding.rule = judged.id.to_string();
        finding.citation.clone_from(&judged.citation);
        finding
    }
}

/// Asks one check of a document.
fn judge(check: &Check, value: &Value) -> Judged {
    let scope = Scope::of(value);
    let mut blamed = None;
    let status = match check.when.as_ref().map_or(Truth::Yes, |when| when.evaluate_with(&scope)) {
        Truth::No => Status::NotApplicable,
        Truth::Unknown => {
            blamed = check.when.as_ref().map(|when| (when, Truth::Unknown));
            Status::Open
        }
        Truth::Yes => match check.requires.evaluate_with(&scope) {
            Truth::Yes => Status::Met,
            truth => {
                blamed = Some((&check.requires, truth));
                if truth == Truth::No {
                    Status::NotMet
                } else {
                    Status::Open
                }
            }
        },
    };
    let mut paths = Vec::new();
    if let Some((condition, truth)) = blamed {
        let mut blame = Blame { status: truth, paths };
        blame.gather(condition, scope, "", true);
        paths = blame.paths;
    }
    Judged {
        id: check.id.clone(),
        section: check.section.clone(),
        standard: check.standard,
        strength: check.strength,
        status,
        message: check.message.clone(),
        fix: check.fix.clone(),
        paths,
        certainty: check.certainty,
        citation: format!("{}: {}", check.citation.source, check.citation.locator),
    }
}
