package tallystick.core.chain.ethereum.call;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Term;
import tallystick.core.chain.ethereum.abi.AbiValue;
import tallystick.core.chain.ethereum.base.AsGoodAsAll;
import tallystick.core.chain.ethereum.base.Permits;

/// Leave to take value later, given on the chain.
///
/// @spec https://eips.ethereum.org/EIPS/eip-20#approve EIP-20, approve
/// @spec https://eips.ethereum.org/EIPS/eip-2612#specification EIP-2612
/// @spec https://docs.uniswap.org/contracts/permit2/overview Permit2
final class Allowances {
    private Allowances() {}

    static void addTo(FunctionTable table) {
        table.put("approve(address spender, uint256 amountOrItem)", Allowances::approve)
                .put("increaseAllowance(address spender, uint256 added)", Allowances::increase)
                .put("decreaseAllowance(address spender, uint256 subtracted)", Invocation::call)
                .put(
                        "permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, "
                                + "bytes32 s)",
                        Allowances::permit)
                .put(
                        "permit(address owner, address spender, uint256 value, uint256 deadline, bytes signature)",
                        Allowances::permit)
                .put(
                        "permit(address holder, address spender, uint256 nonce, uint256 expiry, bool allowed, uint8 v, "
                                + "bytes32 r, bytes32 s)",
                        Allowances::permitAll);
        addPermit2(table);
    }

    private static void addPermit2(FunctionTable table) {
        table.put("approve(address token, address spender, uint160 amount, uint48 expiration)", Allowances::permit2)
                .put("transferFrom(address from, address to, uint160 amount, address token)", call -> {
                    permit2Believed(call);
                    moved(call, call.address(3), call.account(0), call.account(1), call.number(2));
                })
                .put("transferFrom((address from, address to, uint160 amount, address token)[] transfers)", call -> {
                    permit2Believed(call);
                    for (var each : call.items(0)) {
                        var fields = Invocation.items(each);
                        moved(
                                call,
                                Invocation.address(fields.get(3)),
                                call.account(Invocation.address(fields.get(0))),
                                call.account(Invocation.address(fields.get(1))),
                                Invocation.number(fields.get(2)));
                    }
                })
                .put(
                        "permit(address owner, ((address token, uint160 amount, uint48 expiration, uint48 nonce) "
                                + "details, address spender, uint256 sigDeadline) permitSingle, bytes signature)",
                        call -> permitted(
                                call, List.of(Invocation.items(call.items(1).getFirst()))))
                .put(
                        "permit(address owner, ((address token, uint160 amount, uint48 expiration, uint48 nonce)[] "
                                + "details, address spender, uint256 sigDeadline) permitBatch, bytes signature)",
                        call -> permitted(
                                call,
                                Invocation.items(call.items(1).getFirst()).stream()
                                        .map(Invocation::items)
                                        .toList()))
                .put(
                        "permitTransferFrom(((address token, uint256 amount) permitted, uint256 nonce, "
                                + "uint256 deadline) permit, (address to, uint256 requestedAmount) transferDetails, "
                                + "address owner, bytes signature)",
                        call -> taken(
                                call, List.of(Invocation.items(call.items(0).getFirst())), List.of(call.items(1))))
                .put(
                        "permitTransferFrom(((address token, uint256 amount)[] permitted, uint256 nonce, "
                                + "uint256 deadline) permit, (address to, uint256 requestedAmount)[] transferDetails, "
                                + "address owner, bytes signature)",
                        call -> taken(
                                call,
                                rows(call.items(0).getFirst()),
                                call.items(1).stream().map(Invocation::items).toList()))
                .put("lockdown((address token, address spender)[] approvals)", Invocation::call)
                .put("invalidateNonces(address token, address spender, uint48 newNonce)", Invocation::call)
                .put("invalidateUnorderedNonces(uint256 wordPos, uint256 mask)", Invocation::call);
    }

    private static List<List<AbiValue>> rows(AbiValue value) {
        return Invocation.items(value).stream().map(Invocation::items).toList();
    }

    private static void approve(Invocation call) {
        var kind = call.kind();
        if (kind.equals(Optional.of(ContractKind.ERC721))) {
            // The zero address takes the leave back.
            var none = Invocation.isZero(call.address(0));
            allowed(
                    call,
                    call.token("erc721").item(call.number(1).toString()),
                    call.caller(),
                    call.account(0),
                    Optional.of(none ? BigInteger.ZERO : BigInteger.ONE),
                    Optional.empty());
            return;
        }
        if (kind.isEmpty()) Tokens.unknownKind(call);
        else Tokens.erc20(call);
        units(call, call.token("erc20"), call.caller(), call.account(0), call.number(1));
    }

    /// Leave over units, by a function that items do not have.
    static void approveUnits(Invocation call) {
        Tokens.erc20(call);
        units(call, call.token("erc20"), call.caller(), call.account(0), call.number(1));
    }

