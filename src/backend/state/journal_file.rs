//! The journal: one entry a line, in JSON, the older half in a file of its own.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::files::{FileError, Files};
use crate::journal::Entry;

/// The file that is written to.
pub(super) const NAME: &str = "journal.jsonl";

/// The file that was written to before.
pub(super) const OLDER: &str = "journal.older.jsonl";

/// How large the file that is written to may become, in bytes: some 6,000 entries.
const LARGEST: u64 = 2 << 20;

/// How much of the end of a file is read to find the last entry, in bytes.
const TAIL: u64 = 64 << 10;

/// What the journal holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalRead {
    /// The entries, oldest first.
    pub entries: Vec<Entry>,
    /// Lines that are no entries: the file and the line's number, from 1. The last line of a file, cut off with its writer, is
    /// not among them.
    pub unreadable: Vec<(Cow<'static, str>, usize)>,
}

/// Appends entries, and gives them their numbers. What cannot be written is lost. Needs the lock.
pub(super) fn append(files: &dyn Files, entries: &mut [Entry]) -> Result<(), FileError> {
    let end = files.tail(NAME, TAIL).ok().flatten().unwrap_or_default();
    let last = last_in(&end).or_else(|| {
        let older = files.tail(OLDER, TAIL).ok().flatten();
        last_in(&older.unwrap_or_default())
    });
    for (entry, record) in entries
        .iter_mut()
        .zip(last.unwrap_or(0).saturating_add(1)..)
    {
        entry.record = record;
    }
    let full = files
        .length(NAME)
        .is_ok_and(|length| length >= Some(LARGEST));
    let mut text = Vec::new();
    if full {
        let _ = files.rename(NAME, OLDER);
    } else if end.last().is_some_and(|byte| *byte != b'\n') {
        // A writer was killed, or the disk was full: what follows is not to become part of its line.
        text.push(b'\n');
    }
    for entry in entries {
        if serde_json::to_writer(&mut text, entry).is_ok() {
            text.push(b'\n');
        }
    }
    // One write: a reader sees whole lines, or none of them.
    files.append(NAME, &text)
}

/// The number of the last entry of a file's end.
fn last_in(end: &[u8]) -> Option<u64> {
    end.rsplit(|byte| *byte == b'\n')
        .find_map(|line| serde_json::from_slice::<Entry>(line).ok())
        .map(|entry| entry.record)
}

/// All entries, oldest first. Lines that cannot be read keep nothing back but themselves.
pub(super) fn read(files: &dyn Files) -> Result<JournalRead, FileError> {
    let mut journal = JournalRead::default();
    for name in [OLDER, NAME] {
        let bytes = files.read(name)?.unwrap_or_default();
        let (whole, cut_off) = match bytes.iter().rposition(|byte| *byte == b'\n') {
            Some(end) => bytes.split_at(end),
            None => (&[][..], &bytes[..]),
        };
        let lines = whole.split(|byte| *byte == b'\n').zip(1..);
        for (line, number) in lines.filter(|(line, _)| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(entry) => journal.entries.push(entry),
                Err(_) => journal.unreadable.push((name.into(), number)),
            }
        }
        journal
            .entries
            .extend(serde_json::from_slice::<Entry>(cut_off.trim_ascii()));
    }
    Ok(journal)
}

/// So much of the end of a file is read for each entry that is wanted, in bytes: twice what most of them take.
const ENTRY: u64 = 1 << 10;

/// The newest entries, oldest first, `most` of them at the most: the ends of the files are read, however long they are.
pub(super) fn newest(files: &dyn Files, most: usize) -> Result<Vec<Entry>, FileError> {
    let mut newest = Vec::new();
    for name in [NAME, OLDER] {
        let wanted = most - newest.len();
        if wanted == 0 {
            break;
        }
        newest.extend(end_of(files, name, wanted)?);
    }
    newest.reverse();
    Ok(newest)
}

