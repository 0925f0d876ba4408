package tallystick.control.balances;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tallystick.control.store.Store;

/// Balances as they were seen last.
@Component
class Balances {
    private final Store store;
    private final InstantSource clock;

    Balances(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /// What an address had of an asset.
    ///
    /// @param difference what withdrawals did not explain, of all that was ever found
    /// @param foundAt when something was found last
    record Row(
            UUID address,
            String text,
            String asset,
            Difference.State state,
            long block,
            Difference difference,
            Optional<Instant> foundAt,
            Instant at) {
        static Row of(ResultSet row, int number) throws SQLException {
            return new Row(
                    row.getObject("address_id", UUID.class),
                    row.getString("address"),
                    row.getString("asset"),
                    new Difference.State(
                            row.getBigDecimal("amount").toBigIntegerExact(),
                            row.getBigDecimal("nonce").toBigIntegerExact()),
                    row.getLong("block_number"),
                    new Difference(row.getBigDecimal("less").toBigIntegerExact(), row.getInt("more")),
                    Optional.ofNullable(row.getTimestamp("found_at")).map(each -> each.toInstant()),
                    row.getTimestamp("at").toInstant());
        }
    }

    /// An address that is to be looked at.
    record Due(UUID address, UUID wallet, UUID workspace, String chain) {}

    /// Those that were looked at longest ago.
    List<Due> due(int count) {
        return store.sql("""
            select a.id, a.wallet_id, v.workspace_id, w.chain from addresses a join wallets w on w.id = a.wallet_id
            join vaults v on v.id = w.vault_id order by a.looked_at nulls first limit ?\
            """)
                .params(count)
                .query((row, _) -> new Due(
                        row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class),
                        row.getObject(3, UUID.class),
                        row.getString(4)))
                .list();
    }

    void looked(UUID address) {
        store.sql("update addresses set looked_at = ? where id = ?")
                .params(Store.moment(clock.instant()), address)
                .update();
    }

    /// Whether a withdrawal of the address is on its way, so that nobody can say yet which block it will be in.
    boolean isUnderWay(UUID address) {
        return store.sql("""
            select count(*) from withdrawals where address_id = ?
              and stage in ('SIGNED', 'BROADCASTING', 'MEMPOOL', 'DROPPED')\
            """).params(address).query(Long.class).single() > 0;
    }

    /// Which assets an address may have: what withdrawals of its wallet were of, and what it had before. From one asset
    /// to the next: there are few of them, and very many withdrawals.
    List<String> assets(Due due) {
        return store.sql("""
            with recursive paid (asset) as (
              (select asset from withdrawals where wallet_id = ? order by asset limit 1)
              union all
              select (select w.asset from withdrawals w where w.wallet_id = ? and w.asset > paid.asset
                order by w.asset limit 1) from paid where paid.asset is not null
            )
            select asset from paid where asset is not null union select asset from balances where address_id = ?\
            """)
                .params(due.wallet(), due.wallet(), due.address())
                .query((row, _) -> row.getString("asset"))
                .list();
    }

    Optional<Row> last(UUID address, String asset) {
        return store.sql("""
            select b.*, a.address from balances b join addresses a on a.id = b.address_id
            where b.address_id = ? and b.asset = ?\
            """).params(address, asset).query(Row::of).optional();
    }

    /// Where a row stands in a list.
    record Place(UUID address, String asset) {
        static final Place FIRST = new Place(new UUID(0, 0), "");
    }

    List<Row> list(UUID wallet, Optional<Place> after, int rows) {
        var from = after.orElse(Place.FIRST);
        return store.sql("""
            select b.*, a.address from balances b join addresses a on a.id = b.address_id
            where a.wallet_id = ? and (b.address_id, b.asset) > (?, ?) order by b.address_id, b.asset limit ?\
            """)
                .params(wallet, from.address(), from.asset(), rows)
                .query(Row::of)
                .list();
    }

    /// The most that withdrawals in blocks after one and up to another moved of an asset, and how many they were; of a
    /// chain whose transactions spend outputs, how many outputs they spent.
    ///
    /// @param isCoin whether fees are paid in it
    Difference.State explained(UUID address, String asset, boolean isCoin, long after, long upTo) {
        return store.sql("""
            select coalesce(sum(case when asset = ? then amount else 0 end), 0)
                + case when ? then coalesce(sum(fee_max), 0) else 0 end as moved,
              coalesce(sum(greatest(1, (select count(*) from outputs where withdrawal_id = id))), 0) as number
            from withdrawals where address_id = ? and block_number > ? and block_number <= ?\
            """)
                .params(asset, isCoin, address, after, upTo)
                .query((row, _) -> new Difference.State(
                        row.getBigDecimal("moved").toBigIntegerExact(), BigInteger.valueOf(row.getLong("number"))))
                .single();
    }

    void keep(UUID address, String asset, Difference.State state, long block, Difference found) {
        var now = Store.moment(clock.instant());
        store.sql("""
            insert into balances (address_id, asset, amount, nonce, block_number, at) values (?, ?, ?, ?, ?, ?)
            on conflict (address_id, asset) do update set amount = excluded.amount, nonce = excluded.nonce,
              block_number = excluded.block_number, at = excluded.at\
            """)
                .params(address, asset, new BigDecimal(state.amount()), new BigDecimal(state.nonce()), block, now)
                .update();
        if (found.isNone()) return;
        store.sql("update balances set less = less + ?, more = more + ?, found_at = ? where address_id = ? and"
                        + " asset = ?")
                .params(new BigDecimal(found.less()), found.more(), now, address, asset)
                .update();
    }
}
