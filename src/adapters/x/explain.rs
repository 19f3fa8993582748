//! What people have to know of an account on X without asking: what posting costs.

use super::account::{DESCRIPTION, POST, POST_WITH_LINK, X};
use crate::finding::Finding;
use crate::platform::Cost;

impl X {
    /// The prices. What credit is left X shows in its developer console alone.
    pub(super) fn prices(&self) -> Vec<Finding> {
        let dollars = |price| Cost::milli_dollars(price).to_string();
        let prices = Finding::note("x-prices")
            .with("post", dollars(POST))
            .with("link", dollars(POST_WITH_LINK))
            .with("description", dollars(DESCRIPTION));
        vec![prices]
    }
}
