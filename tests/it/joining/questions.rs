//! What whoever decides asks a company before, and what it answers.

use serde_json::json;

use super::{
    ACCEPT, DECLINE, FOUNDER, MANAGER, SALES, applications, applies, card, decides, opens_joining,
    told,
};
use crate::members::with_button;
use crate::world::{Answer, Message, Only, World, everywhere, on_slack};

const ASK: &str = "Ask";
const ANSWER: &str = "Answer";
const QUESTION: &str = "Who sells for you?";
const SAID: &str = "Two people in the north.";

/// Asks by the card's button.
async fn asks(world: &World, who: &str, question: &str) -> Answer {
    let sent = decides(world, who, ASK, &[("Question", question)]).await;
    assert!(sent.screen.words.contains("Colleague was asked."), "{who}: {sent:?}");
    sent
}

/// Opens the form that answers, by the button of the newest message that has one.
async fn begins_to_answer(world: &World) {
    let told = with_button(world, FOUNDER, ANSWER).await;
    let opened = world.person(FOUNDER).presses_on(ANSWER, &told).await;
    assert!(opened.screen.open(), "{opened:?}");
}

async fn answers(world: &World, said: &str) -> Answer {
    begins_to_answer(world).await;
    let sent = world.person(FOUNDER).submits(&[("Answer", said)]).await;
    world.settle().await;
    sent
}

/// What was said when the form did not open.
async fn presses_in_vain(world: &World, who: &str, label: &str) -> String {
    let pressed = world.person(who).presses_on(label, &card(world).await).await;
    assert!(!pressed.screen.open(), "{who}: {pressed:?}");
    world.settle().await;
    world.heard(who).await
}

