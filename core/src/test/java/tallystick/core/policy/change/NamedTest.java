package tallystick.core.policy.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.kit.Judging;
import tallystick.core.kit.RandomChanges;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.crypto.codec.Bytes;

@DisplayName("What names stand for in two versions, docs/spec/policy.md PO-17")
class NamedTest {
    private static final String ONE = "\"eip155:1:0x40a2accbd92bca938b02010e17a5b8929b49130d\"";
    private static final String TWO = "\"eip155:1:0xf89d7b9c864f589bbf53a82105107622b35eaa40\"";
    private static final String COIN = "\"eip155:1/slip44:60\"";
    private static final String OTHER_COIN = "\"eip155:10/slip44:60\"";

    private static Policy policy(String groups, String lists, String calendars) {
        return PolicyFile.parse(Bytes.ofUtf8("""
            {"schema":"tallystick.policy/v1","id":"p","version":1,"scope":{"org":"acme"},
            "effectiveFrom":"2026-01-01T00:00:00Z","groups":{%s},"lists":{%s},"calendars":{%s},"rules":[]}
            """.formatted(groups, lists, calendars)))
                .orThrow();
    }

    private static String addresses(String name, String... items) {
        return "\"%s\":{\"kind\":\"address\",\"items\":[%s]}".formatted(name, String.join(",", items));
    }

    private static String book(String name, int hours, String... tags) {
        var tagged = tags.length == 0
                ? ""
                : ",\"tags\":" + List.of(tags).stream().map("\"%s\""::formatted).toList();
        return "\"%s\":{\"kind\":\"addressBook\",\"minAgeHours\":%d%s}".formatted(name, hours, tagged);
    }

    private static String assets(String name, String more, String... items) {
        return "\"%s\":{\"kind\":\"asset\"%s,\"items\":[%s]}".formatted(name, more, String.join(",", items));
    }

    private static Named lists(String... lists) {
        return new Named(policy("", String.join(",", lists), ""));
    }

    private static boolean areAccounts(Named inner, List<String> lists, Named outer, String... others) {
        return inner.holdsNoMore(lists, outer, List.of(others));
    }

    @Test
    void versions_areSame_ifGroupsListsAndCalendarsAre() {
        var group = "\"g\":{\"members\":[\"u:ann\"]}";
        var list = addresses("l", ONE);
        var calendar = "\"c\":{\"holidays\":[\"2026-12-25\"]}";
        var all = policy(group, list, calendar);
        assertThat(Named.isSame(all, policy(group, list, calendar))).isTrue();
        assertThat(Named.isSame(all, policy(group.replace("ann", "bo"), list, calendar)))
                .isFalse();
        assertThat(Named.isSame(all, policy(group, addresses("l", TWO), calendar)))
                .isFalse();
        assertThat(Named.isSame(all, policy(group, list, calendar.replace("25", "26"))))
                .isFalse();
    }

    @Test
    void holidays_areThoseOfTheCalendar_andNoneOfNone() {
        var named = new Named(policy("", "", "\"c\":{\"holidays\":[\"2026-12-25\"]}"));
        assertThat(named.holidays(Optional.of("c"))).containsExactly(LocalDate.of(2026, 12, 25));
        assertThat(named.holidays(Optional.of("d"))).isEmpty();
        assertThat(named.holidays(Optional.empty())).isEmpty();
    }

    @Test
    void people_areNoMore_ifEachIsInOneOfTheOthers() {
        var was = new Named(policy("\"a\":{\"members\":[\"u:ann\",\"u:bo\"]},\"c\":{\"members\":[\"u:cy\"]}", "", ""));
        var is = new Named(policy("\"x\":{\"members\":[\"u:ann\"]},\"y\":{\"members\":[\"u:bo\",\"u:dee\"]}", "", ""));
        assertThat(was.areNoMore(List.of("a"), is, List.of("x", "y"))).isTrue();
        assertThat(was.areNoMore(List.of("a"), is, List.of("x"))).isFalse();
        assertThat(was.areNoMore(List.of("a", "c"), is, List.of("x", "y"))).isFalse();
        assertThat(was.areNoMore(List.of("a"), is, List.of())).isFalse();
        assertThat(was.areNoMore(List.of("unknown"), is, List.of())).isTrue();
        assertThat(was.areNoMore(List.of(), is, List.of())).isTrue();
        // The same names the other way round stand for something else.
        assertThat(is.areNoMore(List.of("x", "y"), was, List.of("a"))).isFalse();
        assertThat(is.areNoMore(List.of("x"), was, List.of("a"))).isTrue();
    }

    @Test
    void accounts_areNoMore_ifEachIsInOneOfTheOthers() {
        var was = lists(addresses("one", ONE), addresses("both", ONE, TWO), assets("coins", "", COIN));
        var is = lists(addresses("a", ONE), addresses("b", TWO), addresses("none"), book("any", 0));
        assertThat(areAccounts(was, List.of("one"), is, "a")).isTrue();
        assertThat(areAccounts(was, List.of("one"), is, "b")).isFalse();
        assertThat(areAccounts(was, List.of("both"), is, "a", "b")).isTrue();
        assertThat(areAccounts(was, List.of("both"), is, "a", "none")).isFalse();
        assertThat(areAccounts(was, List.of("one", "both"), is, "a")).isFalse();
        assertThat(areAccounts(was, List.of("both"), is, "any"))
                .as("nobody knows what the book holds")
                .isFalse();
        // Neither holds any account.
        assertThat(areAccounts(was, List.of("coins", "unknown"), is, "none")).isTrue();
        assertThat(areAccounts(was, List.of(), is)).isTrue();
    }

