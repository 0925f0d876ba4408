package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// F11: bad shares make no signature, every one who sent one is named, and the others can sign without
/// them.
class F11BadShareTest {
    private static final List<PartyId> ALL = List.of(new PartyId(1), new PartyId(2), new PartyId(3), new PartyId(4));

    @Test
    void badShare_ofAnyParty_isNamedByAllOthers() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("3 of (a, b, c, d)", scheme, 1)) {
                var setup = FrostTrial.setup(dealt, 1, 2, 3, 4);
                for (var cheater : ALL) {
                    var session = FrostTrial.signer(dealt, setup, cheater, 1)
                            .session()
                            .id();
                    var outcomes = FrostTrial.network(dealt, setup, 1)
                            .meddle(FrostCheat.shares(
                                    cheater, session, dealt.key().group(), share -> FrostCheat.offByOne(share, 0)))
                            .run();
                    Outcomes.assertBlamed(outcomes, Outcomes.honest(ALL, cheater), Fault.BAD_SIGNATURE_SHARE, cheater);
                }
            }
        }
    }

    @Test
    void badShares_underTweakedKeys_nameExactlyTheirSenders() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, d)", Scheme.FROST_BIP340, 2)) {
            var ran = 0;
            for (var seed = 0L; seed < 12; seed++) {
                var request = new SigningRequest(
                        FrostTrial.message(seed), FrostTrial.child(dealt, seed), new TaprootTweak.KeyOnly());
                var setup = FrostTrial.setup(dealt, dealt.set(ALL), List.of(request));
                for (var cheater : List.of(ALL.get(0), ALL.get(3))) {
                    var session = FrostTrial.signer(dealt, setup, cheater, seed)
                            .session()
                            .id();
                    var outcomes = FrostTrial.network(dealt, setup, seed)
                            .meddle(FrostCheat.shares(
                                    cheater, session, dealt.key().group(), share -> FrostCheat.offByOne(share, 0)))
                            .run();
                    Outcomes.assertBlamed(outcomes, Outcomes.honest(ALL, cheater), Fault.BAD_SIGNATURE_SHARE, cheater);
                    ran++;
                }
            }
            assertThat(ran).isEqualTo(24);
        }
    }

    @Test
    void twoBadShares_ofOneRequest_nameBoth() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, d)", Scheme.FROST_ED25519, 3)) {
            var setup = FrostTrial.setup(dealt, 1, 2, 3, 4);
            var session =
                    FrostTrial.signer(dealt, setup, ALL.get(0), 1).session().id();
            var network = FrostTrial.network(dealt, setup, 1);
            for (var cheater : List.of(ALL.get(1), ALL.get(3)))
                network.meddle(FrostCheat.shares(
                        cheater, session, dealt.key().group(), share -> FrostCheat.offByOne(share, 0)));
            Outcomes.assertBlamed(
                    network.run(), List.of(ALL.get(0), ALL.get(2)), Fault.BAD_SIGNATURE_SHARE, ALL.get(1), ALL.get(3));
        }
    }

    @Test
    void badSharesOfDifferentRequests_inOneBatch_areAllNamedAndNothingIsReleased() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, d)", Scheme.FROST_BIP340, 4)) {
            var requests = LongStream.range(0, 5)
                    .mapToObj(i -> FrostTrial.plain(dealt, i))
                    .toList();
            var setup = FrostTrial.setup(dealt, dealt.set(ALL), requests);
            var session =
                    FrostTrial.signer(dealt, setup, ALL.get(0), 1).session().id();
            var network = FrostTrial.network(dealt, setup, 1)
                    .meddle(FrostCheat.shares(
                            ALL.get(2), session, dealt.key().group(), share -> FrostCheat.offByOne(share, 4)))
                    .meddle(FrostCheat.shares(
                            ALL.get(1), session, dealt.key().group(), share -> FrostCheat.offByOne(share, 0)));
            Outcomes.assertBlamed(
                    network.run(), List.of(ALL.get(0), ALL.get(3)), Fault.BAD_SIGNATURE_SHARE, ALL.get(1), ALL.get(2));
        }
    }

    @Test
    void sharesOfTwoRequests_exchanged_nameTheirSender() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_SECP256K1, 4)) {
            var requests = List.of(FrostTrial.plain(dealt, 1), FrostTrial.plain(dealt, 2));
            var setup = FrostTrial.setup(dealt, dealt.set(1, 2), requests);
            var cheater = new PartyId(2);
            var session = FrostTrial.signer(dealt, setup, cheater, 1).session().id();
            var outcomes = FrostTrial.network(dealt, setup, 1)
                    .meddle(FrostCheat.shares(
                            cheater,
                            session,
                            dealt.key().group(),
                            share -> new FrostMessage.Share(
                                    share.session(),
                                    share.commitments(),
                                    share.shares().reversed())))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(new PartyId(1)), Fault.BAD_SIGNATURE_SHARE, cheater);
        }
    }

    @Test
    void othersThanTheNamed_signAfterwards() {
        try (var dealt = DealtKey.deal("3 of (a, b, c, d)", Scheme.FROST_ED25519, 5)) {
            Outcomes.assertFinished(FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 3, 4), 2)
                    .run());
        }
    }

    @Test
    void verifyingPointsThatDoNotSumToTheKey_nameNobodyAndReleaseNothing() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 6);
                var other = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 7)) {
            var key = dealt.key();
            var wrong = new GroupKey(
                    key.id(), key.scheme(), key.tree(), 1, other.key().point(), key.chainCode(), key.leafPoints());
            try (var astray = dealt.under(wrong)) {
                var setup = FrostTrial.setup(astray, 1, 2);
                var outcomes = FrostTrial.network(astray, setup, 1).run();
                Outcomes.assertBlamed(outcomes, setup.set().parties(), Fault.FINAL_VERIFICATION);
            }
        }
    }
}
