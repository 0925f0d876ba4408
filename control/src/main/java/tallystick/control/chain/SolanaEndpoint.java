package tallystick.control.chain;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.control.chain.JsonRpc.Call;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;
import tallystick.core.chain.Building;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.solana.Solana;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A cluster of Solana behind JSON-RPC endpoints that keep the history of transactions.
///
/// @spec https://solana.com/docs/rpc/http Solana RPC methods
public final class SolanaEndpoint implements ExpiringEndpoint {
    /// How deep what is finalized counts: so many blocks on top of a block make validators keep it for ever.
    static final int FINAL_DEPTH = 32;

    private static final int COIN = 501;
    private static final int HASH_BYTES = 32;
    private static final int HASH_CHARACTERS_MAX = 44;
    private static final Pattern HASH = Pattern.compile("[1-9A-HJ-NP-Za-km-z]{32,44}");
    /// A transfer of the coin and two instructions of the compute budget take 450.
    private static final int UNITS = 1_000;
    private static final long PRICE_MICRO_LAMPORTS_MAX = 5_000_000;
    private static final Map<String, Object> CONFIRMED = Map.of("commitment", "confirmed");
    private static final Map<String, Object> FINALIZED = Map.of("commitment", "finalized");

    private final ChainId chain;
    private final JsonRpc rpc;
    private final List<JsonRpc> each;
    private final JsonMapper json = new JsonMapper();

    /// @param chain which cluster it has to be; another is refused when something is to be built
    /// @param endpoints at least one; a later one is asked where an earlier one does not answer
    public SolanaEndpoint(ChainId chain, List<URI> endpoints) {
        this.chain = chain;
        var turns = new Turns();
        this.rpc = new JsonRpc(endpoints, turns);
        this.each =
                endpoints.stream().map(one -> new JsonRpc(List.of(one), turns)).toList();
    }

    /// Whether a cluster can be known by its endpoint: its reference is the beginning of a genesis hash.
    static boolean isCluster(ChainId chain) {
        return chain.namespace().equals(Solana.NAMESPACE) && chain.reference().length() == HASH_BYTES;
    }

    @Override
    public ChainId chain() {
        return chain;
    }

    /// Whatever is asked of other chains: what is finalized is for ever.
    @Override
    public int depth(int blocks) {
        return FINAL_DEPTH;
    }

    @Override
    public Bytes state(Account account, Account to) throws ChainUnreachable {
        var said = rpc.all(List.of(
                Call.of("getGenesisHash"),
                Call.of("getBalance", account.address(), CONFIRMED),
                Call.of("getBalance", to.address(), CONFIRMED),
                Call.of("getMinimumBalanceForRentExemption", 0),
                Call.of("getRecentPrioritizationFees", List.of(account.address()))));
        if (!said.getFirst().asString("").startsWith(chain.reference()))
            throw new ChainUnreachable("the endpoint is of another chain than %s".formatted(chain));
        var state = json.createObjectNode();
        state.put("format", Building.STATE_FORMAT)
                .put("chain", chain.toString())
                .put("balance", Long.toString(whole(said.get(1).path("value"))))
                .put("receiverBalance", Long.toString(whole(said.get(2).path("value"))))
                .put("rentExempt", Long.toString(whole(said.get(3))));
        var price = price(said.get(4));
        if (price > 0) state.putObject("budget").put("units", UNITS).put("microLamports", Long.toString(price));
        return Bytes.ofUtf8(state.toString());
    }

    /// What a quarter of the last blocks asked more than, capped.
    private static long price(JsonNode fees) throws ChainUnreachable {
        var paid = new ArrayList<Long>();
        for (var one : fees) paid.add(whole(one.path("prioritizationFee")));
        if (paid.isEmpty()) return 0;
        paid.sort(Comparator.naturalOrder());
        return Math.min(paid.get(paid.size() * 3 / 4), PRICE_MICRO_LAMPORTS_MAX);
    }

