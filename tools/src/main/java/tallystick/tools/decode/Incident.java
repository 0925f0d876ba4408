package tallystick.tools.decode;

/// Reads one vector object that records something that happened: what was asked to be signed, and by whom it was.
///
/// **Form** `docs/spec/decode-json.md`, kinds `safeTx`, `safeTxConfirmation`, `evmCall`, `btcTx`.
final class Incident {
    private Incident() {}

    static Reading read(StrictJson vector) throws Unusable {
        var kind = vector.text("kind");
        throw vector.get("kind").expected("a kind this version reads, not " + kind);
    }
}
