package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Authority;
import tallystick.core.chain.Effect.Turn;
import tallystick.core.chain.ethereum.abi.AbiCodec;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.abi.Parameter;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Accounts with code that are told what to do: ERC-4337, ERC-7579, and plain accounts that lend themselves to code.
///
/// @spec https://eips.ethereum.org/EIPS/eip-7579#specification ERC-7579
/// @spec https://eips.ethereum.org/EIPS/eip-7821#specification ERC-7821
/// @spec https://eips.ethereum.org/EIPS/eip-4337#entrypoint-definition ERC-4337
final class ModularAccounts {
    private static final List<Parameter> CALLS = inputs("calls((address to, uint256 value, bytes data)[] calls)");
    private static final List<Parameter> CALLS_AND_MORE =
            inputs("calls((address to, uint256 value, bytes data)[] calls, bytes opData)");
    private static final List<Parameter> LEG = inputs("leg(address to, uint256 value, bytes data)");
    private static final List<Parameter> BATCHES = inputs("batches(bytes[] batches)");
    private static final Bytes BATCH_7821 = Bytes.ofHex("78210001");
    private static final Bytes BATCHES_7821 = Bytes.ofHex("78210002");
    private static final int SINGLE = 0;
    private static final int BATCH = 1;
    private static final int DELEGATE = 0xff;

    private ModularAccounts() {}

    private static List<Parameter> inputs(String signature) {
        return FunctionSignature.parse(signature).orThrow().inputs();
    }

    static void addTo(FunctionTable table) {
        table.put("execute(address to, uint256 value, bytes data)", ModularAccounts::single)
                .put("executeBatch(address[] to, bytes[] data)", call -> Wrappers.batch(call, 0, Optional.empty(), 1))
                .put(
                        "executeBatch(address[] to, uint256[] values, bytes[] data)",
                        call -> Wrappers.batch(call, 0, Optional.of(1), 2))
                .put("executeBatch((address to, uint256 value, bytes data)[] calls)", ModularAccounts::structs)
                .put("execute((address to, uint256 value, bytes data)[] calls)", ModularAccounts::structs)
                .put("execute(bytes32 mode, bytes execution)", ModularAccounts::byMode)
                .put("executeFromExecutor(bytes32 mode, bytes execution)", call -> {
                    call.danger("MODULE_CALL", "A module acts for the account, past its owners.");
                    byMode(call);
                })
                .put("executeUserOp(address to, uint256 value, bytes data, uint8 operation)", ModularAccounts::safeOp)
                .put(
                        "executeUserOpWithErrorString(address to, uint256 value, bytes data, uint8 operation)",
                        ModularAccounts::safeOp)
                .put(
                        "installModule(uint256 moduleType, address module, bytes initData)",
                        call -> call.authority(Authority.MODULE, Turn.GIVEN, Optional.of(call.account(1)), 0, 2))
                .put(
                        "uninstallModule(uint256 moduleType, address module, bytes deInitData)",
                        call -> call.authority(Authority.MODULE, Turn.TAKEN, Optional.of(call.account(1)), 0, 2));
        addEntryPoint(table);
    }

    private static void addEntryPoint(FunctionTable table) {
        table.put("depositTo(address account)", Invocation::call)
                .put("withdrawTo(address to, uint256 amount)", call -> {
                    call.believedByName();
                    call.transfer(call.coin(), call.target(), call.account(0), call.number(1));
                })
                .put(
                        "handleOps((address sender, uint256 nonce, bytes initCode, bytes callData, "
                                + "uint256 callGasLimit, uint256 verificationGasLimit, uint256 preVerificationGas, "
                                + "uint256 maxFeePerGas, uint256 maxPriorityFeePerGas, bytes paymasterAndData, "
                                + "bytes signature)[] ops, address beneficiary)",
                        ModularAccounts::operations)
                .put(
                        "handleOps((address sender, uint256 nonce, bytes initCode, bytes callData, "
                                + "bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, "
                                + "bytes paymasterAndData, bytes signature)[] ops, address beneficiary)",
                        ModularAccounts::operations);
    }

    private static void single(Invocation call) {
        call.callWithout(2);
        Wrappers.forward(call, call.address(0), call.number(1), call.bytes(2));
    }

    private static void structs(Invocation call) {
        call.callWithout(0);
        calls(call, call.items(0), Zero.OPEN);
    }

    /// What the zero address stands for among the calls of a batch.
    private enum Zero {
        /// The account itself: ERC-7821 says so.
        SELF,
        /// The account itself or nobody: some implementations of a form have it so and others not.
        OPEN,
        /// Nothing that anybody could say.
        UNKNOWN
    }

    private static void calls(Invocation call, List<AbiValue> calls, Zero zero) {
        for (var each : calls) {
            var fields = Invocation.items(each);
            leg(
                    call,
                    Invocation.address(fields.get(0)),
                    Invocation.number(fields.get(1)),
                    Invocation.bytes(fields.get(2)),
                    Effect.Operation.CALL,
                    zero);
        }
    }

