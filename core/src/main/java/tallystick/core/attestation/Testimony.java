package tallystick.core.attestation;

import java.time.Instant;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;

/// What one participant says of its own: by its own clock, about its own software and its own policy.
///
/// **Why** no node can vouch for another's clock or program, so nobody signs for more than itself, and a node with a
/// wrong clock does not stop a ceremony: whoever reads the attestation sees all times side by side.
///
/// **Form** times are whole milliseconds from 1970 to the end of the year 9999.
///
/// @param name of the participant
/// @param build hash of all that the node runs from, `docs/spec/attestation.md` §4
/// @param began when the node found the order good and began
/// @param activated when it had the certificate and made the epoch its own, also if that was after a restart
/// @param policy hash of the policy it judges by; empty says that it has none
public record Testimony(String name, Digest32 build, Instant began, Instant activated, Optional<Digest32> policy) {
    private static final long MILLIS_MAX = 253_402_300_799_999L;

    /// Cuts the times to milliseconds.
    ///
    /// @throws IllegalArgumentException if the name is none of a roster or a time out of range: the caller's fault
    public Testimony {
        if (!CeremonyFacts.isName(name)) throw new IllegalArgumentException("name not of [a-z][a-z0-9-]{0,31}");
        began = cut(began);
        activated = cut(activated);
    }

    private static Instant cut(Instant at) {
        var millis = at.toEpochMilli();
        if (millis < 0 || millis > MILLIS_MAX)
            throw new IllegalArgumentException("time %d not in 0..%d".formatted(millis, MILLIS_MAX));
        return Instant.ofEpochMilli(millis);
    }

    /// What the participant signs: the facts and this.
    /// @spec docs/spec/attestation.md#AT-3 attestation
    public Digest32 statement(CeremonyFacts facts) {
        return Transcript.of("tallystick/attestation/v1/statement")
                .add("facts", facts.encode())
                .add("testimony", encode())
                .digest();
    }

    /// Signs it.
    public SignedTestimony sign(CeremonyFacts facts, IdentityKey key) {
        return new SignedTestimony(this, key.sign(statement(facts)));
    }

    Bytes encode() {
        var writer = new Writer();
        write(writer);
        return writer.toBytes();
    }

    void write(Writer writer) {
        writer.variable(Bytes.ofUtf8(name))
                .raw(build.bytes())
                .u64(began.toEpochMilli())
                .u64(activated.toEpochMilli())
                .bool(policy.isPresent());
        policy.ifPresent(hash -> writer.raw(hash.bytes()));
    }

    static Testimony read(Reader reader) throws MalformedInput {
        var start = reader.position();
        try {
            return new Testimony(
                    Participant.ascii(reader, "name"),
                    Digest32.read(reader, "build"),
                    time(reader, "begin"),
                    time(reader, "activation"),
                    reader.bool("policy") ? Optional.of(Digest32.read(reader, "policy hash")) : Optional.empty());
        } catch (IllegalArgumentException unfit) {
            throw new MalformedInput(start, "a good testimony: " + unfit.getMessage());
        }
    }

    static Instant time(Reader reader, String field) throws MalformedInput {
        var start = reader.position();
        var millis = reader.u64(field);
        if (millis > MILLIS_MAX) throw new MalformedInput(start, field + " before the year 10000");
        return Instant.ofEpochMilli(millis);
    }
}
