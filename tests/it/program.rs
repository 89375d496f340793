//! The programme by file: another comes into force while Vouch runs, partners are told what changes
//! for them, and a file that does not fit changes nothing.

#[path = "program/agreement.rs"]
mod agreement;
#[path = "program/engagement.rs"]
mod engagement;
#[path = "program/notice.rs"]
mod notice;

use std::process::Output;

use vouch::program::BUILT_IN;

use crate::world::child::{PATIENCE, run, vouch};
use crate::world::{Only, World, everywhere, filled, on_slack};

/// The built-in programme with other numbers.
fn programme(protection_days: u32, promise_days: u32) -> String {
    BUILT_IN
        .replace("protection_days = 90", &format!("protection_days = {protection_days}"))
        .replace("promise_days = 2", &format!("promise_days = {promise_days}"))
}

impl World {
    fn writes(&self, name: &str, text: &str) {
        std::fs::write(self.folder().join(name), text).unwrap();
    }

    async fn applies(&self, name: &str, text: &str) -> Output {
        self.writes(name, text);
        self.command(&["program", "apply", name]).await
    }

    /// Brings a programme into force as an operator does, beside the running bot.
    pub async fn comes_into_force(&self, text: &str) {
        let applied = self.applies("applied.toml", text).await;
        assert!(applied.status.success(), "{}", said(&applied));
        self.in_force_is(text).await;
    }

    /// Waits until a programme is in force: where partners have to be told, once they were.
    async fn in_force_is(&self, text: &str) {
        let holds = async {
            loop {
                self.clock_on("1m").await;
                self.settle().await;
                let shown = self.command(&["program", "show"]).await;
                if String::from_utf8_lossy(&shown.stdout) == *text {
                    break;
                }
            }
        };
        tokio::time::timeout(PATIENCE, holds).await.expect("it comes into force");
        self.settle().await;
    }

    /// What the pinned message of a partner's channel promises.
    async fn promised(&self) -> String {
        let seen = self.all_in("north-partner").await;
        let intros: Vec<_> =
            seen.into_iter().filter(|one| one.text.contains("Know a company")).collect();
        assert_eq!(intros.len(), 1, "it is drawn anew where it stands");
        intros[0].text.clone()
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
async fn a_new_programme_holds_for_what_is_sent_from_now_on() {
    on_slack(Only::Screens, async |world| {
        world.clock_at("2027-03-02T19:00:00Z").await;
        let member = world.person("Partner member");
        let before = member.refers("acme.example").await;
        assert!(world.promised().await.contains("First answer within 2 business days."));
        world.comes_into_force(&programme(60, 5)).await;

        let intro = world.promised().await;
        assert!(intro.contains("First answer within 5 business days."), "{intro}");
        assert!(intro.contains("Approved referrals are yours for 60 days."), "{intro}");
        let news: Vec<_> = world
            .all_in("north-partner")
            .await
            .into_iter()
            .filter(|one| one.text.contains("The rules change on"))
            .collect();
        assert_eq!(news.len(), 1);
        let lines = [
            "The rules change on Tue 2 March 2027.",
            "Approved referrals are yours for 60 days; it was 90.",
            "First answer within 5 business days; it was 2.",
            "Referrals already sent keep the rules they were sent under.",
            "[Show the rules]",
        ];
        assert_eq!(news[0].text.lines().collect::<Vec<_>>(), lines);

        // What an older referral was decided under can be looked up by the version on its card.
        let card = world.person("Sales 1").card(&before).await.text;
        let (_, version) = card.rsplit_once("rules ").unwrap();
        let version = version.split_whitespace().next().unwrap();
        let shown = world.command(&["program", "show", version]).await;
        assert!(shown.status.success(), "{version}: {}", said(&shown));
        assert_eq!(String::from_utf8(shown.stdout).unwrap(), BUILT_IN);
        let shown = world.command(&["program", "show"]).await;
        assert_eq!(String::from_utf8(shown.stdout).unwrap(), programme(60, 5));
        let unknown = world.command(&["program", "show", "000000000000"]).await;
        assert_eq!(unknown.status.code(), Some(1), "{}", said(&unknown));

        let after = member.refers("birch.example").await;
        let sales = world.person("Sales 1");
        sales.approves(&before).await;
        sales.approves(&after).await;
        let old = member.card(&before).await.text;
        assert!(old.contains("Yours, protected through 31 May 2027."), "{old}");
        let new = member.card(&after).await.text;
        assert!(new.contains("Yours, protected through 1 May 2027."), "{new}");
    })
    .await;
}

#[tokio::test]
async fn what_partners_do_not_see_changes_without_a_word_to_them() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let stages = "stages = [\"contacted\", \"qualified\", \"meeting\", \"proposal\", \"negotiation\", \"nurture\"]";
        let text = BUILT_IN
            .replace("\"Not a fit\",\n", "\"Too small\",\n")
            .replace(stages, "stages = [\"meeting\"]");
        world.comes_into_force(&text).await;
        let told = member.text_in("north-partner").await;
        assert!(!told.contains("The rules change"), "{told}");

        // Reasons and stages are those of today, also for what was sent before.
        let sales = world.person("Sales 1");
        let form = sales.presses("Reject", &referral).await.screen;
        assert!(form.words.contains("Too small") || form.open(), "{}", form.words);
        let refused = sales.submits(&[("Reason", "Not a fit")]).await;
        assert!(!refused.ok, "an old reason cannot be picked any more: {refused:?}");
        sales.closes().await;
        sales.approves(&referral).await;
        sales.presses("Move stage", &referral).await;
        let refused = sales.submits(&[("Stage", "Proposal"), ("Next step", "Call")]).await;
        assert!(!refused.ok, "a stage that is not in use cannot be picked: {refused:?}");
        sales.submits(&[("Stage", "Meeting"), ("Next step", "Call")]).await;
        world.settle().await;
        let card = member.card(&referral).await.text;
        assert!(card.contains("Stage: Meeting"), "{card}");
    })
    .await;
}

