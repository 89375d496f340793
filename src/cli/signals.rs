//! What whoever supervises us says: that it is time to stop, or that a file has changed.

use std::io::IsTerminal as _;

/// Ctrl+C, or whoever supervises us saying that it is time. Listens from the moment it is made, so
/// that a signal between the ready line and the waiting is not missed.
pub struct Farewell {
    #[cfg(unix)]
    terminate: Option<tokio::signal::unix::Signal>,
    #[cfg(unix)]
    interrupt: Option<tokio::signal::unix::Signal>,
}

impl Farewell {
    pub fn listen() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Self {
                terminate: signal(SignalKind::terminate()).ok(),
                interrupt: signal(SignalKind::interrupt()).ok(),
            }
        }
        #[cfg(not(unix))]
        Self {}
    }

    #[cfg(unix)]
    pub async fn said(mut self) {
        let one = async |signal: &mut Option<tokio::signal::unix::Signal>| match signal {
            Some(signal) => signal.recv().await,
            // Without a way to be told, only being killed is left; the next start goes on.
            None => std::future::pending().await,
        };
        tokio::select! {
            _ = one(&mut self.terminate) => {}
            _ = one(&mut self.interrupt) => {}
        }
    }

    #[cfg(not(unix))]
    pub async fn said(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// SIGHUP: whoever supervises us has changed a file, or the terminal we were started at was closed.
/// Listens from the moment it is made, like [`Farewell`]: unheard, it would end the process.
pub struct Hangup {
    at_terminal: bool,
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangup {
    pub fn listen() -> Self {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            Self { at_terminal: stdout_is_terminal(), signal: signal(SignalKind::hangup()).ok() }
        }
        #[cfg(not(unix))]
        Self { at_terminal: stdout_is_terminal() }
    }

    /// Whether there was a terminal and is none any more: nobody would ever stop us then.
    pub fn terminal_closed(&self) -> bool {
        self.at_terminal && !stdout_is_terminal()
    }

    pub async fn said(&mut self) {
        #[cfg(unix)]
        if let Some(signal) = &mut self.signal
            && signal.recv().await.is_some()
        {
            return;
        }
        // Nobody can say it here.
        std::future::pending::<()>().await;
    }
}

fn stdout_is_terminal() -> bool {
    std::io::stdout().is_terminal()
}
