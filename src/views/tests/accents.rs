//! Whether everything people read comes from the texts: in the pseudo-language each of their letters
//! has an accent, so a word without one is somebody's, or stands in the code.

use std::collections::BTreeSet;

/// What people of the drawn referrals wrote, and what platforms and files say; then how the tests
/// write a view down. Whoever stands within another one comes after it.
const OURS: &[&str] = &[
    "https://vendor.example/agreement.pdf",
    "0123456789abcdef01234567",
    "Your introductions stay yours.",
    "Either side ends it in a month.",
    "Partner admin",
    "A company with a name that goes on and on and on",
    "A company with a name that goes on and on and",
    "A company with a name that goes on and on",
    "A company with a name that goes on and",
    "A new warehouse by spring",
    "A warehouse by spring",
    "A warehouse",
    "spring",
    "A year too soon",
    "Invoices are open",
    "Closed down",
    "Who decides there",
    "The wrong card",
    "Jo does",
    "Jo Contact",
    "Head of logistics",
    "Call on Tuesday",
    "They know us from the fair",
    "Ask again in a year",
    "North Partner",
    "Bronze",
    "Silver",
    "Gold",
    "A contact of your own.",
    "South Partner",
    "East Partner",
    "West Partner",
    "Hill & Sons",
    "North Group",
    "East Group",
    "West Group",
    "Partner manager",
    "Partner member",
    "South member",
    "Resolver 1",
    "We met",
    "https://south.example/x",
    "Overlooked",
    "Kept",
    "Taken",
    "Sales 1",
    "Sales 2",
    "Admin",
    "Acme",
    "jo@acme.example",
    "acme.example",
    "north.example",
    "#north-partner",
    "#sales-desk",
    ": sales",
    "Not a fit",
    "Too early",
    "Outside our regions",
    "Already our customer",
    "Not open for referrals",
    "Not enough to go on",
    "No budget",
    "No decision",
    "Timing",
    "Chose something else",
    "4af0 8c21 aa90 be3d 7c55 e1f2",
    "3f9c1a",
    "protection_days is 400, allowed are 30 to 180.",
    "https://vouch.example.com/slack/install?partner=0123456789abcdef",
    "slack:C1",
    "slack:T1:U1",
    "msg_too_long",
    "Europe/Amsterdam",
    "is_archived",
    "restricted_action",
    "/refer [website]",
    "See what you can do",
    "Refer a customer",
    "/vouch help",
    "/vouch report",
    "/vouch link-code",
    "/vouch link",
    "/approve",
    "aprove",
    "zebra",
    "revenue",
    "2027-q1",
    "/claim",
    "/refer",
    "/vouch",
    // Arguments of a text that is looked at by itself.
    "10 March 2026",
    "Meeting",
    "Approved",
    // How a view is written down.
    "-- next page, where inputs are few",
    "[x]",
    ": short",
    ": long",
    ": person",
    ": day",
    ": found by typing",
    "(nothing)",
    "(Info)",
    "(Warn)",
    "(Good)",
    "(Danger)",
    "(Muted)",
    "(keeps the intro at the top)",
    "(draws many Homes)",
    "(draws a person's Homes)",
];

/// Every word has an accent, but for ours. `named`: each line begins with a name and a colon.
pub fn all_have_one(name: &str, drawn: &str) {
    let named = ["texts", "refusals", "case_refusals"].contains(&name);
    let lines = drawn.lines().filter(|line| !line.starts_with("== "));
    let said = lines.map(|line| match line.split_once(": ").filter(|_| named) {
        Some((_, said)) => said,
        None => line,
    });
    let mut said = said.collect::<Vec<_>>().join("\n");
    for ours in OURS {
        said = said.replace(ours, " ");
    }
    let words = said.split(|c: char| !c.is_alphanumeric());
    let plain = |word: &&str| word.is_ascii() && word.chars().any(|c| c.is_ascii_lowercase());
    let found: BTreeSet<&str> = words.filter(plain).collect();
    assert!(found.is_empty(), "in {name} these words come from the code: {found:?}");
}
