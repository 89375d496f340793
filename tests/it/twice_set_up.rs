//! Every button that sets something up: pressed by two people in both orders, its form sent twice
//! and delivered twice. There is one effect; what comes second hears how it stands.

use crate::channels::{SETUP, linked};
use crate::members::{asks, with_button};
use crate::world::{Answer, Only, Person, Wire, World, apart_without, from_nothing, on_slack};

type Fields = &'static [(&'static str, &'static str)];

/// What somebody does, one after the other.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Types a command in a channel.
    Types(&'static str, &'static str),
    /// Presses what the command has shown.
    Presses(&'static str),
    Sends(Fields),
}

use Step::{Presses, Sends, Types};

/// Something that is set up, and what whoever is second hears.
struct Deed {
    /// Both do this, and have the same in front of them.
    before: &'static [Step],
    /// This does it.
    last: Step,
    late: &'static str,
}

const DESK: &str = "sales-desk";
const SOUTH: &str = "south-partner";
const NEW: Fields =
    &[("Kind", "Reseller"), ("Website", "www.lake.example"), ("Manager", "Partner manager")];
const AUDITOR: Fields = &[("Person", "Colleague"), ("Role", "auditor"), ("Change", "Give")];
const NO_AUDITOR: Fields = &[("Person", "Colleague"), ("Role", "auditor"), ("Change", "Take")];
const BOSS: Fields = &[("Person", "North member 2"), ("Change", "Make partner admin")];
const GONE: Fields = &[("Person", "North member 2"), ("Change", "Remove from the partner")];
const GROUP: Fields = &[("Group", "Sales team"), ("Role", "Community manager")];
const NO_GROUP: Fields = &[("Group", "Sales team"), ("Role", "No role")];

/// In this order, each with what the ones before it left. Where the second wants what is so already,
/// it is told that it is so.
#[rustfmt::skip]
const DEEDS: [Deed; 15] = [
    Deed { before: &[Types(DESK, "/vouch partner Lake Partner")],
           last: Sends(NEW), late: "This code is taken." },
    Deed { before: &[Types(DESK, "/vouch partner NOR"), Presses("Rename partner")],
           last: Sends(&[("Name", "Northern Lights")]), late: "is called Northern Lights now" },
    Deed { before: &[Types(DESK, "/vouch partner SOU"), Presses("Change code")],
           last: Sends(&[("Code", "STH")]), late: "start with STH from now on" },
    Deed { before: &[Types(DESK, "/vouch partner NOR"), Presses("Suspend partner")],
           last: Sends(&[("Reason", "Papers are missing")]), late: "is suspended already, since" },
    Deed { before: &[Types(DESK, "/vouch partner NOR")],
           last: Presses("Resume partner"), late: "is not suspended" },
    Deed { before: &[Types(DESK, "/vouch role")],
           last: Sends(AUDITOR), late: "Colleague is now auditor" },
    Deed { before: &[Types(DESK, "/vouch role")],
           last: Sends(NO_AUDITOR), late: "Colleague is not auditor any more" },
    Deed { before: &[Types(DESK, "/vouch member")],
           last: Sends(BOSS), late: "is partner admin of Northern Lights now" },
    Deed { before: &[Types(DESK, "/vouch member")],
           last: Sends(GONE), late: "speaks for no partner" },
    Deed { before: &[Types(DESK, "/vouch group")],
           last: Sends(GROUP), late: "has the role Community manager from now on" },
    Deed { before: &[Types(DESK, "/vouch group")],
           last: Sends(NO_GROUP), late: "gives no role any more" },
    Deed { before: &[Types(SOUTH, "/vouch link"), Sends(&[("Channel is for", "Community")])],
           last: Sends(&[]), late: "is linked to that already" },
    Deed { before: &[Types(SOUTH, "/vouch unlink")],
           last: Sends(&[]), late: "is not linked to anything" },
    Deed { before: &[Types(SOUTH, "/vouch link")],
           last: Sends(&[("Channel is for", "Community")]), late: "is linked to that already" },
    Deed { before: &[Types(DESK, "/vouch partner NOR"), Presses("Terminate partner")],
           last: Sends(&[("Reason", "No longer in business")]), late: "The partnership ended on" },
];

/// Both are made admin, and both are in the partners' channels.
const BOTH: [&str; 2] = ["Partner manager", "Sales 1"];

async fn happened(world: &World) -> i64 {
    world.database.count("select cast(count(*) as bigint) from event").await
}

async fn gives(world: &World, whom: &str, role: &str) {
    let admin = world.person("Admin");
    admin.types(DESK, "/vouch role").await;
    let given = admin.submits(&[("Person", whom), ("Role", role), ("Change", "Give")]).await;
    assert!(given.screen.words.contains(whom), "{given:?}");
    admin.closes().await;
    world.settle().await;
}

async fn does(who: &Person<'_>, world: &World, step: Step) -> Answer {
    let answer = match step {
        Types(channel, text) => who.types(channel, text).await,
        Presses(label) => who.presses_in(DESK, label).await,
        Sends(fields) => who.submits(fields).await,
    };
    assert!(answer.ok, "{}, {step:?}: {answer:?}", who.name());
    world.settle().await;
    answer
}

async fn prepares(who: &Person<'_>, world: &World, deed: &Deed) {
    for step in deed.before {
        does(who, world, *step).await;
    }
}

/// What somebody was told last: in the form or its place, beside an input, privately.
async fn told(world: &World, who: &Person<'_>, answer: &Answer) -> String {
    let errors: Vec<&str> = answer.screen.errors.values().map(String::as_str).collect();
    format!("{}\n{}\n{}", answer.screen.words, errors.join("\n"), world.heard(who.name()).await)
}

