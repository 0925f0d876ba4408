package tallystick.tools.pack;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What is remembered of each node, of so much at most that memory stays bounded.
///
/// **Why** each for itself: a node that writes very much, as of one moment, would else have what others wrote
/// forgotten, and they would stand there without it.
///
/// **Threads** one.
public final class PackMemory<K, V> {
    private static final int REMEMBERED_MAX = 65_536;

    private final Map<String, Map<K, V>> nodes = new HashMap<>();
    private final int rememberedMax;

    /// Of 65,536 things of each node.
    public PackMemory() {
        this(REMEMBERED_MAX);
    }

    /// @param rememberedMax of each node
    public PackMemory(int rememberedMax) {
        this.rememberedMax = rememberedMax;
    }

    /// A map of which the oldest is forgotten where there is too much.
    public static <K, V> Map<K, V> bounded() {
        return bounded(REMEMBERED_MAX);
    }

    private static <K, V> Map<K, V> bounded(int rememberedMax) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > rememberedMax;
            }
        };
    }

    /// What was put of that node last; empty if nothing was, or it is forgotten.
    public Optional<V> of(String node, K key) {
        return Optional.ofNullable(nodes.getOrDefault(node, Map.of()).get(key));
    }

    /// What is put again is the newest: of too many the oldest is forgotten.
    /// @spec docs/spec/evidence-pack.md#EP-58 evidence-pack
    public void put(String node, K key, V value) {
        var all = nodes.computeIfAbsent(node, _ -> bounded(rememberedMax));
        all.remove(key);
        all.put(key, value);
    }

    /// Puts it if there is nothing yet.
    public void putFirst(String node, K key, V value) {
        nodes.computeIfAbsent(node, _ -> bounded(rememberedMax)).putIfAbsent(key, value);
    }
}
