package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tallystick.core.kit.Judging;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;

/// docs/spec/policy.md, PO-17: each field of each criterion made narrower, and wider again, in an ALLOW and in a DENY.
class CriterionChangeTest {
    private static final Pattern BAR = Pattern.compile("[|]");

    /// @param wide what is met by more
    /// @param narrow what is met by less
    private record Step(String kind, String wide, String narrow) {
        @Override
        public String toString() {
            return kind + ": " + wide + " | " + narrow;
        }
    }

    private static List<Step> steps() {
        var all = new ArrayList<Step>();
        var initiator = "\"service\":false";
        for (var field : List.of("users|u:ann|u:bo", "groups|ops|exec", "roles|trader|clerk", "apiKeys|k1|k2"))
            names(all, "initiator", initiator, field);
        without(all, "initiator", initiator, "notGroups|risk|exec");
        values(all, "initiator", initiator, "authStrength", "\"PASSKEY\"", "\"HARDWARE\"");
        values(all, "initiator", initiator, "sessionAgeMax", "\"PT2H\"", "\"PT1H\"");
        values(all, "initiator", initiator, "ip", "[\"10.0.0.0/8\",\"11.0.0.0/8\"]", "[\"10.1.0.0/16\"]");
        for (var field : List.of(
                "workspaces|prod|test",
                "vaults|hot|cold",
                "wallets|w1|w2",
                "tiers|hot|cold",
                "chains|eip155:1|eip155:10")) names(all, "source", "\"tags\":[\"hot\"]", field);
        names(all, "source", "\"vaults\":[\"hot\"]", "tags|hot|ops");
        var destination = "\"kinds\":[\"ADDRESS_BOOK\"]";
        names(all, "destination", destination, "in|payees|safes");
        without(all, "destination", destination, "notIn|payees|safes");
        values(all, "destination", destination, "lookAlike", "", "false");
        names(all, "destination", "\"lookAlike\":false", "kinds|INTERNAL|ONE_TIME");
        var asset = "\"class\":[\"TOKEN\"]";
        names(all, "asset", asset, "is|eip155:1/slip44:60|eip155:10/slip44:60");
        values(all, "asset", asset, "in", "", "[\"stables\"]");
        values(all, "asset", asset, "notIn", "", "[\"stables\"]");
        names(all, "asset", "\"in\":[\"stables\"]", "class|NATIVE|TOKEN");
        call(all);
        names(all, "typedData", "\"domains\":[\"USDC\"]", "primaryTypes|Permit|Order");
        names(all, "typedData", "\"primaryTypes\":[\"Permit\"]", "domains|USDC|DAI");
        arguments(all, "typedData", "\"domains\":[\"USDC\"]", "fields");
        names(all, "statement", "\"fields\":[{\"name\":\"a\",\"is\":[\"b\"]}]", "kinds|login|memo");
        arguments(all, "statement", "\"kinds\":[\"login\"]", "fields");
        names(all, "authority", "\"turns\":[\"GIVEN\"]", "kinds|OWNER|MODULE");
        names(all, "authority", "\"kinds\":[\"OWNER\"]", "turns|GIVEN|TAKEN");
        world(all);
        return all;
    }

    private static void call(List<Step> all) {
        var call = "\"depth\":{\"min\":0}";
        values(all, "call", call, "operation", "", "\"CALL\"");
        names(all, "call", call, "targetIn|payees|safes");
        without(all, "call", call, "targetNotIn|payees|safes");
        names(all, "call", call, "selectors|a9059cbb|00000000");
        names(all, "call", call, "signatures|f()|g()");
        values(all, "call", call, "valueMax", "\"5\"", "\"4\"");
        values(all, "call", call, "valueMin", "\"4\"", "\"5\"");
        values(all, "call", "\"operation\":\"CALL\"", "depth", "{\"min\":1,\"max\":3}", "{\"min\":2,\"max\":3}");
        values(all, "call", "\"operation\":\"CALL\"", "depth", "{\"min\":1,\"max\":3}", "{\"min\":1,\"max\":2}");
        arguments(all, "call", "\"signatures\":[\"f()\"]", "args");
    }

