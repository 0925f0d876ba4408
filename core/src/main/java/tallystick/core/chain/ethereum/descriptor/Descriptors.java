package tallystick.core.chain.ethereum.descriptor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.crypto.codec.Bytes;

/// A chapter of what an organisation knows: descriptors by the contract they were published for.
public record Descriptors(Map<Account, List<Descriptor>> byContract) {
    /// Copies.
    public Descriptors {
        var copy = new HashMap<Account, List<Descriptor>>();
        byContract.forEach((contract, each) -> copy.put(contract, List.copyOf(each)));
        byContract = Map.copyOf(copy);
    }

    /// This chapter, and all of a file for every contract it names.
    public Descriptors and(DescriptorFile file) {
        var copy = new HashMap<>(byContract);
        for (var contract : file.contracts()) {
            var all = new ArrayList<>(copy.getOrDefault(contract, List.of()));
            all.addAll(file.descriptors());
            copy.put(contract, all);
        }
        return new Descriptors(copy);
    }

    /// The descriptor of a contract's function.
    ///
    /// @param selector four bytes
    public Optional<Descriptor> of(Account contract, Bytes selector) {
        return byContract.getOrDefault(contract, List.of()).stream()
                .filter(each -> each.function().selector().equals(selector))
                .findFirst();
    }
}
