//! Audit of a table of offence codes: where does it say what the policy says, and where not?
//!
//! Many services decide by a table of code to yes or no, or of code to tier, joined to their records. This goes through
//! such a table row by row, says what the policy makes of each code, and why, and which listed codes the table lacks.
//!
//! # What a verdict means
//!
//! A row is judged by its code alone, with nothing known of the charge, for that is how a table is used. Where the
//! policy's answer then depends on a fact, no row can say it: the verdict is `cannot_carry_caveat`, whatever the row
//! says, unless all possible answers are the row's. A code that the policy does not understand is `not_recognised`,
//! and never agreed with. A code in a form that finds no record is `wrong_form`, and `if_corrected` says what the row
//! would be otherwise.
//!
//! Two policies are compared by [`Policy::diff`].

mod diff;
mod read;
#[cfg(feature = "schema")]
pub mod schema;
mod text;

use serde::Serialize;

pub use diff::{CodeChange, CodeReading, FieldChange, RuleChange, RuleChangeKind, RulesDiff};
pub use read::{MAX_TABLE_BYTES, MAX_TABLE_ROWS, MAX_TABLE_WORDS};

use crate::citation::Certainty;
use crate::eligibility::{Case, Decision, Outcome, PolicyId};
use crate::finding::{Finding, Severity};
use crate::order::sort;
use crate::policy::data::Tier;
use crate::policy::Policy;

/// Codes offered for one that is in the wrong form or not recognised.
const MAX_MEANT: usize = 3;

/// What a row says of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Claim {
    /// It is on the list, whatever its tier.
    Listed,
    /// It is not on the list.
    NotListed,
    /// A review is automatic.
    Automatic,
    /// A review is automatic where the victim is under 13, and the offence qualifies otherwise.
    #[serde(rename = "automatic_if_victim_under_13")]
    AutomaticIfVictimUnder13,
    /// It qualifies, and a review is not automatic.
    Qualifying,
}

impl Claim {
    const ALL: [Self; 5] =
        [Self::Listed, Self::NotListed, Self::Automatic, Self::AutomaticIfVictimUnder13, Self::Qualifying];

    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::NotListed => "not_listed",
            Self::Automatic => "automatic",
            Self::AutomaticIfVictimUnder13 => "automatic_if_victim_under_13",
            Self::Qualifying => "qualifying",
        }
    }

    /// What becomes of the claim under a decision.
    fn verdict(self, decision: &Decision) -> Verdict {
        if decision.outcome == Outcome::Unrecognised {
            return Verdict::NotRecognised;
        }
        let possible = &decision.possible;
        let may = |outcome: Outcome| possible.contains(&outcome);
        let (automatic, qualifying, off) =
            (may(Outcome::Automatic), may(Outcome::Qualifying), may(Outcome::NotQualifying));
        let listed = automatic || qualifying;
        match self {
            Self::Listed if !off => Verdict::Agrees,
            Self::Listed if !listed => Verdict::OverReaches,
            Self::NotListed if !listed => Verdict::Agrees,
            Self::NotListed if !off => Verdict::Misses,
            Self::Automatic if automatic && !qualifying && !off => Verdict::Agrees,
            Self::Automatic if !automatic => Verdict::OverReaches,
            Self::Qualifying if qualifying && !automatic && !off => Verdict::Agrees,
            Self::Qualifying if automatic && !qualifying && !off => Verdict::Misses,
            Self::Qualifying if !listed => Verdict::OverReaches,
            // The one claim that carries a caveat: both of its answers may be open, and a code that says that the
            // victim is under 13 has settled it.
            Self::AutomaticIfVictimUnder13 if decision.tier == Some(Tier::AutomaticIfVictimUnder13) && !off => {
                Verdict::Agrees
            }
            Self::AutomaticIfVictimUnder13 if !automatic => Verdict::OverReaches,
            Self::AutomaticIfVictimUnder13 if !qualifying && !off => Verdict::Misses,
            _ => Verdict::CannotCarryCaveat,
        }
    }
}

