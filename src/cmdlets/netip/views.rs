//! What addresses, routes, neighbours and interfaces of the host look like when nobody formats them.

use crate::views::sized;
use iovsh_shell::format::{Access, Align, Column, Control, Line, View};
use iovsh_shell::value::Value;

/// How long an address lasts.
fn lifetime(object: &Value, property: &str, access: &mut dyn Access) -> Value {
    match access.property(object, property) {
        Ok(Some(Value::TimeSpan(i64::MAX))) => Value::from("Infinite ([TimeSpan]::MaxValue)"),
        Ok(Some(span)) => span,
        _ => Value::Null,
    }
}

fn valid_lifetime(object: &Value, access: &mut dyn Access) -> Value {
    lifetime(object, "ValidLifetime", access)
}

fn preferred_lifetime(object: &Value, access: &mut dyn Access) -> Value {
    lifetime(object, "PreferredLifetime", access)
}

/// The views.
pub static VIEWS: &[View] = &[
    View {
        name: "NetIPConfiguration",
        types: &["NetIPConfiguration"],
        group_by: None,
        control: Control::List(&[
            Line::of("InterfaceAlias"),
            Line::of("InterfaceIndex"),
            Line::of("InterfaceDescription"),
            Line::of("IPv4Address"),
            Line::of("IPv6Address"),
            Line::of("IPv6LinkLocalAddress"),
            Line::of("IPv4DefaultGateway"),
            Line::of("IPv6DefaultGateway"),
        ]),
    },
    View {
        name: "NetIPConfiguration",
        types: &["NetIPConfiguration"],
        group_by: None,
        control: sized(&[
            Column::of("InterfaceAlias"),
            Column::of("InterfaceIndex"),
            Column::of("InterfaceDescription"),
            Column::of("IPv4Address"),
            Column::of("IPv6Address"),
            Column::of("IPv6LinkLocalAddress"),
            Column::of("IPv4DefaultGateway"),
            Column::of("IPv6DefaultGateway"),
        ]),
    },
    View {
        name: "NetIPAddress",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetIPAddress"],
        group_by: None,
        control: Control::List(&[
            Line::of("IPAddress"),
            Line::of("InterfaceIndex"),
            Line::of("InterfaceAlias"),
            Line::of("AddressFamily"),
            Line::of("Type"),
            Line::of("PrefixLength"),
            Line::of("PrefixOrigin"),
            Line::of("SuffixOrigin"),
            Line::of("AddressState"),
            Line::computed("ValidLifetime", valid_lifetime),
            Line::computed("PreferredLifetime", preferred_lifetime),
            Line::of("SkipAsSource"),
            Line::of("PolicyStore"),
        ]),
    },
    View {
        name: "NetIPAddressTable",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetIPAddress"],
        group_by: None,
        control: sized(&[
            Column::of("IPAddress").never_cut(),
            Column::of("InterfaceIndex").never_cut(),
            Column::of("InterfaceAlias").never_cut(),
            Column::of("AddressFamily"),
            Column::of("Type"),
            Column::of("PrefixLength").never_cut(),
            Column::of("PrefixOrigin"),
            Column::of("SuffixOrigin"),
            Column::of("AddressState"),
            Column::of("ValidLifetime").computed(valid_lifetime),
            Column::of("PreferredLifetime").computed(preferred_lifetime),
            Column::of("SkipAsSource"),
            Column::of("PolicyStore"),
        ]),
    },
    View {
        name: "NetRoute",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetRoute"],
        group_by: None,
        control: sized(&[
            Column::of("ifIndex").never_cut(),
            Column::of("DestinationPrefix").never_cut(),
            Column::of("NextHop").never_cut(),
            Column::of("RouteMetric"),
            Column::of("InterfaceAlias"),
            Column::of("PolicyStore"),
        ]),
    },
    View {
        name: "NetNeighbor",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetNeighbor"],
        group_by: None,
        control: sized(&[
            Column::of("ifIndex").never_cut(),
            Column::of("IPAddress").never_cut(),
            Column::of("LinkLayerAddress").never_cut(),
            Column::of("State"),
            Column::of("PolicyStore"),
        ]),
    },
    View {
        name: "DnsClientServerAddress",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_DNSClientServerAddress"],
        group_by: None,
        control: sized(&[
            Column::of("InterfaceAlias").never_cut(),
            Column::of("InterfaceIndex"),
            Column::of("AddressFamily").align(Align::Left),
            Column::of("ServerAddresses"),
        ]),
    },
    View {
        name: "NetIPInterface",
        types: &["Microsoft.Management.Infrastructure.CimInstance#MSFT_NetIPInterface"],
        group_by: None,
        control: sized(&[
            Column::of("ifIndex").never_cut(),
            Column::of("InterfaceAlias").never_cut(),
            Column::of("AddressFamily"),
            Column::of("NlMtu"),
            Column::of("InterfaceMetric"),
            Column::of("Dhcp"),
            Column::of("ConnectionState"),
            Column::of("PolicyStore"),
        ]),
    },
];
