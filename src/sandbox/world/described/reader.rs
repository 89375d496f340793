//! From the raw tables of the file to a world.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{File, Mistake, Name, RawChannel, RawGroup, RawPerson, RawWorkspace};
use crate::sandbox::world::seed::{CREATED, LOCALE, install};
use crate::sandbox::world::{Channel, Person, Team, TeamRole, UserGroup, World};

/// How many of each a world has at most: a page has to show them.
const WORKSPACES_MAX: usize = 60;
const PEOPLE_MAX: usize = 1_000;
const CHANNELS_MAX: usize = 500;
const GROUPS_MAX: usize = 100;
const NAME_MAX: usize = 80;

/// Turns what the file says into a world, and notes what does not fit.
pub(super) struct Reader<'t> {
    text: &'t str,
    mistakes: Vec<Mistake>,
    ids: BTreeSet<String>,
}

/// Ids by the names that the file uses.
type Ids = BTreeMap<String, String>;

impl<'t> Reader<'t> {
    /// The world, and every mistake: with one, the world means nothing.
    #[must_use]
    pub(super) fn read(text: &'t str, file: File) -> (World, Vec<Mistake>) {
        let mut reader = Self { text, mistakes: Vec::new(), ids: BTreeSet::new() };
        let world = reader.world(file);
        (world, reader.mistakes)
    }

    fn wrong(&mut self, span: Range<usize>, sentence: impl Into<String>) {
        self.mistakes.push(Mistake::at(self.text, span, sentence.into()));
    }

    fn world(&mut self, file: File) -> World {
        self.sizes(&file);
        let mut workspaces = Ids::new();
        let teams: Vec<Team> = file
            .workspace
            .into_iter()
            .enumerate()
            .map(|(index, raw)| self.workspace(index, raw, &mut workspaces))
            .collect();
        let mut names = Ids::new();
        let people: Vec<Person> = file
            .person
            .into_iter()
            .enumerate()
            .map(|(index, raw)| self.person(index, raw, &workspaces, &mut names))
            .collect();
        let mut taken = Ids::new();
        let channels = file.channel.into_iter().enumerate();
        let channels = channels
            .map(|(index, raw)| {
                let known = Known {
                    teams: &teams,
                    workspaces: &workspaces,
                    people: &people,
                    names: &names,
                };
                self.channel(index, raw, &known, &mut taken)
            })
            .collect();
        let mut taken = Ids::new();
        let groups = file.group.into_iter().enumerate();
        let groups = groups
            .map(|(index, raw)| self.group(index, raw, (&workspaces, &names), &mut taken))
            .collect();
        World { teams, people, channels, groups, ..World::default() }
    }

    fn sizes(&mut self, file: &File) {
        if file.workspace.is_empty() {
            self.wrong(
                0..0,
                "There is no workspace. Write [[workspace]] and below it name = \"Acme\"",
            );
        }
        let table = [
            ("workspaces", file.workspace.len(), WORKSPACES_MAX),
            ("people", file.person.len(), PEOPLE_MAX),
            ("channels", file.channel.len(), CHANNELS_MAX),
            ("groups", file.group.len(), GROUPS_MAX),
        ];
        for (what, count, most) in table {
            if count > most {
                self.wrong(0..0, format!("There are {count} {what}, allowed are {most}."));
            }
        }
    }

    /// The first workspace is the one whose app everybody meets who has none of their own.
    fn workspace(&mut self, index: usize, raw: RawWorkspace, ids: &mut Ids) -> Team {
        let id = self.id('T', index, raw.id.as_ref());
        let name = self.name(raw.name, &id, ids);
        Team {
            domain: slug(&name),
            role: if index == 0 { TeamRole::Vendor } else { TeamRole::Partner },
            install: raw.installed.then(|| install(&id, 1)),
            installs: u32::from(raw.installed),
            id,
            name,
        }
    }

    fn person(&mut self, index: usize, raw: RawPerson, workspaces: &Ids, ids: &mut Ids) -> Person {
        let id = self.id('U', index, raw.id.as_ref());
        let name = self.name(raw.name, &id, ids);
        let team_id = self.known(&raw.workspace, workspaces, "workspace");
        let handle = slug(&name).replace('-', ".");
        let role = if raw.guest {
            "guest"
        } else if raw.admin {
            "admin"
        } else {
            "none"
        };
        Person {
            email: raw
                .email
                .unwrap_or_else(|| format!("{handle}@{}.example", slug(raw.workspace.get_ref()))),
            id,
            team_id: team_id.unwrap_or_default(),
            name,
            handle,
            roles: vec![role.to_owned()],
            guest: raw.guest,
            deactivated: false,
            locale: raw.locale.unwrap_or_else(|| LOCALE.to_owned()),
            tz: Some("Etc/UTC".to_owned()),
        }
    }

