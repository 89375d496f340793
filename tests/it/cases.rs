//! The cases that are known to hurt a Slack app, by their numbers, and what proves that they do not
//! hurt this one. The names in backticks are tests; what no test shows yet stands behind *open*.
//!
//! 1. The same event four times, with retry headers, and on two sockets at once:
//!    `double::over_signed_http_a_repetition_counts_once`,
//!    `double::however_often_and_in_whatever_order_it_is_told_the_story_ends_the_same`.
//! 2. A form applied, its answer lost, sent again:
//!    `refer::the_same_form_sent_again_gets_the_same_receipt_and_no_second_referral`.
//! 3. Two presses at once, of one person and of two:
//!    `review::of_two_approvals_at_once_one_counts_and_the_other_is_told_who_and_when`,
//!    `review::case_03_of_an_approval_and_a_rejection_at_once_one_counts_and_is_told_to_the_other`,
//!    `review::an_approval_that_is_delivered_twice_counts_once`,
//!    `twice::of_two_people_with_the_same_in_front_of_them_the_second_is_told_who_was_first`.
//! 4. A form that opens too late, or whose trigger was used:
//!    `errors::case_04_a_stall_before_a_form_opens_it_or_offers_it_again`,
//!    `errors::a_form_that_opens_too_late_is_offered_again`,
//!    `sender::a_form_that_could_not_be_opened_is_offered_again`,
//!    `methods::whatever_takes_long_comes_right`.
//! 5. Typing ahead, out of order, of what others have: `open::only_ones_own_are_offered_whatever_comes_first`,
//!    `open::case_05_of_more_than_a_hundred_the_newest_hundred_are_offered_and_typing_leads_to_the_rest`.
//! 6. A channel archived, left, unshared, under another id, gone between two calls:
//!    `channels::news::an_archived_channel_goes_on_at_once_when_it_is_back`,
//!    `channels::news::an_app_that_was_put_out_and_comes_back_says_at_once_what_waited`,
//!    `channels::company::where_another_company_joins_nothing_but_the_button_is_said_until_it_is_gone`,
//!    `channels::news::a_channel_with_another_id_goes_on_with_its_cards`,
//!    `channels::news::what_names_the_old_id_of_a_channel_leads_to_the_new_one`,
//!    `double::a_channel_whose_new_id_is_heard_of_late_goes_on_where_it_is`,
//!    `errors::a_dead_channel_is_told_once_and_what_waits_is_said_when_it_works_again`.
//! 7. A channel that takes no posts: `errors::a_dead_channel_is_told_once_and_what_waits_is_said_when_it_works_again`,
//!    `sender::a_dead_channel_is_told_to_the_partner_manager_once_and_stops_nobody_else`.
//!    Open: the scheduled leaderboard in such a channel.
//! 8. An owner or a partner's member switched off; somebody of another workspace now; one user id in
//!    two workspaces: `presence::what_somebody_who_is_gone_owns_is_offered_once_to_whoever_is_in_charge`,
//!    `presence::who_moves_to_another_company_leaves_the_old_one_behind`,
//!    `case_08_a_member_who_is_gone_leaves_their_referrals_to_the_partner`,
//!    `case_08_one_user_id_in_two_workspaces_is_two_people`.
//! 9. Uninstalled or revoked with messages waiting, and installed again:
//!    `install::life::case_9_uninstalled_mid_queue_and_installed_again_loses_and_doubles_nothing`,
//!    `install::life::case_9_what_waits_for_a_token_that_was_taken_back_is_said_once_there_is_a_new_one`,
//!    `install::life::news_of_an_uninstallation_that_come_after_the_next_installation_change_nothing`.
//! 10. Asked to wait, for one method or one channel:
//!     `burst::case_10_over_the_wire_a_channel_that_takes_nothing_holds_up_no_other_of_forty`,
//!     `burst::held_to_slacks_tiers_every_card_comes_to_show_the_present`,
//!     `sender::slacks_wish_to_wait_is_granted_to_the_second`,
//!     `sender::slacks_wish_to_wait_outlives_a_restart`,
//!     `runtime::outbox::tests::burst::case_10_a_channel_that_takes_nothing_holds_up_no_other_of_forty`.
//! 11. Presses from old messages, replayed or made up: `outsiders::an_outsider_learns_nothing_by_any_button_of_any_flow`,
//!     `outsiders::an_outsider_learns_nothing_by_any_word`,
//!     `outsiders::a_member_cannot_do_what_sales_does_by_any_button_of_any_flow`.
//! 12. A command where the app is not installed, and a channel with two copies of it:
//!     `refer::where_the_app_is_not_installed_the_command_is_none_and_the_intro_says_what_is`,
//!     `install::life::case_12_a_channel_with_two_copies_of_the_app_gets_one_answer_from_the_vendors`.
//! 13. Typed markup: `literal::what_is_typed_is_shown_and_never_interpreted`,
//!     `literal::forms::case_13_what_is_typed_into_any_form_is_shown_and_never_interpreted`,
//!     `literal::no_character_that_turns_the_line_around_gets_out_of_its_place`.
//! 14. Sizes: `literal::the_longest_that_fits_into_every_input_is_shown_and_refused_by_nobody`,
//!     `literal::forms::case_14_the_longest_that_fits_is_taken_or_answered_beside_and_one_more_is_not_sent`,
//!     `literal::three_thousand_characters_in_every_input_are_answered_beside_each`,
//!     `views::tests::no_message_is_longer_than_a_platform_shows`,
//!     `text::tests::rules::what_is_english_leaves_room_and_every_language_fits`,
//!     `text::tests::rules::two_fifths_more_would_fit_as_well`.
//! 15. Shapes that break typed models: `slack::decode::tests::connect::what_breaks_typed_models_is_read_or_kept`,
//!     `slack::decode::tests::connect::the_installation_and_the_persons_own_workspace_are_told_apart`,
//!     `slack::decode::tests::connect::a_form_without_state_is_a_form_without_values`,
//!     `slack::socket::tests::frames_of_an_unknown_kind_are_kept_and_acknowledged_where_that_can_be`,
//!     `junk::kept::whatever_is_signed_is_kept_as_it_came_and_the_next_delivery_works`.
//! 16. Views that are gone or old: `errors::who_closed_a_form_is_left_alone_and_who_presses_again_is_answered`,
//!     `methods::a_result_that_comes_late_is_shown_however_often_that_goes_wrong`,
//!     `home::somebody_we_do_not_know_reads_one_kind_sentence`. No view is pushed, and none is updated by
//!     its hash.
//! 17. Private messages that are lost, and answers that come too often or too late:
//!     `errors::whoever_would_not_see_it_in_the_channel_is_told_alone`,
//!     `case_17_a_private_list_is_turned_more_often_and_longer_than_one_address_allows`,
//!     `vanish::case_17_what_was_told_in_a_message_that_vanished_can_be_found_again`.
//! 18. Posted, and the answer lost: `sender::when_the_answer_is_lost_at_most_one_double_stands`,
//!     `sender::a_lost_answer_to_a_redrawing_leaves_one_card`.
//! 19. Signatures: `two_process::who_signs_wrongly_or_late_is_refused_and_changes_nothing`,
//!     `two_process::case_19_what_is_signed_rightly_but_for_another_app_is_kept_and_changes_nothing`,
//!     `slack::http::tests::who_does_not_sign_learns_nothing`,
//!     `slack::http::tests::a_header_that_stands_twice_counts_as_none`,
//!     `slack::http::tests::slacks_own_questions_are_answered`.
//! 20. Sockets that warn, break, or are two: `sender::cut_connections_lose_nothing`,
//!     `slack::socket::tests::a_connection_told_to_leave_is_replaced_and_still_acknowledges`,
//!     `slack::socket::tests::a_connection_that_was_cut_is_renewed`,
//!     `slack::socket::tests::a_connection_that_falls_silent_is_replaced`,
//!     `sockets::case_20_when_slack_is_back_it_goes_on_and_what_waited_is_said_once`,
//!     `sockets::case_20_a_warning_while_a_delivery_is_worked_on_costs_it_nothing`,
//!     `sockets::case_20_the_eleventh_connection_is_refused_and_made_when_there_is_room`,
//!     `sockets::case_20_two_bots_on_one_app_token_do_everything_once`,
//!     `methods::sockets_that_cannot_be_opened_are_opened_later`,
//!     `pair::two_bots_on_one_database_do_everything_once`.
//! 21. Installing, every way it can end:
//!     `install::corners::case_21_who_says_no_is_told_that_nothing_was_stored_and_may_say_yes_later`,
//!     `install::corners::case_21_a_state_works_once_in_its_own_browser_for_ten_minutes`,
//!     `install::corners::case_21_a_code_that_was_used_or_never_given_installs_nothing`,
//!     `install::corners::case_21_with_fewer_scopes_nothing_is_stored_and_the_token_is_given_back`,
//!     `install::corners::case_21_a_scope_that_is_taken_away_later_costs_what_it_was_for_and_nothing_else`,
//!     `install::corners::whatever_a_browser_brings_is_answered_with_a_page_and_stored_nowhere`,
//!     `install::corners::a_link_works_once_and_for_seven_days`,
//!     `install::corners::two_who_use_one_link_at_the_same_time_are_one_installation`,
//!     `doctor::a_scope_that_the_token_lacks_is_named_with_what_goes_without_it`.
//! 22. Messages scheduled at Slack. There are none: what is due later stands in our own database,
//!     `channels::the_question_comes_once_more_after_two_days_and_then_never`, and
//!     `methods::every_method_that_the_bot_calls_has_its_scene` lists what is called.
//! 23. Somebody else's `/refer`, what people change, and echoes:
//!     `edited::case_23_what_people_change_or_delete_and_what_the_app_says_itself_is_ignored`,
//!     `edited::case_23_an_answer_stays_what_it_was_when_its_words_are_changed_or_deleted`,
//!     `slack::decode::tests::events::what_only_looks_so_is_kept_and_means_nothing`,
//!     `commands::under_other_names_the_journey_is_the_same_and_every_text_says_them`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::world::{Only, on_slack};