    /// > `to`: replaced by the account itself if it is zero (ERC-7821)
    ///
    /// Where it is open who is called and no value goes along, a call of the account itself is the most that it can
    /// be.
    private static void leg(
            Invocation call, Address to, BigInteger value, Bytes data, Effect.Operation operation, Zero zero) {
        if (Invocation.isZero(to) && (zero == Zero.SELF || zero == Zero.OPEN && value.signum() == 0)) {
            call.attention("ZERO_AS_SELF", "A call of the zero address is read as one of the account itself.");
            call.inner(call.frame().target(), call.frame().target(), value, data, operation);
        } else if (Invocation.isZero(to))
            call.undecoded(
                    call.target(),
                    AbiCodec.encode(
                            LEG,
                            List.of(new AbiValue.Location(to), new AbiValue.Numeral(value), new AbiValue.Binary(data))),
                    "call of the zero address, which can mean the account itself");
        else call.inner(call.frame().target(), to, value, data, operation);
    }

    /// > ModeCode: callType (1 byte) | execType (1 byte) | unused (4 bytes) | modeSelector (4 bytes) | payload (22
    /// bytes)
    private static void byMode(Invocation call) {
        var mode = call.bytes(0);
        var selector = mode.slice(6, 10);
        var plain = selector.equals(Bytes.copyOf(new byte[4]));
        if (mode.at(1) > 1 || !plain && mode.at(0) != BATCH) {
            call.undecoded("execution mode of the standard");
            return;
        }
        var callType = mode.at(0);
        if (callType == SINGLE) packed(call, 52, Effect.Operation.CALL);
        else if (callType == DELEGATE) packed(call, 20, Effect.Operation.DELEGATECALL);
        else if (callType == BATCH && (plain || selector.equals(BATCH_7821))) {
            call.callWithout(1);
            calls(call, call.bytes(1), !plain);
        } else if (callType == BATCH && selector.equals(BATCHES_7821)) batches(call);
        else call.undecoded("execution mode of the standard");
    }

    private static void batches(Invocation call) {
        if (AbiCodec.decode(BATCHES, call.bytes(1)) instanceof Parsed.Ok<List<AbiValue>>(var batches)) {
            call.callWithout(1);
            for (var batch : Invocation.items(batches.getFirst())) calls(call, Invocation.bytes(batch), true);
        } else call.undecoded("batches in the standard's form");
    }

    private static void packed(Invocation call, int headBytes, Effect.Operation operation) {
        var execution = call.bytes(1);
        if (execution.length() < headBytes) {
            call.undecoded("execution of at least %d bytes".formatted(headBytes));
            return;
        }
        call.callWithout(1);
        var value = operation == Effect.Operation.CALL
                ? new BigInteger(1, execution.slice(20, 52).toArray())
                : BigInteger.ZERO;
        leg(
                call,
                new Address(execution.slice(0, 20)),
                value,
                execution.slice(headBytes, execution.length()),
                operation,
                Zero.UNKNOWN);
    }

    private static void calls(Invocation call, Bytes encoded, boolean more) {
        if (AbiCodec.decode(CALLS, encoded) instanceof Parsed.Ok<List<AbiValue>>(var read))
            calls(call, Invocation.items(read.getFirst()), more ? Zero.SELF : Zero.OPEN);
        else if (more && AbiCodec.decode(CALLS_AND_MORE, encoded) instanceof Parsed.Ok<List<AbiValue>>(var read)) {
            call.attention("AUTHORISATION_INSIDE", "The batch carries bytes by which the account checks who asks.");
            calls(call, Invocation.items(read.getFirst()), Zero.SELF);
        } else call.undecoded(call.target(), encoded, "batch in the standard's form");
    }

    private static void safeOp(Invocation call) {
        var delegate = call.number(3).equals(BigInteger.ONE);
        if (!delegate && call.number(3).signum() != 0) {
            call.undecoded("operation 0 or 1 of a safe");
            return;
        }
        call.callWithout(2);
        call.inner(
                call.frame().target(),
                call.address(0),
                call.number(1),
                call.bytes(2),
                delegate ? Effect.Operation.DELEGATECALL : Effect.Operation.CALL);
    }

    private static void operations(Invocation call) {
        call.believedByName();
        call.callWithout(0);
        for (var each : call.items(0)) {
            var fields = Invocation.items(each);
            var sender = Invocation.address(fields.get(0));
            if (Invocation.bytes(fields.get(2)).length() > 0)
                call.walk()
                        .effect(new Effect.Creation(
                                call.account(sender),
                                Optional.of(call.account(sender)),
                                Invocation.bytes(fields.get(2))));
            if (Invocation.bytes(fields.get(3)).length() > 0)
                Wrappers.forward(call, sender, BigInteger.ZERO, Invocation.bytes(fields.get(3)));
        }
    }
}
