package tallystick.core.chain.ethereum.build;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.DataFees;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.ethereum.envelope.Replacement;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;

/// Reads what an account has from a state file.
///
/// **Threads** stateless.
public final class EthereumBuilding implements Building {
    private static final Set<String> FIELDS =
            Set.of("nonceMined", "nonceNext", "priorityFeePerGas", "feePerGasMax", "gasLimit", "balance", "tokens");
    private static final int COIN = 60;

    @Override
    public Asset coin(ChainId chain) {
        return Asset.coin(chain, COIN);
    }

    /// @spec docs/spec/state.md#ST-3 state
    @Override
    public Builder builder(Asked asked, Entry state) throws Unusable {
        Building.fields(state, FIELDS);
        var mined = bits(state, "nonceMined", 63);
        var next = bits(state, "nonceNext", 63);
        if (next.compareTo(mined) < 0) throw state.get("nonceNext").expected("a number from nonceMined on");
        var priority = bits(state, "priorityFeePerGas", 256);
        var max = bits(state, "feePerGasMax", 256);
        if (priority.compareTo(max) > 0) throw state.get("priorityFeePerGas").expected("at most feePerGasMax");
        var gasLimit = state.has("gasLimit") ? Optional.of(bits(state, "gasLimit", 64)) : Optional.<BigInteger>empty();
        if (gasLimit.filter(limit -> limit.compareTo(Replacement.GAS_OF_A_TRANSFER) < 0)
                .isPresent()) throw state.get("gasLimit").expected("a number from 21000 on");
        var account = new AccountState(
                new AccountState.Nonces(mined, next),
                new Replacement.FeeBid(priority, max),
                gasLimit,
                bits(state, "balance", 256),
                tokens(state));
        var knowledge = asked.knowledge();
        return new EthereumBuilder(
                asked.chain(),
                Address.of(asked.key().key()),
                account,
                knowledge.chapter(FeeCaps.class).orElse(FeeCaps.none()).on(asked.chain()),
                knowledge.chapter(DataFees.class).orElse(DataFees.known()).on(asked.chain()));
    }

    private static Map<Address, BigInteger> tokens(Entry state) throws Unusable {
        var tokens = new HashMap<Address, BigInteger>();
        for (var item : state.items("tokens")) {
            item.object(Set.of("token", "balance"));
            var where = item.get("token");
            var token =
                    Address.parse(where.text()).orElseThrow(() -> where.expected("an address with its right checksum"));
            if (tokens.put(token, bits(item, "balance", 256)) != null) throw item.expected("each token once");
        }
        return tokens;
    }

    private static BigInteger bits(Entry entry, String field, int bitsMax) throws Unusable {
        var number = entry.natural(field);
        if (number.bitLength() > bitsMax) throw entry.get(field).expected("a number in 0..2^%d-1".formatted(bitsMax));
        return number;
    }
}
