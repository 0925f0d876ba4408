package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostState;
import tallystick.mpc.frost.NonceItems;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Refusal;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Meddler;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.TrialQuarantine;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Protocol;
import tallystick.mpc.session.Roster;

/// A5, A6 and F6: whoever opens a session hands two parties different set-ups. They find out before a nonce is spent,
/// name each other's set-up as different, and nobody is banned.
class A5FrostSetupMismatchTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);
    /// In which party 1 has the key of another.
    private static final Roster STALE = Roster.of(Map.of(
            ONE,
            FrostTrial.ROSTER.keyOf(new PartyId(3)).orElseThrow(),
            TWO,
            FrostTrial.ROSTER.keyOf(TWO).orElseThrow()));

    @Test
    void anyDifferenceOfSetups_stopsBothBeforeANonceIsSpent() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var refreshed = dealt.refreshed(2)) {
            var agreed = FrostTrial.setup(dealt, dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1)));
            var tried = 0;
            for (var other : others(dealt, refreshed).entrySet()) {
                var believed = other.getKey().equals("roster") ? STALE : FrostTrial.ROSTER;
                var keyOfOther = other.getValue().key().epoch() == 1 ? dealt : refreshed;
                var lent = dealt.home().lentBytes();
                var network = Network.of(List.of(
                        signer(dealt, agreed, agreed, ONE, FrostTrial.ROSTER),
                        signer(keyOfOther, other.getValue(), agreed, TWO, believed)));
                var outcomes = network.run();
                assertThat(Outcomes.blameOf(outcomes, ONE).fault())
                        .as(other.getKey())
                        .isEqualTo(Fault.SETUP_MISMATCH);
                Outcomes.assertBlamed(outcomes, List.of(ONE, TWO), Fault.SETUP_MISMATCH);
                assertThat(network.sent()).as("no share was sent").allMatch(parcel -> parcel.round() == 1);
                assertThat(dealt.home().lentBytes()).as("nonces are destroyed").isEqualTo(lent);
                tried++;
            }
            assertThat(tried).isEqualTo(9);
        }
    }

    /// Neither can read a point of the other, whichever curve it has.
    @Test
    void keysOnDifferentCurves_underOneSession_nameNobody() {
        try (var mine = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1);
                var yours = DealtKey.deal("2 of (a, b)", Scheme.FROST_ED25519, 2)) {
            var bip340 = FrostTrial.setup(mine, mine.set(1, 2), List.of(FrostTrial.plain(mine, 1)));
            var ed25519 = FrostTrial.setup(yours, yours.set(1, 2), List.of(FrostTrial.plain(yours, 1)));
            var network = Network.of(List.of(signer(mine, bip340, bip340, ONE), signer(yours, ed25519, bip340, TWO)));
            Outcomes.assertBlamed(network.run(), List.of(ONE, TWO), Fault.SETUP_MISMATCH);
            assertThat(network.sent()).allMatch(parcel -> parcel.round() == 1);
        }
    }

    /// A session that was used before, for a key on another curve: its late share is an honest party's. With the
    /// commitments of this run it is nobody else's.
    @Test
    void shareThatCannotBeRead_isJudgedByItsCommitments() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(dealt, dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1)));
            for (var ofThisRun : List.of(true, false)) {
                var network = Network.of(List.of(signer(dealt, setup, setup, ONE), signer(dealt, setup, setup, TWO)))
                        .meddle(Meddler.where(
                                parcel -> parcel.from().equals(TWO) && parcel.round() == 2,
                                parcel -> List.of(parcel.with(unreadable(parcel.message(), ofThisRun)))));
                var outcomes = network.run();
                if (ofThisRun) Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.MALFORMED, TWO);
                else Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ECHO_MISMATCH);
            }
        }
    }

    /// The share is not below the order.
    private static Bytes unreadable(Bytes share, boolean ofThisRun) {
        var bytes = share.toArray();
        Arrays.fill(bytes, bytes.length - 32, bytes.length, (byte) 0xff);
        if (!ofThisRun) bytes[MessageHeader.LENGTH_BYTES] ^= 1;
        return Bytes.copyOf(bytes);
    }

    @Test
    void everyFieldOfASetup_changesItsHash() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var refreshed = dealt.refreshed(2);
                var other = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 3)) {
            var setups = new ArrayList<>(others(dealt, refreshed).values());
            setups.add(FrostTrial.setup(dealt, dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1))));
            setups.add(FrostTrial.setup(dealt, dealt.set(1, 3), List.of(FrostTrial.plain(dealt, 1))));
            setups.add(FrostTrial.setup(dealt, dealt.set(1, 2, 3), List.of(FrostTrial.plain(dealt, 1))));
            setups.add(FrostTrial.setup(other, other.set(1, 2), List.of(FrostTrial.plain(other, 1))));
            for (var items : List.of(items(1, 0), items(2, 0), items(1, 1)))
                setups.add(FrostSetup.pooled(
                        dealt.key(),
                        dealt.set(1, 2),
                        FrostTrial.ROSTER,
                        List.of(FrostTrial.plain(dealt, 1)),
                        FrostTrial.POLICY,
                        items));
            var hashes = new HashSet<Digest32>();
            for (var setup : setups) hashes.add(setup.setup());
            assertThat(hashes).hasSameSizeAs(setups).hasSize(16);
        }
    }

    @Test
    void sessionIds_changeWithSetupAndEveryFreshByte() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(dealt, 1, 2);
            var parties = setup.set().parties();
            var ids = new HashSet<Digest32>();
            ids.add(setup.session(FrostTrial.fresh(parties, 1), ONE).id().value());
            ids.add(setup.session(FrostTrial.fresh(parties, 2), ONE).id().value());
            var halfFresh = new TreeMap<>(FrostTrial.fresh(parties, 1));
            halfFresh.put(TWO, FrostTrial.message(3));
            ids.add(setup.session(halfFresh, ONE).id().value());
            assertThat(ids).hasSize(3);
            assertThat(setup.session(FrostTrial.fresh(parties, 1), TWO).id().value())
                    .isIn(ids);
        }
    }

    @Test
    void shareOfAnOldEpoch_isRefusedBeforeTheRun() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1);
                var refreshed = dealt.refreshed(2)) {
            var setup = FrostTrial.setup(refreshed, 1, 2);
            assertThat(FrostAdmission.of(
                            dealt.share(1), FrostTrial.terms(setup), FrostTrial.ROSTER, new TrialQuarantine()))
                    .isEqualTo(new FrostAdmission.Refused(Refusal.OTHER_EPOCH, "terms of epoch 2, share of epoch 1"));
        }
    }

    @Test
    void partiesWithoutAgreement_neverMeetInOnePooledSession() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var pools = new FrostTrial.Pools(dealt, 4, 1)) {
            var mine = pools.setup(dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1)), 0);
            var yours = pools.setup(dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 2)), 0);
            var network = Network.of(List.of(pools.signer(mine, ONE, 1), pools.signer(yours, TWO, 1)));
            var outcomes = network.run();
            Outcomes.assertBlamed(outcomes, List.of(ONE), Fault.ABSENT, TWO);
            Outcomes.assertBlamed(outcomes, List.of(TWO), Fault.ABSENT, ONE);
        }
    }

    /// Set-ups that each differ in one thing from a plain request 1 of parties 1 and 2.
    private static Map<String, FrostSetup> others(DealtKey dealt, DealtKey refreshed) {
        var set = dealt.set(1, 2);
        var curve = dealt.key().scheme().curve();
        var plain = FrostTrial.plain(dealt, 1);
        var child = FrostTrial.child(dealt, 5);
        var others = new LinkedHashMap<String, FrostSetup>();
        others.put("message", FrostTrial.setup(dealt, set, List.of(FrostTrial.plain(dealt, 2))));
        others.put("one request more", FrostTrial.setup(dealt, set, List.of(plain, plain)));
        others.put("child", with(dealt, child, new TaprootTweak.None()));
        others.put("another child", with(dealt, FrostTrial.child(dealt, 6), new TaprootTweak.None()));
        others.put("key-only output", with(dealt, KeyTweak.none(curve), new TaprootTweak.KeyOnly()));
        others.put(
                "script output",
                with(dealt, KeyTweak.none(curve), new TaprootTweak.Scripts(new Digest32(FrostTrial.message(7)))));
        others.put(
                "policy",
                FrostSetup.drawing(
                        dealt.key(), set, FrostTrial.ROSTER, List.of(plain), new Digest32(FrostTrial.message(8))));
        others.put("roster", FrostSetup.drawing(dealt.key(), set, STALE, List.of(plain), FrostTrial.POLICY));
        others.put("epoch", FrostTrial.setup(refreshed, refreshed.set(1, 2), List.of(plain)));
        return others;
    }

    private static FrostSetup with(DealtKey dealt, KeyTweak child, TaprootTweak taproot) {
        return FrostTrial.setup(
                dealt, dealt.set(1, 2), List.of(new SigningRequest(FrostTrial.message(1), child, taproot)));
    }

    private static SortedMap<PartyId, NonceItems> items(long pool, int firstIndex) {
        var items = new TreeMap<PartyId, NonceItems>();
        items.put(ONE, new NonceItems(new Digest32(FrostTrial.message(pool)), firstIndex, 1));
        items.put(TWO, new NonceItems(new Digest32(FrostTrial.message(90)), 0, 1));
        return items;
    }

    /// A signer of `setup` in the session both were opened with.
    private static Protocol<FrostState, FrostMessage, List<SchnorrSignature>> signer(
            DealtKey dealt, FrostSetup setup, FrostSetup opened, PartyId self) {
        return signer(dealt, setup, opened, self, FrostTrial.ROSTER);
    }

    private static Protocol<FrostState, FrostMessage, List<SchnorrSignature>> signer(
            DealtKey dealt, FrostSetup setup, FrostSetup opened, PartyId self, Roster believed) {
        var session = opened.session(FrostTrial.fresh(opened.set().parties(), 1), self);
        var admitted = FrostTrial.admitted(dealt.share(self), setup, believed);
        return FrostSigning.drawing(session, admitted, new SeededEntropy(self.value()), dealt.home());
    }
}
