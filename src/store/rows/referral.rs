//! Referrals as rows, and back.

use chrono::{NaiveDate, TimeDelta};

use super::{BadRow, Columns, ReferralRow, json};
use crate::domain::account::Domain;
use crate::domain::account::known::Found;
use crate::domain::ids::{PartnerCode, ReferralNumber};
use crate::domain::outcome::{Seal, Submission};
use crate::domain::referral::{
    Deal, Decision, FirstDecision, Nurture, Promise, Protection, Referral, Reminded, clocks,
};

impl From<&Referral> for ReferralRow {
    fn from(referral: &Referral) -> Self {
        let sent = &referral.submission;
        let text = |seal: &Option<Seal>| seal.as_ref().map(|seal| seal.0.clone());
        let decision = referral.decision.as_ref();
        let first = referral.first_decision.as_ref();
        let protection = referral.protection.as_ref();
        Self {
            referral_id: referral.id.to_string(),
            version: referral.version,
            partner_id: sent.partner.to_string(),
            code: sent.number.code.to_string(),
            number: i64::from(sent.number.count),
            form_id: sent.form.to_string(),
            status: referral.status.to_string(),
            stage: referral.stage.map(|stage| stage.to_string()),
            domain: sent.domain.to_string(),
            company: sent.company.0.clone(),
            need: sent.need.0.clone(),
            relationship: sent.relationship.to_string(),
            introduction: sent.introduction.to_string(),
            basis: sent.basis.to_string(),
            contact_name: text(&sent.contact_name),
            contact_email: text(&sent.contact_email),
            job_title: text(&sent.job_title),
            submitted_by: sent.by.to_string(),
            submitted_us: referral.submitted_at.timestamp_micros(),
            due_us: sent.due.timestamp_micros(),
            receipt: referral.receipt.clone(),
            program: referral.program.clone(),
            owner: referral.owner.as_ref().map(ToString::to_string),
            note: text(&referral.note),
            exception: text(&referral.exception),
            decided_by: decision.map(|decision| decision.by.to_string()),
            decided_us: decision.map(|decision| decision.at.timestamp_micros()),
            first_decided_us: first.map(|first| first.at.timestamp_micros()),
            decided_in_time: first.is_some_and(|first| first.in_time),
            late_days: i64::from(referral.late_days),
            protected_through_day: protection.map(|protection| protection.through.to_string()),
            expires_us: protection.map(|protection| protection.expires.timestamp_micros()),
            in_line_since_us: referral.in_line_since.timestamp_micros(),
            since_us: referral.since.timestamp_micros(),
            promise_due_us: referral.promise.due.timestamp_micros(),
            stopped_us: referral.promise.stopped_at.map(|at| at.timestamp_micros()),
            match_open: referral.match_open,
            off_limits: referral.off_limits,
            question: referral.question.as_ref().map(json),
            lapses_us: referral.lapses().map(|at| at.timestamp_micros()),
            next_step: text(&referral.next_step),
            reason: referral.reason.clone(),
            partner_text: text(&referral.text),
            closing: referral.closing.as_ref().map(json),
            closed_day: referral.closing.as_ref().map(|closing| closing.on().to_string()),
            ended_by: referral.ended_by.map(|by| by.to_string()),
            updated_us: referral.updated_at.timestamp_micros(),
            on_behalf: sent.on_behalf,
            source: text(&sent.source),
            half_us: referral.promise.half.map(|at| at.timestamp_micros()),
            nudge_us: clocks::next(referral).map(|at| at.timestamp_micros()),
            morning_us: clocks::next_morning(referral).map(|at| at.timestamp_micros()),
            reminded: (!referral.reminded.is_empty()).then(|| json(&referral.reminded)),
            extended_us: referral.extended_at.map(|at| at.timestamp_micros()),
            review_us: referral.review_since.map(|at| at.timestamp_micros()),
            contested: referral.contested,
            active_us: referral.active_at.map(|at| at.timestamp_micros()),
            ruled: json(&referral.ruled),
            share_bp: referral.share_bp.map(i64::from),
            merged: referral.merged.as_ref().map(json),
            paused_days: i64::from(referral.paused_days),
            paused_through_day: referral.paused_through.map(|date| date.to_string()),
            found: (!referral.found.is_empty()).then(|| json(&referral.found)),
            stood_us: referral.promise.stood.num_microseconds().unwrap_or(i64::MAX),
            held_us: referral.held_until.map(|at| at.timestamp_micros()),
            came_back: referral.came_back,
            release: referral.release.as_ref().map(json),
            release_us: referral.release_asked().map(|release| release.until.timestamp_micros()),
            naming: referral.naming.as_ref().map(json),
            stated: (!referral.stated.is_empty()).then(|| json(&referral.stated)),
            deal: (referral.deal != Deal::default()).then(|| json(&referral.deal)),
            nurture: (referral.nurture != Nurture::default()).then(|| json(&referral.nurture)),
        }
    }
}

fn found(read: &Columns<'_>, row: &ReferralRow) -> Result<Vec<Found>, BadRow> {
    let list = row.found.as_ref().map(|text| read.list("found", text)).transpose()?;
    Ok(list.unwrap_or_default())
}

