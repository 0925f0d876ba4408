package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.policy.Policy;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("The one form of a policy, docs/spec/policy.md PO-13 and PO-14")
class PolicyFormTest {
    private static final List<String> CRITERIA = List.of(
            """
            "initiator":{"apiKeys":["k1","k2"],"authStrength":"HARDWARE","groups":["ops"],"ip":["10.0.0.0/8"],\
            "notGroups":["exec"],"roles":["admin"],"service":false,"sessionAgeMax":"PT15M","users":["u:ann"]}\
            """,
            """
            "source":{"chains":["eip155:1","eip155:10"],"tags":["hot"],"tiers":["warm"],"vaults":["v"],\
            "wallets":["w"],"workspaces":["prod"]}\
            """,
            """
            "destination":{"in":["payees"],"kinds":["INTERNAL","ONE_TIME"],"lookAlike":true,"notIn":["safes"]}\
            """,
            """
            "asset":{"class":["NATIVE","STABLE"],"in":["stables"],"is":["eip155:1/slip44:60"],"notIn":["stables"]}\
            """,
            """
            "call":{"args":[{"in":["safes"],"is":["x"],"max":"2","min":"1","name":"to"},{"is":["y"],"name":"by"}],\
            "depth":{"max":3,"min":1},"operation":"DELEGATECALL","selectors":["a9059cbb"],\
            "signatures":["transfer(address,uint256)"],"targetIn":["safes"],"targetNotIn":["payees"],\
            "valueMax":"5","valueMin":"0.5"}\
            """,
            """
            "call":{"depth":{"min":2}}\
            """,
            """
            "typedData":{"domains":["Permit2"],"fields":[{"min":"1","name":"amount"}],"primaryTypes":["Permit"]}\
            """,
            """
            "statement":{"fields":[{"is":["a.example"],"name":"domain"}],"kinds":["login"]}\
            """,
            """
            "authority":{"kinds":["OWNER","DELEGATE"],"turns":["GIVEN","SET"]}\
            """,
            """
            "time":{"days":["MON","TUE","SUN"],"holidays":"fr","hours":"08:05-19:30","outside":true,\
            "tz":"Europe/Paris"}\
            """,
            """
            "time":{"hours":"00:00-12:00","tz":"UTC"}\
            """,
            """
            "time":{"hours":"12:00-24:00","tz":"UTC"}\
            """,
            """
            "utxo":{"change":true,"feeRateMax":"50","feeRateMin":"1.5","inputsMax":10,"inputsMin":2}\
            """,
            """
            "solana":{"durableNonce":true,"programsNotIn":["safes"]}\
            """,
            """
            "warnings":{"codes":["A","B_2"]}\
            """,
            """
            "duplicate":{"within":"PT24H"}\
            """,
            """
            "counterparty":{"codeAgeMax":"PT48H","codeAgeMin":"PT24H","scoreMax":90,"scoreMin":10,"screened":true}\
            """,
            """
            "fee":{"max":"0.05","unit":"ASSET"}\
            """,
            """
            "fee":{"fiat":"EUR","max":"7","min":"7","priceAgeMax":"PT5M"}\
            """,
            """
            "amount":{"min":"1","unit":"BASE"}\
            """,
            """
            "risk":{"reasons":["MIXER"],"scoreMax":80,"scoreMin":60}\
            """,
            """
            "simulation":{"changes":["OWNER"]}\
            """,
            """
            "facts":["SCREENING","TRAVEL_RULE"]\
            """,
            """
            "decoded":true\
            """);

