//! The store in a folder and in memory.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::journal::Entry;
use crate::model::MacPool;

fn wanted() -> Desired {
    Desired {
        mac_pool: Some(MacPool::default()),
        preemption: true,
        disk_folder: Some("/srv/vms".to_owned()),
        ..Desired::default()
    }
}

fn saved(folder: &Path) -> Store {
    let store = Store::in_directory(folder);
    store.save(&wanted()).unwrap();
    store
}

fn id(loaded: &Loaded) -> Option<&str> {
    loaded.distrust.as_ref().map(|error| &*error.id)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn where_nothing_ever_was_the_state_is_empty_and_trusted() {
    let dir = tempfile::tempdir().unwrap();
    for store in [
        Store::in_directory(dir.path().join("deep/er")),
        Store::in_memory(),
    ] {
        let loaded = store.load();
        assert!(loaded.fresh);
        assert_eq!(
            (loaded.desired, loaded.distrust),
            (Desired::default(), None)
        );
    }
    assert_eq!(names(dir.path()), [""; 0], "a reader makes nothing");
}

#[test]
fn what_is_saved_is_what_is_loaded() {
    let dir = tempfile::tempdir().unwrap();
    for store in [Store::in_directory(dir.path()), Store::in_memory()] {
        store.save(&wanted()).unwrap();
        let loaded = store.load();
        assert_eq!((loaded.desired, loaded.distrust), (wanted(), None));
    }
    assert_eq!(names(dir.path()), ["desired.json", "desired.json.bak"]);
}

#[test]
fn a_damaged_file_is_noticed_by_every_reader_and_its_copy_is_used() {
    let dir = tempfile::tempdir().unwrap();
    let store = saved(dir.path());
    let file = dir.path().join("desired.json");
    let good = fs::read(&file).unwrap();
    let with = |from: &str, to: &str| {
        String::from_utf8(good.clone())
            .unwrap()
            .replace(from, to)
            .into_bytes()
    };
    let damaged: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"{ not json".to_vec(),
        b"[]".to_vec(),
        b"{\"version\":1,\"switches\":7}".to_vec(),
        good[..good.len() / 2].to_vec(),
        with("\"claims\"", "\"clains\""),
        with("\"version\": 1", "\"version\": 0"),
        with("\"version\": 1", "\"version\": 9"),
        with("true", "false"),
        with("\"version\": 1,", "\"version\": 1,\"version\": 1,"),
        [b"\xff", &good[..]].concat(),
    ];
    for bytes in damaged {
        fs::write(&file, &bytes).unwrap();
        for _ in 0..2 {
            let loaded = store.load();
            assert_eq!(
                id(&loaded),
                Some("State.Corrupt"),
                "{}",
                String::from_utf8_lossy(&bytes)
            );
            assert_eq!(loaded.desired, wanted());
            assert!(!loaded.fresh);
        }
        assert_eq!(fs::read(&file).unwrap(), bytes, "a reader changed it");
    }
    assert_eq!(names(dir.path()), ["desired.json", "desired.json.bak"]);
}

