package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Authority;
import tallystick.core.chain.Effect.Turn;

/// Who may command a Safe or an older multisignature wallet, and how many of them it takes.
///
/// @spec https://docs.safe.global/reference-smart-account/overview Safe smart account reference, owners and modules
final class SafeSettings {
    static final String SETUP = "setup(address[] owners, uint256 threshold, address to, bytes data, "
            + "address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)";

    private SafeSettings() {}

    static void addTo(FunctionTable table) {
        table.put("addOwnerWithThreshold(address owner, uint256 threshold)", call -> {
                    call.authority(Authority.OWNER, Turn.GIVEN, Optional.of(call.account(0)));
                    threshold(call, 1);
                })
                .put("removeOwner(address previous, address owner, uint256 threshold)", call -> {
                    call.authority(Authority.OWNER, Turn.TAKEN, Optional.of(call.account(1)), 0);
                    threshold(call, 2);
                })
                .put("swapOwner(address previous, address oldOwner, address newOwner)", call -> {
                    call.authority(Authority.OWNER, Turn.TAKEN, Optional.of(call.account(1)), 0);
                    call.authority(Authority.OWNER, Turn.GIVEN, Optional.of(call.account(2)));
                })
                .put("changeThreshold(uint256 threshold)", call -> threshold(call, 0))
                .put(
                        "enableModule(address module)",
                        call -> call.authority(Authority.MODULE, Turn.GIVEN, Optional.of(call.account(0))))
                .put(
                        "disableModule(address previous, address module)",
                        call -> call.authority(Authority.MODULE, Turn.TAKEN, Optional.of(call.account(1)), 0))
                .put("setGuard(address guard)", call -> holder(call, Authority.GUARD))
                .put("setModuleGuard(address guard)", call -> holder(call, Authority.GUARD))
                .put("setFallbackHandler(address handler)", call -> holder(call, Authority.FALLBACK))
                .put(SETUP, SafeSettings::setup);
        addOlderWallets(table);
    }

    /// Wallets before the Safe: a transaction is submitted, and confirmed by its number.
    private static void addOlderWallets(FunctionTable table) {
        table.put(
                        "addOwner(address owner)",
                        call -> call.authority(Authority.OWNER, Turn.GIVEN, Optional.of(call.account(0))))
                .put(
                        "removeOwner(address owner)",
                        call -> call.authority(Authority.OWNER, Turn.TAKEN, Optional.of(call.account(0))))
                .put("replaceOwner(address oldOwner, address newOwner)", call -> {
                    call.authority(Authority.OWNER, Turn.TAKEN, Optional.of(call.account(0)));
                    call.authority(Authority.OWNER, Turn.GIVEN, Optional.of(call.account(1)));
                })
                .put("changeRequirement(uint256 required)", call -> threshold(call, 0))
                .put("submitTransaction(address destination, uint256 value, bytes data)", call -> {
                    call.danger(
                            "WALLET_SUBMISSION",
                            "A shared wallet is asked to act; its call is judged as if it ran now.");
                    call.callWithout(2);
                    call.inner(
                            call.frame().target(),
                            call.address(0),
                            call.number(1),
                            call.bytes(2),
                            Effect.Operation.CALL);
                })
                .put("confirmTransaction(uint256 transaction)", SafeSettings::byNumber)
                .put("executeTransaction(uint256 transaction)", SafeSettings::byNumber)
                .put("revokeConfirmation(uint256 transaction)", Invocation::call);
    }

    private static void byNumber(Invocation call) {
        call.call();
        call.danger("OPAQUE_APPROVAL", "A transaction is agreed to by its number, and nobody can see what it does.");
        call.undecoded("transaction of a shared wallet, named by number only");
    }

    private static void threshold(Invocation call, int index) {
        call.authority(Authority.THRESHOLD, Turn.SET, Optional.empty(), index);
    }

    private static void holder(Invocation call, Authority authority) {
        if (Invocation.isZero(call.address(0))) call.authority(authority, Turn.TAKEN, Optional.empty(), 0);
        else call.authority(authority, Turn.SET, Optional.of(call.account(0)));
    }

    private static void setup(Invocation call) {
        for (var owner : call.items(0))
            call.authority(Authority.OWNER, Turn.GIVEN, Optional.of(call.account(Invocation.address(owner))));
        threshold(call, 1);
        if (!Invocation.isZero(call.address(2)))
            call.inner(
                    call.frame().target(),
                    call.address(2),
                    BigInteger.ZERO,
                    call.bytes(3),
                    Effect.Operation.DELEGATECALL);
        else if (call.bytes(3).length() > 0)
            call.undecoded(call.target(), call.bytes(3), "bytes for code that is not named");
        if (!Invocation.isZero(call.address(4)))
            call.authority(Authority.FALLBACK, Turn.SET, Optional.of(call.account(4)));
        if (call.number(6).signum() > 0) {
            var asset = Invocation.isZero(call.address(5)) ? call.coin() : call.token("erc20", call.address(5));
            var receiver = Invocation.isZero(call.address(7)) ? call.caller() : call.account(7);
            call.transfer(asset, call.target(), receiver, call.number(6));
        }
    }
}
