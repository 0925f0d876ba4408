package tallystick.core.chain.ethereum.abi;

/// A named place for a value.
///
/// @param name a label; empty if none
public record Parameter(String name, AbiType type) {}
