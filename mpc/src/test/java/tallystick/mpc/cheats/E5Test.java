package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static tallystick.mpc.cheats.SigningCheat.ONE;
import static tallystick.mpc.cheats.SigningCheat.THREE;
import static tallystick.mpc.cheats.SigningCheat.TWO;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tallystick.mpc.ecdsa.SigningMessage;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.session.Fault;

/// E5: some libraries gave out whatever the shares added up to. Every party verifies what it made under the key that
/// was to sign before anybody sees it, each digest of a batch, in every scheme.
class E5Test {
    private static final int TRIES = 24;

    /// Whatever a cheater adds to its shares, and by whichever digest of the batch.
    @Test
    void ecdsaSumThatIsNoSignature_isGivenToNobody() {
        var chance = new Random(5);
        for (var i = 0; i < TRIES; i++) {
            try (var world = SigningWorld.of("3 of (a, b, c)", 500 + i).prepareNonces(3)) {
                var agreed = world.agree(world.terms(SigningWorld.tweak(world.key(), i), 3, 1, 2, 3));
                var at = chance.nextInt(3);
                var add = SigningCheat.GROUP.scalar(1 + chance.nextInt(1 << 30));
                var below = chance.nextBoolean();
                var outcomes = SigningWorld.signing(agreed)
                        .meddle(SigningCheat.messages(TWO, agreed, SigningMessage.Shares.class, (_, old) -> {
                            var shares = new ArrayList<>(old.shares());
                            var was = shares.get(at);
                            shares.set(
                                    at,
                                    below
                                            ? new SigningMessage.SignatureShare(
                                                    was.denominator().plus(add), was.numerator())
                                            : new SigningMessage.SignatureShare(
                                                    was.denominator(),
                                                    was.numerator().plus(add)));
                            return new SigningMessage.Shares(old.run(), old.view(), shares);
                        }))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.FINAL_VERIFICATION);
            }
        }
    }

    /// The same run without the cheat gives out what verifies, under the child's key and no other.
    @Test
    void ecdsaSignature_givenOut_verifiesUnderTheChildThatWasToSign() {
        try (var world = SigningWorld.of("3 of (a, b, c)", 500).prepareNonces(3)) {
            var terms = world.terms(SigningWorld.tweak(world.key(), 1), 3, 1, 2, 3);
            var results = world.sign(terms);
            assertThat(results).hasSize(3);
            for (var result : results.values())
                for (var i = 0; i < 3; i++) {
                    var signature = result.signatures().get(i);
                    var digest = terms.digests().get(i);
                    assertThat(signature.verifies(world.signingKey(terms), digest))
                            .isTrue();
                    assertThat(signature.verifies(world.key().key().point(), digest))
                            .isFalse();
                }
        }
    }

    @Test
    void frostSumThatIsNoSignature_isGivenToNobody_norAreTheOthersOfItsBatch() {
        for (var scheme : FrostTrial.SCHEMES)
            for (var at = 0; at < 3; at++) {
                var spoilt = at;
                try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 5)) {
                    var requests =
                            List.of(FrostTrial.plain(dealt, 1), FrostTrial.plain(dealt, 2), FrostTrial.plain(dealt, 3));
                    var setup = FrostTrial.setup(dealt, dealt.set(1, 2, 3), requests);
                    var session =
                            FrostTrial.signer(dealt, setup, TWO, 1).session().id();
                    var outcomes = FrostTrial.network(dealt, setup, 1)
                            .meddle(FrostCheat.shares(
                                    TWO, session, dealt.key().group(), share -> FrostCheat.offByOne(share, spoilt)))
                            .run();
                    Outcomes.assertBlamed(outcomes, List.of(ONE, THREE), Fault.BAD_SIGNATURE_SHARE, TWO);
                }
            }
    }
}
