package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;
import static tallystick.mpc.cheats.SigningCheat.next;

import java.util.List;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.ChosenSetup;
import tallystick.mpc.ecdsa.EcdsaKeyShare;
import tallystick.mpc.ecdsa.SetupAgreement;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.ecdsa.SigningResult;
import tallystick.mpc.ecdsa.SigningTerms;
import tallystick.mpc.ecdsa.UnjudgedTerms;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// D8: a party puts one number into the VOLEs and opens the point of another, or shifts both alike.
class D8Test {
    private static final List<PartyId> HONEST = List.of(ONE, THREE);

    @Test
    void otherNonceInTheVole_failsTheGammaCheck() {
        var outcomes = opened(old ->
                SigningCheat.withNonceCorrection(old, next(old.correction().nonce())));
        Outcomes.assertBlamed(outcomes, HONEST, Fault.GAMMA_CHECK, TWO);
        assertThat(SigningCheat.finished(outcomes)).isEmpty();
    }

    @Test
    void otherKeyShareInTheVole_failsTheGammaCheck() {
        var outcomes = opened(
                old -> SigningCheat.withKeyCorrection(old, next(old.correction().key())));
        Outcomes.assertBlamed(outcomes, HONEST, Fault.GAMMA_CHECK, TWO);
        assertThat(SigningCheat.finished(outcomes)).isEmpty();
    }

    @Test
    void otherKeySharePoint_failsTheGammaCheck() {
        var outcomes = opened(old -> SigningCheat.withKeyPoint(old, next(old.keyPoint())));
        Outcomes.assertBlamed(outcomes, HONEST, Fault.GAMMA_CHECK, TWO);
    }

    @Test
    void otherMaskOfTheNonce_failsTheGammaCheck() {
        var outcomes = opened(old -> {
            var was = old.correction();
            return SigningCheat.withCorrection(
                    old, new SigningMessage.Correction(was.nonce(), was.key(), next(was.nonceMask()), was.keyMask()));
        });
        Outcomes.assertBlamed(outcomes, HONEST, Fault.GAMMA_CHECK, TWO);
    }

    @Test
    void otherMaskOfTheKeyShare_failsTheGammaCheck() {
        var outcomes = opened(old -> {
            var was = old.correction();
            return SigningCheat.withCorrection(
                    old, new SigningMessage.Correction(was.nonce(), was.key(), was.nonceMask(), next(was.keyMask())));
        });
        Outcomes.assertBlamed(outcomes, HONEST, Fault.GAMMA_CHECK, TWO);
    }

    @Test
    void mistakesOfBothCorrectionsThatWouldCancel_failTheGammaCheck() {
        var outcomes = opened(old -> {
            var was = old.correction();
            return SigningCheat.withCorrection(
                    old,
                    new SigningMessage.Correction(
                            next(was.nonce()),
                            was.key().minus(SigningCheat.GROUP.scalar(1)),
                            was.nonceMask(),
                            was.keyMask()));
        });
        Outcomes.assertBlamed(outcomes, HONEST, Fault.GAMMA_CHECK, TWO);
    }

