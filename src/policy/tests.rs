//! Each rule alone, and their order.
