//! How far a protection reaches: in nurture, in review, and when the last day comes.

use super::super::extend::extend;
use super::super::{review, window};
use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    rules().calendar
}

/// An instant by the clocks of New York.
fn local(text: &str) -> DateTime<Utc> {
    let (day, time) = text.split_once(' ').unwrap();
    calendar().wall(date(day), time.parse().unwrap())
}

/// Approved on 2 March: through 31 May.
fn protected() -> Referral {
    let mut referral = submitted();
    let command = Approve { owner: PersonId::new(21), note: None, reason: None };
    let now = at("2026-03-02T19:00:00Z");
    let owner = sales(21);
    let events = approve(&referral, &command, &sales(20), Some(&owner), &rules(), now).unwrap();
    events.iter().for_each(|event| referral.apply(event, now));
    referral
}

fn happened(referral: &mut Referral, events: &[ReferralEvent], when: &str) {
    events.iter().for_each(|event| referral.apply(event, local(when)));
}

fn moves(referral: &mut Referral, stage: Stage, when: &str) {
    let to = Move::To { stage, next_step: Some(seal("call")) };
    let events = move_stage(referral, to, &sales(21), &rules(), local(when)).unwrap();
    happened(referral, &events, when);
}

/// What is told on this date.
fn told(referral: &Referral, today: &str) -> String {
    let day = |at| calendar().local_date(at);
    window::through(referral, &day, date(today)).unwrap().to_string()
}

fn through(referral: &Referral) -> String {
    referral.protection.as_ref().unwrap().through.to_string()
}

#[test]
fn a_month_in_nurture_adds_fifteen_days() {
    let mut referral = protected();
    moves(&mut referral, Stage::Nurture, "2026-04-01 10:00");
    #[rustfmt::skip]
    let table = [
        // Whether today is a nurture date is known only at its end.
        ("2026-04-01", "2026-05-31"),
        ("2026-04-02", "2026-06-01"),
        ("2026-04-03", "2026-06-01"),
        ("2026-04-04", "2026-06-02"),
        ("2026-05-01", "2026-06-15"),
    ];
    for (today, expected) in table {
        assert_eq!(told(&referral, today), expected, "{today}");
    }
    moves(&mut referral, Stage::Meeting, "2026-05-01 10:00");
    assert_eq!(through(&referral), "2026-06-15");
    let nurture = &referral.nurture;
    assert_eq!((nurture.dates, nurture.spared, nurture.since), (30, 15, None));
    assert_eq!(told(&referral, "2026-05-20"), "2026-06-15", "full speed again");
}

#[test]
fn nurture_dates_are_numbered_over_several_spells() {
    let mut referral = protected();
    // Only the stage at the end of a date counts: this is one date.
    moves(&mut referral, Stage::Nurture, "2026-04-01 10:00");
    moves(&mut referral, Stage::Meeting, "2026-04-02 10:00");
    moves(&mut referral, Stage::Nurture, "2026-04-02 11:00");
    moves(&mut referral, Stage::Nurture, "2026-04-02 12:00");
    moves(&mut referral, Stage::Meeting, "2026-04-03 10:00");
    let nurture = &referral.nurture;
    assert_eq!((nurture.dates, nurture.spared), (2, 1), "the 1st, and the 2nd that counts");
    moves(&mut referral, Stage::Nurture, "2026-04-10 10:00");
    moves(&mut referral, Stage::Meeting, "2026-04-10 18:00");
    assert_eq!(referral.nurture.dates, 2, "not at the end of the date");
    moves(&mut referral, Stage::Nurture, "2026-04-11 10:00");
    moves(&mut referral, Stage::Meeting, "2026-04-12 10:00");
    assert_eq!((referral.nurture.dates, through(&referral)), (3, "2026-06-02".to_owned()));
}

#[test]
fn the_date_of_the_approval_has_no_number() {
    let mut referral = protected();
    moves(&mut referral, Stage::Nurture, "2026-03-02 15:00");
    assert_eq!(told(&referral, "2026-03-03"), "2026-05-31");
    assert_eq!(told(&referral, "2026-03-04"), "2026-06-01");
}

/// A case from 10 to 13 March while the deal rests since the 9th: the numbers 1 to 5 are taken, the
/// 1st is spared as nurture, the 2nd to 5th as dates of the case, the 6th counts, the 7th does not.
#[test]
fn a_date_of_a_case_takes_its_number_and_is_not_counted_twice() {
    let mut referral = protected();
    moves(&mut referral, Stage::Nurture, "2026-03-09 10:00");
    let begun = ReferralEvent::ReviewBegan { case: CaseId::new(1) };
    happened(&mut referral, &[begun], "2026-03-10 10:00");
    #[rustfmt::skip]
    let table = [
        ("2026-03-10", "2026-06-02"),
        ("2026-03-12", "2026-06-04"),
    ];
    for (today, expected) in table {
        assert_eq!(told(&referral, today), expected, "{today}: today's date of a case is told");
    }
    let events = review::ended(&referral, &rules(), local("2026-03-13 10:00"));
    happened(&mut referral, &events, "2026-03-13 10:00");
    assert_eq!((through(&referral), referral.paused_days), ("2026-06-05".to_owned(), 4));
    for (today, expected) in
        [("2026-03-14", "2026-06-05"), ("2026-03-15", "2026-06-05"), ("2026-03-16", "2026-06-06")]
    {
        assert_eq!(told(&referral, today), expected, "{today}");
    }
}

