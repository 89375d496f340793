//! What somebody is shown alone, when they ask or press: lists, panels, forms and every no.

use vouch::chat::PersonRef;
use vouch::chat::view::{Line, Message};
use vouch::domain::account::Domain;
use vouch::domain::case::no::CaseNo;
use vouch::domain::ids::FormId;
use vouch::domain::outcome::Refusal;
use vouch::domain::referral::{Status, Verb};
use vouch::program::Program;
use vouch::views::accounts::{self, Answer};
use vouch::views::list::{self, Filter, Whose};
use vouch::views::pack::Review;
use vouch::views::pack::page::page as quarter;
use vouch::views::pack::print::{html, markdown};
use vouch::views::referral::{self, receipt, why};
use vouch::views::{case, forms, note, partners, refusals};

use super::drawn::{World, of_form, of_panel, text};
use super::matrix::Reader;
use crate::junk::holds::facts::{NOW, SALES, at};
use crate::junk::holds::packs;

const FORM: FormId = FormId::new(7);

type Shown = Vec<(&'static str, String)>;

/// About a referral.
pub fn of_referral(world: &World, reader: Reader) -> Shown {
    match reader {
        Reader::Sender => [receipts(world), members(world), of_any(world)].concat(),
        Reader::Colleague => [members(world), of_any(world)].concat(),
        Reader::Sales => [sales(world), of_any(world)].concat(),
        Reader::Manager => [manager(world), of_any(world)].concat(),
        Reader::Resolver => of_any(world),
        Reader::Asker | Reader::Nobody => nobody(world),
        Reader::ItsChannel
        | Reader::ItsChannelShared
        | Reader::RivalsChannel
        | Reader::Community
        | Reader::NotSetUp
        | Reader::Inside
        | Reader::InsideShared
        | Reader::Resolvers
        | Reader::ResolversShared => Vec::new(),
    }
}

fn line(line: Line) -> String {
    text(&note(line))
}

fn receipts(world: &World) -> Shown {
    let (voice, facts) = (&world.voice(), &world.referral.facts);
    let receipt = receipt::panel(voice, &facts.referral, &facts.partner, &facts.company);
    let kept = Message { parts: receipt::kept(voice, &facts.referral).into() };
    vec![("receipt", of_panel(&receipt)), ("receipt kept", text(&kept))]
}

/// For whoever may see the referral at all.
fn of_any(world: &World) -> Shown {
    let (voice, facts) = (&world.voice(), &world.referral.facts);
    let rules = Program::built_in().rules;
    let no = |refusal: &Refusal| line(refusals::about(voice, refusal, facts));
    let decided = |status| Refusal::AlreadyDecided { status, by: Some(SALES), at: at(NOW) };
    let mut shown = vec![
        ("why", of_panel(&why::panel(voice, facts, &rules, why::Reader::Member, &[]))),
        ("no, decided", no(&decided(Status::Approved)) + &no(&decided(Status::Rejected))),
        ("no, too late", no(&Refusal::TooLate { verb: Verb::Undo, until: at(NOW) })),
    ];
    shown.extend(Status::ALL.iter().map(|status| {
        ("no, not now", no(&Refusal::NoMove { status: *status, verb: Verb::Approve }))
    }));
    shown
}

fn members(world: &World) -> Shown {
    let (voice, facts) = (&world.voice(), &world.referral.facts);
    let pack = world.pack();
    let (page, name) = (world.page(), facts.partner.name.as_str());
    let domain = Domain::stored("acme.example".to_owned());
    let checked = |answer| text(&accounts::checked(voice, &domain, answer, 1, 20));
    let of_case = |why| line(case::refused::no(voice, &why, "a referral", ""));
    vec![
        ("my referrals", of_panel(&list::mine(voice, Whose::Ours(name), Filter::All, &page))),
        ("the quarter", (0..4).map(|nth| of_panel(&quarter(voice, &pack, nth))).collect()),
        ("the quarter as Markdown", markdown(voice, &pack)),
        ("the quarter as a page", html(voice, &pack)),
        ("the question asked", line(referral::asked(voice, facts))),
        ("form to answer", of_form(&forms::answer(voice, &FORM, facts))),
        ("form to ask a person", of_form(&forms::ask_person(voice, &FORM, facts))),
        ("form to claim", of_form(&case::forms::claim(voice, &FORM, facts))),
        ("form for evidence", of_form(&case::forms::evidence(voice, &FORM, facts))),
        ("form to appeal", of_form(&case::forms::appeal(voice, &FORM, facts))),
        ("clear", checked(Answer::Clear)),
        ("will be reviewed", checked(Answer::Review)),
        ("no, the case is over", of_case(CaseNo::Over)),
        ("no, too late to appeal", of_case(CaseNo::AppealOver { until: at(NOW) })),
        ("no, partner suspended", line(refusals::closed(voice, &facts.partner, None))),
    ]
}

fn sales(world: &World) -> Shown {
    let (voice, facts) = (&world.voice(), &world.referral.facts);
    let (page, rules) = (world.page(), Program::built_in().rules);
    let due = list::due(voice, &page, &page, &page, &page, &case::list::Page::default());
    vec![
        ("what waits", of_panel(&list::undecided(voice, &page))),
        ("what is due", text(&due)),
        ("form to reject", of_form(&forms::reject(voice, &FORM, facts, &[]))),
        ("form to ask", of_form(&forms::ask(voice, &FORM, facts))),
        ("form to undo", of_form(&forms::undo(voice, &FORM, facts))),
        ("form for the stage", of_form(&forms::stage(voice, &FORM, facts, &rules))),
        ("form to reverse", of_form(&forms::reverse(voice, &FORM, facts))),
        ("form to name the customer", of_form(&forms::naming::name_customer(voice, &FORM, facts))),
        ("form to name it no more", of_form(&forms::naming::unname_customer(voice, &FORM, facts))),
        ("form for a case", of_form(&case::forms::contest(voice, &FORM, facts))),
        ("form for the owner", of_form(&forms::owner(voice, &FORM, facts, Some(&presser())))),
    ]
}

fn presser() -> PersonRef {
    PersonRef::slack("T1", "U1")
}

fn manager(world: &World) -> Shown {
    let (voice, facts) = (&world.voice(), &world.referral.facts);
    let card = partners::card(voice, &facts.partner, "Partner manager", &world.referral.reason);
    vec![
        ("a partner", text(&card)),
        ("form to release", of_form(&forms::release(voice, &FORM, facts))),
    ]
}

/// Somebody who may not see it learns nothing.
fn nobody(world: &World) -> Shown {
    let voice = &world.voice();
    vec![
        ("no, not here", line(refusals::forged(voice))),
        ("form to open", of_form(&forms::open(voice, &FORM))),
        ("form to ask why", of_form(&forms::why(voice, &FORM))),
    ]
}

/// About a case.
pub fn of_case(world: &World, reader: Reader) -> Shown {
    let (voice, facts) = (&world.voice(), &world.case.facts);
    match reader {
        Reader::Sender | Reader::Colleague => return reviewed(world),
        Reader::Resolver => {}
        _ => return Vec::new(),
    }
    let page = case::list::Page::of(vec![facts.case.clone()], 8);
    let list = Message { parts: case::list::section(voice, &page) };
    vec![
        ("form to decide", of_form(&case::forms::decide(voice, &FORM, facts))),
        ("the open cases", text(&list)),
        ("a case", of_panel(&case::list::panel(voice, facts))),
        ("form to share", of_form(&case::forms::share(voice, &FORM, facts))),
    ]
}

/// The quarter of the partner that reads, with what became of its own referral in the case.
fn reviewed(world: &World) -> Shown {
    let (voice, of_case) = (&world.voice(), &world.case);
    let facts = &of_case.facts;
    let Some(side) = facts.sides.iter().find(|side| side.referral.id == of_case.own) else {
        return Vec::new();
    };
    let number = side.referral.number().to_string();
    let review = Review { number, referral: of_case.own, case: facts.case.clone(), into: None };
    let pack = packs::pack(&side.partner.name, &[], vec![review], Vec::new());
    vec![
        (
            "the reviews of a quarter",
            (0..4).map(|nth| of_panel(&quarter(voice, &pack, nth))).collect(),
        ),
        ("the same as a page", html(voice, &pack)),
    ]
}
