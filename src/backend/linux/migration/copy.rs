//! Copies of the disks of a VM that is off: libvirt sends those of one that runs only.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use crate::model::{MigratingDisk, Sending, Sent};
use crate::plan::program;
use crate::{Category, CauseSource, HostError};

use super::forward::{MOST_SAID, ssh_to, unreachable};

/// Between two looks at the copy.
const LOOK: Duration = Duration::from_millis(250);

/// Copies the images, one after the other, into those that the target has made ready. `watch` is told how far it is.
///
/// # Errors
/// An image cannot be read, or was written to meanwhile; the target cannot be reached or written to; `cancel` became true. What was copied is
/// the target's to remove.
pub(super) fn copy(
    sending: &Sending,
    watch: &mut dyn FnMut(&Sent),
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    let mut images = Vec::new();
    for disk in sending.disks.iter().filter(|disk| disk.copied) {
        images.push(Source::open(disk)?);
    }
    let all = images.iter().map(|image| image.length).sum();
    let mut before: u64 = 0;
    for image in &images {
        let mut tell = |sent: u64| {
            let sent = before.saturating_add(sent);
            watch(&Sent {
                percent: percent(sent, all),
                status: format!("Copying {}", image.disk.path),
                downtime: None,
            });
        };
        send(sending, image, &mut tell, cancel)?;
        before = before.saturating_add(image.length);
    }
    images.iter().try_for_each(Source::is_as_it_was)
}

fn percent(sent: u64, all: u64) -> u8 {
    let percent = sent.saturating_mul(100) / all.max(1);
    u8::try_from(percent.min(99)).unwrap_or(99)
}

/// An image that is copied, as it was found.
struct Source<'a> {
    disk: &'a MigratingDisk,
    image: File,
    length: u64,
    written: Option<SystemTime>,
}

impl<'a> Source<'a> {
    fn open(disk: &'a MigratingDisk) -> Result<Self, HostError> {
        let unread = |error: std::io::Error| failed(disk, &error.to_string());
        let mut image = File::open(&disk.path).map_err(unread)?;
        let found = image.metadata().map_err(unread)?;
        // The end of a block device is known by going there.
        let length = image.seek(SeekFrom::End(0)).map_err(unread)?;
        image.rewind().map_err(unread)?;
        Ok(Self {
            disk,
            image,
            length,
            written: found.modified().ok(),
        })
    }

    /// A machine that was started in between, by whatever tool, may have written while it was read.
    fn is_as_it_was(&self) -> Result<(), HostError> {
        let now = self.image.metadata();
        let now = now.map_err(|error| failed(self.disk, &error.to_string()))?;
        match now.modified().ok() == self.written {
            true => Ok(()),
            false => Err(failed(self.disk, "it was written to meanwhile")),
        }
    }
}

fn send(
    sending: &Sending,
    source: &Source<'_>,
    tell: &mut dyn FnMut(u64),
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    let disk = source.disk;
    let unread = |error: std::io::Error| failed(disk, &error.to_string());
    // Both have one place in the file: how far ssh has read is seen here.
    let mut place = source.image.try_clone().map_err(unread)?;
    let image = source.image.try_clone().map_err(unread)?;
    let (mut ssh, address) = ssh_to(sending)?;
    ssh.args(address.words());
    // The shell at the other end takes this apart again.
    ssh.arg(program(writing(&disk.destination)));
    ssh.stdin(Stdio::from(image))
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = ssh
        .spawn()
        .map_err(|error| crate::ssh::no_ssh(&address.name, &error))?;
    let ended = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Ok(status),
            Ok(None) if cancel.load(Ordering::Relaxed) => {
                break Err(failed(disk, "the copy was ended"));
            }
            Ok(None) => {}
            Err(error) => break Err(unreachable(sending, &error.to_string())),
        }
        tell(place.stream_position().unwrap_or(0));
        std::thread::sleep(LOOK);
    };
    let status = ended.inspect_err(|_| {
        // It is only a carrier: what it carried is given up.
        let _ = child.kill();
        let _ = child.wait();
    })?;
    if !status.success() {
        let mut said = String::new();
        if let Some(errors) = child.stderr.take() {
            // What cannot be read is not known.
            let _ = errors.take(MOST_SAID).read_to_string(&mut said);
        }
        return Err(failed(disk, said.trim()));
    }
    // An image that cannot be read to its end looks like a shorter one from there.
    let sent = place.stream_position().map_err(unread)?;
    match sent == source.length {
        true => Ok(()),
        false => Err(failed(
            disk,
            &format!("{sent} of its {} bytes were sent", source.length),
        )),
    }
}

/// Writes what it reads into the file that is there (one that was removed meanwhile is not made again), leaves holes where there is nothing, and ends when all of it is on the disk: the
/// source may remove its own afterwards.
fn writing(path: &str) -> [String; 6] {
    [
        "dd".to_owned(),
        format!("of={path}"),
        "bs=1M".to_owned(),
        "iflag=fullblock".to_owned(),
        "conv=sparse,nocreat,fsync".to_owned(),
        "status=none".to_owned(),
    ]
}

fn failed(disk: &MigratingDisk, words: &str) -> HostError {
    HostError::new(
        "Migration.NotCopied",
        Category::WriteError,
        format!(
            "The disk {} could not be copied to {}.",
            disk.path, disk.destination
        ),
    )
    .target(disk.path.clone())
    .because(CauseSource::Ssh, words, None)
    .next_step("See whether its folder at the target has room, and whether the user that ssh logs in as may write there; or name another one with -DestinationStoragePath.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use std::os::unix::fs::MetadataExt as _;
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
            .args(["-c", &program(writing(&to.to_string_lossy()))])
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
