package tallystick.mpc.session;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.seal.Signature64;
import tallystick.crypto.seal.VerifyKey;

/// Whose identity key is whose, as the governed roster says.
///
/// **Threads** immutable. **Timing** variable: public values only.
public interface Roster {
    /// The roster in which these are everybody's keys.
    static Roster of(Map<PartyId, VerifyKey> keys) {
        var known = new TreeMap<>(keys);
        return new Roster() {
            @Override
            public Optional<VerifyKey> keyOf(PartyId party) {
                return Optional.ofNullable(known.get(party));
            }

            @Override
            public List<PartyId> parties() {
                return List.copyOf(known.keySet());
            }
        };
    }

    /// What names the roster in which these are everybody's keys, where no governed document does: parties that believe
    /// other keys have other hashes, and part before a ceremony.
    ///
    /// @spec docs/spec/ceremony.md#CE-27 ceremony
    static Digest32 hash(Map<PartyId, VerifyKey> keys) {
        var transcript = Transcript.of("tallystick/roster/v1/hash").add("parties", keys.size());
        new TreeMap<>(keys)
                .forEach((party, key) -> transcript.add("party", party.value()).add("key", key.bytes()));
        return transcript.digest();
    }

    /// What names the identity keys of these parties, as this roster has them: [#hash] of them alone, so that what else
    /// stands in a roster may differ. A party without a key here is left out, and differs by that.
    ///
    /// @spec docs/spec/signing.md#SG-27 signing
    default Digest32 hashOf(Collection<PartyId> parties) {
        var keys = new TreeMap<PartyId, VerifyKey>();
        for (var party : parties) keyOf(party).ifPresent(key -> keys.put(party, key));
        return hash(keys);
    }

    /// The identity key of `party`, if it is known here.
    Optional<VerifyKey> keyOf(PartyId party);

    /// Whether `signature` is the signature of `party` on `statement`. False for an unknown party or any length but 64
    /// bytes; never throws for a stranger's bytes.
    default boolean verifies(PartyId party, Digest32 statement, Bytes signature) {
        return signature.length() == Signature64.LENGTH_BYTES
                && keyOf(party)
                        .filter(key -> key.verifies(statement, new Signature64(signature)))
                        .isPresent();
    }

    /// All parties with a key, ascending.
    List<PartyId> parties();
}
