package tallystick.tools.watch;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;

/// A transaction that some account sent, as a chain shows it in a block.
///
/// @param id as the chain calls it
/// @param from who sent it, in lower case
/// @param signature r and s, 64 bytes; empty if the chain shows none that could be one
public record Spend(String id, long block, String from, Optional<Bytes> signature) {
    private static final int WORD_BYTES = 32;

    /// One of a block.
    static Spend of(long block, JsonNode transaction) {
        return new Spend(
                transaction.path("hash").asString(""),
                block,
                transaction.path("from").asString("").toLowerCase(java.util.Locale.ROOT),
                signature(
                        transaction.path("r").asString(""),
                        transaction.path("s").asString("")));
    }

    private static Optional<Bytes> signature(String r, String s) {
        return word(r).flatMap(one -> word(s).map(other -> Bytes.concat(one, other)));
    }

    /// Quantities are told without zeros in front.
    private static Optional<Bytes> word(String quantity) {
        if (!quantity.matches("0x[0-9a-f]{1,64}")) return Optional.empty();
        var number = new BigInteger(quantity.substring(2), 16).toString(16);
        return Optional.of(Bytes.ofHex("0".repeat(2 * WORD_BYTES - number.length()) + number));
    }
}
