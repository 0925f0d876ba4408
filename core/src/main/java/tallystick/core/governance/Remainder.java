package tallystick.core.governance;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.people.HumanId;
import tallystick.crypto.hash.Digest32;

/// What a document leaves of that by which whatever is wrong can be mended.
///
/// **Why** compared with before, and not asked for outright: what two people never could, one document more does not
/// take from them. What was not found out counts as possible before and as impossible after it: else whoever makes the
/// search too long would hide behind it what he takes.
///
/// **Threads** one.
final class Remainder {
    private final Map<DocumentKind, Document> inForce;
    private final List<Document> coming;
    private final Document next;
    private final Policies policies;
    private final Instant least;
    private Optional<Boolean> governable = Optional.empty();
    private long work;

    /// @param inForce the documents in force
    /// @param coming those that are pledged to, and not in force yet
    /// @param next the document in question
    /// @param now when it is ruled on
    Remainder(
            Map<DocumentKind, Document> inForce, List<Document> coming, Document next, Policies policies, Instant now) {
        this.inForce = inForce;
        this.coming = coming;
        this.next = next;
        this.policies = policies.atOnce();
        this.least = next.effectiveFrom().isAfter(now) ? next.effectiveFrom() : now;
    }

    /// Whether all that could be changed before can be changed after it, also if what is pledged to comes into force
    /// before it.
    ///
    /// @spec docs/spec/governance.md#GO-26 governance
    boolean isGovernable() {
        if (governable.isEmpty())
            governable = Optional.of(isLeft(Optional.empty(), found -> isLeft(found, Set.of(), Proposing.PROGRAM)));
        return governable.get();
    }

    /// Whether what it leaves can be mended without somebody: nothing of it becomes impossible; and of people two
    /// humans stay who could propose it, or as many as before, and nothing becomes impossible without one more.
    ///
    /// **Why** the one who is left beside him may be one whose key is lost: what stays possible only with that one
    /// is then possible for nobody but whoever took the right from all others, be it to propose or to agree.
    ///
    /// @param without who is left out; nobody of whom is not known who he is
    /// @spec docs/spec/governance.md#GO-33 governance
    boolean isLeftWithout(Set<HumanId> without) {
        return isLeft(Optional.of(without), found -> isLeftWithout(found, without));
    }

    private boolean isLeftWithout(Found found, Set<HumanId> without) {
        if (next.kind() != DocumentKind.PEOPLE) return isLeft(found, without, Proposing.PROGRAM);
        return isLeft(found, without, Proposing.TWO)
                && relied(found, without).stream()
                        .allMatch(human -> isLeft(found, and(without, human), Proposing.HUMAN));
    }

    /// The same question after the same ones is answered as it was: what it takes is looked for once, and counted as if
    /// it had been each time.
    /// @spec docs/spec/governance.md#GO-34 governance
    private boolean isLeft(Optional<Set<HumanId>> without, Predicate<Found> isLeft) {
        if (!isGoverning(next.kind())) return true;
        var question = new Weighing.Question(
                hashes(inForce.values()), hashes(coming), next.hash(), without, Constitution.nextHour(least), work);
        var weighing = policies.weighed(question, () -> {
            var found = new Found(policies, least, question.work());
            var is = isLeft.test(found);
            return new Weighing(is, found.work());
        });
        work = weighing.work();
        return weighing.isLeft();
    }

    private static Map<DocumentKind, Digest32> hashes(Collection<Document> documents) {
        return documents.stream()
                .filter(document -> isGoverning(document.kind()))
                .collect(Collectors.toMap(Document::kind, Document::hash, (_, last) -> last));
    }

    /// Those by whom each remedy was found to come about after it. Without anybody else it does so as well, by the
    /// same people: nobody else has to be asked about.
    private Set<HumanId> relied(Found found, Set<HumanId> without) {
        // In one order on all nodes: where not all is found out, it is the same for all.
        var humans = new TreeSet<HumanId>();
        standings()
                .map(this::after)
                .forEach(after -> ruling(after)
                        .flatMap(kind -> found.outlook(after, kind, without, Proposing.TWO).values().stream())
                        .forEach(outlook -> humans.addAll(outlook.by())));
        return humans;
    }

    private static Set<HumanId> and(Set<HumanId> some, HumanId more) {
        var all = new HashSet<>(some);
        all.add(more);
        return all;
    }

    /// Whether each remedy stays as possible as before, up to so much.
    private boolean isLeft(Found found, Set<HumanId> without, Proposing enough) {
        return standings().allMatch(before -> {
            var after = after(before);
            return ruling(after).filter(kind -> isTouched(before, kind)).allMatch(kind -> {
                var is = found.outlook(after, kind, without, enough);
                var lesser = compared(kind).stream()
                        .filter(remedy ->
                                !is.getOrDefault(remedy, Outlook.NONE).atLeast().reaches(enough))
                        .toList();
                if (lesser.isEmpty()) return true;
                // What the first emergency policy takes the place of is the policy in force.
                var was = found.outlook(before, before.containsKey(kind) ? kind : DocumentKind.POLICY, without, enough);
                return lesser.stream()
                        .allMatch(remedy -> is.getOrDefault(remedy, Outlook.NONE)
                                .atLeast()
                                .reaches(was.getOrDefault(remedy, Outlook.NONE).atMost()));
            });
        });
    }

    /// Whether a policy or the people beside it are others than before: what was not found out of the same it neither
    /// gives nor takes.
    private boolean isTouched(Map<DocumentKind, Document> before, DocumentKind kind) {
        return Stream.of(kind, DocumentKind.PEOPLE)
                .filter(each -> each == next.kind())
                .anyMatch(each -> !Optional.ofNullable(before.get(each))
                        .map(Document::content)
                        .equals(Optional.of(next.content())));
    }

    /// What may be in force beside it: what is now, and what is pledged to.
    private Stream<Map<DocumentKind, Document>> standings() {
        var other = new HashMap<>(inForce);
        for (var document : coming) if (document.kind() != next.kind()) other.put(document.kind(), document);
        return Stream.of(inForce, other);
    }

    private Map<DocumentKind, Document> after(Map<DocumentKind, Document> before) {
        var after = new HashMap<>(before);
        after.put(next.kind(), next);
        return after;
    }

    private static Stream<DocumentKind> ruling(Map<DocumentKind, Document> documents) {
        return Stream.of(DocumentKind.POLICY, DocumentKind.EMERGENCY_POLICY).filter(documents::containsKey);
    }

    /// What three people are needed for may become impossible when somebody is suspended, and never by a policy.
    private Set<Remedy> compared(DocumentKind by) {
        if (next.kind() != DocumentKind.POLICY || by != DocumentKind.POLICY) return Remedy.NEEDED;
        return inForce.containsKey(DocumentKind.EMERGENCY_POLICY)
                ? EnumSet.allOf(Remedy.class)
                : EnumSet.complementOf(EnumSet.of(Remedy.BREAK_GLASS));
    }

    private static boolean isGoverning(DocumentKind kind) {
        return kind == DocumentKind.PEOPLE || kind == DocumentKind.POLICY || kind == DocumentKind.EMERGENCY_POLICY;
    }
}
