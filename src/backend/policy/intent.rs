//! What can be asked of a host, as data: it can be tried, carried out, written down, and sent to another host.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::HostError;
use crate::model::{
    AclDirection, AdapterAlias, ExtendedAcl, InterfaceName, NetworkTool, NicSetting, PciAddress,
    PortAcl, State, Uuid, Vm, VmRef,
};
use crate::plan::{NeighborRef, Plan, PlanBuilder, RouteSpec};
use crate::policy::converge::converge;
use crate::policy::export;
use crate::policy::focus::Focus;
use crate::policy::host;
use crate::policy::iov_override;
use crate::policy::migration;
use crate::policy::network::qos::QosAct;
use crate::policy::network::{
    acl, announce, host_adapter, host_team, ip, link, members, name_servers, nat, neighbor,
    nic_settings, persist, qos, switch, uplink,
};
use crate::policy::pci::assign;
use crate::policy::repair;
use crate::policy::storage::{controller, drive, image, relocate};
use crate::policy::vf::count;
use crate::policy::vm::{self, adapter, checkpoint, settings};

/// One verb with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Intent {
    /// Makes a switch.
    CreateSwitch(switch::NewSwitch),
    /// Changes a switch's settings.
    SetSwitch {
        /// The switch's name.
        name: String,
        /// What is to be changed.
        settings: switch::SetSwitch,
    },
    /// Gives a switch another name.
    RenameSwitch {
        /// The switch's name.
        name: String,
        /// The name that it is to have.
        new_name: String,
    },
    /// Removes a switch and puts its NICs back as they were found.
    RemoveSwitch {
        /// The switch's name.
        name: String,
    },
    /// Changes which NICs are in the team of a switch, and whom it asks for the way.
    ChangeTeamMembers {
        /// The switch's name.
        switch: String,
        /// What is to become of them.
        edit: members::MemberEdit,
        /// Hosts beyond the wire that the team is to ask whether the way through a member works; none of them: it looks at links.
        #[serde(default)]
        arp_targets: Option<Vec<std::net::Ipv4Addr>>,
        /// Take a NIC although the host needs it.
        force: bool,
    },
    /// Makes a team of the host.
    CreateTeam(host_team::NewTeam),
    /// Changes a team of the host, its members or its interfaces, or removes it.
    ChangeTeam {
        /// The team's name.
        team: String,
        /// What is to become of it.
        act: host_team::Act,
        /// Although somebody else made it, or the host needs it.
        force: bool,
    },
    /// Adds an adapter to a VM.
    AddAdapter(adapter::NewAdapter),
    /// Changes an adapter's settings.
    SetAdapter {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
        /// What is to be changed.
        changes: Box<adapter::Changes>,
    },
    /// Gives an adapter another name.
    RenameAdapter {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
        /// The name that it is to have.
        new_name: String,
    },
    /// Connects an adapter to a switch.
    ConnectAdapter {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
        /// The switch's name.
        switch: String,
    },
    /// Disconnects an adapter from its switch.
    DisconnectAdapter {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
    },
    /// Removes an adapter.
    RemoveAdapter {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
    },
    /// Gives the host a network adapter on a switch. What changes an adapter of a VM changes one of the host where the VM is
    /// [`Uuid::HOST`].
    AddHostAdapter(host_adapter::NewHostAdapter),
    /// Adds port ACLs to an adapter.
    AddAcls {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
        /// The ACLs to add.
        acls: Vec<PortAcl>,
    },
    /// Removes port ACLs from an adapter.
    RemoveAcls {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
        /// The ACLs to remove.
        acls: Vec<PortAcl>,
    },
    /// Adds an extended port ACL to an adapter.
    AddExtendedAcl {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
        /// The ACL to add.
        acl: ExtendedAcl,
    },
    /// Removes the extended port ACL of a direction and weight from an adapter.
    RemoveExtendedAcl {
        /// The VM.
        vm: Uuid,
        /// Its adapter.
        adapter: AdapterAlias,
        /// The ACL's direction.
        direction: AclDirection,
        /// The ACL's weight.
        weight: u16,
    },
    /// Sets how many VFs a NIC has.
    SetVfCount {
        /// The NIC's name.
        nic: String,
        /// VFs to have.
        count: u32,
        /// Also when VMs use VFs of it.
        force: bool,
    },
    /// Switches SR-IOV on again on a NIC.
    EnableSriov {
        /// The NIC's name.
        nic: String,
        /// Also when the host itself depends on the NIC or its VFs.
        #[serde(default)]
        force: bool,
    },
    /// Switches SR-IOV off on a NIC; VMs fall back to the paravirtual path.
    DisableSriov {
        /// The NIC's name.
        nic: String,
        /// Also when the host itself depends on the NIC or its VFs.
        #[serde(default)]
        force: bool,
    },
    /// Forgets what was asked for on a NIC.
    ResetSriov {
        /// The NIC's name.
        nic: String,
        /// Also when the host itself depends on the NIC or its VFs.
        #[serde(default)]
        force: bool,
    },
    /// Sets a NIC of the host up or down.
    SetNicUp {
        /// The NIC's name.
        nic: String,
        /// Up.
        up: bool,
        /// Although the host needs it.
        force: bool,
    },
    /// Takes a NIC of the host down and brings it up again.
    RestartNic {
        /// The NIC's name.
        nic: String,
        /// Although the host needs it.
        force: bool,
    },
    /// Gives a NIC of the host another name.
    RenameNic {
        /// The NIC's name.
        nic: String,
        /// The name that it is to have.
        new_name: String,
        /// Although the host needs it.
        force: bool,
    },
    /// Gives an interface of the host an address. Intents about addresses and routes take a state of
    /// [`Scope::IP`](crate::Scope::IP).
    AddIpAddress(ip::NewAddress),
    /// Changes an address of the host.
    SetIpAddress {
        /// The interface.
        interface: InterfaceName,
        /// The address.
        address: IpAddr,
        /// What is to be changed.
        changes: ip::AddressChanges,
        /// Although the host needs it.
        force: bool,
    },
    /// Takes an address from an interface of the host.
    RemoveIpAddress {
        /// The interface.
        interface: InterfaceName,
        /// The address.
        address: IpAddr,
        /// Although the host needs it.
        force: bool,
    },
    /// Makes a route.
    AddRoute {
        /// The route.
        route: RouteSpec,
        /// Whoever asks knows that it lasts until the host starts again.
        active_only: bool,
    },
    /// Removes a route.
    RemoveRoute {
        /// The route.
        route: RouteSpec,
        /// Although the host needs it.
        force: bool,
    },
    /// Names the adapter of a neighbour for good. It takes a state of [`Scope::NEIGHBORS`](crate::Scope::NEIGHBORS).
    AddNeighbor(neighbor::NewNeighbor),
    /// Forgets a neighbour; by the same state.
    RemoveNeighbor(NeighborRef),
    /// Says who is asked for names through an interface of the host. It takes a state of [`Scope::IP`](crate::Scope::IP).
    SetNameServers {
        /// The interface.
        interface: InterfaceName,
        /// The servers, in the order in which they are asked; without one none is.
        servers: Vec<IpAddr>,
    },
    /// Changes the settings of a NIC of the host. It takes a state with [`Scope::nics`](crate::Scope::nics).
    SetNic {
        /// The NIC's name.
        nic: String,
        /// What is to be changed.
        changes: link::Changes,
        /// Although the host needs it.
        force: bool,
    },
    /// Changes settings of a NIC's driver. It takes a state with [`Scope::nics`](crate::Scope::nics).
    SetNicSettings {
        /// The NIC's name.
        nic: String,
        /// What they are to be.
        settings: Vec<NicSetting>,
        /// Although the host needs it.
        force: bool,
    },
    /// Announces the addresses of the adapters whose frames go by a team.
    Announce {
        /// The team's device.
        team: InterfaceName,
    },
    /// Changes the rules of quality of service on the wire. It takes a state with [`Scope::nics`](crate::Scope::nics).
    EditQos(Box<QosAct>),
    /// Changes which networks the host translates.
    EditNat(nat::NatAct),
    /// Lets a NIC keep them, or no longer. It takes a state with [`Scope::nics`](crate::Scope::nics).
    SetNicQos {
        /// The NIC's name.
        nic: String,
        /// It keeps them.
        on: bool,
        /// Although the host needs it.
        force: bool,
    },
    /// Puts settings of a NIC's driver back as they were found. It takes a state with [`Scope::nics`](crate::Scope::nics).
    ResetNicSettings {
        /// The NIC's name.
        nic: String,
        /// Their keys ([`NicSetting::key`]).
        keys: Vec<String>,
        /// Although the host needs it.
        force: bool,
    },
    /// Describes a NIC and its switch in the files of the tool that owns the network of the host.
    DescribeNic {
        /// The NIC's name.
        nic: String,
        /// The tool in whose files it is to be described; `None`: in none.
        tool: Option<NetworkTool>,
    },
    /// Defines a VM.
    CreateVm(Box<vm::NewVm>),
    /// Defines a VM as another host had it: a definition that a cluster keeps.
    DefineVm {
        /// Its id.
        id: Uuid,
        /// The definition, as [`crate::model::Vm::definition`] has it.
        text: String,
    },
    /// Starts a VM, or lets a paused or saved one go on.
    StartVm {
        /// The VM.
        vm: VmRef,
    },
    /// Stops a VM and releases its VFs.
    StopVm {
        /// The VM.
        vm: VmRef,
        /// How.
        how: vm::Stop,
    },
    /// Stops a VM's virtual CPUs; it keeps its VFs.
    PauseVm {
        /// The VM.
        vm: VmRef,
    },
    /// Resumes a paused VM.
    ResumeVm {
        /// The VM.
        vm: VmRef,
    },
    /// Writes a VM's memory to disk and stops it.
    SaveVm {
        /// The VM.
        vm: VmRef,
    },
    /// Discards a VM's saved state.
    DiscardSavedState {
        /// The VM.
        vm: VmRef,
    },
    /// Resets a VM; it keeps its VFs.
    ResetVm {
        /// The VM.
        vm: VmRef,
    },
    /// Undefines a VM that is off or saved; its disks stay.
    RemoveVm {
        /// The VM.
        vm: VmRef,
    },
    /// Undefines a VM that is off or saved, and removes those of its disks that nobody else uses.
    RemoveVmWithDisks {
        /// The VM.
        vm: VmRef,
    },
    /// Changes settings of a VM as a whole.
    SetVm {
        /// The VM.
        vm: VmRef,
        /// What is to be changed.
        changes: Box<settings::Changes>,
    },
    /// Does something with a group of VMs.
    EditGroup {
        /// The group's id.
        id: Uuid,
        /// What.
        act: vm::group::Act,
    },
    /// Makes a checkpoint of a VM.
    CreateCheckpoint {
        /// The VM.
        vm: VmRef,
        /// The checkpoint.
        checkpoint: checkpoint::NewCheckpoint,
    },
    /// Puts a VM back to a checkpoint.
    RestoreCheckpoint {
        /// The VM.
        vm: Uuid,
        /// libvirt's name of the checkpoint.
        label: String,
    },
    /// Removes a checkpoint of a VM.
    RemoveCheckpoint {
        /// The VM.
        vm: Uuid,
        /// libvirt's name of the checkpoint.
        label: String,
    },
    /// Gives a checkpoint of a VM another name.
    RenameCheckpoint {
        /// The VM.
        vm: Uuid,
        /// libvirt's name of the checkpoint.
        label: String,
        /// The name that it is to have.
        new_name: String,
    },
    /// Takes a PCI device from the host, for VMs.
    DismountDevice {
        /// The device's address, location path or instance id.
        device: String,
        /// Although the host seems to need it.
        force: bool,
    },
    /// Gives a dismounted PCI device back to the host.
    MountDevice {
        /// The device's address, location path or instance id.
        device: String,
    },
    /// Puts a dismounted PCI device into the definition of a VM that is off.
    AssignDevice {
        /// The VM.
        vm: Uuid,
        /// The device's address, location path or instance id.
        device: String,
    },
    /// Takes a PCI device out of the definition of a VM that is off.
    UnassignDevice {
        /// The VM.
        vm: Uuid,
        /// The device's address.
        address: PciAddress,
    },
    /// Repairs what differs from what was asked for, as the agent does.
    Repair,
    /// Gives a host what it needs after it has started, before libvirt starts the VMs: VFs with autoprobe off, the bridges of the
    /// switches, and the dismounted devices away from their drivers. It takes a state of [`Scope::BOOT`](crate::Scope::BOOT).
    Restore,
    /// Takes the VFs of running VMs back before the host goes down, so that whoever saves or stops them can.
    TakeBack,
    /// Adds a drive to a VM.
    AddDrive(Box<drive::NewDrive>),
    /// Changes a drive of a VM.
    SetDrive {
        /// The VM.
        vm: Uuid,
        /// libvirt's name of the drive.
        target: String,
        /// The image that it has to have: with another one it is another disk. `None`: whatever it has.
        #[serde(default)]
        has: Option<String>,
        /// What is to be changed.
        changes: Box<drive::Changes>,
    },
    /// Takes a drive from a VM; its image stays.
    RemoveDrive {
        /// The VM.
        vm: Uuid,
        /// libvirt's name of the drive.
        target: String,
        /// The image that it has to have: with another one it is another disk. `None`: whatever it has.
        #[serde(default)]
        has: Option<String>,
    },
    /// Adds a SCSI controller to a VM.
    AddScsiController {
        /// The VM.
        vm: Uuid,
    },
    /// Removes a SCSI controller without drives.
    RemoveScsiController {
        /// The VM.
        vm: Uuid,
        /// Its number.
        number: u32,
    },
    /// Makes a disk image.
    CreateImage(Box<image::NewVhd>),
    /// Changes the size of the disk in an image.
    ResizeImage {
        /// The image.
        path: String,
        /// Size of the disk, in bytes.
        size: u64,
        /// Also when it becomes smaller.
        shrinks: bool,
    },
    /// Makes a copy of an image in another format.
    ConvertImage(Box<image::Conversion>),
    /// Gives back what the disk in an image does not use.
    CompactImage {
        /// The image.
        path: String,
    },
    /// Writes what an image has over one that it builds on.
    MergeImage {
        /// The image.
        path: String,
        /// The one below; `None`: the next.
        into: Option<String>,
    },
    /// Says anew what an image builds on.
    RebaseImage {
        /// The image.
        path: String,
        /// What it builds on.
        parent: String,
        /// Although their sizes differ.
        anyway: bool,
    },
    /// Makes a folder, with those on the way to it. It takes a state with these paths in [`Scope::stored`](crate::Scope::stored), as
    /// [`crate::policy::export::ways`] lists them.
    MakeFolder {
        /// Where.
        path: String,
    },
    /// Removes a file, or a folder with nothing in it. It takes a state with the path in [`Scope::stored`](crate::Scope::stored) and
    /// [`Scope::images`](crate::Scope::images).
    RemoveFile {
        /// Where.
        path: String,
    },
    /// Shows the disk in an image as a block device of the host.
    ConnectImage {
        /// The image.
        path: String,
        /// Nothing is written to it.
        read_only: bool,
    },
    /// Ends that.
    DisconnectImage {
        /// The image.
        path: String,
    },
    /// Moves disks of a VM to other places.
    RelocateDisks(relocate::Relocation),
    /// Exports a VM as a folder.
    ExportVm(export::Export),
    /// Imports a VM from such a folder.
    ImportVm(Box<export::Import>),
    /// Accepts that virtual functions are handed out without interrupt remapping, or no longer.
    OverrideIov(bool),
    /// Changes the host's settings.
    SetHost(host::Changes),
    /// Changes how the host takes part in migrations.
    SetMigration(migration::settings::Changes),
    /// Prepares the target of a migration.
    PrepareArrival(Box<migration::Arrival>),
    /// Prepares the source of a migration.
    PrepareDeparture(migration::Departure),
    /// Ends a migration at one end.
    EndMigration(migration::Ending),
}

