package tallystick.control.withdrawals;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tallystick.control.life.Stage;

/// Which withdrawals are listed.
///
/// @param externalId of the program that asked for them: one in a wallet
record Sought(Optional<UUID> wallet, Optional<Stage> stage, Optional<String> externalId) {
    /// All.
    static final Sought ANY = new Sought(Optional.empty(), Optional.empty(), Optional.empty());

    /// Adds to what is asked for withdrawals `w`: places in its text, and what stands in them.
    void narrow(StringBuilder where, List<Object> values) {
        wallet.ifPresent(each -> {
            where.append(" and w.wallet_id = ?");
            values.add(each);
        });
        stage.ifPresent(each -> {
            where.append(" and w.stage = ?");
            values.add(each.name());
        });
        externalId.ifPresent(each -> {
            where.append(" and w.external_id = ?");
            values.add(each);
        });
    }
}
