package tallystick.core.policy.analyze;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.analyze.Remark.Code;
import tallystick.core.policy.analyze.Remark.Severity;
import tallystick.core.policy.change.ChangeTerms;

/// What the ALLOWs of a document do not reach, and when its DENYs do not.
final class Reach {
    private Reach() {}

    /// Of the document as a whole.
    ///
    /// @param allows that may decide
    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    static List<Remark> remarks(Document document, List<Rule> allows) {
        if (document.policy().admission() == Policy.Admission.INHERITED) return List.of();
        if (allows.isEmpty())
            return List.of(new Remark(
                    Code.UNCOVERED,
                    Severity.WARNING,
                    "/rules",
                    "No ALLOW admits anything: all is denied.",
                    "Add an ALLOW for what is meant to be signed."));
        var missing = EnumSet.noneOf(Activity.class);
        for (var activity : Activity.values())
            if (allows.stream().noneMatch(rule -> isAbout(rule, activity))) missing.add(activity);
        // An ALLOW for these would change nothing.
        missing.removeAll(Gaps.UNSIGNED);
        missing.removeAll(ChangeTerms.ACTIVITIES);
        missing.removeAll(Unasked.NEVER);
        return missing.isEmpty()
                ? List.of()
                : List.of(new Remark(
                        Code.UNCOVERED,
                        Severity.NOTE,
                        "/rules",
                        "No ALLOW admits %s: it is always denied."
                                .formatted(missing.stream().map(Enum::name).collect(Collectors.joining(", "))),
                        "Add an ALLOW for what of it is meant to be signed."));
    }

    /// The ALLOWs that may decide.
    static List<Rule> allows(Document document, Set<String> idle) {
        return document.rules(RuleEffect.ALLOW).stream()
                .filter(rule -> !idle.contains(rule.id()))
                .toList();
    }

    /// A rule about batches is about transfers that are one of several.
    private static boolean isAbout(Rule rule, Activity activity) {
        var isOfTransfers = Set.of(Activity.TRANSFER, Activity.BATCH).contains(activity);
        return rule.activities().isEmpty()
                || rule.activities().contains(activity)
                || isOfTransfers
                        && (rule.activities().contains(Activity.TRANSFER)
                                || rule.activities().contains(Activity.BATCH));
    }

    /// Of one rule.
    /// @spec docs/spec/policy-review.md#PV-3 policy-review
    static List<Remark> remarks(Document document, int index, List<Rule> all) {
        var rule = document.rule(index);
        var found = new ArrayList<Remark>();
        if (rule.effect() == RuleEffect.ALLOW) return found;
        timeGated(rule, index).ifPresent(found::add);
        if (document.policy().admission() == Policy.Admission.INHERITED) return found;
        var allows = all.stream().filter(allow -> isShared(rule, allow)).toList();
        if (allows.isEmpty()) return found;
        amount(rule, allows, index).ifPresent(found::add);
        if (rule.effect() != RuleEffect.DENY)
            watched(document, rule, allows, index).ifPresent(found::add);
        return found;
    }

    private static boolean isShared(Rule rule, Rule allow) {
        return Arrays.stream(Activity.values()).anyMatch(each -> isAbout(rule, each) && isAbout(allow, each));
    }

    private static Optional<Remark> timeGated(Rule rule, int index) {
        var time = Document.criterion(rule, Criterion.AtTime.class);
        var isOfTimeAlone = rule.criteria().size() == 1 && rule.when().isEmpty();
        if (rule.effect() != RuleEffect.DENY || time.isEmpty() || isOfTimeAlone) return Optional.empty();
        return Optional.of(new Remark(
                Code.TIME_GATED_DENY,
                Severity.WARNING,
                Document.pointer(index) + "/match/time",
                "DENY %s denies %s its hours only: whoever waits is not stopped by it."
                        .formatted(rule.id(), time.get().isOutside() ? "outside" : "within"),
                "Leave the time out, or ask for it in the ALLOWs."));
    }

