package tallystick.control.chain;

import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
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
import tallystick.crypto.codec.Bytes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An EVM chain behind JSON-RPC endpoints.
///
/// @spec https://ethereum.github.io/execution-apis/ Ethereum JSON-RPC
public final class EthereumEndpoint implements NumberedEndpoint {
    private static final BigInteger TIP_WEI_MAX = BigInteger.valueOf(2_000_000_000L);
    private static final String TOKEN = "erc20";
    private static final int COIN = 60;
    private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");
    private static final Set<String> HERE_ALREADY =
            Set.of("already known", "already imported", "known transaction", "transaction already in mempool");

    private final ChainId chain;
    private final JsonRpc rpc;
    private final List<JsonRpc> each;
    private final JsonMapper json = new JsonMapper();

    /// @param chain which chain it has to be; another is refused when first asked
    /// @param endpoints at least one; a later one is asked where an earlier one does not answer
    public EthereumEndpoint(ChainId chain, List<URI> endpoints) {
        this.chain = chain;
        var turns = new Turns();
        this.rpc = new JsonRpc(endpoints, turns);
        this.each =
                endpoints.stream().map(one -> new JsonRpc(List.of(one), turns)).toList();
    }

    @Override
    public ChainId chain() {
        return chain;
    }

    @Override
    public BigInteger nonceNext(Account account) throws ChainUnreachable {
        return rpc.number("eth_getTransactionCount", account.address(), "pending");
    }

    @Override
    public BigInteger nonceMined(Account account, int depth) throws ChainUnreachable {
        return nonceMined(rpc, account, depth);
    }

    @Override
    public BigInteger nonceMinedByAll(Account account, int depth) throws ChainUnreachable {
        var least = nonceMined(each.getFirst(), account, depth);
        for (var one : each.subList(1, each.size())) least = least.min(nonceMined(one, account, depth));
        return least;
    }

    private static BigInteger nonceMined(JsonRpc rpc, Account account, int depth) throws ChainUnreachable {
        if (depth == 1) return rpc.number("eth_getTransactionCount", account.address(), "latest");
        var block = rpc.number("eth_blockNumber").subtract(BigInteger.valueOf(depth - 1L));
        return block.signum() < 0
                ? BigInteger.ZERO
                : rpc.number("eth_getTransactionCount", account.address(), "0x" + block.toString(16));
    }

    @Override
    public Numbering state(Account account, Asset asset) throws ChainUnreachable {
        var said = rpc.all(List.of(
                Call.of("eth_chainId"),
                Call.of("eth_getBlockByNumber", "latest", false),
                Call.of("eth_maxPriorityFeePerGas"),
                Call.of("eth_getTransactionCount", account.address(), "latest"),
                Call.of("eth_getBalance", account.address(), "latest")));
        var number = JsonRpc.number(said.get(0));
        if (!number.toString().equals(chain.reference()))
            throw new ChainUnreachable("the endpoint is of chain %s, not of %s".formatted(number, chain));
        var base = JsonRpc.number(said.get(1).path("baseFeePerGas"));
        var tip = JsonRpc.number(said.get(2)).min(TIP_WEI_MAX);
        var mined = JsonRpc.number(said.get(3));
        var state = json.createObjectNode();
        state.put("format", Building.STATE_FORMAT)
                .put("chain", chain.toString())
                .put("priorityFeePerGas", tip.toString())
                .put("feePerGasMax", base.multiply(BigInteger.TWO).add(tip).toString())
                .put("balance", JsonRpc.number(said.get(4)).toString());
        var held = state.putArray("tokens");
        if (asset.namespace().equals(TOKEN))
            held.addObject()
                    .put("token", asset.reference())
                    .put("balance", tokens(account, asset.reference()).toString());
        return nonce -> Bytes.ofUtf8(state.deepCopy()
                .put("nonceMined", mined.min(nonce).toString())
                .put("nonceNext", nonce.toString())
                .toString());
    }

    @Override
    public Optional<BigInteger> balance(Account account, Asset asset) throws ChainUnreachable {
        if (!asset.chain().equals(chain)) return Optional.empty();
        if (isCoin(asset)) return Optional.of(coins(account));
        return asset.namespace().equals(TOKEN) ? Optional.of(tokens(account, asset.reference())) : Optional.empty();
    }

    private BigInteger coins(Account account) throws ChainUnreachable {
        return rpc.number("eth_getBalance", account.address(), "latest");
    }

    /// @spec https://eips.ethereum.org/EIPS/eip-20#balanceof EIP-20, balanceOf
    private BigInteger tokens(Account account, String token) throws ChainUnreachable {
        return word(
                token, rpc.call("eth_call", balanceOf(account, token), "latest").asString(""));
    }

