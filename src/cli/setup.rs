//! `vouch setup apply|check|export FILE`.

use std::path::Path;

use super::{SetupCommand, Trouble, data, say};
use crate::app::App;
use crate::app::setup::Prune;
use crate::app::setup::file::SetupFile;
use crate::config::Config;

pub async fn run(config: &Config, command: SetupCommand) -> Result<(), Trouble> {
    let (app, writer) = data::open_app(config).await?;
    let done = carry_out(&app, command).await;
    drop(app);
    writer.finish().await;
    done
}

async fn carry_out(app: &App, command: SetupCommand) -> Result<(), Trouble> {
    match command {
        SetupCommand::Apply { file, prune } => {
            let changes = app.apply_setup(&read(&file)?, pruning(prune)).await?;
            tell(&changes, "Nothing to change.");
        }
        SetupCommand::Check { file, prune } => {
            let changes = app.check_setup(&read(&file)?, pruning(prune)).await?;
            tell(&changes, "Nothing would change.");
        }
        SetupCommand::Export { file } => {
            let text = app.export_setup().await?.text();
            if file == Path::new("-") {
                say(text.trim_end());
            } else {
                std::fs::write(&file, text).map_err(|error| {
                    Trouble::failed(format!("{} cannot be written: {error}.", file.display()))
                })?;
            }
        }
    }
    Ok(())
}

const fn pruning(prune: bool) -> Prune {
    if prune { Prune::Yes } else { Prune::No }
}

fn read(path: &Path) -> Result<SetupFile, Trouble> {
    let name = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Trouble::wrong_use(format!("{name} cannot be read: {error}.")))?;
    SetupFile::read(&text).map_err(|misfit| Trouble::wrong_use(format!("{name}:{misfit}")))
}

fn tell(changes: &[String], none: &str) {
    if changes.is_empty() {
        say(none);
    }
    for change in changes {
        say(change);
    }
}
