package tallystick.node.kit;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.StandardHash;

/// A chain whose transactions are two bytes: what is filled in just before signing, 0 if it is left open, and how much
/// is paid. Odd amounts are signed by Ed25519; an amount of 0 does nothing.
public final class OpenEnded implements Chain {
    public static final ChainId CHAIN = new ChainId("open", "1");

    /// One of its transactions.
    public record Transaction(Bytes bytes) implements UnsignedTransaction {
        public static Transaction of(int filledIn, int amount) {
            return new Transaction(Bytes.copyOf((byte) filledIn, (byte) amount));
        }

        @Override
        public ChainId chain() {
            return CHAIN;
        }

        @Override
        public Content content() {
            return Content.TRANSACTION;
        }

        @Override
        public boolean isComplete() {
            return bytes.at(0) != 0;
        }

        @Override
        public boolean completes(UnsignedTransaction approved) {
            return isComplete() && approved instanceof Transaction(var other) && other.at(1) == bytes.at(1);
        }

        @Override
        public List<Effect> effects(Account signer, Knowledge knowledge) {
            if (bytes.at(1) == 0) return List.of();
            return List.of(new Effect.Fee(Asset.coin(CHAIN, 1), signer, BigInteger.valueOf(bytes.at(1))));
        }

        @Override
        public List<Warning> warnings(Account signer, Knowledge knowledge) {
            return List.of();
        }

        @Override
        public List<SigningInput> inputs() {
            return List.of(
                    bytes.at(1) % 2 == 0
                            ? SigningInput.ecdsa(StandardHash.sha256(bytes))
                            : new SigningInput(
                                    SigningInput.Algorithm.ED25519, bytes, Optional.empty(), Optional.empty()));
        }

        @Override
        public Optional<String> predictedId() {
            return Optional.empty();
        }

        @Override
        public SignedTransaction attach(List<? extends ChainSignature> signatures) {
            return new SignedTransaction(bytes, "none");
        }
    }

    @Override
    public ChainId main() {
        return CHAIN;
    }

    @Override
    public String namespace() {
        return CHAIN.namespace();
    }

    @Override
    public Parsed<Transaction> parse(ChainId chain, Content content, Bytes unsigned) {
        return content == Content.TRANSACTION && unsigned.length() == 2
                ? new Parsed.Ok<>(new Transaction(unsigned))
                : new Parsed.Malformed<>(0, "two bytes of a transaction");
    }

    @Override
    public Account account(ChainId chain, Point key) {
        return new Account(chain, key.encode().toHex());
    }

    @Override
    public Optional<Account> account(ChainId chain, String address) {
        return Optional.of(new Account(chain, address));
    }
}
