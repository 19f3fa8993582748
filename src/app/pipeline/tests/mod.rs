//! The folder, the pipeline, the journal and the engine together, on a clock that the test moves.

mod helper;
mod rig;
mod toy;

mod again;
mod deletion;
mod films;
mod random;
mod recall;
mod twins;
mod vanished;

use rig::Rig;
