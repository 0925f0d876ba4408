package tallystick.core.policy.analyze;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.Governing;
import tallystick.core.policy.judge.Obligations;
import tallystick.core.policy.matter.Initiator;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// What a policy asks of changes of the organisation's own documents: no ALLOW, and whatever its REQUIREs say.
final class Changes {
    /// So many of the people whom rules may tell apart are tried as proposers.
    private static final int PROPOSERS_MAX = 8;

    private static final PersonId SOMEBODY = new PersonId("u:somebody-in-no-group");
    private static final Digest32 SOME = new Digest32(Bytes.copyOf(new byte[Digest32.LENGTH_BYTES]));

    private Changes() {}

    /// Of the document as a whole; nothing of a policy of a place inside, which is not asked.
    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    static List<Remark> remarks(Document document) {
        var policy = document.policy();
        if (Unasked.isInside(policy)) return List.of();
        var governing = Governing.by(policy);
        var proposers = proposers(policy);
        var needs = new LinkedHashMap<String, List<Activity>>();
        for (var activity : ChangeTerms.ACTIVITIES)
            needs.computeIfAbsent(need(policy, governing, activity, proposers), _ -> new ArrayList<>())
                    .add(activity);
        var remarks = new ArrayList<Remark>();
        needs.forEach((need, activities) -> remarks.add(new Remark(
                Code.CHANGES,
                Severity.NOTE,
                "/rules",
                "By its rules %s: %s."
                        .formatted(activities.stream().map(Enum::name).collect(Collectors.joining(", ")), need),
                "What governance wants of every change comes on top (docs/spec/governance.md GO-9), and no ALLOW is"
                        + " asked: add a REQUIRE for what should need more.")));
        return remarks;
    }

    private static String need(Policy policy, Governing governing, Activity activity, List<Initiator> proposers) {
        var now = policy.effectiveFrom();
        var words = new LinkedHashSet<String>();
        for (var by : proposers) words.add(words(governing.asked(activity, by, SOME, SOME, now, now)));
        var need = words.getFirst();
        var isVarying = words.size() > 1
                || policy.rules().stream()
                        .anyMatch(rule -> isAbout(rule, activity) && has(rule, Criterion.AtTime.class));
        return isVarying ? need + "; other rules say more or less for some proposers or at some hours" : need;
    }

    private static String words(Optional<Obligations> asked) {
        if (asked.isEmpty()) return "they are denied";
        var parts = new ArrayList<String>();
        for (var term : asked.get().approvals()) parts.add(words(term));
        if (parts.isEmpty()) parts.add("nobody in particular has to agree");
        var delay = asked.get().delay().min();
        if (!delay.isZero()) parts.add("a delay of " + delay);
        return String.join(", ", parts);
    }

    private static String words(ApprovalTerm term) {
        return "%d of group %s with %s".formatted(term.min(), term.group(), term.strength());
    }

    /// Somebody of no group first, then some whom rules could mean.
    private static List<Initiator> proposers(Policy policy) {
        var found = new ArrayList<Initiator>();
        found.add(of(SOMEBODY, Set.of()));
        if (policy.rules().stream().noneMatch(Changes::isOfInitiators)) return found;
        var people = new TreeSet<PersonId>();
        var roles = new TreeSet<String>();
        for (var rule : policy.rules())
            Document.criterion(rule, Criterion.ByInitiator.class).ifPresent(asked -> {
                people.addAll(asked.users());
                asked.groups().forEach(group -> people.addAll(policy.members(group)));
                asked.notGroups().forEach(group -> people.addAll(policy.members(group)));
                roles.addAll(asked.roles());
            });
        for (var person : people) if (found.size() <= PROPOSERS_MAX) found.add(of(person, roles));
        found.add(of(SOMEBODY, roles));
        found.add(Initiator.of(SOMEBODY, AuthStrength.API_KEY));
        return found;
    }

    private static Initiator of(PersonId person, Set<String> roles) {
        return new Initiator(
                person,
                Names.sorted(roles),
                Optional.of("0".repeat(32)),
                Optional.empty(),
                AuthStrength.PASSKEY,
                Optional.empty());
    }

    private static boolean isOfInitiators(Rule rule) {
        return has(rule, Criterion.ByInitiator.class)
                || rule.when().filter(text -> text.contains("initiator.")).isPresent();
    }

    private static boolean isAbout(Rule rule, Activity activity) {
        return rule.activities().isEmpty() || rule.activities().contains(activity);
    }

    private static boolean has(Rule rule, Class<? extends Criterion> type) {
        return rule.criteria().stream().anyMatch(type::isInstance);
    }
}
