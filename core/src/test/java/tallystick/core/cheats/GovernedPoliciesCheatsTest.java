package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.SeenCount;
import tallystick.core.governance.Council;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Statutes;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;

/// docs/spec/governance.md, GO-5 and GO-24: what governance makes of real policies.
class GovernedPoliciesCheatsTest {
    private static final GovernedPolicies POLICIES = new GovernedPolicies();
    private static final String ALLOW = "{\"id\":\"a\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"]}";
    private static final String DENY = ",{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]}";

    private static Bytes text(String rules, int version) {
        var policy = Judging.policy(rules);
        return PolicyText.canonical(new Policy(
                policy.id(),
                version,
                policy.parent(),
                policy.scope(),
                policy.admission(),
                policy.effectiveFrom(),
                policy.groups(),
                policy.lists(),
                policy.calendars(),
                policy.rules(),
                policy.signatures()));
    }

    private static Bytes spelled(Bytes text) {
        return Bytes.concat(text, Bytes.ofUtf8(" "));
    }

    @Test
    void contentThatIsNotTheOneText_orOfAnotherNumber_isNoGood() {
        assertThat(POLICIES.isGood(text(ALLOW, 2), 2)).isTrue();
        assertThat(POLICIES.isGood(text(ALLOW, 2), 3)).isFalse();
        assertThat(POLICIES.isGood(spelled(text(ALLOW, 2)), 2)).isFalse();
        assertThat(POLICIES.isGood(Bytes.ofUtf8("{}"), 1)).isFalse();
        assertThat(POLICIES.isGood(Bytes.empty(), 1)).isFalse();
    }

    @Test
    void moreIsForbidden_tightens_andEverythingElse_loosens() {
        assertThat(POLICIES.direction(text(ALLOW, 1), text(ALLOW + DENY, 2))).isEqualTo(Direction.TIGHTEN);
        assertThat(POLICIES.direction(text(ALLOW + DENY, 1), text(ALLOW, 2))).isEqualTo(Direction.LOOSEN);
        assertThat(POLICIES.direction(Bytes.ofUtf8("{}"), text(ALLOW, 2))).isEqualTo(Direction.LOOSEN);
        assertThat(POLICIES.direction(text(ALLOW, 1), Bytes.ofUtf8("{}"))).isEqualTo(Direction.LOOSEN);
    }

    /// What the council says to the next policy of a rule that lets one person change it at once.
    private static Ruling ruled(Bytes before, Bytes after) {
        var inForce = new HashMap<>(Statutes.genesis().inForce());
        var now = new Document(DocumentKind.POLICY, 1, Optional.empty(), Statutes.NOW.minusSeconds(3600), before);
        inForce.put(DocumentKind.POLICY, now);
        // The trial's own is no policy that could be read, and would fit no places.
        inForce.remove(DocumentKind.EMERGENCY_POLICY);
        var next = now.next(after, Statutes.NOW.plusSeconds(60));
        var change = Statutes.change(new Proposal.NewDocument(next), "ann");
        var occasion = new Council.Occasion(
                Statutes.rule(1, Duration.ZERO), POLICIES, SeenCount.Store.empty(), Statutes.NOW, Statutes.NOW);
        return Statutes.council(Map.copyOf(inForce), Freezes.none()).rule(Statutes.sign(change, "ann", "bo"), occasion);
    }

    @Test
    void policyThatLoosens_needsMoreThanTheRuleOfOneWhoIsInAHurry() {
        assertThat(ruled(text(ALLOW, 1), text(ALLOW + DENY, 2))).isInstanceOf(Ruling.Accepted.class);
        assertThat(ruled(text(ALLOW + DENY, 1), text(ALLOW, 2)))
                .isEqualTo(new Ruling.Refused(Ruling.Why.RULE_TOO_WEAK));
        assertThat(ruled(text(ALLOW, 1), spelled(text(ALLOW + DENY, 2))))
                .isEqualTo(new Ruling.Refused(Ruling.Why.MALFORMED_DOCUMENT));
        assertThat(ruled(text(ALLOW, 1), text(ALLOW + DENY, 3)))
                .isEqualTo(new Ruling.Refused(Ruling.Why.MALFORMED_DOCUMENT));
    }
}
