//! What sets things up: channels, partners, roles, members, groups, and why some of it is refused.

use super::facts::{at, partner, voice};
use super::said::in_every_state;
use super::shown::{form, message, panel, sections};
use super::{every, keep};
use crate::chat::view::Line;
use crate::chat::{Group, Neighbour, PersonRef, PlatformName, Room};
use crate::domain::actor::Role;
use crate::domain::actor::pairing::CodeNo;
use crate::domain::actor::roles::{Change, PeopleNo};
use crate::domain::ids::{FormId, PartnerId};
use crate::domain::partner::manage::PartnerNo;
use crate::domain::partner::{Audience, Channel, Company, Partner, PartnerKind, PartnerState};
use crate::domain::tier::Tiers;
use crate::program::{BUILT_IN, Program};
use crate::text::Voice;
use crate::views::partners::deed;
use crate::views::partners::merge::Merge;
use crate::views::{channel, groups, note, pairing, partners, people, programme, refusals};

/// A channel that is for `audience`, with nobody in it who should not be.
pub fn linked(audience: Audience) -> Channel {
    Channel {
        name: Some("#north-partner".to_owned()),
        audience: Some(audience),
        version: 3,
        ..Channel::new("slack:C1".to_owned(), at("2026-01-05T15:00:00Z"))
    }
}

/// One with so many companies in it whom nobody has confirmed.
pub fn strange(audience: Audience, companies: usize) -> Channel {
    let company = |n: usize| Company {
        workspace: format!("slack:T{n}"),
        name: ["North Group", "East Group", "West Group"][n].to_owned(),
    };
    Channel { companies: (0..companies).map(company).collect(), ..linked(audience) }
}

fn told(line: Line) -> String {
    message(&note(line))
}

#[test]
fn every_form_about_a_channel() {
    keep!("channel_forms", {
        let (voice, id, north) = (voice(), FormId::new(7), partner());
        let (now, strange) = (linked(Audience::Partner), strange(Audience::Partner, 2));
        let internal = linked(Audience::Internal);
        let preset = (Some(Audience::Partner), Some(&north));
        let to_internal = (Some(&north), (Audience::Internal, None));
        let to_north = (None, (Audience::Partner, Some(&north)));
        let forms = [
            ("link", channel::link(&voice, &id, &[], (None, None))),
            (
                "link, as it is now",
                channel::link(&voice, &id, std::slice::from_ref(&north), preset),
            ),
            ("link, from a partner to sales", channel::preview(&voice, &id, &now, to_internal)),
            ("link, from sales to a partner", channel::preview(&voice, &id, &internal, to_north)),
            ("unlink a partner's", channel::unlink(&voice, &id, &now, Some(&north))),
            (
                "unlink the resolvers'",
                channel::unlink(&voice, &id, &linked(Audience::Resolvers), None),
            ),
            ("confirm the company", channel::confirm(&voice, &id, &strange, &north)),
        ];
        sections(forms.iter().map(|(name, one)| (*name, form(one))))
    });
}

#[test]
fn everything_said_about_a_channel() {
    keep!("channels", {
        let (voice, north) = (voice(), partner());
        let known = {
            let mut known = partner();
            known.workspaces = vec!["slack:T0".to_owned()];
            known
        };
        let now = linked(Audience::Partner);
        let with = |companies| strange(Audience::Partner, companies);
        let became = |audience| message(&channel::linked(&voice, &linked(audience), None));
        let company = with(1).companies.remove(0);
        let room = Room {
            name: "#sales-desk".to_owned(),
            member: true,
            neighbours: vec![Neighbour { workspace: "TN".to_owned(), name: "North".to_owned() }],
            posts: false,
        };
        let mixed = |channel: &Channel, partner| message(&channel::mixed(&voice, channel, partner));
        let said = [
            ("the question", message(&channel::ask(&voice, &now))),
            ("not set up", told(channel::open(&voice, &now))),
            ("linked to a partner", message(&channel::linked(&voice, &now, Some(&north)))),
            ("linked, not confirmed", message(&channel::linked(&voice, &with(1), Some(&north)))),
            ("linked to sales", became(Audience::Internal)),
            ("linked to the community", became(Audience::Community)),
            ("linked to the resolvers", became(Audience::Resolvers)),
            ("one company, not confirmed", mixed(&with(1), &north)),
            ("another company joined", mixed(&with(2), &known)),
            ("several companies", mixed(&with(3), &known)),
            (
                "others in the sales channel",
                message(&channel::no_more_internal(&voice, &strange(Audience::Internal, 1))),
            ),
            ("confirmed", message(&channel::confirmed(&voice, &now, &north, &company))),
            (
                "confirmed, another is there",
                message(&channel::confirmed(&voice, &with(2), &known, &company)),
            ),
            ("somebody else's company", told(channel::taken(&voice, &company))),
            ("unlinked", told(channel::unlinked(&voice, &now))),
            ("shared, so not internal", told(channel::shared(&voice, &room))),
            ("not yours to say", told(channel::no_role(&voice, false))),
            ("nobody's to say yet", told(channel::no_role(&voice, true))),
            ("a form too late", message(&refusals::form_expired(&voice, None))),
            ("a forum, so for the community", told(channel::forum(&voice, &room))),
            ("archived", message(&channel::dead(&voice, &now, "is_archived", 3))),
            ("the app was put out", message(&channel::dead(&voice, &now, "removed", 1))),
            ("a right is missing", message(&channel::dead(&voice, &now, "50013", 1))),
            ("a tag is missing", message(&channel::dead(&voice, &now, "40067", 1))),
            ("dead in another way", message(&channel::dead(&voice, &now, "restricted_action", 0))),
        ];
        sections(said)
    });
}

