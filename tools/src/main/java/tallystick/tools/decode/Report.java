package tallystick.tools.decode;

import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.UnsignedTransaction;
import tools.jackson.databind.node.ObjectNode;

/// What `decode` says of a transaction, for commands that made one.
public final class Report {
    private final Reading reading;

    private Report(Reading reading) {
        this.reading = reading;
    }

    /// Reads it.
    ///
    /// @param signer whose key signs
    public static Report of(UnsignedTransaction transaction, Account signer, Knowledge knowledge) {
        return new Report(Reading.Done.of(Seen.Whole.of(transaction), Optional.of(signer), signer, knowledge));
    }

    /// For people.
    public String text() {
        return ReportText.of(reading);
    }

    /// For programs: `docs/spec/decode-json.md`.
    public ObjectNode json() {
        return ReportJson.of(reading);
    }
}
