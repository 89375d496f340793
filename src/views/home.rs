//! The page that a person has in the app: what waits for them on top, each line with its button.
//!
//! It shows one page of lines; what it has no room for is behind *My referrals*. The same parts can
//! be shown where a platform has no such page.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::case::list as cases;
use super::knowledge::ideal_button;
use super::list::{self, Item, Page};
use super::referral::{by_clock, through};
use super::report::report_button;
use super::{channel, joining, mine_button, plain, refer_button, refusals, start, tier};
use crate::chat::limits;
use crate::chat::view::{Button, Labelled, Line, Message, Part, Row};
use crate::domain::ids::PersonId;
use crate::domain::measure::{Numbers, Share};
use crate::domain::partner::{Channel, Partner, PartnerState};
use crate::domain::referral::{Referral, Status};
use crate::domain::start::List;
use crate::domain::tier::climb::Climb;
use crate::text::{Arg, Voice};

/// Units of a next step in a line.
const STEP: usize = 60;

/// What stands on the Home of a partner's member.
pub struct Member {
    pub partner: Partner,
    /// How far it has come, where the programme has tiers.
    pub climb: Option<Climb>,
    /// Its first steps, where they have begun.
    pub start: Option<List>,
    /// Whoever looks after the partner, if anybody does.
    pub manager: Option<String>,
    pub asked: Page,
    pub ending: Page,
    /// Of the rest what is live.
    pub open: Page,
    /// How many are open, and how many there are.
    pub all: (u64, u64),
    /// Whether the programme says who is looked for.
    pub ideal: bool,
}

/// What stands on the Home of one of the vendor's own, by their roles.
pub struct Vendor {
    pub sales: Option<Sales>,
    pub needed: Option<Needed>,
    /// The cases that are open, for whoever decides them or is in charge.
    pub cases: cases::Page,
    /// For an admin.
    pub numbers: Option<Numbers>,
    pub admin: bool,
    /// Whether companies can apply to join.
    pub joining: bool,
    /// Of the programme in force.
    pub version: String,
}

/// For somebody in sales: what waits for a decision, what they own, and what stands still.
pub struct Sales {
    pub waiting: Page,
    pub mine: Page,
    /// Whoever owns it: partners who hear nothing are everybody's affair.
    pub still: Page,
    /// The names of its owners.
    pub owners: BTreeMap<PersonId, String>,
    /// First decisions of the last 30 days.
    pub in_time: Share,
}

/// What only somebody in charge can see to.
pub struct Needed {
    /// Channels of which nobody has said what they are for.
    pub open: Vec<Channel>,
    /// Channels that do not work: the platform's word, and how many messages wait.
    pub dead: Vec<(Channel, String, u64)>,
    /// People who ask to be linked.
    pub links: Vec<Message>,
}

/// To somebody of whom we know nothing.
#[must_use]
pub fn nobody(voice: &Voice<'_>) -> Message {
    super::note(voice.line("home-nobody", &[]))
}

/// For a partner's member.
#[must_use]
pub fn member(voice: &Voice<'_>, home: &Member) -> Message {
    let partner = &home.partner;
    let mut parts = vec![Part::Text(head(voice, home))];
    if partner.state != PartnerState::Approved {
        parts.push(Part::Text(refusals::closed(voice, partner, home.manager.as_deref())));
    }
    parts.extend(home.climb.iter().flat_map(|climb| tier::on_home(voice, climb)));
    parts.push(Part::Buttons(vec![refer_button(voice), mine_button(voice)]));
    parts.extend(home.start.as_ref().and_then(|list| start::on_home(voice, list)));
    let sections =
        [("home-waiting", &home.asked), ("home-open", &home.open), (ENDING, &home.ending)];
    for (key, page) in sections {
        parts.extend(section(voice, key, page, |item| {
            row(voice, item, line(voice, item, key), of_member(&item.referral, key))
        }));
    }
    let all_shown = shown(&[&home.asked, &home.open, &home.ending]) >= home.all.0;
    let more = (!all_shown).then(|| more_button(voice, "track", "open"));
    let ideal = home.ideal.then(|| ideal_button(voice));
    let buttons = more.into_iter().chain(ideal).chain([help_button(voice)]);
    parts.push(Part::Buttons(buttons.collect()));
    Message { parts }
}

/// What a member most likely wants of a referral under this heading.
fn of_member(referral: &Referral, section: &str) -> (&'static str, &'static str, &'static str) {
    match referral.status {
        Status::NeedsInfo => ANSWER,
        Status::Approved if section == ENDING && referral.extended_at.is_none() => EXTEND,
        Status::Submitted
        | Status::InConflict
        | Status::Approved
        | Status::Rejected
        | Status::Withdrawn
        | Status::Lapsed
        | Status::Expired
        | Status::Released
        | Status::Merged
        | Status::Won
        | Status::Lost
        | Status::Reversed => OPEN_CARD,
    }
}

