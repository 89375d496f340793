//! Who is there in the year, what they do, and what is said of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::Value;
use vouch::app::App;
use vouch::app::boards::posts::Word as BoardWord;
use vouch::app::execute::Act;
use vouch::app::rhythm::Word;
use vouch::chat::inbound::Reply;
use vouch::chat::view::{Message, Part};
use vouch::domain::board::period::Period;
use vouch::domain::board::snapshot::Stage as BoardStage;
use vouch::domain::ids::ReferralId;
use vouch::domain::partner::{Consent, Partner};
use vouch::domain::referral::decide::Reject;
use vouch::domain::referral::stage::Move;
use vouch::domain::referral::{Approve, Stage};
use vouch::domain::rhythm::{Note, Stage as NoteStage};
use vouch::runtime::scheduler::Scheduler;
use vouch::store::dialect::Db;
use vouch::store::{boards, queries, rhythm};

use super::again::{Week, is_business};
use super::raw::{day, wall};
use crate::store::Dice;
use crate::store::replay::Story;
use vouch::app::Sealed;

pub const PARTNERS: usize = 50;
pub const REFERRALS: usize = 2_000;
const MANAGER: &str = "slack:T1:U9";
const SALES: &str = "slack:T1:U1";

/// What becomes of a referral, one day after another.
enum Deed {
    Decide,
    Answer,
    Approve,
    Reject,
    Move,
    Win,
    Lose,
    Reverse,
}

/// Something that a channel reads.
pub struct Said {
    day: NaiveDate,
    /// In whose channel; in everybody's without.
    pub partner: Option<String>,
    /// The series of a note.
    series: Option<String>,
    /// The periods of a board.
    pub boards: Vec<String>,
    /// Rank, figure and whether it is shared, by period.
    pub places: BTreeMap<String, (usize, u64, bool)>,
    pub text: String,
}

impl Said {
    pub fn note<'a>(said: &'a [Self], partner: &str, series: &str, on: NaiveDate) -> &'a Self {
        let is_it = |one: &&Self| {
            one.series.as_deref() == Some(series)
                && one.day == on
                && one.partner.as_deref() == Some(partner)
        };
        let mut found = said.iter().filter(is_it);
        let one = found.next().unwrap_or_else(|| panic!("{partner} got no {series} on {on}"));
        assert!(found.next().is_none(), "{partner} got two of {series} on {on}");
        one
    }

    /// The lines of a board.
    pub fn places(&self, period: &str) -> Vec<String> {
        let number = self.boards.iter().position(|one| one == period).unwrap();
        let parts: Vec<&str> = self.text.split("Approved referrals · ").collect();
        let lines = parts[number + 1].lines().skip(1);
        let is_place = |line: &&str| line.starts_with(|first: char| first.is_ascii_digit());
        lines.filter(is_place).map(str::to_owned).collect()
    }

    /// The counts in a week's note.
    pub fn week(&self) -> Week {
        let count = |heading: &str| {
            let line = self.text.lines().find_map(|line| line.strip_prefix(heading));
            line.map_or(0, |n| n.trim().parse().unwrap())
        };
        (count("Waiting for you:"), count("Moved:"), count("Ending soon:"))
    }
}

fn code(n: usize) -> String {
    let letter = |n: usize| char::from(b'A' + u8::try_from(n % 26).unwrap());
    format!("P{}{}", letter(n / 26), letter(n))
}

fn setup() -> String {
    let mut text = String::from(
        r#"
[vendor]
workspace = "T1"
[[channel]]
id = "slack:CALL"
audience = "community"
[[channel]]
id = "slack:CIN"
audience = "internal"
[[person]]
id = "slack:T1:U0"
roles = ["admin", "partner_manager"]
[[person]]
id = "slack:T1:U1"
name = "Sales 1"
roles = ["sales", "finance"]
[[person]]
id = "slack:T1:U2"
roles = ["sales", "partner_manager"]
[[person]]
id = "slack:T1:U9"
roles = ["community_manager"]
"#,
    );
    for n in 0..PARTNERS {
        let code = code(n);
        text.push_str(&format!(
            r#"
[[partner]]
code = "{code}"
name = "Company {code}"
workspaces = ["slack:TP{n}"]
[[channel]]
id = "slack:CP{n}"
audience = "partner"
partner = "{code}"
[[person]]
id = "slack:TP{n}:UA"
partner = "{code}"
roles = ["partner_admin"]
"#
        ));
    }
    text
}

fn admin(n: usize) -> String {
    format!("slack:TP{n}:UA")
}

fn words(message: &Message) -> String {
    let mut all = String::new();
    for part in &message.parts {
        if let Part::Text(line) | Part::Context(line) = part {
            all.push_str(&line.words());
            all.push('\n');
        }
    }
    all
}

pub struct Year<'a> {
    app: &'a App,
    clock: Scheduler,
    story: Story<'a>,
    dice: Dice,
    partners: Vec<Partner>,
    sent: usize,
    todo: BTreeMap<NaiveDate, Vec<(ReferralId, Deed)>>,
    /// What was left to be said is read up to here.
    read: i64,
    pub said: Vec<Said>,
}

