package tallystick.core.chain.ethereum.account;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
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
import tallystick.core.chain.ethereum.base.PrefixedHash;
import tallystick.core.chain.ethereum.safe.Words;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// One owner's agreement to a user operation of a Safe, as the Safe's module for ERC-4337 asks for it.
///
/// **Form** of what is signed: `SafeOp` of EIP-712 under the module's domain. Its fields are those of the release: 0.6
/// with the module 0.2, 0.7 with the module 0.3, which packs gas into 128 bits and puts the limits in another order.
///
/// @param operation of release 0.6 or 0.7, not signed as a message
/// @param module the module, enabled in the Safe; bound by the domain
/// @param validAfter seconds since 1970 before which it is not valid, 0..2^48-1
/// @param validUntil seconds since 1970 after which it is no longer; 0 for no end
/// @spec https://docs.safe.global/advanced/erc-4337/4337-safe Safe, ERC-4337 module
public record SafeOperation(UserOperation operation, Address module, long validAfter, long validUntil)
        implements KeySigned {
    private static final int SECONDS_BYTES = 6;
    private static final String PACKED = "SafeOp(address safe,uint256 nonce,bytes initCode,bytes callData,"
            + "uint128 verificationGasLimit,uint128 callGasLimit,uint256 preVerificationGas,"
            + "uint128 maxPriorityFeePerGas,uint128 maxFeePerGas,bytes paymasterAndData,uint48 validAfter,"
            + "uint48 validUntil,address entryPoint)";
    private static final String LOOSE = "SafeOp(address safe,uint256 nonce,bytes initCode,bytes callData,"
            + "uint256 callGasLimit,uint256 verificationGasLimit,uint256 preVerificationGas,uint256 maxFeePerGas,"
            + "uint256 maxPriorityFeePerGas,bytes paymasterAndData,uint48 validAfter,uint48 validUntil,"
            + "address entryPoint)";

    /// @throws IllegalArgumentException if a part is out of range: the caller's fault
    public SafeOperation {
        if (!fits(operation))
            throw new IllegalArgumentException("operation of release 0.6 or 0.7, not signed as a message");
        if (validAfter < 0 || validAfter >> 48 != 0 || validUntil < 0 || validUntil >> 48 != 0)
            throw new IllegalArgumentException("seconds not in 0..2^48-1");
    }

    private static boolean fits(UserOperation operation) {
        return operation.release() != EntryPoint.V08 && !operation.asMessage();
    }

    static SafeOperation read(Reader reader, BigInteger chainNumber) throws MalformedInput {
        var module = ContractAccounts.address(reader, "module");
        var validAfter = seconds(reader, "validAfter");
        var validUntil = seconds(reader, "validUntil");
        var at = reader.position();
        var operation = UserOperation.read(reader, chainNumber, Optional.empty());
        if (!fits(operation)) throw new MalformedInput(at, "release 6 or 7, not signed as a message");
        return new SafeOperation(operation, module, validAfter, validUntil);
    }

    private static long seconds(Reader reader, String field) throws MalformedInput {
        return new BigInteger(1, reader.raw(SECONDS_BYTES, field).toArray()).longValueExact();
    }

    private static Bytes seconds(long value) {
        return new Writer().u64(value).toBytes().slice(2, 2 + SECONDS_BYTES);
    }

    @Override
    public ChainId chain() {
        return operation.chain();
    }

    @Override
    public Content content() {
        return Content.CONTRACT_ACCOUNT;
    }

    @Override
    public Bytes bytes() {
        var writer = ContractAccounts.begin(ContractAccounts.Kind.SAFE_OPERATION, operation.chainNumber())
                .raw(module.value())
                .raw(seconds(validAfter))
                .raw(seconds(validUntil));
        return operation.write(writer).toBytes();
    }

    @Override
    public Digest32 digest() {
        var domain = Words.of(Words.typeHash("EIP712Domain(uint256 chainId,address verifyingContract)"))
                .number(operation.chainNumber())
                .address(module)
                .hash();
        return PrefixedHash.structured(domain, struct());
    }

    private Digest32 struct() {
        var packed = operation.release() == EntryPoint.V07;
        var words = Words.of(Words.typeHash(packed ? PACKED : LOOSE))
                .address(operation.sender())
                .number(operation.nonce())
                .hashOf(operation.initCode())
                .hashOf(operation.callData());
        words = packed
                ? words.number(operation.verificationGasLimit())
                        .number(operation.callGasLimit())
                        .number(operation.preVerificationGas())
                        .number(operation.maxPriorityFeePerGas())
                        .number(operation.maxFeePerGas())
                : words.number(operation.callGasLimit())
                        .number(operation.verificationGasLimit())
                        .number(operation.preVerificationGas())
                        .number(operation.maxFeePerGas())
                        .number(operation.maxPriorityFeePerGas());
        return words.hashOf(operation.paymasterAndData())
                .number(BigInteger.valueOf(validAfter))
                .number(BigInteger.valueOf(validUntil))
                .address(operation.entryPoint())
                .hash();
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        return operation.effects(signer, knowledge);
    }

    /// Both moments are included: the entry points of these releases refuse only what is before or after.
    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        var at = Optional.of(module.on(chain()));
        var terms = new ArrayList<>(operation.terms(signer, knowledge));
        if (validAfter > 0) terms.add(new Term.NotBefore("validAfter", at, second(validAfter), true));
        var end = validUntil == 0 ? Optional.<Term.Moment>empty() : Optional.of(second(validUntil));
        terms.add(new Term.NotAfter("validUntil", at, end, true));
        return List.copyOf(terms);
    }

    private static Term.Moment second(long seconds) {
        return new Term.Second(BigInteger.valueOf(seconds));
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        var warnings = new ArrayList<>(operation.warnings(signer, knowledge));
        if (!Optional.of(module).equals(operation.release().safeModule()))
            warnings.add(new Warning(
                    Warning.Severity.DANGER,
                    "UNKNOWN_SAFE_MODULE",
                    "The module that checks the operation is not the published one of its release."));
        warnings.sort(Comparator.comparing(Warning::severity));
        return List.copyOf(warnings);
    }

    /// The hash by which bundlers name the operation.
    @Override
    public Optional<String> predictedId() {
        return operation.predictedId();
    }

    /// The owner's 65 bytes, to stand after both moments and among those of the others.
    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + operation.hash());
    }
}
