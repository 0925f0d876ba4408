package tallystick.core.facts;

import java.time.Instant;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// A claim, when it was so, and until when it may be used.
///
/// @param claim what is said
/// @param at when it was so, whole seconds
/// @param expiresAt from this second on it is not used; after `at`
public record Fact(Claim claim, Instant at, Instant expiresAt) {
    /// @throws IllegalArgumentException if a moment is no whole second or they are in the wrong order: the caller's
    /// fault
    public Fact {
        requireSecond(at);
        requireSecond(expiresAt);
        if (!expiresAt.isAfter(at)) throw new IllegalArgumentException("a fact that ends before it begins");
    }

    static void requireSecond(Instant moment) {
        if (moment.getNano() != 0 || moment.getEpochSecond() < 0)
            throw new IllegalArgumentException("a moment that is no whole second since 1970");
    }

    /// What its signer signs.
    /// @spec docs/spec/facts.md#FA-1 facts
    public Digest32 statement() {
        var writer = new Writer();
        write(writer);
        return Transcript.of("tallystick/facts/v1/statement")
                .add("fact", writer.toBytes())
                .digest();
    }

    void write(Writer writer) {
        claim.write(writer);
        writer.u64(at.getEpochSecond()).u64(expiresAt.getEpochSecond());
    }

    static Fact read(Reader reader) throws MalformedInput {
        var claim = Claim.read(reader);
        var start = reader.position();
        var at = second(reader);
        var expiresAt = second(reader);
        if (!expiresAt.isAfter(at)) throw new MalformedInput(start, "an end after the beginning");
        return new Fact(claim, at, expiresAt);
    }

    static Instant second(Reader reader) throws MalformedInput {
        return reader.second("moment");
    }
}
