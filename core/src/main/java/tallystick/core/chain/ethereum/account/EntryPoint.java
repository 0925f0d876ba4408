package tallystick.core.chain.ethereum.account;

import java.util.Arrays;
import java.util.Optional;
import tallystick.core.chain.ethereum.base.Address;

/// A release of the contract that runs user operations.
///
/// @spec https://eips.ethereum.org/EIPS/eip-4337#entrypoint-definition ERC-4337, EntryPoint definition
public enum EntryPoint {
    /// 0.6: loose fields.
    V06(6, "0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789"),
    /// 0.7: packed fields.
    V07(7, "0x0000000071727De22E5E9d8BAf0edAc6f37da032"),
    /// 0.8: packed fields hashed as typed data.
    V08(8, "0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108");

    private final int code;
    private final String published;

    EntryPoint(int code, String published) {
        this.code = code;
        this.published = published;
    }

    /// Its number in canonical bytes.
    public int code() {
        return code;
    }

    /// Where the release stands on every chain.
    public Address published() {
        return Address.parse(published).orElseThrow();
    }

    static Optional<EntryPoint> ofCode(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
}
