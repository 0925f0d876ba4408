package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.core.kit.Charters.COLD_KEY;
import static tallystick.core.kit.Charters.HOT_KEY;
import static tallystick.core.kit.Charters.OTHER_KEY;
import static tallystick.core.kit.Charters.PAYROLL;
import static tallystick.core.kit.Charters.policy;
import static tallystick.core.kit.Charters.vault;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Freezes;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Ruling;
import tallystick.core.kit.Charters;
import tallystick.core.kit.Statutes;
import tallystick.core.places.NamedTree;
import tallystick.core.places.NodeRoles;
import tallystick.core.places.Places;
import tallystick.core.places.Vault;
import tallystick.core.places.Wallet;
import tallystick.core.policy.Policy;
import tallystick.core.topology.Station;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

@DisplayName("Documents of places, and whose value it is: docs/spec/places.md")
class PlacesCheatsTest {
    private static final Account ACCOUNT =
            new Account(new ChainId("eip155", "1"), "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045");
    private static final Places PLACES = Charters.places(1);

    private static void refused(String why, List<Vault> vaults, List<NodeRoles> nodes, List<Policy> policies) {
        assertThatThrownBy(() -> new Places(1, vaults, nodes, policies))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static String place(Digest32 key, Integer... path) {
        return PLACES.source("small", key, List.of(path), ACCOUNT).place().toString();
    }

    @Test
    void canonicalBytes_areReadAgain_andNothingElseIs() {
        var bytes = PLACES.encode();
        assertThat(Places.parse(bytes)).isEqualTo(new Parsed.Ok<>(PLACES));
        assertThat(Places.parse(bytes).orThrow().policies()).isEqualTo(PLACES.policies());
        for (var length = 0; length < bytes.length(); length++)
            assertThat(Places.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(Places.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0)))).isInstanceOf(Parsed.Malformed.class);
        assertThat(Places.parse(Bytes.copyOf(new byte[Places.LENGTH_BYTES_MAX + 1])))
                .isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void source_isWhatTheDocumentSays_andAKeyInNoVaultStandsForItself() {
        assertThat(place(COLD_KEY)).isEqualTo("small/main/cold");
        assertThat(place(HOT_KEY, 0)).isEqualTo("small/main/hot");
        assertThat(place(HOT_KEY, 0, 4)).isEqualTo("small/main/hot/payroll");
        assertThat(place(HOT_KEY, 0, 4, 9)).isEqualTo("small/main/hot/payroll");
        assertThat(place(HOT_KEY, 0, 5)).isEqualTo("small/main/hot");
        assertThat(place(OTHER_KEY, 0, 4))
                .isEqualTo("small/main/k" + "22".repeat(16).substring(0, 31));
        var cold = PLACES.source("small", COLD_KEY, List.of(), ACCOUNT);
        assertThat(cold.tier()).contains("cold");
        assertThat(cold.tags()).containsExactly("cold");
        assertThat(cold.account()).contains(ACCOUNT);
        var none = PLACES.source("small", OTHER_KEY, List.of(), ACCOUNT);
        assertThat(none.tier()).isEmpty();
        assertThat(none.tags()).isEmpty();
    }

    @Test
    void roles_areThoseOfTheDocument_andOfNamesWhereItNamesNobody() {
        assertThat(PLACES.roles("alpha")).containsExactlyInAnyOrder("alpha", "offline", "risk");
        assertThat(PLACES.roles("risk-2")).containsExactly("risk-2");
        assertThat(PLACES.roles("beta")).containsExactly("beta");
        assertThat(Places.none(1).roles("risk-2")).containsExactlyInAnyOrder("risk-2", "risk");
        assertThat(Places.none(1).roles("risk")).containsExactly("risk");
    }

