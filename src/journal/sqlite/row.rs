//! How values stand in the columns.

use std::str::FromStr;
use std::time::Duration;

use rusqlite::Row;
use rusqlite::types::FromSql;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trouble::{Tried, Trouble};
use crate::blobs::Digest;
use crate::clock::{Boot, Instant, Noted, Reading};
use crate::delivery::State;
use crate::journal::SlotKey;

/// An instant as nanoseconds since 1970. What lies outside the years 1678 to 2261 becomes the
/// end or the beginning of time.
pub(super) fn nanos(instant: Instant) -> i64 {
    let end = if instant.timestamp() < 0 { i64::MIN } else { i64::MAX };
    instant.timestamp_nanos_opt().unwrap_or(end)
}

pub(super) fn some_nanos(instant: Option<Instant>) -> Option<i64> {
    instant.map(nanos)
}

fn instant(nanos: i64) -> Instant {
    match nanos {
        i64::MIN => Instant::MIN_UTC,
        i64::MAX => Instant::MAX_UTC,
        nanos => Instant::from_timestamp_nanos(nanos),
    }
}

pub(super) fn duration_nanos(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)
}

/// The nominal time of a firing, as its column has it.
pub(super) fn nominal(slot: &SlotKey) -> i64 {
    nanos(slot.nominal.and_utc())
}

/// Any value as JSON.
pub(super) fn json(value: &impl Serialize) -> Tried<String> {
    Ok(serde_json::to_string(value)?)
}

pub(super) fn some_json(value: Option<&impl Serialize>) -> Tried<Option<String>> {
    value.map(json).transpose()
}

/// What a state carries besides its name; none for those that carry nothing.
pub(super) fn detail(state: &State) -> Tried<Option<String>> {
    match plain(state.name()) {
        Some(_) => Ok(None),
        None => Ok(Some(json(state)?)),
    }
}

/// The state of that name, if it carries nothing.
fn plain(name: &str) -> Option<State> {
    match name {
        "planned" => Some(State::Planned),
        "preparing" => Some(State::Preparing),
        "ready" => Some(State::Ready),
        "published" => Some(State::Published),
        "recalled" => Some(State::Recalled),
        _ => None,
    }
}

/// Reads the columns of a row from left to right.
pub(super) struct Columns<'r, 's> {
    row: &'r Row<'s>,
    next: usize,
}

impl<'r, 's> Columns<'r, 's> {
    pub(super) fn of(row: &'r Row<'s>) -> Self {
        Self { row, next: 0 }
    }

    fn place(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    /// Leaves a column out.
    pub(super) fn skip(&mut self) {
        self.next += 1;
    }

    /// Any value that the database knows itself.
    pub(super) fn plain<T: FromSql>(&mut self) -> Tried<T> {
        let place = self.place();
        Ok(self.row.get(place)?)
    }

    pub(super) fn text(&mut self) -> Tried<&'r str> {
        self.some_text()?.ok_or_else(|| Trouble::Unreadable("a text is missing".to_owned()))
    }

