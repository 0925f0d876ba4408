package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.core.kit.Judging.CALM;
import static tallystick.core.kit.Judging.CHAIN;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;
import static tallystick.core.kit.Judging.ether;
import static tallystick.core.kit.Judging.matter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.approval.Subject;
import tallystick.core.chain.Account;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.facts.Claim;
import tallystick.core.facts.Facts;
import tallystick.core.facts.Topic;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Judging;
import tallystick.core.kit.Witness;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Past;
import tallystick.core.policy.judge.Trace;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;

/// docs/spec/policy.md, PO-5: each criterion met, not met, and not answered.
class CriteriaTest {
    private static final Account SAFE = new Account(CHAIN, "0x40A2aCCbd92BCA938b02010E17A5b8929b49130D");

    private enum Outcome {
        MET,
        UNMET,
        ERRED
    }

    /// What became of a DENY with this criterion on the matter's first leg.
    private static Outcome ask(String match, Matter matter, Circumstances circumstances, Instant now) {
        var rule = "{\"id\":\"d\",\"effect\":\"DENY\",\"activity\":[\"*\"],\"match\":{%s}}".formatted(match);
        return Judging.judge(matter, circumstances, now, Judging.policy(rule)).trace().rules().stream()
                .filter(part -> part.leg() == 0 && part.rule().rule().equals("d"))
                .findFirst()
                .map(part -> part.how() == Trace.How.ERRED ? Outcome.ERRED : Outcome.MET)
                .orElse(Outcome.UNMET);
    }

    private static Outcome ask(String match, Matter matter) {
        return ask(match, matter, CALM, NOW);
    }

    private static void assertMet(Matter matter, String... matches) {
        for (var match : matches) assertThat(ask(match, matter)).as(match).isEqualTo(Outcome.MET);
    }

    private static void assertUnmet(Matter matter, String... matches) {
        for (var match : matches) assertThat(ask(match, matter)).as(match).isEqualTo(Outcome.UNMET);
    }

    private static Matter by(Initiator initiator) {
        var asked = Judging.asked(1);
        var place = new Scope("acme", Optional.of("prod"), Optional.of("hot"), Optional.of("w1"));
        return matter(
                new Matter.Asked(
                        asked.intent(),
                        new Source(place, Optional.of("hot"), Names.sorted(List.of("ops", "pay")), Optional.empty()),
                        initiator,
                        asked.digests(),
                        false,
                        NOW),
                ether(PAYEE, "1"));
    }

    private static Initiator known(String ip) {
        return new Initiator(
                new PersonId("u:ann"),
                Names.sorted(List.of("trader")),
                Optional.of("k1"),
                Optional.of(Bytes.ofHex(ip)),
                AuthStrength.PASSKEY,
                Optional.of(Duration.ofHours(2)));
    }

