package tallystick.tools.decode;

import tallystick.core.chain.Knowledge;
import tallystick.core.chain.registry.Chains;

/// Reads one vector object that records something that happened: what was asked to be signed, and by whom it was.
///
/// **Form** `docs/spec/decode-json.md`, kinds `safeTx`, `safeTxConfirmation`, `evmCall`, `btcTx`.
final class Incident {
    private final Chains chains;
    private final Knowledge knowledge;

    Incident(Chains chains, Knowledge knowledge) {
        this.chains = chains;
        this.knowledge = knowledge;
    }

    Reading read(StrictJson vector) throws Unusable {
        var kind = vector.text("kind");
        throw vector.get("kind").expected("a kind this version reads, not " + kind);
    }
}
