package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.mpc.ecdsa.VoleLab;
import tallystick.mpc.ecdsa.VoleLab.Verdict;
import tallystick.mpc.kit.FieldSpan;
import tallystick.mpc.kit.MemoryLedger.Line;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;

/// D7, selective failure in the VOLE: a sender spoils a row, and the receiver's answer tells it the choice bit there.
/// So each try passes with one half, and the first failure bans.
class D7Test {
    private static final PartyId HONEST = new PartyId(2);
    private static final PartyId CHEATER = new PartyId(1);

    @Test
    void betOnChoices_passesWithTwoToTheMinusRows() {
        var tries = 300;
        for (var rows = 1; rows <= 3; rows++) {
            var passed = 0;
            try (var lab = new VoleLab(200 + rows, 16, 1)) {
                for (var i = 0; i < tries; i++) if (lab.betOnChoices(rows) == Verdict.ACCEPTED) passed++;
            }
            var expected = tries * Math.pow(2, -rows);
            var deviation = Math.sqrt(expected * (1 - Math.pow(2, -rows)));
            assertThat((double) passed)
                    .as("%d rows, seed %d", rows, 200 + rows)
                    .isBetween(expected - 5 * deviation, expected + 5 * deviation);
        }
    }

    @Test
    void rightBet_passes_andWrongBet_isRefused() {
        try (var lab = new VoleLab(9, 16, 1)) {
            for (var i = 0; i < 20; i++) {
                assertThat(lab.betOnChoice(true)).isTrue();
                assertThat(lab.betOnChoice(false)).isFalse();
            }
        }
    }

    @Test
    void spoiltRowsCheckOrInputsCheck_isRefused() {
        try (var lab = new VoleLab(10, 16, 1)) {
            var corrections = 96 * 16;
            assertThat(lab.spoil(corrections)).isEqualTo(Verdict.VOLE_REFUSED);
            assertThat(lab.spoil(corrections + 31)).isEqualTo(Verdict.VOLE_REFUSED);
            assertThat(lab.spoil(corrections + 63)).isEqualTo(Verdict.VOLE_REFUSED);
        }
    }

    @Test
    void spoiltCorrection_ofAnyColumnAndItem_bansTheSender() {
        var item = 96 * 752 + 64;
        for (var at : List.of(31, 752 * 32 + 31, 2 * 752 * 32 + 31, item + 31, item + 96 * 752, item + 96 * 752 + 63)) {
            try (var trial = new VoleTrial(at)) {
                var secrets = trial.secrets(2);
                var one = secrets.get(CHEATER).byPeer().get(HONEST);
                var two = secrets.get(HONEST).byPeer().get(CHEATER);
                var field = new FieldSpan("byte", MessageHeader.LENGTH_BYTES + at, 1);
                var network = trial.fill(one, two, 2)
                        .meddle(Rewriter.ofBytes(
                                Rewriter.sentBy(CHEATER, 3),
                                message -> field.replace(message, Bytes.copyOf((byte)
                                        (field.in(message).at(0) ^ 1)))));
                var lent = trial.home().lentBytes();
                Outcomes.assertBlamed(network.run(), List.of(HONEST), Fault.VOLE_CHECK, CHEATER);
                assertThat(trial.home().lentBytes())
                        .as("the fill and the honest party's pair secrets are destroyed")
                        .isEqualTo(lent - (16 + 4096 + 8192 + 32));
                assertThat(trial.ledger(HONEST).lines())
                        .containsExactly(Line.BEGUN, Line.PASSED, Line.BEGUN, Line.FAILED);
                assertThat(two.isDestroyed()).isTrue();
                assertThat(network.sent()).noneMatch(parcel -> parcel.from().equals(HONEST) && parcel.round() == 4);
            }
        }
        assertThat(Fault.VOLE_CHECK.consequence()).isEqualTo(Fault.Consequence.BAN);
    }

    @Test
    void blame_doesNotSayWhichItemFailed() {
        var details = new java.util.HashSet<String>();
        for (var item = 0; item < 2; item++) {
            try (var trial = new VoleTrial(77)) {
                var secrets = trial.secrets(2);
                var one = secrets.get(CHEATER).byPeer().get(HONEST);
                var two = secrets.get(HONEST).byPeer().get(CHEATER);
                var field = new FieldSpan("rows check", MessageHeader.LENGTH_BYTES + (item + 1) * 72_256 - 64, 1);
                var outcomes = trial.fill(one, two, 2)
                        .meddle(Rewriter.ofBytes(
                                Rewriter.sentBy(CHEATER, 3),
                                message -> field.replace(message, Bytes.copyOf((byte)
                                        (field.in(message).at(0) ^ 1)))))
                        .run();
                details.add(Outcomes.blameOf(outcomes, HONEST).detail());
            }
        }
        assertThat(details).hasSize(1);
    }

    @Test
    void scalarNotBelowTheOrder_cannotBeRead() {
        var order = Bytes.ofHex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
        assertThat(VoleLab.canBeRead(order, 8)).isFalse();
        assertThat(VoleLab.canBeRead(Bytes.ofHex("ff".repeat(32)), 8)).isFalse();
        assertThat(VoleLab.canBeRead(Curve.SECP256K1.group().scalar(-1).encode(), 8))
                .isTrue();
    }
}
