package tallystick.tools.operator;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import tallystick.core.chain.json.Json;
import tallystick.core.facts.ClaimKind;
import tallystick.core.facts.FactKeys;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Who signs facts, as somebody writes it down: a JSON file, of which the canonical document is made.
///
/// **Form** `{"keys": [{"name": "oracle-1", "kind": "price", "ed25519": hex, "lifetimeMax": "PT10M"}]}`. What is not
/// named here is refused.
final class FactKeysFile {
    private static final Set<String> KEY = Set.of("name", "kind", "ed25519", "lifetimeMax");

    private FactKeysFile() {}

    /// @param version of the document
    /// @throws Unable if it is not of the form: its writer's to mend
    static FactKeys read(Bytes utf8, int version) throws Unable {
        return switch (Json.parse(utf8)) {
            case Parsed.Malformed<Json>(var offset, var expected) ->
                throw new Unable("the file of fact keys at byte %d: expected %s".formatted(offset, expected));
            case Parsed.Ok<Json>(var json) -> keys(json, version);
        };
    }

    private static FactKeys keys(Json json, int version) throws Unable {
        PeopleFile.only(json, Set.of("keys"));
        var keys = new ArrayList<FactKeys.Trusted>();
        for (var each : json.items("keys")) keys.add(key(each));
        try {
            return new FactKeys(version, keys);
        } catch (IllegalArgumentException e) {
            throw new Unable("no good fact keys: " + e.getMessage());
        }
    }

    private static FactKeys.Trusted key(Json json) throws Unable {
        PeopleFile.only(json, KEY);
        try {
            return new FactKeys.Trusted(
                    PeopleFile.text(json, "name"),
                    kind(PeopleFile.text(json, "kind")),
                    PeopleFile.ed(json),
                    Duration.parse(PeopleFile.text(json, "lifetimeMax")));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new Unable("the key at byte %d: %s".formatted(json.at(), e.getMessage()));
        }
    }

    private static ClaimKind kind(String word) throws Unable {
        for (var kind : ClaimKind.values())
            if (kind.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word)) return kind;
        throw new Unable("no kind of fact is called that; known are "
                + java.util.Arrays.stream(ClaimKind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }
}
