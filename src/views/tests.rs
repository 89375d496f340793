//! Everything people are shown, as text to read through: `snapshots/` holds it. Whoever changes a
//! text or a layout reads the difference there (`INSTA_UPDATE=always cargo test --lib views` writes
//! it anew).
//!
//! [`facts`] makes the referrals, [`shown`] writes a view as text, [`fits`] measures it, [`accents`]
//! looks for what is not translated. Beside what is here: [`said`]
//! holds what waits in the outbox, [`setup`] what sets things up.

mod accents;
mod accounts;
mod agreements;
mod boards;
mod cases;
mod facts;
mod fits;
mod homes;
mod joining;
mod knowledge;
mod notes;
mod notify;
mod packs;
mod reports;
mod said;
mod setup;
mod shouts;
mod shown;
mod starts;
mod tiers;

use std::collections::BTreeSet;

use super::forms::{self, Known};
use super::help::{self, Entry, Reader};
use super::list::{self, Filter, Item, Page, Whose};
use super::referral::{self, partner, receipt, sales, thread};
use super::{Trouble, install, intro, programme, refusals, trouble};
use crate::chat::PersonRef;
use crate::chat::view::{Message, Part};
use crate::domain::actor::Role;
use crate::domain::case::ladder::Engagement;
use crate::domain::ids::FormId;
use crate::domain::outcome::Refusal;
use crate::domain::referral::{Status, Verb};
use crate::domain::tier::quota::Full;
use crate::program::Program;
use crate::text::{Arg, Language, Texts};
use facts::{at, every_event, in_every_status, number, off_limits, submitted, voice};
use shown::{form, message, panel, sections};

/// Draws a text in every language. It is kept under its name in `snapshots/`, in German under its
/// name with `_de`; of what is drawn in the pseudo-language every word has to have its accents.
macro_rules! keep {
    ($name:literal, $drawn:expr) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/src/views/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, {
            let drawn = |spoken| $crate::views::tests::facts::speaking(spoken, || $drawn);
            insta::assert_snapshot!($name, drawn($crate::views::tests::facts::Spoken::English));
            insta::assert_snapshot!(
                concat!($name, "_de"),
                drawn($crate::views::tests::facts::Spoken::German)
            );
            $crate::views::tests::accents::all_have_one(
                $name,
                &drawn($crate::views::tests::facts::Spoken::Pseudo),
            );
        });
    };
}
use keep;

/// A text for every variant of an enum, under the variant's pattern: the match has no `_`, so
/// whoever adds a variant is led here.
macro_rules! every {
    ($of:ty: $($name:literal, $variant:pat => $text:expr;)+) => {{
        const _: fn(&$of) = |one| match one {
            $($variant => (),)+
        };
        vec![$(($name, $text)),+]
    }};
}
use every;

#[test]
fn the_partners_card_in_every_status() {
    keep!("partner_card", {
        let cards = in_every_status();
        let statuses: BTreeSet<Status> = cards.iter().map(|(_, one)| one.referral.status).collect();
        assert_eq!(statuses.len(), Status::ALL.len(), "every status is shown");
        let cards =
            cards.iter().map(|(name, facts)| (*name, message(&partner::card(&voice(), facts))));
        sections(cards)
    });
}

#[test]
fn the_sales_card_in_every_status() {
    keep!("sales_card", {
        let cards = in_every_status();
        let cards =
            cards.iter().map(|(name, facts)| (*name, message(&sales::card(&voice(), facts))));
        sections(cards)
    });
}

#[test]
fn the_line_in_the_thread_for_every_event() {
    keep!("thread", {
        let lines = every_event();
        let lines = lines.iter().map(|(name, facts, event)| {
            let line = thread::line(&voice(), facts, event);
            (name.as_str(), line.map_or_else(|| "(nothing)\n".to_owned(), |line| message(&line)))
        });
        sections(lines)
    });
}

#[test]
fn what_the_sales_card_has_no_room_for() {
    keep!("need_in_full", {
        let mut facts = submitted();
        facts.need = "A warehouse by spring. ".repeat(60);
        message(&thread::need_in_full(&voice(), &facts))
    });
}

