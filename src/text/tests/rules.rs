//! What holds for every text of every language: length, words, marks, and that nothing is missing.

use std::collections::BTreeSet;

use chrono_tz::UTC;

use super::voice;
use crate::chat::limits::{self, units};
use crate::text::{Arg, ENGLISH, GERMAN, Language, Texts, Voice};

/// Words that no English text may hold: vague times, blame, and what only programs say.
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

/// The same in German, with every word that would say "du" or "ich".
const NIE_GESAGT: [&str; 28] = [
    "fehler aufgetreten",
    "ungültig",
    "ungültige",
    "fehlgeschlagen",
    "hoppla",
    "ups",
    "leider",
    "einfach",
    "user",
    "nutzer",
    "lead",
    "illegal",
    "unzulässig",
    "bald",
    "demnächst",
    "in kürze",
    "schnellstmöglich",
    "so schnell wie möglich",
    "du",
    "dir",
    "dich",
    "dein",
    "deine",
    "euch",
    "ich",
    "mir",
    "mich",
    "mein",
];

const fn never_said(language: Language) -> &'static [&'static str] {
    match language {
        Language::English => &NEVER_SAID,
        Language::German => &NIE_GESAGT,
    }
}

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
    "Read",
    "Withdraw",
    "Discard",
    "Keep",
    "Move",
    "Merge",
    "Save",
    "Change",
    "Continue",
    "Fix",
    "Choose",
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
    "Add",
    "Claim",
    "Decide",
    "Appeal",
    "Accept",
    "Suggest",
    "Agree",
    "Decline",
    "Skip",
    "Draft",
    "Preview",
    "Post",
    "Schedule",
    "Edit",
    "Discard",
    "Correct",
    "Delete",
    "Stop",
    "Pause",
    "Apply",
    "Become",
    "Invite",
    "Name",
    "See",
    "Start",
];

const fn source(language: Language) -> &'static str {
    match language {
        Language::English => ENGLISH,
        Language::German => GERMAN,
    }
}

