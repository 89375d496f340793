//! The report of a period: what the vendor reads in chat, and the tables that a terminal writes.

use std::io::Read as _;

use serde_json::Value;

use crate::world::{World, everywhere};

const SALES: &str = "sales-desk";
const FORGED: &str = "This button does not work here. Nothing happened.";

async fn asks(world: &World, who: &str, channel: &str, text: &str) -> String {
    let person = world.person(who);
    person.types(channel, text).await;
    world.settle().await;
    read(world, who, channel).await
}

/// What stands there now, with plain spaces.
async fn read(world: &World, who: &str, channel: &str) -> String {
    let told = world.person(who).last_whisper_in(channel).await;
    told.text.replace('\u{a0}', " ")
}

/// Three of North, of which one is won, one is open and one withdrawn; nothing of South.
async fn march(world: &World) {
    world.clock_at("2027-03-02T09:00:00Z").await;
    let (north, sales) = (world.person("Partner member"), world.person("Sales 1"));
    let first = north.refers("acme.example").await;
    sales.approves(&first).await;
    sales.wins(&first).await;
    north.refers("birch.example").await;
    let third = north.refers("cedar.example").await;
    north.presses("Withdraw", &third).await;
    world.settle().await;
}

#[tokio::test]
async fn the_vendor_reads_how_a_period_goes_and_nobody_else_does() {
    everywhere(async |world| {
        march(world).await;
        let report = asks(world, "Sales 1", SALES, "/vouch report 2027-q1").await;
        for sentence in [
            "Report · Q1 2027",
            "3 sent, 2 valid. Left out: 0 merged, 1 withdrawn before a decision, 0 closed without",
            "Of the valid: 1 approved, 0 rejected, 0 lapsed, 1 won, 0 lost, 0 expired, 1 open.",
            "Not over yet: the period runs through 31 March 2027.",
            "Still maturing: 1 of 2 valid are open",
            "Referral to won: 50.00 % (1 of 2 valid)",
            "Won of approved: 100.00 % (1 of 1 approved)",
            "Win rate: 100.00 % (1 of 1 won, lost or expired)",
            "Conflict: 0.00 % (0 cases, 2 valid referrals)",
            "First referral upheld: nothing decided yet (n 0)",
            "In time: 100.00 % (1 of 1 first decisions; questions and reviews stop that clock)",
            "Time to register: median ",
            "Fresh updates: 100.00 % (1 of 1 open, with news in the last 14 days)",
            "Cases past due now: 0",
            "vouch report 2027-q1 --xlsx report.xlsx",
        ] {
            assert!(report.contains(sentence), "{sentence} is not in {report}");
        }
        for name in ["North", "Acme", "acme.example", "EUR"] {
            assert!(!report.contains(name), "{name} stands in {report}");
        }

        let sales = world.person("Sales 1");
        let shown = sales.last_whisper_in(SALES).await;
        sales.presses_on("Show Q4 2026", &shown).await;
        world.settle().await;
        let before = read(world, "Sales 1", SALES).await;
        assert!(before.contains("Report · Q4 2026"), "{before}");
        assert!(before.contains("Referral to won: nothing valid yet (n 0)"), "{before}");
        assert!(!before.contains("of 0 "), "nothing of nothing is no share: {before}");

        let unclear = asks(world, "Sales 1", SALES, "/vouch report revenue").await;
        assert!(unclear.contains("“revenue” is no period."), "{unclear}");
        let refused = asks(world, "South member", "south-partner", "/vouch report 2027-q1").await;
        assert_eq!(refused, FORGED);
    })
    .await;
}

#[tokio::test]
async fn an_admin_opens_the_report_on_the_home() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T09:00:00Z").await;
        let admin = world.person("Admin");
        admin.opens_home().await;
        let opened = admin.presses_on_home("Show the report").await;
        // One platform has the first line as its title.
        let shown = format!("{} {}", opened.screen.title, opened.screen.words);
        assert!(shown.contains("Report · Q1 2027"), "{opened:?}");
        assert!(shown.contains("Referral to won: nothing valid yet (n 0)"), "{opened:?}");
    })
    .await;
}

/// Names that a spreadsheet would run.
const NASTY: [&str; 4] =
    ["=HYPERLINK(\"https://evil.example\",\"Acme\")", "+49 Acme", "＝1+1 Acme", "Acme;=1+1"];