    @Test
    void initiator_isAskedByEveryField() {
        assertMet(
                by(known("0a010203")),
                "\"initiator\":{\"users\":[\"u:bo\",\"u:ann\"]}",
                "\"initiator\":{\"groups\":[\"exec\",\"ops\"],\"notGroups\":[\"risk\"]}",
                "\"initiator\":{\"roles\":[\"trader\"],\"apiKeys\":[\"k1\"],\"service\":false}",
                "\"initiator\":{\"authStrength\":\"PASSKEY\",\"sessionAgeMax\":\"PT2H\"}",
                "\"initiator\":{\"ip\":[\"10.0.0.0/8\"]}",
                "\"initiator\":{\"ip\":[\"10.1.2.3/32\",\"192.168.0.0/16\"]}");
        assertUnmet(
                by(known("0a010203")),
                "\"initiator\":{\"users\":[\"u:bo\"]}",
                "\"initiator\":{\"groups\":[\"exec\"]}",
                "\"initiator\":{\"notGroups\":[\"ops\"]}",
                "\"initiator\":{\"roles\":[\"clerk\"]}",
                "\"initiator\":{\"apiKeys\":[\"k2\"]}",
                "\"initiator\":{\"service\":true}",
                "\"initiator\":{\"authStrength\":\"HARDWARE\"}",
                "\"initiator\":{\"sessionAgeMax\":\"PT1H59M\"}",
                "\"initiator\":{\"ip\":[\"10.1.2.2/32\"]}",
                "\"initiator\":{\"ip\":[\"::/0\"]}");
        assertMet(by(known("20010db8" + "00".repeat(12))), "\"initiator\":{\"ip\":[\"2001:db8::/32\"]}");
        var unknown = by(Initiator.of(new PersonId("u:ann"), AuthStrength.API_KEY));
        assertThat(ask("\"initiator\":{\"ip\":[\"0.0.0.0/0\"]}", unknown)).isEqualTo(Outcome.ERRED);
        assertThat(ask("\"initiator\":{\"sessionAgeMax\":\"PT1H\"}", unknown)).isEqualTo(Outcome.ERRED);
        assertThat(ask("\"initiator\":{\"apiKeys\":[\"k1\"]}", unknown)).isEqualTo(Outcome.ERRED);
        assertThat(ask("\"initiator\":{\"apiKeys\":[\"k1\"],\"roles\":[\"clerk\"]}", unknown))
                .as("what is not met counts before what nobody knows")
                .isEqualTo(Outcome.UNMET);
        assertThat(ask("\"initiator\":{\"apiKeys\":[\"k2\"],\"ip\":[\"10.0.0.0/8\"]}", by(known("0b010203"))))
                .isEqualTo(Outcome.UNMET);
    }

    @Test
    void source_isAskedByEveryField() {
        assertMet(
                by(known("0a010203")),
                "\"source\":{\"workspaces\":[\"prod\"],\"vaults\":[\"hot\"],\"wallets\":[\"w1\"]}",
                "\"source\":{\"tiers\":[\"cold\",\"hot\"],\"tags\":[\"pay\"],\"chains\":[\"eip155:1\"]}");
        assertUnmet(
                by(known("0a010203")),
                "\"source\":{\"workspaces\":[\"test\"]}",
                "\"source\":{\"vaults\":[\"cold\"]}",
                "\"source\":{\"wallets\":[\"w2\"]}",
                "\"source\":{\"tiers\":[\"cold\"]}",
                "\"source\":{\"tags\":[\"cold\"]}",
                "\"source\":{\"chains\":[\"eip155:10\"]}");
    }

    @Test
    void destination_isAskedByListsAndKinds() {
        assertMet(matter(ether(PAYEE, "1")), "\"destination\":{\"in\":[\"safes\",\"payees\"],\"notIn\":[\"safes\"]}");
        assertMet(matter(ether(SAFE, "1")), "\"destination\":{\"in\":[\"safes\"]}");
        assertUnmet(matter(ether(STRANGER, "1")), "\"destination\":{\"in\":[\"payees\"]}");
        assertUnmet(matter(ether(PAYEE, "1")), "\"destination\":{\"notIn\":[\"payees\"]}");
        assertMet(matter(ether(STRANGER, "1")), "\"destination\":{\"kinds\":[\"ONE_TIME\"]}");
        assertMet(matter(ether(PAYEE, "1")), "\"destination\":{\"kinds\":[\"ADDRESS_BOOK\",\"INTERNAL\"]}");
        assertMet(matter(ether(STRANGER, "1").internal(true)), "\"destination\":{\"kinds\":[\"INTERNAL\"]}");
        assertUnmet(matter(Leg.of(Activity.MESSAGE)), "\"destination\":{\"notIn\":[\"payees\"]}");
        var elsewhere = new Account(new tallystick.core.chain.ChainId("eip155", "10"), PAYEE.address());
        assertUnmet(matter(ether(elsewhere, "1")), "\"destination\":{\"in\":[\"payees\"]}");
    }

    @Test
    void addressBook_countsOnlyWhatIsOldEnough() {
        var young = new KnownAccounts(
                Map.of(
                        PAYEE,
                        KnownAccounts.Entry.since(
                                NOW.minus(Duration.ofHours(24)).plusSeconds(1))),
                Set.of());
        var match = "\"destination\":{\"in\":[\"payees\"]}";
        var matter = matter(ether(PAYEE, "1"));
        assertThat(ask(match, matter, CALM.with(young), NOW)).isEqualTo(Outcome.UNMET);
        assertThat(ask(match, matter, CALM.with(young), NOW.plusSeconds(1))).isEqualTo(Outcome.MET);
    }

