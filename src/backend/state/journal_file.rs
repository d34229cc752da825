//! The journal in a directory: one entry a line, in JSON, the older half in a file of its own.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Read, Result, Seek, SeekFrom, Write};
use std::path::Path;

use crate::backend::journal::Entry;

/// The file that is written to.
pub(super) const NAME: &str = "journal.jsonl";

/// The file that was written to before.
const OLDER: &str = "journal.older.jsonl";

/// How many entries are kept at the most where they are kept in memory.
pub(super) const MOST: usize = 10_000;

/// How large the file that is written to may become, in bytes: some 6,000 entries.
const LARGEST: u64 = 2 << 20;

/// How much of the end of a file is read to find the last entry, in bytes.
const TAIL: u64 = 64 << 10;

/// Appends entries. What cannot be written is lost.
pub(super) fn append(directory: &Path, entries: &[Entry]) {
    let path = directory.join(NAME);
    if fs::metadata(&path).is_ok_and(|file| file.len() >= LARGEST) {
        let _ = fs::rename(&path, directory.join(OLDER));
    }
    let mut text = Vec::new();
    for entry in entries {
        if serde_json::to_writer(&mut text, entry).is_ok() {
            text.push(b'\n');
        }
    }
    let file = OpenOptions::new().create(true).append(true).open(&path);
    // One write: a reader sees whole lines, or none of them.
    let _ = file.and_then(|mut file| file.write_all(&text));
}

/// The number of the last entry; 0 when there is none.
pub(super) fn last(directory: &Path) -> u64 {
    [NAME, OLDER]
        .iter()
        .find_map(|name| last_in(&directory.join(name)))
        .unwrap_or(0)
}

fn last_in(path: &Path) -> Option<u64> {
    let mut file = fs::File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))
        .ok()?;
    let mut text = Vec::new();
    file.read_to_end(&mut text).ok()?;
    text.rsplit(|byte| *byte == b'\n')
        .find_map(|line| serde_json::from_slice::<Entry>(line).ok())
        .map(|entry| entry.record)
}

/// All entries, oldest first. A line that is not whole is left out: its writer was killed.
pub(super) fn read(directory: &Path) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for name in [OLDER, NAME] {
        let lines = lines(&directory.join(name))?;
        entries.extend(
            lines
                .iter()
                .filter_map(|line| serde_json::from_str(line).ok()),
        );
    }
    Ok(entries)
}

fn lines(path: &Path) -> Result<Vec<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(record: u64) -> Entry {
        Entry {
            record,
            message: format!("entry {record}"),
            ..Entry::default()
        }
    }

    #[test]
    fn the_oldest_are_forgotten_and_none_is_there_twice() {
        let folder = tempfile::tempdir().unwrap();
        let mut next = 1;
        for _ in 0..80 {
            assert_eq!(last(folder.path()), next - 1);
            let entries: Vec<Entry> = (next..next + 1000).map(entry).collect();
            append(folder.path(), &entries);
            next += 1000;
        }
        let kept: Vec<u64> = read(folder.path())
            .unwrap()
            .iter()
            .map(|entry| entry.record)
            .collect();
        assert!(kept.first().is_some_and(|first| *first > 1));
        assert_eq!(kept.last(), Some(&(next - 1)));
        assert!(kept.windows(2).all(|pair| pair[1] == pair[0] + 1));
    }

    #[test]
    fn half_a_line_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        append(folder.path(), &[entry(1)]);
        fs::write(
            folder.path().join(NAME),
            b"{\"record\":1,\"message\":\"entry 1\"}\n{\"rec",
        )
        .unwrap();
        assert_eq!(read(folder.path()).unwrap().len(), 1);
        assert_eq!(last(folder.path()), 1);
    }
}
