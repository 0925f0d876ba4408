package tallystick.control.withdrawals;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tallystick.control.relay.Nodes;
import tallystick.control.store.Store;
import tallystick.core.intent.IntentId;
import tallystick.core.wire.SignReply;
import tallystick.crypto.codec.Bytes;

/// What each node said to an intent when it was asked last, in its own words.
@Component
class Verdicts {
    private final Store store;
    private final InstantSource clock;

    Verdicts(Store store, Nodes nodes, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        nodes.listen(this::said);
    }

    /// @param said signed, refused or stopped
    /// @param refusal the number of a refusal, docs/spec/node-wire.md NW-44; 0 if the node said none
    /// @param words a lower-case phrase; empty if it signed
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Verdict(String node, String said, @Nullable Integer refusal, String words, Instant at) {
        /// Leaves out what no database keeps: whatever a node says, what the others say is kept and heard.
        Verdict {
            words = words.replace("\0", "");
        }
    }

    /// Without waiting for the disk: nodes say the same again.
    private void said(IntentId intent, Map<String, SignReply> replies) {
        var _ = store.relaxed(() -> {
            replies.forEach((node, reply) -> keep(intent, verdict(node, reply)));
            return replies.size();
        });
    }

    private Verdict verdict(String node, SignReply reply) {
        return switch (reply) {
            case SignReply.Signed _ -> new Verdict(node, "signed", null, "", clock.instant());
            case SignReply.Refused(var code, var why) ->
                new Verdict(node, "refused", code.number(), why, clock.instant());
            case SignReply.Aborted(var why, var _) -> new Verdict(node, "stopped", null, why, clock.instant());
        };
    }

    private void keep(IntentId intent, Verdict verdict) {
        store.sql("""
            insert into node_verdicts (intent_id, node, said, refusal, words, at) values (?, ?, ?, ?, ?, ?)
            on conflict (intent_id, node) do update
              set said = excluded.said, refusal = excluded.refusal, words = excluded.words, at = excluded.at\
            """)
                .params(intent.value().bytes().toArray(), verdict.node(), verdict.said())
                .param(verdict.refusal())
                .params(verdict.words(), Store.moment(verdict.at()))
                .update();
    }

    List<Verdict> of(Bytes intent) {
        return store.sql("select node, said, refusal, words, at from node_verdicts where intent_id = ? order by node")
                .params((Object) intent.toArray())
                .query((row, _) -> new Verdict(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, Integer.class),
                        row.getString(4),
                        row.getTimestamp(5).toInstant()))
                .list();
    }
}
