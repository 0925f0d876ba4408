package tallystick.core.tlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.seal.IdentityKey;
import tallystick.crypto.seal.Signature64;

/// A text and the signatures under it.
///
/// **Form** UTF-8: the text, which ends in a line feed, an empty line, and a line for each signature; at most
/// [#LENGTH_BYTES_MAX] bytes and [#SIGNATURES_MAX] signatures.
///
/// @param text with its final line feed
/// @param signatures 1..[#SIGNATURES_MAX], those of unknown keys included
/// @spec https://c2sp.org/signed-note#format C2SP signed-note (format)
public record SignedNote(String text, List<NoteSignature> signatures) {
    /// The longest note.
    public static final int LENGTH_BYTES_MAX = 64 * 1024;

    /// The most signatures.
    public static final int SIGNATURES_MAX = 300;

    private static final int TIMESTAMPED_BYTES = 8 + Signature64.LENGTH_BYTES;

    /// What became of looking for a key's signature.
    public enum Check {
        /// It is there and good.
        VERIFIED,
        /// The key did not sign.
        ABSENT,
        /// A line claims to be the key's and is not.
        BAD
    }

    /// Copies.
    public SignedNote {
        signatures = List.copyOf(signatures);
    }

    /// Signs `text` as `name`.
    ///
    /// @spec https://c2sp.org/signed-note#ed25519-signatures C2SP signed-note (Ed25519 signatures)
    public static SignedNote sign(String text, String name, IdentityKey key) {
        var noteKey = new NoteKey(name, NoteKey.Kind.SIGNATURE, key.verifyKey());
        var signature = key.signNote(Bytes.ofUtf8(text));
        return new SignedNote(text, List.of(new NoteSignature(name, noteKey.id(), signature.bytes())));
    }

    /// A witness's line under this note.
    ///
    /// @param at whole seconds count
    /// @spec https://c2sp.org/tlog-cosignature#format C2SP tlog-cosignature (format)
    public NoteSignature cosign(String name, IdentityKey key, Instant at) {
        var noteKey = new NoteKey(name, NoteKey.Kind.COSIGNATURE, key.verifyKey());
        var signature = key.signNote(cosigned(at.getEpochSecond()));
        var timestamped = new Writer().u64(at.getEpochSecond()).raw(signature.bytes());
        return new NoteSignature(name, noteKey.id(), timestamped.toBytes());
    }

    /// The same note with further signatures.
    public SignedNote with(List<NoteSignature> further) {
        var all = new ArrayList<>(signatures);
        for (var each : further) if (!all.contains(each)) all.add(each);
        return new SignedNote(text, all);
    }

    /// Looks for the signature of `key`. One bad line of a known key spoils the note.
    public Check check(NoteKey key) {
        var claimed = signatures.stream().filter(each -> each.isOf(key)).toList();
        if (claimed.isEmpty()) return Check.ABSENT;
        return claimed.stream().allMatch(each -> isGood(each, key)) ? Check.VERIFIED : Check.BAD;
    }

    /// When the witness with `key` says it saw this note; empty if it did not say so, or a line of its is bad.
    public Optional<Instant> cosignedAt(NoteKey key) {
        if (key.kind() != NoteKey.Kind.COSIGNATURE || check(key) != Check.VERIFIED) return Optional.empty();
        return signatures.stream()
                .filter(each -> each.isOf(key))
                .map(each -> Instant.ofEpochSecond(timestamp(each.signature())))
                .max(Instant::compareTo);
    }

    private boolean isGood(NoteSignature line, NoteKey key) {
        var signature = line.signature();
        return switch (key.kind()) {
            case SIGNATURE ->
                signature.length() == Signature64.LENGTH_BYTES
                        && key.key().verifiesNote(Bytes.ofUtf8(text), new Signature64(signature));
            case COSIGNATURE ->
                signature.length() == TIMESTAMPED_BYTES
                        && timestamp(signature) >= 0
                        && timestamp(signature) <= Instant.MAX.getEpochSecond()
                        && key.key()
                                .verifiesNote(
                                        cosigned(timestamp(signature)),
                                        new Signature64(signature.slice(8, TIMESTAMPED_BYTES)));
        };
    }

    private Bytes cosigned(long second) {
        return Bytes.ofUtf8("cosignature/v1\ntime " + second + "\n" + text);
    }

    /// -1 if it is beyond 2^63-1.
    private static long timestamp(Bytes signature) {
        return switch (Reader.parse(signature.slice(0, 8), reader -> reader.u64("timestamp"))) {
            case Parsed.Ok<Long>(var second) -> second;
            case Parsed.Malformed<Long> _ -> -1;
        };
    }

    /// The bytes.
    public Bytes encode() {
        var all = new StringBuilder(text).append('\n');
        signatures.forEach(each -> all.append(each.line()));
        return Bytes.ofUtf8(all.toString());
    }

    /// Reads a note; verifies nothing.
    public static Parsed<SignedNote> parse(Bytes encoded) {
        return Lines.parse(encoded, LENGTH_BYTES_MAX, SignedNote::read);
    }

    static SignedNote read(Lines lines) throws MalformedInput {
        var text = lines.upToLastBlank("note text");
        var signatures = new ArrayList<NoteSignature>();
        do {
            if (signatures.size() == SIGNATURES_MAX) throw lines.malformed("at most 300 signatures");
            signatures.add(NoteSignature.read(lines));
        } while (!lines.isAtEnd());
        return new SignedNote(text, signatures);
    }
}
