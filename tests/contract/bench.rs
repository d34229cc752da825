//! A host to try things on, and what every scenario needs: plans carried out, states awaited, a picture of the whole host.

use std::collections::BTreeMap;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use iovsh::backend::commit::{NoObserver, Options, Report, commit};
use iovsh::backend::host::remote::{RemoteHost, SshAddress};
use iovsh::backend::host::{LocalHost, serve};
use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::model::{
    DirectBoot, IpState, NetAdapter, PhysicalFunction, SwitchType, Uuid, Vm,
};
use iovsh::backend::plan::{BridgeChange, LinkChange, NetworkChange, VfChange};
use iovsh::backend::policy::{self, switch::NewSwitch, vm::NewVm};
use iovsh::backend::sim::{SimMachine, fixture};
use iovsh::backend::{Change, Host, HostError, Machine, Plan, Scope, State};
use iovsh::cmdlets::Services;

use crate::paper;
use crate::sshd::Sshd;

/// A host with two SR-IOV NICs of igb's kind, and a guest to boot.
pub struct Bench {
    /// The host as cmdlets have it.
    door: Arc<dyn Host>,
    /// The machine itself, where that is this one.
    machine: Option<Arc<dyn Machine>>,
    /// A real kernel answers.
    is_real: bool,
    /// The NIC that scenarios take.
    pub nic: String,
    boot: Option<DirectBoot>,
    /// How long a scenario waits for a guest, and how long between two looks: on an emulated machine every look takes
    /// time from the guest that is waited for.
    patience: Duration,
    pause: Duration,
    /// Where what is typed is asked of the host.
    from: From,
}

/// Where a host is asked from.
enum From {
    /// From this process; the host may be another one all the same.
    Here,
    /// From the other end of a connection.
    Far,
    /// From the other end of a real ssh.
    Ssh {
        far: Arc<RemoteHost>,
        /// The server and the folder of the state, which last as long as this.
        _keeps: (Arc<Sshd>, tempfile::TempDir),
    },
}

impl Bench {
    /// The host that the environment names.
    pub fn open() -> Self {
        let variable =
            |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
        let choice = variable("IOVSH_CONTRACT_HOST", "sim");
        if choice == "sim" {
            let world = fixture("default").expect("the default fixture");
            let host = Arc::new(SimMachine::in_memory(world));
            return Self {
                door: Arc::new(LocalHost::new(host.clone())),
                machine: Some(host),
                is_real: false,
                nic: "enp1s0f0".to_owned(),
                boot: None,
                patience: Duration::from_secs(5),
                pause: Duration::from_millis(20),
                from: From::Here,
            };
        }
        let nic = variable("IOVSH_CONTRACT_NIC", "enp1s0");
        let (patience, pause) = (Duration::from_secs(300), Duration::from_secs(2));
        if let Some(address) = choice.strip_prefix("ssh://") {
            let address = SshAddress::parse(address).expect("an address of ssh");
            return Self {
                door: Arc::new(RemoteHost::open(address, false).expect("the host answers")),
                machine: None,
                is_real: true,
                nic,
                boot: None,
                patience,
                pause,
                from: From::Here,
            };
        }
        assert_eq!(
            choice, "local",
            "IOVSH_CONTRACT_HOST is sim, local or ssh://NAME"
        );
        let file =
            |name: &str| format!("{}/{name}", variable("IOVSH_CONTRACT_GUEST", "/srv/guest"));
        let command_line = std::fs::read_to_string(file("cmdline"))
            .unwrap_or_default()
            .trim()
            .to_owned();
        let machine = Arc::new(LinuxMachine::local());
        Self {
            door: Arc::new(LocalHost::new(machine.clone())),
            machine: Some(machine),
            is_real: true,
            nic,
            boot: Some(DirectBoot {
                kernel: file("vmlinuz"),
                initrd: Some(file("initrd.img")),
                command_line,
            }),
            patience,
            pause,
            from: From::Here,
        }
    }

