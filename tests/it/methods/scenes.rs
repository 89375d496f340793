//! For each method a scene: what leads to the call, what somebody sees at once when it goes wrong,
//! and what stands in the end.

use serde_json::json;

use super::{Cut, Lost, Scene, Sees, Slow, Trial, always, unless_slow};
use crate::channels::{confirmed, linked, word, words};
use crate::install::refers_by_command;
use crate::shout;
use crate::world::browser::Browser;
use crate::world::{Referral, World, filled, until};

/// Opens in time, or is offered again: the trigger does not live long enough to wait.
const IN_TIME: Sees = Sees { limited: LATE, away: LATE, ..always("Refer a customer") };
const LATE: &str = "The form could not open in time. Press again.";
const WHO: &str = "The chat does not tell us who this is just now.";
const NO_GROUPS: &str = "The chat does not list its groups just now.";
const NOT_YET: &str = "This was not registered: the chat does not tell us who you are just now.";
const NO_ANSWER: &str = "The chat did not answer, so nothing was stored.";
const NOT_SEEN: &str = "The chat does not tell just now who is in the channel";

/// In a world that is set up.
#[rustfmt::skip]
pub const AT_HOME: [Scene; 15] = [
    Scene { method: "chat.postMessage",      deed: |of| Box::pin(registers(of)),         sees: always("Received: "),                       then: |of| Box::pin(each_card_stands(of)) },
    Scene { method: "chat.delete",           deed: |of| Box::pin(deletes_a_post(of)),    sees: always("Deleted."),                         then: |of| Box::pin(it_stands_no_more(of)) },
    Scene { method: "chat.update",           deed: |of| Box::pin(approves(of)),          sees: always("the form is gone"),                 then: |of| Box::pin(both_cards_are_redrawn(of)) },
    Scene { method: "chat.getPermalink",     deed: |of| Box::pin(opens_a_card(of)),      sees: always("Decide by"),                        then: |of| Box::pin(it_leads_on(of)) },
    Scene { method: "chat.postEphemeral",    deed: |of| Box::pin(presses_too_late(of)),  sees: always(""),                                 then: |of| Box::pin(hears_who_was_faster(of)) },
    Scene { method: "conversations.open",    deed: |of| Box::pin(gives_finance(of)),     sees: always("Colleague is now finance"),         then: |of| Box::pin(they_hear_of_it_once(of)) },
    Scene { method: "users.info",            deed: |of| Box::pin(gives_finance(of)),     sees: unless_slow(WHO, "Colleague is now"),       then: |of| Box::pin(it_is_sent_again(of)) },
    Scene { method: "usergroups.list",       deed: |of| Box::pin(asks_for_groups(of)),   sees: unless_slow(NO_GROUPS, "Bind a group"),     then: |of| Box::pin(groups_are_listed(of)) },
    Scene { method: "usergroups.users.list", deed: |of| Box::pin(binds_a_group(of)),     sees: always("Whoever is in Sales team has the"), then: |of| Box::pin(its_people_have_the_role(of)) },
    Scene { method: "views.open",            deed: |of| Box::pin(presses_refer(of)),     sees: IN_TIME,                                    then: |of| Box::pin(the_form_opens(of)) },
    Scene { method: "views.update",          deed: |of| Box::pin(looks_from_receipt(of)), sees: always(""),                                then: |of| Box::pin(the_list_is_there(of)) },
    Scene { method: "views.publish",         deed: |of| Box::pin(looks_at_home(of)),     sees: always(""),                                 then: |of| Box::pin(the_home_is_drawn(of)) },
    Scene { method: "response_url",          deed: |of| Box::pin(filters_a_list(of)),    sees: always(""),                                 then: |of| Box::pin(the_list_is_filtered(of)) },
    Scene { method: "oauth.v2.access",       deed: |of| Box::pin(north_installs(of)),    sees: unless_slow(NO_ANSWER, "Vouch is in North"), then: |of| Box::pin(the_link_works_again(of)) },
    Scene { method: "auth.revoke",           deed: |of| Box::pin(east_leaves_one_out(of)), sees: always("commands was left out"),          then: |of| Box::pin(east_installs_whole(of)) },
];

