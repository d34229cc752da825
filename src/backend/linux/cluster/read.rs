//! Reads what `crm_mon --output-as=xml` and `cibadmin --query` answer.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use super::failed;
use crate::HostError;
use crate::cluster::{AGENT, ClusterFailure, ClusterNode, ClusterRole, ClusterState};
use crate::cluster::{FREE_VFS, PAUSED, bar_id, prefer_id};
use crate::model::Uuid;

fn parse<'t>(host: &str, text: &'t str, whose: &str) -> Result<Document<'t>, HostError> {
    Document::parse(text).map_err(|error| failed(host, &format!("{whose}: {error}")))
}

fn text(node: Node, name: &str) -> String {
    node.attribute(name).unwrap_or_default().to_owned()
}

fn is(node: Node, name: &str) -> bool {
    node.attribute(name) == Some("true")
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|child| child.has_tag_name(name))
}

fn children<'a, 'i: 'a>(
    node: Option<Node<'a, 'i>>,
    name: &'a str,
) -> impl Iterator<Item = Node<'a, 'i>> {
    node.into_iter()
        .flat_map(|node| node.children())
        .filter(move |child| child.has_tag_name(name))
}

/// What the CIB has of a resource.
struct Configured<'a> {
    /// The name that iovsh gave the role.
    description: Option<&'a str>,
    parameters: BTreeMap<&'a str, &'a str>,
    meta: BTreeMap<&'a str, &'a str>,
}

/// The pairs of the sets of this name in an element.
fn pairs<'a>(node: Node<'a, '_>, set: &'a str) -> BTreeMap<&'a str, &'a str> {
    children(Some(node), set)
        .flat_map(|set| set.children())
        .filter(|pair| pair.has_tag_name("nvpair"))
        .filter_map(|pair| Some((pair.attribute("name")?, pair.attribute("value")?)))
        .collect()
}

/// The virtual machines that a CIB has as resources; `None` for a text that is no CIB.
pub(super) fn roles(cib: &str) -> Option<BTreeSet<Uuid>> {
    let cib = Document::parse(cib).ok()?;
    let resources = child(child(cib.root_element(), "configuration")?, "resources")?;
    let own = resources.descendants().filter(|node| {
        let agent = ["class", "provider", "type"].map(|part| text(*node, part));
        node.has_tag_name("primitive") && agent.join(":") == AGENT
    });
    let ids = own.filter_map(|node| pairs(node, "instance_attributes").get("vm")?.parse().ok());
    Some(ids.collect())
}

/// The cluster.
pub(super) fn state(host: &str, seen: &str, configured: &str) -> Result<ClusterState, HostError> {
    let seen = parse(host, seen, "crm_mon")?;
    let cib = parse(host, configured, "cibadmin")?;
    let root = seen.root_element();
    let summary = child(root, "summary").ok_or_else(|| failed(host, "crm_mon has no summary"))?;
    let configuration = child(cib.root_element(), "configuration")
        .ok_or_else(|| failed(host, "the CIB has no configuration"))?;
    let options = child(summary, "cluster_options");
    let dc = child(summary, "current_dc");
    let properties: BTreeMap<&str, &str> = children(Some(configuration), "crm_config")
        .flat_map(|section| pairs(section, "cluster_property_set"))
        .collect();
    let mut state = ClusterState {
        name: properties
            .get("cluster-name")
            .copied()
            .unwrap_or_default()
            .to_owned(),
        engine: format!(
            "Pacemaker {}",
            dc.map(|dc| text(dc, "version")).unwrap_or_default()
        )
        .trim_end()
        .to_owned(),
        here: host.to_owned(),
        coordinator: dc
            .filter(|dc| is(*dc, "present"))
            .map(|dc| text(dc, "name")),
        has_quorum: dc
            .and_then(|dc| dc.attribute("with_quorum"))
            .map(|has| has == "true"),
        fences: options
            .and_then(|o| o.attribute("stonith-enabled"))
            .map(|on| on == "true"),
        maintenance: options.is_some_and(|o| is(o, "maintenance-mode")),
        ..ClusterState::default()
    };
    let attributes = attributes(cib.root_element(), configuration);
    for node in children(child(root, "nodes"), "node") {
        let name = text(node, "name");
        let own = |attribute: &str| attributes.get(&(name.as_str(), attribute)).copied();
        state.nodes.push(ClusterNode {
            id: text(node, "id"),
            online: is(node, "online"),
            standby: is(node, "standby"),
            paused: own(PAUSED) == Some("true") || is(node, "maintenance"),
            pending: is(node, "pending"),
            unclean: is(node, "unclean"),
            free_vfs: own(FREE_VFS).and_then(|count| count.parse().ok()),
            name,
        });
    }
    state.nodes.sort_by(|a, b| a.name.cmp(&b.name));
    let nodes: Vec<String> = state.nodes.iter().map(|node| node.name.clone()).collect();
    let resources = configured_resources(configuration);
    let locations = locations(configuration);
    let failures = fail_counts(root);
    for resource in root
        .descendants()
        .filter(|node| node.has_tag_name("resource"))
    {
        let is_listed = resource
            .ancestors()
            .any(|above| above.has_tag_name("resources"));
        if !is_listed {
            continue;
        }
        let role = role(resource, &resources, &locations, &failures, &nodes);
        if role.agent.starts_with("stonith:") {
            state.fencing_devices.push(role.id.clone());
        }
        // A clone has one entry for each of its instances.
        if let Some(known) = state.roles.iter_mut().find(|known| known.id == role.id) {
            known.running_on.extend(role.running_on);
            known.failed |= role.failed;
        } else {
            state.roles.push(role);
        }
    }
    state.roles.sort_by_key(|role| role.name.to_lowercase());
    state.failures = children(child(root, "failures"), "failure")
        .map(failure)
        .collect();
    Ok(state)
}

