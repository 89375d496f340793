//! What the bot does about each word with which Slack refuses a call.

pub const POST: &str = "chat.postMessage";
const UPDATE: &str = "chat.update";
const WHISPER: &str = "chat.postEphemeral";
const DIRECT: &str = "conversations.open";
const OPEN: &str = "views.open";
const REDRAW: &str = "views.update";
const PIN: &str = "pins.add";

/// What the bot does about a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// It passes: said a moment later, once, and nobody is told.
    SaysItLater,
    /// The workspace's token is dead: whoever is in charge hears of it once, what is to be said
    /// there waits, and is said when it works again.
    TellsAndWaitsForTheInstallation,
    /// The same for a channel.
    TellsAndWaitsForTheChannel,
    /// Nobody can write to that person: the next one in charge is told instead.
    TellsSomebodyElse,
    /// The person does not see what is said there: they are told in a direct message.
    TellsThemAlone,
    /// Our own mistake, and sending it again would not help: set aside, and somebody in charge hears
    /// of it once.
    SetsItAside,
    /// The message is gone: posted anew.
    PostsItAnew,
    /// Too late to open a form: offered again.
    OffersItAgain,
    /// The person has closed the form, or another press has redrawn it: left alone.
    LeavesIt,
    /// An intro that is not pinned works all the same.
    LeavesItUnpinned,
}

use Does::{
    LeavesIt, LeavesItUnpinned, OffersItAgain, PostsItAnew, SaysItLater, SetsItAside,
    TellsAndWaitsForTheChannel, TellsAndWaitsForTheInstallation, TellsSomebodyElse, TellsThemAlone,
};

/// What Slack says, to which method, and what follows.
pub struct Row(pub &'static str, pub &'static str, pub Does);

#[rustfmt::skip]
pub const TABLE: [Row; 71] = [
    // Slack says                           to      and the bot
    Row("ratelimited",                      POST,   SaysItLater),
    Row("rate_limited",                     POST,   SaysItLater),
    Row("internal_error",                   POST,   SaysItLater),
    Row("fatal_error",                      UPDATE, SaysItLater),
    Row("service_unavailable",              POST,   SaysItLater),
    Row("request_timeout",                  UPDATE, SaysItLater),
    Row("team_added_to_org",                POST,   SaysItLater),
    Row("accesslimited",                    POST,   SaysItLater),
    Row("500",                              POST,   SaysItLater),
    Row("502",                              UPDATE, SaysItLater),
    Row("503",                              POST,   SaysItLater),
    Row("504",                              UPDATE, SaysItLater),

    Row("account_inactive",                 DIRECT, TellsAndWaitsForTheInstallation),
    Row("token_revoked",                    DIRECT, TellsAndWaitsForTheInstallation),
    Row("token_expired",                    DIRECT, TellsAndWaitsForTheInstallation),
    Row("invalid_auth",                     DIRECT, TellsAndWaitsForTheInstallation),
    Row("not_authed",                       DIRECT, TellsAndWaitsForTheInstallation),
    Row("team_access_not_granted",          DIRECT, TellsAndWaitsForTheInstallation),
    Row("org_login_required",               DIRECT, TellsAndWaitsForTheInstallation),
    Row("ekm_access_denied",                DIRECT, TellsAndWaitsForTheInstallation),

    Row("is_archived",                      POST,   TellsAndWaitsForTheChannel),
    Row("is_inactive",                      POST,   TellsAndWaitsForTheChannel),
    Row("channel_not_found",                POST,   TellsAndWaitsForTheChannel),
    Row("not_in_channel",                   POST,   TellsAndWaitsForTheChannel),
    Row("external_channel_migrating",       POST,   TellsAndWaitsForTheChannel),
    Row("posting_to_channel_denied",        POST,   TellsAndWaitsForTheChannel),
    Row("restricted_action",                POST,   TellsAndWaitsForTheChannel),
    Row("restricted_action_read_only_channel",          POST, TellsAndWaitsForTheChannel),
    Row("restricted_action_thread_only_channel",        POST, TellsAndWaitsForTheChannel),
    Row("restricted_action_thread_locked",              POST, TellsAndWaitsForTheChannel),
    Row("restricted_action_non_threadable_channel",     POST, TellsAndWaitsForTheChannel),

    Row("user_not_found",                   DIRECT, TellsSomebodyElse),
    Row("users_not_found",                  DIRECT, TellsSomebodyElse),
    Row("user_not_visible",                 DIRECT, TellsSomebodyElse),
    Row("user_disabled",                    DIRECT, TellsSomebodyElse),
    Row("cannot_dm_bot",                    DIRECT, TellsSomebodyElse),
    Row("users_list_not_supplied",          DIRECT, TellsSomebodyElse),
    Row("messages_tab_disabled",            POST,   TellsSomebodyElse),
    Row("channel_not_found",                DIRECT, TellsSomebodyElse),
    Row("user_not_in_channel",              WHISPER, TellsThemAlone),
    Row("user_not_found",                   WHISPER, TellsThemAlone),
    Row("not_in_channel",                   WHISPER, TellsThemAlone),
    Row("is_archived",                      WHISPER, TellsThemAlone),

    Row("invalid_blocks",                   POST,   SetsItAside),
    Row("invalid_blocks_format",            POST,   SetsItAside),
    Row("msg_blocks_too_long",              POST,   SetsItAside),
    Row("msg_too_long",                     POST,   SetsItAside),
    Row("invalid_arguments",                POST,   SetsItAside),
    Row("missing_scope",                    POST,   SetsItAside),
    Row("no_text",                          POST,   SetsItAside),
    Row("a_word_of_tomorrow",               POST,   SetsItAside),
    Row("400",                              POST,   SetsItAside),

    Row("message_not_found",                UPDATE, PostsItAnew),
    Row("cant_update_message",              UPDATE, PostsItAnew),
    Row("edit_window_closed",               UPDATE, PostsItAnew),

    Row("expired_trigger_id",               OPEN,   OffersItAgain),
    Row("trigger_expired",                  OPEN,   OffersItAgain),
    Row("exchanged_trigger_id",             OPEN,   OffersItAgain),
    Row("trigger_exchanged",                OPEN,   OffersItAgain),
    Row("invalid_trigger_id",               OPEN,   OffersItAgain),
    Row("invalid_trigger",                  OPEN,   OffersItAgain),
    Row("push_limit_reached",               OPEN,   OffersItAgain),
    Row("hash_conflict",                    OPEN,   OffersItAgain),
    Row("view_too_large",                   OPEN,   OffersItAgain),
    Row("fatal_error",                      OPEN,   OffersItAgain),
    Row("not_found",                        REDRAW, LeavesIt),
    Row("hash_conflict",                    REDRAW, LeavesIt),
    Row("view_too_large",                   REDRAW, LeavesIt),
    Row("not_pinnable",                     PIN,    LeavesItUnpinned),
    Row("no_permission",                    PIN,    LeavesItUnpinned),
    Row("missing_scope",                    PIN,    LeavesItUnpinned),
];
