package tallystick.core.kit;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.ethereum.account.EntryPoint;
import tallystick.core.chain.ethereum.account.UserOperation;
import tallystick.core.chain.ethereum.base.Address;
import tallystick.crypto.codec.Bytes;

/// User operations of account 9.
public final class Operations {
    private Operations() {}

    /// One operation with every field set.
    public static UserOperation of(
            EntryPoint release, Address entryPoint, BigInteger chain, Bytes initCode, Bytes callData, Bytes paymaster) {
        return new UserOperation(
                chain,
                release,
                entryPoint,
                false,
                Abi.address(9),
                BigInteger.valueOf(5),
                initCode,
                Optional.empty(),
                callData,
                BigInteger.valueOf(100),
                BigInteger.valueOf(20),
                BigInteger.valueOf(3),
                BigInteger.valueOf(1000),
                BigInteger.valueOf(10),
                paymaster);
    }

    /// One that calls, and nothing else.
    public static UserOperation calling(EntryPoint release, Bytes callData) {
        return of(release, release.published(), BigInteger.ONE, Bytes.empty(), callData, Bytes.empty());
    }
}
