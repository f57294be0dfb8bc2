//! What may a reader see, and does the redacted text leak anything?
//!
//! # Examples
//!
//! ```
//! use sfo_core::redaction::{Person, RedactOptions};
//! use sfo_core::Policy;
//!
//! let options = RedactOptions::new("workshop").person(Person::new("Alder Quillfeather", "offender"));
//! let redaction = Policy::builtin().redactor(&options)?.redact("Mr Quillfeather was seen. His CRN is X123456.")?;
//! assert_eq!(redaction.text, "Supervised Person 1 was seen. His CRN is [redacted: identifier].");
//! # Ok::<(), sfo_core::Error>(())
//! ```
//!
//! # What wins where two finds overlap
//!
//! A label that is there already is not looked into. Then the longer find wins: the whole name of somebody who may be
//! named is not broken by the surname of somebody who may not. Of equal finds the one that hides more wins, but where one
//! of the people is the reader it is referred. What is only perhaps a find gives way to every other.

mod document;
mod fold;
mod identifiers;
mod matcher;
mod people;
#[cfg(feature = "render")]
mod preview;
mod resolve;
mod stream;
mod verify;
mod words;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

#[cfg(feature = "schema")]
use crate::citation::Certainty;
use crate::error::{Error, ErrorKind};
use crate::finding::{Finding, Severity};
use crate::policy::data::{Audience, RedactionAction, RedactionRule};
use crate::policy::{Policy, PolicyId};
use crate::value::Value;

pub use people::{Person, MAX_ALIASES, MAX_NAME, MAX_PEOPLE};
pub use stream::Stream;
pub use verify::LeakForm;

pub(crate) use identifiers::Identifiers;

use matcher::Matcher;
use people::{Form, FormKind, READER};
use verify::Verifier;

/// The longest text that is redacted at once, in bytes; a longer one goes through a [`Stream`].
pub const MAX_TEXT: usize = 1 << 30;
/// The longest key for pseudonyms, in bytes, and the shortest.
pub const KEY_BYTES: std::ops::RangeInclusive<usize> = 16..=64;

/// How sure it is that something is what it is taken for. The order is from the least to the most sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// It may be something else: a person decides.
    Low,
    /// It is taken for it.
    Medium,
    /// Hardly anything else looks so.
    High,
}

/// Why something was taken for what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A given name or initials beside the surname.
    FullName,
    /// A title stands before it.
    Title,
    /// A name, or part of one, that is no ordinary word.
    Name,
    /// A word that is also a name, with a capital where no sentence begins.
    Capital,
    /// A word that is also a name, where a capital says nothing.
    CommonWord,
    /// A month that is also a name.
    Month,
    /// Initials with their points.
    Initials,
    /// It is written in pieces.
    Pieces,
    /// Digits stand for letters.
    LookAlike,
    /// It was declared as somebody's.
    Declared,
    /// What is worked out from it holds.
    Checksum,
    /// A label stands before it.
    Label,
    /// It is grouped as usual.
    Grouping,
    /// Its form.
    Form,
    /// A word beside which a person should look.
    Term,
}

/// What stands in the place of what is hidden.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// A pseudonym, or the name of the category in brackets.
    #[default]
    Label,
    /// Five blocks, whatever was hidden.
    Mask,
    /// Nothing.
    Remove,
}

/// For whom a text is redacted, and who is in it. `Debug` shows nobody.
#[derive(Clone, Default)]
pub struct RedactOptions {
    /// The id of the audience.
    pub audience: String,
    /// The people of the case.
    pub people: Vec<Person>,
    /// The names, as declared, of those who read this copy: their own data stays.
    pub reader: Vec<String>,
    /// What stands in the place of what is hidden.
    pub operator: Operator,
    /// Makes pseudonyms the same over documents with different lists of people: 16 to 64 bytes that the caller keeps secret.
    pub key: Option<Vec<u8>>,
    /// Whether the log holds what was hidden. It is then as sensitive as the text.
    pub include_removed: bool,
}