/// In a world in which the app is in no channel, in this order.
#[rustfmt::skip]
pub const FROM_NOTHING: [Scene; 5] = [
    Scene { method: "conversations.info",    deed: |of| Box::pin(the_app_is_added(of)),  sees: always(""),                                 then: |of| Box::pin(somebody_is_asked_once(of)) },
    Scene { method: "conversations.info",    deed: |of| Box::pin(links(of)),             sees: unless_slow(NOT_SEEN, "is linked to"),      then: |of| Box::pin(the_link_is_sent_again(of)) },
    Scene { method: "pins.add",              deed: |of| Box::pin(links_another(of)),     sees: always("is linked to North Partner"),       then: |of| Box::pin(the_intro_is_pinned_once(of)) },
    Scene { method: "users.info",            deed: |of| Box::pin(a_newcomer_registers(of)), sees: unless_slow(NOT_YET, "Received: NOR-1."), then: |of| Box::pin(the_same_form_is_sent_again(of)) },
    Scene { method: "team.info",             deed: |of| Box::pin(a_company_joins(of)),   sees: always(""),                                 then: |of| Box::pin(the_manager_hears_of_it_once(of)) },
];

async fn deletes_a_post(of: &Trial<'_>) -> String {
    let (world, manager) = (of.world, of.world.person("Community manager"));
    shout::lets_them_cheer(world, "North", "Yes").await;
    let referral = refers(world, "cheer.example").await;
    // The first one of North's in this world.
    world.person("Sales 1").approves(&referral).await;
    world.settle().await;
    shout::drafts(world, &[("Text", CHEER), ("Where", "Community channel"), ("When", "Now")]).await;
    manager.presses_in_modal("Post now").await;
    world.settle().await;
    manager.closes().await;
    let done = shout::told(world, "Posted in").await.pop().expect("it is posted");
    manager.presses_on("Delete post", &done).await;
    of.begins().await;
    let gone = manager.submits(&[("Reason", "It was too early")]).await;
    manager.closes().await;
    gone.screen.words
}

const CHEER: &str = "Well done, all of you!";

async fn it_stands_no_more(of: &Trial<'_>) {
    assert!(shout::said(of.world, "partners", CHEER).await.is_empty());
}

async fn looks_at_home(of: &Trial<'_>) -> String {
    of.begins().await;
    of.world.person("Partner member").opens_home().await;
    String::new()
}

async fn the_home_is_drawn(of: &Trial<'_>) {
    let home = of.world.person("Partner member").reads_home().await;
    assert!(home.words.starts_with("North Partner"), "{home:?}");
}

const DESK: &str = "sales-desk";
const NORTH: &str = "north-partner";

async fn refers(world: &World, website: &str) -> Referral {
    let member = world.person("Partner member");
    let referral = member.refers(website).await;
    member.closes().await;
    referral
}

async fn registers(of: &Trial<'_>) -> String {
    let member = of.world.person("Partner member");
    member.opens_the_form().await;
    of.begins().await;
    let sent = member.submits(&filled(&[])).await;
    let seen = sent.screen.words.clone();
    let referral = member.receipt(sent);
    if of.weather == Lost {
        // One card, in one of its two channels.
        of.world.may_stand_twice(&referral.number);
    }
    of.referral.replace(Some(referral));
    member.closes().await;
    seen
}

async fn each_card_stands(of: &Trial<'_>) {
    let headline = format!("{} · ", of.referral().number);
    let mut cards = 0;
    for channel in [NORTH, DESK] {
        let all = of.world.all_in(channel).await;
        let here = all.iter().filter(|one| one.text.contains(&headline)).count();
        assert!(here >= 1, "{channel}");
        cards += here;
    }
    assert!(cards == 2 || (of.weather == Lost && cards == 3), "{cards} cards");
}

async fn approves(of: &Trial<'_>) -> String {
    let referral = refers(of.world, "birch.example").await;
    let sales = of.world.person("Sales 1");
    sales.presses("Approve", &referral).await;
    of.begins().await;
    let sent = sales.submits(&[]).await;
    of.referral.replace(Some(referral));
    let open = sent.screen.open() || !sent.ok;
    if open { "the form stands" } else { "the form is gone" }.to_owned()
}

async fn both_cards_are_redrawn(of: &Trial<'_>) {
    for name in ["Partner member", "Sales 1"] {
        let card = of.world.person(name).card(&of.referral()).await.text;
        assert!(card.contains("Approved"), "{name}: {card}");
    }
}

/// The card is shown in time, without its link if nobody says where it leads.
async fn opens_a_card(of: &Trial<'_>) -> String {
    let referral = refers(of.world, "linden.example").await;
    of.begins().await;
    let shown = opened(of, &referral).await;
    of.referral.replace(Some(referral));
    shown
}

async fn it_leads_on(of: &Trial<'_>) {
    let shown = opened(of, &of.referral()).await;
    assert!(shown.contains("Open the card"), "{shown}");
}

async fn opened(of: &Trial<'_>, referral: &Referral) -> String {
    let sales = of.world.person("Sales 1");
    sales.types(DESK, &format!("/vouch open {}", referral.number)).await;
    of.world.settle().await;
    sales.last_whisper_in(DESK).await.words
}

