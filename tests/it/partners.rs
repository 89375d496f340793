//! Partners by chat: opened, renamed, suspended, resumed, ended; and what their people are told.

use crate::channels::{joins, leaves};
use crate::world::{Answer, Only, World, everywhere, filled, on_slack};

/// Opens a deed of a partner's sheet from `/vouch partner CODE`.
pub async fn deed(world: &World, code: &str, label: &str) -> Answer {
    let manager = world.person("Partner manager");
    manager.types("sales-desk", &format!("/vouch partner {code}")).await;
    world.settle().await;
    manager.presses_in("sales-desk", label).await
}

async fn sends(world: &World, fields: &[(&str, &str)]) -> Answer {
    let answer = world.person("Partner manager").submits(fields).await;
    world.settle().await;
    answer
}

const NEW: [(&str, &str); 3] =
    [("Kind", "Reseller"), ("Website", "www.lake.example"), ("Manager", "Partner manager")];

#[tokio::test]
async fn a_partner_is_opened_with_a_code_made_of_its_name() {
    everywhere(async |world| {
        let manager = world.person("Partner manager");
        let opened = manager.types("sales-desk", "/vouch partner Lake Partner").await;
        assert_eq!(opened.screen.values["Name"], "Lake Partner");
        assert_eq!(opened.screen.values["Code"], "LAK");
        let done = sends(world, &NEW).await;
        let line = "Lake Partner is created, with the code LAK. Next: link its channel.";
        assert_eq!(done.screen.words, line, "{done:?}");
        manager.types("sales-desk", "/vouch partners").await;
        world.settle().await;
        let heard = world.heard("Partner manager").await;
        assert!(heard.contains("7 partners"), "{heard}");
        assert!(heard.contains("LAK Lake Partner · approved · 0 sent"), "{heard}");
        manager.types("sales-desk", "/vouch partner lak").await;
        world.settle().await;
        let heard = world.heard("Partner manager").await;
        assert!(heard.contains("Website: lake.example"), "{heard}");
        assert!(heard.contains("Kind: Reseller"), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_a_new_partner_is_said_beside_its_input() {
    everywhere(async |world| {
        let manager = world.person("Partner manager");
        #[rustfmt::skip]
        let table = [
            ("Code",    "NOR",           "This code is taken. NRT is free."),
            ("Code",    "UTF",           "UTF is kept free, because UTF-1 would read like something else."),
            ("Code",    "N1",            "Enter three letters from A to Z, for example NRT."),
            ("Website", "lake",          "Enter the partner's own website, for example north.example."),
            ("Website", "gmail.com",     "Enter the partner's own website, for example north.example."),
            ("Manager", "Sales 1",       "Choose a partner manager or an admin."),
            ("Manager", "South member",  "Choose a partner manager or an admin."),
        ];
        for (input, typed, sentence) in table {
            manager.types("sales-desk", "/vouch partner").await;
            world.settle().await;
            manager.presses_in("sales-desk", "New partner").await;
            let mut fields = vec![("Name", "Nort"), ("Code", "LAK")];
            fields.extend(NEW);
            fields.push((input, typed));
            let answer = sends(world, &fields).await;
            let said = answer.error_at(input);
            assert_eq!(said.replace("NOT", "NRT"), sentence, "{input} {typed}: {answer:?}");
            manager.closes().await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_changes_before_the_first_referral_and_is_never_used_again() {
    everywhere(async |world| {
        let opened = deed(world, "SOU", "Change code").await;
        assert!(opened.screen.words.contains("SOU is never used again."), "{opened:?}");
        let done = sends(world, &[("Code", "sth")]).await;
        assert_eq!(done.screen.words, "Numbers of South Partner start with STH from now on.");
        assert_eq!(world.person("South member").refers("acme.example").await.number, "STH-1");
        let manager = world.person("Partner manager");
        manager.types("sales-desk", "/vouch partner Southern Lights").await;
        let mut fields = vec![("Code", "SOU")];
        fields.extend(NEW);
        let taken = sends(world, &fields).await;
        assert!(taken.error_at("Code").starts_with("This code is taken."), "{taken:?}");
        manager.closes().await;
        manager.types("sales-desk", "/vouch partner STH").await;
        world.settle().await;
        let sheet = manager.reads("sales-desk").await.pop().unwrap();
        let left = ["Rename partner", "Suspend partner", "Merge into another", "Terminate partner"];
        assert_eq!(sheet.buttons[..4], left, "{sheet:?}");
        deed(world, "STH", "Rename partner").await;
        let done = sends(world, &[("Name", "Southern Lights")]).await;
        assert!(done.screen.words.contains("is called Southern Lights now"), "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn a_suspended_partner_registers_nothing_and_keeps_what_is_open() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        member.opens_the_form().await;
        let opened = deed(world, "NOR", "Suspend partner").await;
        assert!(opened.screen.words.contains("can register nothing new"), "{opened:?}");
        let done = sends(world, &[("Reason", "Marker papers are missing")]).await;
        assert!(done.screen.words.contains("is suspended; its channel was told"), "{done:?}");
        let told = member.text_in("north-partner").await;
        let paused = "New referrals from North Partner are paused since";
        assert!(told.contains(paused) && told.contains("Partner manager can tell you"), "{told}");
        assert!(!told.contains("Marker papers"), "{told}");
        // The form was open before: it stays open, with the sentence.
        let late = member.submits(&filled(&[("Company website", "birch.example")])).await;
        assert!(format!("{late:?}").contains(paused), "{late:?}");
        let pressed = member.presses_in("north-partner", "Refer a customer").await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        assert!(world.person("Sales 1").approves(&referral).await.ok);
        // Twice is once: who was second hears since when.
        deed(world, "NOR", "Resume partner").await;
        world.settle().await;
        let told = member.text_in("north-partner").await;
        assert!(told.contains("New referrals from North Partner are welcome again."), "{told}");
        member.refers("birch.example").await;
    })
    .await;
}

#[tokio::test]
async fn of_a_partners_state_no_other_company_in_its_channel_hears() {
    on_slack(Only::Channels, async |world| {
        joins(world, "T0EAST00001", "north-partner").await;
        deed(world, "NOR", "Suspend partner").await;
        sends(world, &[("Reason", "Marker papers are missing")]).await;
        let read = async || world.person("Partner member").text_in("north-partner").await;
        let told = read().await;
        assert!(!told.contains("North Partner"), "{told}");
        leaves(world, "T0EAST00001", "north-partner").await;
        deed(world, "NOR", "Resume partner").await;
        world.settle().await;
        let told = read().await;
        assert!(told.contains("New referrals from North Partner are welcome again."), "{told}");
    })
    .await;
}

#[tokio::test]
async fn the_end_of_a_partnership_withdraws_what_is_undecided_and_nothing_else() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let approved = member.refers("acme.example").await;
        world.person("Sales 1").approves(&approved).await;
        let waiting = member.refers("birch.example").await;
        // Somebody else waits behind it on the same account.
        let south = world.person("South member").refers("birch.example").await;
        let opened = deed(world, "NOR", "Terminate partner").await;
        assert!(opened.screen.words.contains("This is for good."), "{opened:?}");
        sends(world, &[("Reason", "Marker no longer in business")]).await;
        let status = |number: &str| {
            let number = number.to_owned();
            async move {
                let all = world.referrals().await;
                all.into_iter().find(|(other, _)| *other == number).unwrap().1
            }
        };
        assert_eq!(status(&approved.number).await, "approved");
        assert_eq!(status(&waiting.number).await, "withdrawn");
        assert_eq!(status(&south.number).await, "submitted", "its review is over");
        let told = member.text_in("north-partner").await;
        assert!(told.contains("Thank you for your introductions."), "{told}");
        assert!(told.contains("NOR-2 is withdrawn, because the partnership has ended"), "{told}");
        assert!(!told.contains("Marker no longer"), "{told}");
        let pressed = member.presses_in("north-partner", "Refer a customer").await;
        assert!(!pressed.screen.open(), "{pressed:?}");
        // What is approved goes on.
        let sales = world.person("Sales 1");
        let meeting = [("Stage", "Meeting"), ("Next step", "Call on Tuesday")];
        let moved = sales.fills_in("Move stage", &approved, &meeting).await;
        assert!(moved.ok && moved.screen.errors.is_empty(), "{moved:?}");
        // For good: nothing stands on its sheet to press.
        let manager = world.person("Partner manager");
        manager.types("sales-desk", "/vouch partner NOR").await;
        world.settle().await;
        let sheet = manager.reads("sales-desk").await.pop().unwrap();
        assert!(sheet.buttons.is_empty(), "{sheet:?}");
        assert!(sheet.text.contains("Marker no longer in business"), "{sheet:?}");
    })
    .await;
}

#[tokio::test]
async fn nobody_else_opens_changes_or_lists_partners() {
    everywhere(async |world| {
        let manager = world.person("Partner manager");
        manager.types("sales-desk", "/vouch partner NOR").await;
        world.settle().await;
        let sheet = manager.reads("sales-desk").await.pop().unwrap();
        for person in world.people() {
            let name = person.name();
            if person.is("partner_manager") || person.is("admin") {
                continue;
            }
            for label in [
                "Rename partner",
                "Change code",
                "Suspend partner",
                "Merge into another",
                "Terminate partner",
            ] {
                let pressed = person.presses_old(label, &sheet).await;
                assert!(!pressed.screen.open(), "{name} {label}: {pressed:?}");
            }
            let known = person.home() == "sales-desk" && !person.is("none") && !person.is("guest");
            if person.home() == "sales-desk" {
                person.types("random", "/vouch partners").await;
                world.settle().await;
                let heard = world.heard(name).await;
                assert_eq!(heard.contains("South Partner"), known, "{name}: {heard}");
            }
        }
        let south = world.person("South member");
        south.types("south-partner", "/vouch partners").await;
        south.types("south-partner", "/vouch partner NOR").await;
        world.settle().await;
        let heard = world.heard("South member").await;
        assert!(!heard.contains("North"), "{heard}");
    })
    .await;
}

#[tokio::test]
async fn kind_manager_state_and_groups_go_out_by_file_and_come_back() {
    on_slack(Only::People, async |world| {
        let manager = world.person("Partner manager");
        manager.types("sales-desk", "/vouch partner Lake Partner").await;
        sends(world, &NEW).await;
        deed(world, "NOR", "Suspend partner").await;
        sends(world, &[("Reason", "Marker papers are missing")]).await;
        let admin = world.person("Admin");
        admin.types("sales-desk", "/vouch group").await;
        admin.submits(&[("Group", "Sales team"), ("Role", "Community manager")]).await;
        world.settle().await;
        let file = world.folder().join("now.toml");
        let path = file.to_str().unwrap();
        let out = world.command(&["setup", "export", path]).await;
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains("kind = \"reseller\""), "{text}");
        assert!(text.contains("state = \"suspended\""), "{text}");
        assert!(
            text.contains("id = \"slack:S0SALESTEAM\"\nrole = \"community_manager\""),
            "{text}"
        );
        let again = world.command(&["setup", "apply", path]).await;
        let said = String::from_utf8_lossy(&again.stdout).into_owned();
        assert!(again.status.success() && !said.contains("changed"), "{said}");
        // A file that says nothing of a state leaves it; one that does changes it.
        let silent = text.replace("state = \"suspended\"\n", "");
        std::fs::write(&file, &silent).unwrap();
        let kept = world.command(&["setup", "apply", path]).await;
        assert!(!String::from_utf8_lossy(&kept.stdout).contains("NOR"), "{kept:?}");
        std::fs::write(&file, text.replace("\"suspended\"", "\"approved\"")).unwrap();
        let back = world.command(&["setup", "apply", path]).await;
        assert!(String::from_utf8_lossy(&back.stdout).contains("NOR"), "{back:?}");
        world.settle().await;
        world.person("Partner member").refers("acme.example").await;
    })
    .await;
}