#[tokio::test]
async fn what_was_applied_stays_over_a_restart_until_the_file_changes() {
    everywhere(async |world| {
        world.writes("program.toml", &programme(60, 2));
        world.restart().await;
        world.in_force_is(&programme(60, 2)).await;
        world.restart().await;
        world.settle().await;
        assert!(world.promised().await.contains("yours for 60 days"));
        let line = "  Programme  program.toml, 60 days of protection, times in UTC";
        assert!(world.bot_printed().contains(&line.to_owned()), "{:?}", world.bot_printed());

        // Nobody moves the clock: the bot looks by itself.
        world.applies("applied.toml", &programme(45, 2)).await;
        let taken = async { while !world.promised().await.contains("yours for 45 days") {} };
        tokio::time::timeout(PATIENCE, taken).await.expect("the bot takes it over");
        world.restart().await;
        world.settle().await;
        assert!(world.promised().await.contains("yours for 45 days"), "the file says nothing new");
        let again = world.command(&["program", "apply", "applied.toml"]).await;
        let printed = String::from_utf8(again.stdout).unwrap();
        assert!(printed.starts_with("Nothing to change: version "), "{printed}");

        world.writes("program.toml", &programme(75, 2));
        world.restart().await;
        world.in_force_is(&programme(75, 2)).await;
        assert!(world.promised().await.contains("yours for 75 days"));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_does_not_fit_changes_nothing_and_every_admin_is_told_once() {
    everywhere(async |world| {
        let wrong = programme(400, 2);
        let applied = world.applies("wrong.toml", &wrong).await;
        assert_eq!(applied.status.code(), Some(2));
        let line = wrong.lines().position(|line| line.starts_with("protection_days")).unwrap() + 1;
        let sentence = "protection_days is 400, allowed are 30 to 180. Most programmes use 90.";
        assert_eq!(said(&applied), format!("wrong.toml:{line}:19: {sentence}\n"));

        let admin = world.person("Admin");
        world.writes("program.toml", &wrong);
        world.hang_up();
        let told = async { while admin.direct_messages().await.is_empty() {} };
        tokio::time::timeout(PATIENCE, told).await.expect("the admin is told");
        // Read once more, and at a start: the same text is no news.
        world.hang_up();
        world.restart().await;
        world.settle().await;
        let direct = admin.direct_messages().await;
        assert_eq!(direct.len(), 1, "{direct:?}");
        let start =
            format!("program.toml was not taken over, line {line}, column 19: {sentence} Version ");
        assert!(direct[0].text.starts_with(&start), "{}", direct[0].text);
        assert!(world.promised().await.contains("yours for 90 days"));

        world.writes("program.toml", &programme(120, 2));
        world.hang_up();
        let taken = async { while !world.promised().await.contains("yours for 120 days") {} };
        tokio::time::timeout(PATIENCE, taken).await.expect("the mended file is taken over");
    })
    .await;
}

#[tokio::test]
async fn a_domain_that_many_companies_share_names_none_of_them() {
    everywhere(async |world| {
        let shared = "shared_domains = [\"hub.example\"]";
        world.comes_into_force(&BUILT_IN.replace("shared_domains = []", shared)).await;
        let south = world.person("South member");
        assert!(south.types("south-partner", "/vouch check acme.hub.example").await.ok);
        world.settle().await;
        let answer = south.last_whisper_in("south-partner").await.words;
        assert!(answer.contains("hub.example") && answer.contains("own website"), "{answer}");
        south.opens_the_form().await;
        let sent = south.submits(&filled(&[("Company website", "acme.hub.example")])).await;
        let said = sent.error_at("Company website");
        assert_eq!(answer, said, "the same as in the form");
    })
    .await;
}

#[tokio::test]
async fn an_account_off_limits_is_received_and_reviewed_like_any_other() {
    everywhere(async |world| {
        let off = "off_limits_domains = [\"bigbank.example\"]";
        world.comes_into_force(&BUILT_IN.replace("off_limits_domains = []", off)).await;
        let (north, south) = (world.person("Partner member"), world.person("South member"));
        let blocked = north.refers("www.bigbank.example").await;
        north.refers("acme.example").await;
        let matched = south.refers("acme.example").await;

        // To partners it looks like any review.
        let but_its_name = |text: String| {
            text.replace(&blocked.number, "NO")
                .replace(&matched.number, "NO")
                .replace("South", "North")
        };
        let outlook = "This company will be reviewed before we decide.";
        assert!(blocked.receipt.words.contains(outlook) && matched.receipt.words.contains(outlook));
        let (one, two) = (north.card(&blocked).await, south.card(&matched).await);
        let first_lines = |text: String| {
            but_its_name(text).lines().take(1).map(ToOwned::to_owned).collect::<String>()
        };
        assert_eq!(first_lines(one.text.clone()), first_lines(two.text));
        assert_eq!(one.buttons, two.buttons);
        assert!(!north.text_in("north-partner").await.to_lowercase().contains("limits"));

        // Sales sees why, and decides.
        let sales = world.person("Sales 1");
        let card = sales.card(&blocked).await;
        let line = "Match: Off limits: bigbank.example is not open for referrals";
        assert!(card.text.contains(line), "{}", card.text);
        assert_eq!(card.buttons, ["Approve", "Reject", "Show why"]);
        sales.presses("Reject", &blocked).await;
        sales.submits(&[("Reason", "Not open for referrals")]).await;
        world.settle().await;
        let told = north.card(&blocked).await.text;
        assert!(told.contains("We cannot take this one on: Not open for referrals."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn init_writes_what_to_begin_with_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let init = async || {
        let mut command = vouch(folder.path());
        command.arg("init");
        let output = run(command).await;
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let first = init().await;
    assert!(first.contains("Written    program.toml"), "{first}");
    assert_eq!(
        (read("program.toml"), read(".env")),
        (BUILT_IN.to_owned(), vouch::config::env_example())
    );
    std::fs::write(folder.path().join("program.toml"), "mine").unwrap();
    let second = init().await;
    assert!(second.contains("program.toml is there already and stays"), "{second}");
    assert_eq!(read("program.toml"), "mine");
}

#[tokio::test]
async fn check_says_whether_a_file_fits() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("good.toml"), BUILT_IN).unwrap();
    let bad =
        BUILT_IN.replace("\"mon\"", "\"moon\"").replace("promise_days = 2", "promise_days = 0");
    std::fs::write(folder.path().join("bad.toml"), bad).unwrap();
    let check = async |name: &str| {
        let mut command = vouch(folder.path());
        command.args(["program", "check", name]);
        run(command).await
    };
    let good = check("good.toml").await;
    let printed = String::from_utf8(good.stdout).unwrap();
    assert!(printed.starts_with("good.toml fits: version "), "{printed}");
    let bad = check("bad.toml").await;
    assert_eq!((bad.status.code(), said(&bad).lines().count()), (Some(2), 2), "{}", said(&bad));
    assert_eq!(check("missing.toml").await.status.code(), Some(2));

    // What reads well and cannot hold together does not fit either; a gap is only told.
    let narrow = programme(30, 22);
    std::fs::write(folder.path().join("narrow.toml"), narrow).unwrap();
    let narrow = check("narrow.toml").await;
    assert_eq!(narrow.status.code(), Some(2));
    let sentence = "protection_days is 30, which is shorter than the promise: \
                    22 business days can take 31 days.";
    assert!(said(&narrow).contains(&format!(":19: {sentence}")), "{}", said(&narrow));
    let gap = BUILT_IN.replace("off = []", "off = [\"R7\"]");
    std::fs::write(folder.path().join("gap.toml"), gap).unwrap();
    let gap = check("gap.toml").await;
    let printed = String::from_utf8(gap.stdout).unwrap();
    assert_eq!((gap.status.code(), printed.lines().count()), (Some(0), 2), "{printed}");
    assert!(printed.contains(":8: R7 is off: where no other rule matches"), "{printed}");
}

#[tokio::test]
async fn diff_says_what_another_file_changes_and_for_whom() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("old.toml"), BUILT_IN).unwrap();
    let new = programme(60, 2).replace("off = []", "off = [\"R8\"]").replace("Too early", "Later");
    std::fs::write(folder.path().join("new.toml"), new).unwrap();
    let diff = async |old: &str, new: &str| {
        let mut command = vouch(folder.path());
        command.args(["program", "diff", old, new]);
        let output = run(command).await;
        assert!(output.status.success(), "{}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let lines = [
        "Partners: approved referrals are protected for 60 days; it was 90.",
        "Partners: R8 does not hold any more.",
        "Sales: reasons to reject, new: Later; gone: Too early.",
        "Referrals already sent keep the rules they were sent under.",
    ];
    assert_eq!(diff("old.toml", "new.toml").await.lines().collect::<Vec<_>>(), lines);
    assert_eq!(diff("old.toml", "old.toml").await, "Nothing changes for anybody.\n");
}

#[tokio::test]
async fn a_first_start_with_a_file_that_does_not_fit_ends_with_its_sentence() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("program.toml"), programme(90, 99)).unwrap();
    let mut command = vouch(folder.path());
    for name in ["VOUCH_SANDBOX_ADDR", "VOUCH_HTTP_ADDR", "VOUCH_ADMIN_ADDR"] {
        command.env(name, "127.0.0.1:0");
    }
    let output = run(command).await;
    assert_eq!(output.status.code(), Some(2));
    let sentence = "promise_days is 99, allowed are 1 to 30. Most programmes use 2.";
    assert!(said(&output).contains(&format!(":16: {sentence}")), "{}", said(&output));
    let ready = String::from_utf8_lossy(&output.stdout).contains("ready");
    assert!(!ready);
}

/// The command's clock stands behind the story's: what it records bears the time of what was last.
#[tokio::test]
async fn of_versions_that_came_at_one_instant_the_last_one_holds() {
    on_slack(Only::Inside, async |world| {
        let (one, other) = (format!("{BUILT_IN}# One.\n"), format!("{BUILT_IN}# Another.\n"));
        for text in [&one, &other, &one] {
            world.comes_into_force(text).await;
        }
    })
    .await;
}
