package tallystick.tools.operator;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.Optional;
import tallystick.core.chain.bitcoin.BitcoinNetwork;
import tallystick.tools.bitcoin.EsploraNode;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.tools.watch.Accounts;
import tallystick.tools.watch.BitcoinBlocks;
import tallystick.tools.watch.EthereumBlocks;
import tallystick.tools.watch.Lookout;
import tools.jackson.databind.JsonNode;

/// A chain that is watched, behind an endpoint of the watch's own.
///
/// @param name as in CAIP-2
record WatchedChain(String name, Accounts.Naming naming, Lookout.Blocks blocks) {
    /// @throws Unable if the endpoint is of another chain
    static WatchedChain of(String name, URI endpoint) throws IOException, InterruptedException, Unable {
        var isBitcoin = name.startsWith(BitcoinNetwork.NAMESPACE + ":");
        var reference = name.substring(name.indexOf(':') + 1);
        return isBitcoin ? bitcoin(name, reference, endpoint) : evm(name, reference, endpoint);
    }

    private static WatchedChain evm(String name, String number, URI endpoint)
            throws IOException, InterruptedException, Unable {
        var node = new EthereumNode(endpoint);
        var is = node.chainNumber().toString();
        if (!is.equals(number)) throw new Unable("--rpc: the endpoint is of chain %s, not %s".formatted(is, number));
        return new WatchedChain(name, Accounts.Naming.EVM, new EthereumBlocks(new OfEthereum(node)));
    }

    private static WatchedChain bitcoin(String name, String genesis, URI endpoint)
            throws IOException, InterruptedException, Unable {
        var node = new EsploraNode(endpoint);
        var is = node.genesis();
        if (!is.startsWith(genesis))
            throw new Unable("--rpc: the endpoint's chain begins with %s, not %s".formatted(is, genesis));
        return new WatchedChain(name, Accounts.Naming.BITCOIN, new BitcoinBlocks(new OfBitcoin(node)));
    }

    private record OfEthereum(EthereumNode node) implements EthereumBlocks.Source {
        @Override
        public BigInteger head() throws IOException, InterruptedException {
            return node.head();
        }

        @Override
        public Optional<JsonNode> block(BigInteger number) throws IOException, InterruptedException {
            return node.block(number);
        }
    }

    private record OfBitcoin(EsploraNode node) implements BitcoinBlocks.Source {
        @Override
        public BigInteger head() throws IOException, InterruptedException {
            return node.head();
        }

        @Override
        public Optional<BitcoinBlocks.Shown> block(long height) throws IOException, InterruptedException {
            return node.block(height)
                    .map(each -> new BitcoinBlocks.Shown(each.id(), each.before(), each.transactions()));
        }
    }
}
