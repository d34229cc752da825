//! What iovsh tells Pacemaker, told to the real programs on a CIB in a file (`CIB_file`), and what its scheduler makes of it. Skipped where
//! they are not installed: pacemaker-cli-utils.

use std::path::Path;
use std::process::{Command, Stdio};

use iovsh::backend::Machine as _;
use iovsh::backend::cluster::{ClusterChange, ClusterState, NewRole};
use iovsh::backend::linux::LinuxMachine;
use iovsh::backend::model::Uuid;
use iovsh::backend::plan::ShellLine;

/// Two nodes that are up, without fencing, so that the scheduler starts things.
const CIB: &str = r#"<cib crm_feature_set="3.16.1" validate-with="pacemaker-3.8" epoch="1" num_updates="0" admin_epoch="0" have-quorum="1" dc-uuid="1">
<configuration><crm_config><cluster_property_set id="cib-bootstrap-options">
<nvpair id="o1" name="cluster-name" value="lab"/><nvpair id="o2" name="stonith-enabled" value="false"/>
</cluster_property_set></crm_config>
<nodes><node id="1" uname="n1"/><node id="2" uname="n2"/></nodes><resources/><constraints/></configuration>
<status>
<node_state id="1" uname="n1" in_ccm="true" crmd="online" join="member" expected="member"/>
<node_state id="2" uname="n2" in_ccm="true" crmd="online" join="member" expected="member"/>
</status></cib>"#;

struct Lab {
    folder: tempfile::TempDir,
}

impl Lab {
    fn new() -> Option<Self> {
        let there = [
            "cibadmin",
            "crm_resource",
            "crm_attribute",
            "crm_mon",
            "crm_simulate",
        ];
        for program in there {
            if !Path::new("/usr/sbin").join(program).is_file() {
                println!("skipped: {program} is not installed (pacemaker-cli-utils)");
                return None;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("cib.xml"), CIB).unwrap();
        Some(Self { folder })
    }

    fn cib(&self) -> String {
        self.folder
            .path()
            .join("cib.xml")
            .to_str()
            .unwrap()
            .to_owned()
    }

    fn run(&self, argv: &[String], input: Option<&str>) -> (bool, String) {
        use std::io::Write as _;
        let mut child = Command::new(&argv[0])
            .args(&argv[1..])
            .env("CIB_file", self.cib())
            .env("PATH", "/usr/sbin:/usr/bin:/bin")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut to = child.stdin.take().unwrap();
        to.write_all(input.unwrap_or_default().as_bytes()).unwrap();
        drop(to);
        let done = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&done.stdout).into_owned()
            + &String::from_utf8_lossy(&done.stderr);
        (done.status.success(), text)
    }

    /// Carries out the commands of a change as they are.
    fn tell(&self, change: &ClusterChange) {
        for line in change.commands() {
            let ShellLine::Run { argv, input } = line else {
                panic!("{change:?} is more than programs");
            };
            // What a node says of itself anew each time that it starts, its daemon takes; here what lasts.
            let argv: Vec<String> = argv
                .into_iter()
                .map(|word| {
                    if word == "reboot" {
                        "forever".to_owned()
                    } else {
                        word
                    }
                })
                .collect();
            let (done, text) = self.run(&argv, input.as_deref());
            assert!(done, "{argv:?}: {text}");
        }
    }

    /// Where the scheduler would start a resource.
    fn placed(&self, id: &str) -> String {
        let argv = ["crm_simulate", "--simulate", "--xml-file", &self.cib()].map(str::to_owned);
        let (_, text) = self.run(&argv, None);
        let revised = text
            .split("Revised Cluster Status")
            .nth(1)
            .unwrap_or_default();
        let line = revised
            .lines()
            .find(|line| line.contains(&format!("* {id}")));
        line.map(str::trim).unwrap_or(&text).to_owned()
    }

    /// What iovsh reads of it. The programs find the file by a variable of this process's own, so a child reads it.
    fn state(&self) -> ClusterState {
        let this = std::env::current_exe().unwrap();
        let done = Command::new(this)
            .args([
                "--exact",
                "pacemaker::reads_the_cluster_of_a_file",
                "--nocapture",
                "--ignored",
            ])
            .env("CIB_file", self.cib())
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&done.stdout);
        let line = text.lines().find_map(|line| line.split_once("CLUSTER "));
        let (_, json) = line.unwrap_or_else(|| panic!("{text}"));
        serde_json::from_str(json).unwrap()
    }
}

#[test]
#[ignore = "run by the tests of this file, with CIB_file set"]
fn reads_the_cluster_of_a_file() {
    if std::env::var_os("CIB_file").is_none() {
        return;
    }
    let state = LinuxMachine::local().cluster().unwrap();
    println!("\nCLUSTER {}", serde_json::to_string(&state).unwrap());
}

fn role(wish: u32) -> NewRole {
    NewRole {
        id: "web_1".to_owned(),
        name: "web <1> & \"co\"".to_owned(),
        vm: "6f2d7a1e-6ad9-4f0e-9a3b-0d6d2b1c7e11"
            .parse::<Uuid>()
            .unwrap(),
        vm_name: "web <1>".to_owned(),
        wish,
        wanted: true,
    }
}