    fn some_text(&mut self) -> Tried<Option<&'r str>> {
        let place = self.place();
        let value = self.row.get_ref(place)?;
        value.as_str_or_null().map_err(|error| Trouble::Unreadable(error.to_string()))
    }

    pub(super) fn instant(&mut self) -> Tried<Instant> {
        Ok(instant(self.plain()?))
    }

    pub(super) fn some_instant(&mut self) -> Tried<Option<Instant>> {
        Ok(self.plain::<Option<i64>>()?.map(instant))
    }

    /// An instant and what the clocks showed when it was noted.
    pub(super) fn some_noted(&mut self) -> Tried<Option<Noted>> {
        let (at, under) = (self.some_instant()?, self.some_json()?);
        // What was written before anything was noted beside it is told by the wall clock.
        let unknown =
            Reading { boot: Boot::named(""), wall: Instant::UNIX_EPOCH, uptime: Duration::ZERO };
        Ok(at.map(|at| Noted { at, under: under.unwrap_or(unknown) }))
    }

    /// When an attempt was opened: the wall clock, the uptime and the boot.
    pub(super) fn opened(&mut self) -> Tried<Noted> {
        let (wall, uptime) = (self.instant()?, self.duration()?);
        let boot = Boot::named(self.text()?);
        Ok(Noted { at: wall, under: Reading { boot, wall, uptime } })
    }

    pub(super) fn duration(&mut self) -> Tried<Duration> {
        Ok(Duration::from_nanos(self.plain::<i64>()?.unsigned_abs()))
    }

    /// A number that is unsigned outside of the database.
    pub(super) fn bits(&mut self) -> Tried<u64> {
        Ok(self.plain::<i64>()?.cast_unsigned())
    }

    pub(super) fn some_bits(&mut self) -> Tried<Option<u64>> {
        Ok(self.plain::<Option<i64>>()?.map(i64::cast_unsigned))
    }

    pub(super) fn json<T: DeserializeOwned>(&mut self) -> Tried<T> {
        Ok(serde_json::from_str(self.text()?)?)
    }

    /// A digest, and the JSON that must have it.
    pub(super) fn sealed<T: DeserializeOwned>(&mut self) -> Tried<T> {
        let (digest, body) = (self.digest()?, self.text()?);
        if Digest::of(body.as_bytes()) != digest {
            return Err(Trouble::Unreadable(format!(
                "the text with the digest {digest} was changed"
            )));
        }
        Ok(serde_json::from_str(body)?)
    }

    pub(super) fn some_json<T: DeserializeOwned>(&mut self) -> Tried<Option<T>> {
        Ok(self.some_text()?.map(serde_json::from_str).transpose()?)
    }

    pub(super) fn digest(&mut self) -> Tried<Digest> {
        Ok(Digest::from_bytes(self.plain()?))
    }

    pub(super) fn some_digest(&mut self) -> Tried<Option<Digest>> {
        Ok(self.plain::<Option<[u8; 32]>>()?.map(Digest::from_bytes))
    }

    /// A name of ours.
    pub(super) fn name<T>(&mut self) -> Tried<T>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        self.some_name()?.ok_or_else(|| Trouble::Unreadable("a name is missing".to_owned()))
    }

    pub(super) fn some_name<T>(&mut self) -> Tried<Option<T>>
    where
        T: FromStr,
        T::Err: std::fmt::Display,
    {
        let name = self.some_text()?.map(str::parse).transpose();
        name.map_err(|error: T::Err| Trouble::Unreadable(error.to_string()))
    }

    /// A state and its detail.
    pub(super) fn state(&mut self) -> Tried<State> {
        let name = self.text()?;
        match (plain(name), self.some_text()?) {
            (Some(state), None) => Ok(state),
            (None, Some(detail)) => named(name, serde_json::from_str(detail)?),
            _ => Err(Trouble::Unreadable(format!("the state {name:?} and its detail do not fit"))),
        }
    }

    /// A slot, the nominal time of its firing, and the place.
    pub(super) fn slot(&mut self) -> Tried<Option<SlotKey>> {
        let (slot, nominal, place) =
            (self.some_name()?, self.some_instant()?, self.plain::<Option<u16>>()?);
        let (Some(slot), Some(nominal), Some(place)) = (slot, nominal, place) else {
            return Ok(None);
        };
        Ok(Some(SlotKey { slot, nominal: nominal.naive_utc(), place }))
    }
}

fn named(name: &str, state: State) -> Tried<State> {
    if state.name() == name {
        return Ok(state);
    }
    Err(Trouble::Unreadable(format!("the state {name:?} has the detail of {:?}", state.name())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_time_and_every_nanosecond_between_survive() {
        let odd = Instant::from_timestamp_nanos(1_795_600_000_123_456_789);
        for expected in [Instant::MAX_UTC, Instant::MIN_UTC, odd, Instant::UNIX_EPOCH] {
            assert_eq!(instant(nanos(expected)), expected);
        }
    }
}
