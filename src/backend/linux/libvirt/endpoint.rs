//! Where the daemon listens and what to open there.

use std::io::ErrorKind;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rustix::io::Errno;
use rustix::net::{self, AddressFamily, SocketAddrUnix, SocketFlags, SocketType};

use iovsh_base::interrupt;

use super::procedures::READ;
use super::{LibvirtError, Result};

/// Sets the socket, instead of looking for one.
pub const SOCKET_VARIABLE: &str = "IOVSH_LIBVIRT_SOCKET";
/// Sets what is opened in the daemon, e.g. `test:///default`.
pub const URI_VARIABLE: &str = "IOVSH_LIBVIRT_URI";

/// A socket that may have a daemon behind it, and the driver to open there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The socket's path.
    pub socket: PathBuf,
    /// The driver's URI.
    pub uri: String,
}

/// A connection to a daemon.
#[derive(Debug)]
pub struct Connected<'e> {
    /// The daemon's end is at the other side.
    pub stream: UnixStream,
    /// Where it was found.
    pub candidate: &'e Candidate,
    /// It is the socket through which nothing can be changed.
    pub read_only: bool,
}

impl Candidate {
    /// The socket through which the same daemon lets anybody look: its name has `-ro` at its end (`man virtqemud`).
    fn read_only(&self) -> PathBuf {
        let mut name = self.socket.clone().into_os_string();
        name.push("-ro");
        name.into()
    }

    /// A connection to that socket, where there is one.
    pub fn connect_read_only(&self) -> Option<Connected<'_>> {
        let stream = connect(&self.read_only()).ok()?;
        Some(Connected {
            stream,
            candidate: self,
            read_only: true,
        })
    }
}

/// The places to look for a daemon, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// First come, first served.
    pub candidates: Vec<Candidate>,
}

impl Endpoint {
    /// The places of this process's environment.
    pub fn from_environment() -> Self {
        Self::from_variables(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    }

    /// The places of an environment: the system's daemon before the user's own, and of each the modular
    /// `virtqemud` before the `libvirtd` of old, whose socket may also belong to the proxy.
    pub fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let uri = variable(URI_VARIABLE);
        if let Some(socket) = variable(SOCKET_VARIABLE) {
            let uri = uri.unwrap_or_else(|| "qemu:///system".to_owned());
            return Self::at(Path::new(&socket), &uri);
        }
        let mut candidates = Vec::new();
        let mut add = |folder: PathBuf, default: &str| {
            for name in ["virtqemud-sock", "libvirt-sock"] {
                candidates.push(Candidate {
                    socket: folder.join(name),
                    uri: uri.clone().unwrap_or_else(|| default.to_owned()),
                });
            }
        };
        add(PathBuf::from("/run/libvirt"), "qemu:///system");
        if let Some(folder) = variable("XDG_RUNTIME_DIR") {
            add(Path::new(&folder).join("libvirt"), "qemu:///session");
        }
        Self { candidates }
    }

    /// Just this socket and this driver.
    pub fn at(socket: &Path, uri: &str) -> Self {
        Self {
            candidates: vec![Candidate {
                socket: socket.to_owned(),
                uri: uri.to_owned(),
            }],
        }
    }

    /// Whether it is the system's QEMU daemon that is spoken to: the one whose files are in `/var/lib/libvirt`.
    pub fn is_the_systems(&self) -> bool {
        let mut all = self.candidates.iter();
        let found = all.find(|candidate| candidate.socket.exists());
        found.is_some_and(|candidate| candidate.uri == "qemu:///system")
    }

    /// The path of the first socket that is there; empty when none is.
    pub fn there(&self) -> String {
        let mut all = self.candidates.iter();
        let found = all.find(|candidate| candidate.socket.exists());
        found.map_or_else(String::new, |c| c.socket.display().to_string())
    }

    /// The first socket that answers. Of a daemon whose socket is closed to this user it is the one that is read-only.
    ///
    /// # Errors
    /// [`LibvirtError::NotPermitted`] if one is there and both of its sockets are closed to this user, [`LibvirtError::Silent`] if its daemon does not
    /// accept, [`LibvirtError::Interrupted`], else [`LibvirtError::NoDaemon`].
    pub fn connect(&self) -> Result<Connected<'_>> {
        let mut closed = None;
        for candidate in &self.candidates {
            match connect(&candidate.socket) {
                Ok(stream) => {
                    return Ok(Connected {
                        stream,
                        candidate,
                        read_only: false,
                    });
                }
                Err(error) if error.kind() == ErrorKind::PermissionDenied => {
                    if let Some(connected) = candidate.connect_read_only() {
                        return Ok(connected);
                    }
                    closed.get_or_insert_with(|| candidate.socket.clone());
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {
                    return Err(LibvirtError::Interrupted);
                }
                // Somebody listens there and does not accept.
                Err(error) if error.kind() == ErrorKind::TimedOut => {
                    return Err(LibvirtError::Silent {
                        what: format!("a connection to {}", candidate.socket.display()),
                        after: READ,
                    });
                }
                // A socket file without a daemon refuses; a missing one is not found. Either way: the next.
                Err(_) => {}
            }
        }
        Err(match closed {
            Some(socket) => LibvirtError::NotPermitted { socket },
            None => LibvirtError::NoDaemon {
                tried: self.candidates.iter().map(|c| c.socket.clone()).collect(),
            },
        })
    }
}

