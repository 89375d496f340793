//! Every button that decides something: pressed by two people in both orders, its form sent twice
//! and delivered twice. What comes second is answered from the state and changes nothing.

use crate::world::{Answer, Only, Person, Referral, World, everywhere, on_slack};

type Fields = &'static [(&'static str, &'static str)];

/// Something that is done on a card, and where it leads.
struct Deed {
    label: &'static str,
    /// Typed into its form; none where there is no form.
    fields: Option<Fields>,
    /// What was done before, so that it can be done.
    before: &'static [&'static str],
    /// Two who may do it.
    who: [&'static str; 2],
    leads_to: &'static str,
    /// The beginning of what the second is told; a deed that can be done again is done again.
    late: Option<&'static str>,
}

const SALES: [&str; 2] = ["Sales 1", "Sales 2"];
const MEMBERS: [&str; 2] = ["Partner member", "North admin"];

#[rustfmt::skip]
const DEEDS: [Deed; 11] = [
    Deed { label: "Approve", fields: Some(&[]), before: &[], who: SALES,
           leads_to: "approved", late: Some("{ref} was already approved by ") },
    Deed { label: "Reject", fields: Some(&[("Reason", "Not a fit")]), before: &[], who: SALES,
           leads_to: "rejected", late: Some("{ref} was already rejected by ") },
    Deed { label: "Ask", fields: Some(&[("Question", "Who decides?")]), before: &[], who: SALES,
           leads_to: "needs_info", late: Some("{ref} has the state Question asked") },
    Deed { label: "Answer", fields: Some(&[("Answer", "Jo does.")]), before: &["Ask"], who: MEMBERS,
           leads_to: "submitted", late: Some("{ref} has the state Submitted") },
    Deed { label: "Withdraw", fields: None, before: &[], who: MEMBERS,
           leads_to: "withdrawn", late: Some("{ref} has the state Withdrawn") },
    Deed { label: "Undo", fields: Some(&[("Reason", "The wrong card")]), before: &["Approve"],
           who: ["Sales 1", "Partner manager"],
           leads_to: "submitted", late: Some("{ref} has the state Submitted") },
    Deed { label: "Move stage", before: &["Approve"], who: SALES,
           fields: Some(&[("Stage", "Won"), ("Amount", "1200"), ("Currency", "EUR")]),
           leads_to: "won", late: Some("{ref} has the state Won") },
    Deed { label: "Reopen referral", fields: None, before: &["Approve", "Lose"], who: SALES,
           leads_to: "approved", late: Some("{ref} has the state Approved") },
    Deed { label: "Open a case", fields: Some(&[("Reason", "Our own talks")]), before: &[], who: SALES,
           leads_to: "in_conflict", late: Some("{ref} is in review already.") },
    // Both count, in their order: the last owner is the owner.
    Deed { label: "Change owner", fields: Some(&[("Owner", "Sales 2")]), before: &["Approve"],
           who: SALES, leads_to: "approved", late: None },
    Deed { label: "Move stage", before: &["Approve"], who: SALES,
           fields: Some(&[("Stage", "Meeting"), ("Next step", "Call on Tuesday")]),
           leads_to: "approved", late: None },
];

/// Brings a new referral to where the deed can be done.
async fn prepared(world: &World, deed: &Deed, company: &str) -> Referral {
    let referral = world.person("Partner member").refers(company).await;
    let sales = world.person("Sales 1");
    for step in deed.before {
        match *step {
            "Approve" => drop(sales.approves(&referral).await),
            "Ask" => {
                sales.presses("Ask", &referral).await;
                sales.submits(&[("Question", "Who decides?")]).await;
            }
            "Lose" => {
                sales.presses("Move stage", &referral).await;
                sales.submits(&[("Stage", "Lost"), ("Reason", "No budget")]).await;
            }
            other => panic!("nobody knows how to {other}"),
        }
        world.settle().await;
    }
    referral
}

async fn happened(world: &World) -> i64 {
    world.database.count("select cast(count(*) as bigint) from event").await
}

async fn status(world: &World, referral: &Referral) -> String {
    let all = world.referrals().await;
    all.into_iter().find(|one| one.0 == referral.number).expect("it was registered").1
}

impl Deed {
    fn late(&self, referral: &Referral) -> Option<String> {
        self.late.map(|late| late.replace("{ref}", &referral.number))
    }
}

/// Presses; with a form it is then open, or somebody was told why not.
async fn presses(who: &Person<'_>, deed: &Deed, referral: &Referral) -> Answer {
    let card = who.card(referral).await;
    who.presses_on(deed.label, &card).await
}

