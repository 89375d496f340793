//! From rows to what people see. Pure: everything needed is handed in.
//!
//! [`Say`] is one thing to be said, as it waits in the outbox: references only. [`referral`] draws
//! everything about a referral, [`case`] a conflict case, [`list`] many referrals, [`forms`] what is
//! filled in, [`help`] what can be typed, [`refusals`] every no, [`programme`] what is said about the
//! programme itself, [`agreement`] what partners agree to, [`joining`] how companies come to be one, [`start`] their first steps,
//! [`knowledge`] what they are given to know, [`tier`] about their tiers, [`report`] how a period went,
//! [`feedback`] how its partners say it goes, [`digest`] what was too much for a day, [`pack`] a partner's quarter, [`readers`] who may read
//! what.

pub mod accounts;
pub mod agreement;
pub mod board;
pub mod case;
pub mod channel;
pub mod digest;
pub mod feedback;
pub mod forms;
pub mod groups;
pub mod help;
pub mod home;
pub mod install;
pub mod joining;
pub mod knowledge;
pub mod list;
pub mod news;
pub mod notify;
pub mod pack;
pub mod pairing;
pub mod partners;
pub mod people;
pub mod programme;
pub mod readers;
pub mod referral;
pub mod refusals;
pub mod remark;
pub mod report;
pub mod rhythm;
pub mod shout;
pub mod start;
pub mod tier;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::chat::view::{Action, Button, Line, Message, Panel, Part, Weight};
use crate::domain::actor::notify::Topic;
use crate::domain::board::Own;
use crate::domain::board::period::Period;
use crate::domain::ids::{ApplicationId, CaseId, PartnerId, PersonId, ReferralId};
use crate::domain::partner::PartnerState;
use crate::domain::posts::Absence;
use crate::domain::rhythm::Note;
use crate::domain::shout::Occasion;
use crate::text::{Arg, Voice};
use news::News;

