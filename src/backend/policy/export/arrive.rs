//! The virtual machine of an export as it is to be on this host.

use crate::domain_xml::arrival::{Arrival, ArrivingAdapter, ArrivingDrive, arrive};
use crate::model::{
    Adapter, AdapterAlias, ExportLayout, ExportedVm, InsideGuest, LinkKind, MacAddress, State,
    Stored, Uuid, Vm, VmSettings, VmState,
};
use crate::policy::guard;

use crate::policy::export::wanted::Import;

/// What is to be, and what it is made of.
pub(super) struct Arriving {
    /// The machine.
    pub vm: Vm,
    /// The disks: where each is, where it is to be, and what it is.
    pub disks: Vec<ArrivingDisk>,
    /// What is otherwise than in the export.
    pub notes: Vec<(Option<AdapterAlias>, String)>,
    /// The adapters whose switches are missing, with the names of those.
    pub missing: Vec<(AdapterAlias, String)>,
    /// How each adapter is called in the export, and its address there.
    names: Vec<(AdapterAlias, MacAddress)>,
}

/// A disk that comes with a machine.
pub(super) struct ArrivingDisk {
    pub from: String,
    pub to: String,
    pub format: crate::model::ImageFormat,
}

/// Works it out.
pub(super) fn arriving(state: &State, import: &Import, export: &ExportedVm) -> Arriving {
    let layout = ExportLayout::of(&import.path);
    let id = import.id.unwrap_or(export.vm.id);
    let mut vm = Vm {
        id,
        name: import
            .name
            .clone()
            .unwrap_or_else(|| export.vm.name.clone()),
        state: VmState::Off,
        persistent: true,
        definition: None,
        other_devices: Vec::new(),
        unreadable: None,
        uptime: 0,
        ..export.vm.clone()
    };
    let mut all = Arriving {
        disks: Vec::new(),
        notes: Vec::new(),
        missing: Vec::new(),
        names: Vec::new(),
        vm: Vm::default(),
    };
    let mut settings = export.vm.settings.clone().map(|own| VmSettings {
        adapters: Vec::new(),
        checkpoint_folder: import.snapshot_folder.clone(),
        metering: None,
        ..own
    });
    let mut taken = Vec::new();
    vm.adapters = export
        .vm
        .adapters
        .iter()
        .map(|adapter| {
            all.names.push((adapter.alias.clone(), adapter.mac));
            let adapter = all.adapter(state, import, export, adapter, &mut taken);
            if let Some(settings) = &mut settings {
                settings.put(&adapter.alias, adapter.settings.clone());
            }
            adapter
        })
        .collect();
    vm.settings = settings;
    for drive in &mut vm.facts.drives {
        let disk = export.disks.iter().find(|disk| disk.target == drive.target);
        let Some(disk) = disk.filter(|_| drive.is_disk()) else {
            if let Some(path) = drive.path.take() {
                let note = format!(
                    "The drive {} is empty: '{path}' is not in the export.",
                    drive.target
                );
                all.notes.push((None, note));
            }
            continue;
        };
        let from = match &import.source {
            Some(folder) => format!("{}/{}", folder.trim_end_matches('/'), disk.file),
            None => layout.disk(&disk.file),
        };
        let to = match &import.copy {
            Some(folder) => format!("{}/{}", folder.trim_end_matches('/'), disk.file),
            None => from.clone(),
        };
        drive.path = Some(to.clone());
        drive.format = Some(disk.format.name().to_owned());
        all.disks.push(ArrivingDisk {
            from,
            to,
            format: disk.format,
        });
    }
    all.vm = vm;
    all
}

impl Arriving {
    fn adapter(
        &mut self,
        state: &State,
        import: &Import,
        export: &ExportedVm,
        old: &Adapter,
        taken: &mut Vec<MacAddress>,
    ) -> Adapter {
        let mut new = Adapter {
            tap: None,
            vf: None,
            ip_addresses: Vec::new(),
            address_source: None,
            inside: InsideGuest::default(),
            ..old.clone()
        };
        if let Some(id) = import.id {
            // No two machines of a host have an adapter of one name.
            let own = Uuid::of_text(&format!("import {id} {}", old.alias));
            if old.alias.is_user_defined() {
                new.alias = AdapterAlias::of(own);
            }
            new.settings.id = own;
        }
        self.connect(state, import, export, old, &mut new);
        let others = state
            .vms
            .iter()
            .filter(|vm| import.id.is_some() || vm.id != export.vm.id);
        let mut others = others.flat_map(|vm| vm.adapters.iter().map(move |a| (vm, a.mac)));
        let owner = others.find(|(_, mac)| *mac == old.mac).map(|(vm, _)| vm);
        let again = taken.contains(&old.mac);
        if owner.is_some() || again {
            match guard::free_mac(state, taken) {
                Ok(mac) => {
                    if !new.settings.dynamic_mac {
                        let whose = owner.map_or("another of its adapters", |vm| vm.name.as_str());
                        self.notes.push((
                            Some(old.alias.clone()),
                            format!(
                                "'{}' gets the address {}: its own, {}, is that of '{whose}'.",
                                new.settings.name,
                                mac.hyphenated(),
                                old.mac.hyphenated()
                            ),
                        ));
                    }
                    new.mac = mac;
                    new.settings.dynamic_mac = true;
                }
                Err(error) => {
                    let alias = Some(old.alias.clone());
                    self.notes.push((alias, error.message.clone()));
                }
            }
        }
        taken.push(new.mac);
        new
    }

