package tallystick.core.policy.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import tallystick.core.chain.Effect;
import tallystick.core.people.AuthStrength;
import tallystick.core.policy.AssetClass;
import tallystick.core.policy.Bounds;
import tallystick.core.policy.Criterion;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.NamedList;
import tallystick.crypto.codec.MalformedInput;

/// Reads what a rule asks about. Every name of a list, group or calendar has to stand in the same document and be of
/// the right kind.
final class MatchReader {
    private static final int MANY = 1024;
    private static final Pattern SELECTOR = Pattern.compile("[0-9a-f]{8}");
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*\\([A-Za-z0-9,()\\[\\]]*\\)");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    private final Set<String> groups;
    private final SortedMap<String, NamedList> lists;
    private final Set<String> calendars;

    MatchReader(Set<String> groups, SortedMap<String, NamedList> lists, Set<String> calendars) {
        this.groups = groups;
        this.lists = lists;
        this.calendars = calendars;
    }

    private final Map<String, Place.Reading<Criterion>> readings = Map.ofEntries(
            Map.entry("initiator", this::initiator),
            Map.entry("source", this::source),
            Map.entry("destination", this::destination),
            Map.entry("asset", this::asset),
            Map.entry("call", this::call),
            Map.entry("typedData", this::typedData),
            Map.entry("statement", this::statement),
            Map.entry("authority", this::authority),
            Map.entry("decoded", place -> new Criterion.IsDecoded(place.truth())),
            Map.entry("time", this::time),
            Map.entry("utxo", this::utxo),
            Map.entry("solana", this::solana),
            Map.entry("warnings", this::warnings),
            Map.entry("duplicate", this::duplicate),
            Map.entry("counterparty", this::counterparty),
            Map.entry("fee", this::fee),
            Map.entry("risk", this::risk),
            Map.entry("simulation", this::simulation),
            Map.entry("facts", this::facts),
            Map.entry("amount", this::amount));

    List<Criterion> read(Place match) throws MalformedInput {
        match.object(readings.keySet());
        var criteria = new ArrayList<Criterion>();
        for (var kind : Criterion.Kind.values()) {
            var place = match.find(kind.field());
            var reading = readings.get(kind.field());
            if (place.isPresent() && reading != null) criteria.add(reading.read(place.get()));
        }
        return criteria;
    }

    private Criterion initiator(Place place) throws MalformedInput {
        place.object(Set.of(
                "users", "groups", "notGroups", "roles", "apiKeys", "service", "ip", "authStrength", "sessionAgeMax"));
        return new Criterion.ByInitiator(
                place.set("users", MANY, Ids::person),
                place.set("groups", MANY, this::group),
                place.set("notGroups", MANY, this::group),
                place.set("roles", MANY, Place::name),
                place.set("apiKeys", MANY, Place::name),
                place.optional("service", Place::truth),
                place.distinct("ip", MANY, Ids::range),
                place.optional("authStrength", each -> each.constant(AuthStrength.values())),
                place.optional("sessionAgeMax", Place::duration));
    }

    private Criterion source(Place place) throws MalformedInput {
        place.object(Set.of("workspaces", "vaults", "wallets", "tiers", "tags", "chains"));
        return new Criterion.FromSource(
                names(place, "workspaces"),
                names(place, "vaults"),
                names(place, "wallets"),
                names(place, "tiers"),
                names(place, "tags"),
                place.distinct("chains", MANY, Ids::chain));
    }

    private static NavigableSet<String> names(Place place, String field) throws MalformedInput {
        return place.set(field, MANY, Place::name);
    }

    private Criterion destination(Place place) throws MalformedInput {
        place.object(Set.of("in", "notIn", "kinds", "lookAlike"));
        return new Criterion.ToDestination(
                addresses(place, "in"),
                addresses(place, "notIn"),
                place.set("kinds", MANY, each -> each.constant(Criterion.Place.values())),
                place.optional("lookAlike", Place::truth));
    }