#[test]
fn every_form_about_a_partner_a_role_a_member_a_group() {
    keep!("setup_forms", {
        let (voice, id, north) = (voice(), FormId::new(7), partner());
        let presser = PersonRef::slack("T1", "U1");
        let code = Some("NOR".parse().unwrap());
        let deeds = [
            deed::NEW,
            deed::RENAME,
            deed::CODE,
            deed::SUSPEND,
            deed::RESUME,
            deed::TERMINATE,
            deed::MERGE,
        ];
        let mut forms = vec![
            ("new", partners::new_form(&voice, &id, "North Partner", code, &presser)),
            ("role", people::role_form(&voice, &id)),
            ("member", people::member_form(&voice, &id)),
        ];
        let change = |deed| Some((deed, partners::change_form(&voice, &id, deed, &north)?));
        forms.extend(deeds.into_iter().filter_map(change));
        let group = Group { id: "S1".to_owned(), name: "sales".to_owned() };
        let named = (&north, "NORTH");
        let with = std::slice::from_ref(&group);
        forms.push(("channel", partners::channel_form(&voice, &id, named, with)));
        forms.push(("channel, no groups", partners::channel_form(&voice, &id, named, &[])));
        forms.push(("group", groups::form(&voice, &id, with)));
        sections(forms.iter().map(|(name, one)| (*name, form(one))))
    });
}

#[test]
fn everything_said_about_partners() {
    keep!("partners", {
        let voice = voice();
        let card = |partner: &_, manager, reason| {
            message(&partners::card(&voice, partner, manager, reason))
        };
        let [approved, suspended, terminated] = in_every_state();
        let mut fresh = approved.clone();
        fresh.sent = 0;
        fresh.kind = Some(PartnerKind::Reseller);
        fresh.domains = vec!["north.example".to_owned()];
        let all: Vec<_> = std::iter::repeat_n(in_every_state(), 6).flatten().collect();
        let list = |partners: &[_]| message(&partners::list(&voice, partners, &Tiers::default()));
        let with_tiers = message(&partners::list(&voice, &all[..1], &super::tiers::rules().tiers));
        let manager = Some("Partner manager");
        let told = |partner| message(&partners::told(&voice, partner, manager));
        let said = [
            ("a new one's card", card(&fresh, "Partner manager", "")),
            ("one without anything", card(&approved, "", "")),
            ("one suspended", card(&suspended, "Partner manager", "Invoices are open.")),
            ("one ended", card(&terminated, "", "Closed down.")),
            ("the menu", message(&partners::menu(&voice, false))),
            ("the menu where companies can apply", message(&partners::menu(&voice, true))),
            (
                "a channel for it",
                message(&crate::chat::view::Message {
                    parts: vec![partners::channel_button(&voice, approved.code)],
                }),
            ),
            ("none", list(&[])),
            ("one", list(&all[..1])),
            ("one in a tier", with_tiers),
            ("more than there is room for", list(&all)),
            ("its channel hears: resumed", told(&approved)),
            ("its channel hears: suspended", told(&suspended)),
            (
                "suspended, nobody looks after it",
                message(&partners::told(&voice, &suspended, None)),
            ),
            ("its channel hears: ended", told(&terminated)),
        ];
        let said = said.into_iter().chain(about_merging(&voice, &approved));
        sections(said)
    });
}

