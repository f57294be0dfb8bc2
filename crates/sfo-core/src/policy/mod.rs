//! The policy: one edition of the rules, compiled in or loaded, ready to decide by.

pub mod data;
#[cfg(feature = "load")]
mod documents;
pub(crate) mod index;
#[cfg(any(feature = "load", feature = "packed"))]
pub mod pack;
#[cfg(feature = "schema")]
pub mod schema;

use std::sync::Arc;

use serde::Serialize;

use crate::calendar::WorkingDays;
use crate::citation::Citation;
use crate::eligibility::text::StatuteNames;
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, Severity};
use data::{Fact, PolicyData};
use index::{FactSet, Index};

/// The longest policy, in bytes of JSON.
pub const MAX_POLICY_BYTES: usize = 16 << 20;

/// The policy by which an answer was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyId {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its canonical JSON.
    pub digest: String,
}

/// One edition of the rules: immutable, with a version and a digest. A clone shares its contents.
#[derive(Clone)]
pub struct Policy {
    inner: Arc<Inner>,
}

/// A policy that is compiled in or packed lives for ever, and needs neither a copy nor the code to drop it.
#[cfg(feature = "load")]
type Held = std::borrow::Cow<'static, PolicyData>;
#[cfg(not(feature = "load"))]
type Held = &'static PolicyData;

#[cfg(all(any(feature = "builtin", feature = "packed"), feature = "load"))]
const fn held(data: &'static PolicyData) -> Held {
    std::borrow::Cow::Borrowed(data)
}
#[cfg(all(any(feature = "builtin", feature = "packed"), not(feature = "load")))]
const fn held(data: &'static PolicyData) -> Held {
    data
}

struct Inner {
    data: Held,
    days: WorkingDays,
    index: Index,
    digest: String,
    /// The forms of identifiers, compiled when they are first asked for.
    identifiers: once_cell::sync::OnceCell<crate::redaction::Identifiers>,
    /// What was decided of the rows of tables.
    #[cfg(feature = "table")]
    known: crate::eligibility::table::Known,
}

impl std::fmt::Debug for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Policy")
            .field("id", &self.inner.data.id)
            .field("version", &self.inner.data.version)
            .field("digest", &self.inner.digest)
            .finish_non_exhaustive()
    }
}

