//! The documents that can be checked, as types: their published JSON Schemas are made from these.
//!
//! Every answer is optional. One that is `null` or left out was not given, and is open; a list that is empty says
//! that there is none. Titles serve as the labels of a form, and descriptions as its questions.
//!
//! None of the types has `Debug`, for their values are about victims, offenders and staff.

pub mod review;
pub mod self_assessment;
pub mod victim_disclosure;

pub use review::Review;
pub use self_assessment::SelfAssessment;
pub use victim_disclosure::VictimDisclosure;

/// The published JSON Schema of a document: that of its type, with the bounds that the reader holds every text and list to.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema<T: schemars::JsonSchema>() -> schemars::Schema {
    bounded(schemars::generate::SchemaSettings::default().into_generator().into_root_schema_for::<T>())
}

#[cfg(feature = "schema")]
fn bounded(mut schema: schemars::Schema) -> schemars::Schema {
    use super::shape::{MAX_ITEMS, MAX_TEXT};
    use serde_json::Value;

    let each = &mut |part: &mut schemars::Schema| *part = bounded(part.clone());
    schemars::transform::transform_subschemas(each, &mut schema);
    let is = |schema: &schemars::Schema, name: &str| match schema.get("type") {
        Some(Value::Array(types)) => types.iter().any(|one| one == name),
        Some(one) => one == name,
        None => false,
    };
    if is(&schema, "array") {
        schema.insert("maxItems".to_owned(), MAX_ITEMS.into());
    }
    if is(&schema, "string") && !["format", "enum", "const"].iter().any(|key| schema.get(*key).is_some()) {
        schema.insert("maxLength".to_owned(), MAX_TEXT.into());
    }
    schema
}
