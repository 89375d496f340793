//! What people are told directly: that a role, a link or a group has changed, or that they have to
//! decide. As it waits it holds references only; the words are looked up when it is sent.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::feedback;
use super::knowledge::quiz;
use super::list::Page;
use super::{agreement, note, pairing, people, plain, refer_button, start};
use crate::chat::view::{Button, Confirm, Message, Part, Weight};
use crate::domain::actor::link::{Standing, Wish};
use crate::domain::actor::notify::Topic;
use crate::domain::actor::roles::Change;
use crate::domain::actor::{Person, Role};
use crate::domain::board::period::Period;
use crate::domain::feedback::Score;
use crate::domain::group::Grant;
use crate::domain::ids::{ApplicationId, CaseId, PartnerId, PersonId};
use crate::domain::outcome::{PartnerEvent, Seal};
use crate::domain::rhythm::Note;
use crate::domain::shout::{Occasion, Why};
use crate::domain::start::{List, Step};
use crate::text::{Arg, Voice};

/// One thing that one person is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// To the other admins.
    RoleSet {
        person: PersonId,
        role: Role,
        change: Change,
        by: PersonId,
    },
    /// To whom it happened.
    YourRole {
        role: Role,
        change: Change,
        by: PersonId,
    },
    /// To whoever looks after the partner: somebody asks to be linked to it.
    LinkAsked {
        person: PersonId,
        partner: PartnerId,
    },
    /// To whoever looks after the partner: somebody linked themselves by registering.
    FirstPress {
        person: PersonId,
        partner: PartnerId,
        /// Where, by the id of a channel that was set up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
    },
    /// To whoever looks after the partner: somebody came to it by a code that `by` had made.
    CodeEntered {
        person: PersonId,
        partner: PartnerId,
        by: PersonId,
    },
    /// To whoever looks after the partner, or else to the admins: somebody added an account of theirs
    /// by a code. `account` is an identity.
    AccountAdded {
        person: PersonId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
        account: String,
    },
    /// To whom it happened: that account is not theirs any more.
    AccountParted {
        account: String,
        by: PersonId,
    },
    /// To whoever asked.
    Linked {
        partner: PartnerId,
    },
    NotLinked {
        partner: PartnerId,
    },
    /// To whoever is a member no more.
    Unlinked {
        partner: PartnerId,
    },
    /// To a member: whether they speak for the whole company now.
    YourStanding {
        partner: PartnerId,
        standing: Standing,
    },
    /// To the admins: somebody came to something by a user group, or lost it.
    ByGroup {
        person: PersonId,
        grants: Grant,
        joined: bool,
    },
    /// To whoever looks after the partner: a workspace has installed the app, and nobody has said
    /// whose it is. `workspace` is `platform:workspace`; `partner` whom its link was for.
    InstallAsked {
        workspace: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        partner: Option<PartnerId>,
    },
    /// To whoever is in charge: somebody is gone, and what they own needs another owner.
    OwnerLeft {
        person: PersonId,
    },
    /// To the admins: somebody has become a guest, and has no role any more.
    GuestNow {
        person: PersonId,
    },
    /// To whoever is in charge: a conflict case waits for a decision, past its time.
    CaseLate {
        case: CaseId,
        number: u32,
        since: DateTime<Utc>,
    },
    /// To whoever looks after the community: what they decide or hear of it.
    Community {
        about: About,
    },
    /// To whoever looks after the community: what has become of a partner's tier.
    Tier {
        partner: PartnerId,
        turn: Turn,
        tier: String,
    },
    /// To whom it belonged: what they had passed, by the id of a quiz, held through this day.
    CertificateEnded {
        quiz: String,
        through: NaiveDate,
    },
    /// To whoever looks after the partner: how somebody of it says that it is going. `again`: in place
    /// of what they said before in that month.
    Feedback {
        person: PersonId,
        partner: PartnerId,
        month: Period,
        score: Score,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Seal>,
        again: bool,
    },
    /// To whoever looks after the partner: somebody of it asks for help with its first steps, or
    /// something about the `agreement`. `channel` is where, by the id of a channel that was set up.
    StartHelp {
        person: PersonId,
        partner: PartnerId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<Step>,
        text: Seal,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        agreement: bool,
    },
    /// To whoever looks after the partner: nothing moves at this step.
    StartStuck {
        partner: PartnerId,
        step: Step,
        since: DateTime<Utc>,
    },
    /// To whoever looks after one of the two: one goes on as the other.
    PartnersMerged {
        gone: PartnerId,
        partner: PartnerId,
        by: PersonId,
    },
    /// About a company that wants to join.
    Joining {
        application: ApplicationId,
        about: Join,
    },
}

