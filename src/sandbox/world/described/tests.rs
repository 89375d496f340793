use super::read;

const TWO: &str = r#"
[[workspace]]
name = "Acme"
installed = true

[[workspace]]
name = "Blue Ltd"
id = "T0BLUELTD01"

[[person]]
name = "Ann"
workspace = "Acme"
admin = true

[[person]]
name = "Ben Blue"
workspace = "Blue Ltd"

[[channel]]
name = "general"

[[channel]]
name = "acme-blue"
workspaces = ["Acme", "Blue Ltd"]
members = ["Ben Blue"]
apps = []

[[group]]
name = "Support"
workspace = "Acme"
members = ["Ann"]
"#;

#[test]
fn what_is_left_out_is_filled_in() {
    let world = read(TWO).unwrap();
    assert_eq!(world.teams[0].id, "T0000000001");
    assert!(world.teams[0].install.is_some());
    assert!(world.teams[1].install.is_none());
    let [ann, ben] = &world.people[..] else { panic!("two people") };
    assert_eq!((ann.id.as_str(), ann.email.as_str()), ("U0000000001", "ann@acme.example"));
    assert_eq!((ben.handle.as_str(), ben.team_id.as_str()), ("ben.blue", "T0BLUELTD01"));
    let [general, shared] = &world.channels[..] else { panic!("two channels") };
    assert_eq!(general.members, [ann.id.as_str()]);
    assert_eq!(general.bots, [general.host_team.as_str()]);
    assert_eq!(shared.teams.len(), 2);
    assert_eq!((shared.members.clone(), shared.bots.len()), (vec![ben.id.clone()], 0));
    assert_eq!(world.groups[0].members, [ann.id.as_str()]);
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let wrong = TWO
        .replace("workspace = \"Blue Ltd\"", "workspace = \"Green\"")
        .replace("T0BLUELTD01", "blue")
        .replace("apps = []", "apps = [\"Blue Ltd\"]")
        .replace("members = [\"Ann\"]", "members = [\"Ann\", \"Ann\"]");
    let told: Vec<String> = read(&wrong).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "8:6: blue is no id: T, then 8 to 14 capital letters and digits.",
            "17:13: There is no workspace Green.",
            "25:12: Ben Blue belongs to no workspace of this channel.",
            "26:9: Blue Ltd is not in this channel, or has not installed the app.",
            "31:19: Ann is listed twice.",
        ]
    );
}

#[test]
fn what_toml_does_not_understand_is_told_with_its_place() {
    for (text, beginning) in [
        ("", "1:1: There is no workspace."),
        ("[[workspace]]\nname = Acme", "2:8: "),
        ("[[workspace]]\nname = \"A\"\nplace = 1", "3:1: unknown field `place`"),
        (
            "[[workspace]]\nname = \"A\"\n[[workspace]]\nname = \"A\"",
            "4:8: There are two of the name A.",
        ),
    ] {
        let told = read(text).unwrap_err()[0].to_string();
        assert!(told.starts_with(beginning), "{told}");
    }
}

#[test]
fn a_world_has_a_size() {
    let many = "[[workspace]]\nname = \"A\"\n".to_owned()
        + &(0..=1_000)
            .map(|n| format!("[[person]]\nname = \"P{n}\"\nworkspace = \"A\"\n"))
            .collect::<String>();
    let told = read(&many).unwrap_err()[0].to_string();
    assert_eq!(told, "1:1: There are 1001 people, allowed are 1000.");
}

#[test]
fn the_example_of_the_page_is_a_world() {
    let page = include_str!("../../../../docs/sandbox-for-other-bots.md");
    let (_, from) = page.split_once("```toml\n").unwrap();
    let world = read(from.split_once("```").unwrap().0).unwrap();
    assert_eq!((world.teams.len(), world.people.len(), world.channels.len()), (2, 2, 2));
    assert_eq!(world.channels[1].teams.len(), 2);
}