impl fmt::Debug for RedactOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedactOptions").field("audience", &self.audience).finish_non_exhaustive()
    }
}

impl RedactOptions {
    /// For an audience, by its id.
    #[must_use]
    pub fn new(audience: impl Into<String>) -> Self {
        Self { audience: audience.into(), ..Self::default() }
    }

    /// With somebody who is in the text.
    #[must_use]
    pub fn person(mut self, person: Person) -> Self {
        self.people.push(person);
        self
    }

    /// With the declared name of somebody who reads the copy.
    #[must_use]
    pub fn reader(mut self, name: impl Into<String>) -> Self {
        self.reader.push(name.into());
        self
    }

    /// Reads options from JSON: `audience`, `people`, `reader`, `operator`, `key` in hexadecimal and `include_removed`.
    ///
    /// # Errors
    ///
    /// Where it is not JSON, has a field that is not known, or a person has no name: with the place, without a value.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let value: Value = serde_json::from_str(json)
            .map_err(|_| READER.fault("", "the options are not JSON, or nest too deep; give an object"))?;
        let mut options = Self::default();
        for (key, value, path) in READER.object(&value, "")? {
            if matches!(value, Value::Null) {
                continue;
            }
            match key {
                "audience" => options.audience = READER.text(value, &path, 100)?,
                "people" => {
                    for (person, path) in READER.list(value, &path, MAX_PEOPLE)? {
                        options.people.push(Person::read(person, &path)?);
                    }
                }
                "reader" => match value {
                    Value::Text(_) => options.reader.push(READER.text(value, &path, MAX_NAME)?),
                    _ => {
                        for (name, path) in READER.list(value, &path, MAX_PEOPLE)? {
                            options.reader.push(READER.text(name, &path, MAX_NAME)?);
                        }
                    }
                },
                "operator" => {
                    let operators =
                        [("label", Operator::Label), ("mask", Operator::Mask), ("remove", Operator::Remove)];
                    options.operator = READER.choice(value, &path, &operators)?;
                }
                "key" => options.key = Some(hex(&READER.text(value, &path, 256)?, &path)?),
                "include_removed" => options.include_removed = READER.boolean(value, &path)?,
                _ => {
                    let known = "`audience`, `people`, `reader`, `operator`, `key`, `include_removed`";
                    return Err(READER.unknown(&path, known));
                }
            }
        }
        Ok(options)
    }
}

fn hex(text: &str, path: &str) -> Result<Vec<u8>, Error> {
    let pairs = text.as_bytes().chunks(2).map(|pair| {
        std::str::from_utf8(pair).ok().filter(|p| p.len() == 2).and_then(|p| u8::from_str_radix(p, 16).ok())
    });
    pairs
        .collect::<Option<Vec<u8>>>()
        .ok_or_else(|| READER.fault(path, "the key is not hexadecimal; give pairs of 0-9 and a-f"))
}

/// One thing that was hidden, or referred: where, by which rule and why. Never what it was, unless that was asked for.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogEntry {
    /// The JSON Pointer of the text in a document; empty for a text by itself.
    pub pointer: String,
    /// Where it begins in the text as given, in characters (Unicode code points) from 0.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Where what stands in its place begins in the redacted text.
    pub output_start: usize,
    /// Where that ends.
    pub output_end: usize,
    /// The line of the text as given, from 1.
    pub line: usize,
    /// The category.
    pub category: String,
    /// What became of it.
    #[serde(serialize_with = "action")]
    #[cfg_attr(feature = "schema", schemars(with = "RedactionAction"))]
    pub action: RedactionAction,
    /// What recognised it: `person`, `ambiguous_person`, `address`, `term`, `undeclared_name`, or `identifier.` and its id.
    pub found_by: String,
    /// Why it was taken for that.
    pub why: Why,
    /// How sure that is.
    pub confidence: Confidence,
    /// The id of the rule of the policy.
    pub rule: String,
    /// The reason of that rule.
    pub reason: String,
    /// How sure the rule is.
    #[cfg_attr(feature = "schema", schemars(with = "Certainty"))]
    pub certainty: &'static str,
    /// Where the rule comes from.
    pub citation: String,
    /// The place in the list of declared people, from 0, of whom it is.
    pub person: Option<usize>,
    /// What was hidden; only where the options ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub removed: Option<String>,
}