/// What somebody hears of an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Join {
    /// To whoever is in charge, where sales has no channel: it waits for them.
    Waits,
    /// To whoever is in charge: the promised time is over.
    Late,
    /// To whoever was invited.
    Invited,
    /// To whoever applied.
    Accepted,
    /// The same.
    Declined,
    /// The same: what somebody asks about it, by the number of the question.
    Asked { question: u32 },
    /// To whoever asked: they have answered.
    Answered { question: u32 },
    /// The same: nobody has answered for some days.
    Silent { question: u32 },
}

/// Something of the community's affairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// The first leaderboard waits for their word.
    BoardPreview { boards: Vec<Period> },
    /// The first note of a series waits for their word, as this partner would read it.
    Note { partner: PartnerId, note: Note },
    /// What may be said of partners waits for a word.
    ShoutList,
    /// What they wrote stands in channels.
    Shout { occasion: Occasion },
    /// What they wrote could not be posted when its time had come.
    ShoutStopped { occasion: Occasion, why: Why },
    /// Somebody else has written what they had left to be posted `anew`, or taken it back.
    ShoutOvertaken { occasion: Occasion, by: PersonId, anew: bool },
}

/// What can become of a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    Up,
    /// It was told that it would not stay.
    Warned,
    Kept,
    Down,
}

/// What stands behind the references. It has no `Debug`: names do not belong in logs.
#[derive(Clone, Default)]
pub struct Behind {
    pub names: BTreeMap<PersonId, String>,
    pub partners: BTreeMap<PartnerId, String>,
    /// The company whose workspace the person comes from, where it is known.
    pub workspace: String,
    /// The channel as people call it, where it is known.
    pub channel: String,
    /// Whether they are a guest there.
    pub guest: bool,
    /// The version of the person or installation, for the buttons.
    pub version: i64,
    /// What the person owns that is still open.
    pub owned: Option<Page>,
    /// What is said of the community's affairs, as it is drawn elsewhere.
    pub community: Option<Message>,
    /// What is said of an application, likewise.
    pub joining: Option<Message>,
    /// How far the partner is with its first steps.
    pub start: Option<List>,
    /// What the quiz is called.
    pub quiz: String,
    /// What they wrote; nothing where they wrote nothing, or it was erased.
    pub words: String,
}

impl News {
    /// The news that an event about a tier is; `None` for every other.
    #[must_use]
    pub fn of_tier(partner: PartnerId, event: &PartnerEvent) -> Option<Self> {
        let (turn, tier) = match event {
            PartnerEvent::TierPromoted { tier, .. } => (Turn::Up, tier),
            PartnerEvent::TierWarned { tier, .. } => (Turn::Warned, tier),
            PartnerEvent::TierKept { tier } => (Turn::Kept, tier),
            PartnerEvent::TierDemoted { tier, .. } => (Turn::Down, tier),
            PartnerEvent::PartnerAdded { .. }
            | PartnerEvent::PartnerChanged { .. }
            | PartnerEvent::PartnerOpened { .. }
            | PartnerEvent::PartnerRenamed { .. }
            | PartnerEvent::CodeChanged { .. }
            | PartnerEvent::PartnerDescribed { .. }
            | PartnerEvent::LanguageChosen { .. }
            | PartnerEvent::ConsentChosen(_)
            | PartnerEvent::AgreementAccepted { .. }
            | PartnerEvent::PartnerSuspended { .. }
            | PartnerEvent::PartnerResumed
            | PartnerEvent::PartnerTerminated { .. }
            | PartnerEvent::PartnerMerged { .. }
            | PartnerEvent::PartnerTakenIn { .. }
            | PartnerEvent::PartnerNudged
            | PartnerEvent::StartBegun
            | PartnerEvent::StartStepTaken { .. }
            | PartnerEvent::StartStuck { .. }
            | PartnerEvent::StartEnded => return None,
        };
        Some(Self::Tier { partner, turn, tier: tier.clone() })
    }

