//! What people wait for besides the receipt: their list, the post after an approval, and the truth
//! of an answer on a slow disk. With few and with many referrals in the store.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::figures::Load;
use crate::house::{self, Base, Forms};
use crate::load::{self, Bodies};
use crate::slack::{self, Submissions, person, text};
use crate::stub::{Post, Stub};
use crate::subject::{Kind, Places, Running, Slower};

/// Lists asked for, and approvals made, for one figure.
const LISTS: usize = 400;
const APPROVALS: usize = 300;
/// What was left to be said for the store's referrals counts as said: the bot is measured with a
/// store that has grown over months, not one that was filled a minute ago.
const ALL_SAID: &str =
    "update outbox set done_us = said_us, outcome = 'said' where done_us is null";

/// Homes opened for one figure, each after the one before has had its rest of a second.
const HOMES: usize = 60;
const REST: Duration = Duration::from_millis(1_100);
/// Keystrokes in a list of referrals for one figure, and what has been typed by then: nothing, what
/// most have, what few have, a number.
const KEYSTROKES: usize = 400;
const TYPED: [&str; 5] = ["", "e", "example", "99", "no such company"];
/// Gives one partner ten thousand referrals, or all there are.
const ALL_OF_ONE: &str = "with nth as (
       select referral_id, row_number() over (order by referral_id) as n from referral
     )
     update referral
        set number = 1000000 + nth.n,
            partner_id = (select partner_id from person where partner_id is not null
                           order by partner_id limit 1)
       from nth where nth.referral_id = referral.referral_id and nth.n <= 10000";

/// What was found with this many referrals in the store.
pub struct Found {
    pub referrals: usize,
    pub resident_mib: f64,
    pub lists: Load,
    /// From the press of *Approve* until its form is opened at the platform.
    pub forms: Load,
    /// From the form's sending off until its post stands in the partner's channel.
    pub posts: Load,
    /// From the opening of a Home of a partner with ten thousand of them until it is drawn.
    pub homes: Load,
    /// From a keystroke of a member of that partner until the list has what fits it.
    pub suggestions: Load,
}

/// Fills a copy of the template with `referrals`, and measures.
pub async fn with(
    referrals: usize,
    base: &Base,
    template: &str,
    forms: &Forms,
    places: &Places,
    stub: &Stub,
) -> Found {
    base.copy(template, "grown").await;
    let vouch = start(base, places).await;
    let all = forms.clone();
    let bodies: Bodies = Arc::new(move |nth| (nth < referrals).then(|| all.body(nth)).flatten());
    let filled = load::closed(&vouch, 64, Duration::from_secs(600), bodies, "Received").await;
    assert_eq!((filled.count(), filled.errors), (referrals, 0), "every submission is stored");
    vouch.stop().await;
    base.run("grown", ALL_SAID).await;

    let vouch = start(base, places).await;
    let lists: Bodies = Arc::new(|nth| {
        let who = house::member_of(0);
        (nth < LISTS).then(|| slack::command(&who, nth, "/referrals", ""))
    });
    let lists = load::closed(&vouch, 1, Duration::from_secs(120), lists, "").await;
    let (forms, posts) = approvals(&vouch, base, stub).await;
    let resident_mib = vouch.memory("VmRSS");
    vouch.stop().await;
    base.run("grown", ALL_OF_ONE).await;
    let vouch = start(base, places).await;
    let of_ten_thousand = base.first_member("grown").await;
    let homes = homes(&vouch, &of_ten_thousand, stub).await;
    let suggestions = suggestions(&vouch, &of_ten_thousand, stub).await;
    vouch.stop().await;
    base.drop("grown").await;
    Found { referrals, resident_mib, lists, forms, posts, homes, suggestions }
}

/// Opens the same Home again and again. Whose it is, is asked of the platform each time.
async fn homes(vouch: &Running, who: &slack::Who, stub: &Stub) -> Load {
    let mut caller = vouch.caller().await;
    let (mut drawn, mut errors) = (Vec::new(), 0);
    let began = Instant::now();
    for nth in 0..HOMES {
        tokio::time::sleep(REST).await;
        stub.homes();
        let opened = Instant::now();
        caller.deliver(slack::home_opened(who, nth)).await.expect("the event is taken");
        match until(|| stub.homes().first().copied()).await {
            Some(at) => drawn.push(micros(at - opened)),
            None => errors += 1,
        }
    }
    Load::new(drawn, errors, began.elapsed())
}

