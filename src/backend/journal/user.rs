//! Who did what is written down. The kernel says it: variables of the environment say what their owner likes.

use std::fs::read_to_string;

/// The login user id of a process that no login began: a service.
const NO_LOGIN: u32 = u32::MAX;

/// The user behind this process: who logged in, which stays so under `sudo` and `su` (`/proc/self/loginuid`, audit(7)), else
/// whose rights the process has. A number where the password file has no name for it.
pub(crate) fn user() -> String {
    let login = read_to_string("/proc/self/loginuid").ok();
    let login = login.as_deref().and_then(logged_in);
    let id = login.unwrap_or_else(|| rustix::process::geteuid().as_raw());
    let passwords = read_to_string("/etc/passwd").unwrap_or_default();
    name_of(id, &passwords).map_or_else(|| id.to_string(), str::to_owned)
}

/// The id that the kernel's file holds, when somebody logged in.
fn logged_in(text: &str) -> Option<u32> {
    let id = text.trim().parse().ok()?;
    (id != NO_LOGIN).then_some(id)
}

/// The name that a password file (passwd(5)) has for an id.
fn name_of(id: u32, passwords: &str) -> Option<&str> {
    passwords.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next().filter(|name| !name.is_empty())?;
        let its: u32 = fields.nth(1)?.parse().ok()?;
        (its == id).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_the_name_of_the_password_file() {
        let text =
            "root:x:0:0:root:/root:/bin/bash\n+::::::\nbad\nann:x:1000:1000::/home/ann:/bin/sh\n";
        assert_eq!(name_of(0, text), Some("root"));
        assert_eq!(name_of(1000, text), Some("ann"));
        assert_eq!(name_of(1, text), None);
    }

    #[test]
    fn a_service_has_no_login() {
        assert_eq!(logged_in("1000\n"), Some(1000));
        assert_eq!(logged_in("4294967295"), None);
        assert_eq!(logged_in(""), None);
    }
}
