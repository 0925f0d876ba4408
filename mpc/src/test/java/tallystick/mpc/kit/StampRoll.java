package tallystick.mpc.kit;

import java.util.List;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.VerifyKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// Identities whose signatures are hashes anybody could make: for walks through very many states, where nobody forges
/// and real signatures would only cost time.
public record StampRoll(List<PartyId> parties) implements Roster {
    /// Copies.
    public StampRoll {
        parties = List.copyOf(parties);
    }

    /// The signing half of `party`.
    public PartyIdentity identity(PartyId party) {
        return statement -> stamp(party, statement);
    }

    /// Nobody's: that of a number anybody knows.
    @Override
    public Optional<VerifyKey> keyOf(PartyId party) {
        if (!parties.contains(party)) return Optional.empty();
        var number = Curve.ED25519.group().scalar(party.value());
        return Optional.of(new VerifyKey(number.timesGenerator().orThrow("a number from 1")));
    }

    @Override
    public boolean verifies(PartyId party, Digest32 statement, Bytes signature) {
        return parties.contains(party) && signature.equals(stamp(party, statement));
    }

    private static Bytes stamp(PartyId party, Digest32 statement) {
        var half = Transcript.of("tallystick/test/v1/stamp")
                .add("party", party.value())
                .add("statement", statement)
                .digest()
                .bytes();
        return Bytes.concat(half, half);
    }
}
