//! `dakiya check`: everything that can be known without any network.

use std::sync::Arc;

use crate::app::{
    Addressees, DaemonError, Ground, Kept, Mocks, Network, PassingFolder, Survey, accounts,
};
use crate::blobs::Blobs;
use crate::cli::Exit;
use crate::cli::desk::{Desk, Done, print};
use crate::clock::{Clock as _, SharedClock, SystemClock};
use crate::finding::{Finding, any_error};
use crate::media::Fitter;
use crate::publish::LaneFacts;

pub(super) async fn check(desk: &Desk) -> Done {
    let mut findings = desk.config.warnings.clone();
    let survey = survey(desk).await?;
    findings.extend(survey.findings());
    if desk.json || !findings.is_empty() {
        desk.show(&findings);
    }
    if !desk.json {
        let (posts, broken) = (survey.posts.len().into(), survey.problems.len().into());
        let fine = if findings.is_empty() { desk.say("check-fine", &[]) } else { String::new() };
        let said = desk.say("check-summary", &[("posts", posts), ("broken", broken)]);
        print(&format!("{}\n", format!("{said} {fine}").trim_end()))?;
    }
    Ok(if any_error(&findings) { Exit::Findings } else { Exit::Fine })
}

/// Judges all posts of the queue with the real adapters; secrets are neither needed nor read.
pub(super) async fn survey(desk: &Desk) -> anyhow::Result<Survey> {
    let folder = PassingFolder::new()?;
    let addressees = addressees(desk, &folder).await?;
    Ok(Survey::of(&addressees, folder.path(), SystemClock.now()))
}

/// Who can be addressed.
pub(super) async fn addressees(desk: &Desk, folder: &PassingFolder) -> anyhow::Result<Addressees> {
    let addressees = Addressees::new(Arc::clone(&desk.config), &lanes(desk, folder).await?);
    Ok(addressees.fitting_with(Fitter::of_this_program(Blobs::new(folder.path()))))
}

/// The accounts of the config, built on imitations that are never asked anything. What the
/// program learnt of their servers, it knows from the state.
pub(super) async fn lanes(desk: &Desk, folder: &PassingFolder) -> anyhow::Result<Vec<LaneFacts>> {
    let clock: SharedClock = Arc::new(SystemClock);
    let ground = Ground {
        clock: Arc::clone(&clock),
        blobs: Blobs::new(folder.path()),
        recipes: desk.recipes.clone(),
        kept: Kept::beside(&desk.config.journal.path).unwrap_or(Kept::Nowhere),
    };
    let network = Network::Mocked(Mocks::new(clock).map_err(DaemonError::Findings)?);
    let lanes: Result<_, Vec<Finding>> = accounts(&desk.config, &ground, &network).await;
    Ok(lanes.map_err(DaemonError::Findings)?)
}
