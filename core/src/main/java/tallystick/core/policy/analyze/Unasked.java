package tallystick.core.policy.analyze;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.change.ChangeTerms;

/// Rules of what no node asks a policy about, and of what nobody can tell a node.
///
/// **Why** errors: such a DENY is believed to forbid something, and forbids nothing or everything.
final class Unasked {
    /// Ceremonies of keys, which operators order, and what nodes do not do: no policy is asked.
    static final Set<Activity> NEVER = Collections.unmodifiableSet(EnumSet.of(
            Activity.WEBHOOK_CHANGE,
            Activity.KEY_GENERATE,
            Activity.KEY_REFRESH,
            Activity.KEY_RESHARE,
            Activity.KEY_EXPORT_BACKUP,
            Activity.KEY_RECOVER,
            Activity.KEY_DESTROY));

    /// As [tallystick.core.policy.matter.Initiator#nameOf] makes them.
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{32}");

    private Unasked() {}

    /// Of one rule.
    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    static List<Remark> remarks(Document document, int index) {
        var rule = document.rule(index);
        var found = new ArrayList<Remark>();
        var never = named(rule, NEVER);
        if (!never.isEmpty())
            found.add(neverAsked(
                    index,
                    "%s %s names %s, about which no node asks a policy: it decides nothing of them."
                            .formatted(rule.effect(), rule.id(), never),
                    "Leave them out: each node's operator lets ceremonies of keys be ordered, and no policy."));
        var inside = isInside(document.policy()) ? named(rule, ChangeTerms.ACTIVITIES) : "";
        if (!inside.isEmpty())
            found.add(neverAsked(
                    index,
                    "%s %s names %s, about which the organisation's own policy is asked and that of no place inside."
                            .formatted(rule.effect(), rule.id(), inside),
                    "Put the rule into the organisation's policy."));
        Document.criterion(rule, Criterion.ByInitiator.class).ifPresent(asked -> initiator(rule, asked, index, found));
        return found;
    }

    static boolean isInside(Policy policy) {
        return policy.scope().workspace().isPresent();
    }

    private static void initiator(Rule rule, Criterion.ByInitiator asked, int index, List<Remark> found) {
        if (!asked.ip().isEmpty()) found.add(unknowable(rule, index, "ip", "from where it was proposed"));
        if (asked.sessionAgeMax().isPresent())
            found.add(unknowable(rule, index, "sessionAgeMax", "how long ago the initiator logged in"));
        var noKeys = asked.apiKeys().stream()
                .filter(name -> !KEY.matcher(name).matches())
                .collect(Collectors.joining(", "));
        if (!noKeys.isEmpty())
            found.add(new Remark(
                    Code.NEVER_KNOWN,
                    Severity.ERROR,
                    pointer(index, "apiKeys"),
                    "%s %s names %s, and no key has such a name.".formatted(rule.effect(), rule.id(), noKeys),
                    "Name each key by the first 32 digits of its id, in lower-case hex."));
    }

    private static Remark unknowable(Rule rule, int index, String field, String what) {
        var outcome =
                switch (rule.effect()) {
                    case ALLOW -> "it never admits anything";
                    case DENY -> "it denies all else that it is about";
                    case REQUIRE -> "it asks of all else that it is about";
                    case LIMIT -> "it counts all else that it is about";
                };
        return new Remark(
                Code.NEVER_KNOWN,
                Severity.ERROR,
                pointer(index, field),
                "%s %s asks %s, which nobody can prove to a node: %s."
                        .formatted(rule.effect(), rule.id(), what, outcome),
                "Leave it out, and ask for authStrength or for one of apiKeys: these a node sees for itself.");
    }

    private static Remark neverAsked(int index, String sentence, String remedy) {
        return new Remark(Code.NEVER_ASKED, Severity.ERROR, Document.pointer(index) + "/activity", sentence, remedy);
    }

    private static String pointer(int index, String field) {
        return Document.pointer(index) + "/match/initiator/" + field;
    }

    private static String named(Rule rule, Set<Activity> which) {
        return rule.activities().stream()
                .filter(which::contains)
                .map(Enum::name)
                .collect(Collectors.joining(", "));
    }
}
