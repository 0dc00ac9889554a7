//! Puts a saved session where its person finds it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// How many sessions a folder takes.
const MAX_ATTEMPTS: u32 = 9999;

/// Writes a scenario into a folder under the first free name, and returns the name. A file that is
/// there already is never touched.
///
/// # Errors
/// The folder cannot be written to, or has no free name.
pub(super) fn save(folder: &Path, text: &str) -> io::Result<String> {
    for number in 1..=MAX_ATTEMPTS {
        let name = format!("jsim-scenario-{number}.json");
        let path = folder.join(&name);
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(file) => {
                return write(file, text).map(|()| name).inspect_err(|_| {
                    // Half a scenario is worse than none.
                    let _ = std::fs::remove_file(&path);
                });
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(format!("there are {MAX_ATTEMPTS} of them already")))
}

fn write(mut file: File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_and_a_missing_folder_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("jsim-scenario-1.json"), "mine").expect("a file");
        assert_eq!(save(folder.path(), "new").ok().as_deref(), Some("jsim-scenario-2.json"));
        assert_eq!(save(folder.path(), "newer").ok().as_deref(), Some("jsim-scenario-3.json"));
        let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).ok();
        assert_eq!(read("jsim-scenario-1.json").as_deref(), Some("mine"));
        assert_eq!(read("jsim-scenario-3.json").as_deref(), Some("newer"));
        assert!(save(&folder.path().join("nowhere"), "x").is_err());
    }
}