/// What the policy makes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The policy says the same of every charge with this code.
    Agrees,
    /// The policy says more: the row lets a listed charge, or an automatic review, go by.
    Misses,
    /// The policy says less: the row takes in a charge that is not listed, or a review that is not automatic.
    OverReaches,
    /// The policy's answer depends on what a row cannot say.
    CannotCarryCaveat,
    /// The row is in a form that finds no record, or that says nothing.
    WrongForm,
    /// The policy does not understand the code, and says nothing of it.
    NotRecognised,
}

impl Verdict {
    const ALL: [Self; 6] =
        [Self::Misses, Self::OverReaches, Self::CannotCarryCaveat, Self::WrongForm, Self::NotRecognised, Self::Agrees];

    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Misses => "misses",
            Self::OverReaches => "over_reaches",
            Self::CannotCarryCaveat => "cannot_carry_caveat",
            Self::WrongForm => "wrong_form",
            Self::NotRecognised => "not_recognised",
        }
    }
}

/// What is wrong with the form of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FormFault {
    /// There is no code.
    NoCode,
    /// The code has small letters.
    LowerCase,
    /// The code has spaces or hyphens.
    Spaces,
    /// The code has lost a character, or more at its end.
    Truncated,
    /// The code has not the form of a CJS offence code.
    Malformed,
    /// The letter at the end of the code is not that of a form of involvement.
    UnknownSuffix,
    /// The row says nothing, or a word that is not known; `words` of the options tells what the table's words mean.
    UnknownValue,
    /// Another row says otherwise of the same code.
    Contradicted,
    /// Another row says the same of the same code.
    Repeated,
    /// The suffix is cut off before the table is asked, so that nothing ever finds this row.
    SuffixNeverAsked,
    /// The table has no row for an attempt, or another form, of this listed offence, so a record of one finds nothing.
    SuffixesMissing,
}

impl FormFault {
    /// The name in JSON and columns.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoCode => "no_code",
            Self::LowerCase => "lower_case",
            Self::Spaces => "spaces",
            Self::Truncated => "truncated",
            Self::Malformed => "malformed",
            Self::UnknownSuffix => "unknown_suffix",
            Self::UnknownValue => "unknown_value",
            Self::Contradicted => "contradicted",
            Self::Repeated => "repeated",
            Self::SuffixNeverAsked => "suffix_never_asked",
            Self::SuffixesMissing => "suffixes_missing",
        }
    }

    /// Whether the row says nothing that can be used as it stands.
    const fn is_fatal(self) -> bool {
        !matches!(self, Self::Repeated | Self::SuffixesMissing)
    }
}

/// What becomes of the suffix of a record's code before the table is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Suffixes {
    /// It is kept: the table needs a row for each form.
    #[default]
    Kept,
    /// It is cut off: the first seven characters are looked up.
    Cut,
}

/// How a table is to be read.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditOptions {
    /// What the table's own words mean, in small letters.
    pub words: Vec<(String, Claim)>,
    /// What becomes of suffixes.
    pub suffixes: Suffixes,
    /// Whether what the table lacks is listed, or only counted.
    pub list_missing: bool,
    /// What was wrong with the options as they were read; an error among them keeps everything from being audited.
    pub findings: Vec<Finding>,
}

impl Default for AuditOptions {
    fn default() -> Self {
        Self { words: Vec::new(), suffixes: Suffixes::default(), list_missing: true, findings: Vec::new() }
    }
}

impl std::fmt::Debug for AuditOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuditOptions").field("suffixes", &self.suffixes).finish_non_exhaustive()
    }
}

/// A row of a table as it came.
#[derive(Clone, PartialEq)]
pub(crate) struct TableRow {
    pub code: Option<String>,
    pub value: crate::value::Value,
}

/// A table of codes as it came. Its `Debug` says nothing of its contents.
#[derive(Clone, Default, PartialEq)]
pub struct CodeTable {
    rows: Vec<TableRow>,
    refused: bool,
    findings: Vec<Finding>,
}

impl std::fmt::Debug for CodeTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CodeTable").field("rows", &self.rows.len()).finish_non_exhaustive()
    }
}