/// Connects to a socket. A daemon that does not accept fills its queue; the kernel then makes a caller wait for ever, unless the
/// socket does not block: it is asked again until [`READ`] is over (`TimedOut`) or the caller is to end (`Interrupted`).
fn connect(socket: &Path) -> std::io::Result<UnixStream> {
    let address = SocketAddrUnix::new(socket)?;
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let stream = net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    let deadline = Instant::now() + READ;
    loop {
        match net::connect(&stream, &address) {
            Ok(()) => return Ok(UnixStream::from(stream)),
            Err(Errno::AGAIN) if Instant::now() >= deadline => {
                return Err(ErrorKind::TimedOut.into());
            }
            Err(Errno::AGAIN) => std::thread::sleep(interrupt::SLICE),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        if interrupt::is_requested() {
            return Err(ErrorKind::Interrupted.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;

    fn variables(pairs: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> {
        let owned: Vec<(String, String)> = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        move |name| {
            owned
                .iter()
                .find(|(k, _)| k == name)
                .map(|(_, v)| v.clone())
        }
    }

    fn places(endpoint: &Endpoint) -> Vec<(&str, &str)> {
        endpoint
            .candidates
            .iter()
            .map(|c| (c.socket.to_str().unwrap(), c.uri.as_str()))
            .collect()
    }

    #[test]
    fn modular_before_monolithic_and_system_before_session() {
        let endpoint = Endpoint::from_variables(variables(&[("XDG_RUNTIME_DIR", "/run/user/7")]));
        assert_eq!(
            places(&endpoint),
            [
                ("/run/libvirt/virtqemud-sock", "qemu:///system"),
                ("/run/libvirt/libvirt-sock", "qemu:///system"),
                ("/run/user/7/libvirt/virtqemud-sock", "qemu:///session"),
                ("/run/user/7/libvirt/libvirt-sock", "qemu:///session"),
            ]
        );
    }

    #[test]
    fn the_variables_win() {
        let endpoint = Endpoint::from_variables(variables(&[
            (SOCKET_VARIABLE, "/tmp/x/libvirt-sock"),
            (URI_VARIABLE, "test:///default"),
            ("XDG_RUNTIME_DIR", "/run/user/7"),
        ]));
        assert_eq!(
            places(&endpoint),
            [("/tmp/x/libvirt-sock", "test:///default")]
        );
    }

    #[test]
    fn the_systems_daemon_is_known_by_the_socket_that_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let candidate = |name: &str, uri: &str| Candidate {
            socket: folder.path().join(name),
            uri: uri.to_owned(),
        };
        let both = Endpoint {
            candidates: vec![
                candidate("system", "qemu:///system"),
                candidate("session", "qemu:///session"),
            ],
        };
        assert!(!both.is_the_systems(), "none is there");
        let _session = UnixListener::bind(folder.path().join("session")).unwrap();
        assert!(!both.is_the_systems());
        let _system = UnixListener::bind(folder.path().join("system")).unwrap();
        assert!(both.is_the_systems());
    }

    #[test]
    fn a_dead_socket_is_passed_over_and_none_at_all_names_what_was_tried() {
        let folder = tempfile::tempdir().unwrap();
        let (dead, live) = (folder.path().join("dead"), folder.path().join("live"));
        drop(UnixListener::bind(&dead).unwrap());
        let candidate = |socket: &Path| Candidate {
            socket: socket.to_owned(),
            uri: "test:///default".into(),
        };
        let endpoint = Endpoint {
            candidates: vec![
                candidate(&folder.path().join("absent")),
                candidate(&dead),
                candidate(&live),
            ],
        };
        let Err(LibvirtError::NoDaemon { tried }) = endpoint.connect() else {
            panic!("nothing listens");
        };
        assert_eq!(tried.len(), 3);
        let _listener = UnixListener::bind(&live).unwrap();
        assert_eq!(endpoint.connect().unwrap().candidate.socket, live);
    }
}
