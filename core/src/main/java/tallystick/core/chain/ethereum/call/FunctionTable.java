package tallystick.core.chain.ethereum.call;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.crypto.codec.Bytes;

/// The functions whose effects are known, by selector.
final class FunctionTable {
    private static final Map<Integer, Known> BY_SELECTOR = new FunctionTable().filled();

    private static final Set<Integer> TOKEN_SELECTORS = tokenSelectors();

    private final Map<Integer, Known> functions = new HashMap<>();

    private FunctionTable() {}

    /// What a function does once its arguments are read.
    @FunctionalInterface
    interface Handler {
        void read(Invocation invocation);
    }

    record Known(FunctionSignature signature, Handler handler) {}

    /// The function these bytes call, four bytes or more.
    static Optional<Known> of(Bytes calldata) {
        return Optional.ofNullable(BY_SELECTOR.get(selector(calldata)));
    }

    /// Whether these bytes name a function of tokens, whoever is called.
    static boolean isToken(Bytes calldata) {
        return TOKEN_SELECTORS.contains(selector(calldata));
    }

    private static Set<Integer> tokenSelectors() {
        var tokens = new FunctionTable();
        Tokens.addTo(tokens);
        Allowances.addTo(tokens);
        Collectibles.addTo(tokens);
        return Set.copyOf(tokens.functions.keySet());
    }

    FunctionTable put(String signature, Handler handler) {
        var parsed = FunctionSignature.parse(signature).orThrow();
        if (functions.put(selector(parsed.selector()), new Known(parsed, handler)) != null)
            throw new AssertionError("two functions with the selector of " + parsed.canonical());
        return this;
    }

    private Map<Integer, Known> filled() {
        Tokens.addTo(this);
        Allowances.addTo(this);
        Collectibles.addTo(this);
        Authorities.addTo(this);
        SafeFunctions.addTo(this);
        SafeSettings.addTo(this);
        Wrappers.addTo(this);
        ModularAccounts.addTo(this);
        return Map.copyOf(functions);
    }

    private static int selector(Bytes bytes) {
        return bytes.at(0) << 24 | bytes.at(1) << 16 | bytes.at(2) << 8 | bytes.at(3);
    }
}
