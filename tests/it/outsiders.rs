//! Who may do what: everybody who is not the right one is refused, and learns nothing by it.

use futures_util::future::join_all;
use vouch::chat::commands::UMBRELLA;
use vouch::flows;

use crate::world::{
    Message, Only, Person, Wire, World, apart_without, everywhere, filled, on_slack,
};

const FORGED: &str = "This button does not work here. Nothing happened.";
const UNKNOWN: &str = "We do not know yet which partner you belong to. Nothing was registered.";

#[tokio::test]
async fn a_full_member_of_the_partners_workspace_becomes_a_member_by_registering() {
    apart_without("North member 2", Wire::Socket, async |world| {
        let newcomer = world.person("North member 2");
        let referral = newcomer.refers("acme.example").await;
        let card = newcomer.card(&referral).await.text;
        assert!(card.contains("by North member 2"), "{card}");
        let asked = world.calls("users.info").await.len();
        newcomer.refers("birch.example").await;
        assert_eq!(world.calls("users.info").await.len(), asked, "who is known is not asked about");
    })
    .await;
}

#[tokio::test]
async fn whoever_lost_their_membership_does_not_get_it_back_by_a_press() {
    everywhere(async |world| {
        let file = world.folder().join("without.toml");
        std::fs::write(&file, world.setup_without("North member 2")).unwrap();
        let applied = world.command(&["setup", "apply", "--prune", file.to_str().unwrap()]).await;
        assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
        let gone = world.person("North member 2");
        let pressed = gone.presses_in("north-partner", "Refer a customer").await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        world.settle().await;
        let heard = world.heard("North member 2").await;
        assert!(heard.contains(UNKNOWN), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn whoever_belongs_to_no_partner_is_refused_by_name_of_the_reason_only() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let intro = world.intro("north-partner").await;
        #[rustfmt::skip]
        let table = [
            ("North guest",  UNKNOWN),
            ("Colleague",    UNKNOWN),
            ("South member", FORGED),
            ("Hill admin",   FORGED),
            ("Auditor",      "Only a partner member can do this here."),
        ];
        for (name, sentence) in table {
            let pressed = world.person(name).presses_old("Refer a customer", &intro).await;
            world.settle().await;
            assert!(!pressed.screen.open(), "{name}: {pressed:?}");
            let heard = world.heard(name).await;
            assert!(heard.contains(sentence), "{name} heard: {heard}");
            assert!(!heard.contains(&referral.number), "{name} heard: {heard}");
        }
        assert_eq!(world.referrals().await.len(), 1);
    })
    .await;
}

/// Those who see the referral and may not decide it are told who may; nobody else learns anything.
#[tokio::test]
async fn only_sales_gets_the_approval_form_whoever_forges_the_press() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let card = world.person("Sales 1").card(&referral).await;
        for person in world.people() {
            let name = person.name();
            let pressed = person.presses_old("Approve", &card).await;
            world.settle().await;
            assert_eq!(pressed.screen.open(), person.is("sales"), "{name}: {pressed:?}");
            if person.is("sales") {
                continue;
            }
            let heard = world.heard(name).await;
            let sees = sees_it(&person);
            assert_eq!(heard.contains("NOR-1"), sees, "{name} heard: {heard}");
            let sentence = if sees { "Only sales can do this here." } else { FORGED };
            assert!(heard.contains(sentence), "{name} heard: {heard}");
        }
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

/// The vendor's people with a role, and the partner's own.
fn sees_it(person: &Person<'_>) -> bool {
    let nobody = person.is("none") || person.is("guest");
    let of_another = person.home() != "sales-desk" && person.home() != "north-partner";
    !nobody && !of_another
}

#[tokio::test]
async fn nobody_can_send_somebody_elses_form() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let sales = world.person("Sales 1");
        let form = sales.presses("Approve", &referral).await.screen.view;
        let other_form = member.opens_the_form().await.screen.view;
        for person in world.people() {
            if person.id() != sales.id() {
                person.forges_submit(&form, &[]).await;
            }
            if person.id() != member.id() {
                let fields = filled(&[("Company website", "birch.example")]);
                person.forges_submit(&other_form, &fields).await;
            }
        }
        world.settle().await;
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_made_up_button_does_nothing_and_says_nothing() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let card = world.person("Sales 1").card(&referral).await;
        for (action, value) in [
            ("review:approve", "v1:review:approve:ref_00000000000000000000000000:0"),
            ("review:approve", "' or 1=1 --"),
            ("refer:open", ""),
            ("erase:everything", "v1:erase:everything::0"),
            ("", ""),
        ] {
            let sales = world.person("Sales 1");
            sales.presses_made_up(action, value, &card).await;
            world.settle().await;
        }
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

/// Somebody in the vendor's workspace without a role, a guest there, and another partner's people.
const OUTSIDERS: [&str; 4] = ["Colleague", "North guest", "South member", "Hill admin"];
/// Flows that are about no referral of others: they answer by who asks.
const ABOUT_THE_ASKER: [&str; 6] = ["refer", "track", "help", "notify", "me", "apply"];
/// The one form that everybody may open wherever they are: about themselves.
const OWN: &str = "Notifications";
/// Those of them who work for another company; they are not told either who might press.
const STRANGERS: usize = 2;
/// Choices besides the first one that lead into a flow in another way.
const WAYS: [(&str, &str); 2] = [("track", "all"), ("review", "list")];
/// The form of an id of nothing.
const NOTHING: &str = "ref_00000000000000000000000000";

/// What nobody outside may read.
fn learns_nothing(by: &str, said: &str) {
    for secret in ["NOR-1", "Marker", "acme.example", "North Partner", "Sales 1", "approved"] {
        // What somebody typed themselves may be repeated to them.
        let typed = said.replace("matches “NOR-1”", "");
        assert!(!typed.contains(secret), "{secret} is learned by {by}: {said}");
    }
}

async fn recorded(world: &World) -> i64 {
    let sql = "select cast(count(*) as bigint) from inbox
                where result <> 'done' and kind in ('press', 'command')";
    world.database.count(sql).await
}

async fn happened(world: &World) -> i64 {
    world.database.count("select cast(count(*) as bigint) from event").await
}

/// The id in the value of a card's button, and the version.
fn subject(card: &Message) -> (String, String) {
    let rows = card.blocks.as_array().unwrap().iter();
    let mut buttons = rows.flat_map(|row| row["elements"].as_array().into_iter().flatten());
    let value = buttons.find_map(|button| button["value"].as_str()).expect("a card has buttons");
    let parts: Vec<&str> = value.split(':').collect();
    (parts[3].to_owned(), parts[4].to_owned())
}

/// A member of another partner may make a code for an account of their own: each is another.
fn without_codes(said: &str) -> String {
    let lines = said.lines().map(|line| match line.contains("/vouch link ") {
        true => "{code}",
        false => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The answers in an order of their own: those of several people come as they come.
fn sorted(said: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = said.lines().collect();
    lines.sort_unstable();
    lines
}

#[tokio::test]
async fn an_outsider_learns_nothing_by_any_button_of_any_flow() {
    on_slack(Only::Wire, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&referral).await;
        // In the partner's channel: elsewhere members of others may register for themselves.
        let card = sales.card_in("north-partner", &referral).await;
        let (id, version) = subject(&card);
        let (events, before) = (happened(world).await, recorded(world).await);
        let (_, mut at) = world.said_since(0).await;
        let mut presses = 0;
        let first = flows::ALL.iter().map(|flow| (flow.name, "open"));
        for (flow, choice) in first.chain(WAYS) {
            let mut answers = Vec::new();
            for subject in [id.as_str(), NOTHING] {
                // A channel takes five messages at once; what it refuses is said seconds later.
                world.clock_on("5s").await;
                let action = format!("{flow}:{choice}");
                let value = format!("v1:{action}:{subject}:{version}");
                let pressed = OUTSIDERS.map(async |name| {
                    let pressed = world.person(name).presses_made_up(&action, &value, &card).await;
                    let shut = !pressed.screen.open() || pressed.screen.title == OWN;
                    assert!(pressed.ok && shut, "{name}, {value}: {pressed:?}");
                });
                join_all(pressed).await;
                presses += i64::try_from(OUTSIDERS.len()).unwrap();
                let (said, next) = world.said_since(at).await;
                at = next;
                learns_nothing(&value, &said);
                let refused = said.matches(FORGED).count() >= STRANGERS;
                assert!(refused || ABOUT_THE_ASKER.contains(&flow), "{value}: {said}");
                answers.push(said);
            }
            assert_eq!(sorted(&answers[0]), sorted(&answers[1]), "{flow} tells them apart");
        }
        assert_eq!(happened(world).await, events, "nothing changed");
        assert_eq!(recorded(world).await - before, presses, "each is recorded");
    })
    .await;
}

#[tokio::test]
async fn an_outsider_learns_nothing_by_any_word() {
    on_slack(Only::Wire, async |world| {
        world.person("Partner member").refers("acme.example").await;
        let (events, before) = (happened(world).await, recorded(world).await);
        let (_, mut at) = world.said_since(0).await;
        let mut typed = 0;
        // The others' workspace has not installed the app: they have no commands at all.
        let names = ["Colleague", "North guest", "South member"];
        for command in flows::commands().filter(|command| command.word != UMBRELLA) {
            let mut answers = Vec::new();
            for behind in ["NOR-1", "NOR-9"] {
                let text = format!("/{} {} {behind}", UMBRELLA, command.word);
                let told = names.map(async |name| {
                    let answer = world.person(name).forges_typing("north-partner", &text).await;
                    let shut = !answer.screen.open() || answer.screen.title == OWN;
                    assert!(answer.ok && shut, "{name}, {text}: {answer:?}");
                });
                join_all(told).await;
                typed += i64::try_from(names.len()).unwrap();
                let (said, next) = world.said_since(at).await;
                at = next;
                learns_nothing(&text, &said);
                assert!(
                    said.lines().count() >= names.len(),
                    "{text} leaves somebody alone: {said}"
                );
                answers.push(without_codes(&said.replace(behind, "{number}")));
            }
            let word = command.word;
            assert_eq!(sorted(&answers[0]), sorted(&answers[1]), "{word} tells them apart");
        }
        assert_eq!(happened(world).await, events, "nothing changed");
        assert_eq!(recorded(world).await - before, typed, "each is recorded");
    })
    .await;
}

/// The partner's own people see their referral: they are told who decides, and get no form.
#[tokio::test]
async fn a_member_cannot_do_what_sales_does_by_any_button_of_any_flow() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let card = world.person("Sales 1").card(&referral).await;
        let (id, version) = subject(&card);
        let events = happened(world).await;
        for flow in ["review", "reject", "ask", "undo", "owner", "stage", "reopen"] {
            assert!(flows::find(flow).is_some(), "{flow} is a flow");
            let (action, value) =
                (format!("{flow}:open"), format!("v1:{flow}:open:{id}:{version}"));
            let pressed = member.presses_made_up(&action, &value, &card).await;
            assert!(!pressed.screen.open(), "{flow}: {pressed:?}");
        }
        assert_eq!(happened(world).await, events, "nothing changed");
    })
    .await;
}
