//! iovsh's files in the folders of the tools that configure the network, and of modprobe.

use std::collections::BTreeMap;

use crate::linux::sysfs::Sysfs;
use crate::model::{NetworkTool, OVERRIDE_FILE};

/// Their texts, by their paths.
pub(super) fn observe(root: &Sysfs) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for tool in NetworkTool::ALL {
        for name in root.names(tool.folder()) {
            let path = format!("{}/{name}", tool.folder());
            if NetworkTool::of(&path) != Some(tool) {
                continue;
            }
            if let Ok(text) = std::fs::read_to_string(root.path(&path)) {
                files.insert(path, text);
            }
        }
    }
    if let Ok(text) = std::fs::read_to_string(root.path(OVERRIDE_FILE)) {
        files.insert(OVERRIDE_FILE.to_owned(), text);
    }
    files
}