    private static void world(List<Step> all) {
        values(all, "utxo", "\"change\":false", "inputsMin", "2", "3");
        values(all, "utxo", "\"change\":false", "inputsMax", "3", "2");
        values(all, "utxo", "\"change\":false", "feeRateMin", "\"2\"", "\"3\"");
        values(all, "utxo", "\"change\":false", "feeRateMax", "\"3\"", "\"2\"");
        values(all, "utxo", "\"inputsMin\":1", "change", "", "true");
        values(all, "solana", "\"programsNotIn\":[\"safes\"]", "durableNonce", "", "true");
        without(all, "solana", "\"durableNonce\":true", "programsNotIn|payees|safes");
        all.add(new Step("warnings", "\"codes\":[\"A\",\"B\"]", "\"codes\":[\"A\"]"));
        all.add(new Step("duplicate", "\"within\":\"PT2H\"", "\"within\":\"PT1H\""));
        values(all, "counterparty", "\"screened\":true", "codeAgeMin", "\"P1D\"", "\"P2D\"");
        values(all, "counterparty", "\"screened\":true", "codeAgeMax", "\"P2D\"", "\"P1D\"");
        values(all, "counterparty", "\"screened\":true", "scoreMin", "2", "3");
        values(all, "counterparty", "\"screened\":true", "scoreMax", "3", "2");
        values(all, "counterparty", "\"scoreMin\":1", "screened", "", "true");
        values(all, "fee", "\"fiat\":\"USD\",\"min\":\"1\"", "max", "\"9\"", "\"8\"");
        values(all, "fee", "\"fiat\":\"USD\",\"max\":\"9\"", "min", "\"2\"", "\"3\"");
        values(all, "risk", "\"reasons\":[\"A\"]", "scoreMin", "2", "3");
        values(all, "risk", "\"reasons\":[\"A\"]", "scoreMax", "3", "2");
        names(all, "risk", "\"scoreMin\":1", "reasons|A|B");
        all.add(new Step("simulation", "\"changes\":[\"A\",\"B\"]", "\"changes\":[\"A\"]"));
        values(all, "time", "\"tz\":\"UTC\"", "hours", "\"08:00-19:00\"", "\"08:01-19:00\"");
        values(all, "time", "\"tz\":\"UTC\"", "hours", "\"08:00-19:00\"", "\"08:00-18:59\"");
        values(all, "time", "\"tz\":\"UTC\"", "days", "[\"MON\",\"TUE\"]", "[\"MON\"]");
        values(all, "time", "\"tz\":\"UTC\",\"hours\":\"08:00-19:00\"", "holidays", "", "\"fr\"");
        values(all, "amount", "\"fiat\":\"USD\"", "min", "\"2\"", "\"3\"");
    }

    /// A field of several values: two are wider than one, and none is wider than any.
    private static void names(List<Step> all, String kind, String base, String field) {
        var parts = BAR.splitAsStream(field).toList();
        var one = base + ",\"%s\":[\"%s\"]".formatted(parts.get(0), parts.get(1));
        var two = base + ",\"%s\":[\"%s\",\"%s\"]".formatted(parts.get(0), parts.get(1), parts.get(2));
        all.add(new Step(kind, two, one));
        all.add(new Step(kind, base, two));
    }

    /// A field that leaves out: two leave out more than one.
    private static void without(List<Step> all, String kind, String base, String field) {
        var parts = BAR.splitAsStream(field).toList();
        var one = base + ",\"%s\":[\"%s\"]".formatted(parts.get(0), parts.get(1));
        var two = base + ",\"%s\":[\"%s\",\"%s\"]".formatted(parts.get(0), parts.get(1), parts.get(2));
        all.add(new Step(kind, one, two));
        all.add(new Step(kind, base, one));
    }

    private static void values(List<Step> all, String kind, String base, String field, String wide, String narrow) {
        var of = base + ",\"%s\":%s";
        if (!wide.isEmpty()) all.add(new Step(kind, of.formatted(field, wide), of.formatted(field, narrow)));
        if (!kind.equals("amount")) all.add(new Step(kind, base, of.formatted(field, narrow)));
    }

