package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.policy.Names;
import tallystick.core.topology.Station;
import tallystick.core.topology.Station.Trait;
import tallystick.core.topology.Topology;
import tallystick.core.topology.Weakness;
import tallystick.core.topology.Weakness.Kind;

@DisplayName("What one operator, zone or account could do alone, docs/spec/policy-review.md, PV-5")
class TopologyTest {
    private static boolean twoOfThree(Set<String> names) {
        return Set.of("a", "b", "c").stream().filter(names::contains).count() >= 2;
    }

    private static boolean any(Set<String> names) {
        return !names.isEmpty();
    }

    private final TreeMap<String, Station> stations = new TreeMap<>();

    private void put(String party, String operator, String zone, String account) {
        stations.put(party, Station.of(Map.of(Trait.OPERATOR, operator, Trait.ZONE, zone, Trait.ACCOUNT, account)));
    }

    private void apart() {
        put("a", "one", "z1", "x");
        put("b", "two", "z2", "y");
        put("c", "three", "z3", "z");
    }

    private List<Weakness> found(Predicate<Set<String>> canRecover) {
        return new Topology(Names.sorted(List.of("a", "b", "c")), stations)
                .weaknesses(TopologyTest::twoOfThree, canRecover);
    }

    @Test
    void partiesApart_haveNoWeakness() {
        apart();
        assertThat(found(TopologyTest::twoOfThree)).isEmpty();
    }

    @Test
    void oneHandWithASigningSet_isGrave_inWhateverCase() {
        for (var trait : List.of(Trait.OPERATOR, Trait.ZONE, Trait.ACCOUNT)) {
            apart();
            for (var party : List.of("a", "b")) {
                var traits = new HashMap<Trait, String>(
                        stations.getOrDefault(party, Station.of(Map.of())).traits());
                traits.put(trait, party.equals("a") ? "Same" : "sAME");
                stations.put(party, Station.of(traits));
            }
            assertThat(found(TopologyTest::any)).as(trait.name()).first().satisfies(each -> {
                assertThat(each.kind()).isEqualTo(Kind.HOLDS_SIGNING_SET);
                assertThat(each.isGrave()).isTrue();
                assertThat(each.parties()).containsExactly("a", "b");
                assertThat(each.sentence()).isEqualTo(trait.field() + " same (a, b) can sign alone.");
            });
            assertThat(found(TopologyTest::any))
                    .extracting(Weakness::kind)
                    .containsExactly(Kind.HOLDS_SIGNING_SET, Kind.BLOCKS_SIGNING);
        }
    }

    @Test
    void twoSetsWithoutAPartyInCommon_areKnown_andNotWhereOneIsInEachSet() {
        var four = Names.sorted(List.of("a", "b", "c", "d"));
        var number = 0;
        for (var party : four) put(party, "o" + number, "z" + number, "x" + number++);
        Predicate<Set<String>> twoOfFour = names -> names.size() >= 2;
        Predicate<Set<String>> withA = names -> names.size() >= 2 && names.contains("a");
        assertThat(new Topology(four, stations).weaknesses(twoOfFour, twoOfFour))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.kind()).isEqualTo(Kind.TWO_SETS);
                    assertThat(each.isGrave()).isFalse();
                    assertThat(each.sentence())
                            .isEqualTo("a, b can sign, and so can c, d: neither knows what the other has signed.");
                });
        assertThat(new Topology(four, stations).weaknesses(withA, twoOfFour))
                .extracting(Weakness::kind)
                .doesNotContain(Kind.TWO_SETS);
    }

    @Test
    void handThatLacksOnePartyOnly_isGrave_andAZoneThatDoesIsKnown() {
        var five = Names.sorted(List.of("a", "b", "c", "d", "e"));
        var number = 0;
        for (var party : five) put(party, "o" + number, "z" + number, "x" + number++);
        Predicate<Set<String>> threeOfFive = names -> names.size() >= 3;
        assertThat(new Topology(five, stations).weaknesses(threeOfFive, threeOfFive))
                .isEmpty();
        for (var trait : List.of(Trait.OPERATOR, Trait.ZONE, Trait.ACCOUNT)) {
            var before = new TreeMap<>(stations);
            for (var party : List.of("b", "d")) {
                var traits = new HashMap<Trait, String>(stations.get(party).traits());
                traits.put(trait, "same");
                stations.put(party, Station.of(traits));
            }
            assertThat(new Topology(five, stations).weaknesses(threeOfFive, threeOfFive))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.kind()).isEqualTo(Kind.LACKS_ONE);
                        assertThat(each.isGrave()).isEqualTo(trait != Trait.ZONE);
                        assertThat(each.sentence()).isEqualTo(trait.field() + " same (b, d) lacks only a to sign.");
                    });
            stations.putAll(before);
        }
    }

    @Test
    void oneBuildOrProviderOfASigningSet_isKnownAndNotGrave() {
        for (var trait : List.of(Trait.BUILD, Trait.PROVIDER)) {
            apart();
            stations.replaceAll((name, station) -> {
                var traits = new HashMap<Trait, String>(station.traits());
                traits.put(trait, "same");
                return Station.of(traits);
            });
            assertThat(found(TopologyTest::twoOfThree)).noneMatch(Weakness::isGrave);
            assertThat(found(TopologyTest::twoOfThree))
                    .extracting(Weakness::kind)
                    .contains(Kind.HOLDS_SIGNING_SET);
        }
    }

    @Test
    void oneWithoutWhomNothingIsRecovered_isWarnedOf() {
        apart();
        var found = found(names -> names.contains("a") && names.size() >= 2);
        assertThat(found).hasSize(3).allMatch(each -> each.kind() == Kind.BLOCKS_RECOVERY && !each.isGrave());
        assertThat(found.getFirst().sentence()).isEqualTo("Without operator one (a) nothing can be recovered.");
    }

    @Test
    void whatIsGrave_comesFirst_whereverItIsFound() {
        put("a", "one", "same", "x");
        put("b", "two", "same", "w");
        put("c", "three", "z3", "z");
        var found = found(names -> names.contains("a"));
        assertThat(found).extracting(Weakness::kind).startsWith(Kind.HOLDS_SIGNING_SET);
        assertThat(found).extracting(Weakness::isGrave).startsWith(true, false).doesNotContainSequence(false, true);
    }

    @Test
    void whatNobodySays_couldBeAnybodys() {
        apart();
        stations.put("c", Station.of(Map.of(Trait.OPERATOR, "three", Trait.ZONE, "z3")));
        assertThat(found(TopologyTest::any)).extracting(Weakness::kind).contains(Kind.UNKNOWN, Kind.HOLDS_SIGNING_SET);
        assertThat(found(TopologyTest::any))
                .anySatisfy(each -> assertThat(each.sentence()).isEqualTo("account x (a, c) can sign alone."));
    }

    @Test
    void strangerInTheTable_andPartyWithoutAPlace_areGrave() {
        apart();
        put("d", "one", "z1", "x");
        stations.remove("c");
        assertThat(found(TopologyTest::any))
                .filteredOn(each -> each.kind() == Kind.STRANGER)
                .singleElement()
                .satisfies(each -> assertThat(each.parties()).containsExactly("d"));
        assertThat(found(TopologyTest::any))
                .filteredOn(each -> each.kind() == Kind.UNKNOWN)
                .hasSize(3);
    }
}
