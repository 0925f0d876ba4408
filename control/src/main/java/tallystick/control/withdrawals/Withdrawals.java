package tallystick.control.withdrawals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.chain.ExpiringEndpoint.Recent;
import tallystick.control.events.Events;
import tallystick.control.life.Kind;
import tallystick.control.life.Moved;
import tallystick.control.life.Stage;
import tallystick.control.life.SubStatus;
import tallystick.control.store.Store;
import tallystick.core.chain.ChainSignature;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Withdrawals as they are kept. Every change of stage is one transaction: the row, a line of its history, an event,
/// and the job that goes on.
///
/// **Why** a change names the version that it found: of two replicas that worked on one withdrawal one changes it, and
/// the other begins anew from what is there.
@Component
class Withdrawals {
    private static final String SELECT = """
        select w.*, v.workspace_id,
          (select count(*) from approvals a where a.withdrawal_id = w.id) as answers,
          (select r.id from withdrawals r where r.replaces = w.id
             and r.stage not in ('DENIED', 'REJECTED', 'EXPIRED', 'CANCELLED', 'FAILED') limit 1) as replaced_by
        from withdrawals w join wallets l on l.id = w.wallet_id join vaults v on v.id = l.vault_id\
        """;

    private final Store store;
    private final Events events;
    private final Jobs jobs;
    private final Outputs outputs;
    private final InstantSource clock;

    Withdrawals(Store store, Events events, Jobs jobs, Outputs outputs, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.jobs = jobs;
        this.outputs = outputs;
        this.clock = clock;
    }

    /// What a draft is made of.
    record Draft(
            UUID wallet,
            UUID address,
            Optional<String> externalId,
            String asset,
            String destination,
            BigInteger amount,
            List<Withdrawal.Part> parts,
            String note,
            Kind kind,
            Optional<UUID> replaces,
            Bytes unsigned,
            List<Digest32> digests,
            Claim claim,
            BigInteger feeMax,
            int wanted,
            UUID createdBy,
            Instant expiresAt) {}

    Withdrawal add(UUID workspace, Draft draft) {
        draft.externalId().ifPresent(each -> requireFree(draft.wallet(), each));
        var id = Store.newId();
        try {
            store.sql("""
                insert into withdrawals (id, wallet_id, address_id, external_id, asset, destination, amount,
                  part_destinations, part_amounts, kind, note, replaces, stage, sub_status, unsigned, digests, nonce,
                  fee_max, wanted, created_by, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::text[]::numeric[], ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
                """)
                    .params(id, draft.wallet(), draft.address())
                    .param(draft.externalId().orElse(null))
                    .params(
                            draft.asset(),
                            draft.destination(),
                            new BigDecimal(draft.amount()),
                            store.texts(draft.parts().stream()
                                    .map(Withdrawal.Part::destination)
                                    .toList()),
                            store.texts(draft.parts().stream()
                                    .map(each -> each.amount().toString())
                                    .toList()),
                            draft.kind().name(),
                            draft.note())
                    .param(draft.replaces().orElse(null))
                    .params(
                            Stage.DRAFT.name(),
                            SubStatus.AWAITS_INITIATOR.number(),
                            draft.unsigned().toArray(),
                            Bytes.concat(draft.digests().stream()
                                            .map(Digest32::bytes)
                                            .toArray(Bytes[]::new))
                                    .toArray())
                    .param(draft.claim().number().map(BigDecimal::new).orElse(null))
                    .params(
                            new BigDecimal(draft.feeMax()),
                            draft.wanted(),
                            draft.createdBy(),
                            Store.moment(draft.expiresAt()))
                    .update();
        } catch (DuplicateKeyException e) {
            throw Problem.of(
                    Code.CONFLICT,
                    draft.replaces().isPresent()
                            ? "it has a replacement already: replace that one"
                            : "the wallet has a withdrawal of this external id already");
        }
        if (draft.claim() instanceof Claim.Spent(var chain, var spent, var inherited))
            outputs.hold(id, chain, spent, inherited);
        tell(workspace, id, Optional.empty(), Moved.to(Stage.DRAFT, SubStatus.AWAITS_INITIATOR), Optional.empty());
        jobs.at(id, draft.expiresAt());
        return one(id);
    }

    /// @throws Problem if the wallet has one of this external id, naming it: the program may have forgotten it
    private void requireFree(UUID wallet, String externalId) {
        store.sql("select id from withdrawals where wallet_id = ? and external_id = ?")
                .params(wallet, externalId)
                .query(UUID.class)
                .optional()
                .ifPresent(id -> {
                    throw Problem.of(
                            Code.CONFLICT, "the wallet has a withdrawal of this external id already: %s".formatted(id));
                });
    }

