//! How a picture is to be turned, which is the one thing kept of its EXIF block.

/// The tag that says how the picture is to be turned.
const ORIENTATION: u16 = 0x0112;

/// What the value of a number of 16 bits is called.
const SHORT: u16 = 3;

/// How the TIFF block at the start of `block` turns the picture, where that is not "as it is".
/// Whatever cannot be understood turns nothing.
pub(super) fn turned(block: &[u8]) -> Option<u8> {
    let order = match block.get(..4)? {
        b"MM\0*" => Order::Big,
        b"II*\0" => Order::Little,
        _ => return None,
    };
    let first = usize::try_from(order.long(block, 4)?).ok()?;
    let count = usize::from(order.short(block, first)?);
    let entry = |number: usize| first.checked_add(2 + 12 * number);
    let at = (0..count).map_while(entry).find(|at| order.short(block, *at) == Some(ORIENTATION))?;
    let is_short = order.short(block, at + 2)? == SHORT && order.long(block, at + 4)? == 1;
    let turned = u8::try_from(order.short(block, at + 8)?).ok()?;
    (is_short && (2..=8).contains(&turned)).then_some(turned)
}

/// A TIFF block that says nothing but this.
pub(super) fn saying(turned: u8) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x01".to_vec();
    block.extend(ORIENTATION.to_be_bytes());
    block.extend(SHORT.to_be_bytes());
    block.extend([0, 0, 0, 1, 0, turned, 0, 0]);
    // No further directory.
    block.extend([0; 4]);
    block
}

/// In which order the bytes of a number stand.
#[derive(Debug, Clone, Copy)]
enum Order {
    Big,
    Little,
}

impl Order {
    fn short(self, block: &[u8], at: usize) -> Option<u16> {
        let bytes = block.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self {
            Self::Big => u16::from_be_bytes(bytes),
            Self::Little => u16::from_le_bytes(bytes),
        })
    }

    fn long(self, block: &[u8], at: usize) -> Option<u32> {
        let bytes = block.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(match self {
            Self::Big => u32::from_be_bytes(bytes),
            Self::Little => u32::from_le_bytes(bytes),
        })
    }
}
