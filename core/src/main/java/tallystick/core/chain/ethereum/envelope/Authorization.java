package tallystick.core.chain.ethereum.envelope;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.RecoverableSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.Term;
import tallystick.core.chain.Warning;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.base.KeySigned;
import tallystick.core.chain.ethereum.base.Rlp;
import tallystick.core.chain.ethereum.base.RlpCursor;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// The leave an account gives for a contract's code to run on it, as the account's key signs it. Whoever holds it
/// signed may put it on the chain while the account's nonce is the one in it.
///
/// **Form** `0x05 ‖ rlp(chain id, delegate, nonce)`.
///
/// @param chain the chain on whose behalf it is judged
/// @param everyChain whether the number signed is 0, which every chain takes
/// @param delegate whose code; the zero address takes back what was given before
/// @param nonce the account's, 0..2^64-2
/// @spec https://eips.ethereum.org/EIPS/eip-7702#set-code-transaction EIP-7702
public record Authorization(ChainId chain, boolean everyChain, Address delegate, BigInteger nonce)
        implements KeySigned {
    private static final int MAGIC = 5;
    private static final Address NOBODY = new Address(Bytes.copyOf(new byte[20]));

    /// @throws IllegalArgumentException if the nonce is out of its range: the caller's fault
    public Authorization {
        Limits.nonce(nonce);
    }

    /// Reads the unsigned tuple for one chain; one for another chain is malformed.
    public static Parsed<Authorization> parse(ChainId chain, Bytes unsigned) {
        if (unsigned.length() == 0 || unsigned.at(0) != MAGIC)
            return new Parsed.Malformed<>(0, "authorization magic 5");
        return RlpCursor.parse(unsigned, 1, fields -> read(fields, chain));
    }

    static Authorization read(RlpCursor fields, ChainId chain) throws MalformedInput {
        var another = fields.malformed("chain id 0 or that of " + chain);
        var number = fields.number(256, "chain id");
        if (number.signum() != 0 && !number.toString().equals(chain.reference())) throw another;
        return new Authorization(chain, number.signum() == 0, fields.address("delegate"), Limits.nonce(fields));
    }

    boolean countsOn(BigInteger number) {
        return chain.reference().equals(number.toString());
    }

    /// Whether it takes back what was given before.
    public boolean clears() {
        return delegate.equals(NOBODY);
    }

    @Override
    public Content content() {
        return Content.AUTHORIZATION;
    }

    List<Rlp> fields() {
        var number = everyChain ? BigInteger.ZERO : new BigInteger(chain.reference());
        return List.of(Rlp.of(number), Rlp.of(delegate.value()), Rlp.of(nonce));
    }

    @Override
    public Bytes bytes() {
        return Bytes.concat(Bytes.copyOf((byte) MAGIC), Rlp.of(fields()).encode());
    }

    @Override
    public Digest32 digest() {
        return StandardHash.keccak256(bytes());
    }

    /// One for every chain is bound to none, so nobody can say what it does where nobody looked: that is undecoded.
    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        if (!everyChain) return List.of(change(signer));
        return List.of(
                change(signer),
                new Effect.Undecoded(
                        signer, bytes(), "delegation that counts on every chain, also where it was not looked at"));
    }

    Effect change(Account over) {
        var detail = new ArrayList<Effect.Argument>();
        detail.add(new Effect.Argument("chain", "uint256", everyChain ? "0" : chain.reference()));
        detail.add(new Effect.Argument("nonce", "uint64", nonce.toString()));
        return new Effect.AuthorityChange(
                over,
                Effect.Authority.DELEGATE,
                clears() ? Effect.Turn.TAKEN : Effect.Turn.SET,
                clears() ? Optional.empty() : Optional.of(delegate.on(chain)),
                detail);
    }

    /// The account's nonce is one for both: its next transaction takes it just as well.
    Term order(Account over) {
        return new Term.Order(
                "delegation in the place of transaction", over, Optional.empty(), Optional.empty(), nonce);
    }

    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        return List.of(order(signer));
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        var found = new ArrayList<Warning>();
        if (everyChain)
            found.add(new Warning(
                    Warning.Severity.DANGER,
                    "DELEGATION_ON_EVERY_CHAIN",
                    "The delegation is not bound to one chain: anybody can use it on every chain."));
        if (clears())
            found.add(new Warning(
                    Warning.Severity.ATTENTION,
                    "DELEGATION_CLEARED",
                    "The account takes back its leave for code to run on it."));
        else
            found.add(new Warning(
                    Warning.Severity.DANGER,
                    "DELEGATION",
                    "An account hands itself over to a contract's code, which can then move all it holds."));
        found.sort(java.util.Comparator.comparing(Warning::severity));
        return List.copyOf(found);
    }

    /// `rlp(chain id, delegate, nonce, y parity, r, s)`, as an authorization list holds it; its id is the digest.
    @Override
    public SignedTransaction attach(RecoverableSignature signature) {
        return new SignedTransaction(
                new SignedAuthorization(this, signature).encode().encode(), "0x" + digest());
    }
}
