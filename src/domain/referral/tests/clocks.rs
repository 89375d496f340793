//! Who is reminded of what, and when.

use super::super::clocks::{next, remind};
use super::*;

fn calendar() -> Calendar {
    rules().calendar
}

/// What is said at each of these times, one after the other.
fn said(mut referral: Referral, times: &[&str]) -> Vec<(String, Reminder)> {
    let mut all = Vec::new();
    for time in times {
        for event in remind(&referral, &calendar(), at(time)) {
            let ReferralEvent::Reminded { reminder, .. } = event else { panic!("{event:?}") };
            all.push(((*time).to_owned(), reminder));
            referral.apply(&event, at(time));
        }
    }
    all
}

fn table(all: &[(String, Reminder)]) -> Vec<(&str, Reminder)> {
    all.iter().map(|(time, reminder)| (time.as_str(), *reminder)).collect()
}

/// Sent on Monday 2 March at 14:00 in New York: due on Wednesday at 14:00, half on Tuesday.
#[test]
fn a_promise_is_spoken_of_at_half_and_when_it_is_broken() {
    let times = [
        "2026-03-03T18:59:59Z",
        "2026-03-03T19:00:00Z",
        "2026-03-03T19:00:01Z",
        "2026-03-04T19:00:00Z",
        "2026-03-04T19:00:01Z",
        "2026-03-09T19:00:00Z",
    ];
    let expected = [(times[1], Reminder::PromiseHalf), (times[4], Reminder::PromiseLate)];
    assert_eq!(table(&said(submitted(), &times)), expected);
    // After a standstill nobody hears of the half of a promise that is broken.
    assert_eq!(table(&said(submitted(), &times[4..])), [(times[4], Reminder::PromiseLate)]);
    for quiet in [in_review(), approved()] {
        assert_eq!(table(&said(quiet, &times)), []);
    }
}

#[test]
fn the_next_time_to_speak_follows_the_promise() {
    let mut referral = submitted();
    assert_eq!(next(&referral), Some(at("2026-03-03T19:00:00Z")));
    for (now, then) in
        [("2026-03-03T19:00:00Z", Some("2026-03-04T19:00:00Z")), ("2026-03-04T20:00:00Z", None)]
    {
        let events = remind(&referral, &calendar(), at(now));
        events.iter().for_each(|event| referral.apply(event, at(now)));
        assert_eq!(next(&referral), then.map(at), "after {now}");
    }
    assert_eq!(next(&in_review()), None, "its clock is stopped");
    assert_eq!(next(&approved()), None);
}

/// Asked on Tuesday at 10:00, with three of the eight business hours to the half used; answered on
/// Friday at 10:00.
#[test]
fn the_half_waits_while_the_clock_is_stopped() {
    let mut referral = submitted();
    let asked_at = at("2026-03-03T15:00:00Z");
    let asked = ask(&referral, seal("?"), &sales(20), &rules(), asked_at).unwrap();
    asked.iter().for_each(|event| referral.apply(event, asked_at));
    let answered_at = at("2026-03-06T15:00:00Z");
    let given = answer(&referral, seal("!"), &member(), &rules(), answered_at).unwrap();
    given.iter().for_each(|event| referral.apply(event, answered_at));
    assert_eq!(referral.promise.half, Some(at("2026-03-06T19:00:00Z")));
    assert_eq!(referral.promise.due, at("2026-03-09T18:00:00Z"), "an hour earlier by UTC");
}

#[test]
fn a_question_is_spoken_of_before_its_place_in_line_is_lost() {
    let mut referral = submitted();
    let asked_at = at("2026-03-03T15:00:00Z");
    let asked = ask(&referral, seal("?"), &sales(20), &rules(), asked_at).unwrap();
    asked.iter().for_each(|event| referral.apply(event, asked_at));
    assert_eq!(next(&referral), Some(at("2026-03-04T15:00:00Z")));
    let times = ["2026-03-04T14:00:00Z", "2026-03-04T15:00:00Z", "2026-03-05T14:00:00Z"];
    let expected = [(times[1], Reminder::QuestionSoon)];
    assert_eq!(table(&said(referral.clone(), &times)), expected);
    let too_late = ["2026-03-05T15:00:01Z"];
    assert_eq!(table(&said(referral, &too_late)), [], "the place is lost already");
}

#[test]
fn a_question_is_not_spoken_of_while_its_clock_stands() {
    let mut referral = submitted();
    let asked_at = at("2026-03-03T15:00:00Z");
    let asked = ask(&referral, seal("?"), &sales(20), &rules(), asked_at).unwrap();
    asked.iter().for_each(|event| referral.apply(event, asked_at));
    let found = ReferralEvent::MatchFound { against: vec![ReferralId::new(9)] };
    referral.apply(&found, at("2026-03-04T09:00:00Z"));
    assert_eq!(next(&referral), None);
    assert_eq!(said(referral, &["2026-03-04T18:00:00Z", "2026-03-05T12:00:00Z"]), []);
}

