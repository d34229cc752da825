//! `Test-Cluster`.

use super::asked::Asked;
use super::checks::{self, CHECKS, Nodes, Verdict};
use super::targets;
use crate::complete;
use crate::types::{ClusterTestInfo, ClusterTestResult};
use iovsh_derive::Cmdlet;
use iovsh_shell::argument::Given;
use iovsh_shell::cmdlet::{Cmdlet, Emit};
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// Says what would keep a virtual machine from moving to, or starting on, another node of a cluster.
///
/// Each node is looked at: its switches, teams and migration networks, its processors and versions; and each running role is compared with each
/// node. Nothing is changed. What is found is a table of results: `Failed` keeps something from moving, `Warning` is worth a look. -List shows
/// the tests; -Include and -Ignore take names of tests and of categories.
///
/// # Examples
/// What is against the nodes of a cluster as it comes:
/// ```iovsh
/// PS> Test-Cluster -Node hv1, hv2 -Include 'Validate Fencing' -Cluster hv1 | ForEach-Object { "$($_.Result): $($_.Message)" }
/// Failed: Nothing switches a node off that does not answer: its virtual machines could run twice.
/// ```
/// What there is to test:
/// ```iovsh
/// PS> Test-Cluster -List -Cluster hv1 | Select-Object -First 3 | ForEach-Object DisplayName
/// List Nodes
/// Validate Switches
/// Validate Teams
/// ```
/// Only what is wrong:
/// ```iovsh
/// PS> Test-Cluster -Node hv1, hv2 -Cluster hv1 | Where-Object Result -eq Failed | ForEach-Object Test
/// Validate Migration Networks
/// Validate Migration Networks
/// Validate Fencing
/// ```
#[derive(Cmdlet)]
#[cmdlet(verb = "Test", noun = "Cluster", module = "FailoverClusters", should_process, output = ClusterTestResult, output = ClusterTestInfo)]
pub struct TestCluster {
    /// The nodes; all of the cluster without it.
    #[param(position = 0, not_null_or_empty, complete = complete::hosts)]
    node: Given<Vec<String>>,
    #[param(no_effect = "disks are tested with the virtual machines that have them.")]
    disk: Vec<Value>,
    #[param(no_effect = "there are no pools of disks here.")]
    pool: Vec<Value>,
    #[param(
        no_effect = "the results are objects; Export-Csv and ConvertTo-Html make a file of them."
    )]
    report_name: Option<String>,
    /// Lists the tests, and runs none.
    list: bool,
    /// Runs these tests, or those of these categories, alone.
    #[param(not_null_or_empty)]
    include: Given<Vec<String>>,
    /// Does not run these tests, or those of these categories.
    #[param(not_null_or_empty)]
    ignore: Given<Vec<String>>,
    #[param(no_effect = "nothing is asked: no test changes anything.")]
    force: bool,
    #[flatten]
    asked: Asked,
}

impl Cmdlet for TestCluster {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let is_one = |names: &[String], check: &checks::Check| {
            names.iter().any(|name| {
                name.eq_ignore_ascii_case(check.name) || name.eq_ignore_ascii_case(check.category)
            })
        };
        for name in self.include.iter().chain(self.ignore.iter()).flatten() {
            let known = |check: &checks::Check| is_one(std::slice::from_ref(name), check);
            if !CHECKS.iter().any(known) {
                return Err(no_such_test(name).into());
            }
        }
        let wanted = CHECKS.iter().filter(|check| {
            let included = self
                .include
                .as_deref()
                .is_none_or(|names| is_one(names, check));
            included
                && !self
                    .ignore
                    .as_deref()
                    .is_some_and(|names| is_one(names, check))
        });
        let wanted: Vec<&checks::Check> = wanted.collect();
        if self.list {
            for check in wanted {
                let info = ClusterTestInfo {
                    category: check.category.to_owned(),
                    display_name: check.name.to_owned(),
                    description: check.description.to_owned(),
                };
                cx.emit(info.into_value())?;
            }
            return Ok(());
        }
        let seen = self.asked.look(cx)?;
        let input = self.asked.input();
        let nodes = targets::nodes(cx, &seen, self.node.as_deref(), &input)?;
        let names: Vec<String> = nodes.into_iter().map(|node| node.name.clone()).collect();
        if !cx.should_process(&names.join(", "), "Test-Cluster")? {
            return Ok(());
        }
        let nodes = Nodes::open(cx, &seen, &names)?;
        for check in wanted {
            cx.go_on()?;
            let mut found = (check.run)(&nodes);
            if found.is_empty() {
                found.push(Verdict::passed(names.join(", ")));
            }
            for verdict in found {
                let result = ClusterTestResult {
                    category: check.category.to_owned(),
                    test: check.name.to_owned(),
                    result: verdict.result.to_owned(),
                    target: verdict.target,
                    message: verdict.message,
                    next_step: verdict.next_step,
                };
                cx.emit(result.into_value())?;
            }
        }
        Ok(())
    }
}

fn no_such_test(name: &str) -> ShellError {
    ShellError::new(
        "Cluster.NoSuchTest",
        ErrorCategory::InvalidArgument,
        format!("There is neither a test nor a category '{name}'."),
    )
    .target(name)
    .help("See which there are: Test-Cluster -List")
}
