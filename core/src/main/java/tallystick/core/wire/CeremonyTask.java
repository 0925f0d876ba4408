package tallystick.core.wire;

import java.util.ArrayList;
import java.util.List;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What a ceremony is to make of a key's shares.
public sealed interface CeremonyTask {
    /// A new key.
    ///
    /// @param schemeCode as in `mpc.key.Scheme`
    /// @param tree text of the quorum tree; its names are nodes of the roster
    record Generate(int schemeCode, String tree) implements CeremonyTask {}

    /// New shares for the same participants; every participant must be there.
    record Refresh(KeyRecord base) implements CeremonyTask {}

    /// New shares for another tree, dealt by an old signing set.
    ///
    /// @param tree text of the new quorum tree
    /// @param dealers names of the old signing set, ascending
    record Reshare(KeyRecord base, String tree, List<String> dealers) implements CeremonyTask {
        /// Copies.
        public Reshare {
            dealers = List.copyOf(dealers);
        }
    }

    /// A lost share again; every participant must be there, the loser with nothing but its identity.
    ///
    /// @param lost name of the participant
    /// @param helpers names of those who give it back, ascending
    record Repair(KeyRecord base, String lost, List<String> helpers) implements CeremonyTask {
        /// Copies.
        public Repair {
            helpers = List.copyOf(helpers);
        }
    }

    /// Names of all nodes that must take part, without doubles, as far as the task itself says; the parties of a tree
    /// are in its text.
    default List<String> named() {
        return switch (this) {
            case Generate _, Refresh _ -> List.of();
            case Reshare(var _, var _, var dealers) -> dealers;
            case Repair(var _, var lost, var helpers) -> {
                var names = new ArrayList<>(helpers);
                names.add(lost);
                yield List.copyOf(names);
            }
        };
    }

    /// Kind byte 1..4 and the parts.
    default void write(Writer writer) {
        switch (this) {
            case Generate(var schemeCode, var tree) -> Text.write(writer.u8(1).u8(schemeCode), tree);
            case Refresh(var base) -> base.write(writer.u8(2));
            case Reshare(var base, var tree, var dealers) -> {
                base.write(writer.u8(3));
                Text.write(writer, tree);
                writer.list(dealers, Text::write);
            }
            case Repair(var base, var lost, var helpers) -> {
                base.write(writer.u8(4));
                Text.write(writer, lost);
                writer.list(helpers, Text::write);
            }
        }
    }

    /// Reads [#write].
    static CeremonyTask read(Reader reader) throws MalformedInput {
        return switch (reader.u8("task kind")) {
            case 1 -> new Generate(reader.u8("scheme"), Text.read(reader, KeyRecord.TREE_BYTES_MAX, "tree"));
            case 2 -> new Refresh(KeyRecord.read(reader));
            case 3 ->
                new Reshare(
                        KeyRecord.read(reader),
                        Text.read(reader, KeyRecord.TREE_BYTES_MAX, "tree"),
                        KeyRecord.names(reader, "dealers"));
            case 4 ->
                new Repair(KeyRecord.read(reader), Text.read(reader, 32, "lost"), KeyRecord.names(reader, "helpers"));
            default -> throw reader.malformed("task kind in 1..4");
        };
    }
}