/// A row, judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditedRow {
    /// Its place in the table, from 1.
    pub row: usize,
    /// Its code as it is written; none where there is none, or where it is too unlike a code to be shown.
    pub code: Option<String>,
    /// What it says; none where that could not be read.
    pub says: Option<Claim>,
    /// What the policy makes of it.
    pub verdict: Verdict,
    /// What it would be in the right form; only for a row in the wrong one whose code can be made out.
    pub if_corrected: Option<Verdict>,
    /// What is wrong with its form.
    pub form: Vec<FormFault>,
    /// Listed codes that may have been meant.
    pub meant: Vec<String>,
    /// What the policy says of the code, with nothing known of the charge.
    pub outcome: Outcome,
    /// What that may be: the definite outcomes, the strongest first.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::eligibility::decide::DefiniteOutcome>"))]
    pub possible: Vec<Outcome>,
    /// What the answer depends on.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::policy::schema::Missing>"))]
    pub missing: Vec<String>,
    /// The entry that applies or may apply.
    pub entry: Option<u16>,
    /// Its tier.
    pub tier: Option<Tier>,
    /// How sure the policy's answer is.
    pub certainty: Certainty,
    /// Why the verdict is what it is.
    pub reason: String,
    /// What else the policy has to say of the code.
    pub notes: Vec<String>,
    /// Where that comes from; empty where nothing was understood.
    pub citation: String,
}

/// A listed code that the table lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingCode {
    /// The code, without a suffix.
    pub code: String,
    /// What the policy says of it, with nothing known of the charge.
    pub outcome: Outcome,
    /// What the answer depends on.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<crate::policy::schema::Missing>"))]
    pub missing: Vec<String>,
    /// The entry that applies or may apply.
    pub entry: Option<u16>,
    /// Its tier.
    pub tier: Option<Tier>,
    /// How sure the policy's answer is.
    pub certainty: Certainty,
    /// Why it is listed.
    pub reason: String,
    /// Where that comes from.
    pub citation: String,
}

/// A listed code of the table whose other forms the table lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MissingForms {
    /// The code, without a suffix.
    pub code: String,
    /// The suffixes that have no row.
    pub suffixes: Vec<String>,
}

/// How many rows have each verdict, and how much the table lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuditTotals {
    /// Rows of the table.
    pub rows: usize,
    /// Rows that the policy agrees with.
    pub agrees: usize,
    /// Rows that let something go by.
    pub misses: usize,
    /// Rows that take in too much.
    pub over_reaches: usize,
    /// Rows that cannot say what the answer depends on.
    pub cannot_carry_caveat: usize,
    /// Rows in the wrong form.
    pub wrong_form: usize,
    /// Rows with a code that the policy does not understand.
    pub not_recognised: usize,
    /// Rows, whatever their verdict, of whose code the sources do not settle the answer.
    pub unresolved: usize,
    /// Listed codes that the table lacks.
    pub missing_codes: usize,
    /// Listed codes of the table that lack other forms.
    pub missing_forms: usize,
}

/// A table, audited.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Audit {
    /// What becomes of suffixes before the table is asked.
    pub suffixes: Suffixes,
    /// How many.
    pub totals: AuditTotals,
    /// Every row, in the order of the table.
    pub rows: Vec<AuditedRow>,
    /// The listed codes that the table lacks; none where they are only counted.
    pub missing_codes: Vec<MissingCode>,
    /// The listed codes of the table that lack other forms; none where suffixes are cut off, and none where
    /// they are only counted.
    pub missing_forms: Vec<MissingForms>,
    /// What is wrong with what was given.
    pub findings: Vec<Finding>,
    /// The policy by which it was made.
    pub policy: PolicyId,
    /// What a join to the table finds, sorted by the text that is looked up.
    #[serde(skip)]
    answers: Vec<(String, Claim)>,
}

impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").field("totals", &self.totals).finish_non_exhaustive()
    }
}

/// What a table and the policy say of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effect {
    /// What the table says; none where it has no row, which a join takes for a no.
    pub before: Option<Claim>,
    /// What the policy says.
    pub after: Outcome,
    /// Whether that is another answer. An answer that nobody can give yet is another than a yes or a no.
    pub changed: bool,
}