    /// What it belongs to of what somebody can turn off. What is about the reader, or what they have to
    /// decide, belongs to nothing.
    #[must_use]
    pub const fn topic(&self) -> Option<Topic> {
        match self {
            Self::RoleSet { .. }
            | Self::FirstPress { .. }
            | Self::CodeEntered { .. }
            | Self::AccountAdded { .. }
            | Self::ByGroup { .. }
            | Self::Tier { .. }
            | Self::PartnersMerged { .. }
            | Self::GuestNow { .. } => Some(Topic::Changes),
            Self::StartStuck { .. } => Some(Topic::Reminders),
            Self::YourRole { .. }
            | Self::AccountParted { .. }
            | Self::LinkAsked { .. }
            | Self::Linked { .. }
            | Self::NotLinked { .. }
            | Self::Unlinked { .. }
            | Self::YourStanding { .. }
            | Self::InstallAsked { .. }
            | Self::OwnerLeft { .. }
            | Self::Community { .. }
            | Self::CertificateEnded { .. }
            | Self::Feedback { .. }
            | Self::StartHelp { .. }
            | Self::Joining { .. }
            | Self::CaseLate { .. } => None,
        }
    }

    /// Whether what it says of its reader is so now. It may have waited, and changed meanwhile.
    #[must_use]
    pub fn is_true_of(&self, reader: &Person) -> bool {
        match self {
            Self::YourRole { role, change, .. } => reader.has(*role) == (*change == Change::Give),
            Self::Linked { partner } => reader.is_member_of(partner),
            Self::NotLinked { partner } | Self::Unlinked { partner } => {
                !reader.is_member_of(partner)
            }
            Self::YourStanding { partner, standing } => {
                let member = reader.membership.as_ref().filter(|one| one.partner == *partner);
                member.is_some_and(|one| one.admin == (*standing == Standing::Admin))
            }
            Self::Community { .. } => reader.looks_after_community(),
            Self::Joining {
                about: Join::Waits | Join::Late | Join::Answered { .. } | Join::Silent { .. },
                ..
            } => reader.manages_partners(),
            Self::Joining { about: Join::Invited, .. } => {
                reader.membership.is_none() && !reader.is_vendor()
            }
            Self::Joining {
                about: Join::Accepted | Join::Declined | Join::Asked { .. }, ..
            } => true,
            Self::AccountParted { account, .. } => !reader.identities.contains(account),
            // Who has passed again meanwhile holds one.
            Self::CertificateEnded { quiz, through } => {
                let sheet = reader.quizzes.get(quiz);
                sheet.is_some_and(|sheet| sheet.through == Some(*through))
            }
            Self::RoleSet { .. }
            | Self::LinkAsked { .. }
            | Self::FirstPress { .. }
            | Self::CodeEntered { .. }
            | Self::AccountAdded { .. }
            | Self::ByGroup { .. }
            | Self::InstallAsked { .. }
            | Self::OwnerLeft { .. }
            | Self::GuestNow { .. }
            | Self::Tier { .. }
            | Self::PartnersMerged { .. }
            | Self::Feedback { .. }
            | Self::StartHelp { .. }
            | Self::StartStuck { .. }
            | Self::CaseLate { .. } => true,
        }
    }

