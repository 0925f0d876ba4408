package tallystick.core.wire;

import java.time.Instant;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;

/// A signed order to hold a ceremony, by an operator, or by a node where it is the time for a refresh. The same order
/// goes to every node that takes part.
///
/// @param task what is to be done
/// @param attempt from 1; one more than any attempt from the same epoch that nodes were ordered to make before
/// @param rosterVersion the roster it was written for
/// @param expiresAt no node begins at or after this second
/// @param salt 32 fresh bytes: the order is good for one key
/// @param operator name of who orders it, in the roster
/// @param signature by who orders it over [#statement]
public record CeremonyOrder(
        CeremonyTask task,
        int attempt,
        int rosterVersion,
        Instant expiresAt,
        Bytes salt,
        String operator,
        Signature64 signature) {
    /// The highest attempt: far above what people do, below what a counter can hold.
    public static final int ATTEMPT_MAX = 2_000_000_000;

    /// By so many a node's own order may go beyond the attempt that another was ordered to make: whoever says a higher
    /// number could use up all there are with one lie.
    public static final int NODE_STEP_MAX = 1_000;

    /// By so many an operator's order may.
    public static final int OPERATOR_STEP_MAX = 10_000_000;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-ceremony-order");
    private static final Bytes VERSION = Bytes.copyOf((byte) 2);

    /// What an operator fills in.
    public record Draft(
            CeremonyTask task, int attempt, int rosterVersion, Instant expiresAt, Bytes salt, String operator) {
        /// Signs.
        public CeremonyOrder sign(IdentityKey key) {
            return new CeremonyOrder(task, attempt, rosterVersion, expiresAt, salt, operator, key.sign(statement()));
        }

        Bytes encode() {
            var writer = new Writer().raw(MAGIC).raw(VERSION);
            task.write(writer);
            writer.u32(attempt)
                    .u32(rosterVersion)
                    .u64(expiresAt.getEpochSecond())
                    .raw(salt);
            Text.write(writer, operator);
            return writer.toBytes();
        }

        Digest32 statement() {
            return Transcript.of("tallystick/ceremony-order/v2/signed")
                    .add("order", encode())
                    .digest();
        }
    }

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public CeremonyOrder {
        if (attempt < 1 || attempt > ATTEMPT_MAX)
            throw new IllegalArgumentException("attempt %d not in 1..%d".formatted(attempt, ATTEMPT_MAX));
        if (salt.length() != 32)
            throw new IllegalArgumentException("salt of %d bytes, not 32".formatted(salt.length()));
        if (expiresAt.getNano() != 0 || expiresAt.getEpochSecond() < 0)
            throw new IllegalArgumentException("expiry not a whole second since 1970");
    }

    /// What the operator signs.
    public Digest32 statement() {
        return draft().statement();
    }

    /// Names this order.
    public Digest32 id() {
        return Transcript.of("tallystick/ceremony-order/v2/id")
                .add("order", draft().encode())
                .digest();
    }

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-3 node-wire
    public Bytes encode() {
        return Bytes.concat(draft().encode(), signature.bytes());
    }

    /// Reads the canonical bytes and nothing else; does not verify the signature.
    public static Parsed<CeremonyOrder> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "ceremony order magic");
            reader.expect(VERSION, "ceremony order version 2");
            return new CeremonyOrder(
                    CeremonyTask.read(reader),
                    attempt(reader),
                    reader.u32("roster version"),
                    second(reader),
                    reader.raw(32, "salt"),
                    Text.read(reader, 32, "operator"),
                    Signature64.read(reader, "operator signature"));
        });
    }

    private static int attempt(Reader reader) throws MalformedInput {
        var start = reader.position();
        var attempt = reader.u32("attempt");
        if (attempt < 1 || attempt > ATTEMPT_MAX)
            throw new MalformedInput(start, "attempt in 1..%d".formatted(ATTEMPT_MAX));
        return attempt;
    }

    static Instant second(Reader reader) throws MalformedInput {
        return reader.second("expiry");
    }

    private Draft draft() {
        return new Draft(task, attempt, rosterVersion, expiresAt, salt, operator);
    }
}
