//! What holds for every text, and how arguments behave.

use chrono::{TimeDelta, TimeZone};
use chrono_tz::{America, Asia, UTC};

use super::*;
use crate::chat::limits::{self, units};
use crate::chat::view::{InstantStyle, Span};

/// Words that no text may hold: vague times, blame, and what only programs say.
const NEVER_SAID: [&str; 12] = [
    "error occurred",
    "invalid",
    "failed",
    "oops",
    "unfortunately",
    "simply",
    "user",
    "lead",
    "illegal",
    "soon",
    "shortly",
    "as soon as possible",
];

/// Every button says what it does: its first word is one of these.
const VERBS: &[&str] = &[
    "Refer",
    "Register",
    "Approve",
    "Cancel",
    "Close",
    "Reject",
    "Ask",
    "Send",
    "Answer",
    "Withdraw",
    "Keep",
    "Move",
    "Save",
    "Change",
    "Undo",
    "Take",
    "Reopen",
    "Record",
    "Show",
    "Use",
    "Link",
    "Unlink",
    "Confirm",
    "Create",
    "Rename",
    "Suspend",
    "Resume",
    "Terminate",
    "Get",
    "Open",
    "Set",
    "Find",
];

fn voice(zone: Tz) -> Voice<'static> {
    let now = at("2026-03-06T16:00:00Z");
    Voice { texts: Texts::shipped(), language: Language::English, zone, now }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The keys with their templates as they stand in the file, continuation lines included.
fn templates() -> Vec<(&'static str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in ENGLISH.lines().filter(|line| !line.starts_with('#')) {
        match (line.split_once(" ="), found.last_mut()) {
            (_, Some((_, template))) if line.starts_with(' ') => {
                template.push('\n');
                template.push_str(line);
            }
            (Some((key, template)), _) => found.push((key, template.trim().to_owned())),
            (None, _) => assert!(line.is_empty(), "neither key nor comment: {line:?}"),
        }
    }
    found
}

fn variables(template: &str) -> Vec<&str> {
    let after = template.split('$').skip(1);
    after.map(|rest| rest.split([' ', '}', '-']).next().unwrap()).collect()
}

/// Every text, each of its arguments a short word or, where plurals look at it, a number.
fn samples() -> Vec<(&'static str, String)> {
    let sample = |(key, template): (&'static str, String)| {
        let args: Vec<_> = variables(&template)
            .into_iter()
            .map(|name| {
                let plural = template.contains(&format!("${name} ->"));
                (name, if plural { Arg::Count(2) } else { Arg::Word("Acme") })
            })
            .collect();
        (key, voice(UTC).words(key, &args))
    };
    templates().into_iter().map(sample).collect()
}

#[test]
fn every_key_has_a_text_and_its_markup_is_closed() {
    let keys: Vec<_> = Texts::keys().collect();
    let samples = samples();
    assert_eq!(keys, samples.iter().map(|(key, _)| *key).collect::<Vec<_>>());
    for (key, words) in samples {
        assert!(!words.trim().is_empty(), "{key}");
        assert!(!words.contains(['{', '}', '*', '`', '\n']), "{key}: {words}");
    }
}

#[test]
fn no_sentence_has_more_than_25_words() {
    for (key, words) in samples() {
        for sentence in words.split_terminator(['.', '?']) {
            assert!(sentence.split_whitespace().count() <= 25, "{key}: {sentence}");
        }
    }
}

#[test]
fn no_text_holds_a_word_that_is_never_said() {
    for (key, words) in samples() {
        let words: String = words
            .to_lowercase()
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { ' ' })
            .collect();
        for never in NEVER_SAID {
            // A choice among others and no promise: the list beside it has the dates.
            if ["track-filter-ending", "home-ending"].contains(&key) && never == "soon" {
                continue;
            }
            assert!(!format!(" {words} ").contains(&format!(" {never} ")), "{key} says {never:?}");
        }
    }
}

#[test]
fn only_a_shout_out_has_an_exclamation_mark_and_at_most_one() {
    for (key, words) in samples() {
        let marks = words.matches('!').count();
        assert!(marks <= usize::from(key.starts_with("shout-")), "{key}: {words}");
    }
}

#[test]
fn labels_and_titles_are_short_enough_for_translations() {
    for (key, words) in samples() {
        let most = match key {
            _ if key.starts_with("button-") => 24,
            _ if key.starts_with("field-") => 24.min(limits::FIELD_LABEL),
            _ if key.ends_with("-title") && key != "refer-job-title" => 18,
            _ if key.ends_with("-hint") => limits::HINT,
            _ if key.starts_with("spoken-") => limits::SPOKEN,
            "refer-website"
            | "refer-company"
            | "refer-need"
            | "refer-relationship"
            | "refer-introduction"
            | "refer-basis"
            | "refer-contact-name"
            | "refer-contact-email"
            | "refer-job-title"
            | "review-owner"
            | "review-note" => 24,
            _ if key.ends_with("-context") => limits::CONTEXT,
            _ => limits::TEXT,
        };
        assert!(units(&words) <= most, "{key} has {} units, {most} fit: {words}", units(&words));
    }
}

#[test]
fn every_button_starts_with_a_verb() {
    for (key, label) in samples().into_iter().filter(|(key, _)| key.starts_with("button-")) {
        let first = label.split(' ').next().unwrap();
        // The labels without such a verb that are agreed on.
        let agreed = ["My referrals", "Not one of theirs", "New partner"].contains(&label.as_str());
        assert!(VERBS.contains(&first) || agreed, "{key}: {label}");
    }
}

