package tallystick.tools.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.Account;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Reads what was given as whatever it is.
///
/// @param family the chain's, if said
/// @param reference which chain of the family, if said
/// @param kind as what the bytes are read, if said
/// @param signer whose key signs
/// @param prevouts what a Bitcoin transaction spends, if said
record Decoder(
        Chains chains,
        Optional<Family> family,
        Optional<String> reference,
        Optional<Content> kind,
        Signer signer,
        Knowledge knowledge,
        Optional<Prevouts> prevouts) {
    private static final String SIGNED = "this transaction is already signed: give its unsigned bytes";
    private static final Pattern NAME = Pattern.compile("[-_.a-zA-Z0-9]{1,64}");

    /// One reading for bytes or an object, one for each vector of a list.
    List<Reading> read(Material material) throws Unusable {
        return switch (material) {
            case Material.Raw(var bytes) -> List.of(read(bytes));
            case Material.Json(var text) -> vectors(text);
        };
    }

    private List<Reading> vectors(String text) throws Unusable {
        StrictJson json;
        List<StrictJson> vectors;
        try {
            json = StrictJson.parse(text, "vector");
            if (!json.isCollection()) return List.of(vector(json));
            vectors = json.isList() ? json.items() : json.items("vectors");
        } catch (Unusable malformed) {
            if (malformed instanceof Unusable.Argument) throw malformed;
            return List.of(refused(Optional.empty(), malformed));
        }
        var readings = new ArrayList<Reading>();
        for (var vector : vectors) {
            var reading = vector(vector);
            readings.add(reading instanceof Reading.Done done ? named(done, vector) : reading);
        }
        return readings;
    }

    private static Reading named(Reading.Done done, StrictJson vector) throws Unusable {
        if (!vector.isText("id")) return done;
        var id = vector.text("id");
        return NAME.matcher(id).matches() ? done.noting("This is " + id + ".") : done;
    }

    private Reading vector(StrictJson vector) throws Unusable {
        var incident = new Incident(knowledge, prevouts);
        ChainId chain;
        try {
            chain = incident.chain(vector);
        } catch (Unusable malformed) {
            return refused(Optional.empty(), malformed);
        }
        if (family.isPresent() && !family.equals(Family.of(chain)))
            throw new Unusable.Argument("--chain is another than the object's, " + chain);
        if (reference.filter(said -> !said.equals(chain.reference())).isPresent())
            throw new Unusable.Argument("--chain-id is another than the object's, " + chain);
        try {
            return incident.read(vector);
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
        var known = family.orElseThrow(() -> new Unusable("--chain is missing: bitcoin, ethereum or solana"));
        var content = kind.orElse(Content.TRANSACTION);
        if (content == Content.TRANSACTION && known == Family.ETHEREUM) {
            var signed = SignedEthereum.of(given);
            if (signed.isPresent()) return signed(given, signed.get());
        }
        var chain = chain(known, content, given);
        var reader = reader(chain);
        var account = signer.account(reader, chain);
        var network = BitcoinNetwork.of(chain);
        if (network.isPresent() && content == Content.TRANSACTION && !BitcoinInput.isBundle(given))
            return new BitcoinInput(network.get(), knowledge).read(given, prevouts, account);
        return switch (reader.parse(chain, content, given)) {
            case Parsed.Ok<? extends UnsignedTransaction>(var transaction) -> done(transaction, account);
            case Parsed.Malformed<? extends UnsignedTransaction> malformed -> {
                var signed = content == Content.TRANSACTION && known == Family.SOLANA
                        ? SignedSolana.of(given)
                        : Optional.<SignedSolana>empty();
                yield signed.isPresent()
                        ? signed(chain, account, signed.get())
                        : Reading.Stuck.of(chain, content, malformed);
            }
        };
    }

    private Reading signed(Bytes given, SignedEthereum signed) throws Unusable {
        var known = Family.ETHEREUM;
        var bytes = signed.unsigned().orElse(Bytes.empty());
        var chain = chain(known, Content.TRANSACTION, bytes);
        if (!(Envelope.parse(bytes) instanceof Parsed.Ok<? extends Envelope>(var envelope))
                || signed.signature().isEmpty()
                || !envelope.attach(signed.signature().get()).bytes().equals(given))
            return new Reading.Refused(Optional.of(chain), Content.TRANSACTION, SIGNED);
        var from = envelope.signer(signed.signature().get());
        var account = signer.account(reader(chain), chain).or(() -> from.map(address -> address.on(chain)));
        var name = from.map(Object::toString).orElse("nobody");
        return done(envelope, account)
                .noting("The transaction is signed already; its signature recovers to " + name
                        + ". What is read here, and what the digest is of, is its unsigned part.")
                .recovering(List.of(name));
    }

    private Reading signed(ChainId chain, Optional<Account> account, SignedSolana signed) throws Unusable {
        return switch (reader(chain).parse(chain, Content.TRANSACTION, signed.unsigned())) {
            case Parsed.Malformed<? extends UnsignedTransaction> _ ->
                new Reading.Refused(Optional.of(chain), Content.TRANSACTION, SIGNED);
            case Parsed.Ok<? extends UnsignedTransaction>(var transaction) ->
                done(transaction, account)
                        .noting("It came with %d good signatures of %d. The message alone is read."
                                .formatted(signed.signers().size(), signed.places()))
                        .recovering(signed.signers());
        };
    }

    private Reading.Done done(UnsignedTransaction transaction, Optional<Account> account) {
        if (account.isPresent()) return Reading.Done.of(transaction, account.get(), knowledge);
        var standIn = StandIn.of(transaction);
        return Reading.Done.of(transaction, standIn, StandIn.named(standIn, knowledge));
    }

    private ChainId chain(Family known, Content content, Bytes unsigned) throws Unusable {
        var bound = known.boundTo(content, unsigned);
        if (reference.isEmpty()) return bound.orElseGet(known::main);
        var said = known.chain(reference.get());
        if (bound.isPresent() && !bound.get().equals(said))
            throw new Unusable("--chain-id is another than that of the bytes, " + bound.get());
        return said;
    }

    private Chain reader(ChainId chain) throws Unusable {
        return chains.family(chain)
                .orElseThrow(() -> new Unusable("no decoder for %s in this version".formatted(chain)));
    }
}
