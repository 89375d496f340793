//! Partners' first steps: what fits, what is left out, and what is said of a mistake and a change.

use super::super::*;
use super::FITS;

fn with(section: &str) -> String {
    format!("{FITS}[start]\n{section}")
}

#[test]
fn what_is_left_out_is_as_most_programmes_have_it() {
    let usual = Care { checklist: true, stuck_days: 7 };
    #[rustfmt::skip]
    let table = [
        (FITS.to_owned(),             usual),
        (with(""),                    usual),
        (with("stuck_days = 3"),      Care { stuck_days: 3, ..usual }),
        (with("checklist = false"),   Care { checklist: false, ..usual }),
    ];
    for (text, expected) in table {
        assert_eq!(Program::read(&text, "here").unwrap().start, expected, "{text}");
    }
}

#[test]
fn a_mistake_is_told_with_its_place() {
    for (section, sentence) in [
        ("stuck_days = 0", "stuck_days is 0, allowed are 1 to 30."),
        ("checklist = 1", "checklist"),
        ("stuck = 3", "stuck"),
    ] {
        let wrong = Program::read(&with(section), "here").unwrap_err();
        assert_eq!(wrong.len(), 1, "{section}: {wrong:?}");
        assert!(wrong[0].sentence.contains(sentence), "{section}: {wrong:?}");
    }
}

#[test]
fn a_change_is_told_and_promises_partners_nothing() {
    let of = |section: &str| Program::read(&with(section), "here").unwrap();
    let changes = diff::changes(&of(""), &of("checklist = false\nstuck_days = 3"));
    let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let expected = [
        "Everybody: new partners get no checklist of first steps any more.",
        "Everybody: a first step is raised after 3 business days without one; it was 7.",
    ];
    assert_eq!(told, expected);
    assert!(!of("stuck_days = 3").promises_otherwise(&of("")));
}
