package tallystick.core.facts;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.VerifyKey;

/// Who is trusted for which kind of fact: one version of the document of fact keys.
///
/// **Why** not members of the roster: who signs facts has no place at a node's door, and rosters of before stay as they
/// are. One key, one kind: who is trusted for prices says nothing about sanctions.
///
/// **Form** canonical bytes, `docs/spec/facts.md`; names and keys are distinct.
///
/// @param version from 1, raised by each change
/// @param keys at most 64, in the order of the document
public record FactKeys(int version, List<Trusted> keys) {
    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-fact-keys");
    private static final Bytes FORMAT = Bytes.copyOf((byte) 1);
    private static final int KEYS_MAX = 64;
    private static final Duration LIFETIME_MAX = Duration.ofDays(365);

    /// Somebody who is trusted for one kind of fact.
    ///
    /// @param name `[a-z][a-z0-9.-]{0,62}`
    /// @param lifetimeMax the longest a fact of his may claim to hold, 1 second to 365 days
    public record Trusted(String name, ClaimKind kind, VerifyKey key, Duration lifetimeMax) {
        /// @throws IllegalArgumentException if a part is out of range: the caller's fault
        public Trusted {
            Words.name(name);
            if (lifetimeMax.toNanosPart() != 0
                    || lifetimeMax.compareTo(Duration.ofSeconds(1)) < 0
                    || lifetimeMax.compareTo(LIFETIME_MAX) > 0)
                throw new IllegalArgumentException("a lifetime not in 1 second .. 365 days");
        }

        private void write(Writer writer) {
            Words.write(writer, name).u8(kind.code()).raw(key.bytes()).u32((int) lifetimeMax.toSeconds());
        }

        private static Trusted read(Reader reader) throws MalformedInput {
            return new Trusted(
                    Words.word(reader, "name"),
                    ClaimKind.read(reader),
                    VerifyKey.read(reader, "key of a fact"),
                    Duration.ofSeconds(reader.u32("lifetime")));
        }
    }

    /// @throws IllegalArgumentException if names or keys repeat or a number is out of range: the caller's fault
    public FactKeys {
        keys = List.copyOf(keys);
        if (version < 1) throw new IllegalArgumentException("version %d below 1".formatted(version));
        if (keys.size() > KEYS_MAX) throw new IllegalArgumentException("%d keys, more than 64".formatted(keys.size()));
        var seen = new HashSet<Object>();
        for (var each : keys)
            if (!seen.add(each.name()) || !seen.add(each.key()))
                throw new IllegalArgumentException("name or key of %s repeats".formatted(each.name()));
    }

    /// Who holds this key.
    public Optional<Trusted> holder(VerifyKey key) {
        return keys.stream().filter(each -> each.key().equals(key)).findFirst();
    }

    /// The canonical bytes.
    /// @spec docs/spec/facts.md#FA-4 facts
    public Bytes encode() {
        return new Writer()
                .raw(MAGIC)
                .raw(FORMAT)
                .u32(version)
                .list(keys, (writer, each) -> each.write(writer))
                .toBytes();
    }

    /// The hash of the canonical bytes.
    public Digest32 hash() {
        return Transcript.of("tallystick/facts/v1/keys").add("keys", encode()).digest();
    }

    /// Reads the canonical bytes and nothing else.
    public static Parsed<FactKeys> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "fact keys magic");
            reader.expect(FORMAT, "fact keys format 1");
            var start = reader.position();
            try {
                return new FactKeys(reader.u32("version"), reader.list(0, KEYS_MAX, "keys", Trusted::read));
            } catch (IllegalArgumentException outOfRange) {
                throw new MalformedInput(start, "good fact keys: " + outOfRange.getMessage());
            }
        });
    }
}
