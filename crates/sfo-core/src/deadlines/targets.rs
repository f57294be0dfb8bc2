//! Targets: an organisation's own numbers, where the policy gives none.

use crate::calendar::{Counting, NonWorkingDay};
use crate::error::{Error, ErrorKind};
use crate::policy::data::{DeadlineKind, Strength, Unit};
use crate::policy::index::MAX_LIMIT;
use crate::policy::Policy;
use crate::value::{Reader, Value};

/// The longest targets, in bytes of JSON.
pub const MAX_TARGETS_BYTES: usize = 1 << 18;
/// The most targets of a document.
pub const MAX_TARGETS: usize = 200;
/// The longest id or title, in characters.
const MAX_TEXT: usize = 200;

/// One target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its id.
    pub id: String,
    /// What it asks; for a rule of the policy the rule's own title stands.
    pub title: Option<String>,
    /// The id of the `promptly` rule of the policy to which it gives a number; none where it is a rule of its own.
    pub rule: Option<String>,
    /// The name of its event.
    pub event: String,
    /// The name of the event from which it is counted.
    pub trigger: String,
    /// The number of units.
    pub n: u16,
    /// The unit.
    pub unit: Unit,
    /// How it is counted.
    pub counting: Counting,
    /// What becomes of a last day that is not a working day.
    pub non_working_day: NonWorkingDay,
    /// Whether a recorded extension moves the last day.
    pub extendable: bool,
    /// How strongly it is asked for.
    pub strength: Option<Strength>,
}

/// The targets of an organisation, beside a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    /// The id of the policy that they extend.
    pub extends: String,
    /// Whose they are.
    pub title: String,
    /// The targets, in order.
    pub targets: Vec<Target>,
}

impl Targets {
    /// Reads targets from JSON, and checks them against the policy.
    ///
    /// The document has `extends`, the id of the policy; `title`; and `targets`. A target has an `id` and `n`, and
    /// either `rule`, the id of a `promptly` rule of the policy, or `title`, `event` and `trigger`. It may have `unit`
    /// (`working_days`, `days`, `months`; working days unless given), `counting` (`excluding_start`,
    /// `including_both`; the former unless given), `non_working_day` (`stays`, `next`, `previous`; it stays unless
    /// given), `extendable` (false unless given) and `strength` (`must`, `should`, `consider`).
    ///
    /// # Errors
    ///
    /// Where the text is too long or not of that shape, the targets are for another policy, or one names an event or a
    /// rule that the policy does not have. The path of the error names the place.
    ///
    /// # Examples
    ///
    /// ```
    /// use sfo_core::{Policy, Targets};
    ///
    /// let targets = Targets::from_json(
    ///     Policy::builtin(),
    ///     r#"{"extends": "hmip-2020-09", "title": "An example",
    ///         "targets": [{"id": "notify-soon", "rule": "notification-promptly", "n": 4}]}"#,
    /// )?;
    /// assert_eq!(targets.targets[0].event, "notified");
    /// # Ok::<(), sfo_core::Error>(())
    /// ```
    pub fn from_json(policy: &Policy, json: &str) -> Result<Self, Error> {
        if json.len() > MAX_TARGETS_BYTES {
            return Err(Error::new(
                ErrorKind::TooLarge,
                "targets_too_large",
                "",
                "the targets are longer than 256 KiB; give fewer",
            ));
        }
        let value: Value = serde_json::from_str(json).map_err(|error| {
            READER.fault(
                "",
                format!(
                    "the targets are not JSON at line {}, column {}; correct it there",
                    error.line(),
                    error.column()
                ),
            )
        })?;
        Self::from_value(policy, &value, "")
    }

    /// Reads targets from a value that stands at `path` of a document.
    pub(crate) fn from_value(policy: &Policy, value: &Value, path: &str) -> Result<Self, Error> {
        let (mut extends, mut title, mut list) = (None, None, None);
        for (key, value, here) in READER.object(value, path)? {
            match key {
                "extends" => extends = Some((READER.text(value, &here, MAX_TEXT)?, here)),
                "title" => title = Some(READER.text(value, &here, MAX_TEXT)?),
                "targets" => list = Some(READER.list(value, &here, MAX_TARGETS)?),
                _ => return Err(READER.unknown(path, "extends, title, targets")),
            }
        }
        let (Some((extends, here)), Some(title), Some(list)) = (extends, title, list) else {
            return Err(READER.fault(path, "targets need `extends`, `title` and `targets`; add what is missing"));
        };
        if extends != policy.data().id {
            let message = format!(
                "these targets extend another policy; use them with that one, or extend `{}`",
                policy.data().id
            );
            return Err(Error::new(ErrorKind::Inconsistent, "targets_of_another_policy", here, message));
        }
        let mut targets: Vec<Target> = Vec::new();
        for (value, here) in list {
            let target = target(policy, value, &here)?;
            let taken = policy.data().deadlines.iter().any(|rule| rule.id == target.id)
                || targets.iter().any(|other| other.id == target.id);
            if taken {
                return Err(inconsistent(format!("{here}/id"), "this id is taken; name the target anew"));
            }
            if target.rule.is_some() && targets.iter().any(|other| other.rule == target.rule) {
                return Err(inconsistent(format!("{here}/rule"), "another target is for the same rule; keep one"));
            }
            targets.push(target);
        }
        Ok(Self { extends, title, targets })
    }
}

