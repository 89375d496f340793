//! Everything that waits in the outbox, and everything that one person is told directly.

use std::collections::BTreeMap;

use super::facts::{partner, submitted, voice};
use super::setup::{linked, strange};
use super::shown::{message, sections};
use super::{
    agreements, boards, cases, every, every_event, items, joining, keep, notes, shouts, starts,
    tiers,
};
use crate::domain::actor::Role;
use crate::domain::actor::link::Standing;
use crate::domain::actor::roles::Change;
use crate::domain::group::Grant;
use crate::domain::ids::{CaseId, PartnerId, PersonId};
use crate::domain::outcome::Seal;
use crate::domain::partner::{Audience, PartnerState};
use crate::domain::referral::Status;
use crate::domain::start::Step;
use crate::program::Program;
use crate::views::list::{Item, Page};
use crate::views::news::{self, About, Behind, News, Turn};
use crate::views::referral::{note, partner as partner_card, sales, thread};
use crate::views::{Say, Trouble, channel, help, home, intro, partners, programme, tier, trouble};

const SALES: PersonId = PersonId::new(1);
const ADMIN: PersonId = PersonId::new(2);
const NORTH: PartnerId = PartnerId::new(1);
const SOUTH: PartnerId = PartnerId::new(2);

#[test]
fn everything_the_outbox_can_hold_is_read() {
    keep!("said", {
        let (voice, facts) = (voice(), submitted());
        let (was, now) = (Program::built_in(), changed());
        let trouble = |what| message(&trouble(&voice, what, "slack:C1", "msg_too_long"));
        let told = every_event()
            .iter()
            .find_map(|(_, facts, event)| thread::line(&voice, facts, event))
            .expect("some event is told");
        let said = every!(Say:
            "intro", Say::Intro { .. } => message(&intro(&voice, 2, 90));
            "join_intro", Say::JoinIntro { .. } => joining::every_intro();
            "application_card", Say::ApplicationCard { .. } => joining::every_card();
            "pin_intro", Say::PinIntro { .. } => "(keeps the intro at the top)\n".to_owned();
            "partner_card", Say::PartnerCard { .. } => message(&partner_card::card(&voice, &facts));
            "sales_card", Say::SalesCard { .. } => message(&sales::card(&voice, &facts));
            "need_in_full", Say::NeedInFull { .. } => message(&thread::need_in_full(&voice, &facts));
            "told", Say::Told { .. } => message(&told);
            "sales_told", Say::SalesTold { .. } => every_event()
                .iter()
                .filter_map(|(_, facts, event)| note::to_sales(&voice, facts, event))
                .map(|told| message(&told))
                .collect();
            "channel_dead", Say::ChannelDead { .. } => {
                message(&channel::dead(&voice, &linked(Audience::Partner), "is_archived", 1))
            };
            "trouble", Say::Trouble { .. } => {
                [
                    Trouble::Refused,
                    Trouble::Broken,
                    Trouble::InstallDead,
                    Trouble::Silent,
                    Trouble::TierRoleRefused,
                    Trouble::TierRoleGone,
                ]
                    .map(trouble)
                    .concat()
            };
            "programme_new", Say::ProgrammeNew { .. } => {
                message(&programme::new(&voice, &was, &now, "2026-03-09".parse().unwrap()))
            };
            "programme_bad", Say::ProgrammeBad { .. } => {
                let what = "protection_days is 400, allowed are 30 to 180.";
                message(&programme::bad(&voice, (14, 19), what, "3f9c1a"))
            };
            "channel_ask", Say::ChannelAsk { .. } => {
                message(&channel::ask(&voice, &linked(Audience::Partner)))
            };
            "channel_mixed", Say::ChannelMixed { .. } => {
                let (mixed, internal) = (strange(Audience::Partner, 2), strange(Audience::Internal, 2));
                message(&channel::mixed(&voice, &mixed, &partner()))
                    + &message(&channel::no_more_internal(&voice, &internal))
            };
            "help", Say::Help { .. } => message(&help::help(&voice, help::Reader { vendor: true, ..help::Reader::default() }, &[]));
            "news", Say::News { .. } => {
                told_directly(&News::YourRole { role: Role::Sales, change: Change::Give, by: ADMIN }, &Behind::default())
            };
            "home", Say::Home { .. } => message(&home::nobody(&voice));
            "homes_of", Say::HomesOf { .. } => "(draws many Homes)\n".to_owned();
            "homes_of_person", Say::HomesOfPerson { .. } => "(draws a person's Homes)\n".to_owned();
            "tier_roles", Say::TierRoles { .. } => [Some((&partner(), "Silver")), None].map(|of| tier::worn(&voice, of) + "\n").concat();
            "tier_roles_of", Say::TierRolesOf { .. } => String::new();
            "told_alone", Say::ToldAlone { .. } => every_event()
                .iter()
                .filter_map(|(_, facts, event)| note::told(&voice, facts, event))
                .map(|told| message(&told))
                .collect();
            "yours", Say::Yours { .. } => every_event()
                .iter()
                .filter_map(|(_, facts, event)| note::yours(&voice, facts, event))
                .map(|told| message(&told))
                .collect();
            "case_card", Say::CaseCard { .. } => message(&cases::drawn_card());
            "case_note", Say::CaseNote { .. } => message(&cases::drawn_note());
            "case_told", Say::CaseTold { .. } => cases::told_to(facts.referral.id)
                .iter()
                .map(|(_, told)| message(told))
                .collect();
            "partner_news", Say::PartnerNews { .. } => in_every_state()
                .map(|partner| message(&partners::told(&voice, &partner, Some("Partner manager"))))
                .concat();
            "partners_merged", Say::PartnersMerged { .. } => in_every_state()
                .map(|partner| message(&partners::merge::told(&voice, &partner, &partner)))
                .concat();
            "tier_told", Say::TierTold { .. } => tiers::every_told();
            "board", Say::Board { .. } => boards::every_post();
            "own_place", Say::OwnPlace { .. } => boards::own_places();
            "board_corrected", Say::BoardCorrected { .. } => boards::corrections();
            "shout_out", Say::ShoutOut { .. } => shouts::every_said();
            "digest", Say::Digest { .. } => shouts::in_digests();
            "note", Say::Note { .. } => notes::every_note();
            "agreement", Say::Agreement { .. } => agreements::every_sheet();
            "start_list", Say::StartList { .. } => starts::every_card();
        );
        sections(said)
    });
}