    @Test
    void bookOfOlderOrFewerEntries_isWithinOneOfYoungerOrMore() {
        var was = lists(book("day", 24), book("bank", 24, "bank"), book("two", 24, "bank", "desk"), addresses("no"));
        var is = lists(
                book("hour", 1),
                book("day", 24),
                book("older", 25),
                book("bank", 24, "bank"),
                book("two", 1, "bank", "desk"),
                addresses("no"));
        for (var name : List.of("hour", "day"))
            assertThat(areAccounts(was, List.of("day"), is, name)).as(name).isTrue();
        for (var name : List.of("older", "bank", "two", "no", "unknown"))
            assertThat(areAccounts(was, List.of("day"), is, name)).as(name).isFalse();
        for (var name : List.of("hour", "day", "bank", "two"))
            assertThat(areAccounts(was, List.of("bank"), is, name)).as(name).isTrue();
        assertThat(areAccounts(was, List.of("two"), is, "bank")).isFalse();
        assertThat(areAccounts(was, List.of("two"), is, "bank", "two")).isTrue();
        assertThat(areAccounts(was, List.of("two"), is, "older")).isFalse();
        assertThat(areAccounts(was, List.of("two", "day"), is, "two")).isFalse();
        assertThat(areAccounts(was, List.of("day", "no"), is, "day")).isTrue();
    }

    @Test
    void assets_areNoMore_ifEachIsInOneOfTheOthers() {
        var was = lists(assets("both", "", COIN, OTHER_COIN), addresses("no", ONE));
        var is = lists(assets("a", "", COIN), assets("b", ",\"class\":\"STABLE\"", OTHER_COIN), addresses("no", ONE));
        assertThat(was.holdsNoMoreAssets(List.of("both"), is, List.of("a", "b")))
                .isTrue();
        assertThat(was.holdsNoMoreAssets(List.of("both"), is, List.of("a", "no")))
                .isFalse();
        assertThat(was.holdsNoMoreAssets(List.of("no"), is, List.of())).isTrue();
    }

    @Test
    void assetsOfAClass_areThoseOfAllListsThatSayIt() {
        var was = lists(
                assets("a", ",\"class\":\"STABLE\"", COIN),
                assets("b", ",\"class\":\"TOKEN\"", OTHER_COIN),
                assets("c", "", OTHER_COIN));
        var is = lists(assets("x", ",\"class\":\"STABLE\"", COIN), addresses("no", ONE));
        var stable = Set.of(AssetClass.STABLE);
        assertThat(was.listsNoMore(stable, is, stable)).isTrue();
        assertThat(was.listsNoMore(Set.of(AssetClass.STABLE, AssetClass.TOKEN), is, stable))
                .isFalse();
        assertThat(was.listsNoMore(Set.of(AssetClass.TOKEN), is, Set.of(AssetClass.TOKEN)))
                .isFalse();
        assertThat(was.listsNoMore(Set.of(AssetClass.NATIVE), is, stable)).isTrue();
        assertThat(is.listsNoMore(stable, was, Set.of(AssetClass.TOKEN))).isFalse();
    }

    /// A list of so many strangers, one of the payee, and lists of nobody.
    private static Named many(int items, int others) {
        var lists = new TreeMap<String, NamedList>();
        var strangers = IntStream.range(0, items)
                .mapToObj(i -> new Account(Judging.CHAIN, "stranger" + i))
                .collect(Collectors.toSet());
        lists.put("strangers", new NamedList.Addresses(strangers));
        lists.put("payee", new NamedList.Addresses(Set.of(Judging.PAYEE)));
        for (var i = 0; i < others; i++) lists.put("none" + i, new NamedList.Addresses(Set.of()));
        var policy = policy("", "", "");
        return new Named(RandomChanges.with(policy, policy.groups(), lists));
    }

    private static List<String> none(int from, int count) {
        return IntStream.range(from, from + count).mapToObj("none%d"::formatted).toList();
    }

    private static boolean isPayee(Named was, Named is, List<String> others) {
        return was.holdsNoMore(
                List.of("payee"),
                is,
                Stream.concat(Stream.of("payee"), others.stream()).toList());
    }

    /// Each of so many items is looked for in so many lists, 50,000,000 times together.
    @Test
    void whatTakesTooMuchToShow_isNotShown_andWhatWasShownBefore_stays() {
        var was = many(10_000, 0);
        var is = many(0, 1_010);
        assertThat(isPayee(was, is, List.of())).as("3 looks").isTrue();
        for (var i = 0; i < 5; i++)
            assertThat(was.holdsNoMore(List.of("strangers"), is, none(i, i == 0 ? 998 : 999)))
                    .as("1 and 10,000 by 999 or 1,000")
                    .isFalse();
        for (var i = 0; i < 9; i++)
            assertThat(isPayee(was, is, none(i, 996))).as("999").isTrue();
        assertThat(isPayee(was, is, none(0, 998))).as("1,001, the last ones").isTrue();
        assertThat(isPayee(was, is, none(0, 1))).isFalse();
        assertThat(isPayee(was, is, List.of())).isTrue();
    }
}
