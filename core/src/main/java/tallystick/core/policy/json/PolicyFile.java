package tallystick.core.policy.json;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tallystick.core.chain.json.Json;
import tallystick.core.people.PersonId;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.NamedList;
import tallystick.core.policy.Policy;
import tallystick.core.policy.PolicyHash;
import tallystick.core.policy.PolicySignature;
import tallystick.core.policy.Rule;
import tallystick.core.policy.Scope;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A policy as a JSON file.
///
/// **Why** strict: what is not read is refused, so that nobody believes in a rule that has no effect. A refusal names
/// the place and what belongs there.
///
/// **Form** `docs/spec/policy.md`, at most [#LENGTH_BYTES_MAX].
///
/// **Threads** stateless.
public final class PolicyFile {
    /// The longest file.
    public static final int LENGTH_BYTES_MAX = 16 * 1024 * 1024;

    static final String SCHEMA = "tallystick.policy/v1";
    private static final Set<String> FIELDS = Set.of(
            "schema",
            "id",
            "version",
            "parent",
            "scope",
            "admission",
            "effectiveFrom",
            "groups",
            "lists",
            "calendars",
            "rules",
            "signatures");
    private static final Pattern HASH = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern SECOND = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");
    private static final Pattern DATE = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
    private static final Pattern ALGORITHM = Pattern.compile("ES256|EdDSA");
    private static final Pattern SIGNATURE = Pattern.compile("(?:[0-9a-f]{2}){64,1024}");
    private static final int NAMED_MAX = 4096;
    private static final int ITEMS_MAX = 100_000;
    private static final int CONDITIONS_MAX = 1_000;

    private static final Map<String, Set<String>> FIELDS_OF_KIND = Map.of(
            "addressBook", Set.of("minAgeHours", "tags"),
            "address", Set.of("items"),
            "asset", Set.of("items", "class"));

    private PolicyFile() {}

    /// Reads a file.
    /// @spec docs/spec/policy.md#PO-13 policy
    public static Parsed<Policy> parse(Bytes utf8) {
        if (utf8.length() > LENGTH_BYTES_MAX)
            return new Parsed.Malformed<>(LENGTH_BYTES_MAX, "a policy of at most %d bytes".formatted(LENGTH_BYTES_MAX));
        return switch (Json.parse(utf8)) {
            case Parsed.Malformed<Json>(var offset, var expected) -> new Parsed.Malformed<>(offset, expected);
            case Parsed.Ok<Json>(var json) -> {
                try {
                    yield new Parsed.Ok<>(read(new Place(json, "")));
                } catch (MalformedInput malformed) {
                    yield new Parsed.Malformed<>(malformed.offsetBytes(), malformed.expected());
                }
            }
        };
    }

    private static Policy read(Place file) throws MalformedInput {
        file.object(FIELDS);
        file.get("schema").matching(Pattern.compile(Pattern.quote(SCHEMA)), SCHEMA);
        var groups = groups(file);
        var lists = lists(file);
        var calendars = calendars(file);
        var rules = rules(file, new RuleReader(groups, new MatchReader(groups.keySet(), lists, calendars.keySet())));
        try {
            return new Policy(
                    file.get("id").name(),
                    file.get("version").integer(1, 999_999_999),
                    file.optional("parent", PolicyFile::hash),
                    scope(file.get("scope")),
                    file.optional("admission", each -> each.constant(Policy.Admission.values()))
                            .orElse(Policy.Admission.OWN),
                    second(file.get("effectiveFrom")),
                    groups,
                    lists,
                    calendars,
                    rules,
                    signatures(file));
        } catch (IllegalArgumentException refused) {
            throw file.expected("a sound policy: " + refused.getMessage());
        }
    }

    private static PolicyHash hash(Place place) throws MalformedInput {
        var text = place.matching(HASH, "sha256: and 64 lower-case hex digits");
        return new PolicyHash(Digest32.ofHex(text.substring(7)));
    }

    private static Scope scope(Place place) throws MalformedInput {
        place.object(Set.of("org", "workspace", "vault", "wallet"));
        try {
            return new Scope(
                    place.get("org").name(),
                    place.optional("workspace", Place::name),
                    place.optional("vault", Place::name),
                    place.optional("wallet", Place::name));
        } catch (IllegalArgumentException gap) {
            throw place.expected("no inner place without the outer ones");
        }
    }

    private static Instant second(Place place) throws MalformedInput {
        var text = place.matching(SECOND, "a second such as 2026-11-21T00:00:00Z");
        try {
            return Instant.parse(text);
        } catch (DateTimeException noSuchSecond) {
            throw place.expected("a second that exists");
        }
    }

