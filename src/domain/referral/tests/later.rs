//! What may happen after a referral was sent: asked about, decided, taken back, won, lost, over.

use super::*;

/// Lets what was decided happen at `when`.
fn then(mut referral: Referral, events: impl AsRef<[ReferralEvent]>, when: &str) -> Referral {
    events.as_ref().iter().for_each(|event| referral.apply(event, at(when)));
    referral
}

fn asked() -> Referral {
    let events =
        ask(&submitted(), seal("Who?"), &sales(20), &rules(), at("2026-03-03T15:00:00Z")).unwrap();
    then(submitted(), events, "2026-03-03T15:00:00Z")
}

fn rejection() -> Reject {
    Reject { reason: "Not a fit".to_owned(), text: None, note: None }
}

fn rejected() -> Referral {
    let now = "2026-03-03T15:00:00Z";
    let events = reject(&submitted(), &rejection(), &sales(20), &rules(), at(now)).unwrap();
    then(submitted(), events, now)
}

fn lost() -> Referral {
    let to = Move::Lost { reason: "Timing".to_owned() };
    let now = "2026-03-10T15:00:00Z";
    let events = move_stage(&approved(), to, &sales(20), &rules(), at(now)).unwrap();
    then(approved(), events, now)
}

fn won() -> Referral {
    let on = "2026-03-09".parse().unwrap();
    let to = Move::Won { amount_minor: 1, currency: "EUR".to_owned(), on };
    let now = "2026-03-10T15:00:00Z";
    let events = move_stage(&approved(), to, &sales(20), &rules(), at(now)).unwrap();
    then(approved(), events, now)
}

/// A referral in every status that this version reaches.
fn in_every_status() -> Vec<Referral> {
    let withdrawn =
        then(submitted(), withdraw(&submitted(), &member()).unwrap(), "2026-03-03T15:00:00Z");
    let lapsed = then(asked(), lapse(&asked(), at("2026-04-01T15:00:00Z")), "2026-04-01T15:00:00Z");
    let expired = then(
        approved(),
        expire(&approved(), &rules().calendar, at("2026-07-01T00:00:00Z")),
        "2026-07-01T00:00:00Z",
    );
    let reversed = {
        let finance = person(30, &[Role::Finance], None);
        let now = at("2026-03-11T15:00:00Z");
        let events = stage::reverse(&won(), seal("refund"), &finance, true, &rules(), now).unwrap();
        then(won(), events, "2026-03-11T15:00:00Z")
    };
    // Off limits, and nobody else's: what sales decides itself.
    let off_limits = then(submitted(), [ReferralEvent::OffLimitsFound], "2026-03-02T19:05:00Z");
    let by_case = ReferralEvent::ReleasedByCase {
        case: CaseId::new(1),
        by: PersonId::new(40),
        rules: Vec::new(),
        text: None,
    };
    let merged = ReferralEvent::MergedByCase {
        case: CaseId::new(1),
        by: PersonId::new(40),
        rules: Vec::new(),
        into: ReferralId::new(2),
        number: "NOR-2".parse().unwrap(),
        text: None,
    };
    vec![
        submitted(),
        off_limits,
        asked(),
        approved(),
        rejected(),
        withdrawn,
        lapsed,
        expired,
        won(),
        lost(),
        reversed,
        then(approved(), [by_case], "2026-03-12T15:00:00Z"),
        then(approved(), [merged], "2026-03-12T15:00:00Z"),
    ]
}

#[test]
fn every_status_is_reached_by_the_moves_of_the_table() {
    let reached: BTreeSet<Status> = in_every_status().iter().map(|one| one.status).collect();
    assert_eq!(reached, Status::ALL.iter().copied().collect());
}

/// Whoever wants the account decides nothing about it, and nor does the vendor's own sales.
#[test]
fn what_somebody_else_contests_is_not_for_sales_to_reject() {
    let now = at("2026-03-03T15:05:00Z");
    let rejected = reject(&in_review(), &rejection(), &sales(20), &rules(), now);
    assert_eq!(rejected, Err(Refusal::InReview));
}

