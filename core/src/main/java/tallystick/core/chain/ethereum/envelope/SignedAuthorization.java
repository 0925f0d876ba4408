package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.ArrayList;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;

/// An [Authorization] with the signature of the account that gives it.
///
/// @param authority the account that gives it, recovered from the signature
/// @spec https://eips.ethereum.org/EIPS/eip-7702#set-code-transaction EIP-7702
public record SignedAuthorization(Authorization authorization, RecoverableSignature signature, Address authority) {
    /// @throws IllegalArgumentException if the authority is not the one the signature recovers to: the caller's fault
    public SignedAuthorization {
        if (signature.recoveryId() > 1) throw new IllegalArgumentException("recovery id above 1 has no y parity");
        if (!authorization.signer(signature).equals(java.util.Optional.of(authority)))
            throw new IllegalArgumentException("signature of another account than the authority");
    }

    /// With the authority its signature recovers to.
    ///
    /// @throws IllegalArgumentException if it recovers to none: the caller's fault
    public SignedAuthorization(Authorization authorization, RecoverableSignature signature) {
        this(
                authorization,
                signature,
                authorization
                        .signer(signature)
                        .orElseThrow(() -> new IllegalArgumentException("a signature of nobody")));
    }

    static SignedAuthorization read(RlpCursor items, BigInteger number) throws MalformedInput {
        return items.list("authorization", fields -> {
            var authorization = Authorization.read(fields, new ChainId("eip155", number.toString()));
            var at = fields.malformed("y parity 0 or 1");
            var parity = fields.number(8, "y parity");
            if (parity.bitLength() > 1) throw at;
            var nobody = fields.malformed("a signature with low s that recovers to an account");
            var signature = new RecoverableSignature(
                    word(fields.number(256, "r")), word(fields.number(256, "s")), parity.intValueExact());
            var authority = authorization.signer(signature);
            if (authority.isEmpty()) throw nobody;
            return new SignedAuthorization(authorization, signature, authority.get());
        });
    }

    Rlp encode() {
        var all = new ArrayList<>(authorization.fields());
        all.add(Rlp.of(BigInteger.valueOf(signature.recoveryId())));
        all.add(Rlp.of(new BigInteger(1, signature.r().toArray())));
        all.add(Rlp.of(new BigInteger(1, signature.s().toArray())));
        return Rlp.of(all);
    }

    private static Bytes word(BigInteger number) {
        var digits = number.toByteArray();
        var word = new byte[32];
        var length = Math.min(digits.length, 32);
        System.arraycopy(digits, digits.length - length, word, 32 - length, length);
        return Bytes.copyOf(word);
    }
}
