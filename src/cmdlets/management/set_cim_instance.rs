//! `Set-CimInstance`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::cim;
use super::new_cim_instance::not_written;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Hashtable, Value};

/// Changes the properties of an instance of a management class. No class of this host can be written to: the error names the cmdlet that
/// changes what the instance stands for.
///
/// # Examples
/// ```iovsh
/// PS> Get-CimInstance Win32_OperatingSystem | Set-CimInstance -Property @{ Description = 'lab' } -ErrorAction SilentlyContinue; $?
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Set",
    noun = "CimInstance",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.SetCimInstanceCommand",
    alias = "scim",
    default_set = "CimInstanceComputerSet",
    impact = Medium
)]
pub struct SetCimInstance {
    /// The instance.
    #[param(
        set = "CimInstanceComputerSet",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "CimInstance"
    )]
    input_object: Option<Value>,
    /// The instances that this query finds.
    #[param(set = "QueryComputerSet", position = 0, mandatory)]
    query: Option<String>,
    /// The properties with their new values.
    #[param(set = "CimInstanceComputerSet", by_property_name, alias = "Arguments")]
    #[param(set = "QueryComputerSet", mandatory, by_property_name)]
    property: Option<Rc<Hashtable>>,
    /// `root/cimv2`, or `root/virtualization/v2` for Hyper-V's own classes.
    #[param(set = "QueryComputerSet")]
    namespace: Option<String>,
    /// Gives the instance.
    #[param(name = "PassThru")]
    pass_thru: bool,
    /// Only this host can be asked.
    #[param(alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// Accepted: answers come at once.
    #[param(alias = "OT")]
    operation_timeout_sec: Option<u32>,
}

impl Cmdlet for SetCimInstance {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        let (query, namespace) = (self.query.as_deref(), self.namespace.as_deref());
        let found = cim::meant(cx, query, namespace, self.input_object.as_ref())?;
        for instance in found {
            let class = cim::class_name(&instance).unwrap_or_default();
            cx.error(not_written(&class, "changed"))?;
        }
        Ok(())
    }
}
