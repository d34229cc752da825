//! `Remove-CimInstance`.

use iovsh_derive::Cmdlet;

use super::cim;
use super::cim::methods::{self, Of};
use super::new_cim_instance::not_written;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Removes an instance of a management class: a process ends. What other classes stand for is removed by the cmdlets that the error names.
///
/// # Examples
/// ```iovsh
/// PS> $p = Start-Process sleep 60 -PassThru; Get-CimInstance Win32_Process -Filter "ProcessId = $($p.Id)" | Remove-CimInstance; $p.WaitForExit(); $p.HasExited
/// True
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Remove",
    noun = "CimInstance",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.RemoveCimInstanceCommand",
    alias = "rcim",
    default_set = "CimInstanceComputerSet",
    impact = Medium
)]
pub struct RemoveCimInstance {
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
    /// `root/cimv2`, or `root/virtualization/v2` for Hyper-V's own classes.
    #[param(set = "QueryComputerSet", position = 1)]
    namespace: Option<String>,
    /// Only this host can be asked.
    #[param(alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// Accepted: answers come at once.
    #[param(alias = "OT")]
    operation_timeout_sec: Option<u32>,
}

impl Cmdlet for RemoveCimInstance {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        let (query, namespace) = (self.query.as_deref(), self.namespace.as_deref());
        let found = cim::meant(cx, query, namespace, self.input_object.as_ref())?;
        for instance in found {
            let class = cim::class_name(&instance).unwrap_or_default();
            if !class.eq_ignore_ascii_case("Win32_Process") {
                cx.error(not_written(&class, "removed"))?;
                continue;
            }
            let name = crate::inspect::text(&instance).to_string();
            if cx.should_process(&name, "Remove-CimInstance")? {
                methods::call(cx, &Of::Instance(instance), "Terminate", &Value::Null)?;
            }
        }
        Ok(())
    }
}
