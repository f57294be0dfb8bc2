//! Reads `rules/` into a policy.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{json, Map, Value};
use sfo_core::policy::data::PolicyData;
use sfo_core::Policy;

const EDITION: &str = "hmip-2020-09";

/// Reads the policy from its folder and checks it.
pub fn load(root: &Path) -> Result<Policy> {
    let folder = root.join("rules").join(EDITION);
    let read = |name: &str| read_toml(&folder.join(name));
    let mut policy = read("policy.toml")?;
    let mut put = |key: &str, value: Value| {
        if let Some(map) = policy.as_object_mut() {
            map.insert(key.to_owned(), value);
        }
    };
    let mut take = |file: &str, pairs: &[(&str, &str)]| -> Result<()> {
        let mut contents = read(file)?;
        let map = contents.as_object_mut().with_context(|| format!("{file} is not a table"))?;
        for (from, to) in pairs {
            let mut value = map.remove(*from).unwrap_or_else(|| json!([]));
            spell_out_implied(&mut value);
            put(to, value);
        }
        let left: Vec<&String> = map.keys().collect();
        anyhow::ensure!(left.is_empty(), "{file} has tables that the policy does not: {left:?}");
        Ok(())
    };
    take("sources.toml", &[("source", "sources")])?;
    take("facts.toml", &[("fact", "facts")])?;
    take("statutes.toml", &[("statute", "statutes"), ("other_edition", "other_editions"), ("event", "events")])?;
    take("offences.toml", &[("entry", "entries"), ("provision", "provisions"), ("title", "titles")])?;
    take("themes.toml", &[("theme", "themes"), ("measure", "theme_measures")])?;
    take("involvement.toml", &[("involvement", "involvements"), ("becomes", "becomes")])?;
    take(
        "codes.toml",
        &[("code", "codes"), ("home_office", "home_office_codes"), ("known_prefixes", "known_prefixes")],
    )?;
    take("deadlines.toml", &[("event", "case_events"), ("deadline", "deadlines"), ("order", "orders")])?;
    put("criteria", read("criteria.toml")?);
    let redaction = [
        ("audience", "audiences"),
        ("category", "categories"),
        ("role", "roles"),
        ("rule", "rules"),
        ("identifier", "identifiers"),
        ("term", "terms"),
    ];
    put("redaction", renamed(read("redaction.toml")?, &redaction));
    let agency = [("question", "questions"), ("offence", "offences"), ("screen", "screens")];
    put("multi_agency", renamed(read("multi_agency.toml")?, &agency));
    let mut documents = Vec::new();
    for kind in crate::documents::kinds() {
        let mut contents = read(kind.rules)?;
        let mut list =
            |key: &str| contents.as_object_mut().and_then(|map| map.remove(key)).unwrap_or_else(|| json!([]));
        let (events, checks) = (list("event"), list("check"));
        let left: Vec<&String> = contents.as_object().into_iter().flat_map(Map::keys).collect();
        anyhow::ensure!(left.is_empty(), "{} has tables that the policy does not: {left:?}", kind.rules);
        documents.push(kind.document(&events, &checks)?);
    }
    put("documents", documents.into());
    put("calendar", calendar(&read_toml(&root.join("rules/calendars/england-and-wales.toml"))?)?);
    put("messages", messages(&read_toml(&root.join("rules/messages/en.toml"))?));
    let data: PolicyData = serde_json::from_value(policy).context("rules/ does not fit the policy's types")?;
    Policy::from_data(data).map_err(|error| anyhow::anyhow!("{}: {error}", error.path()))
}

fn read_toml(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("{} is not TOML", path.display()))
}

/// A table with its lists under the names that the policy has for them.
fn renamed(mut table: Value, pairs: &[(&str, &str)]) -> Value {
    if let Some(map) = table.as_object_mut() {
        for (from, to) in pairs {
            let list = map.remove(*from).unwrap_or_else(|| json!([]));
            map.insert((*to).to_owned(), list);
        }
    }
    table
}

/// Turns every `{ fact = true }` under `implies` and `title_implies` into a list of facts and values.
fn spell_out_implied(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(spell_out_implied),
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                if let (true, Value::Object(facts)) = (key == "implies" || key == "title_implies", &*inner) {
                    *inner = facts.iter().map(|(fact, value)| json!({ "fact": fact, "value": value })).collect();
                }
            }
        }
        _ => {}
    }
}

/// Flattens the tables of words to `table.key`, sorted by code.
fn messages(tables: &Value) -> Value {
    let empty = Map::new();
    let mut all: Vec<(String, &Value)> = Vec::new();
    for (table, words) in tables.as_object().unwrap_or(&empty) {
        for (key, words) in words.as_object().unwrap_or(&empty) {
            all.push((format!("{table}.{key}"), words));
        }
    }
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all.into_iter().map(|(code, words)| json!({ "code": code, "words": words })).collect()
}

/// The calendar's days as the policy holds them.
fn calendar(table: &Value) -> Result<Value> {
    let field = |key: &str| table.get(key).cloned().with_context(|| format!("the calendar has no {key}"));
    let empty = Vec::new();
    let mut holidays = Vec::new();
    for holiday in table.get("holiday").and_then(Value::as_array).unwrap_or(&empty) {
        let text = |key: &str| holiday.get(key).and_then(Value::as_str).unwrap_or_default();
        holidays
            .push(json!({ "date": text("date"), "name": text("name"), "projected": text("status") == "projected" }));
    }
    Ok(json!({
        "title": field("title")?,
        "published_from": field("published_from")?,
        "published_to": field("published_to")?,
        "projected_to": field("projected_to")?,
        "holidays": holidays,
    }))
}
