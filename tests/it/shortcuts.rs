//! Shortcuts, and words behind a command that do not belong there.

use crate::world::{Only, filled, on_slack};

#[tokio::test]
async fn a_message_becomes_a_referral_that_keeps_its_address() {
    on_slack(Only::Shortcuts, async |world| {
        let member = world.person("South member");
        let said = "Marker: they need a warehouse, see https://www.acme.example/about, ask jo@hill.example";
        member.types("south-partner", said).await;
        let message = member.reads("south-partner").await.pop().unwrap();
        let opened = member.uses_shortcut("refer_message", Some(&message)).await;
        assert_eq!(opened.screen.title, "Refer a customer");
        assert_eq!(opened.screen.values["Company website"], "https://www.acme.example/about");
        assert_eq!(opened.screen.values["Need"], said);
        let rest = [("Company name", "Acme"), ("Relationship", "Client of mine"), ("Basis", "They agreed")];
        let referral = member.receipt(member.submits(&rest).await);
        world.settle().await;
        let card = world.person("Sales 1").card(&referral).await;
        let address = format!("/archives/{}/p{}", message.channel, message.ts.replace('.', ""));
        assert!(card.blocks.to_string().contains(&address), "{}", card.blocks);
        let theirs = member.card(&referral).await;
        assert!(!theirs.blocks.to_string().contains("/archives/"), "{}", theirs.blocks);
    })
    .await;
}

#[tokio::test]
async fn the_global_shortcut_opens_the_form_and_a_no_stands_where_one_looks() {
    on_slack(Only::Shortcuts, async |world| {
        let member = world.person("South member");
        assert_eq!(member.uses_shortcut("refer", None).await.screen.title, "Refer a customer");
        member.receipt(member.submits(&filled(&[])).await);
        let told = world.person("Sales 1").uses_shortcut("refer", None).await;
        assert!(told.screen.words.contains("Only a partner member can do this here."), "{told:?}");
        // Where the workspace has not installed the app there are no shortcuts.
        let without = world.person("Partner member").uses_shortcut("refer", None).await;
        assert_eq!(without.error, "not_a_command");
    })
    .await;
}

#[tokio::test]
async fn help_behind_a_command_and_a_word_that_belongs_elsewhere_are_understood() {
    on_slack(Only::Shortcuts, async |world| {
        let member = world.person("South member");
        #[rustfmt::skip]
        let table = [
            ("/refer help",      "What you can do here."),
            ("/refer referrals", "Did you mean /referrals?"),
            ("/refer referals",  "Did you mean /referrals?"),
        ];
        for (typed, told) in table {
            let answer = member.types("south-partner", typed).await;
            assert!(answer.ok && !answer.screen.open(), "{typed}: {answer:?}");
            world.settle().await;
            let said = member.last_whisper_in("south-partner").await.text;
            assert!(said.contains(told), "{typed}: {said}");
        }
        let company = member.types("south-partner", "/refer acme").await;
        assert_eq!(company.screen.values["Company website"], "acme");
    })
    .await;
}
