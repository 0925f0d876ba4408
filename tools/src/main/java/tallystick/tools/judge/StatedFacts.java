package tallystick.tools.judge;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Chain;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.json.Unusable;
import tallystick.core.intent.IntentId;
import tallystick.core.policy.Names;
import tallystick.core.policy.judge.Fact;
import tallystick.core.policy.judge.FactSource;
import tallystick.crypto.hash.Digest32;

/// What a recorded object says was established about the world at its time, taken for verified.
///
/// **Form** `docs/spec/judge.md`, field `facts`.
///
/// @param codeSince of contracts
/// @param screened of accounts: whether no list of sanctions names them
/// @param prices of assets in US dollars
/// @param changes what a simulation saw
/// @param sourceEvent whether what it answers happened
/// @param score how risky the request is
record StatedFacts(
        Map<Account, Instant> codeSince,
        Map<Account, Boolean> screened,
        Map<Asset, BigDecimal> prices,
        Optional<NavigableSet<String>> changes,
        Optional<Boolean> sourceEvent,
        Optional<Integer> score,
        Instant at)
        implements FactSource {
    private static final Set<String> FIELDS =
            Set.of("codeSince", "screened", "pricesUsd", "changes", "sourceEvent", "riskScore");

    /// Copies.
    StatedFacts {
        codeSince = Map.copyOf(codeSince);
        screened = Map.copyOf(screened);
        prices = Map.copyOf(prices);
    }

    /// What a field `facts` says; nothing if there is none.
    ///
    /// @param at when it was so
    /// @spec docs/spec/judge.md#JU-4 judge
    static StatedFacts read(Entry vector, Chain reader, ChainId chain, Instant at) throws Unusable {
        var codeSince = new HashMap<Account, Instant>();
        var screened = new HashMap<Account, Boolean>();
        var prices = new HashMap<Asset, BigDecimal>();
        if (!vector.has("facts"))
            return new StatedFacts(
                    codeSince, screened, prices, Optional.empty(), Optional.empty(), Optional.empty(), at);
        var facts = vector.get("facts").object(FIELDS);
        if (facts.has("codeSince"))
            for (var name : facts.get("codeSince").names())
                codeSince.put(account(facts.get("codeSince"), name, reader, chain), moment(facts, name));
        if (facts.has("screened"))
            for (var name : facts.get("screened").names())
                screened.put(account(facts.get("screened"), name, reader, chain), yes(facts.get("screened"), name));
        if (facts.has("pricesUsd"))
            for (var name : facts.get("pricesUsd").names())
                prices.put(
                        asset(facts, name, chain), price(facts.get("pricesUsd").get(name)));
        return new StatedFacts(
                codeSince,
                screened,
                prices,
                facts.has("changes") ? Optional.of(texts(facts.get("changes"))) : Optional.empty(),
                facts.has("sourceEvent") ? Optional.of(yes(facts, "sourceEvent")) : Optional.empty(),
                facts.has("riskScore") ? Optional.of(facts.number("riskScore", 0, 100)) : Optional.empty(),
                at);
    }

    private static Account account(Entry where, String name, Chain reader, ChainId chain) throws Unusable {
        return reader.account(chain, name)
                .orElseThrow(() -> where.expected("accounts of " + chain + " with their right checksum"));
    }

    private static Asset asset(Entry facts, String name, ChainId chain) throws Unusable {
        var parts = name.split(":", 2);
        try {
            if (parts.length == 2) return new Asset(chain, parts[0], parts[1]);
        } catch (IllegalArgumentException notOfTheForm) {
            throw facts.get("pricesUsd").expected("assets such as slip44:60 or erc20:0x...");
        }
        throw facts.get("pricesUsd").expected("assets such as slip44:60 or erc20:0x...");
    }

    private static Instant moment(Entry facts, String name) throws Unusable {
        var since = facts.get("codeSince");
        try {
            return Instant.parse(since.text(name));
        } catch (DateTimeParseException noTime) {
            throw since.expected("moments such as 2026-01-31T12:00:00Z");
        }
    }

    private static boolean yes(Entry where, String name) throws Unusable {
        if (where.get(name).json() instanceof Json.Truth(var _, var value)) return value;
        throw where.get(name).expected("true or false");
    }

    private static BigDecimal price(Entry price) throws Unusable {
        var text = price.text();
        if (!text.matches("-?[0-9]{1,30}(\\.[0-9]{1,18})?")) throw price.expected("a decimal number as text");
        return new BigDecimal(text);
    }

    private static NavigableSet<String> texts(Entry list) throws Unusable {
        List<String> all = new ArrayList<>();
        for (var each : list.items()) all.add(each.text());
        return Names.sorted(all);
    }

    private <T> Fact<T> known(Optional<T> value) {
        return value.<Fact<T>>map(each -> new Fact.Known<>(each, at)).orElseGet(Fact.Missing::new);
    }

    @Override
    public Fact<BigDecimal> price(Asset asset, String currency) {
        return known(Optional.ofNullable(prices.get(asset)).filter(_ -> currency.equals("USD")));
    }

    @Override
    public Fact<Risk> risk(IntentId intent) {
        return known(score.map(each -> new Risk(each, Names.sorted(List.<String>of()))));
    }

    @Override
    public Fact<Boolean> isScreened(Account account) {
        return known(Optional.ofNullable(screened.get(account)));
    }

    @Override
    public Fact<Instant> codeSince(Account contract) {
        return known(Optional.ofNullable(codeSince.get(contract)));
    }

    @Override
    public Fact<NavigableSet<String>> changes(List<Digest32> digests) {
        return known(changes);
    }

    @Override
    public Fact<Boolean> hasSourceEvent(IntentId intent) {
        return known(sourceEvent);
    }
}
