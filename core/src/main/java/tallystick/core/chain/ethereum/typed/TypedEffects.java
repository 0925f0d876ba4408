package tallystick.core.chain.ethereum.typed;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.AsGoodAsAll;
import tallystick.core.chain.ethereum.base.Permits;

/// What well-known typed messages let others do. A message is known by its whole type, never by its name alone.
///
/// @spec https://eips.ethereum.org/EIPS/eip-2612#specification EIP-2612
/// @spec https://eips.ethereum.org/EIPS/eip-3009#specification EIP-3009
/// @spec https://docs.uniswap.org/contracts/permit2/reference/allowance-transfer Permit2
final class TypedEffects {
    private static final String DETAILS = "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
    private static final String PERMISSIONS = "TokenPermissions(address token,uint256 amount)";
    private static final String AUTHORIZED =
            "(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";
    private static final String ONCE = "(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline";
    private static final String BATCH = "(TokenPermissions[] permitted,address spender,uint256 nonce,uint256 deadline";

    private static final Map<String, Consumer<TypedEffects>> OF_TOKENS = Map.of(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
            TypedEffects::permit,
            "Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)",
            TypedEffects::permitAll,
            "Permit(address spender,uint256 tokenId,uint256 nonce,uint256 deadline)",
            TypedEffects::permitItem,
            "TransferWithAuthorization" + AUTHORIZED,
            TypedEffects::transfer,
            "ReceiveWithAuthorization" + AUTHORIZED,
            TypedEffects::transfer);

    private static final Map<String, Consumer<TypedEffects>> OF_PERMIT2 = Map.of(
            "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)" + DETAILS,
            typed -> typed.lasting(List.of(typed.message.get("details"))),
            "PermitBatch(PermitDetails[] details,address spender,uint256 sigDeadline)" + DETAILS,
            typed -> typed.lasting(typed.message.items("details")),
            "PermitTransferFrom" + ONCE + ")" + PERMISSIONS,
            typed -> typed.once(List.of(typed.message.get("permitted"))),
            "PermitBatchTransferFrom" + BATCH + ")" + PERMISSIONS,
            typed -> typed.once(typed.message.items("permitted")));

    private final TypedMessage typed;
    private final TypedValue.Struct message;
    private final Account signer;
    private final Knowledge knowledge;
    private final List<Effect> effects = new ArrayList<>();
    private final List<Term> terms = new ArrayList<>();
    private final Set<Warning> warnings = new LinkedHashSet<>();