    @Test
    void lookAlikes_areFoundInEitherCase_andKnownAccountsAreNone() {
        var match = "\"destination\":{\"lookAlike\":true}";
        var poisoned = new Account(CHAIN, "0xF89d00000000000000000000000000000000Aa40");
        assertMet(matter(ether(poisoned, "1")), match);
        assertUnmet(matter(ether(PAYEE, "1")), match);
        assertUnmet(matter(ether(STRANGER, "1")), match);
        assertUnmet(matter(ether(poisoned, "1")), "\"destination\":{\"lookAlike\":false}");
        var paidBefore = CALM.with(new KnownAccounts(Map.of(), List.of(PAYEE, poisoned)));
        assertThat(ask(match, matter(ether(poisoned, "1")), paidBefore, NOW)).isEqualTo(Outcome.UNMET);
    }

    @Test
    void asset_isAskedByListsAndClasses() {
        assertMet(matter(ether(PAYEE, "1")), "\"asset\":{\"class\":[\"NATIVE\"],\"is\":[\"eip155:1/slip44:60\"]}");
        assertMet(
                matter(Judging.tether(PAYEE, 1)),
                "\"asset\":{\"class\":[\"STABLE\"]}",
                "\"asset\":{\"class\":[\"TOKEN\"],\"in\":[\"stables\"]}");
        assertUnmet(
                matter(Judging.tether(PAYEE, 1)),
                "\"asset\":{\"class\":[\"NATIVE\"]}",
                "\"asset\":{\"notIn\":[\"stables\"]}",
                "\"asset\":{\"is\":[\"eip155:1/slip44:60\"]}");
        assertUnmet(matter(Leg.of(Activity.MESSAGE)), "\"asset\":{\"class\":[\"NATIVE\"]}");
    }

    private static Leg calling(Optional<String> function, boolean isDecoded) {
        var code = new Leg.Code(
                SAFE,
                Optional.of("a9059cbb"),
                function,
                List.of(
                        new Effect.Argument("to", "address", PAYEE.address()),
                        new Effect.Argument("amount", "uint256", "25")),
                Effect.Operation.DELEGATECALL,
                BigInteger.TEN,
                2);
        return new Leg(
                Activity.CONTRACT_CALL,
                Optional.of(SAFE),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.of(code),
                Optional.empty(),
                Optional.of(new Leg.Power(SAFE, Effect.Authority.OWNER, Effect.Turn.GIVEN)),
                isDecoded,
                false);
    }

    @Test
    void call_isAskedByEveryField() {
        var matter = matter(calling(Optional.of("transfer(address,uint256)"), true));
        assertMet(
                matter,
                "\"call\":{\"operation\":\"DELEGATECALL\",\"targetIn\":[\"safes\"],\"depth\":\"ANY\"}",
                "\"call\":{\"selectors\":[\"a9059cbb\"],\"signatures\":[\"transfer(address,uint256)\"]}",
                "\"call\":{\"depth\":{\"min\":2,\"max\":2},\"valueMin\":\"10\",\"valueMax\":\"10\"}",
                "\"call\":{\"args\":[{\"name\":\"amount\",\"min\":\"25\",\"max\":\"25\"}]}",
                "\"call\":{\"args\":[{\"name\":\"to\",\"in\":[\"payees\"]}]}",
                "\"call\":{\"targetNotIn\":[\"payees\"]}",
                "\"authority\":{\"kinds\":[\"OWNER\"],\"turns\":[\"GIVEN\"]}");
        assertUnmet(
                matter,
                "\"call\":{\"operation\":\"CALL\"}",
                "\"call\":{\"targetNotIn\":[\"safes\"]}",
                "\"call\":{\"targetIn\":[\"payees\"]}",
                "\"call\":{\"selectors\":[\"00000000\"]}",
                "\"call\":{\"signatures\":[\"f()\"]}",
                "\"call\":{\"depth\":{\"max\":1}}",
                "\"call\":{\"valueMin\":\"11\"}",
                "\"call\":{\"args\":[{\"name\":\"amount\",\"max\":\"24\"}]}",
                "\"call\":{\"args\":[{\"name\":\"to\",\"in\":[\"safes\"]}]}",
                "\"call\":{\"args\":[{\"name\":\"other\",\"min\":\"0\"}]}",
                "\"authority\":{\"kinds\":[\"MODULE\"]}",
                "\"authority\":{\"turns\":[\"TAKEN\"]}",
                "\"decoded\":false");
        assertUnmet(matter(ether(PAYEE, "1")), "\"call\":{\"targetNotIn\":[\"safes\"]}");
    }

