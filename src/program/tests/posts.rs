//! What is posted in channels: what fits, what is left out, and what is said of a mistake and a change.

use chrono::NaiveTime;

use super::super::*;
use super::FITS;
use crate::domain::actor::notify::Quiet;

fn with(section: &str) -> String {
    format!("{FITS}[posts]\n{section}")
}

#[test]
fn what_is_left_out_is_as_most_programmes_have_it() {
    let usual = Posts { quiet: None, a_day: 4 };
    let clock = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let night = Quiet::new(clock(19), clock(8));
    #[rustfmt::skip]
    let table = [
        (FITS.to_owned(),                            usual),
        (with(""),                                   usual),
        (with("quiet = []"),                         usual),
        (with("a_day = 20"),                         Posts { a_day: 20, ..usual }),
        (with("quiet = [\"19:00\", \"08:00\"]"),     Posts { quiet: night, ..usual }),
    ];
    for (text, expected) in table {
        assert_eq!(Program::read(&text, "here").unwrap().posts, expected, "{text}");
    }
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let example = "quiet = [\"19:00\", \"08:00\"]";
    for (section, sentence) in [
        ("a_day = 0", "a_day is 0, allowed are 1 to 20.".to_owned()),
        ("a_day = 21", "a_day is 21, allowed are 1 to 20.".to_owned()),
        ("a_day = \"four\"", "a_day is a text. Write it like a_day = 4".to_owned()),
        ("quiet = \"19:00\"", format!("quiet is a text. Write it like {example}")),
        ("quiet = [\"19:00\"]", "quiet takes two times, from when and until when".to_owned()),
        ("quiet = [\"1\", \"08:00\"]", format!("\"1\" is no time. Write it like {example}")),
        ("quiet = [\"25:00\", \"08:00\"]", "\"25:00\" is no time.".to_owned()),
        ("quiet = [\"08:00\", \"08:00\"]", "quiet begins and ends at the same time.".to_owned()),
        ("per_day = 3", "per_day is no setting.".to_owned()),
    ] {
        let wrong = Program::read(&with(section), "here").unwrap_err();
        assert_eq!(wrong.len(), 1, "{section}: {wrong:?}");
        assert!(wrong[0].sentence.contains(&sentence), "{section}: {wrong:?}");
    }
    // Both are told at once.
    let wrong = Program::read(&with("quiet = [\"1\", \"2\"]\na_day = 0"), "here").unwrap_err();
    assert_eq!(wrong.len(), 3, "{wrong:?}");
}

#[test]
fn a_change_is_told_and_promises_partners_nothing() {
    let of = |section: &str| Program::read(&with(section), "here").unwrap();
    let night = "quiet = [\"19:00\", \"08:00\"]\n";
    let evening = "quiet = [\"20:00\", \"08:00\"]\na_day = 1";
    let (none, night, evening) = (of(""), of(night), of(evening));
    for (was, is, expected) in [
        (&none, &night, vec!["Everybody: channels have quiet hours from 19:00 to 08:00."]),
        (
            &night,
            &evening,
            vec![
                "Everybody: channels have quiet hours from 20:00 to 08:00; it was from 19:00 to 08:00.",
                "Everybody: a channel reads at most 1 post a day of its own accord; it was 4.",
            ],
        ),
        (&night, &none, vec!["Everybody: channels have no quiet hours any more."]),
    ] {
        let told: Vec<String> = diff::changes(was, is).iter().map(ToString::to_string).collect();
        assert_eq!(told, expected);
        assert!(!is.promises_otherwise(was));
    }
}
