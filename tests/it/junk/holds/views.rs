//! Everything people are shown, with whatever words in it: within every limit, nobody called, no link.
//!
//! A test looks that no renderer of `src/views/` is missing here.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use vouch::chat::inbound::Remark;
use vouch::chat::limits::shorten;
use vouch::chat::view::{Form, Line, Message, Part};
use vouch::chat::{Group, Neighbour, PersonRef, PlatformName, Room};
use vouch::domain::Rules;
use vouch::domain::account::Domain;
use vouch::domain::actor::Role;
use vouch::domain::actor::link::Standing;
use vouch::domain::actor::notify::{Quiet, Topic, Wants};
use vouch::domain::actor::pairing::CodeNo;
use vouch::domain::actor::roles::{Change, PeopleNo};
use vouch::domain::agreement::Agreement;
use vouch::domain::board::period::{Period, Span};
use vouch::domain::board::snapshot::{Count, Late, Snapshot};
use vouch::domain::board::{Figure, Metric, Next, Own, Placed, Tally};
use vouch::domain::case::no::CaseNo;
use vouch::domain::feedback::{Mean, Score, Trend, WORDS_MOST};
use vouch::domain::group::Grant;
use vouch::domain::ids::{ApplicationId, CaseId, FormId, PartnerId, ReferralId};
use vouch::domain::joining::application::{Applicant, Application, Applied, NotNow};
use vouch::domain::joining::{Criterion, Earns, Joining, Told};
use vouch::domain::knowledge::quiz::{NotNow as NoQuiz, Question, Quiz, Sheet, Sheets};
use vouch::domain::knowledge::{
    Asset, AssetKind, Finder, IdealCustomer, Knowledge, Reader as Knower, Taken,
};
use vouch::domain::measure::report::{Conflict, Partners, Report, Sums};
use vouch::domain::measure::{Numbers, Share, Spread};
use vouch::domain::outcome::{
    ApplicationEvent, BoardEvent, PartnerEvent, Refusal, RhythmEvent, Seal, ShoutEvent,
};
use vouch::domain::partner::manage::PartnerNo;
use vouch::domain::partner::{Audience, Consent, Partner, PartnerKind};
use vouch::domain::posts::Absence;
use vouch::domain::referral::{Status, Verb};
use vouch::domain::rhythm::month::Month;
use vouch::domain::rhythm::nudge::{Reason, Won};
use vouch::domain::rhythm::week::{LINES, Moved, Standing as Stands};
use vouch::domain::rhythm::{Away, Rhythm, Series, Stage};
use vouch::domain::shout::{About, Draft, Occasion, Reach, Shout, Why};
use vouch::domain::start::{BeginNo, List, Step};
use vouch::domain::tier::climb::Climb;
use vouch::domain::tier::quota::{Full, Quota};
use vouch::domain::tier::review::{InTier, Warned};
use vouch::domain::tier::{Measure, Tier};
use vouch::program::Program;
use vouch::store::project::State;
use vouch::store::rhythm::Few;
use vouch::text::{Language, Texts, Voice};
use vouch::views::accounts::Answer;
use vouch::views::board::posts;
use vouch::views::digest;
use vouch::views::forms::Known;
use vouch::views::help::{Entry, Reader};
use vouch::views::install::Page;
use vouch::views::joining::question;
use vouch::views::knowledge::{Knows, Offers, quiz};
use vouch::views::list::{self, Filter, Item, Whose};
use vouch::views::news::{Behind, Join, News, Turn};
use vouch::views::pack::{Review, page, print};
use vouch::views::partners::deed;
use vouch::views::partners::merge::Merge;
use vouch::views::referral::{self, Facts, note, partner, receipt, sales, thread, why};
use vouch::views::rhythm::Week;
use vouch::views::shout::Misfit;
use vouch::views::{
    self, Trouble, accounts, agreement, board, channel, feedback, forms, groups, help, home,
    install, joining, knowledge, news, notify, pack, pairing, partners, people, programme,
    refusals, remark, report, rhythm, shout, start, tier,
};

use super::bytes::Bytes;
use super::cases::{self, every_case};
use super::discord;
use super::drawn::{self, Links};
use super::facts::{self, MEMBER, NOW, SALES, at, every_referral};
use super::packs::pack;

/// # Panics
/// When something drawn is too long, or live.
pub fn holds(data: &[u8]) {
    let bytes = &mut Bytes::new(data);
    let voice = Voice {
        texts: Texts::shipped(),
        language: Language::English,
        zone: chrono_tz::America::New_York,
        now: at(NOW),
    };
    match bytes.below(7) {
        6 => about_cases(&voice, bytes),
        5 => about_installing(&voice, bytes),
        0 => about_channels(&voice, bytes),
        1 => about_partners(&voice, bytes),
        2 => about_people(&voice, bytes),
        3 => about_the_rest(&voice, bytes),
        _ => about_referrals(&voice, bytes),
    }
}

const FORM: FormId = FormId::new(7);

fn say(message: &Message) {
    drawn::message(message, Links::None);
    discord::message(message);
}

/// A Home, on a platform that has such a page and on one that shows it as a message.
fn page_of(page: &Message) {
    drawn::home(page, Links::None);
    say(page);
}

fn tell(line: Line) {
    say(&views::note(line));
}

fn ask(form: &Form) {
    drawn::form(form, Links::None);
    discord::form(form);
}

fn cards(voice: &Voice<'_>, facts: &Facts) {
    say(&partner::card(voice, facts));
    say(&sales::card(voice, facts));
    say(&thread::need_in_full(voice, facts));
    let receipt = receipt::panel(voice, &facts.referral, &facts.partner, &facts.company);
    drawn::panel(&receipt, Links::None);
    page_of(&Message { parts: receipt::kept(voice, &facts.referral).into() });
}

fn about_referrals(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let referrals = every_referral(bytes);
    lists(voice, &referrals.iter().map(|(facts, _)| facts).collect::<Vec<_>>(), bytes);
    about_one(voice, &referrals[bytes.below(referrals.len())].0, bytes);
    for (facts, event) in &referrals {
        cards(voice, facts);
        thread::line(voice, facts, event).iter().for_each(say);
        say(&thread::asked_for_evidence(voice, &facts.referral, at(NOW)));
        note::told(voice, facts, event).iter().for_each(say);
        note::yours(voice, facts, event).iter().for_each(say);
        note::to_sales(voice, facts, event).iter().for_each(say);
    }
}

/// Forms and refusals about one referral.
fn about_one(voice: &Voice<'_>, facts: &Facts, bytes: &mut Bytes<'_>) {
    let presser = PersonRef::slack("T1", "U1");
    let rules = Program::built_in().rules;
    let reasons: Vec<String> = (0..bytes.below(30)).map(|_| bytes.words()).collect();
    let through = "2026-06-04".parse().expect("a day");
    for form in [
        forms::approve(voice, &FORM, &facts.referral, &presser, through),
        forms::reject(voice, &FORM, facts, &reasons),
        forms::ask(voice, &FORM, facts),
        forms::answer(voice, &FORM, facts),
        forms::ask_person(voice, &FORM, facts),
        forms::undo(voice, &FORM, facts),
        forms::open(voice, &FORM),
        forms::why(voice, &FORM),
        forms::owner(voice, &FORM, facts, bytes.yes().then_some(&presser)),
        forms::stage(voice, &FORM, facts, &rules),
        forms::reverse(voice, &FORM, facts),
        forms::naming::name_customer(voice, &FORM, facts),
        forms::naming::unname_customer(voice, &FORM, facts),
        forms::release(voice, &FORM, facts),
    ] {
        ask(&form);
    }
    for reader in [why::Reader::Member, why::Reader::Vendor] {
        let many = bytes.below(4);
        let transfer = |_| why::Transfer { at: at(NOW), gone: bytes.words(), stays: bytes.words() };
        let transfers: Vec<why::Transfer> = (0..many).map(transfer).collect();
        drawn::panel(&why::panel(voice, facts, &rules, reader, &transfers), Links::None);
    }
    tell(referral::asked(voice, facts));
    tell(people::owner_found(voice, facts));
    tell(referral::named(voice, "review-undo-intro", facts));
    for refusal in refused() {
        tell(refusals::about(voice, &refusal, facts));
    }
}

