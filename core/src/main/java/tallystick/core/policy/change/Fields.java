package tallystick.core.policy.change;

import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Rule;

/// Which fields of one rule differ, as a document names them. Who is in a group is the group's and not the rule's.
final class Fields {
    private Fields() {}

    static NavigableSet<String> of(Rule was, Rule is) {
        var found = new TreeSet<String>();
        put(found, "effect", was.effect(), is.effect());
        put(found, "activity", was.activities(), is.activities());
        put(found, "when", was.when(), is.when());
        for (var kind : Criterion.Kind.values())
            put(found, "match." + kind.field(), criterion(was, kind), criterion(is, kind));
        demands(found, "", was.demands(), is.demands());
        if (was.limit().isPresent() && is.limit().isPresent())
            limit(found, was.limit().get(), is.limit().get());
        else put(found, "limit", was.limit().isPresent(), is.limit().isPresent());
        return found;
    }

    private static void put(NavigableSet<String> found, String field, Object was, Object is) {
        if (!Objects.equals(was, is)) found.add(field);
    }

    private static Optional<Criterion> criterion(Rule rule, Criterion.Kind kind) {
        return rule.criteria().stream().filter(each -> each.kind() == kind).findFirst();
    }

    private static void demands(NavigableSet<String> found, String prefix, Demands was, Demands is) {
        put(found, prefix + "approvals", terms(was), terms(is));
        put(found, prefix + "signers", was.signers(), is.signers());
        put(found, prefix + "delay", was.delay(), is.delay());
        put(found, prefix + "expiresIn", was.expiresIn(), is.expiresIn());
        put(found, prefix + "require", was.facts(), is.facts());
    }

    private static List<ApprovalTerm> terms(Demands demands) {
        return demands.approvals().stream()
                .map(term -> new ApprovalTerm(
                        term.group(),
                        java.util.Set.of(),
                        term.min(),
                        term.isInitiatorExcluded(),
                        term.strength(),
                        term.order()))
                .toList();
    }

    private static void limit(NavigableSet<String> found, Limit was, Limit is) {
        put(found, "limit.measure", was.measure(), is.measure());
        put(found, "limit.max", was.max(), is.max());
        put(found, "limit.window", was.window(), is.window());
        put(found, "limit.per", was.per(), is.per());
        put(found, "limit.onExceed.freeze", was.freeze(), is.freeze());
        if (was.onExceed().isPresent() && is.onExceed().isPresent())
            demands(
                    found,
                    "limit.onExceed.",
                    was.onExceed().get(),
                    is.onExceed().get());
        else
            put(
                    found,
                    "limit.onExceed",
                    was.onExceed().isPresent(),
                    is.onExceed().isPresent());
    }
}