    /// What changes besides the stage.
    record With(
            Optional<Bytes> signed,
            Optional<String> transactionId,
            Optional<By> by,
            Optional<Withdrawal.Block> block,
            int confirmations,
            int asked,
            Optional<Withdrawal.Completion> completion) {
        /// Who signed.
        ///
        /// @param nodes the names of the signing set
        record By(List<ChainSignature> signatures, List<String> nodes, Instant at) {
            /// Copies.
            By {
                signatures = List.copyOf(signatures);
                nodes = List.copyOf(nodes);
            }
        }

        static With of(Withdrawal before) {
            return new With(
                    before.signed(),
                    before.transactionId(),
                    Optional.empty(),
                    before.block(),
                    before.confirmations(),
                    before.asked(),
                    before.completion());
        }

        With completed(Optional<Withdrawal.Completion> other) {
            return new With(signed, transactionId, by, block, confirmations, asked, other);
        }

        With asked(int approvals) {
            return new With(signed, transactionId, by, block, confirmations, approvals, completion);
        }

        With transaction(SignedTransaction transaction, By nodes) {
            return new With(
                    Optional.of(transaction.bytes()),
                    Optional.of(transaction.id()),
                    Optional.of(nodes),
                    block,
                    confirmations,
                    asked,
                    completion);
        }

        With in(Withdrawal.Block there, int depth) {
            return new With(signed, transactionId, by, Optional.of(there), depth, asked, completion);
        }

        With inNone() {
            return new With(signed, transactionId, by, Optional.empty(), 0, asked, completion);
        }
    }

    /// Moves it, if nobody did since `before` was read; empty if somebody did.
    Optional<Withdrawal> move(Withdrawal before, Moved wished, With with) {
        if (!wished.mayFollow(before.stage()))
            throw new AssertionError("%s does not follow %s".formatted(wished.stage(), before.stage()));
        return store.atomically(() -> {
            var moved = held(before, wished);
            var changed = store.sql("""
                update withdrawals set stage = ?, sub_status = ?, detail = ?, signed = ?, tx_id = ?,
                  signatures = coalesce(?, signatures), signers = coalesce(?, signers),
                  signed_at = coalesce(?, signed_at), block_number = ?, block_hash = ?, confirmations = ?, asked = ?,
                  completed = ?, completed_hash = ?, completed_slot = ?, completed_height = ?,
                  updated_at = ?, version = version + 1
                where id = ? and version = ?\
                """)
                    .params(moved.stage().name(), moved.why().number(), moved.detail())
                    .param(with.signed().map(Bytes::toArray).orElse(null))
                    .param(with.transactionId().orElse(null))
                    .param(with.by()
                            .map(each -> new SignReply.Signed(each.signatures())
                                    .encode()
                                    .toArray())
                            .orElse(null))
                    .param(with.by().map(each -> String.join(",", each.nodes())).orElse(null))
                    .param(with.by().map(each -> Store.moment(each.at())).orElse(null))
                    .param(with.block().map(Withdrawal.Block::number).orElse(null))
                    .param(with.block().map(Withdrawal.Block::hash).orElse(null))
                    .params(with.confirmations(), with.asked())
                    .param(with.completion().map(each -> each.bytes().toArray()).orElse(null))
                    .param(with.completion()
                            .map(each -> each.names().hash().toArray())
                            .orElse(null))
                    .param(with.completion().map(each -> each.names().slot()).orElse(null))
                    .param(with.completion()
                            .map(each -> each.names().heightLast())
                            .orElse(null))
                    .params(Store.moment(clock.instant()), before.id(), before.version())
                    .update();
            if (changed == 0) return Optional.<Withdrawal>empty();
            var isNew = before.stage() != moved.stage() || before.why() != moved.why();
            if (!moved.holdsItsPlace()) outputs.release(before.id());
            if (isNew) tell(before.workspace(), before.id(), Optional.of(before.stage()), moved, with.transactionId());
            return Optional.of(one(before.id()));
        });
    }

    /// What ends without a signature that control knows of, though nodes may have begun, keeps its place: one of them
    /// may hold the signature and give it to the chain at any time.
    private Moved held(Withdrawal before, Moved moved) {
        if (moved.holdsItsPlace() || before.signed().isPresent() || moved.why() == SubStatus.OTHER_COMPLETION)
            return moved;
        var begun = store.sql("select begun from withdrawals where id = ? for update")
                .params(before.id())
                .query(Boolean.class)
                .single();
        if (!begun) return moved;
        var words = moved.detail().isEmpty() ? moved.why().text() : moved.detail();
        return new Moved(moved.stage(), SubStatus.HAD_BEGUN, words);
    }

    /// Keeps whether nodes may have begun to sign it.
    void begun(UUID id, boolean begun) {
        var _ = store.sql("update withdrawals set begun = ? where id = ?")
                .params(begun, id)
                .update();
    }

