//! How texts are put together: arguments, markup, days, numbers. What holds for every text is in
//! [`rules`].

mod pseudo;
mod rules;

use chrono::{TimeDelta, TimeZone};
use chrono_tz::{America, Asia, UTC};

use super::*;
use crate::chat::view::{InstantStyle, Span};

fn voice(zone: Tz) -> Voice<'static> {
    let now = at("2026-03-06T16:00:00Z");
    Voice { texts: Texts::shipped(), language: Language::English, zone, now }
}

impl Texts {
    /// The shipped texts, the English ones in the pseudo-language.
    pub fn pseudo() -> &'static Self {
        static PSEUDO: OnceLock<Texts> = OnceLock::new();
        PSEUDO.get_or_init(|| {
            let bundles = Bundles {
                english: bundle(&pseudo::of(ENGLISH), Language::English),
                german: bundle(GERMAN, Language::German),
            };
            Self::with(Box::leak(Box::new(bundles)), CommandNames::default())
        })
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
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
    let context = voice(UTC).line("refer-intro-context", &[]);
    assert!(context.0.contains(&Span::Code("/refer".into())), "{context:?}");
}

#[test]
fn every_text_says_what_commands_are_called_here() {
    let names = "refer=partner-refer,vouch=alliance".parse().unwrap();
    let voice = Voice { texts: Texts::calling(&names), ..voice(UTC) };
    let code =
        |key| match voice.line(key, &[]).0.into_iter().find(|span| matches!(span, Span::Code(_))) {
            Some(Span::Code(typed)) => typed,
            other => panic!("{key} shows no command: {other:?}"),
        };
    assert_eq!(code("refer-intro-context"), "/partner-refer");
    assert_eq!(code("roles-context"), "/alliance role");
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
fn numbers_and_amounts_are_written_as_the_language_does() {
    let german = Voice { language: Language::German, ..voice(UTC) };
    let days = |n| german.words("span-days", &[("days", Arg::Count(n))]);
    assert_eq!([days(1), days(1_204)], ["1 Tag", "1.204 Tage"]);
    #[rustfmt::skip]
    let table = [
        (1_250_000, "EUR", "12,500.00 EUR", "12.500,00 EUR"),
        (50,        "GBP", "0.50 GBP",      "0,50 GBP"),
        (990_000,   "JPY", "990,000 JPY",   "990.000 JPY"),
        (1_234,     "KWD", "1.234 KWD",     "1,234 KWD"),
    ];
    for (minor, currency, english, other) in table {
        assert_eq!(voice(UTC).amount(minor, currency), english);
        assert_eq!(german.amount(minor, currency), other);
    }
}

#[test]
fn a_german_day_and_instant() {
    let german = Voice { language: Language::German, ..voice(chrono_tz::Europe::Berlin) };
    assert_eq!(german.day(day("2026-05-31")), "31. Mai 2026");
    assert_eq!(german.instant(at("2026-03-10T15:00:00Z")), "Di., 10. März 2026, 16:00 Uhr CET");
    assert_eq!(german.span(TimeDelta::minutes(5 * 60 + 20)), "5 Std. 20 Min.");
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