/// Closes what is still open.
async fn leaves(who: &Person<'_>) {
    while who.screen().await.open() {
        who.closes().await;
    }
}

async fn one_after_the_other(world: &World, order: [&str; 2]) {
    for name in order {
        gives(world, name, "admin").await;
    }
    let [first, second] = order.map(|name| world.person(name));
    for deed in &DEEDS {
        prepares(&first, world, deed).await;
        prepares(&second, world, deed).await;
        let before = happened(world).await;
        does(&first, world, deed.last).await;
        let events = happened(world).await;
        assert!(events > before, "{:?} {:?} does something", deed.before, deed.last);
        let answer = does(&second, world, deed.last).await;
        let told = told(world, &second, &answer).await;
        assert!(told.contains(deed.late), "{:?}: {told}", deed.before);
        assert_eq!(happened(world).await, events, "{:?} counts once", deed.before);
        leaves(&first).await;
        leaves(&second).await;
    }
}

#[tokio::test]
async fn of_two_who_set_up_the_same_the_second_hears_how_it_stands() {
    on_slack(Only::Wire, async |world| one_after_the_other(world, BOTH).await).await;
}

#[tokio::test]
async fn in_the_other_order_it_is_the_other_who_hears_it() {
    let [one, other] = BOTH;
    on_slack(Only::Wire, async |world| one_after_the_other(world, [other, one]).await).await;
}

#[tokio::test]
async fn what_sets_up_counts_once_when_it_is_delivered_twice_or_sent_again() {
    on_slack(Only::Wire, async |world| {
        gives(world, "Partner manager", "admin").await;
        let admin = world.person("Partner manager");
        for deed in &DEEDS {
            prepares(&admin, world, deed).await;
            does(&admin, world, deed.last).await;
            let events = happened(world).await;
            match deed.last {
                Sends(_) => {
                    world.delivers_again("view_submission").await;
                    world.the_last_form_is_sent_again().await;
                }
                Presses(_) | Types(..) => drop(world.delivers_again("block_actions").await),
            }
            world.settle().await;
            assert_eq!(happened(world).await, events, "{:?} counts once", deed.before);
            leaves(&admin).await;
        }
    })
    .await;
}

/// Two managers press what they were both sent, one after the other, and the first press comes twice.
async fn both_press(world: &World, label: &str, [first, second]: [&str; 2]) {
    let (one, other) =
        (with_button(world, first, label).await, with_button(world, second, label).await);
    let before = [in_vain(world, first).await, in_vain(world, second).await];
    world.person(first).presses_on(label, &one).await;
    world.settle().await;
    let events = happened(world).await;
    world.delivers_again("block_actions").await;
    world.person(second).presses_on(label, &other).await;
    world.settle().await;
    assert_eq!(happened(world).await, events, "{label} counts once");
    let now = [in_vain(world, first).await, in_vain(world, second).await];
    assert_eq!(now, [before[0], before[1] + 1], "{label}: only the second pressed in vain");
}

/// How often somebody was told that a press came too late.
async fn in_vain(world: &World, name: &str) -> usize {
    world.heard(name).await.matches("Your press changed nothing.").count()
}

#[tokio::test]
async fn a_link_is_decided_by_whichever_manager_presses_first() {
    on_slack(Only::Wire, async |world| {
        gives(world, "Sales 1", "partner manager").await;
        #[rustfmt::skip]
        let table = [
            ("North guest", "Link this person",  ["Partner manager", "Sales 1"]),
            ("Colleague",   "Not one of theirs", ["Sales 1", "Partner manager"]),
        ];
        for (who, label, order) in table {
            asks(world, who).await;
            both_press(world, label, order).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_by_the_first_press_is_kept_or_undone_by_whichever_manager_presses_first() {
    for (label, order) in [
        ("Keep the link", ["Partner manager", "Sales 1"]),
        ("Undo the link", ["Sales 1", "Partner manager"]),
    ] {
        apart_without("North member 2", Wire::Socket, async |world| {
            gives(world, "Sales 1", "partner manager").await;
            world.person("North member 2").refers("acme.example").await;
            both_press(world, label, order).await;
        })
        .await;
    }
}

#[tokio::test]
async fn a_company_is_confirmed_once_whoever_does_it() {
    for order in [BOTH, [BOTH[1], BOTH[0]]] {
        from_nothing(SETUP, async |world| {
            linked(world, "north-partner", "NOR").await;
            gives(world, "Sales 1", "partner manager").await;
            // Each has linked it, and is offered to confirm who is there.
            let other = world.person("Sales 1");
            does(&other, world, Types("north-partner", "/vouch unlink")).await;
            does(&other, world, Sends(&[])).await;
            leaves(&other).await;
            does(&other, world, Types("north-partner", "/vouch link")).await;
            does(&other, world, Sends(&[("Channel is for", "One partner"), ("Partner", "NOR")]))
                .await;
            let [first, second] = order.map(|name| world.person(name));
            for who in [&first, &second] {
                let form = who.presses_in_modal("Confirm the company").await;
                assert_eq!(form.screen.title, "Confirm company", "{form:?}");
            }
            let company = Sends(&[("Company", "North Partner")]);
            does(&first, world, company).await;
            let events = happened(world).await;
            world.delivers_again("view_submission").await;
            world.the_last_form_is_sent_again().await;
            let answer = does(&second, world, company).await;
            assert!(answer.screen.words.contains("Its full members join"), "{answer:?}");
            assert_eq!(happened(world).await, events, "it counts once");
        })
        .await;
    }
}
