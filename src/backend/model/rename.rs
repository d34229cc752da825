//! What an interface's name stands in. The kernel knows devices by number: whatever has to do with one goes on under its new name.

use super::{FilterAction, InterfaceName, State};

impl State {
    /// Calls an interface by another name, wherever it is named.
    pub fn rename_interface(&mut self, from: &InterfaceName, to: &InterfaceName) {
        let rename = |name: &mut InterfaceName| {
            if name == from {
                name.clone_from(to);
            }
        };
        let rename_some = |name: &mut Option<InterfaceName>| name.iter_mut().for_each(rename);
        for link in &mut self.links {
            rename(&mut link.name);
            rename_some(&mut link.master);
            rename_some(&mut link.lower);
            rename_some(&mut link.peer);
            if let Some((lower, _)) = &mut link.vlan {
                rename(lower);
            }
        }
        let addresses = self.ip.addresses.iter_mut();
        addresses.for_each(|address| rename(&mut address.interface));
        let routes = self.ip.routes.iter_mut();
        routes.for_each(|route| rename(&mut route.interface));
        let neighbors = self.neighbors.iter_mut();
        neighbors.for_each(|known| rename(&mut known.interface));
        let servers = self.ip.name_servers.iter_mut();
        servers.for_each(|known| rename_some(&mut known.interface));
        self.ip
            .name_servers
            .sort_by(|a, b| a.interface.cmp(&b.interface));
        self.nics
            .iter_mut()
            .for_each(|nic| rename(&mut nic.interface));
        for function in &mut self.functions {
            rename_some(&mut function.interface);
            for vf in &mut function.vfs {
                rename_some(&mut vf.interface);
                rename_some(&mut vf.representor);
            }
        }
        for bridge in &mut self.bridges {
            rename(&mut bridge.name);
            bridge.ports.iter_mut().for_each(rename);
            bridge.ports.sort();
            bridge
                .port_vlans
                .iter_mut()
                .for_each(|(port, _)| rename(port));
            bridge.port_vlans.sort_by(|a, b| a.0.cmp(&b.0));
        }
        for team in &mut self.teams {
            rename(&mut team.name);
            team.members.iter_mut().for_each(rename);
            rename_some(&mut team.primary);
            rename_some(&mut team.active);
            let states = team.states.iter_mut();
            states.for_each(|member| rename(&mut member.name));
        }
        self.fdb
            .iter_mut()
            .for_each(|entry| rename(&mut entry.device));
        self.fdb.sort();
        for port in &mut self.filters {
            rename(&mut port.device);
            for filter in &mut port.filters {
                if let FilterAction::Copy(to) | FilterAction::Send(to) | FilterAction::Receive(to) =
                    &mut filter.action
                {
                    rename(to);
                }
            }
        }
        self.filters.sort_by(|a, b| a.device.cmp(&b.device));
        for one in &mut self.shares {
            rename(&mut one.device);
        }
        self.shares.sort_by(|a, b| a.device.cmp(&b.device));
    }
}