/// One thing to be said, by reference; `channel` is the id of a channel that was set up.
///
/// What stands in the database of a running programme is read back by the next version: add, never
/// change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "say", rename_all = "snake_case")]
pub enum Say {
    /// The pinned beginning of a partner's channel.
    Intro { channel: String },
    /// The referral's root card in the partner's channel: posted, or drawn anew.
    PartnerCard { referral: ReferralId, channel: String },
    /// The referral's card in the sales channel: posted, or drawn anew.
    SalesCard { referral: ReferralId, channel: String },
    /// What the sales card has no room for, in its thread.
    NeedInFull { referral: ReferralId, channel: String },
    /// The partner's thread hears of the event at this position of the log.
    Told { referral: ReferralId, channel: String, seq: i64 },
    /// Where sales works, the event at this position of the log is spoken of.
    SalesTold { referral: ReferralId, channel: String, seq: i64 },
    /// The intro is kept at the top of its channel.
    PinIntro { channel: String },
    /// The pinned beginning of a community channel, where companies can apply to join.
    JoinIntro { channel: String },
    /// Somebody in charge hears, once, that a channel does not work; `to` is an identity.
    ChannelDead { dead: String, to: String, workspace: String },
    /// Somebody in charge hears, once, of trouble that only people can end. `about` is where it
    /// happened, a channel or a workspace; `code` is the platform's word.
    Trouble { what: Trouble, about: String, code: String, to: String, workspace: String },
    /// Partners hear what changes for them between two versions of the programme.
    ProgrammeNew { channel: String, was: String, now: String, on: NaiveDate },
    /// An admin hears that a programme was not taken over; `text` is the version it would have had.
    ProgrammeBad { text: String, to: String, workspace: String },
    /// Somebody is asked what a channel is for; `alone` in a direct message, else in the channel
    /// where only they see it. `to` is an identity.
    ChannelAsk { channel: String, to: String, workspace: String, alone: bool },
    /// Somebody in charge hears that a partner's channel holds people of another company.
    ChannelMixed { channel: String, to: String, workspace: String },
    /// Somebody who wrote to the app hears what can be done; `to` is an identity.
    Help { to: String, workspace: String },
    /// One person hears what concerns them; `workspace` is whose installation speaks.
    News { news: News, to: String, workspace: String },
    /// One person hears, alone, what the partner's thread says of the event at this position of the
    /// log: it is about a referral that they registered, or asked about.
    ToldAlone { referral: ReferralId, seq: i64, topic: Topic, to: String, workspace: String },
    /// Somebody hears that a referral is theirs, by the event at this position of the log.
    Yours { referral: ReferralId, seq: i64, to: String, workspace: String },
    /// Somebody's Home is drawn; `home` names it among those of other installations.
    Home { home: String, to: String, workspace: String },
    /// Something of a partner has changed: every Home on which it may stand is drawn anew.
    /// Without a partner only the vendor's own are.
    HomesOf { partner: Option<PartnerId> },
    /// Something about a person has changed: their Homes are drawn anew.
    HomesOfPerson { person: PersonId },
    /// The roles that go with tiers are given and taken so that somebody, by identity, has those of
    /// their partner's tier.
    TierRoles { to: String },
    /// The same for everybody of a partner; without a partner for everybody.
    TierRolesOf { partner: Option<PartnerId> },
    /// A partner's channel hears that the partner has come to this state.
    PartnerNews { partner: PartnerId, state: PartnerState, channel: String },
    /// A partner's channel hears that another turned out to be the same company, and goes on as it.
    PartnersMerged { partner: PartnerId, gone: PartnerId, channel: String },
    /// A partner's channel hears of the event about the partner's tier at this position of the log.
    TierTold { partner: PartnerId, channel: String, seq: i64 },
    /// A community channel reads the boards of these periods, the first of which gives the post its
    /// name.
    Board { boards: Vec<Period>, channel: String },
    /// A partner's channel reads its own places on them, as they were taken; `away` when that comes late.
    OwnPlace {
        partner: PartnerId,
        channel: String,
        places: Vec<(Period, Own)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        away: Option<Absence>,
    },
    /// The thread of that post hears that these showed more than counts now.
    BoardCorrected { post: Period, boards: Vec<Period>, channel: String },
    /// The shout-out about this, in a channel: posted, put right, or taken away.
    ShoutOut { occasion: Occasion, channel: String },
    /// A partner's channel is asked to accept this version of the agreement, or reads who did.
    Agreement { partner: PartnerId, channel: String, agreement: String },
    /// A partner's first steps in its channel: posted, or drawn anew.
    StartList { partner: PartnerId, channel: String },
    /// A partner's channel reads this note of its own accord.
    Note { partner: PartnerId, channel: String, note: Note },
    /// A channel reads at once what was too much for a day before; `first` is the number of the first
    /// that was held back.
    Digest { channel: String, first: i64, says: Vec<Self> },
    /// The card of a company that wants to join, where sales works: posted, or drawn anew.
    ApplicationCard { application: ApplicationId, channel: String },
    /// A case's card where resolvers work: posted, or drawn anew.
    CaseCard { case: CaseId, channel: String },
    /// The thread of that card hears of the event at this position of the log.
    CaseNote { case: CaseId, channel: String, seq: i64 },
    /// The thread of a referral in a case, in its partner's channel, hears of that event.
    CaseTold { case: CaseId, referral: ReferralId, channel: String, seq: i64 },
}

/// What only people can mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// The platform does not take a message of ours.
    Refused,
    /// A message cannot be drawn.
    Broken,
    /// An installation is gone, or its token is dead.
    InstallDead,
    /// Nobody has used a partner's channel in its first days.
    Silent,
    /// The platform does not let the bot give or take the role of a tier.
    TierRoleRefused,
    /// The role of a tier is not there any more.
    TierRoleGone,
}

impl Trouble {
    /// The text that tells it.
    const fn key(self) -> &'static str {
        match self {
            Self::Refused => "setup-refused",
            Self::Broken => "setup-broken",
            Self::InstallDead => "setup-install-dead",
            Self::Silent => "setup-silent",
            Self::TierRoleRefused => "setup-tier-role-refused",
            Self::TierRoleGone => "setup-tier-role-gone",
        }
    }
}