    static long whole(JsonNode value) throws ChainUnreachable {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0)
            throw new ChainUnreachable("the endpoint's answer is not a number from 0 on");
        return value.asLong();
    }

    @Override
    public Recent recent() throws ChainUnreachable {
        var said = rpc.call("getLatestBlockhash", CONFIRMED);
        var text = said.path("value").path("blockhash").asString("");
        if (!(Base58.parse(text, HASH_CHARACTERS_MAX) instanceof Parsed.Ok<Bytes>(var hash))
                || hash.length() != HASH_BYTES
                || hash.equals(Bytes.copyOf(new byte[HASH_BYTES])))
            throw new ChainUnreachable("the endpoint's answer is not a blockhash");
        return seenByAll(new Recent(
                hash,
                whole(said.path("context").path("slot")),
                whole(said.path("value").path("lastValidBlockHeight"))));
    }

    /// **Why** what others say of it, too: an endpoint that says too high a slot would hide what came into blocks
    /// before.
    private Recent seenByAll(Recent said) {
        if (each.size() == 1) return said;
        var slot = said.slot();
        for (var one : each)
            try {
                slot = Math.min(slot, whole(one.call("getSlot", CONFIRMED)));
            } catch (ChainUnreachable _) {
                // Who is silent says nothing against it.
            }
        return new Recent(said.hash(), slot, said.heightLast());
    }

    @Override
    public boolean isOver(Recent recent, String id) throws ChainUnreachable {
        for (var one : each) if (!isOver(one, recent, id)) return false;
        return true;
    }

    @Override
    public boolean isOver(Recent recent, Account account) throws ChainUnreachable {
        for (var one : each)
            if (!isPast(one, recent, finished(one))
                    || new SignedCount(one, account.address()).between(recent.slot(), Long.MAX_VALUE) > 0) return false;
        return true;
    }

    /// The height is asked before the transaction: what came into a block in between is seen.
    private static boolean isOver(JsonRpc one, Recent recent, String id) throws ChainUnreachable {
        var finished = finished(one);
        if (!isPast(one, recent, finished)) return false;
        var status = status(one, id);
        if (whole(status.path("context").path("slot")) < whole(finished.path("absoluteSlot")))
            throw new ChainUnreachable("the endpoint lags behind itself");
        return status.path("value").path(0).isNull();
    }

    private static JsonNode finished(JsonRpc one) throws ChainUnreachable {
        return one.call("getEpochInfo", FINALIZED);
    }

    /// Whether no block executes any more what names this one.
    ///
    /// @throws ChainUnreachable if the endpoint keeps too little to say what blocks did execute
    private static boolean isPast(JsonRpc one, Recent recent, JsonNode finished) throws ChainUnreachable {
        if (whole(finished.path("blockHeight")) <= recent.heightLast()) return false;
        // Who said the height when the block was new may have said it too low.
        var valid = one.call("isBlockhashValid", Base58.encode(recent.hash()), Map.of("commitment", "processed"))
                .path("value");
        if (!valid.isBoolean()) throw new ChainUnreachable("the endpoint's answer is not yes or no");
        if (valid.asBoolean()) return false;
        if (whole(one.call("getFirstAvailableBlock")) > recent.slot())
            throw new ChainUnreachable("the endpoint keeps no blocks as old as the transaction");
        return true;
    }

    private static JsonNode status(JsonRpc one, String id) throws ChainUnreachable {
        var said = one.call("getSignatureStatuses", List.of(id), Map.of("searchTransactionHistory", true));
        if (said.path("value").size() != 1) throw new ChainUnreachable("the endpoint's answer is not one status");
        return said;
    }

    @Override
    public Sight look(String id) throws ChainUnreachable {
        return look(rpc, id);
    }

    @Override
    public List<Sight> everyLook(String id) throws ChainUnreachable {
        var all = new ArrayList<Sight>();
        for (var one : each) all.add(look(one, id));
        return all;
    }

    private static Sight look(JsonRpc rpc, String id) throws ChainUnreachable {
        var said = status(rpc, id);
        var found = said.path("value").path(0);
        if (found.isNull()) return new Sight.Unknown();
        var slot = whole(found.path("slot"));
        if (!found.has("err")) throw new ChainUnreachable("the endpoint does not say whether it did what it says");
        var isGood = found.path("err").isNull();
        return switch (found.path("confirmationStatus").asString("")) {
            case "finalized" -> new Sight.Mined(slot, hash(rpc, slot, FINALIZED), FINAL_DEPTH, isGood);
            case "confirmed" -> {
                var depth = whole(said.path("context").path("slot")) - slot + 1;
                yield new Sight.Mined(slot, hash(rpc, slot, CONFIRMED), Math.clamp(depth, 1, FINAL_DEPTH - 1), isGood);
            }
            // One validator's word, so far.
            default -> new Sight.Waiting();
        };
    }

    private static String hash(JsonRpc rpc, long slot, Map<String, Object> commitment) throws ChainUnreachable {
        var asked = new HashMap<>(commitment);
        asked.putAll(Map.of("transactionDetails", "none", "rewards", false, "maxSupportedTransactionVersion", 0));
        var text = rpc.call("getBlock", slot, asked).path("blockhash").asString("");
        if (!HASH.matcher(text).matches()) throw new ChainUnreachable("the endpoint has no hash of the block");
        return text;
    }

    @Override
    public Reception broadcast(SignedTransaction transaction) throws ChainUnreachable {
        var encoded = Base64.getEncoder().encodeToString(transaction.bytes().toArray());
        return switch (rpc.ask(
                "sendTransaction", encoded, Map.of("encoding", "base64", "preflightCommitment", "confirmed"))) {
            case JsonRpc.Answer.Result(var id) -> new Reception.Taken(id.asString(""));
            case JsonRpc.Answer.Refused(var words)
            when words.toLowerCase(Locale.ROOT).contains("already been processed") ->
                new Reception.Taken(transaction.id());
            case JsonRpc.Answer.Refused(var words) -> new Reception.Refused(words);
        };
    }

    @Override
    public Optional<BigInteger> balance(Account account, Asset asset) throws ChainUnreachable {
        if (!asset.equals(Asset.coin(chain, COIN))) return Optional.empty();
        var said = rpc.call("getBalance", account.address(), CONFIRMED).path("value");
        return Optional.of(BigInteger.valueOf(whole(said)));
    }

    /// At the last block that is finalized. Transactions are not counted here: the chain keeps no count.
    @Override
    public Holding holding(Account account, Set<Asset> assets, int depth) throws ChainUnreachable {
        var said = rpc.call("getBalance", account.address(), FINALIZED);
        var coin = Asset.coin(chain, COIN);
        var amount = BigInteger.valueOf(whole(said.path("value")));
        return new Holding(
                whole(said.path("context").path("slot")),
                BigInteger.ZERO,
                assets.contains(coin) ? Map.of(coin, amount) : Map.of());
    }

    @Override
    public long signed(Account account, long after, long upTo) throws ChainUnreachable {
        return new SignedCount(rpc, account.address()).between(after, upTo);
    }
}
