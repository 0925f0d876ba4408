package tallystick.core.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.clock.ClockSkew;
import tallystick.core.facts.Claim;
import tallystick.core.facts.ClaimKind;
import tallystick.core.facts.Fact;
import tallystick.core.facts.FactKeys;
import tallystick.core.facts.Facts;
import tallystick.core.facts.Lookup;
import tallystick.core.facts.SignedFact;
import tallystick.core.facts.Topic;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Crowd;
import tallystick.core.kit.Findings;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

@DisplayName("Facts that are not what they should be, docs/spec/facts.md")
class FactsCheatsTest {
    private static final FactKeys KEYS = Findings.keys();
    private static final Instant NOW = Findings.NOW;

    private static Facts at(long secondsLater, SignedFact... facts) {
        return Facts.verify(List.of(facts), KEYS, NOW.plusSeconds(secondsLater));
    }

    private static Facts.Refusal refused(SignedFact fact) {
        var refused = at(0, fact).refused();
        assertThat(refused).hasSize(1);
        return refused.getFirst().why();
    }

    private static Claim.Price price(String number) {
        return new Claim.Price(Findings.ETHER, "USD", new BigDecimal(number));
    }

    /// Of every claim what is found under what it is about.
    private static List<Lookup<?>> all(Facts facts) {
        return List.of(
                facts.price(Findings.ETHER, "USD"),
                facts.risk(Findings.RISK.of()),
                facts.screening(Findings.PAYEE),
                facts.code(Findings.PAYEE),
                facts.changes(Ballots.SUBJECT.digestsHash()),
                facts.sourceEvent(Ballots.digest("intent")),
                facts.counterparty(Findings.PAYEE),
                facts.travelRule(Ballots.digest("intent")));
    }

    @Test
    void everyKind_isKnown_thenExpired_andMissingWithoutIt() {
        var signed = Findings.all().stream().map(Findings::sign).toArray(SignedFact[]::new);
        assertThat(signed).hasSize(ClaimKind.values().length);
        var known = all(at(3599, signed));
        for (var i = 0; i < signed.length; i++)
            assertThat(known.get(i)).isInstanceOfSatisfying(Lookup.Known.class, found -> {
                assertThat(Findings.all()).contains(found.claim());
                assertThat(found.at()).isEqualTo(NOW);
            });
        assertThat(known.stream().map(found -> ((Lookup.Known<?>) found).claim().kind()))
                .containsExactly(ClaimKind.values());
        assertThat(all(at(3600, signed))).allMatch(found -> found instanceof Lookup.Expired<?>);
        assertThat(all(at(0))).allMatch(found -> found instanceof Lookup.Missing<?>);
    }

    @Test
    void claimAboutSomethingElse_isNotFound() {
        var facts = at(0, Findings.all().stream().map(Findings::sign).toArray(SignedFact[]::new));
        var polygon = new ChainId("eip155", "137");
        var elsewhere = new Account(polygon, Findings.PAYEE.address());
        assertThat(Stream.of(
                        facts.price(Findings.ETHER, "EUR"),
                        facts.price(Asset.coin(polygon, 60), "USD"),
                        facts.risk(new Topic.Party(Findings.PAYEE)),
                        facts.risk(new Topic.Request(Ballots.digest("other"))),
                        facts.screening(elsewhere),
                        facts.code(elsewhere),
                        facts.changes(Ballots.digest("other digests")),
                        facts.sourceEvent(Ballots.digest("other")),
                        facts.counterparty(elsewhere),
                        facts.travelRule(Ballots.digest("other"))))
                .allMatch(found -> found instanceof Lookup.Missing<?>);
    }

    @Test
    void signerOfAnotherKind_orUnknown_isNotBelieved() {
        var kinds = List.of(ClaimKind.values());
        for (var claim : Findings.all()) {
            var other = kinds.get((kinds.indexOf(claim.kind()) + 1) % kinds.size());
            assertThat(refused(Findings.sign(claim, other, NOW, NOW.plusSeconds(60))))
                    .isEqualTo(Facts.Refusal.OTHER_KIND);
        }
        try (var stranger = Crowd.ed("stranger")) {
            var fact = new Fact(Findings.PRICE, NOW, NOW.plusSeconds(60));
            assertThat(refused(SignedFact.of(fact, stranger))).isEqualTo(Facts.Refusal.UNKNOWN_SIGNER);
        }
    }