#[test]
fn the_receipt_clear_and_in_review() {
    keep!("receipt", {
        let shown = in_every_status().into_iter();
        let shown = shown.filter(|(name, _)| {
            ["submitted", "in review", "submitted for the partner"].contains(name)
        });
        let shown: Vec<_> = shown
            .map(|(name, facts)| {
                let receipt =
                    receipt::panel(&voice(), &facts.referral, &facts.partner, &facts.company);
                (name, panel(&receipt))
            })
            .collect();
        sections(shown)
    });
}

#[test]
fn every_form() {
    keep!("forms", {
        let (voice, id, facts) = (voice(), FormId::new(7), submitted());
        let presser = PersonRef::slack("T1", "U1");
        let rules = Program::built_in().rules;
        let asked =
            in_every_status().into_iter().find(|(_, one)| !one.question.is_empty()).unwrap().1;
        let closed = off_limits().referral;
        let through = "2026-06-04".parse().unwrap();
        let known = Known {
            website: "acme.example".to_owned(),
            company: "Acme".to_owned(),
            need: "A warehouse".to_owned(),
            contact: "Jo Contact".to_owned(),
        };
        let mut behalf = forms::refer(&voice, &id, &Known::default());
        behalf.intro = vec![forms::behalf(&voice, "North Partner")];
        let forms = [
            ("refer", forms::refer(&voice, &id, &known)),
            ("refer, for a partner", behalf),
            ("open", forms::open(&voice, &id)),
            ("approve", forms::approve(&voice, &id, &facts.referral, &presser, through)),
            ("approve, in review", forms::approve(&voice, &id, &closed, &presser, through)),
            ("reject", forms::reject(&voice, &id, &facts, &rules.reject_reasons)),
            ("ask", forms::ask(&voice, &id, &facts)),
            ("answer", forms::answer(&voice, &id, &asked)),
            ("undo", forms::undo(&voice, &id, &facts)),
            ("owner", forms::owner(&voice, &id, &facts, Some(&presser))),
            ("stage", forms::stage(&voice, &id, &facts, &rules)),
            ("reverse", forms::reverse(&voice, &id, &facts)),
            ("name the customer", forms::naming::name_customer(&voice, &id, &facts)),
            ("stop naming the customer", forms::naming::unname_customer(&voice, &id, &facts)),
            ("release", forms::release(&voice, &id, &facts)),
        ];
        sections(forms.iter().map(|(name, one)| (*name, form(one))))
    });
}

#[test]
fn every_refusal() {
    keep!("refusals", {
        let by = Some(facts::SALES);
        let faster =
            |status| Refusal::AlreadyDecided { status, by, at: at("2026-03-06T14:04:00Z") };
        let until = at("2026-03-05T22:00:00Z");
        let late = |verb| Refusal::TooLate { verb, until };
        let mut refusals = vec![
            Refusal::Outsider,
            Refusal::NotAMember,
            Refusal::OwnReferral,
            faster(Status::Approved),
            faster(Status::Rejected),
            Refusal::InReview,
            Refusal::PartnerPaused { since: until },
            Refusal::AgreementMissing { version: "2".to_owned() },
            Refusal::QuotaFull { why: Full::Open { open: 20, most: 20 } },
            Refusal::QuotaFull { why: Full::Day { most: 1, from: "2026-03-07".parse().unwrap() } },
            Refusal::QuotaFull {
                why: Full::Month { most: 9, from: "2026-04-01".parse().unwrap() },
            },
            Refusal::AlreadyYours { number: number() },
            Refusal::OwnerNotSales,
            Refusal::UnknownReason,
            Refusal::NoReason,
            Refusal::NotDecider,
            Refusal::NotYours,
            late(Verb::Answer),
            late(Verb::Reopen),
            late(Verb::Undo),
            Refusal::AccountTaken,
            Refusal::TailStage,
            Refusal::NotWon,
            Refusal::TailOver { until: "2026-06-30".parse().unwrap() },
            Refusal::TailTaken,
            Refusal::ReleaseAsked { until },
            Refusal::ReleaseKept { from: "2026-04-05".parse().unwrap() },
            Refusal::NoRelease,
            Refusal::NotYoursToRelease,
            late(Verb::Release),
            Refusal::NoMove { status: Status::Won, verb: Verb::Release },
            Refusal::DateInFuture,
            Refusal::NoAmount,
        ];
        refusals.extend(Role::ALL.map(|role| Refusal::NoRole { role }));
        let no_move = |status: &Status| Refusal::NoMove { status: *status, verb: Verb::Approve };
        refusals.extend(Status::ALL.iter().map(no_move));
        let facts = submitted();
        let told = refusals.iter().map(|refusal| {
            let line = refusals::about(&voice(), refusal, &facts).words();
            format!("{}: {line}\n", refusal.reason())
        });
        let decided =
            in_every_status().into_iter().find(|(name, _)| *name == "approved").unwrap().1;
        let undated = Refusal::NoRole { role: Role::Sales };
        let undated = refusals::about(&voice(), &undated, &decided).words();
        told.collect::<String>() + "no_role, once decided: " + &undated + "\n"
    });
}

