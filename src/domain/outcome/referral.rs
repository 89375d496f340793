//! Facts about a referral, and what a partner registered.

mod about;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Seal, Statement};
use crate::domain::account::Domain;
use crate::domain::account::known::{AccountNo, Found};
use crate::domain::case::Rule;
use crate::domain::ids::{CaseId, FormId, PartnerId, PersonId, ReferralId, ReferralNumber};
use crate::domain::referral::{Basis, Introduction, Relationship, Reminder, Stage};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReferralEvent {
    Submitted(Box<Submission>),
    /// Another live referral stands on the same account.
    MatchFound {
        /// None of them any more, where the account itself is still in review.
        against: Vec<ReferralId>,
    },
    /// The programme takes no referrals of this account.
    OffLimitsFound,
    /// The vendor's own systems know the account: a customer, or an open opportunity of its own.
    AccountFound {
        found: Vec<Found>,
    },
    /// Nothing stands against it any more: what was in review goes on.
    MatchCleared {
        /// When the first decision is due now; absent when the clock does not run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DateTime<Utc>>,
        /// When half of the promised time is used now; absent where it was before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        half: Option<DateTime<Utc>>,
    },
    Approved {
        by: PersonId,
        owner: PersonId,
        /// For the vendor's team only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Seal>,
        /// Why, although the account is closed to referrals or a customer's; for the vendor's team
        /// only, and absent where nothing stood against it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Seal>,
        /// Whole days the decision came late; they are added to the protection.
        late_days: u32,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    Rejected {
        by: PersonId,
        /// One of the programme's reasons, as the partner reads it.
        reason: String,
        /// For the partner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Seal>,
        /// For the vendor's team only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Seal>,
        late_days: u32,
    },
    /// Sales asks, and the promise's clock stops.
    QuestionAsked {
        by: PersonId,
        question: Seal,
        /// Until then an answer keeps the place in line.
        place_until: DateTime<Utc>,
        /// Without an answer the referral lapses then.
        lapses: DateTime<Utc>,
        /// When the partner is reminded of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remind_at: Option<DateTime<Utc>>,
    },
    /// The partner answers, and the clock runs again.
    QuestionAnswered {
        by: PersonId,
        answer: Seal,
        /// When the first decision is due now; absent while a match is open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DateTime<Utc>>,
        /// When half of the promised time is used now; absent where it was before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        half: Option<DateTime<Utc>>,
        /// Whether it came in time to keep the place in line.
        place_kept: bool,
    },
    /// The partner asks a person about it, having read why it stands where it stands.
    PersonAsked {
        by: PersonId,
        question: Seal,
    },
    /// No answer in time.
    Lapsed {
        /// The deadline that passed; the job may run later.
        at: DateTime<Utc>,
    },
    /// A decision made on the card was taken back.
    DecisionUndone {
        by: PersonId,
        reason: Seal,
        /// When the decision was made that was taken back.
        decided: DateTime<Utc>,
    },
    OwnerChanged {
        by: PersonId,
        owner: PersonId,
        was: Option<PersonId>,
    },
    Withdrawn {
        by: PersonId,
    },
    /// Undecided when the partnership ended.
    WithdrawnWithPartner,
    StageMoved {
        /// Nobody of ours where the CRM says so, here and below.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        stage: Stage,
        was: Stage,
        /// Absent where it stays as it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next_step: Option<Seal>,
    },
    Won {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        /// Minor units of the currency.
        amount_minor: i64,
        /// ISO 4217.
        currency: String,
        on: NaiveDate,
    },
    Lost {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        /// One of the programme's reasons, as people read it.
        reason: String,
        on: NaiveDate,
    },
    /// The CRM says something of the deal; the first time, which of its opportunities it is.
    DealHeard {
        opportunity: AccountNo,
        /// When it happened there.
        at: DateTime<Utc>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<Stage>,
        /// When somebody worked on it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        active: Option<DateTime<Utc>>,
        /// Whether its owner is told that something else stands here.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        told: bool,
    },
    /// Talks resumed: protected again from the next day on, for the days that were left.
    Reopened {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    /// The last protected day is over.
    Expired {
        /// The first instant that was not protected any more; the job may run later.
        at: DateTime<Utc>,
    },
    /// A won deal was refunded or cancelled.
    Reversed {
        by: PersonId,
        on: NaiveDate,
        record: Seal,
    },
    /// Somebody of the vendor's records that the customer agrees to be named in public, or does not any
    /// more.
    NamingRecorded {
        by: PersonId,
        agreed: bool,
        /// Who agreed, and how; or why not any more. For the vendor's team only.
        record: Seal,
    },
    /// Its partner turned out to be the same company as another, as which it goes on.
    Transferred {
        from: PartnerId,
        to: PartnerId,
    },
    /// Somebody who is waited for, or who waits, was reminded of a deadline.
    Reminded {
        reminder: Reminder,
        /// The deadline that it is about, or since when nothing was heard.
        about: DateTime<Utc>,
    },
    /// The partner asked for more time, and has it: once.
    Extended {
        by: PersonId,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    /// Somebody opened a case about the account.
    ReviewBegan {
        case: CaseId,
    },
    /// The clock of an open question, which stood while a case was open, runs again.
    QuestionResumed {
        place_until: DateTime<Utc>,
        lapses: DateTime<Utc>,
    },
    /// Dates on which a case was open are not counted.
    ProtectionPaused {
        days: u32,
        /// The last of these dates.
        last: NaiveDate,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    /// Dates that were spent in nurture: every second one is not counted.
    NurtureCounted {
        /// Dates that have their numbers now.
        dates: u32,
        /// Those of them that are not counted.
        days: u32,
        /// The last of these dates.
        last: NaiveDate,
        /// Whether nurture is left with it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        resumes: bool,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    /// Another partner's protection ended, and its grace runs: this one waits for the end of it.
    GraceHeld {
        against: ReferralId,
        /// The first instant after grace.
        until: DateTime<Utc>,
        /// Until when it takes evidence, as a case would.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence_until: Option<DateTime<Utc>>,
    },
    /// Its partner says something while it waits so: it goes into the case, if one opens.
    StatedAhead(Box<Statement>),
    /// Registered within the grace of its own partner: it stands as a live protection.
    CameBack {
        after: ReferralId,
    },
    /// The partner is asked whether the account may be released.
    ReleaseAsked {
        by: PersonId,
        reason: Seal,
        /// Without an answer it is released then.
        until: DateTime<Utc>,
    },
    /// The partner says no to that.
    ReleaseKept {
        by: PersonId,
    },
    /// The time for an answer, which stood while a case was open, runs again.
    ReleaseResumed {
        until: DateTime<Utc>,
    },
    /// The partner agrees to that, or has not answered in time.
    Released {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<PersonId>,
        /// Who had asked.
        asked: PersonId,
    },
    /// A case has decided against it.
    OverruledByCase {
        case: CaseId,
        by: PersonId,
        rules: Vec<Rule>,
        /// For the partner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Seal>,
    },
    /// A case has given the account to somebody else, and its protection ends.
    ReleasedByCase {
        case: CaseId,
        by: PersonId,
        rules: Vec<Rule>,
        /// For the partner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Seal>,
    },
    /// A case has found it to be the same as another of its partner's, which goes on.
    MergedByCase {
        case: CaseId,
        by: PersonId,
        rules: Vec<Rule>,
        /// What goes on in its place, and its number.
        into: ReferralId,
        number: ReferralNumber,
        /// For the partner.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Seal>,
    },
    /// A case has decided for it: it is approved, with a window of its own.
    AwardedByCase {
        case: CaseId,
        by: PersonId,
        /// Who owned the account before; nobody where nobody did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<PersonId>,
        rules: Vec<Rule>,
        /// Basis points of the credit, where it is shared.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share_bp: Option<u32>,
        protected_through: NaiveDate,
        expires: DateTime<Utc>,
    },
    /// So many basis points of the credit are its.
    CreditShared {
        case: CaseId,
        share_bp: u32,
    },
}

/// What a partner registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub partner: PartnerId,
    pub number: ReferralNumber,
    /// The form it was typed into: one form is one referral, however often it is sent.
    pub form: FormId,
    /// The prospect's registrable domain.
    pub domain: Domain,
    pub company: Seal,
    pub need: Seal,
    pub relationship: Relationship,
    pub introduction: Introduction,
    pub basis: Basis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_name: Option<Seal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_email: Option<Seal>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<Seal>,
    /// The address of the message at which it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Seal>,
    pub by: PersonId,
    /// Registered by somebody of the vendor's for the partner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_behalf: bool,
    /// When the first decision is due.
    pub due: DateTime<Utc>,
    /// The tier that the partner had, by which it was promised an answer. Only the log has it: what
    /// was promised is the instant above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// When half of the promised time is used. Only the log has it: the clock may stop, and what
    /// counts then is the promise's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half: Option<DateTime<Utc>>,
}