/// Types into the list of referrals of a form, one keystroke after the other.
async fn suggestions(vouch: &Running, who: &slack::Who, stub: &Stub) -> Load {
    const FORM: usize = 2_000_000;
    let mut caller = vouch.caller().await;
    caller.deliver(slack::command(who, FORM, "/vouch", "open")).await.expect("it is taken");
    let form = until(|| stub.form(&format!("command.{FORM}"))).await.expect("a form opens");
    let who = who.clone();
    let bodies: Bodies = Arc::new(move |nth| {
        (nth < KEYSTROKES).then(|| slack::typing(&who, &form, TYPED[nth % TYPED.len()]))
    });
    load::closed(vouch, 1, Duration::from_secs(120), bodies, "options").await
}

/// The shortest time in which anything was answered while every sync took `slower` longer.
pub async fn quickest(
    base: &Base,
    template: &str,
    forms: &Forms,
    places: &Places,
    slower: Slower,
) -> Duration {
    base.copy(template, "run").await;
    let vouch = Running::start(Kind::Vouch, places, &base.url("run"), slower).await;
    let load = load::closed(&vouch, 8, Duration::from_secs(5), forms.bodies(0), "Received").await;
    assert!(load.count() > 0 && load.errors == 0, "it answers all the same");
    vouch.stop().await;
    base.drop("run").await;
    Duration::from_secs_f64(load.ms(0.0) / 1_000.0)
}

async fn start(base: &Base, places: &Places) -> Running {
    Running::start(Kind::Vouch, places, &base.url("grown"), Slower::NOT).await
}

/// Approvals one after the other, each in another partner's channel, slowly enough that no channel
/// has to rest.
async fn approvals(vouch: &Running, base: &Base, stub: &Stub) -> (Load, Load) {
    const PAUSE: Duration = Duration::from_millis(40);
    let sales = house::sales();
    let mut caller = vouch.caller().await;
    let mut tick = tokio::time::interval(PAUSE);
    let (mut opened, mut posted, mut errors) = (Vec::new(), Vec::new(), 0);
    let began = Instant::now();
    stub.listen();
    let waiting = base.submitted("grown", APPROVALS).await;
    for (nth, (referral, version)) in waiting.into_iter().enumerate() {
        tick.tick().await;
        let nth = 1_000_000 + nth;
        let value = format!("v1:review:approve:{referral}:{version}");
        let press = slack::press(&sales, nth, ("review:approve", &value), "1700000000.000002");
        let pressed = Instant::now();
        caller.deliver(press).await.expect("the press is taken");
        let Some(form) = until(|| stub.form(&format!("press.{nth}"))).await else {
            errors += 1;
            continue;
        };
        opened.push(micros(pressed.elapsed()));
        let view = stub.sample("review").expect("one was opened");
        let submissions =
            Submissions::new(view, &[("owner", person(&sales.user)), ("note", text(""))]);
        let body = submissions.body(&sales, &form, nth, "");
        stub.posts();
        let sent = Instant::now();
        caller.deliver(body).await.expect("the form is taken");
        match until(|| stub.posts().into_iter().find(is_partners)).await {
            Some(post) => posted.push(micros(post.at - sent)),
            None => errors += 1,
        }
    }
    let took = began.elapsed();
    (Load::new(opened, 0, took), Load::new(posted, errors, took))
}

fn is_partners(post: &Post) -> bool {
    post.channel.starts_with("CPARTNER")
}

/// Waits for something, for up to five seconds.
async fn until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    for _ in 0..50_000 {
        if let Some(found) = look() {
            return Some(found);
        }
        tokio::time::sleep(Duration::from_micros(100)).await;
    }
    None
}

fn micros(took: Duration) -> u32 {
    u32::try_from(took.as_micros()).unwrap_or(u32::MAX)
}
