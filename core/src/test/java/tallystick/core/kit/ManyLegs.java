package tallystick.core.kit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tallystick.core.chain.Account;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Policy;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;

/// A payment of as many legs as are looked into, by as many rules as are asked of so many: a program of its own, which
/// is given a small heap.
public final class ManyLegs {
    private ManyLegs() {}

    /// Payments to as many different accounts.
    public static Matter matter(int legs) {
        var found = new ArrayList<Leg>();
        for (var i = 1; i <= legs; i++)
            found.add(Leg.of(
                    Activity.TRANSFER,
                    new Account(Judging.CHAIN, "0x%040x".formatted(BigInteger.valueOf(i))),
                    Judging.ETHER,
                    Quantity.of(BigInteger.valueOf(1_000_000L + i)),
                    OptionalInt.of(18)));
        return Judging.matter(found.toArray(Leg[]::new));
    }

    /// What the rules say of which there are so many.
    public enum Saying {
        /// Each asks for a wait of its own.
        REQUIRE("\"effect\":\"REQUIRE\",\"match\":{\"amount\":{\"unit\":\"BASE\",\"min\":\"%1$d\"}},"
                + "\"delay\":{\"min\":\"PT%1$dS\"}"),
        /// Each denies.
        DENY("\"effect\":\"DENY\",\"match\":{\"amount\":{\"unit\":\"BASE\",\"min\":\"%1$d\"}}"),
        /// Each asks for another time within which nothing was paid twice.
        DUPLICATE("\"effect\":\"DENY\",\"match\":{\"duplicate\":{\"within\":\"PT%1$dS\"}}"),
        /// Each counts every destination for itself.
        LIMIT("\"effect\":\"LIMIT\",\"limit\":{\"measure\":\"COUNT\",\"per\":[\"destination\"],\"max\":\"5\","
                + "\"window\":{\"type\":\"LIFETIME\"}}");

        private final String text;

        Saying(String text) {
            this.text = text;
        }
    }

    /// Rules that all match and ask for a wait, each with a criterion of its own.
    public static Policy policy(int rules) {
        return policy(Saying.REQUIRE, rules);
    }

    /// As many rules that say something, one of them that admits.
    public static Policy policy(Saying saying, int rules) {
        var texts = new ArrayList<String>();
        texts.add("{\"id\":\"allow\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]}");
        for (var i = 1; i < rules; i++)
            texts.add("{\"id\":\"r%d\",\"activity\":[\"TRANSFER\"],%s}".formatted(i, saying.text.formatted(i)));
        return Judging.policy(String.join(",", texts));
    }

    /// Judges one, and says how many parts its trace has and how it ends.
    public static void main(String[] args) {
        var legs = Integer.parseInt(args[0]);
        var level = Level.of(policy(Saying.valueOf(args[2]), Integer.parseInt(args[1])));
        var judgement = Judge.judge(matter(legs), List.of(level), Judging.CALM, Judging.NOW);
        System.out.println("%d %s %s"
                .formatted(
                        judgement.trace().rules().size(),
                        judgement.decision().getClass().getSimpleName(),
                        judgement.trace().digest()));
    }
}
