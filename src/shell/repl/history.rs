//! The lines that were typed, in this session and in others, and the file that they are kept in.
//!
//! A line is in the file when it is run, so that a session whose terminal goes away loses nothing. Several shells share the
//! file: each appends, and reads what the others appended before its next prompt. Lines that may hold a secret stay in
//! memory. The file and its folder are the user's alone, whatever the umask says.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use reedline::{
    CommandLineSearch, FileBackedHistory, History, HistoryItem, HistoryItemId, HistorySessionId,
    ReedlineError, SearchQuery,
};

/// How many lines are kept.
const LINES: usize = 10_000;
/// The file is cut down to [`LINES`] lines when it is longer than this when a session begins.
const MOST_LINES: usize = LINES + LINES / 5;
/// How many bytes of a file are read; older lines are left out.
const MOST_BYTES: u64 = 64 << 20;
/// How long another shell is waited for that writes.
const PATIENCE: Duration = Duration::from_millis(500);
/// How a line break within an entry stands in the file.
const LINE_BREAK: &str = "<\\n>";

/// Words that say that a line may hold a secret. PSReadLine keeps lines with such words out of its file too.
const SECRET: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "asplaintext",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "secret",
    "convertto-securestring",
];

/// Whether a line may hold a secret.
fn is_sensitive(line: &str) -> bool {
    let line = line.to_lowercase();
    SECRET.iter().any(|word| line.contains(word))
}

type Answer<T> = Result<T, ReedlineError>;

/// The lines as the editor walks and searches them.
pub(super) struct Recall {
    lines: FileBackedHistory,
    file: Option<HistoryFile>,
    /// Whether lines go into the file.
    saves: Arc<AtomicBool>,
}

impl Recall {
    /// The lines of a file, and those that come. `None` keeps them in memory only.
    ///
    /// # Errors
    /// The file cannot be used; lines are then kept in memory.
    pub(super) fn open(path: Option<&Path>) -> (Self, io::Result<()>) {
        let lines = FileBackedHistory::new(LINES).unwrap_or_default();
        let mut recall = Self {
            lines,
            file: None,
            saves: Arc::new(AtomicBool::new(true)),
        };
        let Some(path) = path else {
            return (recall, Ok(()));
        };
        match HistoryFile::open(path) {
            Ok((file, lines)) => {
                recall.file = Some(file);
                recall.remember(lines);
                (recall, Ok(()))
            }
            Err(error) => (recall, Err(error)),
        }
    }

    /// Whether lines go into the file, to be changed while it is used.
    pub(super) fn saves(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.saves)
    }

    fn remember(&mut self, lines: Vec<String>) {
        for line in lines {
            // In memory nothing can fail.
            let _ = self.lines.save(HistoryItem::from_command_line(line));
        }
    }
}

impl History for Recall {
    fn save(&mut self, item: HistoryItem) -> Answer<HistoryItem> {
        // What others wrote comes before; what cannot be written is kept in memory.
        let _ = self.sync();
        if let Some(file) = &mut self.file
            && !item.command_line.trim().is_empty()
            && !is_sensitive(&item.command_line)
            && self.saves.load(Ordering::Relaxed)
        {
            let others = file.append(&item.command_line).unwrap_or_default();
            self.remember(others);
        }
        self.lines.save(item)
    }

    fn load(&self, id: HistoryItemId) -> Answer<HistoryItem> {
        self.lines.load(id)
    }

    fn count(&self, query: SearchQuery) -> Answer<i64> {
        let found = self.search(query)?.len();
        Ok(i64::try_from(found).unwrap_or(i64::MAX))
    }

    /// As in PSReadLine, the case of letters does not count.
    fn search(&self, mut query: SearchQuery) -> Answer<Vec<HistoryItem>> {
        let fits: Box<dyn Fn(&str) -> bool> = match query.filter.command_line.take() {
            Some(CommandLineSearch::Prefix(text)) => Box::new(move |line| begins(line, &text)),
            Some(CommandLineSearch::Substring(text)) => {
                let text = text.to_lowercase();
                Box::new(move |line| line.to_lowercase().contains(&text))
            }
            exact => {
                query.filter.command_line = exact;
                return self.lines.search(query);
            }
        };
        let most = query.limit.take();
        let most = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(0));
        let found = self.lines.search(query)?.into_iter();
        Ok(found
            .filter(|item| fits(&item.command_line))
            .take(most)
            .collect())
    }

    fn update(
        &mut self,
        id: HistoryItemId,
        updater: &dyn Fn(HistoryItem) -> HistoryItem,
    ) -> Answer<()> {
        self.lines.update(id, updater)
    }

    fn clear(&mut self) -> Answer<()> {
        self.lines.clear()
    }

    fn delete(&mut self, id: HistoryItemId) -> Answer<()> {
        self.lines.delete(id)
    }

    /// Takes over what other shells wrote.
    fn sync(&mut self) -> io::Result<()> {
        let others = match &mut self.file {
            Some(file) => file.others()?,
            None => Vec::new(),
        };
        self.remember(others);
        Ok(())
    }

    fn session(&self) -> Option<HistorySessionId> {
        self.lines.session()
    }
}

