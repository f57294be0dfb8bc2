//! Redaction: what is hidden, what stays, and laws that hold for every text.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use sfo_core::policy::data::RedactionAction;
use sfo_core::redaction::{Person, RedactOptions, Redactor};
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
        ("PO van der Berg saw Tom\nvan der Berg and Mr Berg.", "Probation Officer 1 saw Probation Officer 1\n and Probation Officer 1."),
        ("Iain Mc Donald, MacDonald and McDonald", "Senior Probation Officer 1, Senior Probation Officer 1 and Senior Probation Officer 1"),
        ("Zoe Bronte and Zoë Brontë", "Child 1 and Child 1"),
        ("Li Wu spoke.", "Professional 1 spoke."),
        ("Rose May will go. They rose in May 2024.", "Third Party 1 will go. They rose in May 2024."),
        ("Later Rose spoke.", "Later Third Party 1 spoke."),
        ("Announce the limit; a tomb; folder.", "Announce the limit; a tomb; folder."),
    ] {
        assert_eq!(workshop(text), expected);
    }
}

#[test]
fn hostile_forms() {
    for text in [
        "Q\u{200B}uillfeather", "Qui\u{AD}llfeather", "Q\u{202E}uillfeather", "Quillfеather", "QUILLFEATHER", "quillfeather",
        "Qüillfeather", "Qui&shy;llfeather", "%51uillfeather", "&#81;uillfeather", "Quill<b>feather</b>", "Q u i l l f e a t h e r",
        "Q.u.i.l.l.f.e.a.t.h.e.r", "Quill-\nfeather", "Ｑｕｉｌｌｆｅａｔｈｅｒ", "alderquillfeather", "Qu1llfeather",
        "Alder  \n  Quillfeather", "Alder_Quillfeather", "*Alder* **Quillfeather**",
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
        ("call 07700 900123 or +44 7700 900123 or (0117) 496 0123", "call [redacted: contact details] or [redacted: contact details] or [redacted: contact details]"),
        ("mail a.quill@example.org now", "mail [redacted: contact details] now"),
        ("He lives at 14 Larch Road, Oakham, LE15 6AA now", "He lives at [redacted: address] now"),
        ("DOB: 3 March 1984, born on 03/03/1984", "DOB: [redacted: date of birth], born on [redacted: date of birth]"),
        ("QQ 12 34 56 C is no number; AB 12 34 56 C is.", "QQ 12 34 56 C is no number; [redacted: identifier] is."),
        ("Section 18 of 2003, 28 working days, 2024/25, £1,500, 10:30, 3rd of 12.", "Section 18 of 2003, 28 working days, 2024/25, £1,500, 10:30, 3rd of 12."),
    ] {
        assert_eq!(workshop(text), expected);
    }
}

#[test]
fn an_audience_sees_what_the_policy_says() {
    let redaction = redactor("victim").redact("Mr Quillfeather saw PO Berg. He has a diagnosis of depression.").unwrap();
    assert_eq!(redaction.text, "Mr Quillfeather saw Probation Officer 1. He has a diagnosis of depression.");
    assert_eq!(redaction.referred.len(), 2);
    assert!(redaction.referred.iter().all(|e| e.action == RedactionAction::Refer && e.category == "health"));
}
