//! What a reader is shown of each kind, drawn as the outbox draws it.

use std::collections::BTreeMap;

use serde_json::json;
use vouch::chat::view::{Form, Message, Panel};
use vouch::domain::actor::Role;
use vouch::domain::actor::link::Standing;
use vouch::domain::actor::notify::Topic;
use vouch::domain::actor::roles::Change;
use vouch::domain::agreement::Agreement;
use vouch::domain::board::period::{Period, Span};
use vouch::domain::board::snapshot::{Count, Snapshot};
use vouch::domain::board::{Figure, Metric, Next, Own, Tally};
use vouch::domain::feedback::Score;
use vouch::domain::group::Grant;
use vouch::domain::ids::{ApplicationId, CaseId, PartnerId, PersonId, ReferralId};
use vouch::domain::joining::Scored;
use vouch::domain::joining::application::{Applicant, Application, Applied};
use vouch::domain::measure::Share;
use vouch::domain::outcome::{ApplicationEvent, BoardEvent, PartnerEvent, Seal, ShoutEvent};
use vouch::domain::partner::{Partner, PartnerKind, PartnerState};
use vouch::domain::referral::Status;
use vouch::domain::rhythm::month::Month;
use vouch::domain::rhythm::nudge::{Reason, Won};
use vouch::domain::rhythm::week::{Moved, Standing as Stands};
use vouch::domain::rhythm::{Note, Series};
use vouch::domain::shout::{About, Occasion, Shout};
use vouch::domain::start::{List, Step};
use vouch::domain::tier::climb::Climb;
use vouch::domain::tier::count::Counted;
use vouch::program::Program;
use vouch::store::rhythm::Few;
use vouch::text::{Language, Texts, Voice};
use vouch::views::board::posts;
use vouch::views::digest;
use vouch::views::list::{Item, Page};
use vouch::views::news::{self, Behind, Join, News, Turn};
use vouch::views::pack::Pack;
use vouch::views::referral::{note, partner, sales, thread};
use vouch::views::rhythm::{self, Week};
use vouch::views::{
    self, Say, Trouble, agreement, case, channel, help, home, joining, pack, partners, programme,
    shout, start, tier,
};

use super::matrix::{Reader, Thing, readers_of_news};
use super::worlds::{self, Mark, OfCase, OfReferral};
use crate::junk::holds::facts::{MEMBER, NOW, SALES, at};
use crate::junk::holds::packs;

/// A world, and what is said in it.
pub struct World {
    pub referral: OfReferral,
    pub case: OfCase,
    pub language: Language,
}

/// One of each kind.
pub fn every_say() -> Vec<Say> {
    let id = ReferralId::new(1);
    let channel = || "slack:C1".to_owned();
    let (to, workspace) = (|| "slack:T1:U1".to_owned(), || "slack:T1".to_owned());
    let (partner, person, case) = (PartnerId::new(1), PersonId::new(1), CaseId::new(1));
    let news = News::Linked { partner };
    let topic = Topic::ALL[0];
    vec![
        Say::Intro { channel: channel() },
        Say::PinIntro { channel: channel() },
        Say::JoinIntro { channel: channel() },
        Say::ApplicationCard { application: APPLICATION, channel: channel() },
        Say::PartnerCard { referral: id, channel: channel() },
        Say::SalesCard { referral: id, channel: channel() },
        Say::NeedInFull { referral: id, channel: channel() },
        Say::Told { referral: id, channel: channel(), seq: 1 },
        Say::SalesTold { referral: id, channel: channel(), seq: 1 },
        Say::ChannelDead { dead: channel(), to: to(), workspace: workspace() },
        Say::Trouble {
            what: Trouble::Refused,
            about: channel(),
            code: "odd".to_owned(),
            to: to(),
            workspace: workspace(),
        },
        Say::ProgrammeNew {
            channel: channel(),
            was: "a".to_owned(),
            now: "b".to_owned(),
            on: at(NOW).date_naive(),
        },
        Say::ProgrammeBad { text: "a".to_owned(), to: to(), workspace: workspace() },
        Say::ChannelAsk { channel: channel(), to: to(), workspace: workspace(), alone: true },
        Say::ChannelMixed { channel: channel(), to: to(), workspace: workspace() },
        Say::Help { to: to(), workspace: workspace() },
        Say::News { news, to: to(), workspace: workspace() },
        Say::ToldAlone { referral: id, seq: 1, topic, to: to(), workspace: workspace() },
        Say::Yours { referral: id, seq: 1, to: to(), workspace: workspace() },
        Say::Home { home: "home".to_owned(), to: to(), workspace: workspace() },
        Say::HomesOf { partner: Some(partner) },
        Say::HomesOfPerson { person },
        Say::TierRoles { to: to() },
        Say::TierRolesOf { partner: Some(partner) },
        Say::PartnerNews { partner, state: PartnerState::Suspended, channel: channel() },
        Say::PartnersMerged { partner, gone: partner, channel: channel() },
        Say::TierTold { partner, channel: channel(), seq: 1 },
        Say::Board { boards: vec![month()], channel: channel() },
        Say::OwnPlace { partner, channel: channel(), places: vec![(month(), place())], away: None },
        Say::BoardCorrected { post: month(), boards: vec![month()], channel: channel() },
        Say::ShoutOut { occasion: Occasion::First(partner), channel: channel() },
        Say::Digest {
            channel: channel(),
            first: 1,
            says: vec![Say::ShoutOut { occasion: Occasion::First(partner), channel: channel() }],
        },
        Say::Note { partner, channel: channel(), note: nudged() },
        Say::Agreement { partner, channel: channel(), agreement: "0-1".to_owned() },
        Say::StartList { partner, channel: channel() },
        Say::CaseCard { case, channel: channel() },
        Say::CaseNote { case, channel: channel(), seq: 1 },
        Say::CaseTold { case, referral: id, channel: channel(), seq: 1 },
    ]
}

