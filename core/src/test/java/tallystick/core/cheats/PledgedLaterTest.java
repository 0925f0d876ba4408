package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tallystick.core.approval.SeenCount;
import tallystick.core.governance.Council;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Least;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;

@DisplayName("What is taken from a policy that is pledged to and counts later, docs/spec/governance.md GO-26, GO-33")
class PledgedLaterTest {
    private static final Directory CROWD = Crowd.directory();
    private static final Instant NOW = Statutes.NOW;

    /// When what is pledged to takes force, and by its own words counts.
    private static final Instant LATER = NOW.plus(Duration.ofHours(26));

    private static final String CHANGES = "\"POLICY_CHANGE\",\"USER_ROLE_CHANGE\",\"UNFREEZE\"";

    private final Senate senate = Senate.of("", CROWD);

    /// The organisation hands over: changes need two of three in the place of two of all.
    private Document handingOver(DocumentKind kind, Instant counts) {
        var policy = Senate.policy(
                2,
                Senate.require("r", CHANGES, "\"group\":\"gov\",\"min\":2,\"excludeInitiator\":false"),
                ",\"gov\":{\"members\":[\"u:dee\",\"u:eli\",\"u:fay\"]}");
        var text = new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8);
        var later = PolicyFile.parse(Bytes.ofUtf8(text.replace("2026-01-01T00:00:00Z", counts.toString())))
                .orThrow();
        return Objects.requireNonNull(senate.inForce().get(kind)).next(PolicyText.canonical(later), LATER);
    }

    private Council pledged(Document coming) {
        return new Council(
                Statutes.WORKSPACE,
                CROWD,
                Ballots.POLICY,
                senate.inForce(),
                List.of(coming),
                senate.freezes(),
                List.of());
    }

    private Ruling suspending(Council council, String... names) {
        var change = senate.toPeople(Senate.suspended(CROWD, names), NOW.plusSeconds(60), "ann");
        var signed = Statutes.sign(change, "ann", "ann");
        var policies = new GovernedPolicies();
        var rule = ChangeTerms.of(senate.policy(), CROWD, signed, council.least(change, policies, NOW), NOW, NOW)
                .orElseThrow();
        return council.rule(signed, new Council.Occasion(rule, policies, SeenCount.Store.empty(), NOW, NOW));
    }

    @ParameterizedTest
    @EnumSource(names = {"POLICY", "EMERGENCY_POLICY"})
    void oneWhoSuspendsThoseWhomALaterPolicyAsks_isRefused(DocumentKind kind) {
        for (var counts : List.of(LATER, Instant.parse("2026-01-02T00:00:00Z")))
            assertThat(suspending(pledged(handingOver(kind, counts)), "u:dee", "u:eli"))
                    .as("counts from %s", counts)
                    .isEqualTo(new Ruling.Refused(Ruling.Why.UNGOVERNABLE));
    }

    /// One of three can be suspended; the two that are left can only agree together, so that two say yes to it.
    @ParameterizedTest
    @EnumSource(names = {"POLICY", "EMERGENCY_POLICY"})
    void oneOfThoseWhomALaterPolicyAsks_isSuspendedByTwo(DocumentKind kind) {
        var council = pledged(handingOver(kind, LATER));
        var change = senate.toPeople(Senate.suspended(CROWD, "u:dee"), NOW.plusSeconds(60), "ann");
        assertThat(council.least(change, new GovernedPolicies(), NOW)).isEqualTo(Least.TIGHTEN_TOGETHER);
        assertThat(suspending(council, "u:dee")).isInstanceOf(Ruling.Open.class);
    }

    @Test
    void whomALaterPolicyDoesNotAsk_isSuspendedByOne() {
        assertThat(suspending(pledged(handingOver(DocumentKind.POLICY, LATER)), "u:bo"))
                .isInstanceOf(Ruling.Accepted.class);
    }
}
