package tallystick.crypto.hash;

import tallystick.crypto.codec.Bytes;

/// SHA-256 under a tag, as BIP-340 and BIP-341 define it: SHA-256(SHA-256(tag) ‖ SHA-256(tag) ‖ input).
///
/// **Why** a standard's own bytes; ours go through [Transcript].
///
/// **Timing** public values only.
///
/// @spec https://github.com/bitcoin/bips/blob/master/bip-0340.mediawiki#design BIP-340 › Design (tagged hashes)
public final class TaggedHash {
    /// The challenge of a BIP-340 signature.
    public static final TaggedHash BIP340_CHALLENGE = new TaggedHash("BIP0340/challenge");
    /// The auxiliary randomness of a BIP-340 signature.
    public static final TaggedHash BIP340_AUX = new TaggedHash("BIP0340/aux");
    /// The nonce of a BIP-340 signature.
    public static final TaggedHash BIP340_NONCE = new TaggedHash("BIP0340/nonce");
    /// The tweak of a Taproot output key.
    public static final TaggedHash TAP_TWEAK = new TaggedHash("TapTweak");
    /// A leaf of a Taproot script tree.
    public static final TaggedHash TAP_LEAF = new TaggedHash("TapLeaf");
    /// An inner node of a Taproot script tree.
    public static final TaggedHash TAP_BRANCH = new TaggedHash("TapBranch");
    /// The message of a Taproot signature.
    public static final TaggedHash TAP_SIGHASH = new TaggedHash("TapSighash");

    private final String tag;
    private final Bytes prefix;

    private TaggedHash(String tag) {
        this.tag = tag;
        var hashed = StandardHash.sha256(Bytes.ofUtf8(tag)).bytes();
        this.prefix = Bytes.concat(hashed, hashed);
    }

    /// The function for one tag.
    public static TaggedHash of(String tag) {
        return new TaggedHash(tag);
    }

    /// Hashes the parts, one after the other with nothing between: their lengths are fixed by the standard.
    public Digest32 hash(Bytes... parts) {
        return StandardHash.sha256(Bytes.concat(prefix, Bytes.concat(parts)));
    }

    @Override
    public String toString() {
        return tag;
    }
}
