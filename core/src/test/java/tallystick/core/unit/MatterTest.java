package tallystick.core.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tallystick.core.kit.Judging.CHAIN;
import static tallystick.core.kit.Judging.ETHER;
import static tallystick.core.kit.Judging.NOW;
import static tallystick.core.kit.Judging.PAYEE;
import static tallystick.core.kit.Judging.STRANGER;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.kit.Ballots;
import tallystick.core.kit.Judging;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// docs/spec/policy.md, PO-12 and PO-19: the hash of a matter is over all of it, and what slot it takes.
class MatterTest {
    private static final Source SOURCE =
            new Source(Judging.HOT, Optional.of("hot"), Names.sorted(List.of("ops")), Optional.of(PAYEE));
    private static final Initiator ANN = new Initiator(
            new PersonId("u:ann"),
            Names.sorted(List.of("trader")),
            Optional.of("k1"),
            Optional.of(Bytes.ofHex("0a000001")),
            AuthStrength.PASSKEY,
            Optional.of(Duration.ofHours(1)));
    private static final List<Digest32> DIGESTS = List.of(Ballots.digest("signed"));
    private static final Matter.Fee FEE = new Matter.Fee(ETHER, PAYEE, BigInteger.TEN, OptionalInt.of(18));
    private static final Matter.Coins COINS = new Matter.Coins(2, BigDecimal.ONE, true);
    private static final Matter.Programs PROGRAMS = new Matter.Programs(true, Set.of(PAYEE));
    private static final Warning WARNING = new Warning(Warning.Severity.DANGER, "CODE", "A sentence.");

    private static Matter.Asked asked(Source source, Initiator initiator) {
        return new Matter.Asked(Judging.intent(1), source, initiator, DIGESTS, false, NOW);
    }

    private static Matter matter(Matter.Asked asked, Leg... legs) {
        return new Matter(
                asked,
                Optional.of(CHAIN),
                Optional.of(Content.TRANSACTION),
                List.of(legs),
                List.of(order("transaction", 7)),
                List.of(WARNING),
                Optional.of(FEE),
                Optional.of(COINS),
                Optional.of(PROGRAMS),
                DIGESTS);
    }

    private static Term.Order order(String what, int number) {
        return new Term.Order(what, PAYEE, Optional.empty(), Optional.empty(), BigInteger.valueOf(number));
    }

    private static Leg.Code code(String name, String type, String value) {
        return new Leg.Code(
                PAYEE,
                Optional.of("a9059cbb"),
                Optional.of("f(a)"),
                List.of(new Effect.Argument(name, type, value)),
                Effect.Operation.CALL,
                BigInteger.ONE,
                1);
    }

    private static Leg leg(Leg.Code code, Leg.Said said) {
        return new Leg(
                Activity.CONTRACT_CALL,
                Optional.of(PAYEE),
                Optional.of(ETHER),
                Optional.of(Quantity.of(BigInteger.ONE)),
                OptionalInt.of(18),
                Optional.ofNullable(code),
                Optional.ofNullable(said),
                Optional.of(new Leg.Power(PAYEE, Effect.Authority.OWNER, Effect.Turn.GIVEN)),
                true,
                false);
    }

    private static final Leg.Code CODE = code("n", "t", "v");
    private static final Leg.Said SAID = new Leg.Said("login", "text", List.of(new Effect.Argument("n", "t", "v")));
    private static final Leg LEG = leg(CODE, SAID);
    private static final Matter.Asked ASKED = asked(SOURCE, ANN);
    private static final Matter ONE = matter(ASKED, LEG);

    private static List<Matter> ofOtherAsking() {
        var tags = SOURCE.tags();
        var tier = SOURCE.tier();
        var account = SOURCE.account();
        var roles = ANN.roles();
        var person = ANN.person();
        var passkey = ANN.strength();
        return List.of(
                matter(asked(new Source(Scope.of("acme"), tier, tags, account), ANN), LEG),
                matter(asked(new Source(Judging.HOT, Optional.of("cold"), tags, account), ANN), LEG),
                matter(asked(new Source(Judging.HOT, tier, Names.sorted(List.of("pay")), account), ANN), LEG),
                matter(asked(new Source(Judging.HOT, tier, tags, Optional.of(STRANGER)), ANN), LEG),
                matter(asked(SOURCE, by(new PersonId("u:bo"), "trader", "k1", "0a000001", passkey, 1)), LEG),
                matter(asked(SOURCE, by(person, "clerk", "k1", "0a000001", passkey, 1)), LEG),
                matter(asked(SOURCE, by(person, "trader", "k2", "0a000001", passkey, 1)), LEG),
                matter(asked(SOURCE, by(person, "trader", "k1", "0a000002", passkey, 1)), LEG),
                matter(asked(SOURCE, by(person, "trader", "k1", "0a000001", AuthStrength.API_KEY, 1)), LEG),
                matter(asked(SOURCE, by(person, "trader", "k1", "0a000001", passkey, 2)), LEG),
                matter(
                        asked(
                                SOURCE,
                                new Initiator(person, roles, Optional.empty(), ANN.ip(), passkey, ANN.sessionAge())),
                        LEG),
                matter(new Matter.Asked(Judging.intent(2), SOURCE, ANN, DIGESTS, false, NOW), LEG),
                matter(new Matter.Asked(Judging.intent(1), SOURCE, ANN, List.of(), false, NOW), LEG),
                matter(new Matter.Asked(Judging.intent(1), SOURCE, ANN, DIGESTS, true, NOW), LEG),
                matter(new Matter.Asked(Judging.intent(1), SOURCE, ANN, DIGESTS, false, NOW.plusNanos(1)), LEG));
    }