/// Whether a line begins with a text, whatever the case of the letters.
fn begins(line: &str, text: &str) -> bool {
    let mut letters = line.chars().flat_map(char::to_lowercase);
    text.chars()
        .flat_map(char::to_lowercase)
        .all(|letter| letters.next() == Some(letter))
}

/// Puts a line that was run elsewhere than at a prompt into the file, unless it may hold a secret.
///
/// # Errors
/// The file cannot be used.
pub fn remember(path: &Path, line: &str) -> io::Result<()> {
    if is_sensitive(line) {
        return Ok(());
    }
    let (mut file, _) = HistoryFile::open(path)?;
    file.append(line).map(|_| ())
}

/// The file, and how far it has been read.
#[derive(Debug)]
struct HistoryFile {
    path: PathBuf,
    read: u64,
}

impl HistoryFile {
    /// Opens or makes the file, with its folder; gives its lines.
    fn open(path: &Path) -> io::Result<(Self, Vec<String>)> {
        if let Some(folder) = path.parent() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)?;
            restrict(&File::open(folder)?, 0o700)?;
        }
        let mut this = Self {
            path: path.to_owned(),
            read: 0,
        };
        let mut file = this.locked()?;
        let length = file.metadata()?.len();
        this.read = length.saturating_sub(MOST_BYTES);
        let mut lines = this.unread(&mut file)?;
        if lines.len() > MOST_LINES {
            lines.drain(..lines.len() - LINES);
            this.replace(&lines)?;
        }
        Ok((this, lines))
    }

    /// The file, opened and locked. A shell that never gives its lock up is not waited for: what is appended is one write, and
    /// stays whole without a lock.
    fn locked(&self) -> io::Result<File> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let file = OpenOptions::new()
                .read(true)
                .append(true)
                .create(true)
                .mode(0o600)
                .custom_flags(
                    (rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK)
                        .bits()
                        .cast_signed(),
                )
                .open(&self.path)?;
            if !file.metadata()?.is_file() {
                return Err(io::Error::other("it is not an ordinary file"));
            }
            restrict(&file, 0o600)?;
            let locked = loop {
                match file.try_lock() {
                    Ok(()) => break true,
                    Err(_) if Instant::now() < deadline => {
                        std::thread::sleep(Duration::from_millis(5));
                    }
                    Err(_) => break false,
                }
            };
            // Another shell may have replaced it while this one waited.
            let same = std::fs::metadata(&self.path)
                .is_ok_and(|now| file.metadata().is_ok_and(|own| own.ino() == now.ino()));
            if !locked || same || Instant::now() >= deadline {
                return Ok(file);
            }
        }
    }

    /// The lines behind the place up to which the file was read. A last line without an end is one that is being written.
    fn unread(&mut self, file: &mut File) -> io::Result<Vec<String>> {
        if file.metadata()?.len() < self.read {
            // It was cut down by another shell, whose lines this one knows.
            self.read = file.metadata()?.len();
        }
        file.seek(SeekFrom::Start(self.read))?;
        let mut bytes = Vec::new();
        file.take(MOST_BYTES).read_to_end(&mut bytes)?;
        let whole = bytes
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1);
        self.read = self.read.saturating_add(whole as u64);
        let text = String::from_utf8_lossy(bytes.get(..whole).unwrap_or_default());
        Ok(text.lines().map(|l| l.replace(LINE_BREAK, "\n")).collect())
    }

    /// What other shells have appended since.
    fn others(&mut self) -> io::Result<Vec<String>> {
        match std::fs::metadata(&self.path) {
            Ok(data) if data.len() == self.read => return Ok(Vec::new()),
            _ => {}
        }
        let mut file = self.locked()?;
        self.unread(&mut file)
    }

    /// Appends a line; gives what other shells appended before it.
    fn append(&mut self, line: &str) -> io::Result<Vec<String>> {
        let mut file = self.locked()?;
        let others = self.unread(&mut file)?;
        let written = format!("{}\n", line.replace('\n', LINE_BREAK));
        file.write_all(written.as_bytes())?;
        self.read = file.stream_position()?;
        Ok(others)
    }

    /// Puts these lines in place of the file, at once.
    fn replace(&mut self, lines: &[String]) -> io::Result<()> {
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{}", std::process::id()));
        let beside = PathBuf::from(name);
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)?;
        let mut text = String::new();
        for line in lines {
            text.push_str(&line.replace('\n', LINE_BREAK));
            text.push('\n');
        }
        let moved = file
            .write_all(text.as_bytes())
            .and_then(|()| std::fs::rename(&beside, &self.path));
        if moved.is_err() {
            let _ = std::fs::remove_file(&beside);
        }
        self.read = text.len() as u64;
        moved
    }
}

/// Takes rights away that `mode` does not give.
fn restrict(file: &File, mode: u32) -> io::Result<()> {
    let now = file.metadata()?.permissions().mode() & 0o777;
    if now == mode {
        return Ok(());
    }
    file.set_permissions(Permissions::from_mode(mode))
}

