package tallystick.tools.decode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.call.Abis;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.chain.ethereum.call.ContractKinds;
import tallystick.core.chain.ethereum.call.DelegateTargets;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.PinnedState;
import tallystick.crypto.codec.Parsed;

/// What a knowledge file says to single chains' packages.
final class KnowledgeChapters {
    static final Set<String> FIELDS = Set.of("abis", "contracts", "delegateTargets", "lookupTables", "caps");

    private final KnowledgeFile accounts;

    /// @param accounts reads accounts
    KnowledgeChapters(KnowledgeFile accounts) {
        this.accounts = accounts;
    }

    Knowledge add(StrictJson file, Knowledge knowledge) throws Unusable {
        var known = knowledge;
        if (file.has("abis")) known = known.chapter(Abis.class, abis(file));
        if (file.has("contracts")) known = known.chapter(ContractKinds.class, contracts(file));
        if (file.has("delegateTargets")) known = known.chapter(DelegateTargets.class, targets(file));
        var pinned = PinnedState.none();
        for (var table : file.items("lookupTables")) {
            table.object(Set.of("account", "entries"));
            var entries = new ArrayList<Address>();
            for (var entry : table.items("entries"))
                entries.add(Address.parse(entry.text()).orElseThrow(() -> entry.expected("a solana address")));
            pinned = pinned.table(accounts.account(table), entries);
        }
        if (file.has("caps")) {
            var caps = file.get("caps").object(Set.of("bitcoinSatoshiPerKvb", "bitcoinPercent", "solanaFeeLamports"));
            if (caps.has("solanaFeeLamports")) pinned = pinned.feeCap(caps.number("solanaFeeLamports"));
            if (caps.has("bitcoinSatoshiPerKvb") || caps.has("bitcoinPercent"))
                known = known.chapter(
                        FeeLimits.class,
                        new FeeLimits(
                                caps.number("bitcoinSatoshiPerKvb", 0, Integer.MAX_VALUE),
                                caps.number("bitcoinPercent", 0, 100)));
        }
        return file.has("lookupTables") || file.has("caps") ? known.chapter(PinnedState.class, pinned) : known;
    }

    private Abis abis(StrictJson file) throws Unusable {
        var abis = new Abis(Map.of());
        for (var entry : file.items("abis")) {
            entry.object(Set.of("account", "functions"));
            var functions = new ArrayList<FunctionSignature>();
            for (var function : entry.items("functions"))
                switch (FunctionSignature.parse(function.text())) {
                    case Parsed.Ok<FunctionSignature>(var good) -> functions.add(good);
                    case Parsed.Malformed<FunctionSignature>(var offset, var expected) ->
                        throw function.expected("at character " + offset + " " + expected);
                }
            abis = abis.and(accounts.account(entry), functions);
        }
        return abis;
    }

    private ContractKinds contracts(StrictJson file) throws Unusable {
        var kinds = new HashMap<Account, ContractKind>();
        for (var entry : file.items("contracts")) {
            entry.object(Set.of("account", "kind"));
            kinds.put(accounts.account(entry), name(entry, "kind", ContractKind.values()));
        }
        return new ContractKinds(kinds);
    }

    private DelegateTargets targets(StrictJson file) throws Unusable {
        var targets = new DelegateTargets(Map.of());
        for (var entry : file.items("delegateTargets")) {
            entry.object(Set.of("account", "code"));
            targets = targets.and(accounts.account(entry), name(entry, "code", DelegateTargets.Code.values()));
        }
        return targets;
    }

    private static <E extends Enum<E>> E name(StrictJson entry, String field, E[] values) throws Unusable {
        var name = entry.text(field).toUpperCase(Locale.ROOT);
        for (var value : values) if (value.name().equals(name)) return value;
        throw entry.get(field)
                .expected("one of " + Stream.of(values).map(Enum::name).collect(Collectors.joining(", ")));
    }
}
