//! What partners are given to know: which texts and addresses fit, and what is said of every mistake
//! and every change.

use super::super::*;
use super::FITS;
use crate::domain::knowledge::{AssetKind, Finder, Knowledge};

const KNOWLEDGE: &str = r#"
[ideal_customer]
text = "Firms that ship goods every day."
signs = ["A second warehouse.", "Drivers of their own."]
not_for = ["Shops of one person."]
[[asset]]
id = "intro-deck"
title = "Introduction"
kind = "deck"
version = 2
url = "https://files.example/intro.pdf?v=2"
words = ["logistics", "Lager"]
[[asset]]
id = "prices"
title = "Prices"
kind = "one_pager"
version = 1
url = "https://files.example/prices"
audience = "internal"
"#;

fn with(from: &str, to: &str) -> String {
    let knowledge = KNOWLEDGE.replacen(from, to, 1);
    assert!(from == to || knowledge != KNOWLEDGE, "{from} does not stand in the file");
    format!("{FITS}{knowledge}")
}

#[test]
fn what_is_given_to_know_reads_as_it_is_written_and_a_file_without_has_none() {
    assert_eq!(Program::read(FITS, "here").unwrap().knowledge, Knowledge::default());
    assert_eq!(Program::built_in().knowledge, Knowledge::default());
    let (program, gaps) = Program::check(&with("", ""), "here").unwrap();
    let Knowledge { ideal, assets, .. } = &program.knowledge;
    let ideal = ideal.as_ref().unwrap();
    assert_eq!(gaps, []);
    assert_eq!((ideal.signs.len(), ideal.not_for.len(), &ideal.first_words), (2, 1, &None));
    let found: Vec<_> =
        assets.iter().map(|one| (one.id.as_str(), one.kind, one.version, one.audience)).collect();
    let expected = [
        ("intro-deck", AssetKind::Deck, 2, Finder::Partners),
        ("prices", AssetKind::OnePager, 1, Finder::Internal),
    ];
    assert_eq!(found, expected);
    let asked = with("not_for", "first_words = \"How do you plan?\"\nnot_for");
    let ideal = Program::read(&asked, "here").unwrap().knowledge.ideal.unwrap();
    assert_eq!(ideal.first_words.as_deref(), Some("How do you plan?"));
}

#[test]
fn every_mistake_in_it_is_named_with_its_place() {
    let no_web = "32:7: url is no address that starts with https://, and nothing else is opened.";
    let no_page = "32:7: url is no address of a page: a host with a dot, no spaces, no name in front of the host, at most 500 characters.";
    let link = "\"https://files.example/intro.pdf?v=2\"";
    #[rustfmt::skip]
    let table = [
        // what stands there         what is written instead              what is said
        ("text = \"Firms that ship goods every day.\"\n", "", "23:1: text is missing. Write it like text = \"Firms of 50 to 500 people that ship goods every day.\""),
        ("\"A second warehouse.\", \"Drivers of their own.\"", "", "25:9: signs is empty. Name one by which such a customer is known."),
        ("signs =",                  "sings =",                           "23:1: signs is missing. Write it like signs = [\"They open a second warehouse.\"] | 25:1: sings is no setting. Did you mean signs?"),
        ("\"Drivers of their own.\"", "\"A second warehouse.\"",          "25:33: \"A second warehouse.\" stands twice in signs."),
        ("\"Shops of one person.\"", "\"a\\nb\"",                         "26:12: not_for takes texts of 1 to 100 characters, each on one line."),
        ("\"Shops of one person.\"", "1",                                 "26:12: not_for is a number. Write it like not_for = [\"Shops of one person.\"]"),
        ("\"intro-deck\"",           "\"Intro deck\"",                    "28:6: id has 1 to 40 small letters, digits and -, nothing else."),
        ("\"prices\"",               "\"intro-deck\"",                    "35:6: there are two of the id \"intro-deck\". Each has its own."),
        ("\"Introduction\"",         "\"  \"",                            "29:9: title takes texts of 1 to 75 characters, each on one line."),
        ("\"deck\"",                 "\"dekc\"",                          "30:8: \"dekc\" is no kind. Did you mean \"deck\"?"),
        ("\"deck\"",                 "\"spreadsheet\"",                   "30:8: \"spreadsheet\" is no kind. There are deck, one_pager, story."),
        ("version = 2",              "version = 0",                       "31:11: version is 0, allowed are 1 to 9999. Most programmes use 1."),
        ("version = 2",              "version = \"2\"",                   "31:11: version is a text. Write it like version = 1"),
        (link,                       "\"javascript:alert(1)\"",           no_web),
        (link,                       "\"http://files.example/intro\"",    no_web),
        (link,                       "\"HTTPS://files.example/intro\"",   no_web),
        (link,                       "\"https://localhost/intro\"",       no_page),
        (link,                       "\"https://own.example@files.example/\"", no_page),
        (link,                       "\"https://files.example/an intro\"", no_page),
        (link,                       "\"https://files.example/<b>\"",     no_page),
        (link,                       "\"https://\"",                      no_page),
        ("\"Lager\"",                "\"\"",                              "33:23: words takes texts of 1 to 30 characters, each on one line."),
        ("\"internal\"",             "\"everybody\"",                     "40:12: \"everybody\" is no audience. There are partners, internal."),
    ];
    for (from, to, said) in table {
        let misfits = Program::read(&with(from, to), "here").expect_err(to);
        let found: Vec<String> = misfits.iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" | "), said, "{to}");
    }
    let section = Program::read(&format!("{FITS}[asset]\nid = \"x\"\n"), "here").unwrap_err();
    assert!(section[0].sentence.starts_with("asset is a section."), "{section:?}");
    let list = format!("ideal_customer = 1\n{FITS}");
    let list = Program::read(&list, "here").unwrap_err();
    assert_eq!(
        list[0].to_string(),
        "1:18: ideal_customer is a number. Write it like [ideal_customer]"
    );
}