/// The built-in programme with other promises.
fn changed() -> Program {
    let mut program = Program::built_in();
    program.rules.protection_days = 60;
    program.rules.promise_days = 1;
    program
}

/// A partner that is welcome, one that is suspended, one whose partnership has ended.
pub fn in_every_state() -> [crate::domain::partner::Partner; 3] {
    [PartnerState::Approved, PartnerState::Suspended, PartnerState::Terminated].map(|state| {
        let mut partner = partner();
        partner.state = state;
        let paused = state != PartnerState::Approved;
        partner.paused_at = paused.then(|| super::at("2026-03-05T15:00:00Z"));
        partner
    })
}

fn told_directly(news: &News, behind: &Behind) -> String {
    message(&news::message(&voice(), news, behind))
}

#[test]
fn everything_that_one_person_is_told_is_read() {
    keep!("news", {
        let behind = Behind {
            names: BTreeMap::from([(SALES, "Sales 1".to_owned()), (ADMIN, "Admin".to_owned())]),
            partners: BTreeMap::from([
                (NORTH, "North Partner".to_owned()),
                (SOUTH, "Süd Pärtner".to_owned()),
            ]),
            workspace: "North Partner".to_owned(),
            channel: "#north-partner".to_owned(),
            guest: false,
            version: 4,
            owned: None,
            community: None,
            joining: None,
            start: Some(starts::list(1)),
            quiz: "Basics".to_owned(),
            words: "A shorter form.".to_owned(),
        };
        let guest = Behind { guest: true, ..behind.clone() };
        let told = |news: &News| told_directly(news, &behind);
        let role = Role::PartnerManager;
        let both = [Change::Give, Change::Take];
        let asked = News::LinkAsked { person: SALES, partner: NORTH };
        let by_group = |grants, joined| told(&News::ByGroup { person: SALES, grants, joined });
        let told = every!(News:
            "role_set", News::RoleSet { .. } => both
                .map(|change| told(&News::RoleSet { person: SALES, role, change, by: ADMIN }))
                .concat();
            "your_role", News::YourRole { .. } => {
                both.map(|change| told(&News::YourRole { role, change, by: ADMIN })).concat()
            };
            "link_asked", News::LinkAsked { .. } => told(&asked) + &told_directly(&asked, &guest);
            "first_press", News::FirstPress { .. } => {
                let channel = Some("slack:C1".to_owned());
                let news = News::FirstPress { person: SALES, partner: NORTH, channel };
                told(&news) + &told_directly(&news, &Behind { channel: String::new(), ..behind.clone() })
            };
            "code_entered", News::CodeEntered { .. } => {
                told(&News::CodeEntered { person: SALES, partner: NORTH, by: ADMIN })
            };
            "account_added", News::AccountAdded { .. } => {
                let account = || "discord:G1:7".to_owned();
                let news = |partner| News::AccountAdded { person: SALES, partner, account: account() };
                told(&news(Some(NORTH))) + &told(&news(None))
            };
            "account_parted", News::AccountParted { .. } => {
                told(&News::AccountParted { account: "discord:G1:7".to_owned(), by: ADMIN })
            };
            "linked", News::Linked { .. } => told(&News::Linked { partner: NORTH });
            "not_linked", News::NotLinked { .. } => told(&News::NotLinked { partner: NORTH });
            "unlinked", News::Unlinked { .. } => told(&News::Unlinked { partner: NORTH });
            "your_standing", News::YourStanding { .. } => Standing::ALL
                .iter()
                .map(|standing| {
                    told(&News::YourStanding { partner: NORTH, standing: *standing })
                })
                .collect();
            "by_group", News::ByGroup { .. } => {
                by_group(Grant::Sales, true)
                    + &by_group(Grant::CommunityManager, false)
                    + &by_group(Grant::PartnerMember { partner: NORTH }, true)
            };
            "install_asked", News::InstallAsked { .. } => {
                let asked = |partner| News::InstallAsked { workspace: "slack:T1".to_owned(), partner };
                told(&asked(Some(NORTH))) + &told(&asked(None))
            };
            "owner_left", News::OwnerLeft { .. } => {
                let approved = |one: &Item| one.referral.status == Status::Approved;
                let items: Vec<Item> = items().into_iter().filter(approved).collect();
                let page = |of| Page { items: items.clone(), skip: 0, of, open: 0, all: 0 };
                let drawn = |of| Behind { owned: Some(page(of)), ..behind.clone() };
                let left = News::OwnerLeft { person: SALES };
                told_directly(&left, &drawn(items.len() as u64)) + &told_directly(&left, &drawn(12))
            };
            "case_late", News::CaseLate { .. } => {
                let since = super::at("2026-03-04T15:00:00Z");
                told(&News::CaseLate { case: CaseId::new(1), number: 7, since })
            };
            "tier", News::Tier { .. } => [Turn::Up, Turn::Warned, Turn::Kept, Turn::Down]
                .map(|turn| {
                    told(&News::Tier { partner: NORTH, turn, tier: "Silver".to_owned() })
                })
                .concat();
            "community", News::Community { .. } => {
                let community = Some(boards::preview());
                let about = About::BoardPreview { boards: vec![boards::MARCH.parse().unwrap()] };
                told_directly(&News::Community { about }, &Behind { community, ..behind.clone() })
                    + &shouts::every_told()
                    + &notes::every_told()
            };
            "certificate_ended", News::CertificateEnded { .. } => {
                let through = "2026-03-05".parse().unwrap();
                told(&News::CertificateEnded { quiz: "basics".to_owned(), through })
            };
            "feedback", News::Feedback { .. } => {
                let feedback = |text: Option<Seal>, again| News::Feedback {
                    person: SALES,
                    partner: NORTH,
                    month: "2026-03".parse().unwrap(),
                    score: "4".parse().unwrap(),
                    text,
                    again,
                };
                let bare = Behind { words: String::new(), ..behind.clone() };
                told(&feedback(Some(Seal("5ea1".to_owned())), false))
                    + &told_directly(&feedback(None, true), &bare)
            };
            "joining", News::Joining { .. } => joining::every_told();
            "start_help", News::StartHelp { .. } => {
                let help = |step, agreement| News::StartHelp {
                    person: SALES,
                    partner: NORTH,
                    step: Some(step),
                    text: Seal("5ea1".to_owned()),
                    channel: Some("slack:C1".to_owned()),
                    agreement,
                };
                told(&help(Step::Consent, false)) + &told(&help(Step::Agreement, true))
            };
            "start_stuck", News::StartStuck { .. } => {
                let since = super::at("2026-03-04T15:00:00Z");
                told(&News::StartStuck { partner: NORTH, step: Step::Colleagues, since })
            };
            "partners_merged", News::PartnersMerged { .. } => {
                told(&News::PartnersMerged { gone: SOUTH, partner: NORTH, by: SALES })
            };
            "guest_now", News::GuestNow { .. } => told(&News::GuestNow { person: SALES });
        );
        sections(told)
    });
}
