package tallystick.core.governance;

import java.util.regex.Pattern;
import tallystick.core.people.PersonId;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What a freeze stops.
public sealed interface FreezeScope {
    /// The form of the names of vaults and nodes.
    Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /// One request, by the id of its intent or change.
    record Request(Digest32 id) implements FreezeScope {}

    /// Everything of one vault.
    record Vault(String name) implements FreezeScope {
        /// @throws IllegalArgumentException if the name has another form: the caller's fault
        public Vault {
            requireName(name);
        }
    }

    /// Whatever somebody proposes, through any account.
    record Initiator(PersonId person) implements FreezeScope {}

    /// Everything on one node.
    record Node(String name) implements FreezeScope {
        /// @throws IllegalArgumentException if the name has another form: the caller's fault
        public Node {
            requireName(name);
        }
    }

    /// Everything.
    record Workspace() implements FreezeScope {}

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) throw new IllegalArgumentException("name not of [a-z][a-z0-9-]{0,31}");
    }

    /// What it is, as the logs of nodes tell of it.
    default String words() {
        return switch (this) {
            case Request(var id) -> "request " + id;
            case Vault(var name) -> "vault " + name;
            case Initiator(var person) -> "initiator " + person.name();
            case Node(var name) -> "node " + name;
            case Workspace() -> "workspace";
        };
    }

    /// Writes the canonical bytes.
    default void write(Writer writer) {
        switch (this) {
            case Request(var id) -> writer.u8(1).raw(id.bytes());
            case Vault(var name) -> writer.u8(2).text(name);
            case Initiator(var person) -> writer.u8(3).text(person.name());
            case Node(var name) -> writer.u8(4).text(name);
            case Workspace() -> writer.u8(5);
        }
    }

    /// Reads the canonical bytes.
    static FreezeScope read(Reader reader) throws MalformedInput {
        var start = reader.position();
        return switch (reader.u8("scope of a freeze")) {
            case 1 -> new Request(Digest32.read(reader, "request"));
            case 2 -> new Vault(reader.text(32, "vault"));
            case 3 -> new Initiator(new PersonId(reader.text(65, "initiator")));
            case 4 -> new Node(reader.text(32, "node"));
            case 5 -> new Workspace();
            default -> throw new MalformedInput(start, "scope of a freeze in 1..5");
        };
    }
}