/// The entries at the end of a file, newest first, `most` of them at the most.
fn end_of(files: &dyn Files, name: &str, most: usize) -> Result<Vec<Entry>, FileError> {
    let mut bytes = ENTRY.saturating_mul(u64::try_from(most).unwrap_or(u64::MAX));
    loop {
        let end = files.tail(name, bytes)?.unwrap_or_default();
        // Where it does not begin with the file, the first line may be the end of one.
        let is_whole = u64::try_from(end.len()).unwrap_or(u64::MAX) < bytes;
        let lines = end
            .split(|byte| *byte == b'\n')
            .skip(usize::from(!is_whole));
        let lines: Vec<&[u8]> = lines.collect();
        let entries = lines.iter().rev();
        let entries = entries.filter_map(|line| serde_json::from_slice(line).ok());
        let entries: Vec<Entry> = entries.take(most).collect();
        if is_whole || entries.len() == most {
            return Ok(entries);
        }
        bytes = bytes.saturating_mul(4);
    }
}

#[cfg(test)]
mod tests {
    use super::super::memory::Memory;
    use super::*;

    fn entry(number: u64) -> Entry {
        Entry {
            message: format!("entry {number}"),
            ..Entry::default()
        }
    }

    #[test]
    fn the_oldest_are_forgotten_and_none_is_there_twice() {
        let files = Memory::default();
        for round in 0..80 {
            let mut entries: Vec<Entry> = (0..1000).map(|n| entry(round * 1000 + n)).collect();
            append(&files, &mut entries).unwrap();
        }
        let kept: Vec<u64> = read(&files)
            .unwrap()
            .entries
            .iter()
            .map(|e| e.record)
            .collect();
        assert!(kept.first().is_some_and(|first| *first > 1));
        assert_eq!(kept.last(), Some(&80_000));
        assert!(kept.windows(2).all(|pair| pair[1] == pair[0] + 1));
    }

    #[test]
    fn the_newest_are_those_at_the_end_of_all() {
        let files = Memory::default();
        // Some are long, and the last lines are no entries.
        let text = "x".repeat(5_000);
        for round in 0..30 {
            let mut entries: Vec<Entry> = (0..1000).map(|n| entry(round * 1000 + n)).collect();
            entries[999].message.push_str(&text);
            append(&files, &mut entries).unwrap();
        }
        files
            .append(NAME, b"{\"message\":\"\xff\"}\n{\"rec")
            .unwrap();
        let all = read(&files).unwrap().entries;
        assert!(files.length(OLDER).unwrap() > Some(0));
        for most in [0, 1, 2, 500, 1001, all.len() - 1, all.len(), all.len() + 1] {
            let newest = newest(&files, most).unwrap();
            assert_eq!(newest, all[all.len().saturating_sub(most)..], "{most}");
        }
        assert!(super::newest(&Memory::default(), 5).unwrap().is_empty());
    }

    #[test]
    fn half_a_line_is_left_out_and_does_not_swallow_the_next() {
        let files = Memory::default();
        append(&files, &mut [entry(1)]).unwrap();
        files.append(NAME, b"{\"rec").unwrap();
        let journal = read(&files).unwrap();
        assert_eq!((journal.entries.len(), journal.unreadable.len()), (1, 0));
        append(&files, &mut [entry(2)]).unwrap();
        let journal = read(&files).unwrap();
        let records: Vec<u64> = journal.entries.iter().map(|e| e.record).collect();
        assert_eq!(records, [1, 2]);
        assert_eq!(journal.unreadable, [(NAME.into(), 2)]);
    }

    #[test]
    fn a_line_that_is_no_text_keeps_the_others() {
        let files = Memory::default();
        append(&files, &mut [entry(1), entry(2)]).unwrap();
        files.append(NAME, b"{\"message\":\"\xff\xfe\"}\n").unwrap();
        append(&files, &mut [entry(3)]).unwrap();
        let journal = read(&files).unwrap();
        assert_eq!(journal.entries.len(), 3);
        assert_eq!(journal.unreadable, [(NAME.into(), 3)]);
    }
}
