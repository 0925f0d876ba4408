package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Senate;
import tallystick.core.kit.Statutes;
import tallystick.core.people.Directory;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;

@DisplayName("Stricter rules that take the say from others, docs/spec/policy.md PO-21")
class SayCheatsTest {
    private static final Instant NOW = Statutes.NOW;
    private static final Directory CROWD = Crowd.directory();
    private static final String MINE = ",\"mine\":{\"members\":[\"u:bo\",\"u:cy\"]}";
    private static final String OWN =
            Senate.require("w", "\"POLICY_CHANGE\"", "\"group\":\"mine\",\"min\":2,\"authStrength\":\"API_KEY\"");
    private static final String RISKY = "\"activity\":[\"*\"],\"match\":{\"risk\":{\"scoreMin\":60}}";

    private static Policy policy(String rules) {
        return Senate.policy(2, rules, MINE);
    }

    private static void loosens(String before, String after) {
        assertThat(PolicyChange.between(policy(before), policy(after)).direction())
                .as(before + " / " + after)
                .isEqualTo(Direction.LOOSEN);
    }

    private static void tightens(String before, String after) {
        assertThat(PolicyChange.between(policy(before), policy(after)).direction())
                .as(before + " / " + after)
                .isEqualTo(Direction.TIGHTEN);
    }

    @Test
    void approvalsOfChanges_areAskedOfOthers_onlyByWhatLoosens() {
        var one = Senate.require("v", "\"POLICY_CHANGE\"", "\"group\":\"exec\",\"min\":1");
        loosens("", OWN);
        loosens(one, one + "," + OWN);
        loosens(one, one.replace("\"min\":1", "\"min\":2"));
        loosens(OWN, OWN.replace("POLICY_CHANGE", "*"));
        loosens("", OWN.replace("\"POLICY_CHANGE\"", "\"TRANSFER\",\"UNFREEZE\""));
        loosens("", OWN.replace("POLICY_CHANGE", "ADDRESS_BOOK_CHANGE"));
        loosens("", OWN.replace("POLICY_CHANGE", "API_KEY_CHANGE"));
        // Of payments it is only more.
        tightens("", OWN.replace("POLICY_CHANGE", "TRANSFER"));
        tightens("", OWN.replace("\"POLICY_CHANGE\"]", "\"*\"],\"match\":{\"source\":{\"vaults\":[\"hot\"]}}"));
    }

    @Test
    void ruleThatOnlyChangesMeet_isNotTakenAwayByADenialOfFacts() {
        var required =
                "{\"id\":\"s\",\"effect\":\"REQUIRE\"," + RISKY + ",\"approvals\":[{\"group\":\"exec\",\"min\":4}]}";
        loosens(required, "{\"id\":\"s\",\"effect\":\"DENY\"," + RISKY + "}");
        loosens("", required);
        tightens("", "{\"id\":\"s\",\"effect\":\"DENY\"," + RISKY + "}");
        tightens(required, "{\"id\":\"s\",\"effect\":\"DENY\",\"activity\":[\"*\"]}");
    }

    @Test
    void denialsOfChanges_come_andDoNotGo() {
        var night = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"POLICY_CHANGE\"],\"match\":{\"time\":"
                + "{\"tz\":\"UTC\",\"hours\":\"00:00-06:00\"}}}";
        tightens("", night);
        tightens(night, night.replace("06:00", "07:00"));
        loosens(night, night.replace("06:00", "05:00"));
        loosens(night, "");
    }

    @Test
    void oneWhoAloneTakesTheSay_waitsForAllWhoHaveIt() {
        var senate = Senate.of("", CROWD);
        var soon = senate.toPolicy(policy(OWN), NOW.plusSeconds(60), "bo");
        assertThat(senate.rule(Statutes.sign(soon, "bo", "bo", "cy"), NOW.plusSeconds(30)))
                .isEqualTo(new Ruling.Refused(Ruling.Why.TOO_SOON));
        var later = senate.toPolicy(policy(OWN), NOW.plus(Duration.ofHours(25)), "bo");
        assertThat(senate.rule(Statutes.sign(later, "bo", "bo"), NOW.plusSeconds(30)))
                .isInstanceOf(Ruling.Open.class);
        assertThat(senate.rule(Statutes.sign(later, "bo", "bo", "cy"), NOW.plusSeconds(30)))
                .isInstanceOf(Ruling.Accepted.class);
    }
}