    private static Optional<Remark> amount(Rule rule, List<Rule> allows, int index) {
        var asked = Document.criterion(rule, Criterion.OfAmount.class);
        var least = asked.flatMap(each -> each.bounds().min());
        if (asked.isEmpty() || least.isEmpty()) return Optional.empty();
        var most = BigDecimal.ZERO;
        for (var allow : allows) {
            var admitted = Document.criterion(allow, Criterion.OfAmount.class)
                    .filter(each -> isSameUnit(each.unit(), asked.get().unit()))
                    .flatMap(each -> each.bounds().max());
            if (admitted.isEmpty()) return Optional.empty();
            most = most.max(admitted.get());
        }
        if (most.compareTo(least.get()) >= 0) return Optional.empty();
        return Optional.of(new Remark(
                Code.UNREACHABLE_AMOUNT,
                Severity.NOTE,
                Document.pointer(index) + "/match/amount/min",
                "%s %s begins at %s, and no ALLOW admits one payment of more than %s: only several together reach it."
                        .formatted(rule.effect(), rule.id(), least.get().toPlainString(), most.toPlainString()),
                "Raise the most of an ALLOW, or lower the least of this rule."));
    }

    private static boolean isSameUnit(Criterion.Unit one, Criterion.Unit other) {
        return one instanceof Criterion.Unit.Fiat(var currency, var _)
                ? other instanceof Criterion.Unit.Fiat(var sameCurrency, var _) && currency.equals(sameCurrency)
                : one.equals(other) && one instanceof Criterion.Unit.Base;
    }

    /// What a rule watches and no ALLOW admits.
    private static Optional<Remark> watched(Document document, Rule rule, List<Rule> allows, int index) {
        var to = Document.criterion(rule, Criterion.ToDestination.class).map(Criterion.ToDestination::in);
        if (to.isPresent()
                && !to.get().isEmpty()
                && document.books(to.get()).isEmpty()
                && document.accounts(to.get()).stream()
                        .noneMatch(account -> allows.stream().anyMatch(allow -> reaches(document, allow, account))))
            return Optional.of(uncovered(rule, index, "destination", to.get()));
        var asset = Document.criterion(rule, Criterion.OfAsset.class).map(Criterion.OfAsset::in);
        if (asset.isPresent()
                && !asset.get().isEmpty()
                && document.assets(asset.get()).stream()
                        .noneMatch(each -> allows.stream().anyMatch(allow -> reaches(document, allow, each))))
            return Optional.of(uncovered(rule, index, "asset", asset.get()));
        return Optional.empty();
    }

    private static Remark uncovered(Rule rule, int index, String field, Collection<String> lists) {
        return new Remark(
                Code.UNCOVERED,
                Severity.NOTE,
                Document.pointer(index) + "/match/" + field + "/in",
                "%s %s watches %s, of which no ALLOW admits anything."
                        .formatted(rule.effect(), rule.id(), String.join(", ", lists)),
                "Admit some of it, or remove the rule.");
    }

    private static boolean reaches(Document document, Rule allow, Account account) {
        var asked = Document.criterion(allow, Criterion.ToDestination.class);
        if (asked.isEmpty()) return true;
        var isIn = asked.get().in().isEmpty()
                || !document.books(asked.get().in()).isEmpty()
                || document.accounts(asked.get().in()).contains(account);
        return isIn && !document.accounts(asked.get().notIn()).contains(account);
    }

    private static boolean reaches(Document document, Rule allow, Asset asset) {
        var asked = Document.criterion(allow, Criterion.OfAsset.class);
        if (asked.isEmpty()) return true;
        var isIn =
                asked.get().in().isEmpty() || document.assets(asked.get().in()).contains(asset);
        return isIn
                && (asked.get().assets().isEmpty() || asked.get().assets().contains(asset))
                && !document.assets(asked.get().notIn()).contains(asset);
    }
}
