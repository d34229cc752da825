//! A domain's text from an export, as it is to be on this host. It is somebody else's: what it says of files, programs, devices and
//! sockets of the host is replaced by what is known to be right here, or the whole text is refused.

use std::ops::Range;

use roxmltree::{Document, Node, ParsingOptions};
use serde::{Deserialize, Serialize};

use super::xml::{Xml, escape};
use super::{Interface, metadata};
use crate::model::{NicSpec, Uuid, VmSettings};

/// What of a domain is another on this host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrival {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: Uuid,
    /// Its adapters, each with the alias and the address that it has in the text.
    pub adapters: Vec<ArrivingAdapter>,
    /// Its drives.
    pub drives: Vec<ArrivingDrive>,
    /// What iovsh keeps in its metadata.
    pub settings: Option<VmSettings>,
    /// Where the variables of its firmware are; `None`: libvirt makes them of the template.
    #[serde(default)]
    pub variables: Option<String>,
}

/// An adapter that arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivingAdapter {
    /// libvirt's alias of it in the text.
    pub alias: String,
    /// Its address in the text.
    pub mac: String,
    /// How it is to be here.
    pub nic: NicSpec,
}

/// A drive that arrives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArrivingDrive {
    /// libvirt's name of its place.
    pub target: String,
    /// Where its image is here; `None`: nothing is in it.
    pub path: Option<String>,
    /// The format of that image, in libvirt's words.
    pub format: Option<String>,
}

/// A text that can be defined here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The text.
    pub text: String,
    /// What is otherwise than in the export.
    pub notes: Vec<String>,
}

/// Parts of a domain that say nothing of the host they are on.
const PARTS: [&str; 35] = [
    "name",
    "uuid",
    "title",
    "description",
    "genid",
    "metadata",
    "memory",
    "currentMemory",
    "maxMemory",
    "memoryBacking",
    "memtune",
    "blkiotune",
    "vcpu",
    "vcpus",
    "iothreads",
    "iothreadids",
    "defaultiothread",
    "cputune",
    "numatune",
    "resource",
    "sysinfo",
    "os",
    "features",
    "cpu",
    "clock",
    "on_poweroff",
    "on_reboot",
    "on_crash",
    "on_lockfailure",
    "pm",
    "perf",
    "devices",
    "seclabel",
    "launchSecurity",
    "keywrap",
];

/// Devices that are taken over.
const DEVICES: [&str; 22] = [
    "emulator",
    "disk",
    "controller",
    "interface",
    "input",
    "tpm",
    "graphics",
    "channel",
    "serial",
    "console",
    "parallel",
    "sound",
    "audio",
    "video",
    "watchdog",
    "memballoon",
    "rng",
    "panic",
    "iommu",
    "vsock",
    "hub",
    "redirdev",
];

/// What says how it boots.
const BOOT: [&str; 11] = [
    "type", "boot", "bootmenu", "bios", "smbios", "loader", "nvram", "kernel", "initrd", "cmdline",
    "firmware",
];

/// Parts of an interface that stay as they are: they are the guest's, or the port's.
const KEPT: [&str; 6] = ["address", "boot", "bandwidth", "mtu", "acpi", "driver"];

/// Attributes that name something of the host.
const NAMING: [&str; 6] = ["file", "path", "dir", "socket", "template", "dev"];

/// Elements whose text is for people or for the guest.
const FREE: [&str; 5] = ["name", "title", "description", "cmdline", "metadata"];

struct Editor<'t> {
    text: &'t str,
    edits: Vec<(Range<usize>, String)>,
    notes: Vec<String>,
}

