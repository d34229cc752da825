//! `Invoke-WmiMethod`.

use iovsh_derive::Cmdlet;

use super::cim::methods::{self, Of};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Value, convert};

/// Calls a method of a management class, in the manner of Windows PowerShell.
///
/// # Examples
/// ```iovsh
/// PS> (Invoke-WmiMethod -Class Win32_Process -Name Create -ArgumentList true).ReturnValue
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "WmiMethod",
    module = "Microsoft.PowerShell.Management",
    alias = "iwmi",
    default_set = "class",
    impact = Medium
)]
pub struct InvokeWmiMethod {
    /// The class, for a method that needs no instance.
    #[param(set = "class", position = 0, mandatory)]
    class: Option<String>,
    /// The method.
    #[param(set = "class", position = 1, mandatory)]
    #[param(set = "object", mandatory)]
    name: String,
    /// An instance.
    #[param(set = "object", mandatory, from_pipeline)]
    input_object: Option<Value>,
    /// The arguments, in their order.
    #[param(alias = "Args")]
    argument_list: Vec<Value>,
    /// `root/cimv2`, or `root/virtualization/v2` for Hyper-V's own classes.
    #[param(set = "class", alias = "NS")]
    namespace: Option<String>,
    /// Only this host can be asked.
    #[param(set = "class", alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// As whom: the user of the session.
    #[param(set = "class")]
    credential: Option<Value>,
}

impl Cmdlet for InvokeWmiMethod {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        let of = match &self.input_object {
            Some(value) => Of::Instance(value.clone()),
            None => Of::Class(self.class.clone().unwrap_or_default()),
        };
        let target = match &of {
            Of::Class(name) => name.clone(),
            Of::Instance(value) => convert::to_text(value).to_string(),
        };
        if !cx.should_process(&target, &format!("Invoke-WmiMethod ({})", self.name))? {
            return Ok(());
        }
        let arguments = Value::array(self.argument_list.clone());
        match methods::call(cx, &of, &self.name, &arguments) {
            Ok(result) => cx.emit(result),
            Err(Interrupt::Error(error)) if !error.ends_script => cx.error(*error),
            Err(other) => Err(other),
        }
    }
}
