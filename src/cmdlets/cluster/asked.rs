//! Which cluster a command means: `-Cluster`, the cluster of an object of the pipeline, or that of the selected host.

use std::rc::Rc;
use std::sync::Arc;

use iovsh_derive::Parameters;

use crate::complete;
use crate::host_access::{services, shell_error};
use crate::place::Place;
use crate::places::computer_of;
use crate::services::{Services, is_here};
use crate::types::{Cluster, ClusterGroup, ClusterNode, ClusterResource};
use iovsh_backend::cluster::ClusterState;
use iovsh_backend::{Host, HostError};
use iovsh_shell::cmdlet::Argument as _;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::value::Value;

/// What every command of a cluster has.
#[derive(Parameters)]
pub struct Asked {
    /// An object that another command gave: a cluster, node, role, resource or virtual machine.
    #[param(from_pipeline, not_null)]
    input_object: Option<Value>,
    /// The cluster: its name, or the name of one of its nodes. Without it, that of the selected host.
    #[param(not_null_or_empty, complete = complete::hosts)]
    cluster: Option<String>,
}

/// An object of the pipeline.
#[derive(Clone)]
pub enum Input {
    /// None was given.
    None,
    /// A cluster.
    Cluster,
    /// A node.
    Node(Arc<ClusterNode>),
    /// A role.
    Group(Arc<ClusterGroup>),
    /// A resource.
    Resource(Arc<ClusterResource>),
    /// A name.
    Name(String),
    /// Something that has an id of a virtual machine.
    Other(Value),
}

/// A cluster, and the host of which it is asked.
pub struct Seen {
    /// The number of the host's place in the session.
    pub place: usize,
    /// What is known of it.
    pub state: ClusterState,
    /// The host.
    pub host: Arc<dyn Host>,
}

impl Asked {
    /// What was given by the pipeline.
    pub fn input(&self) -> Input {
        let Some(value) = &self.input_object else {
            return Input::None;
        };
        if let Ok(node) = Arc::<ClusterNode>::from_value(value) {
            return Input::Node(node);
        }
        if let Ok(group) = Arc::<ClusterGroup>::from_value(value) {
            return Input::Group(group);
        }
        if let Ok(resource) = Arc::<ClusterResource>::from_value(value) {
            return Input::Resource(resource);
        }
        if Arc::<Cluster>::from_value(value).is_ok() {
            return Input::Cluster;
        }
        match value.as_str() {
            Some(name) => Input::Name(name.to_owned()),
            None => Input::Other(value.clone()),
        }
    }

    /// The place that the object comes from.
    fn place_of_input(&self, cx: &mut Context, services: &Services) -> Flow<Option<usize>> {
        let Some(value) = &self.input_object else {
            return Ok(None);
        };
        let known = match self.input() {
            Input::Node(node) => Some(node.place),
            Input::Group(group) => Some(group.place),
            Input::Resource(resource) => Some(resource.place),
            Input::Cluster => Arc::<Cluster>::from_value(value).ok().map(|c| c.place),
            Input::Other(_) => match computer_of(cx, value)? {
                Some(name) => Some(
                    services
                        .named(&name, None)
                        .map_err(|error| shell_error(&error))?,
                ),
                None => None,
            },
            Input::None | Input::Name(_) => None,
        };
        Ok(known)
    }

    /// Looks at the cluster.
    ///
    /// # Errors
    /// `Cluster.None`, `Cluster.NotFound`; the host cannot be asked.
    pub fn look(&self, cx: &mut Context) -> Flow<Seen> {
        let services = services(cx)?;
        let named = self.cluster.as_deref().map(str::trim);
        let place = match named.filter(|name| !is_here(name)) {
            Some(name) => return by_name(&services, name),
            None => match self.place_of_input(cx, &services)? {
                Some(place) => place,
                None => services.here_number(),
            },
        };
        look_at(&services, place).map_err(|error| shell_error(&error).into())
    }
}

/// The cluster of this name, which the selected host may be in; or that of the host of this name.
pub fn by_name(services: &Services, name: &str) -> Flow<Seen> {
    let here = look_at(services, services.here_number());
    if let Ok(seen) = here
        && (seen.state.name.eq_ignore_ascii_case(name) || seen.state.node(name).is_some())
    {
        return Ok(seen);
    }
    let place = services.named(name, None);
    let seen = place.and_then(|place| look_at(services, place));
    seen.map_err(|error| shell_error(&error).into())
}

fn look_at(services: &Services, place: usize) -> Result<Seen, HostError> {
    let at: Rc<Place> = services.place(place);
    let host = at.host()?;
    Ok(Seen {
        place,
        state: host.cluster()?,
        host,
    })
}

impl Seen {
    /// Looks again.
    ///
    /// # Errors
    /// The cluster cannot be asked.
    pub fn again(&mut self) -> Result<(), HostError> {
        self.state = self.host.cluster()?;
        Ok(())
    }
}