/// Refusals that say words of people, or that depend on the state.
fn refused() -> Vec<Refusal> {
    let decided = |status| Refusal::AlreadyDecided { status, by: Some(SALES), at: at(NOW) };
    let mut refused = vec![
        decided(Status::Approved),
        decided(Status::Rejected),
        Refusal::PartnerPaused { since: at(NOW) },
        Refusal::AgreementMissing { version: "2".to_owned() },
        Refusal::QuotaFull { why: Full::Open { open: 1, most: 1 } },
        Refusal::NoRole { role: Role::Sales },
        Refusal::TooLate { verb: Verb::Undo, until: at(NOW) },
    ];
    let no_move = |status: &Status| Refusal::NoMove { status: *status, verb: Verb::Approve };
    refused.extend(Status::ALL.iter().map(no_move));
    refused
}

fn lists(voice: &Voice<'_>, referrals: &[&Facts], bytes: &mut Bytes<'_>) {
    let item = |facts: &&Facts| Item {
        referral: facts.referral.clone(),
        company: facts.company.clone(),
        partner: facts.partner.name.clone(),
        next_step: Some(facts.next_step.clone()),
    };
    let name = bytes.words();
    let page = |most: u64| {
        let most = usize::try_from(most).expect("a handful");
        let items = referrals.iter().cycle().skip(most).take(most).map(item).collect();
        list::Page { items, skip: 8, of: u64::MAX, open: 3, all: u64::MAX }
    };
    for whose in [Whose::Ours(&name), Whose::Theirs(&name), Whose::Owned] {
        let mine = list::mine(voice, whose, Filter::All, &page(list::PAGE));
        drawn::panel(&mine, Links::None);
    }
    drawn::panel(&list::undecided(voice, &page(list::UNDECIDED)), Links::None);
    let all = page(list::PAGE);
    about_notes(voice, bytes, &all.items);
    say(&list::due(voice, &all, &all, &all, &all, &cases(bytes)));
    say(&Message { parts: people::owner_left(voice, &SALES, &name, &page(list::PAGE)) });
    let short = || page(list::PAGE);
    let home = home::Member {
        partner: referrals[0].partner.clone(),
        climb: Some(climb(bytes, &referrals[0].partner)),
        start: Some(steps(bytes)),
        manager: Some(name.clone()),
        asked: short(),
        ending: short(),
        open: short(),
        all: (u64::MAX, u64::MAX),
        ideal: true,
    };
    page_of(&home::member(voice, &home));
    let most = Share { part: u64::MAX, of: u64::MAX };
    let sales = Some(home::Sales {
        waiting: short(),
        mine: short(),
        still: short(),
        owners: BTreeMap::from([(SALES, name.clone())]),
        in_time: most,
    });
    let seconds_to_register = Some((u64::MAX, u64::MAX));
    let numbers = Some(Numbers {
        seconds_to_register,
        answered_in_time: most,
        why_answered: most,
        fresh: most,
        cases_late: u64::MAX,
    });
    let needed = Some(home::Needed {
        open: vec![facts::channel(bytes)],
        dead: vec![(facts::channel(bytes), bytes.words(), u64::MAX)],
        links: vec![views::note(Line::plain(bytes.words()))],
    });
    let (cases, version) = (cases(bytes), "3f9c1a".to_owned());
    let home = home::Vendor { sales, needed, cases, numbers, admin: true, joining: true, version };
    page_of(&home::vendor(voice, &home, home::nobody(voice)));
    let button = list::approve(voice, &referrals[0].referral);
    say(&Message { parts: vec![Part::Buttons(vec![button])] });
}

/// Open cases, in every phase.
fn cases(bytes: &mut Bytes<'_>) -> vouch::views::case::list::Page {
    let open = cases::every_case(bytes).into_iter().map(|(facts, _)| facts.case);
    vouch::views::case::list::Page::of(open.collect(), 8)
}

/// Conflict cases: what resolvers see, what a party is told and fills in.
fn about_cases(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    use vouch::views::case::{card, forms, list, refused, told, why};
    for (facts, event) in cases::every_case(bytes) {
        say(&card::card(voice, &facts));
        drawn::panel(&list::panel(voice, &facts), Links::None);
        drawn::panel(&why::panel(voice, &facts), Links::None);
        tell(list::line(voice, &facts.case));
        say(&Message { parts: list::section(voice, &cases(bytes)) });
        card::line(voice, &facts, &event).iter().for_each(say);
        for side in &facts.sides {
            told::line(voice, &facts, &side.referral.id, &event).iter().for_each(say);
        }
        ask(&forms::decide(voice, &FORM, &facts));
        ask(&forms::share(voice, &FORM, &facts));
        ask(&forms::ask_evidence(voice, &FORM, &facts));
    }
    let (referral, _) = &every_referral(bytes)[0];
    ask(&forms::claim(voice, &FORM, referral));
    ask(&forms::evidence(voice, &FORM, referral));
    ask(&forms::appeal(voice, &FORM, referral));
    ask(&forms::contest(voice, &FORM, referral));
    let name = bytes.words();
    let before = CaseNo::Decided { by: SALES, at: at(NOW) };
    for why in [CaseNo::Names { name: name.clone() }, before, CaseNo::Over] {
        tell(refused::no(voice, &why, "NOR-12", &name));
    }
}

fn about_channels(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let one = facts::channel(bytes);
    let partners: Vec<_> = (0..bytes.below(40)).map(|_| facts::partner(bytes)).collect();
    let (partner, code) = (facts::partner(bytes), bytes.words());
    let now = Some(&partner);
    ask(&channel::link(voice, &FORM, &partners, (Some(Audience::Partner), now)));
    ask(&channel::preview(voice, &FORM, &one, (now, (Audience::Partner, now))));
    ask(&channel::unlink(voice, &FORM, &one, now));
    say(&channel::ask(voice, &one));
    tell(channel::open(voice, &one));
    say(&channel::linked(voice, &one, now));
    say(&channel::no_more_internal(voice, &one));
    tell(channel::unlinked(voice, &one));
    tell(channel::no_role(voice, bytes.yes()));
    say(&refusals::form_expired(voice, None));
    say(&channel::dead(voice, &one, &code, u64::MAX));
    say(&channel::mixed(voice, &one, &partner));
    ask(&channel::confirm(voice, &FORM, &one, &partner));
    for company in &one.companies {
        say(&channel::confirmed(voice, &one, &partner, company));
        tell(channel::taken(voice, company));
    }
    let neighbours = one
        .companies
        .iter()
        .map(|company| Neighbour { workspace: "T2".to_owned(), name: company.name.clone() });
    let neighbours = neighbours.collect();
    let room = Room { name: bytes.words(), member: true, neighbours, posts: false };
    tell(channel::shared(voice, &room));
    tell(channel::forum(voice, &room));
}

