package tallystick.control.chain;

import tallystick.core.chain.bitcoin.OutPoint;

/// An output that is in a block and that nothing the server knows spends, as the server says.
///
/// @param height of the block
record Unspent(OutPoint at, long satoshi, int height) {}
