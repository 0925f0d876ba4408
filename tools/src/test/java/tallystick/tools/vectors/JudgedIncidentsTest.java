package tallystick.tools.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.tools.kit.JudgingVectors.file;
import static tallystick.tools.kit.JudgingVectors.run;
import static tallystick.tools.kit.JudgingVectors.vectors;
import static tallystick.tools.kit.JudgingVectors.verdicts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.tools.kit.JudgingVectors;
import tools.jackson.databind.JsonNode;

@DisplayName("tallystick judge: what was signed in incidents, and what resembles it, docs/spec/judge.md")
class JudgedIncidentsTest {
    private static final String ADMIT = "ADMIT";
    private static final String DENY = "DENY";
    private static final String FREEZE = "REJECT_APPROVAL_AND_FREEZE";

    /// Which recorded incident each control stops alone; the others it admits.
    private static final Map<String, Set<String>> STOPS = stops();

    @TempDir
    Path directory;

    private static Map<String, Set<String>> stops() {
        var code = Set.of("BYBIT-NEG-71", "BYBIT-VAR-MULTISEND-NESTED");
        var admin = Set.of("SAFE-ADMIN-addOwnerWithThreshold", "SAFE-ADMIN-enableModule");
        var harmony = Set.of("HARMONY-NEG");
        var coins = Set.of("BTC-UNKNOWN-DESTINATION");
        var stops = new TreeMap<String, Set<String>>();
        stops.put("DELEGATECALL_TARGET_NOT_ALLOWED", code);
        stops.put("NESTED_DELEGATECALL", Set.of("BYBIT-VAR-MULTISEND-NESTED"));
        stops.put("CALL_TARGET_NOT_WHITELISTED", union(List.of(code, harmony)));
        stops.put("SELECTOR_TOKEN_MISMATCH", code);
        stops.put("SAFE_STORAGE_SLOT0_CHANGES", code);
        stops.put("CONTRACT_TOO_NEW", union(List.of(code, harmony)));
        stops.put("UNDECODED", code);
        stops.put("NO_ALLOW", union(List.of(code, admin, harmony, coins)));
        stops.put("WALLET_ADMIN", admin);
        stops.put("PRIVILEGED_CALL", admin);
        for (var control : List.of("WRAPPED_CALL", "AMOUNT_ABOVE_TIER", "VELOCITY", "SOURCE_EVENT_MISSING"))
            stops.put(control, harmony);
        stops.put("DESTINATION_NOT_WHITELISTED", union(List.of(harmony, coins)));
        stops.put("FEE_RATE_ABNORMAL", coins);
        stops.put("APPROVAL_DIGEST_MISMATCH", Set.of("BYBIT-NEG-71-SIGMISMATCH"));
        for (var control : List.of(
                "INTENT_MISMATCH",
                "TOO_DEEP",
                "OPAQUE_SIGNATURE",
                "LOOK_ALIKE",
                "SAFE_REFUND",
                "ALLOWANCE",
                "FULL_DRAIN",
                "APPROVAL_TIER",
                "DURABLE_NONCE")) stops.put(control, Set.of());
        return stops;
    }

