package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// A transaction of any type, unsigned, bound to its chain.
///
/// **Form** typed: one byte and an RLP list of its fields (EIP-2718). Legacy: an RLP list of nine, chain number, 0 and
/// 0 last (EIP-155); the older form without a chain's number is not read.
///
/// @spec https://eips.ethereum.org/EIPS/eip-2718#specification EIP-2718
public sealed interface Envelope extends KeySigned
        permits LegacyTransaction, AccessListTransaction, FeeMarketTransaction, SetCodeTransaction {
    /// Longest transaction read, in bytes: what nodes pass on.
    int LENGTH_BYTES_MAX = 1 << 17;

    /// The type byte; 0 for legacy, which has none.
    int type();

    /// The chain's number, bound into the digest: 1..2^64-1.
    BigInteger number();

    /// The sender's sequence number, 0..2^64-2.
    BigInteger nonce();

    /// At most this many wei per gas in all.
    BigInteger feePerGasMax();

    /// At most this many wei per gas to the block's builder.
    BigInteger priorityFeePerGas();

    /// At most this much gas, 0..2^64-1.
    BigInteger gasLimit();

    /// The receiver; empty creates a contract.
    Optional<Address> to();

    /// Wei.
    BigInteger value();

    /// Calldata or init code.
    Bytes data();

    /// The unsigned fields in their order, for legacy those that are also signed.
    List<Rlp> fields();

    /// Leaves that accounts give for code to run on them, in order; only type 4 has any.
    default List<SignedAuthorization> authorizations() {
        return List.of();
    }

    /// Reads a transaction of any type here; every byte must be accounted for.
    static Parsed<? extends Envelope> parse(Bytes unsigned) {
        if (unsigned.length() == 0) return new Parsed.Malformed<LegacyTransaction>(0, "a transaction, found no bytes");
        if (unsigned.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<LegacyTransaction>(
                    LENGTH_BYTES_MAX, "at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return switch (unsigned.at(0)) {
            case 1 -> AccessListTransaction.parse(unsigned);
            case 2 -> FeeMarketTransaction.parse(unsigned);
            case 3 ->
                new Parsed.Malformed<LegacyTransaction>(
                        0, "a transaction without blobs: type 3 carries data nobody here can show");
            case 4 -> SetCodeTransaction.parse(unsigned);
            default ->
                unsigned.at(0) >= 0xc0
                        ? LegacyTransaction.parse(unsigned)
                        : new Parsed.Malformed<LegacyTransaction>(0, "transaction type 1, 2 or 4, or a legacy list");
        };
    }

    @Override
    default ChainId chain() {
        return new ChainId("eip155", number().toString());
    }

    @Override
    default Content content() {
        return Content.TRANSACTION;
    }

    @Override
    default Bytes bytes() {
        return typed(fields());
    }

    @Override
    default Digest32 digest() {
        return StandardHash.keccak256(bytes());
    }

    @Override
    default List<Effect> effects(Account signer, Knowledge knowledge) {
        return EnvelopeEffects.of(this, signer, knowledge);
    }

    @Override
    default List<Term> terms(Account signer, Knowledge knowledge) {
        return EnvelopeEffects.terms(this, signer, knowledge);
    }

    @Override
    default List<Warning> warnings(Account signer, Knowledge knowledge) {
        return EnvelopeWarnings.of(this, signer, knowledge);
    }

    /// The most that inclusion can cost, wei.
    default BigInteger feeMax() {
        return gasLimit().multiply(feePerGasMax());
    }

    @Override
    default SignedTransaction attach(RecoverableSignature signature) {
        return signed(BigInteger.valueOf(signature.recoveryId()), signature);
    }

    /// With its signature, whatever the type calls the parity.
    ///
    /// @param parity the first of the three fields of the signature
    default SignedTransaction signed(BigInteger parity, RecoverableSignature signature) {
        var all = new ArrayList<>(fields());
        all.add(Rlp.of(parity));
        all.add(Rlp.of(new BigInteger(1, signature.r().toArray())));
        all.add(Rlp.of(new BigInteger(1, signature.s().toArray())));
        var bytes = typed(all);
        return new SignedTransaction(bytes, "0x" + StandardHash.keccak256(bytes));
    }

    private Bytes typed(List<Rlp> items) {
        var list = Rlp.of(items).encode();
        return type() == 0 ? list : Bytes.concat(Bytes.copyOf((byte) type()), list);
    }
}