/// First steps, one of them done.
fn steps() -> List {
    let steps = Step::ALL.iter().map(|step| (*step, *step == Step::Agreement)).collect();
    List { steps, moved: at(NOW), ended: None }
}

const APPLICATION: ApplicationId = ApplicationId::new(1);

fn nudged() -> Note {
    Note::Nudge { on: at(NOW).date_naive(), away: None }
}

fn month() -> Period {
    Period::with(Span::Month, at(NOW).date_naive())
}

fn place() -> Own {
    let next = Some(Next { more: 2, rank: 3 });
    Own::Placed { figure: Figure { part: 5, of: 1 }, rank: 4, shared: false, next }
}

/// Of a partner that chose to be named, by the name that it chose.
fn worth(occasion: Occasion) -> shout::Words {
    let id = PartnerId::new(1);
    let fact = About::First { days: 12 };
    let first = ShoutEvent::ShoutSuggested { partner: id, fact };
    let shout = Shout::from_first(occasion, &first, at(NOW)).expect("a first fact");
    let code = "PAA".parse().expect("a code");
    let partner = Partner::fresh(id, code, "Chosen", at(NOW));
    shout::Words { shout, partner, text: None, this_week: None }
}

/// Of partners that chose to be on it, by the names that they chose.
fn board() -> posts::Shown {
    let partners: Vec<Partner> = (1..=5)
        .map(|n| {
            let code = format!("PA{}", ['A', 'B', 'C', 'D', 'E'][n - 1]).parse().expect("a code");
            let id = PartnerId::new(u128::try_from(n).expect("a handful"));
            Partner::fresh(id, code, &format!("Chosen {n}"), at(NOW))
        })
        .collect();
    let counts =
        partners.iter().map(|one| Count::from(&Tally { approved: 5, ..Tally::nothing(one) }));
    let taken = BoardEvent::BoardTaken { counts: counts.collect() };
    let board = Snapshot::from_first(month(), &taken, at(NOW)).expect("a first fact");
    let consenting = partners.into_iter().map(|mut one| {
        one.consent.boards = true;
        (one.id, one)
    });
    let places = board.board(Metric::Approved, &consenting.collect());
    posts::Shown { board, places, codes: BTreeMap::new() }
}

