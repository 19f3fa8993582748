//! The engine on a simulated clock, with the journal in memory and a platform made of a list.

mod agreement;
mod ahead;
mod clock;
mod ends;
mod films;
mod interrupt;
mod lanes;
mod logins;
mod news;
mod people;
mod persons;
mod places;
mod poison;
mod recall;
mod rig;
mod toy;
