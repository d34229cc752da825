//! Elements of a domain for its firmware, serial ports, display and TPM, and the words of `virt-xml` that make the same.

use super::xml::Xml;
use crate::model::{BootKind, BootOrder, Firmware, Graphics, SerialPort, Video};

/// Microseconds in which a processor's limit is counted, as libvirt's own.
pub const PERIOD: u64 = 100_000;

/// The quota of `<cputune>` for a limit in percent: microseconds of a period, -1 for none.
#[must_use]
pub fn quota(limit: Option<u32>) -> i64 {
    let share = |limit: u32| u64::from(limit).saturating_mul(PERIOD) / 100;
    // libvirt refuses less than a millisecond.
    limit.map_or(-1, |limit| {
        i64::try_from(share(limit).max(1_000)).unwrap_or(-1)
    })
}

/// The limit in percent that such a quota is.
#[must_use]
pub fn limit(quota: i64, period: u64) -> Option<u32> {
    let quota = u64::try_from(quota).ok().filter(|quota| *quota > 0)?;
    u32::try_from(quota.saturating_mul(100) / period.max(1)).ok()
}

/// libvirt's word for a kind of device to boot from.
#[must_use]
pub fn boot_word(kind: BootKind) -> &'static str {
    match kind {
        BootKind::Floppy => "fd",
        BootKind::Disc => "cdrom",
        BootKind::HardDisk => "hd",
        BootKind::Network => "network",
    }
}

/// The kind of device behind libvirt's word for it.
#[must_use]
pub fn boot_kind(word: &str) -> Option<BootKind> {
    let all = [
        BootKind::Floppy,
        BootKind::Disc,
        BootKind::HardDisk,
        BootKind::Network,
    ];
    all.into_iter().find(|kind| boot_word(*kind) == word)
}

fn written(write: impl FnOnce(&mut Xml)) -> String {
    let mut xml = Xml::new();
    write(&mut xml);
    xml.finish().trim_end().to_owned()
}

/// The element for a kind of device to boot from.
#[must_use]
pub fn boot(kind: BootKind) -> String {
    written(|xml| {
        xml.empty("boot", &[("dev", Some(boot_word(kind)))]);
    })
}

/// What `<os>` says of UEFI with these rules, for libvirt to find the files by.
#[must_use]
pub fn firmware_features(secure_boot: bool) -> String {
    let enabled = Some(if secure_boot { "yes" } else { "no" });
    written(|xml| {
        xml.nest("firmware", &[], |xml| {
            for name in ["enrolled-keys", "secure-boot"] {
                xml.empty("feature", &[("enabled", enabled), ("name", Some(name))]);
            }
        });
    })
}

/// A TPM of this version, by swtpm.
#[must_use]
pub fn tpm(version: &str) -> String {
    written(|xml| {
        xml.nest("tpm", &[("model", Some("tpm-crb"))], |xml| {
            let backend = [("type", Some("emulator")), ("version", Some(version))];
            xml.empty("backend", &backend);
        });
    })
}

/// A serial port; none for a kind that is only read.
#[must_use]
pub fn serial(port: &SerialPort, number: usize) -> Option<String> {
    let number = number.to_string();
    let target = [("port", Some(number.as_str()))];
    match port {
        SerialPort::Terminal => Some(written(|xml| {
            xml.nest("serial", &[("type", Some("pty"))], |xml| {
                xml.empty("target", &target);
            });
        })),
        SerialPort::Socket(path) => Some(written(|xml| {
            xml.nest("serial", &[("type", Some("unix"))], |xml| {
                let source = [("mode", Some("bind")), ("path", Some(path.as_str()))];
                xml.empty("source", &source);
                xml.empty("target", &target);
            });
        })),
        SerialPort::Other(_) => None,
    }
}

/// A graphics card.
#[must_use]
pub fn video(video: &Video) -> String {
    written(|xml| {
        xml.nest("video", &[], |xml| {
            let model = [("type", Some(video.model.as_str())), ("heads", Some("1"))];
            xml.nest("model", &model, |xml| {
                if let Some((width, height)) = video.resolution {
                    let (x, y) = (width.to_string(), height.to_string());
                    xml.empty("resolution", &[("x", Some(&x)), ("y", Some(&y))]);
                }
            });
        });
    })
}

/// Where a display can be looked at.
#[must_use]
pub fn graphics(graphics: &Graphics) -> String {
    written(|xml| {
        let attributes = [
            ("type", Some(graphics.kind.as_str())),
            ("port", Some("-1")),
            ("autoport", Some("yes")),
            ("listen", graphics.listen.as_deref()),
        ];
        xml.empty("graphics", &attributes);
    })
}

/// What `virt-xml --edit` is told of a firmware and what it boots.
#[must_use]
pub fn boot_options(firmware: &Firmware) -> String {
    let mut options = Vec::new();
    if firmware.uefi {
        let enabled = if firmware.secure_boot { "yes" } else { "no" };
        options.push("firmware=efi".to_owned());
        for (at, name) in ["enrolled-keys", "secure-boot"].iter().enumerate() {
            options.push(format!("firmware.feature{at}.name={name}"));
            options.push(format!("firmware.feature{at}.enabled={enabled}"));
        }
    }
    if let BootOrder::Kinds(kinds) = &firmware.boot {
        options.extend(kinds.iter().map(|kind| boot_word(*kind).to_owned()));
    }
    options.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_the_quota_of_a_period_and_back() {
        for percent in [1, 33, 50, 99] {
            assert_eq!(limit(quota(Some(percent)), PERIOD), Some(percent));
        }
        assert_eq!(quota(None), -1);
        assert_eq!(limit(-1, PERIOD), None);
        assert_eq!(limit(0, PERIOD), None);
        assert_eq!(limit(50_000, 0), Some(5_000_000));
    }

    #[test]
    fn every_word_of_a_boot_device_is_read_back() {
        for word in ["fd", "cdrom", "hd", "network"] {
            assert_eq!(boot_kind(word).map(boot_word), Some(word));
        }
        assert_eq!(boot_kind("tape"), None);
    }
}