fn about_partners(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let presser = PersonRef::slack("T1", "U1");
    let (name, reason) = (bytes.words(), bytes.words());
    let code = bytes.yes().then(|| "NOR".parse().expect("a code"));
    ask(&partners::new_form(voice, &FORM, &name, code, &presser));
    let many: Vec<_> = (0..=bytes.below(20)).map(|_| facts::partner(bytes)).collect();
    for partner in &many {
        for deed in
            [deed::RENAME, deed::CODE, deed::SUSPEND, deed::RESUME, deed::TERMINATE, deed::MERGE]
        {
            partners::change_form(voice, &FORM, deed, partner).iter().for_each(ask);
        }
        let groups = vec![Group { id: "S1".to_owned(), name: bytes.words() }; bytes.below(30)];
        ask(&partners::channel_form(voice, &FORM, (partner, &name), &groups));
        let parts = vec![partners::channel_button(voice, partner.code)];
        say(&Message { parts });
        say(&partners::card(voice, partner, &name, &reason));
        say(&partners::told(voice, partner, Some(&name)));
        tell(partners::named(voice, "partner-told-resumed", partner));
        let merge = Merge {
            gone: partner.clone(),
            stays: many[0].clone(),
            referrals: bytes.below(3),
            open: bytes.below(3),
            people: bytes.below(3),
            channels: usize::MAX,
        };
        drawn::panel(&partners::merge::preview(voice, &merge), Links::None);
        drawn::panel(&partners::merge::done(voice, partner, &many[0]), Links::None);
        say(&partners::merge::told(voice, partner, &many[0]));
        say(&Message { parts: vec![partners::merge::on_sheet(voice, partner)] });
        tell(refusals::closed(voice, partner, Some(&name)));
        about_boards(voice, bytes, partner);
        about_joining(voice, bytes, partner);
    }
    say(&partners::menu(voice, bytes.yes()));
    say(&partners::list(voice, &many, &tiers(bytes).tiers));
    for full in [
        Full::Open { open: u32::MAX, most: u32::MAX },
        Full::Day { most: u32::MAX, from: at(NOW).date_naive() },
        Full::Month { most: u32::MAX, from: at(NOW).date_naive() },
    ] {
        tell(refusals::quota(voice, &many[0], full));
        say(&refusals::no_room(voice, &many[0], full));
    }
    about_tiers(voice, &many[0], bytes);
    tell(partners::refused(voice, PartnerNo::CodeTaken, code).1);
    tell(refusals::paused(voice, &name, at(NOW), Some(&reason)));
}

fn about_boards(voice: &Voice<'_>, bytes: &mut Bytes<'_>, partner: &Partner) {
    ask(&board::consent_form(voice, &FORM, partner));
    let shown_as = bytes.yes().then(|| bytes.words());
    let consent = Consent { boards: bytes.yes(), shout_outs: bytes.yes(), shown_as };
    drawn::panel(&board::consent_saved(voice, &partner.name, &consent), Links::None);
    say(&board::usage(voice, "/leaderboard", &bytes.words()));
    let period = Period::with([Span::Month, Span::Quarter][bytes.below(2)], at(NOW).date_naive());
    let figure = Figure { part: u32::MAX, of: u32::MAX };
    let placed = |bytes: &mut Bytes<'_>| Placed {
        partner: partner.id,
        name: bytes.words(),
        rank: u32::MAX,
        figure,
    };
    let counted = Month { sent: u64::MAX, approved: u64::MAX, won: 0, ..Month::default() };
    let quarters: Vec<_> = (0..bytes.below(5)).map(|_| (period, counted.clone())).collect();
    // As many as may share the tenth place.
    let places: Vec<Placed> = (0..bytes.below(60)).map(|_| placed(bytes)).collect();
    for metric in Metric::ALL {
        let some = bytes.yes().then_some(places.as_slice());
        say(&board::board(voice, *metric, period, some, at(NOW)));
        let next = bytes.yes().then_some(Next { more: u32::MAX, rank: u32::MAX });
        let placed = Own::Placed { figure, rank: u32::MAX, shared: bytes.yes(), next };
        for own in [placed, Own::Alone { figure }, Own::Unranked { decided: 4 }] {
            say(&board::own(voice, *metric, period, &own));
            let away = bytes.yes().then_some(Absence { from: at(NOW), to: at(NOW) });
            say(&posts::own(voice, *metric, &[(period, own), (period, own)], away, &quarters));
        }
    }
    about_posts(voice, bytes, partner, &places);
    about_shouts(voice, bytes, partner);
    about_reports(voice, bytes);
    about_feedback(voice, bytes);
    about_first_steps(voice, bytes, partner);
    about_knowledge(voice, bytes);
}

/// What stands in a programme's file, as long as it may be there.
fn about_knowledge(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let mut line = |most| shorten(&bytes.words(), most);
    let mut lines = || (0..5).map(|_| line(100)).collect::<Vec<_>>();
    let (signs, not_for) = (lines(), lines());
    let (text, first_words) = (line(400), Some(line(200)));
    let ideal = IdealCustomer { text, signs, not_for, first_words };
    for reader in [Knower::Partner, Knower::Vendor] {
        say(&knowledge::ideal(voice, &ideal, reader, Offers { assets: true, quizzes: true }));
    }
    for knows in [Knows::Manager(Some(line(100))), Knows::Manager(None), Knows::File] {
        tell(knowledge::no_ideal(voice, &knows));
        tell(knowledge::no_assets(voice, &knows));
        drawn::panel(&knowledge::none_found(voice, &line(3_000), &knows), Links::None);
    }
    let asset = |kind: AssetKind, title| Asset {
        id: kind.to_string(),
        title,
        kind,
        version: u32::MAX,
        url: "https://files.example/?a=1&b=2".to_owned(),
        words: Vec::new(),
        audience: Finder::Partners,
    };
    let all: Vec<Asset> = AssetKind::ALL.iter().map(|kind| asset(*kind, line(75))).collect();
    let found: Vec<&Asset> = all.iter().collect();
    let taken: Taken = all.iter().map(|one| ((one.id.clone(), 1), u64::MAX)).collect();
    drawn::panel(&knowledge::found(voice, &line(3_000), &found, &taken), Links::None);
    drawn::panel(&knowledge::given(voice, &all[0], Some(1)), Links::Some);
    let given = Knowledge { assets: all, ..Knowledge::default() };
    let counted = knowledge::taken(voice, &given, &taken).into_iter().collect();
    say(&Message { parts: counted });
    ask(&knowledge::form(voice, &FORM));
    let question = || Question { text: line(100), answers: vec![line(75), line(75)], right: 1 };
    let questions: Vec<Question> = std::iter::repeat_with(question).take(10).collect();
    let asked = |id: u64| Quiz {
        id: id.to_string(),
        title: shorten(&questions[0].text, 60),
        questions: questions.clone(),
        pass: 10,
        valid_months: 36,
    };
    let (today, quizzes) =
        (at(NOW).date_naive(), [asked(1), asked(2), asked(3), asked(4), asked(5)]);
    let through = Some(today);
    let sheet = Sheet { tried: today, through, told: false };
    let sheets: Sheets = (1..4).map(|id: u64| (id.to_string(), sheet.clone())).collect();
    say(&quiz::list(voice, &quizzes, &sheets, today));
    let held = quiz::certificates(voice, &quizzes, &sheets, today).into_iter().collect();
    say(&Message { parts: held });
    ask(&quiz::form(voice, &FORM, &quizzes[0]));
    for through in [None, through] {
        drawn::panel(&quiz::marked(voice, &quizzes[0], 10, through, today), Links::None);
    }
    for no in [NoQuiz::TriedToday { again: today }, NoQuiz::Holds { through: today }] {
        tell(quiz::not_now(voice, &quizzes[0], no));
        drawn::panel(&quiz::closed(voice, &quizzes[0], no), Links::None);
    }
    say(&quiz::ended(voice, &quizzes[0].title, today));
    say(&Message { parts: vec![Part::Buttons(vec![quiz::button(voice)])] });
    say(&Message {
        parts: vec![Part::Buttons(vec![
            knowledge::ideal_button(voice),
            knowledge::find_button(voice),
        ])],
    });
}