fn items() -> Vec<Item> {
    let item = |(_, facts): (&str, referral::Facts)| Item {
        referral: facts.referral,
        company: facts.company,
        partner: facts.partner.name,
        next_step: Some(facts.next_step).filter(|step| !step.is_empty()),
    };
    in_every_status().into_iter().map(item).collect()
}

#[test]
fn every_list() {
    keep!("lists", {
        let page = |most: usize, skip: u64, of: u64| Page {
            items: items().into_iter().take(most).collect(),
            skip,
            of,
            open: of.min(2),
            all: of,
        };
        let long = {
            let mut long = page(1, 0, 1);
            long.items[0].company = "A company with a name that goes on and on and on".to_owned();
            long
        };
        let (ours, theirs) = (Whose::Ours("North Partner"), Whose::Theirs("North Partner"));
        let mine = |whose, filter, page: Page| panel(&list::mine(&voice(), whose, filter, &page));
        let undecided = |page: Page| panel(&list::undecided(&voice(), &page));
        let lists = [
            ("a partner's, to its member", mine(ours, Filter::All, page(20, 0, 23))),
            ("its last page", mine(ours, Filter::Closed, page(3, 20, 23))),
            (
                "nothing behind a filter",
                mine(ours, Filter::Waiting, Page { of: 0, ..page(0, 0, 5) }),
            ),
            ("none at all", mine(ours, Filter::All, page(0, 0, 0))),
            ("a long name", mine(ours, Filter::Open, long)),
            ("a partner's, to the vendor", mine(theirs, Filter::All, page(2, 0, 2))),
            ("a partner's, none", mine(theirs, Filter::All, page(0, 0, 0))),
            ("an owner's", mine(Whose::Owned, Filter::Open, page(2, 0, 2))),
            ("an owner's, none", mine(Whose::Owned, Filter::All, page(0, 0, 0))),
            ("what waits for a decision", undecided(page(5, 0, 7))),
            ("its last page", undecided(page(2, 5, 7))),
            ("nothing waits", undecided(page(0, 0, 0))),
        ];
        sections(lists)
    });
}

#[test]
fn the_help_for_everybody_and_for_words_that_are_none() {
    keep!("help", {
        let entries = [
            Entry { typed: "/refer [website]".to_owned(), what: "Refer a customer".to_owned() },
            Entry { typed: "/vouch help".to_owned(), what: "See what you can do".to_owned() },
        ];
        let nobody = Reader::default();
        let vendor = Reader { vendor: true, ..nobody };
        let help = |reader| message(&help::help(&voice(), reader, &entries));
        let note = |line| message(&super::note(line));
        let helps = [
            ("nobody", help(nobody)),
            ("nobody who can apply", help(Reader { joining: true, ..nobody })),
            (
                "a partner's member",
                help(Reader { member: true, ideal: true, material: true, ..nobody }),
            ),
            ("the vendor", help(vendor)),
            ("sales", help(Reader { sales: true, ..vendor })),
            ("the auditor", help(Reader { auditor: true, ..vendor })),
            ("a word near another", note(help::unknown(&voice(), "aprove", Some("/approve")))),
            ("a word near none", note(help::unknown(&voice(), "zebra", None))),
            ("a number that is none", note(help::no_referral(&voice(), "NOR-99"))),
        ];
        sections(helps)
    });
}