#[test]
fn what_another_version_does_to_it_is_told_and_is_no_promise() {
    let was = Program::read(&with("", ""), "here").unwrap();
    #[rustfmt::skip]
    let table = [
        ("every day", "every week", "the ideal customer is described in other words."),
        ("version = 2", "version = 3", "the deck \"Introduction\" has version 3; it was 2."),
        ("intro.pdf", "other.pdf", "the deck \"Introduction\" lies elsewhere, under the same version 2."),
        ("\"Lager\"", "\"Halle\"", "the deck \"Introduction\" is described otherwise."),
        ("\"prices\"", "\"price-list\"", "there is a one-pager \"Prices\", version 1, for your own people alone. | Everybody: the one-pager \"Prices\" is not handed on any more."),
    ];
    for (from, to, said) in table {
        let now = Program::read(&with(from, to), "there").unwrap();
        let found: Vec<String> =
            diff::changes(&was, &now).iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" | "), format!("Everybody: {said}"));
        assert!(!now.promises_otherwise(&was));
    }
    let none = Program::read(FITS, "there").unwrap();
    assert_eq!((diff::changes(&was, &none).len(), diff::changes(&none, &was).len()), (3, 3));
}

const QUIZ: &str = r#"
[[quiz]]
id = "basics"
title = "Basics"
pass = 2
valid_months = 12
[[quiz.question]]
text = "Who is it not for?"
answers = ["Shops", "Firms"]
right = 1
[[quiz.question]]
text = "What is a sign?"
answers = ["Vans", "A warehouse", "A web site"]
right = 2
"#;

#[test]
fn a_quiz_holds_as_it_is_written_and_every_mistake_in_it_is_named() {
    let program = Program::read(&format!("{FITS}{QUIZ}"), "here").unwrap();
    let quiz = program.knowledge.quiz("basics").unwrap();
    let right: Vec<usize> = quiz.questions.iter().map(|question| question.right).collect();
    assert_eq!((quiz.pass, quiz.valid_months, right), (2, 12, vec![0, 1]));
    #[rustfmt::skip]
    let table = [
        // what stands there          what is written instead  what is said
        ("pass = 2",                  "pass = 3",              "26:8: pass is 3, allowed are 1 to 2. Most programmes use 2."),
        ("valid_months = 12",         "valid_months = 37",     "27:16: valid_months is 37, allowed are 1 to 36. Most programmes use 12."),
        ("valid_months = 12\n",       "",                      "23:1: valid_months is missing. Write it like valid_months = 12"),
        ("[\"Shops\", \"Firms\"]",    "[\"Shops\"]",           "30:11: answers has too few entries: there are 2 to 5, one of them right."),
        ("\"Shops\", \"Firms\"",      "\"Shops\", \"Shops\"",  "30:21: \"Shops\" stands twice in answers."),
        ("right = 2",                 "right = 4",             "35:9: right is 4, allowed are 1 to 3. Most programmes use 1."),
        ("right = 2",                 "right = 0",             "35:9: right is 0, allowed are 1 to 3. Most programmes use 1."),
        ("right = 1\n",               "",                      "28:1: right is missing. Write it like right = 1"),
        ("text = \"Who is it not for?\"\n", "",                "28:1: text is missing. Write it like text = \"Who is it not for?\""),
    ];
    for (from, to, said) in table {
        let text = QUIZ.replacen(from, to, 1);
        assert_ne!(text, QUIZ, "{from} does not stand in the file");
        let misfits = Program::read(&format!("{FITS}{text}"), "here").expect_err(to);
        let found: Vec<String> = misfits.iter().map(ToString::to_string).collect();
        assert_eq!(found.join(" | "), said, "{to}");
    }
    let (bare, _) = QUIZ.split_once("[[quiz.question]]").unwrap();
    let misfits = Program::read(&format!("{FITS}{bare}"), "here").unwrap_err();
    assert_eq!(misfits[0].sentence, "question is missing. Write it like [[quiz.question]]");
    let was = Program::read(FITS, "here").unwrap();
    let told = |was: &Program, now: &Program| {
        let found = diff::changes(was, now);
        found.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
    };
    assert_eq!(
        told(&was, &program),
        "Everybody: there is a quiz \"Basics\": 2 questions, 2 to pass, valid for 12 months."
    );
    assert_eq!(told(&program, &was), "Everybody: there is no quiz \"Basics\" any more.");
    let other = QUIZ.replace("pass = 2", "pass = 1").replace("= 12", "= 1");
    let other = Program::read(&format!("{FITS}{other}"), "there").unwrap();
    assert_eq!(
        told(&program, &other),
        "Everybody: the quiz \"Basics\" is another: 2 questions, 1 to pass, valid for 1 month."
    );
}