async fn printed(world: &World, words: &[&str]) -> String {
    let output = world.command(words).await;
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The first text of a part of a workbook.
fn part(book: &std::path::Path, name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(book).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[tokio::test]
async fn a_terminal_writes_the_referrals_and_figures_as_tables_without_formulas() {
    everywhere(async |world| {
        world.clock_at("2027-03-02T09:00:00Z").await;
        let north = world.person("Partner member");
        for (nth, name) in NASTY.into_iter().enumerate() {
            let website = format!("nasty{nth}.example");
            let own = [("Company website", website.as_str()), ("Company name", name)];
            north.refers_with(&own).await;
        }
        let first = north.refers("acme.example").await;
        world.person("Sales 1").approves(&first).await;
        world.person("Sales 1").wins(&first).await;

        let (csv, xlsx) = (world.folder().join("q1.csv"), world.folder().join("q1.xlsx"));
        let (csv_at, xlsx_at) = (csv.to_str().unwrap(), xlsx.to_str().unwrap());
        let words = ["report", "2027-q1", "--csv", csv_at, "--xlsx", xlsx_at];
        let said = printed(world, &words).await.replace('\u{a0}', " ");
        assert!(said.contains("Referral to won: 20.00 % (1 of 5 valid)"), "{said}");
        assert!(said.contains("q1.csv holds the referrals (5)"), "{said}");
        assert!(said.contains("q1.xlsx holds the referrals (5) and the figures."), "{said}");

        let rows = |path: &std::path::Path| -> Vec<Vec<String>> {
            let mut reader = csv::Reader::from_path(path).unwrap();
            let row = |row: csv::StringRecord| row.iter().map(str::to_owned).collect();
            reader.records().map(|one| row(one.unwrap())).collect()
        };
        let referrals = rows(&csv);
        assert_eq!(referrals.len(), 5, "{referrals:?}");
        let guarded = [
            "'=HYPERLINK(\"https://evil.example\",\"Acme\")",
            "'+49 Acme",
            "'＝1+1 Acme",
            "Acme;'=1+1",
        ];
        for (row, name) in referrals.iter().zip(guarded) {
            assert_eq!((row[1].as_str(), row[2].as_str()), ("North Partner", name));
            assert_eq!((row[4].as_str(), row[7].as_str()), ("submitted", "valid"));
        }
        let won = &referrals[4];
        assert_eq!((won[0].as_str(), won[3].as_str()), ("NOR-5", "acme.example"));
        assert_eq!((won[4].as_str(), won[5].as_str()), ("won", "closed_won"));
        assert_eq!((won[6].as_str(), won[11].as_str()), ("Sales 1", "yes"));
        assert_eq!(won[12], "2027-05-31");
        assert!(won[8].starts_with("2027-03-02T"), "{won:?}");
        let figures = rows(&world.folder().join("q1-measures.csv"));
        let headline = figures.iter().find(|row| row[0] == "referral_to_won").unwrap();
        assert_eq!(headline[1..6], ["20", "%", "1", "5", "won / valid"]);

        let sheet = part(&xlsx, "xl/worksheets/sheet1.xml");
        for name in ["=HYPERLINK(", "+49 Acme", "＝1+1 Acme", "Acme;=1+1", "closed_won"] {
            assert!(sheet.contains(name), "{name} is not in {sheet}");
        }
        let all = sheet + &part(&xlsx, "xl/worksheets/sheet2.xml");
        assert!(!all.contains("<f>") && !all.contains("<f "), "a cell is a formula: {all}");
        assert!(!all.contains("<hyperlink"), "{all}");
        assert!(part(&xlsx, "xl/sharedStrings.xml").contains("won / valid"));

        let json: Value =
            serde_json::from_str(&printed(world, &["report", "2027-q1", "--json"]).await).unwrap();
        assert_eq!(json["measures"]["referral_to_won"]["value"], 20.0, "{json}");
        assert_eq!(json["measures"]["referral_to_won"]["n"], 5);
        assert_eq!(json["measures"]["activation"]["value"], Value::Null);

        for (words, sentence) in [
            (&words[..], "is there already. Name another file, or remove it."),
            (&["report", "revenue"][..], "\"revenue\" is no period; allowed are month, quarter"),
        ] {
            let refused = world.command(words).await;
            assert_eq!(refused.status.code(), Some(2), "{words:?}");
            let said = String::from_utf8(refused.stderr).unwrap();
            assert!(said.contains(sentence), "{said}");
        }
        let empty = printed(world, &["report", "2026"]).await;
        assert!(empty.contains("Report · 2026") && empty.contains("(n 0)"), "{empty}");
    })
    .await;
}
