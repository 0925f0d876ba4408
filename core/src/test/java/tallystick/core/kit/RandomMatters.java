package tallystick.core.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.IpRange;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.codec.Bytes;

/// Matters by chance of more people, and circumstances in which something was counted already.
public final class RandomMatters {
    static final IpRange RANGE = new IpRange(Bytes.ofHex("0a000000"), 8);

    private final Random random;
    private final RandomRules rules;

    public RandomMatters(Random random) {
        this.random = random;
        rules = new RandomRules(random);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    public Matter matter() {
        var plain = rules.matter();
        var asked = plain.asked();
        var initiator = new Initiator(
                new PersonId(one(List.of("u:dee", "u:ann", "u:gus", "s:pay"))),
                new TreeSet<>(),
                Optional.empty(),
                one(List.of(
                        Optional.empty(), Optional.of(Bytes.ofHex("0a000001")), Optional.of(Bytes.ofHex("0b000001")))),
                one(List.of(AuthStrength.values())),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(random.nextInt(240))));
        return Judging.matter(
                new Matter.Asked(
                        asked.intent(),
                        asked.source(),
                        initiator,
                        asked.digests(),
                        asked.isReplacement(),
                        asked.submittedAt()),
                plain.legs().toArray(new tallystick.core.policy.matter.Leg[0]));
    }

    /// What two other requests reserved under policies stands in the counts.
    public Circumstances circumstances(List<Level> policies) {
        var counters = Counters.none();
        for (var i = 0; i < 2; i++) {
            var charges = Judge.judge(rules.matter(), policies, Judging.CALM, Judging.NOW)
                    .charges();
            var then = Judging.NOW.minus(Duration.ofHours(random.nextInt(40)));
            if (counters.reserve(Judging.intent(100 + i), charges, then) instanceof Counters.Reservation.Made(var made))
                counters = made;
        }
        return rules.circumstances().with(counters);
    }

    /// The working hour, or some other hour of the week after.
    public Instant now() {
        return random.nextBoolean() ? Judging.NOW : Judging.NOW.plus(Duration.ofHours(random.nextInt(168)));
    }
}
