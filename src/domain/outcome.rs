//! What a decision can give: facts for the log, or a no that a person can read.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::account::Domain;
use super::actor::Role;
use super::actor::roles::PeopleNo;
use super::group::Grant;
use super::ids::{FormId, PartnerCode, PartnerId, PersonId, ReferralId, ReferralNumber};
use super::partner::manage::PartnerNo;
use super::partner::{Audience, Company, PartnerKind};
use super::referral::{Basis, Introduction, Relationship, Stage, Status, Verb};

/// Stands in an event for a name, an address or a text: SHA-256 of 32 random bytes and the text.
///
/// The text and the random bytes lie in a row that can be deleted; what is left in the log then
/// says nothing, and still verifies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Seal(pub String);

impl Seal {
    #[must_use]
    pub fn of(salt: &[u8; 32], text: &str) -> Self {
        Self(hex::encode(Sha256::new().chain_update(salt).chain_update(text).finalize()))
    }
}

/// A fact, past tense, without personal data. Renaming a variant or a field breaks every log
/// written before: add, never change.
///
/// One kind of event for each kind of thing a fact can be about, so that each state folds exactly
/// its own, with a `match` that lists them all. `kind` is unique over all of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Event {
    Partner(PartnerEvent),
    Channel(ChannelEvent),
    Person(PersonEvent),
    Group(GroupEvent),
    Referral(ReferralEvent),
}