    /// Whether somebody has still to look at what it says of `person`, whom it names with their
    /// workspace.
    #[must_use]
    pub fn is_open(&self, person: &Person) -> bool {
        let settled = person.link.is_some_and(|link| link.decision.is_some());
        match self {
            Self::LinkAsked { partner, .. } => {
                !settled && person.link.is_some_and(|link| link.partner == *partner)
            }
            Self::FirstPress { partner, .. } | Self::CodeEntered { partner, .. } => {
                !settled && person.is_member_of(partner)
            }
            Self::AccountAdded { account, .. } => person.added.get(account) == Some(&None),
            Self::OwnerLeft { .. } => person.is_gone(),
            Self::RoleSet { .. }
            | Self::YourRole { .. }
            | Self::AccountParted { .. }
            | Self::Linked { .. }
            | Self::NotLinked { .. }
            | Self::Unlinked { .. }
            | Self::YourStanding { .. }
            | Self::ByGroup { .. }
            | Self::InstallAsked { .. }
            | Self::GuestNow { .. }
            | Self::Tier { .. }
            | Self::PartnersMerged { .. }
            | Self::Community { .. }
            | Self::CertificateEnded { .. }
            | Self::Feedback { .. }
            | Self::StartHelp { .. }
            | Self::StartStuck { .. }
            | Self::Joining { .. }
            | Self::CaseLate { .. } => true,
        }
    }

    /// The people whose names it says.
    #[must_use]
    pub fn people(&self) -> BTreeSet<PersonId> {
        match self {
            Self::RoleSet { person, by, .. } | Self::CodeEntered { person, by, .. } => {
                [*person, *by].into()
            }
            Self::YourRole { by, .. }
            | Self::AccountParted { by, .. }
            | Self::PartnersMerged { by, .. } => [*by].into(),
            Self::LinkAsked { person, .. }
            | Self::FirstPress { person, .. }
            | Self::AccountAdded { person, .. }
            | Self::ByGroup { person, .. }
            | Self::OwnerLeft { person }
            | Self::Feedback { person, .. }
            | Self::StartHelp { person, .. }
            | Self::GuestNow { person } => [*person].into(),
            Self::Linked { .. }
            | Self::NotLinked { .. }
            | Self::Unlinked { .. }
            | Self::YourStanding { .. }
            | Self::InstallAsked { .. }
            | Self::Tier { .. }
            | Self::Community { .. }
            | Self::CertificateEnded { .. }
            | Self::StartStuck { .. }
            | Self::Joining { .. }
            | Self::CaseLate { .. } => BTreeSet::new(),
        }
    }

    /// The partner whose name it says.
    #[must_use]
    pub const fn partner(&self) -> Option<PartnerId> {
        match self {
            Self::LinkAsked { partner, .. }
            | Self::FirstPress { partner, .. }
            | Self::CodeEntered { partner, .. }
            | Self::Linked { partner }
            | Self::NotLinked { partner }
            | Self::Unlinked { partner }
            | Self::YourStanding { partner, .. }
            | Self::Tier { partner, .. }
            | Self::PartnersMerged { partner, .. }
            | Self::Feedback { partner, .. }
            | Self::StartHelp { partner, .. }
            | Self::StartStuck { partner, .. }
            | Self::ByGroup { grants: Grant::PartnerMember { partner }, .. } => Some(*partner),
            Self::InstallAsked { partner, .. } | Self::AccountAdded { partner, .. } => *partner,
            Self::RoleSet { .. }
            | Self::YourRole { .. }
            | Self::AccountParted { .. }
            | Self::OwnerLeft { .. }
            | Self::GuestNow { .. }
            | Self::CaseLate { .. }
            | Self::Community { .. }
            | Self::CertificateEnded { .. }
            | Self::Joining { .. }
            | Self::ByGroup { grants: Grant::Sales | Grant::CommunityManager, .. } => None,
        }
    }

