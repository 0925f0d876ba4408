package tallystick.core.policy.matter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.bitcoin.Bundle;
import tallystick.core.chain.bitcoin.Transaction;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.core.policy.Activity;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.StandardHash;

/// Lifts what bytes do into the words of rules: every effect becomes a leg, or is the fee, or comes back to the same
/// key. Nothing an effect says is left out, so no rule can miss it.
///
/// **Threads** stateless.
public final class Lifting {
    private static final int SELECTOR_BYTES = 4;
    private static final Map<Asset, Knowledge.Unit> COINS = Chains.all().coins();

    private final Content content;
    private final Knowledge knowledge;
    private final List<Leg> legs = new ArrayList<>();
    private Optional<Matter.Fee> fee = Optional.empty();
    private Optional<Effect.Change> change = Optional.empty();

    private Lifting(Content content, Knowledge knowledge) {
        this.content = content;
        this.knowledge = knowledge;
    }

    /// The matter of a transaction or message.
    ///
    /// @param signer the account whose key signs
    /// @param knowledge what makes it readable, own accounts above all
    /// @spec docs/spec/policy.md#PO-3 policy
    public static Matter of(Matter.Asked asked, UnsignedTransaction transaction, Account signer, Knowledge knowledge) {
        var lifting = new Lifting(transaction.content(), knowledge);
        lifting.lift(asked, transaction.effects(signer, knowledge));
        return new Matter(
                asked,
                Optional.of(transaction.chain()),
                Optional.of(transaction.content()),
                lifting.legs,
                transaction.terms(signer, knowledge),
                transaction.warnings(signer, knowledge),
                lifting.fee,
                lifting.coins(transaction),
                programs(transaction),
                transaction.digests());
    }

    /// The matter of what is understood and holds less than a node needs to sign it: a record of what happened, or what
    /// another program hands over. It is judged as it would be signed; no node signs it.
    ///
    /// @param knowledge that it was read with
    /// @spec docs/spec/policy.md#PO-3 policy
    public static Matter of(Matter.Asked asked, ChainId chain, Seen.Part part, Knowledge knowledge) {
        var lifting = new Lifting(part.content(), knowledge);
        lifting.lift(asked, part.effects());
        return new Matter(
                asked,
                Optional.of(chain),
                Optional.of(part.content()),
                lifting.legs,
                part.terms(),
                part.warnings(),
                lifting.fee,
                lifting.coins(chain, part),
                Optional.empty(),
                part.digests());
    }

    private void lift(Matter.Asked asked, List<Effect> effects) {
        for (var effect : effects) lift(effect);
        if (legs.isEmpty()) change.ifPresent(this::nothing);
        if (asked.isReplacement()) legs.add(Leg.of(Activity.REPLACE_BY_FEE));
    }

    private void lift(Effect effect) {
        switch (effect) {
            case Effect.Transfer(var asset, var _, var to, var amount) ->
                add(Leg.of(Activity.TRANSFER, to, asset, Quantity.of(amount), decimals(asset)));
            case Effect.Change back -> change = change.or(() -> Optional.of(back));
            // Where the value of several own addresses goes, the transfers and the change say.
            case Effect.Spend _ -> {}
            case Effect.Fee(var asset, var payer, var amountMax) -> fee(asset, payer, amountMax);
            case Effect.Allowance(var asset, var _, var spender, var amountMax, var _) ->
                add(Leg.of(
                        Activity.APPROVE_ALLOWANCE,
                        spender,
                        asset,
                        amountMax.map(Quantity::of).orElseGet(Quantity.Unlimited::new),
                        decimals(asset)));
            case Effect.AuthorityChange change -> authority(change);
            case Effect.Call call -> call(call);
            case Effect.Creation(var creator, var at, var _) ->
                add(plain(Activity.CONTRACT_DEPLOY, at.or(() -> Optional.of(creator)), false));
            case Effect.Statement statement -> statement(statement);
            case Effect.Undecoded(var target, var bytes, var _) -> undecoded(target, bytes);
        }
    }

    /// What does nothing but bring value back, to free it of a payment or to merge it, moves nothing to its own key: so
    /// that rules are asked, as they are of a payment of nothing on a chain that counts transactions.
    private void nothing(Effect.Change back) {
        legs.add(
                Leg.of(Activity.TRANSFER, back.to(), back.asset(), Quantity.of(BigInteger.ZERO), decimals(back.asset()))
                        .internal(true));
    }

    /// A further fee is value that goes to somebody who is not named.
    private void fee(Asset asset, Account payer, BigInteger amountMax) {
        if (fee.isEmpty()) {
            fee = Optional.of(new Matter.Fee(asset, payer, amountMax, decimals(asset)));
            return;
        }
        add(new Leg(
                Activity.TRANSFER,
                Optional.empty(),
                Optional.of(asset),
                Optional.of(Quantity.of(amountMax)),
                decimals(asset),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                false));
    }

    private void authority(Effect.AuthorityChange change) {
        var power = new Leg.Power(change.over(), change.authority(), change.turn());
        var reached = change.holder().or(() -> Optional.of(change.over()));
        var isForeignCode = change.authority() == Effect.Authority.DELEGATE && change.turn() == Effect.Turn.GIVEN;
        // Code that runs on the account's own state, now and once: a call. What it may do later is an authority.
        if (isForeignCode && change.holder().isPresent()) {
            var data = change.detail().stream()
                    .filter(each -> each.name().equals("data") && each.value().startsWith("0x"))
                    .findFirst()
                    .map(each -> Bytes.ofHex(each.value().substring(2)))
                    .orElse(Bytes.empty());
            var code = new Leg.Code(
                    change.holder().get(),
                    selector(data),
                    Optional.empty(),
                    change.detail(),
                    Effect.Operation.DELEGATECALL,
                    BigInteger.ZERO,
                    0);
            add(leg(Activity.CONTRACT_CALL, reached, Optional.of(code), Optional.empty(), Optional.of(power), false));
            return;
        }
        var activity =
                switch (change.authority()) {
                    case STAKE -> Activity.STAKE;
                    case DELEGATE -> Activity.EIP7702_AUTH;
                    default -> Activity.WALLET_ADMIN;
                };
        add(leg(activity, reached, Optional.empty(), Optional.empty(), Optional.of(power), true));
    }