    private static void arguments(List<Step> all, String kind, String base, String field) {
        var of = base + ",\"" + field + "\":[%s]";
        var two = of.formatted("{\"name\":\"a\",\"is\":[\"1\",\"2\"]}");
        all.add(new Step(kind, base, two));
        all.add(new Step(kind, two, of.formatted("{\"name\":\"a\",\"is\":[\"1\"]}")));
        all.add(new Step(
                kind, two, of.formatted("{\"name\":\"a\",\"is\":[\"1\",\"2\"]},{\"name\":\"b\",\"is\":[\"1\"]}")));
        var bounds = of.formatted("{\"name\":\"a\",\"min\":\"1\",\"max\":\"5\"}");
        all.add(new Step(kind, bounds, of.formatted("{\"name\":\"a\",\"min\":\"2\",\"max\":\"5\"}")));
        all.add(new Step(kind, bounds, of.formatted("{\"name\":\"a\",\"min\":\"1\",\"max\":\"4\"}")));
        all.add(new Step(
                kind,
                of.formatted("{\"name\":\"a\",\"in\":[\"payees\",\"safes\"]}"),
                of.formatted("{\"name\":\"a\",\"in\":[\"payees\"]}")));
    }

    private static Direction direction(String effect, String kind, String before, String after) {
        var rule = "{\"id\":\"r\",\"effect\":\"%s\",\"activity\":[\"*\"],\"match\":{\"%s\":{%s}}}";
        return PolicyChange.between(
                        Judging.policy(rule.formatted(effect, kind, before)),
                        Judging.policy(rule.formatted(effect, kind, after)))
                .direction();
    }

    @Test
    void narrowerAdmission_tightens_andAWiderOneLoosens() {
        for (var step : steps()) {
            assertThat(direction("ALLOW", step.kind(), step.wide(), step.narrow()))
                    .as("%s", step)
                    .isEqualTo(Direction.TIGHTEN);
            assertThat(direction("ALLOW", step.kind(), step.narrow(), step.wide()))
                    .as("back, %s", step)
                    .isEqualTo(Direction.LOOSEN);
            assertThat(direction("ALLOW", step.kind(), step.wide(), step.wide()))
                    .isEqualTo(Direction.TIGHTEN);
        }
        var tested = Set.copyOf(steps().stream().map(Step::kind).toList());
        assertThat(tested).hasSize(Criterion.Kind.values().length - 2).doesNotContain("decoded", "facts");
    }

    /// From nowhere known, and of a function nobody knows, a rule errs before it looks at the rest: there it may deny
    /// less without the field than with it.
    @Test
    void narrowerDenial_loosens_andAWiderOneTightens() {
        for (var step : steps()) {
            assertThat(direction("DENY", step.kind(), step.wide(), step.narrow()))
                    .as("%s", step)
                    .isEqualTo(Direction.LOOSEN);
            var field = step.narrow().contains("\"ip\"") ? "\"ip\"" : "\"signatures\"";
            var isErringOtherwise =
                    step.narrow().contains(field) && !step.wide().contains(field);
            assertThat(direction("DENY", step.kind(), step.narrow(), step.wide()))
                    .as("back, %s", step)
                    .isEqualTo(isErringOtherwise ? Direction.LOOSEN : Direction.TIGHTEN);
        }
    }

