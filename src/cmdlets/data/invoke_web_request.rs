use iovsh_derive::Cmdlet;

use crate::management::unsupported;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Fetches a page: not from here, which has no HTTP client.
///
/// # Examples
/// ```iovsh
/// PS> try { Invoke-WebRequest http://localhost } catch { 'use curl' }
/// use curl
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Invoke",
    noun = "WebRequest",
    module = "Microsoft.PowerShell.Utility",
    alias("iwr", "Invoke-RestMethod", "irm")
)]
pub struct InvokeWebRequest {
    /// The address.
    #[param(position = 0, mandatory)]
    uri: String,
    /// `Get`, `Post` ...
    method: Option<String>,
    /// What is sent.
    #[param(from_pipeline)]
    body: Option<Value>,
    /// The headers.
    headers: Option<Value>,
    /// What the body is.
    content_type: Option<String>,
    /// Where the answer is kept.
    out_file: Option<String>,
    /// Another file's content to send.
    in_file: Option<String>,
    /// Who asks.
    credential: Option<Value>,
    /// Who asks: the user of the session.
    use_default_credentials: bool,
    /// How long to wait, in seconds.
    timeout_sec: Option<i32>,
    /// What the client calls itself.
    user_agent: Option<String>,
    /// Accepted for scripts of Windows PowerShell.
    use_basic_parsing: bool,
    /// Takes any certificate.
    skip_certificate_check: bool,
    /// A proxy.
    proxy: Option<String>,
    /// Hands on the answer too.
    pass_thru: bool,
}

impl Cmdlet for InvokeWebRequest {
    fn process(&mut self, _cx: &mut Context) -> Flow {
        Err(unsupported(
            "There is no HTTP client here.",
            &format!(
                "Run curl: its output comes back as lines (curl -fsSL {}).",
                self.uri
            ),
        )
        .into())
    }
}
