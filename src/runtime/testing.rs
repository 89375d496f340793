//! An [`App`] for the tests of the loops: the shipped programme and a database in a folder of its own.

use std::sync::Arc;

use tempfile::TempDir;

use super::Platforms;
use crate::app::App;
use crate::app::install::Door;
use crate::app::languages::Languages;
use crate::clock::Clock;
use crate::program::{InForce, Program};
use crate::store::open::{self, Purpose};
use crate::text::Texts;

/// Where the database of a folder lies.
pub(super) fn database_in(folder: &TempDir) -> String {
    format!("sqlite://{}", folder.path().join("vouch.db").display())
}

/// An app over the database of the folder, and the platforms that it asks: none is connected yet.
pub(super) async fn app_in(folder: &TempDir) -> (App, Platforms) {
    let clock = Clock::real();
    let url = database_in(folder);
    let (store, _task) = open::open(&url, Purpose::Sandbox, clock.clone()).await.unwrap();
    let platforms = Platforms::default();
    let app = App {
        store,
        clock,
        in_force: InForce::new(Program::built_in()),
        texts: Texts::shipped(),
        people: Arc::new(platforms.clone()),
        door: Door::default(),
        languages: Languages::default(),
    };
    (app, platforms)
}