/// Attributes of nodes: those that last, and those that a node says anew each time that it starts.
fn attributes<'a>(
    cib: Node<'a, 'a>,
    configuration: Node<'a, 'a>,
) -> BTreeMap<(&'a str, &'a str), &'a str> {
    let mut all = BTreeMap::new();
    for node in children(child(configuration, "nodes"), "node") {
        let Some(name) = node.attribute("uname") else {
            continue;
        };
        let own = pairs(node, "instance_attributes");
        all.extend(own.into_iter().map(|(key, value)| ((name, key), value)));
    }
    for node in children(child(cib, "status"), "node_state") {
        let Some(name) = node.attribute("uname") else {
            continue;
        };
        for own in children(Some(node), "transient_attributes") {
            let own = pairs(own, "instance_attributes");
            all.extend(own.into_iter().map(|(key, value)| ((name, key), value)));
        }
    }
    all
}

fn configured_resources<'a>(configuration: Node<'a, 'a>) -> BTreeMap<&'a str, Configured<'a>> {
    configuration
        .descendants()
        .filter(|node| node.has_tag_name("primitive"))
        .filter_map(|node| {
            let known = Configured {
                description: node.attribute("description"),
                parameters: pairs(node, "instance_attributes"),
                meta: pairs(node, "meta_attributes"),
            };
            Some((node.attribute("id")?, known))
        })
        .collect()
}

/// A constraint that says where a resource is to be.
struct Location<'a> {
    id: &'a str,
    resource: &'a str,
    node: &'a str,
    score: i64,
}

const INFINITY: i64 = 1_000_000;

fn locations<'a>(configuration: Node<'a, 'a>) -> Vec<Location<'a>> {
    children(child(configuration, "constraints"), "rsc_location")
        .filter_map(|node| {
            // One that crm_resource makes has a rule with the node's name in it.
            let named = node.attribute("node").or_else(|| {
                let mut inside = node.descendants();
                inside
                    .find(|inner| inner.attribute("attribute") == Some("#uname"))
                    .and_then(|inner| inner.attribute("value"))
            });
            let scored = node.attribute("score").or_else(|| {
                let mut inside = node.descendants();
                inside.find_map(|inner| inner.attribute("score"))
            });
            Some(Location {
                id: node.attribute("id")?,
                resource: node.attribute("rsc")?,
                node: named?,
                score: match scored? {
                    "INFINITY" | "+INFINITY" => INFINITY,
                    "-INFINITY" => -INFINITY,
                    number => number.parse().ok()?,
                },
            })
        })
        .collect()
}

fn fail_counts<'a>(root: Node<'a, 'a>) -> BTreeMap<&'a str, u32> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for node in children(child(root, "node_history"), "node") {
        for resource in children(Some(node), "resource_history") {
            let Some(id) = resource.attribute("id") else {
                continue;
            };
            let failed = match resource.attribute("fail-count") {
                Some("INFINITY") => u32::MAX,
                Some(number) => number.parse().unwrap_or(0),
                None => 0,
            };
            let count = counts.entry(id).or_default();
            *count = count.saturating_add(failed);
        }
    }
    counts
}