#[cfg(test)]
mod tests {
    use super::*;
    use reedline::{SearchDirection, SearchFilter};

    fn all(recall: &Recall) -> Vec<String> {
        let query = SearchQuery::everything(SearchDirection::Forward, None);
        let found = recall.search(query).unwrap();
        found.into_iter().map(|item| item.command_line).collect()
    }

    fn opened(path: &Path) -> Recall {
        let (recall, result) = Recall::open(Some(path));
        result.unwrap();
        recall
    }

    fn type_in(recall: &mut Recall, line: &str) {
        recall
            .save(HistoryItem::from_command_line(line.to_owned()))
            .unwrap();
    }

    #[test]
    fn two_shells_share_the_file_and_each_sees_what_the_other_ran() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("iovsh/history");
        let (mut one, mut two) = (opened(&path), opened(&path));
        type_in(&mut one, "Get-VM");
        type_in(&mut two, "Get-VMSwitch");
        type_in(&mut one, "if (1) {\n  2\n}");
        two.sync().unwrap();
        assert_eq!(all(&one), ["Get-VM", "Get-VMSwitch", "if (1) {\n  2\n}"]);
        assert_eq!(all(&two), all(&one));
        assert_eq!(all(&opened(&path)), all(&one));
    }

    #[test]
    fn secrets_are_remembered_and_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        let mut recall = opened(&path);
        let secret = [
            "$s = ConvertTo-SecureString 'hunter2' -AsPlainText -Force",
            "$PassWord = 'hunter2'",
            "curl -H 'X-ApiKey: hunter2'",
            "$env:TOKEN = 'hunter2'",
            "New-Thing -Secret hunter2",
        ];
        for line in secret {
            type_in(&mut recall, line);
        }
        type_in(&mut recall, "Get-VM");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "Get-VM\n");
        assert_eq!(all(&recall).len(), secret.len() + 1);
        let one = SearchQuery::last_with_search(SearchFilter::anything(None));
        assert_eq!(recall.search(one).unwrap()[0].command_line, "Get-VM");
    }

    #[test]
    fn the_file_is_the_users_alone_also_when_it_was_not() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("iovsh");
        let path = inner.join("history");
        std::fs::create_dir(&inner).unwrap();
        std::fs::set_permissions(&inner, Permissions::from_mode(0o755)).unwrap();
        std::fs::write(&path, "Get-VM\n").unwrap();
        std::fs::set_permissions(&path, Permissions::from_mode(0o644)).unwrap();
        let recall = opened(&path);
        assert_eq!(all(&recall), ["Get-VM"]);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!((mode(&inner), mode(&path)), (0o700, 0o600));
    }

    #[test]
    fn a_symlink_is_not_followed_and_lines_are_kept_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("history"), folder.path().join("other"));
        std::fs::write(&other, "not mine\n").unwrap();
        std::os::unix::fs::symlink(&other, &path).unwrap();
        let (mut recall, result) = Recall::open(Some(&path));
        assert!(result.is_err());
        type_in(&mut recall, "Get-VM");
        assert_eq!(all(&recall), ["Get-VM"]);
        assert_eq!(std::fs::read_to_string(&other).unwrap(), "not mine\n");
    }

    #[test]
    fn a_long_file_is_cut_down_and_stays_shared() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("history");
        let mut before = opened(&path);
        let text: String = (0..MOST_LINES + 5).map(|n| format!("line {n}\n")).collect();
        std::fs::write(&path, text).unwrap();
        let mut after = opened(&path);
        assert_eq!(all(&after).len(), LINES);
        type_in(&mut before, "from before");
        type_in(&mut after, "from after");
        before.sync().unwrap();
        assert!(all(&before).ends_with(&["from before".to_owned(), "from after".to_owned()]));
        assert!(all(&opened(&path)).contains(&"from before".to_owned()));
        assert!(std::fs::read_to_string(&path).unwrap().lines().count() < MOST_LINES);
    }

    #[test]
    fn the_case_of_letters_does_not_count_in_a_search() {
        let (mut recall, _) = Recall::open(None);
        recall.remember(
            ["Get-VM", "1+1", "get-vmswitch", "Stop-VM"]
                .map(str::to_owned)
                .into(),
        );
        let lines = |query| -> Vec<String> {
            let found = recall.search(query).unwrap().into_iter();
            found.map(|item| item.command_line).collect()
        };
        let contains = |text: &str| SearchQuery::all_that_contain_rev(text.to_owned());
        assert_eq!(lines(contains("VM")), ["Stop-VM", "get-vmswitch", "Get-VM"]);
        assert_eq!(lines(contains("GET")), ["get-vmswitch", "Get-VM"]);
        assert_eq!(recall.count(contains("get")).unwrap(), 2);
        let last = |text: &str| SearchQuery::last_with_prefix(text.to_owned(), None);
        assert_eq!(lines(last("get-vm")), ["get-vmswitch"]);
        assert_eq!(lines(last("STOP")), ["Stop-VM"]);
        assert!(lines(last("VM")).is_empty());
    }
}