/// With more of everything than anybody has.
fn about_reports(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let spans = [Span::Month, Span::Quarter, Span::Year];
    let period = Period::with(spans[bytes.below(3)], at(NOW).date_naive());
    let much = u64::try_from(i64::MAX).expect("it is not below zero");
    let share =
        |bytes: &mut Bytes<'_>| Share { part: much, of: if bytes.yes() { much } else { 0 } };
    let spread = |bytes: &mut Bytes<'_>| {
        bytes.yes().then_some(Spread { n: much, half: u32::MAX, most: u32::MAX })
    };
    let sums = Sums { sent: much, valid: much, open: bytes.below(2) as u64, ..Sums::default() };
    let report = Report {
        period,
        is_running: bytes.yes(),
        sums,
        response: spread(bytes),
        partners: Partners { joined: much, young: 0, active: share(bytes), first: spread(bytes) },
        conflict: Conflict { cases: share(bytes), days: spread(bytes), upheld: share(bytes) },
        numbers: Numbers {
            seconds_to_register: bytes.yes().then_some((u64::MAX, much)),
            answered_in_time: share(bytes),
            why_answered: share(bytes),
            fresh: share(bytes),
            cases_late: much,
        },
        feedback: trend(period, if bytes.yes() { much / 5 } else { 0 }),
    };
    drawn::panel(&report::sheet(voice, &report), Links::None);
    report::paragraphs(voice, &report).into_iter().for_each(tell);
    say(&report::usage(voice, "/vouch report", &bytes.words()));
}

fn trend(period: Period, n: u64) -> Trend {
    Trend(Trend::through(period).0.map(|(quarter, _)| (quarter, Mean { sum: 5 * n, n, people: n })))
}

/// Steps of which some are done, or all.
fn steps(bytes: &mut Bytes<'_>) -> List {
    let all = bytes.yes();
    let steps = Step::ALL.iter().map(|step| (*step, all || bytes.yes())).collect();
    let ended = bytes.yes().then(|| at(NOW));
    List { steps, moved: at(NOW), ended }
}

fn about_first_steps(voice: &Voice<'_>, bytes: &mut Bytes<'_>, partner: &Partner) {
    let (name, who, channel) = (bytes.words(), bytes.words(), bytes.words());
    let manager = bytes.yes().then_some(name.as_str());
    let list = steps(bytes);
    say(&start::card(voice, &list));
    // Nothing of a list that has ended stands on a Home.
    if let Some(line) = start::on_home(voice, &list) {
        page_of(&Message { parts: vec![line] });
    }
    say(&Message { parts: vec![start::on_sheet(voice, &list)] });
    say(&Message { parts: vec![start::begin_button(voice, partner.id)] });
    for no in [None, Some(&BeginNo::Begun), Some(&BeginNo::Accepted)] {
        tell(start::begun(voice, &name, no));
    }
    for no in [BeginNo::NotActive, BeginNo::NoChannel] {
        tell(start::begun(voice, &name, Some(&no)));
    }
    let own = pairing::offer(voice, (&partner.id, &name), &[PlatformName::Slack], true);
    let own = bytes.yes().then_some(own);
    say(&start::colleagues(voice, (partner, usize::MAX), bytes.yes(), own));
    say(&start::alone(voice));
    ask(&start::help_form(voice, &FORM, manager));
    drawn::panel(&start::help_sent(voice, manager), Links::None);
    let words = shorten(&bytes.words(), WORDS_MOST);
    for step in [None, Some(Step::Colleagues)] {
        let about = ((name.as_str(), partner.id), (who.as_str(), step));
        say(&start::help_asked(voice, about.0, about.1, (&words, &channel)));
    }
    ask(&agreement::question_form(voice, &FORM, manager));
    drawn::panel(&agreement::question_sent(voice, manager), Links::None);
    say(&agreement::question_asked(voice, (&name, partner.id), &who, (&words, &channel)));
    let stuck = (Step::Ideal, at(NOW));
    say(&start::stuck(voice, (&name, partner.id), stuck, &list));
    assert!(!start::step_word(voice, Step::Refer).is_empty());
}

fn about_feedback(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let (name, who) = (bytes.words(), bytes.words());
    let manager = bytes.yes().then_some(name.as_str());
    ask(&feedback::form(voice, &FORM, manager));
    assert!(!feedback::too_long(voice, usize::MAX).is_empty());
    drawn::panel(&feedback::thanks(voice, manager, bytes.yes()), Links::None);
    let month = Period::with(Span::Month, at(NOW).date_naive());
    let words = shorten(&bytes.words(), WORDS_MOST);
    for score in Score::ALL {
        let about = (month, score, bytes.yes());
        say(&feedback::told(voice, (&name, &who), about, &words));
    }
    say(&Message { parts: vec![Part::Buttons(vec![feedback::button(voice)])] });
    for n in [0, 1, u64::MAX / 200] {
        tell(feedback::of_programme(voice, &trend(month, n)));
        say(&Message {
            parts: feedback::of_partner(voice, &trend(month, n)).into_iter().collect(),
        });
    }
}

