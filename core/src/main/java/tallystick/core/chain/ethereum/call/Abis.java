package tallystick.core.chain.ethereum.call;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.descriptor.Descriptor;
import tallystick.core.chain.ethereum.descriptor.Descriptors;

/// A chapter of [Knowledge]: the functions of contracts, as their published interfaces list them.
///
/// **Why** it gives a call of an unknown function its name and arguments. What it says of a function whose effects are
/// known is not asked for.
public record Abis(Map<Account, List<FunctionSignature>> functions) {
    /// Copies.
    public Abis {
        var copy = new HashMap<Account, List<FunctionSignature>>();
        functions.forEach((contract, listed) -> copy.put(contract, List.copyOf(listed)));
        functions = Map.copyOf(copy);
    }

    /// This chapter, and the interface of one more contract in place of what was known of it.
    public Abis and(Account contract, List<FunctionSignature> listed) {
        var copy = new HashMap<>(functions);
        copy.put(contract, listed);
        return new Abis(copy);
    }

    /// The function of an interface, or of a descriptor, that this call names.
    static Optional<FunctionSignature> of(CallFrame frame, Knowledge knowledge) {
        if (frame.data().length() < FunctionSignature.SELECTOR_BYTES) return Optional.empty();
        var selector = frame.data().slice(0, FunctionSignature.SELECTOR_BYTES);
        var contract = frame.target().on(frame.chain());
        return knowledge.chapter(Abis.class).stream()
                .flatMap(chapter -> chapter.functions().getOrDefault(contract, List.of()).stream())
                .filter(function -> function.selector().equals(selector))
                .findFirst()
                .or(() -> knowledge
                        .chapter(Descriptors.class)
                        .flatMap(chapter -> chapter.of(contract, selector))
                        .map(Descriptor::function));
    }
}
