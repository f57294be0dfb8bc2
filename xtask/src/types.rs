//! Writes the types of what goes in and comes out for TypeScript and Python, from their JSON Schemas.
//!
//! Only what those schemas use is known here; anything else is an error, so that nothing is lost without a word.

use std::collections::BTreeSet;
use std::fmt::Write;

use anyhow::{bail, ensure, Context, Result};
use serde_json::{Map, Value};

/// The widest line of generated text.
const WIDTH: usize = 116;

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
enum Type {
    Text,
    Date,
    Integer,
    Number,
    Boolean,
    Null,
    Named(String),
    Literal(String),
    List(Box<Type>),
    /// Values by keys that the caller chooses.
    Map(Box<Type>),
    Tuple(Vec<Type>),
    Union(Vec<Type>),
    Object(Vec<Field>),
}

/// One field of an object.
#[derive(Clone, Debug, PartialEq)]
struct Field {
    name: String,
    words: String,
    required: bool,
    /// Whether it may answer from the facts of a case, so that it stays out of what is logged.
    sensitive: bool,
    holds: Type,
}

/// One kind of an object, with what it settles of the object's fields.
#[derive(Clone, Debug, PartialEq)]
struct Kind {
    name: String,
    words: String,
    fields: Vec<(String, Type)>,
}

/// A named type.
#[derive(Clone, Debug, PartialEq)]
struct Definition {
    name: String,
    words: String,
    holds: Type,
    kinds: Vec<Kind>,
    origin: Origin,
}

/// The schema in which a type was found first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// What a caller writes.
    Case,
    /// What the library writes of a case, whose parts Python gives as classes.
    Decision,
    /// What the library writes otherwise.
    Answer,
    /// What the policy says.
    Policy,
}

/// A schema, and how its types are called: in one schema two things cannot have one name, in several they can.
#[derive(Clone, Copy)]
pub struct Source<'s> {
    /// What it describes.
    pub origin: Origin,
    /// The schema.
    pub schema: &'s Value,
    /// The name of a type, by its name in the schema.
    pub called: fn(&str) -> String,
}

/// How the types of a schema are called, and the title that `#` stands for.
#[derive(Clone, Copy)]
struct Names<'s> {
    root: &'s str,
    called: fn(&str) -> String,
}

/// The named types of several schemas, each once.
pub struct Types(Vec<Definition>);

impl Types {
    /// Reads schemas. A type that stands in two of them must be the same in both.
    pub fn of(sources: &[Source]) -> Result<Self> {
        let mut types: Vec<Definition> = Vec::new();
        for Source { origin, schema, called } in sources {
            let title = text(schema, "title").context("a schema has no title")?;
            let names = Names { root: &title, called: *called };
            let inner = schema.get("$defs").and_then(Value::as_object).into_iter().flatten();
            for (name, definition) in std::iter::once((&title, *schema)).chain(inner) {
                let name = called(name);
                let read = Definition {
                    words: words_of(definition),
                    holds: holds(definition, names).with_context(|| format!("in the type {name}"))?,
                    kinds: kinds(definition, names)?,
                    origin: *origin,
                    name: name.clone(),
                };
                match types.iter().find(|t| t.name == name) {
                    None => types.push(read),
                    Some(same) => ensure!(
                        same.holds == read.holds && same.words == read.words,
                        "two schemas have different types of the name {name}"
                    ),
                }
            }
        }
        Ok(Self(types))
    }

    fn get(&self, name: &str) -> Option<&Definition> {
        self.0.iter().find(|t| t.name == name)
    }

    /// The fields of the other objects of a union of objects: an object of the union may not have them.
    fn excluded(&self, name: &str) -> Vec<String> {
        let mut excluded = Vec::new();
        for union in &self.0 {
            let Type::Union(ways) = &union.holds else { continue };
            let names: Vec<&String> =
                ways.iter().filter_map(|w| if let Type::Named(n) = w { Some(n) } else { None }).collect();
            if names.len() != ways.len() || !names.iter().any(|n| *n == name) {
                continue;
            }
            let own = self.field_names(name);
            for other in names.into_iter().flat_map(|n| self.field_names(n)) {
                if !own.contains(&other) && !excluded.contains(&other) {
                    excluded.push(other);
                }
            }
        }
        excluded
    }

