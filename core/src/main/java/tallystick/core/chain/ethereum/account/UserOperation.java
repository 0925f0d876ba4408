package tallystick.core.chain.ethereum.account;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
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
import tallystick.core.chain.ethereum.call.CallFrame;
import tallystick.core.chain.ethereum.call.Calls;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// What an ERC-4337 account is asked to do, as its owner signs it.
///
/// **Form** the fields of every release; gas and fees are at most 128 bits, which is what packing leaves them.
///
/// @param chainNumber bound into the hash
/// @param release how it is hashed
/// @param entryPoint the contract that runs it, bound into the hash
/// @param asMessage whether the account's code wants the hash signed under the prefix of EIP-191
/// @param sender the account
/// @param initCode factory and its calldata where the account does not exist yet; or the marker of EIP-7702, and what
/// the account is told first
/// @param delegate whose code the account lends itself to, where `initCode` begins with the marker: the hash binds it,
/// and the chain's state has it
/// @param paymasterAndData who pays in the account's place, and what it is told
/// @spec https://eips.ethereum.org/EIPS/eip-4337#useroperation ERC-4337, UserOperation
public record UserOperation(
        BigInteger chainNumber,
        EntryPoint release,
        Address entryPoint,
        boolean asMessage,
        Address sender,
        BigInteger nonce,
        Bytes initCode,
        Optional<Address> delegate,
        Bytes callData,
        BigInteger callGasLimit,
        BigInteger verificationGasLimit,
        BigInteger preVerificationGas,
        BigInteger maxFeePerGas,
        BigInteger maxPriorityFeePerGas,
        Bytes paymasterAndData)
        implements KeySigned {
    private static final int COIN = 60;
    private static final int GAS_BITS = 128;
    private static final int SEQUENCE_BITS = 64;
    private static final int ADDRESS_BYTES = 20;
    private static final int PACKED_PAYMASTER_BYTES = 52;
    private static final Bytes MARKER = Bytes.ofHex("7702");
    private static final Bytes MARKER_WIDE = Bytes.ofHex("7702" + "00".repeat(18));

    /// @throws IllegalArgumentException if a field is out of range: the caller's fault
    public UserOperation {
        for (var word : List.of(chainNumber, nonce))
            if (word.signum() < 0 || word.bitLength() > 256)
                throw new IllegalArgumentException("number not in 0..2^256-1");
        for (var gas :
                List.of(callGasLimit, verificationGasLimit, preVerificationGas, maxFeePerGas, maxPriorityFeePerGas))
            if (gas.signum() < 0 || gas.bitLength() > GAS_BITS)
                throw new IllegalArgumentException("gas or fee not in 0..2^128-1");
        if (delegate.isPresent() ? !fitsMarker(release, initCode) : !fitsInitCode(initCode))
            throw new IllegalArgumentException(
                    "initCode empty, a factory and its calldata, or the marker with a delegate");
        if (!fitsPaymaster(release, paymasterAndData))
            throw new IllegalArgumentException("paymaster data empty or a paymaster and its limits");
    }

    /// > the marker alone, or padded to the length of an address with calldata after it; since 0.8
    private static boolean fitsMarker(EntryPoint release, Bytes initCode) {
        return release == EntryPoint.V08
                && (initCode.equals(MARKER)
                        || initCode.length() >= ADDRESS_BYTES
                                && initCode.slice(0, ADDRESS_BYTES).equals(MARKER_WIDE));
    }

    /// What is hashed in the place of `initCode`.
    Bytes boundInitCode() {
        return delegate.map(code -> Bytes.concat(code.value(), toldFirst())).orElse(initCode);
    }

    private Bytes toldFirst() {
        return initCode.length() > ADDRESS_BYTES ? initCode.slice(ADDRESS_BYTES, initCode.length()) : Bytes.empty();
    }

    /// A marker instead of a factory leaves the code to the chain's state, which the bytes do not tell.
    private static boolean fitsInitCode(Bytes initCode) {
        return initCode.length() == 0
                || initCode.length() >= ADDRESS_BYTES && !initCode.slice(0, 2).equals(MARKER);
    }

    private static boolean fitsPaymaster(EntryPoint release, Bytes paymaster) {
        return paymaster.length() == 0 || paymaster.length() >= paymasterHead(release);
    }

    /// How much of it says who pays and within which limits; what is behind that only the paymaster reads.
    private static int paymasterHead(EntryPoint release) {
        return release == EntryPoint.V06 ? ADDRESS_BYTES : PACKED_PAYMASTER_BYTES;
    }

    static UserOperation read(Reader reader, BigInteger chainNumber, Optional<Address> delegate) throws MalformedInput {
        var releaseAt = reader.position();
        var release = EntryPoint.ofCode(reader.u8("release of the entry point"))
                .orElseThrow(() -> new MalformedInput(releaseAt, "release 6, 7 or 8 of the entry point"));
        var entryPoint = ContractAccounts.address(reader, "entry point");
        var asMessage = reader.bool("signed as a message");
        var sender = ContractAccounts.address(reader, "sender");
        var nonce = ContractAccounts.word(reader, "nonce");
        var initAt = reader.position();
        var initCode = reader.variable(ContractAccounts.PART_BYTES_MAX, "initCode");
        if (delegate.isEmpty() && !fitsInitCode(initCode))
            throw new MalformedInput(initAt, "initCode empty or a factory and its calldata");
        if (delegate.isPresent() && !fitsMarker(release, initCode))
            throw new MalformedInput(initAt, "initCode with the marker of EIP-7702, in release 8");
        var callData = reader.variable(ContractAccounts.PART_BYTES_MAX, "callData");
        var callGasLimit = gas(reader, "callGasLimit");
        var verificationGasLimit = gas(reader, "verificationGasLimit");
        var preVerificationGas = gas(reader, "preVerificationGas");
        var maxFeePerGas = gas(reader, "maxFeePerGas");
        var maxPriorityFeePerGas = gas(reader, "maxPriorityFeePerGas");
        var paymasterAt = reader.position();
        var paymaster = reader.variable(ContractAccounts.PART_BYTES_MAX, "paymasterAndData");
        if (!fitsPaymaster(release, paymaster))
            throw new MalformedInput(paymasterAt, "paymasterAndData empty or a paymaster and its limits");
        return new UserOperation(
                chainNumber,
                release,
                entryPoint,
                asMessage,
                sender,
                nonce,
                initCode,
                delegate,
                callData,
                callGasLimit,
                verificationGasLimit,
                preVerificationGas,
                maxFeePerGas,
                maxPriorityFeePerGas,
                paymaster);
    }

    private static BigInteger gas(Reader reader, String field) throws MalformedInput {
        return new BigInteger(1, reader.raw(GAS_BITS / 8, field).toArray());
    }

    private static Bytes gas(BigInteger number) {
        return ContractAccounts.word(number).slice(GAS_BITS / 8, 2 * GAS_BITS / 8);
    }

    @Override
    public ChainId chain() {
        return new ChainId("eip155", chainNumber.toString());
    }

    @Override
    public Content content() {
        return Content.CONTRACT_ACCOUNT;
    }

    @Override
    public Bytes bytes() {
        var writer = delegate.map(code -> ContractAccounts.begin(ContractAccounts.Kind.LENT_OPERATION, chainNumber)
                        .raw(code.value()))
                .orElseGet(() -> ContractAccounts.begin(ContractAccounts.Kind.USER_OPERATION, chainNumber));
        return write(writer).toBytes();
    }

    Writer write(Writer writer) {
        return writer.u8(release.code())
                .raw(entryPoint.value())
                .bool(asMessage)
                .raw(sender.value())
                .raw(ContractAccounts.word(nonce))
                .variable(initCode)
                .variable(callData)
                .raw(gas(callGasLimit))
                .raw(gas(verificationGasLimit))
                .raw(gas(preVerificationGas))
                .raw(gas(maxFeePerGas))
                .raw(gas(maxPriorityFeePerGas))
                .variable(paymasterAndData);
    }

    /// The hash that names the operation.
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-4337#useroperation ERC-4337, UserOperation
    public Digest32 hash() {
        return OperationHash.of(this);
    }

    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        var account = sender.on(chain());
        var effects = new ArrayList<Effect>();
        if (delegate.isPresent())
            effects.add(new Effect.AuthorityChange(
                    account,
                    Effect.Authority.DELEGATE,
                    Effect.Turn.SET,
                    Optional.of(delegate.get().on(chain())),
                    List.of()));
        else if (initCode.length() > 0) effects.add(new Effect.Creation(account, Optional.of(account), initCode));
        for (var frame : frames()) effects.addAll(Calls.effects(frame, knowledge));
        var payer = account;
        if (paymasterAndData.length() > 0) {
            payer = paymaster().on(chain());
            var told = new Effect.Argument("paymasterAndData", "bytes", "0x" + paymasterAndData.toHex());
            effects.add(new Effect.Call(
                    entryPoint.on(chain()),
                    payer,
                    "validatePaymasterUserOp",
                    List.of(told),
                    Effect.Operation.CALL,
                    BigInteger.ZERO,
                    0));
        }
        effects.add(new Effect.Fee(Asset.coin(chain(), COIN), payer, gasMax().multiply(maxFeePerGas)));
        return List.copyOf(effects);
    }

    private CallFrame frame(Bytes data) {
        return CallFrame.outermost(chain(), entryPoint, sender, BigInteger.ZERO, data);
    }

    /// What the account is told, in order.
    private List<CallFrame> frames() {
        return Stream.of(delegate.isPresent() ? toldFirst() : Bytes.empty(), callData)
                .filter(told -> told.length() > 0)
                .map(this::frame)
                .toList();
    }

    private Address paymaster() {
        return new Address(paymasterAndData.slice(0, ADDRESS_BYTES));
    }

    /// > 0.6 counts the verification three times where somebody else pays; later releases give the payer limits of its
    /// > own.
    private BigInteger gasMax() {
        var gas = callGasLimit.add(verificationGasLimit).add(preVerificationGas);
        if (paymasterAndData.length() == 0) return gas;
        if (release == EntryPoint.V06) return gas.add(verificationGasLimit.shiftLeft(1));
        return gas.add(new BigInteger(1, paymasterAndData.slice(20, 36).toArray()))
                .add(new BigInteger(1, paymasterAndData.slice(36, 52).toArray()));
    }

    /// > the nonce is a key of 192 bits, and in its 64 last bits the number under that key
    ///
    /// @spec https://eips.ethereum.org/EIPS/eip-4337#semi-abstracted-nonce-support ERC-4337, nonces
    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        var key = nonce.shiftRight(SEQUENCE_BITS);
        var terms = new ArrayList<Term>();
        terms.add(new Term.Order(
                "user operation",
                sender.on(chain()),
                Optional.of(entryPoint.on(chain())),
                Optional.of(key),
                nonce.subtract(key.shiftLeft(SEQUENCE_BITS))));
        // The effects of a delegation or creation stand before those of the calls.
        var before = delegate.isPresent() || initCode.length() > 0 ? 1 : 0;
        for (var frame : frames()) {
            for (var each : Calls.terms(frame, knowledge)) terms.add(each.after(before));
            before += Calls.effects(frame, knowledge).size();
        }
        return List.copyOf(terms);
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        var warnings = new ArrayList<Warning>();
        if (!entryPoint.equals(release.published()))
            warnings.add(new Warning(
                    Warning.Severity.DANGER,
                    "UNKNOWN_ENTRY_POINT",
                    "The contract that runs the operation is not the published one of its release."));
        if (delegate.isPresent())
            warnings.add(new Warning(
                    Warning.Severity.DANGER,
                    "DELEGATION",
                    "The account lends itself to code that can do everything the account can."));
        for (var frame : frames()) warnings.addAll(Calls.warnings(frame, knowledge));
        if (initCode.length() > 0 && delegate.isEmpty())
            warnings.add(new Warning(
                    Warning.Severity.ATTENTION, "ACCOUNT_CREATED", "The account is made by a factory named here."));
        if (paymasterAndData.length() > 0)
            warnings.add(new Warning(
                    paymasterAndData.length() == paymasterHead(release)
                            ? Warning.Severity.ATTENTION
                            : Warning.Severity.DANGER,
                    "PAYMASTER",
                    "Somebody else pays the fee, and may take something for it from the account."));
        return warnings.stream()
                .distinct()
                .sorted(java.util.Comparator.comparing(Warning::severity))
                .toList();
    }

    /// The hash, or what is signed for it as a message.
    @Override
    public Digest32 digest() {
        return asMessage ? PrefixedHash.message(hash().bytes()) : hash();
    }

    @Override
    public Optional<String> predictedId() {
        return Optional.of("0x" + hash());
    }

    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(KeySigned.packed(signature), "0x" + hash());
    }
}
