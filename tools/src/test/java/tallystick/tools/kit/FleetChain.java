package tallystick.tools.kit;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import tallystick.core.audit.Receipt;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SigningInput.Algorithm;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.Message;
import tallystick.core.chain.solana.SolanaTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.EcdsaSign;
import tallystick.crypto.curve.Point;
import tallystick.crypto.curve.SecretScalar;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.SecretAccess;
import tallystick.mpc.key.Scheme;

/// Where a small fleet pays: one chain whose transactions are signed as people agreed to them, and one that leaves
/// something open until then.
public enum FleetChain {
    /// Signed as it was agreed to.
    ETHEREUM(Scheme.ECDSA_SECP256K1, Algorithm.ECDSA_SECP256K1, new ChainId("eip155", "1")),
    /// The blockhash is filled in before it is signed.
    SOLANA(Scheme.FROST_ED25519, Algorithm.ED25519, new ChainId("solana", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"));

    private static final int TRANSFER_BYTES = 12;
    private static final Bytes SYSTEM_PROGRAM = Bytes.copyOf(new byte[Address.LENGTH_BYTES]);

    private final Scheme scheme;
    private final Algorithm algorithm;

    @SuppressWarnings("ImmutableEnumChecker") // a record of two texts
    private final ChainId id;

    FleetChain(Scheme scheme, Algorithm algorithm, ChainId id) {
        this.scheme = scheme;
        this.algorithm = algorithm;
        this.id = id;
    }

    Scheme scheme() {
        return scheme;
    }

    Algorithm algorithm() {
        return algorithm;
    }

    ChainId id() {
        return id;
    }

    Curve curve() {
        return scheme.curve();
    }

    /// A payment, as people agree to it.
    ///
    /// @param from the key that pays
    UnsignedTransaction payment(Point from, int nonce, int amount) {
        return switch (this) {
            case ETHEREUM ->
                new FeeMarketTransaction(
                        BigInteger.ONE,
                        BigInteger.valueOf(nonce),
                        BigInteger.ONE,
                        BigInteger.TWO,
                        BigInteger.valueOf(21_000),
                        Optional.of(tallystick.core.chain.ethereum.base.Address.of(
                                Curve.SECP256K1.group().generator())),
                        BigInteger.valueOf(amount),
                        Bytes.empty(),
                        List.of());
            case SOLANA -> transfer(from, nonce, amount).blanked();
        };
    }

    private SolanaTransaction transfer(Point from, int nonce, int amount) {
        var to = new Address(StandardHash.sha256(Bytes.ofUtf8("to")).bytes());
        var order = ByteBuffer.allocate(TRANSFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        order.putInt(2).putLong(amount);
        var message = new Message(
                Message.Version.LEGACY,
                new Message.Counts(1, 0, 1),
                List.of(Address.of(from), to, new Address(SYSTEM_PROGRAM)),
                hash(nonce),
                List.of(new Message.Compiled(2, List.of(0, 1), Bytes.copyOf(order.array()))),
                List.of());
        return new SolanaTransaction(id, message);
    }

    private static Bytes hash(int number) {
        return StandardHash.sha256(Bytes.ofUtf8("block " + number)).bytes();
    }

    /// What is signed in the end.
    ///
    /// @param block which block it was filled in with, where it leaves that open
    UnsignedTransaction completed(UnsignedTransaction agreed, int block) {
        return agreed instanceof SolanaTransaction open ? open.withBlockhash(hash(block)) : agreed;
    }

    /// A signature of one message.
    Receipt.Part sign(SecretScalar secret, Bytes message, Entropy entropy) {
        return switch (this) {
            case ETHEREUM -> new Receipt.Part(message, EcdsaSign.sign(secret, new Digest32(message)), 0);
            case SOLANA -> new Receipt.Part(message, ed25519(secret, message, entropy), 0);
        };
    }

    /// As nodes sign together, RFC 9591: by a key that is a number and no seed.
    private static Bytes ed25519(SecretScalar secret, Bytes message, Entropy entropy) {
        var group = Curve.ED25519.group();
        try (var nonce = group.randomSecret(entropy, secret.home())) {
            var point = ((Point) nonce.timesGenerator()).encode();
            var key = ((Point) secret.timesGenerator()).encode();
            var challenge = group.reduceWide(StandardHash.sha512(Bytes.concat(point, key, message)));
            try (var part = secret.times(challenge);
                    var sum = part.plus(nonce)) {
                return Bytes.concat(
                        point, sum.declassify(SecretAccess.TEST_VECTOR).encode());
            }
        }
    }
}
