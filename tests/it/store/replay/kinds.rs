//! Every kind of fact there is. Who adds one is told by the compiler to add it here, and then by the
//! replay to let it happen.

use vouch::domain::outcome::{
    ChannelEvent, Event, GroupEvent, PartnerEvent, PersonEvent, ReferralEvent,
};

macro_rules! kinds {
    ($($about:ident $event:ident: $($kind:ident)*;)*) => {
        pub const ALL: &[&str] = &[$($(stringify!($kind)),*),*];

        pub const fn of(event: &Event) -> &'static str {
            match event {
                $($(Event::$about($event::$kind { .. }) => stringify!($kind),)*)*
            }
        }
    };
}

kinds! {
    Partner PartnerEvent:
        PartnerAdded PartnerChanged PartnerOpened PartnerRenamed CodeChanged PartnerDescribed
        PartnerSuspended PartnerResumed PartnerTerminated;
    Channel ChannelEvent:
        ChannelLinked ChannelUnlinked ChannelDied ChannelRevived ChannelMet ChannelAskedAgain
        ChannelSeen ChannelRenumbered;
    Person PersonEvent:
        PersonAdded PersonNamed RoleGiven RoleTaken MemberJoined MemberLeft RoleGivenByGroup
        RoleTakenByGroup MemberJoinedByGroup LinkAsked LinkDecided;
    Group GroupEvent: GroupBound GroupUnbound;
    Referral ReferralEvent:
        Submitted MatchFound OffLimitsFound MatchCleared Approved Rejected QuestionAsked
        QuestionAnswered Lapsed DecisionUndone OwnerChanged Withdrawn WithdrawnWithPartner
        StageMoved Won Lost Reopened Expired Reversed;
}
