//! Lists of referrals, for one reader alone: [`mine`] of a partner or of an owner, [`undecided`]
//! of what waits for sales.

use super::case::list as cases;
use super::referral::{by_clock, through};
use super::{action, panel, plain};
use crate::chat::limits;
use crate::chat::view::{Button, Choice, Line, Message, Offer, Panel, Part, Select};
use crate::domain::referral::{Referral, Status};
use crate::text::{Arg, Voice};

/// Lines on a page.
pub const PAGE: u64 = 8;
/// What waits for a decision, on a page: each has a button, and a row has room for five.
pub const UNDECIDED: u64 = limits::BUTTONS as u64;
/// Units of a company's name in a line, so that a page of lines fits one paragraph.
const COMPANY: usize = 40;

/// Which referrals a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    All,
    /// A question to the partner is open.
    Waiting,
    Open,
    Ending,
    Closed,
}

impl Filter {
    pub const ALL: [Self; 5] = [Self::All, Self::Waiting, Self::Open, Self::Ending, Self::Closed];

    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Waiting => "waiting",
            Self::Open => "open",
            Self::Ending => "ending",
            Self::Closed => "closed",
        }
    }

    /// The filter that a button or list of [`mine`] asks for.
    #[must_use]
    pub fn of_choice(choice: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|filter| filter.as_str() == choice)
    }
}

/// One referral in a list. It has no `Debug`: what people wrote must not get into a log by a slip.
#[derive(Clone)]
pub struct Item {
    pub referral: Referral,
    /// Empty when it was erased.
    pub company: String,
    pub partner: String,
    /// `None` when there is none, or it was erased.
    pub next_step: Option<String>,
}

impl Item {
    pub(super) fn number(&self) -> String {
        self.referral.number().to_string()
    }

    pub(super) fn company(&self) -> String {
        let domain = self.referral.submission.domain.as_str();
        let name = if self.company.is_empty() { domain } else { &self.company };
        limits::shorten(name, COMPANY)
    }
}

/// Part of a list, and how much there is.
#[derive(Clone)]
pub struct Page {
    pub items: Vec<Item>,
    /// How many stand before these.
    pub skip: u64,
    /// How many the filter lets through.
    pub of: u64,
    pub open: u64,
    pub all: u64,
}

