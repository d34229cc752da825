//! Addresses of names, and connections to them. The resolver and the other end may take long, and cannot be told to stop: Ctrl+C leaves
//! them to themselves.

use std::io;
use std::net::{IpAddr, SocketAddr, TcpStream, ToSocketAddrs};
use std::time::Duration;

use iovsh_base::interrupt;

/// The addresses of a name, with a port, as the system's resolver (`getaddrinfo`) tells them.
///
/// # Errors
/// The resolver's; [`interrupt::Interrupted`].
pub fn addresses(name: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if let Ok(address) = name.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    let name = name.to_owned();
    let found = interrupt::apart(move || (name, port).to_socket_addrs())?;
    Ok(found?.collect())
}

/// A connection to an address, within a time.
///
/// # Errors
/// The kernel's; [`interrupt::Interrupted`].
pub fn connect(address: SocketAddr, limit: Duration) -> io::Result<TcpStream> {
    interrupt::apart(move || TcpStream::connect_timeout(&address, limit))?
}
