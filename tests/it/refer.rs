//! *Refer a customer*: from the button or the command to the receipt and the two cards.

use crate::world::{Only, everywhere, filled, on_slack};

#[tokio::test]
async fn a_partner_member_registers_a_company_and_both_sides_hear_of_it() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("https://www.shop.acme.example/about").await;
        assert_eq!(referral.number, "NOR-1");
        let receipt = &referral.receipt;
        assert_eq!(receipt.title, "Receipt");
        assert!(receipt.words.contains("Received: NOR-1."), "{}", receipt.words);
        assert!(receipt.words.contains("Fingerprint"), "{}", receipt.words);
        assert_eq!(receipt.buttons, ["My referrals", "Refer another"]);

        let partner = member.card(&referral).await;
        assert!(partner.text.contains("NOR-1 · Marker Acme Widgets: Submitted"), "{partner:?}");
        assert!(partner.text.contains("by Partner member"), "{partner:?}");
        let sales = world.person("Sales 1").card(&referral).await;
        assert!(sales.text.contains("(acme.example) from North Partner"), "{sales:?}");
        assert!(sales.text.contains("Contact: Marker Jo Contact · marker-jo@acme.example"));
        assert_eq!(sales.buttons, ["Approve", "Reject", "Ask", "Open a case", "Show why"]);
    })
    .await;
}

