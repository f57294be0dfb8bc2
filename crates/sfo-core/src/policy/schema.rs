//! JSON Schema, as far as the policy settles it: the names of facts, the forms of involvement and other closed
//! lists are the policy's own, so the schema of a case or a decision is always made for one policy.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{json_schema, JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::policy::data::{CaseEvent, Entry, Fact, FactType};
use crate::policy::Policy;

/// A text of a closed list that the policy has: a definition of its own, which `close` fills.
macro_rules! listed {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:literal;)*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"description": concat!($($doc),+).trim_start(), "type": $type})
            }
        }
    )*};
}
listed! {
    /// The name of a fact that is true or false.
    BooleanFact: "string";
    /// The name of a fact that is a number.
    NumberFact: "string";
    /// What has to be known: a fact, or the offence or its section.
    Missing: "string";
    /// The form in which an offence is charged.
    Involvement: "string";
    /// The kind of supervision.
    SupervisionKind: "string";
    /// A level of the risk of serious harm. `not_assessed` says that nobody assessed it.
    RiskLevel: "string";
    /// Why a review is required.
    Route: "string";
    /// What is known of a charge. A fact that is null or left out is not known; `false` says that it is not so.
    Facts: "object";
    /// Answers to the questions of the multi-agency criteria. One that is null or left out is not known.
    MultiAgencyFacts: "object";
    /// The number of an entry of Appendix 1.
    EntryNumber: "integer";
}

/// A calendar day as `YYYY-MM-DD`.
#[derive(Serialize)]
#[cfg_attr(not(test), allow(dead_code, reason = "outside the tests only its schema is used"))]
pub(crate) struct IsoDate(pub String);

impl JsonSchema for IsoDate {
    fn schema_name() -> Cow<'static, str> {
        "IsoDate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A calendar day as `YYYY-MM-DD`.",
            "type": "string",
            "format": "date",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        })
    }
}

/// A first and a last day, which may be the same.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[cfg_attr(not(test), allow(dead_code, reason = "outside the tests only its schema is used"))]
pub(crate) struct DateRange {
    /// The first day.
    pub from: IsoDate,
    /// The last day.
    pub to: IsoDate,
}

/// When something happened: the day; `true` where it has happened on a day that is not known; `false` where it has not;
/// `not_applicable` where it does not arise in the case.
#[derive(Serialize, JsonSchema)]
#[schemars(untagged)]
#[serde(untagged)]
#[cfg_attr(not(test), allow(dead_code, reason = "outside the tests only its schema is used"))]
pub(crate) enum Moment {
    Day(IsoDate),
    Happened(bool),
    NotApplicable(NotApplicable),
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(not(test), allow(dead_code, reason = "outside the tests only its schema is used"))]
pub(crate) enum NotApplicable {
    NotApplicable,
}

/// When something happened that a case states in a field of its own too: also a first and a last day, and `ongoing`
/// where it has not ended.
#[derive(Serialize, JsonSchema)]
#[schemars(untagged)]
#[serde(untagged)]
#[cfg_attr(not(test), allow(dead_code, reason = "outside the tests only its schema is used"))]
pub(crate) enum MomentOrRange {
    Moment(Moment),
    Range(DateRange),
    Ongoing(Ongoing),
}

#[derive(Serialize, JsonSchema)]
#[schemars(inline)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(test), allow(dead_code, reason = "outside the tests only its schema is used"))]
pub(crate) enum Ongoing {
    Ongoing,
}

/// What happened in a case, and when. An event that is left out has not happened so far as the record goes; of one that
/// is null it is not known whether or when it happened.
///
/// The policy has the events: `close` fills them in.
#[cfg_attr(not(test), allow(dead_code, reason = "outside the tests only its schema is used"))]
pub(crate) struct Events;

