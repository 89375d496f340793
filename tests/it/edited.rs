//! People change and take back what they said, and the app hears what it says itself: nothing
//! follows from any of it. Case 23 of the nasty ones.

use serde_json::{Value, json};

use crate::world::{Message, Only, Person, World, on_slack};

const HELP: &str = "What you can do here.";

async fn helps(person: &Person<'_>) -> usize {
    let all = person.direct_messages().await;
    all.iter().filter(|one| one.by_app && one.text.contains(HELP)).count()
}

/// Says it in other words, and then not at all.
async fn takes_back(world: &World, person: &Person<'_>, said: &Message, words: &str) {
    let at = json!({ "channel": said.channel, "ts": said.ts, "text": words });
    for deed in ["edit", "delete"] {
        let act = json!({ "as": person.id(), "do": { deed: at } });
        let done = world.post("act", &act).await;
        assert_eq!(done["ok"], true, "{deed}: {done}");
        world.settle().await;
    }
}

/// Of which kind the messages were that the app heard of.
async fn heard(world: &World) -> Vec<Value> {
    let (all, _) = world.delivered_since(0).await;
    let messages = all.into_iter().filter(|one| one["method"] == "message");
    messages.map(|one| one["request"]["payload"]["event"]["subtype"].clone()).collect()
}

#[tokio::test]
async fn case_23_what_people_change_or_delete_and_what_the_app_says_itself_is_ignored() {
    on_slack(Only::Mentions, async |world| {
        let sales = world.person("Sales 1");
        sales.says_to_the_app("hello").await;
        world.settle().await;
        assert_eq!(helps(&sales).await, 1, "its own answer is not answered");
        let own = sales.direct_messages().await.into_iter().find(|one| !one.by_app).unwrap();
        takes_back(world, &sales, &own, "@Vouch hello again").await;
        assert_eq!(helps(&sales).await, 1);
        let heard = heard(world).await;
        for kind in ["message_changed", "message_deleted"] {
            assert!(heard.contains(&json!(kind)), "no {kind} was delivered: {heard:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn case_23_an_answer_stays_what_it_was_when_its_words_are_changed_or_deleted() {
    on_slack(Only::Mentions, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let question = [("Question", "By when do they need it?")];
        world.person("Sales 1").fills_in("Ask", &referral, &question).await;
        member.replies(&member.card(&referral).await, "@Vouch By spring").await;
        world.settle().await;
        let thread = async || {
            let all = world.all_in("north-partner").await;
            let mut said: Vec<String> = all
                .into_iter()
                .filter(|one| one.by_app && one.thread.is_some())
                .map(|one| one.text)
                .collect();
            said.sort();
            said
        };
        let before = thread().await;
        assert!(before.iter().any(|line| line.contains("answered: “By spring”")), "{before:?}");
        let all = world.all_in("north-partner").await;
        let own = all.into_iter().find(|one| !one.by_app && one.text.contains("By spring"));
        takes_back(world, &member, &own.unwrap(), "@Vouch By autumn").await;
        assert_eq!(thread().await, before);
        assert_eq!(world.referrals().await[0].1, "submitted");
    })
    .await;
}
