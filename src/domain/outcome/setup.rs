//! Facts about what a programme is set up from: partners, channels, people, groups.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Seal;
use crate::domain::actor::Role;
use crate::domain::actor::notify::{Quiet, Topic};
use crate::domain::board::period::Period;
use crate::domain::feedback::Score;
use crate::domain::group::Grant;
use crate::domain::ids::{PartnerCode, PartnerId, PersonId};
use crate::domain::language::Language;
use crate::domain::partner::{Audience, Company, Consent, PartnerKind};
use crate::domain::start::Step;

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
    /// What its channels and people are told from now on is in this language.
    LanguageChosen {
        language: Language,
    },
    /// Somebody who speaks for it says what others may be shown of it.
    ConsentChosen(Consent),
    /// Somebody who speaks for it says yes to this version of the agreement.
    AgreementAccepted {
        version: String,
        /// Of the text, in 64 hex digits.
        sha256: String,
        by: PersonId,
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
    /// It turned out to be the same company as `into`, as which it goes on; what it brought about goes with
    /// it, event by event.
    PartnerMerged {
        into: PartnerId,
    },
    /// The other side of that: `partner` goes on as this one, to which these domains and workspaces come.
    PartnerTakenIn {
        partner: PartnerId,
        domains: Vec<String>,
        workspaces: Vec<String>,
    },
    /// It has reached a tier. `was` is the one before.
    TierPromoted {
        tier: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<String>,
    },
    /// It would not stay in its tier at the end of `through`: it needs `from`, in the measure and
    /// units of the programme, or it is in the tier `below` then.
    TierWarned {
        tier: String,
        below: String,
        from: i64,
        through: NaiveDate,
    },
    /// What was told does not come: it has made up for it.
    TierKept {
        tier: String,
    },
    /// It is in a lower tier now, as was told on `announced`.
    TierDemoted {
        tier: String,
        was: String,
        announced: NaiveDate,
    },
    /// It has not sent anything for a while, and its channel was told so.
    PartnerNudged,
    /// Its first steps stand in its channel as a list.
    StartBegun,
    /// One of them is done that leaves no other trace.
    StartStepTaken {
        step: Step,
    },
    /// Nothing has moved for a while, and whoever looks after it was told at which step.
    StartStuck {
        step: Step,
    },
    /// Its first referral is accepted: that is what the list was for.
    StartEnded,
}

impl PartnerEvent {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::PartnerAdded { .. } => "partner_added",
            Self::PartnerChanged { .. } => "partner_changed",
            Self::PartnerOpened { .. } => "partner_opened",
            Self::PartnerRenamed { .. } => "partner_renamed",
            Self::CodeChanged { .. } => "code_changed",
            Self::PartnerDescribed { .. } => "partner_described",
            Self::LanguageChosen { .. } => "language_chosen",
            Self::ConsentChosen(_) => "consent_chosen",
            Self::AgreementAccepted { .. } => "agreement_accepted",
            Self::PartnerSuspended { .. } => "partner_suspended",
            Self::PartnerResumed => "partner_resumed",
            Self::PartnerTerminated { .. } => "partner_terminated",
            Self::PartnerMerged { .. } => "partner_merged",
            Self::PartnerTakenIn { .. } => "partner_taken_in",
            Self::TierPromoted { .. } => "tier_promoted",
            Self::TierWarned { .. } => "tier_warned",
            Self::TierKept { .. } => "tier_kept",
            Self::TierDemoted { .. } => "tier_demoted",
            Self::PartnerNudged => "partner_nudged",
            Self::StartBegun => "start_begun",
            Self::StartStepTaken { .. } => "start_step_taken",
            Self::StartStuck { .. } => "start_stuck",
            Self::StartEnded => "start_ended",
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
    pub(super) const fn kind(&self) -> &'static str {
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
    /// The platform says that there is nobody under this identity any more: switched off there, or
    /// moved to another workspace.
    PersonLeft {
        identity: String,
    },
    /// There is again.
    PersonBack {
        identity: String,
    },
    /// What they do not want to be told directly, and their quiet hours, in place of what they said
    /// before.
    NotifySet {
        off: BTreeSet<Topic>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        quiet: Option<Quiet>,
    },
    /// They typed a code that `by` had made for this partner; that they are a member is an event of
    /// its own.
    CodeEntered {
        partner: PartnerId,
        by: PersonId,
    },
    /// One more account is theirs, proved by a code of their own that was typed there.
    IdentityPaired {
        identity: String,
    },
    /// It is not theirs any more, by this person's word. Who has it then says an event of theirs.
    IdentityParted {
        identity: String,
        by: PersonId,
    },
    /// Of several accounts they act under this one now: there they are written to.
    IdentityUsed {
        identity: String,
    },
    /// They have taken a quiz, by its id in the programme: how many answers were right, and through
    /// which day what they have passed holds. Which they gave is kept nowhere.
    QuizTaken {
        quiz: String,
        right: u32,
        of: u32,
        need: u32,
        /// In the programme's time zone.
        on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        through: Option<NaiveDate>,
    },
    /// What they had passed held through this day, and no longer.
    CertificateEnded {
        quiz: String,
        through: NaiveDate,
    },
    /// They say how it is going for the partner they speak for, in place of what they said before in
    /// that month.
    FeedbackGiven {
        partner: PartnerId,
        /// In the programme's time zone.
        month: Period,
        score: Score,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Seal>,
    },
    /// They ask whoever looks after the partner for help with its first steps, or about the agreement.
    HelpAsked {
        partner: PartnerId,
        /// What they ask about, or else the first that was open then, if one was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<Step>,
        text: Seal,
    },
}

impl PersonEvent {
    pub(super) const fn kind(&self) -> &'static str {
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
            Self::PersonLeft { .. } => "person_left",
            Self::PersonBack { .. } => "person_back",
            Self::NotifySet { .. } => "notify_set",
            Self::CodeEntered { .. } => "code_entered",
            Self::IdentityPaired { .. } => "identity_paired",
            Self::IdentityParted { .. } => "identity_parted",
            Self::IdentityUsed { .. } => "identity_used",
            Self::QuizTaken { .. } => "quiz_taken",
            Self::CertificateEnded { .. } => "certificate_ended",
            Self::FeedbackGiven { .. } => "feedback_given",
            Self::HelpAsked { .. } => "help_asked",
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
    /// Whoever speaks for a partner of the tier is put into it, and nobody else is.
    TierRoleBound {
        /// `platform:workspace` whose group it is.
        workspace: String,
        tier: String,
    },
}

impl GroupEvent {
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::GroupBound { .. } => "group_bound",
            Self::GroupUnbound => "group_unbound",
            Self::TierRoleBound { .. } => "tier_role_bound",
        }
    }
}
