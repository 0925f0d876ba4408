package tallystick.core.kit;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.EcdsaVerify;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SecretMemory;

/// A whole key of a test, which signs what a quorum would.
///
/// @param number the key, 32 bytes
public record EthereumKey(Bytes number) {
    /// A small key.
    public static EthereumKey of(int number) {
        var bytes = new byte[32];
        bytes[30] = (byte) (number >> 8);
        bytes[31] = (byte) number;
        return new EthereumKey(Bytes.copyOf(bytes));
    }

    public Point point() {
        return (Point) Curve.SECP256K1.group().parseScalar(number).orThrow().timesGenerator();
    }

    public Address address() {
        return Address.of(point());
    }

    public Account on(ChainId chain) {
        return address().on(chain);
    }

    public RecoverableSignature sign(KeySigned content) {
        return sign(content.digest());
    }

    public RecoverableSignature sign(Digest32 digest) {
        var group = Curve.SECP256K1.group();
        try (var home = SecretMemory.open();
                var secret = group.secretOf(group.parseScalar(number).orThrow(), home)) {
            var signature = EcdsaSign.sign(secret, digest);
            var id = EcdsaVerify.recover(digest, signature, 0).equals(Optional.of(point())) ? 0 : 1;
            return new RecoverableSignature(signature.slice(0, 32), signature.slice(32, 64), id);
        }
    }

    public BigInteger asNumber() {
        return new BigInteger(1, number.toArray());
    }
}