impl<'a> Year<'a> {
    pub async fn begin(app: &'a App) -> Self {
        let story = Story::set_up(app, &setup(), 7).await;
        let mut partners = story.partners().await;
        partners.sort_by_key(|one| one.name.clone());
        let mut year = Self {
            app,
            clock: Scheduler::new(app.clone(), 30),
            story,
            dice: Dice(2027),
            partners,
            sent: 0,
            todo: BTreeMap::new(),
            read: 0,
            said: Vec::new(),
        };
        for n in (0..PARTNERS).filter(|n| n % 3 != 0) {
            let inbound = year.story.inbound(&admin(n), String::new());
            let consent = Consent { boards: true, shout_outs: true, shown_as: None };
            let (partner, answer) = (year.partners[n].id, Reply::Nothing);
            app.choose_consent(&inbound, partner, consent, answer).await.unwrap();
        }
        year
    }

    /// Sends everything from the first day through the last, and goes on with it until the end.
    pub async fn lives_through(&mut self, first: NaiveDate, last: NaiveDate, end: NaiveDate) {
        let mut left = first.iter_days().take_while(|day| *day <= last).filter(is_business).count();
        for today in first.iter_days().take_while(|day| *day <= end) {
            self.time_is(wall(today, 3, 5)).await;
            self.time_is(wall(today, 9, 5)).await;
            self.previews_are_answered().await;
            self.clock.run_due().await.unwrap();
            self.listen().await;
            self.app.clock.advance_to(wall(today, 10, 0));
            for (referral, deed) in self.todo.remove(&today).unwrap_or_default() {
                self.minute_passes();
                self.does(referral, deed, today).await;
            }
            if today <= last && is_business(&today) {
                for _ in 0..self.new_ones(left) {
                    self.minute_passes();
                    self.refers(today).await;
                }
                left -= 1;
            }
        }
    }

    /// More on one day than on another, and all of them by the last one.
    fn new_ones(&mut self, days_left: usize) -> usize {
        let rest = REFERRALS - self.sent;
        if days_left == 1 {
            return rest;
        }
        let most = 2 * rest / days_left;
        usize::try_from(self.dice.throw(most as u64 + 1)).unwrap()
    }

    fn minute_passes(&self) {
        self.app.clock.advance_to(self.app.now() + TimeDelta::minutes(1));
    }

    async fn time_is(&self, time: DateTime<Utc>) {
        self.app.clock.advance_to(time);
        self.clock.run_due().await.unwrap();
    }

    /// Some bring ten times as many as others; one in five rests for months.
    async fn refers(&mut self, today: NaiveDate) {
        let month = today.format("%m").to_string().parse::<usize>().unwrap();
        let n = loop {
            let n = usize::try_from(self.dice.throw(PARTNERS as u64)).unwrap();
            let rests = match n {
                30..40 => (5..9).contains(&month),
                40..45 => month > 7,
                45..50 => n % 12 + 1 != month && month > 2,
                _ => false,
            };
            if !rests && self.dice.throw(10) <= (n % 10) as u64 {
                break n;
            }
        };
        self.sent += 1;
        let domain = format!("account{}.example", self.sent);
        let partner = self.partners[n].id;
        self.story.refers_to(&domain, partner, &admin(n), false).await;
        let newest = queries::latest_referrals(&self.app.store.db, 1).await.unwrap();
        let referral = newest[0].id;
        assert_eq!(newest[0].partner(), partner);
        let after = self.dice.throw(4);
        self.later(today, after + 1, referral, Deed::Decide);
    }

    fn later(&mut self, today: NaiveDate, days: u64, referral: ReferralId, deed: Deed) {
        self.todo.entry(today + Days::new(days)).or_default().push((referral, deed));
    }

    async fn does(&mut self, id: ReferralId, deed: Deed, today: NaiveDate) {
        let referral = queries::referral(&self.app.store.db, &id).await.unwrap().unwrap();
        let rules = self.app.program().rules.clone();
        let words = Sealed::new("words of somebody");
        let seal = words.seal.clone();
        let approve = || {
            let owner = self.story.sales[0];
            Act::Approve(Approve { owner, note: None, reason: None })
        };
        let reject = || {
            let reason = rules.reject_reasons[0].clone();
            Act::Reject(Reject { reason, text: None, note: None })
        };
        let act = match deed {
            Deed::Decide => match self.dice.throw(100) {
                0..62 => Some(approve()),
                62..80 => Some(reject()),
                80..90 => Some(Act::Ask(seal)),
                90..95 => Some(Act::Withdraw),
                // Nobody gets round to it.
                _ => None,
            },
            Deed::Approve => Some(approve()),
            Deed::Reject => Some(reject()),
            Deed::Answer => Some(Act::Answer(seal)),
            Deed::Move => Some(Act::Stage(Move::To { stage: Stage::Proposal, next_step: None })),
            Deed::Win => {
                let (amount_minor, currency) = (1_250_000, "EUR".to_owned());
                Some(Act::Stage(Move::Won { amount_minor, currency, on: today }))
            }
            Deed::Lose => Some(Act::Stage(Move::Lost { reason: rules.lost_reasons[0].clone() })),
            Deed::Reverse => Some(Act::Reverse(seal)),
        };
        let Some(act) = act else { return };
        self.what_follows(&act, id, today);
        let by_partner = matches!(act, Act::Withdraw | Act::Answer(_));
        let who = match by_partner {
            true => self.story.speaker_for(&referral).await,
            false => SALES.to_owned(),
        };
        let inbound = self.story.inbound(&who, String::new());
        self.app.act_on(&inbound, &referral, act, vec![("words", words)]).await.unwrap();
    }

