//! The documents that can be checked: their schemas from the types, their shape from the schemas, and their checks from
//! `rules/`.

use anyhow::{bail, Context, Result};
use schemars::Schema;
use serde_json::{json, Value};
use sfo_core::review::documents::{self, Review, SelfAssessment, VictimDisclosure};

/// The id of a document, the file of its checks, the file of its schema, and the schema.
pub struct Kind {
    pub id: &'static str,
    pub rules: &'static str,
    pub schema_file: &'static str,
    pub schema: Schema,
}

/// Every kind of document.
pub fn kinds() -> [Kind; 3] {
    [
        Kind {
            id: "review",
            rules: "review.toml",
            schema_file: "review.schema.json",
            schema: documents::schema::<Review>(),
        },
        Kind {
            id: "self_assessment",
            rules: "self_assessment.toml",
            schema_file: "self-assessment.schema.json",
            schema: documents::schema::<SelfAssessment>(),
        },
        Kind {
            id: "victim_disclosure",
            rules: "victims.toml",
            schema_file: "victim-disclosure.schema.json",
            schema: documents::schema::<VictimDisclosure>(),
        },
    ]
}

impl Kind {
    /// The document as the policy holds it: the shape of the schema, with these events and checks.
    pub fn document(&self, events: &Value, checks: &Value) -> Result<Value> {
        let schema = self.schema.as_value();
        let mut shape = Shape { schema, parts: Vec::new(), choices: Vec::new() };
        let title = schema["title"].as_str().unwrap_or(self.id);
        shape.part(title, schema).with_context(|| format!("the schema of `{}`", self.id))?;
        // A part stands before those that it is made of.
        shape.parts.reverse();
        Ok(json!({
            "id": self.id,
            "schema": self.schema_file,
            "parts": shape.parts,
            "choices": shape.choices,
            "events": events,
            "checks": checks,
        }))
    }
}

struct Shape<'s> {
    schema: &'s Value,
    parts: Vec<Value>,
    choices: Vec<Value>,
}

impl<'s> Shape<'s> {
    fn part(&mut self, name: &str, schema: &'s Value) -> Result<()> {
        if self.parts.iter().any(|p| p["name"] == name) {
            return Ok(());
        }
        let properties = schema["properties"].as_object().with_context(|| format!("`{name}` has no properties"))?;
        let mut fields = Vec::new();
        for (field, schema) in properties {
            fields.push(self.field(field, schema).with_context(|| format!("the field `{field}` of `{name}`"))?);
        }
        self.parts.push(json!({ "name": name, "fields": fields }));
        Ok(())
    }

    fn field(&mut self, name: &str, schema: &'s Value) -> Result<Value> {
        let list = is_type(schema, "array");
        let inner = if list { &schema["items"] } else { schema };
        // An optional type of its own stands beside `null`.
        let inner =
            inner["anyOf"].as_array().and_then(|any| any.iter().find(|one| !is_type(one, "null"))).unwrap_or(inner);
        let (kind, of) = match inner["$ref"].as_str() {
            Some(reference) => {
                let of = reference.rsplit('/').next().unwrap_or_default();
                let schema = &self.schema["$defs"][of];
                let constants = schema["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]);
                let values: Vec<&Value> = schema["enum"].as_array().into_iter().flatten().chain(constants).collect();
                if values.is_empty() {
                    self.part(of, schema)?;
                    ("part", of)
                } else {
                    if !self.choices.iter().any(|c| c["name"] == of) {
                        self.choices.push(json!({ "name": of, "values": values }));
                    }
                    ("choice", of)
                }
            }
            None if inner["format"] == "date" => ("date", ""),
            None if is_type(inner, "boolean") => ("flag", ""),
            None if is_type(inner, "string") => ("text", ""),
            None => bail!("is of a kind that a document cannot have"),
        };
        Ok(json!({ "name": name, "kind": kind, "list": list, "of": of }))
    }
}

fn is_type(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::Array(types) => types.iter().any(|t| t == name),
        one => one == name,
    }
}

#[cfg(test)]
mod tests {
    use serde::de::DeserializeOwned;
    use serde::Serialize;

    use super::*;

    /// An example is of its type, and the type gives it back as it was, save what is `null`.
    fn round<T: DeserializeOwned + Serialize>(name: &str) {
        let file = crate::root().join("examples").join(name);
        let value: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let document: T = serde_json::from_value(value.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(serde_json::to_value(document).unwrap(), without_null(value), "{name}");
    }

    fn without_null(value: Value) -> Value {
        match value {
            Value::Object(fields) => {
                fields.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_null(v))).collect()
            }
            Value::Array(items) => items.into_iter().map(without_null).collect(),
            other => other,
        }
    }

    #[test]
    fn the_examples_are_of_their_types() {
        round::<Review>("review-complete.json");
        round::<Review>("review-poor.json");
        round::<Review>("review-half-written.json");
        round::<SelfAssessment>("self-assessment.json");
        round::<VictimDisclosure>("victim-disclosure.json");
    }

    /// A form can be drawn from a schema whose every field has a label and a question.
    #[test]
    fn every_field_has_a_title_and_a_description() {
        for kind in kinds() {
            let schema = kind.schema.as_value();
            let defs = schema["$defs"].as_object().into_iter().flatten().map(|(_, def)| def);
            for part in std::iter::once(schema).chain(defs) {
                for (name, field) in part["properties"].as_object().into_iter().flatten() {
                    for key in ["title", "description"] {
                        assert!(
                            field[key].as_str().is_some_and(|w| !w.is_empty()),
                            "{}: `{name}` has no {key}",
                            kind.id
                        );
                    }
                }
            }
        }
    }
}