#[test]
fn what_the_table_does_not_allow_is_refused_in_every_status() {
    let (by, now) = (sales(20), at("2026-03-03T15:05:00Z"));
    for referral in in_every_status() {
        let from = Some(referral.status);
        let undecided = |verb| next(from, verb).is_some();
        let reason = Some(seal("why"));
        let approve_it = Approve { owner: PersonId::new(20), note: None, reason };
        let approved = approve(&referral, &approve_it, &by, Some(&by), &rules(), now);
        assert_eq!(approved.is_ok(), undecided(Verb::Approve), "{from:?}");
        let rejected = reject(&referral, &rejection(), &by, &rules(), now);
        assert_eq!(rejected.is_ok(), undecided(Verb::Reject), "{from:?}");
        let asked = ask(&referral, seal("?"), &by, &rules(), now);
        assert_eq!(asked.is_ok(), undecided(Verb::Ask), "{from:?}");
        let answered = answer(&referral, seal("!"), &member(), &rules(), now);
        assert_eq!(answered.is_ok(), undecided(Verb::Answer), "{from:?}");
        let withdrawn = withdraw(&referral, &member());
        assert_eq!(withdrawn.is_ok(), undecided(Verb::Withdraw), "{from:?}");
        let lost = Move::Lost { reason: "Timing".to_owned() };
        let lost = move_stage(&referral, lost, &by, &rules(), now);
        assert_eq!(lost.is_ok(), undecided(Verb::Lose), "{from:?}");
    }
}

/// Whether a rejection at `when` came in time, where there is one.
fn in_time(referral: Referral, when: DateTime<Utc>) -> Option<bool> {
    let events = reject(&referral, &rejection(), &sales(20), &rules(), when).unwrap();
    then(referral, events, &when.to_rfc3339()).first_decision.map(|first| first.in_time)
}

#[test]
fn what_is_decided_while_the_clock_stands_counts_by_when_it_was_stopped() {
    let due = submitted().promise.due;
    let (late, weeks) = (due + TimeDelta::microseconds(1), due + TimeDelta::days(28));
    assert_eq!(in_time(submitted(), due), Some(true), "exactly at its end");
    assert_eq!(in_time(submitted(), late), Some(false));
    assert_eq!(in_time(asked(), weeks), Some(true), "asked in time");
    let question = ask(&submitted(), seal("Who?"), &sales(20), &rules(), late).unwrap();
    let asked_late = then(submitted(), question, &late.to_rfc3339());
    assert_eq!(in_time(asked_late, weeks), Some(false), "asked late");

    // The first one counts, whatever a case makes of it, until somebody takes it back.
    let by_case = ReferralEvent::ReleasedByCase {
        case: CaseId::new(1),
        by: PersonId::new(40),
        rules: Vec::new(),
        text: None,
    };
    let first = approved().first_decision;
    assert!(first.is_some_and(|first| first.in_time));
    let released = then(approved(), [by_case], "2026-04-20T15:00:00Z");
    assert_ne!(released.decision, approved().decision);
    assert_eq!(released.first_decision, first);
    let now = "2026-03-03T15:05:00Z";
    let undone = undo(&approved(), seal("Too fast"), &sales(20), &[], &rules(), at(now)).unwrap();
    assert_eq!(then(approved(), undone.events, now).first_decision, None);
}

#[test]
fn a_question_stops_the_clock_and_an_answer_lets_the_rest_run() {
    // Asked a day after the start of two: due Wednesday 14:00, asked Tuesday 10:00 in New York.
    let waiting = asked();
    assert_eq!(waiting.status, Status::NeedsInfo);
    let question = waiting.question.clone().unwrap();
    assert_eq!(question.place_until, at("2026-03-05T15:00:00Z"));
    assert_eq!(question.lapses, at("2026-03-10T14:00:00Z"));
    #[rustfmt::skip]
    let table = [
        // answered                due again               place kept
        ("2026-03-04T15:00:00Z", "2026-03-05T19:00:00Z", true),
        ("2026-03-05T15:00:00Z", "2026-03-06T19:00:00Z", true),
        ("2026-03-05T15:00:01Z", "2026-03-06T19:00:01Z", false),
    ];
    for (when, due, kept) in table {
        let events = answer(&asked(), seal("Me."), &member(), &rules(), at(when)).unwrap();
        let back = then(asked(), events, when);
        assert_eq!((back.status, back.promise.due), (Status::Submitted, at(due)), "{when}");
        assert_eq!(back.in_line_since == back.submitted_at, kept, "{when}");
    }
}

#[test]
fn an_open_question_lapses_after_its_last_instant() {
    let lapses = at("2026-03-10T14:00:00Z");
    assert_eq!(lapse(&asked(), lapses), Vec::new());
    let late = lapses + chrono::TimeDelta::microseconds(1);
    assert_eq!(lapse(&asked(), late), [ReferralEvent::Lapsed { at: lapses }]);
    assert!(answer(&asked(), seal("!"), &member(), &rules(), lapses).is_ok());
    let too_late = Refusal::TooLate { verb: Verb::Answer, until: lapses };
    assert_eq!(answer(&asked(), seal("!"), &member(), &rules(), late), Err(too_late));
}