    @Test
    void whatNobodyCouldRead_cannotBeAnsweredForItsParts() {
        var matter = matter(calling(Optional.empty(), false));
        assertMet(matter, "\"decoded\":false", "\"call\":{\"selectors\":[\"a9059cbb\"]}");
        for (var match : List.of(
                "\"call\":{\"signatures\":[\"transfer(address,uint256)\"]}",
                "\"call\":{\"args\":[{\"name\":\"amount\",\"max\":\"24\"}]}",
                "\"asset\":{\"class\":[\"NATIVE\"]}",
                "\"amount\":{\"fiat\":\"USD\",\"min\":\"1\"}",
                "\"typedData\":{\"primaryTypes\":[\"Permit\"]}",
                "\"duplicate\":{\"within\":\"PT1H\"}",
                "\"statement\":{\"kinds\":[\"login\"]}"))
            assertThat(ask(match, matter)).as(match).isEqualTo(Outcome.ERRED);
    }

    @Test
    void hours_followTheClocksOfTheirZone_throughDaylightSaving() {
        var hours = "\"time\":{\"tz\":\"Europe/Paris\",\"days\":[\"SUN\"],\"hours\":\"02:00-03:00\"}";
        var matter = matter(ether(PAYEE, "1"));
        // On 29 March 2026 the clocks of Paris go from 02:00 to 03:00, on 25 October from 03:00 back to 02:00.
        for (var none :
                List.of("2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z", "2026-10-24T23:59:59Z", "2026-10-25T02:00:00Z"))
            assertThat(ask(hours, matter, CALM, Instant.parse(none))).as(none).isEqualTo(Outcome.UNMET);
        for (var twice : List.of("2026-10-25T00:00:00Z", "2026-10-25T01:59:59Z"))
            assertThat(ask(hours, matter, CALM, Instant.parse(twice))).as(twice).isEqualTo(Outcome.MET);
        var holidays = "\"time\":{\"tz\":\"Europe/Paris\",\"holidays\":\"fr\"%s}";
        var christmas = Instant.parse("2026-12-24T23:00:00Z");
        assertThat(ask(holidays.formatted(""), matter, CALM, christmas)).isEqualTo(Outcome.UNMET);
        assertThat(ask(holidays.formatted(",\"outside\":true"), matter, CALM, christmas))
                .isEqualTo(Outcome.MET);
        assertThat(ask(holidays.formatted(""), matter, CALM, christmas.minusSeconds(1)))
                .isEqualTo(Outcome.MET);
    }

    private static Matter of(Optional<Matter.Fee> fee, Optional<Matter.Coins> coins, Optional<Matter.Programs> solana) {
        var plain = matter(ether(PAYEE, "1"));
        return new Matter(
                plain.asked(),
                plain.chain(),
                plain.content(),
                plain.legs(),
                List.of(),
                List.of(new Warning(Warning.Severity.DANGER, "SELECTOR_TOKEN_MISMATCH", "A sentence.")),
                fee,
                coins,
                solana,
                plain.digests());
    }

