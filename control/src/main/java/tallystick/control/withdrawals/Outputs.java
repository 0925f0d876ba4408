package tallystick.control.withdrawals;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.store.Store;
import tallystick.core.chain.ChainId;
import tallystick.core.chain.bitcoin.OutPoint;

/// Which outputs of transactions withdrawals spend, so that no two spend one.
///
/// **Why** those of a withdrawal that is done stay held: an endpoint that lags behind still offers them.
@Component
class Outputs {
    private final Store store;

    Outputs(Store store) {
        this.store = store;
    }

    /// What withdrawals of an address hold.
    Set<OutPoint> held(UUID address) {
        return store.sql("""
            select o.transaction_id, o.number from outputs o join withdrawals w on w.id = o.withdrawal_id
            where w.address_id = ? and o.held\
            """)
                .params(address)
                .query((row, _) -> OutPoint.of(row.getString(1), row.getLong(2)))
                .set();
    }

    /// Those of one withdrawal, held or not.
    Set<OutPoint> of(UUID withdrawal) {
        return store.sql("select transaction_id, number from outputs where withdrawal_id = ?")
                .params(withdrawal)
                .query((row, _) -> OutPoint.of(row.getString(1), row.getLong(2)))
                .set();
    }

    /// Holds outputs for a withdrawal.
    ///
    /// @param inherited of these, what the withdrawal has that it takes the place of
    /// @throws Problem if another holds one
    void hold(UUID withdrawal, ChainId chain, Collection<OutPoint> outputs, Set<OutPoint> inherited) {
        try {
            for (var each : outputs)
                store.sql("insert into outputs (withdrawal_id, chain, transaction_id, number, inherited)"
                                + " values (?, ?, ?, ?, ?)")
                        .params(withdrawal, chain.toString(), each.txid(), each.index(), inherited.contains(each))
                        .update();
        } catch (DuplicateKeyException e) {
            throw Problem.of(Code.CONFLICT, "another withdrawal spends one of the outputs: ask again");
        }
    }

    /// What ended without a place on the chain holds nothing.
    void release(UUID withdrawal) {
        store.sql("update outputs set held = false where withdrawal_id = ?")
                .params(withdrawal)
                .update();
    }
}
