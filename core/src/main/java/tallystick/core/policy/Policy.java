package tallystick.core.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.core.people.PersonId;

/// One version of the rules of one place of an organisation.
///
/// **Why** a document and nothing more: every node holds the same one, names it by its hash, and judges by it alone.
///
/// @param id the document's name, the same through all versions
/// @param version from 1, raised by each change
/// @param parent the version before; none of the first
/// @param admission whether something needs an ALLOW of this very document, or those of the outer places do
/// @param effectiveFrom nothing is judged by it before
/// @param groups people by group
/// @param calendars holidays by calendar
/// @param signatures of those who agreed to it; not part of what is hashed
public record Policy(
        String id,
        int version,
        Optional<PolicyHash> parent,
        Scope scope,
        Admission admission,
        Instant effectiveFrom,
        SortedMap<String, NavigableSet<PersonId>> groups,
        SortedMap<String, NamedList> lists,
        SortedMap<String, NavigableSet<LocalDate>> calendars,
        List<Rule> rules,
        List<PolicySignature> signatures) {
    /// Most rules of one document.
    public static final int RULES_MAX = 10_000;

    /// Who has to admit what happens in the place.
    ///
    /// **Why** said and not guessed from the rules: a document that loses its last ALLOW has to admit nothing, and
    /// not suddenly everything that the outer places admit.
    public enum Admission {
        /// An ALLOW of this document, beside those of the outer places.
        OWN,
        /// The outer places alone; the document has no ALLOW.
        INHERITED
    }

    /// @throws IllegalArgumentException if names repeat, or an ALLOW stands where none counts: the caller's fault
    public Policy {
        Names.check("policy", id);
        if (version < 1) throw new IllegalArgumentException("policy version %d below 1".formatted(version));
        groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
        lists = Collections.unmodifiableSortedMap(new TreeMap<>(lists));
        calendars = Collections.unmodifiableSortedMap(new TreeMap<>(calendars));
        rules = List.copyOf(rules);
        signatures = List.copyOf(signatures);
        if (rules.size() > RULES_MAX) throw new IllegalArgumentException("%d rules".formatted(rules.size()));
        var ids = new HashSet<String>();
        for (var rule : rules)
            if (!ids.add(rule.id())) throw new IllegalArgumentException("rule id %s repeats".formatted(rule.id()));
        if (admission == Admission.INHERITED) {
            if (scope.depth() == 1) throw new IllegalArgumentException("the organisation inherits from nobody");
            if (rules.stream().anyMatch(rule -> rule.effect() == RuleEffect.ALLOW))
                throw new IllegalArgumentException("an ALLOW where the outer places admit");
        }
    }

    /// The same with other rules.
    public Policy withRules(List<Rule> others) {
        return new Policy(
                id, version, parent, scope, admission, effectiveFrom, groups, lists, calendars, others, signatures);
    }

    /// The same without signatures.
    public Policy unsigned() {
        return new Policy(
                id, version, parent, scope, admission, effectiveFrom, groups, lists, calendars, rules, List.of());
    }

    /// The people of a group; none if there is no such group.
    public NavigableSet<PersonId> members(String group) {
        return groups.getOrDefault(group, Names.sorted(List.<PersonId>of()));
    }
}
