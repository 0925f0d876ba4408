package tallystick.tools.operator;

import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.core.chain.ethereum.envelope.FeeMarketTransaction;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Curve;
import tallystick.crypto.curve.Point;
import tallystick.tools.ethereum.EthereumNode;

/// A payment of an EVM chain's native coin, as far as its transaction.
public final class Payment {
    private static final BigInteger GAS_OF_A_TRANSFER = BigInteger.valueOf(21_000);

    private final SigningDesk desk;

    /// @param desk of the initiator, for the key that pays
    public Payment(SigningDesk desk) {
        this.desk = desk;
    }

    /// Where it is signed.
    public SigningDesk desk() {
        return desk;
    }

    /// The paying account.
    public Address from() {
        return Address.of(point());
    }

    /// The transaction that pays, with nonce and fees as the chain has them now.
    public FeeMarketTransaction prepare(EthereumNode chain, Address to, BigInteger wei)
            throws IOException, InterruptedException {
        var price = chain.gasPrice();
        return new FeeMarketTransaction(
                chain.chainNumber(),
                chain.nonce(from()),
                price.min(BigInteger.valueOf(1_000_000_000L)),
                price.multiply(BigInteger.TWO),
                GAS_OF_A_TRANSFER,
                Optional.of(to),
                wei,
                Bytes.empty(),
                List.of());
    }

    private Point point() {
        return Curve.SECP256K1.group().parsePoint(desk.key().point()).orThrow();
    }
}