    @Test
    void keysInTwoVaults_andNamesOutOfOrder_areRefused() {
        var hot = vault("hot", "hot", List.of(HOT_KEY));
        refused("two vaults", List.of(hot, vault("warm", "warm", List.of(HOT_KEY))), List.of(), List.of());
        refused("vaults not ascending", List.of(hot, hot), List.of(), List.of());
        refused("vaults not ascending", List.of(hot, vault("cold", "cold", List.of(COLD_KEY))), List.of(), List.of());
        var node = new NodeRoles("alpha", List.of());
        refused("nodes not ascending", List.of(), List.of(node, node), List.of());
        assertThatThrownBy(() -> new NodeRoles("alpha", List.of("risk", "offline")))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> new NodeRoles("al pha", List.of())).hasMessageContaining("another form");
        assertThatThrownBy(() -> vault("hot", "hot", List.of(HOT_KEY, COLD_KEY)))
                .hasMessageContaining("ascending");
        assertThatThrownBy(() -> vault("no vault", "hot", List.of())).hasMessageContaining("another form");
        assertThatThrownBy(() -> new Places(0, List.of(), List.of(), List.of())).hasMessageContaining("below 1");
    }

    private static Station station(String operator) {
        return Station.of(Map.of(Station.Trait.OPERATOR, operator, Station.Trait.ZONE, "eu-1"));
    }

    private static Places stationed(String... nodes) {
        var stations = new TreeMap<String, Station>();
        for (var node : nodes) stations.put(node, station("of-" + node));
        return new Places(1, PLACES.vaults(), PLACES.nodes(), PLACES.policies(), stations);
    }

    @Test
    void stations_areReadAgain_andADocumentWithoutThemKeepsItsBytes() {
        var places = stationed("alpha", "beta");
        var bytes = places.encode();
        assertThat(Places.parse(bytes)).isEqualTo(new Parsed.Ok<>(places));
        assertThat(Places.parse(bytes).orThrow().stations()).isEqualTo(places.stations());
        for (var length = 0; length < bytes.length(); length++)
            assertThat(Places.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(Places.parse(Bytes.concat(bytes, Bytes.copyOf((byte) 0)))).isInstanceOf(Parsed.Malformed.class);
        assertThat(PLACES.encode().slice(17, 18)).isEqualTo(Bytes.copyOf((byte) 1));
        assertThat(bytes.slice(17, 18)).isEqualTo(Bytes.copyOf((byte) 2));
        assertThat(places).isNotEqualTo(PLACES);
    }

    @Test
    void stationsOfAnotherForm_areRefused() {
        var none = Bytes.concat(Bytes.ofUtf8("tallystick-places"), Bytes.ofHex("0200000001000000000000"));
        assertThat(Places.parse(Bytes.concat(none, Bytes.ofHex("0000"))))
                .as("format 2 of no station is format 1")
                .isInstanceOf(Parsed.Malformed.class);
        var good = "000100000001" + "61" + "01" + "01" + "00000003" + "6f7073";
        assertThat(Places.parse(Bytes.concat(none, Bytes.ofHex(good))).orThrow().stations())
                .containsExactly(Map.entry("a", Station.of(Map.of(Station.Trait.OPERATOR, "ops"))));
        for (var bad : List.of(
                good.replace("6f7073", "4f5053"),
                good.replace("6f7073", "6f2073"),
                good.replace("610101", "610106"),
                good.replace("610101", "610100"),
                good.replace("610101", "610201") + "01" + "00000001" + "62",
                "00010000000161" + "00",
                "0002" + good.substring(4) + good.substring(4)))
            assertThat(Places.parse(Bytes.concat(none, Bytes.ofHex(bad))))
                    .as(bad)
                    .isInstanceOf(Parsed.Malformed.class);
        var other = new Places(1, List.of(), List.of(), List.of());
        assertThat(other.stations()).isEmpty();
        for (var stations : List.of(
                Map.of("al pha", station("ops")),
                Map.of("alpha", Station.of(Map.of())),
                Map.of("alpha", station("no name"))))
            assertThatThrownBy(() -> new Places(1, List.of(), List.of(), List.of(), new TreeMap<>(stations)))
                    .hasMessageContaining("a station of another form");
    }

    @Test
    void trees_areReadAgain_andNameThemselvesAlone_forTheirKeyAlone() {
        var places = Charters.treed(1);
        var bytes = places.encode();
        assertThat(bytes.slice(17, 18)).isEqualTo(Bytes.copyOf((byte) 3));
        assertThat(Places.parse(bytes)).isEqualTo(new Parsed.Ok<>(places));
        assertThat(Places.parse(bytes).orThrow().trees()).isEqualTo(places.trees());
        for (var length = 0; length < bytes.length(); length++)
            assertThat(Places.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        assertThat(places.mayBeReshared(COLD_KEY, "2 of (a, b)")).isTrue();
        assertThat(places.mayBeReshared(HOT_KEY, "2 of (a, b)")).isFalse();
        for (var other : List.of("2 of (b, c)", "2 of (a,b)", "any(a, b)", ""))
            assertThat(places.mayBeReshared(COLD_KEY, other)).isFalse();
        assertThat(PLACES.mayBeReshared(COLD_KEY, "2 of (a, b)")).isFalse();
    }

    @Test
    void treesOfAnotherForm_areRefused() {
        for (var text : List.of("", "2 of (a,\n b)", "2 of (\u00e4, b)", "a".repeat(4097)))
            assertThatThrownBy(() -> new NamedTree(COLD_KEY, text)).hasMessageContaining("a tree of another form");
        var a = new NamedTree(COLD_KEY, "2 of (a, b)");
        var b = new NamedTree(COLD_KEY, "2 of (b, c)");
        for (var trees : List.of(List.of(b, a), List.of(a, a)))
            assertThatThrownBy(() -> new Places(1, List.of(), List.of(), List.of(), new TreeMap<>(), trees))
                    .hasMessageContaining("trees not ascending");
        var none = Bytes.concat(Bytes.ofUtf8("tallystick-places"), Bytes.ofHex("03000000010000000000000000"));
        assertThat(Places.parse(Bytes.concat(none, Bytes.ofHex("0000"))))
                .as("format 3 of no tree is format 1")
                .isInstanceOf(Parsed.Malformed.class);
        var named = new Places(1, List.of(), List.of(), List.of(), new TreeMap<>(), List.of(a, b));
        assertThat(named.encode().slice(0, none.length())).as("no station").isEqualTo(none);
    }

    @Test
    void placesThatNameATree_loosen() {
        var at = Statutes.NOW.plusSeconds(2L * 86_400);
        var before = first(Charters.stationed(1));
        assertThat(rule(before, before.next(Charters.treed(2).encode(), at))).isInstanceOf(Ruling.Accepted.class);
        var named = first(Charters.treed(1));
        assertThat(rule(named, named.next(Charters.stationed(2).encode(), at))).isInstanceOf(Ruling.Accepted.class);
    }

    @Test
    void topologyOfAKey_isOfItsPartiesAlone() {
        var places = stationed("alpha", "beta", "elsewhere");
        var topology = places.topology(List.of("alpha", "gamma"));
        assertThat(topology.parties()).containsExactly("alpha", "gamma");
        assertThat(topology.stations()).containsOnlyKeys("alpha");
    }

    @Test
    void walletsWithinEachOther_orOfOtherKeys_areRefused() {
        for (var path : List.of(List.of(0), List.of(0, 4), List.of(0, 4, 1)))
            assertThatThrownBy(() -> vault("hot", "hot", List.of(HOT_KEY), PAYROLL, new Wallet("z", HOT_KEY, path)))
                    .hasMessageContaining("within another");
        assertThatThrownBy(() -> vault("cold", "cold", List.of(COLD_KEY), PAYROLL))
                .hasMessageContaining("in another vault");
        assertThatThrownBy(() -> new Wallet("w", HOT_KEY, List.of())).hasMessageContaining("0 steps");
        assertThatThrownBy(() -> new Wallet("w", HOT_KEY, List.of(-1))).hasMessageContaining("hardened");
        assertThat(vault("hot", "hot", List.of(HOT_KEY), PAYROLL, new Wallet("z", HOT_KEY, List.of(0, 5)))
                        .wallets())
                .hasSize(2);
    }

    @Test
    void policiesOfNoPlaceInside_areRefused() {
        var vaults = PLACES.vaults();
        for (var scope : List.of(
                "",
                ", \"workspace\": \"main\", \"vault\": \"colt\"",
                ", \"workspace\": \"other\", \"vault\": \"cold\"",
                ", \"workspace\": \"main\", \"vault\": \"cold\", \"wallet\": \"payroll\""))
            refused("no place inside", vaults, List.of(), List.of(policy("p", scope)));
        var main = ", \"workspace\": \"main\"";
        var other = ", \"workspace\": \"other\"";
        refused("one id", vaults, List.of(), List.of(policy("p", main), policy("p", other)));
        refused("policies not ascending", vaults, List.of(), List.of(policy("p", main), policy("q", main)));
        assertThat(PLACES.fits(policy("mine", ""))).isTrue();
        assertThat(PLACES.fits(policy("cold-policy", ""))).isFalse();
    }

    private static Document first(Places places) {
        return new Document(DocumentKind.PLACES, 1, Optional.empty(), Statutes.NOW.minusSeconds(3600), places.encode());
    }

    private static Ruling rule(Document inForce, Document next) {
        var documents = new HashMap<>(Statutes.genesis().inForce());
        documents.put(DocumentKind.PLACES, inForce);
        var change = Statutes.sign(Statutes.change(new Proposal.NewDocument(next), "ann"), "ann", "bo", "cy");
        var council = Statutes.council(documents, Freezes.none());
        assertThat(council.direction(next, Statutes.POLICIES)).isEqualTo(Direction.LOOSEN);
        var day = Duration.ofHours(24);
        return council.rule(change, Statutes.occasion(Statutes.rule(2, day), Statutes.NOW.plusSeconds(60)));
    }

    @Test
    void changeOfPlaces_loosens_andIsWhatItSaysItIs() {
        var inForce = first(Places.none(1));
        var at = Statutes.NOW.plusSeconds(2L * 86_400);
        assertThat(rule(inForce, inForce.next(Charters.places(2).encode(), at))).isInstanceOf(Ruling.Accepted.class);
        var malformed = new Ruling.Refused(Ruling.Why.MALFORMED_DOCUMENT);
        assertThat(rule(inForce, inForce.next(Charters.places(3).encode(), at))).isEqualTo(malformed);
        assertThat(rule(inForce, inForce.next(Bytes.ofUtf8("places"), at))).isEqualTo(malformed);
    }

    /// Among the documents of the genesis there is none of places: what everybody reads into it can be followed.
    @Test
    void firstPlacesOfAWorkspaceWithoutThem_areEmpty_andWhatFollowsThemLoosens() {
        assertThat(Statutes.genesis().documents()).noneMatch(each -> each.kind() == DocumentKind.PLACES);
        var empty = Statutes.inForce(DocumentKind.PLACES);
        assertThat(Places.parse(empty.content()).orThrow()).isEqualTo(Places.none(1));
        var at = Statutes.NOW.plusSeconds(2L * 86_400);
        assertThat(rule(empty, empty.next(Charters.places(2).encode(), at))).isInstanceOf(Ruling.Accepted.class);
        assertThat(rule(empty, first(Charters.places(1))))
                .as("no first one in its place")
                .isEqualTo(new Ruling.Refused(Ruling.Why.NOT_THE_NEXT_VERSION));
        assertThat(rule(empty, first(Places.none(1)).next(Charters.places(2).encode(), at)))
                .as("no other parent")
                .isEqualTo(new Ruling.Refused(Ruling.Why.NOT_THE_NEXT_VERSION));
    }

    @Test
    void policyOfAnotherOrganisation_isRefusedWherePlacesHavePolicies() {
        var policy = Statutes.inForce(DocumentKind.POLICY);
        var elsewhere = policy.next(Statutes.policy(2, Statutes.ELSEWHERE), Statutes.NOW);
        var documents = new HashMap<>(Statutes.genesis().inForce());
        documents.put(DocumentKind.PLACES, first(Charters.places(1)));
        var council = Statutes.council(documents, Freezes.none());
        var change = Statutes.sign(Statutes.change(new Proposal.NewDocument(elsewhere), "ann"), "ann", "bo", "cy");
        var day = Duration.ofHours(24);
        assertThat(council.rule(change, Statutes.occasion(Statutes.rule(2, day), Statutes.NOW.plusSeconds(60))))
                .isEqualTo(new Ruling.Refused(Ruling.Why.MALFORMED_DOCUMENT));
    }
}
