package tallystick.core.policy.change;

import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.change.Difference.Turn;

/// What the direction of a rule's difference follows from, in words.
final class Whys {
    static final String SAY = "it may change who decides on changes of documents";

    private Whys() {}

    static String tight(Turn turn, Rule rule) {
        var isAllow = rule.effect() == RuleEffect.ALLOW;
        return switch (turn) {
            case ADDED -> isAllow ? "what it admits was admitted before" : "it only restricts";
            case REMOVED -> isAllow ? "it admits nothing any more" : "other rules restrict as much";
            case ALTERED -> isAllow ? "it admits nothing more" : "it restricts as much or more";
        };
    }

    static String loose(Turn turn, Rule was, Rule is) {
        var wasAllow = was.effect() == RuleEffect.ALLOW;
        var isAllow = is.effect() == RuleEffect.ALLOW;
        return switch (turn) {
            case ADDED -> "no single rule admitted all that it admits";
            case REMOVED -> wasAllow ? "so many rules admit that others may count again" : "no other restricts as much";
            case ALTERED -> {
                if (isAllow) yield "it is not proven to admit nothing more";
                yield wasAllow
                        ? "so many rules admit that others may count again"
                        : "it is not proven to restrict as much";
            }
        };
    }
}
