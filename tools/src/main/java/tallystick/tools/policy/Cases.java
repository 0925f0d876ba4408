package tallystick.tools.policy;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.intent.IntentId;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.PersonId;
import tallystick.core.policy.Activity;
import tallystick.core.policy.Names;
import tallystick.core.policy.Scope;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Leg;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Quantity;
import tallystick.core.policy.matter.Source;
import tallystick.core.policy.rehearse.Replay;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.tools.judge.StandInWitness;
import tallystick.tools.judge.StatedFacts;

/// Matters that are only thought of, in the words of rules.
///
/// **Form** `docs/spec/policy-review.md`, *Cases*.
///
/// @param ids what they call themselves, in their order
/// @param cases in their order
/// @param decided what was made of them then, as far as they say it
record Cases(List<String> ids, List<Replay.Case> cases, List<Optional<Replay.Was>> decided) {
    private static final int CASES_MAX = 100_000;
    private static final Set<String> FIELDS = Set.of(
            "id", "at", "submittedAt", "chain", "source", "initiator", "legs", "facts", "book", "approvals", "decided");
    private static final Set<String> LEG =
            Set.of("activity", "to", "asset", "amount", "decimals", "internal", "decoded");

    /// Copies.
    Cases {
        ids = List.copyOf(ids);
        cases = List.copyOf(cases);
        decided = List.copyOf(decided);
    }

    /// With what was made of each then.
    ///
    /// @throws Unusable if one does not say it
    List<Replay.Recorded> recorded() throws Unusable {
        var recorded = new ArrayList<Replay.Recorded>();
        for (var i = 0; i < cases.size(); i++) {
            if (decided.get(i).isEmpty())
                throw new Unusable(
                        "%s does not say what was decided: give it \"decided\", or the policy of then by --before"
                                .formatted(ids.get(i)));
            recorded.add(new Replay.Recorded(cases.get(i), decided.get(i).get()));
        }
        return recorded;
    }

    /// Reads a file, with somebody of its own who signs what its cases say was established.
    ///
    /// @param org the organisation whose policy judges
    static Cases read(Bytes json, String org) throws Unusable {
        try (var home = SecretMemory.open();
                var witness = new StandInWitness(new SystemEntropy(), home)) {
            return read(json, org, witness);
        }
    }

    /// Reads a file.
    ///
    /// @param org the organisation whose policy judges
    /// @param witness signs what a case says was established
    /// @spec docs/spec/policy-review.md#PV-6 policy-review
    static Cases read(Bytes json, String org, StandInWitness witness) throws Unusable {
        var file = Entry.parse(json, "case");
        var items = file.isList() ? file.items() : file.has("cases") ? file.items("cases") : List.of(file);
        if (items.size() > CASES_MAX) throw file.expected("at most %d cases".formatted(CASES_MAX));
        var ids = new ArrayList<String>();
        var cases = new ArrayList<Replay.Case>();
        var decided = new ArrayList<Optional<Replay.Was>>();
        for (var item : items) {
            ids.add(item.has("id") ? name(item, "id") : "#" + ids.size());
            cases.add(one(item, org, cases.size(), witness));
            decided.add(
                    item.has("decided") ? Optional.of(item.name("decided", Replay.Was.values())) : Optional.empty());
        }
        return new Cases(ids, cases, decided);
    }

    private static String name(Entry entry, String field) throws Unusable {
        var name = entry.text(field);
        if (!Names.isValid(name)) throw entry.get(field).expected("a name of letters, digits, . _ -");
        return name;
    }

