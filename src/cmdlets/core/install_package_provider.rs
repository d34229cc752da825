use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Would install what fetches packages for Install-Module. There is nothing to be fetched from; a warning says so and the script goes on.
///
/// # Examples
/// ```iovsh
/// PS> Install-PackageProvider NuGet -Force -WarningAction SilentlyContinue
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Install",
    noun = "PackageProvider",
    module = "PackageManagement",
    class = "Microsoft.PowerShell.PackageManagement.Cmdlets.InstallPackageProvider",
    default_set = "PackageBySearch",
    unsupported
)]
pub struct InstallPackageProvider {
    /// The providers.
    #[param(set = "PackageBySearch", position = 0, mandatory)]
    name: Vec<String>,
    /// The only version.
    required_version: Option<String>,
    /// The least version.
    minimum_version: Option<String>,
    /// The greatest version.
    maximum_version: Option<String>,
    /// Where from.
    source: Vec<String>,
    /// For whom.
    #[param(validate_set("CurrentUser", "AllUsers"))]
    scope: Option<String>,
    /// All versions.
    all_versions: bool,
    /// Asks nothing.
    force: bool,
    /// Asks nothing of other providers.
    force_bootstrap: bool,
}

impl Cmdlet for InstallPackageProvider {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.warning(format!(
            "'{}' is not installed: no gallery of packages is known here. Modules are put into a folder of $env:PSModulePath.",
            self.name.join("', '")
        ))
    }
}
