package tallystick.core.kit;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Arrays;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.crypto.codec.Bytes;

/// A whole Ed25519 key of the JDK, the same each time for the same number.
public final class SolanaKey {
    private final KeyPair pair;
    private final Address address;

    private SolanaKey(KeyPair pair) {
        this.pair = pair;
        var encoded = pair.getPublic().getEncoded();
        this.address = new Address(Bytes.copyOf(encoded, encoded.length - 32, 32));
    }

    public static SolanaKey number(int number) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, new SecureRandom() {
                private static final long serialVersionUID = 1L;

                @Override
                public void nextBytes(byte[] bytes) {
                    Arrays.fill(bytes, (byte) number);
                }
            });
            return new SolanaKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public Address address() {
        return address;
    }

    public ChainSignature sign(SolanaTransaction transaction) {
        try {
            var signing = Signature.getInstance("Ed25519");
            signing.initSign(pair.getPrivate());
            signing.update(transaction.inputs().getFirst().message().toArray());
            return new ChainSignature.Plain(Bytes.copyOf(signing.sign()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
