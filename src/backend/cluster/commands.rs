//! The commands of Pacemaker that carry out a change. What `-WhatIf` shows and what a node runs is one list.
//!
//! A wish for a VF becomes a score, never a condition: Pacemaker's utilization would keep a virtual machine from every node without a
//! free VF, so a rule gives each node as many points as it has VFs free.

use iovsh_base::base64::base64;

use super::change::{ClusterChange, NewRole};
use crate::plan::ShellLine;

/// The attribute of a node that says how many VFs it can give away.
pub(crate) const FREE_VFS: &str = "iovsh-free-vfs";
/// The attribute of a node that gets no new roles.
pub(crate) const PAUSED: &str = "iovsh-paused";
/// The set of properties of the cluster that holds the definitions.
pub(crate) const DEFINITIONS: &str = "iovsh-definitions";

/// What keeps a role where it runs: more than every node can have free VFs, less than a paused node scares.
const STICKINESS: u32 = 100_000;
/// What a paused node keeps new roles away with: Pacemaker uses no node with less than nothing. One that runs there stays, as its
/// stickiness is larger.
const PAUSED_SCORE: i32 = -50_000;
/// Between a preferred node and the next one: more than free VFs, so that an order that was asked for stands.
const PREFERENCE: usize = 2_000;

/// How the ids of iovsh's constraints begin that say what a role prefers.
pub(crate) fn prefer_id(role: &str, node: &str) -> String {
    format!("iovsh-prefer-{role}-on-{}", xml_name(node))
}

/// How the ids of iovsh's constraints begin that bar a role from a node.
pub(crate) fn bar_id(role: &str, node: &str) -> String {
    format!("iovsh-bar-{role}-on-{}", xml_name(node))
}

fn xml_name(text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let parts = text.chars().map(|c| match fits(c) {
        true => c.to_string(),
        false => format!("_{:x}", u32::from(c)),
    });
    parts.collect()
}

/// An attribute's value.
fn xml(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => quoted.push_str("&amp;"),
            '<' => quoted.push_str("&lt;"),
            '>' => quoted.push_str("&gt;"),
            '"' => quoted.push_str("&quot;"),
            // Nothing that XML cannot hold, and no line ends: Pacemaker does not give them back.
            c if c.is_control() => quoted.push(' '),
            c => quoted.push(c),
        }
    }
    quoted
}

fn run(words: &[&str]) -> ShellLine {
    ShellLine::Run {
        argv: words.iter().map(|word| (*word).to_owned()).collect(),
        input: None,
    }
}

fn put(section: &str, text: String) -> ShellLine {
    ShellLine::Run {
        argv: [
            "cibadmin",
            "--modify",
            "--allow-create",
            "--scope",
            section,
            "--xml-pipe",
        ]
        .map(str::to_owned)
        .into(),
        input: Some(text + "\n"),
    }
}

fn delete(section: &str, element: &str, id: &str) -> ShellLine {
    let text = format!("<{element} id=\"{}\"/>", xml(id));
    run(&[
        "cibadmin",
        "--delete",
        "--scope",
        section,
        "--xml-text",
        &text,
    ])
}

fn attribute(node: &str, name: &str, value: Option<&str>, lasts: bool) -> ShellLine {
    let mut words = vec!["crm_attribute", "--node", node, "--name", name];
    words.extend(["--lifetime", if lasts { "forever" } else { "reboot" }]);
    match value {
        Some(value) => words.extend(["--update", value]),
        None => words.push("--delete"),
    }
    run(&words)
}

/// The commands.
pub(super) fn of(change: &ClusterChange) -> Vec<ShellLine> {
    match change {
        ClusterChange::AddRole(role) => add(role),
        ClusterChange::RemoveRole {
            id,
            preferred,
            barred,
        } => {
            let mut lines = vec![run(&["crm_resource", "--clear", "--resource", id])];
            lines.extend(without(id, preferred, prefer_id));
            lines.extend(without(id, barred, bar_id));
            let own = [format!("iovsh-vfs-{id}"), format!("iovsh-paused-{id}")];
            lines.extend(own.map(|own| delete("constraints", "rsc_location", &own)));
            lines.push(delete("resources", "primitive", id));
            lines
        }
        ClusterChange::SetWanted { id, wanted } => vec![run(&[
            "crm_resource",
            "--resource",
            id,
            "--meta",
            "--set-parameter",
            "target-role",
            "--parameter-value",
            if *wanted { "Started" } else { "Stopped" },
        ])],
        ClusterChange::Move { id, node } => vec![run(&[
            "crm_resource",
            "--resource",
            id,
            "--move",
            "--node",
            node,
            "--quiet",
        ])],
        ClusterChange::EndMove { id } => {
            vec![run(&[
                "crm_resource",
                "--resource",
                id,
                "--clear",
                "--quiet",
            ])]
        }
        ClusterChange::Forgive { id } => {
            vec![run(&[
                "crm_resource",
                "--resource",
                id,
                "--cleanup",
                "--quiet",
            ])]
        }
        ClusterChange::SetStandby { node, on } => {
            vec![attribute(node, "standby", on.then_some("on"), true)]
        }
        ClusterChange::SetPaused { node, on } => {
            vec![attribute(node, PAUSED, on.then_some("true"), true)]
        }
        ClusterChange::Prefer { id, nodes, dropped } => {
            let mut lines = without(id, dropped, prefer_id);
            for (place, node) in nodes.iter().enumerate() {
                let score = PREFERENCE.saturating_mul(nodes.len().saturating_sub(place));
                lines.push(location(&prefer_id(id, node), id, node, &score.to_string()));
            }
            lines
        }
        ClusterChange::Bar { id, nodes, dropped } => {
            let mut lines = without(id, dropped, bar_id);
            let bars = nodes.iter();
            lines.extend(bars.map(|node| location(&bar_id(id, node), id, node, "-INFINITY")));
            lines
        }
        ClusterChange::Publish { node, free_vfs } => {
            vec![attribute(
                node,
                FREE_VFS,
                Some(&free_vfs.to_string()),
                false,
            )]
        }
        ClusterChange::KeepDefinition { vm, text } => {
            let id = format!("iovsh-definition-{vm}");
            let value = base64(text.as_bytes());
            let pair = format!("<nvpair id=\"{id}\" name=\"{id}\" value=\"{value}\"/>");
            vec![put(
                "crm_config",
                format!("<cluster_property_set id=\"{DEFINITIONS}\">{pair}</cluster_property_set>"),
            )]
        }
        ClusterChange::ForgetDefinition { vm } => {
            vec![delete(
                "crm_config",
                "nvpair",
                &format!("iovsh-definition-{vm}"),
            )]
        }
    }
}

