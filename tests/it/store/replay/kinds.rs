//! Every kind of fact there is. Who adds one is told by the compiler to add it here, and then by the
//! replay to let it happen.

use vouch::domain::outcome::{
    AliasEvent, ApplicationEvent, AskingEvent, BoardEvent, CaseEvent, ChannelEvent, Event,
    GroupEvent, PartnerEvent, PersonEvent, ProgramEvent, ReferralEvent, RhythmEvent, ShoutEvent,
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
        PartnerAdded PartnerChanged PartnerOpened PartnerRenamed CodeChanged ConsentChosen
        PartnerDescribed LanguageChosen PartnerSuspended PartnerResumed PartnerTerminated
        PartnerMerged PartnerTakenIn
        AgreementAccepted TierPromoted TierWarned TierKept TierDemoted PartnerNudged
        StartBegun StartStepTaken StartStuck StartEnded;
    Channel ChannelEvent:
        ChannelLinked ChannelUnlinked ChannelDied ChannelRevived ChannelMet ChannelAskedAgain
        ChannelSeen ChannelRenumbered;
    Person PersonEvent:
        PersonAdded PersonNamed RoleGiven RoleTaken MemberJoined MemberLeft RoleGivenByGroup
        RoleTakenByGroup MemberJoinedByGroup LinkAsked LinkDecided PersonLeft PersonBack NotifySet
        CodeEntered IdentityPaired IdentityParted IdentityUsed QuizTaken CertificateEnded
        FeedbackGiven HelpAsked;
    Group GroupEvent: GroupBound GroupUnbound TierRoleBound;
    Alias AliasEvent: AliasAdded AliasRemoved;
    Asking AskingEvent: AccountAsked ReasonAsked AssetTaken;
    Referral ReferralEvent:
        Submitted MatchFound OffLimitsFound AccountFound MatchCleared Approved Rejected QuestionAsked
        QuestionAnswered PersonAsked Lapsed DecisionUndone OwnerChanged Withdrawn WithdrawnWithPartner
        StageMoved Won Lost DealHeard StatedAhead ReleaseResumed Reopened Expired Reversed NamingRecorded Transferred ReviewBegan QuestionResumed ProtectionPaused
        NurtureCounted ReleaseAsked ReleaseKept Released GraceHeld
        CameBack
        OverruledByCase ReleasedByCase MergedByCase AwardedByCase CreditShared Reminded Extended;
    Case CaseEvent:
        CaseOpened CaseJoined CaseLeft CaseStated EvidenceAsked CaseProposed CaseDecided CaseAppealed CaseWaived
        SplitSuggested SplitAnswered CaseReminded CaseClosed CaseSettled
        CaseExcepted;
    Program ProgramEvent:
        ProgramRecorded ProgramNoticesLeft ProgramNoticePosted ProgramTookEffect ProgramTakenBack;
    Board BoardEvent: BoardTaken BoardPreviewed BoardPosted BoardSkipped BoardCorrected;
    Shout ShoutEvent:
        ShoutSuggested ShoutDrafted ShoutScheduled ShoutPosted ShoutCorrected ShoutDeleted
        ShoutDiscarded ShoutSkipped;
    Rhythm RhythmEvent: NotesShown NotesStarted NotesStopped NotesLeft;
    Application ApplicationEvent:
        PartnerInvited ApplicationReceived ApplicationAccepted ApplicationDeclined
        ApplicationAsked ApplicationAnswered ApplicationReminded;
}
