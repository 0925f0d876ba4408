package tallystick.tools.watch;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;

/// What some account signed and a chain has in a block.
///
/// @param id as the chain calls the transaction; on Bitcoin with the number of the input behind it
/// @param from who sent it, in lower case; on Bitcoin the script that is spent from, in hex
/// @param signature 64 bytes: r and s, or that of BIP-340; empty if the chain shows none that could be one
public record Spend(String id, long block, String from, Optional<Bytes> signature) {}