const PAGE: &str = include_str!("cases.rs");

/// What the head of this file names, by number.
fn named() -> BTreeMap<u32, Vec<String>> {
    let head = PAGE.lines().map_while(|line| line.strip_prefix("//!"));
    let mut named: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for line in head {
        let number = line.trim_start().split_once(". ").and_then(|(number, _)| number.parse().ok());
        if let Some(number) = number {
            assert!(named.insert(number, Vec::new()).is_none(), "case {number} stands there twice");
        }
        let Some(mut last) = named.last_entry() else { continue };
        let quoted = line.split('`').skip(1).step_by(2).map(str::to_owned);
        // A command is no test.
        last.get_mut().extend(quoted.filter(|one| !one.starts_with('/')));
    }
    named
}

/// The source in which a test of this path would stand, and its name.
fn place(path: &str) -> (Option<PathBuf>, &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some((module, name)) = path.rsplit_once("::") else {
        return (Some(root.join("tests/it/cases.rs")), path);
    };
    let module = module.replace("::", "/");
    let files = ["tests/it", "src"].into_iter().flat_map(|top| {
        [".rs", "/mod.rs"].map(|end| root.join(top).join(format!("{module}{end}")))
    });
    (files.into_iter().find(|file| file.is_file()), name)
}

/// Whether a test of this name stands in a source.
fn is_tested(source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let mut pairs = lines.windows(2);
    pairs.any(|pair| pair[0].ends_with("test]") && pair[1].contains(&format!("fn {name}(")))
}

