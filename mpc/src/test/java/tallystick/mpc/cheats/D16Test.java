package tallystick.mpc.cheats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Scalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretAccess;
import tallystick.mpc.ecdsa.PairSecrets;
import tallystick.mpc.ecdsa.RosterSecrets;
import tallystick.mpc.ecdsa.ZeroShares;
import tallystick.mpc.kit.Order;
import tallystick.mpc.kit.Outcomes;
import tallystick.mpc.kit.PairBytes;
import tallystick.mpc.kit.Rewriter;
import tallystick.mpc.kit.Trial;
import tallystick.mpc.kit.VoleTrial;
import tallystick.mpc.session.Fault;
import tallystick.mpc.session.PartyId;

/// D16, zero-share seeds: shares of every signing set sum to zero, are new in every session, and nobody alone chooses a
/// seed.
class D16Test {
    @Test
    void shares_ofEverySubset_sumToZero_andNoneIsZero() {
        try (var trial = new VoleTrial(16)) {
            var secrets = trial.secrets(4);
            var subsets = 0;
            for (var bits = 0; bits < 16; bits++) {
                if (Integer.bitCount(bits) < 2) continue;
                var set = new ArrayList<PartyId>();
                for (var party : Trial.parties(4)) if ((bits >>> party.value() - 1 & 1) == 1) set.add(party);
                var sum = Curve.SECP256K1.group().scalar(0);
                for (var self : set) {
                    var share = share(trial, secrets, self, set, Trial.digest("session"));
                    assertThat(share.isZero()).isFalse();
                    sum = sum.plus(share);
                }
                assertThat(sum.isZero()).as("subset %s", set).isTrue();
                subsets++;
            }
            assertThat(subsets).isEqualTo(11);
        }
    }

    @Test
    void shares_ofDifferentSessions_differ() {
        try (var trial = new VoleTrial(17)) {
            var secrets = trial.secrets(2);
            var seen = new HashSet<Scalar>();
            for (var i = 0; i < 50; i++)
                seen.add(share(trial, secrets, new PartyId(1), Trial.parties(2), Trial.digest("session " + i)));
            assertThat(seen).hasSize(50);
        }
    }

    @Test
    void seeds_ofAllPairs_differ() {
        try (var trial = new VoleTrial(18)) {
            var secrets = trial.secrets(4);
            var seeds = new HashSet<Bytes>();
            secrets.forEach((self, roster) -> roster.byPeer().forEach((peer, pair) -> {
                var mine = new PairBytes(pair, trial.home()).zeroSeed();
                var theirs = new PairBytes(secrets.get(peer).byPeer().get(self), trial.home()).zeroSeed();
                assertThat(mine).isEqualTo(theirs);
                seeds.add(mine);
            }));
            assertThat(seeds).hasSize(6);
        }
    }

    @Test
    void halfChosenAfterTheOthers_doesNotFitItsCommitment() {
        var cheater = new PartyId(3);
        try (var trial = new VoleTrial(19)) {
            var network = trial.setup(3, 1).meddle(Rewriter.ofBytes(Rewriter.sentBy(cheater, 2), message -> {
                var bytes = message.toArray();
                bytes[bytes.length - 1] ^= 1;
                return Bytes.copyOf(bytes);
            }));
            Outcomes.assertBlamed(network.run(), Trial.parties(2), Fault.BAD_OPENING, cheater);
        }
    }

    @Test
    void copiedCommitment_withItsOpening_isRefused() {
        // The second party waits for what the first says and says the same: its commitment, then its half.
        var victim = new PartyId(1);
        var copier = new PartyId(2);
        try (var trial = new VoleTrial(20)) {
            var heard = new TreeMap<Integer, Bytes>();
            var network = trial.setup(2, 1).order(Order.newestFirst()).meddle(parcel -> {
                if (parcel.round() > 2) return List.of(parcel);
                var message = parcel.message();
                var front = message.slice(0, message.length() - 32);
                if (parcel.from().equals(copier))
                    return List.of(parcel.with(Bytes.concat(front, heard.get(parcel.round()))));
                heard.put(parcel.round(), message.slice(front.length(), message.length()));
                return List.of(parcel);
            });
            Outcomes.assertBlamed(network.run(), List.of(victim), Fault.BAD_OPENING, copier);
            assertThat(heard).hasSize(2);
        }
    }

    private static Scalar share(
            VoleTrial trial,
            SortedMap<PartyId, RosterSecrets> secrets,
            PartyId self,
            List<PartyId> set,
            Digest32 session) {
        var pairs = new TreeMap<PartyId, PairSecrets>(secrets.get(self).byPeer());
        pairs.keySet().retainAll(set);
        try (var share = ZeroShares.of(self, pairs, session, trial.home()).orElseThrow()) {
            return share.declassify(SecretAccess.TEST_VECTOR);
        }
    }
}
