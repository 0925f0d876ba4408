package tallystick.core.governance;

import java.time.Duration;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What is proposed to be changed.
public sealed interface Proposal {
    /// The longest time that broken glass may last.
    Duration GLASS_LASTS_MAX = Duration.ofDays(7);

    /// Another version of a document.
    record NewDocument(Document document) implements Proposal {}

    /// The end of a freeze.
    ///
    /// @param order id of the order that froze
    record Unfreeze(Digest32 order) implements Proposal {}

    /// For a time, the policy that was agreed ahead for emergencies.
    ///
    /// @param policy hash of the emergency policy in force
    /// @param lasts 1 second to 7 days
    record BreakGlass(Digest32 policy, Duration lasts) implements Proposal {
        /// @throws IllegalArgumentException if the time is out of range: the caller's fault
        public BreakGlass {
            if (lasts.toNanosPart() != 0
                    || lasts.compareTo(Duration.ofSeconds(1)) < 0
                    || lasts.compareTo(GLASS_LASTS_MAX) > 0)
                throw new IllegalArgumentException("a time not in 1 second .. 7 days");
        }
    }

    /// What approvers of it answer besides its id: the hash of the document they were shown, or of the order to end.
    default Digest32 digest() {
        return switch (this) {
            case NewDocument(var document) -> document.hash();
            case Unfreeze(var order) ->
                Transcript.of("tallystick/governance/v1/unfreeze")
                        .add("order", order)
                        .digest();
            case BreakGlass(var policy, var lasts) ->
                Transcript.of("tallystick/governance/v1/break-glass")
                        .add("policy", policy)
                        .add("lasts", lasts.toSeconds())
                        .digest();
        };
    }

    /// Writes the canonical bytes.
    default void write(Writer writer) {
        switch (this) {
            case NewDocument(var document) -> document.write(writer.u8(1));
            case Unfreeze(var order) -> writer.u8(2).raw(order.bytes());
            case BreakGlass(var policy, var lasts) ->
                writer.u8(3).raw(policy.bytes()).u32((int) lasts.toSeconds());
        }
    }

    /// Reads the canonical bytes.
    static Proposal read(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("kind of proposal")) {
            case 1 -> new NewDocument(Document.read(reader));
            case 2 -> new Unfreeze(Digest32.read(reader, "order"));
            case 3 -> glass(reader);
            default -> throw new MalformedInput(start, "kind of proposal in 1..3");
        };
    }

    private static BreakGlass glass(Reader reader) throws MalformedInput {
        var policy = Digest32.read(reader, "emergency policy");
        var start = reader.position();
        try {
            return new BreakGlass(policy, Duration.ofSeconds(reader.u32("time")));
        } catch (IllegalArgumentException outOfRange) {
            throw new MalformedInput(start, "a good proposal: " + outOfRange.getMessage());
        }
    }
}
