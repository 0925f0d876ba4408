package tallystick.core.pack;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;

/// An operator's wish that a node countersign the manifest of an evidence pack, as a file: for nodes that nobody
/// reaches over a network. Whoever carries it is trusted for nothing.
///
/// **Form** "tallystick-countersign-order" ‖ u8 1 ‖ text operator ‖ u32 length ‖ manifest ‖ 64-byte
/// signature. `docs/spec/evidence-pack.md`.
///
/// @param draft what is signed
/// @param signature by the operator
public record CountersignOrder(Draft draft, Signature64 signature) {
    /// The longest manifest that a node takes.
    public static final int MANIFEST_BYTES_MAX = 8 * 1024 * 1024;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-countersign-order");
    private static final Bytes VERSION = Bytes.copyOf((byte) 1);
    private static final int NAME_BYTES_MAX = 32;

    /// What an operator fills in.
    ///
    /// @param operator his name in the roster
    /// @param manifest of the pack
    public record Draft(String operator, PackManifest manifest) {
        /// Signs.
        public CountersignOrder sign(IdentityKey key) {
            return new CountersignOrder(this, key.sign(statement()));
        }

        private Bytes encode() {
            return new Writer()
                    .raw(MAGIC)
                    .raw(VERSION)
                    .text(operator)
                    .variable(manifest.encode())
                    .toBytes();
        }

        private Digest32 statement() {
            return Transcript.of("tallystick/evidence-pack/v1/countersign-order")
                    .add("order", encode())
                    .digest();
        }
    }

    /// What the operator signs.
    /// @spec docs/spec/evidence-pack.md#EP-27 evidence-pack
    public Digest32 statement() {
        return draft.statement();
    }

    /// The canonical bytes.
    public Bytes encode() {
        return Bytes.concat(draft.encode(), signature.bytes());
    }

    /// Reads the canonical bytes and nothing else; verifies no signature.
    public static Parsed<CountersignOrder> parse(Bytes encoded) {
        return Reader.parse(encoded, reader -> {
            reader.expect(MAGIC, "countersign order magic");
            reader.expect(VERSION, "countersign order version 1");
            var draft = new Draft(reader.text(NAME_BYTES_MAX, "operator"), manifest(reader));
            return new CountersignOrder(draft, Signature64.read(reader, "operator signature"));
        });
    }

    private static PackManifest manifest(Reader reader) throws MalformedInput {
        var start = reader.position() + Integer.BYTES;
        return switch (PackManifest.parse(reader.variable(MANIFEST_BYTES_MAX, "manifest"))) {
            case Parsed.Ok<PackManifest>(var manifest) -> manifest;
            case Parsed.Malformed<PackManifest>(var offset, var expected) ->
                throw new MalformedInput(start + offset, expected);
        };
    }
}
