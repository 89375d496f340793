//! `vouch completions SHELL`: what a shell needs to complete commands and options.

use clap::CommandFactory;
use clap_complete::Shell;

use super::{Cli, Trouble, say};

pub fn print(shell: Shell) -> Result<(), Trouble> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "vouch", &mut script);
    let script = String::from_utf8(script);
    let script = script.map_err(|_| Trouble::failed("The completions are not readable text."))?;
    say(script.trim_end());
    Ok(())
}
