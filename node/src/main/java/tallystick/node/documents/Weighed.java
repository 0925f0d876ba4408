package tallystick.node.documents;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.people.HumanId;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// What was found of policies, kept by the hashes of what it hangs on.
///
/// **Why** every open change is ruled on each second, and two big policies take seconds to compare: they stay the same
/// two as long as the change is open.
///
/// **Threads** any; what two ask at one moment may be found twice.
public final class Weighed implements Policies {
    private static final int KEPT_MAX = 2_048;
    private static final int TERMS_MAX = 4;

    private final Policies policies;
    private final Hashes hashes = new Hashes();
    private final Kept<Good, Boolean> good = new Kept<>(KEPT_MAX);
    private final Kept<Pair, Boolean> fitting = new Kept<>(KEPT_MAX);
    private final Kept<Pair, Direction> directions = new Kept<>(KEPT_MAX);
    private final Kept<Pair, Boolean> denying = new Kept<>(KEPT_MAX);
    private final Kept<By, Map<Remedy, Outlook>> outlooks = new Kept<>(KEPT_MAX);
    private final Kept<Digest32, ChangeTerms> terms = new Kept<>(TERMS_MAX);

    private record Good(Digest32 content, int version) {}

    private record Pair(Digest32 before, Digest32 after) {}

    private record By(Digest32 policy, Digest32 people, Set<HumanId> without, Instant from, Proposing enough) {}

    /// @param policies by which it is found once
    public Weighed(Policies policies) {
        this.policies = policies;
    }

    /// What a policy in force asks of changes.
    ///
    /// @param hash of the policy
    ChangeTerms terms(Digest32 hash, Policy policy) {
        return terms.get(hash, () -> ChangeTerms.by(policy));
    }

    @Override
    public boolean isGood(Bytes content, int version) {
        return good.get(new Good(hash(content), version), () -> policies.isGood(content, version));
    }

    @Override
    public boolean fits(Bytes policy, Bytes places) {
        return fitting.get(new Pair(hash(policy), hash(places)), () -> policies.fits(policy, places));
    }

    @Override
    public Direction direction(Bytes before, Bytes after) {
        return directions.get(new Pair(hash(before), hash(after)), () -> policies.direction(before, after));
    }

    @Override
    public boolean mayDenyChanges(Bytes before, Bytes after) {
        return denying.get(new Pair(hash(before), hash(after)), () -> policies.mayDenyChanges(before, after));
    }

    @Override
    public Map<Remedy, Outlook> outlook(Constitution by, Proposing enough) {
        var hourly = by.at(GovernedPolicies.nextHour(by.from()));
        var asked = new By(hash(by.policy()), hash(by.people()), by.without(), hourly.from(), enough);
        return outlooks.get(asked, () -> policies.outlook(hourly, enough));
    }

    private Digest32 hash(Bytes content) {
        return hashes.of(content);
    }

    /// The latest answers; the one that was not asked for the longest goes first.
    private static final class Kept<K, V> {
        private final Map<K, V> answers = new LinkedHashMap<>(16, 0.75f, true);
        private final int max;

        Kept(int max) {
            this.max = max;
        }

        V get(K question, Supplier<V> find) {
            synchronized (this) {
                var known = answers.get(question);
                if (known != null) return known;
            }
            var found = find.get();
            synchronized (this) {
                answers.put(question, found);
                if (answers.size() > max)
                    answers.remove(answers.keySet().iterator().next());
            }
            return found;
        }
    }
}
