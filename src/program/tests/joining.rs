//! How one becomes a partner: what fits, and what is said of every mistake and every change.

use super::super::*;
use super::FITS;
use crate::domain::joining::Earns;
use crate::domain::partner::PartnerKind;

const JOINING: &str = r#"
[joining]
answer_days = 5
again_days = 90
[[joining.criterion]]
name = "Serves industry"
points = 6
words = ["industr", "machine tools"]
[[joining.criterion]]
name = "Own website"
points = 3
own_website = true
[[joining.criterion]]
name = "Our region"
points = 5
endings = ["de", "co.uk"]
[[joining.criterion]]
name = "Sells on"
points = 6
kinds = ["reseller"]
"#;

fn with(from: &str, to: &str) -> String {
    let joining = JOINING.replacen(from, to, 1);
    assert!(from == to || joining != JOINING, "{from} does not stand in the file");
    format!("{FITS}{joining}")
}

#[test]
fn how_one_joins_reads_as_it_is_written_and_in_a_file_without_nobody_can() {
    assert_eq!(Program::read(FITS, "here").unwrap().joining, None);
    assert_eq!(Program::built_in().joining, None);
    let (program, gaps) = Program::check(&with("", ""), "here").unwrap();
    let joining = program.joining.unwrap();
    assert_eq!(gaps, []);
    assert_eq!((joining.answer_days, joining.again_days), (5, 90));
    assert!(!joining.public, "nobody outside can apply unless the file says so");
    let public = with("again_days = 90", "again_days = 90\npublic = true");
    assert!(Program::read(&public, "here").unwrap().joining.unwrap().public);
    let earns: Vec<&Earns> = joining.criteria.iter().map(|one| &one.earns).collect();
    assert_eq!(joining.criteria.iter().map(|one| one.points).sum::<u32>(), 20);
    assert!(matches!(earns[0], Earns::Words(words) if words.len() == 2), "{earns:?}");
    assert_eq!(earns[1], &Earns::OwnWebsite);
    assert!(matches!(earns[2], Earns::Endings(all) if all[1] == "co.uk"), "{earns:?}");
    assert_eq!(earns[3], &Earns::Kinds(vec![PartnerKind::Reseller]));
}

#[test]
fn every_mistake_in_it_is_named() {
    #[rustfmt::skip]
    let table = [
        // what stands there            what is written instead          what is said
        ("answer_days = 5",             "answer_days = 0",               "answer_days is 0, allowed are 1 to 30. Most programmes use 5."),
        ("again_days = 90\n",           "",                              "again_days is missing. Write it like again_days = 90"),
        ("again_days = 90\n",           "again_days = 90\npublic = 1\n", "public is a number. Write it like public = true"),
        ("points = 6",                  "points = 7",                    "the criteria give 21 points, allowed are 20 in all."),
        ("points = 6",                  "points = 0",                    "points is 0, allowed are 1 to 20. Most programmes use 5."),
        ("\"Own website\"",             "\"Serves industry\"",           "there are two criteria \"Serves industry\". Each has its own."),
        ("own_website = true\n",        "",                              "a criterion is earned by one of words, kinds, own_website, endings; here are 0."),
        ("own_website = true",          "own_website = true\nkinds = [\"reseller\"]", "a criterion is earned by one of words, kinds, own_website, endings; here are 2."),
        ("own_website = true",          "own_website = false",           "own_website is false, and nothing is earned by that. Leave it out."),
        ("[\"industr\", \"machine tools\"]", "[]",                      "words is empty. Name what earns the points."),
        ("[\"reseller\"]",              "[]",                            "kinds is empty. Name what earns the points."),
        ("[\"reseller\"]",              "[\"resellers\"]",               "\"resellers\" is no kind. Did you mean \"reseller\"?"),
        ("\"co.uk\"",                   "\".uk\"",                       "endings are written as in a website, like \"de\" or \"co.uk\"."),
        ("words =",                     "wrods =",                       "wrods is no setting. Did you mean words?"),
    ];
    for (from, to, said) in table {
        let misfits = Program::read(&with(from, to), "here").unwrap_err();
        let told: Vec<String> = misfits.iter().map(|misfit| misfit.sentence.clone()).collect();
        assert!(told.iter().any(|one| one == said), "{from}: {told:?}");
    }
    let none = format!("{FITS}[joining]\nanswer_days = 5\nagain_days = 90\n");
    let told = Program::read(&none, "here").unwrap_err();
    assert_eq!(told[0].sentence, "criterion is missing. Write it like [[joining.criterion]]");
}

#[test]
fn every_change_of_it_is_told_and_no_partner_is_promised_anything() {
    let read = |text: &str| Program::read(text, "here").unwrap();
    let (none, all) = (read(FITS), read(&with("", "")));
    let said = |was: &Program, is: &Program| -> Vec<String> {
        diff::changes(was, is).iter().map(ToString::to_string).collect()
    };
    let first = [
        "Everybody: companies can apply, and hear within 5 business days; 20 points.",
        "Everybody: \"Serves industry\" gives 6 by the words industr, machine tools.",
        "Everybody: \"Own website\" gives 3 by a website of its own.",
        "Everybody: \"Our region\" gives 5 by a website under de, co.uk.",
        "Everybody: \"Sells on\" gives 6 by the kinds reseller.",
    ];
    assert_eq!(said(&none, &all), first);
    assert_eq!(said(&all, &none), ["Everybody: companies cannot apply any more."]);
    assert!(!all.promises_otherwise(&none));
    #[rustfmt::skip]
    let table = [
        ("answer_days = 5",  "answer_days = 1", "Everybody: who applies hears within 1 business day; it was 5."),
        ("again_days = 90",  "again_days = 30", "Everybody: who was declined may apply again after 30 days; it was 90."),
        ("again_days = 90",  "again_days = 90\npublic = true", "Everybody: companies can apply on the page as well, by /apply."),
        ("points = 3",       "points = 2",      "Everybody: \"Own website\" gives 2 by a website of its own from now on."),
        ("\"Sells on\"",     "\"Resells\"",     "Everybody: \"Sells on\" gives nothing any more."),
    ];
    for (from, to, sentence) in table {
        let told = said(&all, &read(&with(from, to)));
        assert!(told.iter().any(|one| one == sentence), "{from}: {told:?}");
    }
}