#[test]
fn the_date_told_never_moves_earlier() {
    let mut referral = protected();
    let mut latest = String::new();
    for (day, date) in date("2026-03-03").iter_days().take(80).enumerate() {
        let now = format!("{date} 10:00");
        match day % 20 {
            2 => moves(&mut referral, Stage::Nurture, &now),
            5 => {
                let begun = ReferralEvent::ReviewBegan { case: CaseId::new(1) };
                happened(&mut referral, &[begun], &now);
            }
            8 => {
                let events = review::ended(&referral, &rules(), local(&now));
                happened(&mut referral, &events, &now);
            }
            11 => moves(&mut referral, Stage::Meeting, &now),
            _ => {}
        }
        let now = told(&referral, &date.to_string());
        assert!(now >= latest, "{date}: {now} after {latest}");
        latest = now;
    }
}

#[test]
fn what_rests_at_its_last_day_goes_on_at_half_speed_until_it_is_over() {
    let mut referral = protected();
    moves(&mut referral, Stage::Nurture, "2026-05-30 10:00");
    // The dates 30 and 31 May and 1 June: the first is spared, the second counts, and so on.
    let mut days = Vec::new();
    for today in date("2026-06-01").iter_days().take(5) {
        let now = format!("{today} 00:00");
        let events = expire(&referral, &calendar(), local(&now));
        happened(&mut referral, &events, &now);
        days.push((through(&referral), referral.status));
    }
    let open = |day: &str| (day.to_owned(), Status::Approved);
    let over = |day: &str| (day.to_owned(), Status::Expired);
    let expected = [open("2026-06-01"), open("2026-06-02"), over("2026-06-02"), over("2026-06-02")];
    assert_eq!(days[..4], expected);
    // After a standstill the same comes out at once.
    let mut late = protected();
    moves(&mut late, Stage::Nurture, "2026-05-30 10:00");
    let events = expire(&late, &calendar(), local("2026-07-15 10:00"));
    assert_eq!(events.last(), Some(&ReferralEvent::Expired { at: local("2026-06-03 00:00") }));
    happened(&mut late, &events, "2026-07-15 10:00");
    assert_eq!(through(&late), "2026-06-02");
}

#[test]
fn an_extension_adds_to_what_was_gained_in_nurture() {
    let mut referral = protected();
    moves(&mut referral, Stage::Nurture, "2026-04-01 10:00");
    let asked = local("2026-06-01 10:00");
    // 61 dates, 31 of them spared: through 1 July, so it is too early.
    let opens = Refusal::TooEarly { from: date("2026-06-17") };
    assert_eq!(extend(&referral, &member(), &rules(), asked), Err(opens));
    moves(&mut referral, Stage::Nurture, "2026-06-20 10:00");
    let events = extend(&referral, &member(), &rules(), local("2026-07-02 10:00")).unwrap();
    happened(&mut referral, &events, "2026-07-02 10:00");
    // 92 dates, 46 of them spared.
    assert_eq!(through(&referral), "2026-08-15");
    assert_eq!(referral.nurture.dates, 92);
}

#[test]
fn a_reopened_deal_numbers_its_nurture_dates_anew() {
    let mut referral = protected();
    moves(&mut referral, Stage::Nurture, "2026-04-01 10:00");
    let lost = Move::Lost { reason: "Timing".to_owned() };
    let events = move_stage(&referral, lost, &sales(21), &rules(), local("2026-04-04 10:00"));
    happened(&mut referral, &events.unwrap(), "2026-04-04 10:00");
    // Three dates, two spared: through 2 June, 59 days after the loss.
    assert_eq!(through(&referral), "2026-06-02");
    let events = reopen(&referral, &sales(21), false, &rules(), local("2026-05-01 10:00"));
    happened(&mut referral, &events.unwrap(), "2026-05-01 10:00");
    assert_eq!(
        (referral.stage, through(&referral)),
        (Some(Stage::Nurture), "2026-06-29".to_owned())
    );
    assert_eq!(referral.nurture.dates, 0);
    assert_eq!(told(&referral, "2026-05-02"), "2026-06-29", "its date has no number");
    assert_eq!(told(&referral, "2026-05-03"), "2026-06-30", "the first one is not counted");
}

/// Due on Wednesday 4 March at 14:00; the clock stands from Thursday to Monday over a question.
#[test]
fn the_time_for_which_the_clock_stood_after_the_due_instant_is_not_our_delay() {
    let mut referral = submitted();
    let events = ask(&referral, seal("Who?"), &sales(20), &rules(), local("2026-03-05 13:00"));
    happened(&mut referral, &events.unwrap(), "2026-03-05 13:00");
    let events = answer(&referral, seal("Jo"), &member(), &rules(), local("2026-03-09 10:00"));
    happened(&mut referral, &events.unwrap(), "2026-03-09 10:00");
    assert_eq!(referral.promise.due, local("2026-03-04 14:00"), "it does not move");
    #[rustfmt::skip]
    let table = [
        // 23 hours had passed when it stopped.
        ("2026-03-09 10:30", 1),
        ("2026-03-09 11:00", 1),
        ("2026-03-09 11:01", 2),
        ("2026-03-10 11:00", 2),
    ];
    for (decided, days) in table {
        assert_eq!(late_days(&referral, &rules(), local(decided)), days, "{decided}");
    }
}
