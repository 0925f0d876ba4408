package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.ChangeRule;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Least;
import tallystick.core.governance.Outlook;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Proposing;
import tallystick.core.governance.Remedy;
import tallystick.core.governance.SignedChange;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Statutes;
import tallystick.core.people.PersonKey;
import tallystick.core.policy.change.ChangeTerms;
import tallystick.core.policy.change.Outlooks;
import tallystick.core.policy.matter.Initiator;

@DisplayName("Who proposes a change as the policy sees him, docs/spec/documents.md ND-2")
class ChangeTermsCheatsTest {
    private static final String OF_POLICIES =
            "{\"id\":\"r\",\"effect\":\"%s\",\"activity\":[\"POLICY_CHANGE\"]," + "\"match\":{\"initiator\":{%s}}%s}";

    private static String deny(String initiator) {
        return OF_POLICIES.formatted("DENY", initiator, "");
    }

    /// What is asked of a policy that somebody proposes by one of his keys.
    private static Optional<ChangeRule> asked(String rule, String by, PersonKey key) {
        var from = Statutes.NOW.plus(Duration.ofDays(2));
        var next = Statutes.inForce(DocumentKind.POLICY).next(Statutes.policy(2, 3), from);
        var signed = Statutes.sign(Statutes.change(new Proposal.NewDocument(next), by), by);
        var bySuchAKey = new SignedChange(signed.change(), key.id(), signed.proof(), signed.approvals());
        return ChangeTerms.of(
                Judging.policy(rule), Crowd.directory(), bySuchAKey, Least.LOOSEN, Statutes.NOW, Statutes.NOW);
    }

    @Test
    void role_ofWhoProposes_isKnown() {
        var ann = Crowd.passkey("ann", true);
        assertThat(asked(deny("\"roles\":[\"treasurer\"]"), "ann", ann)).isEmpty();
        assertThat(asked(deny("\"roles\":[\"trader\"]"), "ann", ann)).isPresent();
    }

    @Test
    void strength_isThatOfTheKeyByWhichHeSigned() {
        var rule = OF_POLICIES.formatted(
                "REQUIRE",
                "\"authStrength\":\"PASSKEY\"",
                ",\"approvals\":[{\"group\":\"exec\",\"min\":3}],\"delay\":{\"min\":\"P9D\"}");
        assertThat(asked(rule, "bo", Crowd.passkey("bo", true)).orElseThrow().delay())
                .isEqualTo(Duration.ofDays(9));
        assertThat(asked(rule, "bo", Crowd.nistKey("bo-api")).orElseThrow().delay())
                .isEqualTo(Least.LOOSEN.delay());
    }

    @Test
    void key_isThatByWhichHeSigned_andOneThatIsNotHis_isNoneThatAnybodyKnows() {
        var rule = deny("\"apiKeys\":[\"%s\"]".formatted(Initiator.nameOf(Crowd.nistKey("bo-api"))));
        assertThat(asked(rule, "bo", Crowd.nistKey("bo-api"))).isEmpty();
        assertThat(asked(rule, "bo", Crowd.passkey("bo", true))).isPresent();
        assertThat(asked(rule, "bo", Crowd.edKey("cy-api"))).as("Cy's").isEmpty();
        assertThat(asked(rule, "bo", Crowd.edKey("nobody"))).as("nobody's").isEmpty();
    }

    @Test
    void denialOfARole_thatAllHave_leavesNobodyToGovern() {
        assertThat(possible(deny("\"roles\":[\"treasurer\"]"))).doesNotContain(Remedy.CHANGE_POLICY);
        assertThat(possible(deny("\"roles\":[\"trader\"]"))).contains(Remedy.CHANGE_POLICY);
        assertThat(possible(deny("\"authStrength\":\"API_KEY\""))).doesNotContain(Remedy.CHANGE_POLICY);
        assertThat(possible(deny("\"authStrength\":\"PASSKEY\"")))
                .as("Bo and Cy have a program's key besides")
                .contains(Remedy.CHANGE_POLICY);
    }

    private static Set<Remedy> possible(String rules) {
        return Outlook.possible(Outlooks.of(Judging.policy(rules), Crowd.directory(), Judging.NOW, Proposing.PROGRAM));
    }
}
