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

    /// Where the Safe's module for this release stands on every chain; empty if there is none that is known here.
    ///
    /// @spec https://docs.safe.global/advanced/erc-4337/4337-safe Safe, ERC-4337 module
    public Optional<Address> safeModule() {
        return switch (this) {
            case V06 -> Address.parse("0xa581c4A4DB7175302464fF3C06380BC3270b4037");
            case V07 -> Address.parse("0x75cf11467937ce3F2f357CE24ffc3DBF8fD5c226");
            case V08 -> Optional.empty();
        };
    }

    static Optional<EntryPoint> ofCode(int code) {
        return Arrays.stream(values()).filter(each -> each.code == code).findFirst();
    }
}
