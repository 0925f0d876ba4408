package tallystick.mpc.kit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.VerifyKey;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.PartyIdentity;
import tallystick.mpc.session.Roster;

/// Real Ed25519 identity keys for trial parties, the same for the same seed.
public final class Roll implements Roster {
    private final SortedMap<PartyId, KeyPair> keys = new TreeMap<>();

    private Roll() {}

    /// A key for each party.
    public static Roll of(Collection<PartyId> parties, long seed) {
        var roll = new Roll();
        var chance = new Random(seed);
        for (var party : parties) roll.keys.put(party, generate(chance));
        return roll;
    }

    /// The signing half of `party`.
    public PartyIdentity identity(PartyId party) {
        var key = keys.get(party).getPrivate();
        return statement -> {
            try {
                var signature = Signature.getInstance("Ed25519");
                signature.initSign(key);
                signature.update(statement.bytes().toArray());
                return Bytes.copyOf(signature.sign());
            } catch (GeneralSecurityException e) {
                throw new AssertionError("this JDK cannot sign with Ed25519", e);
            }
        };
    }

    @Override
    public Optional<VerifyKey> keyOf(PartyId party) {
        return Optional.ofNullable(keys.get(party)).map(pair -> {
            var encoded = Bytes.copyOf(pair.getPublic().getEncoded());
            var raw = encoded.slice(encoded.length() - VerifyKey.LENGTH_BYTES, encoded.length());
            return VerifyKey.parse(raw).orThrow();
        });
    }

    /// The same, but for the key of `party`: it is the one of `another` seed, and so is what it signs by.
    public Roll with(PartyId party, long another) {
        var roll = new Roll();
        roll.keys.putAll(keys);
        roll.keys.put(party, generate(new Random(another)));
        return roll;
    }

    /// The same without `party`.
    public Roll without(PartyId party) {
        var roll = new Roll();
        roll.keys.putAll(keys);
        roll.keys.remove(party);
        return roll;
    }

    /// JDK's own verifier, to have another opinion than ours.
    @Override
    public boolean verifies(PartyId party, Digest32 statement, Bytes signature) {
        var key = keys.get(party);
        if (key == null || signature.length() != PartyIdentity.SIGNATURE_LENGTH_BYTES) return false;
        try {
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key.getPublic());
            verifier.update(statement.bytes().toArray());
            return verifier.verify(signature.toArray());
        } catch (java.security.SignatureException notEvenASignature) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK cannot verify Ed25519", e);
        }
    }

    @Override
    public List<PartyId> parties() {
        return List.copyOf(keys.keySet());
    }

    private static KeyPair generate(Random chance) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new SeededRandom(chance));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError("this JDK has no Ed25519", e);
        }
    }

    private static final class SeededRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final Random chance;

        SeededRandom(Random chance) {
            this.chance = chance;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            chance.nextBytes(bytes);
        }
    }
}
