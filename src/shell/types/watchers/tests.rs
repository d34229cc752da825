//! What watchers of files tell, and when.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use iovsh_base::interrupt;
use rustix::fs::{CWD, Mode, OFlags};

use super::FileWatcherValue;
use super::file_event::Told;
use crate::value::convert::to_text;
use crate::value::members::get_property;
use crate::value::{Native as _, NoEngine, Value};

fn watcher(folder: &Path, deep: bool) -> FileWatcherValue {
    let watcher = FileWatcherValue::new(folder.to_owned(), "here".to_owned(), "");
    set(&watcher, "IncludeSubdirectories", Value::Bool(deep));
    set(&watcher, "EnableRaisingEvents", Value::Bool(true));
    watcher
}

fn set(watcher: &FileWatcherValue, name: &str, value: Value) {
    assert!(watcher.set_property(name, &value).unwrap(), "{name}");
}

/// What is due, as `Created a`.
fn due(watcher: &FileWatcherValue) -> Vec<String> {
    let events = watcher.due().into_iter();
    let words = events.map(|event| format!("{} {}", event.kind, event.name));
    words.collect()
}

/// The name in what a wait gives back.
fn wait(watcher: &FileWatcherValue, kind: &str) -> String {
    let args = [Value::from(kind), Value::Int(60_000)];
    let found = watcher.call("WaitForChanged", &args).unwrap();
    let found = found.unwrap().unwrap();
    let name = get_property(&found, "Name", &mut NoEngine).unwrap();
    to_text(&name.unwrap_or_default()).to_string()
}

#[test]
fn a_wait_takes_nothing_away_from_others() {
    let folder = tempfile::tempdir().unwrap();
    let watcher = watcher(folder.path(), false);
    let file = folder.path().join("a");
    std::fs::create_dir(&file).unwrap();
    std::fs::remove_dir(&file).unwrap();
    std::fs::create_dir(folder.path().join("b")).unwrap();
    assert_eq!(wait(&watcher, "Deleted"), "a");
    // What came in the same batch is there for the next wait, in order, and what was given once is not given again.
    assert_eq!(wait(&watcher, "Created"), "a");
    assert_eq!(wait(&watcher, "Created"), "b");
    assert_eq!(due(&watcher), ["Created a", "Deleted a", "Created b"]);
    assert_eq!(due(&watcher), Vec::<String>::new());
}

/// A path that is too long for the kernel stands for every reason for which a folder is not watched.
#[test]
fn a_new_folder_that_cannot_be_watched_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut top: PathBuf = folder.path().to_owned();
    while top.as_os_str().len() < 4000 {
        let left = 4000 - top.as_os_str().len();
        top.push("d".repeat(left.saturating_sub(1).clamp(1, 200)));
    }
    std::fs::create_dir_all(&top).unwrap();
    let watcher = watcher(&top, true);
    let place = rustix::fs::openat(CWD, &top, OFlags::DIRECTORY, Mode::empty()).unwrap();
    let long = "n".repeat(250);
    rustix::fs::mkdirat(&place, &long, Mode::RWXU).unwrap();
    rustix::fs::mkdirat(&place, "near", Mode::RWXU).unwrap();
    let told = watcher.due();
    let kinds: Vec<_> = told.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["Created", "Created", "Error"]);
    // The error says which, and the other folder is watched.
    let error = told.last().unwrap().to_value();
    let Value::Native(error) = error else {
        panic!("{error:?}")
    };
    let exception = error.call("GetException", &[]).unwrap().unwrap().unwrap();
    let said = to_text(&exception).to_string();
    assert!(said.contains(&long) && said.contains("watched"), "{said}");
    rustix::fs::mkdirat(&place, "near/below", Mode::RWXU).unwrap();
    assert_eq!(due(&watcher), ["Created near/below"]);
}

#[test]
fn a_look_at_a_new_tree_ends_with_ctrl_c_and_is_done_later() {
    let folder = tempfile::tempdir().unwrap();
    let (top, aside) = (folder.path().join("top"), folder.path().join("aside"));
    std::fs::create_dir(&top).unwrap();
    std::fs::create_dir_all(aside.join("a/b")).unwrap();
    let watcher = watcher(&top, true);
    std::fs::rename(&aside, top.join("in")).unwrap();
    let flag = Arc::new(AtomicBool::new(true));
    let watched = interrupt::watch(Arc::clone(&flag));
    assert_eq!(due(&watcher), ["Created in"]);
    flag.store(false, Ordering::SeqCst);
    drop(watched);
    assert_eq!(due(&watcher), ["Created in/a", "Created in/a/b"]);
    std::fs::create_dir(top.join("in/a/b/c")).unwrap();
    assert_eq!(due(&watcher), ["Created in/a/b/c"]);
}

#[test]
fn a_new_folder_is_watched_under_the_name_that_it_got_since() {
    let folder = tempfile::tempdir().unwrap();
    let watcher = watcher(folder.path(), true);
    std::fs::create_dir(folder.path().join("new")).unwrap();
    std::fs::rename(folder.path().join("new"), folder.path().join("named")).unwrap();
    assert_eq!(due(&watcher), ["Created new", "Renamed named"]);
    std::fs::create_dir(folder.path().join("named/below")).unwrap();
    assert_eq!(due(&watcher), ["Created named/below"]);
}

#[test]
fn a_file_is_created_once_until_a_name_is_given_up() {
    let mut told = Told::new(PathBuf::from("/"));
    for name in ["a", "b", "a", "b"] {
        told.push("Created", name.to_owned(), None);
    }
    told.push("Deleted", "a".to_owned(), None);
    told.push("Created", "a".to_owned(), None);
    told.push("Created", "a".to_owned(), None);
    let found: Vec<_> = told.found.iter().map(|event| &*event.name).collect();
    assert_eq!(found, ["a", "b", "a", "a"]);
}

#[test]
fn the_buffer_has_the_size_that_was_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let watcher = watcher(folder.path(), false);
    let size = || watcher.property("InternalBufferSize");
    assert!(matches!(size(), Some(Value::Int(8192))));
    set(&watcher, "InternalBufferSize", Value::Int(65_536));
    assert!(matches!(size(), Some(Value::Int(65_536))));
    assert!(
        watcher
            .set_property("InternalBufferSize", &Value::Int(-1))
            .is_err()
    );
    set(&watcher, "InternalBufferSize", Value::Int(1));
    assert!(matches!(size(), Some(Value::Int(4096))));
    // However small it is, nothing is lost.
    for number in 0..100 {
        let name = format!("{number:0200}");
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    assert_eq!(watcher.due().len(), 100);
}

#[test]
fn what_nobody_asks_for_is_kept_up_to_a_limit_and_said_to_be_missing() {
    let folder = tempfile::tempdir().unwrap();
    let watcher = watcher(folder.path(), false);
    // A wait for something else looks, and keeps.
    for number in 0..20 {
        for below in 0..1000 {
            let name = folder.path().join(format!("{number}-{below}"));
            std::fs::create_dir(&name).unwrap();
        }
        let args = [Value::from("Renamed"), Value::Int(0)];
        watcher.call("WaitForChanged", &args).unwrap().unwrap();
    }
    let told = watcher.due();
    assert_eq!(told.len(), 16_384);
    assert_eq!(told.first().unwrap().kind, "Error");
    assert_eq!(told.last().unwrap().name, "19-999");
}