    @Test
    void criteriaThatCannotBeCompared_loosenBothWays() {
        for (var step : List.of(
                new Step("initiator", "\"service\":true", "\"service\":false"),
                new Step("initiator", "\"ip\":[\"10.0.0.0/8\"]", "\"ip\":[\"11.0.0.0/8\"]"),
                new Step("initiator", "\"users\":[\"u:ann\"]", "\"users\":[\"u:bo\"]"),
                new Step("destination", "\"in\":[\"payees\"]", "\"in\":[\"safes\"]"),
                new Step("call", "\"operation\":\"CALL\"", "\"operation\":\"DELEGATECALL\""),
                new Step("time", "\"tz\":\"UTC\",\"days\":[\"MON\"]", "\"tz\":\"Europe/Paris\",\"days\":[\"MON\"]"),
                new Step("fee", "\"unit\":\"ASSET\",\"max\":\"1\"", "\"unit\":\"BASE\",\"max\":\"1\""),
                new Step("fee", "\"fiat\":\"USD\",\"max\":\"1\"", "\"fiat\":\"EUR\",\"max\":\"1\""),
                new Step("amount", "\"fiat\":\"USD\",\"min\":\"1\"", "\"unit\":\"ASSET\",\"min\":\"1\""),
                new Step(
                        "call",
                        "\"args\":[{\"name\":\"a\",\"is\":[\"1\"]}]",
                        "\"args\":[{\"name\":\"b\",\"is\":[\"1\"]}]")))
            for (var effect : List.of("ALLOW", "DENY")) {
                assertThat(direction(effect, step.kind(), step.wide(), step.narrow()))
                        .as("%s %s", effect, step)
                        .isEqualTo(Direction.LOOSEN);
                assertThat(direction(effect, step.kind(), step.narrow(), step.wide()))
                        .as("%s back, %s", effect, step)
                        .isEqualTo(Direction.LOOSEN);
            }
    }

    /// Outside a window is the more, the smaller the window is.
    @Test
    void hoursOutsideAWindow_areCountedTheOtherWayRound() {
        var hours = "\"tz\":\"UTC\",\"outside\":true,\"hours\":\"%s\"";
        var wide = hours.formatted("09:00-18:00");
        var narrow = hours.formatted("08:00-19:00");
        assertThat(direction("ALLOW", "time", wide, narrow)).isEqualTo(Direction.TIGHTEN);
        assertThat(direction("ALLOW", "time", narrow, wide)).isEqualTo(Direction.LOOSEN);
        assertThat(direction("DENY", "time", narrow, wide)).isEqualTo(Direction.TIGHTEN);
        assertThat(direction("DENY", "time", wide, narrow)).isEqualTo(Direction.LOOSEN);
        var inside = "\"tz\":\"UTC\",\"hours\":\"08:00-19:00\"";
        assertThat(direction("ALLOW", "time", inside, narrow)).isEqualTo(Direction.LOOSEN);
        assertThat(direction("ALLOW", "time", narrow, inside)).isEqualTo(Direction.LOOSEN);
    }

    @Test
    void pricesThatMayBeOlder_admitMore_andDenyLess() {
        var fee = "\"fiat\":\"USD\",\"max\":\"9\",\"priceAgeMax\":\"%s\"";
        var old = fee.formatted("PT2H");
        var fresh = fee.formatted("PT1H");
        assertThat(direction("ALLOW", "fee", old, fresh)).isEqualTo(Direction.TIGHTEN);
        assertThat(direction("ALLOW", "fee", fresh, old)).isEqualTo(Direction.LOOSEN);
        assertThat(direction("DENY", "fee", old, fresh)).isEqualTo(Direction.TIGHTEN);
        assertThat(direction("DENY", "fee", fresh, old)).isEqualTo(Direction.LOOSEN);
    }

    @Test
    void moreFactsAskedFor_areMetByLess() {
        var rule = "{\"id\":\"r\",\"effect\":\"%s\",\"activity\":[\"*\"],\"match\":{\"%s\":%s}}";
        for (var step : List.of(new Step("facts", "[\"SCREENING\"]", "[\"SCREENING\",\"SIMULATION\"]"))) {
            var wide = Judging.policy(rule.formatted("ALLOW", step.kind(), step.wide()));
            var narrow = Judging.policy(rule.formatted("ALLOW", step.kind(), step.narrow()));
            assertThat(PolicyChange.between(wide, narrow).direction()).isEqualTo(Direction.TIGHTEN);
            assertThat(PolicyChange.between(narrow, wide).direction()).isEqualTo(Direction.LOOSEN);
        }
        var so = Judging.policy(rule.formatted("ALLOW", "decoded", "true"));
        var not = Judging.policy(rule.formatted("ALLOW", "decoded", "false"));
        assertThat(PolicyChange.between(so, not).direction()).isEqualTo(Direction.LOOSEN);
        assertThat(PolicyChange.between(not, so).direction()).isEqualTo(Direction.LOOSEN);
        assertThat(PolicyChange.between(so, so).direction()).isEqualTo(Direction.TIGHTEN);
    }
}
