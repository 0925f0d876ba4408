package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Trials.agreed;
import static tallystick.core.kit.Trials.documents;
import static tallystick.core.kit.Trials.evidence;
import static tallystick.core.kit.Trials.policy;
import static tallystick.core.kit.Trials.rule;
import static tallystick.core.kit.Trials.standing;
import static tallystick.core.kit.Trials.words;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.court.AskedBefore;
import tallystick.core.court.Ruling;
import tallystick.core.court.Standing;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Trials;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.limit.Counters;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Agreement that was asked for by a policy before the one in force, docs/spec/court.md CO-13")
class OlderPolicyCheatsTest {
    private static final List<String> ALLOWED = List.of("ALLOWED");
    private static final List<String> PENDING = List.of("PENDING");
    private static final int FORMAT_AT = "tallystick-standing".length();

    /// Allows a little more, and asks the same people.
    private static final Policy PRESENT = numbered(2, Trials.RULES.replace("12000", "12001"));

    private static final Standing OLDER = standing();

    private static Policy numbered(int version, String rules) {
        return altered(policy(rules), "\"version\":1", "\"version\":" + version);
    }

    private static Policy altered(Policy policy, String what, String to) {
        var text = new String(PolicyText.canonical(policy).toArray(), StandardCharsets.UTF_8);
        assertThat(text).contains(what);
        return PolicyFile.parse(Bytes.ofUtf8(text.replace(what, to))).orThrow();
    }

    private static Standing present(Policy policy, Policy... ancestors) {
        return standing(documents(policy)
                .withAncestors(Arrays.stream(ancestors).map(Level::of).toList()));
    }

    private static Standing present(Policy policy) {
        return present(policy, policy(Trials.RULES));
    }

    /// What comes of answers that were asked for by [#OLDER].
    private static Ruling ruled(Standing standing) {
        return rule(agreed(evidence(), OLDER, "dee", "eli"), standing);
    }

    private static String oneOf(String group) {
        return """
            ,{"id":"one","effect":"REQUIRE","activity":["*"],"approvals":[{"group":"%s","min":1}]}
            """.formatted(group);
    }

    @Test
    void answersUnderAnAncestor_thatAskedTheSame_count_andTheBasisSaysSo() {
        var ruling = ruled(present(PRESENT));
        assertThat(words(ruling)).isEqualTo(ALLOWED);
        assertThat(ruling.basis().answers())
                .hasSize(2)
                .allSatisfy(each -> assertThat(each)
                        .endsWith(", asked by the policy %s before"
                                .formatted(Level.of(policy(Trials.RULES)).hash().value())));
        var present = present(PRESENT);
        assertThat(rule(agreed(evidence(), present, "dee", "eli"), present)
                        .basis()
                        .answers())
                .allSatisfy(each -> assertThat(each).doesNotContain("before"));
    }

    @Test
    void answersUnderAPolicyThatIsNoAncestor_doNotCount() {
        assertThat(words(ruled(present(PRESENT, new Policy[0])))).isEqualTo(PENDING);
        assertThat(words(ruled(present(PRESENT, policy(Trials.RULES.replace("12000", "11999"))))))
                .isEqualTo(PENDING);
    }

    @Test
    void whereNoPolicyHoldsTheSource_noOlderOneAskedAsMuch() {
        var older = Level.of(policy(Trials.RULES));
        var matter = Judging.matter(Judging.ether(Judging.PAYEE, "1"));
        var before = new AskedBefore(matter, List.of(), List.of(older), Judging.CALM, Judging.NOW);
        assertThat(before.asMuch(older.hash().value())).isFalse();
    }

    @Test
    void oneAnswerUnderEach_countsTogether() {
        var present = present(PRESENT);
        var both = agreed(agreed(evidence(), OLDER, "dee"), present, "eli");
        assertThat(words(rule(both, present))).isEqualTo(ALLOWED);
    }

    @Test
    void whereThePresentAsksForMore_peopleAreAskedAnew() {
        var changes = List.of(
                Trials.RULES.replace("\"min\":2}", "\"min\":3}"),
                Trials.RULES.replace("\"min\":2}", "\"min\":2,\"order\":2}"),
                Trials.RULES.replace("\"min\":2}", "\"min\":2,\"authStrength\":\"HARDWARE\"}"),
                Trials.RULES.replace(
                        "\"min\":2}]}", "\"min\":2}],\"delay\":{\"min\":\"PT1M\",\"cancelBy\":[\"exec\"]}}"),
                Trials.RULES.replace("\"minWeight\":2}", "\"minWeight\":3}"),
                Trials.RULES.replace("PT1H", "PT59M"),
                Trials.RULES + oneOf("risk"));
        for (var rules : changes) {
            var stricter = present(numbered(2, rules));
            assertThat(words(ruled(stricter))).as(rules).isEqualTo(PENDING);
            assertThat(ruled(stricter).basis().answers())
                    .as(rules)
                    .allSatisfy(each -> assertThat(each).endsWith("refused OTHER_POLICY"));
        }
        assertThat(changes).hasSize(7).doesNotContain(Trials.RULES);
    }