    /// The channel whose name it says.
    #[must_use]
    pub fn channel(&self) -> Option<&str> {
        match self {
            Self::FirstPress { channel, .. } | Self::StartHelp { channel, .. } => {
                channel.as_deref()
            }
            Self::RoleSet { .. }
            | Self::YourRole { .. }
            | Self::CodeEntered { .. }
            | Self::AccountAdded { .. }
            | Self::AccountParted { .. }
            | Self::LinkAsked { .. }
            | Self::Linked { .. }
            | Self::NotLinked { .. }
            | Self::Unlinked { .. }
            | Self::YourStanding { .. }
            | Self::ByGroup { .. }
            | Self::OwnerLeft { .. }
            | Self::GuestNow { .. }
            | Self::CaseLate { .. }
            | Self::Tier { .. }
            | Self::PartnersMerged { .. }
            | Self::Community { .. }
            | Self::CertificateEnded { .. }
            | Self::Feedback { .. }
            | Self::StartStuck { .. }
            | Self::Joining { .. }
            | Self::InstallAsked { .. } => None,
        }
    }

    /// Who it is about, where their workspace is said.
    #[must_use]
    pub const fn comes_from(&self) -> Option<PersonId> {
        match self {
            Self::LinkAsked { person, .. }
            | Self::FirstPress { person, .. }
            | Self::CodeEntered { person, .. }
            | Self::AccountAdded { person, .. } => Some(*person),
            Self::RoleSet { .. }
            | Self::YourRole { .. }
            | Self::AccountParted { .. }
            | Self::Linked { .. }
            | Self::NotLinked { .. }
            | Self::Unlinked { .. }
            | Self::YourStanding { .. }
            | Self::ByGroup { .. }
            | Self::OwnerLeft { .. }
            | Self::GuestNow { .. }
            | Self::CaseLate { .. }
            | Self::Tier { .. }
            | Self::PartnersMerged { .. }
            | Self::Community { .. }
            | Self::CertificateEnded { .. }
            | Self::Feedback { .. }
            | Self::StartHelp { .. }
            | Self::StartStuck { .. }
            | Self::Joining { .. }
            | Self::InstallAsked { .. } => None,
        }
    }

    /// Whose open referrals it lists.
    #[must_use]
    pub const fn owner(&self) -> Option<PersonId> {
        if let Self::OwnerLeft { person } = self { Some(*person) } else { None }
    }

    /// The case that waits.
    #[must_use]
    pub const fn case(&self) -> Option<CaseId> {
        if let Self::CaseLate { case, .. } = self { Some(*case) } else { None }
    }

    /// The workspace that it is about, where nobody has said whose it is.
    #[must_use]
    pub fn installed(&self) -> Option<&str> {
        match self {
            Self::InstallAsked { workspace, .. } => Some(workspace),
            Self::RoleSet { .. }
            | Self::YourRole { .. }
            | Self::CodeEntered { .. }
            | Self::AccountAdded { .. }
            | Self::AccountParted { .. }
            | Self::LinkAsked { .. }
            | Self::FirstPress { .. }
            | Self::Linked { .. }
            | Self::NotLinked { .. }
            | Self::Unlinked { .. }
            | Self::YourStanding { .. }
            | Self::OwnerLeft { .. }
            | Self::GuestNow { .. }
            | Self::CaseLate { .. }
            | Self::Tier { .. }
            | Self::PartnersMerged { .. }
            | Self::Community { .. }
            | Self::CertificateEnded { .. }
            | Self::Feedback { .. }
            | Self::StartHelp { .. }
            | Self::StartStuck { .. }
            | Self::Joining { .. }
            | Self::ByGroup { .. } => None,
        }
    }
}

