package tallystick.core.chain.ethereum.forms;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.ethereum.envelope.Envelope;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Signed transactions, recorded transactions of Safes and calls, and what a knowledge file says of contracts.
///
/// **Threads** stateless.
public final class EthereumForms implements Forms {
    private static final String SIGNED = "this transaction is already signed: give its unsigned bytes";

    @Override
    public Optional<Seen> read(Bytes given, Asked asked) {
        return asked.content() == Content.TRANSACTION
                ? SignedEnvelope.of(given).map(signed -> read(given, signed))
                : Optional.empty();
    }

    private static Seen read(Bytes given, SignedEnvelope signed) {
        if (!(Envelope.parse(signed.unsigned().orElse(Bytes.empty()))
                        instanceof Parsed.Ok<? extends Envelope>(var read))
                || signed.signature().isEmpty()
                || !read.attach(signed.signature().get()).bytes().equals(given)) return new Seen.Refused(SIGNED);
        var from = read.signer(signed.signature().get());
        var name = from.map(Object::toString).orElse("nobody");
        return new Seen.Whole(
                read,
                from.map(address -> address.on(read.chain())),
                List.of("The transaction is signed already; its signature recovers to " + name
                        + ". What is read here, and what the digest is of, is its unsigned part."),
                Optional.of(List.of(name)));
    }

    @Override
    public Set<String> kinds() {
        return Recorded.KINDS;
    }

    @Override
    public ChainId chain(Entry recorded) throws Unusable {
        return Recorded.chain(recorded);
    }

    @Override
    public Seen read(Entry recorded, Asked asked) throws Unusable {
        return new Recorded(asked.knowledge()).read(recorded);
    }

    @Override
    public Set<String> fields() {
        return Chapters.FIELDS;
    }

    @Override
    public Knowledge learn(Entry file, Knowledge known, Around around) throws Unusable {
        return new Chapters(around).add(file, known);
    }
}
