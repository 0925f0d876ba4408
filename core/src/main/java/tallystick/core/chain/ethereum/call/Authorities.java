package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Effect.Authority;
import tallystick.core.chain.Effect.Turn;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// Who owns a contract, who has a role in it, and which code it runs.
///
/// @spec https://eips.ethereum.org/EIPS/eip-173#specification EIP-173
/// @spec https://eips.ethereum.org/EIPS/eip-1967#specification EIP-1967
/// @spec https://eips.ethereum.org/EIPS/eip-2535#specification EIP-2535
final class Authorities {
    private Authorities() {}

    static void addTo(FunctionTable table) {
        for (var setter : new String[] {
            "transferOwnership(address newOwner)",
            "setOwner(address newOwner)",
            "changeOwner(address newOwner)",
            "changeAdmin(address newAdmin)",
            "setAdmin(address newAdmin)",
            "setPendingAdmin(address newAdmin)",
            "transferAdmin(address newAdmin)",
            "setGovernor(address newGovernor)",
            "setGovernance(address newGovernance)",
            "beginDefaultAdminTransfer(address newAdmin)",
            "setPoolAdmin(address newAdmin)",
            "setEmergencyAdmin(address newAdmin)"
        }) table.put(setter, call -> set(call, Authority.ADMIN, 0));
        for (var setter : new String[] {
            "upgradeTo(address implementation)", "setImplementation(address implementation)",
            "_setImplementation(address implementation)", "setLendingPoolImpl(address implementation)",
            "setPoolImpl(address implementation)", "setLendingPoolConfiguratorImpl(address implementation)",
            "setPoolConfiguratorImpl(address implementation)", "changeMasterCopy(address implementation)",
            "setTarget(address implementation)"
        }) table.put(setter, call -> set(call, Authority.IMPLEMENTATION, 0));
        table.put("upgradeToAndCall(address implementation, bytes data)", Authorities::upgradeAndCall)
                .put("renounceOwnership()", Authorities::renounce)
                .put("acceptOwnership()", Authorities::accept)
                .put("acceptAdmin()", Authorities::accept)
                .put("claimOwnership()", Authorities::accept)
                .put("acceptDefaultAdminTransfer()", Authorities::accept)
                .put(
                        "grantRole(bytes32 role, address account)",
                        call -> call.authority(Authority.ROLE, Turn.GIVEN, Optional.of(call.account(1)), 0))
                .put(
                        "revokeRole(bytes32 role, address account)",
                        call -> call.authority(Authority.ROLE, Turn.TAKEN, Optional.of(call.account(1)), 0))
                .put(
                        "renounceRole(bytes32 role, address account)",
                        call -> call.authority(Authority.ROLE, Turn.TAKEN, Optional.of(call.account(1)), 0))
                .put("addMinter(address account)", call -> give(call, Authority.MINT))
                .put("setMinter(address account)", call -> set(call, Authority.MINT, 0))
                .put("removeMinter(address account)", call -> take(call, Authority.MINT));
        addProxies(table);
        addRenewals(table);
    }

    private static void addProxies(FunctionTable table) {
        table.put("upgrade(address proxy, address implementation)", Authorities::upgradeOther)
                .put("upgradeAndCall(address proxy, address implementation, bytes data)", call -> {
                    upgradeOther(call);
                    initialised(call, call.address(0), call.address(1), call.bytes(2));
                })
                .put(
                        "changeProxyAdmin(address proxy, address newAdmin)",
                        call -> call.authority(
                                call.account(0), Authority.ADMIN, Turn.SET, Optional.of(call.account(1))))
                .put(
                        "diamondCut((address facet, uint8 action, bytes4[] selectors)[] cuts, address init, "
                                + "bytes data)",
                        call -> {
                            call.authority(Authority.IMPLEMENTATION, Turn.SET, Optional.empty(), 0);
                            if (!Invocation.isZero(call.address(1))
                                    || call.bytes(2).length() > 0)
                                initialised(call, call.frame().target(), call.address(1), call.bytes(2));
                        });
    }

    /// Registries that name contracts others trust.
    private static void addRenewals(FunctionTable table) {
        for (var setter : new String[] {
            "setAddress(bytes32 id, address newAddress)", "setAddressAsProxy(bytes32 id, address implementation)"
        })
            table.put(
                    setter,
                    call -> call.authority(Authority.IMPLEMENTATION, Turn.SET, Optional.of(call.account(1)), 0));
    }

    private static void set(Invocation call, Authority authority, int holder) {
        call.authority(authority, Turn.SET, Optional.of(call.account(holder)));
    }

    private static void give(Invocation call, Authority authority) {
        call.authority(authority, Turn.GIVEN, Optional.of(call.account(0)));
    }

    private static void take(Invocation call, Authority authority) {
        call.authority(authority, Turn.TAKEN, Optional.of(call.account(0)));
    }

    private static void renounce(Invocation call) {
        call.authority(Authority.ADMIN, Turn.TAKEN, Optional.of(call.caller()));
    }

    private static void accept(Invocation call) {
        call.authority(Authority.ADMIN, Turn.SET, Optional.of(call.caller()));
    }

    private static void upgradeAndCall(Invocation call) {
        set(call, Authority.IMPLEMENTATION, 0);
        if (call.bytes(1).length() > 0) initialised(call, call.frame().target(), call.address(0), call.bytes(1));
    }

    private static void upgradeOther(Invocation call) {
        call.authority(call.account(0), Authority.IMPLEMENTATION, Turn.SET, Optional.of(call.account(1)));
    }

    /// The new code runs once on the proxy's own state.
    private static void initialised(Invocation call, Address proxy, Address code, Bytes data) {
        call.inner(proxy, code, BigInteger.ZERO, data, Effect.Operation.DELEGATECALL);
    }
}