#[test]
fn a_decision_is_taken_back_by_its_decider_for_ten_minutes_or_by_the_manager() {
    let manager = person(40, &[Role::PartnerManager], None);
    let decided = at("2026-03-03T15:00:00Z");
    let soon = decided + UNDO;
    let late = soon + chrono::TimeDelta::seconds(1);
    let too_late = |until| Err(Refusal::TooLate { verb: Verb::Undo, until });
    #[rustfmt::skip]
    let table = [
        // who                         when                        outcome
        ("the decider",    sales(20),  soon,                       Ok(())),
        ("the decider",    sales(20),  late,                       too_late(soon)),
        ("somebody else",  sales(22),  soon,                       Err(Refusal::NotDecider)),
        ("the manager",    manager.clone(), at("2026-03-05T15:00:00Z"), Ok(())),
        ("the manager",    manager,    at("2026-03-05T15:00:01Z"), too_late(at("2026-03-05T15:00:00Z"))),
        ("the partner",    member(),   soon,                       Err(Refusal::NoRole { role: Role::Sales })),
        ("a rival",        person(11, &[], Some(SOUTH)), soon,     Err(Refusal::Outsider)),
    ];
    for (who, by, when, outcome) in table {
        for referral in [approved(), rejected()] {
            assert_eq!(may_undo(&referral, &by, &rules(), when), outcome, "{who}");
        }
    }
}

#[test]
fn an_undone_decision_leaves_the_promise_as_if_it_had_not_been() {
    let now = "2026-03-03T15:05:00Z";
    for referral in [approved(), rejected()] {
        let sent = undo(&referral, seal("Too fast"), &sales(20), &[], &rules(), at(now)).unwrap();
        let back = then(referral, sent.events, now);
        assert_eq!((back.status, back.promise.due), (Status::Submitted, submitted().promise.due));
        assert_eq!((back.decision, back.protection, back.owner), (None, None, None));
        assert_eq!(back.in_line_since, submitted().in_line_since);
    }
}

#[test]
fn nothing_comes_back_to_an_account_that_went_to_somebody_else() {
    let now = at("2026-03-03T15:05:00Z");
    let by = sales(20);
    let mut rival = approved();
    rival.id = ReferralId::new(9);
    rival.submission.partner = SOUTH;
    let undone = undo(&rejected(), seal("?"), &by, &[&rival], &rules(), now);
    assert_eq!(undone, Err(Refusal::AccountTaken));
    let reopened = reopen(&lost(), &by, true, &rules(), at("2026-03-20T15:00:00Z"));
    assert_eq!(reopened, Err(Refusal::AccountTaken));
    let mut waiting = submitted();
    waiting.id = ReferralId::new(9);
    waiting.submission.partner = SOUTH;
    let undone = undo(&rejected(), seal("?"), &by, &[&waiting], &rules(), now).unwrap();
    assert_eq!(undone.matched, [waiting.id]);
    assert_eq!(then(rejected(), undone.events, "2026-03-03T15:05:00Z").status, Status::InConflict);
}

#[test]
fn only_who_sent_it_or_the_partners_admin_withdraws() {
    let mut admin = person(12, &[], Some(NORTH));
    admin.membership.as_mut().unwrap().admin = true;
    #[rustfmt::skip]
    let table = [
        ("who sent it",       member(),                       None),
        ("the admin",         admin,                          None),
        ("a colleague",       person(13, &[], Some(NORTH)),   Some(Refusal::NotYours)),
        ("sales",             sales(20),                      Some(Refusal::NotYours)),
        ("a rival",           person(11, &[], Some(SOUTH)),   Some(Refusal::Outsider)),
    ];
    // Who registered it for the partner withdraws it as well.
    let mut for_them = submitted();
    for_them.submission.by = sales(20).id;
    for_them.submission.on_behalf = true;
    assert_eq!(withdraw(&for_them, &sales(20)).err(), None);
    assert_eq!(withdraw(&for_them, &sales(21)).err(), Some(Refusal::NotYours));
    for (who, by, refusal) in table {
        assert_eq!(withdraw(&submitted(), &by).err(), refusal, "{who}");
        assert_eq!(withdraw(&in_review(), &by).err(), refusal, "{who}, in review");
    }
}

