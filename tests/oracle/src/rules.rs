//! The rule files, as far as the oracle needs them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::Deserialize;
use toml::{Table, Value};

use crate::Certainty;

/// The rules that decide an entry or a CJS code.
pub struct Rules {
    /// The names of the true-or-false facts, in the order of the rules.
    pub facts: Vec<String>,
    /// The offence table.
    pub entries: Vec<Entry>,
    /// The forms in which an offence is charged.
    pub involvements: Vec<Involvement>,
    /// Entries that take in forms of others.
    pub becomes: Vec<Becomes>,
    /// CJS codes.
    pub codes: Vec<CodeRow>,
}

/// What an entry makes of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// A review is automatic.
    Automatic,
    /// A review is automatic where the victim is under 13.
    #[serde(rename = "automatic_if_victim_under_13")]
    AutomaticIfVictimUnder13,
    /// The offence is listed.
    Qualifying,
}

/// One line of the offence table.
#[derive(Debug)]
pub struct Entry {
    /// Its number.
    pub number: u16,
    /// `violent` or `sexual`.
    pub group: String,
    /// The offence.
    pub title: String,
    /// How many sections it cites.
    pub sections: usize,
    /// What it asks of the facts.
    pub condition: Condition,
    /// What it makes of a charge.
    pub tier: Tier,
    /// How sure the tier is.
    pub certainty: Certainty,
    /// How sure the tier is where the victim is under 13 and the source does not say.
    pub if_victim_under_13: Option<Certainty>,
    /// How sure it is that conduct which fails the condition is outside the table, where that is open.
    pub when_condition_fails: Option<Certainty>,
}

/// What an entry asks of the facts; facts are places in the list of facts.
#[derive(Debug)]
pub enum Condition {
    /// The fact is true.
    Fact(usize),
    /// Every one holds; of none, always.
    All(Vec<Condition>),
    /// At least one holds; of none, never.
    Any(Vec<Condition>),
    /// It does not hold.
    Not(Box<Condition>),
}

/// A form in which an offence is charged.
#[derive(Debug, Deserialize)]
pub struct Involvement {
    /// Its id.
    pub id: String,
    /// The letter after a CJS code.
    pub suffix: Option<String>,
    listed_certainty: Certainty,
    tier_certainty: Certainty,
}

/// An entry that takes in forms of others.
#[derive(Debug, Deserialize)]
pub struct Becomes {
    /// The others.
    pub entries: Vec<u16>,
    /// The forms.
    pub involvements: Vec<String>,
    /// The entry.
    pub entry: u16,
}

/// CJS codes that read alike.
#[derive(Debug, Deserialize)]
pub struct CodeRow {
    /// The codes: seven characters, or eight where one reads otherwise than base and suffix.
    pub codes: Vec<String>,
    /// Entry numbers; none is an offence outside the table.
    #[serde(default)]
    pub entries: Vec<u16>,
    /// What the codes say of the facts.
    #[serde(default)]
    pub implies: BTreeMap<String, bool>,
    /// The form that they state.
    pub involvement: Option<String>,
    /// Whether they may also be an offence outside the table.
    #[serde(default)]
    pub other: bool,
    /// They are one of the entries, not known which.
    #[serde(default)]
    pub alternatives: bool,
    /// Whether they only say how somebody took part, and leave the offence open.
    #[serde(default)]
    pub carrier: bool,
    /// How sure the reading is.
    pub certainty: Certainty,
}

/// The keys that the rows of each table may have, those that decide nothing here included. A key that is not
/// among them would be a rule that the oracle silently leaves out.
const KEYS: [(&str, &str); 5] = [
    ("fact", "name type question help sensitive says_true says_false unit minimum maximum derives citation"),
    (
        "entry",
        "number group title statute sections caveat condition title_implies tier certainty tier_basis \
         if_victim_under_13 when_condition_fails quirk citation",
    ),
    ("involvement", "id name suffix words carriers from to listed_certainty tier_certainty basis citation"),
    ("becomes", "entries involvements entry citation"),
    (
        "code",
        "codes entries implies involvement alternatives other carrier other_edition certainty reason section citation",
    ),
];

#[derive(Deserialize)]
struct FactsFile {
    fact: Vec<FactRow>,
}

#[derive(Deserialize)]
struct FactRow {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct OffencesFile {
    entry: Vec<EntryRow>,
}

#[derive(Deserialize)]
struct EntryRow {
    number: u16,
    group: String,
    title: String,
    sections: Vec<String>,
    condition: Option<Value>,
    tier: Tier,
    certainty: Certainty,
    if_victim_under_13: Option<Certainty>,
    when_condition_fails: Option<FailsRow>,
}

#[derive(Deserialize)]
struct FailsRow {
    certainty: Certainty,
}

#[derive(Deserialize)]
struct InvolvementFile {
    involvement: Vec<Involvement>,
    becomes: Vec<Becomes>,
}

#[derive(Deserialize)]
struct CodesFile {
    code: Vec<CodeRow>,
}

impl Rules {
    /// Reads the rules of this repository.
    pub fn read() -> Self {
        Self::read_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/hmip-2020-09"))
    }

