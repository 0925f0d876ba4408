package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.PoolAnnouncement;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// F6 and A8: signers are shown different commitments. Shares for different lists do not combine, and every honest
/// party finds out that the lists differ.
class F6SplitViewTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId CHEATER = new PartyId(3);

    @Test
    void commitments_toldDifferentlyToTwo_areFoundOutAndNobodyIsNamed() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("3 of (a, b, c)", scheme, 1)) {
                var setup = FrostTrial.setup(dealt, 1, 2, 3);
                var outcomes = FrostTrial.network(dealt, setup, 1)
                        .meddle(swappedTo(ONE, dealt, setup))
                        .run();
                Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ECHO_MISMATCH);
            }
        }
    }

    @Test
    void twoParties_whoSawDifferentLists_nameNobody() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(dealt, 1, 3);
            var outcomes = FrostTrial.network(dealt, setup, 1)
                    .meddle(swappedTo(ONE, dealt, setup))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ECHO_MISMATCH);
        }
    }

    @Test
    void shareWithAWrongEcho_isFoundOut() {
        try (var dealt = DealtKey.deal("3 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(dealt, 1, 2, 3);
            var session = FrostTrial.signer(dealt, setup, CHEATER, 1).session().id();
            var outcomes = FrostTrial.network(dealt, setup, 1)
                    .meddle(FrostCheat.shares(
                            CHEATER,
                            session,
                            dealt.key().group(),
                            share -> new FrostMessage.Share(share.session(), setup.setup(), share.shares())))
                    .run();
            Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.ECHO_MISMATCH);
        }
    }

    @Test
    void pooledCommitments_announcedDifferentlyToTwo_areFoundOut() {
        FrostTrial.Pools.Gossip lie =
                (owner, receiver, honest) -> owner.equals(CHEATER) && receiver.equals(TWO) ? swapped(honest) : honest;
        try (var dealt = DealtKey.deal("3 of (a, b, c)", Scheme.FROST_BIP340, 2);
                var pools = new FrostTrial.Pools(dealt, 2, 1, lie)) {
            var setup = pools.setup(dealt.set(1, 2, 3), List.of(FrostTrial.plain(dealt, 1)), 0);
            Outcomes.assertBlamed(pools.network(setup, 1).run(), List.of(ONE, TWO), Fault.ECHO_MISMATCH);
        }
    }

    @Test
    void otherCommitments_forAnIndexOnceAnnounced_areNotTaken() {
        var heard = new ArrayList<PoolAnnouncement>();
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 2);
                var pools = new FrostTrial.Pools(dealt, 2, 1, (owner, receiver, honest) -> {
                    if (owner.equals(CHEATER) && receiver.equals(ONE)) heard.add(honest);
                    return honest;
                })) {
            assertThat(heard).hasSize(1);
            assertThat(pools.bookOf(ONE).learn(CHEATER, swapped(heard.getFirst())))
                    .isZero();
            var setup = pools.setup(dealt.set(1, 3), List.of(FrostTrial.plain(dealt, 1)), 0);
            Outcomes.assertFinished(pools.network(setup, 1).run());
        }
    }

    private static PoolAnnouncement swapped(PoolAnnouncement honest) {
        return new PoolAnnouncement(
                honest.pool(),
                honest.firstIndex(),
                honest.commitments().stream().map(F6SplitViewTest::swapped).toList());
    }

    private static SigningCommitments swapped(SigningCommitments honest) {
        return new SigningCommitments(honest.binding(), honest.hiding());
    }

    /// The cheater's hiding and binding commitments, exchanged on the way to one.
    private static Meddler swappedTo(PartyId victim, DealtKey dealt, FrostSetup setup) {
        var session = FrostTrial.signer(dealt, setup, CHEATER, 1).session().id();
        var swap = FrostCheat.commits(
                CHEATER,
                session,
                dealt.key().group(),
                commit -> new FrostMessage.Commit(
                        commit.session(),
                        commit.setup(),
                        commit.commitments().stream()
                                .map(F6SplitViewTest::swapped)
                                .toList()));
        return Meddler.where(parcel -> parcel.to().equals(victim), swap);
    }
}
