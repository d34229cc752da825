//! `Get-ClusterLog`.

use super::asked::Asked;
use super::targets;
use crate::complete;
use crate::host_access::{HostAccess, services};
use crate::management::emit_item;
use crate::management::targets::destination;
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Writes what the cluster wrote on its nodes into files, one for each node: `NODE_cluster.log`.
///
/// The last lines of the engine's own log are taken as they are, in the time of the node.
///
/// # Examples
/// ```iovsh
/// PS> New-VM job1 -MemoryStartupBytes 512MB -ComputerName hv1 | Out-Null
/// PS> Add-ClusterVirtualMachineRole job1 -Cluster hv1 | Out-Null
/// PS> Get-ClusterLog -Node hv1 -Cluster hv1 | ForEach-Object Name
/// hv1_cluster.log
/// PS> Get-Content hv1_cluster.log
/// Make 'job1' a role of the cluster.
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Get",
    noun = "ClusterLog",
    module = "FailoverClusters",
    output = "System.IO.FileInfo"
)]
pub struct GetClusterLog {
    /// The nodes; all that can be reached without it.
    #[param(position = 0, not_null_or_empty, complete = complete::hosts)]
    node: Given<Vec<String>>,
    /// The folder that the files are written to; the current one without it.
    #[param(not_null_or_empty)]
    destination: Option<String>,
    #[param(
        alias = "Span",
        no_effect = "the last lines are written as they are, whenever they were."
    )]
    time_span: Option<u32>,
    #[param(
        alias = "lt",
        no_effect = "the log is in the time of its node in any case."
    )]
    use_local_time: bool,
    #[param(
        alias = "scs",
        no_effect = "the log has no summary of the cluster; Get-ClusterGroup shows it."
    )]
    skip_cluster_state: bool,
    #[param(
        refused = "Pacemaker writes no log of its health. Test-Cluster and Get-ClusterResource show it."
    )]
    health: bool,
    #[flatten]
    asked: Asked,
}

/// The last lines of a log that are taken.
const LINES: usize = 20_000;

impl Cmdlet for GetClusterLog {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let nodes = targets::nodes(cx, &seen, self.node.as_deref(), &input)?;
        let nodes: Vec<String> = nodes.into_iter().map(|node| node.name.clone()).collect();
        let folder = self.destination.as_deref().unwrap_or(".");
        let folder = cx.session().locations.native(folder);
        for node in nodes {
            cx.go_on()?;
            let host = match node.eq_ignore_ascii_case(seen.host.name()) {
                true => Ok(seen.host.clone()),
                false => {
                    let services = services(cx)?;
                    let place = services.named(&node, None);
                    place.and_then(|place| services.place(place).host())
                }
            };
            let lines = match host.and_then(|host| host.cluster_log(LINES)) {
                Ok(lines) => lines,
                Err(error) => {
                    cx.refuse(&error)?;
                    continue;
                }
            };
            let mut text = lines.join("\n");
            text.push('\n');
            // The name of a node comes from the cluster: it must not lead out of the folder.
            let name: String = node
                .chars()
                .map(|c| if c == '/' || c.is_control() { '_' } else { c })
                .collect();
            let path = folder.join(format!("{name}_cluster.log"));
            if let Err(error) = std::fs::write(&path, text) {
                cx.error(
                    ShellError::new(
                        "FileOpenFailure",
                        ErrorCategory::WriteError,
                        format!("'{}' cannot be written: {error}.", path.display()),
                    )
                    .target(node)
                    .help("Choose a folder that you may write to: -Destination FOLDER"),
                )?;
                continue;
            }
            let at = destination(cx, &path.to_string_lossy())?;
            emit_item(cx, &at)?;
        }
        Ok(())
    }
}
