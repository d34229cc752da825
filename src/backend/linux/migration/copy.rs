//! Copies of the disks of a VM that is off: libvirt sends those of one that runs only.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::model::{MigratingDisk, Sending, Sent};
use crate::plan::program;
use crate::{Category, CauseSource, HostError};

use super::forward::{MOST_SAID, ssh_to, unreachable};

/// Between two looks at the copy.
const LOOK: Duration = Duration::from_millis(250);

/// Copies the images, one after the other, into those that the target has made ready. `watch` is told how far it is.
///
/// # Errors
/// An image cannot be read; the target cannot be reached or written to; `cancel` became true. What was copied is the target's to remove.
pub(super) fn copy(
    sending: &Sending,
    watch: &mut dyn FnMut(&Sent),
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    for disk in sending.disks.iter().filter(|disk| disk.copied) {
        send(sending, disk, watch, cancel)?;
    }
    Ok(())
}

fn send(
    sending: &Sending,
    disk: &MigratingDisk,
    watch: &mut dyn FnMut(&Sent),
    cancel: &AtomicBool,
) -> Result<(), HostError> {
    let unread = |error: std::io::Error| failed(disk, &error.to_string());
    let image = File::open(&disk.path).map_err(unread)?;
    let length = image.metadata().map_err(unread)?.len();
    // Both have one place in the file: how far ssh has read is seen here.
    let mut place = image.try_clone().map_err(unread)?;
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
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => {
                let mut said = String::new();
                if let Some(errors) = child.stderr.take() {
                    // What cannot be read is not known.
                    let _ = errors.take(MOST_SAID).read_to_string(&mut said);
                }
                return Err(failed(disk, said.trim()));
            }
            Ok(None) => {}
            Err(error) => return Err(unreachable(sending, &error.to_string())),
        }
        if cancel.load(Ordering::Relaxed) {
            // It is only a carrier: what it carried is given up.
            let _ = child.kill();
            let _ = child.wait();
            return Err(failed(disk, "the copy was ended"));
        }
        let done = place.stream_position().unwrap_or(0).saturating_mul(100);
        watch(&Sent {
            percent: u8::try_from((done / length.max(1)).min(99)).unwrap_or(99),
            status: format!("Copying {}", disk.path),
            downtime: None,
        });
        std::thread::sleep(LOOK);
    }
}

/// Writes what it reads into the file that is there, and leaves holes where there is nothing.
fn writing(path: &str) -> [String; 6] {
    [
        "dd".to_owned(),
        format!("of={path}"),
        "bs=1M".to_owned(),
        "iflag=fullblock".to_owned(),
        "conv=sparse".to_owned(),
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
    .next_step("See whether its folder at the target has room; or name another one with -DestinationStoragePath.")
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