    private Criterion asset(Place place) throws MalformedInput {
        place.object(Set.of("in", "notIn", "is", "class"));
        return new Criterion.OfAsset(
                place.set("in", MANY, this::assetList),
                place.set("notIn", MANY, this::assetList),
                place.distinct("is", MANY, Ids::asset),
                place.set("class", MANY, each -> each.constant(AssetClass.values())));
    }

    private Criterion call(Place place) throws MalformedInput {
        place.object(Set.of(
                "operation",
                "targetIn",
                "targetNotIn",
                "selectors",
                "signatures",
                "depth",
                "valueMin",
                "valueMax",
                "args"));
        return new Criterion.OfCall(
                place.optional("operation", each -> each.constant(Effect.Operation.values())),
                addresses(place, "targetIn"),
                addresses(place, "targetNotIn"),
                place.set("selectors", MANY, each -> each.matching(SELECTOR, "eight lower-case hex digits")),
                place.set(
                        "signatures", MANY, each -> each.matching(SIGNATURE, "a function such as f(address,uint256)")),
                depth(place),
                decimals(place, "valueMin", "valueMax"),
                arguments(place, "args"));
    }

    private static Optional<Bounds> depth(Place place) throws MalformedInput {
        var depth = place.find("depth");
        if (depth.isEmpty()) return Optional.empty();
        if (depth.get().json() instanceof tallystick.core.chain.json.Json.Text) {
            depth.get().matching(Pattern.compile("ANY"), "ANY, or an object with min or max");
            return Optional.empty();
        }
        depth.get().object(Set.of("min", "max"));
        return integers(depth.get(), "min", "max", 64);
    }

    private List<Criterion.ArgumentMatch> arguments(Place place, String field) throws MalformedInput {
        var found = new ArrayList<Criterion.ArgumentMatch>();
        if (!place.has(field)) return found;
        for (var each : place.get(field).items(64)) {
            each.object(Set.of("name", "is", "min", "max", "in"));
            if (!each.has("is") && !each.has("min") && !each.has("max") && !each.has("in"))
                throw each.expected("is, min, max or in");
            found.add(new Criterion.ArgumentMatch(
                    each.get("name").text(),
                    each.set("is", MANY, Place::text),
                    decimals(each, "min", "max"),
                    addresses(each, "in")));
        }
        return found;
    }

    private Criterion typedData(Place place) throws MalformedInput {
        place.object(Set.of("primaryTypes", "domains", "fields"));
        return new Criterion.OfTyped(
                place.set("primaryTypes", MANY, Place::text),
                place.set("domains", MANY, Place::text),
                arguments(place, "fields"));
    }

    private Criterion statement(Place place) throws MalformedInput {
        place.object(Set.of("kinds", "fields"));
        return new Criterion.OfStatement(names(place, "kinds"), arguments(place, "fields"));
    }

    private Criterion authority(Place place) throws MalformedInput {
        place.object(Set.of("kinds", "turns"));
        return new Criterion.OfAuthority(
                place.set("kinds", MANY, each -> each.constant(Effect.Authority.values())),
                place.set("turns", MANY, each -> each.constant(Effect.Turn.values())));
    }

    private Criterion time(Place place) throws MalformedInput {
        return TimeReader.read(place, calendars);
    }

    private Criterion utxo(Place place) throws MalformedInput {
        place.object(Set.of("inputsMin", "inputsMax", "feeRateMin", "feeRateMax", "change"));
        return new Criterion.OfUtxo(
                integers(place, "inputsMin", "inputsMax", 100_000),
                decimals(place, "feeRateMin", "feeRateMax"),
                place.optional("change", Place::truth));
    }

    private Criterion solana(Place place) throws MalformedInput {
        place.object(Set.of("durableNonce", "programsNotIn"));
        return new Criterion.OfSolana(place.optional("durableNonce", Place::truth), addresses(place, "programsNotIn"));
    }

    private Criterion warnings(Place place) throws MalformedInput {
        place.object(Set.of("codes"));
        return new Criterion.Warned(place.set("codes", MANY, MatchReader::code));
    }

    private Criterion duplicate(Place place) throws MalformedInput {
        place.object(Set.of("within"));
        return new Criterion.IsDuplicate(place.get("within").duration());
    }

