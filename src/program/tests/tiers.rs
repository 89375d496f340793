//! Which tiers fit, what is said of every mistake in them, and of every change.

use super::super::*;
use super::FITS;
use crate::domain::tier::Measure;

const TIERS: &str = r#"
[[tiers]]
name = "Bronze"
open_referrals = 10
[[tiers]]
name = "Silver"
approved = 3
within_days = 365
promise_days = 2
open_referrals = 20
perks = ["A contact of your own."]
[[tiers]]
name = "Gold"
approved = 8
within_days = 365
promise_days = 1
perks = ["An evening with us."]
open_referrals = 40
"#;

fn with(from: &str, to: &str) -> String {
    let tiers = TIERS.replacen(from, to, 1);
    assert!(from == to || tiers != TIERS, "{from} does not stand in the file");
    format!("{FITS}{tiers}")
}

#[test]
fn tiers_hold_as_they_are_written_and_a_file_without_has_none() {
    assert!(Program::read(FITS, "here").unwrap().rules.tiers.is_empty());
    assert!(Program::built_in().rules.tiers.is_empty());
    let (program, gaps) = Program::check(&with("", ""), "here").unwrap();
    let tiers = &program.rules.tiers;
    assert_eq!((gaps, &tiers.measure, tiers.window_days), (vec![], &Measure::Approved, 365));
    let found: Vec<(&str, i64, Option<u32>, Option<u32>)> = tiers
        .all
        .iter()
        .map(|tier| (tier.name.as_str(), tier.from, tier.promise_days, tier.quota.open))
        .collect();
    let expected = [
        ("Bronze", 0, None, Some(10)),
        ("Silver", 3, Some(2), Some(20)),
        ("Gold", 8, Some(1), Some(40)),
    ];
    assert_eq!(found, expected);
    assert_eq!(tiers.all[1].perks, ["A contact of your own."]);
    let text = with("", "").replace("approved = 3", "revenue = 1000\ncurrency = \"KWD\"");
    let text = text.replace("approved = 8", "revenue = 1001\ncurrency = \"KWD\"");
    let tiers = Program::read(&text, "here").unwrap().rules.tiers;
    assert_eq!(tiers.measure, Measure::Revenue { currency: "KWD".to_owned() });
    // A currency of three decimals.
    assert_eq!((tiers.all[1].from, tiers.all[2].from), (1_000_000, 1_001_000));
}

#[test]
fn every_mistake_in_a_tier_is_named_with_its_place() {
    #[rustfmt::skip]
    let table = [
        // what stands there              what is written instead                what is said
        ("name = \"Bronze\"\n",           "",                          "23:1: name is missing. Write it like name = \"Silver\""),
        ("\"Silver\"",                    "\"bronze\"",                "27:8: there are two tiers of the name \"bronze\"."),
        ("\"Silver\"",                    "\"\"",                      "27:8: a tier's name has 1 to 30 characters, all on one line."),
        ("approved = 3",                  "aproved = 3",               "26:1: a tier above the first needs one of approved, won and revenue. Write it like approved = 5 | 28:1: aproved is no setting. Did you mean approved?"),
        ("approved = 3",                  "approved = 0",              "28:12: approved is 0, allowed are 1 to 10000. Most programmes use 5."),
        ("approved = 3",                  "approved = 8",              "35:12: approved is not more than the tier below asks for (\"Silver\")."),
        ("approved = 3",                  "won = 3",                   "35:12: all tiers climb by the same measure, in the same currency and days; the one below has another."),
        ("approved = 3",                  "approved = 3\nwon = 3",     "29:7: a tier is reached by one of approved, won and revenue, not by two."),
        ("approved = 3",                  "revenue = 3",               "26:1: currency is missing. Write it like currency = \"EUR\""),
        ("approved = 3",                  "revenue = 3\ncurrency = \"EURO\"", "29:12: \"EURO\" is no currency of Vouch. Did you mean \"EUR\"?"),
        ("within_days = 365",             "within_days = 30",          "29:15: within_days is 30, allowed are 90 to 1095. Most programmes use 365."),
        ("within_days = 365\n",           "",                          "26:1: within_days is missing. Write it like within_days = 365"),
        ("open_referrals = 10",           "approved = 1",              "25:12: everybody begins in the first tier, so approved says nothing there."),
        ("open_referrals = 10",           "open_referrals = 0",        "25:18: open_referrals is 0, allowed are 1 to 10000. Most programmes use 20."),
        ("promise_days = 2",              "promise_days = 31",         "30:16: promise_days is 31, allowed are 1 to 30. Most programmes use 2."),
        ("\"A contact of your own.\"",    "\"\"",                      "32:10: a perk is a sentence of 1 to 100 characters on one line."),
        ("\"A contact of your own.\"",    "\"A.\", \"A.\"",            "32:16: \"A.\" stands twice in perks."),
    ];
    for (from, to, said) in table {
        let misfits = Program::read(&with(from, to), "here").expect_err(to);
        let found: Vec<String> = misfits.iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" | "), said, "{to}");
    }
    let many = "\n[[tiers]]\nname = \"X\"\napproved = 9\nwithin_days = 365\n".repeat(4);
    let misfits = Program::read(&format!("{FITS}{TIERS}{many}"), "here").unwrap_err();
    let sentence = "there are 7 of tiers, allowed are up to 6.";
    assert!(misfits.iter().any(|misfit| misfit.sentence == sentence), "{misfits:?}");
    let one = Program::read(&format!("tiers = 1\n{FITS}"), "here").unwrap_err();
    assert_eq!(one[0].to_string(), "1:9: tiers is a number. Write it like [[tiers]]");
    let section = Program::read(&format!("{FITS}[tiers]\nname = \"X\"\n"), "here").unwrap_err();
    assert!(section[0].sentence.starts_with("tiers is a section."), "{section:?}");
}

