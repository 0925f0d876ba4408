package tallystick.core.places;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import tallystick.core.policy.Names;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Reader;
import tallystick.crypto.codec.Writer;
import tallystick.crypto.hash.Digest32;

/// Keys that belong together, by one name.
///
/// @param name unique in the document, as freezes name it
/// @param workspace where it is
/// @param tier hot, warm, cold, or a name of the organisation's own
/// @param tags ascending, distinct
/// @param keys ids, ascending, distinct
/// @param wallets ascending by name, none within another
public record Vault(
        String name,
        String workspace,
        Optional<String> tier,
        List<String> tags,
        List<Digest32> keys,
        List<Wallet> wallets) {
    private static final int TAGS_MAX = 64;
    private static final int KEYS_MAX = 10_000;
    private static final int WALLETS_MAX = 10_000;

    /// @throws IllegalArgumentException if a part is out of range or order: the caller's fault
    public Vault {
        tags = List.copyOf(tags);
        keys = List.copyOf(keys);
        wallets = List.copyOf(wallets);
        if (!Names.isValid(name)
                || !Names.isValid(workspace)
                || !tier.map(Names::isValid).orElse(true)) throw new IllegalArgumentException("a name of another form");
        if (!tags.stream().allMatch(Names::isValid)) throw new IllegalArgumentException("a tag of another form");
        Places.ascending("tags", tags);
        Places.ascending("keys", keys.stream().map(Digest32::toString).toList());
        Places.ascending("wallets", wallets.stream().map(Wallet::name).toList());
        if (!new HashSet<>(keys).containsAll(wallets.stream().map(Wallet::key).toList()))
            throw new IllegalArgumentException("a wallet of a key that is in another vault");
        for (var i = 0; i < wallets.size(); i++)
            for (var j = 0; j < i; j++)
                if (wallets.get(i).overlaps(wallets.get(j)))
                    throw new IllegalArgumentException("a wallet within another");
    }

    /// The wallet that holds a branch of a key of it.
    Optional<String> wallet(Digest32 key, List<Integer> path) {
        return wallets.stream()
                .filter(wallet -> wallet.holds(key, path))
                .map(Wallet::name)
                .findFirst();
    }

    void write(Writer writer) {
        writer.text(name)
                .text(workspace)
                .text(tier.orElse(""))
                .list(tags, Writer::text)
                .list(keys, (each, key) -> each.raw(key.bytes()))
                .list(wallets, (each, wallet) -> wallet.write(each));
    }

    static Vault read(Reader reader) throws MalformedInput {
        var name = reader.text(Places.NAME_BYTES_MAX, "vault");
        var workspace = reader.text(Places.NAME_BYTES_MAX, "workspace");
        var tier = reader.text(Places.NAME_BYTES_MAX, "tier");
        return new Vault(
                name,
                workspace,
                tier.isEmpty() ? Optional.empty() : Optional.of(tier),
                reader.list(0, TAGS_MAX, "tags", each -> each.text(Places.NAME_BYTES_MAX, "tag")),
                reader.list(0, KEYS_MAX, "keys", each -> Digest32.read(each, "key")),
                reader.list(0, WALLETS_MAX, "wallets", Wallet::read));
    }
}
