//! Settings of NICs' drivers that were asked for.

use serde::{Deserialize, Serialize};

use crate::model::{InterfaceName, NicIdentity, NicSetting};

/// What is asked for of the settings of one NIC. The agent and the restore at boot keep it, as drivers forget it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesiredNicSettings {
    /// The NIC.
    pub identity: NicIdentity,
    /// Its name when it was last seen, for messages.
    pub interface: InterfaceName,
    /// The settings that were asked for, each once.
    pub wanted: Vec<NicSetting>,
    /// The same settings as they were found; put back by Reset-NetAdapterAdvancedProperty.
    pub found: Vec<NicSetting>,
}

impl DesiredNicSettings {
    /// Asks for a setting that is `found` to be otherwise now.
    pub fn put(&mut self, wanted: NicSetting, found: NicSetting) {
        if !self.found.iter().any(|known| known.key() == found.key()) {
            self.found.push(found);
        }
        self.wanted.retain(|known| known.key() != wanted.key());
        self.wanted.push(wanted);
    }

    /// Forgets a setting, and tells how it was found.
    pub fn forget(&mut self, key: &str) -> Option<NicSetting> {
        self.wanted.retain(|known| known.key() != key);
        let at = self.found.iter().position(|known| known.key() == key)?;
        Some(self.found.remove(at))
    }
}
