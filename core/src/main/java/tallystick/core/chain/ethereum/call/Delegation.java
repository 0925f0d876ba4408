package tallystick.core.chain.ethereum.call;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.safe.PackedBatch;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Code that runs on an account's own state.
///
/// **Why** it can do everything the account can, whatever its function is called: a `transfer` that runs so moves no
/// token, it writes into the account. Only what is pinned is believed.
final class Delegation {
    private static final FunctionSignature MULTI_SEND =
            FunctionSignature.parse("multiSend(bytes transactions)").orThrow();
    private static final FunctionSignature SIGN_MESSAGE =
            FunctionSignature.parse("signMessage(bytes message)").orThrow();

    private Delegation() {}

    /// @spec docs/spec/ethereum.md#ET-7 ethereum
    static void read(Walk walk, CallFrame frame) {
        if (frame.value().signum() > 0)
            walk.attention("VALUE_IGNORED", "A delegatecall moves no value: the amount beside it does nothing.");
        var known = DelegateTargets.of(walk.account(frame, frame.target()), walk.knowledge());
        if (known.isEmpty() || !known.get().pinned()) unpinned(walk, frame);
        if (!walk.within(frame)) return;
        if (known.isEmpty()) foreign(walk, frame);
        else
            switch (known.get().code()) {
                case MULTI_SEND, MULTI_SEND_CALL_ONLY ->
                    batch(walk, frame, known.get().zero());
                case SIGN_MESSAGE -> message(walk, frame);
                case OTHER -> walk.named(frame);
            }
    }

    private static void unpinned(Walk walk, CallFrame frame) {
        walk.danger("DELEGATECALL", "Foreign code runs on the account's own state and can do everything it can.");
        walk.danger("DELEGATECALL_TARGET_NOT_ALLOWED", "The code of a delegatecall is none that is pinned.");
        var token = frame.data().length() >= FunctionSignature.SELECTOR_BYTES && FunctionTable.isToken(frame.data());
        if (token) walk.danger("SELECTOR_TOKEN_MISMATCH", "A token's function is named, but no token is called.");
        if (carriesDelegatecall(frame.data()))
            walk.danger(
                    "NESTED_DELEGATECALL", "A batch holds a delegatecall: foreign code on the account's own state.");
    }

    private static boolean carriesDelegatecall(Bytes data) {
        return data.length() <= Walk.DATA_BYTES_MAX
                && MULTI_SEND.decode(data) instanceof Parsed.Ok<List<AbiValue>>(var arguments)
                && PackedBatch.parse(Invocation.bytes(arguments.getFirst()))
                        instanceof Parsed.Ok<PackedBatch>(var batch)
                && batch.legs().stream().anyMatch(leg -> leg.operation() == Effect.Operation.DELEGATECALL);
    }

    private static void foreign(Walk walk, CallFrame frame) {
        walk.effect(new Effect.AuthorityChange(
                walk.account(frame, frame.caller()),
                Effect.Authority.DELEGATE,
                Effect.Turn.GIVEN,
                Optional.of(walk.account(frame, frame.target())),
                List.of(new Effect.Argument("data", "bytes", "0x" + frame.data().toHex()))));
        walk.undecoded(frame, "foreign code on the account's own state");
    }

    private static void batch(Walk walk, CallFrame frame, DelegateTargets.Zero zero) {
        if (!(arguments(walk, frame, MULTI_SEND) instanceof Parsed.Ok<List<AbiValue>>(var arguments))) return;
        var call = new Invocation(walk, frame, MULTI_SEND, arguments);
        switch (PackedBatch.parse(call.bytes(0))) {
            case Parsed.Malformed<PackedBatch>(var offset, var expected) ->
                walk.undecoded(frame, "at byte %d of the batch: expected %s".formatted(offset, expected));
            case Parsed.Ok<PackedBatch>(var batch) -> {
                call.callWithout(0);
                for (var leg : batch.legs()) {
                    if (leg.operation() == Effect.Operation.DELEGATECALL)
                        walk.danger(
                                "NESTED_DELEGATECALL",
                                "A batch holds a delegatecall: foreign code on the account's own state.");
                    leg(call, leg, zero);
                }
            }
        }
    }

    private static void leg(Invocation call, PackedBatch.Leg leg, DelegateTargets.Zero zero) {
        var account = call.frame().caller();
        var to = leg.to();
        if (Invocation.isZero(to))
            switch (zero) {
                case ITSELF -> {}
                case THE_ACCOUNT -> to = account;
                case NOT_KNOWN -> {
                    call.danger(
                            "ZERO_IN_BATCH",
                            "A batch calls the zero address, which newer libraries take for the account itself.");
                    call.undecoded(
                            call.caller(),
                            new PackedBatch(List.of(leg)).encode(),
                            "call of the zero address by a batch library of unknown release");
                    return;
                }
            }
        call.unwrapped(account, to, leg.value(), leg.data(), leg.operation());
    }

    private static void message(Walk walk, CallFrame frame) {
        if (!(arguments(walk, frame, SIGN_MESSAGE) instanceof Parsed.Ok<List<AbiValue>>(var arguments))) return;
        var call = new Invocation(walk, frame, SIGN_MESSAGE, arguments);
        call.call();
        call.danger("MESSAGE_ON_CHAIN", "The account agrees to a message for everybody and for ever.");
        var text = new AbiValue.Text(call.bytes(0)).text();
        if (call.bytes(0).length() == 32 || text.isEmpty())
            call.undecoded(call.caller(), call.bytes(0), "hash or bytes of a message the account agrees to");
        else walk.effect(new Effect.Statement(call.caller(), "safe-message", text.get(), List.of()));
    }

    private static Parsed<List<AbiValue>> arguments(Walk walk, CallFrame frame, FunctionSignature signature) {
        var parsed = signature.decode(frame.data());
        if (parsed instanceof Parsed.Malformed<List<AbiValue>>(var offset, var expected))
            walk.undecoded(frame, "at byte %d of calldata: expected %s".formatted(offset, expected));
        return parsed;
    }

    /// `multiSend` of a contract that is called and not delegated to: its code is known to refuse, or not known.
    static void called(Invocation call) {
        call.danger(
                "BATCH_CALLED", "A batch library is called instead of delegated to: its calls are not the account's.");
        call.undecoded("batch sent by another contract");
        if (carriesDelegatecall(call.frame().data()))
            call.danger(
                    "NESTED_DELEGATECALL", "A batch holds a delegatecall: foreign code on the account's own state.");
    }
}
