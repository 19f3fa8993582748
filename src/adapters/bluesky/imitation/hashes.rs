//! Content hashes in the shapes of real ones.

use serde_json::Value;

use crate::blobs::Digest;

const DIGITS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The codec of records, and that of files.
const DAG_CBOR: u8 = 0x71;
const RAW: u8 = 0x55;

/// The CID of a record. Real ones hash another encoding, but the same law holds: equal content,
/// whatever the order of its fields, has the same CID, and other content another.
pub(super) fn record(value: &Value) -> String {
    cid(DAG_CBOR, &Digest::of(sorted(value).to_string().as_bytes()))
}

/// The CID of a file, which is a real one.
pub(super) fn file(bytes: &[u8]) -> String {
    cid(RAW, &Digest::of(bytes))
}

/// A DID that always belongs to the same name.
pub(super) fn did(name: &str) -> String {
    let text = base32(Digest::of(name.as_bytes()).as_bytes());
    format!("did:plc:{}", &text[..24])
}

/// CID version 1, SHA-256 of 32 bytes.
fn cid(codec: u8, digest: &Digest) -> String {
    let mut bytes = vec![0x01, codec, 0x12, 0x20];
    bytes.extend_from_slice(digest.as_bytes());
    format!("b{}", base32(&bytes))
}

/// RFC 4648 base 32 in lower case without padding.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut pending, mut bits) = (0_u32, 0);
    for byte in bytes {
        pending = pending << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(digit(pending >> bits));
        }
        pending &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(digit(pending << (5 - bits)));
    }
    text
}

fn digit(value: u32) -> char {
    char::from(DIGITS[usize::try_from(value & 31).unwrap_or(0)])
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut pairs: Vec<_> = map.iter().map(|(key, value)| (key, sorted(value))).collect();
            pairs.sort_by_key(|(key, _)| *key);
            pairs.into_iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Value::Array(list) => list.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_file_has_its_real_cid() {
        let empty = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
        assert_eq!(file(b""), empty);
    }

    #[test]
    fn the_order_of_fields_does_not_matter_and_their_content_does() {
        let one = record(&json!({ "a": 1, "b": [{ "c": 2, "d": 3 }] }));
        assert_eq!(one, record(&json!({ "b": [{ "d": 3, "c": 2 }], "a": 1 })));
        assert_ne!(one, record(&json!({ "a": 1, "b": [{ "c": 2, "d": 4 }] })));
        assert!(one.starts_with("bafyrei") && one.len() == 59, "{one}");
    }
}