/// A partner that would go on as another: with nothing, with one of each, with several.
fn about_merging(voice: &Voice<'_>, gone: &Partner) -> Vec<(&'static str, String)> {
    let stays =
        Partner::fresh(PartnerId::new(2), "SOU".parse().unwrap(), "Südpartner", gone.added_at);
    let merge = |referrals, open, people, channels| Merge {
        gone: gone.clone(),
        stays: stays.clone(),
        referrals,
        open,
        people,
        channels,
    };
    let preview = |merge| panel(&partners::merge::preview(voice, &merge));
    let part = crate::chat::view::Message { parts: vec![partners::merge::on_sheet(voice, &stays)] };
    vec![
        ("to be merged, with nothing", preview(merge(0, 0, 0, 0))),
        ("to be merged, with one of each", preview(merge(1, 1, 1, 1))),
        ("to be merged, with several", preview(merge(14, 3, 4, 2))),
        ("merged", panel(&partners::merge::done(voice, gone, &stays))),
        ("on its sheet", message(&part)),
        ("the channels of both hear", message(&partners::merge::told(voice, gone, &stays))),
    ]
}

#[test]
fn everything_said_about_roles_and_members() {
    keep!("people", {
        let voice = voice();
        let set = |change, left: &[Role]| {
            let left = left.iter().copied();
            told(people::role_set(&voice, "Sales 1", change, Role::CommunityManager, left))
        };
        let by_role: Vec<(Role, Vec<String>)> = Role::ALL
            .into_iter()
            .map(|role| match role {
                Role::Sales => (role, vec!["Sales 1".to_owned(), "Sales 2".to_owned()]),
                other => (other, Vec::new()),
            })
            .collect();
        let north = PartnerId::new(1);
        let not_linked = |asked| message(&people::not_linked(&voice, asked));
        let said = [
            ("given", set(Change::Give, &[Role::Sales, Role::CommunityManager])),
            ("taken", set(Change::Take, &[Role::Sales])),
            ("taken, the last", set(Change::Take, &[])),
            ("who has which", message(&people::roles(&voice, &by_role))),
            ("not linked, somebody can", not_linked(Some((&north, "Partner manager")))),
            ("not linked", not_linked(None)),
        ];
        sections(said)
    });
}

#[test]
fn everything_said_about_codes() {
    keep!("pairing", {
        let voice = voice();
        let (id, until) = (PartnerId::new(1), at("2026-03-04T15:10:00Z"));
        let (north, code) = ((&id, "North Partner"), ("7K4Q-M2ZD-9TXC", until));
        let both = PlatformName::ALL;
        let offered = |own| message(&pairing::offer(&voice, north, &both, own));
        let for_whom = |own| message(&pairing::for_whom(&voice, "/vouch link-code NOR", own));
        let made = |partner, platform| {
            message(&pairing::code(&voice, partner, platform, code, "/vouch link"))
        };
        let said = [
            ("for a partner", offered(false)),
            ("for a partner, or of one's own", offered(true)),
            ("for which partner", for_whom(false) + &for_whom(true)),
            ("a code for somebody", made(Some("North Partner"), "discord:G1")),
            ("a code of one's own", made(None, "slack")),
            ("joined", message(&pairing::joined(&voice, "North Partner"))),
            ("another account", message(&pairing::paired(&voice))),
            ("undone", told(pairing::undone(&voice, "Sales 1", "slack:T1:U1"))),
            (
                "undone before",
                told(pairing::undone_before(&voice, "Sales 1", "Partner manager", until)),
            ),
        ];
        let no = |no| told(pairing::refused(&voice, no, "Sales 1").0);
        let people = |why| no(CodeNo::People(why));
        let nos = every!(CodeNo:
            "wrong", CodeNo::Wrong => no(CodeNo::Wrong);
            "rests", CodeNo::Rests { .. } => no(CodeNo::Rests { until });
            "own", CodeNo::Own => no(CodeNo::Own);
            "there", CodeNo::There => no(CodeNo::There);
            "people", CodeNo::People(_) => {
                [PeopleNo::SpeaksForPartner, PeopleNo::HasRole, PeopleNo::Guest, PeopleNo::Gone]
                    .map(people)
                    .concat()
            };
        );
        sections(said.into_iter().chain(nos))
    });
}