#[test]
fn every_case_is_named_with_the_tests_that_prove_it() {
    let named = named();
    assert_eq!(named.keys().copied().collect::<Vec<_>>(), (1..=23).collect::<Vec<_>>());
    for (number, tests) in &named {
        assert!(!tests.is_empty(), "nothing proves case {number}");
        for test in tests {
            let (file, name) = place(test);
            let source = file.map(|file| std::fs::read_to_string(file).unwrap());
            assert!(source.is_some_and(|source| is_tested(&source, name)), "{number}: {test}");
        }
    }
}

#[test]
fn every_test_that_calls_itself_a_case_is_named_under_its_number() {
    let named = named();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it")];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            // Discord's cases have numbers of their own (docs/discord.md).
            if path.file_stem().is_some_and(|name| name == "discord") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(source) = std::fs::read_to_string(&path) else { continue };
            for rest in source.lines().filter_map(|line| line.strip_prefix("async fn case_")) {
                let name = format!("case_{}", rest.split('(').next().unwrap());
                let Ok(number) = rest.split('_').next().unwrap_or_default().parse() else {
                    continue;
                };
                let of: &[String] = named.get(&number).map_or(&[], Vec::as_slice);
                assert!(of.iter().any(|one| one.ends_with(&name)), "{name} is not named");
                found += 1;
            }
        }
    }
    assert!(found > 3, "none was found");
}