    /// Reads the rules in a folder.
    pub fn read_from(folder: &Path) -> Self {
        let facts: FactsFile = read(folder, "facts.toml");
        let facts: Vec<String> =
            facts.fact.into_iter().filter(|fact| fact.kind == "boolean").map(|fact| fact.name).collect();
        let offences: OffencesFile = read(folder, "offences.toml");
        let entries = offences.entry.into_iter().map(|row| Entry::new(row, &facts)).collect();
        let forms: InvolvementFile = read(folder, "involvement.toml");
        let codes: CodesFile = read(folder, "codes.toml");
        let rules = Self { facts, entries, involvements: forms.involvement, becomes: forms.becomes, codes: codes.code };
        rules.check();
        rules
    }

    /// Stops where a name leads nowhere: it would otherwise be a silent "no".
    fn check(&self) {
        for row in &self.codes {
            let code = row.codes.first().map_or("", String::as_str);
            for number in &row.entries {
                assert!(self.entry(*number).is_some(), "the row of {code} names entry {number}, which is not there");
            }
            for fact in row.implies.keys() {
                assert!(self.facts.contains(fact), "the row of {code} implies `{fact}`, which is not a fact");
            }
            if let Some(id) = &row.involvement {
                self.involvement(id);
            }
        }
        for becomes in &self.becomes {
            assert!(self.entry(becomes.entry).is_some(), "entry {} is not there", becomes.entry);
        }
        self.involvement("principal");
    }

    /// The entry with this number.
    pub fn entry(&self, number: u16) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.number == number)
    }

    /// The form with this id.
    ///
    /// # Panics
    ///
    /// Where the rules have no such form.
    pub fn involvement(&self, id: &str) -> &Involvement {
        let found = self.involvements.iter().find(|form| form.id == id);
        found.unwrap_or_else(|| panic!("`{id}` is not an involvement of the rules"))
    }

    /// The place of a fact in the list.
    pub(crate) fn place_of(&self, fact: &str) -> usize {
        place(&self.facts, fact)
    }
}

impl Entry {
    fn new(row: EntryRow, facts: &[String]) -> Self {
        Self {
            condition: row.condition.map_or(Condition::All(Vec::new()), |value| Condition::new(&value, facts)),
            number: row.number,
            group: row.group,
            title: row.title,
            sections: row.sections.len(),
            tier: row.tier,
            certainty: row.certainty,
            if_victim_under_13: row.if_victim_under_13,
            when_condition_fails: row.when_condition_fails.map(|fails| fails.certainty),
        }
    }
}

impl Condition {
    fn new(value: &Value, facts: &[String]) -> Self {
        let list = |value: &Value| -> Vec<Self> {
            let items = value.as_array().unwrap_or_else(|| panic!("{value} is not a list of conditions"));
            items.iter().map(|item| Self::new(item, facts)).collect()
        };
        if let Some(name) = value.as_str() {
            return Self::Fact(place(facts, name));
        }
        let keys: Vec<(&String, &Value)> = value.as_table().into_iter().flatten().collect();
        match keys.as_slice() {
            [(key, inner)] if *key == "all" => Self::All(list(inner)),
            [(key, inner)] if *key == "any" => Self::Any(list(inner)),
            [(key, inner)] if *key == "not" => Self::Not(Box::new(Self::new(inner, facts))),
            _ => panic!("{value} is not a condition"),
        }
    }

    /// Whether it holds in a world, a value for each fact.
    pub fn holds(&self, world: &[bool]) -> bool {
        match self {
            Self::Fact(fact) => world[*fact],
            Self::All(all) => all.iter().all(|one| one.holds(world)),
            Self::Any(any) => any.iter().any(|one| one.holds(world)),
            Self::Not(not) => !not.holds(world),
        }
    }

    /// Marks the facts that it mentions.
    pub(crate) fn mark_facts(&self, marks: &mut [bool]) {
        match self {
            Self::Fact(fact) => marks[*fact] = true,
            Self::All(inner) | Self::Any(inner) => inner.iter().for_each(|one| one.mark_facts(marks)),
            Self::Not(inner) => inner.mark_facts(marks),
        }
    }
}

impl Involvement {
    /// How sure it is that this form is listed, and in the tier of its offence. The list is of offences
    /// committed, so the ordinary form takes nothing away from the offence's own certainty.
    pub(crate) fn certainty(&self) -> Certainty {
        if self.id == "principal" {
            Certainty::Settled
        } else {
            self.listed_certainty.max(self.tier_certainty)
        }
    }
}

fn place(facts: &[String], name: &str) -> usize {
    facts.iter().position(|fact| fact == name).unwrap_or_else(|| panic!("`{name}` is not a true-or-false fact"))
}

fn read<T: DeserializeOwned>(folder: &Path, name: &str) -> T {
    let text = fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("cannot read {name}: {error}"));
    let table: Table = toml::from_str(&text).unwrap_or_else(|error| panic!("{name} is not TOML: {error}"));
    for (rows, keys) in KEYS {
        for row in table.get(rows).and_then(Value::as_array).into_iter().flatten() {
            for key in row.as_table().into_iter().flat_map(Table::keys) {
                assert!(keys.split_whitespace().any(|known| known == key), "{name}: the oracle does not know `{key}`");
            }
        }
    }
    table.try_into().unwrap_or_else(|error| panic!("{name} is not as the oracle expects it: {error}"))
}
