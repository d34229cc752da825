//! `Write-Information`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Writes to the information stream. It is shown when $InformationPreference or -InformationAction says so.
///
/// # Examples
/// ```iovsh
/// PS> Write-Information 'VF 3 allocated' -Tags sriov 6>&1 | ForEach-Object MessageData
/// VF 3 allocated
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Information",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct WriteInformation {
    /// What is written.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        alias("Msg", "Message"),
        allow_null,
        allow_empty_string
    )]
    message_data: Value,
    /// Words by which it can be filtered.
    #[param(position = 1)]
    tags: Vec<String>,
}

impl Cmdlet for WriteInformation {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let tags: Vec<&str> = self.tags.iter().map(String::as_str).collect();
        cx.information(self.message_data.clone(), &tags)
    }
}