#[test]
fn a_sealed_state_of_this_layout_has_no_other_fields() {
    for (text, id) in [
        (r#"{"version":1,"clains":[]}"#, "State.Corrupt"),
        (r#"{"version":0}"#, "State.Corrupt"),
        (r#"{"version":2,"claims":{}}"#, "State.Version"),
        (r#"{"claims":[]}"#, "State.Corrupt"),
    ] {
        let store = Store::in_memory();
        let sealed = super::sealed::seal(text.as_bytes());
        store
            .files
            .replace("desired.json", &sealed, Durability::Process)
            .unwrap();
        assert_eq!(self::id(&store.load()), Some(id), "{text}");
    }
}

#[test]
fn a_newer_file_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let store = saved(dir.path());
    fs::write(dir.path().join("desired.json"), "{\"version\":99}").unwrap();
    let loaded = store.load();
    assert_eq!(id(&loaded), Some("State.Version"));
    // The copy is older than what the newer version has done.
    assert_eq!(loaded.desired, Desired::default());
}

#[test]
fn a_state_that_is_gone_is_missed() {
    let dir = tempfile::tempdir().unwrap();
    let store = saved(dir.path());
    store.append_journal(&mut [Entry::default()]).unwrap();
    fs::remove_file(dir.path().join("desired.json")).unwrap();
    let loaded = store.load();
    assert_eq!(
        (id(&loaded), &loaded.desired),
        (Some("State.Missing"), &wanted())
    );
    fs::remove_file(dir.path().join("desired.json.bak")).unwrap();
    let loaded = store.load();
    assert_eq!(
        (id(&loaded), &loaded.desired),
        (Some("State.Missing"), &Desired::default())
    );
}

#[test]
fn what_is_kept_first_is_the_state_itself() {
    type Keep = fn(&Store);
    let first: [Keep; 2] = [
        |store| store.append_journal(&mut [Entry::default()]).unwrap(),
        |store| store.write_intent(b"{}").unwrap(),
    ];
    for keep in first {
        let store = Store::in_memory();
        keep(&store);
        let loaded = store.load();
        assert_eq!((loaded.fresh, loaded.distrust), (false, None));
    }
}

#[test]
fn an_admin_decides() {
    let dir = tempfile::tempdir().unwrap();
    let store = saved(dir.path());
    let file = dir.path().join("desired.json");
    let text = fs::read_to_string(&file).unwrap();

    fs::write(&file, "damaged").unwrap();
    let found = store.assess();
    assert_eq!(found.best(), Ok(RepairSource::Backup));
    assert!(found.desired(RepairSource::File).is_err());
    let kept = store
        .repair(&found.desired(RepairSource::Backup).unwrap())
        .unwrap();
    assert_eq!(fs::read_to_string(kept.unwrap()).unwrap(), "damaged");
    assert_eq!(
        (store.load().desired, store.load().distrust),
        (wanted(), None)
    );

    // Edited by hand.
    fs::write(&file, text.replace("true", "false")).unwrap();
    let edited = store.assess().desired(RepairSource::File).unwrap();
    assert!(!edited.preemption);
    store.repair(&edited).unwrap();
    assert_eq!(
        (store.load().desired, store.load().distrust),
        (edited, None)
    );

    fs::remove_file(&file).unwrap();
    fs::remove_file(dir.path().join("desired.json.bak")).unwrap();
    store.append_journal(&mut [Entry::default()]).unwrap();
    fs::remove_file(&file).unwrap();
    fs::remove_file(dir.path().join("desired.json.bak")).unwrap();
    let found = store.assess();
    assert_eq!(found.best().unwrap_err().id, "State.NothingToUse");
    assert_eq!(
        store.repair(&found.desired(RepairSource::Empty).unwrap()),
        Ok(None)
    );
    assert_eq!(store.load(), Loaded::default());
}

#[test]
fn the_second_holder_waits_and_then_gives_up() {
    let dir = tempfile::tempdir().unwrap();
    for store in [Store::in_directory(dir.path()), Store::in_memory()] {
        let held = store.lock(Duration::ZERO, &mut |_| {}).unwrap();
        let mut told = Vec::new();
        let error = store
            .lock(Duration::from_millis(5), &mut |who| {
                told.push(who.to_owned())
            })
            .unwrap_err();
        assert_eq!(error.id, "Commit.Locked");
        assert_eq!(told.len(), 1);
        if store.directory().is_some() {
            // The kernel's word for who it is, whatever the file says.
            assert!(
                told[0].starts_with(&format!("process {}", std::process::id())),
                "{told:?}"
            );
        }
        drop(held);
        assert!(store.lock(Duration::ZERO, &mut |_| {}).is_ok());
    }
}

#[test]
fn folders_and_files_are_for_their_owner_only() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("a/b");
    let store = saved(&folder);
    store.write_intent(b"{}").unwrap();
    store.mark_progress(3).unwrap();
    store.append_journal(&mut [Entry::default()]).unwrap();
    drop(store.lock(Duration::ZERO, &mut |_| {}).unwrap());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(
        (mode(&folder), mode(folder.parent().unwrap())),
        (0o700, 0o700)
    );
    assert_eq!(names(&folder).len(), 6);
    for name in names(&folder) {
        assert_eq!(mode(&folder.join(&name)), 0o600, "{name}");
    }
    // Files of an earlier version, which the umask made readable for all.
    for name in ["journal.jsonl", "lock"] {
        fs::set_permissions(folder.join(name), Permissions::from_mode(0o644)).unwrap();
    }
    store.append_journal(&mut [Entry::default()]).unwrap();
    drop(store.lock(Duration::ZERO, &mut |_| {}).unwrap());
    for name in ["journal.jsonl", "lock"] {
        assert_eq!(mode(&folder.join(name)), 0o600, "{name}");
    }
}

#[test]
fn what_others_can_write_to_is_not_used() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("state");
    let store = saved(&folder);
    for (path, mode) in [
        (folder.join("desired.json"), 0o606),
        (folder.clone(), 0o770),
    ] {
        let before = fs::metadata(&path).unwrap().permissions();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let loaded = store.load();
        assert_eq!(id(&loaded), Some("State.Unsafe"));
        assert_eq!(loaded.desired, Desired::default());
        fs::set_permissions(&path, before).unwrap();
        assert_eq!(id(&store.load()), None);
    }
    fs::set_permissions(dir.path(), Permissions::from_mode(0o777)).unwrap();
    let error = Store::in_directory(&folder).save(&wanted()).unwrap_err();
    assert_eq!(error.id, "State.Unsafe");
    assert!(error.next_step.is_some());
}

/// What stands in a file's place: nothing is read from it, written to it, or waited for.
#[test]
fn links_pipes_and_folders_are_no_files() {
    let dir = tempfile::tempdir().unwrap();
    let victim = dir.path().join("victim");
    let fifo = |path: &Path| {
        rustix::fs::mkfifoat(rustix::fs::CWD, path, rustix::fs::Mode::RWXU).unwrap();
    };
    type Obstacle<'a> = &'a dyn Fn(&Path);
    let obstacles: [(&str, Obstacle<'_>); 4] = [
        ("link", &|path| symlink(&victim, path).unwrap()),
        ("dangling", &|path| symlink("nowhere", path).unwrap()),
        ("pipe", &fifo),
        ("folder", &|path| fs::create_dir(path).unwrap()),
    ];
    for (kind, obstacle) in obstacles {
        for name in [
            "desired.json",
            "intent.json",
            "intent.progress",
            "journal.jsonl",
            "lock",
        ] {
            let folder = dir.path().join(format!("{kind}-{name}"));
            let store = saved(&folder);
            store.write_intent(b"{}").unwrap();
            store.mark_progress(3).unwrap();
            store.append_journal(&mut [Entry::default()]).unwrap();
            drop(store.lock(Duration::ZERO, &mut |_| {}).unwrap());
            fs::remove_file(folder.join(name)).unwrap();
            obstacle(&folder.join(name));
            fs::write(&victim, "victim").unwrap();
            let refused = match name {
                "desired.json" => store.load().distrust,
                "intent.json" => store.read_intent().err(),
                "intent.progress" => store.progress().err().or(store.mark_progress(1).err()),
                "journal.jsonl" => {
                    assert!(store.append_journal(&mut [Entry::default()]).is_err());
                    store.journal().err()
                }
                _ => store.lock(Duration::ZERO, &mut |_| {}).err(),
            };
            let refused = refused.map(|error| error.id.to_string());
            assert_eq!(refused.as_deref(), Some("State.Unsafe"), "{kind} as {name}");
            assert_eq!(
                fs::read_to_string(&victim).unwrap(),
                "victim",
                "{kind} as {name}"
            );
        }
    }
    let folder = dir.path().join("linked");
    symlink(dir.path().join("link-lock"), &folder).unwrap();
    assert_eq!(
        id(&Store::in_directory(&folder).load()),
        Some("State.Unsafe")
    );
}

#[test]
fn a_file_without_end_is_not_read() {
    let dir = tempfile::tempdir().unwrap();
    let store = saved(dir.path());
    let file = fs::File::options()
        .write(true)
        .open(dir.path().join("desired.json"))
        .unwrap();
    file.set_len(LARGEST + 1).unwrap();
    let loaded = store.load();
    assert_eq!(id(&loaded), Some("State.ReadFailed"));
    assert_eq!(loaded.desired, wanted());
}

#[test]
fn what_killed_writers_left_goes_with_the_next_lock() {
    let dir = tempfile::tempdir().unwrap();
    let store = saved(dir.path());
    for name in ["desired.json.new-4711", "world.json.new-0123456789abcdef"] {
        fs::write(dir.path().join(name), "half").unwrap();
    }
    drop(store.lock(Duration::ZERO, &mut |_| {}).unwrap());
    assert_eq!(
        names(dir.path()),
        ["desired.json", "desired.json.bak", "lock"]
    );
}
