//! Opening files, and copying them, without a wait that Ctrl+C does not end: a FIFO has to have somebody at its other end, and a large
//! file takes long.

use std::fs::{File, OpenOptions, remove_file};
use std::io::{self, Write as _};
use std::os::unix::fs::{
    FileTypeExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{OFlags, copy_file_range, fcntl_getfl, fcntl_setfl};
use rustix::io::Errno;

use crate::file_read::Watched;
use iovsh_base::interrupt;

/// So many bytes are copied between two looks at Ctrl+C.
const PIECE: usize = 16 << 20;

/// So many bytes a pipe takes at once that has room for any.
const PIPE: usize = 4096;

/// Opens a file as `options` say. A FIFO that nobody reads is waited for until Ctrl+C is pressed.
///
/// # Errors
/// The kernel's; [`interrupt::Interrupted`].
pub fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.custom_flags(OFlags::NONBLOCK.bits().cast_signed());
    loop {
        interrupt::check()?;
        match options.open(path) {
            Ok(file) => {
                let flags = fcntl_getfl(&file)?;
                fcntl_setfl(&file, flags.difference(OFlags::NONBLOCK))?;
                return Ok(file);
            }
            Err(error) if is_unread(&error) && is_fifo(path) => {
                std::thread::sleep(interrupt::SLICE);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Writes a file as a whole, as `std::fs::write` does.
///
/// # Errors
/// As [`open`].
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    let mut file = open(options.write(true).create(true).truncate(true), path)?;
    if waits(&file) {
        return write_all(&mut file, bytes);
    }
    file.write_all(bytes)
}

/// What the kernel answers of a FIFO that nobody has open to read it.
fn is_unread(error: &io::Error) -> bool {
    error.raw_os_error() == Some(Errno::NXIO.raw_os_error())
}

fn is_fifo(path: &Path) -> bool {
    std::fs::metadata(path).is_ok_and(|found| found.file_type().is_fifo())
}

/// Whether a read or write of an open file may have to wait for somebody else.
pub fn waits(file: &File) -> bool {
    file.metadata().is_ok_and(|found| {
        let kind = found.file_type();
        kind.is_fifo() || kind.is_char_device() || kind.is_socket()
    })
}

/// Waits until a file can be read or written, or Ctrl+C is pressed.
///
/// # Errors
/// The kernel's; [`interrupt::Interrupted`].
pub fn wait(file: &File, until: PollFlags) -> io::Result<()> {
    let slice = Timespec::try_from(interrupt::SLICE).ok();
    loop {
        interrupt::check()?;
        match poll(&mut [PollFd::new(file, until)], slice.as_ref()) {
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Writes all of it into a file that may have to wait for a reader.
///
/// # Errors
/// As [`wait`].
pub fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    bytes.chunks(PIPE).try_for_each(|piece| {
        wait(file, PollFlags::OUT)?;
        file.write_all(piece)
    })
}

/// Copies a file with its permission bits, as `std::fs::copy` does; gives its length. What was copied before Ctrl+C is removed: half of a file
/// looks like a whole one.
///
/// # Errors
/// The kernel's; that it is no file, or the same one under another name; [`interrupt::Interrupted`].
pub fn copy(from: &Path, to: &Path) -> io::Result<u64> {
    let source = open(OpenOptions::new().read(true), from)?;
    let found = source.metadata()?;
    if !found.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is neither a file nor a folder",
        ));
    }
    let mode = found.permissions().mode();
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(mode);
    let target = open(&mut options, to)?;
    let there = target.metadata()?;
    if (there.dev(), there.ino()) == (found.dev(), found.ino()) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is the same file",
        ));
    }
    let is_file = there.is_file();
    if is_file {
        target.set_len(0)?;
        target.set_permissions(found.permissions())?;
    }
    let copied = poured(source, target);
    if copied.is_err() && is_file {
        let _ = remove_file(to);
    }
    copied
}

fn poured(source: File, mut target: File) -> io::Result<u64> {
    let mut copied: u64 = 0;
    loop {
        interrupt::check()?;
        match copy_file_range(&source, None, &target, None, PIECE) {
            Ok(0) if copied > 0 => return Ok(copied),
            Ok(count) if count > 0 => copied = copied.saturating_add(count as u64),
            Err(Errno::INTR) => {}
            // The kernel itself does not copy between these two, or not what has no length, as files of /proc.
            Ok(_) => return io::copy(&mut Watched(source), &mut target),
            Err(_) if copied == 0 => return io::copy(&mut Watched(source), &mut target),
            Err(error) => return Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    fn fifo(folder: &Path) -> std::path::PathBuf {
        let path = folder.join("fifo");
        let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
        rustix::fs::mknodat(rustix::fs::CWD, &path, rustix::fs::FileType::Fifo, mode, 0).unwrap();
        path
    }

    #[test]
    fn a_file_is_copied_with_its_bits_and_a_pipe_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for content in ["", "some text"] {
            std::fs::write(at("from"), content).unwrap();
            std::fs::set_permissions(at("from"), std::fs::Permissions::from_mode(0o640)).unwrap();
            std::fs::write(at("to"), "what was there before").unwrap();
            assert_eq!(copy(&at("from"), &at("to")).unwrap(), content.len() as u64);
            assert_eq!(std::fs::read_to_string(at("to")).unwrap(), content);
            let mode = std::fs::metadata(at("to")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o640);
        }
        // It has no length, and a content.
        assert!(copy(Path::new("/proc/self/stat"), &at("to")).unwrap() > 0);
        let refused = copy(&fifo(folder.path()), &at("to")).unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::InvalidInput);
        assert!(copy(Path::new("/dev/zero"), &at("to")).is_err());
    }

    #[test]
    fn what_nobody_reads_is_left_at_ctrl_c() {
        let folder = tempfile::tempdir().unwrap();
        let path = fifo(folder.path());
        let pressed = Arc::new(AtomicBool::new(false));
        let presses = Arc::clone(&pressed);
        let waiting = thread::spawn(move || {
            let _watched = interrupt::watch(presses);
            open(OpenOptions::new().write(true), &path).map(drop)
        });
        pressed.store(true, Ordering::Relaxed);
        assert!(waiting.join().unwrap().is_err());
        std::fs::write(folder.path().join("a"), "x").unwrap();
        let _watched = interrupt::watch(Arc::new(AtomicBool::new(true)));
        assert!(copy(&folder.path().join("a"), &folder.path().join("b")).is_err());
    }

    #[test]
    fn what_somebody_reads_arrives_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = fifo(folder.path());
        let reads = path.clone();
        let reader = thread::spawn(move || {
            let mut all = Vec::new();
            File::open(reads).unwrap().read_to_end(&mut all).unwrap();
            all
        });
        let text = vec![b'x'; 300_000];
        let mut file = open(OpenOptions::new().write(true), &path).unwrap();
        assert!(waits(&file));
        write_all(&mut file, &text).unwrap();
        drop(file);
        assert!(reader.join().unwrap() == text);
    }
}
