//! `Register-CimIndicationEvent`.

use std::rc::Rc;

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::{ScriptBlock, Value};

/// Would have a script told when a management class changes. Classes tell nothing on this host; the error says how to wait instead.
///
/// # Examples
/// ```iovsh
/// PS> Register-CimIndicationEvent -ClassName Win32_ProcessStartTrace -ErrorAction SilentlyContinue; $?
/// False
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Register",
    noun = "CimIndicationEvent",
    module = "CimCmdlets",
    class = "Microsoft.Management.Infrastructure.CimCmdlets.RegisterCimIndicationCommand",
    default_set = "ClassNameComputerSet",
    unsupported
)]
pub struct RegisterCimIndicationEvent {
    /// The class.
    #[param(set = "ClassNameComputerSet", position = 0, mandatory)]
    class_name: Option<String>,
    /// A query.
    #[param(set = "QueryExpressionComputerSet", position = 0, mandatory)]
    query: Option<String>,
    /// The language of the query.
    #[param(set = "QueryExpressionComputerSet")]
    query_dialect: Option<String>,
    /// The name of the subscription.
    #[param(position = 100)]
    source_identifier: Option<String>,
    /// What runs when it happens.
    #[param(position = 101)]
    action: Option<Rc<ScriptBlock>>,
    /// What the events carry.
    message_data: Option<Value>,
    /// Where the class is.
    namespace: Option<String>,
    /// Not shown in the list of subscriptions.
    support_event: bool,
    /// Told elsewhere.
    forward: bool,
    /// How often.
    max_trigger_count: Option<i32>,
    /// The host.
    #[param(alias("CN", "ServerName"))]
    computer_name: Option<String>,
    /// A session with the host.
    cim_session: Option<Value>,
    /// How long to wait for the host.
    #[param(alias = "OT")]
    operation_timeout_sec: Option<u32>,
}

impl Cmdlet for RegisterCimIndicationEvent {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let what = self
            .class_name
            .as_ref()
            .or(self.query.as_ref())
            .cloned()
            .unwrap_or_default();
        cx.error(
            ShellError::new(
                "HRESULT 0x8004100c",
                ErrorCategory::NotImplemented,
                "Management classes tell of no changes on this host.",
            )
            .exception("Microsoft.Management.Infrastructure.CimException")
            .target(what)
            .help("Wait for an event of the host: Get-WinEvent -Wait, Wait-VM; or ask again: Get-CimInstance in a loop with Start-Sleep."),
        )
    }
}