fn head(voice: &Voice<'_>, home: &Member) -> Line {
    let (open, all) = home.all;
    let partner = Arg::Text(&home.partner.name);
    if all == 0 {
        return voice.line("home-empty", &[("partner", partner)]);
    }
    let counted = [("partner", partner), ("open", Arg::count(open)), ("n", Arg::count(all))];
    voice.line("track-list", &counted)
}

fn shown(pages: &[&Page]) -> u64 {
    pages.iter().map(|page| page.items.len() as u64).sum()
}

/// A heading with its count, and a line each; nothing where there is nothing.
fn section(
    voice: &Voice<'_>,
    key: &str,
    page: &Page,
    row: impl Fn(&Item) -> Part,
) -> impl Iterator<Item = Part> {
    let heading = voice.line(key, &[("n", Arg::count(page.of))]);
    let heading = (page.of > 0).then_some(Part::Text(heading));
    heading.into_iter().chain(page.items.iter().map(row).collect::<Vec<_>>())
}

/// What somebody owns, with the button that finds it another owner.
pub(super) fn row_of_owner(voice: &Voice<'_>, item: &Item, choice: &str) -> Part {
    row(voice, item, line(voice, item, MINE), ("owner", choice, "button-choose-owner"))
}

/// A line with a button of its own: its flow, its choice, its label.
fn row(voice: &Voice<'_>, item: &Item, line: Line, button: (&str, &str, &str)) -> Part {
    let (flow, choice, label) = button;
    let label = voice.words(label, &[]);
    let (number, company) = (item.number(), item.company());
    let args = [
        ("label", Arg::Word(&label)),
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
    ];
    let spoken = limits::shorten(&voice.words("spoken-button", &args), limits::SPOKEN);
    let (id, version) = (item.referral.id.to_string(), item.referral.version);
    let button = Button { spoken: Some(spoken), ..plain(label, flow, choice, &id, version) };
    Part::Row(Row { line, button })
}

/// What a line says of a referral, under the heading `section`.
pub(super) fn line(voice: &Voice<'_>, item: &Item, section: &str) -> Line {
    let referral = &item.referral;
    let (number, company) = (item.number(), item.company());
    let mut args = vec![("ref", Arg::Word(&number)), ("company", Arg::Text(&company))];
    let answers = referral.status == Status::NeedsInfo && section != MINE;
    if let Some(question) = referral.question.as_ref().filter(|_| answers) {
        args.push(("date", Arg::Day(voice.date(question.place_until))));
        return voice.line(by_clock(referral, "home-line-asked", "home-line-rests"), &args);
    }
    let window = through(voice, referral).filter(|_| referral.status == Status::Approved);
    let Some((through, stage)) = window.zip(referral.stage) else {
        let word = voice.words(&format!("state-{}", referral.status), &[]);
        args.push(("word", Arg::Word(&word)));
        return voice.line("home-line", &args);
    };
    if let Some(release) = referral.release_asked().filter(|_| section != MINE) {
        args.push(("until", Arg::Instant(release.until)));
        return voice.line(by_clock(referral, "home-line-release", "home-line-rests"), &args);
    }
    args.push(("date", Arg::Day(through)));
    if section == ENDING {
        return voice.line("home-line-ending", &args);
    }
    let stage = voice.words(&format!("stage-{stage}"), &[]);
    args.push(("stage", Arg::Word(&stage)));
    let Some(step) = &item.next_step else { return voice.line("home-line-stage", &args) };
    let step = limits::shorten(step, STEP);
    args.push(("next", Arg::Text(&step)));
    voice.line("home-line-next", &args)
}

/// For one of the vendor's own. `help` is for whoever has nothing else on it.
#[must_use]
pub fn vendor(voice: &Voice<'_>, home: &Vendor, help: Message) -> Message {
    let mut parts = Vec::new();
    if let Some(found) = &home.numbers {
        parts.extend(numbers(voice, found));
    }
    if let Some(sales) = &home.sales {
        parts.extend(of_sales(voice, sales));
    }
    parts.extend(cases::section(voice, &home.cases));
    if let Some(needed) = &home.needed {
        parts.extend(in_charge(voice, needed, home));
    }
    if parts.is_empty() {
        return help;
    }
    let mine = home.sales.is_some().then(|| mine_button(voice));
    let report = home.numbers.is_some().then(|| report_button(voice));
    let buttons = mine.into_iter().chain(report).chain([help_button(voice)]);
    parts.push(Part::Buttons(buttons.collect()));
    let version = voice.line("home-version", &[("version", Arg::Word(&home.version))]);
    parts.push(Part::Context(version));
    Message { parts }
}

