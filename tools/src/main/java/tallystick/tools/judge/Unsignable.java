package tallystick.tools.judge;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;

/// Why no node signs what a record of Ethereum's family tells, whatever a policy says.
///
/// **Why** a verdict and no refusal: a stranger may ask for it, so that whoever judges a stranger's wish needs a no.
///
/// @param control what it is called among the controls
/// @param sentence why
record Unsignable(String control, String sentence) {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final Pattern BELOW_NOTHING = Pattern.compile("-[0-9]{1,78}");
    private static final int WORD_BITS = 256;
    private static final List<String> WORDS = List.of(
            "value",
            "safeTxGas",
            "baseGas",
            "gasPrice",
            "nonce",
            "gas",
            "maxFeePerGas",
            "maxPriorityFeePerGas",
            "operation");
    private static final List<String> ADDRESSES = List.of("from", "to", "gasToken", "refundReceiver");

    /// Empty if it can be read on.
    /// @spec docs/spec/judge.md#JU-2 judge
    static Optional<Unsignable> of(Entry vector) throws Unusable {
        var kind = vector.text("kind");
        var isCall = kind.equals("evmCall");
        if (!isCall && !kind.equals("safeTx") && !kind.equals("safeTxConfirmation")) return Optional.empty();
        var tx = vector.get("tx");
        for (var field : WORDS)
            if (tx.has(field) && isOutOfRange(tx, field))
                return Optional.of(new Unsignable("UNREADABLE", "tx.%s is no number of the chain".formatted(field)));
        for (var field : ADDRESSES)
            if (tx.isText(field) && isMistyped(tx.text(field)))
                return Optional.of(new Unsignable(
                        "BAD_CHECKSUM", "tx.%s is an address with a wrong checksum: it was mistyped".formatted(field)));
        if (isCall && tx.has("authorizationList"))
            return Optional.of(new Unsignable(
                    "EIP7702_AUTH", "it carries authorizations of EIP-7702, which are not judged beside a call"));
        var isCreation = isCall && (!tx.has("to") || tx.isText("to") && isNowhere(tx.text("to")));
        return isCreation
                ? Optional.of(new Unsignable(
                        "CONTRACT_DEPLOY", "it creates a contract, and nobody can say what its code will do"))
                : Optional.empty();
    }

    private static boolean isNowhere(String to) {
        return to.isEmpty() || to.equals("0x");
    }

    private static boolean isMistyped(String text) {
        return ADDRESS.matcher(text).matches() && Address.parse(text).isEmpty();
    }

    private static boolean isOutOfRange(Entry tx, String field) throws Unusable {
        if (tx.isText(field) && BELOW_NOTHING.matcher(tx.text(field)).matches()) return true;
        var number = tx.number(field);
        var bits = field.equals("operation") ? 1 : WORD_BITS;
        return number.signum() < 0 || number.bitLength() > bits;
    }
}
