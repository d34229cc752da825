//! Names in the manner of GNU: `VMName` is `vm-name`, `Set-VMNetworkAdapter` is `set-vm-network-adapter`.

/// The name of a command or a parameter in small letters, its words parted by dashes.
pub fn gnu_name(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after = chars.get(at + 1);
        // In a row of capitals the last begins a word, unless all that follows is the `s` of a plural.
        let begins = after.is_some_and(|after| after.is_lowercase())
            && !(after == Some(&'s') && chars.get(at + 2).is_none_or(|c| c.is_uppercase()));
        let ends_word = |before: &char| *before != '-' && (!before.is_uppercase() || begins);
        if c.is_uppercase() && before.is_some_and(ends_word) {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_the_manner_of_gnu() {
        for (name, gnu) in [
            ("VMName", "vm-name"),
            ("NumVFs", "num-vfs"),
            ("IovWeight", "iov-weight"),
            ("Name", "name"),
            ("WhatIf", "what-if"),
            ("RemoteIPAddress", "remote-ip-address"),
            ("InputObject", "input-object"),
            ("Set-VMNetworkAdapter", "set-vm-network-adapter"),
            ("Get-NetAdapterSriovVf", "get-net-adapter-sriov-vf"),
            ("ConvertFrom-Json", "convert-from-json"),
            ("Get-VM", "get-vm"),
        ] {
            assert_eq!(gnu_name(name), gnu);
        }
    }
}