fn action<S: serde::Serializer>(action: &RedactionAction, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(action.as_str())
}

impl fmt::Debug for LogEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogEntry")
            .field("category", &self.category)
            .field("action", &self.action)
            .field("found_by", &self.found_by)
            .finish_non_exhaustive()
    }
}

/// How often something became of a category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Count {
    /// The category.
    pub category: String,
    /// What became of it.
    #[serde(serialize_with = "action")]
    #[cfg_attr(feature = "schema", schemars(with = "RedactionAction"))]
    pub action: RedactionAction,
    /// How often.
    pub count: usize,
}

/// A redacted text with its log. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Redaction {
    /// The text, or the document as JSON.
    pub text: String,
    /// What was hidden, in the order of the text.
    pub log: Vec<LogEntry>,
    /// By category and action, in the order of the policy.
    pub counts: Vec<Count>,
    /// What stays and a person decides on, in the order of the text.
    pub referred: Vec<LogEntry>,
    /// What is worth saying of the call.
    pub findings: Vec<Finding>,
    /// The policy.
    pub policy: PolicyId,
}

impl fmt::Debug for Redaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redaction")
            .field("hidden", &self.log.len())
            .field("referred", &self.referred.len())
            .finish_non_exhaustive()
    }
}

impl Redaction {
    /// The canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Something that should be hidden and stands in a text: where, and of whom; never what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Leak {
    /// Where it begins, in characters (Unicode code points) from 0.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The category.
    pub category: String,
    /// How it stands there.
    pub how: LeakForm,
    /// The place in the list of declared people, from 0, of whom it is.
    pub person: Option<usize>,
}

/// What becomes of something, worked out beforehand.
#[derive(Clone)]
struct Decision {
    action: RedactionAction,
    /// What stands in its place.
    label: String,
    category: usize,
    rule: usize,
    /// The places of the people in the list.
    people: Vec<usize>,
    /// It is the reader's own.
    own: bool,
}

struct Inner {
    policy: Policy,
    matcher: Matcher,
    verifier: Verifier,
    /// For each form.
    forms: Vec<Decision>,
    /// For each identifier of the policy.
    identifiers: Vec<Decision>,
    /// For each list of terms of the policy.
    terms: Vec<Decision>,
    address: Decision,
    undeclared: Decision,
    /// The pseudonym of each person, and the label of its role.
    people: Vec<(String, String)>,
    /// What somebody is called of whom only the category is known.
    somebody: String,
    options: RedactOptions,
    findings: Vec<Finding>,
}

/// A policy, an audience and the people of a case, made ready: made once and used for many texts. A clone shares it.
#[derive(Clone)]
pub struct Redactor {
    inner: Arc<Inner>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("audience", &self.inner.options.audience).finish_non_exhaustive()
    }
}

impl Policy {
    /// Makes ready to redact for an audience.
    ///
    /// # Errors
    ///
    /// Where the audience or a role is not the policy's, a person has no name, a reader is not declared or cannot be of the
    /// audience, or there are too many people.
    pub fn redactor(&self, options: &RedactOptions) -> Result<Redactor, Error> {
        Redactor::new(self, options, &[])
    }

    /// Redacts a text, with options as JSON: see [`RedactOptions::from_json`].
    ///
    /// # Errors
    ///
    /// Where the options are wrong, the text is longer than [`MAX_TEXT`], or something that was to be hidden still stands in
    /// the redacted text.
    pub fn redact_json(&self, text: &str, options: &str) -> Result<Redaction, Error> {
        self.redactor(&RedactOptions::from_json(options)?)?.redact(text)
    }