#[tokio::test]
async fn whoever_decides_asks_first_and_hears_what_the_company_answers() {
    everywhere(async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        assert_eq!(card(world).await.buttons, [ACCEPT, DECLINE, ASK]);
        let no = presses_in_vain(world, "Sales 1", ASK).await;
        assert!(no.contains("Only a partner manager or an admin can do this here."), "{no}");
        asks(world, MANAGER, QUESTION).await;

        let open = card(world).await;
        assert!(open.text.contains("Partner manager asked "), "{open:?}");
        for line in [QUESTION, "Waiting for Colleague; the clock is stopped."] {
            assert!(open.text.contains(line), "{line} is not in {open:?}");
        }
        assert!(!open.text.contains("Decide by"), "{open:?}");
        let heard = world.heard(FOUNDER).await;
        let asked = "Partner manager asks about your application for Fresh Partner: ";
        assert!(heard.contains(asked) && heard.contains(QUESTION), "{heard}");
        let no = presses_in_vain(world, "Admin", ASK).await;
        assert!(no.contains("That waits for its answer; another question can follow it."), "{no}");

        // What was asked before is still open after a restart; `/apply` leads to it as well.
        world.restart().await;
        let again = told(world, FOUNDER).await;
        let led = "You have applied already, and we asked you something on ";
        assert!(again.contains(led) && again.contains(QUESTION), "{again}");
        let opened = world.person(FOUNDER).presses_in(SALES, ANSWER).await;
        assert!(opened.screen.open(), "{opened:?}");
        let long = world.person(FOUNDER).submits(&[("Answer", &"a".repeat(301))]).await;
        assert!(long.error_at("Answer").contains("1 character"), "{long:?}");
        let done = world.person(FOUNDER).submits(&[("Answer", SAID)]).await;
        world.settle().await;
        let thanks = "Thank you, your answer is with us. Partner manager decides by ";
        assert!(done.screen.words.contains(thanks), "{done:?}");
        let heard = world.heard(MANAGER).await;
        assert_eq!(heard.matches("Colleague answered for Fresh Partner: ").count(), 1, "{heard}");
        assert!(heard.contains(SAID), "{heard}");
        let answered = card(world).await;
        for line in [QUESTION, "Answered ", SAID, "Decide by "] {
            assert!(answered.text.contains(line), "{line} is not in {answered:?}");
        }
        let twice = with_button(world, FOUNDER, ANSWER).await;
        let twice = world.person(FOUNDER).presses_on(ANSWER, &twice).await;
        assert!(!twice.screen.open(), "{twice:?}");
        world.settle().await;
        let heard = world.heard(FOUNDER).await;
        assert!(heard.contains("That answer counts; nothing was changed."), "{heard}");

        asks(world, "Admin", "Since when?").await;
        begins_to_answer(world).await;
        let done = decides(world, MANAGER, ACCEPT, &[("Code", "FRE"), ("Manager", MANAGER)]).await;
        assert!(done.screen.words.contains("with the code FRE"), "{done:?}");
        let late = world.person(FOUNDER).submits(&[("Answer", "Since last year.")]).await;
        world.settle().await;
        let over = "There is nothing left to answer: Fresh Partner is a partner now.";
        assert!(late.screen.words.contains(over), "{late:?}");
        assert!(late.screen.words.contains("Since last year."), "typed once is enough: {late:?}");
        let decided = card(world).await;
        for line in ["Earlier: ", "Since when?", "It was decided before an answer came."] {
            assert!(decided.text.contains(line), "{line} is not in {decided:?}");
        }
        assert_eq!(decided.buttons, Vec::<String>::new());
        assert_eq!(applications(world).await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_promise_stands_until_the_answer_and_a_silence_is_told_once() {
    everywhere(async |world| {
        let late = "The answer to Fresh Partner, which wants to join, was promised by ";
        let silent = "is not answered after 7 business days. You can still decide.";
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        asks(world, MANAGER, QUESTION).await;
        // A day after it was to be decided, had nobody asked.
        world.clock_on("8d").await;
        world.settle().await;
        let heard = world.heard(MANAGER).await;
        assert!(!heard.contains(late) && !heard.contains(silent), "{heard}");
        world.clock_on("2d").await;
        world.settle().await;
        assert_eq!(world.heard(MANAGER).await.matches(silent).count(), 1);
        world.clock_on("7d").await;
        world.settle().await;
        let heard = world.heard(MANAGER).await;
        assert_eq!(heard.matches(silent).count(), 1, "{heard}");
        assert!(!heard.contains(late), "{heard}");

        let sent = answers(world, SAID).await;
        assert!(sent.screen.words.contains("Partner manager decides by "), "{sent:?}");
        world.clock_on("6d").await;
        world.settle().await;
        assert!(!world.heard(MANAGER).await.contains(late));
        world.clock_on("2d").await;
        world.settle().await;
        assert_eq!(world.heard(MANAGER).await.matches(late).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_ask_at_once_the_second_reads_what_the_first_has_asked() {
    everywhere(async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        let waits = card(world).await;
        let (manager, admin) = (world.person(MANAGER), world.person("Admin"));
        for person in [&manager, &admin] {
            let opened = person.presses_on(ASK, &waits).await;
            assert!(opened.screen.open(), "{opened:?}");
        }
        let first = manager.submits(&[("Question", QUESTION)]).await;
        assert!(first.screen.words.contains("Colleague was asked."), "{first:?}");
        let second = admin.submits(&[("Question", "Since when?")]).await;
        world.settle().await;
        assert!(second.screen.words.contains("Partner manager asked "), "{second:?}");
        for line in [QUESTION, "Since when?"] {
            assert!(second.screen.words.contains(line), "{line} is not in {second:?}");
        }
        let heard = world.heard(FOUNDER).await;
        assert!(!heard.contains("Since when?"), "{heard}");

        begins_to_answer(world).await;
        let reason = [("Reason", "You are far away from our customers.")];
        decides(world, MANAGER, DECLINE, &reason).await;
        let late = world.person(FOUNDER).submits(&[("Answer", SAID)]).await;
        world.settle().await;
        let over = "There is nothing left to answer: Fresh Partner is not a match today.";
        assert!(late.screen.words.contains(over), "{late:?}");
        let old = with_button(world, FOUNDER, ANSWER).await;
        let pressed = world.person(FOUNDER).presses_on(ANSWER, &old).await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        world.settle().await;
        assert!(world.heard(FOUNDER).await.contains(over));
        assert!(!world.heard(MANAGER).await.contains(SAID));
    })
    .await;
}

#[tokio::test]
async fn an_answer_counts_once_and_is_nobodys_but_who_applied() {
    on_slack(Only::Wire, async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        asks(world, MANAGER, QUESTION).await;
        let told = with_button(world, FOUNDER, ANSWER).await;
        let open = card(world).await;
        for who in ["Sales 1", "North guest", "South member", MANAGER] {
            let person = world.person(who);
            let (action, value) = pressed(&told);
            let tried = person.presses_made_up(&action, &value, &open).await;
            assert!(!tried.screen.open(), "{who}: {tried:?}");
            world.settle().await;
            let heard = world.heard(who).await;
            assert!(heard.contains("This button does not work here."), "{who}: {heard}");
        }
        let sent = answers(world, SAID).await;
        let again = world.the_last_form_is_sent_again().await;
        world.settle().await;
        assert_eq!(again.screen.words, sent.screen.words, "a copy gets the first answer");
        let heard = world.heard(MANAGER).await;
        assert_eq!(heard.matches("Colleague answered for ").count(), 1, "{heard}");
    })
    .await;
}

/// What the button that answers carries.
fn pressed(told: &Message) -> (String, String) {
    let rows = told.blocks.as_array().unwrap().iter();
    let mut buttons = rows.flat_map(|row| row["elements"].as_array().into_iter().flatten());
    let button = buttons.find(|button| button["text"]["text"] == ANSWER).unwrap();
    let of = |key: &str| button[key].as_str().unwrap().to_owned();
    (of("action_id"), of("value"))
}

#[tokio::test]
async fn who_is_not_there_any_more_is_not_asked_and_can_still_be_decided_about() {
    on_slack(Only::People, async |world| {
        opens_joining(world).await;
        applies(world, FOUNDER, &[]).await;
        world.change(json!({ "deactivate": world.person(FOUNDER).id() })).await;
        world.settle().await;
        let no = presses_in_vain(world, MANAGER, ASK).await;
        assert!(no.contains("Colleague is not active here any more"), "{no}");
        let reason = [("Reason", "Nobody is there.")];
        let done = decides(world, MANAGER, DECLINE, &reason).await;
        assert!(done.screen.words.contains("Fresh Partner was told"), "{done:?}");
    })
    .await;
}
