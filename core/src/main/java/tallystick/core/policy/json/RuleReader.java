package tallystick.core.policy.json;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tallystick.core.chain.json.Json;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Delay;
import tallystick.core.policy.Demands;
import tallystick.core.policy.FactKind;
import tallystick.core.policy.Limit;
import tallystick.core.policy.Rule;
import tallystick.core.policy.RuleEffect;
import tallystick.core.policy.Signers;
import tallystick.core.policy.when.Condition;
import tallystick.crypto.codec.MalformedInput;
import tallystick.crypto.codec.Parsed;

/// Reads rules.
final class RuleReader {
    private static final Set<String> DEMANDS = Set.of("approvals", "signers", "delay", "expiresIn", "require");
    private static final Pattern MEASURE = Pattern.compile("FIAT:[A-Z]{3}|COUNT|ASSET");

    private final SortedMap<String, NavigableSet<PersonId>> groups;
    private final MatchReader matches;

    RuleReader(SortedMap<String, NavigableSet<PersonId>> groups, MatchReader matches) {
        this.groups = groups;
        this.matches = matches;
    }

    Rule read(Place place) throws MalformedInput {
        place.object(Set.of(
                "id",
                "effect",
                "activity",
                "match",
                "when",
                "approvals",
                "signers",
                "delay",
                "expiresIn",
                "require",
                "limit"));
        var effect = place.get("effect").constant(RuleEffect.values());
        belongs(place, effect);
        var match = place.find("match");
        try {
            return new Rule(
                    place.get("id").name(),
                    effect,
                    activities(place.get("activity")),
                    match.isPresent() ? matches.read(match.get()) : List.of(),
                    place.optional("when", RuleReader::when),
                    demands(place),
                    place.optional("limit", this::limit));
        } catch (IllegalArgumentException refused) {
            throw place.expected("a sound rule: " + refused.getMessage());
        }
    }

    /// What a rule of this effect cannot have is refused at its own place.
    private static void belongs(Place place, RuleEffect effect) throws MalformedInput {
        for (var field : DEMANDS)
            if (place.has(field)
                    && switch (effect) {
                        case ALLOW -> !field.equals("signers") && !field.equals("expiresIn");
                        case REQUIRE -> false;
                        case LIMIT, DENY -> true;
                    }) throw place.get(field).expected("nothing: %s has no %s".formatted(effect, field));
        if (place.has("limit") != (effect == RuleEffect.LIMIT))
            throw place.expected("a limit with LIMIT, and with nothing else");
    }

    private static NavigableSet<Activity> activities(Place place) throws MalformedInput {
        var found = new TreeSet<Activity>();
        var items = place.items(Activity.values().length);
        if (items.size() == 1 && items.getFirst().json() instanceof Json.Text(var _, var text) && text.equals("*"))
            return found;
        for (var item : items)
            if (!found.add(item.constant(Activity.values()))) throw item.expected("each activity once");
        return found;
    }

    private static String when(Place place) throws MalformedInput {
        if (!(place.json() instanceof Json.Text(var _, var text)) || text.isBlank())
            throw place.expected("an expression");
        return switch (Condition.parse(text)) {
            case Parsed.Ok<Condition> _ -> text;
            case Parsed.Malformed<Condition>(var offset, var expected) ->
                throw place.expected("%s (at its character %d)".formatted(expected, offset));
        };
    }

    private Demands demands(Place place) throws MalformedInput {
        return new Demands(
                approvals(place),
                place.optional("signers", RuleReader::signers).orElse(Signers.any()),
                place.optional("delay", this::delay).orElse(Delay.none()),
                place.optional("expiresIn", RuleReader::positive),
                place.set("require", FactKind.values().length, each -> each.constant(FactKind.values())));
    }

    private List<ApprovalTerm> approvals(Place place) throws MalformedInput {
        var found = new ArrayList<ApprovalTerm>();
        if (!place.has("approvals")) return found;
        for (var each : place.get("approvals").items(32)) {
            each.object(Set.of("group", "min", "excludeInitiator", "authStrength", "order"));
            var group = group(each.get("group"));
            found.add(new ApprovalTerm(
                    group,
                    groups.getOrDefault(group, new TreeSet<>()),
                    each.get("min").integer(1, 256),
                    each.optional("excludeInitiator", Place::truth).orElse(true),
                    each.optional("authStrength", one -> one.constant(AuthStrength.values()))
                            .orElse(AuthStrength.PASSKEY),
                    each.optional("order", one -> one.integer(1, 32)).orElse(1)));
        }
        return found;
    }

