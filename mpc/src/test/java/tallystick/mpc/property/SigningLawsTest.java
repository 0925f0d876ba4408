package tallystick.mpc.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Element;
import tallystick.crypto.curve.Group;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.secret.SecretAccess;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.ItemRef;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.kit.IdealVole;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Parcel;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// The equations of signing hold on real messages, judged by one who knows every pool item.
@DisplayName("Signing laws, docs/spec/signing.md §4")
class SigningLawsTest {
    private static final Group GROUP = Curve.SECP256K1.group();
    private static final List<String> TREES = List.of(
            "2 of (a, b, c)",
            "3 of (a, b, c, d, e)",
            "all(a, b)",
            "all(risk, any(client, backup))",
            "3 of (ceo*2, cfo*2, ops)",
            "all(risk, 2 of (a, b, all(c, d)))");

    /// Everything that went over the wires of one session, with the dealer's knowledge of the items.
    private record Wires(
            SigningTerms terms,
            ChosenSetup agreed,
            IdealVole dealer,
            Map<PartyId, SortedMap<PartyId, SigningMessage.Opening>> openings,
            SortedMap<PartyId, SigningMessage.Shares> shares) {
        SigningMessage.OpenedIndex opened(PartyId from, PartyId to, int index) {
            return openings.get(from).get(to).indices().get(index);
        }

        /// The item in which `sender` is VOLE sender to `receiver`.
        ItemRef item(PartyId sender, PartyId receiver, int index) {
            var senderIsLower = sender.compareTo(receiver) < 0;
            var lower = senderIsLower ? sender : receiver;
            var higher = senderIsLower ? receiver : sender;
            var allocation = agreed.setup().choices().get(lower).items().get(higher);
            return (senderIsLower ? allocation.lowerSends() : allocation.higherSends()).get(index);
        }
    }

    @Test
    void openingsAndShares_fitTheItems_andSumToTheSignature() {
        var sessions = 0;
        for (var seed = 1; seed <= TREES.size(); seed++) {
            try (var world = SigningWorld.of(TREES.get(seed - 1), seed).prepareNonces(64)) {
                for (var set : SigningWorld.qualifiedSets(world.key())) {
                    var tweak = seed % 2 == 0 ? SigningWorld.tweak(world.key(), seed) : KeyTweak.none(Curve.SECP256K1);
                    var terms = world.terms(tweak, 2, numbers(set));
                    try {
                        judge(world, terms, seed);
                    } catch (AssertionError e) {
                        throw new AssertionError("seed %d, set %s".formatted(seed, set), e);
                    }
                    sessions++;
                }
            }
        }
        assertThat(sessions).isEqualTo(32);
    }

    private static void judge(SigningWorld world, SigningTerms terms, long seed) {
        var agreed = world.agree(terms);
        var network = SigningWorld.signing(agreed);
        var results = Outcomes.assertFinished(network.run());
        var wires = wires(terms, agreed, new IdealVole(seed, world.key().home()), network.sent());
        for (var index = 0; index < terms.count(); index++) {
            var signature = results.firstEntry().getValue().signatures().get(index);
            judge(world, wires, index, signature.r(), signature.s());
        }
    }

    private static void judge(SigningWorld world, Wires wires, int index, Scalar r, Scalar s) {
        var nonce = GROUP.scalar(0);
        var key = GROUP.scalar(0);
        var blinding = GROUP.scalar(0);
        var denominator = GROUP.scalar(0);
        var numerator = GROUP.scalar(0);
        var message = number(wires.terms().digests().get(index).bytes());
        for (var party : wires.terms().parties()) {
            var own = ownValues(wires, party, index);
            nonce = nonce.plus(own.nonce());
            key = key.plus(own.key());
            blinding = blinding.plus(own.blinding());
            var share = wires.shares().get(party).shares().get(index);
            var expected = shareOf(wires, party, own, index);
            assertThat(share.denominator()).as("u of %s", party).isEqualTo(expected.denominator());
            assertThat(share.numerator())
                    .as("w of %s", party)
                    .isEqualTo(message.times(own.blinding()).plus(r.times(expected.keyProduct())));
            denominator = denominator.plus(share.denominator());
            numerator = numerator.plus(share.numerator());
        }
        assertThat(key).isEqualTo(world.signingSecret(wires.terms()));
        assertThat(denominator).isEqualTo(nonce.times(blinding));
        assertThat(numerator).isEqualTo(message.plus(r.times(key)).times(blinding));
        var plain = message.plus(r.times(key)).times(nonce.invert());
        assertThat(s).isEqualTo(plain.isHigh() ? plain.negate() : plain);
        assertThat(r).isEqualTo(number(((Point) nonce.timesGenerator()).xOnly()));
    }

    private record OwnValues(Scalar nonce, Scalar key, Scalar blinding) {}

    private record Expected(Scalar denominator, Scalar keyProduct) {}

