//! A file that is there whole or not at all, and its owner's alone: it is written under another name
//! until it is.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// One that is being written. Dropped before it is finished, it leaves nothing.
#[derive(Debug)]
pub struct WholeFile {
    path: PathBuf,
    unfinished: PathBuf,
    file: BufWriter<File>,
    finished: bool,
}

impl WholeFile {
    /// # Errors
    /// As the operating system has them, here and below.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(format!(".{}.part", std::process::id()));
        let unfinished = PathBuf::from(unfinished);
        // What a process with the same number left half-written is nobody's.
        let _ = std::fs::remove_file(&unfinished);
        let file = BufWriter::new(super::private_file(&unfinished)?);
        Ok(Self { path: path.to_owned(), unfinished, file, finished: false })
    }

    /// Where it will stand.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings the file to the disk and gives it its name; what stood there is replaced.
    ///
    /// # Errors
    /// As the operating system has them.
    pub fn finish(mut self) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        std::fs::rename(&self.unfinished, &self.path)?;
        self.finished = true;
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Not every file system lets a folder be synced; the file itself is on the disk.
        let _ = File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
        Ok(())
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.finished {
            // It was there a moment ago; if not, there is nothing to take away.
            let _ = std::fs::remove_file(&self.unfinished);
        }
    }
}