    private static final String HEAD = """
            {"calendars":{"fr":{"holidays":["2026-05-01","2026-12-25"]}},"effectiveFrom":"2026-11-21T00:00:00Z",\
            "groups":{"exec":{"members":["u:dee","u:eli"]},"none":{"members":[]},"ops":{"members":["s:bot","u:ann"]}},\
            "id":"acme","lists":{"empty":{"items":[],"kind":"address"},"friends":{"kind":"addressBook"},\
            "payees":{"kind":"addressBook","minAgeHours":24,"tags":["vip"]},\
            "safes":{"items":["eip155:1:0x40a2accbd92bca938b02010e17a5b8929b49130d"],"kind":"address"},\
            "stables":{"class":"STABLE","items":["eip155:1/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7"],\
            "kind":"asset"}},\
            """;
    private static final String SIGNATURE = "ab".repeat(64);
    private static final String TAIL =
            "\"schema\":\"tallystick.policy/v1\",\"scope\":{\"org\":\"acme\"},\"version\":1}";

    private static String with(String... rules) {
        return HEAD + "\"rules\":[" + String.join(",", rules) + "]," + TAIL;
    }

    private static String matching(String match) {
        return "{\"activity\":[\"*\"],\"effect\":\"DENY\",\"id\":\"r\",\"match\":" + match + "}";
    }

    private static String limiting(String limit) {
        return "{\"activity\":[\"TRANSFER\"],\"effect\":\"LIMIT\",\"id\":\"r\",\"limit\":" + limit + "}";
    }

    private static Parsed<Policy> parsed(String json) {
        return PolicyFile.parse(Bytes.ofUtf8(json));
    }

    private static String written(String json) {
        return new String(PolicyText.canonical(parsed(json).orThrow()).toArray(), StandardCharsets.UTF_8);
    }

    private static String refused(String json) {
        return switch (parsed(json)) {
            case Parsed.Ok<Policy> _ -> "read";
            case Parsed.Malformed<Policy>(var _, var expected) -> expected;
        };
    }

    private static void areWrittenAsTheyStand(List<String> rules) {
        for (var rule : rules) assertThat(written(with(rule))).isEqualTo(with(rule));
    }

    @Test
    void everyCriterion_isWrittenAsItWasRead() {
        areWrittenAsTheyStand(
                CRITERIA.stream().map(each -> matching("{" + each + "}")).toList());
        assertThat(CRITERIA).hasSize(24);
    }

    @Test
    void whatRulesAskFor_isWrittenAsItWasRead() {
        areWrittenAsTheyStand(List.of(
                """
                {"activity":["TRANSFER","APPROVE_ALLOWANCE"],"effect":"ALLOW","expiresIn":"PT1H","id":"r",\
                "signers":{"minWeight":2,"mustInclude":["alpha","role:risk"]},"when":"tx.gas.maxFeeWei > amount('1')"}\
                """,
                """
                {"activity":["*"],"approvals":[{"authStrength":"HARDWARE","excludeInitiator":false,"group":"exec",\
                "min":2,"order":2},{"group":"ops","min":1}],"delay":{"cancelBy":["exec","ops"],"min":"PT6H"},\
                "effect":"REQUIRE","id":"r","require":["SCREENING","SIMULATION"]}\
                """,
                limiting("""
                        {"max":"250000.5","measure":"FIAT:USD","onExceed":{"approvals":[{"group":"exec","min":2}],\
                        "effect":"REQUIRE"},"per":["source","asset"],"priceAgeMax":"PT5M",\
                        "window":{"length":"PT24H","type":"ROLLING"}}\
                        """),
                limiting("""
                        {"max":"3","measure":"COUNT","onExceed":{"effect":"DENY","freeze":"WORKSPACE"},\
                        "window":{"type":"CALENDAR","tz":"Europe/Paris","unit":"WEEK"}}\
                        """),
                limiting("{\"max\":\"9\",\"measure\":\"ASSET\",\"window\":{\"type\":\"LIFETIME\"}}")));
    }

    @Test
    void orderTheFirst_isNotWritten_asIsNothingThatGoesWithoutSaying() {
        var said = """
            {"activity":["*"],"approvals":[{"authStrength":"PASSKEY","excludeInitiator":true,"group":"ops","min":1,\
            "order":1}],"effect":"REQUIRE","id":"r"}\
            """;
        assertThat(written(with(said)))
                .isEqualTo(with("{\"activity\":[\"*\"],\"approvals\":[{\"group\":\"ops\",\"min\":1}],"
                        + "\"effect\":\"REQUIRE\",\"id\":\"r\"}"));
        assertThat(written(with(matching("{\"time\":{\"hours\":\"00:00-24:00\",\"tz\":\"UTC\"}}"))))
                .isEqualTo(with(matching("{\"time\":{\"tz\":\"UTC\"}}")));
    }