/// With the longest name, and whatever somebody wrote.
fn about_shouts(voice: &Voice<'_>, bytes: &mut Bytes<'_>, partner: &Partner) {
    let mut all = Vec::new();
    let month = "2027-12".parse().unwrap();
    for (occasion, fact) in [
        (Occasion::First(partner.id), About::First { days: u32::MAX }),
        (Occasion::Approved(u32::MAX, partner.id), About::Approved { n: u32::MAX }),
        (Occasion::Won(ReferralId::new(u128::MAX)), About::Won),
        (Occasion::Tier(i64::MAX, partner.id), About::Tier { tier: bytes.words() }),
        (Occasion::Streak(u32::MAX, month, partner.id), About::Streak { n: u32::MAX }),
        (Occasion::Answer(month, partner.id), About::Answer { minutes: u32::MAX }),
    ] {
        let first = ShoutEvent::ShoutSuggested { partner: partner.id, fact };
        let mut shout = Shout::from_first(occasion, &first, at(NOW)).expect("a first fact");
        let draft = Draft { template: 2, text: None, reach: Reach::Both, at: Some(at(NOW)) };
        let stages = [
            ShoutEvent::ShoutDrafted { draft, by: SALES },
            ShoutEvent::ShoutScheduled { by: SALES },
            ShoutEvent::ShoutPosted { channels: Vec::new(), by: None },
        ];
        for event in stages.iter().take(bytes.below(4)) {
            shout.apply(event, at(NOW));
        }
        let text = bytes.yes().then(|| bytes.words());
        let words = shout::Words { shout, partner: partner.clone(), text, this_week: None };
        let of_tier = matches!(words.shout.about, About::Tier { .. });
        assert_eq!(shout::tier_of(&words.shout.about).is_some(), of_tier);
        tell(shout::template(voice, &words.shout.about, partner, 2));
        say(&shout::said(voice, &words));
        ask(&shout::draft_form(voice, &FORM, &words));
        ask(&shout::correct_form(voice, &FORM, &words));
        let names: Vec<String> = (0..bytes.below(3)).map(|_| bytes.words()).collect();
        say(&shout::done(voice, &words, &names));
        let held = (0..digest::MOST).map(|_| shout::said(voice, &words)).collect();
        let away = bytes.yes().then_some(Absence { from: at(NOW), to: at(NOW) });
        say(&digest::post(voice, held, away).expect("something to say"));
        say(&shout::posted(voice, &names, at(NOW)));
        say(&shout::settled(voice, &words.shout));
        for why in Why::ALL {
            say(&shout::stopped(voice, &words, *why));
        }
        drawn::panel(&shout::preview(voice, &words, None, Some(&partner.name)), Links::None);
        let who = bytes.words();
        say(&shout::overtaken(voice, &words, bytes.yes().then_some(who.as_str()), bytes.yes()));
        for misfit in [
            Misfit::Customer(bytes.words()),
            Misfit::Rival(bytes.words()),
            Misfit::Name(bytes.words()),
        ] {
            drawn::panel(&shout::preview(voice, &words, Some(&misfit), None), Links::None);
            say(&shout::not_posted(voice, &misfit));
            tell(shout::misfit::misfit_line(voice, &misfit));
        }
        all.push(words);
    }
    say(&shout::list::list(voice, &all, 0));
    let all = [all.clone(), all].concat();
    for skip in [0, 5, 10, usize::MAX] {
        say(&shout::list::list(voice, &all, skip));
    }
    ask(&shout::delete_form(voice, &FORM));
    say(&shout::scheduled(voice, at(NOW)));
    say(&shout::dropped(voice, bytes.yes()));
    let message = shout::changed(voice, bytes.yes());
    drawn::panel(&shout::panel(voice, message), Links::None);
    assert!(shout::names_of(&State::default(), &[]).is_empty());
}

/// A company that wants to join says what it wants, and has whatever name.
fn about_joining(voice: &Voice<'_>, bytes: &mut Bytes<'_>, partner: &Partner) {
    let name = bytes.words();
    let manager = bytes.yes().then_some(name.as_str());
    let criterion = |name: String| Criterion { name, points: 20, earns: Earns::OwnWebsite };
    let criteria = (0..8).map(|_| criterion(shorten(&bytes.words(), 40))).collect();
    let rubric = Joining { criteria, answer_days: 30, again_days: 730, public: true };
    let (serves, why) = (shorten(&bytes.words(), 300), shorten(&bytes.words(), 300));
    let told =
        Told { site: "a", own_site: true, kind: PartnerKind::Reseller, serves: &serves, why: &why };
    let seal = || Seal("a".repeat(64));
    let received = ApplicationEvent::ApplicationReceived(Applied {
        by: Applicant::InChat { person: MEMBER },
        company: seal(),
        site: format!("{}.example", "a".repeat(240)),
        own_site: true,
        partner_kind: told.kind,
        serves: seal(),
        why: seal(),
        scored: rubric.score(&told),
        due: at(NOW),
    });
    let id = ApplicationId::new(u128::MAX);
    let application = Application::from_first(id, &received, at(NOW)).expect("a first fact");
    let mut card = joining::Card {
        application,
        company: shorten(&bytes.words(), 100),
        serves,
        why,
        who: bytes.words(),
        email: String::new(),
        by: bytes.words(),
        reason: shorten(&bytes.words(), 300),
        known_as: Some((partner.code, partner.name.clone())),
        became: bytes.yes().then_some(partner.code),
        asked: Vec::new(),
        gone: bytes.yes(),
        elsewhere: bytes.yes().then(|| joining::Elsewhere::Partner(partner.name.clone())),
    };
    let today = at(NOW).date_naive();
    say(&joining::intro(voice, bytes.yes().then_some(&rubric)));
    let buttons = vec![joining::become_button(voice), joining::invite_button(voice)];
    say(&Message { parts: vec![Part::Buttons(buttons)] });
    ask(&joining::form(voice, &FORM, &card.company, "fresh.example"));
    drawn::panel(&joining::received(voice, manager, at(NOW)), Links::None);
    tell(joining::thanks(voice, manager, at(NOW)));
    tell(joining::off(voice, manager));
    let waits = NotNow::Waits { until: at(NOW) };
    let asks = NotNow::Asked { application: id, since: at(NOW) };
    for no in [waits, asks, NotNow::Again { from: today }, NotNow::Company] {
        tell(joining::not_now(voice, manager, no));
        tell(joining::not_invited(voice, &card.who, no).1);
    }
    say(&joining::card(voice, &card));
    say(&joining::late(voice, &card));
    let presser = PersonRef::slack("T1", "U1");
    ask(&joining::accept_form(voice, &FORM, &card, Some(partner.code), &presser));
    ask(&joining::decline_form(voice, &FORM, &card, today));
    tell(joining::settled(voice, &card));
    about_questions(voice, bytes, &mut card);
    for event in [
        ApplicationEvent::ApplicationAccepted { by: SALES, partner: partner.id },
        ApplicationEvent::ApplicationDeclined { by: SALES, reason: seal(), again_from: today },
    ] {
        card.application.apply(&event, at(NOW));
        say(&joining::card(voice, &card));
        tell(joining::settled(voice, &card));
    }
    let reason = shorten(&bytes.words(), 300);
    drawn::panel(&joining::accepted(voice, &card, partner.code), Links::None);
    drawn::panel(&joining::declined(voice, &card, &reason, today), Links::None);
    card.elsewhere = None;
    drawn::panel(&joining::accepted(voice, &card, partner.code), Links::None);
    if let Some(applied) = &mut card.application.applied {
        applied.by = Applicant::OnWebsite { name: seal(), email: seal() };
    }
    card.who = shorten(&bytes.words(), 100);
    card.email = shorten(&bytes.words(), 254);
    for panel in [
        joining::accepted(voice, &card, partner.code),
        joining::declined(voice, &card, &reason, today),
    ] {
        drawn::panel(&panel, Links::Some);
        discord::message(&Message { parts: panel.parts });
    }
    let outside = joining::card(voice, &card);
    drawn::message(&outside, Links::Some);
    discord::message(&outside);
    say(&joining::welcome(voice, &card.company, manager, true));
    say(&joining::refused(voice, &card.company, &card.reason, today));
    ask(&joining::invite_form(voice, &FORM));
    drawn::panel(&joining::invited(voice, &card.who), Links::None);
    say(&joining::invitation(voice, id, &card.by));
}

