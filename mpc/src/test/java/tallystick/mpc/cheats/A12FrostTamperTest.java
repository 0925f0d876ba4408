package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;

/// A12 and A13: every byte of every message is altered, lengths and counts are wrong; each time the sender is named
/// and no signature is made.
class A12FrostTamperTest {
    private static final PartyId HONEST = new PartyId(1);
    private static final PartyId CHEATER = new PartyId(2);
    private static final int BODY_AT = MessageHeader.LENGTH_BYTES;

    @Test
    void everyByteOfACommitMessage_altered_namesItsSender() {
        for (var scheme : FrostTrial.SCHEMES) {
            var pointBytes = scheme.curve() == Curve.SECP256K1 ? 33 : 32;
            try (var dealt = DealtKey.deal("2 of (a, b)", scheme, 1)) {
                assertThat(fieldFaults(dealt, 1, 0, 3)).isSubsetOf(Fault.MALFORMED, Fault.ABSENT);
                assertThat(fieldFaults(dealt, 1, 3, BODY_AT)).as("session").containsExactly(Fault.ABSENT);
                assertThat(fieldFaults(dealt, 1, BODY_AT, BODY_AT + 32))
                        .as("set-up")
                        .containsExactly(Fault.SETUP_MISMATCH);
                assertThat(fieldFaults(dealt, 1, BODY_AT + 32, BODY_AT + 34))
                        .as("count")
                        .containsExactly(Fault.MALFORMED);
                var points = BODY_AT + 34;
                assertThat(fieldFaults(dealt, 1, points, points + 2 * pointBytes))
                        .as("points: no point, or another than the sender's")
                        .isSubsetOf(Fault.MALFORMED, Fault.ECHO_MISMATCH);
            }
        }
    }

    @Test
    void everyByteOfAShareMessage_altered_namesItsSender() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b)", scheme, 1)) {
                assertThat(fieldFaults(dealt, 2, 0, 3)).isSubsetOf(Fault.MALFORMED, Fault.ABSENT);
                assertThat(fieldFaults(dealt, 2, 3, BODY_AT)).as("session").containsExactly(Fault.ABSENT);
                assertThat(fieldFaults(dealt, 2, BODY_AT, BODY_AT + 32))
                        .as("echo")
                        .containsExactly(Fault.ECHO_MISMATCH);
                assertThat(fieldFaults(dealt, 2, BODY_AT + 32, BODY_AT + 34))
                        .as("count")
                        .containsExactly(Fault.MALFORMED);
                assertThat(fieldFaults(dealt, 2, BODY_AT + 34, BODY_AT + 66))
                        .as("share")
                        .contains(Fault.BAD_SIGNATURE_SHARE)
                        .isSubsetOf(Fault.MALFORMED, Fault.BAD_SIGNATURE_SHARE);
            }
        }
    }

    @Test
    void moreOrFewerCommitmentsOrShares_thanRequests_nameTheirSender() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(
                    dealt, dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1), FrostTrial.plain(dealt, 2)));
            var session = FrostTrial.signer(dealt, setup, CHEATER, 1).session().id();
            var group = dealt.key().group();
            for (var count : List.of(1, 3, 1024)) {
                var commits = FrostTrial.network(dealt, setup, 1)
                        .meddle(FrostCheat.commits(
                                CHEATER,
                                session,
                                group,
                                commit -> new FrostMessage.Commit(
                                        commit.session(), commit.setup(), repeat(commit.commitments(), count))))
                        .run();
                Outcomes.assertBlamed(commits, List.of(HONEST), Fault.WRONG_COUNT, CHEATER);
                var shares = FrostTrial.network(dealt, setup, 1)
                        .meddle(FrostCheat.shares(
                                CHEATER,
                                session,
                                group,
                                share -> new FrostMessage.Share(
                                        share.session(), share.commitments(), repeat(share.shares(), count))))
                        .run();
                Outcomes.assertBlamed(shares, List.of(HONEST), Fault.WRONG_COUNT, CHEATER);
            }
        }
    }

    @Test
    void messagesCutShortOrTooLong_nameTheirSender() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_ED25519, 1)) {
            var ran = 0;
            for (var round = 1; round <= 2; round++) {
                for (var length : List.of(BODY_AT, BODY_AT + 1, BODY_AT + 33, BODY_AT + 34, BODY_AT + 65)) {
                    assertThat(fault(dealt, round, message -> message.slice(0, length)))
                            .isEqualTo(Fault.MALFORMED);
                    ran++;
                }
                assertThat(fault(dealt, round, message -> Bytes.concat(message, Bytes.copyOf((byte) 0))))
                        .isEqualTo(Fault.MALFORMED);
                ran++;
            }
            assertThat(ran).isEqualTo(12);
        }
    }

    private interface Change {
        Bytes apply(Bytes message);
    }

    /// The faults of altering each byte of this range, one at a time; the culprit is the cheater every time.
    private static Set<Fault> fieldFaults(DealtKey dealt, int round, int from, int to) {
        Map<Fault, Integer> seen = new EnumMap<>(Fault.class);
        for (var at = from; at < to; at++) {
            var place = at;
            seen.merge(fault(dealt, round, message -> flipped(message, place)), 1, Integer::sum);
        }
        assertThat(seen.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(to - from);
        return EnumSet.copyOf(seen.keySet());
    }

    private static Fault fault(DealtKey dealt, int round, Change change) {
        var outcomes = FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 2), 1)
                .meddle(Meddler.where(
                        parcel -> parcel.from().equals(CHEATER) && parcel.round() == round,
                        parcel -> List.of(parcel.with(change.apply(parcel.message())))))
                .run();
        var blame = Outcomes.blameOf(outcomes, HONEST);
        // Another set-up is proof of nothing: the one who holds it may have been given it. Nor are other commitments:
        // they may be those of another try.
        if (blame.fault() == Fault.SETUP_MISMATCH || blame.fault() == Fault.ECHO_MISMATCH)
            assertThat(blame.culprits()).as(blame.detail()).isEmpty();
        else assertThat(blame.culprits()).as(blame.detail()).containsExactly(CHEATER);
        return blame.fault();
    }

    private static Bytes flipped(Bytes message, int at) {
        var bytes = message.toArray();
        bytes[at] ^= 0x5a;
        return Bytes.copyOf(bytes);
    }

    private static <T> List<T> repeat(List<T> items, int count) {
        var repeated = new ArrayList<T>();
        for (var i = 0; i < count; i++) repeated.add(items.get(i % items.size()));
        return repeated;
    }
}