    @Test
    void lieInTheFirstDigestOfABatch_isFoundThoughTheLastIsGood() {
        try (var world = world()) {
            var agreed = world.agree(world.terms(2, 1, 2, 3));
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.firstOpenings(
                            TWO, agreed, (_, old) -> SigningCheat.withKeyPoint(old, next(old.keyPoint()))))
                    .run();
            Outcomes.assertBlamed(outcomes, HONEST, Fault.GAMMA_CHECK, TWO);
        }
    }

    @Test
    void gammaCheck_failing_namesAllWhoFail() {
        try (var world = world()) {
            var terms = world.terms(1, 1, 2, 3);
            var agreed = world.agree(terms);
            var outcomes = SigningWorld.signing(agreed)
                    .meddle(SigningCheat.openings(
                            TWO, agreed, (_, old) -> SigningCheat.withKeyPoint(old, next(old.keyPoint()))))
                    .meddle(SigningCheat.openings(
                            THREE, agreed, (_, old) -> SigningCheat.withKeyPoint(old, next(old.keyPoint()))))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.GAMMA_CHECK, TWO, THREE);
        }
    }

    @Test
    void shareShiftedInPointAndVoleAlike_failsTheSumOfTheKeySharePoints() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, d)", Scheme.ECDSA_SECP256K1, 8);
                var world = SigningWorld.of(dealt.refreshed(1), 8).prepareNonces(2);
                var fork = dealt.refreshed(2);
                var shifted = shareOf(world, fork, TWO)) {
            var terms = world.terms(2, 1, 2, 3);
            var network = SigningWorld.signing(agree(world, terms, TWO, shifted));
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, HONEST, Fault.KEY_SHARE_SUM, TWO);
            assertThat(network.sent())
                    .filteredOn(parcel -> parcel.round() == 2)
                    .as("zero-share values in place of signature shares")
                    .hasSize(6)
                    .allMatch(parcel -> parcel.message().at(2) == 3);
        }
    }

    @Test
    void shareShiftedAtTheTweakedParty_failsTheSumOfTheKeySharePoints() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, d)", Scheme.ECDSA_SECP256K1, 8);
                var world = SigningWorld.of(dealt.refreshed(1), 8).prepareNonces(2);
                var fork = dealt.refreshed(2);
                var shifted = shareOf(world, fork, ONE)) {
            var terms = world.terms(SigningWorld.tweak(world.key(), 7), 1, 1, 2, 3);
            var outcomes =
                    SigningWorld.signing(agree(world, terms, ONE, shifted)).run();
            Outcomes.assertBlamed(outcomes, List.of(TWO, THREE), Fault.KEY_SHARE_SUM, ONE);
        }
    }

    @Test
    void shareShiftedWhereAnotherPartyIsTweaked_namesItsSenderAlone() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, d)", Scheme.ECDSA_SECP256K1, 8);
                var world = SigningWorld.of(dealt.refreshed(1), 8).prepareNonces(2);
                var fork = dealt.refreshed(2);
                var shifted = shareOf(world, fork, TWO)) {
            var terms = world.terms(SigningWorld.tweak(world.key(), 7), 1, 1, 2, 3);
            var outcomes =
                    SigningWorld.signing(agree(world, terms, TWO, shifted)).run();
            Outcomes.assertBlamed(outcomes, HONEST, Fault.KEY_SHARE_SUM, TWO);
        }
    }

    @Test
    void gammaCheckAndKeyShareSum_costTheSessionOnly() {
        assertThat(Fault.GAMMA_CHECK.consequence()).isEqualTo(Fault.Consequence.ABORT);
        assertThat(Fault.KEY_SHARE_SUM.consequence()).isEqualTo(Fault.Consequence.ABORT);
    }

    private static SortedMap<PartyId, Run.Outcome<SigningResult>> opened(
            UnaryOperator<SigningMessage.OpenedIndex> change) {
        try (var world = world()) {
            var agreed = world.agree(world.terms(2, 1, 2, 3));
            return SigningWorld.signing(agreed)
                    .meddle(SigningCheat.openings(TWO, agreed, (_, old) -> change.apply(old)))
                    .run();
        }
    }

    static SortedMap<PartyId, ChosenSetup> agree(
            SigningWorld world, SigningTerms terms, PartyId cheater, EcdsaKeyShare share) {
        return Outcomes.assertFinished(Network.of(
                        terms.parties(),
                        party -> party.equals(cheater) ? agreement(world, terms, share) : world.agreement(party, terms))
                .run());
    }

    private static SetupAgreement agreement(SigningWorld world, SigningTerms terms, EcdsaKeyShare share) {
        var self = share.self();
        var means = new SetupAgreement.Means(
                world.pools(self), world.stock(self), world.roll().identity(self), world.chance(self));
        return SetupAgreement.of(UnjudgedTerms.of(share, terms, world.roll()), means);
    }

    /// A share of the same key and epoch that fits nobody else's: from another refresh.
    private static EcdsaKeyShare shareOf(SigningWorld world, DealtKey fork, PartyId party) {
        return new EcdsaKeyShare(
                fork.share(party),
                world.pairsOf(party, 2, UnaryOperator.identity()),
                world.key().home());
    }

    private static SigningWorld world() {
        return SigningWorld.of("3 of (a, b, c, d)", 8).prepareNonces(2);
    }
}