    private Criterion counterparty(Place place) throws MalformedInput {
        place.object(Set.of("codeAgeMin", "codeAgeMax", "scoreMin", "scoreMax", "screened"));
        return new Criterion.OfCounterparty(
                place.optional("codeAgeMin", Place::duration),
                place.optional("codeAgeMax", Place::duration),
                integers(place, "scoreMin", "scoreMax", 100),
                place.optional("screened", Place::truth));
    }

    private Criterion risk(Place place) throws MalformedInput {
        place.object(Set.of("scoreMin", "scoreMax", "reasons"));
        return new Criterion.AtRisk(
                integers(place, "scoreMin", "scoreMax", 100), place.set("reasons", MANY, MatchReader::code));
    }

    private Criterion simulation(Place place) throws MalformedInput {
        place.object(Set.of("changes"));
        return new Criterion.Simulated(place.set("changes", MANY, MatchReader::code));
    }

    private Criterion facts(Place place) throws MalformedInput {
        var found = new java.util.TreeSet<FactKind>();
        for (var item : place.items(FactKind.values().length)) found.add(item.constant(FactKind.values()));
        return new Criterion.Established(found);
    }

    private Criterion amount(Place place) throws MalformedInput {
        return new Criterion.OfAmount(unit(place), bounds(place));
    }

    private Criterion fee(Place place) throws MalformedInput {
        return new Criterion.OfFee(unit(place), bounds(place));
    }

    private static Criterion.Unit unit(Place place) throws MalformedInput {
        place.object(Set.of("fiat", "priceAgeMax", "unit", "min", "max"));
        if (place.has("fiat") == place.has("unit")) throw place.expected("either fiat or unit");
        if (place.has("fiat"))
            return new Criterion.Unit.Fiat(currency(place.get("fiat")), place.optional("priceAgeMax", Place::duration));
        if (place.has("priceAgeMax")) throw place.get("priceAgeMax").expected("none where no price is asked");
        return switch (place.get("unit").constant(Unit.values())) {
            case ASSET -> new Criterion.Unit.Whole();
            case BASE -> new Criterion.Unit.Base();
        };
    }

    /// How the document names the units that are no currency.
    private enum Unit {
        ASSET,
        BASE
    }

    static String currency(Place place) throws MalformedInput {
        return place.matching(CURRENCY, "three capital letters of a currency");
    }

    private static Bounds bounds(Place place) throws MalformedInput {
        var bounds = decimals(place, "min", "max");
        if (bounds.isEmpty()) throw place.expected("min or max");
        return bounds.get();
    }

    private static Optional<Bounds> decimals(Place place, String min, String max) throws MalformedInput {
        return bounds(place, place.optional(min, Place::decimal), place.optional(max, Place::decimal));
    }

    private static Optional<Bounds> integers(Place place, String min, String max, int most) throws MalformedInput {
        return bounds(
                place,
                place.optional(min, each -> BigDecimal.valueOf(each.integer(0, most))),
                place.optional(max, each -> BigDecimal.valueOf(each.integer(0, most))));
    }

    private static Optional<Bounds> bounds(Place place, Optional<BigDecimal> min, Optional<BigDecimal> max)
            throws MalformedInput {
        if (min.isEmpty() && max.isEmpty()) return Optional.empty();
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0)
            throw place.expected("a least that is not above the most");
        return Optional.of(new Bounds(min, max));
    }

    private static String code(Place place) throws MalformedInput {
        return place.matching(CODE, "a code of capital letters, digits and underscores");
    }

    private String group(Place place) throws MalformedInput {
        var name = place.name();
        if (!groups.contains(name)) throw place.expected("a group of this policy");
        return name;
    }

    private NavigableSet<String> addresses(Place place, String field) throws MalformedInput {
        return place.set(field, MANY, each -> {
            var name = each.name();
            if (lists.get(name) instanceof NamedList.Addresses || lists.get(name) instanceof NamedList.AddressBook)
                return name;
            throw each.expected("a list of addresses of this policy");
        });
    }

    private String assetList(Place place) throws MalformedInput {
        var name = place.name();
        if (lists.get(name) instanceof NamedList.Assets) return name;
        throw place.expected("a list of assets of this policy");
    }
}