    @Test
    void signaturesPlacesAndParents_areWrittenAsTheyWereRead() {
        var signed = "\"signatures\":[{\"alg\":\"EdDSA\",\"by\":\"u:ann\",\"sig\":\"%s\"}],\"version\":1"
                .formatted(SIGNATURE);
        var document = with().replace("\"version\":1", signed)
                .replace(
                        "{\"org\":\"acme\"}", "{\"org\":\"acme\",\"vault\":\"v\",\"wallet\":\"w\",\"workspace\":\"p\"}")
                .replace("\"rules\"", "\"parent\":\"sha256:%s\",\"rules\"".formatted("0f".repeat(32)))
                .replace("{\"calendars\"", "{\"admission\":\"INHERITED\",\"calendars\"");
        assertThat(written(document)).isEqualTo(document);
    }

    @Test
    void texts_areWritten_byJsonsOwnRules() {
        var odd = "a\\\"b\\\\c\\b\\t\\n\\f\\r\\u0001\\u000f\\u0010\\u001f d~é";
        var rule = matching("{\"typedData\":{\"domains\":[\"" + odd + "\"]}}");
        assertThat(written(with(rule))).isEqualTo(with(rule));
    }

    @Test
    void rangesOfAddresses_haveOneForm() {
        var forms = Map.ofEntries(
                Map.entry("0.0.0.0/0", "0.0.0.0/0"),
                Map.entry("255.255.255.255/32", "255.255.255.255/32"),
                Map.entry("192.168.1.0/24", "192.168.1.0/24"),
                Map.entry("::/0", "0:0:0:0:0:0:0:0/0"),
                Map.entry("::1/128", "0:0:0:0:0:0:0:1/128"),
                Map.entry("2001:db8::/32", "2001:db8:0:0:0:0:0:0/32"),
                Map.entry("abcd:00ff::/32", "abcd:ff:0:0:0:0:0:0/32"),
                Map.entry("fe80::1:2/127", "fe80:0:0:0:0:0:1:2/127"),
                Map.entry("1:2:3:4:5:6:7::/112", "1:2:3:4:5:6:7:0/112"),
                Map.entry("::2:3:4:5:6:7:8/128", "0:2:3:4:5:6:7:8/128"),
                Map.entry("1:2:3:4:5:6:7:8/128", "1:2:3:4:5:6:7:8/128"));
        forms.forEach((said, form) -> assertThat(written(with(from(said)))).isEqualTo(with(from(form))));
        assertThat(forms).hasSize(11);
    }

    private static String from(String range) {
        return matching("{\"initiator\":{\"ip\":[\"" + range + "\"]}}");
    }

    @Test
    void whatIsNoRangeOfAddresses_isRefused() {
        var form = "at /rules/0/match/initiator/ip/0: addresses such as 10.0.0.0/8 or 2001:db8::/32";
        for (var wrong : List.of(
                "10.0.0.0",
                "10.0.0/8",
                "01.0.0.0/8",
                "1:2:3:4:5:6:7/112",
                "1:2:3:4:5:6:7:8:9/128",
                "1:2:3:4:5:6:7:8::/128",
                "1:2:3:4:5:6:7::8/128",
                "1::2::3/128",
                ":::/0",
                "12345::/32",
                ":1::/32",
                "1:2:3:4:5:6:7:/112",
                "2001:DB8::/32"))
            assertThat(refused(with(from(wrong)))).as(wrong).isEqualTo(form);
        for (var wrong : List.of("256.0.0.0/8", "10.0.0.1/8", "10.0.0.0/33", "::/129", "2001:db8::1/32"))
            assertThat(refused(with(from(wrong))))
                    .as(wrong)
                    .isEqualTo("at /rules/0/match/initiator/ip/0: a prefix within the address, and no bits after it");
    }