    private static Map<String, String> balanceOf(Account account, String token) {
        var data =
                "0x70a08231" + "00".repeat(12) + account.address().substring(2).toLowerCase(Locale.ROOT);
        return Map.of("to", token, "data", data);
    }

    private static BigInteger word(String token, String answer) throws ChainUnreachable {
        if (!answer.matches("0x[0-9a-f]{64}")) throw new ChainUnreachable("%s is no token".formatted(token));
        return new BigInteger(answer.substring(2), 16);
    }

    @Override
    public Holding holding(Account account, Set<Asset> assets, int depth) throws ChainUnreachable {
        var head = rpc.number("eth_blockNumber");
        var block = head.subtract(BigInteger.valueOf(depth - 1L)).max(BigInteger.ZERO);
        if (block.bitLength() >= Long.SIZE) throw new ChainUnreachable("the endpoint names a block that cannot be");
        var at = "0x" + block.toString(16);
        var own = assets.stream()
                .filter(asset -> asset.chain().equals(chain))
                .filter(asset -> isCoin(asset) || asset.namespace().equals(TOKEN))
                .toList();
        var calls = new ArrayList<Call>();
        calls.add(Call.of("eth_getTransactionCount", account.address(), at));
        for (var asset : own)
            calls.add(
                    isCoin(asset)
                            ? Call.of("eth_getBalance", account.address(), at)
                            : Call.of("eth_call", balanceOf(account, asset.reference()), at));
        var said = rpc.all(calls);
        var amounts = new HashMap<Asset, BigInteger>();
        for (var i = 0; i < own.size(); i++) {
            var asset = own.get(i);
            var answer = said.get(i + 1);
            amounts.put(asset, isCoin(asset) ? JsonRpc.number(answer) : word(asset.reference(), answer.asString("")));
        }
        return new Holding(block.longValueExact(), JsonRpc.number(said.getFirst()), amounts);
    }

    private boolean isCoin(Asset asset) {
        return asset.equals(Asset.coin(chain, COIN));
    }

    @Override
    public Reception broadcast(SignedTransaction transaction) throws ChainUnreachable {
        return switch (rpc.ask(
                "eth_sendRawTransaction", "0x" + transaction.bytes().toHex())) {
            case JsonRpc.Answer.Result(var id) -> new Reception.Taken(id.asString(""));
            case JsonRpc.Answer.Refused(var words)
            when HERE_ALREADY.stream().anyMatch(words.toLowerCase(Locale.ROOT)::contains) ->
                new Reception.Taken(transaction.id());
            case JsonRpc.Answer.Refused(var words) -> new Reception.Refused(words);
        };
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
        var found = there(rpc, "eth_getTransactionReceipt", id);
        if (found.isEmpty())
            return there(rpc, "eth_getTransactionByHash", id).isPresent() ? new Sight.Waiting() : new Sight.Unknown();
        var receipt = found.get();
        var block = JsonRpc.number(receipt.path("blockNumber"));
        var hash = blockHash(receipt.path("blockHash"));
        var head = rpc.number("eth_blockNumber");
        var ofChain = there(rpc, "eth_getBlockByNumber", "0x" + block.toString(16), false);
        // The block the receipt names has to be the chain's own at that height: an endpoint may lag behind itself.
        if (ofChain.isEmpty() || !blockHash(ofChain.get().path("hash")).equals(hash)) return new Sight.Waiting();
        var depth = head.subtract(block).add(BigInteger.ONE).max(BigInteger.ONE);
        if (block.bitLength() >= Long.SIZE) throw new ChainUnreachable("the endpoint names a block that cannot be");
        return new Sight.Mined(
                block.longValueExact(),
                hash,
                depth.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValueExact(),
                succeeded(receipt.path("status")));
    }

    /// What the endpoint has of it; empty only if it says that there is none.
    private static Optional<JsonNode> there(JsonRpc rpc, String method, Object... parameters) throws ChainUnreachable {
        var said = rpc.call(method, parameters);
        if (said.isNull()) return Optional.empty();
        if (!said.isObject()) throw new ChainUnreachable(method + ": the endpoint's answer is neither one nor none");
        return Optional.of(said);
    }

    private static String blockHash(JsonNode value) throws ChainUnreachable {
        var text = value.asString("");
        if (!HASH.matcher(text).matches())
            throw new ChainUnreachable("the endpoint's answer has no hash of a block where one belongs");
        return text;
    }

    /// **Why** silence is not taken for failure: what failed is paid anew.
    private static boolean succeeded(JsonNode status) throws ChainUnreachable {
        return switch (status.asString("")) {
            case "0x1" -> true;
            case "0x0" -> false;
            default -> throw new ChainUnreachable("the endpoint does not say whether it did what it says");
        };
    }
}