async fn presses_too_late(of: &Trial<'_>) -> String {
    let referral = refers(of.world, "cedar.example").await;
    let late = of.world.person("Sales 2");
    let old = late.card(&referral).await;
    of.world.person("Sales 1").approves(&referral).await;
    of.begins().await;
    late.presses_old("Approve", &old).await;
    if of.weather == Cut {
        // Whoever hears nothing presses again. Twice is said only what is known to be unsaid.
        assert!(!of.world.heard("Sales 2").await.contains("was already approved"));
        late.presses_old("Approve", &old).await;
    }
    of.referral.replace(Some(referral));
    String::new()
}

async fn hears_who_was_faster(of: &Trial<'_>) {
    let line = format!("{} was already approved by Sales 1", of.referral().number);
    until(&line, async || of.world.heard("Sales 2").await.contains(&line)).await;
    assert_eq!(of.world.heard("Sales 2").await.matches(&line).count(), 1);
}

const FINANCE: [(&str, &str); 3] =
    [("Person", "Colleague"), ("Role", "finance"), ("Change", "Give")];

/// And takes it first, if it was given before.
async fn gives_finance(of: &Trial<'_>) -> String {
    let admin = of.world.person("Admin");
    admin.types(DESK, "/vouch role").await;
    admin.submits(&[("Person", "Colleague"), ("Role", "finance"), ("Change", "Take")]).await;
    of.world.settle().await;
    admin.types(DESK, "/vouch role").await;
    of.begins().await;
    let sent = admin.submits(&FINANCE).await;
    format!("{}{:?}", sent.screen.words, sent.screen.errors)
}

async fn they_hear_of_it_once(of: &Trial<'_>) {
    let told = of.world.person("Colleague").direct_messages().await;
    let given = told.iter().filter(|one| one.text.contains("You have the role finance now."));
    assert_eq!(given.count(), 1, "{told:?}");
}

async fn it_is_sent_again(of: &Trial<'_>) {
    let admin = of.world.person("Admin");
    if admin.screen().await.words.contains("is now finance") {
        return;
    }
    let again = admin.submits(&[]).await;
    assert!(again.screen.words.contains("Colleague is now finance"), "{again:?}");
}

/// What a command was answered with: the form it opened, or a word to whoever typed it.
async fn asks_for_groups(of: &Trial<'_>) -> String {
    let admin = of.world.person("Admin");
    of.begins().await;
    let typed = admin.types(DESK, "/vouch group").await;
    if typed.screen.open() { typed.screen.title } else { admin.last_whisper_in(DESK).await.text }
}

async fn groups_are_listed(of: &Trial<'_>) {
    let admin = of.world.person("Admin");
    let again = admin.types(DESK, "/vouch group").await;
    assert_eq!(again.screen.title, "Bind a group", "{again:?}");
}

async fn binds_a_group(of: &Trial<'_>) -> String {
    let (world, admin) = (of.world, of.world.person("Admin"));
    let members = [world.person("Auditor").id()];
    world.change(json!({ "group": { "id": "S0SALESTEAM", "members": members } })).await;
    admin.types(DESK, "/vouch group").await;
    of.begins().await;
    admin.submits(&[("Group", "Sales team"), ("Role", "Sales")]).await.screen.words
}

async fn its_people_have_the_role(of: &Trial<'_>) {
    of.world.clock_on("10m").await;
    let given = "Auditor is sales now, because they came into a group";
    let told = async || of.world.heard("Admin").await.matches(given).count();
    until("it is told", async || told().await > 0).await;
    of.world.settle().await;
    assert_eq!(told().await, 1);
}

async fn presses_refer(of: &Trial<'_>) -> String {
    let member = of.world.person("Partner member");
    of.begins().await;
    let pressed = member.presses_in(NORTH, "Refer a customer").await;
    if pressed.screen.open() {
        return pressed.screen.title;
    }
    member.last_whisper_in(NORTH).await.text
}

async fn the_form_opens(of: &Trial<'_>) {
    let member = of.world.person("Partner member");
    member.opens_the_form().await;
    member.closes().await;
}

async fn looks_from_receipt(of: &Trial<'_>) -> String {
    let member = of.world.person("Partner member");
    member.refers("dogwood.example").await;
    of.begins().await;
    member.presses_in_modal("My referrals").await.screen.title
}

async fn the_list_is_there(of: &Trial<'_>) {
    let member = of.world.person("Partner member");
    let title = async || member.screen().await.title;
    until("the list", async || title().await == "My referrals").await;
    member.closes().await;
}

/// Nothing is closed in this world.
const FILTERED: &str = "No referral stands here now.";

