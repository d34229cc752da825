//! `Invoke-CimMethod`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use super::cim::methods::{self, Of};
use super::cim::{Asker, Question};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{Flow, Interrupt};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{Hashtable, Value, convert};

/// Calls a method of a management class: it starts and ends processes and services, changes the state of virtual machines, restarts
/// the host.
///
/// Each method is carried out by the cmdlet that does the same; what that refuses is an error here too.
///
/// # Examples
/// ```iovsh
/// PS> (Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{ CommandLine = 'true' }).ReturnValue
/// 0
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "CimMethod",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.InvokeCimMethodCommand",
    alias = "icim",
    default_set = "ClassNameComputerSet",
    impact = Medium
)]
pub struct InvokeCimMethod {
    /// The class, for a method that needs no instance.
    #[param(set = "ClassNameComputerSet", position = 0, mandatory, alias = "Class")]
    class_name: Option<String>,
    /// An instance.
    #[param(
        set = "CimInstanceComputerSet",
        position = 0,
        mandatory,
        from_pipeline,
        alias = "CimInstance"
    )]
    input_object: Option<Value>,
    /// The method is called of each instance that this query finds.
    #[param(set = "QueryComputerSet", mandatory)]
    query: Option<String>,
    /// The arguments, by their names.
    #[param(position = 1)]
    arguments: Option<Rc<Hashtable>>,
    /// The method.
    #[param(position = 2, mandatory, alias = "Name")]
    method_name: String,
    /// `root/cimv2`, or `root/virtualization/v2` for Hyper-V's own classes.
    #[param(set = "ClassNameComputerSet", set = "QueryComputerSet")]
    namespace: Option<String>,
    /// Only this host can be asked.
    #[param(alias("CN", "ServerName"))]
    computer_name: Vec<String>,
    /// Only this host can be asked.
    cim_session: Option<Value>,
    /// Accepted: answers come at once.
    #[param(alias = "OT")]
    operation_timeout_sec: Option<u32>,
}

impl Cmdlet for InvokeCimMethod {
    fn process(&mut self, cx: &mut Context) -> Flow {
        super::this_host_only(&self.computer_name, "Management classes")?;
        if let Some(session) = &self.cim_session {
            let name = match session {
                Value::Object(object) => object.get("ComputerName").unwrap_or_default(),
                other => other.clone(),
            };
            super::this_host_only(&[convert::to_text(&name).to_string()], "Management classes")?;
        }
        let of = match (&self.input_object, &self.query, &self.class_name) {
            (Some(value), _, _) => vec![Of::Instance(value.clone())],
            (_, Some(query), _) => {
                let question = Question {
                    query: Some(query),
                    namespace: self.namespace.as_deref(),
                    ..Question::default()
                };
                methods::instances(cx, &question, Asker::Cim)?
            }
            (_, _, class) => vec![Of::Class(class.clone().unwrap_or_default())],
        };
        let arguments = match &self.arguments {
            Some(table) => Value::Hashtable(Rc::clone(table)),
            None => Value::Null,
        };
        for of in of {
            let target = match &of {
                Of::Class(name) => name.clone(),
                Of::Instance(value) => convert::to_text(value).to_string(),
            };
            if !cx.should_process(&target, &format!("Invoke-CimMethod: {}", self.method_name))? {
                continue;
            }
            match methods::call(cx, &of, &self.method_name, &arguments) {
                Ok(result) => cx.emit(result)?,
                Err(Interrupt::Error(error)) if !error.ends_script => cx.error(*error)?,
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }
}