/// What a company is asked, and says, each as long as it fits.
fn about_questions(voice: &Voice<'_>, bytes: &mut Bytes<'_>, card: &mut joining::Card) {
    let seal = || Seal("a".repeat(64));
    ask(&question::ask_form(voice, &FORM, card));
    drawn::panel(&question::asked(voice, card), Links::None);
    question::not_asked(voice, card).into_iter().for_each(tell);
    for number in 1..=4 {
        card.asked.push(question::Asked {
            who: bytes.words(),
            question: shorten(&bytes.words(), 300),
            answer: shorten(&bytes.words(), 300),
        });
        for event in [
            ApplicationEvent::ApplicationAsked { by: SALES, question: seal(), silent_at: at(NOW) },
            ApplicationEvent::ApplicationAnswered { answer: seal(), due: at(NOW) },
        ] {
            card.application.apply(&event, at(NOW));
            say(&joining::card(voice, card));
            for told in [
                question::question(voice, card, number),
                question::answer(voice, card, number),
                question::silent(voice, card, number),
            ] {
                told.iter().for_each(say);
            }
            ask(&question::answer_form(voice, &FORM, card));
            question::not_asked(voice, card).into_iter().for_each(tell);
            tell(question::not_answered(voice, card));
        }
    }
    let name = bytes.words();
    for due in [None, Some(at(NOW))] {
        drawn::panel(&question::answered(voice, bytes.yes().then_some(&name), due), Links::None);
    }
    let line = question::not_answered(voice, card);
    let late = question::too_late(voice, "apply-answer-title", line, &bytes.words());
    drawn::panel(&late, Links::None);
}

/// A month and its quarter in one post, each as long as it can be.
fn about_posts(voice: &Voice<'_>, bytes: &mut Bytes<'_>, partner: &Partner, places: &[Placed]) {
    let shown = |span, bytes: &mut Bytes<'_>| {
        let counts = vec![Count::from(&Tally::nothing(partner))];
        let taken = BoardEvent::BoardTaken { counts };
        let period = Period::with(span, at(NOW).date_naive());
        let mut board = Snapshot::from_first(period, &taken, at(NOW)).expect("a first fact");
        let late = bytes.yes().then_some(Late { from: at(NOW), posts: u32::MAX });
        board.apply(&BoardEvent::BoardPreviewed { late }, at(NOW));
        let codes = bytes.yes().then_some((partner.id, partner.code)).into_iter().collect();
        posts::Shown { board, places: bytes.yes().then(|| places.to_vec()), codes }
    };
    let both = [shown(Span::Month, bytes), shown(Span::Quarter, bytes)];
    for some in [&both[..1], &both] {
        posts::post(voice, some).iter().for_each(say);
        say(&posts::preview(voice, some));
    }
    for mut board in both.map(|one| one.board) {
        say(&posts::settled(voice, &board));
        board.apply(&BoardEvent::BoardSkipped { by: Some(SALES) }, at(NOW));
        say(&posts::settled(voice, &board));
        say(&posts::corrected(voice, &[board.period, board.period]));
    }
    say(&posts::answered(voice, bytes.yes()));
}

/// As much as a note has room for, in whatever words.
fn about_notes(voice: &Voice<'_>, bytes: &mut Bytes<'_>, items: &[Item]) {
    let (today, name) = (at(NOW).date_naive(), bytes.words());
    let number = "NOR-4294967295".parse().expect("a number");
    let won = Won { referral: ReferralId::new(u128::MAX), number, on: today };
    let tier = |measure| Reason::Tier { more: u32::MAX, measure, tier: name.clone() };
    let new = Reason::New { title: shorten(&name, 75) };
    let ideal = Reason::Ideal { text: bytes.words() };
    for reason in [new, ideal, Reason::Won(won), tier(Measure::Approved), tier(Measure::Won)] {
        let last = bytes.yes().then_some(today);
        say(&rhythm::nudge(voice, last, today, &reason, bytes.yes()));
    }
    let few = || Few { first: items.iter().take(LINES).cloned().collect(), of: u64::MAX };
    let (was, is) = (Stands::Status(Status::InConflict), Stands::Status(Status::NeedsInfo));
    let moved = few().first.into_iter().map(|item| {
        let referral = item.referral.id;
        (item, Moved { referral, was, is })
    });
    let moved = Few { first: moved.collect(), of: 9 };
    let notes = if bytes.yes() { u32::MAX } else { 1 };
    let away = Away { first: today, from: at(NOW), notes, to: bytes.yes().then(|| at(NOW)) };
    let away = bytes.yes().then_some(away);
    let week = Week { from: today, through: today, away, waits: few(), moved, ends: few() };
    let week = rhythm::week(voice, &week);
    say(&week);
    let most = u64::MAX;
    let counted = Month { sent: most, approved: most, won: most, ..Month::default() };
    let month = Period::with(Span::Month, today);
    say(&rhythm::month(voice, month, away, &counted, Some(&won)));
    for series in Series::ALL {
        say(&rhythm::preview(voice, *series, &name, week.clone()));
        let first = RhythmEvent::NotesShown { partner: PartnerId::new(1) };
        let mut known = Rhythm::from_first(*series, &first, at(NOW)).expect("a first fact");
        for event in
            [RhythmEvent::NotesStarted { by: SALES }, RhythmEvent::NotesStopped { by: SALES }]
        {
            known.apply(&event, at(NOW));
            say(&rhythm::settled(voice, &known));
        }
    }
    Stage::ALL.iter().for_each(|stage| say(&rhythm::answered(voice, *stage)));
    about_packs(voice, bytes, items, away);
}

/// A quarter of which there is more to say than fits.
fn about_packs(voice: &Voice<'_>, bytes: &mut Bytes<'_>, items: &[Item], away: Option<Away>) {
    let name = bytes.words();
    let mut reviews = Vec::new();
    for (facts, _) in every_case(bytes) {
        let Some(side) = facts.sides.first() else { continue };
        let (number, referral) = (side.referral.number().to_string(), side.referral.id);
        let into = bytes.yes().then(|| number.clone());
        reviews.push(Review { number, referral, case: facts.case, into });
    }
    let thanks = (0..bytes.below(9)).map(|_| {
        let occasion = Occasion::First(PartnerId::new(1));
        let fact = About::First { days: u32::MAX };
        let first = ShoutEvent::ShoutSuggested { partner: PartnerId::new(1), fact };
        let shout = Shout::from_first(occasion, &first, at(NOW)).expect("a first fact");
        let code = "NOR".parse().expect("a code");
        let partner = Partner::fresh(PartnerId::new(1), code, &bytes.words(), at(NOW));
        let text = bytes.yes().then(|| bytes.words());
        shout::Words { shout, partner, text, this_week: None }
    });
    let thanks = thanks.collect();
    let pack = pack(&name, items, reviews, thanks);
    let counted = Month { sent: u64::MAX, ..Month::default() };
    let quarter = Period::with(Span::Quarter, at(NOW).date_naive());
    say(&pack::post(voice, &pack, away, &[(quarter, counted)]));
    for nth in 0..5 {
        drawn::panel(&page::page(voice, &pack, nth), Links::None);
    }
    say(&Message { parts: vec![Part::Buttons(vec![pack::button(voice, pack.this.period)])] });
    assert_eq!(pack::sections(voice, &pack).len(), 9);
    // What somebody typed is no tag: every one there is is ours.
    let html = print::html(voice, &pack);
    for tag in html.split('<').skip(1) {
        let tag = tag.trim_start_matches('/');
        let ours = OUR_TAGS.iter().any(|one| tag.starts_with(one));
        assert!(ours, "<{tag} is none of ours");
    }
    assert_eq!(print::markdown(voice, &pack).matches("\n## ").count(), 9);
}

/// With which the tags of a page begin.
const OUR_TAGS: [&str; 20] = [
    "!doctype html>",
    "html",
    "head>",
    "meta ",
    "title>",
    "style>",
    "body>",
    "main>",
    "section>",
    "h1>",
    "h2>",
    "p>",
    "strong>",
    "code>",
    "table>",
    "thead>",
    "tbody>",
    "tr>",
    "th",
    "td",
];

