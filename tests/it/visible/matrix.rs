//! Who may see what, as data: the rows and columns of the rules, the readers that stand in each
//! column, and which kinds of what is said come before whom.

use vouch::views::Say;
use vouch::views::news::{Join, News};

/// What can be said that is not for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// What the partner itself is called.
    Name,
    /// Of the partner's own referral: company, need, stage, next step, owner, sender.
    Own,
    /// The contact person's name, address and title.
    Contact,
    /// What a deal is worth.
    Amount,
    /// Another partner's name, people, numbers, words, or existence in a case.
    Rival,
    /// Notes, reasons marked internal, match results, what a case is called.
    Internal,
}

impl Thing {
    pub const ALL: [Self; 6] =
        [Self::Name, Self::Own, Self::Contact, Self::Amount, Self::Rival, Self::Internal];
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    Yes,
    No,
    /// By whoever registered it.
    OwnSubmissions,
}
use May::{No, OwnSubmissions, Yes};

/// Columns: a partner's channel, the community, inside, private to a partner's member, and to whoever
/// asked to be one, or was. An amount is shown to partners where the programme says so, which it
/// cannot yet.
const MATRIX: [(Thing, [May; 5]); 6] = [
    (Thing::Name, [Yes, No, Yes, Yes, Yes]),
    (Thing::Own, [Yes, No, Yes, Yes, No]),
    (Thing::Contact, [No, No, Yes, OwnSubmissions, No]),
    (Thing::Amount, [No, No, Yes, No, No]),
    (Thing::Rival, [No, No, Yes, No, No]),
    (Thing::Internal, [No, No, Yes, No, No]),
];

/// Who reads: channels of every kind, and people alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reader {
    ItsChannel,
    /// The partner's channel, with people of a company that nobody confirmed.
    ItsChannelShared,
    RivalsChannel,
    Community,
    NotSetUp,
    Inside,
    InsideShared,
    Resolvers,
    ResolversShared,
    /// Whoever registered the referral.
    Sender,
    /// Another member of the same partner.
    Colleague,
    Sales,
    Resolver,
    Manager,
    /// Somebody who asked to be a member, or was one.
    Asker,
    /// Somebody of whom nothing is known.
    Nobody,
}

impl Reader {
    pub const ALL: [Self; 16] = [
        Self::ItsChannel,
        Self::ItsChannelShared,
        Self::RivalsChannel,
        Self::Community,
        Self::NotSetUp,
        Self::Inside,
        Self::InsideShared,
        Self::Resolvers,
        Self::ResolversShared,
        Self::Sender,
        Self::Colleague,
        Self::Sales,
        Self::Resolver,
        Self::Manager,
        Self::Asker,
        Self::Nobody,
    ];

    /// The column of the matrix that this reader stands in. A channel whose readers are not known,
    /// or are mixed, is as the community.
    const fn column(self) -> usize {
        match self {
            Self::ItsChannel => 0,
            Self::ItsChannelShared
            | Self::RivalsChannel
            | Self::Community
            | Self::NotSetUp
            | Self::InsideShared
            | Self::ResolversShared
            | Self::Nobody => 1,
            Self::Inside | Self::Resolvers | Self::Sales | Self::Resolver | Self::Manager => 2,
            Self::Sender | Self::Colleague => 3,
            Self::Asker => 4,
        }
    }

    pub fn may_see(self, thing: Thing) -> bool {
        let row = MATRIX.iter().find(|(of, _)| *of == thing).expect("a row for each thing");
        match row.1[self.column()] {
            Yes => true,
            No => false,
            OwnSubmissions => self == Self::Sender,
        }
    }
}

/// A partner's channels, whoever has joined: nothing but the button and the terms.
const PARTNERS: &[Reader] = &[Reader::ItsChannel, Reader::ItsChannelShared, Reader::RivalsChannel];
/// Where there is something to pin.
const PARTNERS_OR_ALL: &[Reader] =
    &[Reader::ItsChannel, Reader::ItsChannelShared, Reader::RivalsChannel, Reader::Community];
