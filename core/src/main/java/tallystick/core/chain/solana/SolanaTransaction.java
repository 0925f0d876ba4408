package tallystick.core.chain.solana;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.Content;
import tallystick.core.chain.Effect;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.SigningInput;
import tallystick.core.chain.Term;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Warning;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.curve.Ed25519Verify;

/// A message and what its lookups are claimed to find.
///
/// **Why** a blockhash lives for about a minute and people take longer, so an intent carries the message with the
/// blockhash left open ([Message#blanked]) and the bytes signed in the end equal it apart from the blockhash. The value
/// of a durable nonce stands in the same place and is left open in the same way. Whoever fills it in more than once for
/// one intent may pay more than once: a second blockhash is only for after the first has expired unused.
///
/// **Form** the message, then for each account that lookups name its 32-byte address: first those looked up writable,
/// table after table, then the read-only ones; `docs/spec/solana.md`. Which cluster it is for the bytes do not say: the
/// blockhash binds it in the end.
///
/// @param loaded claimed, and not proven by what is signed
public record SolanaTransaction(ChainId chain, Message message, List<Address> loaded) implements UnsignedTransaction {
    /// The longest form: a message, and all accounts there can be.
    static final int LENGTH_BYTES_MAX = Message.LENGTH_BYTES_MAX + Message.ACCOUNTS_MAX * Address.LENGTH_BYTES;

    private static final Bytes UNSIGNED = Bytes.copyOf(new byte[Message.SIGNATURE_BYTES]);

    /// @throws IllegalArgumentException if there are not as many looked up accounts as the message names, or one is
    /// there already: the caller's fault
    public SolanaTransaction {
        loaded = List.copyOf(loaded);
        if (loaded.size() != message.lookedUp())
            throw new IllegalArgumentException(
                    "%d looked up accounts, not %d".formatted(loaded.size(), message.lookedUp()));
        var all = new HashSet<>(message.accounts());
        for (var each : loaded) if (!all.add(each)) throw new IllegalArgumentException("a looked up account twice");
    }

    /// Without lookups.
    public SolanaTransaction(ChainId chain, Message message) {
        this(chain, message, List.of());
    }

    /// Reads the canonical form and nothing else; the blockhash may be left open or not.
    /// @spec docs/spec/solana.md#SO-1 solana
    public static Parsed<SolanaTransaction> parse(ChainId chain, Bytes unsigned) {
        if (unsigned.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(
                    LENGTH_BYTES_MAX, "transaction of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return Reader.parse(unsigned, reader -> {
            var message = Message.read(reader);
            var seen = new HashSet<>(message.accounts());
            var loaded = new ArrayList<Address>();
            for (var i = message.lookedUp(); i > 0; i--) {
                var start = reader.position();
                var address = Address.read(reader, "looked up account appended to the message");
                if (!seen.add(address))
                    throw new MalformedInput(start, "a looked up account that did not occur before");
                loaded.add(address);
            }
            return new SolanaTransaction(chain, message, loaded);
        });
    }

    @Override
    public Content content() {
        return Content.TRANSACTION;
    }

    @Override
    public Bytes bytes() {
        var writer = new Writer().raw(message.encode());
        for (var each : loaded) writer.raw(each.value());
        return writer.toBytes();
    }

    /// What an intent carries: the blockhash left open.
    public SolanaTransaction blanked() {
        return new SolanaTransaction(chain, message.blanked(), loaded);
    }

    /// What is signed.
    ///
    /// @param hash 32 bytes: a recent blockhash, or the value of the durable nonce
    public SolanaTransaction withBlockhash(Bytes hash) {
        return new SolanaTransaction(chain, message.withBlockhash(hash), loaded);
    }

    @Override
    public boolean isComplete() {
        return !message.isBlanked();
    }

    @Override
    public SolanaTransaction agreed() {
        return blanked();
    }

    /// @spec docs/spec/solana.md#SO-2 solana
    @Override
    public boolean completes(UnsignedTransaction approved) {
        if (!(approved instanceof SolanaTransaction that) || !isComplete()) return false;
        return that.isComplete() ? equals(that) : blanked().equals(that);
    }

