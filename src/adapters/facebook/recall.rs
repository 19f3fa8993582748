//! Taking back: what a receipt names is deleted, and the photographs with it.

use serde_json::Value;

use super::account::Facebook;
use super::answers::{Done, is_id, not_understood};
use super::calls;
use super::classify::is_not_visible;
use super::story::STORY;
use crate::delivery::Receipt;
use crate::failure::{Class, Failure};

impl Facebook {
    /// Deletes the post, film or comment of `receipt`, and the photographs that were uploaded for
    /// it, which would stay in the Page's albums. For stories no way is documented.
    pub(super) async fn take_back(&self, receipt: &Receipt) -> Result<(), Failure> {
        if !is_id(&receipt.id) {
            let url = receipt.url.clone().unwrap_or_default();
            return Err(Failure::new(Class::Rejected, "facebook-receipt-not-usable", url));
        }
        if receipt.extra.get(STORY).is_some() {
            let url = receipt.url.clone().unwrap_or_default();
            return Err(Failure::new(Class::Rejected, "facebook-story-by-hand", url));
        }
        self.delete(&receipt.id).await?;
        for photo in photos(receipt) {
            self.delete(photo).await?;
        }
        Ok(())
    }

    /// What is gone already counts as deleted; what we may not see any more does not.
    async fn delete(&self, id: &str) -> Result<(), Failure> {
        match self.read::<Done>(calls::delete(id)).await {
            Ok(done) if done.success => Ok(()),
            Ok(_) => Err(not_understood("nothing was deleted")),
            Err(failure) if is_not_visible(&failure) && self.sees_page().await? => Ok(()),
            Err(failure) => Err(failure),
        }
    }
}

fn photos(receipt: &Receipt) -> impl Iterator<Item = &str> {
    let kept = receipt.extra.get("photos").and_then(Value::as_array);
    kept.into_iter().flatten().filter_map(Value::as_str).filter(|id| is_id(id))
}