#[test]
fn every_no_about_people_and_partners() {
    keep!("setup_refusals", {
        let voice = voice();
        let no = |why| told(people::refused(&voice, why, "Sales 1"));
        let people = every!(PeopleNo:
            "not_admin", PeopleNo::NotAdmin => no(PeopleNo::NotAdmin);
            "not_manager", PeopleNo::NotManager => no(PeopleNo::NotManager);
            "guest", PeopleNo::Guest => no(PeopleNo::Guest);
            "other_company", PeopleNo::Outside => no(PeopleNo::Outside);
            "speaks_for_partner", PeopleNo::SpeaksForPartner => no(PeopleNo::SpeaksForPartner);
            "has_role", PeopleNo::HasRole => no(PeopleNo::HasRole);
            "gone", PeopleNo::Gone => no(PeopleNo::Gone);
            "last_admin", PeopleNo::LastAdmin => no(PeopleNo::LastAdmin);
            "by_group", PeopleNo::ByGroup => no(PeopleNo::ByGroup);
            "nothing_to_decide", PeopleNo::NothingToDecide => no(PeopleNo::NothingToDecide);
            "not_a_member", PeopleNo::NotAMember => no(PeopleNo::NotAMember);
        );
        let since = at("2026-01-05T15:00:00Z");
        let state = PartnerState::Suspended;
        let no = |why| told(partners::refused(&voice, why, None).1);
        let free = Some("NOT".parse().unwrap());
        let taken = told(partners::refused(&voice, PartnerNo::CodeTaken, free).1);
        let partners = every!(PartnerNo:
            "partner: not_manager", PartnerNo::NotManager => no(PartnerNo::NotManager);
            "partner: code_taken", PartnerNo::CodeTaken => taken + &no(PartnerNo::CodeTaken);
            "partner: code_in_use", PartnerNo::CodeInUse => no(PartnerNo::CodeInUse);
            "partner: manager_has_no_role", PartnerNo::ManagerHasNoRole => {
                no(PartnerNo::ManagerHasNoRole)
            };
            "partner: already_there", PartnerNo::AlreadyThere { .. } => {
                no(PartnerNo::AlreadyThere { state, since })
            };
            "partner: ended", PartnerNo::Ended { .. } => no(PartnerNo::Ended { since });
            "partner: not_suspended", PartnerNo::NotSuspended => no(PartnerNo::NotSuspended);
            "partner: itself", PartnerNo::Itself => no(PartnerNo::Itself);
            "partner: other_suspended", PartnerNo::OtherSuspended => no(PartnerNo::OtherSuspended);
            "partner: one_is_test", PartnerNo::OneIsTest => no(PartnerNo::OneIsTest);
            "partner: in_review", PartnerNo::InReview { .. } => {
                no(PartnerNo::InReview { number: "NOR-12".parse().unwrap() })
            };
            "partner: share_deal", PartnerNo::ShareDeal { .. } => {
                no(PartnerNo::ShareDeal { number: "NOR-12".parse().unwrap() })
            };
        );
        sections(people.into_iter().chain(partners))
    });
}

#[test]
fn what_is_said_when_the_programme_changes() {
    keep!("programme", {
        let voice = voice();
        let on = "2026-03-09".parse().unwrap();
        let was = Program::built_in();
        let with = |days, promise| {
            let mut now = Program::built_in();
            now.rules.protection_days = days;
            now.rules.promise_days = promise;
            message(&programme::new(&voice, &was, &now, on))
        };
        let by_file = |from: &str, to: &str| {
            let now = Program::read(&BUILT_IN.replace(from, to), "here").unwrap();
            message(&programme::new(&voice, &was, &now, on))
        };
        let rules = &was.rules;
        let said = [
            ("both", with(60, 1)),
            ("the protection", with(60, rules.promise_days)),
            ("the promise", with(rules.protection_days, 5)),
            ("the hours", by_file("closes = \"17:00\"", "closes = \"18:00\"")),
            ("a rule", by_file("stale_days = 30", "stale_days = 45")),
            ("rules off", by_file("off = []", "off = [\"R4\", \"R8\"]")),
            ("tiers", {
                let now = Program { rules: super::tiers::rules(), ..Program::built_in() };
                let mut fewer = now.clone();
                fewer.rules.tiers.all.truncate(2);
                message(&programme::new(&voice, &was, &now, on))
                    + &message(&programme::new(&voice, &now, &fewer, on))
            }),
            ("an agreement", {
                let mut now = Program::built_in();
                now.rules.agreement = Some(super::agreements::agreed("2", &[]));
                message(&programme::new(&voice, &was, &now, on))
                    + &message(&programme::new(&voice, &now, &was, on))
            }),
            ("other consequences", by_file("= false\n", "= true\n")),
        ];
        sections(said)
    });
}
