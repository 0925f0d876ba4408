package tallystick.core.tlog;

import java.util.ArrayList;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// All that shows somebody with no access to a log that an entry is in it.
///
/// **Form** text: `c2sp.org/tlog-proof@v1`, optionally `extra BASE64`, `index N`, a line of base64 for each hash, an
/// empty line, the signed checkpoint with its cosignatures. In our own proofs the extra bytes are the entry.
///
/// @param extra opaque bytes beside the proof
/// @spec https://c2sp.org/tlog-proof C2SP tlog-proof
public record LogProof(Optional<Bytes> extra, InclusionProof proof, SignedCheckpoint checkpoint) {
    private static final String HEADER = "c2sp.org/tlog-proof@v1";
    private static final int LENGTH_BYTES_MAX = 256 * 1024;

    /// Whether `entry` is in the log at the checkpoint, if the log's key is `log`.
    public boolean proves(Bytes entry, NoteKey log) {
        return checkpoint.isOf(log) && proof.proves(MerkleTree.leaf(entry), checkpoint.head());
    }

    /// The bytes.
    public Bytes encode() {
        var text = new StringBuilder(HEADER).append('\n');
        extra.ifPresent(
                bytes -> text.append("extra ").append(Lines.base64(bytes)).append('\n'));
        text.append("index ").append(proof.index()).append('\n');
        proof.path().forEach(hash -> text.append(Lines.base64(hash.bytes())).append('\n'));
        return Bytes.concat(Bytes.ofUtf8(text.append('\n').toString()), checkpoint.encode());
    }

    /// Reads the bytes; verifies nothing.
    public static Parsed<LogProof> parse(Bytes encoded) {
        return Lines.parse(encoded, LENGTH_BYTES_MAX, LogProof::read);
    }

    private static LogProof read(Lines lines) throws MalformedInput {
        if (!lines.line("header").equals(HEADER)) throw lines.malformed("header of tlog-proof version 1");
        var line = lines.line("extra or index line");
        var extra = Optional.<Bytes>empty();
        if (line.startsWith("extra ")) {
            extra = Optional.of(lines.base64(line.substring(6), "extra bytes"));
            line = lines.line("index line");
        }
        if (!line.startsWith("index ")) throw lines.malformed("index line");
        var index = lines.decimal(line.substring(6), "index");
        var path = new ArrayList<Digest32>();
        while (!lines.blank()) {
            if (path.size() == ConsistencyProof.PATH_MAX) throw lines.malformed("at most 63 proof lines");
            path.add(lines.hash(lines.line("proof line"), "proof line"));
        }
        var offset = lines.malformed("").offsetBytes();
        return switch (SignedCheckpoint.parse(lines.rest())) {
            case Parsed.Ok<SignedCheckpoint>(var checkpoint) ->
                new LogProof(extra, new InclusionProof(index, checkpoint.head().size(), path), checkpoint);
            case Parsed.Malformed<SignedCheckpoint>(var at, var expected) ->
                throw new MalformedInput(offset + at, expected);
        };
    }
}
