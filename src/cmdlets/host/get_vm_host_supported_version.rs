//! `Get-VMHostSupportedVersion`.

use crate::complete;
use crate::host_access::{HostAccess, computer_name};
use crate::types::{CimSession, Credential};
use iovsh_backend::Scope;
use iovsh_backend::model::MachineType;
use iovsh_derive::{Cmdlet, PsObject};
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::types::VersionValue;
use iovsh_shell::value::Value;

/// A version that machines may have.
#[derive(Clone, Debug, PsObject)]
#[psobject(type_name = "Microsoft.HyperV.PowerShell.VMHostSupportedVersion")]
struct VmHostSupportedVersion {
    /// The machine type, by QEMU's name.
    name: String,
    /// Its version, which `Get-VM` shows of a machine.
    version: Option<VersionValue>,
    /// What New-VM gives a machine.
    #[then("CimSession" = Value::Null)]
    is_default: bool,
    #[then("IsDeleted" = false)]
    computer_name: String,
}

/// Gets the versions of machines that the host runs: QEMU's machine types of the family that New-VM uses.
///
/// # Examples
/// ```iovsh
/// PS> (Get-VMHostSupportedVersion -Default).Name
/// pc-q35-10.0
/// PS> (Get-VMHostSupportedVersion).Count
/// 6
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMHostSupportedVersion", module = "Hyper-V", default_set = "ComputerName", output = VmHostSupportedVersion)]
pub struct GetVmHostSupportedVersion {
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        set = "CimSession",
        position = 0,
        mandatory,
        by_property_name,
        allow_null_property,
        not_null_or_empty
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "ComputerName", position = 0, from_pipeline, not_null_or_empty, complete = complete::hosts)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "ComputerName", position = 1, not_null_or_empty)]
    credential: Vec<Credential>,
    /// Only the one that New-VM gives a machine.
    default: bool,
}

impl Cmdlet for GetVmHostSupportedVersion {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let scope = Scope {
            machine_types: true,
            ..Scope::NOTHING
        };
        let state = cx.snapshot(&scope)?;
        let computer = computer_name(cx)?;
        for (one, version) in MachineType::of_new(&state.machine_types) {
            if one.is_default || !self.default {
                let found = VmHostSupportedVersion {
                    name: one.name.clone(),
                    version: VersionValue::parse(version).ok(),
                    is_default: one.is_default,
                    computer_name: computer.clone(),
                };
                cx.emit(found.into_value())?;
            }
        }
        Ok(())
    }
}
