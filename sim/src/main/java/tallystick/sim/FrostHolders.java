package tallystick.sim;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.mpc.ceremony.PendingShare;
import tallystick.mpc.frost.FrostSetup;
import tallystick.mpc.frost.FrostSigning;
import tallystick.mpc.frost.SchnorrSignature;
import tallystick.mpc.frost.SigningRequest;
import tallystick.mpc.frost.TaprootTweak;
import tallystick.mpc.key.KeyTweak;
import tallystick.mpc.kit.FrostTrial;
import tallystick.mpc.kit.Network;
import tallystick.mpc.kit.TrialCeremony;
import tallystick.mpc.session.PartyId;

/// FROST: the share is all there is.
///
/// @param home where secrets live
record FrostHolders(SecretMemory home) implements Holders<PendingShare> {
    @Override
    public Network<PendingShare> ceremony(TrialCeremony trial) {
        return trial.echoed();
    }

    @Override
    public PendingShare share(PendingShare output) {
        return output;
    }

    @Override
    public void discard(PendingShare output) {
        output.close();
    }

    @Override
    public void sign(SortedMap<PartyId, PendingShare> outputs, List<PartyId> set, Sky sky) {
        var key = outputs.firstEntry().getValue().key();
        var message = FrostTrial.message(sky.seed());
        var request = new SigningRequest(message, KeyTweak.none(key.scheme().curve()), new TaprootTweak.None());
        var signing = key.tree().qualify(set).orThrow();
        var setup = FrostSetup.drawing(key, signing, FrostTrial.ROSTER, List.of(request), FrostTrial.POLICY);
        var signed =
                sky.settle("sign", set, seed -> signers(outputs, setup, set, seed), signatures -> signatures, _ -> {});
        for (var signature : signed.firstEntry().getValue())
            Broken.unless(signature.verifies(key.point(), message), "sign: a signature that does not verify");
    }

    private Network<List<SchnorrSignature>> signers(
            SortedMap<PartyId, PendingShare> outputs, FrostSetup setup, List<PartyId> set, long seed) {
        var fresh = FrostTrial.fresh(set, seed);
        var signers = new TreeMap<PartyId, FrostSigning>();
        TrialCeremony.shares(outputs).forEach((party, share) -> {
            if (!set.contains(party)) return;
            var entropy = new SeededEntropy(seed * 64 + party.value());
            signers.put(
                    party,
                    FrostSigning.drawing(
                            setup.session(fresh, party), FrostTrial.admitted(share, setup), entropy, home));
        });
        return Network.of(signers.values());
    }
}
