package tallystick.core.chain.solana;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Account;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.Content;
import tallystick.core.chain.Forms;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.Seen;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Transactions as the network carries them, and what a knowledge file pins of the cluster's state.
///
/// **Threads** stateless.
final class SolanaForms implements Forms {
    private static final String RECORDED = "solanaTx";
    private static final Set<String> FIELDS = Set.of("lookupTables", "tokenAccounts", "caps.solanaFeeLamports");

    /// Canonical bytes are never taken for another form.
    @Override
    public Optional<Seen> read(Bytes given, Asked asked) {
        if (asked.content() != Content.TRANSACTION
                || SolanaTransaction.parse(asked.chain(), given) instanceof Parsed.Ok<SolanaTransaction>)
            return Optional.empty();
        return SignedMessage.of(given).map(signed -> switch (SolanaTransaction.parse(
                asked.chain(), signed.unsigned())) {
            case Parsed.Malformed<SolanaTransaction> _ ->
                new Seen.Refused("this transaction is already signed: give its unsigned bytes");
            case Parsed.Ok<SolanaTransaction>(var transaction) ->
                new Seen.Whole(
                        transaction,
                        Optional.empty(),
                        List.of("It came with %d good signatures of %d. The message alone is read."
                                .formatted(signed.signers().size(), signed.places())),
                        Optional.of(signed.signers()));
        });
    }

    @Override
    public Set<String> kinds() {
        return Set.of(RECORDED);
    }

    @Override
    public ChainId chain(Entry recorded) throws Unusable {
        var namespace = Solana.MAINNET.namespace();
        if (!recorded.has("chain") || recorded.text("chain").equals(namespace)) return Solana.MAINNET;
        var chain = recorded.text("chain");
        var reference = chain.startsWith(namespace + ":") ? chain.substring(namespace.length() + 1) : "";
        if (!ChainId.isValid(namespace, reference))
            throw recorded.get("chain").expected("solana, or one of its chains as CAIP-2");
        return new ChainId(namespace, reference);
    }

    /// A message, or a transaction with signatures, in hex with `0x` or base64.
    @Override
    public Seen read(Entry recorded, Asked asked) throws Unusable {
        var text = recorded.text("transaction");
        var bytes = text.startsWith("0x") ? recorded.hex("transaction") : base64(recorded.get("transaction"));
        var signed = read(bytes, asked);
        if (signed.isPresent()) return signed.get();
        return switch (SolanaTransaction.parse(asked.chain(), bytes)) {
            case Parsed.Ok<SolanaTransaction>(var transaction) -> Seen.Whole.of(transaction);
            case Parsed.Malformed<SolanaTransaction> malformed -> new Seen.Stuck(malformed);
        };
    }

    private static Bytes base64(Entry text) throws Unusable {
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(text.text()));
        } catch (IllegalArgumentException other) {
            throw text.expected("bytes in base64, or in hex with 0x");
        }
    }

    /// Wallets and endpoints hand everything over as base64.
    @Override
    public boolean isBase64(String text) {
        return true;
    }

    @Override
    public Set<String> fields() {
        return FIELDS;
    }

    @Override
    public Knowledge learn(Entry file, Knowledge known, Around around) throws Unusable {
        return file.has("lookupTables") || file.has("tokenAccounts") || file.has("caps")
                ? known.chapter(PinnedState.class, pinned(file, around))
                : known;
    }

    private static PinnedState pinned(Entry file, Around around) throws Unusable {
        var tables = new HashMap<Account, List<Address>>();
        for (var table : file.items("lookupTables")) {
            table.object(Set.of("account", "entries"));
            var entries = new ArrayList<Address>();
            for (var entry : table.items("entries"))
                entries.add(Address.parse(entry.text()).orElseThrow(() -> entry.expected("a solana address")));
            tables.put(around.account(table), entries);
        }
        var holdings = new HashMap<Account, PinnedState.Holding>();
        for (var held : file.items("tokenAccounts")) {
            held.object(Set.of("account", "mint", "owner", "tokenProgram"));
            holdings.put(
                    around.account(held),
                    new PinnedState.Holding(
                            address(held, "mint"), address(held, "owner"), address(held, "tokenProgram")));
        }
        var pinned = PinnedState.none().and(tables, holdings);
        return file.has("caps") && file.get("caps").has("solanaFeeLamports")
                ? pinned.feeCap(file.get("caps").natural("solanaFeeLamports"))
                : pinned;
    }

    private static Address address(Entry entry, String field) throws Unusable {
        var where = entry.get(field);
        return Address.parse(where.text()).orElseThrow(() -> where.expected("a solana address"));
    }
}