/// A programme with as many tiers as there can be, called whatever fits.
fn tiers(bytes: &mut Bytes<'_>) -> Rules {
    let mut rules = Program::built_in().rules;
    let most = Some(10_000);
    rules.tiers.all = (0..6)
        .map(|place| Tier {
            name: shorten(&bytes.words(), 29) + &place.to_string(),
            from: place * 1_000,
            promise_days: Some(30),
            quota: Quota { open: most, day: most, month: most },
            perks: (0..5).map(|_| shorten(&bytes.words(), 100)).collect(),
        })
        .collect();
    rules
}

fn climb(bytes: &mut Bytes<'_>, partner: &Partner) -> Climb {
    let rules = tiers(bytes);
    Climb::of(&told_of_the_end(partner, &rules), &[], &rules, at(NOW)).expect("there are tiers")
}

fn told_of_the_end(partner: &Partner, rules: &Rules) -> Partner {
    let warned = Some(Warned { at: at(NOW), from: i64::MAX, through: at(NOW).date_naive() });
    let name = rules.tiers.all[2].name.clone();
    let tier = Some(InTier { name, since: at(NOW), warned });
    Partner { tier, test: false, ..partner.clone() }
}

fn about_tiers(voice: &Voice<'_>, partner: &Partner, bytes: &mut Bytes<'_>) {
    let worn = tier::worn(voice, Some((partner, &bytes.words())));
    assert!(!worn.is_empty() && !tier::worn(voice, None).is_empty());
    let rules = tiers(bytes);
    let partner = told_of_the_end(partner, &rules);
    let (tier, below) = (rules.tiers.all[2].name.clone(), rules.tiers.all[1].name.clone());
    let (through, announced) = (at(NOW).date_naive(), at(NOW).date_naive());
    for event in [
        PartnerEvent::TierPromoted { tier: tier.clone(), was: None },
        PartnerEvent::TierWarned { tier: tier.clone(), below, from: i64::MAX, through },
        PartnerEvent::TierKept { tier: tier.clone() },
        PartnerEvent::TierDemoted { tier, was: bytes.words(), announced },
    ] {
        tier::told(voice, &event, (&partner, &[]), &rules).iter().for_each(say);
    }
    let climb = climb(bytes, &partner);
    tell(tier::progress(voice, &climb));
    say(&tier::sheet(voice, &climb, 30));
    let (was, mut now) = (Program::built_in(), Program::built_in());
    now.rules = rules;
    say(&programme::new(voice, &was, &now, through));
    say(&programme::new(voice, &now, &was, through));
}

fn about_people(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let name = bytes.words();
    ask(&people::role_form(voice, &FORM));
    ask(&people::member_form(voice, &FORM));
    let roles = Role::ALL.into_iter();
    tell(people::role_set(voice, &name, Change::Give, Role::Sales, roles.clone()));
    let names = |bytes: &mut Bytes<'_>| (0..bytes.below(30)).map(|_| bytes.words()).collect();
    let by_role: Vec<_> = roles.map(|role| (role, names(bytes))).collect();
    say(&people::roles(voice, &by_role));
    tell(people::refused(voice, PeopleNo::SpeaksForPartner, &name));
    say(&people::not_linked(voice, Some((&PartnerId::new(1), &name))));
    let group = |bytes: &mut Bytes<'_>| Group { id: "S1".to_owned(), name: bytes.words() };
    let of: Vec<Group> = (0..bytes.below(40)).map(|_| group(bytes)).collect();
    ask(&groups::form(voice, &FORM, &of));
    told_directly(voice, bytes);
    what_is_wanted(voice, bytes);
    about_codes(voice, bytes);
}

fn about_codes(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let (name, who) = (bytes.words(), bytes.words());
    let (partner, code) = (PartnerId::new(1), ("7K4Q-M2ZD-9TXC", at(NOW)));
    say(&pairing::offer(voice, (&partner, &name), &PlatformName::ALL, bytes.yes()));
    say(&pairing::for_whom(voice, "/vouch link-code NOR", bytes.yes()));
    let of = bytes.yes().then_some(name.as_str());
    say(&pairing::code(voice, of, "discord:G1", code, "/vouch link"));
    say(&pairing::joined(voice, &name));
    say(&pairing::paired(voice));
    say(&Message { parts: vec![Part::Buttons(vec![pairing::own_button(voice)])] });
    for no in [
        CodeNo::Wrong,
        CodeNo::Rests { until: at(NOW) },
        CodeNo::Own,
        CodeNo::There,
        CodeNo::People(PeopleNo::SpeaksForPartner),
        CodeNo::People(PeopleNo::HasRole),
        CodeNo::People(PeopleNo::Guest),
    ] {
        tell(pairing::refused(voice, no, &who).0);
    }
    tell(pairing::undone(voice, &who, "slack:T1:U1"));
    tell(pairing::undone_before(voice, &who, &name, at(NOW)));
}

/// By the longest name that a time zone has.
fn what_is_wanted(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let off = Topic::ALL.iter().copied().filter(|_| bytes.yes()).collect();
    let quiet = Quiet::new(NaiveTime::MIN, NaiveTime::from_hms_opt(23, 59, 0).expect("a time"));
    let shown = notify::Shown {
        topics: Topic::ALL.to_vec(),
        wants: Wants { off, quiet: quiet.filter(|_| bytes.yes()) },
        zone: chrono_tz::America::Argentina::ComodRivadavia,
        version: i64::MAX,
    };
    ask(&notify::form(voice, &FORM, &shown));
    drawn::panel(&notify::saved(voice, &shown, bytes.yes()), Links::None);
    drawn::panel(&notify::changed_since(voice), Links::None);
    page_of(&Message { parts: notify::settings(voice, &shown).into() });
}

fn told_directly(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let partner = PartnerId::new(1);
    let behind = Behind {
        names: BTreeMap::from([(SALES, bytes.words()), (MEMBER, bytes.words())]),
        partners: BTreeMap::from([(partner, bytes.words())]),
        workspace: bytes.words(),
        channel: bytes.words(),
        guest: bytes.yes(),
        version: i64::from(bytes.byte()),
        owned: None,
        community: None,
        joining: None,
        start: Some(steps(bytes)),
        quiz: shorten(&bytes.words(), 60),
        words: shorten(&bytes.words(), WORDS_MOST),
    };
    let month = Period::with(Span::Month, at(NOW).date_naive());
    let feedback = |text: Option<Seal>, again| News::Feedback {
        person: MEMBER,
        partner,
        month,
        score: Score::ALL[4],
        text,
        again,
    };
    let (role, change) = (Role::Sales, Change::Take);
    let channel = Some("slack:C1".to_owned());
    let account = "discord:1100000000000000010:1100000000000001001".to_owned();
    let grants = Grant::PartnerMember { partner };
    for news in [
        News::RoleSet { person: MEMBER, role, change, by: SALES },
        News::YourRole { role, change, by: SALES },
        News::LinkAsked { person: MEMBER, partner },
        News::FirstPress { person: MEMBER, partner, channel },
        News::CodeEntered { person: MEMBER, partner, by: SALES },
        News::AccountAdded { person: MEMBER, partner: Some(partner), account: account.clone() },
        News::AccountAdded { person: MEMBER, partner: None, account: account.clone() },
        News::AccountParted { account, by: SALES },
        News::Linked { partner },
        News::NotLinked { partner },
        News::Unlinked { partner },
        News::YourStanding { partner, standing: Standing::ALL[0] },
        News::ByGroup { person: MEMBER, grants, joined: bytes.yes() },
        News::InstallAsked { workspace: "slack:T2".to_owned(), partner: Some(partner) },
        News::InstallAsked { workspace: "slack:T2".to_owned(), partner: None },
        News::OwnerLeft { person: SALES },
        News::GuestNow { person: MEMBER },
        News::CaseLate { case: CaseId::new(1), number: u32::MAX, since: at(NOW) },
        News::Community { about: news::About::BoardPreview { boards: Vec::new() } },
        News::Tier { partner, turn: Turn::Warned, tier: bytes.words() },
        News::CertificateEnded { quiz: "basics".to_owned(), through: at(NOW).date_naive() },
        feedback(Some(Seal("5ea1".to_owned())), true),
        feedback(None, false),
        News::Joining { application: ApplicationId::new(u128::MAX), about: Join::Late },
        News::Joining {
            application: ApplicationId::new(u128::MAX),
            about: Join::Asked { question: u32::MAX },
        },
        News::StartHelp {
            person: MEMBER,
            partner,
            step: Step::ALL.last().copied(),
            text: Seal("5ea1".to_owned()),
            channel: Some("slack:C1".to_owned()),
            agreement: bytes.yes(),
        },
        News::StartStuck { partner, step: Step::Ideal, since: at(NOW) },
        News::PartnersMerged { gone: PartnerId::new(2), partner, by: SALES },
    ] {
        say(&news::message(voice, &news, &behind));
    }
}

