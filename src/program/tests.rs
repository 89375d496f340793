//! Which files fit, and what is said of every mistake: where, and what to write instead.

mod joining;
mod knowledge;
mod posts;
mod start;
mod tiers;

use chrono_tz::Tz;

use super::*;

#[test]
fn the_shipped_programme_is_the_one_of_the_documents() {
    let program = Program::built_in();
    assert_eq!(program.rules.protection_days, 90);
    assert_eq!(program.rules.promise_days, 2);
    assert_eq!(program.zone(), Tz::UTC);
    assert_eq!(program.rules.stages, crate::domain::referral::Stage::ALL);
    assert_eq!(program.version.len(), 12);
}

/// A file of one line each, so that places are easy to see.
const FITS: &str = r#"name = "Partner programme"
time_zone = "Europe/Berlin"
business_days = ["mon", "tue"]
opens = "09:00"
closes = "17:00"
holidays = [2026-12-25, "2027-01-01"]
protection_days = 120
promise_days = 3
reject_reasons = ["Not a fit", "Too early"]
lost_reasons = ["Timing"]
stages = ["meeting", "proposal"]
vendor_domains = ["www.vendor.example"]
off_limits_domains = ["https://bigbank.example/about"]

[engagement]
off = ["R8", "R4"]
direct_days = 90
stale_days = 20
same_time_minutes = 5
expansion = true
finders_fee = false
"#;

