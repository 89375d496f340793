//! `vouch init`: a commented `program.toml` and `.env` to begin with, in the present folder.

use std::io::Write as _;
use std::path::Path;

use super::{Trouble, say};
use crate::config::env_example;
use crate::program::BUILT_IN;

pub fn run() -> Result<(), Trouble> {
    let comment = "what your programme settles; every line says what it means";
    write("program.toml", BUILT_IN, comment)?;
    write(".env", &env_example(), "tokens and addresses; keep it to yourself")?;
    say(
        "Next       put your tokens of Slack, of Discord or of both into .env, then start with: vouch",
    );
    say("           Without tokens the same command runs the sandbox.");
    Ok(())
}

/// Writes a file unless there is one of this name: what somebody wrote is never lost.
fn write(name: &str, text: &str, what: &str) -> Result<(), Trouble> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // One of the two will hold secrets.
        options.mode(0o600);
    }
    let written =
        options.open(Path::new(name)).and_then(|mut file| file.write_all(text.as_bytes()));
    match written {
        Ok(()) => say(&format!("Written    {name}: {what}.")),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            say(&format!("Kept       {name} is there already and stays as it is."));
        }
        Err(error) => {
            return Err(Trouble::failed(format!("{name} cannot be written: {error}.")));
        }
    }
    Ok(())
}
