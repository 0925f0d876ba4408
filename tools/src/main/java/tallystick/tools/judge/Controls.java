package tallystick.tools.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Demands;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.judge.Reason;

/// Which controls take part in a judgement: all, all but one, or one alone.
///
/// **Why** what is stopped by several controls at once says nothing of each of them: one that never works alone may not
/// work at all.
///
/// **Form** a control is named in capitals. Those of a policy are its rules but the ALLOWs: the rule's id up to the
/// first full stop, `fee-rate-abnormal.bitcoin` is of `FEE_RATE_ABNORMAL`. The ALLOWs together are `NO_ALLOW`.
///
/// @param only this alone, the rest permits
/// @param without all but this
record Controls(Optional<String> only, Optional<String> without) {
    /// A signature of an approval is none of an owner's, or was made over something else.
    static final String APPROVALS = "APPROVAL_DIGEST_MISMATCH";
    /// What was submitted is not what the bytes do.
    static final String INTENT = Reason.Code.INTENT_MISMATCH.name();
    /// Calls are wrapped too often.
    static final String DEPTH = Reason.Code.TOO_DEEP.name();
    /// Nothing admits it.
    static final String ADMISSION = Reason.Code.NO_ALLOW.name();

    private static final List<String> OF_THE_JUDGE = List.of(APPROVALS, INTENT, DEPTH, ADMISSION);
    private static final Rule PERMITTED = new Rule(
            "permitted",
            RuleEffect.ALLOW,
            Names.sorted(List.<Activity>of()),
            List.of(),
            Optional.empty(),
            Demands.none(),
            Optional.empty());

    /// All of them.
    static Controls all() {
        return new Controls(Optional.empty(), Optional.empty());
    }

    /// With names as people write them: in either case, with hyphens or underscores.
    static Controls of(Optional<String> only, Optional<String> without) {
        return new Controls(only.map(Controls::name), without.map(Controls::name));
    }

    /// The control that a rule is a part of.
    static String of(Rule rule) {
        return rule.effect() == RuleEffect.ALLOW ? ADMISSION : of(rule.id());
    }

    /// The control of a rule that is no ALLOW.
    static String of(String ruleId) {
        var stop = ruleId.indexOf('.');
        return name(stop < 0 ? ruleId : ruleId.substring(0, stop));
    }

    private static String name(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /// Every control there is under a policy.
    static NavigableSet<String> of(Policy policy) {
        var names = new TreeSet<>(OF_THE_JUDGE);
        for (var rule : policy.rules()) names.add(of(rule));
        return names;
    }

    /// A name that was given and that is no control under this policy.
    Optional<String> unknown(Policy policy) {
        var names = of(policy);
        return Stream.concat(only.stream(), without.stream())
                .filter(each -> !names.contains(each))
                .findFirst();
    }

    /// Whether it takes part.
    boolean isOn(String control) {
        return only.map(control::equals).orElse(true)
                && without.filter(control::equals).isEmpty();
    }

    /// The policy as far as its controls take part. What no longer has to be admitted by a rule of its own is
    /// permitted.
    /// @spec docs/spec/judge.md#JU-3 judge
    Policy applied(Policy policy) {
        if (only.isEmpty() && without.isEmpty()) return policy;
        var rules = new ArrayList<Rule>();
        for (var rule : policy.rules()) if (isOn(of(rule))) rules.add(rule);
        if (!isOn(ADMISSION)) rules.add(PERMITTED);
        return policy.withRules(rules);
    }
}
