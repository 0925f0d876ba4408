package tallystick.node.kit;

import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
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

/// A chain whose transactions say nothing but how they want to be signed: one byte of algorithm and 32 bytes.
public final class TrialChain implements Chain {
    private static final List<SigningInput.Algorithm> ALGORITHMS = List.of(SigningInput.Algorithm.values());
    /// Its namespace.
    public static final String NAMESPACE = "trial";
    /// Its only chain.
    public static final ChainId CHAIN = new ChainId(NAMESPACE, "1");

    @Override
    public String namespace() {
        return NAMESPACE;
    }

    @Override
    public ChainId main() {
        return CHAIN;
    }

    @Override
    public Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned) {
        return unsigned.length() == 33 && unsigned.at(0) < ALGORITHMS.size()
                ? new Parsed.Ok<>(new Transaction(unsigned))
                : new Parsed.Malformed<UnsignedTransaction>(0, "33 bytes");
    }

    @Override
    public Account account(ChainId chain, Point key) {
        return new Account(chain, key.encode().toHex());
    }

    @Override
    public Optional<Account> account(ChainId chain, String address) {
        return Optional.of(new Account(chain, address));
    }

    /// The bytes that want `message` signed by `algorithm`.
    public static Bytes bytes(SigningInput.Algorithm algorithm, Bytes message) {
        return Bytes.concat(Bytes.copyOf((byte) ALGORITHMS.indexOf(algorithm)), message);
    }

    /// One of its transactions.
    public record Transaction(Bytes bytes) implements UnsignedTransaction {
        @Override
        public ChainId chain() {
            return CHAIN;
        }

        @Override
        public Content content() {
            return Content.TRANSACTION;
        }

        @Override
        public List<Effect> effects(Account signer, Knowledge knowledge) {
            return List.of(new Effect.Statement(signer, "trial", bytes.toHex(), List.of()));
        }

        @Override
        public List<Warning> warnings(Account signer, Knowledge knowledge) {
            return List.of();
        }

        @Override
        public List<SigningInput> inputs() {
            var algorithm = ALGORITHMS.get(bytes.at(0));
            return List.of(new SigningInput(algorithm, bytes.slice(1, 33), Optional.empty(), Optional.empty()));
        }

        @Override
        public Optional<String> predictedId() {
            return Optional.empty();
        }

        @Override
        public SignedTransaction attach(List<? extends ChainSignature> signatures) {
            throw new UnsupportedOperationException("no chain takes it");
        }
    }
}
