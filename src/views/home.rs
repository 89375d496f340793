//! The page that a person has in the app: what waits for them on top, each line with its button.
//!
//! It shows one page of lines; what it has no room for is behind *My referrals*. The same parts can
//! be shown where a platform has no such page.

use super::list::{self, Item, Page};
use super::{channel, mine_button, plain, refer_button, refusals};
use crate::chat::limits;
use crate::chat::view::{Button, Line, Message, Part, Row};
use crate::domain::partner::{Channel, Partner, PartnerState};
use crate::domain::referral::Status;
use crate::text::{Arg, Voice};

/// Units of a next step in a line.
const STEP: usize = 60;

/// What stands on the Home of a partner's member.
pub struct Member {
    pub partner: Partner,
    /// Whoever looks after the partner, if anybody does.
    pub manager: Option<String>,
    pub asked: Page,
    pub ending: Page,
    /// Of the rest what is live.
    pub open: Page,
    /// How many are open, and how many there are.
    pub all: (u64, u64),
}

/// What stands on the Home of one of the vendor's own, by their roles.
pub struct Vendor {
    pub sales: Option<Sales>,
    pub needed: Option<Needed>,
    pub admin: bool,
    /// Of the programme in force.
    pub version: String,
}

/// For somebody in sales: what waits for a decision, and what they own.
pub struct Sales {
    pub waiting: Page,
    pub mine: Page,
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
    parts.push(Part::Buttons(vec![refer_button(voice), mine_button(voice)]));
    let sections =
        [("home-waiting", &home.asked), ("home-open", &home.open), ("home-ending", &home.ending)];
    for (key, page) in sections {
        parts.extend(section(voice, key, page, |item| {
            let asked = item.referral.status == Status::NeedsInfo;
            let (flow, label) =
                if asked { ("answer", "button-answer") } else { (OPEN, "button-open") };
            row(voice, item, line(voice, item, key), (flow, label))
        }));
    }
    let all_shown = shown(&[&home.asked, &home.open, &home.ending]) >= home.all.0;
    let more = (!all_shown).then(|| more_button(voice, "track", "open"));
    parts.push(Part::Buttons(more.into_iter().chain([help_button(voice)]).collect()));
    Message { parts }
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

fn row(voice: &Voice<'_>, item: &Item, line: Line, (flow, label): (&str, &str)) -> Part {
    let label = voice.words(label, &[]);
    let (number, company) = (item.number(), item.company());
    let args = [
        ("label", Arg::Word(&label)),
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
    ];
    let spoken = limits::shorten(&voice.words("spoken-button", &args), limits::SPOKEN);
    let (id, version) = (item.referral.id.to_string(), item.referral.version);
    let button = Button { spoken: Some(spoken), ..plain(label, flow, "open", &id, version) };
    Part::Row(Row { line, button })
}

/// What a line says of a referral, under the heading `section`.
fn line(voice: &Voice<'_>, item: &Item, section: &str) -> Line {
    let referral = &item.referral;
    let (number, company) = (item.number(), item.company());
    let mut args = vec![("ref", Arg::Word(&number)), ("company", Arg::Text(&company))];
    let answers = referral.status == Status::NeedsInfo && section != MINE;
    if let Some(question) = referral.question.as_ref().filter(|_| answers) {
        args.push(("date", Arg::Day(voice.date(question.place_until))));
        return voice.line("home-line-asked", &args);
    }
    let window = referral.protection.as_ref().filter(|_| referral.status == Status::Approved);
    let Some((window, stage)) = window.zip(referral.stage) else {
        let word = voice.words(&format!("state-{}", referral.status), &[]);
        args.push(("word", Arg::Word(&word)));
        return voice.line("home-line", &args);
    };
    args.push(("date", Arg::Day(window.through)));
    if section == "home-ending" {
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
    if let Some(sales) = &home.sales {
        parts.extend(of_sales(voice, sales));
    }
    if let Some(needed) = &home.needed {
        parts.extend(in_charge(voice, needed, home.admin));
    }
    if parts.is_empty() {
        return help;
    }
    let mine = home.sales.is_some().then(|| mine_button(voice));
    parts.push(Part::Buttons(mine.into_iter().chain([help_button(voice)]).collect()));
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
        row(voice, item, list::undecided_line(voice, item), (OPEN, "button-open"))
    }));
    if shown(&[&sales.waiting]) < sales.waiting.of {
        let more = more_button(voice, "review", list::UNDECIDED_CHOICE);
        parts.push(Part::Buttons(vec![more]));
    }
    parts.extend(section(voice, MINE, &sales.mine, |item| {
        let moves = item.referral.status == Status::Approved;
        let (flow, label) =
            if moves { ("stage", "button-move-stage") } else { (OPEN, "button-open") };
        row(voice, item, line(voice, item, MINE), (flow, label))
    }));
    parts
}

fn in_charge(voice: &Voice<'_>, needed: &Needed, admin: bool) -> Vec<Part> {
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
    parts.push(Part::Buttons(super::set_up_buttons(voice, true, admin).collect()));
    parts
}

/// The heading over what somebody in sales owns.
const MINE: &str = "home-mine";

/// The flow that shows the card of a referral to whoever may see it.
const OPEN: &str = "open";

/// Leads to the list that the page shows the beginning of.
fn more_button(voice: &Voice<'_>, flow: &str, choice: &str) -> Button {
    plain(voice.words("button-show-more", &[]), flow, choice, "0", 0)
}

fn help_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-show-help", &[]), "help", "show", "", 0)
}