impl Say {
    /// The one person who reads it, by identity; none where several do.
    #[must_use]
    pub const fn to(&self) -> Option<&String> {
        match self {
            Self::ChannelDead { to, .. }
            | Self::Trouble { to, .. }
            | Self::ProgrammeBad { to, .. }
            | Self::ChannelAsk { to, .. }
            | Self::ChannelMixed { to, .. }
            | Self::Help { to, .. }
            | Self::News { to, .. }
            | Self::ToldAlone { to, .. }
            | Self::Yours { to, .. }
            | Self::Home { to, .. } => Some(to),
            Self::Intro { .. }
            | Self::PinIntro { .. }
            | Self::PartnerCard { .. }
            | Self::SalesCard { .. }
            | Self::NeedInFull { .. }
            | Self::Told { .. }
            | Self::SalesTold { .. }
            | Self::ProgrammeNew { .. }
            | Self::HomesOf { .. }
            | Self::HomesOfPerson { .. }
            | Self::TierRoles { .. }
            | Self::TierRolesOf { .. }
            | Self::CaseCard { .. }
            | Self::CaseNote { .. }
            | Self::CaseTold { .. }
            | Self::TierTold { .. }
            | Self::Board { .. }
            | Self::OwnPlace { .. }
            | Self::Note { .. }
            | Self::Agreement { .. }
            | Self::StartList { .. }
            | Self::BoardCorrected { .. }
            | Self::ShoutOut { .. }
            | Self::Digest { .. }
            | Self::JoinIntro { .. }
            | Self::ApplicationCard { .. }
            | Self::PartnersMerged { .. }
            | Self::PartnerNews { .. } => None,
        }
    }