/// What is said about installing the app: strangers choose what their workspace is called.
fn about_installing(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let (workspace, partner) = (bytes.words(), bytes.words());
    let workspace = workspace.as_str();
    for page in [
        Page::Done { workspace, channel: Some(&partner) },
        Page::Done { workspace, channel: None },
        Page::Waits { workspace },
        Page::Denied,
        Page::Old,
        Page::Scope { scope: "chat:write" },
        Page::Home { workspace },
        Page::NoAnswer,
        Page::Refused { code: "odd" },
        Page::NotSaved,
    ] {
        tell(install::page(voice, &page));
    }
    tell(install::shut(voice, "VOUCH_SECRET_KEY"));
    let (line, button) = install::needed(voice);
    say(&Message { parts: vec![Part::Text(line), Part::Buttons(vec![button])] });
    tell(install::held(voice, bytes.yes().then_some("VOUCH_SECRET_KEY")));
    say(&install::asked(voice, ("slack:T2", i64::MAX), workspace, Some(&partner)));
    tell(install::decided(voice, workspace, &partner, bytes.yes()));
    tell(install::settled(voice, workspace));
    tell(install::for_whom(voice, "/vouch install NOR"));
    let url = "https://vouch.example/slack/install?partner=0123456789abcdef";
    drawn::message(&install::link(voice, &partner, url, at(NOW)), Links::Some);
}

/// What is about neither, or about the programme itself.
fn about_companies(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let domain = |at: usize| Domain::stored(format!("company{at}.example"));
    for answer in [Answer::Clear, Answer::Review, Answer::Yours("NOR-12".parse().expect("one"))] {
        say(&accounts::checked(voice, &domain(1), answer, u32::MAX, u32::MAX));
    }
    say(&accounts::spent(voice, u32::MAX, bytes.yes().then(|| bytes.words()).as_deref()));
    let many = if bytes.yes() { 500 } else { bytes.below(4) };
    say(&accounts::group(voice, &domain(1), &(0..many).map(domain).collect()));
    tell(accounts::alias_usage(voice));
}

fn about_the_rest(voice: &Voice<'_>, bytes: &mut Bytes<'_>) {
    let (word, code) = (bytes.words(), bytes.words());
    say(&views::intro(voice, 2, 90));
    for what in [Trouble::Refused, Trouble::Broken, Trouble::InstallDead] {
        say(&views::trouble(voice, what, &word, &code));
    }
    let (website, company) = (bytes.words(), bytes.words());
    let (need, contact) = (bytes.words(), bytes.words());
    let known = Known { website, company, need, contact };
    let mut refer = forms::refer(voice, &FORM, &known);
    refer.intro = vec![forms::behalf(voice, &word)];
    ask(&refer);
    let entries =
        [Entry { typed: "/refer [website]".to_owned(), what: "Refer a customer".to_owned() }];
    let (member, vendor, ideal) = (bytes.yes(), bytes.yes(), bytes.yes());
    let agreement = bytes.yes();
    let reader =
        Reader { member, vendor, agreement, ideal, material: bytes.yes(), ..Reader::default() };
    let reader = Reader { joining: bytes.yes(), ..reader };
    say(&help::help(voice, reader, &entries));
    tell(help::unknown(voice, &word, Some("/approve")));
    tell(help::no_referral(voice, &word));
    let (was, mut now) = (Program::built_in(), Program::built_in());
    now.rules.promise_days = 30;
    say(&programme::new(voice, &was, &now, "2026-03-09".parse().expect("a day")));
    let text = Agreement {
        version: "2026-11".to_owned(),
        date: at(NOW).date_naive(),
        summary: vec![bytes.words(), bytes.words()],
        link: bytes.words(),
        sha256: "0".repeat(64),
    };
    say(&agreement::needed(voice, &text.version));
    tell(agreement::missing(voice, &text.version));
    let accepted = agreement::Standing::Accepted { who: &word, at: at(NOW) };
    for standing in [agreement::Standing::Asked { may: bytes.yes() }, accepted] {
        say(&agreement::sheet(voice, &text, &word, standing));
    }
    now.rules.agreement = Some(text);
    say(&programme::new(voice, &was, &now, "2026-03-09".parse().expect("a day")));
    say(&programme::engagement(voice, &was.rules.engagement));
    say(&programme::bad(voice, (usize::MAX, usize::MAX), &word, "3f9c1a"));
    let written: Vec<String> = (0..bytes.below(6)).map(|_| bytes.words()).collect();
    say(&Message { parts: refusals::kept(voice, &written) });
    let form_id = FORM.to_string();
    let errors = vec![(bytes.words(), bytes.words()), (word.clone(), word.clone())];
    for remark in [
        Remark::NotSent { form_id: form_id.clone(), errors: errors[..1].to_vec() },
        Remark::NotSent { form_id: form_id.clone(), errors },
        Remark::NotTaken { form_id: form_id.clone(), sentence: bytes.words() },
        Remark::PageKept { form_id: form_id.clone(), page: 1, left: 2 },
        Remark::PageKept { form_id, page: 0, left: 1 },
        Remark::DraftDiscarded,
        Remark::DraftGone,
    ] {
        say(&remark::remark(voice, &remark));
    }
    tell(refusals::forged(voice));
    tell(refusals::already_yours(voice, "NOR-12"));
    about_companies(voice, bytes);
    let again = vec![views::refer_button(voice), views::mine_button(voice)];
    say(&refusals::form_expired(voice, Some(again[0].clone())));
    say(&Message { parts: vec![Part::Buttons(again)] });
    let written = vec![Part::Text(Line::plain(word.clone()))];
    drawn::panel(&views::panel(voice, word.clone(), written), Links::None);
    drawn::panel(&refusals::panel(voice, word.clone(), Line::plain(word)), Links::None);
    drawn::panel(&refusals::working(voice), Links::None);
    let divider = vec![Part::Divider];
    drawn::panel(&views::panel(voice, bytes.words(), divider), Links::None);
}
