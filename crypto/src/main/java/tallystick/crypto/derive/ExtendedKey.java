package tallystick.crypto.derive;

import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A secp256k1 key to derive from, with its place in its tree: what wallets exchange as `xpub…`.
///
/// **Form** 78 bytes (version, depth, parent's fingerprint, child number, chain code, compressed point) as Base58Check,
/// 111 characters. Private forms (`xprv…`) are malformed here: such a key exists nowhere.
///
/// @param network whose version bytes
/// @param depth 0..255, 0 for the top of a tree
/// @param parentFingerprint four bytes, zero at the top
/// @param childNumber 0..2^32-1, zero at the top; 2^31 and more was a hardened child of a wallet elsewhere
/// @param derivation key and chain code
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#serialization-format BIP-32 › Serialization
public record ExtendedKey(
        Network network, int depth, Bytes parentFingerprint, long childNumber, Derivation derivation) {
    private static final int LENGTH_BYTES = 78;
    private static final int FINGERPRINT_BYTES = 4;
    private static final int DEPTH_MAX = 255;
    private static final Bytes NO_FINGERPRINT = Bytes.copyOf(new byte[FINGERPRINT_BYTES]);

    /// Which network a text is for.
    public enum Network {
        /// `xpub`.
        MAIN("0488b21e"),
        /// `tpub`: testnets and regtest.
        TEST("043587cf");

        private final String version;

        Network(String version) {
            this.version = version;
        }
    }

    /// @throws IllegalArgumentException if a value is out of range: the caller's fault
    public ExtendedKey {
        if (derivation.key().group().curve() != Curve.SECP256K1)
            throw new IllegalArgumentException("an extended key is on secp256k1");
        if (depth < 0 || depth > DEPTH_MAX)
            throw new IllegalArgumentException("depth %d not in 0..255".formatted(depth));
        if (parentFingerprint.length() != FINGERPRINT_BYTES)
            throw new IllegalArgumentException("fingerprint of %d bytes, not 4".formatted(parentFingerprint.length()));
        if (childNumber < 0 || childNumber > 0xffff_ffffL)
            throw new IllegalArgumentException("child number %d not in 0..4294967295".formatted(childNumber));
        if (depth == 0 && !(parentFingerprint.equals(NO_FINGERPRINT) && childNumber == 0))
            throw new IllegalArgumentException("a key of depth 0 has no parent");
    }

    /// The top of a tree.
    public static ExtendedKey top(Network network, Derivation derivation) {
        return new ExtendedKey(network, 0, NO_FINGERPRINT, 0, derivation);
    }

    /// Reads the text form.
    /// @spec docs/spec/derivation.md#DE-5 derivation
    public static Parsed<ExtendedKey> parse(String text) {
        return switch (Base58Check.parse(text, LENGTH_BYTES)) {
            case Parsed.Ok<Bytes>(var bytes) -> Reader.parse(bytes, ExtendedKey::read);
            case Parsed.Malformed<Bytes>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
        };
    }

    /// The text form.
    public String text() {
        return Base58Check.encode(new Writer()
                .raw(Bytes.ofHex(network.version))
                .u8(depth)
                .raw(parentFingerprint)
                .u16((int) (childNumber >>> 16))
                .u16((int) (childNumber & 0xffff))
                .raw(derivation.chainCode().bytes())
                .raw(derivation.key().encode())
                .toBytes());
    }

    /// The first four bytes of the key's hash: what its children carry.
    public Bytes fingerprint() {
        return StandardHash.hash160(derivation.key().encode()).slice(0, FINGERPRINT_BYTES);
    }

    /// The child at `index`, or none if that index has none: take the next.
    ///
    /// @param index 0..2^31-1
    /// @throws IllegalStateException at depth 255
    public Optional<ExtendedKey> child(int index) {
        if (depth == DEPTH_MAX) throw new IllegalStateException("no child below depth 255");
        return switch (derivation.along(DerivationPath.of(index))) {
            case Derivation.Derived child ->
                Optional.of(new ExtendedKey(
                        network, depth + 1, fingerprint(), index, new Derivation(child.key(), child.chainCode())));
            case Derivation.NoChild _ -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return text();
    }

    private static ExtendedKey read(Reader reader) throws MalformedInput {
        var version = reader.raw(FINGERPRINT_BYTES, "version");
        var network = network(version).orElseThrow(() -> new MalformedInput(0, "version of a public extended key"));
        var depth = reader.u8("depth");
        var fingerprint = reader.raw(FINGERPRINT_BYTES, "parent fingerprint");
        var childNumber = (long) reader.u16("child number") << 16 | reader.u16("child number");
        if (depth == 0 && !fingerprint.equals(NO_FINGERPRINT))
            throw new MalformedInput(5, "no parent fingerprint at depth 0");
        if (depth == 0 && childNumber != 0) throw new MalformedInput(9, "child number 0 at depth 0");
        var chainCode = Digest32.read(reader, "chain code");
        var key = Curve.SECP256K1.group().readPoint(reader, "key");
        return new ExtendedKey(network, depth, fingerprint, childNumber, new Derivation(key, chainCode));
    }

    private static Optional<Network> network(Bytes version) {
        for (var each : Network.values()) if (Bytes.ofHex(each.version).equals(version)) return Optional.of(each);
        return Optional.empty();
    }
}
