//! The oracle by itself: that it read the whole table, and that it decides cases worked out by hand.
//!
//! Agreement with the engine says nothing while both may be empty or wrong in the same way.

use oracle::{Certainty, Facts, Outcome, Rules, Tier, Truth};

fn facts(said: &[(&str, Truth)]) -> Facts {
    said.iter().map(|(name, truth)| ((*name).to_owned(), *truth)).collect()
}

/// What the source says of its table as a whole, counted by hand.
#[test]
fn the_table_is_complete() {
    let rules = Rules::read();
    let numbers: Vec<u16> = rules.entries.iter().map(|entry| entry.number).collect();
    assert_eq!(numbers, (1..=76).collect::<Vec<u16>>());
    for entry in &rules.entries {
        let group = if entry.number <= 45 { "violent" } else { "sexual" };
        assert_eq!(entry.group, group, "entry {}", entry.number);
        assert!(!entry.title.is_empty(), "entry {}", entry.number);
    }

    let with = |wanted: &dyn Fn(&oracle::Entry) -> bool| -> Vec<u16> {
        rules.entries.iter().filter(|entry| wanted(entry)).map(|entry| entry.number).collect()
    };
    // The riders are all that is left in words of the tiers, so they and only they are settled.
    let riders = [48, 58, 59, 60, 61, 62, 67, 68, 69, 70];
    assert_eq!(with(&|entry| entry.tier == Tier::AutomaticIfVictimUnder13), riders);
    assert_eq!(with(&|entry| entry.certainty == Certainty::Settled), riders);
    assert_eq!(with(&|entry| entry.certainty == Certainty::Unresolved), [15, 42]);
    let open_under_13 = with(&|entry| entry.if_victim_under_13.is_some());
    assert_eq!(open_under_13.len(), 11);
    assert!(open_under_13.iter().all(|number| *number > 45 && !riders.contains(number)));
    assert_eq!(with(&|entry| entry.when_condition_fails.is_some()), [42]);
    // Murder and what it becomes, and the common law's other three, cite no section.
    assert_eq!(with(&|entry| entry.sections == 0), [1, 2, 3, 4, 5]);
    let conditions = with(&|entry| !rules.facts_that_matter(&[entry.number]).is_empty());
    for number in [17, 22, 23, 25, 26, 27, 42, 51, 74, 75, 76] {
        assert!(conditions.contains(&number), "entry {number} asks nothing");
    }

    let facts = [
        "victim_under_13",
        "firearm_used",
        "penetration",
        "life_endangerment_intended_or_reckless",
        "by_fire",
        "death_caused",
        "intent_gbh",
        "intent_rape",
        "involves_murder",
    ];
    assert_eq!(rules.facts, facts);
    let forms: Vec<&str> = rules.involvements.iter().map(|form| form.id.as_str()).collect();
    assert_eq!(forms, ["principal", "attempt", "conspiracy", "aid_or_abet", "incitement", "encourage_or_assist"]);
}

#[test]
fn robbery_asks_for_the_firearm() {
    let rules = Rules::read();
    let open = rules.decide_entry(22, "principal", &Facts::new()).unwrap();
    assert_eq!(open.outcome, Outcome::NeedsInformation);
    assert_eq!(open.possible, [Outcome::Qualifying, Outcome::NotQualifying]);
    assert_eq!(open.missing, ["firearm_used"]);
    assert_eq!((open.entry, open.certainty), (Some(22), Certainty::Inferred));

    let with = rules.decide_entry(22, "attempt", &facts(&[("firearm_used", Truth::Yes)])).unwrap();
    assert_eq!((with.outcome, with.entry), (Outcome::Qualifying, Some(22)));
    assert!(with.missing.is_empty());

    let without = rules.decide_entry(22, "principal", &facts(&[("firearm_used", Truth::No)])).unwrap();
    assert_eq!((without.outcome, without.entry), (Outcome::NotQualifying, None));
    assert_eq!(without.certainty, Certainty::Settled);
}

#[test]
fn murder_attempted_or_conspired_at_is_entry_2() {
    let rules = Rules::read();
    let named = |form: &str| rules.decide_entry(1, form, &Facts::new()).unwrap().entry;
    assert_eq!(named("principal"), Some(1));
    assert_eq!(named("attempt"), Some(2));
    assert_eq!(named("conspiracy"), Some(2));
    assert_eq!(named("encourage_or_assist"), Some(1));
    assert_eq!(rules.decide_entry(3, "conspiracy", &Facts::new()).unwrap().entry, Some(3));
    assert_eq!(rules.decide_entry(77, "principal", &Facts::new()), None);
}

#[test]
fn a_rider_is_settled_and_an_attempt_at_it_inferred() {
    let rules = Rules::read();
    let child = facts(&[("victim_under_13", Truth::Yes)]);
    let done = rules.decide_entry(58, "principal", &child).unwrap();
    assert_eq!((done.outcome, done.certainty), (Outcome::Automatic, Certainty::Settled));
    let tried = rules.decide_entry(58, "attempt", &child).unwrap();
    assert_eq!((tried.outcome, tried.certainty), (Outcome::Automatic, Certainty::Inferred));
    let open = rules.decide_entry(58, "principal", &Facts::new()).unwrap();
    assert_eq!(open.possible, [Outcome::Automatic, Outcome::Qualifying]);
    assert_eq!(open.missing, ["victim_under_13"]);
}

/// The age decides no outcome here, so nothing is missing; it does decide how sure the outcome is.
#[test]
fn an_open_tier_weakens_only_where_the_victim_may_be_under_13() {
    let rules = Rules::read();
    let sure = |truth| {
        let decision = rules.decide_entry(49, "principal", &facts(&[("victim_under_13", truth)])).unwrap();
        assert_eq!(decision.outcome, Outcome::Qualifying);
        assert!(decision.missing.is_empty());
        decision.certainty
    };
    assert_eq!(sure(Truth::No), Certainty::Inferred);
    assert_eq!(sure(Truth::Yes), Certainty::Unresolved);
    assert_eq!(sure(Truth::Unknown), Certainty::Unresolved);
}

#[test]
fn genocide_that_involves_murder_is_outside_and_unresolved() {
    let rules = Rules::read();
    let decision = rules.decide_entry(42, "principal", &facts(&[("involves_murder", Truth::Yes)])).unwrap();
    assert_eq!((decision.outcome, decision.entry), (Outcome::NotQualifying, None));
    assert_eq!(decision.certainty, Certainty::Unresolved);
}
