//! Processes end, when they are asked to and without a word, and begin again.

use serde_json::Value;

use super::stage::{Stage, started};
use super::{Platform, World, in_the_end};

impl World {
    /// Stops everything as a supervisor would and starts it again on the same data.
    pub async fn restart(&self) {
        self.keep_log().await;
        let mut stage = self.stage.replace(Stage::nothing());
        stage.stop().await;
        stage.start_workspace().await;
        self.stage.replace(stage);
        if self.stage.borrow().is_apart() {
            self.start_bot().await;
        }
    }

    /// Ends the one process without a word (SIGKILL), and starts it again on the same data. It waits
    /// before that until the workspace is on disk: a platform does not forget.
    pub async fn kill(&self) {
        self.keep_log().await;
        let files = std::fs::read_dir(self.folder().join("data")).unwrap();
        let mut files = files.map(|entry| entry.unwrap().path());
        let world = files.find(|path| path.extension().is_some_and(|end| end == "json")).unwrap();
        let kept = || std::fs::metadata(&world).unwrap().modified().unwrap();
        let before = kept();
        self.clock_on("1s").await;
        in_the_end("the workspace is on disk", async || (kept() > before).then_some(())).await;
        let mut stage = self.stage.replace(Stage::nothing());
        stage.workspace.take().expect("the one process runs").kill();
        stage.start_workspace().await;
        self.stage.replace(stage);
        if self.platform == Platform::Discord {
            // The dead process has the connection until its lease is over.
            let let_in =
                |entry: &Value| ["READY", "RESUMED"].iter().any(|t| entry["request"]["t"] == *t);
            in_the_end("Discord has let it in", async || {
                self.log().await.iter().any(let_in).then_some(())
            })
            .await;
        }
    }

    /// Keeps what the workspace recorded; its next process begins a new log.
    pub(super) async fn keep_log(&self) {
        let log = self.log().await;
        self.heard.borrow_mut().extend(log);
    }

    /// Does something while the workspace is not there; then it is back at the same address, as it was.
    pub async fn while_slack_is_gone<T>(&self, deed: impl Future<Output = T>) -> T {
        self.keep_log().await;
        let base = self.base();
        let addr = base.trim_start_matches("http://").trim_end_matches('/');
        let command = self.stage.borrow().workspace_command(addr);
        let workspace = self.stage.borrow_mut().workspace.take();
        let ended = workspace.expect("the workspace runs").stop().await;
        assert!(ended.success(), "it ended with {ended}");
        let done = deed.await;
        let workspace = started(command, self.folder()).await;
        self.stage.borrow_mut().workspace = Some(workspace);
        done
    }

    /// Kills the bot without a word. The workspace stays.
    pub fn kill_bot(&self) {
        let bot = self.stage.borrow_mut().bot.take();
        bot.expect("the bot runs apart").kill();
    }

    /// Tells the bot to read its files again.
    pub fn hang_up(&self) {
        let stage = self.stage.borrow();
        let bot = stage.bot.as_ref().or(stage.workspace.as_ref());
        bot.expect("the bot runs").hang_up();
    }

    /// Asks the bot to stop. The workspace stays.
    pub async fn stop_bot(&self) {
        let bot = self.stage.borrow_mut().bot.take();
        let ended = bot.expect("the bot runs apart").stop().await;
        assert!(ended.success(), "it ended with {ended}");
    }
}