    @Test
    void whereThePresentAsksForLess_theyCount() {
        var fewer = present(
                numbered(2, Trials.RULES.replace("\"min\":2}", "\"min\":1}")), policy(Trials.RULES + oneOf("exec")));
        var older = standing(documents(fewer.documents().ancestors().getFirst().policy()));
        assertThat(words(rule(agreed(evidence(), older, "dee"), fewer))).isEqualTo(ALLOWED);
    }

    @Test
    void ancestorThatWouldHaveDenied_askedForNothing_andItsAnswersDoNotCount() {
        var denying = policy(Trials.RULES + ",{\"id\":\"no\",\"effect\":\"DENY\",\"activity\":[\"TRANSFER\"]}");
        var asked = agreed(evidence(), standing(documents(denying)), "dee", "eli");
        assertThat(words(rule(asked, present(PRESENT, denying)))).isEqualTo(PENDING);
    }

    @Test
    void policyOfAPlace_isAsItIsNow() {
        var place = "{\"org\":\"acme\",\"workspace\":\"prod\"}";
        var inner = Trials.aliased(Judging.policy(place, "\"admission\":\"INHERITED\","));
        var idle = "{\"id\":\"idle\",\"effect\":\"DENY\",\"activity\":[\"RAW_HASH\"]}";
        var otherInner = Trials.aliased(Judging.policy(place, "\"admission\":\"INHERITED\"," + idle));
        assertThat(otherInner).isNotEqualTo(inner);
        var older = standing(documents(policy(Trials.RULES), inner));
        var asked = agreed(evidence(), older, "dee", "eli");
        var ancestor = List.of(Level.of(policy(Trials.RULES)));
        assertThat(words(rule(asked, standing(documents(PRESENT, inner).withAncestors(ancestor)))))
                .isEqualTo(ALLOWED);
        assertThat(words(rule(asked, standing(documents(PRESENT, otherInner).withAncestors(ancestor)))))
                .isEqualTo(PENDING);
    }

    /// The eighth before the present one counts, the ninth does not.
    @Test
    void ofTheVersionsBefore_theLastEightCount() {
        var rules = Trials.RULES.replace("12000", "12001");
        for (var version = 2; version <= 12; version++) {
            var ruling = ruled(present(numbered(version, rules), policy(Trials.RULES)));
            assertThat(words(ruling)).as("version %d", version).isEqualTo(version <= 9 ? ALLOWED : PENDING);
        }
    }

    /// Of the present number, or a later one, or of another document: by its name, as one for emergencies has, or its
    /// place.
    @Test
    void whatIsNoOlderVersionOfTheSame_isNoAncestor_thoughTheStandingSaysSo() {
        var rules = Trials.RULES.replace("12000", "12001");
        var name = policy(rules).id();
        var others = List.of(
                numbered(1, rules),
                altered(numbered(2, rules), "\"id\":\"" + name + "\"", "\"id\":\"emergency\""),
                altered(numbered(2, rules), "{\"org\":\"acme\"}", "{\"org\":\"acme\",\"workspace\":\"prod\"}"));
        for (var other : others)
            assertThat(words(ruled(present(other, policy(Trials.RULES)))))
                    .as(other.id())
                    .isNotEqualTo(ALLOWED);
        var later = numbered(3, Trials.RULES);
        var asked = agreed(evidence(), standing(documents(later)), "dee", "eli");
        assertThat(words(rule(asked, present(PRESENT, later)))).isEqualTo(PENDING);
        assertThat(words(ruled(present(PRESENT)))).isEqualTo(ALLOWED);
        assertThat(others).hasSize(3);
    }

    @Test
    void standing_ofMoreThanEightAncestors_orWhereOneStandsTwice_isMalformed() {
        var eight = ancestors(8);
        var held = Standing.parse(present(numbered(9, Trials.RULES), eight).encode())
                .orThrow();
        assertThat(held.documents().ancestors())
                .extracting(each -> each.policy().version())
                .containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
        assertThat(Standing.parse(
                        present(numbered(10, Trials.RULES), ancestors(9)).encode()))
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(Standing.parse(present(PRESENT, policy(Trials.RULES), policy(Trials.RULES))
                        .encode()))
                .isInstanceOf(Parsed.Malformed.class);
        assertThat(Standing.parse(present(PRESENT, policy(Trials.RULES), policy(Trials.RULES + oneOf("risk")))
                        .encode()))
                .isInstanceOf(Parsed.Malformed.class);
    }

    private static Policy[] ancestors(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(version -> numbered(version, Trials.RULES))
                .toArray(Policy[]::new);
    }