/// Whose referrals a list shows.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// A partner's, to one of its members.
    Ours(&'a str),
    /// A partner's, to the vendor.
    Theirs(&'a str),
    /// Those the reader owns.
    Owned,
}

/// *My referrals*.
#[must_use]
pub fn mine(voice: &Voice<'_>, whose: Whose<'_>, filter: Filter, page: &Page) -> Panel {
    let mut parts = vec![Part::Text(head(voice, whose, page))];
    if page.all > 0 {
        parts.push(Part::Select(filters(voice, whose, filter)));
        if page.items.is_empty() {
            parts.push(Part::Text(voice.line("track-list-none", &[])));
        } else {
            parts.push(Part::Text(lines(page, |item| line(voice, item))));
            parts.push(Part::Context(place(voice, page)));
        }
    }
    let mut buttons = Vec::new();
    if let Whose::Ours(_) = whose {
        buttons.push(super::refer_button(voice));
    }
    buttons.extend(turning(voice, page, ("track", filter.as_str())));
    if !buttons.is_empty() {
        parts.push(Part::Buttons(buttons));
    }
    panel(voice, voice.words("track-list-title", &[]), parts)
}

fn head(voice: &Voice<'_>, whose: Whose<'_>, page: &Page) -> Line {
    let partner = match whose {
        Whose::Ours(partner) | Whose::Theirs(partner) => partner,
        Whose::Owned => "",
    };
    let key = match (whose, page.all) {
        (Whose::Ours(_), 0) => "track-list-empty",
        (Whose::Theirs(_), 0) => "track-list-empty-theirs",
        (Whose::Owned, 0) => "track-list-empty-owned",
        (Whose::Ours(_) | Whose::Theirs(_), _) => "track-list",
        (Whose::Owned, _) => "track-list-owned",
    };
    let args = [
        ("partner", Arg::Text(partner)),
        ("open", Arg::count(page.open)),
        ("n", Arg::count(page.all)),
    ];
    voice.line(key, &args)
}

/// A question waits for the partner: only its members are offered that.
fn filters(voice: &Voice<'_>, whose: Whose<'_>, chosen: Filter) -> Select {
    let shown = |filter: &Filter| match whose {
        Whose::Ours(_) => true,
        Whose::Theirs(_) | Whose::Owned => *filter != Filter::Waiting,
    };
    let filters: Vec<Filter> = Filter::ALL.into_iter().filter(shown).collect();
    let offer = |filter: &Filter| Offer {
        label: voice.words(&format!("track-filter-{}", filter.as_str()), &[]),
        action: action("track", filter.as_str(), "0", 0),
    };
    Select {
        label: voice.words("track-filter", &[]),
        name: "filter".to_owned(),
        options: filters.iter().map(offer).collect(),
        chosen: filters.iter().position(|filter| *filter == chosen),
    }
}

/// *Show more* where there is more, and the way back. A list is turned by the number of what stands
/// before the page.
fn turning(voice: &Voice<'_>, page: &Page, (flow, choice): (&str, &str)) -> Vec<Button> {
    let button =
        |key: &str, skip: u64| plain(voice.words(key, &[]), flow, choice, &skip.to_string(), 0);
    let next = page.skip + page.items.len() as u64;
    let more = (next < page.of).then(|| button("button-show-more", next));
    let back = (page.skip > 0).then(|| button("button-show-first", 0));
    more.into_iter().chain(back).collect()
}

/// A line each.
fn lines(page: &Page, line: impl Fn(&Item) -> Line) -> Line {
    Line::rows(page.items.iter().map(line))
}

fn line(voice: &Voice<'_>, item: &Item) -> Line {
    let referral = &item.referral;
    let status = referral.status;
    let sign = voice.words(&format!("sign-{status}"), &[]);
    let word = voice.words(&format!("state-{status}"), &[]);
    let (number, company) = (item.number(), item.company());
    let mut args = vec![
        ("sign", Arg::Word(&sign)),
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("word", Arg::Word(&word)),
    ];
    let question = referral.question.as_ref().filter(|_| status == Status::NeedsInfo);
    if let Some(question) = question {
        args.push(("lapse_on", Arg::Instant(question.lapses)));
        return voice.line(by_clock(referral, "track-line-asked", "track-line-rests"), &args);
    }
    let window = through(voice, referral).filter(|_| status == Status::Approved);
    let Some((through, stage)) = window.zip(referral.stage) else {
        return voice.line("track-line", &args);
    };
    let stage = voice.words(&format!("stage-{stage}"), &[]);
    args.push(("stage", Arg::Word(&stage)));
    args.push(("date", Arg::Day(through)));
    voice.line("track-line-approved", &args)
}

/// "9–16 of 23"
pub(super) fn place(voice: &Voice<'_>, page: &Page) -> Line {
    let last = page.skip + page.items.len() as u64;
    let args =
        [("from", Arg::count(page.skip + 1)), ("to", Arg::count(last)), ("n", Arg::count(page.of))];
    voice.line("list-place-context", &args)
}

/// What waits for a decision, each with its button.
#[must_use]
pub fn undecided(voice: &Voice<'_>, page: &Page) -> Panel {
    let parts = if page.of == 0 {
        vec![Part::Text(voice.line("review-list-empty", &[]))]
    } else {
        undecided_parts(voice, page)
    };
    panel(voice, voice.words("review-list-title", &[]), parts)
}

fn undecided_parts(voice: &Voice<'_>, page: &Page) -> Vec<Part> {
    let mut parts = vec![
        Part::Text(voice.line("review-list", &[("n", Arg::count(page.of))])),
        Part::Text(lines(page, |item| undecided_line(voice, item))),
        Part::Context(place(voice, page)),
    ];
    let approve = page.items.iter().map(|item| approve(voice, &item.referral));
    parts.push(Part::Buttons(approve.collect()));
    let turning = turning(voice, page, ("review", UNDECIDED_CHOICE));
    if !turning.is_empty() {
        parts.push(Part::Buttons(turning));
    }
    parts
}

/// What is due next, the nearest first: decisions, questions that lapse, releases that wait for a
/// partner's answer, protections that end; and the cases that the reader may decide.
#[must_use]
pub fn due(
    voice: &Voice<'_>,
    undecided: &Page,
    asked: &Page,
    releasing: &Page,
    ending: &Page,
    cases: &cases::Page,
) -> Message {
    let mut parts = Vec::new();
    let mut section = |key: &str, page: &Page, line: &dyn Fn(&Item) -> Line| {
        if page.of > 0 {
            parts.push(Part::Text(voice.line(key, &[("n", Arg::count(page.of))])));
            parts.push(Part::Text(lines(page, line)));
        }
    };
    section("review-list", undecided, &|item| undecided_line(voice, item));
    section("due-asked", asked, &|item| asked_line(voice, item));
    section("due-release", releasing, &|item| releasing_line(voice, item));
    section("due-ending", ending, &|item| ending_line(voice, item));
    parts.extend(cases::section(voice, cases));
    if parts.is_empty() {
        parts.push(Part::Text(voice.line("due-empty", &[])));
    }
    Message { parts }
}

fn asked_line(voice: &Voice<'_>, item: &Item) -> Line {
    let (number, company) = (item.number(), item.company());
    let mut args = vec![
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("partner", Arg::Text(&item.partner)),
    ];
    // It may have been answered a moment ago.
    let Some(question) = &item.referral.question else { return line(voice, item) };
    args.push(("lapse_on", Arg::Instant(question.lapses)));
    voice.line(by_clock(&item.referral, "due-line-asked", "due-line-rests"), &args)
}

fn releasing_line(voice: &Voice<'_>, item: &Item) -> Line {
    let (number, company) = (item.number(), item.company());
    // It may have been answered a moment ago.
    let Some(release) = item.referral.release_asked() else { return line(voice, item) };
    let args = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("partner", Arg::Text(&item.partner)),
        ("until", Arg::Instant(release.until)),
    ];
    voice.line(by_clock(&item.referral, "due-line-release", "due-line-rests"), &args)
}