    @Test
    void everyFlippedBit_isMalformedOrRefused() {
        for (var claim : Findings.all()) {
            var bytes = Findings.sign(claim).encode();
            assertThat(SignedFact.parse(bytes).orThrow().encode()).isEqualTo(bytes);
            var parsed = 0;
            for (var bit = 0; bit < bytes.length() * 8; bit++) {
                var changed = bytes.toArray();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                if (SignedFact.parse(Bytes.copyOf(changed)) instanceof Parsed.Ok<SignedFact>(var other)) {
                    assertThat(at(0, other).refused()).hasSize(1);
                    parsed++;
                }
            }
            assertThat(parsed).as(claim.kind().name()).isGreaterThan(400);
            for (var length = 0; length < bytes.length(); length++)
                assertThat(SignedFact.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void fact_livesAsLongAsItsSignerMaySay_andIsNotOfTheFuture() {
        var claim = Findings.PRICE;
        assertThat(refused(Findings.sign(claim, claim.kind(), NOW, NOW.plusSeconds(3601))))
                .isEqualTo(Facts.Refusal.LIVES_TOO_LONG);
        var ahead = NOW.plus(ClockSkew.MAX);
        assertThat(at(0, Findings.sign(claim, claim.kind(), ahead, ahead.plusSeconds(60)))
                        .refused())
                .isEmpty();
        assertThat(refused(Findings.sign(claim, claim.kind(), ahead.plusSeconds(1), ahead.plusSeconds(60))))
                .isEqualTo(Facts.Refusal.FROM_THE_FUTURE);
    }

    @Test
    void laterFact_wins_alsoWhereItExpiredSooner() {
        var early = Findings.sign(price("100"), ClaimKind.PRICE, NOW.minusSeconds(60), NOW.plusSeconds(3000));
        var late = Findings.sign(price("90"), ClaimKind.PRICE, NOW, NOW.plusSeconds(10));
        for (var facts : List.of(at(5, early, late), at(5, late, early)))
            assertThat(facts.price(Findings.ETHER, "USD"))
                    .isEqualTo(new Lookup.Known<>(price("90"), NOW, NOW.plusSeconds(10), "signer-price"));
        assertThat(at(20, early, late).price(Findings.ETHER, "USD")).isInstanceOf(Lookup.Expired.class);
    }

    @Test
    void twoTruthsAtOnce_areNone() {
        var one = Findings.sign(price("100"));
        var other = Findings.sign(price("90"));
        assertThat(at(0, one, other).price(Findings.ETHER, "USD")).isInstanceOf(Lookup.Missing.class);
        var sooner = Findings.sign(price("100"), ClaimKind.PRICE, NOW, NOW.plusSeconds(5));
        assertThat(at(0, one, sooner).price(Findings.ETHER, "USD"))
                .isEqualTo(new Lookup.Known<>(price("100"), NOW, NOW.plusSeconds(5), "signer-price"));
    }

    @Test
    void priceThatIsNone_isRefused() {
        for (var bad : List.of("0", "-1", "0.0000000000000000001", "9223372036854775808", "92233720368547758.08001"))
            assertThatThrownBy(() -> price(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        assertThat(price("100.500").price()).isEqualTo(new BigDecimal("100.5"));
        assertThat(price("1E+3").price()).isEqualTo(new BigDecimal("1000"));
        assertThat(price("9223372036854775807").price().scale()).isZero();
        assertThatThrownBy(() -> new Claim.Price(Findings.ETHER, "usd", BigDecimal.ONE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void priceSpelledOtherwise_isMalformed() {
        var bytes = Findings.sign(price("7")).encode();
        var price = bytes.length() - 64 - 32 - 16 - 9;
        assertThat(bytes.at(price + 7)).isEqualTo(7);
        var tens = bytes.toArray();
        tens[price + 7] = 70;
        tens[price + 8] = 1;
        assertThat(SignedFact.parse(Bytes.copyOf(tens))).isInstanceOf(Parsed.Malformed.class);
        var zero = bytes.toArray();
        zero[price + 7] = 0;
        assertThat(SignedFact.parse(Bytes.copyOf(zero))).isInstanceOf(Parsed.Malformed.class);
    }

    @Test
    void partsOutOfRange_areRefused() {
        assertThatThrownBy(() -> new Claim.Risk(Findings.RISK.of(), 101, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        for (var codes :
                List.of(List.of("B", "A"), List.of("A", "A"), List.of("a"), List.of(""), Collections.nCopies(33, "A")))
            assertThatThrownBy(() -> new Claim.Changes(Ballots.digest("x"), codes))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Claim.Counterparty(Findings.PAYEE, "Acme Inc"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Claim.TravelRule(Ballots.digest("x"), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fact(Findings.PRICE, NOW, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fact(Findings.PRICE, NOW.plusNanos(1), NOW.plusSeconds(9)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Claim.Code(Findings.PAYEE, Ballots.digest("x"), NOW.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keys_printAndParse_andNoKeyIsTrustedTwice() {
        assertThat(FactKeys.parse(KEYS.encode()).orThrow()).isEqualTo(KEYS);
        var bytes = KEYS.encode();
        for (var length = 0; length < bytes.length(); length++)
            assertThat(FactKeys.parse(bytes.slice(0, length))).isInstanceOf(Parsed.Malformed.class);
        var key = Crowd.edKey("prices").key();
        var prices = new FactKeys.Trusted("prices", ClaimKind.PRICE, key, Duration.ofMinutes(5));
        var again = new FactKeys.Trusted("screening", ClaimKind.SCREENING, key, Duration.ofMinutes(5));
        assertThatThrownBy(() -> new FactKeys(1, List.of(prices, again))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FactKeys(1, List.of(prices, prices))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FactKeys(0, List.of())).isInstanceOf(IllegalArgumentException.class);
        for (var lifetime : List.of(Duration.ZERO, Duration.ofDays(366), Duration.ofMillis(1500)))
            assertThatThrownBy(() -> new FactKeys.Trusted("prices", ClaimKind.PRICE, key, lifetime))
                    .isInstanceOf(IllegalArgumentException.class);
        assertThat(new FactKeys(2, KEYS.keys()).hash()).isNotEqualTo(KEYS.hash());
    }
}