fn role(
    resource: Node,
    resources: &BTreeMap<&str, Configured>,
    locations: &[Location],
    failures: &BTreeMap<&str, u32>,
    nodes: &[String],
) -> ClusterRole {
    let id = text(resource, "id");
    let agent = text(resource, "resource_agent").replace("::", ":");
    let known = resources.get(id.as_str());
    let parameter = |name: &str| known.and_then(|known| known.parameters.get(name).copied());
    let is_vm = agent == AGENT;
    let group = resource
        .ancestors()
        .find(|above| above.has_tag_name("group"))
        .map(|group| text(group, "id"));
    let own = || locations.iter().filter(|location| location.resource == id);
    let mut preferred: Vec<&Location> = own()
        .filter(|location| location.id == prefer_id(&id, location.node))
        .collect();
    preferred.sort_by_key(|location| std::cmp::Reverse(location.score));
    let barred: BTreeSet<&str> = own()
        .filter(|location| location.id == bar_id(&id, location.node))
        .map(|location| location.node)
        .collect();
    let pulled = own().find(|location| location.id.starts_with("cli-prefer-"));
    let running: Vec<String> = children(Some(resource), "node")
        .map(|node| text(node, "name"))
        .collect();
    let state = resource.attribute("role").unwrap_or_default();
    let wanted = known.is_none_or(|known| known.meta.get("target-role") != Some(&"Stopped"));
    ClusterRole {
        name: known
            .and_then(|known| known.description)
            .filter(|name| is_vm && !name.is_empty())
            .unwrap_or(&id)
            .to_owned(),
        group,
        vm: parameter("vm")
            .filter(|_| is_vm)
            .and_then(|id| id.parse::<Uuid>().ok()),
        vm_name: parameter("name")
            .filter(|_| is_vm)
            .unwrap_or_default()
            .to_owned(),
        wish: parameter("vfs")
            .and_then(|count| count.parse().ok())
            .unwrap_or(0),
        wanted,
        managed: is(resource, "managed"),
        failed: is(resource, "failed") || is(resource, "blocked"),
        pending: resource.attribute("pending").is_some()
            || matches!(state, "Starting" | "Stopping" | "Migrating"),
        running_on: running,
        preferred: preferred
            .into_iter()
            .map(|location| location.node.to_owned())
            .collect(),
        // In the order of the nodes: a set has none.
        barred: nodes
            .iter()
            .filter(|node| barred.contains(node.as_str()))
            .cloned()
            .collect(),
        pulled_to: pulled.map(|location| location.node.to_owned()),
        failures: failures.get(id.as_str()).copied().unwrap_or(0),
        agent,
        id,
    }
}

/// `web1_monitor_10000`: the resource, the action and its interval.
fn failure(node: Node) -> ClusterFailure {
    let key = text(node, "op_key");
    let mut parts = key.rsplitn(3, '_');
    let _interval = parts.next();
    let action = parts.next().unwrap_or_default().to_owned();
    let role = parts.next().unwrap_or_default();
    // `migrate_to` and `migrate_from` have a line in their name.
    let (role, action) = match role.strip_suffix("_migrate") {
        Some(role) => (role, format!("migrate_{action}")),
        None => (role, action),
    };
    let why = node.attribute("exitreason").filter(|why| !why.is_empty());
    ClusterFailure {
        role: role.to_owned(),
        node: text(node, "node"),
        action,
        reason: why.map_or_else(|| text(node, "exitstatus"), str::to_owned),
    }
}

/// The definition of a virtual machine, as the CIB has it.
pub(super) fn definition(
    host: &str,
    configured: &str,
    vm: Uuid,
) -> Result<Option<String>, HostError> {
    let cib = parse(host, configured, "cibadmin")?;
    let name = format!("iovsh-definition-{vm}");
    let mut nodes = cib.descendants();
    Ok(nodes
        .find(|node| node.has_tag_name("nvpair") && node.attribute("name") == Some(&*name))
        .and_then(|node| node.attribute("value"))
        .map(str::to_owned))
}

#[cfg(test)]
mod tests {
    #[test]
    fn roles_are_the_resources_of_the_agent_wherever_they_stand() {
        let cib = r#"<cib><configuration><resources>
            <primitive id="power" class="stonith" type="fence_ipmilan"/>
            <group id="g"><primitive id="a" class="ocf" provider="iovsh" type="VM"><instance_attributes id="i">
                <nvpair id="n" name="vm" value="6f2d7a1e-6ad9-4f0e-9a3b-0d6d2b1c7e11"/></instance_attributes></primitive></group>
            <primitive id="b" class="ocf" provider="heartbeat" type="VirtualDomain"><instance_attributes id="j">
                <nvpair id="m" name="vm" value="6f2d7a1e-6ad9-4f0e-9a3b-0d6d2b1c7e12"/></instance_attributes></primitive>
            </resources></configuration></cib>"#;
        let found = super::roles(cib).map(|ids| ids.iter().map(ToString::to_string).collect());
        let expected = vec!["6f2d7a1e-6ad9-4f0e-9a3b-0d6d2b1c7e11".to_owned()];
        assert_eq!(found, Some(expected));
        let cut = cib.get(..200).unwrap_or_default();
        assert_eq!(super::roles(cut), None, "half a CIB says nothing");
    }
}
