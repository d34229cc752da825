//! The first word of an error's id as scripts for Hyper-V test it.
//!
//! Hyper-V has few ids (`ObjectNotFound`, `InvalidParameter`, `InvalidState`, `AccessDenied`), each followed by the class of the cmdlet:
//! `ObjectNotFound,Microsoft.HyperV.PowerShell.Commands.SetVMNetworkAdapter`. Where the situation is one of theirs the record has
//! their word, and the finer id of this program goes to `$_.Exception.Data['IovshErrorId']`. Everywhere else the finer id
//! stays what `FullyQualifiedErrorId` begins with. docs/error-ids.md has the table.

use crate::{elsewhere, missing_file, vmswitch};
use iovsh_shell::cmdlet::CmdletSpec;
use iovsh_shell::error::{ErrorCategory, ShellError};
use iovsh_shell::eval::Session;

const VIRTUALIZATION: &str = "Microsoft.HyperV.PowerShell.VirtualizationException";
/// What the cmdlets of modules that are made of CIM classes throw.
const CIM_JOB: &str = "Microsoft.PowerShell.Cmdletization.Cim.CimJobException";
/// What such modules say of an object that is not there. No cmdlet of Hyper-V does.
const CIM_NOT_FOUND: &str = "CmdletizationQuery_NotFound";

/// What is a virtual machine's, an adapter's or a switch's: there Hyper-V's words are known.
const KNOWN: &[&str] = &[
    "Vm.",
    "Adapter.",
    "Switch.",
    "Acl.",
    "Checkpoint.",
    "NetAdapter.NotFound",
    "Host.Mac",
];

/// Puts Hyper-V's words into an error of a cmdlet, and the host that it is about into its next step.
pub fn put(session: &Session, spec: &CmdletSpec, error: &mut ShellError) {
    let is_of_hosts = matches!(spec.module, "Hyper-V" | "NetAdapter");
    if is_of_hosts {
        missing_file::say_what_there_is(session, error);
    }
    if spec.name == "New-VMSwitch" {
        vmswitch::external::say_how(session, error);
    }
    if let (Some(host), Some(step)) = (&error.host, &error.help) {
        error.help = Some(elsewhere::step_of(host, step));
    }
    hyperv(spec, error);
}

fn hyperv(spec: &CmdletSpec, error: &mut ShellError) {
    match spec.module {
        "Hyper-V" => {}
        "NetAdapter" => {
            if &*error.exception == VIRTUALIZATION {
                error.exception = CIM_JOB.into();
            }
            return;
        }
        _ => return,
    }
    if error.id.starts_with(CIM_NOT_FOUND) {
        error.id = "NetAdapter.NotFound".into();
    }
    let Some((word, category)) = word(spec.name, &error.id, error.category) else {
        return;
    };
    error.detail = Some(std::mem::replace(&mut error.id, word.into()));
    error.category = category;
    if error
        .exception
        .starts_with("System.Management.Automation.RuntimeException")
    {
        error.exception = VIRTUALIZATION.into();
    }
}

/// Hyper-V's id and category for a situation, where they are known.
fn word(cmdlet: &str, id: &str, category: ErrorCategory) -> Option<(&'static str, ErrorCategory)> {
    if id == "Host.PermissionDenied" {
        return Some(("AccessDenied", category));
    }
    // A machine's name that Get-VM does not find is a wrong argument; every other cmdlet says that the object is not there.
    if cmdlet == "Get-VM" && id == "Vm.NotFound" {
        return Some(("InvalidParameter", ErrorCategory::InvalidArgument));
    }
    if !KNOWN.iter().any(|known| id.starts_with(known)) {
        return None;
    }
    let word = match category {
        ErrorCategory::ObjectNotFound => "ObjectNotFound",
        ErrorCategory::InvalidArgument => "InvalidParameter",
        ErrorCategory::InvalidOperation => "InvalidState",
        _ => return None,
    };
    Some((word, category))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(cmdlet: &str, id: &'static str, category: ErrorCategory) -> (String, Option<String>) {
        let spec = crate::all()
            .iter()
            .find(|spec| spec.name == cmdlet)
            .unwrap();
        let mut error = ShellError::new(id, category, "x").exception(VIRTUALIZATION);
        hyperv(spec, &mut error);
        (error.id.to_string(), error.detail.map(|id| id.to_string()))
    }

    #[test]
    fn known_situations_have_hyperv_s_word_and_others_our_own() {
        use ErrorCategory as C;
        let both = |word: &str, own: &str| (word.to_owned(), Some(own.to_owned()));
        assert_eq!(
            said("Get-VM", "Vm.NotFound", C::ObjectNotFound),
            both("InvalidParameter", "Vm.NotFound")
        );
        assert_eq!(
            said("Stop-VM", "Vm.NotFound", C::ObjectNotFound),
            both("ObjectNotFound", "Vm.NotFound")
        );
        assert_eq!(
            said("Save-VM", "Vm.InvalidState", C::InvalidOperation),
            both("InvalidState", "Vm.InvalidState")
        );
        assert_eq!(
            said("New-VM", "Host.PermissionDenied", C::PermissionDenied),
            both("AccessDenied", "Host.PermissionDenied")
        );
        assert_eq!(
            said("Remove-VMSwitch", "Switch.InUse", C::ResourceBusy),
            ("Switch.InUse".into(), None)
        );
        assert_eq!(
            said(
                "New-VMSwitch",
                "CmdletizationQuery_NotFound_Name",
                C::ObjectNotFound
            ),
            both("ObjectNotFound", "NetAdapter.NotFound")
        );
        assert_eq!(
            said(
                "Get-NetAdapter",
                "CmdletizationQuery_NotFound_Name",
                C::ObjectNotFound
            ),
            ("CmdletizationQuery_NotFound_Name".into(), None)
        );
        assert_eq!(
            said("Set-NetAdapterSriov", "Iov.VfInUse", C::ResourceBusy),
            ("Iov.VfInUse".into(), None)
        );
    }
}
