//! Faulty servers for tests: raw sockets on loopback that break HTTP in every way that matters.
//!
//! [`FaultServer`] misbehaves by itself, following a script. [`FaultProxy`] stands before a
//! well-behaved mock and loses, delays or mangles its answers, which is how "applied, but the
//! answer was lost" is played. Both stop, and close their connections, when dropped.

mod canned;
mod listener;
mod proxy;
mod server;
#[cfg(test)]
mod tls;
mod wire;

pub use canned::Canned;
pub use proxy::{FaultProxy, FaultProxyBuilder, Treatment};
pub use server::{Fault, FaultServer};
#[cfg(test)]
pub(crate) use tls::{Authority, Certified, TlsServer};
pub use wire::Seen;