    /// k, sk and φ of a party, which must be the same towards every peer.
    private static OwnValues ownValues(Wires wires, PartyId party, int index) {
        var seen = new ArrayList<OwnValues>();
        wires.openings().get(party).forEach((peer, opening) -> {
            var opened = opening.indices().get(index);
            try (var sends = wires.dealer()
                            .senderItem(wires.item(party, peer, index))
                            .spend();
                    var receives = wires.dealer()
                            .receiverItem(wires.item(peer, party, index))
                            .spend()) {
                var own = new OwnValues(
                        opened.correction().nonce().plus(open(sends.nonceInput())),
                        opened.correction().key().plus(open(sends.keyInput())),
                        opened.blinding().plus(open(receives.multiplier())));
                assertThat((Element) opened.noncePoint()).isEqualTo(own.nonce().timesGenerator());
                assertThat((Element) opened.keyPoint()).isEqualTo(own.key().timesGenerator());
                assertThat((Element) opened.correction().nonceMask())
                        .isEqualTo(open(sends.nonceOutput()).timesGenerator());
                assertThat((Element) opened.correction().keyMask())
                        .isEqualTo(open(sends.keyOutput()).timesGenerator());
                seen.add(own);
            }
        });
        assertThat(List.copyOf(new java.util.HashSet<>(seen))).hasSize(1);
        return seen.getFirst();
    }

    /// u_i and v_i from the equations of the specification.
    private static Expected shareOf(Wires wires, PartyId party, OwnValues own, int index) {
        var mask = own.blinding();
        var nonceParts = GROUP.scalar(0);
        var keyParts = GROUP.scalar(0);
        for (var peer : wires.openings().get(party).keySet()) {
            var heard = wires.opened(peer, party, index);
            mask = mask.plus(heard.blinding());
            try (var sends = wires.dealer()
                            .senderItem(wires.item(party, peer, index))
                            .spend();
                    var receives = wires.dealer()
                            .receiverItem(wires.item(peer, party, index))
                            .spend()) {
                var beta = open(receives.multiplier());
                nonceParts = nonceParts
                        .plus(open(sends.nonceOutput()))
                        .plus(heard.correction().nonce().times(beta).plus(open(receives.nonceOutput())));
                keyParts = keyParts.plus(open(sends.keyOutput()))
                        .plus(heard.correction().key().times(beta).plus(open(receives.keyOutput())));
            }
        }
        return new Expected(
                own.nonce().times(mask).plus(nonceParts), own.key().times(mask).plus(keyParts));
    }

    @Test
    void anyOrderWithRepeatsAndLosses_signsOrMissesSomebody_andBlamesNobodyElse() {
        var finished = 0;
        var missing = 0;
        try (var world = SigningWorld.of("2 of (a, b, c)", 7).prepareNonces(60)) {
            for (var seed = 0; seed < 60; seed++) {
                var chance = new Random(seed);
                var lossPercent = seed % 3 == 0 ? 0 : 5;
                Meddler wild = parcel -> chance.nextInt(100) < lossPercent
                        ? List.of()
                        : List.of(parcel, parcel, parcel).subList(0, 1 + chance.nextInt(3));
                var outcomes = world.signing(world.terms(1, 1, 2, 3))
                        .order(Order.random(chance))
                        .meddle(wild)
                        .run();
                for (var outcome : outcomes.values()) {
                    switch (outcome) {
                        case Run.Outcome.Finished<?> _ -> finished++;
                        case Run.Outcome.Stopped<?>(var blame) -> {
                            assertThat(blame.fault()).as("seed %d", seed).isEqualTo(Fault.ABSENT);
                            missing++;
                        }
                    }
                }
                if (lossPercent == 0) Outcomes.assertFinished(outcomes);
            }
        }
        assertThat(finished + missing).isEqualTo(180);
        assertThat(missing).isPositive();
    }

    @Test
    void keySharePoints_ofOnePartyInTwoSessions_differ() {
        try (var world = SigningWorld.of("2 of (a, b, c)", 8).prepareNonces(40)) {
            var seen = new java.util.HashSet<Bytes>();
            for (var i = 0; i < 20; i++) {
                var terms = world.terms(2, 1, 2);
                var agreed = world.agree(terms);
                var network = SigningWorld.signing(agreed);
                Outcomes.assertFinished(network.run());
                var wires = wires(terms, agreed, new IdealVole(8, world.key().home()), network.sent());
                for (var index = 0; index < 2; index++)
                    seen.add(wires.opened(new PartyId(1), new PartyId(2), index)
                            .keyPoint()
                            .encode());
            }
            assertThat(seen).hasSize(40);
        }
    }

    private static Wires wires(
            SigningTerms terms, SortedMap<PartyId, ChosenSetup> agreed, IdealVole dealer, List<Parcel> sent) {
        var openings = new TreeMap<PartyId, SortedMap<PartyId, SigningMessage.Opening>>();
        var shares = new TreeMap<PartyId, SigningMessage.Shares>();
        var session = agreed.firstEntry().getValue();
        var shape = new SigningMessage.Shape(terms.count(), terms.parties().size() - 1);
        for (var parcel : sent) {
            switch (SigningMessage.parse(parcel.message(), Signing.runOf(terms), shape)
                    .orThrow()) {
                case SigningMessage.Opening opening ->
                    openings.computeIfAbsent(parcel.from(), _ -> new TreeMap<>())
                            .put(parcel.to(), opening);
                case SigningMessage.Shares theirs -> shares.put(parcel.from(), theirs);
                case SigningMessage.Disclosure _ -> throw new AssertionError("nobody cheated");
            }
        }
        return new Wires(terms, session, dealer, openings, shares);
    }

    private static Scalar open(tallystick.crypto.curve.SecretScalar secret) {
        return secret.declassify(SecretAccess.TEST_VECTOR);
    }

    private static Scalar number(Bytes bytes) {
        return GROUP.reduceWide(Bytes.concat(Bytes.copyOf(new byte[32]), bytes));
    }

    private static int[] numbers(List<PartyId> parties) {
        return parties.stream().mapToInt(PartyId::value).toArray();
    }
}
