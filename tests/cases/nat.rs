//! Address translation: what would take the host's own programs away from others, and what cannot be told.

use crate::Host;

const LAB: &str = "New-VMSwitch inside -SwitchType Internal | Out-Null
    New-NetIPAddress 192.168.100.1 -PrefixLength 24 -InterfaceAlias 'vEthernet (inside)' | Out-Null
    New-NetNat lab -InternalIPInterfaceAddressPrefix 192.168.100.0/24 | Out-Null";

fn mapping(outside: &str, protocol: &str, port: u16) -> String {
    format!(
        "Add-NetNatStaticMapping lab -Protocol {protocol} -ExternalIPAddress {outside} -ExternalPort {port} \
         -InternalIPAddress 192.168.100.5 -InternalPort 80"
    )
}

/// What a host is reached by stays its own: its ssh, for one.
#[test]
fn a_port_at_which_the_host_answers_is_not_led_away() {
    let host = Host::plain();
    host.does(LAB);
    let before = host.state();
    for outside in ["0.0.0.0", "192.168.100.1"] {
        let run = host.run(&mapping(outside, "TCP", 22));
        assert!(
            run.errors[0].0.starts_with("Nat.PortInUse"),
            "{:?}",
            run.errors
        );
        assert!(run.help[0].contains("ss -Hlnp"), "{:?}", run.help);
    }
    assert_eq!(before, host.state());
    // Another protocol, another address and another port are free.
    host.does(&mapping("0.0.0.0", "UDP", 22));
    host.does(&mapping("203.0.113.5", "TCP", 22));
    host.does(&mapping("0.0.0.0", "TCP", 2222));
}

/// The rules cannot be read (only root may, for one): nothing is said to be in effect, or not, and nothing is done about it.
#[test]
fn what_cannot_be_told_is_left_alone() {
    let host = Host::plain();
    host.does(LAB);
    host.edit(|world| {
        world.state.nat.unreadable = Some("Operation not permitted".to_owned());
        world.state.nat.nats.clear();
    });
    let seen = host.does("$null -eq (Get-NetNat lab).Active");
    assert_eq!(seen.objects, ["True"]);
    assert_eq!(host.repair(), Vec::<String>::new());
    for command in [
        "New-NetNat other -InternalIPInterfaceAddressPrefix 192.168.101.0/24",
        "Remove-NetNat lab -Confirm:$false",
        &mapping("0.0.0.0", "TCP", 8080),
    ] {
        let before = host.state();
        let (id, said) = host.refuses(command);
        assert_eq!(id, "Nat.Unreadable", "{command}: {said}");
        assert!(said.contains("cannot be told"), "{command}: {said}");
        assert_eq!(before, host.state(), "{command}");
    }
    host.edit(|world| world.state.nat.unreadable = None);
    assert_eq!(
        host.repair(),
        ["Translate the addresses of 192.168.100.0/24"]
    );
}
