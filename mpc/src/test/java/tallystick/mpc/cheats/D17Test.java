package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.GROUP;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.curve.SecretScalar;
import tallystick.mpc.ecdsa.Allocation;
import tallystick.mpc.ecdsa.PairPools;
import tallystick.mpc.ecdsa.ReceiverItem;
import tallystick.mpc.ecdsa.SenderItem;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.Signing;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.ecdsa.Taken;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// D17: zeros where a number must not be zero, by scripted chance or by design of a cheat: drawn again, or the session
/// starts again and nobody is named. Shares that sum to zero are as wrong as any that do not verify.
class D17Test {
    private static final Bytes ZERO = Bytes.copyOf(new byte[64]);

    @Test
    void nonceAndBlindingOfZero_areDrawnAgain() {
        try (var world = SigningWorld.of("2 of (a, b)", 17)) {
            var script = Bytes.concat(ZERO, wide(5), ZERO, ZERO, wide(6), Bytes.copyOf(new byte[64]));
            world.deliver(ONE, world.stock(ONE).prepare(1, DealtKey.scripted(script)));
            world.deliver(TWO, world.stock(TWO).prepare(1, world.chance(TWO)));
            var agreed = world.agree(world.terms(1, 1, 2));
            var network = SigningWorld.signing(agreed);
            Outcomes.assertFinished(network.run());
            var opening = (SigningMessage.Opening) Signing.of(agreed.get(TWO))
                    .parse(network.sent().stream()
                            .filter(parcel -> parcel.from().equals(ONE) && parcel.round() == 1)
                            .findFirst()
                            .orElseThrow()
                            .message())
                    .orThrow();
            assertThat(opening.indices().getFirst().noncePoint())
                    .isEqualTo(GROUP.scalar(5).timesGenerator());
        }
    }

    @Test
    void noncePointsThatSumToNothing_endTheSessionAndNameNobody() {
        try (var world = SigningWorld.of("2 of (a, b)", 17)) {
            var one = Bytes.concat(wide(5), wide(6), Bytes.copyOf(new byte[64]));
            var two = Bytes.concat(wide(-5), wide(7), Bytes.copyOf(new byte[64]));
            world.deliver(ONE, world.stock(ONE).prepare(1, DealtKey.scripted(one)));
            world.deliver(TWO, world.stock(TWO).prepare(1, DealtKey.scripted(two)));
            var network = world.signing(world.terms(1, 1, 2));
            Outcomes.assertBlamed(network.run(), List.of(ONE, TWO), Fault.ZERO_VALUE);
            assertThat(network.sent()).noneMatch(parcel -> parcel.round() == 2);
        }
    }

    @Test
    void sharesThatMakeTheDenominatorZero_areTheOthersFault() {
        assertZeroSum((theirs, own) ->
                new SigningMessage.SignatureShare(theirs.denominator().negate(), own.numerator()));
    }

    @Test
    void sharesThatMakeTheNumeratorZero_areTheOthersFault() {
        assertZeroSum((theirs, own) -> new SigningMessage.SignatureShare(
                own.denominator(), theirs.numerator().negate()));
    }

    @Test
    void itemsWithAZeroMultiplier_endTheSession() {
        assertZeroItem(
                item -> item, item -> new ReceiverItem.Opened(zeroOf(item), item.nonceOutput(), item.keyOutput()));
    }

    @Test
    void itemsWithAZeroNonceOutput_endTheSession() {
        assertZeroItem(
                item -> new SenderItem.Opened(
                        item.nonceInput(),
                        item.keyInput(),
                        item.nonceOutput().times(GROUP.scalar(0)),
                        item.keyOutput()),
                item -> item);
    }

    @Test
    void itemsWithAZeroKeyOutput_endTheSession() {
        assertZeroItem(
                item -> new SenderItem.Opened(
                        item.nonceInput(),
                        item.keyInput(),
                        item.nonceOutput(),
                        item.keyOutput().times(GROUP.scalar(0))),
                item -> item);
    }

    @Test
    void zeroValue_isTriedAgain() {
        assertThat(Fault.ZERO_VALUE.consequence()).isEqualTo(Fault.Consequence.RETRY);
    }

    private static SecretScalar zeroOf(ReceiverItem.Opened item) {
        return item.multiplier().times(GROUP.scalar(0));
    }

    private interface Answer {
        SigningMessage.SignatureShare to(SigningMessage.SignatureShare theirs, SigningMessage.SignatureShare own);
    }

    /// The cheater waits for the share of the honest party and answers it.
    private static void assertZeroSum(Answer answer) {
        try (var world = SigningWorld.of("2 of (a, b)", 17).prepareNonces(1)) {
            var agreed = world.agree(world.terms(1, 1, 2));
            var reader = Signing.of(agreed.get(ONE));
            var theirs = new AtomicReference<SigningMessage.SignatureShare>();
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(parcel -> {
                        if (parcel.from().equals(TWO)
                                && reader.parse(parcel.message()).orThrow() instanceof SigningMessage.Shares shares)
                            theirs.set(shares.shares().getFirst());
                        return List.of(parcel);
                    })
                    .meddle(SigningCheat.shares(ONE, agreed, own -> answer.to(theirs.get(), own)))
                    .run();
            assertThat(theirs.get()).isNotNull();
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.FINAL_VERIFICATION, ONE);
        }
    }

    private static void assertZeroItem(
            UnaryOperator<SenderItem.Opened> sender, UnaryOperator<ReceiverItem.Opened> receiver) {
        try (var world = SigningWorld.of("2 of (a, b)", 17).prepareNonces(1)) {
            var terms = world.terms(1, 1, 2);
            var means = new SetupAgreement.Means(
                    new Zeroing(world.pools(TWO), sender, receiver),
                    world.stock(TWO),
                    world.roll().identity(TWO),
                    world.chance(TWO));
            var unlucky = SetupAgreement.of(
                    world.share(TWO)
                            .admit(terms, world.roll(), _ -> false, new TrialQuarantine())
                            .orThrow(),
                    means);
            var outcomes =
                    Network.of(List.of(world.agreement(ONE, terms), unlucky)).run();
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.ZERO_VALUE);
        }
    }

    private static Bytes wide(long value) {
        Scalar scalar = GROUP.scalar(value);
        return Bytes.concat(Bytes.copyOf(new byte[32]), scalar.encode());
    }

    /// Pools with zeros in their items.
    private record Zeroing(
            PairPools inner, UnaryOperator<SenderItem.Opened> sender, UnaryOperator<ReceiverItem.Opened> receiver)
            implements PairPools {
        @Override
        public Taken allocate(PartyId peer, int count) {
            return zeroed(inner.allocate(peer, count));
        }

        @Override
        public Taken take(PartyId peer, Allocation allocation) {
            return zeroed(inner.take(peer, allocation));
        }

        @Override
        public void discard(PartyId peer, Allocation allocation) {
            inner.discard(peer, allocation);
        }

        private Taken zeroed(Taken taken) {
            return switch (taken) {
                case Taken.Unavailable unavailable -> unavailable;
                case Taken.Items items ->
                    new Taken.Items(
                            items.allocation(),
                            items.asSender().stream()
                                    .map(item -> new SenderItem(item.ref(), sender.apply(item.spend())))
                                    .toList(),
                            items.asReceiver().stream()
                                    .map(item -> new ReceiverItem(item.ref(), receiver.apply(item.spend())))
                                    .toList());
            };
        }
    }
}