fn ending_line(voice: &Voice<'_>, item: &Item) -> Line {
    let (number, company) = (item.number(), item.company());
    let mut args = vec![
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("partner", Arg::Text(&item.partner)),
    ];
    let Some(through) = through(voice, &item.referral) else { return line(voice, item) };
    args.push(("date", Arg::Day(through)));
    voice.line("due-line-ending", &args)
}

/// The choice of a button that shows [`undecided`] anew.
pub const WAITING_CHOICE: &str = "waiting";
/// The choice of a button that turns [`undecided`].
pub const UNDECIDED_CHOICE: &str = "list";

pub(super) fn undecided_line(voice: &Voice<'_>, item: &Item) -> Line {
    let due = item.referral.promise.due;
    let key = if voice.now > due { "review-line-late" } else { "review-line" };
    let (number, company) = (item.number(), item.company());
    let left = voice.span(due - voice.now);
    let args = [
        ("ref", Arg::Word(&number)),
        ("company", Arg::Text(&company)),
        ("partner", Arg::Text(&item.partner)),
        ("left", Arg::Word(&left)),
    ];
    voice.line(key, &args)
}

/// A referral among those that a field offers.
#[must_use]
pub fn choice(voice: &Voice<'_>, item: &Item) -> Choice {
    let word = voice.words(&format!("state-{}", item.referral.status), &[]);
    let (number, company) = (item.number(), item.company());
    let args =
        [("ref", Arg::Word(&number)), ("company", Arg::Text(&company)), ("word", Arg::Word(&word))];
    Choice { value: item.referral.id.to_string(), label: voice.words("open-choice", &args) }
}

/// The same where its number is typed: behind a command.
#[must_use]
pub fn number(voice: &Voice<'_>, item: &Item) -> Choice {
    Choice { value: item.number(), ..choice(voice, item) }
}

/// *Approve NOR-12*, where the label alone has to say which.
#[must_use]
pub fn approve(voice: &Voice<'_>, referral: &Referral) -> Button {
    let number = referral.number().to_string();
    let label = voice.words("button-approve-number", &[("ref", Arg::Word(&number))]);
    let id = referral.id.to_string();
    plain(label, "review", "approve", &id, referral.version)
}
