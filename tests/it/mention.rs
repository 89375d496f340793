//! Naming the app: the answer to a question in its thread, help anywhere else.

use serde_json::json;

use crate::world::{Message, Only, Referral, World, on_slack};

const HELP: &str = "What you can do here.";

/// A referral with an open question.
async fn asked(world: &World) -> Referral {
    let referral = world.person("Partner member").refers("acme.example").await;
    let sales = world.person("Sales 1");
    sales.fills_in("Ask", &referral, &[("Question", "By when do they need it?")]).await;
    referral
}

async fn thread(world: &World, referral: &Referral) -> Vec<Message> {
    let all = world.all_in(&referral.channel).await;
    all.into_iter().filter(|one| one.by_app && one.thread.is_some() && !one.private).collect()
}

#[tokio::test]
async fn a_reply_that_names_the_app_is_the_answer() {
    on_slack(Only::Mentions, async |world| {
        let referral = asked(world).await;
        let card = world.person("Partner member").card(&referral).await;
        world
            .person("North member 2")
            .replies(&card, "Marker reply nobody was meant to hear")
            .await;
        assert_eq!(world.referrals().await[0].1, "needs_info", "other talk is not read");
        world.person("North member 2").replies(&card, "@Vouch By spring, R&D <says>").await;
        assert_eq!(world.referrals().await[0].1, "submitted");
        let line = thread(world, &referral).await.pop().unwrap().text;
        assert!(line.starts_with("North member 2 answered: “By spring, R&D <says>”"), "{line}");
        let sales = world.person("Sales 1").card(&referral).await.text;
        assert!(sales.contains("Decide by"), "{sales}");
    })
    .await;
}

#[tokio::test]
async fn the_same_mention_twice_or_after_a_restart_counts_once() {
    on_slack(Only::Mentions, async |world| {
        let referral = asked(world).await;
        let member = world.person("Partner member");
        let card = member.card(&referral).await;
        member.replies(&card, "@Vouch By spring").await;
        world.delivers_again("app_mention").await;
        world.settle().await;
        let mention =
            world.log().await.into_iter().rev().find(|one| one["method"] == "app_mention");
        let frame = mention.unwrap()["request"].clone();
        world.restart().await;
        world.post("deliver", &json!({ "raw": frame })).await;
        world.settle().await;
        let answers = thread(world, &referral).await;
        let answers = answers.iter().filter(|one| one.text.contains("answered:")).count();
        assert_eq!(answers, 1);
        assert!(!world.heard("Partner member").await.contains("no open question"));
    })
    .await;
}

#[tokio::test]
async fn without_an_open_question_the_person_alone_is_told() {
    on_slack(Only::Mentions, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let card = member.card(&referral).await;
        let before = thread(world, &referral).await.len();
        member.replies(&card, "@Vouch By spring").await;
        let heard = world.heard("Partner member").await;
        assert!(heard.contains("NOR-1 has no open question, so nothing was recorded."), "{heard}");
        assert_eq!(thread(world, &referral).await.len(), before);
    })
    .await;
}

#[tokio::test]
async fn who_does_not_speak_for_the_partner_answers_nothing_and_learns_nothing() {
    on_slack(Only::Mentions, async |world| {
        let referral = asked(world).await;
        let card = world.person("Partner member").card(&referral).await;
        #[rustfmt::skip]
        let table = [
            ("Sales 1",   "Only a partner member can do this here."),
            ("Colleague", "We do not know yet which partner you belong to."),
        ];
        for (name, sentence) in table {
            let id = world.person(name).id().to_owned();
            world.change(json!({ "invite": { "channel": card.channel, "user": id } })).await;
            world.person(name).replies(&card, "@Vouch By spring").await;
            let heard = world.heard(name).await;
            assert!(heard.contains(sentence), "{name} heard: {heard}");
        }
        assert!(!world.heard("Colleague").await.contains("NOR-1"));
        assert_eq!(world.referrals().await[0].1, "needs_info");
    })
    .await;
}

#[tokio::test]
async fn a_text_too_long_for_the_form_is_too_long_here() {
    on_slack(Only::Mentions, async |world| {
        let referral = asked(world).await;
        let member = world.person("Partner member");
        let card = member.card(&referral).await;
        member.replies(&card, &format!("@Vouch {}", "ä".repeat(3_001))).await;
        let heard = world.heard("Partner member").await;
        assert!(heard.contains("1 character too long."), "{heard}");
        assert_eq!(world.referrals().await[0].1, "needs_info");
        member.replies(&card, "@Vouch").await;
        assert!(world.heard("Partner member").await.contains(HELP), "no words are no answer");
        member.replies(&card, &format!("@Vouch {}", "ä".repeat(3_000))).await;
        assert_eq!(world.referrals().await[0].1, "submitted");
    })
    .await;
}

#[tokio::test]
async fn elsewhere_a_mention_and_a_direct_message_get_help_once() {
    on_slack(Only::Mentions, async |world| {
        let member = world.person("South member");
        member.types("south-partner", "what can @Vouch do?").await;
        world.settle().await;
        let seen = member.reads("south-partner").await;
        let help = seen.iter().filter(|one| one.private && one.text.contains(HELP));
        let help: Vec<_> = help.collect();
        assert_eq!(help.len(), 1);
        let buttons = ["Refer a customer", "My referrals", "Show my rank", "Link my other account"];
        assert_eq!(help[0].buttons, buttons);
        assert!(member.presses_on("Refer a customer", help[0]).await.screen.open());

        let sales = world.person("Sales 1");
        sales.writes_to_the_app("hello").await;
        world.delivers_again("message").await;
        world.settle().await;
        let told = sales.direct_messages().await;
        let told: Vec<_> = told.into_iter().filter(|one| one.by_app).collect();
        assert_eq!(told.len(), 1, "the app does not answer its own words: {told:?}");
        assert!(told[0].text.contains(HELP) && !told[0].private);
    })
    .await;
}