    /// What is said in one queue is said in order.
    #[must_use]
    pub fn queue(&self) -> Cow<'_, str> {
        Cow::Borrowed(match self {
            Self::Intro { channel }
            | Self::PinIntro { channel }
            | Self::JoinIntro { channel }
            | Self::ApplicationCard { channel, .. }
            | Self::PartnerCard { channel, .. }
            | Self::SalesCard { channel, .. }
            | Self::NeedInFull { channel, .. }
            | Self::PartnerNews { channel, .. }
            | Self::PartnersMerged { channel, .. }
            | Self::TierTold { channel, .. }
            | Self::Board { channel, .. }
            | Self::OwnPlace { channel, .. }
            | Self::Note { channel, .. }
            | Self::Agreement { channel, .. }
            | Self::StartList { channel, .. }
            | Self::BoardCorrected { channel, .. }
            | Self::ShoutOut { channel, .. }
            | Self::Digest { channel, .. }
            | Self::CaseCard { channel, .. }
            | Self::CaseNote { channel, .. }
            | Self::CaseTold { channel, .. }
            | Self::Told { channel, .. }
            | Self::SalesTold { channel, .. }
            | Self::ProgrammeNew { channel, .. }
            | Self::ChannelAsk { channel, alone: false, .. } => channel,
            // What answers somebody does not wait behind what is for later.
            Self::Help { to, .. } => to,
            Self::ChannelDead { to, .. }
            | Self::Trouble { to, .. }
            | Self::ProgrammeBad { to, .. }
            | Self::ChannelAsk { to, alone: true, .. }
            | Self::ChannelMixed { to, .. }
            | Self::News { to, .. }
            | Self::ToldAlone { to, .. }
            | Self::Yours { to, .. } => return Cow::Owned(notes_to(to)),
            Self::Home { home, .. } => home,
            Self::HomesOf { partner: None } => "homes",
            Self::HomesOf { partner: Some(partner) } => {
                return Cow::Owned(format!("homes:{partner}"));
            }
            Self::HomesOfPerson { person } => return Cow::Owned(format!("homes:{person}")),
            Self::TierRoles { to } => return Cow::Owned(format!("roles:{to}")),
            Self::TierRolesOf { partner: None } => "roles",
            Self::TierRolesOf { partner: Some(partner) } => {
                return Cow::Owned(format!("roles:{partner}"));
            }
        })
    }

    /// Whom it is told in a direct message that nobody waits for, and by which installation.
    #[must_use]
    pub fn told_directly(&self) -> Option<(&str, &str)> {
        match self {
            Self::ChannelDead { to, workspace, .. }
            | Self::Trouble { to, workspace, .. }
            | Self::ProgrammeBad { to, workspace, .. }
            | Self::ChannelAsk { to, workspace, alone: true, .. }
            | Self::ChannelMixed { to, workspace, .. }
            | Self::News { to, workspace, .. }
            | Self::ToldAlone { to, workspace, .. }
            | Self::Yours { to, workspace, .. } => Some((to, workspace)),
            Self::ChannelAsk { alone: false, .. }
            | Self::Help { .. }
            | Self::Intro { .. }
            | Self::PinIntro { .. }
            | Self::PartnerCard { .. }
            | Self::SalesCard { .. }
            | Self::NeedInFull { .. }
            | Self::Told { .. }
            | Self::SalesTold { .. }
            | Self::ProgrammeNew { .. }
            | Self::Home { .. }
            | Self::HomesOf { .. }
            | Self::HomesOfPerson { .. }
            | Self::TierRoles { .. }
            | Self::TierRolesOf { .. }
            | Self::CaseCard { .. }
            | Self::CaseNote { .. }
            | Self::CaseTold { .. }
            | Self::TierTold { .. }
            | Self::Board { .. }
            | Self::OwnPlace { .. }
            | Self::Note { .. }
            | Self::Agreement { .. }
            | Self::StartList { .. }
            | Self::BoardCorrected { .. }
            | Self::ShoutOut { .. }
            | Self::Digest { .. }
            | Self::JoinIntro { .. }
            | Self::ApplicationCard { .. }
            | Self::PartnersMerged { .. }
            | Self::PartnerNews { .. } => None,
        }
    }

    /// The card this draws: of several drawings that wait, only the last is needed.
    #[must_use]
    pub fn card_id(&self) -> Option<String> {
        match self {
            Self::Intro { channel } => Some(intro_card(channel)),
            Self::JoinIntro { channel } => Some(join_card(channel)),
            Self::ApplicationCard { application, channel } => {
                Some(format!("application:{application}:{channel}"))
            }
            Self::PartnerCard { referral, channel } => Some(partner_card(referral, channel)),
            Self::SalesCard { referral, channel } => Some(sales_card(referral, channel)),
            Self::CaseCard { case, channel } => Some(case_card(case, channel)),
            Self::Board { boards, channel } => Some(board_card(*boards.first()?, channel)),
            Self::ShoutOut { occasion, channel } => Some(format!("shout:{occasion}:{channel}")),
            Self::Digest { first, channel, .. } => Some(digest_card(*first, channel)),
            Self::Agreement { agreement, channel, .. } => {
                Some(format!("agreement:{agreement}:{channel}"))
            }
            Self::StartList { partner, channel } => Some(format!("start:{partner}:{channel}")),
            Self::Home { .. }
            | Self::HomesOf { .. }
            | Self::HomesOfPerson { .. }
            | Self::TierRoles { .. }
            | Self::TierRolesOf { .. } => Some(self.queue().into_owned()),
            Self::NeedInFull { .. }
            | Self::Told { .. }
            | Self::SalesTold { .. }
            | Self::PinIntro { .. }
            | Self::ChannelDead { .. }
            | Self::Trouble { .. }
            | Self::ProgrammeNew { .. }
            | Self::ProgrammeBad { .. }
            | Self::ChannelAsk { .. }
            | Self::ChannelMixed { .. }
            | Self::Help { .. }
            | Self::News { .. }
            | Self::ToldAlone { .. }
            | Self::Yours { .. }
            | Self::CaseNote { .. }
            | Self::CaseTold { .. }
            | Self::TierTold { .. }
            | Self::OwnPlace { .. }
            | Self::Note { .. }
            | Self::BoardCorrected { .. }
            | Self::PartnersMerged { .. }
            | Self::PartnerNews { .. } => None,
        }
    }

    /// The card in whose thread this is said.
    #[must_use]
    pub fn root(&self) -> Option<String> {
        match self {
            Self::Told { referral, channel, .. } => Some(partner_card(referral, channel)),
            Self::NeedInFull { referral, channel } => Some(sales_card(referral, channel)),
            Self::CaseNote { case, channel, .. } => Some(case_card(case, channel)),
            Self::CaseTold { referral, channel, .. } => Some(partner_card(referral, channel)),
            Self::BoardCorrected { post, channel, .. } => Some(board_card(*post, channel)),
            Self::Intro { .. }
            | Self::JoinIntro { .. }
            | Self::ApplicationCard { .. }
            | Self::PartnerCard { .. }
            | Self::SalesCard { .. }
            | Self::SalesTold { .. }
            | Self::PinIntro { .. }
            | Self::ChannelDead { .. }
            | Self::Trouble { .. }
            | Self::ProgrammeNew { .. }
            | Self::ProgrammeBad { .. }
            | Self::ChannelAsk { .. }
            | Self::ChannelMixed { .. }
            | Self::Help { .. }
            | Self::News { .. }
            | Self::ToldAlone { .. }
            | Self::Yours { .. }
            | Self::Home { .. }
            | Self::HomesOf { .. }
            | Self::HomesOfPerson { .. }
            | Self::TierRoles { .. }
            | Self::TierRolesOf { .. }
            | Self::CaseCard { .. }
            | Self::TierTold { .. }
            | Self::Board { .. }
            | Self::OwnPlace { .. }
            | Self::Note { .. }
            | Self::Agreement { .. }
            | Self::StartList { .. }
            | Self::ShoutOut { .. }
            | Self::Digest { .. }
            | Self::PartnersMerged { .. }
            | Self::PartnerNews { .. } => None,
        }
    }

    /// Whether it may be said again without anybody noticing, so that of several only the last is
    /// needed, wherever it stands already.
    #[must_use]
    pub const fn is_repeatable(&self) -> bool {
        matches!(
            self,
            Self::Home { .. }
                | Self::HomesOf { .. }
                | Self::HomesOfPerson { .. }
                | Self::TierRoles { .. }
                | Self::TierRolesOf { .. }
        )
    }

    /// Whether it stays as it was posted, whatever becomes of what it is about: it is not drawn
    /// anew by itself.
    #[must_use]
    pub const fn stays(&self) -> bool {
        matches!(
            self,
            Self::Board { .. }
                | Self::ShoutOut { .. }
                | Self::Digest { .. }
                | Self::Agreement { .. }
        )
    }

    /// Whether a channel reads it of Vouch's own accord: nobody waits for it, so it waits for quiet
    /// hours, and counts for what the channel reads in a day.
    #[must_use]
    pub const fn is_post(&self) -> bool {
        matches!(
            self,
            Self::Board { .. }
                | Self::OwnPlace { .. }
                | Self::Note { .. }
                | Self::ShoutOut { .. }
                | Self::Digest { .. }
        )
    }

    /// That it was due on an earlier day, while nobody could leave it to be said.
    #[must_use]
    pub fn absence(&self) -> Option<Absence> {
        match self {
            Self::Note { note, .. } => note.away().and_then(|away| away.absence()),
            Self::OwnPlace { away, .. } => *away,
            _ => None,
        }
    }

    /// What it is called in logs.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Intro { .. } => "intro",
            Self::PinIntro { .. } => "pin_intro",
            Self::JoinIntro { .. } => "join_intro",
            Self::ApplicationCard { .. } => "application_card",
            Self::PartnerCard { .. } => "partner_card",
            Self::SalesCard { .. } => "sales_card",
            Self::NeedInFull { .. } => "need_in_full",
            Self::Told { .. } => "told",
            Self::SalesTold { .. } => "sales_told",
            Self::ChannelDead { .. } => "channel_dead",
            Self::Trouble { .. } => "trouble",
            Self::ProgrammeNew { .. } => "programme_new",
            Self::ProgrammeBad { .. } => "programme_bad",
            Self::ChannelAsk { .. } => "channel_ask",
            Self::ChannelMixed { .. } => "channel_mixed",
            Self::Help { .. } => "help",
            Self::News { .. } => "news",
            Self::ToldAlone { .. } => "told_alone",
            Self::Yours { .. } => "yours",
            Self::PartnerNews { .. } => "partner_news",
            Self::PartnersMerged { .. } => "partners_merged",
            Self::TierTold { .. } => "tier_told",
            Self::Board { .. } => "board",
            Self::OwnPlace { .. } => "own_place",
            Self::Note { .. } => "note",
            Self::Agreement { .. } => "agreement",
            Self::StartList { .. } => "start_list",
            Self::BoardCorrected { .. } => "board_corrected",
            Self::ShoutOut { .. } => "shout_out",
            Self::Digest { .. } => "digest",
            Self::CaseCard { .. } => "case_card",
            Self::CaseNote { .. } => "case_note",
            Self::CaseTold { .. } => "case_told",
            Self::Home { .. } => "home",
            Self::HomesOf { .. } => "homes_of",
            Self::HomesOfPerson { .. } => "homes_of_person",
            Self::TierRoles { .. } => "tier_roles",
            Self::TierRolesOf { .. } => "tier_roles_of",
        }
    }

    /// The same for another reader; `None` when it is not for one person.
    #[must_use]
    pub fn told_to(&self, reader: &str) -> Option<Self> {
        let mut other = self.clone();
        match &mut other {
            Self::ChannelDead { to, .. }
            | Self::Trouble { to, .. }
            | Self::ChannelMixed { to, .. } => reader.clone_into(to),
            Self::ChannelAsk { to, alone, .. } => {
                reader.clone_into(to);
                *alone = true;
            }
            // What is meant for one person is nothing to tell another; every admin is told.
            Self::News { .. }
            | Self::ToldAlone { .. }
            | Self::Yours { .. }
            | Self::Home { .. }
            | Self::HomesOf { .. }
            | Self::HomesOfPerson { .. }
            | Self::TierRoles { .. }
            | Self::TierRolesOf { .. }
            | Self::PartnerNews { .. }
            | Self::PartnersMerged { .. }
            | Self::TierTold { .. }
            | Self::Board { .. }
            | Self::OwnPlace { .. }
            | Self::Note { .. }
            | Self::Agreement { .. }
            | Self::StartList { .. }
            | Self::BoardCorrected { .. }
            | Self::ShoutOut { .. }
            | Self::Digest { .. }
            | Self::CaseCard { .. }
            | Self::CaseNote { .. }
            | Self::CaseTold { .. }
            | Self::ProgrammeBad { .. }
            | Self::ProgrammeNew { .. }
            | Self::Intro { .. }
            | Self::PinIntro { .. }
            | Self::JoinIntro { .. }
            | Self::ApplicationCard { .. }
            | Self::PartnerCard { .. }
            | Self::SalesCard { .. }
            | Self::NeedInFull { .. }
            | Self::Told { .. }
            | Self::SalesTold { .. }
            | Self::Help { .. } => return None,
        }
        Some(other)
    }
}