impl Audit {
    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Every key is a text, so writing to a string does not fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Whether the table says what the policy says, as far as a table can, and lacks nothing.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        let totals = &self.totals;
        totals.agrees == totals.rows
            && totals.missing_codes == 0
            && totals.missing_forms == 0
            && !self.findings.iter().any(|f| f.severity == Severity::Error)
    }

    /// What the table finds for a record's code as it stands.
    #[must_use]
    pub fn says(&self, code: &str) -> Option<Claim> {
        let key = match self.suffixes {
            Suffixes::Kept => code,
            Suffixes::Cut => code.char_indices().nth(7).and_then(|(at, _)| code.get(..at)).unwrap_or(code),
        };
        let at = self.answers.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
        self.answers.get(at).map(|(_, claim)| *claim)
    }

    /// What the table and the policy say of one record, of which `decision` is the policy's.
    #[must_use]
    pub fn effect(&self, code: Option<&str>, decision: &Decision) -> Effect {
        let before = code.and_then(|code| self.says(code));
        let same = before.unwrap_or(Claim::NotListed).verdict(decision) == Verdict::Agrees;
        Effect { before, after: decision.outcome, changed: !same }
    }
}

/// What a code is once its form is put right.
struct Written {
    /// In capitals, without spaces and hyphens.
    code: String,
    form: Vec<FormFault>,
}

impl Written {
    fn of(raw: &str) -> Self {
        let mut form = Vec::new();
        if raw.chars().any(|c| c.is_ascii_lowercase()) {
            form.push(FormFault::LowerCase);
        }
        if raw.chars().any(|c| c.is_whitespace() || c == '-') {
            form.push(FormFault::Spaces);
        }
        let code = raw.chars().filter(|c| !c.is_whitespace() && *c != '-').collect::<String>().to_ascii_uppercase();
        Self { code, form }
    }

    /// Whether it is enough like a code to be shown: what slipped into the column may be of a case.
    fn can_be_shown(raw: &str) -> bool {
        raw.len() <= 12
            && raw.bytes().all(|b| b.is_ascii_alphanumeric() || b == b' ' || b == b'-')
            && (raw.bytes().any(|b| b.is_ascii_digit()) && raw.bytes().any(|b| b.is_ascii_alphabetic()))
    }
}

impl Policy {
    /// Audits a table of codes: row by row what the policy makes of it, why, and what the table lacks.
    ///
    /// It never fails: what is wrong with the table is said of its rows, and what is wrong with the whole is among the
    /// findings.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::audit::{AuditOptions, CodeTable, Verdict};
    /// use sfo_core::Policy;
    ///
    /// let policy = Policy::builtin();
    /// let table = CodeTable::from_json(policy, r#"{"table": [{"code": "TH68023", "value": true}]}"#);
    /// let audit = policy.audit(&table, &AuditOptions::default());
    /// // Robbery is listed with a firearm, and a row cannot say that.
    /// assert_eq!(audit.rows[0].verdict, Verdict::CannotCarryCaveat);
    /// ```
    #[must_use]
    pub fn audit(&self, table: &CodeTable, options: &AuditOptions) -> Audit {
        let mut audit = Audit {
            suffixes: options.suffixes,
            totals: AuditTotals::default(),
            rows: Vec::new(),
            missing_codes: Vec::new(),
            missing_forms: Vec::new(),
            findings: table.findings.iter().chain(&options.findings).cloned().collect(),
            policy: self.policy_id(),
            answers: Vec::new(),
        };
        // A table read by rules that were mistyped would be judged for what it does not say.
        if table.refused || options.findings.iter().any(|f| f.severity == Severity::Error) {
            return audit;
        }
        let read: Vec<(Option<Written>, Option<Claim>)> =
            table.rows.iter().map(|row| (row.code.as_deref().map(Written::of), options.claim(&row.value))).collect();
        // What stands in the table, by the code that each row means.
        let mut claims: Vec<(&str, Option<Claim>)> =
            read.iter().filter_map(|(written, claim)| Some((written.as_ref()?.code.as_str(), *claim))).collect();
        sort(&mut claims, |a, b| a.0.cmp(b.0));
        for (at, (row, (written, claim))) in table.rows.iter().zip(&read).enumerate() {
            let judged = self.judge_row(at.saturating_add(1), row, written.as_ref(), *claim, &claims, options);
            audit.count(&judged);
            audit.rows.push(judged);
        }
        self.lacking(&mut audit, &claims, options.list_missing);
        let mut answers: Vec<(String, Claim)> =
            table.rows.iter().zip(&read).filter_map(|(row, (_, claim))| Some((row.code.clone()?, (*claim)?))).collect();
        // Of rows that contradict each other a join finds both; the one that is listed counts.
        sort(&mut answers, |a, b| a.cmp(b));
        answers.dedup_by(|later, first| later.0 == first.0);
        audit.answers = answers;
        audit
    }