    @Test
    void standing_whoseAncestorsAreInAnotherOrder_isMalformed() {
        var bytes = present(numbered(3, Trials.RULES), ancestors(2)).encode().toArray();
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        var second = text.lastIndexOf("\"version\":2");
        var first = text.lastIndexOf("\"version\":1");
        assertThat(second).isPositive().isLessThan(first);
        bytes[second + "\"version\":".length()] = '1';
        bytes[first + "\"version\":".length()] = '2';
        assertThat(Standing.parse(Bytes.copyOf(bytes))).isInstanceOf(Parsed.Malformed.class);
    }

    /// However many people answered, and whatever they say to have been asked by.
    @Test
    void answersUnderSeveralVersions_eachCountByTheirOwn() {
        var second = standing(documents(numbered(2, Trials.RULES)));
        var third = present(numbered(3, Trials.RULES), ancestors(2));
        var split = agreed(agreed(evidence(), OLDER, "dee"), second, "eli");
        assertThat(words(rule(split, third))).isEqualTo(ALLOWED);
        assertThat(words(rule(split, present(numbered(3, Trials.RULES), policy(Trials.RULES)))))
                .isEqualTo(PENDING);
    }

    /// The older limit is reached already, and asked for more beyond it; the present one is not reached, and asks for
    /// nothing more. The other way round it asks for more now.
    @Test
    void limitThatAsksForMoreBeyondIt_isComparedByWhatItAsksForNow() {
        var low = Trials.RULES.replace("\"min\":2}]}", "\"min\":1}]}") + beyond("1000");
        var high = Trials.RULES.replace("\"min\":2}]}", "\"min\":1}]}") + beyond("5000");
        var asked = agreed(evidence(), standing(documents(policy(low))), "dee", "eli");
        assertThat(words(rule(asked, present(numbered(2, high), policy(low))))).isEqualTo(ALLOWED);
        var askedByHigh = agreed(evidence(), standing(documents(policy(high))), "dee", "eli");
        assertThat(words(rule(askedByHigh, standing(documents(policy(high)))))).isEqualTo(ALLOWED);
        assertThat(words(rule(askedByHigh, present(numbered(2, low), policy(high)))))
                .isEqualTo(PENDING);
    }

    /// Two of exec by hardware beyond so many dollars a day.
    private static String beyond(String dollars) {
        return """
            ,{"id":"more","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"FIAT:USD","max":"%s",
            "per":["source"],"window":{"type":"ROLLING","length":"PT24H"},"onExceed":{"effect":"REQUIRE",
            "approvals":[{"group":"exec","min":2,"authStrength":"HARDWARE"}]}}}\
            """.formatted(dollars);
    }

    @Test
    void standing_withAncestors_isReadBack_andRuledTheSame() {
        var held = present(PRESENT);
        var bytes = held.encode();
        assertThat(bytes.at(FORMAT_AT)).isEqualTo(2);
        assertThat(OLDER.encode().at(FORMAT_AT)).isEqualTo(1);
        var read = Standing.parse(bytes).orThrow();
        assertThat(read.encode()).isEqualTo(bytes);
        assertThat(ruled(read).basis().digest()).isEqualTo(ruled(held).basis().digest());
    }

    /// What is counted for a human counts here too, though nobody's answer is heard.
    @Test
    void limitOfTheInitiatorThatAsksForMoreBeyondIt_isAskedAnew() {
        var limit = """
            ,{"id":"own","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"COUNT","max":"1",
            "per":["initiator"],"window":{"type":"ROLLING","length":"PT24H"},"onExceed":{"effect":"REQUIRE",
            "approvals":[{"group":"exec","min":2,"authStrength":"HARDWARE"}]}}}\
            """;
        var fresh = present(numbered(2, Trials.RULES + limit), policy(Trials.RULES));
        assertThat(words(ruled(fresh))).isEqualTo(ALLOWED);
        var charges = ((Ruling.Allowed) ruled(fresh)).charges();
        var made = (Counters.Reservation.Made) fresh.counters().reserve(Judging.intent(9), charges, Trials.NOW);
        var beyond = fresh.with(made.counters());
        assertThat(words(ruled(beyond))).isEqualTo(PENDING);
        assertThat(ruled(beyond).basis().answers())
                .allSatisfy(each -> assertThat(each).endsWith("refused OTHER_POLICY"));
    }

    @Test
    void standing_ofAFormatThatDoesNotFit_isMalformed() {
        for (var other : List.of(0, 1, 3))
            assertThat(Standing.parse(as(present(PRESENT), other)))
                    .as("format %d", other)
                    .isInstanceOf(Parsed.Malformed.class);
        assertThat(Standing.parse(as(OLDER, 2))).isInstanceOf(Parsed.Malformed.class);
    }

    private static Bytes as(Standing standing, int format) {
        var bytes = standing.encode().toArray();
        bytes[FORMAT_AT] = (byte) format;
        return Bytes.copyOf(bytes);
    }
}
