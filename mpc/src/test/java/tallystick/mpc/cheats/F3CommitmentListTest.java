package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.frost.CommitmentList;
import tallystick.mpc.frost.FrostSign;
import tallystick.mpc.frost.OutputKey;
import tallystick.mpc.frost.SignatureShare;
import tallystick.mpc.frost.SigningCommitments;
import tallystick.mpc.frost.SigningNonces;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.session.PartyId;

/// F3: whoever hands a signer a commitment list may have altered, doubled, dropped or added an entry.
class F3CommitmentListTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    private static final PartyId THREE = new PartyId(3);

    @Test
    void ownCommitmentAltered_isRefusedAndNoNonceIsSpent() {
        try (var bench = new Bench()) {
            var mine = bench.nonces.get(ONE).commitments();
            var foreign = bench.nonces.get(THREE).commitments();
            for (var altered : List.of(
                    foreign,
                    new SigningCommitments(mine.binding(), mine.hiding()),
                    new SigningCommitments(mine.hiding(), foreign.binding()),
                    new SigningCommitments(foreign.hiding(), mine.binding()))) {
                var list = bench.list(ONE, TWO);
                list.set(0, new CommitmentList.Entry(ONE, altered));
                assertRefused(() -> bench.sign(CommitmentList.of(list)));
            }
            assertThat(bench.sign(CommitmentList.of(bench.list(ONE, TWO)))).isNotNull();
        }
    }

    @Test
    void partyTwice_isRefused() {
        try (var bench = new Bench()) {
            var list = bench.list(ONE, TWO);
            list.add(new CommitmentList.Entry(TWO, bench.nonces.get(THREE).commitments()));
            assertRefused(() -> CommitmentList.of(list));
        }
    }

    @Test
    void noParty_isRefused() {
        assertRefused(() -> CommitmentList.of(List.of()));
    }

    @Test
    void fewerMoreOrOtherParties_areRefused() {
        try (var bench = new Bench()) {
            assertRefused(() -> bench.sign(CommitmentList.of(bench.list(ONE))));
            assertRefused(() -> bench.sign(CommitmentList.of(bench.list(TWO))));
            assertRefused(() -> bench.sign(CommitmentList.of(bench.list(ONE, THREE))));
            assertRefused(() -> bench.sign(CommitmentList.of(bench.list(ONE, TWO, THREE))));
            var outsider = bench.list(ONE, TWO);
            outsider.add(new CommitmentList.Entry(
                    new PartyId(9), bench.nonces.get(THREE).commitments()));
            assertRefused(() -> bench.sign(CommitmentList.of(outsider)));
        }
    }

    @Test
    void aggregation_overOtherListsOrShares_isRefused() {
        try (var bench = new Bench()) {
            var good = CommitmentList.of(bench.list(ONE, TWO));
            var share = bench.sign(good);
            assertRefused(() -> bench.aggregate(CommitmentList.of(bench.list(ONE, THREE)), share, ONE, TWO));
            assertRefused(() -> bench.aggregate(good, share, ONE));
            assertRefused(() -> bench.aggregate(good, share, ONE, THREE));
            assertRefused(() -> bench.aggregate(good, share, ONE, TWO, THREE));
        }
    }

    @Test
    void entriesInAnyOrder_areTheSameList() {
        try (var bench = new Bench()) {
            var list = bench.list(ONE, TWO, THREE);
            var reversed = new ArrayList<>(list);
            Collections.reverse(reversed);
            assertThat(CommitmentList.of(reversed)).isEqualTo(CommitmentList.of(list));
        }
    }

    @Test
    void commitmentOnAnotherCurve_isRefusedAndNoNonceIsSpent() {
        for (var scheme : FrostTrial.SCHEMES)
            try (var bench = new Bench(scheme)) {
                var good = CommitmentList.of(bench.list(ONE, TWO));
                var theirs = bench.nonces.get(TWO).commitments();
                var other = scheme.curve() == Curve.ED25519 ? Curve.SECP256K1 : Curve.ED25519;
                var stray = other.group().generator();
                for (var altered : List.of(
                        new SigningCommitments(stray, stray),
                        new SigningCommitments(stray, theirs.binding()),
                        new SigningCommitments(theirs.hiding(), stray))) {
                    var list = bench.list(ONE, TWO);
                    list.set(1, new CommitmentList.Entry(TWO, altered));
                    assertRefused(() -> bench.sign(CommitmentList.of(list)));
                }
                var list = bench.list(ONE, TWO);
                list.set(1, new CommitmentList.Entry(TWO, new SigningCommitments(stray, stray)));
                var share = bench.sign(good);
                assertThat(share).as("the nonces are kept").isNotNull();
                assertRefused(() -> bench.aggregate(CommitmentList.of(list), share, ONE, TWO));
            }
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }

    /// Parties 1 and 2 are to sign.
    private static final class Bench implements AutoCloseable {
        private final DealtKey dealt;
        private final OutputKey outputKey;
        private final TreeMap<PartyId, SigningNonces> nonces = new TreeMap<>();

        Bench() {
            this(Scheme.FROST_BIP340);
        }

        Bench(Scheme scheme) {
            dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1);
            outputKey = OutputKey.of(dealt.key(), KeyTweak.none(scheme.curve()), new TaprootTweak.None());
            for (var party : List.of(ONE, TWO, THREE))
                nonces.put(party, FrostSign.commit(dealt.share(party), new SeededEntropy(party.value()), dealt.home()));
        }

        List<CommitmentList.Entry> list(PartyId... parties) {
            var entries = new ArrayList<CommitmentList.Entry>();
            for (var party : parties)
                entries.add(new CommitmentList.Entry(party, nonces.get(party).commitments()));
            return entries;
        }

        SignatureShare sign(CommitmentList list) {
            return FrostSign.sign(
                            dealt.share(ONE), dealt.set(1, 2), outputKey, FrostTrial.message(1), list, nonces.get(ONE))
                    .orElseThrow();
        }

        void aggregate(CommitmentList list, SignatureShare share, PartyId... parties) {
            var shares = new TreeMap<PartyId, SignatureShare>();
            for (var party : parties) shares.put(party, share);
            FrostSign.aggregate(dealt.key(), dealt.set(1, 2), outputKey, FrostTrial.message(1), list, shares);
        }

        @Override
        public void close() {
            nonces.values().forEach(SigningNonces::close);
            dealt.close();
        }
    }
}
