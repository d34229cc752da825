//! iovsh's files in the folders of the tools that configure the network.

use std::collections::BTreeMap;

use crate::linux::sysfs::Sysfs;
use crate::model::NetworkTool;

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
    files
}
