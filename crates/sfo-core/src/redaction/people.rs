//! The people of a case, and every form in which their names, addresses, dates of birth and numbers are searched.

use std::fmt;

use crate::date::Date;
use crate::error::Error;
use crate::value::{Reader, Value};

use super::fold::folded;

/// The most people of a call.
pub const MAX_PEOPLE: usize = 2_000;
/// The most aliases, and the most identifiers, of a person.
pub const MAX_ALIASES: usize = 50;
/// The longest name, alias, address or identifier, in characters.
pub const MAX_NAME: usize = 200;

pub(super) const READER: Reader = Reader { malformed: "redaction_malformed", too_large: "redaction_too_large" };

/// Somebody of the case. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Person {
    /// The whole name, given names first, or the surname first with a comma after it.
    #[cfg_attr(feature = "schema", schemars(length(min = 2, max = 200)))]
    pub name: String,
    /// The part in the case: an id of the policy's roles, such as `probation_officer` or `victim`.
    pub role: String,
    /// Other names, nicknames, former names and initials by which the text may call the person.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 50)))]
    pub aliases: Vec<String>,
    /// To whom the person stands, and how; for the people who look through a copy. It decides nothing.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub relation: Option<String>,
    /// The date of birth, of which every way to write it is searched.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub date_of_birth: Option<Date>,
    /// The address, of which the whole and the first line are searched.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub address: Option<String>,
    /// Numbers and other identifiers of the person, of any form.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 50)))]
    pub identifiers: Vec<String>,
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").finish_non_exhaustive()
    }
}

impl Person {
    /// Somebody with a name and a role.
    #[must_use]
    pub fn new(name: impl Into<String>, role: impl Into<String>) -> Self {
        Self { name: name.into(), role: role.into(), ..Self::default() }
    }

    /// With another name.
    #[must_use]
    pub fn alias(mut self, alias: impl Into<String>) -> Self {
        self.aliases.push(alias.into());
        self
    }

    pub(super) fn read(value: &Value, path: &str) -> Result<Self, Error> {
        let mut person = Self::default();
        for (key, value, path) in READER.object(value, path)? {
            let blank = matches!(value, Value::Null) || matches!(value, Value::Text(t) if t.trim().is_empty());
            match key {
                "name" => {
                    if blank {
                        return Err(READER.fault(&path, "a person has no name; give one, or take the row out"));
                    }
                    person.name = READER.text(value, &path, MAX_NAME)?;
                }
                "role" => person.role = READER.text(value, &path, MAX_NAME)?,
                _ if blank => {}
                "aliases" => person.aliases = texts(value, &path)?,
                "relation" => person.relation = Some(READER.text(value, &path, MAX_NAME)?),
                "date_of_birth" => person.date_of_birth = Some(READER.date(value, &path)?),
                "address" => person.address = Some(READER.text(value, &path, MAX_NAME)?),
                "identifiers" => person.identifiers = texts(value, &path)?,
                _ => {
                    let known = "`name`, `role`, `aliases`, `relation`, `date_of_birth`, `address`, `identifiers`";
                    return Err(READER.unknown(&path, known));
                }
            }
        }
        if person.name.is_empty() {
            let path = format!("{path}/name");
            return Err(READER.fault(&path, "a person has no name; give one, or take the row out"));
        }
        Ok(person)
    }
}

/// A list of texts; a blank one is nobody's name.
fn texts(value: &Value, path: &str) -> Result<Vec<String>, Error> {
    let mut all = Vec::new();
    for (item, path) in READER.list(value, path, MAX_ALIASES)? {
        let blank = matches!(item, Value::Null) || matches!(item, Value::Text(t) if t.trim().is_empty());
        if !blank {
            all.push(READER.text(item, &path, MAX_NAME)?);
        }
    }
    Ok(all)
}

/// What a form is of, which says how sure a match is and what may stand between its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FormKind {
    /// A given name or initials with the surname.
    Full,
    /// The surname first.
    Reversed,
    /// The surname by itself.
    Surname,
    /// A given name by itself.
    Given,
    /// Another name.
    Alias,
    /// Half of a double-barrelled surname, a surname without its particles, or a surname with the letter of a plural.
    Part,
    /// Initials with their points.
    Initials,
    /// An address.
    Address,
    /// A date of birth.
    DateOfBirth,
    /// A declared identifier.
    Identifier,
}