    fn connect(
        &mut self,
        state: &State,
        import: &Import,
        export: &ExportedVm,
        old: &Adapter,
        new: &mut Adapter,
    ) {
        let chosen = import
            .connections
            .iter()
            .find(|(alias, _)| *alias == old.alias)
            .map(|(_, switch)| switch.clone());
        let said = export
            .switches
            .iter()
            .find(|(alias, _)| *alias == old.alias);
        let wanted = chosen.unwrap_or_else(|| said.map(|(_, name)| name.clone()));
        (new.bridge, new.settings.switch) = (None, None);
        match wanted {
            Some(name) => match state.desired.switch_named(&name) {
                Some(switch) => {
                    new.bridge = Some(switch.bridge.clone());
                    new.settings.switch = Some(switch.id);
                    if new.settings.iov_weight > 0 && !switch.iov_enabled {
                        self.notes.push((Some(old.alias.clone()), format!(
                            "'{}' asks for a virtual function, and the switch '{name}' has none: it runs on the paravirtual path.",
                            new.settings.name
                        )));
                    }
                }
                None => self.missing.push((old.alias.clone(), name)),
            },
            None if import.connections.iter().any(|(a, _)| *a == old.alias) => {}
            None => {
                // A bridge that is no switch, as other tools make them.
                let bridge = old.bridge.as_ref().and_then(|bridge| {
                    state
                        .link(bridge)
                        .filter(|link| link.kind == LinkKind::Bridge)
                });
                new.bridge = bridge.map(|link| link.name.clone());
                if let Some(was) = old.bridge.as_ref().filter(|_| bridge.is_none()) {
                    self.notes.push((
                        Some(old.alias.clone()),
                        format!(
                            "'{}' is unconnected: the bridge {was} is not here.",
                            new.settings.name
                        ),
                    ));
                }
            }
        }
        new.link_up = new.bridge.is_some();
    }

    /// What of it is another on this host.
    pub fn arrival(&self) -> Arrival {
        let adapters = self.names.iter().zip(&self.vm.adapters);
        let adapters = adapters.map(|((alias, mac), adapter)| ArrivingAdapter {
            alias: alias.to_string(),
            mac: mac.to_string(),
            nic: adapter.spec(),
        });
        let drives = self.vm.facts.drives.iter().map(|drive| ArrivingDrive {
            target: drive.target.clone(),
            path: drive.path.clone(),
            format: drive.format.clone(),
        });
        Arrival {
            name: self.vm.name.clone(),
            id: self.vm.id,
            adapters: adapters.collect(),
            drives: drives.collect(),
            settings: self.vm.settings.clone(),
            variables: self.vm.facts.variables.clone(),
        }
    }

    /// libvirt's text of the machine, made of that of the export; or why it is not taken over.
    pub fn definition(
        &mut self,
        state: &State,
        import: &Import,
        export: &ExportedVm,
    ) -> Result<String, String> {
        let place = ExportLayout::of(&import.path).definition(export.vm.id);
        let text = match state.stored.get(&place) {
            Some(Stored::Text(text)) => text,
            Some(Stored::Nothing) | None => return Err(format!("there is no '{place}'")),
            Some(_) => return Err(format!("'{place}' is no text of libvirt's")),
        };
        // The simulated libvirt writes its definitions as JSON. What is read from it is what the export says anyway.
        if serde_json::from_str::<Vm>(text).is_ok() {
            return serde_json::to_string(&self.vm).map_err(|error| error.to_string());
        }
        let arrived = arrive(text, &self.arrival())?;
        self.notes
            .extend(arrived.notes.into_iter().map(|note| (None, note)));
        Ok(arrived.text)
    }
}
