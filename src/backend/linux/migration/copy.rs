//! Copies of the disks of a VM that does not run, and of what else goes along with it: libvirt sends disks of one that runs only.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::process::Stdio;
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use rustix::fs::{major, minor};

use crate::model::{Sending, Sent};
use crate::plan::{image_writer, program};
use crate::{Category, CauseSource, HostError};

use super::carrier::Carrier;
use super::forward::{ssh_to, unreachable};

/// Copies files and block devices, one after the other, into files that the target has made ready. `watch` is told how far it is.
///
/// # Errors
/// One cannot be read, or was written to meanwhile; the target cannot be reached or written to; `cancel` became true. What was copied is
/// the target's to remove.
pub(super) fn copy(
    sending: &Sending,
    watch: &mut dyn FnMut(&Sent),
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    let disks = sending.disks.iter().filter(|disk| disk.copied);
    let mut sources = Vec::new();
    for disk in disks {
        sources.push(Source::open(&disk.path, disk.destination.clone())?);
    }
    for file in &sending.files {
        sources.push(Source::open(&file.path, file.arriving(sending.id))?);
    }
    let all = sources.iter().map(|source| source.length).sum();
    let mut before: u64 = 0;
    for source in &sources {
        let mut tell = |sent: u64| {
            let sent = before.saturating_add(sent);
            watch(&Sent {
                percent: percent(sent, all),
                status: format!("Copying {}", source.path),
                downtime: None,
            });
        };
        send(sending, source, &mut tell, cancel)?;
        before = before.saturating_add(source.length);
    }
    sources.iter().try_for_each(Source::is_as_it_was)
}

fn percent(sent: u64, all: u64) -> u8 {
    let percent = sent.saturating_mul(100) / all.max(1);
    u8::try_from(percent.min(99)).unwrap_or(99)
}

/// What is copied, as it was found.
struct Source<'a> {
    path: &'a str,
    destination: String,
    file: File,
    length: u64,
    written: Option<Written>,
}

/// What changes when somebody writes to a file.
#[derive(Debug, PartialEq, Eq)]
enum Written {
    /// When it was written to.
    At(SystemTime),
    /// Of a block device the kernel counts the sectors that were written (`Documentation/block/stat.rst`, the seventh number).
    Sectors(String),
}

impl Written {
    /// `None` where the file system or the kernel does not tell.
    fn of(file: &File) -> std::io::Result<Option<Self>> {
        let facts = file.metadata()?;
        if !facts.file_type().is_block_device() {
            return Ok(facts.modified().ok().map(Self::At));
        }
        let (major, minor) = (major(facts.rdev()), minor(facts.rdev()));
        let counted = std::fs::read_to_string(format!("/sys/dev/block/{major}:{minor}/stat"))?;
        let sectors = counted.split_whitespace().nth(6);
        Ok(sectors.map(|sectors| Self::Sectors(sectors.to_owned())))
    }
}

impl<'a> Source<'a> {
    fn open(path: &'a str, destination: String) -> Result<Self, HostError> {
        let unread = |error: std::io::Error| failed(path, &destination, &error.to_string());
        let mut file = File::open(path).map_err(unread)?;
        let written = Written::of(&file).map_err(unread)?;
        // The end of a block device is known by going there.
        let length = file.seek(SeekFrom::End(0)).map_err(unread)?;
        file.rewind().map_err(unread)?;
        Ok(Self {
            path,
            destination,
            file,
            length,
            written,
        })
    }

    /// A machine that was started in between, by whatever tool, may have written while it was read.
    fn is_as_it_was(&self) -> Result<(), HostError> {
        let now = Written::of(&self.file);
        let now = now.map_err(|error| self.failed(&error.to_string()))?;
        match now == self.written {
            true => Ok(()),
            false => Err(self.failed("it was written to meanwhile")),
        }
    }

    fn failed(&self, words: &str) -> HostError {
        failed(self.path, &self.destination, words)
    }
}

fn send(
    sending: &Sending,
    source: &Source<'_>,
    tell: &mut dyn FnMut(u64),
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    let unread = |error: std::io::Error| source.failed(&error.to_string());
    // Both have one place in the file: how far ssh has read is seen here.
    let mut place = source.file.try_clone().map_err(unread)?;
    let file = source.file.try_clone().map_err(unread)?;
    let (mut ssh, address) = ssh_to(sending)?;
    ssh.args(address.words());
    // The shell at the other end takes this apart again.
    ssh.arg(program(image_writer(&source.destination)));
    ssh.stdin(Stdio::from(file))
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut carrier = Carrier::start(sending.id, &mut ssh, &address.name)?;
    let status = carrier
        .finish(cancel, || tell(place.stream_position().unwrap_or(0)))
        .map_err(|error| unreachable(sending, &error.to_string()))?
        .ok_or_else(|| source.failed("the copy was ended"))?;
    if !status.success() {
        return Err(source.failed(&carrier.said()));
    }
    // A file that cannot be read to its end looks like a shorter one from there.
    let sent = place.stream_position().map_err(unread)?;
    match sent == source.length {
        true => Ok(()),
        false => Err(source.failed(&format!("{sent} of its {} bytes were sent", source.length))),
    }
}

fn failed(path: &str, destination: &str, words: &str) -> HostError {
    HostError::new(
        "Migration.NotCopied",
        Category::WriteError,
        format!("{path} could not be copied to {destination}."),
    )
    .target(path)
    .because(CauseSource::Ssh, words, None)
    .next_step("See whether its folder at the target has room, and whether the user that ssh logs in as may write there; or name another one with -DestinationStoragePath.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::process::Command;

    /// What the far shell runs: into the very file that was made ready, whatever it is called, with the holes of the image.
    #[test]
    fn the_file_that_is_there_gets_what_the_image_holds() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("it's $(a) new.raw");
        std::fs::write(&to, "old and longer than nothing").unwrap();
        let before = std::fs::metadata(&to).unwrap().ino();
        let mut image = vec![0_u8; 3 << 20];
        image[..5].copy_from_slice(b"begin");
        let mut shell = Command::new("sh")
            .args(["-c", &program(image_writer(&to.to_string_lossy()))])
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        shell.stdin.take().unwrap().write_all(&image).unwrap();
        assert!(shell.wait().unwrap().success());
        let after = std::fs::metadata(&to).unwrap();
        assert_eq!(std::fs::read(&to).unwrap(), image);
        assert_eq!(after.ino(), before);
        assert!(after.blocks() * 512 < 3 << 20, "holes stay holes");
    }
}
