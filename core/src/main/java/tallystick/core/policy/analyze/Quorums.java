package tallystick.core.policy.analyze;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Rule;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;

/// Whether enough people are there to agree, and whether one of them is who proposes.
final class Quorums {
    private Quorums() {}

    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    static List<Remark> remarks(Document document, int index) {
        var rule = document.rule(index);
        var found = new ArrayList<Remark>();
        terms(document, rule, rule.demands().approvals(), Document.pointer(index) + "/approvals/", found);
        rule.limit()
                .flatMap(Limit::onExceed)
                .ifPresent(demands -> terms(
                        document,
                        rule,
                        demands.approvals(),
                        Document.pointer(index) + "/limit/onExceed/approvals/",
                        found));
        return found;
    }

    private static void terms(
            Document document, Rule rule, List<ApprovalTerm> terms, String pointer, List<Remark> found) {
        for (var i = 0; i < terms.size(); i++) {
            reachable(document, rule, terms.get(i), pointer + i + "/min", found);
            separate(document, rule, terms.get(i), pointer + i, found);
        }
    }

    private static void reachable(Document document, Rule rule, ApprovalTerm term, String pointer, List<Remark> found) {
        var people = new TreeSet<>(term.members());
        people.removeIf(person -> person.isService());
        var remedy = "Ask for fewer, or take more people into group %s.".formatted(term.group());
        if (people.size() < term.min()) {
            found.add(new Remark(
                    Code.UNREACHABLE_QUORUM,
                    Severity.ERROR,
                    pointer,
                    "%s %s asks for %d of group %s, in which there %s: it can never be met."
                            .formatted(rule.effect(), rule.id(), term.min(), term.group(), there(people.size())),
                    remedy));
            return;
        }
        if (!term.isInitiatorExcluded() || people.size() > term.min()) return;
        var initiators = document.initiators(rule);
        if (initiators.isPresent() && initiators.get().stream().noneMatch(people::contains)) return;
        var isAlways = initiators.isPresent() && people.containsAll(initiators.get());
        found.add(new Remark(
                Code.UNREACHABLE_QUORUM,
                isAlways ? Severity.ERROR : Severity.WARNING,
                pointer,
                "%s %s asks for %d of group %s, which is all of it: it can never be met %s."
                        .formatted(
                                rule.effect(),
                                rule.id(),
                                term.min(),
                                term.group(),
                                isAlways ? "by those who may propose" : "if one of them proposes"),
                remedy));
    }

    private static String there(int people) {
        return switch (people) {
            case 0 -> "is nobody";
            case 1 -> "is one person";
            default -> "are %d people".formatted(people);
        };
    }

    private static void separate(Document document, Rule rule, ApprovalTerm term, String pointer, List<Remark> found) {
        if (term.isInitiatorExcluded()) return;
        var people = new TreeSet<>(term.members());
        people.removeIf(person -> person.isService());
        document.initiators(rule).ifPresent(people::retainAll);
        if (people.isEmpty()) return;
        found.add(new Remark(
                Code.SELF_APPROVAL,
                Severity.WARNING,
                pointer + "/excludeInitiator",
                "%s %s counts whoever proposes among those of group %s who agree%s."
                        .formatted(
                                rule.effect(), rule.id(), term.group(), term.min() == 1 ? ", and one is enough" : ""),
                "Leave excludeInitiator out, or let somebody propose who is not in the group."));
    }
}
