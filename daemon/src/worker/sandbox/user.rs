//! Whom a worker becomes when the daemon runs as root.

use std::fs;
use std::io;

use rustix::process::{Gid, Uid};
use rustix::thread::{set_thread_groups, set_thread_res_gid, set_thread_res_uid};
use serde::{Deserialize, Serialize};

/// A user of this machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The login name, or the number when it has none.
    pub name: String,
    /// The user's number.
    pub uid: u32,
    /// The number of the user's group.
    pub gid: u32,
}

/// The number that is `nobody` on Linux, also where `/etc/passwd` does not list it.
const NOBODY: u32 = 65534;

impl User {
    /// Finds a user by name in `/etc/passwd`, or takes a number for what it is, also as the group.
    ///
    /// # Errors
    /// A sentence when there is no such user, or it is root.
    pub fn find(name: &str) -> Result<User, String> {
        let list = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let user = User::find_in(&list, name).ok_or_else(|| format!("no user {name:?} in /etc/passwd"))?;
        if user.uid == 0 { Err(format!("{name:?} is root")) } else { Ok(user) }
    }

    fn find_in(list: &str, name: &str) -> Option<User> {
        let entries = list.lines().filter_map(|line| {
            let mut fields = line.split(':');
            let (name, uid, gid) = (fields.next()?, fields.nth(1)?, fields.next()?);
            Some(User { name: name.to_owned(), uid: uid.parse().ok()?, gid: gid.parse().ok()? })
        });
        let number = name.parse().ok().or((name == "nobody").then_some(NOBODY));
        let itself = number.map(|number| User { name: name.to_owned(), uid: number, gid: number });
        entries.into_iter().find(|user| user.name == name).or(itself)
    }

    /// Makes the calling process this user for good. It must have one thread only: the kernel changes threads.
    ///
    /// # Errors
    /// When the process may not change its user.
    pub(super) fn assume(&self) -> io::Result<()> {
        let (uid, gid) = (Uid::from_raw(self.uid), Gid::from_raw(self.gid));
        set_thread_groups(&[])?;
        set_thread_res_gid(gid, gid, gid)?;
        Ok(set_thread_res_uid(uid, uid, uid)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_name_or_taken_by_number() {
        let list = "root:x:0:0:root:/root:/bin/sh\nnews:x:9:13:news:/:/bin/false\nbroken\n";
        for (name, ids) in [
            ("news", Some((9, 13))),
            ("root", Some((0, 0))),
            ("1234", Some((1234, 1234))),
            ("nobody", Some((65534, 65534))),
            ("someone", None),
        ] {
            assert_eq!(User::find_in(list, name).map(|user| (user.uid, user.gid)), ids, "{name}");
        }
        assert!(User::find("0").unwrap_err().contains("is root"));
    }
}
