//! The one place that builds HTTP clients, sends, and says with certainty what became of a request.
//!
//! Three rules hold for every request. It goes out once: nothing here repeats it, follows a
//! redirect with it or tells another host where it came from. Its fate is known as exactly as the
//! wire allows: [`Lost`] tells "surely not sent" from "perhaps applied", by counting the bytes of
//! the body that left. And no secret leaves in words: errors carry neither the URL
//! nor anything that [`crate::secret`] knows.

mod answer;
mod body;
mod client;
pub mod faults;
mod head;
mod headers;
mod lost;
mod options;
mod plain;
mod raw;
mod request;
mod send;
mod stream;
#[cfg(test)]
mod tests;
mod transport;
mod witness;

pub use answer::{Answer, BadBody};
pub use body::{Body, Part};
pub use client::{Http, Kind};
pub use head::{Head, read_head};
pub use headers::{Headers, RateHint, RetryAfter};
pub use lost::{Cause, Lost, NotSent};
pub use options::{HttpOptions, HttpSetupError};
pub use plain::{PlainOrigin, PlainOriginError, PlainOrigins};
pub use raw::Raw;
pub use request::{Request, RequestError};
pub use reqwest::{Method, Url};
pub use stream::FileSlice;
pub use transport::Transport;
