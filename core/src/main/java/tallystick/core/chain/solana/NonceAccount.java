package tallystick.core.chain.solana;

/// An account that keeps a durable nonce.
///
/// @param authority who may advance and empty it
public record NonceAccount(Address account, Address authority) {}