/// The queue of what somebody is told directly although they do not wait for it: it may have to wait
/// for them.
#[must_use]
pub fn notes_to(identity: &str) -> String {
    format!("note:{identity}")
}

/// The card of a partner's channel's intro.
#[must_use]
pub fn intro_card(channel: &str) -> String {
    format!("intro:{channel}")
}

/// The card of a community channel's intro. Another one: the channel may have been a partner's.
#[must_use]
pub fn join_card(channel: &str) -> String {
    format!("join:{channel}")
}

/// The referral whose card in its partner's channel this is.
#[must_use]
pub fn referral_of_card(card_id: &str) -> Option<ReferralId> {
    let (referral, _) = card_id.strip_prefix("partner:")?.split_once(':')?;
    referral.parse().ok()
}

/// The card of a referral in a partner's channel.
#[must_use]
pub fn partner_card(referral: &ReferralId, channel: &str) -> String {
    format!("partner:{referral}:{channel}")
}

/// The card of a referral in a channel where sales works.
#[must_use]
pub fn sales_card(referral: &ReferralId, channel: &str) -> String {
    format!("sales:{referral}:{channel}")
}

/// The card of a case in a channel where resolvers work.
#[must_use]
pub fn case_card(case: &CaseId, channel: &str) -> String {
    format!("case:{case}:{channel}")
}

