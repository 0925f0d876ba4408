package tallystick.core.chain.bitcoin.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tallystick.core.chain.bitcoin.Descendants;
import tallystick.core.chain.bitcoin.KeyTree;
import tallystick.core.chain.bitcoin.LittleEndian;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// Which keys a PSBT says come from our tree, each derived again: what a PSBT says is believed only if the key is
/// there.
final class KeyOrigins {
    private static final int FINGERPRINT_BYTES = 4;
    private static final long HARDENED = 1L << 31;

    /// What one PSBT may name: each is tried, and a Taproot key costs a multiplication. A multisig of 15 in 512 inputs
    /// fits.
    private static final int KEYS_MAX = 8192;

    private static final int KEY_BYTES_MIN = 32;

    /// Of the two keys with one x-coordinate, the one that Taproot means.
    private static final Bytes EVEN = Bytes.copyOf((byte) 2);

    private KeyOrigins() {}

    /// Refuses a PSBT that names more keys than are tried.
    static void checkCount(Psbt psbt) throws MalformedInput {
        var keys = Stream.concat(psbt.inputs().stream(), psbt.outputs().stream())
                .flatMap(map -> map.entries().stream())
                .filter(entry -> entry.keyData().length() >= KEY_BYTES_MIN || entry.type() == PsbtFields.INPUT_TAP_KEY)
                .count();
        if (keys > KEYS_MAX) throw new MalformedInput(0, "psbt of at most %d keys".formatted(KEYS_MAX));
    }

    /// A key of our tree and where it is.
    record Own(Point key, DerivationPath path) {}

    /// The first four bytes of the tree's top key's hash.
    static Bytes fingerprint(KeyTree tree) {
        return StandardHash.hash160(tree.derivation().key().encode()).slice(0, FINGERPRINT_BYTES);
    }

    /// The keys named by entries of both kinds of derivation field, and the top key itself at last.
    ///
    /// **Timing** a key is derived only if the one that an entry claims holds what it is said of: deriving takes
    /// much longer than hashing, and a stranger's file can have many entries.
    ///
    /// @param holds whether a key would do
    static List<Own> own(PsbtMap map, int ecdsaType, int taprootType, Descendants keys, Predicate<Point> holds) {
        var found = new ArrayList<Own>();
        for (var entry : map.all(ecdsaType))
            Optional.of(entry.value())
                    .filter(_ -> claims(entry.keyData(), holds))
                    .flatMap(origin -> path(origin, keys.tree()))
                    .flatMap(path -> at(keys, path))
                    .filter(own -> own.key().encode().equals(entry.keyData()))
                    .ifPresent(found::add);
        for (var entry : map.all(taprootType))
            withoutLeaves(entry.value())
                    .filter(_ -> claims(Bytes.concat(EVEN, entry.keyData()), holds))
                    .flatMap(origin -> path(origin, keys.tree()))
                    .flatMap(path -> at(keys, path))
                    .filter(own -> own.key().xOnly().equals(entry.keyData()))
                    .ifPresent(found::add);
        found.add(new Own(keys.tree().derivation().key(), DerivationPath.root()));
        return found;
    }

    /// Fingerprint and path as fields carry them.
    static Bytes encode(KeyTree tree, DerivationPath path) {
        var writer = new Writer().raw(fingerprint(tree));
        for (var index : path.indices()) LittleEndian.u32(writer, index);
        return writer.toBytes();
    }

    private static boolean claims(Bytes encoded, Predicate<Point> holds) {
        return encoded.length() == 1 + Digest32.LENGTH_BYTES
                && Curve.SECP256K1.group().parsePoint(encoded) instanceof Parsed.Ok<Point>(var key)
                && holds.test(key);
    }

    private static Optional<Own> at(Descendants keys, DerivationPath path) {
        return keys.key(path).map(key -> new Own(key, path));
    }

    private static Optional<DerivationPath> path(Bytes origin, KeyTree tree) {
        if (!origin.slice(0, FINGERPRINT_BYTES).equals(fingerprint(tree))) return Optional.empty();
        var indices = new ArrayList<Integer>();
        for (var at = FINGERPRINT_BYTES; at < origin.length(); at += 4) {
            var index = LittleEndian.number(origin.slice(at, at + 4));
            if (index >= HARDENED) return Optional.empty();
            indices.add((int) index);
        }
        return indices.size() > DerivationPath.DEPTH_MAX ? Optional.empty() : Optional.of(new DerivationPath(indices));
    }

    private static Optional<Bytes> withoutLeaves(Bytes value) {
        return switch (Reader.parse(value, KeyOrigins::skipLeaves)) {
            case Parsed.Ok<Bytes>(var origin) -> Optional.of(origin);
            case Parsed.Malformed<Bytes> _ -> Optional.empty();
        };
    }

    private static Bytes skipLeaves(Reader reader) throws MalformedInput {
        var leaves = LittleEndian.count(reader, reader.remaining() / 32, "leaf count");
        reader.raw(leaves * 32, "leaf hashes");
        return reader.raw(reader.remaining(), "origin");
    }
}
