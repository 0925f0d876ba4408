package tallystick.core.knowledge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.crypto.codec.Bytes;

/// What an organisation says it knows, as a JSON file.
///
/// **Form** `docs/spec/knowledge.md`; strict: what is not read is refused, so that nobody believes in a label that has
/// no effect.
///
/// **Threads** immutable, if what reads files is.
public final class KnowledgeFile {
    /// The most bytes of the file.
    public static final int LENGTH_BYTES_MAX = 32 * 1024 * 1024;

    private static final String FORMAT = "tallystick-knowledge-1";
    private static final int BESIDE_BYTES_MAX = 64 * 1024 * 1024;
    private static final int FILE_NAME_CHARACTERS_MAX = 255;
    private static final Set<String> FIELDS = Set.of("format", "units", "labels", "own");
    private static final int NAME_CHARACTERS_MAX = 64;
    private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9.\\u20ae$-]{1,16}");
    private static final String COIN = "slip44";
    private static final Pattern COIN_NUMBER = Pattern.compile("0|[1-9][0-9]{0,9}");

    private final Chains chains;
    private final Beside beside;

    /// Reads the files that it names.
    @FunctionalInterface
    public interface Beside {
        /// The bytes of a regular file inside the folder of this one, links followed; at most so many and one more.
        ///
        /// @param name where it is named: parts divided by `/` that lead from the folder down
        Bytes file(Entry name, int lengthBytesMax) throws Unusable;
    }

    /// @param chains whose accounts and chapters are read
    public KnowledgeFile(Chains chains, Beside beside) {
        this.chains = chains;
        this.beside = beside;
    }

    /// Reads the file.
    /// @spec docs/spec/knowledge.md#KN-1 knowledge
    public Knowledge parse(Bytes utf8) throws Unusable {
        if (utf8.length() > LENGTH_BYTES_MAX)
            throw new Unusable("knowledge: expected a file of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        var file = Entry.parse(utf8, "knowledge");
        checkFields(file);
        if (!file.text("format").equals(FORMAT)) throw file.get("format").expected(FORMAT);
        var gathered = Knowledge.builder();
        units(file, gathered);
        var named = new HashSet<Account>();
        for (var label : file.items("labels")) gathered.label(account(label, named), name(label));
        for (var own : file.items("own")) gathered.own(account(own, named), name(own));
        var knowledge = gathered.build();
        var around = new Folder();
        for (var family : chains.families()) knowledge = family.forms().learn(file, knowledge, around);
        return knowledge;
    }

    /// Two units of one asset, or a coin's symbol on something else, would let one amount be taken for another.
    private void units(Entry file, Knowledge.Builder knowledge) throws Unusable {
        var coins = chains.coins();
        var given = new HashSet<Asset>();
        for (var entry : file.items("units")) {
            entry.object(Set.of("asset", "symbol", "decimals"));
            var asset = asset(entry);
            var unit = new Knowledge.Unit(symbol(entry), entry.number("decimals", 0, 77));
            if (!given.add(asset)) throw entry.get("asset").expected("an asset given once");
            for (var coin : coins.entrySet()) checkCoin(entry, asset, unit, coin.getKey(), coin.getValue());
            knowledge.unit(asset, unit);
        }
    }

    private static void checkCoin(Entry entry, Asset asset, Knowledge.Unit unit, Asset coin, Knowledge.Unit known)
            throws Unusable {
        if (asset.equals(coin) && !unit.equals(known))
            throw entry.expected(
                    "%s with %d decimals, as everybody knows this coin".formatted(known.symbol(), known.decimals()));
        var isSameCoin =
                asset.namespace().equals(coin.namespace()) && asset.reference().equals(coin.reference());
        if (!isSameCoin && unit.symbol().equalsIgnoreCase(known.symbol()))
            throw entry.get("symbol").expected("another symbol than that of the coin " + coin);
    }

    private static String symbol(Entry entry) throws Unusable {
        var symbol = entry.text("symbol");
        if (!SYMBOL.matcher(symbol).matches())
            throw entry.get("symbol").expected("1..16 letters, digits, full stops, hyphens, $ or U+20AE");
        return symbol;
    }

    private Account account(Entry entry, Set<Account> named) throws Unusable {
        entry.object(Set.of("account", "name"));
        var account = account(entry);
        if (!named.add(account)) throw entry.get("account").expected("an account named once, in labels or in own");
        return account;
    }

    private static String name(Entry entry) throws Unusable {
        var name = entry.text("name");
        if (name.isBlank() || name.length() > NAME_CHARACTERS_MAX)
            throw entry.get("name").expected("1..%d characters".formatted(NAME_CHARACTERS_MAX));
        return name;
    }

    /// What the families read, and nothing else; of an object that several share the fields of all.
    private void checkFields(Entry file) throws Unusable {
        var top = new HashSet<>(FIELDS);
        var shared = new HashMap<String, Set<String>>();
        for (var family : chains.families())
            for (var field : family.forms().fields()) {
                var parts = field.split("\\.", 2);
                top.add(parts[0]);
                if (parts.length == 2)
                    shared.computeIfAbsent(parts[0], _ -> new HashSet<>()).add(parts[1]);
            }
        file.object(top);
        for (var each : shared.entrySet())
            if (file.has(each.getKey())) file.get(each.getKey()).object(each.getValue());
    }

    /// What lies beside the file, in all no more than is good for the reader.
    private final class Folder implements Forms.Around {
        private long lengthBytes;

        @Override
        public Account account(Entry entry) throws Unusable {
            return KnowledgeFile.this.account(entry);
        }

        @Override
        public Bytes file(Entry name, int lengthBytesMax) throws Unusable {
            if (!isInside(name.text()))
                throw name.expected("a name that leads from the folder of this file down, such as a.json or a/b.json");
            var bytes = beside.file(name, lengthBytesMax);
            lengthBytes += bytes.length();
            if (lengthBytes > BESIDE_BYTES_MAX)
                throw name.expected("files of at most %d bytes together".formatted(BESIDE_BYTES_MAX));
            return bytes;
        }
    }

    /// Whether a name is relative and has no part that leads elsewhere: every file has one name only.
    private static boolean isInside(String name) {
        return name.length() <= FILE_NAME_CHARACTERS_MAX
                && name.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c))
                && Stream.of(name.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private Account account(Entry entry) throws Unusable {
        var parts = entry.text("account").split(":", 3);
        if (parts.length == 3 && ChainId.isValid(parts[0], parts[1])) {
            var chain = new ChainId(parts[0], parts[1]);
            var account = chains.family(chain).flatMap(family -> family.account(chain, parts[2]));
            if (account.isPresent()) return account.get();
        }
        throw entry.get("account").expected("chain:address of a known chain, with its right checksum");
    }

    /// Addresses inside an asset's name are brought into the chain's canonical text.
    private Asset asset(Entry entry) throws Unusable {
        var text = entry.text("asset");
        var slash = text.indexOf('/');
        var colon = text.indexOf(':', slash + 1);
        var chain = slash < 0 ? new String[0] : text.substring(0, slash).split(":", 2);
        if (colon > 0 && chain.length == 2 && ChainId.isValid(chain[0], chain[1])) {
            var id = new ChainId(chain[0], chain[1]);
            var namespace = text.substring(slash + 1, colon);
            var parts = text.substring(colon + 1).split("/", 2);
            try {
                var asset = new Asset(id, namespace, reference(entry, id, namespace, parts[0]));
                return parts.length == 1 ? asset : asset.item(parts[1]);
            } catch (IllegalArgumentException notOfTheForm) {
                throw entry.get("asset").expected("an asset of the form of CAIP-19");
            }
        }
        throw entry.get("asset").expected("an asset of the form of CAIP-19");
    }

    /// A coin's number, or the address of what keeps the asset.
    private String reference(Entry entry, ChainId chain, String namespace, String reference) throws Unusable {
        var family = chains.family(chain).filter(each -> each.serves(chain));
        var found = namespace.equals(COIN)
                ? family.map(_ -> reference)
                        .filter(number -> COIN_NUMBER.matcher(number).matches())
                : family.flatMap(each -> each.account(chain, reference)).map(Account::address);
        if (found.isPresent()) return found.get();
        throw entry.get("asset").expected("a coin's number or an address of a known chain, with its right checksum");
    }
}