#[test]
fn how_a_period_went() {
    keep!("reports", { reports::every_report() });
}

#[test]
fn how_partners_say_it_is_going() {
    keep!("feedback", { reports::every_feedback() });
}

#[test]
fn how_a_partners_quarter_went() {
    keep!("packs", { packs::every_pack() });
}

#[test]
fn what_else_is_said() {
    keep!("others", {
        let voice = voice();
        let told = |what| message(&trouble(&voice, what, "slack:C1", "msg_too_long"));
        let kept = refusals::kept(&voice, &["A year too soon.".to_owned()]);
        let expired = refusals::form_expired(&voice, Some(super::refer_button(&voice)));
        let address = "https://vouch.example.com/slack/install?partner=0123456789abcdef";
        let link = install::link(&voice, "North Partner", address, at("2026-03-13T16:00:00Z"));
        let (line, button) = install::needed(&voice);
        let installable = Message { parts: vec![Part::Text(line), Part::Buttons(vec![button])] };
        let others = [
            ("the intro", message(&intro(&voice, 2, 90))),
            ("the intro, one day each", message(&intro(&voice, 1, 1))),
            ("a message refused", told(Trouble::Refused)),
            ("a message that cannot be drawn", told(Trouble::Broken)),
            ("an installation gone", told(Trouble::InstallDead)),
            ("a channel that nobody uses", told(Trouble::Silent)),
            ("the rules", message(&programme::engagement(&voice, &Engagement::default()))),
            ("the install link", message(&link)),
            ("an app that could be installed", message(&installable)),
            ("a form too late", message(&expired)),
            ("a slow database", panel(&refusals::working(&voice))),
            ("a form that came too late", message(&Message { parts: kept })),
        ];
        sections(others)
    });
}

/// Sentences beside inputs are said by flows; here at least every one of them is read.
#[test]
fn every_text_there_is() {
    keep!("texts", {
        let source = match voice().language {
            Language::English => include_str!("../../text/en.ftl"),
            Language::German => include_str!("../../text/de.ftl"),
        };
        let template = |key: &str| {
            let start = format!("\n{key} =");
            let (_, rest) = source.split_once(&start).expect("it stands in the file");
            let ends_at = rest.match_indices('\n').find(|(at, _)| !rest[at + 1..].starts_with(' '));
            rest[..ends_at.map_or(rest.len(), |(at, _)| at)].to_owned()
        };
        let text = |key: &str| {
            let template = template(key);
            let names: BTreeSet<&str> = template
                .split('$')
                .skip(1)
                .map(|rest| rest.split([' ', '}', '-']).next().unwrap_or_default())
                .collect();
            let args: Vec<(&str, Arg<'_>)> = names
                .into_iter()
                .map(|name| {
                    let plural = template.contains(&format!("${name} ->"));
                    (name, if plural { Arg::Count(2) } else { shown::sample(name) })
                })
                .collect();
            format!("{key}: {}\n", voice().words(key, &args))
        };
        Texts::keys().map(text).collect::<String>()
    });
}

/// What a platform cannot show must not be drawn: a card is one screen, a message one breath.
#[test]
fn no_message_is_longer_than_a_platform_shows() {
    use crate::chat::limits::{MESSAGE, units};
    let mut facts = submitted();
    facts.company = "A company with a name that goes on and on".repeat(9);
    facts.need = "A warehouse by spring. ".repeat(60);
    let full: Vec<Item> = std::iter::repeat_n(items(), 2).flatten().take(8).collect();
    let page = Page { items: full, skip: 0, of: 80, open: 80, all: 80 };
    let list = list::mine(&voice(), Whose::Ours("North Partner"), Filter::All, &page);
    let messages = [
        partner::card(&voice(), &facts),
        sales::card(&voice(), &facts),
        Message { parts: list.parts },
        Message { parts: list::undecided(&voice(), &page).parts },
    ];
    for message in messages {
        assert!(units(&message.fallback()) <= MESSAGE, "{}", message.fallback());
    }
}