    @Test
    void chainsAccountsAndAssets_ofNoChainThatIsKnown_areRefused() {
        for (var wrong : List.of("eip155", "eip155:", "nowhere:1", "eip155:1:2", "eip155:0x1"))
            assertThat(refused(with(matching("{\"source\":{\"chains\":[\"" + wrong + "\"]}}"))))
                    .as(wrong)
                    .isEqualTo("at /rules/0/match/source/chains/0: a known chain such as eip155:1");
        var address = "0x40a2accbd92bca938b02010e17a5b8929b49130d";
        for (var wrong : List.of(
                "nowhere:1:" + address,
                "eip155:1",
                "eip155:1:" + address.substring(1),
                "eip155:" + address,
                "eip155:x:" + address))
            assertThat(refused(with(matching("{\"decoded\":true}"))
                            .replace("\"items\":[],\"kind\"", "\"items\":[\"" + wrong + "\"],\"kind\"")))
                    .as(wrong)
                    .isEqualTo("at /lists/empty/items/0: chain:address of a known chain, with its right checksum");
        for (var wrong : List.of(
                "eip155:1",
                "slip44:60",
                "/slip44:60",
                "eip155:1/slip44",
                "eip155:1/slip44:060",
                "eip155:1/slip44:",
                "nowhere:1/slip44:60",
                "eip155:1/erc20:" + address.substring(1),
                "eip155/slip44:60"))
            assertThat(refused(with(matching("{\"asset\":{\"is\":[\"" + wrong + "\"]}}"))))
                    .as(wrong)
                    .startsWith("at /rules/0/match/asset/is/0: an asset of");
    }

    /// Letters of hex are small on EVM chains; elsewhere they are part of the name.
    @Test
    void nameOfAnAccount_isAsItsChainWritesIt() {
        var solana = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";
        var listed = with().replace("\"items\":[],\"kind\"", "\"items\":[\"" + solana + "\"],\"kind\"");
        assertThat(written(listed)).isEqualTo(listed);
        assertThat(written(with().replace(
                                "0x40a2accbd92bca938b02010e17a5b8929b49130d",
                                "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D")))
                .isEqualTo(with());
        var item = matching("{\"asset\":{\"is\":[\"eip155:1/erc721:0xbc4ca0eda7647a8ab7c2061c2e118a18a936f13d/77\"]}}");
        assertThat(written(with(item))).isEqualTo(with(item));
    }

    @Test
    void numbersAndTexts_areReadUpToTheirBounds_andNotBeyond() {
        assertThat(refused(with().replace("\"version\":1", "\"version\":0")))
                .isEqualTo("at /version: a whole number in 1..999999999");
        assertThat(refused(with().replace("\"version\":1", "\"version\":999999999")))
                .isEqualTo("read");
        assertThat(refused(with().replace("\"version\":1", "\"version\":1000000000")))
                .startsWith("at /version");
        assertThat(refused(with(domain("x".repeat(256))))).isEqualTo("read");
        assertThat(refused(with(domain("x".repeat(257))))).endsWith("a text of 1..256 characters");
        assertThat(refused(with(domain("")))).endsWith("a text of 1..256 characters");
        assertThat(refused(with(matching("{\"amount\":{\"max\":\"1\",\"min\":\"1\",\"unit\":\"BASE\"}}"))))
                .isEqualTo("read");
        assertThat(refused(with(matching("{\"amount\":{\"max\":\"1\",\"min\":\"2\",\"unit\":\"BASE\"}}"))))
                .isEqualTo("at /rules/0/match/amount: a least that is not above the most");
        assertThat(refused(with(matching("{\"time\":{\"hours\":\"08:00-08:00\",\"tz\":\"UTC\"}}"))))
                .isEqualTo("at /rules/0/match/time/hours: a beginning before the end, within one day");
    }

