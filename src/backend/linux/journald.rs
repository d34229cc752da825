//! The systemd journal, by its own datagram protocol. Source: systemd's "Native Journal Protocol".

use std::os::unix::net::UnixDatagram;

use crate::journal::Entry;

/// Where the journal listens.
const SOCKET: &str = "/run/systemd/journal/socket";

/// Hands entries to the systemd journal, if there is one. Nobody waits for it, and nothing depends on it: what a journal
/// that does not read has no place for is dropped, because the caller holds the host's lock.
pub(super) fn send(entries: &[Entry]) {
    let Ok(socket) = UnixDatagram::unbound() else {
        return;
    };
    if socket.set_nonblocking(true).is_err() {
        return;
    }
    for entry in entries {
        let _ = socket.send_to(&datagram(entry), SOCKET);
    }
}

/// One entry as the journal reads it: `NAME=value` lines; a value with line breaks has its length before it.
fn datagram(entry: &Entry) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, value) in entry.fields() {
        bytes.extend_from_slice(name.as_bytes());
        if value.contains('\n') {
            bytes.push(b'\n');
            bytes.extend_from_slice(&u64::try_from(value.len()).unwrap_or_default().to_le_bytes());
        } else {
            bytes.push(b'=');
        }
        bytes.extend_from_slice(value.as_bytes());
        bytes.push(b'\n');
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_lines_and_line_breaks_are_counted() {
        let entry = Entry {
            id: 12584,
            message: "one\ntwo".to_owned(),
            vm_name: Some("web1".to_owned()),
            ..Entry::default()
        };
        let bytes = datagram(&entry);
        assert!(bytes.starts_with(b"MESSAGE\n\x07\0\0\0\0\0\0\0one\ntwo\nPRIORITY=6\n"));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("\nIOVSH_EVENT_ID=12584\n"));
        assert!(text.contains("\nIOVSH_VM_NAME=web1\n"));
    }
}