    @Test
    void feesCoinsProgramsAndWarnings_areAskedByEveryField() {
        var fee = new Matter.Fee(Judging.ETHER, PAYEE, BigInteger.TEN.pow(17), OptionalInt.of(18));
        var matter = of(
                Optional.of(fee),
                Optional.of(new Matter.Coins(3, new BigDecimal("12.5"), false)),
                Optional.of(new Matter.Programs(true, Set.of(SAFE, PAYEE))));
        assertMet(
                matter,
                "\"fee\":{\"fiat\":\"USD\",\"min\":\"200\",\"max\":\"200\"}",
                "\"fee\":{\"unit\":\"ASSET\",\"min\":\"0.1\"}",
                "\"fee\":{\"unit\":\"BASE\",\"max\":\"100000000000000000\"}",
                "\"utxo\":{\"inputsMin\":3,\"feeRateMax\":\"12.5\",\"change\":false}",
                "\"solana\":{\"durableNonce\":true,\"programsNotIn\":[\"safes\"]}",
                "\"warnings\":{\"codes\":[\"SELECTOR_TOKEN_MISMATCH\"]}");
        assertUnmet(
                matter,
                "\"fee\":{\"fiat\":\"USD\",\"min\":\"200.01\"}",
                "\"utxo\":{\"inputsMin\":4}",
                "\"utxo\":{\"feeRateMin\":\"12.6\"}",
                "\"utxo\":{\"change\":true}",
                "\"solana\":{\"durableNonce\":false}",
                "\"solana\":{\"programsNotIn\":[\"safes\",\"payees\"]}",
                "\"warnings\":{\"codes\":[\"UNDECODED\"]}");
        assertUnmet(
                of(Optional.empty(), Optional.empty(), Optional.empty()),
                "\"fee\":{\"fiat\":\"USD\",\"min\":\"0\"}",
                "\"utxo\":{\"inputsMin\":0}",
                "\"solana\":{\"durableNonce\":false}");
    }

    @Test
    void duplicates_areOfAnotherRequest_andNotLongAgo() {
        var day = "\"duplicate\":{\"within\":\"PT24H\"}";
        var matter = matter(ether(PAYEE, "1"));
        for (var other : List.of(1, 2)) {
            var payment = new Past.Payment(Judging.intent(other), NOW, PAYEE, Judging.ETHER, BigInteger.TEN.pow(18));
            var past = CALM.with(new Past(List.of(payment)));
            assertThat(ask(day, matter, past, NOW)).isEqualTo(other == 1 ? Outcome.UNMET : Outcome.MET);
            assertThat(ask(day, matter, past, NOW.plusSeconds(86_401))).isEqualTo(Outcome.UNMET);
            assertThat(ask(day, matter(ether(PAYEE, "2")), past, NOW)).isEqualTo(Outcome.UNMET);
            assertThat(ask(day, matter(ether(SAFE, "1")), past, NOW)).isEqualTo(Outcome.UNMET);
        }
    }

    @Test
    void transactionInThePlaceOfAnother_isNoSecondPayment() {
        var day = "\"duplicate\":{\"within\":\"PT24H\"}";
        var matter = numbered(7);
        assertThat(matter.slot()).isPresent().isNotEqualTo(numbered(8).slot());
        for (var number : List.of(7, 8)) {
            var payment = new Past.Payment(
                    Judging.intent(2),
                    NOW,
                    PAYEE,
                    Judging.ETHER,
                    BigInteger.TEN.pow(18),
                    numbered(number).slot());
            assertThat(ask(day, matter, CALM.with(Past.none().plus(payment)), NOW))
                    .isEqualTo(number == 7 ? Outcome.UNMET : Outcome.MET);
        }
        assertThat(matter(ether(PAYEE, "1")).slot()).as("without a number").isEmpty();
    }

