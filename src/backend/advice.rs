//! What can be done about a refusal of the kernel, of libvirt or of the file system, by its words and its category.

use super::error::{Category, Cause, CauseSource, HostError};
use super::plan::quote;
use super::policy::pattern;

impl HostError {
    /// The error with a next step: its own, or else what the words of its cause call for.
    #[must_use]
    pub fn advised(self) -> Self {
        if self.next_step.is_some() {
            return self;
        }
        let Some(step) = self.cause.as_ref().and_then(|cause| step(cause, &self)) else {
            return self;
        };
        self.next_step(step)
    }
}

/// The next step after a refusal of `error.target`. Who asked for an end needs none.
fn step(cause: &Cause, error: &HostError) -> Option<String> {
    let target = error.target.as_deref().unwrap_or("NAME");
    let text = match cause.source {
        CauseSource::Libvirt => libvirt(&cause.text, error.category, target)?,
        CauseSource::Kernel => kernel(error.category)?.to_owned(),
        CauseSource::Ssh | CauseSource::Pacemaker => return None,
        CauseSource::File => {
            "See whether the file system is full or read-only, and who owns the file: df, mount, ls -l.".to_owned()
        }
    };
    Some(text)
}

/// Whether libvirt's words say that the host has too little memory for a machine.
pub(crate) fn is_of_memory(words: &str) -> bool {
    words.contains("Cannot allocate memory") || words.contains("guest memory")
}

fn libvirt(words: &str, category: Category, target: &str) -> Option<String> {
    if is_of_memory(words) {
        return Some(format!(
            "The host has too little free memory for it: Get-VM shows who has how much; stop one with Stop-VM, or make this one smaller: Set-VMMemory {} -StartupBytes SIZE",
            pattern(target)
        ));
    }
    if words.contains("Failed to get") && words.contains("lock") {
        return Some(
            "Another machine that runs has the image, or one that builds on it: Get-VM | Get-VMHardDiskDrive shows which; stop that one with Stop-VM".to_owned(),
        );
    }
    if words.contains("vCPUs") {
        return Some(format!(
            "Give it fewer processors: Set-VMProcessor {} -Count 16; Get-VMHost | Format-List LogicalProcessorCount says how many the host has",
            pattern(target)
        ));
    }
    Some(match category {
        Category::OperationStopped => return None,
        Category::PermissionDenied => {
            "Run the command as root or as a member of the group 'libvirt'.".to_owned()
        }
        Category::ObjectNotFound => {
            "Somebody else may have removed it: see what there is with Get-VM and Get-VMSwitch."
                .to_owned()
        }
        Category::ResourceBusy | Category::OperationTimeout => {
            "Something still holds it: see the guest's console and 'virsh domjobinfo', and run the command again.".to_owned()
        }
        _ => format!(
            "Its log has more: less {}; or: journalctl -u virtqemud -u libvirtd",
            quote(&format!("/var/log/libvirt/qemu/{target}.log"))
        ),
    })
}

fn kernel(category: Category) -> Option<&'static str> {
    Some(match category {
        Category::OperationStopped => return None,
        Category::PermissionDenied => "Run the command as root.",
        Category::ResourceBusy => {
            "Something uses it: Get-NetAdapterSriovVf shows which virtual machine has which VF, 'dmesg | tail' what the kernel says."
        }
        Category::ResourceUnavailable => {
            "'Get-VMHost | Format-List Iov*' says what the platform lacks, 'dmesg | tail' what the kernel does."
        }
        Category::ObjectNotFound => {
            "It is gone, or its driver is: see what there is with Get-NetAdapter, and 'dmesg | tail'."
        }
        Category::InvalidOperation => {
            "Its driver cannot do this: 'Get-Help about_Drivers' says what each driver can."
        }
        Category::LimitsExceeded => "Get-NetAdapterSriov shows how much the adapter can.",
        _ => "See what the kernel says: 'dmesg | tail'.",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_a_command_is_one_word() {
        for words in ["Cannot allocate memory", "internal error"] {
            let error = HostError::new("A.B", Category::DeviceError, "No.").target("a; reboot");
            let advised = error.because(CauseSource::Libvirt, words, None).advised();
            let step = advised.next_step.clone().unwrap();
            assert!(
                step.contains("'a; reboot'") || step.contains("a; reboot.log'"),
                "{step}"
            );
        }
    }

    #[test]
    fn what_is_refused_has_a_next_step_and_one_of_its_own_stays() {
        for source in [CauseSource::Kernel, CauseSource::Libvirt, CauseSource::File] {
            for category in [
                Category::ResourceBusy,
                Category::ResourceUnavailable,
                Category::ObjectNotFound,
                Category::PermissionDenied,
                Category::LimitsExceeded,
                Category::DeviceError,
            ] {
                let error = HostError::new("A.B", category, "No.").because(source, "no", None);
                assert!(error.clone().advised().next_step.is_some());
                let own = error.next_step("Wait.").advised();
                assert_eq!(own.next_step.as_deref(), Some("Wait."));
            }
        }
    }
}
