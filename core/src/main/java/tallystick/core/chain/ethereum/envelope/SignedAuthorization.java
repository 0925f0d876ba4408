package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;

/// An [Authorization] with the signature of the account that gives it.
///
/// **Why** no record: the account is recovered from the signature, which is dear, and so it is done once only.
///
/// **Threads** immutable.
///
/// @spec https://eips.ethereum.org/EIPS/eip-7702#set-code-transaction EIP-7702
public final class SignedAuthorization {
    /// The most that one transaction carries: each is shown, and each costs a recovery.
    public static final int COUNT_MAX = 64;

    private final Authorization authorization;
    private final RecoverableSignature signature;
    private final Address authority;

    private SignedAuthorization(Address authority, Authorization authorization, RecoverableSignature signature) {
        this.authority = authority;
        this.authorization = authorization;
        this.signature = signature;
    }

    /// With the authority its signature recovers to.
    ///
    /// @throws IllegalArgumentException if it recovers to none: the caller's fault
    public SignedAuthorization(Authorization authorization, RecoverableSignature signature) {
        if (signature.recoveryId() > 1) throw new IllegalArgumentException("recovery id above 1 has no y parity");
        this(
                authorization
                        .signer(signature)
                        .orElseThrow(() -> new IllegalArgumentException("a signature of nobody")),
                authorization,
                signature);
    }

    /// With the authority it is said to be of.
    ///
    /// @throws IllegalArgumentException if the authority is not the one the signature recovers to: the caller's
    /// fault
    public SignedAuthorization(Authorization authorization, RecoverableSignature signature, Address authority) {
        this(authorization, signature);
        if (!this.authority.equals(authority))
            throw new IllegalArgumentException("signature of another account than the authority");
    }

    /// Reads the list a transaction carries, the surplus refused before it is recovered.
    static List<SignedAuthorization> readAll(RlpCursor fields, BigInteger number) throws MalformedInput {
        return fields.list("authorization list", items -> {
            var all = new ArrayList<SignedAuthorization>();
            while (items.hasMore()) {
                if (all.size() == COUNT_MAX) throw items.malformed("at most %d authorizations".formatted(COUNT_MAX));
                all.add(read(items, number));
            }
            return all;
        });
    }

    private static SignedAuthorization read(RlpCursor items, BigInteger number) throws MalformedInput {
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
            return new SignedAuthorization(authority.get(), authorization, signature);
        });
    }

    /// What is given leave for.
    public Authorization authorization() {
        return authorization;
    }

    /// The signature under it.
    public RecoverableSignature signature() {
        return signature;
    }

    /// The account that gives it, recovered from the signature.
    public Address authority() {
        return authority;
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

    /// The same leave with the same signature.
    @Override
    public boolean equals(Object other) {
        return other instanceof SignedAuthorization that
                && authorization.equals(that.authorization)
                && signature.equals(that.signature);
    }

    @Override
    public int hashCode() {
        return 31 * authorization.hashCode() + signature.hashCode();
    }

    @Override
    public String toString() {
        return "authorization of " + authority + " for " + authorization.delegate();
    }
}
