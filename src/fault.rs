//! Named points in the code where a test can stop the process or make a step fail.
//!
//! Without the `faults` feature every point is an empty function. With it, the variable
//! `DAKIYA_FAULTS` arms them: `NAME=kill@3` ends the process with SIGKILL at the third passage,
//! `NAME=error@2` makes the second passage return an I/O error, `NAME=error@2+` the second and
//! all later ones; several are separated by `;`. `*` as the name counts the passages of every
//! point together, so that a test can fail the k-th step whatever it is. `DAKIYA_FAULTS_LOG` names
//! a file to which the name of every passed point is appended.
//!
//! The same builds, and no others, know two more variables, by which a test can run the real
//! program against imitations in its own process: `DAKIYA_MOCKS` ([`crate::app::Network`]) and
//! `DAKIYA_CLOCK` ([`crate::clock::machine`]).

use std::io;

#[cfg(feature = "faults")]
mod armed;

/// Passes the point `name`.
///
/// # Errors
/// Where a test armed the point; never in a program built without the `faults` feature.
#[inline]
pub fn point(name: &'static str) -> io::Result<()> {
    #[cfg(feature = "faults")]
    return armed::pass(name);
    #[cfg(not(feature = "faults"))]
    {
        let _ = name;
        Ok(())
    }
}
