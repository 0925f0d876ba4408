package tallystick.tools.decode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.registry.Chains;

/// What an organisation says it knows, as a JSON file.
///
/// **Form** `docs/spec/knowledge.md`; strict: what is not read is refused, so that nobody believes in a label that has
/// no effect.
final class KnowledgeFile {
    private static final String FORMAT = "tallystick-knowledge-1";
    private static final Set<String> FIELDS = fields();
    private static final int NAME_CHARACTERS_MAX = 64;

    private final Chains chains;
    private final Path directory;

    /// @param directory where files that it names are looked for
    KnowledgeFile(Chains chains, Path directory) {
        this.chains = chains;
        this.directory = directory;
    }

    /// Reads the file's text.
    /// @spec docs/spec/knowledge.md#KN-1 knowledge
    Knowledge parse(String text) throws IOException, Unusable {
        var file = StrictJson.parse(text, "knowledge").object(FIELDS);
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
        return new KnowledgeChapters(this, directory).add(file, knowledge);
    }

    private static String name(StrictJson entry, String field, int charactersMax) throws Unusable {
        var name = entry.text(field);
        if (name.isBlank() || name.length() > charactersMax)
            throw entry.get(field).expected("1..%d characters".formatted(charactersMax));
        return name;
    }

    private static Set<String> fields() {
        var fields = new TreeSet<>(KnowledgeChapters.FIELDS);
        fields.addAll(Set.of("format", "units", "labels", "own"));
        return Set.copyOf(fields);
    }

    Account account(StrictJson entry) throws Unusable {
        var parts = entry.text("account").split(":", 3);
        if (parts.length == 3 && ChainId.isValid(parts[0], parts[1])) {
            var chain = new ChainId(parts[0], parts[1]);
            var account = chains.family(chain).flatMap(family -> family.account(chain, parts[2]));
            if (account.isPresent()) return account.get();
        }
        throw entry.get("account").expected("chain:address of a known chain, with its right checksum");
    }

    /// Addresses inside an asset's name are brought into the chain's canonical text.
    private Asset asset(StrictJson entry) throws Unusable {
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
