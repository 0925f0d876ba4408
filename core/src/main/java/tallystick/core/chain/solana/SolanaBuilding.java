package tallystick.core.chain.solana;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Json;
import tallystick.core.chain.json.Unusable;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;

/// Reads what an account has from a state file.
///
/// **Threads** stateless.
public final class SolanaBuilding implements Building {
    private static final Set<String> FIELDS =
            Set.of("blockhash", "nonce", "budget", "balance", "receiverBalance", "rentExempt", "tokens");
    private static final int COIN = 501;
    private static final int HASH_TEXT_CHARS_MAX = 44;

    @Override
    public Asset coin(ChainId chain) {
        return Asset.coin(chain, COIN);
    }

    /// @spec docs/spec/state.md#ST-4 state
    @Override
    public Builder builder(Asked asked, Entry state) throws Unusable {
        Building.fields(state, FIELDS);
        var payer = Address.of(asked.key().key());
        var lamports = new ClusterState.Lamports(
                u64(state, "balance"),
                state.has("receiverBalance") ? u64(state, "receiverBalance") : BigInteger.ZERO,
                state.has("rentExempt") ? u64(state, "rentExempt") : ClusterState.RENT_EXEMPT);
        var cluster = new ClusterState(
                state.has("blockhash") ? Optional.of(hash(state, "blockhash")) : Optional.empty(),
                state.has("nonce") ? Optional.of(nonce(state.get("nonce"), payer)) : Optional.empty(),
                state.has("budget") ? Optional.of(budget(state.get("budget"))) : Optional.empty(),
                lamports,
                tokens(state));
        return new SolanaBuilder(
                asked.chain(),
                payer,
                cluster,
                asked.knowledge()
                        .chapter(PinnedState.class)
                        .orElse(PinnedState.none())
                        .feeCap());
    }

    private static ClusterState.Nonce nonce(Entry nonce, Address payer) throws Unusable {
        nonce.object(Set.of("account", "authority", "value"));
        var authority = nonce.has("authority") ? address(nonce, "authority") : payer;
        if (!authority.equals(payer))
            throw nonce.get("authority").expected("the key's own account: nobody else signs here");
        return new ClusterState.Nonce(new NonceAccount(address(nonce, "account"), authority), hash(nonce, "value"));
    }

    private static ClusterState.Budget budget(Entry budget) throws Unusable {
        budget.object(Set.of("units", "microLamports"));
        return new ClusterState.Budget(
                budget.number("units", 1, (int) ComputeBudget.UNITS_MAX), u64(budget, "microLamports"));
    }

    private static List<ClusterState.Holding> tokens(Entry state) throws Unusable {
        var holdings = new ArrayList<ClusterState.Holding>();
        var seen = new HashSet<Address>();
        for (var item : state.items("tokens")) {
            item.object(Set.of("account", "mint", "tokenProgram", "decimals", "amount", "receiverHasAccount"));
            var program = item.has("tokenProgram") ? address(item, "tokenProgram") : Programs.TOKEN;
            if (!program.equals(Programs.TOKEN) && !program.equals(Programs.TOKEN_2022))
                throw item.get("tokenProgram").expected("one of the token programs");
            var token = new Token(program, address(item, "mint"), item.number("decimals", 0, 255));
            var account = address(item, "account");
            if (!seen.add(account)) throw item.expected("each token account once");
            holdings.add(new ClusterState.Holding(token, account, u64(item, "amount"), receiverHasAccount(item)));
        }
        return holdings;
    }

    private static boolean receiverHasAccount(Entry item) throws Unusable {
        if (!item.has("receiverHasAccount")) return false;
        if (item.get("receiverHasAccount").json() instanceof Json.Truth(var _, var there)) return there;
        throw item.get("receiverHasAccount").expected("true or false");
    }

    private static Address address(Entry entry, String field) throws Unusable {
        var where = entry.get(field);
        return Address.parse(where.text()).orElseThrow(() -> where.expected("a solana address"));
    }

    private static Bytes hash(Entry entry, String field) throws Unusable {
        var where = entry.get(field);
        if (Base58.parse(where.text(), HASH_TEXT_CHARS_MAX) instanceof Parsed.Ok<Bytes>(var hash)
                && hash.length() == Address.LENGTH_BYTES
                && !hash.equals(Message.BLANK)) return hash;
        throw where.expected("base58 of 32 bytes that are not all zero");
    }

    private static BigInteger u64(Entry entry, String field) throws Unusable {
        var number = entry.natural(field);
        if (number.bitLength() > 64) throw entry.get(field).expected("a number in 0..2^64-1");
        return number;
    }
}