    private static Matter numbered(int number) {
        var plain = matter(ether(PAYEE, "1"));
        var of = new Account(Judging.CHAIN, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        var order = new Term.Order("transaction", of, Optional.empty(), Optional.empty(), BigInteger.valueOf(number));
        return new Matter(
                plain.asked(),
                plain.chain(),
                Optional.of(Content.TRANSACTION),
                plain.legs(),
                List.of(order),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plain.digests());
    }

    /// Says everything of both, and that the provider was told too long ago.
    private static final Facts SAID = Witness.facts(
            List.of(new Claim.TravelRule(Judging.intent(1).value(), "other-vasp")),
            List.of(
                    Witness.risk(1, 60, "NEW_DESTINATION"),
                    new Claim.Risk(new Topic.Party(PAYEE), 30, List.of()),
                    Witness.screening(PAYEE, true),
                    Witness.screening(STRANGER, false),
                    new Claim.Code(PAYEE, Ballots.digest("code"), NOW.minus(Duration.ofDays(8))),
                    new Claim.Changes(Subject.hash(matter(ether(PAYEE, "1")).digests()), List.of("STORAGE_SLOT_0")),
                    new Claim.SourceEvent(Judging.intent(1).value(), PAYEE, Ballots.digest("event"))));

    @Test
    void facts_areMet_orNot_orNotAnswered() {
        var matter = matter(ether(PAYEE, "1"));
        var met = List.of(
                "\"risk\":{\"scoreMin\":60,\"reasons\":[\"NEW_DESTINATION\"]}",
                "\"counterparty\":{\"codeAgeMin\":\"P8D\",\"scoreMax\":30,\"screened\":true}",
                "\"counterparty\":{\"codeAgeMax\":\"P9D\"}",
                "\"simulation\":{\"changes\":[\"OWNER\",\"STORAGE_SLOT_0\"]}",
                "\"facts\":[\"SOURCE_EVENT\",\"SCREENING\",\"SIMULATION\"]");
        for (var match : met) {
            assertThat(ask(match, matter, CALM.with(SAID), NOW)).as(match).isEqualTo(Outcome.MET);
            assertThat(ask(match, matter)).as(match).isEqualTo(Outcome.ERRED);
        }
        for (var match : List.of(
                "\"risk\":{\"scoreMin\":61}",
                "\"risk\":{\"reasons\":[\"AMOUNT\"]}",
                "\"counterparty\":{\"codeAgeMax\":\"P8D\"}",
                "\"counterparty\":{\"codeAgeMin\":\"P9D\"}",
                "\"counterparty\":{\"scoreMin\":31}",
                "\"counterparty\":{\"screened\":false}",
                "\"simulation\":{\"changes\":[\"OWNER\"]}"))
            assertThat(ask(match, matter, CALM.with(SAID), NOW)).as(match).isEqualTo(Outcome.UNMET);
        assertThat(ask("\"facts\":[\"TRAVEL_RULE\"]", matter, CALM.with(SAID), NOW))
                .isEqualTo(Outcome.ERRED);
        assertThat(ask("\"facts\":[\"SCREENING\"]", matter(ether(STRANGER, "1")), CALM.with(SAID), NOW))
                .isEqualTo(Outcome.UNMET);
    }

    @Test
    void prices_thatAreTooOld_areNoPrices() {
        var fresh = "\"amount\":{\"fiat\":\"USD\",\"priceAgeMax\":\"PT5M\",\"min\":\"1\"}";
        var matter = matter(ether(PAYEE, "1"));
        assertThat(ask(fresh, matter, CALM, NOW.plusSeconds(300))).isEqualTo(Outcome.MET);
        assertThat(ask(fresh, matter, CALM, NOW.plusSeconds(301))).isEqualTo(Outcome.ERRED);
    }

    @Test
    void amounts_areExact_ofAnySize() {
        var most = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
        var all = matter(Leg.of(
                Activity.TRANSFER,
                PAYEE,
                Judging.ETHER,
                tallystick.core.policy.matter.Quantity.of(most),
                OptionalInt.of(18)));
        assertMet(all, "\"amount\":{\"unit\":\"BASE\",\"min\":\"" + most + "\",\"max\":\"" + most + "\"}");
        assertMet(all, "\"amount\":{\"fiat\":\"USD\",\"min\":\"1000000000000000000000000000\"}");
        assertUnmet(all, "\"amount\":{\"unit\":\"BASE\",\"min\":\"" + most.add(BigInteger.ONE) + "\"}");
        assertMet(matter(Judging.tether(PAYEE, 5)), "\"amount\":{\"unit\":\"ASSET\",\"min\":\"5\",\"max\":\"5\"}");
        assertUnmet(matter(ether(PAYEE, "5")), "\"amount\":{\"unit\":\"ASSET\",\"max\":\"4.999999999999999999\"}");
    }
}