fn of_sales(voice: &Voice<'_>, sales: &Sales) -> Vec<Part> {
    let mut parts = Vec::new();
    if sales.waiting.of == 0 {
        parts.push(Part::Text(voice.line("review-list-empty", &[])));
    }
    parts.extend(section(voice, "review-list", &sales.waiting, |item| {
        row(voice, item, list::undecided_line(voice, item), OPEN_CARD)
    }));
    if shown(&[&sales.waiting]) < sales.waiting.of {
        let more = more_button(voice, "review", list::UNDECIDED_CHOICE);
        parts.push(Part::Buttons(vec![more]));
    }
    parts.extend(section(voice, MINE, &sales.mine, |item| {
        let button = if item.referral.status == Status::Approved { MOVE_STAGE } else { OPEN_CARD };
        row(voice, item, line(voice, item, MINE), button)
    }));
    parts.extend(section(voice, "home-still", &sales.still, |item| {
        row(voice, item, still_line(voice, item, &sales.owners), MOVE_STAGE)
    }));
    parts.push(Part::Context(in_time(voice, sales.in_time)));
    parts
}

fn still_line(voice: &Voice<'_>, item: &Item, owners: &BTreeMap<PersonId, String>) -> Line {
    let owner = item.referral.owner.and_then(|owner| owners.get(&owner));
    let (number, company) = (item.number(), item.company());
    let args = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("owner", Arg::Text(owner.map_or("", String::as_str))),
    ];
    voice.line("home-line-still", &args)
}

fn in_time(voice: &Voice<'_>, share: Share) -> Line {
    let value = of_share(voice, share);
    voice.line("home-in-time", &[("value", Arg::Line(&value))])
}

/// How the programme goes: each number with how many it is of, and none where there are none.
fn numbers(voice: &Voice<'_>, numbers: &Numbers) -> [Part; 2] {
    let time = numbers.seconds_to_register.map_or_else(
        || voice.line("number-none", &[]),
        |(seconds, n)| {
            let span = TimeDelta::seconds(seconds.try_into().unwrap_or(i64::MAX / 1_000));
            let time = voice.span_to_the_second(span);
            voice.line("number-time", &[("time", Arg::Word(&time)), ("n", Arg::count(n))])
        },
    );
    let field = |key, value| Labelled { label: voice.words(key, &[]), value };
    let fields = vec![
        field("number-register", time),
        field("number-in-time", of_share(voice, numbers.answered_in_time)),
        field("number-why", of_share(voice, numbers.why_answered)),
        field("number-fresh", of_share(voice, numbers.fresh)),
        field("number-cases-late", Line::plain(numbers.cases_late.to_string())),
    ];
    [Part::Text(voice.line("home-numbers", &[])), Part::Fields(fields)]
}

fn of_share(voice: &Voice<'_>, share: Share) -> Line {
    let Some(tenths) = share.tenths() else { return voice.line("number-none", &[]) };
    let percent = voice.percent(tenths);
    voice.line("number-share", &[("share", Arg::Word(&percent)), ("n", Arg::count(share.of))])
}

fn in_charge(voice: &Voice<'_>, needed: &Needed, home: &Vendor) -> Vec<Part> {
    let mut parts = Vec::new();
    let open = needed.open.iter().map(|one| channel::ask(voice, one));
    let dead =
        needed.dead.iter().map(|(one, code, waiting)| channel::dead(voice, one, code, *waiting));
    let all = needed.links.iter().cloned().chain(open).chain(dead);
    let all: Vec<Part> = all.flat_map(|message| message.parts).collect();
    if !all.is_empty() {
        parts.push(Part::Text(voice.line("home-needed", &[])));
        parts.extend(all);
    }
    parts.push(Part::Text(voice.line("home-set-up", &[])));
    let invite = home.joining.then(|| joining::invite_button(voice));
    let buttons = super::set_up_buttons(voice, true, home.admin).chain(invite);
    parts.push(Part::Buttons(buttons.collect()));
    parts
}

/// The heading over what ends within two weeks.
pub(super) const ENDING: &str = "home-ending";

/// The heading over what somebody in sales owns.
const MINE: &str = "home-mine";

/// The flow that shows the card of a referral to whoever may see it.
const OPEN: &str = "open";

/// What the buttons of a card choose: to do what their flow does.
const CARD: &str = "open";

/// The buttons of a line: flow, choice, label.
const OPEN_CARD: (&str, &str, &str) = (OPEN, CARD, "button-open");
const ANSWER: (&str, &str, &str) = ("answer", CARD, "button-answer");
const EXTEND: (&str, &str, &str) = ("extend", "now", "button-extend");
const MOVE_STAGE: (&str, &str, &str) = ("stage", CARD, "button-move-stage");

/// Leads to the list that the page shows the beginning of.
fn more_button(voice: &Voice<'_>, flow: &str, choice: &str) -> Button {
    plain(voice.words("button-show-more", &[]), flow, choice, "0", 0)
}

fn help_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-show-help", &[]), "help", "show", "", 0)
}
