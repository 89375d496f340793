//! What can be relied on when a ready line was printed.

use crate::world::{Only, on_slack};

#[tokio::test]
async fn the_intro_stands_pinned_in_every_partner_channel_when_the_sandbox_is_ready() {
    on_slack(Only::Channels, async |world| {
        for member in world.people().filter(|person| person.is("partner_member")) {
            let seen = member.reads(&member.home()).await;
            let intros = seen.iter().filter(|one| one.pinned).collect::<Vec<_>>();
            assert_eq!(intros.len(), 1, "{}", member.name());
            assert_eq!(intros[0].buttons, ["Refer a customer", "My referrals", "Show the rules"]);
        }
    })
    .await;
}