    private static Replay.Case one(Entry item, String org, int position, StandInWitness witness) throws Unusable {
        item.object(FIELDS);
        var at = moment(item, "at");
        var chains = Chains.all();
        Optional<ChainId> chain = item.has("chain") ? Optional.of(chain(item, chains)) : Optional.empty();
        var family = chain.flatMap(chains::family);
        var legs = new ArrayList<Leg>();
        for (var leg : item.get("legs").items()) legs.add(leg(leg, chain, family));
        var intent = new IntentId(Transcript.of("tallystick/rehearsal/v1/intent")
                .add("position", position)
                .add("at", at.toString())
                .digest());
        var asked = new Matter.Asked(
                intent,
                source(item, org),
                initiator(item),
                List.of(),
                legs.stream().anyMatch(leg -> leg.activity() == Activity.REPLACE_BY_FEE),
                item.has("submittedAt") ? moment(item, "submittedAt") : at);
        var matter = new Matter(
                asked,
                chain,
                Optional.empty(),
                legs,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
        var known = circumstances(item, matter, family, at, witness)
                .with(ThoughtVoices.read(item, asked.initiator(), asked.submittedAt()));
        return new Replay.Case(matter, known, at);
    }

    static Instant moment(Entry entry, String field) throws Unusable {
        try {
            return Instant.parse(entry.text(field));
        } catch (DateTimeParseException noMoment) {
            throw entry.get(field).expected("a moment such as 2026-01-31T12:00:00Z");
        }
    }

    private static ChainId chain(Entry item, Chains chains) throws Unusable {
        var parts = item.text("chain").split(":", 2);
        if (parts.length == 2 && ChainId.isValid(parts[0], parts[1])) {
            var chain = new ChainId(parts[0], parts[1]);
            if (chains.family(chain).filter(family -> family.serves(chain)).isPresent()) return chain;
        }
        throw item.get("chain").expected("a known chain such as eip155:1");
    }

    private static Source source(Entry item, String org) throws Unusable {
        if (!item.has("source")) return Source.of(Scope.of(org), List.of());
        var source = item.get("source").object(Set.of("workspace", "vault", "wallet", "tier", "tags"));
        var tags = new ArrayList<String>();
        for (var tag : source.items("tags")) tags.add(tag.text());
        try {
            return new Source(
                    new Scope(org, text(source, "workspace"), text(source, "vault"), text(source, "wallet")),
                    text(source, "tier"),
                    Names.sorted(tags),
                    Optional.empty());
        } catch (IllegalArgumentException gap) {
            throw source.expected("names, and no inner place without the outer ones");
        }
    }

    private static Optional<String> text(Entry entry, String field) throws Unusable {
        return entry.has(field) ? Optional.of(entry.text(field)) : Optional.empty();
    }

    private static Initiator initiator(Entry item) throws Unusable {
        if (!item.has("initiator")) return Initiator.of(new PersonId("u:somebody"), AuthStrength.PASSKEY);
        var entry = item.get("initiator").object(Set.of("id", "roles", "strength", "apiKey"));
        var roles = new ArrayList<String>();
        for (var role : entry.items("roles")) roles.add(role.text());
        return new Initiator(
                person(entry, "id"),
                Names.sorted(roles),
                entry.has("apiKey") ? Optional.of(name(entry, "apiKey")) : Optional.empty(),
                Optional.empty(),
                strength(entry),
                Optional.empty());
    }

    static PersonId person(Entry entry, String field) throws Unusable {
        if (!PersonId.isValid(entry.text(field))) throw entry.get(field).expected("a person such as u:ann");
        return new PersonId(entry.text(field));
    }

    static AuthStrength strength(Entry entry) throws Unusable {
        return entry.has("strength") ? entry.name("strength", AuthStrength.values()) : AuthStrength.PASSKEY;
    }

    private static Leg leg(Entry item, Optional<ChainId> chain, Optional<Chain> family) throws Unusable {
        item.object(LEG);
        Optional<Account> to = item.has("to") ? Optional.of(account(item, chain, family)) : Optional.empty();
        Optional<Asset> asset = item.has("asset") ? Optional.of(asset(item, chain)) : Optional.empty();
        Optional<Quantity> amount = item.has("amount") ? Optional.of(amount(item)) : Optional.empty();
        if (asset.isPresent() != amount.isPresent()) throw item.expected("asset and amount, or neither");
        return new Leg(
                item.name("activity", Activity.values()),
                to,
                asset,
                amount,
                item.has("decimals") ? OptionalInt.of(item.number("decimals", 0, 36)) : OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                truth(item, "decoded", true),
                truth(item, "internal", false));
    }

    private static Quantity amount(Entry item) throws Unusable {
        return item.isText("amount") && item.text("amount").equals("unlimited")
                ? new Quantity.Unlimited()
                : Quantity.of(item.natural("amount"));
    }

    private static boolean truth(Entry item, String field, boolean otherwise) throws Unusable {
        if (!item.has(field)) return otherwise;
        if (item.get(field).json() instanceof Json.Truth(var _, var value)) return value;
        throw item.get(field).expected("true or false");
    }

    private static Account account(Entry item, Optional<ChainId> chain, Optional<Chain> family) throws Unusable {
        if (chain.isPresent() && family.isPresent()) {
            var found = family.get().account(chain.get(), item.text("to"));
            if (found.isPresent()) return found.get();
        }
        throw item.get("to").expected("an address of the case's chain with its right checksum");
    }

    private static Asset asset(Entry item, Optional<ChainId> chain) throws Unusable {
        var parts = item.text("asset").split(":", 2);
        try {
            if (parts.length == 2 && chain.isPresent()) return new Asset(chain.get(), parts[0], parts[1]);
        } catch (IllegalArgumentException notOfTheForm) {
            throw item.get("asset").expected("an asset such as slip44:60 or erc20:0x...");
        }
        throw item.get("asset").expected("an asset such as slip44:60 or erc20:0x..., of the case's chain");
    }

    private static Circumstances circumstances(
            Entry item, Matter matter, Optional<Chain> family, Instant at, StandInWitness witness) throws Unusable {
        var chain = matter.chain();
        var known = Circumstances.none();
        if (chain.isEmpty() || family.isEmpty()) {
            if (item.has("facts") || item.has("book")) throw item.expected("a chain beside facts or book");
            return known;
        }
        Map<Account, KnownAccounts.Entry> book = new HashMap<>();
        if (item.has("book"))
            for (var name : item.get("book").names())
                book.put(
                        family.get().account(chain.get(), name).orElseThrow(() -> expectedAccounts(item)),
                        KnownAccounts.Entry.since(moment(item.get("book"), name)));
        return known.with(witness.facts(StatedFacts.read(item, family.get(), chain.get(), matter), at))
                .with(new KnownAccounts(book, List.of()));
    }

    private static Unusable expectedAccounts(Entry item) {
        return item.expected("in book, addresses of the case's chain with their right checksum");
    }
}
