package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.matter;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Effect;
import tallystick.core.kit.Judging;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;

/// docs/spec/policy.md, PO-5: criteria about what is said, structured or not, and by whom.
class SaidCriteriaTest {
    private static String ask(String match, Matter matter) {
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{%s}}".formatted(match);
        return Judging.judge(matter, CALM, NOW, Judging.policy(rule)).trace().rules().stream()
                .filter(part -> part.rule().rule().equals("d"))
                .findFirst()
                .map(part -> part.how() == Trace.How.ERRED ? "ERRED" : "MET")
                .orElse("UNMET");
    }

    private static void assertMet(Matter matter, String... matches) {
        for (var match : matches) assertThat(ask(match, matter)).as(match).isEqualTo("MET");
    }

    private static void assertUnmet(Matter matter, String... matches) {
        for (var match : matches) assertThat(ask(match, matter)).as(match).isEqualTo("UNMET");
    }

    /// @param fields names and values in turn
    private static Leg saying(String kind, String text, String... fields) {
        var all = new java.util.ArrayList<Effect.Argument>();
        for (var i = 0; i < fields.length; i += 2) all.add(new Effect.Argument(fields[i], "string", fields[i + 1]));
        return new Leg(
                kind.equals("typed") ? Activity.TYPED_DATA : Activity.IDENTITY_SIGN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.of(new Leg.Said(kind, text, all)),
                Optional.empty(),
                true,
                false);
    }

    @Test
    void typedDataAndStatements_areAskedByTheirFields() {
        assertMet(
                matter(saying("typed", "Permit", "domain.name", "USDC")),
                "\"typedData\":{\"primaryTypes\":[\"Permit\"],\"domains\":[\"USDC\"]}",
                "\"typedData\":{\"fields\":[{\"name\":\"domain.name\",\"is\":[\"USDC\"]}]}");
        assertUnmet(
                matter(saying("typed", "Permit", "domain.name", "USDC")),
                "\"typedData\":{\"primaryTypes\":[\"Order\"]}",
                "\"typedData\":{\"domains\":[\"DAI\"]}",
                "\"typedData\":{\"fields\":[{\"name\":\"message.to\",\"is\":[\"USDC\"]}]}");
        assertMet(
                matter(saying("login", "", "domain", "example.org")),
                "\"statement\":{\"kinds\":[\"login\"],\"fields\":[{\"name\":\"domain\",\"is\":[\"example.org\"]}]}");
        assertUnmet(
                matter(saying("login", "", "domain", "examp1e.org")),
                "\"statement\":{\"fields\":[{\"name\":\"domain\",\"is\":[\"example.org\"]}]}",
                "\"statement\":{\"kinds\":[\"message\"]}",
                "\"typedData\":{\"domains\":[\"example.org\"]}");
    }

    @Test
    void statementThatReadsLikeStructuredData_isNone() {
        assertUnmet(
                matter(saying("login", "Permit", "domain.name", "USDC")),
                "\"typedData\":{\"primaryTypes\":[\"Permit\"]}",
                "\"typedData\":{\"domains\":[\"USDC\"]}",
                "\"typedData\":{\"fields\":[{\"name\":\"domain.name\",\"is\":[\"USDC\"]}]}");
    }

    @Test
    void domainOfStructuredData_isItsDomainsName_andNoOtherField() {
        var other = matter(saying("typed", "Permit", "message.name", "USDC", "domain.name", "DAI"));
        assertUnmet(other, "\"typedData\":{\"domains\":[\"USDC\"]}");
        assertMet(other, "\"typedData\":{\"domains\":[\"DAI\"]}");
        assertUnmet(
                matter(saying("typed", "Permit", "message.name", "USDC")), "\"typedData\":{\"domains\":[\"USDC\"]}");
    }

    @Test
    void programAndPerson_areToldApart() {
        for (var initiator : List.of("u:ann", "s:payouts")) {
            var asked = Judging.asked(1);
            var matter = matter(
                    new Matter.Asked(
                            asked.intent(),
                            asked.source(),
                            Initiator.of(new PersonId(initiator), AuthStrength.HARDWARE),
                            asked.digests(),
                            false,
                            NOW),
                    Judging.ether(PAYEE, "1"));
            var isService = initiator.startsWith("s:");
            assertThat(ask("\"initiator\":{\"service\":true}", matter)).isEqualTo(isService ? "MET" : "UNMET");
            assertThat(ask("\"initiator\":{\"service\":false}", matter)).isEqualTo(isService ? "UNMET" : "MET");
        }
    }
}
