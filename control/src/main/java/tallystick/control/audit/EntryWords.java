package tallystick.control.audit;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// An entry of a node's log as a sentence. Hashes are cut: whoever compares them reads the entry itself.
final class EntryWords {
    /// What is said of a kind that is not known here: it is shown all the same.
    static final String UNKNOWN = "An entry of the kind ";

    private static final int SHORT = 8;

    /// Where the moment and the kind stand in every entry, docs/spec/audit-log.md AL-2.
    private static final int MOMENT_AT = 1;

    private static final int KIND_AT = 9;

    private EntryWords() {}

    /// What an entry is called whose kind is not known here.
    static String kind(Bytes leaf) {
        return leaf.length() > KIND_AT ? "Unknown " + leaf.at(KIND_AT) : "Unknown";
    }

    /// A sentence for it.
    static String unknown(Bytes leaf) {
        return "%s%s, which this version of control does not know: its bytes say what it is."
                .formatted(UNKNOWN, kind(leaf).replace("Unknown ", ""));
    }

    /// When it was written, as it says itself.
    static Instant moment(Bytes leaf) {
        return leaf.length() < KIND_AT
                ? Instant.EPOCH
                : Instant.ofEpochMilli(ByteBuffer.wrap(leaf.toArray()).getLong(MOMENT_AT) & Long.MAX_VALUE);
    }

    static String of(AuditEvent event) {
        return switch (event) {
            case AuditEvent.IntentSeen(var intent, var key) ->
                "Intent %s over key %s was brought.".formatted(brief(intent.value()), brief(key));
            case AuditEvent.PolicyDecided decided ->
                "The policy %s says of intent %s: %s."
                        .formatted(
                                brief(decided.policy()),
                                brief(decided.intent().value()),
                                lower(decided.decision()) + because(decided.why()));
            case AuditEvent.NodeVerdict verdict ->
                "The node's verdict on intent %s: %s."
                        .formatted(brief(verdict.intent().value()), lower(verdict.ruling()) + because(verdict.why()));
            case AuditEvent.Signed(var receipt) ->
                "Intent %s was signed by %s, in epoch %d of key %s."
                        .formatted(
                                brief(receipt.intent().value()),
                                list(receipt.signers()),
                                receipt.epoch(),
                                brief(receipt.keyId()));
            case AuditEvent.RoundAborted aborted ->
                "Run %s stopped: %s by %s."
                        .formatted(brief(aborted.session()), aborted.fault(), list(aborted.culprits()));
            case AuditEvent.CheckpointCosigned(var peer, var head) ->
                "The log of %s was cosigned, %d entries long.".formatted(peer, head.size());
            case AuditEvent.PeerRefused(var peer, var why) ->
                "%s was turned away%s.".formatted(peer.isEmpty() ? "Somebody unknown" : peer, because(why));
            case AuditEvent.PeerQuarantined of -> "%s is not believed%s.".formatted(of.peer(), because(of.reason()));
            case AuditEvent.PeerCleared of ->
                "%s cleared %s%s.".formatted(of.operator(), of.peer(), because(of.reason()));
            case AuditEvent.Frozen(var subject, var why) -> "Frozen: %s%s.".formatted(subject, because(why));
            case AuditEvent.Unfrozen(var subject, var why) -> "No more frozen: %s%s.".formatted(subject, because(why));
            default -> ofCeremony(event);
        };
    }

    private static String ofCeremony(AuditEvent event) {
        return switch (event) {
            case AuditEvent.CeremonyPrepared of ->
                "A share of key %s, epoch %d, was prepared.".formatted(brief(of.keyId()), of.epoch());
            case AuditEvent.CeremonyActivated of ->
                "The share of key %s, epoch %d, is active; who can sign: %s."
                        .formatted(brief(of.keyId()), of.epoch(), of.tree());
            case AuditEvent.CeremonyAttested of ->
                "The ceremony of key %s, epoch %d, was attested.".formatted(brief(of.keyId()), of.epoch());
            case AuditEvent.RefreshBegun of ->
                "%s had key %s refreshed from epoch %d (%s)%s."
                        .formatted(of.by(), brief(of.keyId()), of.epoch(), of.cause(), because(of.words()));
            case AuditEvent.SetQuarantined of ->
                "%s sign no more together with key %s in epoch %d."
                        .formatted(list(of.signers()), brief(of.keyId()), of.epoch());
            case AuditEvent.ShareRestored of ->
                "The share of key %s, epoch %d, came back from its backup.".formatted(brief(of.keyId()), of.epoch());
            case AuditEvent.ShareQuarantined of ->
                "%s put the shares of %s out of use%s.".formatted(of.operator(), of.node(), because(of.reason()));
            case AuditEvent.QuarantineLifted of ->
                "The shares of %s are in use again%s.".formatted(of.node(), because(of.reason()));
            default -> ofGovernance(event);
        };
    }

    private static String ofGovernance(AuditEvent event) {
        return switch (event) {
            case AuditEvent.GenesisTaken(var workspace) -> "The workspace %s began.".formatted(brief(workspace));
            case AuditEvent.ChangeSeen of ->
                "%s proposed change %s: %s.".formatted(of.by(), brief(of.change()), of.proposal());
            case AuditEvent.AnswerHeard(var subject, var person, var approves) ->
                "%s said %s to %s.".formatted(person, approves ? "yes" : "no", brief(subject));
            case AuditEvent.ChangeEnded(var change, var why) ->
                "Change %s ended%s.".formatted(brief(change), because(why));
            case AuditEvent.VersionPledged of ->
                "Version %d of the document %s: %s."
                        .formatted(of.version(), brief(of.document()), of.kept() ? "pledged" : "declined");
            case AuditEvent.VersionActivated of ->
                "Version %d of the document %s is in force.".formatted(of.version(), brief(of.document()));
            case AuditEvent.RosterFollowed(var version, var roster) ->
                "Version %d of the roster, %s, is followed.".formatted(version, brief(roster));
            case AuditEvent.CertificateChanged(var pin, var ends) ->
                "Another certificate is shown, %s, until %s.".formatted(brief(pin), ends);
            case AuditEvent.NodeStarted(var software, var build, var _) ->
                "The node started: %s, build %s.".formatted(software, brief(build));
            case AuditEvent.NodeStopped _ -> "The node stopped.";
            case AuditEvent.PackCountersigned of ->
                "An evidence pack (%s) for %s was countersigned: %s to %s, manifest %s."
                        .formatted(of.scope(), of.operator(), of.from(), of.to(), brief(of.manifest()));
            case AuditEvent.AlarmRang(var about, var words) -> "An alarm about %s: %s.".formatted(about, words);
            case AuditEvent.CallerAdmitted(var member, var _, var pin) ->
                "%s called for the first time that day, with the key %s.".formatted(member, brief(pin));
            case AuditEvent.OpeningsErased(var count, var reason) ->
                "%d personal texts were erased%s.".formatted(count, because(reason));
            default -> UNKNOWN + event.getClass().getSimpleName() + ".";
        };
    }

    private static String because(String why) {
        return why.isEmpty() ? "" : " (%s)".formatted(why);
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "nobody" : String.join(", ", names);
    }

    private static String brief(Digest32 hash) {
        return hash.toString().substring(0, SHORT);
    }
}