    /// Redacts the free texts of a review as JSON, with options as JSON.
    ///
    /// # Errors
    ///
    /// As [`redact_json`](Self::redact_json); and where the review is not JSON.
    pub fn redact_review_json(&self, review: &str, options: &str) -> Result<Redaction, Error> {
        self.redactor(&RedactOptions::from_json(options)?)?.redact_review(review)
    }

    fn redaction_rule(&self, audience: &str, category: &str) -> Option<(usize, &RedactionRule)> {
        let has = |list: &[crate::policy::data::Text], wanted: &str| list.iter().any(|one| one == wanted);
        let mut rules = self.data().redaction.rules.iter().enumerate();
        rules.find(|(_, rule)| has(&rule.audiences, audience) && has(&rule.categories, category))
    }
}

fn names(list: impl Iterator<Item = String>) -> String {
    list.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

struct Builder<'p> {
    policy: &'p Policy,
    audience: &'p Audience,
    options: &'p RedactOptions,
}

impl Builder<'_> {
    fn category(&self, id: &str) -> usize {
        self.policy.data().redaction.categories.iter().position(|c| c.id == id).unwrap_or_default()
    }

    /// What this audience sees of a category; without a rule it is hidden.
    fn of_category(&self, id: &str) -> Decision {
        let category = self.category(id);
        let rules = &self.policy.data().redaction;
        let (rule, action) = self
            .policy
            .redaction_rule(&self.audience.id, id)
            .map_or((usize::MAX, RedactionAction::Redact), |(at, rule)| (at, rule.action));
        // Nothing is known of whom a category is, so it has no pseudonym.
        let action = if action == RedactionAction::Pseudonymise { RedactionAction::Redact } else { action };
        let name = rules.categories.get(category).map(|c| c.label.to_string()).unwrap_or_default();
        let label = self.policy.words("redaction.redacted", &[("category", &name)]);
        Decision { action, label, category, rule, people: Vec::new(), own: false }
    }

    fn pseudonym(&self, at: usize, person: &Person, label: &str) -> String {
        match &self.options.key {
            None => {
                let before = self.options.people.iter().take(at).filter(|other| other.role == person.role).count();
                format!("{label} {}", before.saturating_add(1))
            }
            Some(key) => format!("{label} {}", keyed(key, &person.role, &fold::folded(person.name.trim()))),
        }
    }

    /// The people who read the copy, by their places.
    fn readers(&self) -> Result<Vec<usize>, Error> {
        let mut readers = Vec::new();
        for (number, name) in self.options.reader.iter().enumerate() {
            let path = format!("/reader/{number}");
            let wanted = fold::folded(name.trim());
            let people = self.options.people.iter().enumerate();
            let of_name: Vec<usize> =
                people.filter(|(_, p)| fold::folded(p.name.trim()) == wanted).map(|(at, _)| at).collect();
            if of_name.is_empty() {
                return Err(READER.fault(&path, "the reader is not among the people; declare them, by the same name"));
            }
            for at in of_name {
                let role = self.options.people.get(at).map(|p| p.role.as_str()).unwrap_or_default();
                if !self.audience.reader_roles.iter().any(|r| r == role) {
                    let roles = names(self.audience.reader_roles.iter().map(ToString::to_string));
                    let message = if roles.is_empty() {
                        format!(
                            "a copy for `{}` is for no one person, so nobody is its reader; take the reader out",
                            self.audience.id
                        )
                    } else {
                        format!("a reader of a copy for `{}` has one of the roles {roles}; correct the role or the audience", self.audience.id)
                    };
                    return Err(READER.fault(&path, message));
                }
                readers.push(at);
            }
        }
        Ok(readers)
    }
}

