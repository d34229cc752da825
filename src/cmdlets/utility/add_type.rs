//! `Add-Type`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Makes the types of an assembly known. Those that are there are there without it; code of .NET is not compiled.
///
/// # Examples
/// ```iovsh
/// PS> Add-Type -AssemblyName System.Web; [Math]::Abs(-1)
/// 1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Add",
    noun = "Type",
    module = "Microsoft.PowerShell.Utility",
    default_set = "FromSource"
)]
pub struct AddType {
    /// The text of a program in C#, which is not compiled here.
    #[param(set = "FromSource", position = 0, mandatory)]
    type_definition: Option<String>,
    /// The name of a class for -MemberDefinition.
    #[param(set = "FromMember", position = 0, mandatory)]
    name: Option<String>,
    /// The members of a class in C#, which are not compiled here.
    #[param(set = "FromMember", position = 1, mandatory)]
    member_definition: Vec<String>,
    /// Files of C# or of compiled code, which are not loaded here.
    #[param(set = "FromPath", position = 0, mandatory)]
    path: Vec<String>,
    /// The same by names that are taken as they are.
    #[param(set = "FromLiteralPath", mandatory, alias("PSPath", "LP"))]
    literal_path: Vec<String>,
    /// Assemblies of .NET.
    #[param(set = "FromAssemblyName", mandatory, alias = "AN")]
    assembly_name: Vec<String>,
    /// The namespace of the class of -MemberDefinition.
    #[param(set = "FromMember", alias = "NS")]
    namespace: Option<String>,
    /// Namespaces that the class of -MemberDefinition uses.
    #[param(set = "FromMember", alias = "Using")]
    using_namespace: Vec<String>,
    /// Assemblies that the program uses.
    #[param(
        set = "FromSource",
        set = "FromMember",
        set = "FromPath",
        set = "FromLiteralPath",
        alias = "RA"
    )]
    referenced_assemblies: Vec<String>,
    /// The language of the program.
    #[param(set = "FromSource", set = "FromMember")]
    language: Option<String>,
    /// Hands on the types that were made: none are.
    pass_thru: bool,
    /// Warnings of the compiler are no errors.
    ignore_warnings: bool,
}

/// Assemblies of .NET that are on Windows only, with what there is instead.
const WINDOWS: &[(&str, &str)] = &[
    (
        "System.Windows.Forms",
        "Ask at the prompt: Read-Host, $Host.UI.PromptForChoice.",
    ),
    (
        "PresentationFramework",
        "Ask at the prompt: Read-Host, $Host.UI.PromptForChoice.",
    ),
    (
        "PresentationCore",
        "Ask at the prompt: Read-Host, $Host.UI.PromptForChoice.",
    ),
    (
        "WindowsBase",
        "Ask at the prompt: Read-Host, $Host.UI.PromptForChoice.",
    ),
    (
        "Microsoft.VisualBasic",
        "Ask at the prompt: Read-Host, $Host.UI.PromptForChoice.",
    ),
    (
        "System.Drawing",
        "There are no pictures here; Show-VMNetworkTopology writes SVG.",
    ),
    (
        "System.DirectoryServices",
        "Accounts are asked of the system: getent passwd NAME.",
    ),
    (
        "System.Speech",
        "There is no speech here; Write-Host tells it in words.",
    ),
];

impl Cmdlet for AddType {
    fn process(&mut self, cx: &mut Context) -> Flow {
        if self.assembly_name.is_empty() {
            return Err(ShellError::new(
                "SOURCE_CODE_NOT_SUPPORTED",
                ErrorCategory::NotImplemented,
                "Code of .NET is neither compiled nor loaded here.",
            )
            .exception("System.PlatformNotSupportedException")
            .help("Write it as a class of the script: class Name { [int] Add([int]$a, [int]$b) { return $a + $b } }")
            .into());
        }
        for name in &self.assembly_name {
            // `System.Web, Version=...` names one too.
            let short = name.split(',').next().unwrap_or_default().trim();
            let short = short.strip_suffix(".dll").unwrap_or(short);
            let windows = WINDOWS
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(short));
            if let Some((_, help)) = windows {
                cx.error(
                    ShellError::new(
                        "ASSEMBLY_NOT_FOUND",
                        ErrorCategory::ObjectNotFound,
                        format!("Cannot find the assembly '{short}': it is on Windows only."),
                    )
                    .exception("System.Exception")
                    .target(short)
                    .help((*help).to_owned()),
                )?;
            } else if !short.to_ascii_lowercase().starts_with("system.")
                && !short.eq_ignore_ascii_case("System")
                && !short
                    .to_ascii_lowercase()
                    .starts_with("microsoft.powershell")
            {
                cx.error(
                    ShellError::new(
                        "ASSEMBLY_NOT_FOUND",
                        ErrorCategory::ObjectNotFound,
                        format!("Cannot add type. The assembly '{short}' could not be found."),
                    )
                    .exception("System.Exception")
                    .target(short),
                )?;
            }
        }
        Ok(())
    }
}