/// The keys with their templates as they stand in the file, continuation lines included.
fn templates(language: Language) -> Vec<(&'static str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in source(language).lines().filter(|line| !line.starts_with('#')) {
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

/// Every text of a language, each of its arguments a short word or, where plurals look at it, a
/// number.
fn samples(language: Language) -> Vec<(&'static str, String)> {
    samples_in(Voice { language, ..voice(UTC) })
}

fn samples_in(voice: Voice<'_>) -> Vec<(&'static str, String)> {
    let sample = |(key, template): (&'static str, String)| {
        let args: Vec<_> = variables(&template)
            .into_iter()
            .map(|name| {
                let plural = template.contains(&format!("${name} ->"));
                (name, if plural { Arg::Count(2) } else { Arg::Word("Acme") })
            })
            .collect();
        (key, voice.words(key, &args))
    };
    templates(voice.language).into_iter().map(sample).collect()
}

#[test]
fn every_key_has_a_text_in_every_language_and_its_markup_is_closed() {
    let keys: Vec<_> = Texts::keys().collect();
    for language in Language::ALL {
        let samples = samples(*language);
        assert_eq!(keys, samples.iter().map(|(key, _)| *key).collect::<Vec<_>>(), "{language}");
        for (key, words) in samples {
            assert!(!words.trim().is_empty(), "{key}");
            assert!(!words.contains(['{', '}', '*', '`', '\n']), "{key}: {words}");
        }
    }
}

#[test]
fn every_language_says_the_same_things_with_the_same_marks() {
    // An argument, a plural that looks at it, code and bold: each as often as it may be said.
    let marks = |template: &str| {
        let named: BTreeSet<String> = variables(template).into_iter().map(str::to_owned).collect();
        let chosen = template.matches(" ->").count();
        (named, chosen, template.matches('`').count(), template.matches("**").count())
    };
    for language in Language::ALL {
        let translated = templates(*language).into_iter();
        for ((key, source), (_, other)) in templates(Language::English).into_iter().zip(translated)
        {
            assert_eq!(marks(&source), marks(&other), "{key} in {language}: {other}");
        }
    }
}

/// What is the same in both is a name, a sign, or an abbreviation; everything else was forgotten.
#[test]
fn nothing_is_left_untranslated() {
    let german = templates(Language::German).into_iter();
    let same: Vec<&str> = templates(Language::English)
        .into_iter()
        .zip(german)
        .filter(|((key, source), (_, other))| source == other && !key.starts_with("sign-"))
        .filter(|((_, source), _)| source.contains(char::is_alphabetic))
        .map(|((key, _), _)| key)
        .collect();
    #[rustfmt::skip]
    let agreed = [
        "field-website", "refer-root", "review-card-contact", "match-name", "track-stage-intro", "programme-new-tier",
        "track-line", "open-choice", "home-title", "home-line", "number-time", "notify-told", "board-title",
        "board-month", "board-line", "board-count", "board-more", "picture-board-place", "picture-point", "picture-values",
        "week-line-moved", "pack-heading", "pack-head", "pack-quarter", "pack-share",
        "start-open", "shout-text", "icp-line", "feedback-quarter", "feedback-quarter-few", "help-line", "role-person",
        "partner-head", "partner-name", "partner-kind-affiliate", "partner-website", "apply-website", "apply-part", "on-day",
        "platform-slack", "platform-discord",
        "form-not-sent-at", "moment", "setup-for-community", "setup-partner", "month-4", "month-8",
        "month-9", "month-11",
    ];
    assert_eq!(same, agreed);
}

#[test]
fn no_sentence_has_more_than_25_words() {
    for language in Language::ALL {
        for (key, words) in samples(*language) {
            for sentence in words.split_terminator(['.', '?']) {
                assert!(sentence.split_whitespace().count() <= 25, "{key}: {sentence}");
            }
        }
    }
}

#[test]
fn no_text_holds_a_word_that_is_never_said() {
    for language in Language::ALL {
        for (key, words) in samples(*language) {
            let words: String = words
                .to_lowercase()
                .chars()
                .map(|c| if c.is_alphanumeric() { c } else { ' ' })
                .collect();
            for never in never_said(*language) {
                // A choice among others and no promise: the list beside it has the dates.
                if ["track-filter-ending", "home-ending"].contains(&key)
                    && ["soon", "bald"].contains(never)
                {
                    continue;
                }
                // Here the reader speaks.
                if key.starts_with("refer-introduction-") && *never == "ich" {
                    continue;
                }
                let said = format!(" {words} ").contains(&format!(" {never} "));
                assert!(!said, "{key} says {never:?}");
            }
        }
    }
}

#[test]
fn only_a_shout_out_has_an_exclamation_mark_and_at_most_one() {
    for (key, words) in Language::ALL.iter().flat_map(|language| samples(*language)) {
        let marks = words.matches('!').count();
        assert!(marks <= usize::from(key.starts_with("shout-")), "{key}: {words}");
    }
}

/// What a platform shows of a text, and what of it an English one takes: the rest is for languages
/// that need more.
fn limit(key: &str) -> (usize, usize) {
    const INPUTS: [&str; 11] = [
        "refer-website",
        "refer-company",
        "refer-need",
        "refer-relationship",
        "refer-introduction",
        "refer-basis",
        "refer-contact-name",
        "refer-contact-email",
        "refer-job-title",
        "review-owner",
        "review-note",
    ];
    match key {
        "refer-job-title" => (limits::INPUT_LABEL, 24),
        _ if key.starts_with("button-") => (limits::BUTTON_LABEL, 24),
        _ if key.starts_with("field-") => (limits::FIELD_LABEL, 24),
        // Asked before a press counts: above a question, not above a form.
        _ if key.ends_with("-title") && asks_before(key) => (limits::CONFIRM_TITLE, 70),
        _ if key.ends_with("-title") => (limits::FORM_TITLE, 17),
        _ if key.ends_with("-hint") => (limits::HINT, limits::HINT),
        _ if key.starts_with("spoken-") => (limits::SPOKEN, limits::SPOKEN),
        _ if INPUTS.contains(&key) => (limits::INPUT_LABEL, 24),
        _ if key.ends_with("-context") => (limits::CONTEXT, limits::CONTEXT),
        _ => (limits::TEXT, limits::TEXT),
    }
}

fn asks_before(key: &str) -> bool {
    let asked = templates(Language::English).into_iter().find(|(other, _)| *other == key);
    asked.is_some_and(|(_, template)| template.ends_with('?'))
}

#[test]
fn what_is_english_leaves_room_and_every_language_fits() {
    for language in Language::ALL {
        for (key, words) in samples(*language) {
            let (most, english) = limit(key);
            let most = if *language == Language::English { english } else { most };
            assert!(
                units(&words) <= most,
                "{key} has {} units, {most} fit: {words}",
                units(&words)
            );
        }
    }
}

#[test]
fn two_fifths_more_would_fit_as_well() {
    let pseudo = Voice { texts: Texts::pseudo(), ..voice(UTC) };
    for ((key, words), (_, longer)) in
        samples(Language::English).into_iter().zip(samples_in(pseudo))
    {
        let (most, _) = limit(key);
        assert!(units(&longer) <= most, "{key} has {} units, {most} fit: {longer}", units(&longer));
        assert!(units(&longer) >= units(&words), "{key}: {longer}");
    }
}

#[test]
fn every_button_starts_with_a_verb() {
    for (key, label) in
        samples(Language::English).into_iter().filter(|(key, _)| key.starts_with("button-"))
    {
        let first = label.split(' ').next().unwrap();
        // The labels without such a verb that are agreed on.
        let agreed = ["My referrals", "Not one of theirs", "New partner"].contains(&label.as_str());
        assert!(VERBS.contains(&first) || agreed, "{key}: {label}");
    }
}

#[test]
fn no_text_names_a_command_that_may_be_called_otherwise() {
    for (key, template) in Language::ALL.iter().flat_map(|language| templates(*language)) {
        let named = template.split('/').skip(1).find(|rest| rest.starts_with(char::is_alphabetic));
        assert_eq!(
            named, None,
            "{key} names a command; write {{ $refer_cmd }} or {{ $vouch_cmd }}"
        );
    }
}