impl TryFrom<&ReferralRow> for Referral {
    type Error = BadRow;

    fn try_from(row: &ReferralRow) -> Result<Self, BadRow> {
        let read = Columns { table: "referral", key: &row.referral_id };
        let seal = |text: &Option<String>| text.clone().map(Seal);
        let code: PartnerCode = read.parse("code", &row.code)?;
        let decided_by = read.maybe("decided_by", row.decided_by.as_ref())?;
        let decided_at = row.decided_us.map(|us| read.time("decided_us", us)).transpose()?;
        let first = row.first_decided_us.map(|us| read.time("first_decided_us", us)).transpose()?;
        let through: Option<NaiveDate> =
            read.maybe("protected_through_day", row.protected_through_day.as_ref())?;
        let expires = row.expires_us.map(|us| read.time("expires_us", us)).transpose()?;
        Ok(Self {
            id: read.parse("referral_id", &row.referral_id)?,
            version: row.version,
            submission: Submission {
                partner: read.parse("partner_id", &row.partner_id)?,
                number: ReferralNumber { code, count: read.count("number", row.number)? },
                form: read.parse("form_id", &row.form_id)?,
                domain: Domain::stored(row.domain.clone()),
                company: Seal(row.company.clone()),
                need: Seal(row.need.clone()),
                relationship: read.parse("relationship", &row.relationship)?,
                introduction: read.parse("introduction", &row.introduction)?,
                basis: read.parse("basis", &row.basis)?,
                contact_name: seal(&row.contact_name),
                contact_email: seal(&row.contact_email),
                job_title: seal(&row.job_title),
                source: seal(&row.source),
                by: read.parse("submitted_by", &row.submitted_by)?,
                on_behalf: row.on_behalf,
                due: read.time("due_us", row.due_us)?,
                tier: None,
                half: None,
            },
            submitted_at: read.time("submitted_us", row.submitted_us)?,
            receipt: row.receipt.clone(),
            program: row.program.clone(),
            status: read.parse("status", &row.status)?,
            stage: read.maybe("stage", row.stage.as_ref())?,
            owner: read.maybe("owner", row.owner.as_ref())?,
            note: seal(&row.note),
            exception: seal(&row.exception),
            decision: decided_by.zip(decided_at).map(|(by, at)| Decision { by, at }),
            first_decision: first.map(|at| FirstDecision { at, in_time: row.decided_in_time }),
            late_days: read.count("late_days", row.late_days)?,
            protection: through
                .zip(expires)
                .map(|(through, expires)| Protection { through, expires }),
            in_line_since: read.time("in_line_since_us", row.in_line_since_us)?,
            since: read.time("since_us", row.since_us)?,
            promise: Promise {
                due: read.time("promise_due_us", row.promise_due_us)?,
                half: row.half_us.map(|us| read.time("half_us", us)).transpose()?,
                stopped_at: row.stopped_us.map(|us| read.time("stopped_us", us)).transpose()?,
                stood: TimeDelta::microseconds(row.stood_us),
            },
            match_open: row.match_open,
            off_limits: row.off_limits,
            found: found(&read, row)?,
            question: row.question.as_ref().map(|text| read.list("question", text)).transpose()?,
            next_step: seal(&row.next_step),
            reason: row.reason.clone(),
            text: seal(&row.partner_text),
            closing: row.closing.as_ref().map(|text| read.list("closing", text)).transpose()?,
            ended_by: read.maybe("ended_by", row.ended_by.as_ref())?,
            updated_at: read.time("updated_us", row.updated_us)?,
            reminded: match &row.reminded {
                Some(text) => read.list("reminded", text)?,
                None => Reminded::new(),
            },
            extended_at: row.extended_us.map(|us| read.time("extended_us", us)).transpose()?,
            review_since: row.review_us.map(|us| read.time("review_us", us)).transpose()?,
            contested: row.contested,
            held_until: row.held_us.map(|us| read.time("held_us", us)).transpose()?,
            came_back: row.came_back,
            active_at: row.active_us.map(|us| read.time("active_us", us)).transpose()?,
            ruled: read.list("ruled", &row.ruled)?,
            share_bp: row.share_bp.map(|share| read.count("share_bp", share)).transpose()?,
            merged: row.merged.as_ref().map(|text| read.list("merged", text)).transpose()?,
            paused_days: read.count("paused_days", row.paused_days)?,
            paused_through: read.maybe("paused_through_day", row.paused_through_day.as_ref())?,
            release: row.release.as_ref().map(|text| read.list("release", text)).transpose()?,
            naming: row.naming.as_ref().map(|text| read.list("naming", text)).transpose()?,
            stated: match &row.stated {
                Some(text) => read.list("stated", text)?,
                None => Vec::new(),
            },
            deal: match &row.deal {
                Some(text) => read.list("deal", text)?,
                None => Deal::default(),
            },
            nurture: match &row.nurture {
                Some(text) => read.list("nurture", text)?,
                None => Nurture::default(),
            },
        })
    }
}