    private static String domain(String name) {
        return matching("{\"typedData\":{\"domains\":[\"" + name + "\"]}}");
    }

    private static String conditions(int rules) {
        return with(IntStream.range(0, rules)
                .mapToObj(number ->
                        "{\"activity\":[\"*\"],\"effect\":\"DENY\",\"id\":\"r%d\",\"when\":\"true\"}".formatted(number))
                .toArray(String[]::new));
    }

    private static String groups(int count) {
        var all = IntStream.range(0, count)
                .mapToObj("\"g%d\":{\"members\":[]}"::formatted)
                .collect(Collectors.joining(",", "{", "}"));
        return "{\"effectiveFrom\":\"2026-11-21T00:00:00Z\",\"groups\":%s,\"id\":\"acme\",\"rules\":[],".formatted(all)
                + TAIL;
    }

    @Test
    void asManyConditionsAndNames_asThereMayBe_areRead_andNoMore() {
        assertThat(refused(conditions(1000))).isEqualTo("read");
        assertThat(refused(conditions(1001))).isEqualTo("at /rules/1000/when: at most 1000 rules with a condition");
        assertThat(refused(conditions(1).replace("true", " "))).isEqualTo("at /rules/0/when: an expression");
        assertThat(refused(groups(4096))).isEqualTo("read");
        assertThat(refused(groups(4097))).isEqualTo("at /groups: at most 4096 members");
    }

    @Test
    void partOfAWindow_thatItsTypeDoesNotHave_orLacks_isRefused() {
        var wrong = Map.of(
                "{\"type\":\"ROLLING\"}", "a field length",
                "{\"length\":\"PT1H\",\"type\":\"ROLLING\",\"unit\":\"DAY\"}", "no field unit",
                "{\"type\":\"CALENDAR\",\"unit\":\"DAY\"}", "a field tz",
                "{\"length\":\"PT1H\",\"type\":\"LIFETIME\"}", "no field length",
                "{\"type\":\"LIFETIME\",\"tz\":\"UTC\"}", "no field tz");
        wrong.forEach((window, why) -> assertThat(
                        refused(with(limiting("{\"max\":\"1\",\"measure\":\"COUNT\",\"window\":" + window + "}"))))
                .as(window)
                .isEqualTo("at /rules/0/limit/window: " + why));
        assertThat(wrong).hasSize(5);
    }

    @Test
    void depthAndArguments_thatSayNothing_areRefused() {
        assertThat(refused(with(matching("{\"call\":{\"args\":[{\"name\":\"to\"}]}}"))))
                .isEqualTo("at /rules/0/match/call/args/0: is, min, max or in");
        assertThat(refused(with(matching("{\"call\":{\"depth\":\"SOME\"}}"))))
                .isEqualTo("at /rules/0/match/call/depth: ANY, or an object with min or max");
        assertThat(refused(with(matching("{\"call\":{\"selectors\":[\"A9059CBB\"]}}"))))
                .isEqualTo("at /rules/0/match/call/selectors/0: eight lower-case hex digits");
        assertThat(refused(with(matching("{\"fee\":{\"fiat\":\"USD\",\"max\":\"1\",\"unit\":\"BASE\"}}"))))
                .isEqualTo("at /rules/0/match/fee: either fiat or unit");
        assertThat(refused(with(matching("{\"fee\":{\"max\":\"1\",\"priceAgeMax\":\"PT1M\",\"unit\":\"BASE\"}}"))))
                .isEqualTo("at /rules/0/match/fee/priceAgeMax: none where no price is asked");
    }

    @Test
    void fileThatIsNoJson_orTooLong_isRefused() {
        assertThat(refused("{")).isNotEqualTo("read");
        var spaces = " ".repeat(PolicyFile.LENGTH_BYTES_MAX - with().length());
        assertThat(refused(with() + spaces)).isEqualTo("read");
        assertThat(refused(with() + spaces + " ")).isEqualTo("a policy of at most 16777216 bytes");
    }
}