    private static void increase(Invocation call) {
        Tokens.erc20(call);
        call.attention("ALLOWANCE_INCREASE", "The amount is added to what was allowed before.");
        units(call, call.token("erc20"), call.caller(), call.account(0), call.number(1));
    }

    private static void permit(Invocation call) {
        Tokens.erc20(call);
        var mark = call.walk().mark();
        units(call, call.token("erc20"), call.account(0), call.account(1), call.number(2));
        call.walk().terms(mark, List.of(Term.until("deadline", call.target(), call.number(3))));
    }

    private static void permitAll(Invocation call) {
        Tokens.erc20(call);
        var mark = call.walk().mark();
        allowed(
                call,
                call.token("erc20"),
                call.account(0),
                call.account(1),
                call.truth(4) ? Optional.empty() : Optional.of(BigInteger.ZERO),
                Optional.empty());
        call.walk().terms(mark, Permits.withExpiry(call.account(0), call.target(), call.number(2), call.number(3)));
    }

    private static void permit2(Invocation call) {
        permit2Believed(call);
        granted(call, call.caller(), call.account(1), call.arguments().get(0), call.number(2), call.number(3));
    }

    private static void permitted(Invocation call, List<List<AbiValue>> details) {
        permit2Believed(call);
        var spender = call.account(Invocation.address(call.items(1).get(1)));
        var start = call.walk().mark();
        for (var detail : details) {
            var mark = call.walk().mark();
            granted(
                    call,
                    call.account(0),
                    spender,
                    detail.get(0),
                    Invocation.number(detail.get(1)),
                    Invocation.number(detail.get(2)));
            var token = call.account(Invocation.address(detail.get(0)));
            call.walk()
                    .terms(
                            mark,
                            List.of(Permits.order(
                                    "Permit2 permit", call.account(0), token, Invocation.number(detail.get(3)))));
        }
        var deadline = Invocation.number(call.items(1).get(2));
        call.walk().terms(start, List.of(Term.until("sigDeadline", call.target(), deadline)));
    }

    private static void granted(
            Invocation call, Account owner, Account spender, AbiValue token, BigInteger amount, BigInteger until) {
        var mark = call.walk().mark();
        // Which block that is nobody knows yet, so no end is claimed.
        var isThisBlock = until.signum() == 0;
        if (isThisBlock && amount.signum() > 0)
            call.danger(
                    "ALLOWANCE_IN_BLOCK",
                    "The allowance can be used at once, in the block that takes it, whenever that is.");
        allowed(
                call,
                call.token("erc20", Invocation.address(token)),
                owner,
                spender,
                Permits.limit(amount, Permits.UINT160_MAX),
                isThisBlock ? Optional.empty() : Permits.instant(until));
        call.walk().terms(mark, Permits.lasting(call.target(), until));
    }

    /// What a signed permit lets the caller take now; each transfer within its permit, or the contract refuses.
    private static void taken(Invocation call, List<List<AbiValue>> permits, List<List<AbiValue>> transfers) {
        permit2Believed(call);
        if (permits.size() != transfers.size()) {
            call.undecoded("as many transfers as permits");
            return;
        }
        var mark = call.walk().mark();
        for (var i = 0; i < permits.size(); i++)
            moved(
                    call,
                    Invocation.address(permits.get(i).get(0)),
                    call.account(2),
                    call.account(Invocation.address(transfers.get(i).get(0))),
                    Invocation.number(transfers.get(i).get(1)));
        // One permit, of one token or several: its number and end stand behind the tokens.
        var permit = call.items(0);
        call.walk()
                .terms(
                        mark,
                        Permits.transfer(
                                call.account(2),
                                call.target(),
                                Invocation.number(permit.get(1)),
                                Invocation.number(permit.get(2))));
    }

    private static void moved(
            Invocation call,
            tallystick.core.chain.ethereum.base.Address token,
            Account from,
            Account to,
            BigInteger amount) {
        if (!from.equals(call.caller()))
            call.attention("SPENDS_ALLOWANCE", "Value of another account is moved, on an allowance it gave.");
        call.transfer(call.token("erc20", token), from, to, amount);
    }

    private static void permit2Believed(Invocation call) {
        if (!call.frame().target().toString().equals(Permits.PERMIT2)) call.believedByName();
    }

    private static void units(Invocation call, Asset asset, Account owner, Account spender, BigInteger amount) {
        allowed(call, asset, owner, spender, Permits.limit(amount, Permits.UINT256_MAX), Optional.empty());
    }

    static void allowed(
            Invocation call,
            Asset asset,
            Account owner,
            Account spender,
            Optional<BigInteger> amountMax,
            Optional<Instant> until) {
        call.walk().effect(new Effect.Allowance(asset, owner, spender, amountMax, until));
        if (amountMax.isEmpty() || AsGoodAsAll.is(amountMax.get()))
            call.danger("UNLIMITED_ALLOWANCE", "Somebody may take any amount, now and later, without asking again.");
        else if (amountMax.get().signum() > 0)
            call.attention("ALLOWANCE", "Somebody may take value later without asking again.");
    }
}
