package tallystick.core.chain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.crypto.derive.Derivation;

/// One family of chains. A further family joins by one package that implements this, and one line in the registry:
/// nodes, tools and auditors derive from it what they call the family, which bytes they read and how.
///
/// **Threads** implementations are immutable.
public interface Chain {
    /// The CAIP-2 namespace it serves.
    String namespace();

    /// What people call it when they type, one lower-case word.
    default String name() {
        return namespace();
    }

    /// The chain of the family that is meant where nobody says which.
    ChainId main();

    /// Whether a chain of the namespace can be one of the family.
    default boolean serves(ChainId chain) {
        return chain.namespace().equals(namespace());
    }

    /// Whether a signature for `chain` counts on [#main] as well, because the bytes that are signed do not say for
    /// which of the two they are.
    default boolean countsOnMain(ChainId chain) {
        return chain.equals(main());
    }

    /// The curve that its keys are on.
    default Curve curve() {
        return Curve.SECP256K1;
    }

    /// Reads unsigned bytes strictly: every byte accounted for, only the canonical form, only of this kind of content,
    /// and only for this very chain.
    Parsed<? extends UnsignedTransaction> parse(ChainId chain, Content content, Bytes unsigned);

    /// The account of a public key, in the form of address this family uses by default.
    Account account(ChainId chain, Point key);

    /// The account of a public key whose signatures are of this kind: some chains have an address for each.
    default Account account(ChainId chain, Point key, SigningInput.Algorithm algorithm) {
        return account(chain, key);
    }

    /// Every account that a public key has by itself, in any form of address.
    default List<Account> accounts(ChainId chain, Point key) {
        return List.of(account(chain, key));
    }

    /// Reads an address as people write it and gives its canonical form; empty if it is not one of this chain, or its
    /// checksum is wrong.
    Optional<Account> account(ChainId chain, String address);

    /// How many characters of an address every address of its kind begins with.
    default int prefixLength(String address) {
        return 0;
    }

    /// How people write amounts of the coins that everybody knows.
    default Map<Asset, Knowledge.Unit> coins() {
        return Map.of();
    }

    /// What is known, and what follows from the key that signs and needs nobody's word.
    ///
    /// @param key the intent's key after the intent's own path, on any curve
    default Knowledge own(Knowledge known, Derivation key) {
        return known;
    }

    /// The chain that bytes are bound to, signed or not, as far as they say it. Judges nothing else: the parser refuses
    /// what is wrong about them.
    default Optional<ChainId> boundTo(Content content, Bytes given) {
        return Optional.empty();
    }

    /// The account that the transaction itself names as the one whose key signs, if it does.
    default Optional<Account> signerOf(UnsignedTransaction transaction) {
        return Optional.empty();
    }

    /// The one account that stands for a key of which several are addresses: people who name the key by different
    /// addresses compare one code.
    ///
    /// @param named an account by which somebody named the key that signs
    default Account signer(UnsignedTransaction transaction, Account named) {
        return named;
    }

    /// An account that stands for the one whose key signs where nobody said which it is; nobody's account.
    default Account standIn(ChainId chain) {
        return new Account(chain, "the-signing-account");
    }

    /// How transactions are made.
    default Building building() {
        return Building.none();
    }

    /// What is read besides canonical bytes.
    default Forms forms() {
        return Forms.none();
    }
}
