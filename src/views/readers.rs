//! Who may read what is said: decided by its kind and by who is in the channel at this moment.

use super::Say;
use crate::domain::partner::{Audience, Channel, Partner};

/// Who everybody in a channel must be, so that something may be said there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// It names nobody: the button, and the terms that stand beside it, whoever has joined.
    AnyPartner,
    /// The same in a community channel as well.
    AnyPartnerOrAll,
    /// The partner that it is about, and the vendor.
    ItsPartner,
    /// Everybody: partners, and whoever else is there.
    Community,
    /// The partner that it is about, or everybody.
    ItsPartnerOrAll,
    /// Those who sell.
    Inside,
    /// Those who decide cases; where no channel is for them alone, those who sell.
    Resolvers,
    /// One person, alone.
    OnePerson,
    /// It stands for others, and is never said itself; or it is nothing that is read.
    Nobody,
}

impl Readers {
    /// Whether everybody who reads the channel now may read it. `partner` is whom it is about.
    #[must_use]
    pub fn are_in(self, channel: &Channel, partner: Option<&Partner>) -> bool {
        match self {
            Self::AnyPartner => channel.audience == Some(Audience::Partner),
            Self::AnyPartnerOrAll => {
                Self::AnyPartner.are_in(channel, partner)
                    || Self::Community.are_in(channel, partner)
            }
            Self::ItsPartner => partner.is_some_and(|partner| channel.is_for(partner)),
            Self::Community => channel.audience == Some(Audience::Community),
            Self::ItsPartnerOrAll => {
                Self::Community.are_in(channel, partner)
                    || Self::ItsPartner.are_in(channel, partner)
            }
            Self::Inside => channel.is_internal(),
            Self::Resolvers => channel.is_for_resolvers(),
            Self::OnePerson | Self::Nobody => false,
        }
    }
}

impl Say {
    /// Who may read it.
    #[must_use]
    pub const fn readers(&self) -> Readers {
        match self {
            Self::Intro { .. } | Self::ProgrammeNew { .. } => Readers::AnyPartner,
            Self::PinIntro { .. } => Readers::AnyPartnerOrAll,
            Self::PartnerCard { .. }
            | Self::Told { .. }
            | Self::PartnerNews { .. }
            | Self::PartnersMerged { .. }
            | Self::TierTold { .. }
            | Self::OwnPlace { .. }
            | Self::Note { .. }
            | Self::Agreement { .. }
            | Self::StartList { .. }
            | Self::CaseTold { .. } => Readers::ItsPartner,
            Self::ShoutOut { .. } | Self::Digest { .. } => Readers::ItsPartnerOrAll,
            Self::Board { .. } | Self::BoardCorrected { .. } | Self::JoinIntro { .. } => {
                Readers::Community
            }
            Self::SalesCard { .. }
            | Self::NeedInFull { .. }
            | Self::SalesTold { .. }
            | Self::ApplicationCard { .. } => Readers::Inside,
            Self::CaseCard { .. } | Self::CaseNote { .. } => Readers::Resolvers,
            Self::ChannelDead { .. }
            | Self::Trouble { .. }
            | Self::ChannelAsk { .. }
            | Self::ChannelMixed { .. }
            | Self::ProgrammeBad { .. }
            | Self::News { .. }
            | Self::ToldAlone { .. }
            | Self::Yours { .. }
            | Self::Home { .. }
            | Self::Help { .. } => Readers::OnePerson,
            Self::HomesOf { .. }
            | Self::HomesOfPerson { .. }
            | Self::TierRoles { .. }
            | Self::TierRolesOf { .. } => Readers::Nobody,
        }
    }
}