async fn filters_a_list(of: &Trial<'_>) -> String {
    let member = of.world.person("Partner member");
    member.presses_in(NORTH, "My referrals").await;
    let list = member.last_whisper_in(NORTH).await;
    of.begins().await;
    member.chooses("Choose what to show", "Closed", &list).await;
    if of.weather == Cut {
        let shown = member.last_whisper_in(NORTH).await;
        assert!(
            !shown.text.contains(FILTERED),
            "an answer may have been lost, and is not repeated"
        );
        member.chooses("Choose what to show", "Closed", &shown).await;
    }
    String::new()
}

async fn the_list_is_filtered(of: &Trial<'_>) {
    let member = of.world.person("Partner member");
    let shown = async || member.last_whisper_in(NORTH).await.text;
    until(FILTERED, async || shown().await.contains(FILTERED)).await;
}

async fn north_installs(of: &Trial<'_>) -> String {
    let link = of.world.install_link(NORTH).await;
    of.begins().await;
    Browser::new().installs(&link, "North Partner").await.text
}

/// A second way leads there.
async fn the_link_works_again(of: &Trial<'_>) {
    if of.weather != Slow {
        of.world.installs(NORTH, "North Partner").await;
    }
    refers_by_command(of.world, "North member 2", "fir.example").await;
    of.world.person("North member 2").closes().await;
}

async fn east_leaves_one_out(of: &Trial<'_>) -> String {
    let link = of.world.install_link("east-partner").await;
    of.begins().await;
    let mut browser = Browser::new();
    let question = browser.follows(&link).await.without("commands");
    let back = browser.answers(&question, "East Partner", "allow").await;
    browser.reads(&back).await.text
}

/// Also where the token could not be given back.
async fn east_installs_whole(of: &Trial<'_>) {
    of.world.installs("east-partner", "East Partner").await;
    refers_by_command(of.world, "East member", "larch.example").await;
    of.world.person("East member").closes().await;
}

async fn the_app_is_added(of: &Trial<'_>) -> String {
    let by = of.world.person("Partner manager").id();
    of.begins().await;
    let add = json!({ "channel": of.world.channel("south-partner"), "by": by });
    of.world.change(json!({ "add_bot": add })).await;
    String::new()
}

async fn somebody_is_asked_once(of: &Trial<'_>) {
    let manager = of.world.person("Partner manager");
    assert_eq!(words(&manager, "south-partner", "What is #south-partner for?").await, 1);
}

async fn links(of: &Trial<'_>) -> String {
    let manager = of.world.person("Partner manager");
    let question = word(&manager, "south-partner", "What is #south-partner for?").await;
    manager.presses_on("Link to one partner", &question).await;
    of.begins().await;
    let sent = manager.submits(&[("Partner", "SOU")]).await;
    format!("{}{:?}", sent.screen.words, sent.screen.errors)
}

async fn the_link_is_sent_again(of: &Trial<'_>) {
    let manager = of.world.person("Partner manager");
    if manager.screen().await.words.contains("is linked to South Partner") {
        return;
    }
    let again = manager.submits(&[]).await;
    assert!(again.screen.words.contains("is linked to South Partner"), "{again:?}");
}

async fn links_another(of: &Trial<'_>) -> String {
    of.begins().await;
    let seen = linked(of.world, NORTH, "NOR").await.screen.words;
    confirmed(of.world, NORTH, "North Partner").await;
    seen
}

async fn the_intro_is_pinned_once(of: &Trial<'_>) {
    let all = of.world.all_in(NORTH).await;
    assert_eq!(all.iter().filter(|one| one.pinned).count(), 1);
}

async fn a_newcomer_registers(of: &Trial<'_>) -> String {
    let newcomer = of.world.person("Partner member");
    newcomer.opens_the_form().await;
    of.begins().await;
    let sent = newcomer.submits(&filled(&[])).await;
    format!("{}{:?}", sent.screen.words, sent.screen.errors)
}

async fn the_same_form_is_sent_again(of: &Trial<'_>) {
    let newcomer = of.world.person("Partner member");
    if !newcomer.screen().await.words.contains("Received: ") {
        assert_eq!(newcomer.screen().await.values["Company website"], "acme.example");
        let again = newcomer.submits(&[]).await;
        assert_eq!(newcomer.receipt(again).number, "NOR-1");
    }
    assert_eq!(of.world.referrals().await.len(), 1);
}

async fn a_company_joins(of: &Trial<'_>) -> String {
    of.begins().await;
    let share = json!({ "channel": of.world.channel(NORTH), "team": "T0EAST00001" });
    of.world.change(json!({ "share": share })).await;
    String::new()
}

async fn the_manager_hears_of_it_once(of: &Trial<'_>) {
    let manager = of.world.person("Partner manager");
    assert_eq!(words(&manager, NORTH, "East Partner joined #north-partner.").await, 1);
}