    fn field_names(&self, name: &str) -> Vec<String> {
        match self.get(name).map(|t| &t.holds) {
            Some(Type::Object(fields)) => fields.iter().map(|f| f.name.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

fn text(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

/// The description, with that of each value of a closed list.
fn words_of(schema: &Value) -> String {
    let mut words = text(schema, "description").unwrap_or_default();
    for way in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(value), Some(said)) = (way.get("const").and_then(Value::as_str), text(way, "description")) {
            let _ = write!(words, "\n- `{value}`: {said}");
        }
    }
    words
}

fn kinds(schema: &Value, names: Names) -> Result<Vec<Kind>> {
    if schema.get("properties").is_none() {
        return Ok(Vec::new());
    }
    let listed = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    listed
        .map(|kind| {
            let fields = kind.get("properties").and_then(Value::as_object).context("a kind settles no field")?;
            Ok(Kind {
                name: text(kind, "title").context("a kind has no title")?,
                words: words_of(kind),
                fields: fields.iter().map(|(n, t)| Ok((n.clone(), holds(t, names)?))).collect::<Result<_>>()?,
            })
        })
        .collect()
}

fn union(ways: Vec<Type>) -> Type {
    let mut flat = Vec::new();
    for way in ways {
        match way {
            Type::Union(inner) => flat.extend(inner),
            one => flat.push(one),
        }
    }
    if flat.len() == 1 {
        flat.remove(0)
    } else {
        Type::Union(flat)
    }
}

/// What a schema says a value may be.
fn holds(schema: &Value, names: Names) -> Result<Type> {
    let map = schema.as_object().context("a schema is not an object")?;
    if let Some(place) = text(schema, "$ref") {
        let name = match place.as_str() {
            "#" => names.root,
            place => place.strip_prefix("#/$defs/").context("a reference leads elsewhere")?,
        };
        return Ok(Type::Named((names.called)(name)));
    }
    if let Some(value) = map.get("const") {
        return literal(value);
    }
    if let Some(Value::Array(values)) = map.get("enum") {
        return Ok(union(values.iter().map(literal).collect::<Result<_>>()?));
    }
    if let Some(Value::Object(properties)) = map.get("properties") {
        return object(map, properties, names);
    }
    if let Some(Value::Array(ways)) = map.get("anyOf").or_else(|| map.get("oneOf")) {
        return Ok(union(ways.iter().map(|way| holds(way, names)).collect::<Result<_>>()?));
    }
    if map.get("maxItems") == Some(&Value::from(0)) {
        return Ok(Type::Tuple(Vec::new()));
    }
    let named = |name: &str| {
        Ok(match name {
            "object" => Type::Map(Box::new(holds(
                map.get("additionalProperties").context("an object says not of what")?,
                names,
            )?)),
            "string" if text(schema, "format").as_deref() == Some("date") => Type::Date,
            "string" => Type::Text,
            "integer" => Type::Integer,
            "number" => Type::Number,
            "boolean" => Type::Boolean,
            "null" => Type::Null,
            "array" => Type::List(Box::new(holds(map.get("items").context("a list says not of what")?, names)?)),
            other => bail!("no type is known for “{other}”"),
        })
    };
    match map.get("type") {
        Some(Value::String(name)) => named(name),
        Some(Value::Array(types)) => {
            Ok(union(types.iter().filter_map(Value::as_str).map(named).collect::<Result<_>>()?))
        }
        _ => bail!("a schema says no type"),
    }
}

fn literal(value: &Value) -> Result<Type> {
    match value {
        Value::String(text) => Ok(Type::Literal(text.clone())),
        Value::Array(items) => Ok(Type::Tuple(items.iter().map(literal).collect::<Result<_>>()?)),
        _ => bail!("only texts and lists of texts are written as themselves"),
    }
}

fn object(map: &Map<String, Value>, properties: &Map<String, Value>, names: Names) -> Result<Type> {
    let required: BTreeSet<&str> =
        map.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let field = |(name, schema): (&String, &Value)| {
        Ok(Field {
            name: name.clone(),
            words: text(schema, "description").unwrap_or_default(),
            required: required.contains(name.as_str()),
            sensitive: schema.get("x-sensitive") == Some(&Value::Bool(true)),
            holds: holds(schema, names).with_context(|| format!("in the field {name}"))?,
        })
    };
    Ok(Type::Object(properties.iter().map(field).collect::<Result<_>>()?))
}

/// The words in lines of at most `width`; a line break in the words stays one.
fn wrapped(words: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in words.lines() {
        let hang = if paragraph.starts_with("- ") { "  " } else { "" };
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::replace(&mut line, hang.to_owned()));
                line.push_str(word);
                continue;
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

// TypeScript.

const TYPESCRIPT_HEAD: &str = "\
// Generated by `cargo xtask gen` from the types of the library. Do not edit: correct the type and generate again.

/** Yes, no, or nobody knows: `null` and absence both mean that it is not known. */
export type Known<T> = T | null | undefined;
";

/// The declarations for TypeScript.
pub fn typescript(types: &Types) -> Result<String> {
    let mut out = String::from(TYPESCRIPT_HEAD);
    for definition in &types.0 {
        out.push('\n');
        let Type::Object(fields) = &definition.holds else {
            jsdoc(&mut out, "", &definition.words);
            let _ = writeln!(out, "export type {} ={};", definition.name, ts_alias(&definition.holds));
            continue;
        };
        if definition.kinds.is_empty() {
            jsdoc(&mut out, "", &definition.words);
            let _ = writeln!(out, "export interface {} {{", definition.name);
            fields.iter().for_each(|field| ts_field(&mut out, field));
            for name in types.excluded(&definition.name) {
                let _ = writeln!(out, "  {name}?: undefined;");
            }
            out.push_str("}\n");
        } else {
            ts_kinds(&mut out, definition, fields)?;
        }
    }
    Ok(out)
}

/// An object that one field tells apart: what all kinds share, each kind, and the union of them.
fn ts_kinds(out: &mut String, definition: &Definition, fields: &[Field]) -> Result<()> {
    let settled: BTreeSet<&String> = definition.kinds.iter().flat_map(|k| k.fields.iter().map(|(n, _)| n)).collect();
    for name in &settled {
        ensure!(
            fields.iter().any(|f| f.name == **name),
            "a kind of {} settles {name}, which it has not",
            definition.name
        );
    }
    let shared: Vec<&Field> = fields.iter().filter(|f| !settled.contains(&f.name)).collect();
    let extends = if shared.is_empty() { String::new() } else { format!(" extends {}Base", definition.name) };
    if !shared.is_empty() {
        let _ = writeln!(out, "interface {}Base {{", definition.name);
        shared.into_iter().for_each(|field| ts_field(out, field));
        out.push_str("}\n\n");
    }
    for kind in &definition.kinds {
        jsdoc(out, "", &kind.words);
        let _ = writeln!(out, "export interface {}{extends} {{", kind.name);
        for field in fields.iter().filter(|f| settled.contains(&f.name)) {
            let own = kind.fields.iter().find(|(name, _)| *name == field.name).map(|(_, t)| t.clone());
            ts_field(out, &Field { holds: own.unwrap_or_else(|| field.holds.clone()), ..field.clone() });
        }
        out.push_str("}\n\n");
    }
    jsdoc(out, "", &definition.words);
    let ways = Type::Union(definition.kinds.iter().map(|k| Type::Named(k.name.clone())).collect());
    let _ = writeln!(out, "export type {} ={};", definition.name, ts_alias(&ways));
    Ok(())
}

fn jsdoc(out: &mut String, indent: &str, words: &str) {
    let lines = wrapped(&words.replace("*/", "* /"), WIDTH - indent.len());
    match lines.as_slice() {
        [] => {}
        [line] if line.chars().count() + indent.len() + 7 <= WIDTH + 4 => {
            let _ = writeln!(out, "{indent}/** {line} */");
        }
        lines => {
            let _ = writeln!(out, "{indent}/**");
            for line in lines {
                let _ = writeln!(out, "{}", format!("{indent} * {line}").trim_end());
            }
            let _ = writeln!(out, "{indent} */");
        }
    }
}

fn ts_field(out: &mut String, field: &Field) {
    jsdoc(out, "  ", &field.words);
    let optional = if field.required { "" } else { "?" };
    let known = match &field.holds {
        Type::Union(ways) if !field.required && ways.contains(&Type::Null) => {
            let rest = ways.iter().filter(|w| **w != Type::Null).cloned().collect();
            format!("Known<{}>", ts(&union(rest)))
        }
        holds => ts(holds),
    };
    let _ = writeln!(out, "  {}{optional}: {known};", field.name);
}

fn ts(holds: &Type) -> String {
    match holds {
        Type::Text | Type::Date => "string".to_owned(),
        Type::Integer | Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Named(name) => name.clone(),
        Type::Literal(text) => format!("{text:?}"),
        Type::List(inner) => match **inner {
            Type::Union(_) => format!("({})[]", ts(inner)),
            _ => format!("{}[]", ts(inner)),
        },
        Type::Map(inner) => format!("Record<string, {}>", ts(inner)),
        Type::Tuple(items) => format!("[{}]", items.iter().map(ts).collect::<Vec<_>>().join(", ")),
        Type::Union(ways) => ways.iter().map(ts).collect::<Vec<_>>().join(" | "),
        Type::Object(fields) => {
            let inner: Vec<String> = fields
                .iter()
                .map(|f| format!("{}{}: {}", f.name, if f.required { "" } else { "?" }, ts(&f.holds)))
                .collect();
            format!("{{ {} }}", inner.join("; "))
        }
    }
}

/// The right side of an alias, with the space or line break before it.
fn ts_alias(holds: &Type) -> String {
    let line = ts(holds);
    match holds {
        Type::Union(ways) if line.len() > 90 => ways.iter().map(|w| format!("\n  | {}", ts(w))).collect(),
        _ => format!(" {line}"),
    }
}

// Python.

const PYTHON_HEAD: &str = "\
# Generated by `cargo xtask gen` from the types of the library. Do not edit: correct the type and generate again.
\"\"\"The types of what goes in and comes out, for annotations.

``Case`` and what stands in it is what :meth:`sfo.Policy.assess`, :meth:`sfo.Policy.deadlines` and
:meth:`sfo.Policy.multi_agency` take; ``ReviewDocument``, ``SelfAssessment`` and ``VictimDisclosure`` are the documents
that can be checked, and ``CodingsInput`` and ``ThemeOptionsInput`` what :func:`sfo.themes` takes. ``DecisionDict``,
``TimelineDict``, ``ReportDict`` and the other names in ``Dict`` are what ``to_dict`` of an answer gives; the classes of
the same names without it are what the properties of :class:`sfo.Decision` and :class:`sfo.Timeline` give.
\"\"\"

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NotRequired, TypeAlias, TypedDict

";

/// The module of types for Python.
pub fn python(types: &Types) -> Result<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut names = Vec::new();
    for definition in &types.0 {
        let mut part = String::new();
        match &definition.holds {
            Type::Object(fields) => {
                let name = py_name(types, &definition.name, false);
                py_dict(&mut part, types, definition, &name, fields);
                names.push(name);
                // The root of the decision is a class of its own, written by hand.
                if is_record(definition) {
                    parts.push(std::mem::take(&mut part));
                    py_record(&mut part, types, definition, fields);
                    names.push(definition.name.clone());
                }
            }
            holds => {
                py_alias(&mut part, types, definition, holds);
                names.push(definition.name.clone());
            }
        }
        parts.push(part);
    }
    names.sort();
    let mut out = String::from(PYTHON_HEAD);
    out.push_str("__all__ = [\n");
    names.iter().for_each(|name| out.push_str(&format!("    {name:?},\n")));
    out.push_str("]\n");
    let is_class = |part: &str| part.starts_with("class ") || part.starts_with('@');
    let mut after_class = false;
    for part in &parts {
        // Two lines between classes, as formatters have it.
        out.push_str(if after_class || is_class(part) { "\n\n" } else { "\n" });
        out.push_str(part);
        after_class = is_class(part);
    }
    Ok(out)
}

fn py_alias(out: &mut String, types: &Types, definition: &Definition, holds: &Type) {
    let values: Vec<String> = match holds {
        Type::Literal(text) => vec![format!("{text:?}")],
        Type::Union(ways) => {
            ways.iter().filter_map(|w| if let Type::Literal(t) = w { Some(format!("{t:?}")) } else { None }).collect()
        }
        _ => Vec::new(),
    };
    let all = matches!(holds, Type::Union(ways) if ways.len() == values.len()) || matches!(holds, Type::Literal(_));
    let line = format!("{}: TypeAlias = Literal[{}]", definition.name, values.join(", "));
    if !all {
        let holds = py(types, holds, definition.origin, false).replace('"', "'");
        let _ = writeln!(out, "{}: TypeAlias = \"{holds}\"", definition.name);
    } else if line.len() <= WIDTH {
        let _ = writeln!(out, "{line}");
    } else {
        let _ = writeln!(out, "{}: TypeAlias = Literal[", definition.name);
        values.iter().for_each(|value| out.push_str(&format!("    {value},\n")));
        out.push_str("]\n");
    }
    docstring(out, "", &definition.words);
}

/// Whole answers: the package has classes of its own for them.
const WHOLE: [&str; 2] = ["Decision", "Timeline"];

/// Whether an object is given as a class beside the dict: the parts of an answer are.
fn is_record(definition: &Definition) -> bool {
    definition.origin == Origin::Decision
        && matches!(definition.holds, Type::Object(_))
        && !WHOLE.contains(&definition.name.as_str())
}

fn py_name(types: &Types, name: &str, record: bool) -> String {
    match types.get(name) {
        Some(Definition { origin: Origin::Decision | Origin::Answer, holds: Type::Object(_), .. }) if !record => {
            format!("{name}Dict")
        }
        _ => name.to_owned(),
    }
}

fn docstring(out: &mut String, indent: &str, words: &str) {
    // Literal text of the format stands in double backticks, as elsewhere in the package.
    let words = words.replace('`', "``").replace('\\', "\\\\").replace("\"\"\"", "'''");
    let lines = wrapped(&words, WIDTH - indent.len());
    match lines.as_slice() {
        [] => {}
        [line] if line.chars().count() + indent.len() + 6 <= WIDTH + 4 => {
            let _ = writeln!(out, "{indent}\"\"\"{line}\"\"\"");
        }
        [first, rest @ ..] => {
            let _ = writeln!(out, "{indent}\"\"\"{first}");
            for line in rest {
                let _ = writeln!(out, "{}", format!("{indent}{line}").trim_end());
            }
            let _ = writeln!(out, "{indent}\"\"\"");
        }
    }
}

/// Names that Python keeps for itself, and that a class cannot have as a field.
const PYTHON_KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

fn py_dict(out: &mut String, types: &Types, definition: &Definition, name: &str, fields: &[Field]) {
    let holds = |field: &Field| {
        let holds = py(types, &field.holds, definition.origin, false).replace('"', "'");
        if field.required {
            format!("\"{holds}\"")
        } else {
            format!("NotRequired[\"{holds}\"]")
        }
    };
    if fields.iter().any(|field| PYTHON_KEYWORDS.contains(&field.name.as_str())) {
        let _ = writeln!(out, "{name} = TypedDict(\n    \"{name}\",\n    {{");
        for field in fields {
            wrapped(&field.words, WIDTH - 10).iter().for_each(|line| out.push_str(&format!("        # {line}\n")));
            let _ = writeln!(out, "        \"{}\": {},", field.name, holds(field));
        }
        out.push_str("    },\n)\n");
        docstring(out, "", &definition.words);
        return;
    }
    let _ = writeln!(out, "class {name}(TypedDict):");
    docstring(out, "    ", &definition.words);
    out.push('\n');
    for field in fields {
        let _ = writeln!(out, "    {}: {}", field.name, holds(field));
        docstring(out, "    ", &field.words);
    }
}

fn py_record(out: &mut String, types: &Types, definition: &Definition, fields: &[Field]) {
    let _ = writeln!(out, "@dataclass(frozen=True, slots=True)\nclass {}:", definition.name);
    let mut words = definition.words.clone();
    if fields.iter().any(|f| f.sensitive) {
        words.push_str("\n\nIts repr leaves out what may answer from the case.");
    }
    docstring(out, "    ", &words);
    out.push('\n');
    for field in fields {
        let mut options = Vec::new();
        if !field.required {
            options.push(if matches!(field.holds, Type::List(_)) { "default=()" } else { "default=None" });
        }
        if field.sensitive {
            options.push("repr=False");
        }
        let default = if options.is_empty() { String::new() } else { format!(" = field({})", options.join(", ")) };
        let mut holds = py(types, &field.holds, definition.origin, true).replace('"', "'");
        if default.contains("default=None") {
            holds.push_str(" | None");
        }
        let _ = writeln!(out, "    {}: \"{holds}\"{default}", field.name);
        docstring(out, "    ", &field.words);
    }
}

fn py(types: &Types, holds: &Type, origin: Origin, record: bool) -> String {
    let inner = |holds: &Type| py(types, holds, origin, record);
    match holds {
        Type::Text => "str".to_owned(),
        // A caller may give either; the library writes text, and gives a day in a class.
        Type::Date if origin == Origin::Case => "str | datetime.date".to_owned(),
        Type::Date if record => "datetime.date".to_owned(),
        Type::Date => "str".to_owned(),
        Type::Integer => "int".to_owned(),
        Type::Number => "float".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Null => "None".to_owned(),
        Type::Named(name) => py_name(types, name, record),
        Type::Literal(text) => format!("{text:?}"),
        Type::List(of) if record => format!("tuple[{}, ...]", inner(of)),
        // A caller may give any sequence; the library gives lists.
        Type::List(of) if origin == Origin::Case => format!("Sequence[{}]", inner(of)),
        Type::List(of) => format!("list[{}]", inner(of)),
        Type::Map(of) => format!("dict[str, {}]", inner(of)),
        Type::Tuple(items) => format!("tuple[{}]", items.iter().map(inner).collect::<Vec<_>>().join(", ")),
        Type::Union(ways) => {
            let way = |way: &Type| match way {
                Type::Literal(text) => format!("Literal[{text:?}]"),
                other => inner(other),
            };
            // Objects without names are one dict of whatever the fields of any of them hold.
            let fields = |way: &Type| if let Type::Object(fields) = way { fields.clone() } else { Vec::new() };
            let dict = Type::Object(ways.iter().flat_map(fields).collect());
            let ways = ways.iter().map(|one| if matches!(one, Type::Object(_)) { &dict } else { one });
            let mut said: Vec<String> = Vec::new();
            for way in ways.map(way) {
                if !said.contains(&way) {
                    said.push(way);
                }
            }
            said.join(" | ")
        }
        // An object without a name: a dict of whatever its fields hold.
        Type::Object(fields) => {
            format!("dict[str, {}]", inner(&union(fields.iter().map(|f| f.holds.clone()).collect())))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn schemas() -> (Value, Value) {
        let case = json!({
            "title": "Case", "description": "One or several.",
            "anyOf": [{"$ref": "#/$defs/Single"}, {"$ref": "#/$defs/Several"}],
            "$defs": {
                "Range": {"type": "object", "required": ["from"], "properties": {
                    "from": {"description": "The first.", "$ref": "#/$defs/Day"},
                }},
                "Single": {"type": "object", "properties": {
                    "day": {"description": "A day.", "anyOf": [{"$ref": "#/$defs/Day"}, {"type": "null"}]},
                }},
                "Several": {"type": "object", "required": ["list"], "properties": {
                    "list": {"type": "array", "items": {"$ref": "#/$defs/Single"}},
                }},
                "Day": {"type": "string", "format": "date"},
            },
        });
        let decision = json!({
            "title": "Decision", "type": "object", "required": ["outcome", "missing", "entry"],
            "properties": {
                "outcome": {"$ref": "#/$defs/Outcome"},
                "missing": {"type": "array", "items": {"type": "string"}},
                "entry": {"type": ["integer", "null"]},
                "inner": {"type": "array", "items": {"$ref": "#"}},
                "part": {"$ref": "#/$defs/Part"},
            },
            "oneOf": [
                {"title": "Yes", "properties": {"outcome": {"const": "yes"}, "missing": {"maxItems": 0}}},
                {"title": "Maybe", "properties": {"outcome": {"const": "maybe"}}},
            ],
            "$defs": {
                "Outcome": {"description": "What.", "oneOf": [
                    {"const": "yes", "description": "It is so."}, {"const": "maybe", "description": "Who knows."},
                ]},
                "Part": {"type": "object", "required": ["answer"], "properties": {
                    "answer": {"type": "string", "x-sensitive": true},
                    "numbers": {"type": "array", "items": {"type": "integer"}},
                }},
            },
        });
        (case, decision)
    }

    fn source(origin: Origin, schema: &Value) -> Source<'_> {
        Source { origin, schema, called: str::to_owned }
    }

    fn types() -> Types {
        let (case, decision) = schemas();
        let sources = [source(Origin::Case, &case), source(Origin::Decision, &decision)];
        Types::of(&sources).expect("the schemas can be read")
    }

    #[test]
    fn two_schemas_may_have_one_name_for_two_things() {
        let (case, decision) = schemas();
        let called = |name: &str| if name == "Day" { name.to_owned() } else { format!("Other{name}") };
        let other = Source { called, ..source(Origin::Case, &case) };
        let types = Types::of(&[source(Origin::Case, &case), other, source(Origin::Decision, &decision)]);
        let out = typescript(&types.expect("the schemas can be read")).expect("it can be written");
        assert!(out.contains("export type OtherCase = OtherSingle | OtherSeveral;\n"), "{out}");
        assert_eq!(out.matches("export type Day = ").count(), 1);
    }

    #[test]
    fn typescript_has_known_values_exclusive_objects_and_kinds() {
        let out = typescript(&types()).expect("it can be written");
        for part in [
            "/** One or several. */\nexport type Case = Single | Several;\n",
            "  /** A day. */\n  day?: Known<Day>;\n  list?: undefined;\n",
            "  list: Single[];\n  day?: undefined;\n",
            "export type Day = string;\n",
            "interface DecisionBase {\n  entry: number | null;\n  inner?: Decision[];\n",
            "export interface Yes extends DecisionBase {\n  outcome: \"yes\";\n  missing: [];\n}\n",
            "export interface Maybe extends DecisionBase {\n  outcome: \"maybe\";\n  missing: string[];\n}\n",
            "export type Decision = Yes | Maybe;\n",
            "/**\n * What.\n * - `yes`: It is so.\n * - `maybe`: Who knows.\n */\nexport type Outcome = \"yes\" | \"maybe\";\n",
        ] {
            assert!(out.contains(part), "{part}\nis not in\n{out}");
        }
    }

    #[test]
    fn python_has_dicts_records_and_literals() {
        let out = python(&types()).expect("it can be written");
        for part in [
            "Case: TypeAlias = \"Single | Several\"\n\"\"\"One or several.\"\"\"\n",
            "    day: NotRequired[\"Day | None\"]\n    \"\"\"A day.\"\"\"\n",
            "    list: \"Sequence[Single]\"\n",
            "Range = TypedDict(\n    \"Range\",\n    {\n        # The first.\n        \"from\": \"Day\",\n    },\n)\n",
            "Day: TypeAlias = \"str | datetime.date\"\n",
            "class DecisionDict(TypedDict):\n",
            "    inner: NotRequired[\"list[DecisionDict]\"]\n    part: NotRequired[\"PartDict\"]\n",
            "Outcome: TypeAlias = Literal[\"yes\", \"maybe\"]\n\"\"\"What.\n- ``yes``: It is so.\n",
            "    answer: \"str\" = field(repr=False)\n    numbers: \"tuple[int, ...]\" = field(default=())\n",
        ] {
            assert!(out.contains(part), "{part}\nis not in\n{out}");
        }
        assert!(!out.contains("class Decision:"));
    }

    #[test]
    fn what_is_not_known_is_an_error() {
        for wrong in [
            json!({"type": "object"}),
            json!({"title": "T"}),
            json!({"title": "T", "type": "array"}),
            json!({"title": "T", "const": 1}),
            json!({"title": "T", "$ref": "elsewhere.json"}),
            json!({"title": "T", "type": "object", "properties": {"a": true}}),
        ] {
            assert!(Types::of(&[source(Origin::Case, &wrong)]).is_err(), "{wrong}");
        }
        let (one, mut other) = schemas();
        other["$defs"]["Day"] = json!({"type": "integer"});
        assert!(Types::of(&[source(Origin::Case, &one), source(Origin::Decision, &other)]).is_err());
    }

    #[test]
    fn long_words_are_wrapped() {
        assert_eq!(wrapped("one two three\n- four five six", 10), ["one two", "three", "- four", "  five six"]);
        assert!(wrapped("", 9).is_empty());
    }
}