const ITS_OWN: &[Reader] = &[Reader::ItsChannel];
/// What those who chose to be shown let everybody read.
const COMMUNITY: &[Reader] = &[Reader::Community];
const INSIDE: &[Reader] = &[Reader::Inside];
const CASES: &[Reader] = &[Reader::Inside, Reader::Resolvers];
const IN_CHARGE: &[Reader] = &[Reader::Manager];
const CONCERNED: &[Reader] = &[Reader::Sender, Reader::Colleague, Reader::Sales, Reader::Manager];
const PEOPLE: &[Reader] = &[
    Reader::Sender,
    Reader::Colleague,
    Reader::Sales,
    Reader::Resolver,
    Reader::Manager,
    Reader::Asker,
];
const ANYBODY: &[Reader] = &[
    Reader::Sender,
    Reader::Colleague,
    Reader::Sales,
    Reader::Resolver,
    Reader::Manager,
    Reader::Asker,
    Reader::Nobody,
];

/// Who reads each kind; everybody else gets nothing of it. There is no `_`: whoever adds a kind is
/// led here.
pub const fn readers_of(say: &Say) -> &'static [Reader] {
    match say {
        Say::Intro { .. } | Say::ProgrammeNew { .. } => PARTNERS,
        Say::PinIntro { .. } => PARTNERS_OR_ALL,
        Say::PartnerCard { .. }
        | Say::Told { .. }
        | Say::PartnerNews { .. }
        | Say::PartnersMerged { .. }
        | Say::TierTold { .. }
        | Say::OwnPlace { .. }
        | Say::Note { .. }
        | Say::Agreement { .. }
        | Say::StartList { .. }
        | Say::CaseTold { .. } => ITS_OWN,
        Say::Board { .. } | Say::BoardCorrected { .. } | Say::JoinIntro { .. } => COMMUNITY,
        Say::ShoutOut { .. } | Say::Digest { .. } => &[Reader::ItsChannel, Reader::Community],
        Say::SalesCard { .. }
        | Say::NeedInFull { .. }
        | Say::SalesTold { .. }
        | Say::ApplicationCard { .. } => INSIDE,
        Say::CaseCard { .. } | Say::CaseNote { .. } => CASES,
        Say::ChannelDead { .. }
        | Say::Trouble { .. }
        | Say::ProgrammeBad { .. }
        | Say::ChannelAsk { .. }
        | Say::ChannelMixed { .. } => IN_CHARGE,
        Say::ToldAlone { .. } => CONCERNED,
        Say::Yours { .. } => &[Reader::Sales],
        Say::News { .. } => PEOPLE,
        Say::Help { .. } | Say::Home { .. } => ANYBODY,
        // They stand for others, and are never said themselves; or they are nothing that is read.
        Say::HomesOf { .. }
        | Say::HomesOfPerson { .. }
        | Say::TierRoles { .. }
        | Say::TierRolesOf { .. } => &[],
    }
}

/// The same for what one person is told directly, by what it is.
pub const fn readers_of_news(news: &News) -> &'static [Reader] {
    match news {
        News::YourRole { .. } => &[Reader::Sales, Reader::Resolver, Reader::Manager],
        News::Linked { .. } | News::YourStanding { .. } => &[Reader::Sender, Reader::Colleague],
        News::AccountParted { .. } | News::CertificateEnded { .. } => {
            &[Reader::Sender, Reader::Colleague]
        }
        News::NotLinked { .. } | News::Unlinked { .. } => &[Reader::Asker],
        News::Joining { about: Join::Invited | Join::Declined | Join::Asked { .. }, .. } => {
            &[Reader::Asker]
        }
        News::Joining { about: Join::Accepted, .. } => &[Reader::Sender],
        News::Joining {
            about: Join::Waits | Join::Late | Join::Answered { .. } | Join::Silent { .. },
            ..
        } => IN_CHARGE,
        News::RoleSet { .. }
        | News::LinkAsked { .. }
        | News::FirstPress { .. }
        | News::CodeEntered { .. }
        | News::AccountAdded { .. }
        | News::ByGroup { .. }
        | News::InstallAsked { .. }
        | News::OwnerLeft { .. }
        | News::GuestNow { .. }
        | News::Tier { .. }
        | News::PartnersMerged { .. }
        | News::Feedback { .. }
        | News::StartHelp { .. }
        | News::StartStuck { .. }
        | News::Community { .. }
        | News::CaseLate { .. } => IN_CHARGE,
    }
}
