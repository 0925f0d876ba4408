package tallystick.control.withdrawals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
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
import tallystick.crypto.hash.Digest32;

/// Withdrawals as they are kept. Every change of stage is one transaction: the row, a line of its history, an event,
/// and the job that goes on.
///
/// **Why** a change names the version that it found: of two replicas that worked on one withdrawal one changes it, and
/// the other begins anew from what is there.
@Component
class Withdrawals {
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

    /// Keeps that nodes may begin to sign it from now on, unless somebody changed it since `before` was read: what was
    /// taken back meanwhile is handed to nobody.
    ///
    /// @param asking names the question, for [#beganNothing]
    boolean begins(Withdrawal before, UUID asking) {
        return store.sql("update withdrawals set begun = true, begun_by = ? where id = ? and version = ?")
                        .params(asking, before.id(), before.version())
                        .update()
                == 1;
    }

    /// Keeps that nodes began nothing by this question. Whoever asked meanwhile, because this replica counted as dead,
    /// is not spoken for.
    void beganNothing(UUID id, UUID asking) {
        var _ = store.sql("update withdrawals set begun = restored, begun_by = null where id = ? and begun_by = ?")
                .params(id, asking)
                .update();
    }

    /// Keeps whether nodes may have begun to sign it; of what a backup brought back they may have, for good.
    void begun(UUID id, boolean begun) {
        var _ = store.sql("update withdrawals set begun = ? or restored where id = ?")
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

    /// One that somebody may see.
    Withdrawal of(Caller caller, UUID id) {
        var withdrawal = of(caller.workspace(), id);
        if (caller.vaults().isPresent() && !caller.sees(vaultOf(withdrawal.wallet())))
            throw Problem.absent("withdrawal");
        return withdrawal;
    }

    private UUID vaultOf(UUID wallet) {
        return store.sql("select vault_id from wallets where id = ?")
                .params(wallet)
                .query(UUID.class)
                .single();
    }

    /// One of a workspace.
    Withdrawal of(UUID workspace, UUID id) {
        return store.sql(WithdrawalRow.SELECT + " where w.id = ? and v.workspace_id = ?")
                .params(id, workspace)
                .query(WithdrawalRow::read)
                .optional()
                .orElseThrow(() -> Problem.absent("withdrawal"));
    }

    /// One that somebody may see and nobody has signed yet.
    ///
    /// @throws Problem if it is past that, naming its stage: the caller's fault
    Withdrawal draft(Caller caller, UUID id) {
        var withdrawal = of(caller, id);
        if (withdrawal.stage() != Stage.DRAFT)
            throw Problem.of(Code.CONFLICT, "it is %s, not a draft".formatted(withdrawal.stage()));
        return withdrawal;
    }

    Optional<Withdrawal> find(UUID id) {
        return store.sql(WithdrawalRow.SELECT + " where w.id = ?")
                .params(id)
                .query(WithdrawalRow::read)
                .optional();
    }

    private Withdrawal one(UUID id) {
        return find(id).orElseThrow(() -> new AssertionError("a withdrawal that was there is gone"));
    }

    /// Of those that somebody may see, the latest first.
    List<Withdrawal> list(Caller caller, Sought sought, Optional<UUID> before, int rows) {
        var where = new StringBuilder();
        var values = new ArrayList<Object>();
        sought.narrow(where, values);
        before.ifPresent(each -> {
            where.append(" and w.id < ?");
            values.add(each);
        });
        var order = " order by w.id desc limit ?";
        if (caller.vaults().isEmpty()) {
            values.addFirst(caller.workspace());
            values.add(rows);
            return listed(WithdrawalRow.SELECT + " where v.workspace_id = ?" + where + order, values);
        }
        // Wallet by wallet: of few among very many the database would look at all.
        values.add(rows);
        values.add(caller.workspace());
        values.add(
                store.texts(caller.vaults().get().stream().map(UUID::toString).toList()));
        values.add(rows);
        return listed(WithdrawalRow.COLUMNS + """
                     from wallets l join vaults v on v.id = l.vault_id
                      cross join lateral (select * from withdrawals w where w.wallet_id = l.id%s%s) w
                    where v.workspace_id = ? and v.id = any(?::text[]::uuid[])%s\
                    """.formatted(where, order, order), values);
    }

    private List<Withdrawal> listed(String text, List<Object> values) {
        return store.sql(text).params(values).query(WithdrawalRow::read).list();
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
}
