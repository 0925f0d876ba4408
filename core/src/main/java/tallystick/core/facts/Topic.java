package tallystick.core.facts;

import tallystick.core.chain.Account;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What a claim about risk is about.
public sealed interface Topic {
    /// An intent or a change, by its id.
    record Request(Digest32 id) implements Topic {}

    /// An account.
    record Party(Account account) implements Topic {}

    /// Writes the canonical bytes.
    default void write(Writer writer) {
        switch (this) {
            case Request(var id) -> writer.u8(1).raw(id.bytes());
            case Party(var account) -> Words.write(writer.u8(2), account);
        }
    }

    /// Reads the canonical bytes.
    static Topic read(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("topic")) {
            case 1 -> new Request(Digest32.read(reader, "request"));
            case 2 -> new Party(Words.account(reader));
            default -> throw new MalformedInput(start, "topic 1 or 2");
        };
    }
}
