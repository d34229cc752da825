//! From `vm_name` to `VMName`: PowerShell's names out of Rust's.

/// Words that Microsoft's names write in capitals (or in another way than with one capital).
const WORDS: &[(&str, &str)] = &[
    ("vm", "VM"),
    ("vms", "VMs"),
    ("vf", "VF"),
    ("vfs", "VFs"),
    ("vhd", "VHD"),
    ("os", "OS"),
    ("ip", "IP"),
    ("ips", "IPs"),
    ("ipsec", "IPsec"),
];

/// The PowerShell name of a field: `iov_weight` is `IovWeight`, `vm_name` is `VMName`.
pub fn pascal(field: &str) -> String {
    let mut name = String::new();
    for word in field
        .trim_start_matches("r#")
        .split('_')
        .filter(|word| !word.is_empty())
    {
        if let Some((_, written)) = WORDS.iter().find(|(plain, _)| *plain == word) {
            name.push_str(written);
            continue;
        }
        let mut letters = word.chars();
        if let Some(first) = letters.next() {
            name.extend(first.to_uppercase());
            name.push_str(letters.as_str());
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::pascal;

    #[test]
    fn words_in_capitals_are_kept() {
        assert_eq!(pascal("vm_name"), "VMName");
        assert_eq!(pascal("num_vfs"), "NumVFs");
        assert_eq!(pascal("allow_management_os"), "AllowManagementOS");
        assert_eq!(pascal("iov_weight"), "IovWeight");
        assert_eq!(pascal("r#type"), "Type");
    }
}
