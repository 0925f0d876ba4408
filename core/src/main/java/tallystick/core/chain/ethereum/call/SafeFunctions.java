package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.IntStream;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Authority;
import tallystick.core.chain.Effect.Turn;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.safe.SafeSignatures;
import tallystick.core.chain.ethereum.safe.SafeTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// What is asked of a Safe from outside, and of its factory.
///
/// @spec https://docs.safe.global/reference-smart-account/overview Safe smart account reference
final class SafeFunctions {
    private static final FunctionSignature SETUP =
            FunctionSignature.parse(SafeSettings.SETUP).orThrow();

    private SafeFunctions() {}

    static void addTo(FunctionTable table) {
        table.put(
                        "execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, "
                                + "uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, "
                                + "bytes signatures)",
                        SafeFunctions::execute)
                .put(
                        "execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)",
                        SafeFunctions::asModule)
                .put(
                        "execTransactionFromModuleReturnData(address to, uint256 value, bytes data, uint8 operation)",
                        SafeFunctions::asModule)
                .put("approveHash(bytes32 hash)", call -> {
                    call.danger("OPAQUE_APPROVAL", "A hash is approved, and nobody can see of what.");
                    call.undecoded("hash of a transaction of a Safe");
                })
                .put("multiSend(bytes transactions)", Delegation::called)
                .put("signMessage(bytes message)", call -> {
                    call.danger("MESSAGE_ON_CHAIN", "The account agrees to a message for everybody and for ever.");
                    call.undecoded("message agreed to on the chain");
                })
                .put("createProxy(address singleton, bytes initializer)", SafeFunctions::create)
                .put(
                        "createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce)",
                        SafeFunctions::create)
                .put(
                        "createChainSpecificProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce)",
                        SafeFunctions::create)
                .put(
                        "createProxyWithCallback(address singleton, bytes initializer, uint256 saltNonce, "
                                + "address callback)",
                        SafeFunctions::create);
    }

    private static Optional<Effect.Operation> operation(BigInteger code) {
        if (code.signum() == 0) return Optional.of(Effect.Operation.CALL);
        return code.equals(BigInteger.ONE) ? Optional.of(Effect.Operation.DELEGATECALL) : Optional.empty();
    }

    private static void execute(Invocation call) {
        var operation = operation(call.number(3));
        if (operation.isEmpty()) {
            call.undecoded("operation 0 or 1 of a safe");
            return;
        }
        if (SafeSignatures.parse(call.bytes(9)) instanceof Parsed.Malformed<SafeSignatures>(var offset, var expected)) {
            call.undecoded("at byte %d of a safe's signatures: expected %s".formatted(offset, expected));
            return;
        }
        call.callWithout(2);
        call.inner(call.frame().target(), call.address(0), call.number(1), call.bytes(2), operation.get());
        SafeRefund.read(
                call.walk(),
                call.frame().chain(),
                call.target(),
                new SafeTransaction(
                        call.address(0),
                        call.number(1),
                        call.bytes(2),
                        operation.get(),
                        call.number(4),
                        call.number(5),
                        call.number(6),
                        call.address(7),
                        call.address(8),
                        BigInteger.ZERO));
    }

    private static void asModule(Invocation call) {
        var operation = operation(call.number(3));
        if (operation.isEmpty()) {
            call.undecoded("operation 0 or 1 of a safe");
            return;
        }
        call.danger("MODULE_CALL", "A module acts for the account, past its owners.");
        call.callWithout(2);
        call.inner(call.frame().target(), call.address(0), call.number(1), call.bytes(2), operation.get());
    }

    private static void create(Invocation call) {
        call.call();
        call.walk().effect(new Effect.Creation(call.caller(), Optional.empty(), call.bytes(1)));
        call.attention("ACCOUNT_CREATED", "A new contract is made, whose address the bytes do not tell.");
        settings(call, call.bytes(1));
    }

    /// Who will command the new Safe. It has no address in the bytes, so the call names the code it will run.
    private static void powers(Invocation call, Invocation setup) {
        call.walk()
                .effect(new Effect.Call(
                        call.target(),
                        call.account(0),
                        SETUP.canonical(),
                        // Without the bytes for the code that runs once, whose effects follow.
                        IntStream.of(0, 1, 2, 4, 5, 6, 7)
                                .mapToObj(setup::argument)
                                .toList(),
                        Effect.Operation.CALL,
                        BigInteger.ZERO,
                        call.frame().depth() + 1));
    }

    /// What a new Safe is set up with; the code it runs once for it is foreign code on its own state.
    private static void settings(Invocation call, Bytes initializer) {
        if (initializer.length() == 0) return;
        switch (SETUP.decode(initializer)) {
            case Parsed.Ok(var arguments) -> {
                var setup = new Invocation(call.walk(), call.frame(), SETUP, arguments);
                powers(call, setup);
                if (!Invocation.isZero(setup.address(2)))
                    call.authority(Authority.DELEGATE, Turn.GIVEN, Optional.of(setup.account(2)));
            }
            case Parsed.Malformed(var offset, var expected) ->
                call.undecoded(
                        call.target(),
                        initializer,
                        "at byte %d of what a new contract is set up with: expected %s".formatted(offset, expected));
        }
    }
}
