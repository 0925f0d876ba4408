package tallystick.control.withdrawals;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import tallystick.control.chain.ExpiringEndpoint.Recent;
import tallystick.control.life.Kind;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.core.chain.ChainSignature;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// A withdrawal read from its row.
final class WithdrawalRow {
    /// The row itself, and what is asked beside it.
    static final String COLUMNS = """
        select w.*, v.workspace_id,
          (select count(*) from approvals a where a.withdrawal_id = w.id) as answers,
          (select r.id from withdrawals r where r.replaces = w.id
             and r.stage not in ('DENIED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED') limit 1) as replaced_by\
        """;
    /// Of all.
    static final String SELECT =
            COLUMNS + " from withdrawals w join wallets l on l.id = w.wallet_id join vaults v on v.id = l.vault_id";

    private WithdrawalRow() {}

    static Withdrawal read(ResultSet row, int number) throws SQLException {
        var digests = new ArrayList<Digest32>();
        var all = Bytes.copyOf(row.getBytes("digests"));
        for (var at = 0; at < all.length(); at += Digest32.LENGTH_BYTES)
            digests.add(new Digest32(all.slice(at, at + Digest32.LENGTH_BYTES)));
        return new Withdrawal(
                row.getObject("id", UUID.class),
                row.getObject("workspace_id", UUID.class),
                row.getObject("wallet_id", UUID.class),
                row.getObject("address_id", UUID.class),
                Optional.ofNullable(row.getString("external_id")),
                row.getString("asset"),
                row.getString("destination"),
                row.getBigDecimal("amount").toBigIntegerExact(),
                parts(row),
                row.getString("note"),
                Stage.valueOf(row.getString("stage")),
                SubStatus.of(row.getInt("sub_status")).orElseThrow(),
                row.getString("detail"),
                Bytes.copyOf(row.getBytes("unsigned")),
                digests,
                Optional.ofNullable(row.getBigDecimal("nonce")).map(BigDecimal::toBigIntegerExact),
                row.getBigDecimal("fee_max").toBigIntegerExact(),
                Optional.ofNullable(row.getBytes("evidence")).map(Bytes::copyOf),
                Optional.ofNullable(row.getBytes("intent_id")).map(Bytes::copyOf),
                Optional.ofNullable(row.getBytes("completed")).map(bytes -> completion(bytes, row)),
                Optional.ofNullable(row.getBytes("signed")).map(Bytes::copyOf),
                Optional.ofNullable(row.getString("tx_id")),
                Optional.ofNullable(row.getString("block_hash"))
                        .map(hash -> new Withdrawal.Block(longOf(row, "block_number"), hash)),
                row.getInt("confirmations"),
                row.getInt("wanted"),
                row.getInt("asked"),
                Kind.valueOf(row.getString("kind")),
                Optional.ofNullable(row.getObject("replaces", UUID.class)),
                Optional.ofNullable(row.getObject("replaced_by", UUID.class)),
                Optional.ofNullable(row.getBytes("signatures")).map(WithdrawalRow::signatures),
                Optional.ofNullable(row.getString("signers"))
                        .map(names -> List.of(names.split(",", -1)))
                        .orElse(List.of()),
                Optional.ofNullable(row.getTimestamp("signed_at")).map(Timestamp::toInstant),
                row.getBoolean("begun"),
                row.getInt("answers"),
                row.getObject("created_by", UUID.class),
                row.getTimestamp("expires_at").toInstant(),
                row.getInt("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    private static List<Withdrawal.Part> parts(ResultSet row) throws SQLException {
        var destinations = row.getArray("part_destinations");
        if (destinations == null) return List.of();
        var to = (String[]) destinations.getArray();
        var amounts = (BigDecimal[]) row.getArray("part_amounts").getArray();
        return IntStream.range(0, to.length)
                .mapToObj(i -> new Withdrawal.Part(to[i], amounts[i].toBigIntegerExact()))
                .toList();
    }

    private static List<ChainSignature> signatures(byte[] kept) {
        if (SignReply.parse(Bytes.copyOf(kept)) instanceof Parsed.Ok<SignReply>(SignReply.Signed(var signatures)))
            return signatures;
        throw new AssertionError("signatures that were kept cannot be read");
    }

    private static Withdrawal.Completion completion(byte[] bytes, ResultSet row) {
        try {
            var names = new Recent(
                    Bytes.copyOf(row.getBytes("completed_hash")),
                    row.getLong("completed_slot"),
                    row.getLong("completed_height"));
            return new Withdrawal.Completion(Bytes.copyOf(bytes), names);
        } catch (SQLException e) {
            throw new IllegalStateException("no columns of a completion", e);
        }
    }

    private static long longOf(ResultSet row, String column) {
        try {
            return row.getLong(column);
        } catch (SQLException e) {
            throw new IllegalStateException("no column " + column, e);
        }
    }
}