    private String group(Place place) throws MalformedInput {
        var name = place.name();
        if (!groups.containsKey(name)) throw place.expected("a group of this policy");
        return name;
    }

    private static Signers signers(Place place) throws MalformedInput {
        place.object(Set.of("mustInclude", "minWeight"));
        return new Signers(
                place.set("mustInclude", 64, each -> {
                    var name = each.text();
                    if (Signers.isValid(name)) return name;
                    throw each.expected("a node, or role: and a role of nodes");
                }),
                place.optional("minWeight", each -> each.integer(1, 65_536)).orElse(0));
    }

    private Delay delay(Place place) throws MalformedInput {
        place.object(Set.of("min", "cancelBy"));
        return new Delay(positive(place.get("min")), place.set("cancelBy", 64, this::group));
    }

    private static Duration positive(Place place) throws MalformedInput {
        var duration = place.duration();
        if (duration.isZero()) throw place.expected("a duration that is not zero");
        return duration;
    }

    private Limit limit(Place place) throws MalformedInput {
        place.object(Set.of("measure", "priceAgeMax", "max", "window", "per", "counts", "onExceed"));
        var counts = place.find("counts");
        if (counts.isPresent()) counts.get().matching(Pattern.compile("RESERVED"), "RESERVED");
        return new Limit(
                measure(place),
                place.get("max").decimal(),
                window(place.get("window")),
                place.set("per", Limit.Per.values().length, RuleReader::per),
                onExceed(place),
                freeze(place));
    }

    private static Limit.Measure measure(Place place) throws MalformedInput {
        var text = place.get("measure").matching(MEASURE, "FIAT: and a currency, COUNT or ASSET");
        if (text.startsWith("FIAT:"))
            return new Limit.Measure.Fiat(text.substring(5), place.optional("priceAgeMax", Place::duration));
        if (place.has("priceAgeMax")) throw place.get("priceAgeMax").expected("none where no price is asked");
        return text.equals("COUNT") ? new Limit.Measure.Count() : new Limit.Measure.BaseUnits();
    }

    private static Limit.Window window(Place place) throws MalformedInput {
        place.object(Set.of("type", "length", "tz", "unit"));
        var type = place.get("type").constant(WindowType.values());
        for (var field : List.of("length", "tz", "unit"))
            if (place.has(field) != type.fields().contains(field))
                throw place.expected(
                        type.fields().contains(field) ? "a field " + field : "no field %s".formatted(field));
        return switch (type) {
            case ROLLING -> new Limit.Window.Rolling(positive(place.get("length")));
            case CALENDAR ->
                new Limit.Window.Calendar(
                        TimeReader.zone(place.get("tz")), place.get("unit").constant(Limit.Unit.values()));
            case LIFETIME -> new Limit.Window.Lifetime();
        };
    }

    /// How the document names windows, with the fields that each has.
    private enum WindowType {
        ROLLING,
        CALENDAR,
        LIFETIME;

        private Set<String> fields() {
            return switch (this) {
                case ROLLING -> Set.of("length");
                case CALENDAR -> Set.of("tz", "unit");
                case LIFETIME -> Set.of();
            };
        }
    }

    private static Limit.Per per(Place place) throws MalformedInput {
        if (place.json() instanceof Json.Text(var _, var text))
            for (var per : Limit.Per.values()) if (Place.lower(per.name()).equals(text)) return per;
        throw place.expected("source, vault, destination, initiator, asset or chain");
    }

    /// @spec docs/spec/policy.md#PO-20 policy
    private static Optional<Limit.Freeze> freeze(Place place) throws MalformedInput {
        if (!place.has("onExceed")) return Optional.empty();
        return place.get("onExceed").optional("freeze", each -> each.constant(Limit.Freeze.values()));
    }

    private Optional<Demands> onExceed(Place place) throws MalformedInput {
        if (!place.has("onExceed")) return Optional.empty();
        var exceeded = place.get("onExceed");
        exceeded.object(Set.of("effect", "freeze", "approvals", "signers", "delay", "expiresIn", "require"));
        var effect = exceeded.get("effect").constant(RuleEffect.values());
        var alone = exceeded.has("freeze") ? 2 : 1;
        if (effect == RuleEffect.DENY
                && exceeded.json() instanceof Json.Members(var _, var fields)
                && fields.size() == alone) return Optional.empty();
        if (effect != RuleEffect.REQUIRE || exceeded.has("freeze"))
            throw exceeded.expected("DENY with nothing else but freeze, or REQUIRE");
        var demands = demands(exceeded);
        if (demands.equals(Demands.none())) throw exceeded.expected("something that is required");
        return Optional.of(demands);
    }
}
