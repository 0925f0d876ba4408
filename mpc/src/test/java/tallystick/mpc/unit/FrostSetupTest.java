package tallystick.mpc.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.derive.DerivationPath;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.agreement.Agreement;
import tallystick.mpc.frost.FrostMessage;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.NonceItems;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.kit.DealtKey;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.SigningWorld;
import tallystick.mpc.kit.TrialOccasions;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.MessageHeader;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.SessionId;

class FrostSetupTest {
    private static final PartyId ONE = new PartyId(1);
    private static final PartyId TWO = new PartyId(2);

    @Test
    void setup_outOfRange_isRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1);
                var other = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            var plain = FrostTrial.plain(dealt, 1);
            var set = dealt.set(1, 2);
            assertRefused(() -> FrostTrial.setup(dealt, set, List.of()));
            assertRefused(() -> FrostTrial.setup(dealt, set, Collections.nCopies(1025, plain)));
            assertThat(FrostTrial.setup(dealt, set, Collections.nCopies(1024, plain))
                            .outputKeys())
                    .hasSize(1024);
            assertRefused(() -> FrostTrial.setup(dealt, other.set(1, 2), List.of(plain)));
            var foreign =
                    new SigningRequest(FrostTrial.message(1), KeyTweak.none(Curve.ED25519), new TaprootTweak.None());
            assertRefused(() -> FrostTrial.setup(dealt, set, List.of(foreign)));
        }
    }

    @Test
    void tweak_whosePathAndNumberDisagree_isRefused() {
        var group = Curve.ED25519.group();
        assertThatThrownBy(() -> SigningWorld.claimed(DerivationPath.root(), group.scalar(1)))
                .hasMessageContaining("iff there is a path");
        assertThatThrownBy(() -> SigningWorld.claimed(DerivationPath.of(1), group.scalar(0)))
                .hasMessageContaining("iff there is a path");
        assertThat(KeyTweak.none(Curve.ED25519).sum().isZero()).isTrue();
    }

    @Test
    void poolItems_notOneOfEachPartyForEachRequest_areRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var requests = List.of(FrostTrial.plain(dealt, 1), FrostTrial.plain(dealt, 2));
            var set = dealt.set(1, 2);
            for (var items : List.of(items(1, 2), items(1, 1, 2, 1), items(1, 2, 3, 2), items(1, 2, 2, 2, 3, 2)))
                assertRefused(() ->
                        FrostSetup.pooled(dealt.key(), set, FrostTrial.ROSTER, requests, FrostTrial.POLICY, items));
            var shared = items(1, 2);
            shared.put(TWO, shared.get(ONE));
            assertRefused(
                    () -> FrostSetup.pooled(dealt.key(), set, FrostTrial.ROSTER, requests, FrostTrial.POLICY, shared));
            assertThat(FrostSetup.pooled(
                                    dealt.key(), set, FrostTrial.ROSTER, requests, FrostTrial.POLICY, items(1, 2, 2, 2))
                            .pooled())
                    .isPresent();
        }
    }

    @Test
    void freshBytes_ofOthersOrOfOtherLengths_areRefused() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            var setup = FrostTrial.setup(dealt, 1, 2);
            assertRefused(() -> setup.session(FrostTrial.fresh(List.of(ONE), 1), ONE));
            assertRefused(
                    () -> setup.session(FrostTrial.fresh(dealt.key().tree().parties(), 1), ONE));
            var cut = new TreeMap<>(FrostTrial.fresh(setup.set().parties(), 1));
            cut.put(TWO, Bytes.copyOf(new byte[31]));
            assertRefused(() -> setup.session(cut, ONE));
        }
    }

    @Test
    void signature_ofAnotherLength_isRefused() {
        assertRefused(() -> new SchnorrSignature(Scheme.FROST_BIP340, Bytes.copyOf(new byte[65])));
        assertRefused(() -> new SchnorrSignature(Scheme.FROST_SECP256K1, Bytes.copyOf(new byte[64])));
    }

    @Test
    void setup_isAnother_forAnotherSetOfAsMany() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_BIP340, 1)) {
            assertThat(FrostTrial.setup(dealt, 1, 2).setup())
                    .isNotEqualTo(FrostTrial.setup(dealt, 1, 3).setup());
        }
    }

    /// The same message as whoever has a key on another curve keeps it.
    private static FrostMessage unread(SessionId session, FrostMessage message) {
        var encoded = message.encode();
        var about = MessageHeader.LENGTH_BYTES + Digest32.LENGTH_BYTES;
        return new FrostMessage.Unread(
                session,
                message.round(),
                new Digest32(encoded.slice(MessageHeader.LENGTH_BYTES, about)),
                encoded.slice(about, encoded.length()));
    }

    @Test
    void messages_readBack() {
        for (var scheme : FrostTrial.SCHEMES) {
            try (var dealt = DealtKey.deal("2 of (a, b, c)", scheme, 1)) {
                var setup = FrostTrial.setup(
                        dealt, dealt.set(1, 2), List.of(FrostTrial.plain(dealt, 1), FrostTrial.plain(dealt, 2)));
                var network = FrostTrial.network(dealt, setup, 1);
                Outcomes.assertFinished(network.run());
                var session = FrostTrial.signer(dealt, setup, ONE, 1).session().id();
                var read = new ArrayList<Integer>();
                for (var parcel : network.sent()) {
                    var message = FrostMessage.parse(
                                    parcel.message(), session, dealt.key().group())
                            .orThrow();
                    assertThat(message.encode()).isEqualTo(parcel.message());
                    assertThat(unread(session, message).encode()).isEqualTo(parcel.message());
                    read.add(message.round());
                }
                assertThat(read).containsExactlyInAnyOrder(1, 1, 2, 2);
            }
        }
    }

    @Test
    void message_ofAnUnknownCode_isMalformed() {
        try (var dealt = DealtKey.deal("2 of (a, b)", Scheme.FROST_BIP340, 1)) {
            var signer = FrostTrial.signer(dealt, FrostTrial.setup(dealt, 1, 2), ONE, 1);
            var good = FrostTrial.network(dealt, FrostTrial.setup(dealt, 1, 2), 1);
            good.run();
            var bytes = good.sent().getFirst().message().toArray();
            bytes[2] = 3;
            assertThat(signer.parse(Bytes.copyOf(bytes))).isInstanceOf(Parsed.Malformed.class);
        }
    }

    @Test
    void agreementBeforeAPooledRun_stopsOtherSetupsAndLetsTheSameSign() {
        try (var dealt = DealtKey.deal("2 of (a, b, c)", Scheme.FROST_ED25519, 1);
                var pools = new FrostTrial.Pools(dealt, 4, 1)) {
            var set = dealt.set(1, 2);
            var setup = pools.setup(set, List.of(FrostTrial.plain(dealt, 1)), 0);
            var other = pools.setup(set, List.of(FrostTrial.plain(dealt, 2)), 0);
            var stopped = Network.of(List.of(agreement(setup, ONE), agreement(other, TWO)))
                    .run();
            Outcomes.assertBlamed(stopped, List.of(ONE), Fault.SETUP_MISMATCH);
            assertThat(pools.of(ONE).size()).as("nothing is spent").isEqualTo(4);

            var agreed = Outcomes.assertFinished(Network.of(List.of(agreement(setup, ONE), agreement(setup, TWO)))
                    .run());
            var outcomes = Network.of(
                            set.parties(),
                            self -> FrostSigning.pooled(
                                    FrostTrial.admitted(dealt.share(self), setup),
                                    agreed.get(self),
                                    pools.of(self),
                                    pools.bookOf(self)))
                    .run();
            assertThat(Outcomes.assertFinished(outcomes)).hasSize(2);
        }
    }

    private static Agreement agreement(FrostSetup setup, PartyId self) {
        return Agreement.of(
                new Digest32(FrostTrial.message(50)),
                self,
                setup.set().parties(),
                setup.setup(),
                FrostTrial.message(60 + self.value()),
                new TrialOccasions());
    }

    /// Pairs of party and count, each in a pool of its own.
    private static SortedMap<PartyId, NonceItems> items(int... partiesAndCounts) {
        var items = new TreeMap<PartyId, NonceItems>();
        for (var i = 0; i < partiesAndCounts.length; i += 2)
            items.put(
                    new PartyId(partiesAndCounts[i]),
                    new NonceItems(new Digest32(FrostTrial.message(partiesAndCounts[i])), 0, partiesAndCounts[i + 1]));
        return items;
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
}
