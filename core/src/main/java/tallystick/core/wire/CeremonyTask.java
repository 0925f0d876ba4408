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
    ///
    /// @param cause why
    /// @param words why in words, at most 512 bytes of UTF-8; empty if nothing was said
    record Refresh(KeyRecord base, RefreshCause cause, String words) implements CeremonyTask {
        /// The longest words.
        public static final int WORDS_BYTES_MAX = 512;

        /// @throws IllegalArgumentException if there are words and no cause: the caller's fault
        public Refresh {
            if (cause == RefreshCause.UNSAID && !words.isEmpty())
                throw new IllegalArgumentException("words without a cause");
        }

        /// Without a reason.
        public Refresh(KeyRecord base) {
            this(base, RefreshCause.UNSAID, "");
        }
    }

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

    /// Kind byte 1..5 and the parts.
    default void write(Writer writer) {
        switch (this) {
            case Generate(var schemeCode, var tree) -> Text.write(writer.u8(1).u8(schemeCode), tree);
            case Refresh(var base, var cause, var words) -> {
                base.write(writer.u8(cause == RefreshCause.UNSAID ? 2 : 5));
                if (cause != RefreshCause.UNSAID) Text.write(writer.u8(cause.code()), words);
            }
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
            case 5 -> {
                var base = KeyRecord.read(reader);
                var start = reader.position();
                var cause = RefreshCause.read(reader);
                if (cause == RefreshCause.UNSAID) throw new MalformedInput(start, "refresh cause in 1..3");
                yield new Refresh(base, cause, Text.read(reader, Refresh.WORDS_BYTES_MAX, "words"));
            }
            default -> throw reader.malformed("task kind in 1..5");
        };
    }
}