    /// The same from and to JSON.
    #[must_use]
    pub fn audit_json(&self, table: &str, options: &str) -> String {
        self.audit(&CodeTable::from_json(self, table), &AuditOptions::from_json(self, options)).to_json()
    }

    fn judge_row(
        &self,
        row: usize,
        given: &TableRow,
        written: Option<&Written>,
        claim: Option<Claim>,
        claims: &[(&str, Option<Claim>)],
        options: &AuditOptions,
    ) -> AuditedRow {
        let code = written.map_or("", |written| written.code.as_str());
        let mut form = written.map(|written| written.form.clone()).unwrap_or_default();
        let decision = self.assess(&if code.is_empty() { Case::new() } else { Case::new().code(code) });
        let found = |finding: &str| decision.findings.iter().any(|f| f.code == finding);
        let mut meant = Vec::new();
        if code.is_empty() {
            form = vec![FormFault::NoCode];
        } else if found("malformed_code") {
            meant = self.longer_codes(code);
            if meant.is_empty() {
                // Nothing that can be put right letter by letter.
                form = vec![FormFault::Malformed];
            } else {
                form.push(FormFault::Truncated);
            }
        } else if found("unknown_suffix") {
            form.push(FormFault::UnknownSuffix);
        } else if found("mistyped_code") || found("near_code") {
            meant = self.near(code);
        }
        if claim.is_none() {
            form.push(FormFault::UnknownValue);
        }
        let (base, suffix) = code.split_at_checked(7).unwrap_or((code, ""));
        if !code.is_empty() {
            let others = equal(claims, code);
            if others.iter().any(|(_, other)| claim.is_some() && other.is_some() && *other != claim) {
                form.push(FormFault::Contradicted);
            } else if others.len() > 1 {
                form.push(FormFault::Repeated);
            }
        }
        match options.suffixes {
            Suffixes::Cut if !suffix.is_empty() => form.push(FormFault::SuffixNeverAsked),
            Suffixes::Kept if suffix.is_empty() && !self.suffixes_missing(base, claims).is_empty() => {
                form.push(FormFault::SuffixesMissing);
            }
            _ => {}
        }
        let judged = claim.map_or(Verdict::WrongForm, |claim| claim.verdict(&decision));
        let fatal = form.iter().any(|fault| fault.is_fatal());
        let verdict = if fatal { Verdict::WrongForm } else { judged };
        let made_out = fatal && claim.is_some() && judged != Verdict::NotRecognised;
        let mut reason: Vec<String> =
            form.iter().map(|fault| self.words(&format!("audit.form_{}", fault.as_str()), &[])).collect();
        if !fatal {
            reason.insert(0, self.words(&format!("audit.{}", verdict.as_str()), &[]));
        }
        if let Some(verdict) = made_out.then_some(judged) {
            let words = self.words(&format!("audit.{}", verdict.as_str()), &[]);
            reason.push(self.words("audit.if_corrected", &[("words", &words)]));
        }
        if decision.outcome != Outcome::Unrecognised {
            reason.push(decision.reason());
        }
        if !meant.is_empty() {
            let codes = meant.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
            reason.push(self.words("audit.meant", &[("codes", &codes)]));
        }
        AuditedRow {
            row,
            code: given.code.clone().filter(|code| Written::can_be_shown(code)),
            says: claim,
            verdict,
            if_corrected: made_out.then_some(judged),
            form,
            meant,
            outcome: decision.outcome,
            missing: decision.missing.clone(),
            entry: decision.entry,
            tier: decision.tier,
            certainty: decision.certainty,
            reason: reason.join(" "),
            notes: notes(&decision),
            citation: decision.citation(),
            possible: decision.possible,
        }
    }

