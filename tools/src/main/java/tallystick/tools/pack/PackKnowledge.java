package tallystick.tools.pack;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.knowledge.KnowledgeFile;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.StandardHash;

/// The knowledge files of a pack: rulings name theirs by its hash.
///
/// **Threads** one. Remembers the last few.
public final class PackKnowledge {
    private static final int REMEMBERED_MAX = 4;

    private final Holdings holdings;
    private final Chains chains;
    private final Map<Digest32, Knowledge> read = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Digest32, Knowledge> eldest) {
            return size() > REMEMBERED_MAX;
        }
    };

    private PackKnowledge(Holdings holdings, Chains chains) {
        this.holdings = holdings;
        this.chains = chains;
    }

    static PackKnowledge read(Holdings holdings, Chains chains) {
        return new PackKnowledge(holdings, chains);
    }

    /// What a file of the hash says; nothing is known where none is named.
    ///
    /// @return empty if the pack does not have it
    /// @throws Unfit if it has another, or one that is not of its form
    /// @spec docs/spec/evidence-pack.md#EP-13 evidence-pack
    Optional<Knowledge> of(Optional<Digest32> named) throws Unfit {
        if (named.isEmpty()) return Optional.of(Knowledge.none());
        var hash = named.get();
        var known = read.get(hash);
        if (known != null) return Optional.of(known);
        var name = PackNames.knowledge(hash);
        var bytes = holdings.read(name, KnowledgeFile.LENGTH_BYTES_MAX);
        if (bytes.isEmpty()) return Optional.empty();
        if (!StandardHash.sha256(bytes.get()).equals(hash)) throw new Unfit(name + " has another hash than its name");
        try {
            var knowledge = new KnowledgeFile(chains, (beside, max) -> beside(hash, beside, max)).parse(bytes.get());
            read.put(hash, knowledge);
            return Optional.of(knowledge);
        } catch (Unusable malformed) {
            throw new Unfit("%s: %s".formatted(name, malformed.getMessage()));
        }
    }

    private Bytes beside(Digest32 hash, Entry named, int lengthBytesMax) throws Unusable {
        return holdings.read(PackNames.beside(hash, named.text()), lengthBytesMax)
                .orElseThrow(() -> named.expected("a file that is in the pack"));
    }
}
