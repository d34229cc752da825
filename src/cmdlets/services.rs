//! The hosts that a session works on.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::backend::{Host, HostError};

/// How a host is opened: the first time that a cmdlet needs it.
pub type Opener = Box<dyn Fn() -> Result<Arc<dyn Host>, HostError>>;

/// What `main` puts into the session for the cmdlets: the selected host.
pub struct Services {
    opener: Opener,
    host: RefCell<Option<Arc<dyn Host>>>,
}

impl Services {
    /// Services whose host is opened by `opener`, when it is first needed.
    pub fn new(opener: Opener) -> Self {
        Self {
            opener,
            host: RefCell::new(None),
        }
    }

    /// Services for a host that is already there.
    pub fn of(host: Arc<dyn Host>) -> Self {
        let given = host.clone();
        Self {
            opener: Box::new(move || Ok(given.clone())),
            host: RefCell::new(Some(host)),
        }
    }

    /// The host.
    ///
    /// # Errors
    /// It cannot be opened (an unknown fixture, a corrupt state file, no permission).
    pub fn host(&self) -> Result<Arc<dyn Host>, HostError> {
        if let Some(host) = &*self.host.borrow() {
            return Ok(host.clone());
        }
        let host = (self.opener)()?;
        *self.host.borrow_mut() = Some(host.clone());
        Ok(host)
    }

    /// The services of a session, from what [`crate::shell::eval::Context::services`] gives.
    pub fn from_any(services: &Rc<dyn Any>) -> Option<Rc<Self>> {
        services.clone().downcast::<Self>().ok()
    }
}
