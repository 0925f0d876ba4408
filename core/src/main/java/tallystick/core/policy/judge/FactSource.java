package tallystick.core.policy.judge;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Names;
import tallystick.crypto.hash.Digest32;

/// What is established about the world, as far as a judgement asks. Whoever implements it has verified who said it and
/// that it has not expired.
///
/// **Threads** pure: the same question has the same answer throughout a judgement.
public interface FactSource {
    /// How risky something was found to be.
    ///
    /// @param score 0..100
    /// @param reasons codes
    record Risk(int score, NavigableSet<String> reasons) {
        /// @throws IllegalArgumentException if the score is out of range: the caller's fault
        public Risk {
            reasons = Names.sorted(reasons);
            if (score < 0 || score > 100) throw new IllegalArgumentException("score %d not in 0..100".formatted(score));
        }
    }

    /// What a whole unit of an asset costs.
    ///
    /// @param currency three capital letters
    default Fact<BigDecimal> price(Asset asset, String currency) {
        return new Fact.Missing<>();
    }

    /// How risky the request is as a whole.
    default Fact<Risk> risk(IntentId intent) {
        return new Fact.Missing<>();
    }

    /// How risky an account is.
    default Fact<Risk> risk(Account account) {
        return new Fact.Missing<>();
    }

    /// Whether no list of sanctions names an account.
    default Fact<Boolean> isScreened(Account account) {
        return new Fact.Missing<>();
    }

    /// Since when the code of a contract is what it is.
    default Fact<Instant> codeSince(Account contract) {
        return new Fact.Missing<>();
    }

    /// What changed when it was carried out on a copy of the chain, for exactly these digests.
    default Fact<NavigableSet<String>> changes(List<Digest32> digests) {
        return new Fact.Missing<>();
    }

    /// Whether the receiver's provider was told whom the value comes from.
    default Fact<Boolean> isTravelRuleMet(IntentId intent) {
        return new Fact.Missing<>();
    }

    /// Whether what it answers on another chain has happened there.
    default Fact<Boolean> hasSourceEvent(IntentId intent) {
        return new Fact.Missing<>();
    }

    /// Nothing is established.
    static FactSource none() {
        return new FactSource() {};
    }
}