impl Intent {
    /// Plans this alone.
    ///
    /// # Errors
    /// Those of the verb.
    pub fn plan(&self, state: &State) -> Result<Plan, HostError> {
        let mut plan = PlanBuilder::new("", "", state);
        let focus = self.edit(state, &mut plan)?;
        converge(&mut plan, &focus);
        Ok(plan.finish())
    }

    /// The VM that it starts.
    pub(super) fn started<'s>(&self, state: &'s State) -> Option<&'s Vm> {
        match self {
            Self::StartVm { vm } => match vm {
                VmRef::Id(id) => state.vm(*id),
                VmRef::Name(name) => state.vms.iter().find(|vm| vm.name == *name),
            },
            _ => None,
        }
    }

    /// Whether what it makes possible is done right behind it. What a host does around its start and its end is all there is to do then.
    #[must_use]
    pub fn is_followed_up(&self) -> bool {
        !matches!(self, Self::Restore | Self::TakeBack)
    }

    /// Adds the steps of the verb itself. What follows from them is [`converge`]'s.
    pub(super) fn edit(&self, state: &State, plan: &mut PlanBuilder) -> Result<Focus, HostError> {
        match self {
            Self::CreateSwitch(new) => switch::create(state, plan, new),
            Self::SetSwitch { name, settings } => uplink::set(state, plan, name, settings),
            Self::RenameSwitch { name, new_name } => switch::rename(state, plan, name, new_name),
            Self::RemoveSwitch { name } => switch::remove(state, plan, name),
            Self::ChangeTeamMembers {
                switch,
                edit,
                arp_targets,
                force,
            } => members::change(state, plan, switch, (edit, arp_targets.as_deref()), *force),
            Self::CreateTeam(new) => host_team::create(state, plan, new),
            Self::ChangeTeam { team, act, force } => {
                host_team::change(state, plan, team, act, *force)
            }
            Self::AddAdapter(new) => adapter::add(state, plan, new),
            Self::AddHostAdapter(new) => host_adapter::add::add(state, plan, new),
            Self::SetAdapter {
                vm: Uuid::HOST,
                adapter,
                changes,
            } => host_adapter::change::set(state, plan, adapter, changes),
            Self::SetAdapter {
                vm,
                adapter,
                changes,
            } => adapter::set(state, plan, *vm, adapter, changes),
            Self::RenameAdapter {
                vm: Uuid::HOST,
                adapter,
                new_name,
            } => host_adapter::change::rename(state, plan, adapter, new_name),
            Self::RenameAdapter {
                vm,
                adapter,
                new_name,
            } => adapter::rename(state, plan, *vm, adapter, new_name),
            Self::ConnectAdapter {
                vm,
                adapter,
                switch,
            } => adapter::connect(state, plan, *vm, adapter, switch),
            Self::DisconnectAdapter { vm, adapter } => {
                adapter::disconnect(state, plan, *vm, adapter)
            }
            Self::RemoveAdapter {
                vm: Uuid::HOST,
                adapter,
            } => host_adapter::remove::remove(state, plan, adapter),
            Self::RemoveAdapter { vm, adapter } => adapter::remove(state, plan, *vm, adapter),
            Self::AddAcls { vm, adapter, acls } => acl::add(state, plan, *vm, adapter, acls),
            Self::RemoveAcls { vm, adapter, acls } => acl::remove(state, plan, *vm, adapter, acls),
            Self::AddExtendedAcl { vm, adapter, acl } => {
                acl::add_extended(state, plan, *vm, adapter, acl)
            }
            Self::RemoveExtendedAcl {
                vm,
                adapter,
                direction,
                weight,
            } => acl::remove_extended(state, plan, *vm, adapter, *direction, *weight),
            Self::SetVfCount { nic, count, force } => {
                count::set_num_vfs(state, plan, nic, *count, *force)
            }
            Self::EnableSriov { nic, force } => count::enable(state, plan, nic, *force),
            Self::DisableSriov { nic, force } => count::disable(state, plan, nic, *force),
            Self::ResetSriov { nic, force } => count::reset(state, plan, nic, *force),
            Self::SetNicUp { nic, up, force } => link::set_up(state, plan, nic, *up, *force),
            Self::RestartNic { nic, force } => link::restart(state, plan, nic, *force),
            Self::RenameNic {
                nic,
                new_name,
                force,
            } => link::rename(state, plan, nic, new_name, *force),
            Self::SetNic {
                nic,
                changes,
                force,
            } => link::set(state, plan, nic, changes, *force),
            Self::SetNicSettings {
                nic,
                settings,
                force,
            } => nic_settings::set(state, plan, nic, settings, *force),
            Self::Announce { team } => Ok(announce::announce(state, plan, team)),
            Self::EditQos(act) => qos::edit(state, plan, act),
            Self::EditNat(act) => nat::edit(state, plan, act),
            Self::SetNicQos { nic, on, force } => qos::set_nic(state, plan, nic, *on, *force),
            Self::ResetNicSettings { nic, keys, force } => {
                nic_settings::reset(state, plan, nic, keys, *force)
            }
            Self::AddIpAddress(new) => ip::add(state, plan, new),
            Self::SetIpAddress {
                interface,
                address,
                changes,
                force,
            } => ip::set(state, plan, interface, *address, changes, *force),
            Self::RemoveIpAddress {
                interface,
                address,
                force,
            } => ip::remove(state, plan, interface, *address, *force),
            Self::AddRoute { route, active_only } => {
                ip::add_route(state, plan, route, *active_only)
            }
            Self::RemoveRoute { route, force } => ip::remove_route(state, plan, route, *force),
            Self::AddNeighbor(new) => neighbor::add(state, plan, new),
            Self::RemoveNeighbor(gone) => neighbor::remove(state, plan, gone),
            Self::SetNameServers { interface, servers } => {
                name_servers::set(state, plan, interface, servers)
            }
            Self::DescribeNic { nic, tool } => persist::set(state, plan, nic, *tool),
            Self::CreateVm(new) => vm::create(state, plan, new),
            Self::DefineVm { id, text } => vm::define(state, plan, *id, text),
            Self::StartVm { vm } => vm::start(state, plan, vm),
            Self::StopVm { vm, how } => vm::stop(state, plan, vm, *how),
            Self::PauseVm { vm } => vm::pause(state, plan, vm),
            Self::ResumeVm { vm } => vm::resume(state, plan, vm),
            Self::SaveVm { vm } => vm::save(state, plan, vm),
            Self::DiscardSavedState { vm } => vm::discard_saved_state(state, plan, vm),
            Self::ResetVm { vm } => vm::reset(state, plan, vm),
            Self::RemoveVm { vm } => vm::remove(state, plan, vm, false),
            Self::RemoveVmWithDisks { vm } => vm::remove(state, plan, vm, true),
            Self::SetVm { vm, changes } => settings::set(state, plan, vm, changes),
            Self::EditGroup { id, act } => vm::group::edit(state, plan, *id, act),
            Self::CreateCheckpoint { vm, checkpoint } => {
                checkpoint::create(state, plan, vm, checkpoint)
            }
            Self::RestoreCheckpoint { vm, label } => checkpoint::restore(state, plan, *vm, label),
            Self::RemoveCheckpoint { vm, label } => checkpoint::remove(state, plan, *vm, label),
            Self::RenameCheckpoint {
                vm,
                label,
                new_name,
            } => checkpoint::rename(state, plan, *vm, label, new_name),
            Self::DismountDevice { device, force } => assign::dismount(state, plan, device, *force),
            Self::MountDevice { device } => assign::mount(state, plan, device),
            Self::AssignDevice { vm, device } => assign::add(state, plan, *vm, device),
            Self::UnassignDevice { vm, address } => assign::remove(state, plan, *vm, *address),
            Self::Restore => {
                plan.about("Restore what was asked for", "host");
                Ok(Focus::on_restore())
            }
            Self::TakeBack => Ok(repair::take_back(state, plan)),
            Self::Repair => {
                plan.about(
                    "Repair what differs from what was asked for",
                    state.host.name.clone(),
                );
                Ok(Focus::on_repair())
            }
            Self::AddDrive(new) => drive::add(state, plan, new),
            Self::SetDrive {
                vm,
                target,
                has,
                changes,
            } => drive::set(state, plan, *vm, (target, has.as_deref()), changes),
            Self::RemoveDrive { vm, target, has } => {
                drive::remove(state, plan, *vm, (target, has.as_deref()))
            }
            Self::AddScsiController { vm } => controller::add(state, plan, *vm),
            Self::RemoveScsiController { vm, number } => {
                controller::remove(state, plan, *vm, *number)
            }
            Self::CreateImage(new) => image::create(state, plan, new),
            Self::ResizeImage {
                path,
                size,
                shrinks,
            } => image::resize(state, plan, path, *size, *shrinks),
            Self::ConvertImage(conversion) => image::convert(state, plan, conversion),
            Self::CompactImage { path } => image::compact(state, plan, path),
            Self::MergeImage { path, into } => image::merge(state, plan, path, into.as_deref()),
            Self::RebaseImage {
                path,
                parent,
                anyway,
            } => image::rebase(state, plan, path, parent, *anyway),
            Self::ConnectImage { path, read_only } => image::connect(state, plan, path, *read_only),
            Self::DisconnectImage { path } => image::disconnect(state, plan, path),
            Self::MakeFolder { path } => export::stored::make_folder(state, plan, path),
            Self::RemoveFile { path } => export::stored::remove(state, plan, path),
            Self::RelocateDisks(wanted) => relocate::relocate(state, plan, wanted),
            Self::ExportVm(wanted) => export::export(state, plan, wanted),
            Self::ImportVm(wanted) => export::import(state, plan, wanted),
            Self::OverrideIov(on) => iov_override::set(state, plan, *on),
            Self::SetHost(changes) => host::set(state, plan, changes),
            Self::SetMigration(changes) => migration::settings::set(state, plan, changes),
            Self::PrepareArrival(arrival) => migration::arrive(state, plan, arrival),
            Self::PrepareDeparture(departure) => migration::depart(state, plan, departure),
            Self::EndMigration(ending) => migration::end(state, plan, ending),
        }
    }
}
