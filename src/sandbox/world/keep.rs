//! The world on disk: one JSON file, written whole beside the old one and then put in its place, so
//! that a kill in between leaves the old one.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::World;
use crate::clock::Clock;
use crate::sandbox::WorldKind;

/// What the file holds.
#[derive(Deserialize, Serialize)]
pub struct Kept {
    /// How far the world's clock is ahead of the machine's.
    pub offset_us: i64,
    /// What the clock showed when this was written: it never starts earlier than the last event,
    /// also on a machine whose own clock went back.
    pub last_event: DateTime<Utc>,
    pub world: World,
}

/// Where a world of this kind is kept. Each kind has a file of its own, so that looking at the
/// empty world does not cost the other one. A described world has one for each wording of its
/// `text`: a changed description is another world.
#[must_use]
pub fn file(data: &Path, kind: &WorldKind, text: Option<&str>) -> PathBuf {
    match kind {
        WorldKind::Default => data.join("sandbox-world.json"),
        WorldKind::Empty => data.join("sandbox-world-empty.json"),
        WorldKind::Discord => data.join("sandbox-world-discord.json"),
        WorldKind::File(_) => {
            let mark = hex::encode(Sha256::digest(text.unwrap_or_default()));
            data.join(format!("sandbox-world-{}.json", &mark[..12]))
        }
    }
}

/// Where the files of a kept world lie.
#[must_use]
pub fn files(path: &Path) -> PathBuf {
    path.with_extension("files")
}

/// Reads a kept world; none when there is no file.
///
/// # Errors
/// The file is there and cannot be read or understood.
pub fn load(path: &Path) -> io::Result<Option<Kept>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(trouble) if trouble.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

/// Writes a world.
///
/// # Errors
/// Whatever the file system says.
pub fn save(path: &Path, kept: &Kept) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("json.new");
    std::fs::write(&beside, serde_json::to_vec(kept)?)?;
    std::fs::rename(&beside, path)
}

/// Forgets a world and its files; fine when there is none.
///
/// # Errors
/// The file is there and cannot be removed.
pub fn forget(path: &Path) -> io::Result<()> {
    for gone in [std::fs::remove_dir_all(files(path)), std::fs::remove_file(path)] {
        match gone {
            Err(trouble) if trouble.kind() != io::ErrorKind::NotFound => return Err(trouble),
            _ => {}
        }
    }
    Ok(())
}

/// Sets the clock to where the world left it.
pub fn resume(clock: &Clock, kept: &Kept) {
    let offset = TimeDelta::microseconds(kept.offset_us) - clock.offset();
    clock.set(clock.now() + offset);
    clock.advance_to(kept.last_event);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::world::seed::seeded;

    #[test]
    fn a_kept_world_comes_back_with_its_clock() {
        let folder = tempfile::tempdir().unwrap();
        let path = file(folder.path(), &WorldKind::Default, None);
        assert!(load(&path).unwrap().is_none());
        let clock = Clock::with_offset(TimeDelta::days(90));
        let kept = Kept {
            offset_us: TimeDelta::days(90).num_microseconds().unwrap(),
            last_event: clock.now() + TimeDelta::days(1),
            world: seeded(),
        };
        save(&path, &kept).unwrap();
        let back = load(&path).unwrap().unwrap();
        let fresh = Clock::real();
        resume(&fresh, &back);
        assert!(fresh.now() >= kept.last_event);
        assert_eq!(back.world.people.len(), kept.world.people.len());
        forget(&path).unwrap();
        forget(&path).unwrap();
        assert!(load(&path).unwrap().is_none());
    }
}