/// A form: its words as they stand in folded text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Form {
    pub words: Vec<String>,
    pub kind: FormKind,
}

/// The words of folded text: runs of letters and digits.
pub(super) fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric())).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Given names and surname, each word as it stands between spaces.
fn given_and_surname(name: &str, particles: &[crate::policy::data::Text]) -> (Vec<String>, Vec<String>) {
    let split = |text: &str| -> Vec<String> { text.split_whitespace().map(str::to_owned).collect() };
    if let Some((surname, given)) = name.split_once(',') {
        let given = split(given);
        if !given.is_empty() {
            return (given, split(surname));
        }
    }
    let mut given = split(&name.replace(',', " "));
    let mut surname: Vec<String> = given.pop().into_iter().collect();
    while given.len() > 1 && given.last().is_some_and(|word| particles.iter().any(|p| p == word)) {
        surname.extend(given.pop());
    }
    surname.reverse();
    (given, surname)
}

/// The ways to write one word of a name, each as words of folded text.
fn word_ways(word: &str) -> Vec<Vec<String>> {
    let words = words_of(word);
    let mut ways = vec![words.clone()];
    if words.len() > 1 {
        ways.push(vec![words.concat()]);
    }
    if let [one] = words.as_slice() {
        for (begins, others) in [("mac", ["mac", "mc"]), ("mc", ["mc", "mac"])] {
            let Some(rest) = one.strip_prefix(begins).filter(|rest| rest.chars().count() >= 3) else { continue };
            for other in others {
                ways.push(vec![format!("{other}{rest}")]);
                ways.push(vec![other.to_owned(), rest.to_owned()]);
            }
            break;
        }
    }
    ways.dedup();
    ways
}

/// The ways to write several words of a name one after another.
fn ways(words: &[String]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for word in words {
        let mut longer = Vec::new();
        for before in &all {
            for way in word_ways(word) {
                longer.push([before.clone(), way].concat());
            }
        }
        longer.truncate(24);
        all = longer;
    }
    if words.len() > 1 {
        all.push(vec![words.iter().flat_map(|word| words_of(word)).collect::<String>()]);
    }
    all.retain(|way| !way.is_empty());
    all
}

fn initial(word: &str) -> Option<String> {
    words_of(word).first().and_then(|first| first.chars().next()).map(String::from)
}

/// Every form of a person.
pub(super) fn forms(person: &Person, particles: &[crate::policy::data::Text]) -> Vec<Form> {
    let mut all = Vec::new();
    name_forms(&folded(&person.name), FormKind::Given, particles, &mut all);
    for alias in &person.aliases {
        name_forms(&folded(alias), FormKind::Alias, particles, &mut all);
    }
    if let Some(address) = &person.address {
        let address = folded(address);
        let first_line = address.split([',', '\n']).next().unwrap_or_default();
        for text in [address.as_str(), first_line] {
            let words = words_of(text);
            // A single word is no address that could be told from a word.
            if words.len() > 1 {
                all.push(Form { words, kind: FormKind::Address });
            }
        }
    }
    if let Some(date) = person.date_of_birth {
        date_forms(date, &mut all);
    }
    for identifier in &person.identifiers {
        let words = words_of(&folded(identifier));
        let joined = words.concat();
        if joined.chars().count() >= 3 {
            all.push(Form { words: vec![joined], kind: FormKind::Identifier });
            all.push(Form { words, kind: FormKind::Identifier });
        }
    }
    crate::order::sort(&mut all, Ord::cmp);
    all.dedup();
    all
}

