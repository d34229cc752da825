//! Reading files that may never end, or never begin: devices, pipes, FIFOs that nobody writes to.
//!
//! Every read looks whether Ctrl+C was pressed, and nothing is read beyond what a text may hold.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, Read};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use iovsh_base::interrupt;

/// The longest file that is read as a whole, in bytes: the longest array of .NET.
const LONGEST: u64 = i32::MAX as u64;

/// The longest run of bytes that is taken from a device, and the longest line, in bytes. A device such as `/dev/zero` does not end.
const LONGEST_OF_DEVICE: u64 = 64 << 20;

/// A file whose reads end when Ctrl+C is pressed.
#[derive(Debug)]
pub struct Input {
    file: File,
    /// Whether a read may have to wait for somebody who writes.
    waits: bool,
    device: bool,
}

impl Input {
    /// Opens a file, without waiting for somebody to write to it.
    ///
    /// # Errors
    /// The kernel's.
    pub fn open(path: &Path) -> io::Result<Self> {
        let metadata = std::fs::metadata(path)?;
        let kind = metadata.file_type();
        let waits = kind.is_fifo() || kind.is_char_device();
        let mut options = OpenOptions::new();
        options.read(true);
        // Files of the kernel say that they are empty, and some of them wait for what will be written (`/proc/kmsg`).
        if waits || kind.is_file() && metadata.len() == 0 {
            options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        }
        Ok(Self {
            file: options.open(path)?,
            waits,
            device: kind.is_char_device(),
        })
    }

    /// The file itself: its position can be asked for and moved.
    pub fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Everything that is left of it.
    ///
    /// # Errors
    /// The kernel's; that it is too long; [`interrupt::Interrupted`].
    pub fn rest(&mut self) -> io::Result<Vec<u8>> {
        let most = if self.device {
            LONGEST_OF_DEVICE
        } else {
            LONGEST
        };
        let length = self.file.metadata().map_or(0, |data| data.len());
        let mut bytes = Vec::new();
        bytes
            .try_reserve(usize::try_from(length.min(most)).unwrap_or(0))
            .map_err(|_| io::ErrorKind::OutOfMemory)?;
        self.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(too_long(most));
        }
        Ok(bytes)
    }

    fn wait(&self) -> io::Result<()> {
        let slice = Timespec::try_from(interrupt::SLICE).ok();
        loop {
            interrupt::check()?;
            let mut places = [PollFd::new(&self.file, PollFlags::IN)];
            match poll(&mut places, slice.as_ref()) {
                Ok(0) | Err(Errno::INTR) => {}
                Ok(_) => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        interrupt::check()?;
        loop {
            if self.waits {
                self.wait()?;
            }
            match self.file.read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.waits = true,
                result => return result,
            }
        }
    }
}

/// Something to read from that takes long: every read looks whether Ctrl+C was pressed.
#[derive(Debug)]
pub struct Watched<R>(pub R);

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        interrupt::check()?;
        self.0.read(buffer)
    }
}

fn too_long(most: u64) -> io::Error {
    io::Error::new(
        io::ErrorKind::FileTooLarge,
        format!("it has more than {most} bytes, which is the most that is read at once"),
    )
}

/// The bytes of a file.
///
/// # Errors
/// The kernel's; that it is too long; [`interrupt::Interrupted`].
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    Input::open(path)?.rest()
}

/// The text of a file that is UTF-8.
///
/// # Errors
/// As [`bytes`], and `InvalidData` when it is no UTF-8.
pub fn text(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Appends the bytes up to the next line feed, with it; 0 at the end.
///
/// # Errors
/// The reader's, and that the line is longer than a line may be.
pub fn line(reader: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<usize> {
    let most = LONGEST_OF_DEVICE;
    let count = reader.take(most).read_until(b'\n', bytes)?;
    if count as u64 == most && bytes.last() != Some(&b'\n') {
        return Err(too_long(most));
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn a_device_without_end_is_refused() {
        let error = bytes(Path::new("/dev/zero")).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        let mut reader = BufReader::new(Input::open(Path::new("/dev/zero")).unwrap());
        let error = line(&mut reader, &mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn ordinary_files_are_read_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        std::fs::write(&path, "one\ntwo").unwrap();
        assert_eq!(text(&path).unwrap(), "one\ntwo");
        let mut reader = BufReader::new(Input::open(&path).unwrap());
        let mut found = Vec::new();
        assert_eq!(line(&mut reader, &mut found).unwrap(), 4);
        assert_eq!(line(&mut reader, &mut found).unwrap(), 3);
        assert_eq!(line(&mut reader, &mut found).unwrap(), 0);
        assert!(
            text(Path::new("/proc/self/status"))
                .unwrap()
                .contains("Pid:")
        );
    }

    #[test]
    fn a_read_ends_when_it_is_interrupted() {
        let flag = Arc::new(AtomicBool::new(true));
        let _watched = interrupt::watch(flag);
        let folder = tempfile::tempdir().unwrap();
        let fifo = folder.path().join("fifo");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &fifo,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
            0,
        )
        .unwrap();
        assert!(bytes(&fifo).is_err());
        assert!(bytes(Path::new("/etc/hostname")).is_err());
    }
}