#[test]
fn a_tier_that_takes_away_is_a_contradiction_and_one_that_brings_nothing_a_gap() {
    #[rustfmt::skip]
    let contradictions = [
        ("promise_days = 1",  "promise_days = 3", "37:16: \"Gold\" promises an answer within 3 business days, later than \"Silver\" below it (2)."),
        ("open_referrals = 20", "open_referrals = 9", "31:18: open_referrals is 9, less than in \"Bronze\" below it (10)."),
        ("open_referrals = 10\n", "", "30:18: open_referrals is 20, less than in \"Bronze\" below it (no bound)."),
        // With two business days a week these take 105 days.
        ("open_referrals = 10", "promise_days = 30", "7:19: protection_days is 100, which is shorter than the promise: 30 business days can take 105 days."),
    ];
    for (from, to, said) in contradictions {
        let text = with(from, to).replace("protection_days = 120", "protection_days = 100");
        let found = Program::check(&text, "here").expect_err(to);
        assert_eq!(found[0].to_string(), said);
        assert!(Program::read(&text, "here").is_ok(), "it may have been in force: {to}");
    }
    let extras = "promise_days = 2\nopen_referrals = 20\nperks = [\"A contact of your own.\"]\n";
    let text = with(extras, "open_referrals = 10\n");
    let (_, gaps) = Program::check(&text, "here").unwrap();
    assert_eq!(gaps[0].to_string(), "27:8: \"Silver\" brings nothing that \"Bronze\" does not.");
    let (_, gaps) = Program::check(&format!("{FITS}[[tiers]]\nname = \"One\"\n"), "here").unwrap();
    assert_eq!(gaps[0].to_string(), "23:8: there is one tier: nobody can climb.");
}

#[test]
fn what_another_version_does_to_tiers_concerns_partners() {
    let was = Program::read(&with("", ""), "here").unwrap();
    let bronze = "from the start, up to 10 open referrals";
    let gold = "from 8 approved referrals in 365 days, a first answer within 1 business day, up to 40 open referrals, \"An evening with us.\"";
    #[rustfmt::skip]
    let table = [
        ("approved = 8", "approved = 9", format!("the tier Gold has other terms: {}; it was: {gold}.", gold.replace("8 approved", "9 approved"))),
        ("\"Gold\"", "\"Platinum\"", format!("there is a tier Platinum: {gold}. | Partners: there is no tier Gold any more.")),
        ("open_referrals = 10\n", "open_referrals = 5\n", format!("the tier Bronze has other terms: from the start, up to 5 open referrals; it was: {bronze}.")),
    ];
    for (from, to, said) in table {
        let now = Program::read(&with(from, to), "there").unwrap();
        let found: Vec<String> =
            diff::changes(&was, &now).iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" | "), format!("Partners: {said}"));
        assert!(now.promises_otherwise(&was));
    }
    let none = Program::read(FITS, "there").unwrap();
    assert_eq!(diff::changes(&was, &none).len(), 3);
    assert_eq!(diff::changes(&none, &was).len(), 3);
    let text = with("approved = 3", "revenue = 50\ncurrency = \"EUR\"");
    let text = text.replace("approved = 8", "revenue = 1000\ncurrency = \"EUR\"");
    let money = Program::read(&text, "there").unwrap();
    let found = diff::changes(&was, &money)[0].to_string();
    assert!(found.contains("from 50 EUR of won deals in 365 days"), "{found}");
}
