//! Sizes of files as people write them: a whole number and its unit, such as `64 MiB`.

/// The units with their bytes; only the ones that mean the same to everybody.
const UNITS: [(&str, u64); 5] =
    [("B", 1), ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40)];

/// Reads `64 MiB` or `512 B`, with or without the space; gives bytes.
#[must_use]
pub fn parse_size(text: &str) -> Option<u64> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let unit = unit.strip_prefix(' ').unwrap_or(unit);
    let (_, bytes) = UNITS.iter().find(|(name, _)| *name == unit)?;
    number.parse::<u64>().ok()?.checked_mul(*bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_read_with_or_without_a_space() {
        let read = ["512 B", "64KiB", "64 MiB", "2 GiB", "1TiB"].map(parse_size);
        let bytes = [512, 64 << 10, 64 << 20, 2 << 30, 1 << 40];
        assert_eq!(read, bytes.map(Some));
    }

    #[test]
    fn a_unit_that_means_two_things_is_refused() {
        for text in ["64 MB", "64M", "64", "64  MiB", "1.5 GiB", "-1 B", "", "MiB", "६४ MiB"] {
            assert_eq!(parse_size(text), None, "{text:?}");
        }
    }

    #[test]
    fn more_bytes_than_can_be_counted_are_refused() {
        assert_eq!(parse_size("99999999999 TiB"), None);
    }
}
