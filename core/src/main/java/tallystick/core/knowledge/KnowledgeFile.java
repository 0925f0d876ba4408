package tallystick.core.knowledge;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;
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
    private static final String FORMAT = "tallystick-knowledge-1";
    private static final Set<String> FIELDS = Set.of("format", "units", "labels", "own");
    private static final int NAME_CHARACTERS_MAX = 64;

    private final Chains chains;
    private final Beside beside;

    /// Reads the files that it names.
    @FunctionalInterface
    public interface Beside {
        /// The bytes of a file, at most so many and one more.
        ///
        /// @param name where it is named
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
        var file = Entry.parse(utf8, "knowledge");
        checkFields(file);
        if (!file.text("format").equals(FORMAT)) throw file.get("format").expected(FORMAT);
        var knowledge = Knowledge.none();
        for (var unit : file.items("units")) {
            unit.object(Set.of("asset", "symbol", "decimals"));
            knowledge = knowledge.unit(
                    asset(unit), new Knowledge.Unit(name(unit, "symbol", 16), unit.number("decimals", 0, 77)));
        }
        for (var label : file.items("labels")) {
            label.object(Set.of("account", "name"));
            knowledge = knowledge.label(account(label), name(label, "name", NAME_CHARACTERS_MAX));
        }
        for (var own : file.items("own")) {
            own.object(Set.of("account", "name"));
            knowledge = knowledge.own(account(own), name(own, "name", NAME_CHARACTERS_MAX));
        }
        for (var family : chains.families()) knowledge = family.forms().learn(file, knowledge, around());
        return knowledge;
    }

    private static String name(Entry entry, String field, int charactersMax) throws Unusable {
        var name = entry.text(field);
        if (name.isBlank() || name.length() > charactersMax)
            throw entry.get(field).expected("1..%d characters".formatted(charactersMax));
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

    private Forms.Around around() {
        return new Forms.Around() {
            @Override
            public Account account(Entry entry) throws Unusable {
                return KnowledgeFile.this.account(entry);
            }

            @Override
            public Bytes file(Entry name, int lengthBytesMax) throws Unusable {
                return beside.file(name, lengthBytesMax);
            }
        };
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
            var parts = text.substring(colon + 1).split("/", 2);
            var reference = chains.family(id)
                    .flatMap(family -> family.account(id, parts[0]))
                    .map(Account::address)
                    .orElse(parts[0]);
            try {
                var asset = new Asset(id, text.substring(slash + 1, colon), reference);
                return parts.length == 1 ? asset : asset.item(parts[1]);
            } catch (IllegalArgumentException notOfTheForm) {
                throw entry.get("asset").expected("an asset of the form of CAIP-19");
            }
        }
        throw entry.get("asset").expected("an asset of the form of CAIP-19");
    }
}