#[test]
fn what_is_written_holds() {
    let program = Program::read(FITS, "here").unwrap();
    let rules = &program.rules;
    assert_eq!((rules.protection_days, rules.promise_days), (120, 3));
    assert_eq!(program.zone(), Tz::Europe__Berlin);
    // A Friday is no business day here, and 25 December is one of them besides.
    let late = rules.calendar.business_days_later("2026-12-21T10:00:00Z".parse().unwrap(), 1);
    assert_eq!(late, "2026-12-22T10:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    let stages: Vec<&str> = rules.stages.iter().map(|stage| stage.as_str()).collect();
    assert_eq!(stages, ["new", "meeting", "proposal", "closed_won", "closed_lost"]);
    assert_eq!(rules.vendor_domains, ["vendor.example"]);
    assert_eq!(rules.off_limits_domains, ["bigbank.example"]);
    let engagement = &rules.engagement;
    let on: Vec<&str> = engagement.holding().map(crate::domain::case::Rule::as_str).collect();
    assert_eq!(on, ["R1", "R2", "R3", "R5", "R6", "R7"]);
    assert_eq!((engagement.direct_days, engagement.stale_days), (90, 20));
    assert_eq!(engagement.same_time, chrono::TimeDelta::minutes(5));
    assert!(engagement.expansion && !engagement.finders_fee);
    assert_eq!(program.source, "here");
    assert_eq!(program.language, Language::English);
    let german = Program::read(&format!("language = \"de\"\n{FITS}"), "here").unwrap();
    assert_eq!(german.language, Language::German);
}

#[test]
fn lists_that_can_mean_nothing_else_may_be_left_out() {
    let without = |key: &str| -> String {
        FITS.lines().filter(|line| !line.starts_with(key)).map(|line| format!("{line}\n")).collect()
    };
    for key in ["holidays", "stages", "vendor_domains", "off_limits_domains"] {
        assert!(Program::read(&without(key), "here").is_ok(), "{key}");
    }
    // What came into force before there was such a section reads as it always did.
    let (before, _) = FITS.split_once("[engagement]").unwrap();
    let before = Program::read(before, "here").unwrap();
    assert_eq!(before.rules.matching, crate::domain::account::matching::Matching::default());
    assert_eq!(before.rules.engagement, crate::domain::case::ladder::Engagement::default());
    assert!(Program::read(&without("off ="), "here").is_ok());
    for (key, _) in [("name", 1), ("time_zone", 2), ("protection_days", 7), ("stale_days", 18)] {
        assert!(Program::read(&without(key), "here").is_err(), "{key}");
    }
}

#[test]
fn how_companies_are_told_apart_is_written_in_a_section_of_its_own() {
    let section = "[match]\nshared_domains = [\"www.hub.example\"]\nlikely_percent = 95\n";
    let text = FITS.replacen("[engagement]", &format!("{section}[engagement]"), 1);
    let matching = Program::read(&text, "here").unwrap().rules.matching;
    assert_eq!((matching.likely, matching.candidates), (9_500, 5));
    let domain = |text: &str| crate::domain::account::website(text).unwrap();
    assert!(matching.is_shared(&domain("https://acme.hub.example/team")));
    assert!(!matching.is_shared(&domain("acme.example")));
}

#[test]
fn every_mistake_is_named_with_line_column_and_what_to_write() {
    let long = format!("\"{}\"", "x".repeat(76));
    let many = (0..26).map(|n| format!("\"R{n}\"")).collect::<Vec<_>>().join(", ");
    #[rustfmt::skip]
    let table = [
        // what stands there              what is written instead        what is said
        ("\"Partner programme\"",         "\"Partner",                   "1:16: invalid basic string, expected `\"`."),
        ("opens = ",                      "opens : ",                    "4:7: key with no value, expected `=`."),
        ("closes = \"17:00\"",            "opens = \"17:00\"",           "5:1: duplicate key."),
        ("protection_days",               "protction_days",              "1:1: protection_days is missing. Write it like protection_days = 90 | 7:1: protction_days is no setting. Did you mean protection_days?"),
        ("name =",                        "[deals]\nname =",             "*: deals is no setting. docs/program.md lists them all."),
        ("promise_days = 3\n",            "",                            "1:1: promise_days is missing. Write it like promise_days = 2"),
        ("120",                           "\"120\"",                     "7:19: protection_days is a text. Write it like protection_days = 90"),
        ("120",                           "90.5",                        "7:19: protection_days is a number with a point. Write it like protection_days = 90"),
        ("120",                           "400",                         "7:19: protection_days is 400, allowed are 30 to 180. Most programmes use 90."),
        ("120",                           "29",                          "7:19: protection_days is 29, allowed are 30 to 180. Most programmes use 90."),
        ("promise_days = 3",              "promise_days = 0",            "8:16: promise_days is 0, allowed are 1 to 30. Most programmes use 2."),
        ("promise_days = 3",              "promise_days = -1",           "8:16: promise_days is -1, allowed are 1 to 30. Most programmes use 2."),
        ("Europe/Berlin",                 "Europe/Belin",                "2:13: \"Europe/Belin\" is no time zone. Did you mean \"Europe/Berlin\"?"),
        ("Europe/Berlin",                 "Middle-earth",                "2:13: \"Middle-earth\" is no time zone. Write one like \"Europe/Berlin\"."),
        ("\"17:00\"",                     "\"08:00\"",                   "5:10: closes is 08:00, which is not after opens (09:00)."),
        ("\"09:00\"",                     "\"nine\"",                    "4:9: \"nine\" is no time. Write it like opens = \"09:00\""),
        ("\"tue\"",                       "\"tues day\"",                "3:25: \"tues day\" is no weekday. Write mon, tue, wed, thu, fri, sat or sun."),
        ("[\"mon\", \"tue\"]",            "[]",                          "3:17: business_days is empty. Name at least one, like \"mon\"."),
        ("2026-12-25",                    "\"25.12.2026\"",              "6:13: \"25.12.2026\" is no date. Write it like 2026-12-25."),
        ("2026-12-25",                    "2026-12-25T10:00:00",         "6:13: 2026-12-25T10:00:00 is no date. Write it like 2026-12-25."),
        ("[\"Not a fit\", \"Too early\"]", "[]",                         "9:18: reject_reasons is empty. Sales needs one to choose."),
        ("\"Too early\"",                 "\"Not a fit\"",               "9:32: \"Not a fit\" stands twice in reject_reasons."),
        ("\"Too early\"",                 "7",                           "9:32: reject_reasons is a number. Write it like reject_reasons = [\"Not a fit\", \"Too early\"]"),
        ("\"Too early\"",                 long.as_str(),                 "9:32: This reason has 76 characters, allowed are 75."),
        ("\"Too early\"",                 "\" \"",                       "9:32: A reason is a short text on one line."),
        ("\"Timing\"",                    many.as_str(),                 "10:16: lost_reasons has 26 entries, allowed are 1 to 25."),
        ("[\"Timing\"]",                  "\"Timing\"",                  "10:16: lost_reasons is a text. Write it like lost_reasons = [\"No budget\", \"Timing\"]"),
        ("\"meeting\"",                   "\"metting\"",                 "11:11: \"metting\" is no stage. Did you mean \"meeting\"?"),
        ("www.vendor.example",            "vendor",                      "12:19: \"vendor\" is no company's domain. Write it like \"acme.example\"."),
        ("https://bigbank.example/about", "gmail.com",                   "13:23: \"gmail.com\" belongs to a provider of many companies, so it names none."),
        ("[\"www.vendor.example\"]",      "[\"a.example\", \"www.a.example\"]", "12:32: \"www.a.example\" stands twice in vendor_domains."),
        ("name = ",                       "language = \"fr\"\nname = ", "1:12: \"fr\" is no language of Vouch. Write \"en\" or \"de\"."),
        ("name = ",                       "language = 1\nname = ",        "1:12: language is a number. Write it like language = \"en\""),
        ("[engagement]",                  "[match]\nlikely_percent = 40\n[engagement]", "16:18: likely_percent is 40, allowed are 60 to 100. Most programmes use 88."),
        ("[engagement]",                  "[match]\ncandidates = 6\n[engagement]", "16:14: candidates is 6, allowed are 1 to 5. Most programmes use 5."),
        ("[engagement]",                  "[match]\nshared_domain = []\n[engagement]", "16:1: shared_domain is no setting. Did you mean shared_domains?"),
        ("[engagement]",                  "[match]\nshared_domains = [\"gmail.com\"]\n[engagement]", "16:19: \"gmail.com\" belongs to a provider of many companies, so it names none."),
        ("\"R4\"",                        "\"R9\"",                      "16:14: \"R9\" is no rule. Did you mean \"R1\"?"),
        ("\"R4\"",                        "\"first come\"",              "16:14: \"first come\" is no rule. There are R1 to R8."),
        ("\"R4\"",                        "\"R8\"",                      "16:14: R8 stands twice in off."),
        ("direct_days = 90",              "direct_days = 0",             "17:15: direct_days is 0, allowed are 1 to 365. Most programmes use 60."),
        ("direct_days = 90\n",            "",                            "15:1: direct_days is missing. Write it like direct_days = 60"),
        ("stale_days",                    "stal_days",                   "15:1: stale_days is missing. Write it like stale_days = 30 | 18:1: stal_days is no setting. Did you mean stale_days?"),
        ("expansion = true",              "expansion = 1",               "20:13: expansion is a number. Write it like expansion = false"),
        ("[engagement]",                  "[[engagement]]",              "15:1: engagement is a list. Write it like [engagement]"),
        ("Partner programme",             "",                            "1:8: name must have 1 to 100 characters, all on one line."),
    ];
    for (from, to, said) in table {
        let text = FITS.replacen(from, to, 1);
        assert_ne!(text, FITS, "{from} does not stand in the file");
        let misfits = Program::read(&text, "here").expect_err(to);
        let found: Vec<String> = misfits.iter().map(ToString::to_string).collect();
        let found = found.join(" | ");
        match said.strip_prefix("*: ") {
            Some(sentence) => assert!(found.contains(sentence), "{found}"),
            None => assert_eq!(found, said),
        }
    }
}

#[test]
fn all_mistakes_of_a_file_are_told_at_once_from_top_to_bottom() {
    let text = FITS.replace("09:00", "nine").replace("120", "400").replace("meeting", "chat");
    let misfits = Program::read(&text, "here").unwrap_err();
    let lines: Vec<usize> = misfits.iter().map(|misfit| misfit.line).collect();
    assert_eq!(lines, [4, 7, 11]);
}

#[test]
fn a_column_counts_characters_and_not_bytes() {
    let text = FITS.replacen("\"Not a fit\"", "\"Größe paßt nicht\", \"\"", 1);
    let misfits = Program::read(&text, "here").unwrap_err();
    assert_eq!((misfits[0].line, misfits[0].column), (9, 39));
}

#[test]
fn what_was_sent_keeps_its_rules_and_todays_words() {
    let old = Program::read(FITS, "here").unwrap();
    let version = old.version.clone();
    let in_force = InForce::new(old);
    let text = FITS.replace("120", "60").replace("Too early", "Not now");
    in_force.take_over(Program::read(&text, "there").unwrap());
    let (now, pinned) = (in_force.now(), in_force.rules_of(&version));
    assert_eq!(now.rules.protection_days, 60);
    assert_eq!(pinned.protection_days, 120);
    assert_eq!(pinned.reject_reasons, now.rules.reject_reasons);
    assert_eq!(in_force.rules_of("from before").protection_days, 90);
}

#[test]
fn what_contradicts_itself_does_not_come_into_force_and_is_read_where_it_once_did() {
    #[rustfmt::skip]
    let table = [
        ("protection_days = 120\npromise_days = 3", "protection_days = 30\npromise_days = 9",
         "7:19: protection_days is 30, which is shorter than the promise: 9 business days can take 32 days."),
        ("\"R4\"", "\"R1\"",
         "16:14: R1 is off, but off_limits_domains names companies that it keeps out. Take R1 out of this list, or empty the other."),
        ("\"R4\"", "\"R2\"",
         "20:13: expansion is true, but says how R2 works, which is off."),
        ("off = [\"R8\", \"R4\"]\ndirect_days = 90\nstale_days = 20\nsame_time_minutes = 5\nexpansion = true\nfinders_fee = false",
         "off = [\"R3\"]\ndirect_days = 90\nstale_days = 20\nsame_time_minutes = 5\nexpansion = true\nfinders_fee = true",
         "21:15: finders_fee is true, but says how R3 works, which is off."),
        ("[engagement]", "[match]\nshared_domains = [\"vendor.example\"]\n[engagement]",
         "16:19: vendor.example stands in vendor_domains too. Name it in one of them."),
        ("[engagement]", "[match]\nshared_domains = [\"bigbank.example\"]\n[engagement]",
         "16:19: bigbank.example stands in off_limits_domains too. Name it in one of them."),
        ("www.vendor.example", "bigbank.example",
         "13:23: bigbank.example stands in vendor_domains too. Name it in one of them."),
    ];
    for (from, to, said) in table {
        let text = FITS.replacen(from, to, 1);
        assert_ne!(text, FITS, "{from} does not stand in the file");
        assert!(Program::read(&text, "here").is_ok(), "it may have been in force: {to}");
        let found: Vec<String> =
            Program::check(&text, "here").expect_err(to).iter().map(ToString::to_string).collect();
        assert_eq!(found, [said]);
    }
}

#[test]
fn a_gap_is_told_and_comes_into_force() {
    assert_eq!(Program::check(FITS, "here").unwrap().1, []);
    assert_eq!(Program::check(BUILT_IN, "here").unwrap().1, []);
    let text = FITS.replace("\"R4\"", "\"R7\"").replace("minutes = 5", "minutes = 0");
    let (_, gaps) = Program::check(&text, "here").unwrap();
    let gaps: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    let said = [
        "16:14: R7 is off: where no other rule matches, nothing is proposed and a person decides each time.",
        "19:21: same_time_minutes is 0: R6 matches only what came in the same instant.",
    ];
    assert_eq!(gaps, said);
}

#[test]
fn another_version_is_told_in_sentences_what_it_changes_for_whom() {
    let was = Program::read(FITS, "here").unwrap();
    assert_eq!(diff::changes(&was, &was), []);
    #[rustfmt::skip]
    let table = [
        ("120", "60", "Partners: approved referrals are protected for 60 days; it was 120."),
        ("promise_days = 3", "promise_days = 1", "Partners: a first answer is promised within 1 business day; it was 3."),
        ("\"mon\", \"tue\"", "\"fri\"", "Partners: promises are counted in the hours of fri 09:00 to 17:00, Europe/Berlin; it was mon, tue 09:00 to 17:00, Europe/Berlin."),
        ("\"R4\"", "\"R5\"", "Partners: R4 holds from now on. | Partners: R5 does not hold any more."),
        ("stale_days = 20", "stale_days = 1", "Partners: R5 has other terms: stale after more than 1 day without work; it was: stale after more than 20 days without work."),
        ("expansion = true", "expansion = false", "Partners: R2 has other terms: nobody gets a customer; it was: a person decides about customers."),
        ("finders_fee = false", "finders_fee = true", "Partners: R3 has other terms: work in the 90 days before the first registration, with a finder's fee; it was: work in the 90 days before the first registration, without a finder's fee."),
        ("same_time_minutes = 5", "same_time_minutes = 10", "Partners: R6 has other terms: at most 10 minutes apart; it was: at most 5 minutes apart."),
        ("\"Not a fit\", ", "\"Too small\", ", "Sales: reasons to reject, new: Too small; gone: Not a fit."),
        ("\"Not a fit\", \"Too early\"", "\"Too early\", \"Not a fit\"", "Sales: reasons to reject stand in another order."),
        ("2026-12-25, ", "", "Sales: holidays, gone: 2026-12-25."),
        ("[engagement]", "[match]\nlikely_percent = 95\ncandidates = 3\nshared_domains = [\"hub.example\"]\n[engagement]", "Sales: a name is likely the same company's from 0.95 on; it was 0.88. | Sales: at most 3 known accounts stand beside a referral; it was 5. | Sales: domains that many share, new: hub.example."),
        ("bigbank", "otherbank", "Sales: companies off limits, new: otherbank.example; gone: bigbank.example."),
        ("Partner programme", "Ours", "Everybody: the programme is called Ours; it was Partner programme."),
        ("name = ", "language = \"de\"\nname = ", "Everybody: what several people read comes in \"de\"; it was \"en\"."),
    ];
    for (from, to, said) in table {
        let now = Program::read(&FITS.replacen(from, to, 1), "there").unwrap();
        let found: Vec<String> =
            diff::changes(&was, &now).iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" | "), said);
        assert_eq!(now.promises_otherwise(&was), said.starts_with("Partners"), "{said}");
    }
}