    /// Takes the initiator's evidence in.
    Withdrawal submit(Withdrawal before, Bytes evidence, Digest32 intentId, Instant expiresAt) {
        try {
            var changed = store.sql("""
                update withdrawals set evidence = ?, intent_id = ?, expires_at = ?, asked = -1,
                  version = version + 1 where id = ? and version = ? and stage = 'DRAFT'\
                """)
                    .params(
                            evidence.toArray(),
                            intentId.bytes().toArray(),
                            Store.moment(expiresAt),
                            before.id(),
                            before.version())
                    .update();
            if (changed == 0) throw Problem.of(Code.CONFLICT, "the withdrawal was changed meanwhile");
        } catch (DuplicateKeyException e) {
            throw Problem.of(Code.CONFLICT, "another withdrawal has this intent");
        }
        var with = one(before.id());
        var moved = move(with, Moved.to(Stage.SUBMITTED, SubStatus.ON_ITS_WAY), With.of(with))
                .flatMap(this::toNodes)
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "the withdrawal was changed meanwhile"));
        jobs.now(before.id());
        return moved;
    }

    /// Nodes are to be asked; empty if somebody else changed it meanwhile.
    Optional<Withdrawal> toNodes(Withdrawal before) {
        return move(before, Moved.to(Stage.PENDING_POLICY, SubStatus.ON_ITS_WAY), With.of(before));
    }

    private void tell(UUID workspace, UUID id, Optional<Stage> from, Moved moved, Optional<String> transactionId) {
        store.sql("""
            insert into transitions (withdrawal_id, number, from_stage, to_stage, sub_status, detail)
            select ?, count(*) + 1, ?, ?, ?, ? from transitions where withdrawal_id = ?\
            """)
                .params(
                        id,
                        from.map(Stage::name).orElse(""),
                        moved.stage().name(),
                        moved.why().number(),
                        moved.detail(),
                        id)
                .update();
        var data = events.data();
        from.ifPresent(stage -> data.put("from", stage.name()));
        data.put("to", moved.stage().name())
                .put("subStatus", moved.why().number())
                .put("text", moved.why().text())
                .put("remedy", moved.why().remedy())
                .put("detail", moved.detail());
        transactionId.ifPresent(each -> data.put("transactionId", each));
        events.append(workspace, "withdrawal.moved", id, data);
    }

    /// One of a workspace.
    Withdrawal of(UUID workspace, UUID id) {
        return store.sql(SELECT + " where w.id = ? and v.workspace_id = ?")
                .params(id, workspace)
                .query(Withdrawals::read)
                .optional()
                .orElseThrow(() -> Problem.absent("withdrawal"));
    }

    /// One of a workspace that nobody has signed yet.
    ///
    /// @throws Problem if it is past that, naming its stage: the caller's fault
    Withdrawal draft(UUID workspace, UUID id) {
        var withdrawal = of(workspace, id);
        if (withdrawal.stage() != Stage.DRAFT)
            throw Problem.of(Code.CONFLICT, "it is %s, not a draft".formatted(withdrawal.stage()));
        return withdrawal;
    }

    Optional<Withdrawal> find(UUID id) {
        return store.sql(SELECT + " where w.id = ?")
                .params(id)
                .query(Withdrawals::read)
                .optional();
    }

    private Withdrawal one(UUID id) {
        return find(id).orElseThrow(() -> new AssertionError("a withdrawal that was there is gone"));
    }

    /// The latest first.
    List<Withdrawal> list(UUID workspace, Sought sought, Optional<UUID> before, int rows) {
        var where = new StringBuilder(SELECT).append(" where v.workspace_id = ?");
        var values = new ArrayList<Object>(List.of(workspace));
        sought.narrow(where, values);
        before.ifPresent(each -> {
            where.append(" and w.id < ?");
            values.add(each);
        });
        where.append(" order by w.id desc limit ?");
        values.add(rows);
        return store.sql(where.toString())
                .params(values)
                .query(Withdrawals::read)
                .list();
    }

    /// Keeps an address from other drafts until the transaction that runs is over.
    void lock(UUID address) {
        var _ = store.sql("select id from addresses where id = ? for update")
                .params(address)
                .query(UUID.class)
                .single();
    }

    /// The lowest sequence number from `from` on that no living withdrawal of an address has.
    BigInteger freeNonce(UUID address, BigInteger from) {
        var taken = store.sql("select nonce, stage, sub_status from withdrawals where address_id = ? and nonce >= ?")
                .params(address, new BigDecimal(from))
                .query((row, _) -> Moved.to(
                                        Stage.valueOf(row.getString(2)),
                                        SubStatus.of(row.getInt(3)).orElseThrow())
                                .holdsItsPlace()
                        ? row.getBigDecimal(1).toBigIntegerExact()
                        : BigInteger.ONE.negate())
                .set();
        var nonce = from;
        while (taken.contains(nonce)) nonce = nonce.add(BigInteger.ONE);
        return nonce;
    }

    /// A line of its history.
    record Transition(int number, String from, Stage to, SubStatus why, String detail, Instant at) {}

    List<Transition> history(UUID id) {
        return store.sql("select * from transitions where withdrawal_id = ? order by number")
                .params(id)
                .query((row, _) -> new Transition(
                        row.getInt("number"),
                        row.getString("from_stage"),
                        Stage.valueOf(row.getString("to_stage")),
                        SubStatus.of(row.getInt("sub_status")).orElseThrow(),
                        row.getString("detail"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    private static Withdrawal read(ResultSet row, int number) throws SQLException {
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
                Optional.ofNullable(row.getBytes("signatures")).map(Withdrawals::signatures),
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