/// What a company sent.
pub fn applied() -> joining::Card {
    let seal = || Seal("a".repeat(64));
    let scored = Scored { criterion: "Serves industry".to_owned(), points: 6, of: 6 };
    let received = ApplicationEvent::ApplicationReceived(Applied {
        by: Applicant::OnWebsite { name: seal(), email: seal() },
        company: seal(),
        site: "fresh.example".to_owned(),
        own_site: true,
        partner_kind: PartnerKind::Reseller,
        serves: seal(),
        why: seal(),
        scored: vec![scored],
        due: at(NOW),
    });
    let words = || "Whatever it says of itself".to_owned();
    joining::Card {
        application: Application::from_first(APPLICATION, &received, at(NOW)).expect("a first"),
        company: "Fresh".to_owned(),
        serves: words(),
        why: words(),
        who: "Somebody".to_owned(),
        email: "jo@fresh.example".to_owned(),
        by: String::new(),
        reason: String::new(),
        known_as: None,
        elsewhere: None,
        became: None,
        asked: Vec::new(),
        gone: false,
    }
}

/// The same, asked something that it has answered.
fn questioned(mut card: joining::Card) -> joining::Card {
    let seal = || Seal("b".repeat(64));
    for event in [
        ApplicationEvent::ApplicationAsked {
            by: PersonId::new(9),
            question: seal(),
            silent_at: at(NOW),
        },
        ApplicationEvent::ApplicationAnswered { answer: seal(), due: at(NOW) },
    ] {
        card.application.apply(&event, at(NOW));
    }
    let words = || "Whatever is asked and said".to_owned();
    let who = "Manager".to_owned();
    card.asked.push(joining::question::Asked { who, question: words(), answer: words() });
    card
}

/// What came of a partner's referrals in two quarters.
fn quarters() -> Vec<(Period, Month)> {
    let quarter = Period::with(Span::Quarter, month().first_day());
    let counted = |sent| Month { sent, approved: 2, won: 1, ..Month::default() };
    vec![(quarter.previous(), counted(2)), (quarter, counted(3))]
}

/// Everything in it that can be read or pressed.
pub fn text(message: &Message) -> String {
    json!(message).to_string()
}

pub fn of_form(form: &Form) -> String {
    json!(form).to_string()
}

pub fn of_panel(panel: &Panel) -> String {
    text(&Message { parts: panel.parts.clone() }) + &panel.title
}