/// Draws it.
#[must_use]
pub fn message(voice: &Voice<'_>, news: &News, behind: &Behind) -> Message {
    let nobody = voice.words("somebody", &[]);
    let name = |id: &PersonId| behind.names.get(id).cloned().unwrap_or_else(|| nobody.clone());
    let partner = news.partner().and_then(|id| behind.partners.get(&id).cloned());
    let partner = partner.unwrap_or_default();
    let tell = |key: &str, args: &[(&str, Arg<'_>)]| {
        let all = [("partner", Arg::Text(&partner)), ("workspace", Arg::Text(&behind.workspace))];
        voice.line(key, &args.iter().copied().chain(all).collect::<Vec<_>>())
    };
    match news {
        News::RoleSet { person, role, change, by } => {
            let (who, by, role) = (name(person), name(by), role_word(voice, *role));
            let args =
                [("who", Arg::Text(&who)), ("by", Arg::Text(&by)), ("role", Arg::Word(&role))];
            note(tell(&format!("role-told-{change}"), &args))
        }
        News::YourRole { role, change, by } => {
            let (by, role) = (name(by), role_word(voice, *role));
            let args = [("by", Arg::Text(&by)), ("role", Arg::Word(&role))];
            note(tell(&format!("role-yours-{change}"), &args))
        }
        News::LinkAsked { person, .. } => {
            let key = if behind.guest { "setup-member-guest" } else { "setup-member-asked" };
            let line = tell(key, &[("who", Arg::Text(&name(person)))]);
            let mut link = decision(voice, person, Wish::Link, behind.version);
            link.weight = Weight::Primary;
            let refuse = decision(voice, person, Wish::Refuse, behind.version);
            Message { parts: vec![Part::Text(line), Part::Buttons(vec![link, refuse])] }
        }
        News::FirstPress { person, .. } => {
            let who = name(person);
            let nowhere = behind.channel.is_empty();
            let key = if nowhere { "setup-member-linked" } else { "setup-member" };
            let channel = ("channel", Arg::Text(behind.channel.as_str()));
            let line = tell(key, &[("who", Arg::Text(&who)), channel]);
            let mut keep = decision(voice, person, Wish::Keep, behind.version);
            keep.weight = Weight::Primary;
            let undo = decision(voice, person, Wish::Undo, behind.version);
            let args = [("who", Arg::Text(who.as_str())), ("partner", Arg::Text(&partner))];
            let undo = asked_back(voice, undo, "setup-undo-text", &args);
            Message { parts: vec![Part::Text(line), Part::Buttons(vec![keep, undo])] }
        }
        News::CodeEntered { person, by, .. } => {
            let (who, by) = (name(person), name(by));
            let line = tell("pairing-told", &[("who", Arg::Text(&who)), ("by", Arg::Text(&by))]);
            let undo = decision(voice, person, Wish::Undo, behind.version);
            let args = [("who", Arg::Text(who.as_str())), ("partner", Arg::Text(&partner))];
            let undo = asked_back(voice, undo, "setup-undo-text", &args);
            Message { parts: vec![Part::Text(line), Part::Buttons(vec![undo])] }
        }
        News::AccountAdded { person, partner: of, account } => {
            let (who, platform) = (name(person), pairing::platform_word(voice, account));
            let args = [("who", Arg::Text(&who)), ("platform", Arg::Word(&platform))];
            let key = if of.is_some() { "pairing-told-added" } else { "pairing-told-added-own" };
            let line = tell(key, &args);
            let label = voice.words("button-undo-link", &[]);
            let undo = plain(label, "pairing", pairing::UNDO, account, behind.version);
            let undo = asked_back(voice, undo, "pairing-undo-text", &args);
            Message { parts: vec![Part::Text(line), Part::Buttons(vec![undo])] }
        }
        News::AccountParted { account, by } => {
            let (by, platform) = (name(by), pairing::platform_word(voice, account));
            let args = [("by", Arg::Text(&by)), ("platform", Arg::Word(&platform))];
            note(tell("pairing-yours-parted", &args))
        }
        News::Linked { .. } => Message {
            parts: vec![
                Part::Text(tell("member-yours-linked", &[])),
                Part::Buttons(vec![refer_button(voice)]),
            ],
        },
        News::NotLinked { .. } => note(tell("member-yours-refused", &[])),
        News::Unlinked { .. } => note(tell("member-yours-gone", &[])),
        News::YourStanding { standing, .. } => {
            note(tell(&format!("member-yours-{}", standing.as_str()), &[]))
        }
        News::ByGroup { person, grants, joined } => {
            let who = name(person);
            let role = match grants.role() {
                Some(role) => role_word(voice, role),
                None => {
                    voice.words("role-word-partner_member", &[("partner", Arg::Text(&partner))])
                }
            };
            let key = if *joined { "group-told-joined" } else { "group-told-left" };
            note(tell(key, &[("who", Arg::Text(&who)), ("role", Arg::Word(&role))]))
        }
        News::InstallAsked { workspace, partner: of } => {
            let partner = of.map(|_| partner.as_str());
            super::install::asked(voice, (workspace, behind.version), &behind.workspace, partner)
        }
        News::OwnerLeft { person } => {
            let owned = behind.owned.as_ref();
            let parts = owned.map(|page| people::owner_left(voice, person, &name(person), page));
            Message { parts: parts.unwrap_or_default() }
        }
        News::GuestNow { person } => {
            note(tell("role-told-guest", &[("who", Arg::Text(&name(person)))]))
        }
        News::CaseLate { number, since, .. } => {
            let number = number.to_string();
            let args = [("case", Arg::Word(&number)), ("date", Arg::Instant(*since))];
            note(voice.line("case-late", &args))
        }
        News::Community { .. } => behind.community.clone().unwrap_or_default(),
        News::Joining { .. } => behind.joining.clone().unwrap_or_default(),
        News::CertificateEnded { through, .. } => quiz::ended(voice, &behind.quiz, *through),
        News::Feedback { person, month, score, again, .. } => {
            let about = (*month, *score, *again);
            feedback::told(voice, (&partner, &name(person)), about, &behind.words)
        }
        News::StartHelp { person, partner: id, agreement: true, .. } => {
            let asked = (behind.words.as_str(), behind.channel.as_str());
            agreement::question_asked(voice, (&partner, *id), &name(person), asked)
        }
        News::StartHelp { person, partner: id, step, .. } => {
            let (who, words) = (name(person), behind.words.as_str());
            start::help_asked(voice, (&partner, *id), (&who, *step), (words, &behind.channel))
        }
        News::StartStuck { partner: id, step, since } => {
            let list = behind.start.as_ref();
            list.map(|list| start::stuck(voice, (&partner, *id), (*step, *since), list))
                .unwrap_or_default()
        }
        News::PartnersMerged { gone, by, .. } => {
            let gone = behind.partners.get(gone).map_or("", String::as_str);
            let who = name(by);
            let args = [("gone", Arg::Text(gone)), ("who", Arg::Text(&who))];
            note(tell("partner-news-merged", &args))
        }
        News::Tier { turn, tier, .. } => {
            let key = match turn {
                Turn::Up => "tier-news-up",
                Turn::Warned => "tier-news-warned",
                Turn::Kept => "tier-news-kept",
                Turn::Down => "tier-news-down",
            };
            note(tell(key, &[("tier", Arg::Text(tier))]))
        }
    }
}

/// The role as people read it, in lower case.
#[must_use]
pub fn role_word(voice: &Voice<'_>, role: Role) -> String {
    voice.words(&format!("role-word-{role}"), &[])
}

/// A button that undoes a link, asked back first.
fn asked_back(voice: &Voice<'_>, undo: Button, text: &str, args: &[(&str, Arg<'_>)]) -> Button {
    let confirm = Some(Confirm {
        title: voice.words("setup-undo-title", &[]),
        text: voice.words(text, args),
        yes: voice.words("button-undo-link", &[]),
        no: voice.words("button-keep-link", &[]),
    });
    Button { weight: Weight::Danger, confirm, ..undo }
}

fn decision(voice: &Voice<'_>, person: &PersonId, wish: Wish, version: i64) -> Button {
    let label = match wish {
        Wish::Link => "button-link-person",
        Wish::Refuse => "button-not-theirs",
        Wish::Keep => "button-keep-link",
        Wish::Undo => "button-undo-link",
    };
    let label = voice.words(label, &[]);
    plain(label, "member", wish.as_str(), &person.to_string(), version)
}