const READER: Reader = Reader { malformed: "targets_malformed", too_large: "targets_too_large" };

fn inconsistent(path: String, message: &'static str) -> Error {
    Error::new(ErrorKind::Inconsistent, "targets_inconsistent", path, message)
}

fn target(policy: &Policy, value: &Value, path: &str) -> Result<Target, Error> {
    let (mut id, mut title, mut rule, mut event, mut trigger, mut n) = (None, None, None, None, None, None);
    let (mut unit, mut counting) = (Unit::WorkingDays, Counting::ExcludingStart);
    let (mut non_working_day, mut extendable, mut strength) = (NonWorkingDay::Stays, false, None);
    for (key, value, here) in READER.object(value, path)? {
        let text = || READER.text(value, &here, MAX_TEXT);
        match key {
            "id" => {
                let text = text()?;
                if !text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                    return Err(READER.fault(&here, "an id has small letters, digits and hyphens only; correct it"));
                }
                id = Some(text);
            }
            "title" => title = Some(text()?),
            "rule" => rule = Some((text()?, here)),
            "event" => event = Some((text()?, here)),
            "trigger" => trigger = Some((text()?, here)),
            "n" => n = Some(READER.number(value, &here, 0, MAX_LIMIT)?),
            "unit" => {
                let units = [("working_days", Unit::WorkingDays), ("days", Unit::Days), ("months", Unit::Months)];
                unit = READER.choice(value, &here, &units)?;
            }
            "counting" => {
                let ways = [("excluding_start", Counting::ExcludingStart), ("including_both", Counting::IncludingBoth)];
                counting = READER.choice(value, &here, &ways)?;
            }
            "non_working_day" => {
                let ways = [
                    ("stays", NonWorkingDay::Stays),
                    ("next", NonWorkingDay::Next),
                    ("previous", NonWorkingDay::Previous),
                ];
                non_working_day = READER.choice(value, &here, &ways)?;
            }
            "extendable" => extendable = READER.boolean(value, &here)?,
            "strength" => {
                let ways = [("must", Strength::Must), ("should", Strength::Should), ("consider", Strength::Consider)];
                strength = Some(READER.choice(value, &here, &ways)?);
            }
            _ => {
                return Err(READER.unknown(
                    path,
                    "id, title, rule, event, trigger, n, unit, counting, non_working_day, extendable, strength",
                ))
            }
        }
    }
    let (Some(id), Some(n)) = (id, n) else {
        return Err(READER.fault(path, "a target needs `id` and `n`; add what is missing"));
    };
    let (rule, event, trigger) = match (rule, event, trigger) {
        (Some((rule, here)), None, None) => {
            let found = policy.data().deadlines.iter().find(|deadline| deadline.id == rule);
            let Some(deadline) = found else {
                return Err(inconsistent(here, "there is no rule with this id; see the policy's list of deadlines"));
            };
            if deadline.kind != DeadlineKind::Promptly {
                return Err(inconsistent(
                    here,
                    "this rule is not one without a number; give the target its own `title`, `event` and `trigger`",
                ));
            }
            (Some(rule), deadline.event.to_string(), deadline.trigger.to_string())
        }
        (None, Some((event, event_path)), Some((trigger, trigger_path))) if title.is_some() => {
            for (name, here) in [(&event, event_path), (&trigger, trigger_path.clone())] {
                if !policy.data().case_events.iter().any(|known| known.name == *name) {
                    return Err(inconsistent(
                        here,
                        "there is no event with this name; see the policy's list of events",
                    ));
                }
            }
            if event == trigger {
                return Err(inconsistent(trigger_path, "a target is not counted from its own event; name another"));
            }
            (None, event, trigger)
        }
        _ => {
            return Err(READER.fault(
                path,
                "a target needs either `rule`, or `title`, `event` and `trigger`; give the one or the others",
            ))
        }
    };
    Ok(Target { id, title, rule, event, trigger, n, unit, counting, non_working_day, extendable, strength })
}
