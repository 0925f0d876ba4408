package tallystick.core.governance;

import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What is proposed to be changed.
public sealed interface Proposal {
    /// Another version of a document.
    record NewDocument(Document document) implements Proposal {}

    /// The end of a freeze.
    ///
    /// @param order id of the order that froze
    record Unfreeze(Digest32 order) implements Proposal {}

    /// For a time, the policy that was agreed ahead for emergencies.
    ///
    /// @param policy hash of the emergency policy in force
    /// @param window for which time
    record BreakGlass(Digest32 policy, GlassWindow window) implements Proposal {}

    /// What approvers of it answer besides its id: the hash of the document they were shown, or of the order to end.
    default Digest32 digest() {
        return switch (this) {
            case NewDocument(var document) -> document.hash();
            case Unfreeze(var order) ->
                Transcript.of("tallystick/governance/v1/unfreeze")
                        .add("order", order)
                        .digest();
            case BreakGlass(var policy, var window) ->
                Transcript.of("tallystick/governance/v1/break-glass")
                        .add("policy", policy)
                        .add("from", window.from().getEpochSecond())
                        .add("until", window.until().getEpochSecond())
                        .digest();
        };
    }

    /// Writes the canonical bytes.
    default void write(Writer writer) {
        switch (this) {
            case NewDocument(var document) -> document.write(writer.u8(1));
            case Unfreeze(var order) -> writer.u8(2).raw(order.bytes());
            case BreakGlass(var policy, var window) -> window.write(writer.u8(3).raw(policy.bytes()));
        }
    }

    /// Reads the canonical bytes.
    static Proposal read(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("kind of proposal")) {
            case 1 -> new NewDocument(Document.read(reader));
            case 2 -> new Unfreeze(Digest32.read(reader, "order"));
            case 3 -> new BreakGlass(Digest32.read(reader, "emergency policy"), GlassWindow.read(reader));
            default -> throw new MalformedInput(start, "kind of proposal in 1..3");
        };
    }
}
