package tallystick.core.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Facts;
import tallystick.core.facts.SignedFact;
import tallystick.core.facts.Topic;

/// What is established of the matters of [Judging], by those who sign for it in [Findings].
public final class Witness {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<Said, SignedFact> SIGNED = new ConcurrentHashMap<>();
    private static final Map<List<SignedFact>, Facts> VERIFIED = new ConcurrentHashMap<>();

    private record Said(Claim claim, Instant at) {}

    private Witness() {}

    /// Signed by who is trusted for it, for an hour.
    public static SignedFact sign(Claim claim, Instant at) {
        return SIGNED.computeIfAbsent(new Said(claim, at), _ -> Findings.sign(claim, claim.kind(), at, at.plus(HOUR)));
    }

    /// These were so a moment ago.
    public static Facts facts(Claim... claims) {
        return facts(List.of(), List.of(claims));
    }

    /// Some that have expired by now, and others.
    public static Facts facts(List<? extends Claim> expired, List<? extends Claim> known) {
        var all = Stream.concat(
                        expired.stream().map(each -> sign(each, Judging.NOW.minus(HOUR))),
                        known.stream().map(each -> sign(each, Judging.NOW)))
                .toList();
        return VERIFIED.computeIfAbsent(all, each -> Facts.verify(each, Findings.keys(), Judging.NOW));
    }

    /// That no list of sanctions names an account, or that one does.
    public static Claim.Screening screening(Account account, boolean isClear) {
        return new Claim.Screening(account, isClear ? List.of() : List.of("OFAC_SDN"), Ballots.digest("lists"));
    }

    /// How risky the request of a number is.
    public static Claim.Risk risk(int number, int score, String... reasons) {
        return new Claim.Risk(new Topic.Request(Judging.intent(number).value()), score, List.of(reasons));
    }
}