/// The post of boards in a community channel.
#[must_use]
pub fn board_card(post: Period, channel: &str) -> String {
    format!("board:{post}:{channel}")
}

/// The post of what was held back in a channel, by the number of the first of it.
#[must_use]
pub fn digest_card(first: i64, channel: &str) -> String {
    format!("digest:{first}:{channel}")
}

fn action(flow: &str, choice: &str, subject: &str, seen_version: i64) -> Action {
    Action {
        flow: flow.to_owned(),
        choice: choice.to_owned(),
        subject: subject.to_owned(),
        seen_version,
    }
}

/// A button among others.
fn plain(label: String, flow: &str, choice: &str, subject: &str, seen_version: i64) -> Button {
    Button {
        label,
        action: action(flow, choice, subject, seen_version),
        weight: Weight::Plain,
        spoken: None,
        confirm: None,
    }
}

/// The button that most people want.
fn primary(label: String, flow: &str, choice: &str, subject: &str, seen_version: i64) -> Button {
    Button { weight: Weight::Primary, ..plain(label, flow, choice, subject, seen_version) }
}

/// The button that starts a referral: the same wherever it stands.
#[must_use]
pub fn refer_button(voice: &Voice<'_>) -> Button {
    primary(voice.words("button-refer", &[]), "refer", "open", "", 0)
}

