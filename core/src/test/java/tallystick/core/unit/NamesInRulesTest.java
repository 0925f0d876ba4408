package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.policy.Policy;
import tallystick.core.policy.change.Difference;
import tallystick.core.policy.change.Direction;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.json.PolicyFile;
import tallystick.crypto.codec.Bytes;

/// A list, group or calendar alone is another: what follows depends on the rules that name it, in whichever place.
@DisplayName("Rules that name what has changed, docs/spec/policy.md PO-17")
class NamesInRulesTest {
    private static final String ONE = "\"eip155:1:0x40a2accbd92bca938b02010e17a5b8929b49130d\"";
    private static final String TWO = ONE + ",\"eip155:1:0xf89d7b9c864f589bbf53a82105107622b35eaa40\"";
    private static final String COIN = "\"eip155:1/slip44:60\"";
    private static final String COINS = COIN + ",\"eip155:10/slip44:60\"";

    /// What is named, fewer and more of it.
    private enum Named {
        LIST(ONE, TWO),
        COINS_LIST(COIN, COINS),
        GROUP("\"u:ann\",\"u:bo\"", "\"u:ann\",\"u:bo\",\"u:cy\""),
        CALENDAR("\"2026-12-25\"", "\"2026-05-01\",\"2026-12-25\"");

        private final String few;
        private final String many;

        Named(String few, String many) {
            this.few = few;
            this.many = many;
        }

        String held(Named which, boolean isMany) {
            return this == which && isMany ? many : few;
        }
    }

    private static Policy policy(Named which, boolean isMany, String rule) {
        return PolicyFile.parse(Bytes.ofUtf8("""
                {"schema":"tallystick.policy/v1","id":"acme","version":1,"scope":{"org":"acme"},
                "effectiveFrom":"2026-01-01T00:00:00Z",
                "groups":{"named":{"members":[%s]},"other":{"members":["u:dee","u:eli"]}},
                "lists":{"named":{"kind":"address","items":[%s]},"other":{"kind":"address","items":[]},
                "coins":{"kind":"asset","class":"STABLE","items":[%s]},"others":{"kind":"asset","items":[]}},
                "calendars":{"named":{"holidays":[%s]},"other":{"holidays":["2027-01-01"]}},
                "rules":[%s]}
                """.formatted(
                                Named.GROUP.held(which, isMany),
                                Named.LIST.held(which, isMany),
                                Named.COINS_LIST.held(which, isMany),
                                Named.CALENDAR.held(which, isMany),
                                rule)))
                .orThrow();
    }

    private static Difference between(Named which, boolean isMore, String rule) {
        var change = PolicyChange.between(policy(which, !isMore, rule), policy(which, isMore, rule));
        var named = change.differences().stream()
                .filter(each -> each.part() != Difference.Part.RULE)
                .toList();
        assertThat(named).as(rule).hasSize(1);
        return named.getFirst();
    }

    private static void loosens(Named which, boolean isMore, String rule, String why) {
        var difference = between(which, isMore, rule);
        assertThat(difference.direction()).as(rule).isEqualTo(Direction.LOOSEN);
        assertThat(difference.why()).as(rule).isEqualTo(why);
    }

    private static void isNamedByNone(Named which, String rule) {
        for (var isMore : List.of(true, false)) {
            var difference = between(which, isMore, rule);
            var isOfPeople = which == Named.GROUP;
            assertThat(difference.direction()).as(rule).isEqualTo(isOfPeople ? Direction.LOOSEN : Direction.TIGHTEN);
            assertThat(difference.why())
                    .as(rule)
                    .isEqualTo(isOfPeople ? "no rule says what it is for" : "no rule asked for it");
        }
    }

    private static String rule(String effect, String more) {
        return "{\"id\":\"r\",\"effect\":\"%s\",\"activity\":[\"*\"],%s}".formatted(effect, more);
    }

    private static String match(String effect, String match) {
        return rule(effect, "\"match\":{" + match + "}");
    }