    TypedEffects(TypedMessage typed, Account signer, Knowledge knowledge) {
        this.typed = typed;
        this.message = typed.message();
        this.signer = signer;
        this.knowledge = knowledge;
        read();
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    /// @spec docs/spec/ethereum.md#ET-9 ethereum
    List<Term> terms() {
        return List.copyOf(terms);
    }

    List<Warning> warnings() {
        return warnings.stream().sorted(Comparator.comparing(Warning::severity)).toList();
    }

    private void read() {
        var known = handler();
        if (known.isPresent()) {
            known.get().accept(this);
            if (effects.isEmpty()) {
                statement();
                undecoded("permit of nothing");
            }
        } else {
            danger("UNKNOWN_TYPED_DATA", "What a contract does with this signature is not known.");
            statement();
            undecoded("typed data with no known meaning");
        }
        if (!typed.domain().isBoundTo(new BigInteger(typed.chain().reference()))) {
            danger("NOT_BOUND_TO_CHAIN", "The signature names no chain: it may hold on every chain.");
            undecoded("typed data that names no chain");
        }
    }

    private Optional<Consumer<TypedEffects>> handler() {
        if (typed.domain().contract().isEmpty()) return Optional.empty();
        var type = typed.encodedType();
        if (OF_TOKENS.containsKey(type)) return Optional.of(OF_TOKENS.get(type));
        if (!typed.domain().name().equals(Optional.of("Permit2"))) return Optional.empty();
        if (OF_PERMIT2.containsKey(type)) return Optional.of(OF_PERMIT2.get(type));
        if (message.members().size() != 5 || !type.contains(")" + PERMISSIONS)) return Optional.empty();
        if (type.startsWith("PermitWitnessTransferFrom" + ONCE + ","))
            return Optional.of(with -> with.witnessed(List.of(message.get("permitted"))));
        if (type.startsWith("PermitBatchWitnessTransferFrom" + BATCH + ","))
            return Optional.of(with -> with.witnessed(message.items("permitted")));
        return Optional.empty();
    }

    private void permit() {
        token();
        var owner = of(message.address("owner"));
        allowance(
                erc20(contract()),
                owner,
                Permits.limit(message.number("value"), Permits.UINT256_MAX),
                Optional.empty());
        numbered("permit", owner);
    }

    private void permitAll() {
        token();
        var holder = of(message.address("holder"));
        allowance(
                erc20(contract()),
                holder,
                message.truth("allowed") ? Optional.empty() : Optional.of(BigInteger.ZERO),
                Optional.empty());
        terms.addAll(Permits.withExpiry(holder, checker(), message.number("nonce"), message.number("expiry")));
    }

    private void permitItem() {
        token();
        var item = new Asset(typed.chain(), "erc721", contract().toString())
                .item(message.number("tokenId").toString());
        allowance(item, signer, Optional.of(BigInteger.ONE), Optional.empty());
        numbered("permit of item %s,".formatted(message.number("tokenId")), signer);
    }

    private void numbered(String what, Account owner) {
        terms.add(Permits.order(what, owner, checker(), message.number("nonce")));
        terms.add(Term.until("deadline", checker(), message.number("deadline")));
    }

    private void transfer() {
        token();
        attention(
                "SIGNED_TRANSFER",
                "Whoever holds the signature can carry the transfer out, once and at a time they choose.");
        var from = of(message.address("from"));
        effects.add(new Effect.Transfer(
                erc20(contract()), from, message.address("to").on(typed.chain()), message.number("value")));
        terms.addAll(Permits.authorized(
                from,
                checker(),
                message.get("nonce").toString(),
                message.number("validAfter"),
                message.number("validBefore")));
    }

    private void lasting(List<TypedValue> details) {
        permit2();
        for (var each : details) {
            var detail = (TypedValue.Struct) each;
            var expiration = detail.number("expiration");
            allowance(
                    erc20(detail.address("token")),
                    signer,
                    Permits.limit(detail.number("amount"), Permits.UINT160_MAX),
                    end(expiration));
            var token = detail.address("token").on(typed.chain());
            var part = new Term.Span(effects.size(), effects.size());
            terms.add(new Term.Part(part, Permits.order("Permit2 permit", signer, token, detail.number("nonce"))));
            for (var end : Permits.lasting(checker(), expiration)) terms.add(new Term.Part(part, end));
        }
        terms.add(Term.until("sigDeadline", checker(), message.number("sigDeadline")));
    }

    /// An expiration of 0 stands for the block that takes the permit, which may come until the signature's own end.
    private Optional<Instant> end(BigInteger expiration) {
        return Permits.instant(expiration.signum() == 0 ? message.number("sigDeadline") : expiration);
    }

    private void once(List<TypedValue> permissions) {
        permit2();
        for (var each : permissions) {
            var permission = (TypedValue.Struct) each;
            allowance(
                    erc20(permission.address("token")),
                    signer,
                    Permits.limit(permission.number("amount"), Permits.UINT256_MAX),
                    Permits.instant(message.number("deadline")));
        }
        terms.addAll(Permits.transfer(signer, checker(), message.number("nonce"), message.number("deadline")));
    }

    /// The witness binds the spender's contract and moves nothing more than is permitted.
    private void witnessed(List<TypedValue> permissions) {
        once(permissions);
        attention("UNKNOWN_WITNESS", "The spender is bound to terms whose meaning is not known.");
        statement();
    }

    private void permit2() {
        if (!contract().toString().equals(Permits.PERMIT2))
            attention("UNKNOWN_CONTRACT", "The contract that checks the signature is not the usual one.");
        if (effects.isEmpty() && message.members().containsKey("permitted"))
            attention("SIGNED_PERMIT", "Whoever holds the signature can use it once, without asking again.");
    }

    private void token() {
        if (knowledge.labelOf(contract().on(typed.chain())).isEmpty()
                && knowledge.unitOf(erc20(contract())).isEmpty())
            attention(
                    "UNKNOWN_CONTRACT", "Nothing is known about the contract: what it does is told by its name only.");
    }

    private void allowance(Asset asset, Account owner, Optional<BigInteger> amountMax, Optional<Instant> until) {
        effects.add(
                new Effect.Allowance(asset, owner, message.address("spender").on(typed.chain()), amountMax, until));
        if (amountMax.isEmpty() || AsGoodAsAll.is(amountMax.get()))
            danger("UNLIMITED_ALLOWANCE", "Somebody may take any amount, now and later, without asking again.");
        else if (amountMax.get().signum() > 0)
            attention("ALLOWANCE", "Somebody may take value later without asking again.");
    }

    private Account of(Address owner) {
        var account = owner.on(typed.chain());
        if (!account.equals(signer))
            attention("OF_ANOTHER_ACCOUNT", "The account named as owner is not the one that signs.");
        return account;
    }

    private void statement() {
        var fields = new ArrayList<>(typed.domain().fields().leaves("domain"));
        fields.addAll(message.leaves("message"));
        effects.add(new Effect.Statement(signer, "typed", typed.primaryType(), fields));
    }

    private void undecoded(String why) {
        var target = typed.domain().contract().map(address -> address.on(typed.chain()));
        effects.add(new Effect.Undecoded(target.orElse(signer), typed.bytes(), why));
    }

    private Address contract() {
        return typed.domain().contract().orElseThrow();
    }

    /// The same, as the account that keeps what was used.
    private Account checker() {
        return contract().on(typed.chain());
    }

    private Asset erc20(Address token) {
        return new Asset(typed.chain(), "erc20", token.toString());
    }

    private void danger(String code, String text) {
        warnings.add(new Warning(Warning.Severity.DANGER, code, text));
    }

    private void attention(String code, String text) {
        warnings.add(new Warning(Warning.Severity.ATTENTION, code, text));
    }
}