#[test]
fn what_is_told_is_read_back() {
    let Some(lab) = Lab::new() else { return };
    let id = || "web_1".to_owned();
    let list = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    lab.tell(&ClusterChange::AddRole(role(1)));
    let all = [
        ClusterChange::SetWanted {
            id: id(),
            wanted: true,
        },
        ClusterChange::SetStandby {
            node: "n1".to_owned(),
            on: true,
        },
        ClusterChange::SetStandby {
            node: "n1".to_owned(),
            on: false,
        },
        ClusterChange::SetPaused {
            node: "n2".to_owned(),
            on: true,
        },
        ClusterChange::SetPaused {
            node: "n2".to_owned(),
            on: false,
        },
        ClusterChange::Prefer {
            id: id(),
            nodes: list(&["n2", "n1"]),
            dropped: Vec::new(),
        },
        ClusterChange::Prefer {
            id: id(),
            nodes: list(&["n1"]),
            dropped: list(&["n2"]),
        },
        ClusterChange::Bar {
            id: id(),
            nodes: list(&["n2"]),
            dropped: Vec::new(),
        },
        ClusterChange::Bar {
            id: id(),
            nodes: Vec::new(),
            dropped: list(&["n2"]),
        },
        ClusterChange::Publish {
            node: "n2".to_owned(),
            free_vfs: 6,
        },
        ClusterChange::EndMove { id: id() },
    ];
    for change in all {
        lab.tell(&change);
        let state = lab.state();
        // Nothing is started here: whether it runs is the daemon's.
        if !matches!(change, ClusterChange::SetWanted { .. }) {
            assert_eq!(
                change.is_satisfied(&state),
                Some(true),
                "{change:?}\n{state:#?}"
            );
        }
        let seen = state.role("web_1").expect("the role");
        let wished = role(1);
        assert_eq!(
            (
                seen.name.as_str(),
                seen.vm,
                seen.vm_name.as_str(),
                seen.wish,
                seen.wanted
            ),
            (
                wished.name.as_str(),
                Some(wished.vm),
                wished.vm_name.as_str(),
                1,
                true
            )
        );
    }
    lab.tell(&ClusterChange::Move {
        id: id(),
        node: "n2".to_owned(),
    });
    assert_eq!(
        lab.state().role("web_1").unwrap().pulled_to.as_deref(),
        Some("n2")
    );
    let removed = ClusterChange::RemoveRole {
        id: id(),
        preferred: list(&["n1"]),
        barred: Vec::new(),
    };
    lab.tell(&removed);
    let state = lab.state();
    assert_eq!(removed.is_satisfied(&state), Some(true));
    let (_, cib) = lab.run(&["cibadmin", "--query"].map(str::to_owned), None);
    assert!(
        !cib.contains("rsc=\"web_1\""),
        "nothing of it is left: {cib}"
    );
}

#[test]
fn the_cluster_and_its_nodes_are_read() {
    let Some(lab) = Lab::new() else { return };
    let state = lab.state();
    assert_eq!(state.name, "lab");
    assert_eq!(state.fences, Some(false));
    let nodes: Vec<(&str, bool, Option<u32>)> = state
        .nodes
        .iter()
        .map(|node| (node.name.as_str(), node.online, node.free_vfs))
        .collect();
    assert_eq!(nodes, [("n1", true, None), ("n2", true, None)]);
}

#[test]
fn the_real_scheduler_takes_a_vf_for_a_wish() {
    let Some(lab) = Lab::new() else { return };
    lab.tell(&ClusterChange::AddRole(role(2)));
    let publish = |node: &str, free_vfs| ClusterChange::Publish {
        node: node.to_owned(),
        free_vfs,
    };
    // Nobody has any: it starts.
    assert!(
        lab.placed("web_1").contains("Started"),
        "{}",
        lab.placed("web_1")
    );
    for (first, second, at) in [(1, 4, "n2"), (6, 4, "n1"), (3, 5, "n2")] {
        lab.tell(&publish("n1", first));
        lab.tell(&publish("n2", second));
        let placed = lab.placed("web_1");
        assert!(
            placed.contains(&format!("Started {at}")),
            "{first} and {second}: {placed}"
        );
    }
    // A paused node gets nothing new, even where there is no other.
    let paused = |node: &str| ClusterChange::SetPaused {
        node: node.to_owned(),
        on: true,
    };
    lab.tell(&paused("n2"));
    assert!(lab.placed("web_1").contains("Started n1"));
    lab.tell(&ClusterChange::SetStandby {
        node: "n1".to_owned(),
        on: true,
    });
    assert!(lab.placed("web_1").contains("Stopped"));
    // What is preferred counts more than VFs.
    lab.tell(&ClusterChange::SetStandby {
        node: "n1".to_owned(),
        on: false,
    });
    lab.tell(&ClusterChange::SetPaused {
        node: "n2".to_owned(),
        on: false,
    });
    lab.tell(&ClusterChange::Prefer {
        id: "web_1".to_owned(),
        nodes: vec!["n1".to_owned()],
        dropped: Vec::new(),
    });
    assert!(lab.placed("web_1").contains("Started n1"));
}

#[test]
fn a_definition_is_kept_whatever_is_in_it() {
    let Some(lab) = Lab::new() else { return };
    let vm = role(0).vm;
    let text = "<domain type='kvm'>\n <name>a & b</name>\n</domain>\n\u{e9}";
    lab.tell(&ClusterChange::KeepDefinition {
        vm,
        text: text.to_owned(),
    });
    let (_, cib) = lab.run(&["cibadmin", "--query"].map(str::to_owned), None);
    let value = cib
        .split(&format!("name=\"iovsh-definition-{vm}\" value=\""))
        .nth(1)
        .unwrap();
    let value = value.split('"').next().unwrap();
    let bytes = iovsh_base::base64::from_base64(value).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), text);
    lab.tell(&ClusterChange::ForgetDefinition { vm });
    let (_, cib) = lab.run(&["cibadmin", "--query"].map(str::to_owned), None);
    assert!(!cib.contains(&vm.to_string()));
}
