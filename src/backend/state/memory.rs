//! Files that live as long as the program: for hosts that keep nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::files::{Durability, FileError, Files, Held, LockAttempt};

/// Files in memory.
#[derive(Debug, Default)]
pub(super) struct Memory {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    locked: Arc<AtomicBool>,
    held: Arc<Mutex<BTreeSet<String>>>,
}

#[derive(Debug)]
struct MemoryHold(Arc<Mutex<BTreeSet<String>>>, String);

impl Held for MemoryHold {}

impl Drop for MemoryHold {
    fn drop(&mut self) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.remove(&self.1);
    }
}

#[derive(Debug)]
struct MemoryLock(Arc<AtomicBool>);

impl Held for MemoryLock {}

impl Drop for MemoryLock {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Memory {
    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files for Memory {
    fn folder(&self) -> Option<PathBuf> {
        None
    }

    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok(self.files().get(name).cloned())
    }

    fn tail(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, FileError> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        Ok(self.files().get(name).map(|bytes| {
            let from = bytes.len().saturating_sub(most);
            bytes.get(from..).unwrap_or_default().to_vec()
        }))
    }

    fn length(&self, name: &str) -> Result<Option<u64>, FileError> {
        let length = self.files().get(name).map(Vec::len);
        Ok(length.map(|length| u64::try_from(length).unwrap_or(u64::MAX)))
    }

    fn replace(&self, name: &str, bytes: &[u8], _: Durability) -> Result<(), FileError> {
        self.files().insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn append(&self, name: &str, bytes: &[u8]) -> Result<(), FileError> {
        let mut files = self.files();
        files.entry(name.to_owned()).or_default().extend(bytes);
        Ok(())
    }

    fn set_length(&self, name: &str, length: u64) -> Result<(), FileError> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut files = self.files();
        files.entry(name.to_owned()).or_default().resize(length, 0);
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> Result<(), FileError> {
        let mut files = self.files();
        let bytes = files.remove(from);
        let bytes = bytes.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), FileError> {
        self.files().remove(name);
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, FileError> {
        Ok(self.files().keys().cloned().collect())
    }

    fn try_hold(&self, name: &str) -> Result<Option<Box<dyn Held>>, FileError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(held.insert(name.to_owned()).then(|| -> Box<dyn Held> {
            Box::new(MemoryHold(Arc::clone(&self.held), name.to_owned()))
        }))
    }

    fn is_held(&self, name: &str) -> Result<bool, FileError> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(held.contains(name))
    }

    fn may_write(&self) -> Result<(), FileError> {
        Ok(())
    }

    fn try_lock(&self) -> Result<LockAttempt, FileError> {
        let free = self
            .locked
            .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_ok();
        Ok(if free {
            LockAttempt::Held(Box::new(MemoryLock(Arc::clone(&self.locked))))
        } else {
            LockAttempt::Busy("another command".to_owned())
        })
    }
}
