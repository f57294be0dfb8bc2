//! Redaction: what is hidden, what stays, and laws that hold for every text.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use proptest::prelude::*;
use sfo_core::policy::data::RedactionAction;
use sfo_core::redaction::{Operator, Person, RedactOptions, Redactor};
use sfo_core::Policy;

fn people() -> Vec<Person> {
    vec![
        Person::new("Alder Quillfeather", "offender").alias("Fez"),
        Person::new("Sarah Jane O'Neill-Smith", "victim"),
        Person::new("Tom van der Berg", "probation_officer"),
        Person::new("Rose May", "third_party"),
        Person::new("Iain McDonald", "senior_probation_officer"),
        Person::new("Zoë Brontë", "child"),
        Person::new("Li Wu", "other_professional"),
    ]
}

fn redactor(audience: &str) -> Redactor {
    let mut options = RedactOptions::new(audience);
    options.people = people();
    Policy::builtin().redactor(&options).unwrap()
}

fn workshop(text: &str) -> String {
    redactor("workshop").redact(text).map(|r| r.text).unwrap_or_else(|e| format!("{e:?}"))
}

#[test]
fn names_in_plain_forms() {
    for (text, expected) in [
        ("Alder Quillfeather came.", "Supervised Person 1 came."),
        ("Mr Quillfeather's plan; QUILLFEATHER, Alder.", "Supervised Person 1's plan; Supervised Person 1."),
        ("A. Quillfeather and A.Q. met Fez.", "Supervised Person 1 and Supervised Person 1. met Supervised Person 1."),
        ("Ms O'Neill-Smith and O’Neill Smith and Sarah ONeill-Smith.", "Victim 1 and Victim 1 and Victim 1."),
        (
            "PO van der Berg saw Tom\nvan der Berg and Mr Berg.",
            "Probation Officer 1 saw Probation Officer 1\n and Probation Officer 1.",
        ),
        (
            "Iain Mc Donald, MacDonald and McDonald",
            "Senior Probation Officer 1, Senior Probation Officer 1 and Senior Probation Officer 1",
        ),
        ("Zoe Bronte and Zoë Brontë", "Child 1 and Child 1"),
        ("Li Wu spoke.", "Professional 1 spoke."),
        ("Rose May will go. They rose in May 2024.", "Third Party 1 will go. They rose in May 2024."),
        (
            "X123456 May's turn; Alder Quillfeather. May I?",
            "[redacted: identifier] May's turn; Supervised Person 1. May I?",
        ),
        ("It was Q u i l l f e a t h e r's turn.", "It was Supervised Person 1's turn."),
        ("Later Rose spoke.", "Later Third Party 1 spoke."),
        ("Announce the limit; a tomb; folder.", "Announce the limit; a tomb; folder."),
    ] {
        assert_eq!(workshop(text), expected);
    }
}

#[test]
fn hostile_forms() {
    for text in [
        "Q\u{200B}uillfeather",
        "Qui\u{AD}llfeather",
        "Q\u{202E}uillfeather",
        "Quillfеather",
        "QUILLFEATHER",
        "quillfeather",
        "Qüillfeather",
        "Qui&shy;llfeather",
        "%51uillfeather",
        "&#81;uillfeather",
        "Quill<b>feather</b>",
        "Q u i l l f e a t h e r",
        "Q.u.i.l.l.f.e.a.t.h.e.r",
        "Quill-\nfeather",
        "Ｑｕｉｌｌｆｅａｔｈｅｒ",
        "alderquillfeather",
        "Qu1llfeather",
        "Alder  \n  Quillfeather",
        "Alder_Quillfeather",
        "*Alder* **Quillfeather**",
    ] {
        let out = workshop(&format!("It was {text} again."));
        assert!(out.contains("Supervised Person 1"), "{text}: {out}");
    }
}

#[test]
fn identifiers() {
    for (text, expected) in [
        ("CRN X123456 and A1234BC.", "CRN [redacted: identifier] and [redacted: identifier]."),
        ("NHS number 943 476 5919", "NHS number [redacted: identifier]"),
        (
            "call 07700 900123 or +44 7700 900123 or (0117) 496 0123",
            "call [redacted: contact details] or [redacted: contact details] or [redacted: contact details]",
        ),
        ("07700 900123 07700 900123", "[redacted: contact details] [redacted: contact details]"),
        ("mail a.quill@example.org now", "mail [redacted: contact details] now"),
        ("He lives at 14 Larch Road, Oakham, LE15 6AA now", "He lives at [redacted: address] now"),
        ("DOB: 3 March 1984, born on 03/03/1984", "DOB: [redacted: date of birth], born on [redacted: date of birth]"),
        ("QQ 12 34 56 C is no number; AB 12 34 56 C is.", "QQ 12 34 56 C is no number; [redacted: identifier] is."),
        (
            "Section 18 of 2003, 28 working days, 2024/25, £1,500, 10:30, 3rd of 12.",
            "Section 18 of 2003, 28 working days, 2024/25, £1,500, 10:30, 3rd of 12.",
        ),
    ] {
        assert_eq!(workshop(text), expected);
    }
}

#[test]
fn an_audience_sees_what_the_policy_says() {
    let redaction =
        redactor("victim").redact("Mr Quillfeather saw PO Berg. He has a diagnosis of depression.").unwrap();
    assert_eq!(redaction.text, "Mr Quillfeather saw Probation Officer 1. He has a diagnosis of depression.");
    assert_eq!(redaction.referred.len(), 2);
    assert!(redaction.referred.iter().all(|e| e.action == RedactionAction::Refer && e.category == "health"));
}

