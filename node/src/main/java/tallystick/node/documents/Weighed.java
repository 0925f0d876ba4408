package tallystick.node.documents;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import tallystick.core.governance.Constitution;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Policies;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Survey;
import tallystick.core.governance.Weighing;
import tallystick.core.people.HumanId;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.ChangeTerms;
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
    private final Known known;
    private final boolean isFinding;
    private final AtomicBoolean lacking;

    /// What was found by all who ask here.
    private record Known(
            Hashes hashes,
            Kept<Good, Boolean> good,
            Kept<Pair, Boolean> fitting,
            Kept<Pair, Direction> directions,
            Kept<Pair, Boolean> denying,
            Kept<By, Survey> surveys,
            Kept<Weighing.Question, Weighing> weighings,
            Kept<Digest32, Optional<ChangeTerms>> terms) {
        Known() {
            this(
                    new Hashes(),
                    new Kept<>(KEPT_MAX),
                    new Kept<>(KEPT_MAX),
                    new Kept<>(KEPT_MAX),
                    new Kept<>(KEPT_MAX),
                    new Kept<>(KEPT_MAX),
                    new Kept<>(KEPT_MAX),
                    new Kept<>(TERMS_MAX));
        }
    }

    private record Good(Digest32 content, int version) {}

    private record Pair(Digest32 before, Digest32 after) {}

    private record By(Digest32 policy, Digest32 people, Set<HumanId> without, Instant from, Proposing enough) {}

    /// @param policies by which it is found once
    public Weighed(Policies policies) {
        this(policies, new Known(), true, new AtomicBoolean());
    }

    private Weighed(Policies policies, Known known, boolean isFinding, AtomicBoolean lacking) {
        this.lacking = lacking;
        this.policies = policies;
        this.known = known;
        this.isFinding = isFinding;
    }

    /// The same where nothing is looked for: for whoever has others wait.
    ///
    /// **Form** what is not known is answered as whatever admits least, and then [#isLacking]: nothing may come of
    /// it.
    public Weighed recalling() {
        return new Weighed(policies, known, false, new AtomicBoolean());
    }

    @Override
    public Weighed atOnce() {
        return new Weighed(policies.atOnce(), known, isFinding, lacking);
    }

    /// Whether something was asked here that has to be looked for.
    public boolean isLacking() {
        return lacking.get();
    }

    private <K, V> V get(Kept<K, V> kept, K question, Supplier<V> find, V otherwise) {
        if (isFinding) return kept.get(question, find);
        var found = kept.known(question);
        if (found.isEmpty()) lacking.set(true);
        return found.orElse(otherwise);
    }

    /// What a policy in force asks of changes; empty only if that is not known.
    ///
    /// @param hash of the policy
    Optional<ChangeTerms> terms(Digest32 hash, Policy policy) {
        return get(known.terms(), hash, () -> Optional.of(ChangeTerms.by(policy)), Optional.empty());
    }

    @Override
    public boolean isGood(Bytes content, int version) {
        return get(known.good(), new Good(hash(content), version), () -> policies.isGood(content, version), false);
    }

    @Override
    public boolean fits(Bytes policy, Bytes places) {
        return get(known.fitting(), pair(policy, places), () -> policies.fits(policy, places), false);
    }

    @Override
    public Direction direction(Bytes before, Bytes after) {
        return get(known.directions(), pair(before, after), () -> policies.direction(before, after), Direction.LOOSEN);
    }

    @Override
    public boolean mayDenyChanges(Bytes before, Bytes after) {
        return get(known.denying(), pair(before, after), () -> policies.mayDenyChanges(before, after), true);
    }

    @Override
    public Survey outlook(Constitution by, Proposing enough) {
        var hourly = by.at(Constitution.nextHour(by.from()));
        var asked = new By(hash(by.policy()), hash(by.people()), by.without(), hourly.from(), enough);
        return get(known.surveys(), asked, () -> policies.outlook(hourly, enough), Survey.NOTHING);
    }

    /// @spec docs/spec/governance.md#GO-34 governance
    @Override
    public Weighing weighed(Weighing.Question question, Supplier<Weighing> find) {
        return get(
                known.weighings(),
                question,
                () -> policies.weighed(question, find),
                new Weighing(false, question.work()));
    }

    private Pair pair(Bytes before, Bytes after) {
        return new Pair(hash(before), hash(after));
    }

    private Digest32 hash(Bytes content) {
        return known.hashes().of(content);
    }

    /// The latest answers; the one that was not asked for the longest goes first.
    private static final class Kept<K, V> {
        private final Map<K, V> answers = new LinkedHashMap<>(16, 0.75f, true);
        private final int max;

        Kept(int max) {
            this.max = max;
        }

        synchronized Optional<V> known(K question) {
            return Optional.ofNullable(answers.get(question));
        }

        V get(K question, Supplier<V> find) {
            var known = known(question);
            if (known.isPresent()) return known.get();
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