    private static Initiator by(
            PersonId person, String role, String apiKey, String ip, AuthStrength strength, int hours) {
        return new Initiator(
                person,
                Names.sorted(List.of(role)),
                Optional.of(apiKey),
                Optional.of(Bytes.ofHex(ip)),
                strength,
                Optional.of(Duration.ofHours(hours)));
    }

    private static List<Matter> ofOtherLegs() {
        var call = Effect.Operation.CALL;
        var none = Optional.<String>empty();
        var codes = List.of(
                code("m", "t", "v"),
                code("n", "u", "v"),
                code("n", "t", "w"),
                new Leg.Code(STRANGER, CODE.selector(), CODE.function(), CODE.arguments(), call, BigInteger.ONE, 1),
                new Leg.Code(PAYEE, none, CODE.function(), CODE.arguments(), call, BigInteger.ONE, 1),
                new Leg.Code(PAYEE, CODE.selector(), none, CODE.arguments(), call, BigInteger.ONE, 1),
                new Leg.Code(PAYEE, CODE.selector(), CODE.function(), List.of(), call, BigInteger.ONE, 1),
                new Leg.Code(
                        PAYEE,
                        CODE.selector(),
                        CODE.function(),
                        CODE.arguments(),
                        Effect.Operation.DELEGATECALL,
                        BigInteger.ONE,
                        1),
                new Leg.Code(PAYEE, CODE.selector(), CODE.function(), CODE.arguments(), call, BigInteger.TWO, 1),
                new Leg.Code(PAYEE, CODE.selector(), CODE.function(), CODE.arguments(), call, BigInteger.ONE, 2));
        var all = new ArrayList<Matter>();
        for (var code : codes) all.add(matter(ASKED, leg(code, SAID)));
        for (var said : List.of(
                new Leg.Said("memo", "text", SAID.fields()),
                new Leg.Said("login", "other", SAID.fields()),
                new Leg.Said("login", "text", List.of()),
                new Leg.Said("login", "text", List.of(new Effect.Argument("n", "t", "w")))))
            all.add(matter(ASKED, leg(CODE, said)));
        all.add(matter(ASKED, leg(null, SAID)));
        all.add(matter(ASKED, leg(CODE, null)));
        all.add(matter(ASKED, LEG.internal(true)));
        all.add(matter(ASKED, LEG, LEG));
        all.add(matter(ASKED));
        for (var decimals : List.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(6)))
            all.add(matter(ASKED, Leg.of(Activity.TRANSFER, PAYEE, ETHER, Quantity.of(BigInteger.ONE), decimals)));
        all.add(matter(ASKED, Leg.of(Activity.STAKE, PAYEE, ETHER, Quantity.of(BigInteger.ONE), OptionalInt.of(6))));
        all.add(matter(ASKED, Leg.of(Activity.STAKE, STRANGER, ETHER, Quantity.of(BigInteger.ONE), OptionalInt.of(6))));
        all.add(matter(ASKED, Leg.of(Activity.STAKE, PAYEE, ETHER, new Quantity.Unlimited(), OptionalInt.of(6))));
        all.add(matter(
                ASKED, Leg.of(Activity.STAKE, PAYEE, Judging.TETHER, Quantity.of(BigInteger.ONE), OptionalInt.of(6))));
        all.add(matter(ASKED, Leg.of(Activity.STAKE)));
        all.add(matter(ASKED, unread()));
        return all;
    }

    private static Leg unread() {
        var read = Leg.of(Activity.STAKE);
        return new Leg(
                read.activity(),
                read.destination(),
                read.asset(),
                read.amount(),
                read.decimals(),
                read.call(),
                read.said(),
                read.power(),
                false,
                false);
    }

    private static Matter with(
            Optional<ChainId> chain,
            Optional<Content> content,
            List<Term> terms,
            List<Warning> warnings,
            Optional<Matter.Fee> fee,
            Optional<Matter.Coins> coins,
            Optional<Matter.Programs> programs,
            List<Digest32> digests) {
        return new Matter(ASKED, chain, content, List.of(LEG), terms, warnings, fee, coins, programs, digests);
    }

    private static List<Matter> ofOtherBytes() {
        var chain = ONE.chain();
        var content = ONE.content();
        var terms = ONE.terms();
        var warned = ONE.warnings();
        var fee = ONE.fee();
        var coins = ONE.coins();
        var programs = ONE.solana();
        var others = Optional.of(new Matter.Programs(true, Set.of(STRANGER)));
        var expiring = Optional.of(new Matter.Programs(false, Set.of(PAYEE)));
        return List.of(
                with(Optional.empty(), content, terms, warned, fee, coins, programs, DIGESTS),
                with(chain, Optional.of(Content.MESSAGE), terms, warned, fee, coins, programs, DIGESTS),
                with(chain, content, List.of(order("transaction", 8)), warned, fee, coins, programs, DIGESTS),
                with(chain, content, List.of(), warned, fee, coins, programs, DIGESTS),
                with(chain, content, terms, List.of(), fee, coins, programs, DIGESTS),
                with(chain, content, terms, warned, Optional.empty(), coins, programs, DIGESTS),
                with(chain, content, terms, warned, fee, Optional.empty(), programs, DIGESTS),
                with(chain, content, terms, warned, fee, coins, Optional.empty(), DIGESTS),
                with(chain, content, terms, warned, fee, coins, others, DIGESTS),
                with(chain, content, terms, warned, fee, coins, expiring, DIGESTS),
                with(chain, content, terms, warned, fee, coins, programs, List.of()));
    }

    @Test
    void matterThatDiffersInAnyOneThing_hasAnotherHash() {
        assertThat(matter(asked(SOURCE, ANN), leg(CODE, SAID)).digest()).isEqualTo(ONE.digest());
        var others = new ArrayList<>(ofOtherAsking());
        others.addAll(ofOtherLegs());
        others.addAll(ofOtherBytes());
        assertThat(others).hasSize(54);
        assertThat(others)
                .extracting(Matter::digest)
                .doesNotContain(ONE.digest())
                .doesNotHaveDuplicates();
    }

    @Test
    void transactionThatItsChainCounts_takesASlot_andNothingElseDoes() {
        var slot = ONE.slot().orElseThrow();
        assertThat(matter(ASKED).slot()).contains(slot);
        var none = List.<Warning>of();
        for (var terms : List.of(
                List.<Term>of(),
                List.<Term>of(order("permit", 7)),
                List.<Term>of(new Term.Order(
                        "transaction", PAYEE, Optional.of(STRANGER), Optional.empty(), BigInteger.valueOf(7))),
                List.<Term>of(new Term.Order(
                        "transaction", PAYEE, Optional.empty(), Optional.of(BigInteger.ONE), BigInteger.valueOf(7)))))
            assertThat(with(ONE.chain(), ONE.content(), terms, none, ONE.fee(), ONE.coins(), ONE.solana(), DIGESTS)
                            .slot())
                    .as("%s", terms)
                    .isEmpty();
        for (var content : Content.values())
            assertThat(with(
                                    ONE.chain(),
                                    Optional.of(content),
                                    ONE.terms(),
                                    none,
                                    ONE.fee(),
                                    ONE.coins(),
                                    ONE.solana(),
                                    DIGESTS)
                            .slot())
                    .isEqualTo(content == Content.TRANSACTION ? Optional.of(slot) : Optional.empty());
        var second = new ArrayList<Term>(List.of(order("permit", 3)));
        second.addAll(ONE.terms());
        assertThat(with(ONE.chain(), ONE.content(), second, none, ONE.fee(), ONE.coins(), ONE.solana(), DIGESTS)
                        .slot())
                .contains(slot);
    }

    @Test
    void batch_isSeveralTransfers_andNothingElse() {
        var transfer = Judging.ether(PAYEE, "1");
        assertThat(matter(ASKED, transfer).isBatch()).isFalse();
        assertThat(matter(ASKED, transfer, LEG).isBatch()).isFalse();
        assertThat(matter(ASKED, transfer, LEG, transfer).isBatch()).isTrue();
    }

    @Test
    void amountBelowNothing_isRefused() {
        assertThatThrownBy(() -> Quantity.of(BigInteger.ONE.negate())).isInstanceOf(IllegalArgumentException.class);
        assertThat(Quantity.of(BigInteger.ZERO)).isEqualTo(new Quantity.Exactly(BigInteger.ZERO));
    }

    @Test
    void changeOfDocuments_isOneLegOfNoChain() {
        var change = Matter.of(ASKED, Activity.POLICY_CHANGE);
        assertThat(change.legs()).containsExactly(Leg.of(Activity.POLICY_CHANGE));
        assertThat(change.chain()).isEmpty();
        assertThat(change.digests()).isEqualTo(DIGESTS);
        assertThat(change.slot()).isEmpty();
    }
}