/// The text as it is to be here.
///
/// # Errors
/// Why it is not taken over, in words.
pub fn arrive(text: &str, arrival: &Arrival) -> Result<Arrived, String> {
    if text.matches('=').count() > MOST_EQUALS {
        return Err("it has too many attributes".to_owned());
    }
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    let document =
        Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "domain" || root.tag_name().namespace().is_some() {
        return Err("it is no domain of libvirt's".to_owned());
    }
    if !matches!(root.attribute("type"), Some("kvm" | "qemu")) {
        return Err("it is no domain of KVM or QEMU".to_owned());
    }
    speaks_one_language(root)?;
    let mut editor = Editor {
        text,
        edits: Vec::new(),
        notes: Vec::new(),
    };
    for part in elements(root) {
        editor.part(part, arrival)?;
    }
    for (what, wanted) in [
        ("name", arrival.name.clone()),
        ("uuid", arrival.id.to_string()),
    ] {
        let node = child(root, what).ok_or_else(|| format!("it has no <{what}>"))?;
        let element = format!("<{what}>{}</{what}>", escape(&wanted));
        editor.replace(node, element);
    }
    editor.metadata(root, arrival)?;
    let devices = child(root, "devices").ok_or_else(|| "it has no devices".to_owned())?;
    for adapter in &arrival.adapters {
        let mut all = elements(devices).filter(|node| node.has_tag_name("interface"));
        if !all.any(|node| is_adapter(node, adapter)) {
            return Err(format!("it lacks the network adapter {}", adapter.mac));
        }
    }
    editor.edits.sort_by_key(|(place, _)| place.start);
    Ok(Arrived {
        text: replaced(text, &editor.edits),
        notes: editor.notes,
    })
}

/// What a domain has is some hundreds.
const MOST_NODES: u32 = 50_000;
const MOST_EQUALS: usize = 50_000;

/// Refuses what is no element of libvirt's own, outside of the metadata: beside one of the same name nobody could tell which is meant.
fn speaks_one_language(root: Node<'_, '_>) -> Result<(), String> {
    let is_free = |part: &Node<'_, '_>| {
        part.has_tag_name("metadata") && part.tag_name().namespace().is_none()
    };
    let mut parts = elements(root).filter(|part| !is_free(part));
    let strange = parts.find_map(|part| {
        let mut all = part.descendants().filter(Node::is_element);
        all.find(|node| node.tag_name().namespace().is_some())
    });
    match strange {
        Some(node) => Err(format!(
            "it has a part <{}>, which is not libvirt's own",
            node.tag_name().name()
        )),
        None => Ok(()),
    }
}

/// All the text in an element, as libvirt reads it: a comment in the middle parts nothing.
fn text_in(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let all: String = texts.filter_map(|text| text.text()).collect();
    all.trim().to_owned()
}

fn elements<'a, 'i: 'a>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(Node::is_element)
}

fn child<'a, 'i: 'a>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    elements(node).find(|child| child.has_tag_name(name))
}

fn is_adapter(node: Node<'_, '_>, adapter: &ArrivingAdapter) -> bool {
    let alias = child(node, "alias").and_then(|alias| alias.attribute("name"));
    let mac = child(node, "mac").and_then(|mac| mac.attribute("address"));
    match alias {
        Some(alias) if alias.starts_with("ua-") => alias == adapter.alias,
        _ => mac.is_some_and(|mac| mac.eq_ignore_ascii_case(&adapter.mac)),
    }
}