impl JsonSchema for Events {
    fn schema_name() -> Cow<'static, str> {
        "Events".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // What the events of the policy are made of has to be among the definitions.
        generator.subschema_for::<Moment>();
        generator.subschema_for::<MomentOrRange>();
        json_schema!({
            "description": "What happened in a case, and when. An event that is left out has not happened so far as the \
                            record goes; of one that is null it is not known whether or when it happened.",
            "type": "object",
        })
    }
}

/// The schema of an entry of the policy.
#[must_use]
pub fn entry(policy: &Policy) -> Schema {
    of_output::<Entry>(policy)
}

/// The schema of what the policy says of a fact.
#[must_use]
pub fn fact(policy: &Policy) -> Schema {
    of_output::<Fact>(policy)
}

/// The schema of what a caller writes.
pub(crate) fn of_input<T: JsonSchema>(policy: &Policy) -> Schema {
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    close(of::<T>(settings, false), policy)
}

/// The schema of what the library writes: a field that is always written is required, null or not.
pub(crate) fn of_output<T: JsonSchema>(policy: &Policy) -> Schema {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    close(of::<T>(settings, true), policy)
}

fn of<T: JsonSchema>(settings: SchemaSettings, output: bool) -> Schema {
    let mut value = settings.into_generator().into_root_schema_for::<T>().to_value();
    plain(&mut value, output);
    Schema::try_from(value).unwrap_or_default()
}

/// Drops what is meant for readers of the source: examples in code; and, of what the library writes, null for a field
/// that is left out where there is nothing to say.
fn plain(value: &mut Value, output: bool) {
    match value {
        Value::Object(map) => {
            if let Some(Value::String(words)) = map.get_mut("description") {
                if let Some((before, _)) = words.split_once("\n\n# Examples") {
                    *words = before.to_owned();
                }
            }
            if output {
                let required: Vec<String> =
                    map.get("required").and_then(|r| serde_json::from_value(r.clone()).ok()).unwrap_or_default();
                if let Some(properties) = map.get_mut("properties").and_then(Value::as_object_mut) {
                    properties.iter_mut().filter(|(name, _)| !required.contains(name)).for_each(|(_, p)| never_null(p));
                }
            }
            map.values_mut().for_each(|inner| plain(inner, output));
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| plain(inner, output)),
        _ => {}
    }
}