/// A code that is the same for the same person under the same key, and says nothing without it.
fn keyed(key: &[u8], role: &str, name: &str) -> String {
    use sha2::{Digest, Sha256};
    // HMAC (RFC 2104) over role and name; a key is never longer than a block.
    let pad = |byte: u8| -> Vec<u8> {
        let mut block: Vec<u8> = key.iter().map(|k| k ^ byte).collect();
        block.resize(64, byte);
        block
    };
    let words: String = people::words_of(name).join(" ");
    let inner =
        Sha256::new().chain_update(pad(0x36)).chain_update(role).chain_update([0]).chain_update(words).finalize();
    let outer = Sha256::new().chain_update(pad(0x5c)).chain_update(inner).finalize();
    // Letters and digits that are not taken for one another, with a digit first: our own labels end with such a word.
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let letter = |byte: &u8| LETTERS.get(usize::from(byte & 31)).copied().map_or('2', char::from);
    let mut code: String = outer.iter().take(6).map(letter).collect();
    code.insert(0, char::from(b'0'.wrapping_add(outer.iter().nth(6).copied().unwrap_or(0).wrapping_rem(10))));
    code
}

impl Redactor {
    fn new(policy: &Policy, options: &RedactOptions, also: &[Vec<String>]) -> Result<Self, Error> {
        let rules = &policy.data().redaction;
        let Some(audience) = rules.audiences.iter().find(|a| a.id == options.audience) else {
            let known = names(rules.audiences.iter().map(|a| a.id.to_string()));
            return Err(
                READER.fault("/audience", format!("the audience is not one of the policy's; use one of {known}"))
            );
        };
        if options.people.len() > MAX_PEOPLE {
            let message = format!("there are more than {MAX_PEOPLE} people; declare those of this case");
            return Err(Error::new(ErrorKind::TooLarge, "redaction_too_large", "/people", message));
        }
        if options.key.as_ref().is_some_and(|key| !KEY_BYTES.contains(&key.len())) {
            return Err(READER.fault("/key", "the key is too short or too long; give 16 to 64 bytes"));
        }
        let identifiers = policy.identifiers()?;
        let builder = Builder { policy, audience, options };
        let readers = builder.readers()?;
        let mut findings = Vec::new();
        if options.reader.is_empty()
            && options.people.iter().any(|p| audience.reader_roles.iter().any(|r| *r == p.role))
        {
            findings.push(policy.finding("reader_not_named", Severity::Note, "/reader", &[]));
        }

        let mut people = Vec::new();
        let mut all: Vec<(Form, usize, Decision)> = Vec::new();
        for (at, person) in options.people.iter().enumerate() {
            let path = format!("/people/{at}");
            let Some(role) = rules.roles.iter().find(|r| r.id == person.role) else {
                let known = names(rules.roles.iter().map(|r| r.id.to_string()));
                let path = format!("{path}/role");
                return Err(READER.fault(&path, format!("the role is not one of the policy's; use one of {known}")));
            };
            let own_words: usize =
                people::words_of(&fold::folded(&person.name)).iter().map(|w| w.chars().count()).sum();
            if own_words < 2 {
                let path = format!("{path}/name");
                return Err(READER.fault(&path, "a person has no name of two letters or more; give the name"));
            }
            for (number, alias) in person.aliases.iter().enumerate() {
                if fold::folded(alias).chars().filter(|c| c.is_alphanumeric()).count() < 2 {
                    let path = format!("{path}/aliases/{number}");
                    findings.push(policy.finding("alias_too_short", Severity::Warning, &path, &[]));
                }
            }
            let own = readers.contains(&at);
            let pseudonym = builder.pseudonym(at, person, &role.label);
            let mut named = builder.of_category(&role.category);
            let action =
                policy.redaction_rule(&audience.id, &role.category).map_or(RedactionAction::Redact, |(_, r)| r.action);
            named.action = action;
            if action == RedactionAction::Pseudonymise {
                named.label.clone_from(&pseudonym);
            }
            for form in people::forms(person, &rules.particles) {
                let mut decision = match form.kind {
                    FormKind::Address => builder.of_category("address"),
                    FormKind::DateOfBirth => builder.of_category("date_of_birth"),
                    FormKind::Identifier => builder.of_category("identifier"),
                    _ => named.clone(),
                };
                decision.people = vec![at];
                if own {
                    decision.own = true;
                    decision.action = RedactionAction::Keep;
                }
                all.push((form, at, decision));
            }
            people.push((pseudonym, role.label.to_string()));
        }
        for words in also {
            let form = Form { words: words.clone(), kind: FormKind::Identifier };
            all.push((form, usize::MAX, builder.of_category("identifier")));
        }
        crate::order::sort(&mut all, |a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));