    private void call(Effect.Call call) {
        var isEvm = call.contract().chain().namespace().equals("eip155");
        var selector = isEvm
                ? selector(StandardHash.keccak256(Bytes.ofUtf8(call.function())).bytes())
                : Optional.<String>empty();
        var code = new Leg.Code(
                call.contract(),
                selector,
                Optional.of(call.function()),
                call.arguments(),
                call.operation(),
                call.value(),
                call.depth());
        add(leg(
                Activity.CONTRACT_CALL,
                Optional.of(call.contract()),
                Optional.of(code),
                Optional.empty(),
                Optional.empty(),
                true));
    }

    private void statement(Effect.Statement statement) {
        var said = new Leg.Said(statement.kind(), statement.text(), statement.fields());
        var activity =
                switch (statement.kind()) {
                    case "typed" -> Activity.TYPED_DATA;
                    case "login" -> Activity.IDENTITY_SIGN;
                    default -> Activity.MESSAGE;
                };
        add(leg(activity, Optional.empty(), Optional.empty(), Optional.of(said), Optional.empty(), true));
    }

    private void undecoded(Account target, Bytes bytes) {
        var activity =
                switch (content) {
                    case TRANSACTION, CONTRACT_ACCOUNT -> Activity.CONTRACT_CALL;
                    case MESSAGE -> Activity.MESSAGE;
                    case LOGIN -> Activity.IDENTITY_SIGN;
                    case TYPED_DATA -> Activity.TYPED_DATA;
                    case RAW_DIGEST -> Activity.RAW_HASH;
                    case AUTHORIZATION -> Activity.EIP7702_AUTH;
                };
        var code = new Leg.Code(
                target,
                target.chain().namespace().equals("eip155") ? selector(bytes) : Optional.empty(),
                Optional.empty(),
                List.of(),
                Effect.Operation.CALL,
                BigInteger.ZERO,
                0);
        add(leg(
                activity,
                Optional.of(target),
                activity == Activity.CONTRACT_CALL ? Optional.of(code) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false));
    }

    private void add(Leg leg) {
        legs.add(leg.internal(leg.destination().filter(knowledge::isOwn).isPresent()));
    }

    private static Leg plain(Activity activity, Optional<Account> destination, boolean isDecoded) {
        return leg(activity, destination, Optional.empty(), Optional.empty(), Optional.empty(), isDecoded);
    }

    private static Leg leg(
            Activity activity,
            Optional<Account> destination,
            Optional<Leg.Code> code,
            Optional<Leg.Said> said,
            Optional<Leg.Power> power,
            boolean isDecoded) {
        return new Leg(
                activity,
                destination,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                code,
                said,
                power,
                isDecoded,
                false);
    }

    private static Optional<String> selector(Bytes data) {
        return data.length() < SELECTOR_BYTES
                ? Optional.empty()
                : Optional.of(data.slice(0, SELECTOR_BYTES).toHex());
    }

    private OptionalInt decimals(Asset asset) {
        var unit = knowledge.unitOf(asset).or(() -> Optional.ofNullable(COINS.get(asset)));
        return unit.isPresent() ? OptionalInt.of(unit.get().decimals()) : OptionalInt.empty();
    }

    private Optional<Matter.Coins> coins(UnsignedTransaction transaction) {
        return transaction instanceof Bundle bundle
                ? Optional.of(coins(
                        bundle.spent().size(),
                        BigDecimal.valueOf(bundle.feeSatoshi()),
                        bundle.virtualBytesMax(),
                        change.isPresent()))
                : Optional.empty();
    }

    /// Without what the inputs are worth there is no fee and so no rate: that the fee is not known is an effect nobody
    /// could read, which is asked for itself.
    private Optional<Matter.Coins> coins(ChainId chain, Seen.Part part) {
        if (fee.isEmpty() || BitcoinNetwork.of(chain).isEmpty()) return Optional.empty();
        return Transaction.parse(part.bytes()) instanceof Parsed.Ok<Transaction>(var read)
                ? Optional.of(coins(
                        read.inputs().size(),
                        new BigDecimal(fee.get().amountMax()),
                        (read.weight() + 3) / 4,
                        change.isPresent() || legs.stream().anyMatch(Leg::isInternal)))
                : Optional.empty();
    }

    private static Matter.Coins coins(int inputs, BigDecimal satoshi, int virtualBytes, boolean isChange) {
        var rate = satoshi.divide(BigDecimal.valueOf(Math.max(1, virtualBytes)), 3, RoundingMode.UP);
        return new Matter.Coins(inputs, rate, isChange);
    }

    private static Optional<Matter.Programs> programs(UnsignedTransaction transaction) {
        if (!(transaction instanceof SolanaTransaction solana)) return Optional.empty();
        var programs = new HashSet<Account>();
        for (var instruction : solana.instructions())
            programs.add(instruction.program().on(solana.chain()));
        return Optional.of(new Matter.Programs(solana.durableNonce().isPresent(), programs));
    }
}
