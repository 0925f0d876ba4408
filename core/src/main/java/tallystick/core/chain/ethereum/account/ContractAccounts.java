package tallystick.core.chain.ethereum.account;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Effect;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.safe.SafeAccount;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.core.chain.ethereum.safe.SafeVersion;
import tallystick.core.chain.ethereum.safe.Words;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;

/// Reads the canonical bytes of what is signed for a contract account.
///
/// **Form** specified in `docs/spec/contract-account.md`.
public final class ContractAccounts {
    /// Longest calldata, message or attachment.
    public static final int PART_BYTES_MAX = 1 << 17;

    private static final Bytes MAGIC = Bytes.ofUtf8("tallystick-contract-account");
    private static final int FORMAT = 1;
    private static final int ADDRESS_BYTES = 20;
    private static final int WORD_BYTES = 32;

    private ContractAccounts() {}

    /// What kind of thing is signed.
    enum Kind {
        /// A transaction of a Safe.
        SAFE_TRANSACTION(1),
        /// A message a Safe agrees to.
        SAFE_MESSAGE(2),
        /// A user operation of ERC-4337.
        USER_OPERATION(3),
        /// A user operation of ERC-4337, as a Safe's module asks its owners for it.
        SAFE_OPERATION(4),
        /// A user operation of an account that lends itself to code (EIP-7702).
        LENT_OPERATION(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    /// Reads bytes for this very chain; every byte accounted for.
    /// @spec docs/spec/contract-account.md#CA-1 contract-account
    public static Parsed<? extends UnsignedTransaction> parse(ChainId chain, Bytes unsigned) {
        return Reader.<UnsignedTransaction>parse(unsigned, reader -> {
            reader.expect(MAGIC, "contract account");
            var at = reader.position();
            if (reader.u8("format") != FORMAT) throw new MalformedInput(at, "format 1");
            var kindAt = reader.position();
            var kind = reader.u8("kind");
            var chainAt = reader.position();
            var number = word(reader, "chain number");
            if (number.signum() == 0
                    || !chain.namespace().equals("eip155")
                    || !chain.reference().equals(number.toString()))
                throw new MalformedInput(chainAt, "chain number of " + chain);
            if (kind == Kind.SAFE_TRANSACTION.code) return new SafeApproval(safe(reader, number), transaction(reader));
            if (kind == Kind.SAFE_MESSAGE.code)
                return new SafeMessage(safe(reader, number), reader.variable(PART_BYTES_MAX, "message"));
            if (kind == Kind.USER_OPERATION.code) return UserOperation.read(reader, number, Optional.empty());
            if (kind == Kind.SAFE_OPERATION.code) return SafeOperation.read(reader, number);
            if (kind == Kind.LENT_OPERATION.code)
                return UserOperation.read(reader, number, Optional.of(address(reader, "delegate")));
            throw new MalformedInput(kindAt, "kind 1 to 5");
        });
    }

    static Writer begin(Kind kind, BigInteger chainNumber) {
        return new Writer().raw(MAGIC).u8(FORMAT).u8(kind.code).raw(word(chainNumber));
    }

    private static SafeAccount safe(Reader reader, BigInteger number) throws MalformedInput {
        var address = address(reader, "safe");
        var at = reader.position();
        var major = reader.u8("major version");
        var minor = reader.u8("minor version");
        var patch = reader.u8("patch version");
        if (!SafeVersion.isKnown(major, minor, patch)) throw new MalformedInput(at, "a known release of the safe");
        return new SafeAccount(number, address, new SafeVersion(major, minor, patch));
    }

    static Writer write(Writer writer, SafeAccount safe) {
        var version = safe.version();
        return writer.raw(safe.address().value())
                .u8(version.major())
                .u8(version.minor())
                .u8(version.patch());
    }

    private static SafeTransaction transaction(Reader reader) throws MalformedInput {
        return new SafeTransaction(
                address(reader, "to"),
                word(reader, "value"),
                reader.variable(PART_BYTES_MAX, "data"),
                reader.bool("operation") ? Effect.Operation.DELEGATECALL : Effect.Operation.CALL,
                word(reader, "safeTxGas"),
                word(reader, "baseGas"),
                word(reader, "gasPrice"),
                address(reader, "gasToken"),
                address(reader, "refundReceiver"),
                word(reader, "nonce"));
    }

    static Writer write(Writer writer, SafeTransaction transaction) {
        return writer.raw(transaction.to().value())
                .raw(word(transaction.value()))
                .variable(transaction.data())
                .bool(transaction.operation() == Effect.Operation.DELEGATECALL)
                .raw(word(transaction.safeTxGas()))
                .raw(word(transaction.baseGas()))
                .raw(word(transaction.gasPrice()))
                .raw(transaction.gasToken().value())
                .raw(transaction.refundReceiver().value())
                .raw(word(transaction.nonce()));
    }

    static Address address(Reader reader, String field) throws MalformedInput {
        return new Address(reader.raw(ADDRESS_BYTES, field));
    }

    static BigInteger word(Reader reader, String field) throws MalformedInput {
        return new BigInteger(1, reader.raw(WORD_BYTES, field).toArray());
    }

    static Bytes word(BigInteger number) {
        return Words.empty().number(number).bytes();
    }
}