#[tokio::test]
async fn case_08_a_member_who_is_gone_leaves_their_referrals_to_the_partner() {
    on_slack(Only::People, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        world.change(json!({ "deactivate": member.id() })).await;
        world.settle().await;
        world.person("Sales 1").fills_in("Ask", &referral, &[("Question", "By when?")]).await;
        let colleague = world.person("North member 2");
        let answered = colleague.fills_in("Answer", &referral, &[("Answer", "By spring.")]).await;
        assert!(answered.ok, "{answered:?}");
        assert_eq!(world.referrals().await[0].1, "submitted");
        // Nobody else withdraws what they sent but who speaks for the company.
        world.person("North admin").presses("Withdraw", &referral).await;
        world.settle().await;
        assert_eq!(world.referrals().await[0].1, "withdrawn");
    })
    .await;
}

#[tokio::test]
async fn case_08_one_user_id_in_two_workspaces_is_two_people() {
    on_slack(Only::People, async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let sales = world.person("Sales 1");
        assert!(sales.presses("Approve", &referral).await.screen.open());
        sales.closes().await;
        let log = world.log().await;
        let press = |one: &&Value| one["kind"] == "event" && one["method"] == "block_actions";
        let pressed = log.iter().rev().find(press);
        let mut frame = pressed.expect("a press")["request"].clone();
        frame["envelope_id"] = json!("of-another-workspace");
        let payload = &mut frame["payload"];
        payload["user"]["team_id"] = json!("T0NORTH0001");
        payload["trigger_id"] = json!("1.2.other");
        payload["actions"][0]["action_ts"] = json!("1.2");
        let before = world.calls("views.open").await.len();
        world.post("deliver", &json!({ "raw": frame })).await;
        world.settle().await;
        assert_eq!(world.calls("views.open").await.len(), before, "no form opens");
        let heard = world.heard("Sales 1").await;
        assert!(heard.contains("This button does not work here. Nothing happened."), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn case_17_a_private_list_is_turned_more_often_and_longer_than_one_address_allows() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        member.refers("acme.example").await;
        member.presses_in("north-partner", "My referrals").await;
        for filter in ["Open", "All", "Open", "All", "Open", "All", "Open"] {
            world.clock_on("6m").await;
            let list = member.last_whisper_in("north-partner").await;
            let turned = member.chooses("Choose what to show", filter, &list).await;
            assert!(turned.ok, "{filter}: {turned:?}");
            world.settle().await;
            let lists = member.whispers_in("north-partner").await;
            assert_eq!(lists.len(), 1, "{filter}: {lists:?}");
            assert!(lists[0].text.contains("1–1 of 1"), "{filter}: {lists:?}");
        }
    })
    .await;
}
