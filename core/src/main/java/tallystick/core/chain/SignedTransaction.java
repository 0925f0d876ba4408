package tallystick.core.chain;

import tallystick.crypto.codec.Bytes;

/// Bytes a chain accepts, and the name it will give them.
///
/// @param bytes what is broadcast
/// @param id the transaction id the chain will report, in the chain's canonical text
public record SignedTransaction(Bytes bytes, String id) {}
