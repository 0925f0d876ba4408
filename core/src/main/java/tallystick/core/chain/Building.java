package tallystick.core.chain;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.derive.Derivation;
import tallystick.crypto.secret.Entropy;

/// How a family of chains makes transactions.
///
/// **Why** apart from [Chain#parse]: what is made is read again by every node from its bytes alone, so a mistake here
/// costs a refusal and never money.
///
/// **Threads** implementations are immutable.
public interface Building {
    /// What a state file is called in its field `format`.
    String STATE_FORMAT = "tallystick-state-1";

    /// Makes transactions of one key, from what the chain shows at one moment.
    interface Builder {
        /// What was wished for as a transaction, or why not.
        Built build(Wish wish);
    }

    /// For whom transactions are made.
    ///
    /// @param key the key that pays, and its chain code
    /// @param knowledge caps of fees above all
    /// @param chance for what outsiders should not foresee, such as which coins are spent
    record Asked(ChainId chain, Derivation key, Knowledge knowledge, Optional<Entropy> chance) {}

    /// The chain's own coin.
    Asset coin(ChainId chain);

    /// Reads what the chain shows.
    ///
    /// @param state a state file of the chain, `docs/spec/state.md`
    /// @throws Unusable if it is not of its form, or says what cannot be: the text names the place
    Builder builder(Asked asked, Entry state) throws Unusable;

    /// A state file with these fields and no others, besides those of every family's.
    static Entry fields(Entry state, Set<String> own) throws Unusable {
        var all = new HashSet<>(own);
        all.add("format");
        all.add("chain");
        return state.object(all);
    }

    /// None are made.
    static Building none() {
        return new Building() {
            @Override
            public Asset coin(ChainId chain) {
                throw new IllegalArgumentException("no transactions of " + chain + " are made here");
            }

            @Override
            public Builder builder(Asked asked, Entry state) throws Unusable {
                throw new Unusable("no transactions of " + asked.chain() + " are made here");
            }
        };
    }
}