    fn channel(
        &mut self,
        index: usize,
        raw: RawChannel,
        known: &Known<'_>,
        taken: &mut Ids,
    ) -> Channel {
        // Private channels from before March 2021 have a letter of their own.
        let old = raw.private && raw.id.as_ref().is_some_and(|id| id.get_ref().starts_with('G'));
        let id = self.id(if old { 'G' } else { 'C' }, index, raw.id.as_ref());
        let name = self.name(raw.name, &id, taken);
        let teams = match raw.workspaces {
            Some(listed) if listed.get_ref().is_empty() => {
                self.wrong(listed.span(), "A channel is in one workspace at least.");
                Vec::new()
            }
            Some(listed) => self.all_known(listed.get_ref(), known.workspaces, "workspace"),
            None => known.teams.first().map(|team| team.id.clone()).into_iter().collect(),
        };
        let inside = |person: &&Person| teams.contains(&person.team_id) && !person.guest;
        let members = match raw.members {
            Some(listed) => self.members(&listed, &teams, known),
            None => known.people.iter().filter(inside).map(|person| person.id.clone()).collect(),
        };
        let bots = match raw.apps {
            Some(listed) => self.apps(&listed, &teams, known),
            None => {
                let own = known.teams.iter().find(|team| teams.first() == Some(&team.id));
                own.filter(|team| team.install.is_some())
                    .map(|team| team.id.clone())
                    .into_iter()
                    .collect()
            }
        };
        Channel {
            id,
            name,
            audience: "none".to_owned(),
            host_team: teams.first().cloned().unwrap_or_default(),
            teams,
            members,
            bots,
            archived: false,
            private: raw.private,
            pins: Vec::new(),
            bookmarks: Vec::new(),
            created: CREATED,
        }
    }

    /// People of the channel's workspaces.
    fn members(&mut self, listed: &[Name], teams: &[String], known: &Known<'_>) -> Vec<String> {
        let ids = self.all_known(listed, known.names, "person");
        let outside = |id: &String| {
            known.people.iter().any(|person| person.id == *id && !teams.contains(&person.team_id))
        };
        for name in listed {
            if known.names.get(name.get_ref()).is_some_and(outside) {
                let sentence =
                    format!("{} belongs to no workspace of this channel.", name.get_ref());
                self.wrong(name.span(), sentence);
            }
        }
        ids
    }

    /// Workspaces of the channel that have the app installed.
    fn apps(&mut self, listed: &[Name], teams: &[String], known: &Known<'_>) -> Vec<String> {
        let ids = self.all_known(listed, known.workspaces, "workspace");
        for name in listed {
            let Some(id) = known.workspaces.get(name.get_ref()) else { continue };
            let team = known.teams.iter().find(|team| team.id == *id);
            if !teams.contains(id) || team.is_none_or(|team| team.install.is_none()) {
                let sentence = format!(
                    "{} is not in this channel, or has not installed the app.",
                    name.get_ref()
                );
                self.wrong(name.span(), sentence);
            }
        }
        ids
    }

    fn group(
        &mut self,
        index: usize,
        raw: RawGroup,
        known: (&Ids, &Ids),
        taken: &mut Ids,
    ) -> UserGroup {
        let id = self.id('S', index, raw.id.as_ref());
        let name = self.name(raw.name, &id, taken);
        UserGroup {
            team_id: self.known(&raw.workspace, known.0, "workspace").unwrap_or_default(),
            handle: slug(&name),
            members: self.all_known(&raw.members, known.1, "person"),
            id,
            name,
        }
    }

    /// A name nobody else of its kind has.
    fn name(&mut self, name: Name, id: &str, ids: &mut Ids) -> String {
        let span = name.span();
        let name = name.into_inner();
        let fits = !name.trim().is_empty()
            && name.chars().count() <= NAME_MAX
            && !name.contains(char::is_control);
        if !fits {
            self.wrong(span, format!("A name has 1 to {NAME_MAX} characters, all on one line."));
        } else if ids.insert(name.clone(), id.to_owned()).is_some() {
            self.wrong(span, format!("There are two of the name {name}."));
        }
        name
    }

    /// The id that is written, or one made of the place in the file.
    fn id(&mut self, letter: char, index: usize, written: Option<&Name>) -> String {
        let Some(written) = written else {
            let id = format!("{letter}{:010}", index + 1);
            self.ids.insert(id.clone());
            return id;
        };
        let id = written.get_ref().clone();
        let rest = id.strip_prefix(letter).unwrap_or_default();
        let plain = rest.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
        if !plain || !(8..=14).contains(&rest.len()) {
            let sentence =
                format!("{id} is no id: {letter}, then 8 to 14 capital letters and digits.");
            self.wrong(written.span(), sentence);
        } else if !self.ids.insert(id.clone()) {
            self.wrong(written.span(), format!("There are two of the id {id}."));
        }
        id
    }

    fn known(&mut self, name: &Name, ids: &Ids, what: &str) -> Option<String> {
        let found = ids.get(name.get_ref()).cloned();
        if found.is_none() {
            self.wrong(name.span(), format!("There is no {what} {}.", name.get_ref()));
        }
        found
    }

    fn all_known(&mut self, names: &[Name], ids: &Ids, what: &str) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for name in names {
            match self.known(name, ids, what) {
                Some(id) if all.contains(&id) => {
                    self.wrong(name.span(), format!("{} is listed twice.", name.get_ref()));
                }
                found => all.extend(found),
            }
        }
        all
    }
}

/// What was read before a channel.
struct Known<'a> {
    teams: &'a [Team],
    workspaces: &'a Ids,
    people: &'a [Person],
    names: &'a Ids,
}

/// "Acme Ltd" as "acme-ltd".
fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    name.to_lowercase().chars().map(plain).collect()
}