    private static Set<String> union(List<Set<String>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private static Map<String, String> expected(List<JsonNode> vectors) {
        var expected = new TreeMap<String, String>();
        for (var vector : vectors)
            expected.put(vector.path("id").asString(), vector.path("expected").asString());
        return expected;
    }

    private Path one(JsonNode vector) throws IOException {
        return Files.writeString(directory.resolve("one.json"), vector.toString());
    }

    @Test
    void everyIncident_hasItsVerdict() throws IOException {
        var incidents = vectors("incidents.json");
        assertThat(verdicts(file("incidents.json"))).hasSize(11).isEqualTo(expected(incidents));
        assertThat(run(file("incidents.json")).status()).isZero();
    }

    @Test
    void outsideIncidents_areTheSame_whereTheyStandBesides() throws IOException {
        var outside = Path.of(System.getProperty("tallystick.root", ""), "../shared/vectors/incidents.json");
        if (!Files.exists(outside)) return;
        assertThat(run(outside).status()).isZero();
        assertThat(verdicts(outside)).hasSize(11);
    }

    @Test
    void everyVariant_hasItsVerdict() throws IOException {
        var variants = vectors("variants.json");
        assertThat(verdicts(file("variants.json"))).hasSize(74).isEqualTo(expected(variants));
        var kinds = new TreeMap<String, Integer>();
        for (var verdict : expected(variants).values()) kinds.merge(verdict, 1, Integer::sum);
        assertThat(kinds).isEqualTo(Map.of(ADMIT, 13, DENY, 56, FREEZE, 5));
    }

    @Test
    void eachControl_alone_stopsWhatItIsFor_andNothingElse() throws IOException {
        var policy = file("policy.json").toString();
        var controls = JudgingVectors.words("--policy", policy, "--controls")
                .out()
                .lines()
                .toList();
        assertThat(controls).hasSize(26).hasSameElementsAs(STOPS.keySet());
        var cells = 0;
        for (var control : controls)
            for (var verdict :
                    verdicts(file("incidents.json"), "--only", control).entrySet()) {
                var stopped = STOPS.getOrDefault(control, Set.of()).contains(verdict.getKey());
                var how = control.equals("APPROVAL_DIGEST_MISMATCH") ? FREEZE : DENY;
                assertThat(verdict.getValue())
                        .as("%s %s", control, verdict.getKey())
                        .isEqualTo(stopped ? how : ADMIT);
                cells++;
            }
        assertThat(cells).isEqualTo(286);
    }

    @Test
    void eachListedControl_ofAVariant_givesItsVerdictAlone() throws IOException {
        var perControl = new TreeMap<String, Set<String>>();
        var expected = expected(vectors("variants.json"));
        for (var vector : vectors("variants.json"))
            for (var reason : vector.path("reasons").valueStream().toList())
                perControl
                        .computeIfAbsent(reason.asString(), _ -> new HashSet<>())
                        .add(vector.path("id").asString());
        var cells = 0;
        for (var control : perControl.entrySet()) {
            var verdicts = verdicts(file("variants.json"), "--only", control.getKey());
            for (var id : control.getValue()) {
                assertThat(verdicts.get(id)).as("%s %s", control.getKey(), id).isEqualTo(expected.get(id));
                cells++;
            }
            for (var admitted : expected.entrySet())
                if (admitted.getValue().equals(ADMIT))
                    assertThat(verdicts.get(admitted.getKey()))
                            .as("%s %s", control.getKey(), admitted.getKey())
                            .isEqualTo(ADMIT);
        }
        assertThat(perControl.keySet()).hasSize(21);
        assertThat(cells).isEqualTo(91);
    }

    @Test
    void routine_isAdmitted_byEveryControlAloneAndWithoutAny() throws IOException {
        var routine = expected(vectors("incidents.json")).entrySet().stream()
                .filter(each -> each.getValue().equals(ADMIT))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(routine).hasSize(4);
        for (var control : STOPS.keySet())
            assertThat(verdicts(file("incidents.json"), "--without", control))
                    .as(control)
                    .containsAllEntriesOf(routine.stream().collect(Collectors.toMap(id -> id, _ -> ADMIT)));
    }

    @Test
    void noControl_isTheOnlyOneThatStandsBeforeATheft() throws IOException {
        var stopped = 0;
        for (var control : STOPS.keySet()) {
            var verdicts = verdicts(file("incidents.json"), "--without", control);
            for (var id :
                    List.of("BYBIT-NEG-71", "BYBIT-VAR-MULTISEND-NESTED", "HARMONY-NEG", "BTC-UNKNOWN-DESTINATION")) {
                assertThat(verdicts.get(id)).as("%s without %s", id, control).isEqualTo(DENY);
                stopped++;
            }
        }
        assertThat(stopped).isEqualTo(104);
    }

    private static String variant(String id) throws IOException {
        return vectors("variants.json").stream()
                .filter(each -> each.path("id").asString().equals(id))
                .findFirst()
                .orElseThrow()
                .toString();
    }

    @Test
    void whatWasShownToThoseWhoAgreed_isHeldAgainstTheBytes() throws IOException {
        var shown = variant("SHOWN-ANOTHER");
        assertThat(alone(shown, "INTENT_MISMATCH")).isEqualTo(DENY);
        assertThat(alone(shown, "APPROVAL_DIGEST_MISMATCH")).isEqualTo(FREEZE);
        var hash = JudgingVectors.JSON
                .readTree(shown)
                .path("tx")
                .path("safeTxHash")
                .asString();
        var told = JudgingVectors.JSON.readTree(shown).path("submitted").asString();
        assertThat(alone(shown.replace(told, hash), "INTENT_MISMATCH")).isEqualTo(ADMIT);
        assertThat(alone(shown.replace(told, hash), "APPROVAL_DIGEST_MISMATCH")).isEqualTo(ADMIT);
    }

    @Test
    void facts_decideWhereTheyAreAskedFor() throws IOException {
        var young = variant("CODE-YOUNG");
        var old = young.replace("2026-11-13", "2020-01-01");
        assertThat(alone(young, "CONTRACT_TOO_NEW")).isEqualTo(DENY);
        assertThat(alone(old, "CONTRACT_TOO_NEW")).isEqualTo(ADMIT);
        assertThat(alone(old, "SAFE_STORAGE_SLOT0_CHANGES")).isEqualTo(ADMIT);
        assertThat(alone(
                        old.replace("\"changes\":[]", "\"changes\":[\"STORAGE_SLOT_0\"]"),
                        "SAFE_STORAGE_SLOT0_CHANGES"))
                .isEqualTo(DENY);
        var release = variant("RELEASE-WITHOUT-EVENT");
        assertThat(alone(release, "SOURCE_EVENT_MISSING")).isEqualTo(DENY);
        assertThat(alone(release.replace("false", "true"), "SOURCE_EVENT_MISSING"))
                .isEqualTo(ADMIT);
        assertThat(alone(release.replace("{\"sourceEvent\":false}", "{}"), "SOURCE_EVENT_MISSING"))
                .isEqualTo(DENY);
    }

    private String alone(String vector, String control) throws IOException {
        var file = one(JudgingVectors.JSON.readTree(vector));
        return verdicts(file, "--only", control).values().iterator().next();
    }
}
