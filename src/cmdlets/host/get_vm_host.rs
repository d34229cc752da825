//! `Get-VMHost`.

use super::output::emit;
use crate::types::{CimSession, Credential, VmHost};
use iovsh_derive::Cmdlet;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Gets the virtualization host, and says whether SR-IOV can work on it.
///
/// `IovSupport` is about the platform: processor, IOMMU, firmware. When it is False, `IovSupportReasons` has a sentence for
/// each thing that is missing. Whether a network adapter can do SR-IOV is what Get-NetAdapterSriov tells.
///
/// # Examples
/// Whether SR-IOV can work here:
/// ```iovsh
/// PS> Get-VMHost | Format-List IovSupport, IovSupportReasons
/// IovSupport        : True
/// IovSupportReasons : {}
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Get", noun = "VMHost", module = "Hyper-V", default_set = "ComputerName", output = VmHost)]
pub struct GetVmHost {
    /// Sessions with other hosts, of New-CimSession.
    #[param(
        set = "CimSession",
        position = 0,
        mandatory,
        by_property_name,
        allow_null_property
    )]
    cim_session: Vec<CimSession>,
    /// The hosts: names that ssh knows, or hosts of a simulated fleet.
    #[param(set = "ComputerName", position = 0, from_pipeline, not_null_or_empty)]
    computer_name: Vec<String>,
    /// Whom ssh logs in as: a user name. Passwords are asked for by ssh itself.
    #[param(set = "ComputerName", position = 1, from_pipeline, not_null_or_empty)]
    credential: Vec<Credential>,
}

impl Cmdlet for GetVmHost {
    fn process(&mut self, cx: &mut Context) -> Flow {
        emit(cx)
    }
}
