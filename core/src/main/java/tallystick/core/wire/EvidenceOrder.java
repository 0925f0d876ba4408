package tallystick.core.wire;

import java.util.List;
import java.util.regex.Pattern;
import tallystick.core.tlog.TilePath;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// What an operator asks a node for who puts an evidence pack together from afar: the published files of its log, its
/// docket, and what opens veils in them.
///
/// **Form** u8 1 ‖ u8 folder ‖ after | u8 2 ‖ file ‖ u64 offset; texts after a u32 length.
public sealed interface EvidenceOrder {
    /// The names of a folder's files.
    ///
    /// @param after names behind this one; empty for the first
    record Names(Folder folder, String after) implements EvidenceOrder {
        private static final Pattern AFTER = Pattern.compile("[a-z0-9-]{0,80}");

        /// @throws IllegalArgumentException if no file is called so: the caller's fault
        public Names {
            if (!AFTER.matcher(after).matches()) throw new IllegalArgumentException("a name that no file has");
        }
    }

    /// A stretch of a file.
    ///
    /// @param file below the node's directory, one of those that [#isFile] tells
    /// @param offsetBytes from which
    record Piece(String file, long offsetBytes) implements EvidenceOrder {
        /// @throws IllegalArgumentException if it is no such file or offset: the caller's fault
        public Piece {
            if (!isFile(file)) throw new IllegalArgumentException("no file of the evidence");
            if (offsetBytes < 0) throw new IllegalArgumentException("offset %d below 0".formatted(offsetBytes));
        }
    }

    /// What can be listed.
    enum Folder {
        /// What others cosigned of the log.
        COSIGNED(1, "log/cosigned"),
        /// Rulings with all they rest on.
        RULINGS(2, "docket/rulings"),
        /// What people signed.
        KEPT(3, "docket/kept"),
        /// What opens veils, of what was not erased.
        OPENINGS(4, "openings");

        private final int code;
        private final String path;

        Folder(int code, String path) {
            this.code = code;
            this.path = path;
        }

        /// Below the node's directory.
        public String path() {
            return path;
        }

        static Folder read(Reader reader) throws MalformedInput {
            var start = reader.position();
            var code = reader.u8("folder");
            for (var folder : values()) if (folder.code == code) return folder;
            throw new MalformedInput(start, "folder in 1..4");
        }
    }

    /// Whether a file is evidence: nothing else of a node's directory is ever read for a caller. Of what is kept only
    /// what somebody signed is (docs/spec/documents.md ND-3).
    static boolean isFile(String name) {
        return name.equals("log/checkpoint")
                || name.matches("log/cosigned/[a-z][a-z0-9-]{0,31}")
                || name.matches("docket/rulings/[0-9]{8}")
                || name.matches("docket/kept/0[12458]-[0-9a-f]{2,64}")
                || name.matches("openings/[0-9]{4}-[0-9]{2}")
                || name.startsWith("log/tile/")
                        && TilePath.parse(name.substring("log/".length())) instanceof Parsed.Ok<TilePath>;
    }

    /// The canonical bytes.
    /// @spec docs/spec/node-wire.md#NW-42 node-wire
    default Bytes encode() {
        var writer = new Writer();
        switch (this) {
            case Names(var folder, var after) -> Text.write(writer.u8(1).u8(folder.code), after);
            case Piece(var file, var offset) -> {
                Text.write(writer.u8(2), file);
                writer.u64(offset);
            }
        }
        return writer.toBytes();
    }

    /// Reads the canonical bytes and nothing else.
    static Parsed<EvidenceOrder> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            try {
                return switch (reader.u8("order kind")) {
                    case 1 -> new Names(Folder.read(reader), Text.read(reader, 80, "after"));
                    case 2 -> new Piece(Text.read(reader, 128, "file"), reader.u64("offset"));
                    default -> throw reader.malformed("order kind in 1..2");
                };
            } catch (IllegalArgumentException outOfRange) {
                throw reader.malformed("a good order: " + outOfRange.getMessage());
            }
        });
    }

    /// A node's answer.
    ///
    /// **Form** u8 1 ‖ flag ‖ u16 count ‖ names | u8 2 ‖ u64 length of the file ‖ u32 length ‖ stretch | u8
    /// 3
    /// | u8 4 ‖ why.
    sealed interface Reply {
        /// The most names in one answer.
        int NAMES_MAX = 4096;
        /// The longest stretch in one answer, in bytes.
        int PIECE_BYTES_MAX = 1 << 20;

        /// Names, ascending.
        ///
        /// @param isAll whether there are no more behind them
        record Listed(boolean isAll, List<String> names) implements Reply {
            /// Copies.
            public Listed {
                names = List.copyOf(names);
            }
        }

        /// A stretch of a file.
        ///
        /// @param lengthBytes of the whole file
        record Stretch(long lengthBytes, Bytes content) implements Reply {}

        /// There is no such file.
        record Absent() implements Reply {}

        /// The node would not.
        ///
        /// @param why a lower-case phrase
        record Refused(String why) implements Reply {}

        /// The canonical bytes.
        default Bytes encode() {
            var writer = new Writer();
            switch (this) {
                case Listed(var isAll, var names) -> writer.u8(1).bool(isAll).list(names, Text::write);
                case Stretch(var length, var content) ->
                    writer.u8(2).u64(length).variable(content);
                case Absent() -> writer.u8(3);
                case Refused(var why) -> Text.write(writer.u8(4), why);
            }
            return writer.toBytes();
        }

        /// Reads the canonical bytes and nothing else.
        static Parsed<Reply> parse(Bytes encoded) {
            return Reader.parse(encoded, reader -> switch (reader.u8("reply kind")) {
                case 1 ->
                    new Listed(
                            reader.bool("all"),
                            reader.list(0, NAMES_MAX, "names", each -> Text.read(each, 80, "name")));
                case 2 -> new Stretch(reader.u64("length"), reader.variable(PIECE_BYTES_MAX, "stretch"));
                case 3 -> new Absent();
                case 4 -> new Refused(Text.read(reader, 1024, "why"));
                default -> throw reader.malformed("reply kind in 1..4");
            });
        }
    }
}
