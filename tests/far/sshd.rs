//! A real `sshd` on loopback, whose host key and user key this makes itself, and the real `ssh` with a configuration of its own. Nothing
//! of the user's or the machine's own ssh is read or written.

#![allow(dead_code, reason = "not every test uses all of it")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says why")]

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How long sshd may take until it listens.
const BEGINS: Duration = Duration::from_secs(30);

/// The servers, each with a folder of its own.
pub struct Sshd {
    folder: tempfile::TempDir,
    /// Ends sshd when its standard input is closed: also when the tests end otherwise than by a return.
    keeper: Child,
}

impl Sshd {
    /// Starts one. `None`, with the reason written, where ssh is not installed.
    pub fn start() -> Option<Self> {
        let Some(sshd) = find("sshd") else {
            eprintln!("SKIPPED: sshd is not installed (the package openssh-server)");
            return None;
        };
        if find("ssh").is_none() || find("ssh-keygen").is_none() {
            eprintln!("SKIPPED: ssh is not installed (the package openssh-client)");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for key in ["hostkey", "userkey", "stranger"] {
            make_key(&path.join(key));
        }
        fs::copy(path.join("userkey.pub"), path.join("authorized")).unwrap();
        fs::create_dir(path.join("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_iovsh"), path.join("bin/iovsh")).unwrap();
        // Whoever runs the tests is root at the far end: nothing is asked of sudo.
        program(&path.join("bin/id"), "echo 0");
        fs::create_dir(path.join("bare")).unwrap();
        std::os::unix::fs::symlink("/bin/sh", path.join("bare/sh")).unwrap();
        program(&path.join("bare/id"), "echo 0");
        // A login shell may have a PATH of its own, whatever the tests want.
        program(
            &path.join("login"),
            "export PATH=\"$IOVSH_TEST_PATH\"; exec /bin/sh -c \"$SSH_ORIGINAL_COMMAND\"",
        );
        // A folder that only root may use, which Debian's start of sshd makes.
        let _ = fs::create_dir_all("/run/sshd");
        let (port, keeper) = listening(&sshd, path);
        let here = path.display();
        let key = fs::read_to_string(path.join("hostkey.pub")).unwrap();
        fs::write(path.join("known"), format!("iovsh-test {key}")).unwrap();
        let other = fs::read_to_string(path.join("stranger.pub")).unwrap();
        fs::write(path.join("changed"), format!("iovsh-test {other}")).unwrap();
        fs::write(path.join("empty"), "").unwrap();
        let sim = |name: &str| {
            format!(
                "SetEnv IOVSH_TEST_PATH={here}/bin:/usr/bin:/bin IOVSH_HOST=sim IOVSH_STATE_DIR={here}/far-{name}"
            )
        };
        let mut config = String::new();
        // Of several values ssh takes the first.
        for (name, lines) in [
            ("home", sim("home")),
            ("far1", sim("far1")),
            ("far2", sim("far2")),
            // One connection for all, which the first command opens.
            (
                "shared",
                format!(
                    "ControlMaster auto\n ControlPath {here}/%n\n ControlPersist 20\n {}",
                    sim("shared")
                ),
            ),
            (
                "fleet",
                format!(
                    "SetEnv IOVSH_TEST_PATH={here}/bin:/usr/bin:/bin IOVSH_HOST=sim:fleet IOVSH_STATE_DIR={here}/far-fleet"
                ),
            ),
            ("bare", format!("SetEnv IOVSH_TEST_PATH={here}/bare")),
            ("changed", format!("UserKnownHostsFile {here}/changed")),
            ("strange", format!("UserKnownHostsFile {here}/empty")),
            ("locked", format!("IdentityFile {here}/stranger")),
            ("closed", "Port 1".to_owned()),
            ("nowhere", "HostName nowhere.invalid".to_owned()),
        ] {
            config.push_str(&format!("Host {name}\n {lines}\n"));
        }
        // For measuring: ten with a connection of their own each time, and ten that keep it.
        for number in 1..=10 {
            let (own, kept) = (sim(&format!("h{number}")), sim(&format!("w{number}")));
            config.push_str(&format!(
                "Host h{number}\n {own}\nHost w{number}\n ControlMaster auto\n ControlPath {here}/%n\n ControlPersist 60\n {kept}\n"
            ));
        }
        config.push_str(&format!(
            "Host *\n HostName 127.0.0.1\n Port {port}\n HostKeyAlias iovsh-test\n IdentitiesOnly yes\n \
             IdentityAgent none\n UserKnownHostsFile {here}/known\n GlobalKnownHostsFile /dev/null\n StrictHostKeyChecking yes\n \
             ConnectTimeout 20\nHost * !locked\n IdentityFile {here}/userkey\n"
        ));
        fs::write(path.join("config"), config).unwrap();
        program(
            &path.join("ssh"),
            &format!("echo $$ > {here}/near-pid\nexec ssh -F {here}/config \"$@\""),
        );
        Some(Self { folder, keeper })
    }

    /// The one that tests of this process share, as long as one of them has it.
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Sshd>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sshd) = shared.upgrade() {
            return Some(sshd);
        }
        let sshd = Arc::new(Self::start()?);
        *shared = Arc::downgrade(&sshd);
        Some(sshd)
    }

    /// A file of the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// An iovsh that uses this ssh.
    pub fn command(&self, host: &str, text: &str) -> Command {
        self.words(&["--host", host, "--command", text])
    }

    /// The same with words of its own.
    pub fn words(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_iovsh"));
        command
            .args(words)
            .env("IOVSH_SSH", self.path("ssh"))
            .env("IOVSH_STATE_DIR", self.path("near"))
            .env("NO_COLOR", "1")
            .env_remove("IOVSH_HOST")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// What a text writes on a host: standard output, then standard error.
    pub fn run(&self, host: &str, text: &str) -> (String, String) {
        let output = self.command(host, text).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (text(&output.stdout), text(&output.stderr))
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        let _ = self.keeper.wait();
    }
}

fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var("PATH").unwrap_or_default();
    let folders = path.split(':').chain(["/usr/sbin", "/usr/local/sbin"]);
    let mut files = folders.map(|folder| Path::new(folder).join(program));
    files.find(|file| file.is_file())
}

fn make_key(path: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-C", "iovsh-test", "-f"])
        .arg(path)
        .stdin(Stdio::null())
        .status();
    assert!(made.unwrap().success(), "no key was made");
}

/// Writes a program.
pub fn program(path: &Path, text: &str) {
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// A sshd that listens, at a port that was free.
fn listening(sshd: &Path, folder: &Path) -> (u16, Child) {
    let here = folder.display();
    for _ in 0..5 {
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {here}/hostkey\nAuthorizedKeysFile {here}/authorized\nPidFile none\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n\
             AuthenticationMethods publickey\nAcceptEnv IOVSH_*\nForceCommand {here}/login\nPrintMotd no\nMaxStartups 200\nMaxSessions 100\n"
        );
        fs::write(folder.join("sshd_config"), config).unwrap();
        let log = fs::File::create(folder.join("sshd.log")).unwrap();
        let mut keeper = Command::new("sh")
            .args([
                "-c",
                "exec 3<&0; \"$0\" -D -e -f \"$1\" </dev/null & read -r _ <&3; kill $!; wait $!",
            ])
            .arg(sshd)
            .arg(folder.join("sshd_config"))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let deadline = Instant::now() + BEGINS;
        while Instant::now() < deadline {
            let log = fs::read_to_string(folder.join("sshd.log")).unwrap();
            if log.contains("in use") {
                break;
            }
            if log.contains("listening") && TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
            {
                return (port, keeper);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(keeper.stdin.take());
        let _ = keeper.wait();
    }
    let log = fs::read_to_string(folder.join("sshd.log")).unwrap();
    panic!("sshd does not listen: {log}");
}