    fn what_follows(&mut self, act: &Act, id: ReferralId, today: NaiveDate) {
        match act {
            Act::Ask(_) => {
                let after = self.dice.throw(12);
                self.later(today, after + 1, id, Deed::Answer);
            }
            Act::Answer(_) => {
                let deed = if self.dice.throw(4) > 0 { Deed::Approve } else { Deed::Reject };
                self.later(today, 1, id, deed);
            }
            Act::Approve(_) => match self.dice.throw(20) {
                0..7 => {
                    let after = self.dice.throw(50);
                    self.later(today, after + 10, id, Deed::Win);
                }
                7..11 => {
                    let after = self.dice.throw(20);
                    self.later(today, after + 5, id, Deed::Move);
                    self.later(today, after + 30, id, Deed::Lose);
                }
                // It ends by itself.
                _ => {}
            },
            Act::Stage(Move::Won { .. }) if self.dice.throw(12) == 0 => {
                self.later(today, 9, id, Deed::Reverse);
            }
            _ => {}
        }
    }

    /// The first of everything waits for a person's word.
    async fn previews_are_answered(&mut self) {
        let db = &self.app.store.db;
        for (series, one) in rhythm::all(db).await.unwrap() {
            if one.stage == NoteStage::Shown {
                let inbound = self.story.inbound(MANAGER, String::new());
                self.app.answer_notes(&inbound, series, Word::Send).await.unwrap();
            }
        }
        for board in boards::open(db).await.unwrap() {
            if board.stage == BoardStage::Previewed {
                let inbound = self.story.inbound(MANAGER, String::new());
                let word = BoardWord::Send;
                self.app.answer_preview(&inbound, board.period, word).await.unwrap();
            }
        }
    }

    /// Reads what was left to be said, as it is drawn now.
    async fn listen(&mut self) {
        let sql = "select seq, say from outbox where seq > $1 order by seq";
        let rows: Vec<(i64, String)> = match &self.app.store.db {
            Db::Lite(pool) => sqlx::query_as(sql).bind(self.read).fetch_all(pool).await.unwrap(),
            Db::Pg(pool) => sqlx::query_as(sql).bind(self.read).fetch_all(pool).await.unwrap(),
        };
        for (seq, say) in rows {
            self.read = seq;
            let say: Value = serde_json::from_str(&say).unwrap();
            if let Some(said) = self.drawn(&say).await {
                self.said.push(said);
            }
        }
    }

    async fn drawn(&self, say: &Value) -> Option<Said> {
        let app = self.app;
        let partner = say["partner"].as_str().map(str::to_owned);
        let whose = partner
            .as_ref()
            .and_then(|id| self.partners.iter().find(|one| one.id.to_string() == *id));
        let mut said = Said {
            day: day(app.now()),
            partner: partner.clone(),
            series: None,
            boards: Vec::new(),
            places: BTreeMap::new(),
            text: String::new(),
        };
        let message = match say["say"].as_str().unwrap() {
            "board" => {
                let boards: Vec<Period> = serde_json::from_value(say["boards"].clone()).unwrap();
                said.boards = boards.iter().map(ToString::to_string).collect();
                app.board_post(&boards, None).await.unwrap()
            }
            "own_place" => {
                let places = serde_json::from_value::<Vec<_>>(say["places"].clone()).unwrap();
                for place in say["places"].as_array().unwrap() {
                    let own = &place[1];
                    if own["own"] == "placed" {
                        let n = |of: &Value| of.as_u64().unwrap();
                        let rank = usize::try_from(n(&own["rank"])).unwrap();
                        let figure = n(&own["figure"]["part"]);
                        let shared = own["shared"] == true;
                        said.places
                            .insert(place[0].as_str().unwrap().to_owned(), (rank, figure, shared));
                    }
                }
                app.own_place_post(whose.unwrap(), &places, None, None).await.unwrap()
            }
            "note" => {
                let note: Note = serde_json::from_value(say["note"].clone()).unwrap();
                said.series = Some(note.series().to_string());
                // As it stands now: it may have been nudged meanwhile.
                let whose = queries::partner(&app.store.db, &whose.unwrap().id).await.unwrap();
                app.note_post(&whose.unwrap(), &note, false).await.unwrap()
            }
            _ => None,
        };
        said.text = words(&message?);
        Some(said)
    }
}
