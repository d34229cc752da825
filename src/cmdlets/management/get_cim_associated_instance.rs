//! `Get-CimAssociatedInstance`.

use iovsh_derive::Cmdlet;

use super::cim;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Gets what belongs to an instance of a management class: the settings and adapters of a virtual machine, for example.
///
/// # Examples
/// ```iovsh
/// PS> $vm = Get-CimInstance Msvm_ComputerSystem -Namespace root/virtualization/v2 -Filter "ElementName = 'web1'"
/// PS> ($vm | Get-CimAssociatedInstance -ResultClassName Msvm_VirtualSystemSettingData).ElementName
/// web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "CimAssociatedInstance",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.GetCimAssociatedInstanceCommand",
    alias = "gcai",
    default_set = "ComputerSet"
)]
pub struct GetCimAssociatedInstance {
    /// By which class of associations. All are looked at.
    #[param(
        position = 1,
        no_effect = "all associations of an instance are looked at."
    )]
    association: Option<String>,
    /// Of which class.
    result_class_name: Option<String>,
    /// The instance.
    #[param(position = 0, mandatory, from_pipeline, alias = "CimInstance")]
    input_object: Value,
    /// The namespace of the instance is taken.
    #[param(no_effect = "what belongs to an instance is in its own namespace.")]
    namespace: Option<String>,
    /// Only this host can be asked.
    #[param(set = "ComputerSet", alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// Only the keys: all properties are given.
    key_only: bool,
}

impl Cmdlet for GetCimAssociatedInstance {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        match cim::related(cx, &self.input_object, self.result_class_name.as_deref()) {
            Ok(found) => cx.emit_all(found),
            Err(Interrupt::Error(error)) if !error.ends_script => cx.error(*error),
            Err(other) => Err(other),
        }
    }
}
