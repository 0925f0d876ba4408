package tallystick.core.chain.ethereum.forms;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.ethereum.abi.AbiFile;
import tallystick.core.chain.ethereum.abi.FunctionSignature;
import tallystick.core.chain.ethereum.call.Abis;
import tallystick.core.chain.ethereum.call.ContractKind;
import tallystick.core.chain.ethereum.call.ContractKinds;
import tallystick.core.chain.ethereum.call.DelegateTargets;
import tallystick.core.chain.ethereum.descriptor.DescriptorFile;
import tallystick.core.chain.ethereum.descriptor.Descriptors;
import tallystick.core.chain.ethereum.descriptor.PinnedFiles;
import tallystick.core.chain.ethereum.envelope.DataFees;
import tallystick.core.chain.ethereum.envelope.FeeCaps;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What a knowledge file says to the packages of EVM chains.
record Chapters(Forms.Around around) {
    static final Set<String> FIELDS =
            Set.of("abis", "descriptors", "contracts", "delegateTargets", "feeCaps", "dataFees");
    private static final int DESCRIPTOR_BYTES_MAX = 4 * 1024 * 1024;

    Knowledge add(Entry file, Knowledge knowledge) throws Unusable {
        var known = knowledge;
        if (file.has("abis")) known = known.chapter(Abis.class, abis(file));
        if (file.has("contracts")) known = known.chapter(ContractKinds.class, contracts(file));
        if (file.has("delegateTargets")) known = known.chapter(DelegateTargets.class, targets(file));
        if (file.has("descriptors")) known = known.chapter(Descriptors.class, descriptors(file));
        if (file.has("dataFees")) known = known.chapter(DataFees.class, dataFees(file));
        return file.has("feeCaps") ? known.chapter(FeeCaps.class, feeCaps(file)) : known;
    }

    private static FeeCaps feeCaps(Entry file) throws Unusable {
        var caps = new HashMap<ChainId, FeeCaps.FeeCap>();
        for (var entry : file.items("feeCaps")) {
            entry.object(Set.of("chain", "weiPerGas", "wei"));
            caps.put(chain(entry.get("chain")), new FeeCaps.FeeCap(entry.natural("weiPerGas"), entry.natural("wei")));
        }
        return new FeeCaps(caps);
    }

    /// Files beside this one, each with the hash that says it is the one that was looked at.
    private Descriptors descriptors(Entry file) throws Unusable {
        var files = new LinkedHashMap<String, PinnedFiles.Pinned>();
        for (var entry : file.items("descriptors")) {
            entry.object(Set.of("file", "sha256"));
            var hash = entry.hex("sha256");
            if (hash.length() != Digest32.LENGTH_BYTES)
                throw entry.get("sha256").expected("32 bytes in hex");
            var pinned = new PinnedFiles.Pinned(content(entry), new Digest32(hash));
            if (files.put(entry.text("file"), pinned) != null)
                throw entry.get("file").expected("each file once");
        }
        var all = new PinnedFiles(files);
        var parts = all.parts();
        var descriptors = new Descriptors(Map.of());
        for (var entry : file.items("descriptors")) {
            if (parts.contains(entry.text("file"))) continue;
            descriptors = switch (all.read(entry.text("file"))) {
                case Parsed.Ok<DescriptorFile>(var good) -> descriptors.and(good);
                case Parsed.Malformed<DescriptorFile>(var offset, var expected) ->
                    throw entry.get("file").expected("at byte " + offset + " " + expected);
            };
        }
        return descriptors;
    }

    private Abis abis(Entry file) throws Unusable {
        var abis = new HashMap<Account, List<FunctionSignature>>();
        for (var entry : file.items("abis")) {
            entry.object(Set.of("account", "functions", "abi"));
            if (entry.has("functions") == entry.has("abi")) throw entry.expected("either functions or abi");
            if (entry.has("abi")) {
                abis.put(around.account(entry), compiled(entry.get("abi")));
                continue;
            }
            var functions = new ArrayList<FunctionSignature>();
            for (var function : entry.items("functions"))
                switch (FunctionSignature.parse(function.text())) {
                    case Parsed.Ok<FunctionSignature>(var good) -> functions.add(good);
                    case Parsed.Malformed<FunctionSignature>(var offset, var expected) ->
                        throw function.expected("at character " + offset + " " + expected);
                }
            abis.put(around.account(entry), functions);
        }
        return new Abis(abis);
    }

    private ContractKinds contracts(Entry file) throws Unusable {
        var kinds = new HashMap<Account, ContractKind>();
        for (var entry : file.items("contracts")) {
            entry.object(Set.of("account", "kind"));
            kinds.put(around.account(entry), entry.name("kind", ContractKind.values()));
        }
        return new ContractKinds(kinds);
    }

    private DelegateTargets targets(Entry file) throws Unusable {
        var targets = new HashMap<Account, DelegateTargets.Code>();
        for (var entry : file.items("delegateTargets")) {
            entry.object(Set.of("account", "code"));
            targets.put(around.account(entry), entry.name("code", DelegateTargets.Code.values()));
        }
        return new DelegateTargets(targets);
    }

    private static DataFees dataFees(Entry file) throws Unusable {
        var chains = new HashSet<ChainId>();
        for (var entry : file.items("dataFees")) chains.add(chain(entry));
        return new DataFees(chains);
    }

    private static ChainId chain(Entry entry) throws Unusable {
        var chain = entry.text().split(":", 2);
        if (chain.length != 2 || !chain[0].equals("eip155") || !ChainId.isValid(chain[0], chain[1]))
            throw entry.expected("a chain such as eip155:1");
        return new ChainId(chain[0], chain[1]);
    }

    private Bytes content(Entry entry) throws Unusable {
        var content = around.file(entry.get("file"), DESCRIPTOR_BYTES_MAX);
        if (content.length() > DESCRIPTOR_BYTES_MAX)
            throw entry.get("file").expected("a file of at most %d bytes".formatted(DESCRIPTOR_BYTES_MAX));
        return content;
    }

    /// The interface as compilers write it.
    private static List<FunctionSignature> compiled(Entry abi) throws Unusable {
        return switch (AbiFile.read(abi.json())) {
            case Parsed.Ok<List<FunctionSignature>>(var functions) -> functions;
            case Parsed.Malformed<List<FunctionSignature>>(var _, var expected) -> throw abi.expected(expected);
        };
    }
}