impl Event {
    /// The name under which the event stands in the log.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Partner(event) => event.kind(),
            Self::Channel(event) => event.kind(),
            Self::Person(event) => event.kind(),
            Self::Group(event) => event.kind(),
            Self::Referral(event) => event.kind(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PartnerEvent {
    PartnerAdded {
        code: PartnerCode,
        name: String,
        domains: Vec<String>,
        workspaces: Vec<String>,
        /// Trial partners never count in any measure.
        test: bool,
    },
    PartnerChanged {
        name: String,
        domains: Vec<String>,
        workspaces: Vec<String>,
        test: bool,
    },
    /// Made by chat: everything a person fills in.
    PartnerOpened {
        code: PartnerCode,
        name: String,
        domains: Vec<String>,
        partner_kind: PartnerKind,
        manager: PersonId,
    },
    PartnerRenamed {
        name: String,
    },
    /// Only before the first referral. The code that was given up is never used again.
    CodeChanged {
        code: PartnerCode,
    },
    /// What kind of partner it is and who looks after it, by set-up file.
    PartnerDescribed {
        partner_kind: Option<PartnerKind>,
        manager: Option<PersonId>,
    },
    /// It registers nothing new; open referrals go on.
    PartnerSuspended {
        /// For the vendor's team only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Seal>,
    },
    PartnerResumed,
    /// For good. What is undecided is withdrawn, what is approved runs to its end.
    PartnerTerminated {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Seal>,
    },
}

impl PartnerEvent {
    const fn kind(&self) -> &'static str {
        match self {
            Self::PartnerAdded { .. } => "partner_added",
            Self::PartnerChanged { .. } => "partner_changed",
            Self::PartnerOpened { .. } => "partner_opened",
            Self::PartnerRenamed { .. } => "partner_renamed",
            Self::CodeChanged { .. } => "code_changed",
            Self::PartnerDescribed { .. } => "partner_described",
            Self::PartnerSuspended { .. } => "partner_suspended",
            Self::PartnerResumed => "partner_resumed",
            Self::PartnerTerminated { .. } => "partner_terminated",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ChannelEvent {
    ChannelLinked {
        /// `platform:workspace` whose installation speaks there.
        workspace: String,
        audience: Audience,
        partner: Option<PartnerId>,
    },
    ChannelUnlinked,
    /// The platform refuses to post there; `code` is the platform's word.
    ChannelDied {
        code: String,
    },
    /// A message got through again.
    ChannelRevived,
    /// The app came into a channel that nobody had set up. `asked` is the identity of whoever was
    /// asked what it is for; absent when there was nobody to ask.
    ChannelMet {
        workspace: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        asked: Option<String>,
    },
    /// Nobody had answered, so it was asked once more.
    ChannelAskedAgain,
    /// What the platform says of the channel: its name, and which other companies share it.
    ChannelSeen {
        name: String,
        companies: Vec<Company>,
    },
    /// The platform gave it another id; what it was goes on under that.
    ChannelRenumbered {
        to: String,
    },
}

impl ChannelEvent {
    const fn kind(&self) -> &'static str {
        match self {
            Self::ChannelLinked { .. } => "channel_linked",
            Self::ChannelUnlinked => "channel_unlinked",
            Self::ChannelDied { .. } => "channel_died",
            Self::ChannelRevived => "channel_revived",
            Self::ChannelMet { .. } => "channel_met",
            Self::ChannelAskedAgain => "channel_asked_again",
            Self::ChannelSeen { .. } => "channel_seen",
            Self::ChannelRenumbered { .. } => "channel_renumbered",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PersonEvent {
    /// `identity` is `platform:workspace:user`.
    PersonAdded {
        identity: String,
    },
    PersonNamed {
        name: Seal,
    },
    RoleGiven {
        role: Role,
    },
    RoleTaken {
        role: Role,
    },
    MemberJoined {
        partner: PartnerId,
        admin: bool,
    },
    MemberLeft,
    /// `group` is `platform:group`.
    RoleGivenByGroup {
        role: Role,
        group: String,
    },
    RoleTakenByGroup {
        role: Role,
        group: String,
    },
    MemberJoinedByGroup {
        partner: PartnerId,
        group: String,
    },
    /// Somebody who cannot join by themselves asks to be linked to a partner.
    LinkAsked {
        partner: PartnerId,
        /// A guest of their workspace, as the platform says.
        guest: bool,
    },
    /// Whoever looks after the partner has said whether it is one of theirs.
    LinkDecided {
        partner: PartnerId,
        by: PersonId,
        linked: bool,
    },
}

impl PersonEvent {
    const fn kind(&self) -> &'static str {
        match self {
            Self::PersonAdded { .. } => "person_added",
            Self::PersonNamed { .. } => "person_named",
            Self::RoleGiven { .. } => "role_given",
            Self::RoleTaken { .. } => "role_taken",
            Self::MemberJoined { .. } => "member_joined",
            Self::MemberLeft => "member_left",
            Self::RoleGivenByGroup { .. } => "role_given_by_group",
            Self::RoleTakenByGroup { .. } => "role_taken_by_group",
            Self::MemberJoinedByGroup { .. } => "member_joined_by_group",
            Self::LinkAsked { .. } => "link_asked",
            Self::LinkDecided { .. } => "link_decided",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum GroupEvent {
    /// Who is in the group gets what it grants.
    GroupBound {
        /// `platform:workspace` whose group it is.
        workspace: String,
        grants: Grant,
    },
    GroupUnbound,
}

impl GroupEvent {
    const fn kind(&self) -> &'static str {
        match self {
            Self::GroupBound { .. } => "group_bound",
            Self::GroupUnbound => "group_unbound",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReferralEvent {
    Submitted(Box<Submission>),
    /// Another live referral stands on the same account.
    MatchFound {
        against: Vec<ReferralId>,
    },
    /// The programme takes no referrals of this account.
    OffLimitsFound,
    /// Nothing stands against it any more: what was in review goes on.
    MatchCleared {
        /// When the first decision is due now; absent when the clock does not run.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DateTime<Utc>>,
    },
    Approved {
        by: PersonId,
        owner: PersonId,
        /// For the vendor's team only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Seal>,
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
    },
    /// The partner answers, and the clock runs again.
    QuestionAnswered {
        by: PersonId,
        answer: Seal,
        /// When the first decision is due now; absent while a match is open.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<DateTime<Utc>>,
        /// Whether it came in time to keep the place in line.
        place_kept: bool,
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
        by: PersonId,
        stage: Stage,
        was: Stage,
        next_step: Seal,
    },
    Won {
        by: PersonId,
        /// Minor units of the currency.
        amount_minor: i64,
        /// ISO 4217.
        currency: String,
        on: NaiveDate,
    },
    Lost {
        by: PersonId,
        /// One of the programme's reasons, as people read it.
        reason: String,
        on: NaiveDate,
    },
    /// Talks resumed: protected again from the next day on, for the days that were left.
    Reopened {
        by: PersonId,
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
}

impl ReferralEvent {
    const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted(_) => "submitted",
            Self::MatchFound { .. } => "match_found",
            Self::OffLimitsFound => "off_limits_found",
            Self::MatchCleared { .. } => "match_cleared",
            Self::Approved { .. } => "approved",
            Self::Rejected { .. } => "rejected",
            Self::QuestionAsked { .. } => "question_asked",
            Self::QuestionAnswered { .. } => "question_answered",
            Self::Lapsed { .. } => "lapsed",
            Self::DecisionUndone { .. } => "decision_undone",
            Self::OwnerChanged { .. } => "owner_changed",
            Self::Withdrawn { .. } => "withdrawn",
            Self::WithdrawnWithPartner => "withdrawn_with_partner",
            Self::StageMoved { .. } => "stage_moved",
            Self::Won { .. } => "won",
            Self::Lost { .. } => "lost",
            Self::Reopened { .. } => "reopened",
            Self::Expired { .. } => "expired",
            Self::Reversed { .. } => "reversed",
        }
    }
}

impl ReferralEvent {
    /// The seals of the words an event refers to, other than the submission's.
    #[must_use]
    pub fn seals(&self) -> Vec<&Seal> {
        match self {
            Self::Submitted(_)
            | Self::MatchFound { .. }
            | Self::OffLimitsFound
            | Self::MatchCleared { .. }
            | Self::Lapsed { .. }
            | Self::OwnerChanged { .. }
            | Self::Withdrawn { .. }
            | Self::WithdrawnWithPartner
            | Self::Won { .. }
            | Self::Lost { .. }
            | Self::Reopened { .. }
            | Self::Expired { .. } => Vec::new(),
            Self::Approved { note, .. } => note.iter().collect(),
            Self::Rejected { text, note, .. } => text.iter().chain(note).collect(),
            Self::QuestionAsked { question, .. } => vec![question],
            Self::QuestionAnswered { answer, .. } => vec![answer],
            Self::DecisionUndone { reason, .. } => vec![reason],
            Self::StageMoved { next_step, .. } => vec![next_step],
            Self::Reversed { record, .. } => vec![record],
        }
    }

    /// The people an event names.
    #[must_use]
    pub fn people(&self) -> Vec<PersonId> {
        match self {
            Self::Submitted(submission) => vec![submission.by],
            Self::MatchFound { .. }
            | Self::OffLimitsFound
            | Self::MatchCleared { .. }
            | Self::Lapsed { .. }
            | Self::WithdrawnWithPartner
            | Self::Expired { .. } => Vec::new(),
            Self::Approved { by, owner, .. } => vec![*by, *owner],
            Self::OwnerChanged { by, owner, was } => {
                [*by, *owner].into_iter().chain(*was).collect()
            }
            Self::Rejected { by, .. }
            | Self::QuestionAsked { by, .. }
            | Self::QuestionAnswered { by, .. }
            | Self::DecisionUndone { by, .. }
            | Self::Withdrawn { by }
            | Self::StageMoved { by, .. }
            | Self::Won { by, .. }
            | Self::Lost { by, .. }
            | Self::Reopened { by, .. }
            | Self::Reversed { by, .. } => vec![*by],
        }
    }
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
    pub by: PersonId,
    /// Registered by somebody of the vendor's for the partner.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_behalf: bool,
    /// When the first decision is due.
    pub due: DateTime<Utc>,
}

/// A fact as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub event: Event,
    /// The identity (`platform:workspace:user`) of a person, `system`, or `setup`.
    pub actor: String,
    /// The program version in force.
    pub program: String,
    pub at: DateTime<Utc>,
    /// The chain hash of this event, 64 hex digits.
    pub chain: String,
}

/// A no, with what the person needs to know. An expected answer, never an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// Neither vendor nor of this referral's partner: told nothing at all.
    Outsider,
    /// Knows the referral, but somebody else decides this.
    NoRole { role: Role },
    /// Does not speak for a partner here.
    NotAMember,
    /// Four eyes: who registered a referral does not approve it, whatever the role.
    OwnReferral,
    /// Somebody was faster.
    AlreadyDecided { status: Status, by: Option<PersonId>, at: DateTime<Utc> },
    /// In review: no decision while a match is open.
    InReview,
    /// The referral stands where this cannot be done.
    NoMove { status: Status, verb: Verb },
    /// The partner takes no new referrals.
    PartnerPaused { since: DateTime<Utc> },
    /// The partner already has this account.
    AlreadyYours { number: ReferralNumber },
    /// The chosen owner is not in sales.
    OwnerNotSales,
    /// The reason is none of the programme's.
    UnknownReason,
    /// Only the person who decided takes it back, for a short while.
    NotDecider,
    /// Only who sent it, or the partner's admin.
    NotYours,
    /// The time for it is over.
    TooLate { verb: Verb, until: DateTime<Utc> },
    /// The account went to somebody else meanwhile.
    AccountTaken,
    /// A deal is not closed on a day that has not come.
    DateInFuture,
    /// An amount is more than nothing.
    NoAmount,
    /// About people and their roles.
    People { why: PeopleNo },
    /// About a partner as a company.
    Partner { why: PartnerNo },
}

impl Refusal {
    /// A word for logs and metrics; no data.
    #[must_use]
    pub const fn reason(&self) -> &'static str {
        match self {
            Self::Outsider => "outsider",
            Self::NoRole { .. } => "no_role",
            Self::NotAMember => "not_a_member",
            Self::OwnReferral => "own_referral",
            Self::AlreadyDecided { .. } => "already_decided",
            Self::InReview => "in_review",
            Self::NoMove { .. } => "no_move",
            Self::PartnerPaused { .. } => "partner_paused",
            Self::AlreadyYours { .. } => "already_yours",
            Self::OwnerNotSales => "owner_not_sales",
            Self::UnknownReason => "unknown_reason",
            Self::NotDecider => "not_decider",
            Self::NotYours => "not_yours",
            Self::TooLate { .. } => "too_late",
            Self::AccountTaken => "account_taken",
            Self::DateInFuture => "date_in_future",
            Self::NoAmount => "no_amount",
            Self::People { why } => why.reason(),
            Self::Partner { why } => why.reason(),
        }
    }
}