#[test]
fn sales_names_another_owner_and_whoever_is_in_charge_where_the_owner_is_gone() {
    let (of_sales, none) = (Refusal::NoRole { role: Role::Sales }, None);
    let manager = || person(30, &[Role::PartnerManager], None);
    let admin = || person(31, &[Role::Admin], None);
    let mut left = sales(22);
    left.identities = ["slack:T1:U1".to_owned()].into();
    left.gone = left.identities.clone();
    #[rustfmt::skip]
    let table = [
        // by                                 the owner is gone  to                  refusal
        (sales(20),                           false,             sales(22),          none.clone()),
        (sales(20),                           true,              sales(22),          none.clone()),
        (manager(),                           false,             sales(22),          Some(of_sales.clone())),
        (manager(),                           true,              sales(22),          none.clone()),
        (admin(),                             true,              sales(22),          none.clone()),
        (person(32, &[Role::Auditor], None),  true,              sales(22),          Some(of_sales.clone())),
        (member(),                            true,              sales(22),          Some(of_sales)),
        (person(11, &[], Some(SOUTH)),        true,              sales(22),          Some(Refusal::Outsider)),
        (sales(20),                           false,             left,               Some(Refusal::OwnerNotSales)),
        (manager(),                           true,              manager(),          Some(Refusal::OwnerNotSales)),
    ];
    for (by, gone, to, refusal) in table {
        let changed = change_owner(&approved(), to.id, &by, Some(&to), gone);
        assert_eq!(changed.err(), refusal, "{by:?} {gone} to {to:?}");
    }
}

#[test]
fn a_lost_referral_is_reopened_with_the_days_it_had_left() {
    // Approved 3 March for 90 days: through 1 June. Lost on 10 March: 83 days were left.
    let now = "2026-04-01T15:00:00Z";
    let events = reopen(&lost(), &sales(20), false, &rules(), at(now)).unwrap();
    let back = then(lost(), events, now);
    assert_eq!((back.status, back.stage), (Status::Approved, Some(Stage::New)));
    assert_eq!(back.protection.unwrap().through.to_string(), "2026-06-23");
    let last = at("2026-06-09T03:00:00Z");
    assert!(reopen(&lost(), &sales(20), false, &rules(), last).is_ok());
    let until = at("2026-06-09T04:00:00Z");
    let late = reopen(&lost(), &sales(20), false, &rules(), until);
    assert_eq!(late, Err(Refusal::TooLate { verb: Verb::Reopen, until }));
}

#[test]
fn a_deal_is_not_won_tomorrow_nor_for_nothing() {
    let now = at("2026-03-10T15:00:00Z");
    let to = |amount_minor, on: &str| Move::Won {
        amount_minor,
        currency: "EUR".to_owned(),
        on: on.parse().unwrap(),
    };
    let moved = |to| move_stage(&approved(), to, &sales(20), &rules(), now).err();
    assert_eq!(moved(to(1, "2026-03-10")), None);
    assert_eq!(moved(to(1, "2026-03-11")), Some(Refusal::DateInFuture));
    assert_eq!(moved(to(0, "2026-03-10")), Some(Refusal::NoAmount));
    assert_eq!(moved(Move::Lost { reason: "Because".to_owned() }), Some(Refusal::UnknownReason));
}

#[test]
fn the_review_of_what_is_left_ends_and_its_clock_runs_again() {
    // In review since 14:05 on Monday with a day and 23:55 hours of business time left.
    let events = clear(&in_review(), &rules(), at("2026-03-03T19:05:00Z"));
    let back = then(in_review(), events, "2026-03-03T19:05:00Z");
    assert_eq!((back.status, back.match_open), (Status::Submitted, false));
    assert_eq!(back.promise.due, at("2026-03-05T19:00:00Z"));
    assert_eq!(clear(&submitted(), &rules(), at("2026-03-03T19:05:00Z")), Vec::new());
}

#[test]
fn a_stage_that_is_not_in_use_is_refused_unless_it_stands_there() {
    let rules = Rules { stages: vec![Stage::New, Stage::Meeting], ..rules() };
    let now = at("2026-03-04T15:00:00Z");
    let to = |stage| Move::To { stage, next_step: Some(seal("call")) };
    let mut proposal = approved();
    let moved = move_stage(&proposal, to(Stage::Proposal), &sales(20), &super::rules(), now);
    moved.unwrap().iter().for_each(|event| proposal.apply(event, now));
    #[rustfmt::skip]
    let table = [
        // where it stands, where to,        whether it may
        (approved(),        Stage::Meeting,  true),
        (approved(),        Stage::Proposal, false),
        (proposal.clone(),  Stage::Proposal, true),
        (proposal.clone(),  Stage::Nurture,  false),
    ];
    for (referral, stage, may) in table {
        let moved = move_stage(&referral, to(stage), &sales(20), &rules, now);
        assert_eq!(moved.is_ok(), may, "{:?} to {stage}", referral.stage);
    }
}
