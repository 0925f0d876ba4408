package tallystick.sdk;

import java.math.BigInteger;
import java.util.Optional;
import tallystick.core.chain.Account;
import tallystick.core.chain.Asset;

/// What a program wants: one amount to one destination.
///
/// @param wallet control's id of the wallet that pays
/// @param address control's id of the address that pays; that of the key itself if absent
/// @param asset what is paid, as in CAIP-19
/// @param to whom
/// @param amount base units, 1 or more
/// @param feeMax the most that the chain may take for it, base units of its coin
/// @param externalId the program's own name for it, once in a wallet
public record Payment(
        String wallet,
        Optional<String> address,
        Asset asset,
        Account to,
        BigInteger amount,
        BigInteger feeMax,
        Optional<String> externalId) {
    /// @throws IllegalArgumentException if the amount is not positive, or the asset is of another chain: the caller's
    /// fault
    public Payment {
        if (amount.signum() <= 0) throw new IllegalArgumentException("amount not from 1 on");
        if (!asset.chain().equals(to.chain()))
            throw new IllegalArgumentException(
                    "an asset of %s to an account of %s".formatted(asset.chain(), to.chain()));
    }
}