    /// The machine itself.
    pub fn machine(&self) -> &Arc<dyn Machine> {
        let machine = self.machine.as_ref();
        machine.expect("only scenarios at the prompt run against a host that is elsewhere")
    }

    /// The same, as it is from the other end of a connection. `None` on a real host, whose own end is tried there: the connection
    /// is the same.
    pub fn open_far() -> Option<Self> {
        let bench = Self::open();
        (!bench.is_real()).then_some(Self {
            from: From::Far,
            ..bench
        })
    }

    /// The same, as it is through a real ssh. `None` also where ssh is not installed.
    pub fn open_by_ssh() -> Option<Self> {
        let bench = Self::open();
        if bench.is_real() {
            return None;
        }
        let sshd = Sshd::shared()?;
        let folder = tempfile::tempdir().expect("a folder");
        let ssh = sshd.path("ssh");
        let variables = format!(
            "SetEnv=IOVSH_TEST_PATH={}:/usr/bin:/bin IOVSH_HOST=sim IOVSH_STATE_DIR={}",
            sshd.path("bin").display(),
            folder.path().display()
        );
        let far = RemoteHost::through("far", "ssh://far", move || {
            let mut child = Command::new(&ssh)
                .args(["-T", "-o", &variables, "--", "home", "iovsh serve"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("ssh");
            let ends = (child.stdout.take(), child.stdin.take());
            // It ends when its standard input does.
            std::thread::spawn(move || child.wait());
            Ok((
                Box::new(ends.0.expect("a pipe")),
                Box::new(ends.1.expect("a pipe")),
            ))
        });
        let host = SimMachine::open("default", folder.path()).expect("the default fixture");
        let host = Arc::new(host);
        Some(Self {
            door: Arc::new(LocalHost::new(host.clone())),
            machine: Some(host),
            from: From::Ssh {
                far: Arc::new(far.expect("a connection")),
                _keeps: (sshd, folder),
            },
            ..bench
        })
    }

    /// A real kernel answers.
    pub fn is_real(&self) -> bool {
        self.is_real
    }

    /// What is asked for is done.
    pub fn asks(&self, intent: policy::Intent) {
        let title = format!("{intent:?}");
        let answer =
            self.door
                .transact(&Scope::PLAN, &[intent], &mut Options::new(&mut NoObserver));
        let answer = answer.unwrap_or_else(|error| panic!("{title}: {}: {error}", error.id));
        for outcome in answer.outcomes.into_values() {
            outcome.unwrap_or_else(|error| panic!("{title}: {}: {error}", error.id));
        }
    }

    /// Runs a scenario; one that fails takes its leftovers with it, so that the next one finds a clean host.
    pub fn guard(&self, scenario: impl FnOnce()) {
        let (link, function) = (self.link(), self.function());
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(scenario));
        if let Err(why) = result {
            self.sweep(&link, &function);
            std::panic::resume_unwind(why);
        }
    }

    /// Removes what a scenario may have left, as far as that goes: everything that was made for one is called `ct-`.
    fn sweep(&self, link: &NetAdapter, function: &PhysicalFunction) {
        let tries = |intent: policy::Intent| {
            let mut silent = NoObserver;
            let mut options = Options::new(&mut silent);
            let _ = self.door.transact(&Scope::REMOVE, &[intent], &mut options);
        };
        let Ok(state) = self.door.snapshot(&Scope::REMOVE) else {
            return;
        };
        for vm in state.vms.iter().filter(|v| v.name.starts_with("ct-")) {
            tries(policy::Intent::StopVm {
                vm: vm.name.to_string().into(),
                how: policy::vm::Stop::TurnOff,
            });
            tries(policy::Intent::RemoveVm {
                vm: vm.name.to_string().into(),
            });
        }
        for switch in &state.desired.switches {
            tries(policy::Intent::RemoveSwitch {
                name: switch.name.to_string(),
            });
        }
        tries(policy::Intent::EnableSriov {
            nic: self.nic.to_string(),
            force: false,
        });
        tries(policy::Intent::ResetSriov {
            nic: self.nic.to_string(),
            force: false,
        });
        // Scenarios at the prompt make nothing by hand.
        let Some(machine) = &self.machine else {
            return;
        };
        for network in state.networks.iter().filter(|n| n.name.starts_with("ct-")) {
            let _ = machine.apply(&Change::Network(NetworkChange::Undefine {
                name: network.name.clone(),
                id: network.id,
            }));
        }
        for bridge in state
            .bridges
            .iter()
            .filter(|b| b.name.as_str().starts_with("ct-"))
        {
            let _ = machine.apply(&Change::Bridge(BridgeChange::Delete {
                name: bridge.name.clone(),
            }));
        }
        let pf = function.address;
        let _ = machine.apply(&Change::Vf(VfChange::SetCount {
            pf,
            count: function.num_vfs,
        }));
        let _ = machine.apply(&Change::Vf(VfChange::SetAutoprobe {
            pf,
            on: function.autoprobe,
        }));
        let _ = machine.apply(&Change::Link(LinkChange::Set {
            interface: link.name.clone(),
            up: link.up,
        }));
    }

    pub fn state(&self) -> State {
        let scope = Scope::REMOVE.union(&Scope::CHECKPOINTS);
        self.door.snapshot(&scope).expect("a snapshot")
    }

    /// Addresses, routes and name servers of the host.
    pub fn ip(&self) -> IpState {
        self.door.snapshot(&Scope::IP).expect("a snapshot").ip
    }

    /// What this scope shows.
    pub fn observed(&self, scope: &Scope) -> State {
        self.door.snapshot(scope).expect("a snapshot")
    }

    pub fn link(&self) -> NetAdapter {
        let state = self.state();
        policy::nic_named(&state, &self.nic)
            .expect("the NIC")
            .clone()
    }

    /// The other NIC of the same kind.
    pub fn other_nic(&self) -> String {
        let state = self.state();
        let mut others = state.functions.iter().filter_map(|f| f.interface.as_ref());
        let other = others.find(|name| name.as_str() != self.nic);
        other.expect("a second SR-IOV NIC").to_string()
    }

    pub fn function(&self) -> PhysicalFunction {
        let state = self.state();
        state
            .function_of(&self.link().name)
            .expect("a physical function")
            .clone()
    }

    pub fn vm(&self, name: &str) -> Vm {
        self.state().vm_named(name).expect("the VM").clone()
    }

    /// Carries out one primitive.
    pub fn apply(&self, change: impl Into<Change>) {
        let change = change.into();
        let name = format!("{change:?}");
        if let Err(error) = self.machine().apply(&change) {
            panic!("{name}: {error}");
        }
    }

    /// Carries out one primitive that must be refused; gives the refusal.
    pub fn refused(&self, change: impl Into<Change>) -> HostError {
        let change = change.into();
        match self.machine().apply(&change) {
            Ok(()) => panic!("{change:?} was not refused"),
            Err(error) => error,
        }
    }

    /// What a script shows that is typed at this host's prompt.
    pub fn types(&self, script: &str) -> String {
        let services = match &self.from {
            From::Here => services(Arc::clone(&self.door)),
            From::Far => far_end(Arc::clone(self.machine())),
            From::Ssh { far, .. } => services(far.clone()),
        };
        let shown = paper::shown(script, services);
        assert!(!shown.contains(" × "), "{script}\n{shown}");
        shown
    }

    /// A script that shows just these lines.
    pub fn shows(&self, script: &str, wanted: &[&str]) {
        let shown = self.types(script);
        assert_eq!(shown, wanted.join("\n"), "{script}");
    }

    /// A script that is refused with this error id, and changes nothing. On a real host, where a picture of it takes a second,
    /// that is seen at the end of the scenario.
    pub fn refuses(&self, script: &str, id: &str) {
        let picture = || (!self.is_real()).then(|| self.fingerprint());
        let before = picture();
        let caught = format!(
            "try {{ & {{ $ErrorActionPreference = 'Stop'; {script} }} }}
             catch {{
                 $own = $_.Exception.Data['IovshErrorId']
                 if ($own) {{ $own }} else {{ $_.FullyQualifiedErrorId.Split(',')[0] }}
             }}"
        );
        assert_eq!(self.types(&caught), id, "{script}");
        assert_eq!(picture(), before, "{script} changed the host");
    }

    /// Plans against a snapshot and carries the plan out.
    pub fn run(&self, planner: impl Fn(&State) -> Result<Plan, HostError>) -> (Plan, Report) {
        let plan = planner(&self.state()).unwrap_or_else(|error| panic!("{}: {error}", error.id));
        let report = self
            .commit(&plan)
            .unwrap_or_else(|error| panic!("{}: {error}", error.id));
        (plan, report)
    }

    pub fn commit(&self, plan: &Plan) -> Result<Report, HostError> {
        commit(&**self.machine(), plan, &mut Options::new(&mut NoObserver))
    }

    /// A plan that must be refused; gives the id.
    pub fn no_plan(&self, planner: impl Fn(&State) -> Result<Plan, HostError>) -> String {
        match planner(&self.state()) {
            Ok(plan) => panic!("'{}' was not refused", plan.title),
            Err(error) => {
                assert!(error.next_step.is_some(), "{} names no next step", error.id);
                error.id.to_string()
            }
        }
    }

    /// Repairs until nothing is left to do; there must be an end to it.
    pub fn settle(&self) {
        self.door.recover().expect("no recovery fails");
        for _ in 0..3 {
            if policy::reconcile(&self.state()).is_empty() {
                return;
            }
            self.asks(policy::Intent::Repair);
        }
        let plan = policy::reconcile(&self.state());
        let left: Vec<_> = plan.steps.iter().map(|s| &s.what).collect();
        assert!(left.is_empty(), "repairs never end: {left:?}");
    }

    /// Waits until the host is as `wanted`.
    pub fn wait(&self, what: &str, wanted: impl Fn(&State) -> bool) {
        let end = Instant::now() + self.patience;
        loop {
            let state = self.state();
            if wanted(&state) {
                return;
            }
            assert!(Instant::now() < end, "waited in vain: {what}");
            std::thread::sleep(self.pause);
        }
    }

    /// Makes an external switch on the NIC.
    pub fn make_switch(&self, name: &str, iov_enabled: bool) -> Plan {
        self.run(|state| {
            policy::Intent::CreateSwitch(self.new_switch(name, iov_enabled)).plan(state)
        })
        .0
    }

    pub fn new_switch(&self, name: &str, iov_enabled: bool) -> NewSwitch {
        NewSwitch {
            id: Uuid::random(),
            name: name.to_owned(),
            switch_type: SwitchType::External,
            uplinks: vec![self.nic.parse().expect("an interface name")],
            iov_enabled,
            allow_management_os: false,
            notes: String::new(),
            persist: None,
            teaming: false,
            force: false,
            settings: Default::default(),
        }
    }

    /// Makes a VM that boots the host's guest.
    pub fn make_vm(&self, name: &str, switch: Option<&str>) -> Vm {
        let new = NewVm {
            id: Uuid::random(),
            name: name.to_owned(),
            memory: 192 << 20,
            vcpus: 1,
            generation: 2,
            notes: "made by the contract suite".to_owned(),
            created: None,
            switch: switch.map(str::to_owned),
            adapter_id: Uuid::random(),
            emulated: false,
            mac: None,
            boot: self.boot.clone(),
            disks: Vec::new(),
            disk: None,
            boot_order: Vec::new(),
            serial_socket: None,
            uefi: false,
            seed: None,
        };
        self.run(|state| policy::Intent::CreateVm(Box::new(new.clone())).plan(state));
        self.vm(name)
    }

    /// Turns a VM off and removes it.
    pub fn drop_vm(&self, name: &str) {
        self.run(|state| {
            policy::Intent::StopVm {
                vm: name.to_string().into(),
                how: policy::vm::Stop::TurnOff,
            }
            .plan(state)
        });
        self.run(|state| {
            policy::Intent::RemoveVm {
                vm: name.to_string().into(),
            }
            .plan(state)
        });
    }

    pub fn drop_switch(&self, name: &str) {
        self.run(|state| {
            policy::Intent::RemoveSwitch {
                name: name.to_string(),
            }
            .plan(state)
        });
    }

    /// Everything about the host that a scenario could leave changed, line by line.
    pub fn fingerprint(&self) -> BTreeMap<String, String> {
        let state = self.state();
        let mut lines = BTreeMap::new();
        for link in &state.links {
            let text = format!(
                "{} up={} master={:?} {:?}",
                link.mac, link.up, link.master, link.addresses
            );
            lines.insert(format!("link {}", link.name), text);
        }
        for function in &state.functions {
            let text = format!(
                "{:?} vfs={} autoprobe={}",
                function.driver, function.num_vfs, function.autoprobe
            );
            lines.insert(format!("function {}", function.address), text);
            for vf in &function.vfs {
                lines.insert(
                    format!("vf {}", vf.address),
                    format!("{:?} {:?}", vf.driver, vf.admin),
                );
            }
        }
        for bridge in &state.bridges {
            lines.insert(
                format!("bridge {}", bridge.name),
                format!("{:?} {:?}", bridge.ports, bridge.port_vlans),
            );
        }
        for entry in &state.fdb {
            lines.insert(format!("fdb {entry:?}"), String::new());
        }
        for one in &state.shares {
            lines.insert(
                format!("shares {}", one.device),
                format!("{:?}", one.shares),
            );
        }
        for port in &state.filters {
            lines.insert(
                format!("filters {}", port.device),
                format!("{:?}", port.filters),
            );
        }
        for nat in &state.nat.nats {
            lines.insert(format!("nat {}", nat.name), format!("{nat:?}"));
        }
        for (path, text) in &state.files {
            lines.insert(format!("file {path}"), text.clone());
        }
        for network in &state.networks {
            lines.insert(
                format!("network {}", network.name),
                format!("{:?} {}", network.bridge, network.active),
            );
        }
        for vm in &state.vms {
            let adapters: Vec<_> = vm
                .adapters
                .iter()
                .map(|a| (&a.alias, a.mac, &a.bridge, &a.vf, &a.settings))
                .collect();
            lines.insert(
                format!("vm {}", vm.name),
                format!("{:?} {adapters:?} {:?}", vm.state, vm.settings),
            );
        }
        for checkpoint in &state.checkpoints {
            lines.insert(
                format!("checkpoint {}", checkpoint.label),
                format!("{} {:?}", checkpoint.name, checkpoint.parent),
            );
        }
        lines.insert("desired".to_owned(), format!("{:?}", state.desired));
        lines
    }
}

fn services(host: Arc<dyn Host>) -> Services {
    Services::new(Arc::new(move |_| Ok(Arc::clone(&host))))
}

/// Services that reach the host over a connection, at whose other end it is served.
fn far_end(machine: Arc<dyn Machine>) -> Services {
    Services::new(Arc::new(move |_| {
        let machine = Arc::clone(&machine);
        let host = RemoteHost::through("far", "ssh://far", move || {
            let (near, far) = UnixStream::pair().expect("a pair of sockets");
            let (near_reads, far_reads) = (near.try_clone(), far.try_clone());
            let host = LocalHost::new(Arc::clone(&machine));
            std::thread::spawn(move || {
                serve(&host, "test", None, far_reads.expect("a socket"), far)
            });
            Ok((Box::new(near_reads.expect("a socket")), Box::new(near)))
        })?;
        Ok(Arc::new(host))
    }))
}
