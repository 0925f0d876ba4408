package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.Permits;
import tallystick.crypto.codec.Bytes;

/// Tokens of interchangeable units, and the coin in wrapping.
///
/// @spec https://eips.ethereum.org/EIPS/eip-20#specification EIP-20
/// @spec https://eips.ethereum.org/EIPS/eip-3009#specification EIP-3009
final class Tokens {
    private Tokens() {}

    static void addTo(FunctionTable table) {
        table.put("transfer(address to, uint256 amount)", Tokens::transfer)
                .put("transferFrom(address from, address to, uint256 amountOrItem)", Tokens::transferFrom)
                .put("deposit()", Tokens::wrap)
                .put("withdraw(uint256 amount)", Tokens::unwrap)
                .put(
                        "transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, "
                                + "uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
                        Tokens::authorized)
                .put(
                        "transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, "
                                + "uint256 validBefore, bytes32 nonce, bytes signature)",
                        Tokens::authorized)
                .put(
                        "receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, "
                                + "uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
                        Tokens::authorized)
                .put(
                        "receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, "
                                + "uint256 validBefore, bytes32 nonce, bytes signature)",
                        Tokens::authorized)
                .put(
                        "cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)",
                        Tokens::called)
                .put("cancelAuthorization(address authorizer, bytes32 nonce, bytes signature)", Tokens::called)
                .put("unlockToken(address token, uint256 amount, address recipient, bytes32 receipt)", Tokens::unlock)
                .put(
                        "withdrawERC20For(uint256 withdrawal, address user, address token, uint256 amount, "
                                + "bytes signatures)",
                        Tokens::withdrawFor)
                .put("sweepETH(address to)", Tokens::sweep)
                .put("sweepERC20(address token, address to)", Tokens::sweep);
        addPayable(table);
    }

    /// @spec https://eips.ethereum.org/EIPS/eip-1363#specification ERC-1363
    private static void addPayable(FunctionTable table) {
        table.put("transferAndCall(address to, uint256 amount)", call -> {
                    transfer(call);
                    told(call, call.account(0), Bytes.empty());
                })
                .put("transferAndCall(address to, uint256 amount, bytes data)", call -> {
                    transfer(call);
                    told(call, call.account(0), call.bytes(2));
                })
                .put("transferFromAndCall(address from, address to, uint256 amount)", call -> {
                    transferOfAnother(call);
                    told(call, call.account(1), Bytes.empty());
                })
                .put("transferFromAndCall(address from, address to, uint256 amount, bytes data)", call -> {
                    transferOfAnother(call);
                    told(call, call.account(1), call.bytes(3));
                })
                .put("approveAndCall(address spender, uint256 amount)", call -> {
                    Allowances.approveUnits(call);
                    told(call, call.account(0), Bytes.empty());
                })
                .put("approveAndCall(address spender, uint256 amount, bytes data)", call -> {
                    Allowances.approveUnits(call);
                    told(call, call.account(0), call.bytes(2));
                });
    }

    private static void transferOfAnother(Invocation call) {
        erc20(call);
        var from = call.account(0);
        if (!from.equals(call.caller()))
            call.attention("SPENDS_ALLOWANCE", "Value of another account is moved, on an allowance it gave.");
        moved(call, from, call.address(1), call.number(2));
    }

    /// The code of the receiver or spender runs in the same transaction, and is told these bytes.
    private static void told(Invocation call, Account told, Bytes data) {
        call.attention("RECEIVER_CODE", "The code of whoever receives, or may take, runs in the same transaction.");
        if (data.length() > 0) call.undecoded(told, data, "message to the receiver's code");
    }

    private static void transfer(Invocation call) {
        erc20(call);
        moved(call, call.caller(), call.address(0), call.number(1));
    }

    private static void moved(Invocation call, Account from, Address to, BigInteger amount) {
        call.transfer(call.token("erc20"), from, call.account(to), amount);
        if (to.equals(call.frame().target()))
            call.attention(
                    "TO_TOKEN_CONTRACT", "Tokens are sent to the token's own contract, which rarely gives them back.");
        if (Invocation.isZero(to))
            call.attention("TO_NOBODY", "Value is sent to the zero address, where nobody can use it.");
    }

    private static void transferFrom(Invocation call) {
        var kind = call.kind();
        var from = call.account(0);
        if (!from.equals(call.caller()))
            call.attention("SPENDS_ALLOWANCE", "Value of another account is moved, on an allowance it gave.");
        if (kind.equals(Optional.of(ContractKind.ERC721))) {
            call.transfer(call.token("erc721").item(call.number(2).toString()), from, call.account(1), BigInteger.ONE);
            return;
        }
        if (kind.isEmpty()) unknownKind(call);
        else erc20(call);
        moved(call, from, call.address(1), call.number(2));
    }

    /// Says so unless the contract is known to have units.
    static void erc20(Invocation call) {
        var kind = call.kind();
        var labelled = call.walk().knowledge().isOwn(call.target());
        if (kind.isPresent() && !kind.get().isErc20() || kind.isEmpty() && labelled)
            call.danger(
                    "SELECTOR_TOKEN_MISMATCH",
                    "A token's function is called on a contract known not to be such a token.");
        else if (kind.isEmpty())
            call.attention("UNKNOWN_TOKEN", "The contract is not known to be a token: units and worth are unknown.");
    }

    /// One selector serves units and items.
    static void unknownKind(Invocation call) {
        call.attention(
                "UNKNOWN_TOKEN_KIND",
                "The contract may count units or single items: the amount shown may be an item's number.");
        erc20(call);
    }

    private static void wrap(Invocation call) {
        if (!call.kind().equals(Optional.of(ContractKind.WRAPPED_COIN))) called(call);
        else if (call.frame().value().signum() > 0)
            call.transfer(
                    call.token("erc20"),
                    call.target(),
                    call.caller(),
                    call.frame().value());
        else call.call();
    }

    private static void unwrap(Invocation call) {
        if (!call.kind().equals(Optional.of(ContractKind.WRAPPED_COIN))) {
            called(call);
            return;
        }
        call.transfer(call.token("erc20"), call.caller(), call.target(), call.number(0));
        call.transfer(call.coin(), call.target(), call.caller(), call.number(0));
    }

    private static void authorized(Invocation call) {
        erc20(call);
        var mark = call.walk().mark();
        moved(call, call.account(0), call.address(1), call.number(2));
        call.walk()
                .terms(
                        mark,
                        Permits.authorized(
                                call.account(0), call.target(), "0x" + call.bytes(5), call.number(3), call.number(4)));
    }

    private static void unlock(Invocation call) {
        released(call);
        call.transfer(call.token("erc20", call.address(0)), call.target(), call.account(2), call.number(1));
    }

    private static void withdrawFor(Invocation call) {
        released(call);
        call.transfer(call.token("erc20", call.address(2)), call.target(), call.account(1), call.number(3));
    }

    private static void released(Invocation call) {
        call.call();
        call.danger("BRIDGE_RELEASE", "Value held for others is released, on the word of an event of another chain.");
    }

    private static void sweep(Invocation call) {
        call.call();
        call.danger("SWEEP", "Everything the contract holds is taken out of it.");
    }

    private static void called(Invocation call) {
        call.call();
        call.believedByName();
    }
}