/// Sends the open form off: it is taken, and what may stand in its place is closed.
async fn sends(who: &Person<'_>, deed: &Deed, fields: &[(&str, &str)]) {
    let sent = who.submits(fields).await;
    assert!(sent.ok && sent.screen.errors.is_empty(), "{}: {sent:?}", deed.label);
    if sent.screen.open() {
        who.closes().await;
    }
}

/// What somebody was told last, in the form's place or privately.
async fn told(world: &World, who: &Person<'_>, answer: &Answer) -> String {
    if answer.screen.open() { answer.screen.words.clone() } else { world.heard(who.name()).await }
}

/// The deeds, each with a company of its own.
fn deeds(of: &str) -> impl Iterator<Item = (&'static Deed, String)> {
    DEEDS.iter().enumerate().map(move |(at, deed)| (deed, format!("{of}-{at}.example")))
}

async fn one_after_the_other(world: &World, deed: &Deed, company: &str, order: [usize; 2]) {
    let referral = prepared(world, deed, company).await;
    let [first, second] = order.map(|at| world.person(deed.who[at]));
    let old = second.card(&referral).await;
    // Both have the form, or at least the card, in front of them.
    if let Some(fields) = deed.fields {
        for who in [&first, &second] {
            let opened = presses(who, deed, &referral).await;
            assert!(opened.screen.open(), "{}: {opened:?}", deed.label);
        }
        sends(&first, deed, fields).await;
    } else {
        presses(&first, deed, &referral).await;
    }
    world.settle().await;
    assert_eq!(status(world, &referral).await, deed.leads_to, "{}", deed.label);
    let events = happened(world).await;
    let answer = match deed.fields {
        Some(fields) => second.submits(fields).await,
        None => second.presses_old(deed.label, &old).await,
    };
    world.settle().await;
    assert_eq!(status(world, &referral).await, deed.leads_to, "{}", deed.label);
    match deed.late(&referral) {
        Some(late) => {
            let told = told(world, &second, &answer).await;
            assert!(told.contains(&late), "{}: {told}", deed.label);
            assert_eq!(happened(world).await, events, "{} counts once", deed.label);
        }
        None => assert!(!answer.screen.open(), "{}: {answer:?}", deed.label),
    }
}

#[tokio::test]
async fn of_two_people_with_the_same_in_front_of_them_the_second_is_told_who_was_first() {
    everywhere(async |world| {
        for (deed, company) in deeds("one") {
            one_after_the_other(world, deed, &company, [0, 1]).await;
        }
    })
    .await;
}

#[tokio::test]
async fn in_the_other_order_it_is_the_other_who_is_told() {
    on_slack(Only::Wire, async |world| {
        for (deed, company) in deeds("other") {
            one_after_the_other(world, deed, &company, [1, 0]).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_deed_that_is_delivered_twice_or_sent_again_counts_once() {
    on_slack(Only::Wire, async |world| {
        for (deed, company) in deeds("again") {
            let referral = prepared(world, deed, &company).await;
            let who = world.person(deed.who[0]);
            presses(&who, deed, &referral).await;
            if let Some(fields) = deed.fields {
                // The press once more: its form is open already.
                world.delivers_again("block_actions").await;
                sends(&who, deed, fields).await;
            }
            world.settle().await;
            assert_eq!(status(world, &referral).await, deed.leads_to, "{}", deed.label);
            let events = happened(world).await;
            if deed.fields.is_some() {
                world.delivers_again("view_submission").await;
                world.the_last_form_is_sent_again().await;
            } else {
                world.delivers_again("block_actions").await;
            }
            world.settle().await;
            assert_eq!(happened(world).await, events, "{} counts once", deed.label);
            assert_eq!(status(world, &referral).await, deed.leads_to, "{}", deed.label);
        }
    })
    .await;
}

#[tokio::test]
async fn the_same_person_who_presses_again_is_answered_from_the_state() {
    on_slack(Only::Wire, async |world| {
        for (deed, company) in deeds("same") {
            let referral = prepared(world, deed, &company).await;
            let Some(late) = deed.late(&referral) else { continue };
            let who = world.person(deed.who[0]);
            let old = who.card(&referral).await;
            presses(&who, deed, &referral).await;
            if let Some(fields) = deed.fields {
                who.submits(fields).await;
            }
            world.settle().await;
            let events = happened(world).await;
            let again = who.presses_old(deed.label, &old).await;
            world.settle().await;
            assert!(!again.screen.open(), "{}: {again:?}", deed.label);
            let heard = world.heard(who.name()).await;
            assert!(heard.contains(&late), "{}: {heard}", deed.label);
            assert_eq!(happened(world).await, events, "{} counts once", deed.label);
        }
    })
    .await;
}
