//! Whatever stands in a set-up file: it is read and written back the same, or the first mistake has
//! a place and a sentence.

use vouch::app::setup::file::SetupFile;

use super::program::told;

/// # Panics
/// When a file is not read back as it was written, or a mistake is told without place or sentence.
pub fn holds(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    match SetupFile::read(&text) {
        Ok(file) => assert_eq!(SetupFile::read(&file.text()), Ok(file)),
        Err(misfit) => told(&text, &misfit),
    }
}
