package tallystick.core.tlog;

import java.util.ArrayList;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A log asks a witness to cosign its newest checkpoint.
///
/// **Form** text: `old SIZE`, a line of base64 for each hash of the proof, an empty line, the signed checkpoint.
///
/// @param proof from the size the log believes the witness has last cosigned, to the checkpoint's
/// @param checkpoint signed by the log
/// @spec https://c2sp.org/tlog-witness#add-checkpoint C2SP tlog-witness (add-checkpoint)
public record AddCheckpoint(ConsistencyProof proof, SignedCheckpoint checkpoint) {
    private static final int LENGTH_BYTES_MAX = SignedNote.LENGTH_BYTES_MAX + 64 * 64;

    /// The bytes.
    public Bytes encode() {
        var text = new StringBuilder("old %d\n".formatted(proof.oldSize()));
        proof.path().forEach(hash -> text.append(Lines.base64(hash.bytes())).append('\n'));
        return Bytes.concat(Bytes.ofUtf8(text.append('\n').toString()), checkpoint.encode());
    }

    /// Reads the bytes; verifies nothing.
    public static Parsed<AddCheckpoint> parse(Bytes encoded) {
        return Lines.parse(encoded, LENGTH_BYTES_MAX, AddCheckpoint::read);
    }

    private static AddCheckpoint read(Lines lines) throws MalformedInput {
        var oldSize = lines.decimal(lines.after("old ", "old size line"), "old size");
        var path = new ArrayList<Digest32>();
        while (!lines.blank()) {
            if (path.size() == ConsistencyProof.PATH_MAX) throw lines.malformed("at most 63 proof lines");
            path.add(lines.hash(lines.line("proof line"), "proof line"));
        }
        var offset = lines.malformed("").offsetBytes();
        return switch (SignedCheckpoint.parse(lines.rest())) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) ->
                new AddCheckpoint(
                        new ConsistencyProof(oldSize, checkpoint.head().size(), path), checkpoint);
            case Parsed.Malformed<SignedCheckpoint>(var at, var expected) ->
                throw new MalformedInput(offset + at, expected);
        };
    }
}