        let somebody = policy.words("redaction.somebody", &[]);
        let mut forms: Vec<Form> = Vec::new();
        let mut decisions: Vec<Decision> = Vec::new();
        for (form, _, decision) in all {
            if forms.last() == Some(&form) {
                if let Some(before) = decisions.pop() {
                    decisions.push(together(&before, &decision, &people, &somebody));
                }
            } else {
                forms.push(form);
                decisions.push(decision);
            }
        }

        let mut own_labels: Vec<String> = rules.roles.iter().map(|role| role.label.to_string()).collect();
        for category in rules.categories.iter() {
            own_labels.push(policy.words("redaction.redacted", &[("category", &category.label)]));
        }
        let matcher = Matcher::new(rules, identifiers, forms, &own_labels);
        let is_word = |form: &Form| {
            let listed =
                |list: &[crate::policy::data::Text]| list.iter().any(|w| form.words.first().is_some_and(|f| w == f));
            form.words.len() == 1 && (listed(&rules.common_words) || listed(&rules.months))
        };
        let hides = |at: usize| decisions.get(at).is_some_and(|d: &Decision| d.action.hides());
        let verifier = Verifier::new(&matcher.forms, hides, is_word);
        let inner = Inner {
            policy: policy.clone(),
            matcher,
            verifier,
            forms: decisions,
            identifiers: rules.identifiers.iter().map(|i| builder.of_category(&i.category)).collect(),
            terms: rules.terms.iter().map(|t| builder.of_category(&t.category)).collect(),
            address: builder.of_category("address"),
            undeclared: builder.of_category("third_party"),
            people,
            somebody,
            options: options.clone(),
            findings,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Redacts a text, and looks whether anything that was to be hidden still stands in it.
    ///
    /// # Errors
    ///
    /// Where the text is longer than [`MAX_TEXT`], or something that was to be hidden still stands in the redacted text: no
    /// text is returned then.
    pub fn redact(&self, text: &str) -> Result<Redaction, Error> {
        check_length(text)?;
        let mut out = String::with_capacity(text.len());
        let (redactor, rest) = self.settled(text, Stream::new, &mut out)?;
        Ok(redactor.redaction(out, rest))
    }

    /// What would be hidden and what referred, without a redacted text: the log, the counts and the findings of
    /// [`redact`](Self::redact). Nothing is written, so there is nothing to verify, and it takes half the time.
    ///
    /// # Errors
    ///
    /// Where the text is longer than [`MAX_TEXT`].
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::redaction::{Person, RedactOptions};
    /// use sfo_core::Policy;
    ///
    /// let options = RedactOptions::new("workshop").person(Person::new("Alder Quillfeather", "offender"));
    /// let found = Policy::builtin().redactor(&options)?.inspect("Mr Quillfeather was seen. His CRN is X123456.")?;
    /// assert_eq!(found.log.len(), 2);
    /// assert!(found.text.is_empty());
    /// # Ok::<(), sfo_core::Error>(())
    /// ```
    pub fn inspect(&self, text: &str) -> Result<Redaction, Error> {
        check_length(text)?;
        let (redactor, rest) = self.settled(text, Stream::that_writes_nothing, &mut String::new())?;
        Ok(redactor.redaction(String::new(), rest))
    }

    /// Goes through a text, twice where the first time told of numbers that the second one hides: a number that is hidden
    /// for its label may stand elsewhere without one.
    fn settled(&self, text: &str, stream: fn(Self) -> Stream, out: &mut String) -> Result<(Self, stream::Rest), Error> {
        let mut run = |redactor: &Self| {
            out.clear();
            let mut running = stream(redactor.clone());
            running.push(text, out)?;
            running.finish(out)
        };
        let rest = run(self)?;
        if rest.unsettled.is_empty() {
            return Ok((self.clone(), rest));
        }
        let redactor = Self::new(&self.inner.policy, &self.inner.options, &rest.unsettled)?;
        let rest = run(&redactor)?;
        Ok((redactor, rest))
    }

    fn redaction(&self, text: String, rest: stream::Rest) -> Redaction {
        let mut findings = self.inner.findings.clone();
        if rest.own_labels > 0 {
            findings.push(self.inner.policy.finding("label_in_text", Severity::Note, "", &[]));
        }
        Redaction {
            text,
            counts: self.counts(&rest.log, &rest.referred),
            log: rest.log,
            referred: rest.referred,
            findings,
            policy: self.inner.policy.policy_id(),
        }
    }

    fn counts(&self, log: &[LogEntry], referred: &[LogEntry]) -> Vec<Count> {
        let mut counts = Vec::new();
        for category in self.inner.policy.data().redaction.categories.iter() {
            for action in [RedactionAction::Redact, RedactionAction::Pseudonymise, RedactionAction::Refer] {
                let is_one = |e: &&LogEntry| e.category == category.id && e.action == action;
                let count = log.iter().chain(referred).filter(is_one).count();
                if count > 0 {
                    counts.push(Count { category: category.id.to_string(), action, count });
                }
            }
        }
        counts
    }

    /// Begins to redact a text that comes in parts. Any parts give the same text.
    #[must_use]
    pub fn stream(&self) -> Stream {
        Stream::new(self.clone())
    }

    /// Looks for what should be hidden from the audience in a text that somebody has redacted. What may be named and what
    /// is only perhaps a name is let pass.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::redaction::{Person, RedactOptions};
    /// use sfo_core::Policy;
    ///
    /// let options = RedactOptions::new("workshop").person(Person::new("Alder Quillfeather", "offender"));
    /// let redactor = Policy::builtin().redactor(&options)?;
    /// assert_eq!(redactor.verify("Mr Q\u{200B}uill<b>feather</b> was seen.").len(), 1);
    /// assert!(redactor.verify("Supervised Person 1 was seen.").is_empty());
    /// # Ok::<(), sfo_core::Error>(())
    /// ```
    #[must_use]
    pub fn verify(&self, text: &str) -> Vec<Leak> {
        stream::verify_whole(self, text)
    }
}

fn check_length(text: &str) -> Result<(), Error> {
    if text.len() > MAX_TEXT {
        let message = "the text is longer than 1 GiB; redact it in parts as a stream";
        return Err(Error::new(ErrorKind::TooLarge, "redaction_too_large", "", message));
    }
    Ok(())
}

/// What becomes of a form that is several people's: what hides more; but what is also the reader's is referred.
fn together(one: &Decision, other: &Decision, people: &[(String, String)], somebody: &str) -> Decision {
    let mut both = if other.action > one.action { other.clone() } else { one.clone() };
    let mut all = [one.people.as_slice(), other.people.as_slice()].concat();
    all.sort_unstable();
    all.dedup();
    if one.own != other.own {
        both.action = RedactionAction::Refer;
    }
    both.own = one.own && other.own;
    if all.len() > 1 && both.action == RedactionAction::Pseudonymise {
        let mut roles = all.iter().filter_map(|at| people.get(*at)).map(|(_, role)| role.as_str());
        // The people may not all be made ready yet; then nobody's role is named.
        let first = roles.next().filter(|_| all.iter().all(|at| people.get(*at).is_some()));
        both.label = match first {
            Some(first) if roles.all(|role| role == first) => first.to_owned(),
            _ => somebody.to_owned(),
        };
    }
    both.people = all;
    both
}
