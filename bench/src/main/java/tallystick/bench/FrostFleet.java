package tallystick.bench;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.frost.FrostAdmission;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.FrostTerms;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyShare;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Run;

/// The parties of a FROST key.
final class FrostFleet implements AutoCloseable {
    private final Fleet fleet;
    private final SortedMap<PartyId, KeyShare> shares;

    FrostFleet(String tree, Scheme scheme) {
        fleet = new Fleet(tree);
        shares = fleet.activate(fleet.generate(scheme, new Bout()));
    }

    SigningSet set(int count) {
        return fleet.tree.qualify(fleet.tree.parties().subList(0, count)).orThrow();
    }

    /// One whole signature: nonces, shares, combination, verification, by every party.
    void sign(SigningSet set, Bout bout) {
        var key = shares.firstEntry().getValue().key();
        var request = new SigningRequest(
                fleet.fresh().bytes(), KeyTweak.none(key.scheme().curve()), new TaprootTweak.None());
        var terms = FrostTerms.of(
                key,
                set,
                fleet.roster(),
                List.of(request),
                Transcript.of("tallystick/bench/v1/policy").digest());
        var fresh = new TreeMap<PartyId, Bytes>();
        for (var party : set.parties()) fresh.put(party, fleet.entropy.bytes(FrostSetup.FRESH_LENGTH_BYTES));
        var signatures = bout.drive(Fleet.runs(set.parties(), party -> {
            var share = shares.get(party);
            if (share == null) throw new AssertionError("no share of " + party);
            var admitted = FrostAdmission.of(share, terms, fleet.roster(), fleet.quarantine())
                    .orThrow();
            var session = admitted.setup().session(fresh, party);
            return Run.of(FrostSigning.drawing(session, admitted, fleet.entropy, fleet.home));
        }));
        if (signatures.values().stream().distinct().count() != 1) throw new AssertionError("different signatures");
    }

    @Override
    public void close() {
        shares.values().forEach(KeyShare::close);
        fleet.close();
    }
}
