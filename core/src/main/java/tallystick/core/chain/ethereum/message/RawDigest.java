package tallystick.core.chain.ethereum.message;

import java.util.List;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A hash signed as it is. It can stand for anything: always undecoded.
///
/// **Form** 32 bytes.
public record RawDigest(ChainId chain, Digest32 digest) implements KeySigned {
    /// Reads exactly 32 bytes.
    public static Parsed<RawDigest> parse(ChainId chain, Bytes unsigned) {
        return unsigned.length() == Digest32.LENGTH_BYTES
                ? new Parsed.Ok<>(new RawDigest(chain, new Digest32(unsigned)))
                : new Parsed.Malformed<>(Math.min(unsigned.length(), Digest32.LENGTH_BYTES), "a digest of 32 bytes");
    }

    @Override
    public Content content() {
        return Content.RAW_DIGEST;
    }

    @Override
    public Bytes bytes() {
        return digest.bytes();
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        return List.of(new Effect.Undecoded(signer, bytes(), "a hash that nobody can decode"));
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        return List.of(new Warning(
                Warning.Severity.DANGER, "RAW_DIGEST", "A hash is signed that can stand for any transaction."));
    }

    /// `r ‖ s ‖ v`, 65 bytes; its id is the digest.
    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + digest);
    }
}
