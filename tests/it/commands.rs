//! Commands that are called otherwise than by our words, because another app owns `/refer`.

use serde_json::json;

use crate::world::{Only, World, child, filled, on_slack_with};

const NAMES: (&str, &str) = (".env", "VOUCH_COMMANDS=\"refer=partner-refer, vouch=alliance\"\n");

#[tokio::test]
async fn under_other_names_the_journey_is_the_same_and_every_text_says_them() {
    on_slack_with(Only::Commands, &[NAMES], async |world| {
        let member = world.person("South member");
        let opened = member.types("south-partner", "/partner-refer northwind.example").await;
        assert_eq!(opened.screen.values["Company website"], "northwind.example");
        let referral = member.receipt(member.submits(&filled(&[])[1..]).await);
        world.settle().await;
        world.person("Sales 1").approves(&referral).await;
        assert!(member.card(&referral).await.text.contains("Approved"));
        assert!(world.intro("south-partner").await.words.contains("/partner-refer works once"));
        every_word_leads_there(world).await;
        nothing_says_the_old_names(world).await;
    })
    .await;
}

async fn every_word_leads_there(world: &World) {
    #[rustfmt::skip]
    let table = [
        // typed                          told
        ("/alliance",                     "/partner-refer [website] – Refer a customer"),
        ("/alliance help",                "Every word works behind /alliance as well."),
        ("/partner-refer help",           "What you can do here."),
        ("/partner-refer referrals",      "Did you mean /referrals?"),
        ("/alliance partner-refe",        "Did you mean /partner-refer?"),
        ("/alliance zebra",               "/alliance help lists what is."),
    ];
    let member = world.person("South member");
    for (typed, told) in table {
        assert!(member.types("south-partner", typed).await.ok, "{typed}");
        world.settle().await;
        let said = member.last_whisper_in("south-partner").await;
        assert!(said.words.contains(told), "{typed}: {}", said.words);
    }
    for typed in ["/alliance refer birch.example", "/alliance partner-refer birch.example"] {
        let opened = member.types("south-partner", typed).await;
        assert_eq!(opened.screen.values["Company website"], "birch.example", "{typed}");
        member.closes().await;
    }
    for (who, typed) in [
        ("Partner manager", "/alliance partner"),
        ("Partner manager", "/alliance partners"),
        ("Partner manager", "/alliance install"),
        ("Admin", "/alliance roles"),
        ("Admin", "/alliance report"),
        ("Admin", "/alliance report revenue"),
        ("Admin", "/alliance help"),
        ("Colleague", "/alliance link"),
    ] {
        assert!(world.person(who).types("random", typed).await.ok, "{typed}");
    }
    // The workspace has them under their names alone.
    assert_eq!(member.types("south-partner", "/refer acme.example").await.error, "not_a_command");
    world.settle().await;
}

async fn nothing_says_the_old_names(world: &World) {
    for person in world.people() {
        let heard = world.heard(person.name()).await;
        for old in ["/refer ", "/refer`", "/vouch"] {
            assert!(!heard.contains(old), "{} heard {old}: {heard}", person.name());
        }
    }
}

#[tokio::test]
async fn names_that_do_not_fit_end_the_start_with_a_sentence() {
    #[rustfmt::skip]
    let table = [
        ("refer",                  "VOUCH_COMMANDS must be commands and their names, like refer=partner-refer"),
        ("refer=Partner Refer",    "a name has at most 31 small letters, digits, - and _"),
        ("refr=partner-refer",     "VOUCH_COMMANDS names refr, which is no command. Did you mean refer?"),
        ("refer=referrals",        "VOUCH_COMMANDS calls two commands referrals."),
    ];
    for (names, sentence) in table {
        for words in [&[][..], &["manifest"], &["sandbox", "--addr", "127.0.0.1:0"]] {
            let folder = tempfile::tempdir().unwrap();
            let mut command = child::vouch(folder.path());
            command.env("VOUCH_COMMANDS", names).args(words);
            let output = child::run(command).await;
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{names} {words:?}: {said}");
            assert!(said.contains(sentence), "{names} {words:?}: {said}");
        }
    }
}

#[tokio::test]
async fn the_manifest_has_the_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = child::vouch(folder.path());
    command.env("VOUCH_COMMANDS", "refer=partner-refer").arg("manifest");
    let printed = String::from_utf8(child::run(command).await.stdout).unwrap();
    assert!(printed.contains("- command: /partner-refer\n"), "{printed}");
    assert!(!printed.contains("- command: /refer\n"), "{printed}");
    assert!(printed.contains(&format!("description: {}\n", json!("Refer a customer"))));
}
