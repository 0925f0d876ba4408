package tallystick.tools.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.vector.VectorFile;

/// Reads what was given as whatever it is. What there is to read is the families' to say.
///
/// @param family the chain's, if said
/// @param reference which chain of the family, if said
/// @param kind as what the bytes are read, if said
/// @param signer whose key signs
/// @param prevouts what a transaction spends, if said
record Decoder(
        Chains chains,
        Optional<Chain> family,
        Optional<String> reference,
        Optional<Content> kind,
        Signer signer,
        Knowledge knowledge,
        Optional<Entry> prevouts) {
    private static final String STAND_IN = "the signing account";

    /// One reading for bytes or an object, one for each vector of a list.
    List<Reading> read(Material material) throws Unusable {
        return switch (material) {
            case Material.Raw(var bytes) -> List.of(read(bytes));
            case Material.Json(var text) -> vectors(text);
        };
    }

    private List<Reading> vectors(Bytes text) throws Unusable {
        VectorFile file;
        try {
            file = VectorFile.read(text);
        } catch (Unusable malformed) {
            return List.of(refused(Optional.empty(), malformed));
        }
        if (!file.isCollection()) return List.of(vector(file.vectors().getFirst()));
        var readings = new ArrayList<Reading>();
        for (var vector : file.vectors()) {
            var reading = vector(vector);
            readings.add(reading instanceof Reading.Done done ? named(done, vector) : reading);
        }
        return readings;
    }

    private static Reading named(Reading.Done done, Entry vector) throws Unusable {
        return VectorFile.name(vector)
                .map(id -> done.noting("This is " + id + "."))
                .orElse(done);
    }

    private Reading vector(Entry vector) throws Unusable {
        Chain reader;
        ChainId chain;
        try {
            reader = VectorFile.family(chains, vector);
            chain = reader.forms().chain(vector);
        } catch (Unusable malformed) {
            return refused(Optional.empty(), malformed);
        }
        if (family.filter(said -> !said.namespace().equals(reader.namespace())).isPresent())
            throw new Unusable.Argument("--chain is another than the object's, " + chain);
        if (reference.filter(said -> !said.equals(chain.reference())).isPresent())
            throw new Unusable.Argument("--chain-id is another than the object's, " + chain);
        try {
            var conflict = signer.conflict(reader, chain);
            if (conflict.isPresent()) throw new Unusable(conflict.get());
            var asked = asked(reader, chain, Content.TRANSACTION, Optional.empty());
            return reading(reader, chain, reader.forms().read(vector, asked), Optional.empty());
        } catch (Unusable.Argument wrong) {
            throw wrong;
        } catch (Unusable malformed) {
            return refused(Optional.of(chain), malformed);
        }
    }

    private Reading refused(Optional<ChainId> chain, Unusable malformed) {
        return new Reading.Refused(chain, kind.orElse(Content.TRANSACTION), String.valueOf(malformed.getMessage()));
    }

    private Reading read(Bytes given) throws Unusable {
        var reader = family.orElseThrow(
                () -> new Unusable("--chain is missing: one of " + String.join(", ", chains.names())));
        var content = kind.orElse(Content.TRANSACTION);
        var chain = chain(reader, content, given);
        var account = signer.account(reader, chain);
        var conflict = signer.conflict(reader, chain);
        if (conflict.isPresent()) return new Reading.Refused(Optional.of(chain), content, conflict.get());
        var seen = reader.forms().read(given, asked(reader, chain, content, account));
        if (seen.isPresent()) return reading(reader, chain, seen.get(), account);
        if (prevouts.isPresent())
            throw new Unusable.Argument("--prevouts is of no use with canonical bytes: they say what they spend");
        return switch (reader.parse(chain, content, given)) {
            case Parsed.Ok<? extends UnsignedTransaction>(var transaction) ->
                done(reader, Seen.Whole.of(transaction), account);
            case Parsed.Malformed<? extends UnsignedTransaction> malformed ->
                Reading.Stuck.of(chain, content, malformed);
        };
    }

    private Forms.Asked asked(Chain reader, ChainId chain, Content content, Optional<Account> account) throws Unusable {
        if (prevouts.isPresent() && !reader.forms().takesPrevouts())
            throw new Unusable.Argument(
                    "--prevouts is of no use for %s: its bytes say what they spend".formatted(reader.name()));
        return new Forms.Asked(
                chain,
                content,
                account.orElseGet(() -> reader.standIn(chain)),
                signer.teach(reader, knowledge),
                prevouts);
    }

    private Reading reading(Chain reader, ChainId chain, Seen seen, Optional<Account> account) {
        return switch (seen) {
            case Seen.Whole whole -> done(reader, whole, account);
            case Seen.Part part -> part(reader, chain, part, account);
            case Seen.Stuck(var malformed) -> Reading.Stuck.of(chain, kind.orElse(Content.TRANSACTION), malformed);
            case Seen.Refused(var why) ->
                new Reading.Refused(Optional.of(chain), kind.orElse(Content.TRANSACTION), why);
        };
    }

    /// Nodes sign canonical bytes alone, and make their code of those.
    private Reading.Done part(Chain reader, ChainId chain, Seen.Part seen, Optional<Account> account) {
        var isCanonical = reader.parse(chain, seen.content(), seen.bytes()) instanceof Parsed.Ok<?>;
        return Reading.Done.of(
                chain,
                seen,
                account.filter(_ -> isCanonical),
                isCanonical ? Reading.NOBODY_SIGNS : Reading.NOT_CANONICAL,
                signer.teach(reader, knowledge));
    }

    private Reading.Done done(Chain reader, Seen.Whole seen, Optional<Account> given) {
        var transaction = seen.transaction();
        var account = signer.ofKey(reader, transaction)
                .or(() -> given.or(seen::signer)
                        .or(() -> reader.signerOf(transaction))
                        .map(named -> reader.signer(transaction, named)));
        var known = signer.teach(reader, knowledge);
        if (account.isPresent() && (given.isPresent() || seen.signer().isPresent()))
            return Reading.Done.of(seen, account, account.get(), known);
        var standIn = account.orElseGet(() -> reader.standIn(transaction.chain()));
        return Reading.Done.of(
                seen, account, standIn, known.labelOf(standIn).isPresent() ? known : known.label(standIn, STAND_IN));
    }

    private ChainId chain(Chain reader, Content content, Bytes given) throws Unusable {
        var bound = reader.boundTo(content, given);
        if (reference.isEmpty()) return bound.orElseGet(reader::main);
        if (!ChainId.isValid(reader.namespace(), reference.get()))
            throw new Unusable("chain reference not of the form of CAIP-2: 1..32 letters, digits, - or _");
        var said = new ChainId(reader.namespace(), reference.get());
        if (!reader.serves(said))
            throw new Unusable("--chain-id is none of " + reader.name() + ", such as "
                    + reader.main().reference());
        if (bound.isPresent() && !bound.get().equals(said))
            throw new Unusable("--chain-id is another than that of the bytes, " + bound.get());
        return said;
    }
}
