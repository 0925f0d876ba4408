package tallystick.core.policy.judge;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

/// Finds the rules that can match a leg without asking all of them: by activity, and by the one thing a rule is most
/// particular about. What it leaves out could not have matched, nor could anything have kept it from being answered.
final class RuleIndex {
    private static final int ACCOUNTS_MAX = 64;
    private static final List<String> RANKS =
            List.of("wallet", "account", "vault", "user", "tag", "tier", "workspace", "decoded", "chain");

    private final List<ReadyRule> ready;
    private final List<Rule> rules;
    private final Map<RuleEffect, Map<Activity, Bucket>> buckets = new EnumMap<>(RuleEffect.class);

    /// What a leg can be found by.
    ///
    /// @param what wallet, vault, tag, …
    private record Key(String what, Object value) {}

    private static final class Bucket {
        private final BitSet always = new BitSet();
        private final Map<Key, List<Integer>> byKey = new HashMap<>();
    }

    /// @param ready the policy's rules, in its order
    RuleIndex(Policy policy, List<ReadyRule> ready) {
        this.ready = ready;
        rules = policy.rules();
        for (var effect : RuleEffect.values()) {
            var byActivity = new EnumMap<Activity, Bucket>(Activity.class);
            for (var activity : Activity.values()) byActivity.put(activity, new Bucket());
            buckets.put(effect, byActivity);
        }
        for (var i = 0; i < rules.size(); i++) add(i, policy);
    }

    private void add(int index, Policy policy) {
        var rule = rules.get(index);
        var keys = keys(rule, policy);
        for (var activity : rule.activities().isEmpty() ? List.of(Activity.values()) : rule.activities()) {
            var bucket = buckets.getOrDefault(rule.effect(), Map.of()).getOrDefault(activity, new Bucket());
            if (keys.isEmpty()) bucket.always.set(index);
            for (var key : keys)
                bucket.byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(index);
        }
    }

    /// The keys under one of which a leg is found if the rule can match it; none if any leg may be.
    private static List<Key> keys(Rule rule, Policy policy) {
        var found = new ArrayList<List<Key>>();
        for (var criterion : rule.criteria())
            switch (criterion) {
                case Criterion.FromSource source -> {
                    found.add(keys("wallet", source.wallets()));
                    found.add(keys("vault", source.vaults()));
                    found.add(keys("tag", source.tags()));
                    found.add(keys("tier", source.tiers()));
                    found.add(keys("workspace", source.workspaces()));
                    found.add(keys("chain", source.chains()));
                }
                case Criterion.ByInitiator initiator -> found.add(keys("user", initiator.users()));
                case Criterion.ToDestination destination -> found.add(accounts(destination.in(), policy));
                // Of what it does not admit an ALLOW has to say why.
                case Criterion.IsDecoded(var value) -> {
                    if (rule.effect() != RuleEffect.ALLOW) found.add(keys("decoded", List.of(value)));
                }
                // A leg that could not be read may move any asset: it is never passed over for its asset.
                default -> {}
            }
        return found.stream()
                .filter(each -> !each.isEmpty())
                .min((a, b) -> Integer.compare(rank(a), rank(b)))
                .orElse(List.of());
    }

    private static int rank(List<Key> keys) {
        return RANKS.indexOf(keys.getFirst().what());
    }

    private static List<Key> keys(String what, Collection<?> values) {
        return values.stream().map(value -> new Key(what, value)).toList();
    }

    private static List<Key> accounts(Collection<String> lists, Policy policy) {
        var accounts = new ArrayList<Account>();
        for (var list : lists) {
            if (!(policy.lists().get(list) instanceof NamedList.Addresses(var items))) return List.of();
            accounts.addAll(items);
        }
        return accounts.isEmpty() || accounts.size() > ACCOUNTS_MAX ? List.of() : keys("account", accounts);
    }

    /// The rules of an effect that can match a leg, in the order of the document.
    /// @spec docs/spec/policy.md#PO-4 policy
    List<ReadyRule> candidates(RuleEffect effect, Matter matter, Leg leg) {
        var found = new BitSet();
        var keys = keys(matter, leg);
        collect(effect, leg.activity(), keys, found);
        if (leg.activity() == Activity.TRANSFER && matter.isBatch()) collect(effect, Activity.BATCH, keys, found);
        var candidates = new ArrayList<ReadyRule>(found.cardinality());
        for (var i = found.nextSetBit(0); i >= 0; i = found.nextSetBit(i + 1)) candidates.add(ready.get(i));
        return candidates;
    }

    private void collect(RuleEffect effect, Activity activity, List<Key> keys, BitSet found) {
        var bucket = buckets.getOrDefault(effect, Map.of()).getOrDefault(activity, new Bucket());
        found.or(bucket.always);
        if (bucket.byKey.isEmpty()) return;
        for (var key : keys) for (var rule : bucket.byKey.getOrDefault(key, List.of())) found.set(rule);
    }

    private static List<Key> keys(Matter matter, Leg leg) {
        var asked = matter.asked();
        var place = asked.source().place();
        return Stream.of(
                        place.wallet().map(value -> new Key("wallet", value)).stream(),
                        place.vault().map(value -> new Key("vault", value)).stream(),
                        place.workspace().map(value -> new Key("workspace", value)).stream(),
                        asked.source().tags().stream().map(value -> new Key("tag", value)),
                        asked.source().tier().map(value -> new Key("tier", value)).stream(),
                        matter.chain().map(value -> new Key("chain", value)).stream(),
                        Stream.of(new Key("user", asked.initiator().person()), new Key("decoded", leg.isDecoded())),
                        leg.destination().map(value -> new Key("account", value)).stream())
                .flatMap(each -> each)
                .toList();
    }
}