    /// Each rule in which more in a list, group or calendar loosens; and the same with other names in it.
    private static void loosensByMore(Named which, List<String> allows, List<String> denies) {
        for (var match : allows) {
            loosens(which, true, match("ALLOW", match), "r may admit more");
            assertThat(between(which, false, match("ALLOW", match)).direction()).isEqualTo(Direction.TIGHTEN);
            isNamedByNone(which, match("ALLOW", otherwise(match)));
        }
        for (var match : denies) {
            loosens(which, true, match("DENY", match), "r may restrict less");
            isNamedByNone(which, match("DENY", otherwise(match)));
        }
    }

    private static String otherwise(String text) {
        return text.replace("[\"named\"]", "[\"other\"]")
                .replace("\"holidays\":\"named\"", "\"holidays\":\"other\"")
                .replace("[\"coins\"]", "[\"others\"]")
                .replace("[\"STABLE\"]", "[\"COLLECTIBLE\"]")
                .replace("\"group\":\"named\"", "\"group\":\"other\"");
    }

    @Test
    void listOfAccounts_isNamedInEveryPlaceOfACriterion() {
        loosensByMore(
                Named.LIST,
                List.of(
                        "\"destination\":{\"in\":[\"named\"]}",
                        "\"call\":{\"targetIn\":[\"named\"]}",
                        "\"call\":{\"args\":[{\"name\":\"to\",\"in\":[\"named\"]}]}",
                        "\"typedData\":{\"fields\":[{\"name\":\"to\",\"in\":[\"named\"]}]}",
                        "\"statement\":{\"fields\":[{\"name\":\"to\",\"in\":[\"named\"]}]}"),
                List.of(
                        "\"destination\":{\"notIn\":[\"named\"]}",
                        "\"call\":{\"targetNotIn\":[\"named\"]}",
                        "\"solana\":{\"programsNotIn\":[\"named\"]}"));
    }

    @Test
    void listOfAssets_isNamedByItself_orByItsClass() {
        loosensByMore(
                Named.COINS_LIST,
                List.of("\"asset\":{\"in\":[\"coins\"]}", "\"asset\":{\"class\":[\"STABLE\"]}"),
                List.of("\"asset\":{\"notIn\":[\"coins\"]}"));
    }

    @Test
    void group_isNamedByWhoMayPropose() {
        loosensByMore(
                Named.GROUP,
                List.of("\"initiator\":{\"groups\":[\"named\"]}"),
                List.of("\"initiator\":{\"notGroups\":[\"named\"]}"));
    }

    @Test
    void group_isNamedByWhoIsAsked_alsoBeyondALimit_andByWhoMayCancel() {
        var approvals = "\"approvals\":[{\"group\":\"named\",\"min\":1}]";
        var limit = """
            {"id":"r","effect":"LIMIT","activity":["TRANSFER"],"limit":{"measure":"COUNT","max":"1",
            "window":{"type":"LIFETIME"},"onExceed":{"effect":"REQUIRE",%s}}}\
            """.formatted(approvals);
        for (var rule : List.of(rule("REQUIRE", approvals), limit)) {
            loosens(Named.GROUP, true, rule, "r may restrict less");
            isNamedByNone(Named.GROUP, otherwise(rule));
        }
        var delay = rule("REQUIRE", "\"delay\":{\"min\":\"PT1H\",\"cancelBy\":[\"named\"]}");
        loosens(Named.GROUP, false, delay, "r may restrict less");
        isNamedByNone(Named.GROUP, otherwise(delay));
    }

    @Test
    void calendar_isNamedByItsTimes() {
        var time = "\"time\":{\"tz\":\"UTC\",\"holidays\":\"named\"}";
        loosens(Named.CALENDAR, false, match("ALLOW", time), "r may admit more");
        loosens(Named.CALENDAR, true, match("DENY", time), "r may restrict less");
        for (var effect : List.of("ALLOW", "DENY")) isNamedByNone(Named.CALENDAR, match(effect, otherwise(time)));
    }
}
