package tallystick.demo;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import tallystick.core.chain.Account;
import tallystick.core.chain.Built;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.UnsignedTransaction;
import tallystick.core.chain.Wish;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.json.Unusable;
import tallystick.core.chain.registry.Chains;
import tallystick.core.chain.registry.StateFile;
import tallystick.crypto.curve.Curve;
import tallystick.tools.build.Making;
import tallystick.tools.ethereum.EthereumNode;
import tallystick.tools.operator.SigningDesk;
import tallystick.tools.operator.Unable;

/// A key's account on an Ethereum chain, and payments of it, made as `tallystick transfer` makes them.
///
/// @param desk where the key's nodes sign
record EthereumSpending(SigningDesk desk, EthereumNode chain) {
    /// The account that pays.
    Address from() {
        var key = Curve.SECP256K1.group().parsePoint(desk.key().point()).orThrow();
        return Address.of(key);
    }

    /// A payment of the chain's coin, with nonce and fees as the chain has them now.
    UnsignedTransaction payment(Address to, BigInteger wei) throws IOException, InterruptedException, Unable {
        try {
            var state = StateFile.parse(Chains.all(), chain.state(from(), List.of()));
            var key = desk.key();
            var making = Making.of(state, key.point(), key.chainCode(), Knowledge.none());
            var coin = state.family().building().coin(state.chain());
            return switch (making.build(new Wish.Pay(coin, new Account(state.chain(), to.toString()), wei))) {
                case Built.Ready(var transaction) -> transaction;
                case Built.Refused(var field, var why) -> throw new Unable("%s: %s".formatted(field, why));
            };
        } catch (Unusable wrong) {
            throw new Unable(String.valueOf(wrong.getMessage()));
        }
    }
}