    /// What the table lacks: listed codes, and forms of those that it has.
    fn lacking(&self, audit: &mut Audit, claims: &[(&str, Option<Claim>)], list: bool) {
        for code in self.listed_codes() {
            if !equal(claims, &code).is_empty() {
                let suffixes = match audit.suffixes {
                    Suffixes::Kept => self.suffixes_missing(&code, claims),
                    Suffixes::Cut => continue,
                };
                if !suffixes.is_empty() {
                    audit.totals.missing_forms = audit.totals.missing_forms.saturating_add(1);
                    if list {
                        audit.missing_forms.push(MissingForms { code, suffixes });
                    }
                }
                continue;
            }
            audit.totals.missing_codes = audit.totals.missing_codes.saturating_add(1);
            if list {
                let decision = self.assess(&Case::new().code(code.as_str()));
                audit.missing_codes.push(MissingCode {
                    reason: decision.reason(),
                    citation: decision.citation(),
                    code,
                    outcome: decision.outcome,
                    missing: decision.missing,
                    entry: decision.entry,
                    tier: decision.tier,
                    certainty: decision.certainty,
                });
            }
        }
    }

    /// Every code without a suffix that may be of an entry, in order.
    fn listed_codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self
            .data()
            .codes
            .iter()
            .filter(|group| !group.entries.is_empty())
            .flat_map(|group| group.codes.iter())
            .filter(|code| code.len() == 7)
            .map(str::to_owned)
            .collect();
        sort(&mut codes, Ord::cmp);
        codes
    }

    /// The suffixes of a listed code for which the table has no row.
    fn suffixes_missing(&self, base: &str, claims: &[(&str, Option<Claim>)]) -> Vec<String> {
        let listed = self.index().code(base).is_some_and(|row| row.reading.entries != 0);
        let suffixes = self.data().involvements.iter().filter_map(|form| form.suffix.as_deref());
        suffixes
            .filter(|suffix| listed && equal(claims, &format!("{base}{suffix}")).is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// Listed codes of which a text is the beginning, or is all but one character.
    fn longer_codes(&self, text: &str) -> Vec<String> {
        if !(4..=6).contains(&text.len()) || !text.is_ascii() {
            return Vec::new();
        }
        let lost = |code: &str| {
            let (a, b) = (code.as_bytes(), text.as_bytes());
            let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
            same == b.len() || b.len().saturating_add(1) == a.len() && a.get(same.saturating_add(1)..) == b.get(same..)
        };
        self.listed_codes().into_iter().filter(|code| lost(code)).take(MAX_MEANT).collect()
    }

    /// Listed codes one slip away.
    fn near(&self, code: &str) -> Vec<String> {
        let (base, _) = code.split_at_checked(7).unwrap_or((code, ""));
        self.near_codes(base).into_iter().map(|(code, _)| code).collect()
    }
}

/// What the decision has to say besides: of the code, for nothing else is known of the charge.
fn notes(decision: &Decision) -> Vec<String> {
    let worth = |f: &&Finding| f.severity == Severity::Warning && f.code != "fact_conflict";
    decision.findings.iter().filter(worth).map(|f| f.message.clone()).collect()
}

/// The rows with this code.
fn equal<'c, 't>(claims: &'c [(&'t str, Option<Claim>)], code: &str) -> &'c [(&'t str, Option<Claim>)] {
    let from = claims.partition_point(|(known, _)| *known < code);
    let rest = claims.get(from..).unwrap_or_default();
    let to = rest.partition_point(|(known, _)| *known <= code);
    rest.get(..to).unwrap_or_default()
}

impl Audit {
    fn count(&mut self, row: &AuditedRow) {
        let totals = &mut self.totals;
        let add = |n: &mut usize| *n = n.saturating_add(1);
        add(&mut totals.rows);
        add(match row.verdict {
            Verdict::Agrees => &mut totals.agrees,
            Verdict::Misses => &mut totals.misses,
            Verdict::OverReaches => &mut totals.over_reaches,
            Verdict::CannotCarryCaveat => &mut totals.cannot_carry_caveat,
            Verdict::WrongForm => &mut totals.wrong_form,
            Verdict::NotRecognised => &mut totals.not_recognised,
        });
        if row.certainty == Certainty::Unresolved && row.outcome != Outcome::Unrecognised {
            add(&mut totals.unresolved);
        }
    }
}