fn without(id: &str, nodes: &[String], name: fn(&str, &str) -> String) -> Vec<ShellLine> {
    let nodes = nodes.iter();
    nodes
        .map(|node| delete("constraints", "rsc_location", &name(id, node)))
        .collect()
}

fn location(constraint: &str, id: &str, node: &str, score: &str) -> ShellLine {
    put(
        "constraints",
        format!(
            "<rsc_location id=\"{}\" rsc=\"{}\" node=\"{}\" score=\"{score}\"/>",
            xml(constraint),
            xml(id),
            xml(node)
        ),
    )
}

fn add(role: &NewRole) -> Vec<ShellLine> {
    let id = xml(&role.id);
    let pair = |set: &str, name: &str, value: &str| {
        format!(
            "<nvpair id=\"{id}-{set}-{name}\" name=\"{name}\" value=\"{}\"/>",
            xml(value)
        )
    };
    let operation = |name: &str, interval: &str, timeout: &str| {
        format!(
            "<op id=\"{id}-{name}-{interval}\" name=\"{name}\" interval=\"{interval}\" timeout=\"{timeout}\"/>"
        )
    };
    let parameters = [
        pair("instance_attributes", "vm", &role.vm.to_string()),
        pair("instance_attributes", "name", &role.vm_name),
        pair("instance_attributes", "vfs", &role.wish.to_string()),
    ];
    let wanted = if role.wanted { "Started" } else { "Stopped" };
    let meta = [
        pair("meta_attributes", "allow-migrate", "true"),
        pair("meta_attributes", "target-role", wanted),
        pair(
            "meta_attributes",
            "resource-stickiness",
            &STICKINESS.to_string(),
        ),
        pair("meta_attributes", "migration-threshold", "3"),
        pair("meta_attributes", "failure-timeout", "600s"),
    ];
    let operations = [
        operation("monitor", "10s", "60s"),
        operation("start", "0s", "180s"),
        operation("stop", "0s", "300s"),
        operation("migrate_to", "0s", "1800s"),
        operation("migrate_from", "0s", "300s"),
    ];
    let primitive = format!(
        "<primitive id=\"{id}\" class=\"ocf\" provider=\"iovsh\" type=\"VM\" description=\"{}\">\
         <instance_attributes id=\"{id}-instance_attributes\">{}</instance_attributes>\
         <meta_attributes id=\"{id}-meta_attributes\">{}</meta_attributes>\
         <operations>{}</operations></primitive>",
        xml(&role.name),
        parameters.concat(),
        meta.concat(),
        operations.concat()
    );
    let enough = role.wish.saturating_sub(1);
    let wish = format!(
        "<rsc_location id=\"iovsh-vfs-{id}\" rsc=\"{id}\"><rule id=\"iovsh-vfs-{id}-rule\" score-attribute=\"{FREE_VFS}\">\
         <expression id=\"iovsh-vfs-{id}-expression\" attribute=\"{FREE_VFS}\" operation=\"gt\" type=\"number\" value=\"{enough}\"/>\
         </rule></rsc_location>"
    );
    let paused = format!(
        "<rsc_location id=\"iovsh-paused-{id}\" rsc=\"{id}\"><rule id=\"iovsh-paused-{id}-rule\" score=\"{PAUSED_SCORE}\">\
         <expression id=\"iovsh-paused-{id}-expression\" attribute=\"{PAUSED}\" operation=\"eq\" value=\"true\"/>\
         </rule></rsc_location>"
    );
    let mut lines = vec![put("resources", primitive), put("constraints", paused)];
    if role.wish > 0 {
        lines.push(put("constraints", wish));
    }
    lines
}