impl World {
    pub fn voice(&self) -> Voice<'static> {
        Voice {
            texts: Texts::shipped(),
            language: self.language,
            zone: chrono_tz::America::New_York,
            now: at(NOW),
        }
    }

    /// Whom it is about, and what of that is not for everybody.
    pub fn about(&self, say: &Say) -> (&Partner, &[Mark]) {
        if !matches!(say, Say::CaseCard { .. } | Say::CaseNote { .. } | Say::CaseTold { .. }) {
            return (&self.referral.facts.partner, &self.referral.marks);
        }
        let own = |side: &&case::Side| side.referral.id == self.case.own;
        let side = self.case.facts.sides.iter().find(own).expect("its side");
        (&side.partner, &self.case.marks)
    }

    /// What the reader gets to read. It is empty where there is nothing to say.
    pub fn drawn(&self, say: &Say, reader: Reader) -> Vec<String> {
        let voice = &self.voice();
        let OfReferral { facts, event, .. } = &self.referral;
        let of_case = &self.case;
        let one = worlds::channel(Reader::ItsChannelShared, &facts.partner).expect("a channel");
        let drawn: Vec<Message> = match say {
            Say::Intro { .. } => vec![views::intro(voice, 2, 90)],
            // It moves what is there.
            Say::PinIntro { .. } => vec![Message::default()],
            Say::JoinIntro { .. } => vec![joining::intro(voice, None)],
            Say::ApplicationCard { .. } => vec![joining::card(voice, &self.applies())],
            Say::ProgrammeNew { on, .. } => {
                let (was, mut now) = (Program::built_in(), Program::built_in());
                now.rules.promise_days = 1;
                vec![programme::new(voice, &was, &now, *on)]
            }
            Say::PartnerCard { .. } => vec![partner::card(voice, facts)],
            Say::SalesCard { .. } => vec![sales::card(voice, facts)],
            Say::NeedInFull { .. } => vec![thread::need_in_full(voice, facts)],
            Say::Told { .. } => thread::line(voice, facts, event).into_iter().collect(),
            Say::SalesTold { .. } => note::to_sales(voice, facts, event).into_iter().collect(),
            Say::ToldAlone { .. } => note::told(voice, facts, event).into_iter().collect(),
            Say::Yours { .. } => note::yours(voice, facts, event).into_iter().collect(),
            Say::ChannelDead { .. } => vec![channel::dead(voice, &one, "is_archived", 1)],
            Say::Trouble { what, about, code, .. } => {
                vec![views::trouble(voice, *what, about, code)]
            }
            Say::ProgrammeBad { .. } => {
                vec![programme::bad(voice, (1, 1), "It is empty.", "3f9c1a")]
            }
            Say::ChannelAsk { .. } => vec![channel::ask(voice, &one)],
            Say::ChannelMixed { .. } => vec![channel::mixed(voice, &one, &facts.partner)],
            Say::Help { .. } => vec![help::help(voice, helped(reader), &[])],
            Say::News { .. } => self.news(reader),
            Say::Home { .. } => vec![self.home(reader)],
            Say::HomesOf { .. }
            | Say::HomesOfPerson { .. }
            | Say::TierRoles { .. }
            | Say::TierRolesOf { .. } => Vec::new(),
            Say::PartnerNews { .. } => vec![partners::told(voice, &facts.partner, None)],
            Say::PartnersMerged { .. } => {
                vec![partners::merge::told(voice, &facts.partner, &facts.partner)]
            }
            Say::TierTold { .. } => self.tier_told(),
            Say::Board { .. } => posts::post(voice, &[board()]).into_iter().collect(),
            Say::OwnPlace { places, .. } => {
                vec![posts::own(voice, Metric::Approved, places, None, &quarters())]
            }
            Say::BoardCorrected { boards, .. } => vec![posts::corrected(voice, boards)],
            Say::ShoutOut { occasion, .. } => vec![shout::said(voice, &worth(*occasion))],
            Say::Digest { says, .. } => {
                let worth = says.iter().filter_map(|say| match say {
                    Say::ShoutOut { occasion, .. } => Some(shout::said(voice, &worth(*occasion))),
                    _ => None,
                });
                digest::post(voice, worth.collect(), None).into_iter().collect()
            }
            Say::Note { .. } => self.notes(),
            Say::Agreement { .. } => self.agreement(reader),
            Say::StartList { .. } => vec![start::card(voice, &steps())],
            Say::CaseCard { .. } => vec![case::card::card(voice, &of_case.facts)],
            Say::CaseNote { .. } => {
                case::card::line(voice, &of_case.facts, &of_case.event).into_iter().collect()
            }
            Say::CaseTold { .. } => {
                case::told::line(voice, &of_case.facts, &of_case.own, &of_case.event)
                    .into_iter()
                    .collect()
            }
        };
        drawn.iter().map(text).collect()
    }

    /// A company that wants to join, with what of a rival must stay inside.
    fn applies(&self) -> joining::Card {
        let rival = |mark: &&Mark| mark.thing == Thing::Rival;
        let word = self.referral.marks.iter().find(rival).map(|mark| mark.word.clone());
        let code = "PAA".parse().expect("a code");
        joining::Card { known_as: word.map(|word| (code, word)), ..applied() }
    }

    fn news(&self, reader: Reader) -> Vec<Message> {
        let (partner, person, by) = (PartnerId::new(1), MEMBER, SALES);
        let (role, change) = (Role::Sales, Change::Give);
        let facts = &self.referral.facts;
        let behind = Behind {
            names: facts.names.clone(),
            partners: [(partner, facts.partner.name.clone())].into(),
            owned: Some(self.page()),
            community: Some(self.previews()),
            joining: Some(self.of_joining(reader)),
            start: Some(steps()),
            ..Behind::default()
        };
        let all = [
            News::RoleSet { person, role, change, by },
            News::YourRole { role, change, by },
            News::LinkAsked { person, partner },
            News::FirstPress { person, partner, channel: None },
            News::CodeEntered { person, partner, by },
            News::AccountAdded {
                person,
                partner: Some(partner),
                account: "discord:G1:7".to_owned(),
            },
            News::AccountParted { account: "discord:G1:7".to_owned(), by },
            News::Linked { partner },
            News::NotLinked { partner },
            News::Unlinked { partner },
            News::YourStanding { partner, standing: Standing::ALL[0] },
            News::ByGroup { person, grants: Grant::PartnerMember { partner }, joined: true },
            News::InstallAsked { workspace: "slack:T2".to_owned(), partner: Some(partner) },
            News::OwnerLeft { person },
            News::GuestNow { person },
            News::CaseLate { case: CaseId::new(1), number: 7, since: at(NOW) },
            News::Community { about: news::About::BoardPreview { boards: vec![month()] } },
            News::Community { about: news::About::Note { partner, note: nudged() } },
            News::Tier { partner, turn: Turn::Up, tier: "Silver".to_owned() },
            News::CertificateEnded { quiz: "basics".to_owned(), through: at(NOW).date_naive() },
            News::Feedback {
                person,
                partner,
                month: month(),
                score: Score::ALL[3],
                text: None,
                again: false,
            },
            News::StartHelp {
                person,
                partner,
                step: Some(Step::Ideal),
                text: Seal("5ea1".to_owned()),
                channel: None,
                agreement: false,
            },
            News::StartHelp {
                person,
                partner,
                step: Some(Step::Agreement),
                text: Seal("5ea1".to_owned()),
                channel: None,
                agreement: true,
            },
            News::StartStuck { partner, step: Step::Ideal, since: at(NOW) },
            News::PartnersMerged { gone: PartnerId::new(2), partner, by: person },
            News::Joining { application: APPLICATION, about: Join::Waits },
            News::Joining { application: APPLICATION, about: Join::Late },
            News::Joining { application: APPLICATION, about: Join::Invited },
            News::Joining { application: APPLICATION, about: Join::Accepted },
            News::Joining { application: APPLICATION, about: Join::Declined },
            News::Joining { application: APPLICATION, about: Join::Asked { question: 1 } },
            News::Joining { application: APPLICATION, about: Join::Answered { question: 1 } },
            News::Joining { application: APPLICATION, about: Join::Silent { question: 1 } },
        ];
        let for_reader = all.iter().filter(|news| readers_of_news(news).contains(&reader));
        for_reader.map(|news| news::message(&self.voice(), news, &behind)).collect()
    }

    /// What is said of an application to this reader.
    fn of_joining(&self, reader: Reader) -> Message {
        let voice = &self.voice();
        let mut card = self.applies();
        match reader {
            Reader::Manager => {
                let mut message = joining::card(voice, &card);
                message.parts.extend(joining::late(voice, &card).parts);
                let card = questioned(card);
                let told = [
                    joining::question::answer(voice, &card, 1),
                    joining::question::silent(voice, &card, 1),
                ];
                message.parts.extend(told.into_iter().flatten().flat_map(|one| one.parts));
                message
            }
            Reader::Asker => {
                card.reason = "Too far away".to_owned();
                let today = at(NOW).date_naive();
                let mut message = joining::refused(voice, &card.company, &card.reason, today);
                message.parts.extend(joining::invitation(voice, APPLICATION, "Manager").parts);
                let asked = joining::question::question(voice, &questioned(card), 1);
                message.parts.extend(asked.into_iter().flat_map(|one| one.parts));
                message
            }
            _ => joining::welcome(voice, &self.referral.facts.partner.name, None, true),
        }
    }

    /// A tier by what deals come to: that of this referral counts.
    fn tier_told(&self) -> Vec<Message> {
        let facts = &self.referral.facts;
        let counted = [Counted::from(&facts.referral)];
        let rules = worlds::with_tiers();
        let (tier, below) = ("Silver".to_owned(), "Bronze".to_owned());
        let through = at(NOW).date_naive();
        [
            PartnerEvent::TierPromoted { tier: tier.clone(), was: None },
            PartnerEvent::TierWarned { tier, below, from: 1_000, through },
        ]
        .iter()
        .filter_map(|event| tier::told(&self.voice(), event, (&facts.partner, &counted), &rules))
        .collect()
    }

    /// A nudge and a week's note, about this referral.
    fn notes(&self) -> Vec<Message> {
        let (voice, today) = (&self.voice(), at(NOW).date_naive());
        let referral = &self.referral.facts.referral;
        let won = Won { referral: referral.id, number: referral.number(), on: today };
        let items = self.page().items;
        let few = || Few { first: items.clone(), of: 1 };
        let (was, is) = (Stands::Status(Status::Submitted), Stands::of(referral));
        let moved = Moved { referral: referral.id, was, is };
        let moved = items.iter().map(|item| (item.clone(), moved));
        let week = Week {
            from: today,
            through: today,
            away: None,
            waits: few(),
            moved: Few { first: moved.collect(), of: 1 },
            ends: few(),
        };
        let nudge = rhythm::nudge(voice, Some(today), today, &Reason::Won(won), true);
        let counted = Month { sent: 1, ..Month::default() };
        let month = rhythm::month(voice, month(), None, &counted, Some(&won));
        vec![
            nudge,
            rhythm::week(voice, &week),
            month,
            pack::post(voice, &self.pack(), None, &quarters()),
        ]
    }

    /// The partner's quarter in which the referral was sent.
    pub fn pack(&self) -> Pack {
        packs::pack(&self.referral.facts.partner.name, &self.page().items, Vec::new(), Vec::new())
    }

    /// The agreement as whoever stands for this reader reads it.
    fn agreement(&self, reader: Reader) -> Vec<Message> {
        let (voice, name) = (&self.voice(), self.referral.facts.partner.name.as_str());
        let text = Agreement {
            version: "1".to_owned(),
            date: at(NOW).date_naive(),
            summary: vec!["Your introductions stay yours.".to_owned()],
            link: "https://vendor.example/agreement".to_owned(),
            sha256: "0".repeat(64),
        };
        let accepted = agreement::Standing::Accepted { who: name, at: at(NOW) };
        let asked = agreement::Standing::Asked { may: matches!(reader, Reader::Sender) };
        [asked, accepted].map(|how| agreement::sheet(voice, &text, name, how)).into()
    }

    /// What whoever looks after the community is shown before anybody else.
    fn previews(&self) -> Message {
        let (voice, name) = (&self.voice(), self.referral.facts.partner.name.as_str());
        let mut all = posts::preview(voice, &[board()]);
        for (series, note) in Series::ALL.iter().zip(self.notes()) {
            all.parts.extend(rhythm::preview(voice, *series, name, note).parts);
        }
        all
    }

    /// The referral in a list.
    pub fn page(&self) -> Page {
        let facts = &self.referral.facts;
        let item = Item {
            referral: facts.referral.clone(),
            company: facts.company.clone(),
            partner: facts.partner.name.clone(),
            next_step: Some(facts.next_step.clone()),
        };
        Page { items: vec![item], skip: 0, of: 1, open: 1, all: 1 }
    }

    fn home(&self, reader: Reader) -> Message {
        let (voice, facts) = (&self.voice(), &self.referral.facts);
        let page = || self.page();
        let vendor = |sales, needed| home::Vendor {
            sales,
            needed,
            cases: case::list::Page::of(vec![self.case.facts.case.clone()], 8),
            numbers: None,
            admin: false,
            joining: true,
            version: "3f9c1a".to_owned(),
        };
        let sales = || home::Sales {
            waiting: page(),
            mine: page(),
            still: page(),
            owners: facts.names.clone(),
            in_time: Share { part: 1, of: 2 },
        };
        let needed = || home::Needed { open: Vec::new(), dead: Vec::new(), links: Vec::new() };
        let nobody = || home::nobody(voice);
        match reader {
            Reader::Sender | Reader::Colleague => home::member(
                voice,
                &home::Member {
                    partner: facts.partner.clone(),
                    climb: Climb::of(
                        &facts.partner,
                        &[Counted::from(&facts.referral)],
                        &worlds::with_tiers(),
                        at(NOW),
                    ),
                    start: Some(steps()),
                    manager: None,
                    asked: page(),
                    ending: page(),
                    open: page(),
                    all: (1, 1),
                    ideal: true,
                },
            ),
            Reader::Sales => home::vendor(voice, &vendor(Some(sales()), None), nobody()),
            Reader::Manager => home::vendor(voice, &vendor(None, Some(needed())), nobody()),
            Reader::Resolver => home::vendor(voice, &vendor(None, None), nobody()),
            Reader::Asker | Reader::Nobody => nobody(),
            Reader::ItsChannel
            | Reader::ItsChannelShared
            | Reader::RivalsChannel
            | Reader::Community
            | Reader::NotSetUp
            | Reader::Inside
            | Reader::InsideShared
            | Reader::Resolvers
            | Reader::ResolversShared => unreachable!("a channel has no Home"),
        }
    }
}

fn helped(reader: Reader) -> help::Reader {
    let member = matches!(reader, Reader::Sender | Reader::Colleague);
    let vendor = matches!(reader, Reader::Sales | Reader::Resolver | Reader::Manager);
    help::Reader { member, vendor, sales: reader == Reader::Sales, ..help::Reader::default() }
}
