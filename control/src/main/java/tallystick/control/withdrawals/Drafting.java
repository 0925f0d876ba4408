package tallystick.control.withdrawals;

import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.chain.ChainUnreachable;
import tallystick.control.chain.Endpoints;
import tallystick.control.vaults.Vaults;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.Built;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.secret.SystemEntropy;

/// Builds what an initiator then signs: the unsigned transaction, with sequence number and fee.
///
/// **Why** it may be wrong or lie: the initiator's program decodes it before it signs, and every node before it lets
/// its share take part.
@Component
final class Drafting {
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final Chains CHAINS = Chains.all();

    private final Withdrawals withdrawals;
    private final Endpoints endpoints;
    private final Depths depths;
    private final InstantSource clock;

    Drafting(Withdrawals withdrawals, Endpoints endpoints, Depths depths, InstantSource clock) {
        this.withdrawals = withdrawals;
        this.endpoints = endpoints;
        this.depths = depths;
        this.clock = clock;
    }

    /// What is wished for.
    record Wanted(
            Vaults.Wallet wallet,
            Vaults.Address from,
            Asset asset,
            Account to,
            BigInteger amount,
            Optional<String> externalId,
            String note) {}

    /// Makes a draft. Runs in the transaction of its request, which keeps others from the sequence number.
    Withdrawal draft(Caller caller, Vaults.Vault vault, Wanted wanted) {
        var chain = wanted.wallet().chain();
        var endpoint = endpoints.of(chain);
        var account = wanted.from().account(chain);
        var key = vault.key()
                .at(chain, wanted.from().path())
                .orElseThrow(() -> new AssertionError("an address without a key"));
        try {
            var nonce = withdrawals.freeNonce(wanted.from().id(), endpoint.nonceNext(account));
            var state = endpoint.state(account, nonce, wanted.asset());
            var transaction = built(state, key, new Wish.Pay(wanted.asset(), wanted.to(), wanted.amount()));
            return withdrawals.add(
                    caller.workspace(),
                    new Withdrawals.Draft(
                            wanted.wallet().id(),
                            wanted.from().id(),
                            wanted.externalId(),
                            wanted.asset().toString(),
                            wanted.to().address(),
                            wanted.amount(),
                            wanted.note(),
                            transaction.bytes(),
                            transaction.digests(),
                            nonce,
                            fee(transaction, account),
                            depths.blocks(),
                            caller.key(),
                            clock.instant().plus(LIFE)));
        } catch (ChainUnreachable e) {
            throw Problem.of(Code.UNREACHABLE, e.why());
        }
    }

    private static UnsignedTransaction built(Bytes state, Derivation key, Wish wish) {
        try {
            var file = StateFile.parse(CHAINS, state);
            var asked = new Building.Asked(file.chain(), key, Knowledge.none(), Optional.of(new SystemEntropy()));
            return switch (file.builder(asked).build(wish)) {
                case Built.Ready(var transaction) -> transaction;
                case Built.Refused(var field, var why) -> throw Problem.field(field(field), why);
            };
        } catch (Unusable e) {
            throw Problem.of(Code.UNREACHABLE, "the endpoint's state cannot be used: " + e.getMessage());
        }
    }

    private static String field(Built.Field field) {
        return switch (field) {
            case TO -> "destination";
            case AMOUNT -> "amount";
            case ASSET -> "asset";
            case WISH, PENDING, FEE, FUNDS, NONCE -> "amount";
        };
    }

    private static BigInteger fee(UnsignedTransaction transaction, Account account) {
        for (var each : transaction.effects(account, Knowledge.none()))
            if (each instanceof Effect.Fee(var _, var _, var amountMax)) return amountMax;
        return BigInteger.ZERO;
    }
}