impl Editor<'_> {
    fn replace(&mut self, node: Node<'_, '_>, with: String) {
        self.edits.push((node.range(), with));
    }

    fn part(&mut self, part: Node<'_, '_>, arrival: &Arrival) -> Result<(), String> {
        let name = part.tag_name().name();
        if !PARTS.contains(&name) {
            return Err(format!("it has a part <{name}>, which is not taken over"));
        }
        match name {
            "metadata" | "name" | "uuid" => Ok(()),
            "seclabel" => {
                self.replace(part, String::new());
                Ok(())
            }
            "resource" => match child(part, "partition").map(text_in).as_deref() {
                None | Some("/machine") => Ok(()),
                Some(other) => Err(format!(
                    "it is in the resource partition '{other}' of its host"
                )),
            },
            "os" => self.boot(part, arrival),
            "devices" => elements(part).try_for_each(|device| self.device(device, arrival)),
            _ => names_nothing(part),
        }
    }

    fn boot(&mut self, os: Node<'_, '_>, arrival: &Arrival) -> Result<(), String> {
        let mut variables = arrival.variables.as_deref();
        for part in elements(os) {
            let name = part.tag_name().name();
            if !BOOT.contains(&name) {
                return Err(format!("it boots by <{name}>, which is not taken over"));
            }
            let file = text_in(part);
            match name {
                "nvram" => {
                    let own = variables.take().map(|path| nvram(part, path));
                    self.replace(part, own.unwrap_or_default());
                }
                "loader" if file.is_empty() => {}
                "loader" if file.starts_with("/usr/share/") && !file.contains("/..") => {}
                // Nor one below `/boot`: libvirt gives it to QEMU's user, and what is in it to the guest.
                "loader" | "kernel" | "initrd" => {
                    return Err(format!(
                        "it names the file '{file}' of its host as <{name}>"
                    ));
                }
                _ => names_nothing(part)?,
            }
        }
        // Older versions of libvirt write down where they are when the machine is started.
        if let (Some(path), Some(kind)) = (variables, child(os, "type")) {
            let at = kind.range().end;
            self.edits
                .push((at..at, format!("<nvram>{}</nvram>", escape(path))));
        }
        Ok(())
    }

    fn device(&mut self, device: Node<'_, '_>, arrival: &Arrival) -> Result<(), String> {
        let name = device.tag_name().name();
        if !DEVICES.contains(&name) {
            return Err(format!("it has a device <{name}>, which is not taken over"));
        }
        let kind = device.attribute("type").unwrap_or_default();
        match name {
            "emulator" => {
                self.replace(device, String::new());
                Ok(())
            }
            "disk" => self.drive(device, arrival),
            "interface" => self.adapter(device, arrival),
            "graphics" => self.display(device),
            "serial" | "console" | "parallel" => {
                self.port(device);
                Ok(())
            }
            "channel" if matches!(kind, "unix" | "pty") => {
                // libvirt makes the socket of its own.
                for part in elements(device).filter(|part| !part.has_tag_name("source")) {
                    names_nothing(part)?;
                }
                self.without(device, &["source", "log"]);
                Ok(())
            }
            "channel" | "redirdev" if kind != "spicevmc" => {
                Err(format!("it has a device <{name}> of the kind '{kind}'"))
            }
            "tpm" => match child(device, "backend").and_then(|node| node.attribute("type")) {
                Some("emulator") => names_nothing(device),
                _ => Err("it has a TPM of its host".to_owned()),
            },
            "rng" => elements(device).try_for_each(|part| match part.tag_name().name() {
                "backend" => random(part),
                _ => names_nothing(part),
            }),
            "audio" if !matches!(kind, "none" | "spice") => {
                Err(format!("its sound goes to its host ('{kind}')"))
            }
            _ => names_nothing(device),
        }
    }

    fn without(&mut self, node: Node<'_, '_>, names: &[&str]) {
        let gone = elements(node).filter(|part| names.contains(&part.tag_name().name()));
        for part in gone.collect::<Vec<_>>() {
            self.replace(part, String::new());
        }
    }

    fn drive(&mut self, disk: Node<'_, '_>, arrival: &Arrival) -> Result<(), String> {
        let target = child(disk, "target").and_then(|node| node.attribute("dev"));
        let target = target.ok_or_else(|| "it has a drive without a place".to_owned())?;
        for once in ["source", "driver", "target"] {
            let all = elements(disk).filter(|part| part.has_tag_name(once));
            if all.count() > 1 {
                return Err(format!("its drive {target} has more than one <{once}>"));
            }
        }
        let source = child(disk, "source");
        let known = arrival.drives.iter().find(|drive| drive.target == target);
        if !matches!(disk.attribute("type"), None | Some("file")) {
            return Err(format!("its drive {target} is not a file"));
        }
        let kept = ["source", "backingStore", "mirror"];
        for part in elements(disk).filter(|part| !kept.contains(&part.tag_name().name())) {
            // The place in the machine is called `dev` too.
            if !part.has_tag_name("target") {
                names_nothing(part)?;
            }
        }
        let driver = child(disk, "driver");
        let path = known.and_then(|drive| drive.path.as_ref());
        let format = known.and_then(|drive| drive.format.as_deref());
        let written = driver
            .and_then(|node| node.attribute("type"))
            .unwrap_or("raw");
        if path.is_some() && format != Some(written) {
            return Err(format!(
                "its drive {target} is of the format '{written}', and its image is not"
            ));
        }
        self.without(disk, &["backingStore", "mirror"]);
        match (path, source) {
            (Some(path), Some(source)) => {
                self.replace(source, format!("<source file='{}'/>", escape(path)));
            }
            (None, Some(source)) => self.replace(source, String::new()),
            (None, None) => {}
            (Some(_), None) => return Err(format!("its drive {target} has no image in its text")),
        }
        Ok(())
    }

    fn adapter(&mut self, node: Node<'_, '_>, arrival: &Arrival) -> Result<(), String> {
        let kind = node.attribute("type").unwrap_or_default();
        if !matches!(kind, "bridge" | "ethernet" | "network") {
            return Err(format!("it has a network adapter of the kind '{kind}'"));
        }
        let mut all = arrival.adapters.iter();
        let Some(adapter) = all.find(|adapter| is_adapter(node, adapter)) else {
            return Err("it has a network adapter that the export does not describe".to_owned());
        };
        let mut new = Interface::of(&adapter.nic);
        let model = child(node, "model").and_then(|model| model.attribute("type"));
        if adapter.nic.emulated
            && let Some(own) = model.filter(|own| !own.starts_with("virtio"))
        {
            // The guest has the driver of the one that it has.
            new.model = Some(own.to_owned());
        }
        let mut kept = Vec::new();
        for part in elements(node).filter(|part| KEPT.contains(&part.tag_name().name())) {
            if !part.has_tag_name("boot") {
                names_nothing(part)?;
            }
            kept.extend(self.text.get(part.range()));
        }
        let mut xml = Xml::new();
        new.write_with(&mut xml, &kept);
        self.replace(node, xml.finish().trim_end().to_owned());
        Ok(())
    }

    /// A display that everybody could reach is one for this host alone.
    fn display(&mut self, graphics: Node<'_, '_>) -> Result<(), String> {
        let kind = graphics.attribute("type").unwrap_or_default();
        if !matches!(kind, "vnc" | "spice" | "egl-headless") {
            return Err(format!("it has a display of the kind '{kind}'"));
        }
        for node in graphics.descendants().filter(Node::is_element) {
            if node.has_tag_name("listen") && node.attribute("type") == Some("network") {
                let here = "<listen type='address' address='127.0.0.1'/>";
                self.replace(node, here.to_owned());
                self.notes.push(format!(
                    "Its display listened at the network '{}'; here it does at 127.0.0.1 alone.",
                    node.attribute("network").unwrap_or_default()
                ));
                continue;
            }
            for attribute in node.attributes() {
                let listens = matches!(attribute.name(), "listen")
                    || (node.has_tag_name("listen") && attribute.name() == "address");
                let is_here = matches!(attribute.value(), "127.0.0.1" | "::1" | "localhost");
                if listens && !is_here {
                    self.edits
                        .push((attribute.range_value(), "127.0.0.1".to_owned()));
                    self.notes.push(format!(
                        "Its display listened at {}; here it does at 127.0.0.1 alone.",
                        attribute.value()
                    ));
                }
            }
        }
        names_nothing(graphics)
    }

    /// A port that leads somewhere on its host is a terminal here.
    fn port(&mut self, port: Node<'_, '_>) {
        let kind = port
            .attributes()
            .find(|attribute| attribute.name() == "type");
        if let Some(kind) = kind.filter(|kind| !matches!(kind.value(), "pty" | "null" | "spicevmc"))
        {
            self.edits.push((kind.range_value(), "pty".to_owned()));
            self.notes.push(format!(
                "Its port <{}> led to something of its host ({}); here it is a terminal.",
                port.tag_name().name(),
                kind.value()
            ));
        }
        self.without(port, &["source", "protocol", "log"]);
    }

    fn metadata(&mut self, root: Node<'_, '_>, arrival: &Arrival) -> Result<(), String> {
        let own = root.descendants().find(|node| {
            node.is_element() && node.tag_name().namespace() == Some(metadata::NAMESPACE)
        });
        match (own, &arrival.settings) {
            (Some(node), settings) => {
                let element = settings.as_ref().map(metadata::whole_element);
                self.replace(node, element.unwrap_or_default().trim_end().to_owned());
                Ok(())
            }
            (None, None) => Ok(()),
            (None, Some(_)) => Err("it lacks iovsh's settings".to_owned()),
        }
    }
}