    /// What is signed is the message alone; what its lookups find stands here.
    @Override
    public boolean isCompletedBy(Bytes signed) {
        return Message.parse(signed) instanceof Parsed.Ok<Message>(var complete)
                && complete.lookedUp() == loaded.size()
                && complete.accounts().stream().noneMatch(loaded::contains)
                && new SolanaTransaction(chain, complete, loaded).completes(this);
    }

    /// Its instructions with addresses in place of indexes.
    public List<Instruction> instructions() {
        var instructions = new ArrayList<Instruction>(message.instructions().size());
        for (var compiled : message.instructions()) {
            var uses = new ArrayList<AccountUse>(compiled.accounts().size());
            for (var index : compiled.accounts()) uses.add(use(index));
            instructions.add(new Instruction(message.accounts().get(compiled.program()), uses, compiled.data()));
        }
        return instructions;
    }

    private AccountUse use(int index) {
        var written = message.accounts().size();
        var address = index < written ? message.accounts().get(index) : loaded.get(index - written);
        return new AccountUse(address, message.roleOf(index), index >= written);
    }

    /// The nonce it depends on, if its first instruction advances one: then it never expires.
    public Optional<DurableNonce> durableNonce() {
        return instructions().stream().findFirst().flatMap(DurableNonce::of);
    }

    /// Tokens come and go under the owner's account where the address of a token account proves the owner, otherwise
    /// under the token account's own. Made tokens come from their mint, destroyed ones go to it. What a compute
    /// budget asks for is in the fee.
    @Override
    public List<Effect> effects(Account signer, Knowledge knowledge) {
        return Interpretation.of(this, signer, knowledge).effects();
    }

    @Override
    public List<Term> terms(Account signer, Knowledge knowledge) {
        var value = Optional.of(Base58.encode(message.blockhash())).filter(_ -> isComplete());
        return List.of(durableNonce()
                .map(nonce -> new Term.While("durable nonce", nonce.account().map(account -> account.on(chain)), value))
                .orElseGet(() -> new Term.While("recent blockhash", Optional.empty(), value)));
    }

    @Override
    public List<Warning> warnings(Account signer, Knowledge knowledge) {
        return Interpretation.of(this, signer, knowledge).warnings();
    }

    /// The whole message, whoever signs it. Where the blockhash is left open, this is what people agree to and no chain
    /// accepts.
    @Override
    public List<SigningInput> inputs() {
        return List.of(
                new SigningInput(SigningInput.Algorithm.ED25519, message.encode(), Optional.empty(), Optional.empty()));
    }

    /// Empty: the first signature is the name.
    @Override
    public Optional<String> predictedId() {
        return Optional.empty();
    }

    /// The transaction with these signatures, each in the place of the key it verifies under; places of others stay 64
    /// zero bytes, for others to fill. The id is empty as long as the fee payer's signature is not there.
    ///
    /// @param signatures one, or more of those the message takes
    /// @throws IllegalArgumentException if there is none, one is of another kind or verifies under no key of the
    /// message, or the blockhash is left open: the caller's bug
    /// @spec docs/spec/solana.md#SO-6 solana
    @Override
    public SignedTransaction attach(List<? extends ChainSignature> signatures) {
        if (!isComplete()) throw new IllegalArgumentException("blockhash left open");
        var signers = message.signers();
        if (signatures.isEmpty() || signatures.size() > signers.size())
            throw new IllegalArgumentException("%d signatures, not 1..%d".formatted(signatures.size(), signers.size()));
        var encoded = message.encode();
        var places = new ArrayList<Bytes>();
        for (var _ : signers) places.add(UNSIGNED);
        for (var each : signatures) {
            if (!(each instanceof ChainSignature.Plain(var signature)))
                throw new IllegalArgumentException("a signature that is not Ed25519");
            places.set(place(signers, encoded, signature), signature);
        }
        var writer = new Writer();
        CompactLength.write(writer, places.size());
        places.forEach(writer::raw);
        var id = places.getFirst().equals(UNSIGNED) ? "" : Base58.encode(places.getFirst());
        return new SignedTransaction(writer.raw(encoded).toBytes(), id);
    }

    private static int place(List<Address> signers, Bytes message, Bytes signature) {
        for (var i = 0; i < signers.size(); i++)
            if (Ed25519Verify.verify(signers.get(i).value(), message, signature)) return i;
        throw new IllegalArgumentException("a signature under no key of the message");
    }
}