    private static SortedMap<String, NavigableSet<PersonId>> groups(Place file) throws MalformedInput {
        var found = new TreeMap<String, NavigableSet<PersonId>>();
        if (!file.has("groups")) return found;
        for (var each : file.get("groups").named(NAMED_MAX).entrySet()) {
            each.getValue().object(Set.of("members"));
            found.put(each.getKey(), people(each.getValue()));
        }
        return found;
    }

    private static NavigableSet<PersonId> people(Place group) throws MalformedInput {
        return isEmptyList(group.get("members")) ? new TreeSet<>() : group.set("members", NAMED_MAX, Ids::person);
    }

    /// What may have nothing in it: a group that lost its last member, a list that nobody filled.
    private static boolean isEmptyList(Place place) {
        return place.json() instanceof Json.Sequence(var _, var items) && items.isEmpty();
    }

    private static SortedMap<String, NamedList> lists(Place file) throws MalformedInput {
        var found = new TreeMap<String, NamedList>();
        if (!file.has("lists")) return found;
        for (var each : file.get("lists").named(NAMED_MAX).entrySet()) found.put(each.getKey(), list(each.getValue()));
        return found;
    }

    private static NamedList list(Place place) throws MalformedInput {
        place.object(Set.of("kind", "minAgeHours", "tags", "items", "class"));
        var kind = place.get("kind")
                .matching(Pattern.compile("addressBook|address|asset"), "addressBook, address or asset");
        for (var field : List.of("minAgeHours", "tags", "items", "class"))
            if (place.has(field) && !FIELDS_OF_KIND.getOrDefault(kind, Set.of()).contains(field))
                throw place.get(field).expected("no %s in a list of kind %s".formatted(field, kind));
        return switch (kind) {
            case "addressBook" ->
                new NamedList.AddressBook(
                        Duration.ofHours(place.optional("minAgeHours", each -> each.integer(0, 87_600))
                                .orElse(0)),
                        place.set("tags", NAMED_MAX, Place::name));
            case "address" -> new NamedList.Addresses(items(place, Ids::account));
            default ->
                new NamedList.Assets(
                        items(place, Ids::asset), place.optional("class", each -> each.constant(AssetClass.values())));
        };
    }

    private static <T> Set<T> items(Place place, Place.Reading<T> reading) throws MalformedInput {
        return isEmptyList(place.get("items")) ? Set.of() : place.distinct("items", ITEMS_MAX, reading);
    }

    private static SortedMap<String, NavigableSet<LocalDate>> calendars(Place file) throws MalformedInput {
        var found = new TreeMap<String, NavigableSet<LocalDate>>();
        if (!file.has("calendars")) return found;
        for (var each : file.get("calendars").named(NAMED_MAX).entrySet()) {
            each.getValue().object(Set.of("holidays"));
            var days = new TreeSet<LocalDate>();
            for (var item : each.getValue().get("holidays").items(NAMED_MAX))
                if (!days.add(date(item))) throw item.expected("each day once");
            found.put(each.getKey(), days);
        }
        return found;
    }

    private static LocalDate date(Place place) throws MalformedInput {
        var text = place.matching(DATE, "a day such as 2026-12-25");
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noSuchDay) {
            throw place.expected("a day that exists");
        }
    }

    private static List<Rule> rules(Place file, RuleReader reader) throws MalformedInput {
        var found = new ArrayList<Rule>();
        if (isEmptyList(file.get("rules"))) return found;
        var ids = new HashSet<String>();
        var conditions = 0;
        for (var item : file.get("rules").items(Policy.RULES_MAX)) {
            var rule = reader.read(item);
            if (!ids.add(rule.id())) throw item.get("id").expected("an id of its own");
            if (rule.when().isPresent() && ++conditions > CONDITIONS_MAX)
                throw item.get("when").expected("at most %d rules with a condition".formatted(CONDITIONS_MAX));
            found.add(rule);
        }
        return found;
    }

    private static List<PolicySignature> signatures(Place file) throws MalformedInput {
        var found = new ArrayList<PolicySignature>();
        if (!file.has("signatures") || isEmptyList(file.get("signatures"))) return found;
        for (var item : file.get("signatures").items(256)) {
            item.object(Set.of("by", "alg", "sig"));
            found.add(new PolicySignature(
                    Ids.person(item.get("by")),
                    item.get("alg").matching(ALGORITHM, "ES256 or EdDSA"),
                    Bytes.ofHex(item.get("sig").matching(SIGNATURE, "64..1024 bytes in lower-case hex"))));
        }
        return found;
    }
}