#[allow(clippy::needless_borrow, reason = "with the feature `load` the policy is held as a `Cow`")]
impl Policy {
    /// The policy `hmip-2020-09`, compiled in.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(sfo_core::Policy::builtin().data().id, "hmip-2020-09");
    /// ```
    #[cfg(feature = "builtin")]
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: once_cell::sync::Lazy<Policy> = once_cell::sync::Lazy::new(|| {
            #[expect(
                clippy::expect_used,
                reason = "the generator builds this index before it writes the table, so it cannot fail"
            )]
            Policy::new(held(&crate::generated::policy::POLICY), crate::generated::DIGEST.to_owned())
                .expect("the policy compiled in is consistent")
        });
        &BUILTIN
    }

    /// Reads a part of a policy from the few bytes that [`pack`](pack::pack) made of it: what the npm package loads
    /// beside a module. The policy is kept until the program ends, so load each once.
    ///
    /// Of a part without offences nothing is made that decides on charges: a program that reads only such parts holds
    /// none of that code, and recognises no offence.
    ///
    /// # Errors
    ///
    /// Where the bytes are not a packed policy, are damaged, are of another version of this library, or are another
    /// part.
    #[cfg(feature = "packed")]
    #[inline]
    pub fn from_packed(bytes: &[u8], part: pack::Part) -> Result<Self, Error> {
        let (data, digest) = pack::unpack(bytes, part)?;
        let data = held(Box::leak(Box::new(data)));
        if part.names_offences() {
            return Self::new(data, digest);
        }
        let days = calendar_of(&data)?;
        Ok(Self::of(data, days, Index::default(), digest))
    }

    /// Reads a policy from its canonical JSON, as `rules/dist/` has it, and checks it.
    ///
    /// # Errors
    ///
    /// Where the text is too long, is not a policy, or contradicts itself.
    #[cfg(feature = "load")]
    pub fn from_json(json: &str) -> Result<Self, Error> {
        if json.len() > MAX_POLICY_BYTES {
            return Err(Error::new(ErrorKind::TooLarge, "policy_too_large", "", "the policy is longer than 16 MiB"));
        }
        let data: PolicyData = serde_json::from_str(json).map_err(|error| {
            let message = format!(
                "the policy is not of the published shape at line {}, column {}; compare it with the bundle in `rules/dist`",
                error.line(),
                error.column()
            );
            Error::new(ErrorKind::Malformed, "policy_malformed", "", message)
        })?;
        Self::from_data(data)
    }

    /// Makes a policy of its parts, and checks it.
    ///
    /// # Errors
    ///
    /// Where the parts contradict themselves or name something that is not there.
    #[cfg(feature = "load")]
    pub fn from_data(data: PolicyData) -> Result<Self, Error> {
        let digest = digest(&data);
        Self::new(std::borrow::Cow::Owned(data), digest)
    }

    fn new(data: Held, digest: String) -> Result<Self, Error> {
        let days = calendar_of(&data)?;
        let index = Index::new(&data)?;
        Ok(Self::of(data, days, index, digest))
    }

    fn of(data: Held, days: WorkingDays, index: Index, digest: String) -> Self {
        Self {
            inner: Arc::new(Inner {
                data,
                days,
                index,
                digest,
                identifiers: once_cell::sync::OnceCell::new(),
                #[cfg(feature = "table")]
                known: crate::eligibility::table::Known::default(),
            }),
        }
    }

    /// What the policy says, whole.
    #[must_use]
    pub fn data(&self) -> &PolicyData {
        &self.inner.data
    }

    /// `sha256:` and the digest of the canonical JSON.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.inner.digest
    }

    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        canonical_json(&self.inner.data)
    }

    /// The working days of the policy's calendar.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::date::Date;
    ///
    /// let days = sfo_core::Policy::builtin().working_days();
    /// let christmas_eve = Date::from_ymd(2024, 12, 24).unwrap();
    /// assert_eq!(days.add_working_days(christmas_eve, 1).unwrap().date.to_string(), "2024-12-27");
    /// ```
    #[must_use]
    pub fn working_days(&self) -> &WorkingDays {
        &self.inner.days
    }

    pub(crate) fn identifiers(&self) -> Result<&crate::redaction::Identifiers, Error> {
        self.inner.identifiers.get_or_try_init(|| crate::redaction::Identifiers::new(&self.data().redaction))
    }

    #[cfg(feature = "table")]
    pub(crate) fn known(&self) -> &crate::eligibility::table::Known {
        &self.inner.known
    }

    pub(crate) fn index(&self) -> &Index {
        &self.inner.index
    }

    pub(crate) fn statute_names(&self) -> &StatuteNames {
        &self.index().names
    }

    pub(crate) fn policy_id(&self) -> PolicyId {
        PolicyId {
            id: self.data().id.to_string(),
            version: self.data().version.to_string(),
            digest: self.digest().to_owned(),
        }
    }

    /// The citation of the list of offences as a whole.
    pub(crate) fn list_citation(&self) -> Citation {
        let source = self.data().entries.first().map(|e| e.citation.source.clone()).unwrap_or_default();
        Citation { source, locator: "Appendix 1".into() }
    }

    /// The citation of the lists of codes as a whole.
    pub(crate) fn code_citation(&self) -> Citation {
        let source = self.data().codes.first().map(|c| c.citation.source.clone()).unwrap_or_default();
        Citation { source, locator: "prefixes".into() }
    }

    /// The words for a code, with `{name}` replaced. A policy without the words gives the code itself.
    pub(crate) fn words(&self, code: &str, args: &[(&str, &str)]) -> String {
        let messages = &self.data().messages;
        let found = messages.binary_search_by(|m| m.code.as_ref().cmp(code)).ok().and_then(|at| messages.get(at));
        let Some(message) = found else { return code.to_owned() };
        let mut words = String::with_capacity(message.words.len());
        let mut rest: &str = &message.words;
        while let Some((before, after)) = rest.split_once('{') {
            words.push_str(before);
            let Some((name, remainder)) = after.split_once('}') else { break };
            if let Some((_, value)) = args.iter().find(|(n, _)| *n == name) {
                words.push_str(value);
            }
            rest = remainder;
        }
        words.push_str(rest);
        words
    }

    /// A number and its unit in words.
    pub(crate) fn span_words(&self, n: i32, unit: data::Unit) -> String {
        let code = match (unit, n.unsigned_abs()) {
            (data::Unit::WorkingDays, 1) => "deadline.working_day",
            (data::Unit::WorkingDays, _) => "deadline.working_days",
            (data::Unit::Days, 1) => "deadline.day",
            (data::Unit::Days, _) => "deadline.days",
            (data::Unit::Months, 1) => "deadline.month",
            (data::Unit::Months, _) => "deadline.months",
        };
        self.words(code, &[("n", &n.to_string())])
    }

    pub(crate) fn finding(&self, code: &'static str, severity: Severity, path: &str, args: &[(&str, &str)]) -> Finding {
        Finding {
            code,
            severity,
            path: path.to_owned(),
            rule: format!("finding.{code}"),
            citation: String::new(),
            message: self.words(&format!("finding.{code}"), args),
            candidates: Vec::new(),
        }
    }

    pub(crate) fn fact_of(&self, bit: FactSet) -> Option<&Fact> {
        let at = usize::try_from(bit.trailing_zeros()).ok()?;
        self.index().facts.get(at).and_then(|at| self.data().facts.get(*at))
    }

    pub(crate) fn fact_name(&self, bit: FactSet) -> Option<String> {
        self.fact_of(bit).map(|f| f.name.to_string())
    }

    pub(crate) fn fact_question(&self, bit: FactSet) -> String {
        self.fact_of(bit).map(|f| f.question.to_string()).unwrap_or_default()
    }

    pub(crate) fn fact_bit(&self, name: &str) -> Option<FactSet> {
        let at = self.index().facts.iter().position(|at| self.data().facts.get(*at).is_some_and(|f| f.name == name))?;
        u32::try_from(at).ok().and_then(|at| 1_u32.checked_shl(at))
    }
}

fn calendar_of(data: &PolicyData) -> Result<WorkingDays, Error> {
    WorkingDays::new(&data.calendar).map_err(|_| {
        let message = "the calendar is not in order; sort its days";
        Error::new(ErrorKind::Inconsistent, "policy_inconsistent", "/calendar", message)
    })
}

/// The canonical JSON of a policy: keys in the order of the types, no white space.
#[must_use]
pub fn canonical_json(data: &PolicyData) -> String {
    // Every key is a text and every number is finite, so writing to a string does not fail.
    serde_json::to_string(data).unwrap_or_default()
}

/// `sha256:` and the SHA-256 of the canonical JSON, in hexadecimal.
#[cfg(feature = "load")]
#[must_use]
pub fn digest(data: &PolicyData) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write;
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(canonical_json(data)) {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