/// A referral whose stage moved on 20 May, so that nothing is silent.
fn protected() -> Referral {
    let mut referral = submitted();
    let approved_at = at("2026-03-02T19:00:00Z");
    let command = Approve { owner: PersonId::new(21), note: None, reason: None };
    let owner = sales(21);
    let events =
        approve(&referral, &command, &sales(20), Some(&owner), &rules(), approved_at).unwrap();
    events.iter().for_each(|event| referral.apply(event, approved_at));
    referral.updated_at = at("2026-05-20T15:00:00Z");
    referral
}

/// Approved 2 March in New York with 90 days: through 31 May; reminded at 09:00 local.
#[test]
fn the_end_of_a_protection_is_told_14_7_and_1_days_before() {
    let times = [
        "2026-05-17T12:59:59Z",
        "2026-05-17T13:00:00Z",
        "2026-05-18T13:00:00Z",
        "2026-05-24T13:00:00Z",
        "2026-05-30T13:00:00Z",
        "2026-05-31T13:00:00Z",
    ];
    let expected =
        [(times[1], Reminder::Ends14), (times[3], Reminder::Ends7), (times[4], Reminder::Ends1)];
    assert_eq!(table(&said(protected(), &times)), expected);
    // Late, only the nearest is said, and not a further one after it.
    assert_eq!(
        table(&said(protected(), &["2026-05-25T13:00:00Z", "2026-05-26T13:00:00Z"])),
        [("2026-05-25T13:00:00Z", Reminder::Ends7)]
    );
}

#[test]
fn an_extension_begins_the_reminders_anew_and_what_was_approved_later_has_none() {
    let mut referral = protected();
    let before = said(referral.clone(), &["2026-05-24T13:00:00Z"]);
    assert_eq!(table(&before), [("2026-05-24T13:00:00Z", Reminder::Ends7)]);
    let reminded = ReferralEvent::Reminded { reminder: Reminder::Ends7, about: referral.since };
    referral.apply(&reminded, at("2026-05-24T13:00:00Z"));
    let extended = ReferralEvent::Extended {
        by: PersonId::new(10),
        protected_through: "2026-06-30".parse().unwrap(),
        expires: at("2026-07-01T04:00:00Z"),
    };
    referral.apply(&extended, at("2026-05-25T13:00:00Z"));
    referral.updated_at = at("2026-06-15T13:00:00Z");
    let times = ["2026-06-15T13:00:00Z", "2026-06-16T13:00:00Z"];
    assert_eq!(table(&said(referral, &times)), [(times[1], Reminder::Ends14)]);

    let mut short = protected();
    short.since = at("2026-05-20T15:00:00Z");
    let times = ["2026-05-20T16:00:00Z", "2026-05-24T13:00:00Z"];
    assert_eq!(table(&said(short, &times)), [(times[1], Reminder::Ends7)], "14 days are past");
}

/// Approved on 3 March: two weeks later the owner, three days after that the partner.
#[test]
fn silence_is_told_to_the_owner_first_and_then_to_the_partner() {
    let times = [
        "2026-03-16T13:00:00Z",
        "2026-03-17T12:59:59Z",
        "2026-03-17T13:00:00Z",
        "2026-03-19T13:00:00Z",
        "2026-03-20T13:00:00Z",
        "2026-03-21T13:00:00Z",
    ];
    let expected = [(times[2], Reminder::Silent), (times[4], Reminder::SilentTold)];
    assert_eq!(table(&said(approved(), &times)), expected);
    // The partner is never told before the owner was, however late it is.
    let late = ["2026-03-25T13:00:00Z", "2026-03-26T13:00:00Z"];
    let expected = [(late[0], Reminder::Silent), (late[1], Reminder::SilentTold)];
    assert_eq!(table(&said(approved(), &late)), expected);

    let mut moved = approved();
    moved.updated_at = at("2026-03-10T15:00:00Z");
    assert_eq!(table(&said(moved, &times)), [], "an update begins the count anew");
}

/// In whichever zone: what is said on a morning was foreseen, or nobody would look.
#[test]
fn no_morning_comes_before_it_was_foreseen() {
    use super::super::clocks::{MORNING, next_morning};
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Africa/Cairo", "America/New_York"] {
        let calendar = Calendar::usual(zone.parse().unwrap());
        for hour in 0..24 {
            let mut referral = protected();
            referral.since = at("2026-03-02T00:00:00Z") + chrono::TimeDelta::hours(hour);
            referral.updated_at = referral.since;
            for day in "2026-03-03".parse::<NaiveDate>().unwrap().iter_days().take(95) {
                let morning = calendar.wall(day, MORNING);
                for event in remind(&referral, &calendar, morning) {
                    let foreseen = next_morning(&referral);
                    assert!(foreseen.is_some_and(|at| at <= morning), "{zone} {day}: {foreseen:?}");
                    referral.apply(&event, morning);
                }
            }
            assert_eq!(next_morning(&referral), None, "{zone}: everything was said");
        }
    }
}