#[test]
fn markup_of_the_template_becomes_spans_and_arguments_take_its_style() {
    let line = voice(UTC).line(
        "refer-receipt",
        &[
            ("ref", Arg::Word("NOR-12")),
            ("company", Arg::Text("Acme")),
            ("time", Arg::Second(at("2026-03-06T16:00:07Z"))),
            ("partner", Arg::Text("North Partner")),
        ],
    );
    assert_eq!(
        line.0,
        [
            Span::Bold("Received: NOR-12.".into()),
            Span::Plain(" Acme was registered at ".into()),
            Span::Instant {
                at: at("2026-03-06T16:00:07Z"),
                style: InstantStyle::Second,
                fallback: "Fri 6 March 2026, 16:00:07 UTC".into(),
            },
            Span::Plain(" for North Partner.".into()),
        ]
    );
    let context = voice(UTC).line("refer-intro-context", &[("command", Arg::Word("/refer"))]);
    assert!(context.0.contains(&Span::Code("/refer".into())), "{context:?}");
}

#[test]
fn nothing_typed_becomes_markup_or_an_argument() {
    for typed in
        ["**loud**", "`code`", "{ $ref }", "\u{E000}", "<!channel>", "*a* _b_ ~c~", "-> [x"]
    {
        let args = [
            ("label", Arg::Word("Approve")),
            ("ref", Arg::Word("NOR-1")),
            ("company", Arg::Text(typed)),
        ];
        let line = voice(UTC).line("spoken-button", &args);
        assert_eq!(line.0, [Span::Plain(format!("Approve NOR-1, {typed}"))]);
    }
}

#[test]
fn right_to_left_words_cannot_reorder_the_sentence() {
    #[rustfmt::skip]
    let table = [
        // typed                     shown
        ("Acme",                     "Acme"),
        ("حاسوب",                    "\u{2068}حاسوب\u{2069}"),
        ("a\u{202E}b",               "\u{2068}a\u{202E}b\u{2069}"),
        ("\u{2069}\u{2066}\u{202E}x", "\u{2068}\u{202E}x\u{2069}"),
    ];
    for (typed, shown) in table {
        let args = [
            ("label", Arg::Word("Approve")),
            ("ref", Arg::Word("NOR-1")),
            ("company", Arg::Text(typed)),
        ];
        let words = voice(UTC).words("spoken-button", &args);
        assert_eq!(words, format!("Approve NOR-1, {shown}"));
    }
}

#[test]
fn a_ready_line_keeps_its_links_and_takes_the_style_around_it() {
    let link = Span::Link { label: "its thread".into(), url: "https://x.example".into() };
    let need = Line(vec![Span::Plain("Soon, see ".into()), link.clone()]);
    let line = voice(UTC).line("review-card-need", &[("need", Arg::Line(&need))]);
    let expected = [Span::Bold("Need in full:".into()), Span::Plain(" Soon, see ".into()), link];
    assert_eq!(line.0, expected);
}

#[test]
fn counts_are_grouped_and_choose_the_plural() {
    let days = |n| voice(UTC).words("span-days", &[("days", Arg::Count(n))]);
    assert_eq!(
        [days(1), days(2), days(1_204), days(1_000_000)],
        ["1 day", "2 days", "1,204 days", "1,000,000 days"]
    );
}

#[test]
fn a_day_has_its_year_and_a_weekday_only_when_it_is_near() {
    // Today is Friday, 6 March 2026.
    #[rustfmt::skip]
    let table = [
        ("2026-03-06", "Fri 6 March 2026"),
        ("2026-03-10", "Tue 10 March 2026"),
        ("2026-03-12", "Thu 12 March 2026"),
        ("2026-03-13", "13 March 2026"),
        ("2026-02-28", "Sat 28 February 2026"),
        ("2026-02-27", "27 February 2026"),
        ("2026-05-31", "31 May 2026"),
        ("2027-03-10", "10 March 2027"),
    ];
    for (date, shown) in table {
        assert_eq!(voice(UTC).day(day(date)), shown);
    }
}

#[test]
fn an_instant_carries_its_zone() {
    let instant = at("2026-03-10T20:00:00Z");
    #[rustfmt::skip]
    let table = [
        (UTC,                "Tue 10 March 2026, 20:00 UTC"),
        (America::New_York,  "Tue 10 March 2026, 16:00 EDT"),
        (America::Sao_Paulo, "Tue 10 March 2026, 17:00 UTC-3"),
        (Asia::Kathmandu,    "Wed 11 March 2026, 01:45 UTC+5:45"),
    ];
    for (zone, shown) in table {
        assert_eq!(voice(zone).instant(instant), shown);
    }
    let summer = UTC.with_ymd_and_hms(2026, 8, 1, 9, 0, 5).unwrap().to_utc();
    assert_eq!(voice(chrono_tz::Europe::Berlin).second(summer), "1 August 2026, 11:00:05 CEST");
}

#[test]
fn a_span_reads_in_its_largest_sensible_unit() {
    #[rustfmt::skip]
    let table = [
        (0,              "0 min"),
        (59,             "59 min"),
        (5 * 60 + 20,    "5 h 20 min"),
        (24 * 60,        "1 day"),
        (-3 * 24 * 60,   "3 days"),
    ];
    for (minutes, shown) in table {
        assert_eq!(voice(UTC).span(TimeDelta::minutes(minutes)), shown);
    }
}
