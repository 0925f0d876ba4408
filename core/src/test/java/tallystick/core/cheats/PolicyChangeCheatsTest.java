package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.kit.Assembly;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy.md, PO-17: changes that look like tightening, and really admit what was denied.
class PolicyChangeCheatsTest {
    private static final String ALL = "{\"id\":\"all\",\"effect\":\"ALLOW\",\"activity\":[\"*\"]}";

    private static void assertLoosens(Policy before, Policy after, Matter matter, Circumstances circumstances) {
        assertThat(Judging.judge(matter, circumstances, before).decision()).isInstanceOf(Decision.Denied.class);
        assertThat(Judging.judge(matter, circumstances, after).decision()).isNotInstanceOf(Decision.Denied.class);
        assertThat(PolicyChange.between(before, after).direction()).isEqualTo(Direction.LOOSEN);
    }

    @Test
    void allowOfFewerReceivers_addsUpFewerLegs() {
        var some = "{\"id\":\"some\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],"
                + "\"match\":{%s\"amount\":{\"fiat\":\"USD\",\"max\":\"10000\"}}}";
        var safes = "{\"id\":\"rest\",\"effect\":\"ALLOW\",\"activity\":[\"TRANSFER\"],"
                + "\"match\":{\"destination\":{\"notIn\":[\"payees\"]},"
                + "\"amount\":{\"fiat\":\"USD\",\"max\":\"7000\"}}}";
        assertLoosens(
                Judging.policy(some.formatted("") + "," + safes),
                Judging.policy(some.formatted("\"destination\":{\"in\":[\"payees\"]},") + "," + safes),
                Judging.matter(Judging.ether(Judging.PAYEE, "3"), Judging.ether(Judging.STRANGER, "3")),
                Judging.CALM);
    }

    @Test
    void denyOfMoreReceivers_addsUpMoreLegsThanItsMost() {
        var deny = "{\"id\":\"deny\",\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"],"
                + "\"match\":{%s\"amount\":{\"fiat\":\"USD\",\"min\":\"11000\",\"max\":\"13000\"}}}," + ALL;
        assertLoosens(
                Judging.policy(deny.formatted("\"destination\":{\"in\":[\"payees\"]},")),
                Judging.policy(deny.formatted("")),
                Judging.matter(
                        Judging.ether(Judging.PAYEE, "3"),
                        Judging.ether(Judging.PAYEE, "3"),
                        Judging.ether(Judging.STRANGER, "3")),
                Judging.CALM);
    }

    @Test
    void limitThatAsksForLess_canBeAnsweredAgain() {
        var limit = "{\"id\":\"limit\",\"effect\":\"LIMIT\",\"activity\":[\"TRANSFER\"],%s"
                + "\"limit\":{\"measure\":\"COUNT\",\"max\":\"5\",\"window\":{\"type\":\"LIFETIME\"}}}," + ALL;
        assertLoosens(
                Judging.policy(limit.formatted("\"match\":{\"risk\":{\"scoreMin\":10}},")),
                Judging.policy(limit.formatted("")),
                Judging.matter(Judging.ether(Judging.PAYEE, "1")),
                Judging.CALM);
    }

    @Test
    void smallerGroup_hasOneLessWhoCanSayNo() {
        var two = "{\"id\":\"two\",\"effect\":\"REQUIRE\",\"activity\":[\"*\"],"
                + "\"approvals\":[{\"group\":\"exec\",\"min\":2}]}," + ALL;
        var before = Judging.policy(two);
        var after = PolicyFile.parse(
                        Bytes.ofUtf8(new String(PolicyText.canonical(before).toArray(), StandardCharsets.UTF_8)
                                .replace("\"u:eli\",\"u:fay\"", "\"u:eli\"")))
                .orThrow();
        assertLoosens(
                before,
                after,
                Judging.matter(Judging.ether(Judging.PAYEE, "1")),
                Judging.CALM.with(Assembly.said(Judging.no("u:fay"))));
    }

    @Test
    void denyOfAnyFunction_isAnsweredWhereAnUnknownOneWasNot() {
        var call = "{\"id\":\"deny\",\"effect\":\"DENY\",\"activity\":[\"CONTRACT_CALL\"],"
                + "\"match\":{\"call\":{%s\"valueMin\":\"5\"}}}," + ALL;
        var code = new Leg.Code(
                Judging.PAYEE,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Effect.Operation.CALL,
                BigInteger.ZERO,
                0);
        var leg = new Leg(
                Activity.CONTRACT_CALL,
                Optional.of(Judging.PAYEE),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(code),
                Optional.empty(),
                Optional.empty(),
                false,
                false);
        assertLoosens(
                Judging.policy(call.formatted("\"signatures\":[\"f()\"],")),
                Judging.policy(call.formatted("")),
                Judging.matter(leg),
                Judging.CALM);
    }
}