fn name_forms(name: &str, alone: FormKind, particles: &[crate::policy::data::Text], all: &mut Vec<Form>) {
    let (given, surname) = given_and_surname(name, particles);
    let mut push = |kind: FormKind, words: Vec<String>| {
        if words.iter().map(String::len).sum::<usize>() > 1 {
            all.push(Form { words, kind });
        }
    };
    if given.is_empty() {
        for way in ways(&surname) {
            push(alone, way);
        }
        return;
    }
    let surnames = ways(&surname);
    let initials: Vec<String> = given.iter().filter_map(|word| initial(word)).collect();
    // First name; every given name; initials; the first name and the initials of the others.
    let mut before: Vec<Vec<String>> = Vec::new();
    for word in &given {
        before.extend(ways(std::slice::from_ref(word)));
        before.extend(initial(word).map(|letter| vec![letter]));
    }
    if given.len() > 1 {
        before.extend(ways(&given));
        before.push(initials.clone());
        before.push(vec![initials.concat()]);
        if let (Some(first), Some(rest)) = (given.first(), initials.get(1..)) {
            before.push([words_of(first), rest.to_vec()].concat());
        }
    }
    for surname in &surnames {
        for given in &before {
            push(FormKind::Full, [given.clone(), surname.clone()].concat());
            push(FormKind::Reversed, [surname.clone(), given.clone()].concat());
            // Run together, as in the name of an account or of a file.
            if given.concat().len() > 1 {
                push(FormKind::Full, vec![[given.concat(), surname.concat()].concat()]);
                push(FormKind::Full, vec![[surname.concat(), given.concat()].concat()]);
            }
        }
        push(if alone == FormKind::Alias { FormKind::Alias } else { FormKind::Surname }, surname.clone());
        if let [one] = surname.as_slice() {
            push(FormKind::Part, vec![format!("{one}s")]);
        }
    }
    for (place, word) in given.iter().enumerate() {
        let kind = match (place, alone) {
            (_, FormKind::Alias) => FormKind::Alias,
            (0, _) => FormKind::Given,
            // Somebody may go by a middle name, and it is less sure.
            _ => FormKind::Part,
        };
        for way in ways(std::slice::from_ref(word)) {
            push(kind, way);
        }
    }
    // Halves of a double-barrelled surname, and the surname without what stands before it.
    let parts: Vec<String> = surname.iter().filter(|word| !particles.iter().any(|p| p == *word)).cloned().collect();
    for word in &parts {
        if parts.len() > 1 || surname.len() > 1 {
            for way in word_ways(word) {
                push(FormKind::Part, way);
            }
        }
        for half in word.split('-').filter(|half| *half != word.as_str()) {
            push(FormKind::Part, words_of(half));
        }
    }
    let letters: Vec<String> = surname.first().and_then(|word| initial(word)).map_or(initials.clone(), |last| {
        initials.iter().cloned().chain(std::iter::once(last)).collect()
    });
    push(FormKind::Initials, letters);
}

fn date_forms(date: Date, all: &mut Vec<Form>) {
    const MONTHS: [&str; 12] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ];
    let (year, month, day) = date.to_ymd();
    let name = usize::try_from(month).ok().and_then(|m| m.checked_sub(1)).and_then(|m| MONTHS.get(m)).unwrap_or(&"");
    let short_year = format!("{:02}", year.rem_euclid(100));
    let ordinal = match (day, day.wrapping_rem(10)) {
        (11..=13, _) => format!("{day}th"),
        (_, 1) => format!("{day}st"),
        (_, 2) => format!("{day}nd"),
        (_, 3) => format!("{day}rd"),
        _ => format!("{day}th"),
    };
    let mut push = |words: Vec<String>| all.push(Form { words, kind: FormKind::DateOfBirth });
    for year in [year.to_string(), short_year] {
        for day in [day.to_string(), format!("{day:02}")] {
            for month in [month.to_string(), format!("{month:02}")] {
                push(vec![day.clone(), month, year.clone()]);
            }
        }
        let short = name.chars().take(3).collect::<String>();
        let mut names = vec![(*name).to_owned(), short];
        if *name == "september" {
            names.push("sept".to_owned());
        }
        for month in names {
            for day in [day.to_string(), format!("{day:02}"), ordinal.clone()] {
                push(vec![day.clone(), month.clone(), year.clone()]);
                push(vec![day.clone(), "of".to_owned(), month.clone(), year.clone()]);
                push(vec![month.clone(), day.clone(), year.clone()]);
            }
        }
    }
    push(vec![year.to_string(), format!("{month:02}"), format!("{day:02}")]);
    push(vec![format!("{year}{month:02}{day:02}")]);
    push(vec![format!("{day:02}{month:02}{year}")]);
}