/// The button that shows somebody their referrals: the same wherever it stands.
#[must_use]
pub fn mine_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-mine", &[]), "track", "mine", "", 0)
}

/// The button that shows the rules of engagement, to whoever presses it alone.
fn rules_button(voice: &Voice<'_>) -> Button {
    plain(voice.words("button-rules", &[]), "roe", "open", "", 0)
}

/// The buttons that set things up, for whoever looks after partners and for an admin.
fn set_up_buttons(voice: &Voice<'_>, in_charge: bool, admin: bool) -> impl Iterator<Item = Button> {
    let label = |key: &str| voice.words(key, &[]);
    let partner = plain(label("button-new-partner"), "partner", partners::deed::NEW, "", 0);
    let role = plain(label("button-set-role"), "role", "open", "", 0);
    in_charge.then_some(partner).into_iter().chain(admin.then_some(role))
}

/// The pinned beginning of a partner's channel.
#[must_use]
pub fn intro(voice: &Voice<'_>, promise_days: u32, protection_days: u32) -> Message {
    let terms =
        [("sla", Arg::Count(promise_days.into())), ("days", Arg::Count(protection_days.into()))];
    Message {
        parts: vec![
            Part::Text(voice.line("refer-intro", &[])),
            Part::Text(voice.line("refer-intro-terms", &terms)),
            Part::Buttons(vec![refer_button(voice), mine_button(voice), rules_button(voice)]),
            Part::Context(voice.line("refer-intro-context", &[])),
        ],
    }
}

/// A message of one paragraph.
#[must_use]
pub fn note(line: Line) -> Message {
    Message { parts: vec![Part::Text(line)] }
}

/// What stands where a form stood, or a list.
#[must_use]
pub fn panel(voice: &Voice<'_>, title: String, parts: Vec<Part>) -> Panel {
    Panel { title, close: voice.words("button-close", &[]), parts }
}

/// Trouble that only people can end, for whoever looks after it.
#[must_use]
pub fn trouble(voice: &Voice<'_>, what: Trouble, about: &str, code: &str) -> Message {
    note(voice.line(what.key(), &[("about", Arg::Text(about)), ("code", Arg::Word(code))]))
}
