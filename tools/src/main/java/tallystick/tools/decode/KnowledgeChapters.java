package tallystick.tools.decode;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.bitcoin.ChainTip;
import tallystick.core.chain.bitcoin.FeeLimits;
import tallystick.core.chain.ethereum.abi.AbiFile;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.call.Abis;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.chain.ethereum.call.ContractKinds;
import tallystick.core.chain.ethereum.call.DelegateTargets;
import tallystick.core.chain.ethereum.descriptor.DescriptorFile;
import tallystick.core.chain.ethereum.descriptor.Descriptors;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.solana.Address;
import tallystick.core.chain.solana.PinnedState;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What a knowledge file says to single chains' packages.
final class KnowledgeChapters {
    static final Set<String> FIELDS = Set.of(
            "abis",
            "descriptors",
            "contracts",
            "delegateTargets",
            "lookupTables",
            "tokenAccounts",
            "caps",
            "feeCaps",
            "bitcoinTip");
    private static final int DESCRIPTOR_BYTES_MAX = 4 * 1024 * 1024;

    private final KnowledgeFile accounts;
    private final Path directory;

    /// @param accounts reads accounts
    /// @param directory where files that it names are looked for
    KnowledgeChapters(KnowledgeFile accounts, Path directory) {
        this.accounts = accounts;
        this.directory = directory;
    }

    Knowledge add(StrictJson file, Knowledge knowledge) throws IOException, Unusable {
        var known = knowledge;
        if (file.has("abis")) known = known.chapter(Abis.class, abis(file));
        if (file.has("contracts")) known = known.chapter(ContractKinds.class, contracts(file));
        if (file.has("delegateTargets")) known = known.chapter(DelegateTargets.class, targets(file));
        if (file.has("descriptors")) known = known.chapter(Descriptors.class, descriptors(file));
        if (file.has("feeCaps")) known = known.chapter(FeeCaps.class, feeCaps(file));
        if (file.has("bitcoinTip")) known = known.chapter(ChainTip.class, tip(file.get("bitcoinTip")));
        if (file.has("caps")) {
            var caps = file.get("caps").object(Set.of("bitcoinSatoshiPerKvb", "bitcoinPercent", "solanaFeeLamports"));
            if (caps.has("bitcoinSatoshiPerKvb") || caps.has("bitcoinPercent"))
                known = known.chapter(
                        FeeLimits.class,
                        new FeeLimits(
                                caps.number("bitcoinSatoshiPerKvb", 0, Integer.MAX_VALUE),
                                caps.number("bitcoinPercent", 0, 100)));
        }
        return file.has("lookupTables") || file.has("tokenAccounts") || file.has("caps")
                ? known.chapter(PinnedState.class, pinned(file))
                : known;
    }

    private PinnedState pinned(StrictJson file) throws Unusable {
        var pinned = PinnedState.none();
        for (var table : file.items("lookupTables")) {
            table.object(Set.of("account", "entries"));
            var entries = new ArrayList<Address>();
            for (var entry : table.items("entries"))
                entries.add(Address.parse(entry.text()).orElseThrow(() -> entry.expected("a solana address")));
            pinned = pinned.table(accounts.account(table), entries);
        }
        for (var held : file.items("tokenAccounts")) {
            held.object(Set.of("account", "mint", "owner", "tokenProgram"));
            pinned = pinned.holding(
                    accounts.account(held),
                    new PinnedState.Holding(solana(held, "mint"), solana(held, "owner"), solana(held, "tokenProgram")));
        }
        return file.has("caps") && file.get("caps").has("solanaFeeLamports")
                ? pinned.feeCap(positive(file.get("caps"), "solanaFeeLamports"))
                : pinned;
    }

    private static Address solana(StrictJson entry, String field) throws Unusable {
        var where = entry.get(field);
        return Address.parse(where.text()).orElseThrow(() -> where.expected("a solana address"));
    }

    private static BigInteger positive(StrictJson entry, String field) throws Unusable {
        var number = entry.number(field);
        if (number.signum() < 0) throw entry.get(field).expected("a number from 0 on");
        return number;
    }

    private static FeeCaps feeCaps(StrictJson file) throws Unusable {
        var caps = FeeCaps.none();
        for (var entry : file.items("feeCaps")) {
            entry.object(Set.of("chain", "weiPerGas", "wei"));
            var chain = entry.text("chain").split(":", 2);
            if (chain.length != 2 || !chain[0].equals("eip155") || !ChainId.isValid(chain[0], chain[1]))
                throw entry.get("chain").expected("a chain such as eip155:1");
            caps = caps.with(
                    new ChainId(chain[0], chain[1]),
                    new FeeCaps.FeeCap(positive(entry, "weiPerGas"), positive(entry, "wei")));
        }
        return caps;
    }

    private static ChainTip tip(StrictJson tip) throws Unusable {
        tip.object(Set.of("height", "medianTime"));
        try {
            return new ChainTip(tip.number("height", 0, Integer.MAX_VALUE), Instant.parse(tip.text("medianTime")));
        } catch (DateTimeParseException noTime) {
            throw tip.get("medianTime").expected("a moment such as 2026-01-31T12:00:00Z");
        }
    }

    /// Files beside this one, each with the hash that says it is the one that was looked at.
    private Descriptors descriptors(StrictJson file) throws IOException, Unusable {
        var descriptors = new Descriptors(Map.of());
        for (var entry : file.items("descriptors")) {
            entry.object(Set.of("file", "sha256"));
            var hash = entry.hex("sha256");
            if (hash.length() != Digest32.LENGTH_BYTES)
                throw entry.get("sha256").expected("32 bytes in hex");
            descriptors = switch (DescriptorFile.parse(content(entry), new Digest32(hash))) {
                case Parsed.Ok<DescriptorFile>(var good) -> descriptors.and(good);
                case Parsed.Malformed<DescriptorFile>(var offset, var expected) ->
                    throw entry.get("file").expected("at byte " + offset + " " + expected);
            };
        }
        return descriptors;
    }

    private Bytes content(StrictJson entry) throws IOException, Unusable {
        try (var stream = Files.newInputStream(directory.resolve(entry.text("file")))) {
            var content = stream.readNBytes(DESCRIPTOR_BYTES_MAX + 1);
            if (content.length > DESCRIPTOR_BYTES_MAX)
                throw entry.get("file").expected("a file of at most %d bytes".formatted(DESCRIPTOR_BYTES_MAX));
            return Bytes.copyOf(content);
        } catch (InvalidPathException noName) {
            throw entry.get("file").expected("the name of a file");
        }
    }

    private Abis abis(StrictJson file) throws Unusable {
        var abis = new Abis(Map.of());
        for (var entry : file.items("abis")) {
            entry.object(Set.of("account", "functions", "abi"));
            if (entry.has("functions") == entry.has("abi")) throw entry.expected("either functions or abi");
            if (entry.has("abi")) {
                abis = abis.and(accounts.account(entry), compiled(entry.get("abi")));
                continue;
            }
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

    /// The interface as compilers write it.
    private static List<FunctionSignature> compiled(StrictJson abi) throws Unusable {
        return switch (AbiFile.parse(abi.json())) {
            case Parsed.Ok<List<FunctionSignature>>(var functions) -> functions;
            case Parsed.Malformed<List<FunctionSignature>>(var _, var expected) -> throw abi.expected(expected);
        };
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