fn never_null(property: &mut Value) {
    let Some(map) = property.as_object_mut() else { return };
    if let Some(Value::Array(types)) = map.get_mut("type") {
        types.retain(|t| t != "null");
        if let [one] = types.as_slice() {
            let one = one.clone();
            map.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(ways)) = map.get_mut("anyOf") {
        ways.retain(|way| way.get("type").is_none_or(|t| t != "null"));
        if let [Value::Object(one)] = ways.as_slice() {
            let mut one = one.clone();
            map.remove("anyOf");
            map.append(&mut one);
        }
    }
}

/// Fills the closed lists from the policy.
fn close(mut schema: Schema, policy: &Policy) -> Schema {
    let Some(definitions) = schema.get_mut("$defs").and_then(Value::as_object_mut) else { return schema };
    for (name, definition) in definitions.iter_mut() {
        let Some(definition) = definition.as_object_mut() else { continue };
        match name.as_str() {
            "Facts" => {
                definition.insert("properties".to_owned(), Value::Object(fact_properties(policy)));
                definition.insert("additionalProperties".to_owned(), false.into());
            }
            "MultiAgencyFacts" => {
                let questions = policy.data().multi_agency.questions.iter();
                let property =
                    |question: &str| serde_json::json!({"description": question, "type": ["boolean", "null"]});
                let properties = questions.map(|q| (q.name.to_string(), property(&q.question))).collect();
                definition.insert("properties".to_owned(), Value::Object(properties));
                definition.insert("additionalProperties".to_owned(), false.into());
            }
            "Events" => {
                definition.insert("properties".to_owned(), Value::Object(event_properties(policy)));
                definition.insert("additionalProperties".to_owned(), false.into());
            }
            "EntryNumber" => {
                let numbers = || policy.data().entries.iter().map(|e| e.number);
                definition.insert("minimum".to_owned(), numbers().min().unwrap_or(0).into());
                definition.insert("maximum".to_owned(), numbers().max().unwrap_or(0).into());
            }
            _ => {
                if let Some(values) = values(name, policy) {
                    definition.insert("enum".to_owned(), values.into());
                }
            }
        }
    }
    schema
}

fn values(name: &str, policy: &Policy) -> Option<Vec<String>> {
    let data = policy.data();
    let facts = |kind| data.facts.iter().filter(move |f| f.fact_type == kind).map(|f| f.name.to_string());
    Some(match name {
        "BooleanFact" => facts(FactType::Boolean).collect(),
        "NumberFact" => facts(FactType::Number).collect(),
        "Missing" => ["offence", "section"].map(str::to_owned).into_iter().chain(facts(FactType::Boolean)).collect(),
        "Involvement" => data.involvements.iter().map(|i| i.id.to_string()).collect(),
        "SupervisionKind" => data.criteria.supervision_kinds.iter().map(ToString::to_string).collect(),
        "RiskLevel" => data.criteria.risk_levels.iter().map(ToString::to_string).collect(),
        "Route" => data.criteria.routes.iter().map(|r| r.id.to_string()).collect(),
        _ => return None,
    })
}

fn fact_properties(policy: &Policy) -> Map<String, Value> {
    let property = |fact: &Fact| {
        let mut property = Map::new();
        let mut words = fact.question.to_string();
        if let Some(unit) = &fact.unit {
            words = format!("{words} In {unit}.");
        }
        property.insert("description".to_owned(), words.into());
        let kind = match fact.fact_type {
            FactType::Boolean => "boolean",
            FactType::Number => "number",
        };
        property.insert("type".to_owned(), vec![kind, "null"].into());
        if fact.fact_type == FactType::Number {
            // The reader's own bounds where the policy has none.
            property.insert("minimum".to_owned(), fact.minimum.unwrap_or(0).into());
            property.insert("maximum".to_owned(), fact.maximum.unwrap_or(u16::MAX).into());
        }
        (fact.name.to_string(), Value::Object(property))
    };
    policy.data().facts.iter().map(property).collect()
}

fn event_properties(policy: &Policy) -> Map<String, Value> {
    let property = |event: &CaseEvent| {
        let moment = if event.field.is_some() { "MomentOrRange" } else { "Moment" };
        let property = serde_json::json!({
            "description": format!("The day on which {}.", event.words),
            "anyOf": [{"$ref": format!("#/$defs/{moment}")}, {"type": "null"}],
        });
        (event.name.to_string(), property)
    };
    policy.data().case_events.iter().map(property).collect()
}

/// The kinds of an object that one of its fields tells apart, each with a title and what it settles of the fields.
pub(crate) fn kinds(schema: &mut Schema, kinds: Value) {
    schema.insert("oneOf".to_owned(), kinds);
}

/// The kinds of a fact.
pub(crate) fn fact_kinds(schema: &mut Schema) {
    kinds(
        schema,
        serde_json::json!([
            {
                "title": "BooleanFactDescription",
                "description": "A fact that is true or false, with its question.",
                "properties": {"type": {"const": "boolean"}, "name": {"$ref": "#/$defs/BooleanFact"}},
            },
            {
                "title": "NumberFactDescription",
                "description": "A fact that is a number, with its question.",
                "properties": {"type": {"const": "number"}, "name": {"$ref": "#/$defs/NumberFact"}},
            },
        ]),
    );
}

/// The name of any fact: either list, so that both are among the definitions.
#[derive(JsonSchema)]
#[schemars(untagged, inline)]
#[allow(dead_code, reason = "only its schema is used")]
pub(crate) enum AnyFact {
    Boolean(BooleanFact),
    Number(NumberFact),
}