/// Where the variables of the firmware are. Of what the text says of them their format stays, which is that of the file.
fn nvram(node: Node<'_, '_>, path: &str) -> String {
    let format = node.attribute("format");
    let mut xml = Xml::new();
    xml.text("nvram", &[("format", format)], path);
    xml.finish().trim_end().to_owned()
}

/// Refuses a source of random numbers that is none.
fn random(backend: Node<'_, '_>) -> Result<(), String> {
    let model = backend.attribute("model").unwrap_or_default();
    let from = text_in(backend);
    let known = match model {
        "builtin" => from.is_empty(),
        "random" => matches!(&*from, "" | "/dev/urandom" | "/dev/random"),
        _ => false,
    };
    if known && elements(backend).next().is_none() {
        return Ok(());
    }
    let from = if from.is_empty() { model } else { &from };
    Err(format!("its random numbers come from '{from}'"))
}

/// Refuses what names something of the host.
fn names_nothing(node: Node<'_, '_>) -> Result<(), String> {
    for node in node.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        if FREE.contains(&name) {
            continue;
        }
        for attribute in node.attributes() {
            // A boot order and a partition of the firmware name devices of the guest.
            let is_place = attribute.name() == "dev" && matches!(name, "boot" | "target");
            let names = NAMING.contains(&attribute.name()) && !is_place;
            if names || attribute.value().starts_with('/') {
                return Err(format!(
                    "its <{name}> names '{}' of its host",
                    attribute.value()
                ));
            }
        }
        let own = node.children().filter(Node::is_text);
        let own: String = own.filter_map(|text| text.text()).collect();
        let text = own.trim();
        if text.starts_with('/') || (matches!(name, "path" | "table" | "dtb") && !text.is_empty()) {
            return Err(format!("its <{name}> names '{text}' of its host"));
        }
    }
    Ok(())
}

