//! Versions of the programme come and go.

use vouch::app::App;
use vouch::app::program::Taken;
use vouch::program::Program;

use super::super::Room;

async fn brings(app: &App, text: &str) -> Taken {
    let (program, _) = Program::check(text, "test").unwrap();
    app.put_in_force(program, text, None, None).await.unwrap()
}

/// What is in force is recorded; one version is announced and taken back, the next is told to the
/// partner and holds.
pub async fn comes_and_goes(room: &Room, app: &App, text: &str) {
    assert_eq!(brings(app, text).await, Taken::New);
    let announced =
        brings(app, &text.replace("protection_days = 90", "protection_days = 60")).await;
    assert!(matches!(announced, Taken::Announced { channels: 1, .. }), "{announced:?}");
    app.follow_program().await.unwrap();
    assert_eq!(brings(app, text).await, Taken::TakenBack);
    // A number by which nothing in the story goes otherwise.
    let announced = brings(app, &text.replace("direct_days = 60", "direct_days = 61")).await;
    assert!(matches!(announced, Taken::Announced { channels: 1, .. }), "{announced:?}");
    app.follow_program().await.unwrap();
    let direct_days = || app.program().rules.engagement.direct_days;
    assert_eq!(direct_days(), 60, "nobody was told yet");
    let said = "update outbox set done_us = said_us, outcome = 'said' where cause like 'program:%'";
    room.by_hand(said).await.unwrap();
    app.follow_program().await.unwrap();
    assert_eq!(direct_days(), 61);
}
