//! Messages to people through the WhatsApp Cloud API of Meta.
//!
//! Sources, read in November 2026: the OpenAPI description in facebook/openapi
//! (business-messaging-api v23.0, 2025-11-21), the specifications in
//! facebook/facebook-business-sdk-codegen (2026-04-15), public tables of the Cloud API's error codes,
//! and what several readers say of the Business Messaging Policy, which was itself only seen in part.
//!
//! This is no publishing. Each message goes to one person who asked for it, from a template that
//! Meta approved, and costs money. So nothing goes out unless the settings say what kind of
//! organisation it is (parties, candidates and their campaigns may not use this interface at all),
//! when somebody last read the policy, who agreed to get messages, when the people who no longer
//! want any were last taken over, and how many people there may be at most.
//!
//! Each person is a part of their own, with an attempt and a receipt of their own. There is no key
//! against repeats and nothing can be read back without a webhook, so the account is class D: after a
//! lost answer a person is asked, and nothing is sent twice. What Meta refuses for one person alone
//! does not stop the others.
//!
//! Not here: channels, which have no interface; groups; answers inside the 24 hours after a person
//! wrote, as nothing listens for what people write; buttons with parameters; and reading
//! `message_history`, which is not known to be there for every account.

mod account;
mod answers;
mod classify;
mod compose;
mod entitlement;
mod header;
mod mask;
mod people;
mod prepare;
mod progress;
mod publish;
mod requests;
mod settings;
mod standing;
mod whoami;

mod imitation;
#[cfg(test)]
mod tests;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The platform's name in config and posts.
const NAME: &str = "whatsapp";

/// WhatsApp in the registry.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::D,
    about: "WhatsApp: approved templates to people who asked for them; not for parties and candidates",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};
