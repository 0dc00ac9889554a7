//! The scripts of real exports, where these lie beside the repository, and the shipped ones.

use std::path::Path;

use journey_sim::journey::load;
use journey_sim::script::language::{LanguageLevel, Script};

fn exports(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Each script of a file that can be loaded alone.
fn every_script(folder: &Path, mut visit: impl FnMut(&str, &str)) -> usize {
    let mut count = 0;
    for path in exports(folder) {
        let name = path.display().to_string();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let Ok(loaded) = load(&name, &text) else { continue };
        for script in loaded.scripts.values() {
            count += 1;
            visit(&format!("{name}: {}", script.name), &script.source);
        }
    }
    count
}

#[test]
fn every_shipped_script_is_taken_at_both_levels() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let count = every_script(&folder, |name, source| {
        for level in LanguageLevel::ALL {
            assert_eq!(Script::parse(source, level).err(), None, "{name} at {level:?}");
        }
    });
    assert!(count >= 5, "{count} scripts");
}

#[test]
fn every_script_of_the_corpus_is_taken_at_both_levels() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.exists() {
        eprintln!("skipped: the corpus of third-party exports, {}, is not here", corpus.display());
        return;
    }
    let count = every_script(&corpus, |name, source| {
        for level in LanguageLevel::ALL {
            let is_groovy = source.lines().any(|line| line.starts_with("import "));
            if is_groovy {
                assert!(Script::parse(source, level).is_err(), "{name}");
            } else {
                assert_eq!(Script::parse(source, level).err(), None, "{name} at {level:?}");
            }
        }
    });
    assert!(count >= 10, "{count} scripts");
}