#[test]
fn nothing_is_lost_where_windows_meet() {
    // Longer than several windows, with a name at every place that a window can end at; once without any space.
    for (sentence, times) in [("Mr Quillfeather's plan, born 1984. ", 20_000), ("x.Quillfeather.", 40_000)] {
        let text = sentence.repeat(times);
        let redaction = redactor("workshop").redact(&text).unwrap();
        assert_eq!(redaction.log.len(), times, "{sentence}");
        assert!(!redaction.text.to_lowercase().contains("quill"));
    }
}

/// Pieces of text that meet in every order: names in many forms, what looks like them, structure and marks.
fn piece() -> impl Strategy<Value = String> {
    let given = prop::sample::select(vec![
        "Alder Quillfeather",
        "Mr Quillfeather",
        "quillfeather",
        "A. Quillfeather",
        "QUILLFEATHER, Alder",
        "Alder",
        "Fez",
        "Sarah O'Neill-Smith",
        "O\u{2019}Neill",
        "Smith",
        "Tom van der Berg",
        "Berg",
        "Rose",
        "May",
        "Rose May",
        "Will",
        "Iain Mc Donald",
        "MacDonald",
        "Zoe\u{308} Bronte",
        "Li Wu",
        "Wu",
        "Q\u{200B}uill<b>feather</b>",
        "Q u i l l f e a t h e r",
        "X123456",
        "A1234BC",
        "943 476 5919",
        "NHS number 943 476 5919",
        "07700 900123",
        "14 Larch Road, Oakham, LE15 6AA",
        "DOB 03/03/1984",
        "a.quill@example.org",
        "Mr Harding",
        "depression",
        "Supervised Person 1",
        "Victim 1",
        "[redacted: address]",
        "the",
        "section 18",
        "2024/25",
        "in May 2024",
        "\u{e9}t\u{e9}",
        "<i>",
        "</i>",
        "&amp;",
        "%51",
        "caf\u{e9}",
    ]);
    let gap = prop::sample::select(vec![
        " ", " ", " ", ". ", ", ", "\n", "\n\n", " | ", "; ", "-", "'s ", "\n# ", "\n- ", " **", "** ",
    ]);
    (given, gap).prop_map(|(given, gap)| format!("{given}{gap}"))
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn audience() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "victim",
        "staff_involved",
        "managers_meeting",
        "workshop",
        "strategic_partner",
        "national_team",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn a_second_run_changes_nothing_and_nothing_is_left(text in text(), audience in audience(), mask in any::<bool>()) {
        let mut options = RedactOptions::new(audience);
        options.people = people();
        options.operator = if mask { Operator::Mask } else { Operator::Label };
        let redactor = Policy::builtin().redactor(&options).unwrap();
        let once = redactor.redact(&text).unwrap();
        prop_assert!(redactor.verify(&once.text).is_empty(), "{}", once.text);
        let again = redactor.redact(&once.text).unwrap();
        prop_assert_eq!(&again.text, &once.text);
        prop_assert!(again.log.is_empty());
    }

    #[test]
    fn the_log_makes_the_text_and_the_structure_stays(text in text(), audience in audience()) {
        let redaction = redactor(audience).redact(&text).unwrap();
        let given: Vec<char> = text.chars().collect();
        let gives: Vec<char> = redaction.text.chars().collect();
        let mut made = String::new();
        let mut at = 0;
        for entry in &redaction.log {
            made.extend(&given[at..entry.start]);
            made.extend(&gives[entry.output_start..entry.output_end]);
            prop_assert_eq!(entry.line, 1 + given[..entry.start].iter().filter(|c| **c == '\n').count());
            at = entry.end;
        }
        made.extend(&given[at..]);
        prop_assert_eq!(&made, &redaction.text);
        for mark in ['\n', '|', '<', '>', '*'] {
            prop_assert_eq!(text.matches(mark).count(), redaction.text.matches(mark).count());
        }
    }

    #[test]
    fn any_parts_give_the_same_text(text in text(), cuts in prop::collection::vec(1_usize..40, 1..20)) {
        // Several windows long.
        let text = text.repeat(200_000_usize.div_ceil(text.len().max(2_000)));
        let redactor = redactor("workshop");
        let whole = redactor.redact(&text).unwrap();
        let mut stream = redactor.stream();
        let mut out = String::new();
        let mut rest = text.as_str();
        for cut in cuts.iter().cycle() {
            let at = (cut * 997).min(rest.len());
            let at = (at..=rest.len()).find(|at| rest.is_char_boundary(*at)).unwrap();
            let (part, after) = rest.split_at(at);
            stream.push(part, &mut out).unwrap();
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
        let end = stream.finish(&mut out).unwrap();
        if end.unsettled() == 0 {
            prop_assert_eq!(out, whole.text);
            prop_assert_eq!(end.log, whole.log);
        }
    }

    #[test]
    fn what_was_hidden_stands_nowhere(text in text()) {
        let mut options = RedactOptions::new("workshop");
        options.people = people();
        options.include_removed = true;
        let told = Policy::builtin().redactor(&options).unwrap().redact(&text).unwrap();
        let plain = redactor("workshop").redact(&text).unwrap();
        prop_assert_eq!(&told.text, &plain.text);
        let shown = format!("{plain:?} {:?} {:?}", plain.log, plain.referred);
        let logged = serde_json::to_string(&plain.log).unwrap();
        for removed in told.log.iter().filter_map(|entry| entry.removed.as_deref()).filter(|r| r.len() > 5) {
            prop_assert!(!shown.contains(removed) && !logged.contains(removed));
        }
    }
}