#[tokio::test]
async fn who_to_call_and_what_they_need_is_for_sales_only() {
    everywhere(async |world| {
        let referral = world.person("Partner member").refers("acme.example").await;
        let card = world.person("North admin").card_in("north-partner", &referral).await;
        for private in ["Marker Jo Contact", "marker-jo@", "Marker need", "Marker head of"] {
            assert!(!card.text.contains(private), "{private}: {}", card.text);
            assert!(!card.words.contains(private), "{private}: {}", card.words);
        }
        for channel in ["south-partner", "partners", "random", "resolvers"] {
            for message in world.all_in(channel).await {
                assert!(!message.text.contains("NOR-1"), "in {channel}: {}", message.text);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn where_the_app_is_installed_a_command_fills_in_the_website() {
    everywhere(async |world| {
        let member = world.person("South member");
        let opened = member.types("south-partner", "/refer https://acme.example/x").await;
        assert_eq!(opened.screen.values["Company website"], "https://acme.example/x");
        let registered = filled(&[("Company website", "acme.example")]);
        let referral = member.receipt(member.submits(&registered).await);
        world.settle().await;
        assert_eq!(referral.number, "SOU-1");
        assert!(member.card(&referral).await.text.contains("Submitted"));

        let bare = member.types("south-partner", "/refer").await;
        assert_eq!(bare.screen.values["Company website"], "");
    })
    .await;
}

#[tokio::test]
async fn where_the_app_is_not_installed_the_command_is_none_and_the_intro_says_what_is() {
    on_slack(Only::Installing, async |world| {
        let member = world.person("Partner member");
        let typed = member.types("north-partner", "/refer acme.example").await;
        assert!(!typed.ok);
        assert_eq!(typed.error, "not_a_command");
        assert_eq!(typed.screen.toasts.len(), 1);
        let channel = member.text_in("north-partner").await;
        assert!(channel.contains("The button works for everyone here."), "{channel}");
    })
    .await;
}

#[tokio::test]
async fn what_does_not_fit_is_said_beside_its_input_and_nothing_typed_is_lost() {
    let long_need = "n".repeat(1_001);
    let long_line = "c".repeat(202);
    on_slack(Only::Screens, async |world| {
        let member = world.person("Partner member");
        member.opens_the_form().await;
        #[rustfmt::skip]
        let table = [
            ("Company website", "just words",            "Enter the company's own website, for example acme.example."),
            ("Company website", "jo@gmail.com",          "gmail.com belongs to a mail provider. Enter the company's own website."),
            ("Company website", "https://outlook.com/x", "outlook.com belongs to a mail provider. Enter the company's own website."),
            ("Company website", "north-partner.example", "That is your own company. Referrals are for others."),
            ("Company website", "www.NORTH-partner.example.", "That is your own company. Referrals are for others."),
            ("Company name",    long_line.as_str(),      "2 characters too long."),
            ("Need",            long_need.as_str(),      "1 character too long."),
            ("Contact name",    long_line.as_str(),      "2 characters too long."),
            ("Contact e-mail",  "jo at acme",            "This is not a full e-mail address, like name@acme.example."),
            ("Contact e-mail",  "jo@acme",               "This is not a full e-mail address, like name@acme.example."),
            ("Job title",       long_line.as_str(),      "2 characters too long."),
        ];
        for (label, typed, sentence) in table {
            let answer = member.submits(&filled(&[(label, typed)])).await;
            assert_eq!(answer.error_at(label), sentence, "{label}: {typed}");
            assert_eq!(answer.screen.errors.len(), 1, "{label}: {:?}", answer.screen.errors);
            assert_eq!(answer.screen.values[label], typed);
        }
        assert!(world.referrals().await.is_empty());
        let sent = member.submits(&filled(&[])).await;
        assert_eq!(member.receipt(sent).number, "NOR-1");
    })
    .await;
}

#[tokio::test]
async fn everything_that_does_not_fit_is_said_at_once() {
    on_slack(Only::Screens, async |world| {
        let member = world.person("Partner member");
        let form = member.opens_the_form().await.screen;
        assert_eq!(form.values["Introduction"], "They expect your call");
        // The client itself would refuse empty inputs; whoever goes past it is told the same.
        let answer = member.forges_submit(&form.view, &[("Contact e-mail", "nobody")]).await;
        let errors: Vec<(&str, &str)> = answer
            .screen
            .errors
            .iter()
            .map(|(label, text)| (label.as_str(), text.as_str()))
            .collect();
        let expected = [
            ("Basis", "Choose one."),
            ("Company name", "Enter the company's name."),
            ("Company website", "Enter the company's own website, for example acme.example."),
            ("Contact e-mail", "This is not a full e-mail address, like name@acme.example."),
            ("Need", "Say in a sentence what they need."),
            ("Relationship", "Choose how you know them."),
        ];
        assert_eq!(errors, expected);
    })
    .await;
}

#[tokio::test]
async fn a_company_that_the_partner_has_already_is_named_by_its_number() {
    everywhere(async |world| {
        world.person("Partner member").refers("acme.example").await;
        let colleague = world.person("North member 2");
        colleague.opens_the_form().await;
        let again = colleague.submits(&filled(&[("Company website", "shop.acme.example")])).await;
        assert_eq!(again.error_at("Company website"), "You already have this one: NOR-1.");
        let other = colleague.submits(&filled(&[("Company website", "birch.example")])).await;
        assert_eq!(colleague.receipt(other).number, "NOR-2");
    })
    .await;
}

#[tokio::test]
async fn a_company_that_another_partner_has_is_reviewed_and_neither_learns_of_the_other() {
    everywhere(async |world| {
        let (first, second) = (world.person("Partner member"), world.person("South member"));
        let ours = first.refers("acme.example").await;
        let theirs = second.refers("https://shop.acme.example").await;
        let receipt = &theirs.receipt.words;
        assert!(receipt.contains("This company will be reviewed before we decide."), "{receipt}");
        assert_eq!(theirs.receipt.title, ours.receipt.title);
        let (clear, reviewed) = (&ours.receipt.buttons, &theirs.receipt.buttons);
        let more = ["Claim a conflict".to_owned()];
        assert_eq!(*reviewed, [&clear[..], &more[..]].concat());

        for (reader, own, other) in
            [(first, &ours, ["SOU-", "South"]), (second, &theirs, ["NOR-", "North"])]
        {
            let card = reader.card(own).await;
            assert!(card.text.contains("In review"), "{}", card.text);
            assert!(card.text.contains("All clocks are stopped."), "{}", card.text);
            let everything =
                reader.text_in(&reader.home()).await + &world.heard(reader.name()).await;
            for word in other {
                assert!(!everything.contains(word), "{} reads {word}", reader.name());
            }
        }
        let sales = world.person("Sales 1");
        for referral in [&ours, &theirs] {
            let card = sales.card(referral).await;
            assert!(card.text.contains("In review"), "{}", card.text);
            assert_eq!(card.buttons, ["Show why"], "a resolver decides: {card:?}");
        }
        let card = sales.card(&theirs).await.text;
        assert!(
            card.contains("acme.example was referred before: NOR-1 from North Partner"),
            "{card}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_form_sent_again_gets_the_same_receipt_and_no_second_referral() {
    on_slack(Only::Wire, async |world| {
        let member = world.person("Partner member");
        let referral = member.refers("acme.example").await;
        let again = world.the_last_form_is_sent_again().await;
        assert_eq!(again.screen.words, referral.receipt.words);
        let duplicate = world.delivers_again("view_submission").await;
        assert_eq!(duplicate["answer"]["response_action"], "update");
        assert_eq!(world.referrals().await, [("NOR-1".to_owned(), "submitted".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_press_that_is_delivered_twice_opens_one_form() {
    on_slack(Only::Wire, async |world| {
        world.person("Partner member").opens_the_form().await;
        world.delivers_again("block_actions").await;
        world.settle().await;
        assert_eq!(world.calls("views.open").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn closing_the_form_registers_nothing_and_the_next_one_is_empty() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        member.opens_the_form().await;
        member.closes().await;
        assert!(!member.screen().await.open());
        assert_eq!(member.opens_the_form().await.screen.values["Company website"], "");
        assert!(world.referrals().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn refer_another_stands_on_the_receipt_and_opens_an_empty_form() {
    everywhere(async |world| {
        let member = world.person("Partner member");
        member.refers("acme.example").await;
        let again = member.presses_in_modal("Refer another").await;
        assert_eq!(again.screen.title, "Refer a customer");
        let sent = member.submits(&filled(&[("Company website", "birch.example")])).await;
        assert_eq!(member.receipt(sent).number, "NOR-2");
    })
    .await;
}