/// A text with these parts replaced, which stand in their order. Of parts within one another the outer one counts.
#[must_use]
pub fn replaced(text: &str, edits: &[(Range<usize>, String)]) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(64));
    let mut from = 0;
    for (place, new) in edits {
        if place.start < from {
            continue;
        }
        out.push_str(text.get(from..place.start).unwrap_or_default());
        out.push_str(new.trim_end());
        from = place.end;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAIN: &str = "<domain type='kvm'>\n  <name>web1</name>\n  <uuid>00000000-0000-4000-8000-000000000001</uuid>\n  <metadata>\n    <iovsh:vm xmlns:iovsh=\"urn:iovsh:vm:1\">{}</iovsh:vm>\n  </metadata>\n  <memory unit='b'>1</memory>\n  <os><type arch='x86_64' machine='pc-q35-10.0'>hvm</type>EXTRA-OS</os>\n  <devices>\n    <emulator>/usr/bin/qemu-system-x86_64</emulator>\n    <disk type='file' device='disk'>\n      <driver name='qemu' type='qcow2'/>\n      <source file='/a/x.qcow2'/>\n      <target dev='vda' bus='virtio'/>\n    </disk>\n    <disk type='file' device='cdrom'>\n      <driver name='qemu' type='raw'/>\n      <source file='/a/disc.iso'/>\n      <target dev='sda' bus='sata'/>\n      <readonly/>\n    </disk>\n    <interface type='bridge'>\n      <mac address='00:15:5d:00:00:01'/>\n      <source bridge='br-old'/>\n      <script path='/tmp/evil'/>\n      <model type='virtio'/>\n      <alias name='ua-1'/>\n      <address type='pci' domain='0x0000' bus='0x01' slot='0x00' function='0x0'/>\n    </interface>\n    <serial type='pty'/>\n    EXTRA\n  </devices>\n</domain>\n";

    fn arrival() -> Arrival {
        Arrival {
            name: "web & 2".to_owned(),
            id: Uuid::of_text("new"),
            adapters: vec![ArrivingAdapter {
                alias: "ua-1".to_owned(),
                mac: "00:15:5d:00:00:01".to_owned(),
                nic: NicSpec {
                    alias: "ua-2".parse().unwrap(),
                    mac: "00:15:5d:00:00:02".parse().unwrap(),
                    bridge: Some("br-new".parse().unwrap()),
                    tap: None,
                    link_up: true,
                    teaming: true,
                    queues: 1,
                    naming_index: None,
                    mtu: None,
                    emulated: false,
                },
            }],
            drives: vec![
                ArrivingDrive {
                    target: "vda".to_owned(),
                    path: Some("/b/it's.qcow2".to_owned()),
                    format: Some("qcow2".to_owned()),
                },
                ArrivingDrive {
                    target: "sda".to_owned(),
                    path: None,
                    format: None,
                },
            ],
            settings: Some(VmSettings::default()),
            variables: None,
        }
    }

    fn with(os: &str, device: &str) -> String {
        DOMAIN.replace("EXTRA-OS", os).replace("EXTRA", device)
    }

    #[test]
    fn what_is_of_its_host_is_that_of_this_one() {
        let arrived = arrive(&with("", ""), &arrival()).unwrap();
        let text = &arrived.text;
        Document::parse(text).unwrap();
        for part in [
            "<name>web &amp; 2</name>",
            "file='/b/it&apos;s.qcow2'",
            "br-new",
            "ua-2",
            "00:15:5d:00:00:02",
            "bus='0x01'",
            "pc-q35-10.0",
            &Uuid::of_text("new").to_string(),
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        for part in [
            "br-old",
            "ua-1",
            "/tmp/evil",
            "/a/x.qcow2",
            "disc.iso",
            "emulator",
        ] {
            assert!(!text.contains(part), "{part}: {text}");
        }
        assert!(arrived.notes.is_empty());
    }

    #[test]
    fn a_text_that_reaches_for_the_host_is_refused() {
        for (os, device) in [
            ("<loader>/etc/shadow</loader>", ""),
            ("<loader>/usr/share/../../etc/shadow</loader>", ""),
            ("<kernel>/etc/shadow</kernel>", ""),
            ("<dtb>etc/shadow</dtb>", ""),
            ("", "<hostdev mode='subsystem' type='pci'/>"),
            (
                "",
                "<filesystem type='mount'><source dir='/'/></filesystem>",
            ),
            (
                "",
                "<disk type='block'><source dev='/dev/sda'/><target dev='vdb'/></disk>",
            ),
            (
                "",
                "<disk type='network'><source protocol='nbd'/><target dev='vdb'/></disk>",
            ),
            ("", "<interface type='hostdev'/>"),
            (
                "",
                "<interface type='bridge'><mac address='00:15:5d:00:00:09'/></interface>",
            ),
            (
                "",
                "<tpm><backend type='passthrough'><device path='/dev/tpm0'/></backend></tpm>",
            ),
            (
                "",
                "<rng><backend model='random'>/etc/shadow</backend></rng>",
            ),
            ("", "<channel type='tcp'/>"),
            ("", "<graphics type='vnc' socket='/run/evil'/>"),
            (
                "",
                "<input type='passthrough'><source evdev='/dev/input/event0'/></input>",
            ),
            (
                "",
                "<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'/>",
            ),
            ("", "<shmem name='x'/>"),
            // A comment parts no text for libvirt.
            ("<loader><!-- -->/etc/shadow</loader>", ""),
            ("<loader>/usr/share/x<!-- -->/../../etc/shadow</loader>", ""),
            (
                "",
                "<rng model='virtio'><backend model='random'><!-- -->/dev/sda</backend></rng>",
            ),
            (
                "",
                "<rng model='virtio'><backend model='random'><?x?>/dev/sda</backend></rng>",
            ),
            (
                "",
                "<rng><backend model='egd' type='unix'><source mode='bind' path='/run/x'/></backend></rng>",
            ),
            (
                "",
                "<rng><backend model='egd' type='udp'><source mode='connect' host='192.0.2.1' service='1'/></backend></rng>",
            ),
            (
                "",
                "<rng><backend model='random'/><backend model='egd' type='file'/></rng>",
            ),
            // libvirt gives these to QEMU's user, and the guest reads them.
            ("<kernel>/boot/vmlinuz</kernel>", ""),
            ("<initrd>/boot/initrd.img</initrd>", ""),
            ("", "<graphics type='dbus' address='unix:path=/run/x'/>"),
            ("", "<graphics type='sdl' display=':0'/>"),
            (
                "",
                "<audio id='1' type='pulseaudio' serverName='192.0.2.1'/>",
            ),
            ("", "<x:memballoon xmlns:x='urn:x' model='none'/>"),
        ] {
            let refused = arrive(&with(os, device), &arrival());
            assert!(refused.is_err(), "{os}{device}: {refused:?}");
        }
        // One of two, or one of another language, is not taken for the one that libvirt takes.
        for (one, two) in [
            ("<driver name", "<driver type='qcow2'/><driver name"),
            (
                "<driver name",
                "<x:driver xmlns:x='urn:x' type='qcow2'/><driver name",
            ),
            ("<source file", "<source file='/a'/><source file"),
            (
                "<target dev",
                "<x:target xmlns:x='urn:x' dev='vda'/><target dev",
            ),
            ("<target dev", "<target dev='vda'/><target dev"),
            ("<driver name='qemu'", "<driver name='qemu' path='/run/x'"),
        ] {
            let text = with("", "").replacen(one, two, 1);
            let refused = arrive(&text, &arrival());
            assert!(refused.is_err(), "{two}: {refused:?}");
        }
        let outside = with("", "").replace(
            "</devices>",
            "</devices><q:commandline xmlns:q='urn:q'><q:arg value='-x'/></q:commandline>",
        );
        assert!(arrive(&outside, &arrival()).is_err());
        for text in [
            "",
            "<",
            "<domain/>",
            "<domain type='xen'/>",
            "<a type='kvm'/>",
        ] {
            assert!(arrive(text, &arrival()).is_err(), "{text}");
        }
    }

    #[test]
    fn the_variables_of_the_firmware_are_where_they_are_here() {
        let path = "/var/lib/libvirt/qemu/nvram/web & 2_VARS.qcow2";
        let here = Arrival {
            variables: Some(path.to_owned()),
            ..arrival()
        };
        let named = "<nvram template='/usr/share/OVMF/OVMF_VARS_4M.fd' templateFormat='raw' format='qcow2'>/etc/shadow</nvram>";
        for (os, format) in [(named, Some("qcow2")), ("", None)] {
            let text = arrive(&with(os, ""), &here).unwrap().text;
            let document = Document::parse(&text).unwrap();
            let mut all = document.descendants().filter(|n| n.has_tag_name("nvram"));
            let one = all.next().unwrap();
            assert_eq!(one.text(), Some(path), "{text}");
            assert_eq!(one.attribute("format"), format, "{text}");
            assert!(
                all.next().is_none() && !text.contains("/etc/shadow"),
                "{text}"
            );
        }
        // Without them libvirt makes new ones.
        let text = arrive(&with(named, ""), &arrival()).unwrap().text;
        assert!(!text.contains("nvram"), "{text}");
    }

    #[test]
    fn a_drive_is_what_its_image_is() {
        let mut raw = arrival();
        raw.drives[0].format = Some("raw".to_owned());
        assert!(arrive(&with("", ""), &raw).is_err());
        // A drive that the export does not have is empty, whatever its text says.
        let mut none = arrival();
        none.drives.clear();
        let text = arrive(&with("", ""), &none).unwrap().text;
        assert!(!text.contains("<source file"), "{text}");
    }

    #[test]
    fn ports_and_displays_lead_nowhere_on_the_host() {
        let network = "<graphics type='spice'><listen type='network' network='lan' address='192.0.2.1'/></graphics>";
        let text = arrive(&with("", network), &arrival()).unwrap().text;
        assert!(
            text.contains("<listen type='address' address='127.0.0.1'/>"),
            "{text}"
        );
        assert!(!text.contains("192.0.2.1"), "{text}");
        let devices = "<serial type='unix'><source mode='bind' path='/etc/passwd'/><target port='1'/></serial>\n<graphics type='vnc' listen='0.0.0.0'><listen type='address' address='0.0.0.0'/></graphics>\n<channel type='unix'><source mode='bind' path='/etc/passwd'/><target type='virtio' name='org.qemu.guest_agent.0'/></channel>";
        let arrived = arrive(&with("", devices), &arrival()).unwrap();
        assert!(!arrived.text.contains("/etc/passwd"), "{}", arrived.text);
        assert!(!arrived.text.contains("0.0.0.0"), "{}", arrived.text);
        assert!(arrived.text.contains("org.qemu.guest_agent.0"));
        assert_eq!(arrived.notes.len(), 3);
    }
}
