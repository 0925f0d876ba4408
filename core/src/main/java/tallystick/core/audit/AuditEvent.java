package tallystick.core.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tallystick.core.intent.IntentId;
import tallystick.core.tlog.TreeHead;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// Something a node did or saw, as it is written into its log.
///
/// **Form** `docs/spec/audit-log.md`. Texts are at most [#TEXT_BYTES_MAX] bytes of UTF-8 and never hold a secret, a
/// customer's words or a stranger's bytes; names are at most 32 bytes.
public sealed interface AuditEvent {
    /// The longest text.
    int TEXT_BYTES_MAX = 1024;

    /// The node began to run.
    ///
    /// @param software its version
    /// @param build hash of all that it runs from, `docs/spec/attestation.md` §4
    /// @param boot names this life of the process
    record NodeStarted(String software, Digest32 build, Digest32 boot) implements AuditEvent {}

    /// The node ended in good order.
    record NodeStopped(Digest32 boot) implements AuditEvent {}

    /// The intent was announced: delays count from here.
    record IntentSeen(IntentId intent, Digest32 keyId) implements AuditEvent {}

    /// What the node decided, alone.
    ///
    /// @param digests those the node computed itself; empty if the bytes did not decode
    /// @param ruling sign, replay or refuse
    /// @param why the reason of a refusal, else empty
    /// @param policy hash of the node's own policy
    /// @param namedPolicy hash of the policy the request named, if it named one
    record NodeVerdict(
            IntentId intent,
            Digest32 keyId,
            List<Digest32> digests,
            Ruling ruling,
            String why,
            Digest32 policy,
            Optional<Digest32> namedPolicy)
            implements AuditEvent {
        /// Copies.
        public NodeVerdict {
            digests = List.copyOf(digests);
        }

        /// Whether request and node went by the same policy; true if the request named none.
        public boolean isOfOwnPolicy() {
            return namedPolicy.isEmpty() || namedPolicy.get().equals(policy);
        }
    }

    /// The receipt of what the node helped to sign, written before the signatures leave it.
    record Signed(Receipt receipt) implements AuditEvent {}

    /// A run stopped; nothing was released.
    ///
    /// @param session names the run
    /// @param fault its name in the protocol's own list
    /// @param culprits names of nodes; empty if nobody can be named
    /// @param evidence hash of the evidence the run gathered
    record RoundAborted(Digest32 session, String fault, List<String> culprits, Digest32 evidence)
            implements AuditEvent {
        /// Copies.
        public RoundAborted {
            culprits = List.copyOf(culprits);
        }
    }

    /// These nodes made a signature that does not verify: the node signs with exactly them no more in this epoch.
    ///
    /// @param signers names of nodes
    record SetQuarantined(Digest32 keyId, int epoch, List<String> signers) implements AuditEvent {
        /// Copies.
        public SetQuarantined {
            signers = List.copyOf(signers);
        }
    }

    /// The node sealed a share that nobody may use yet, and says so.
    ///
    /// @param key hash of the group key with its epoch
    record CeremonyPrepared(Digest32 keyId, int epoch, Digest32 key) implements AuditEvent {}

    /// The share became active.
    ///
    /// @param schemeCode as in `mpc.key.Scheme`
    /// @param tree who can sign
    /// @param point the encoded joint public key
    /// @param certificate hash of the certificate that all parties signed
    record CeremonyActivated(
            Digest32 keyId,
            int epoch,
            int schemeCode,
            String tree,
            Bytes point,
            Digest32 chainCode,
            Digest32 certificate)
            implements AuditEvent {}

    /// The node signed its part of the attestation of a ceremony, before the ceremony is reported done.
    ///
    /// @param statement hash of what it signed, `docs/spec/attestation.md`
    /// @param signature 64 bytes
    record CeremonyAttested(Digest32 keyId, int epoch, Digest32 statement, Bytes signature) implements AuditEvent {}

    /// Somebody was not let in, or not listened to.
    ///
    /// @param peer its name in the roster, or empty if it has none
    /// @param reason a lower-case phrase
    record PeerRefused(String peer, String reason) implements AuditEvent {}

    /// The node cosigned another's checkpoint, as its witness.
    record CheckpointCosigned(String peer, TreeHead head) implements AuditEvent {}

    /// Another's log shrank or changed its past: the node takes no part in anything with it until an operator clears
    /// it.
    ///
    /// @param remembered what it had signed before
    /// @param shown what it signed now
    record PeerQuarantined(String peer, String reason, TreeHead remembered, TreeHead shown) implements AuditEvent {}

    /// An operator ended a quarantine.
    ///
    /// @param operator by name
    /// @param reason in the operator's words
    /// @param head from which the peer's log is believed again
    record PeerCleared(String peer, String operator, String reason, TreeHead head) implements AuditEvent {}

    /// Something was stopped: a vault, a key, an initiator, everything.
    record Frozen(String subject, String reason) implements AuditEvent {}

    /// A freeze ended.
    record Unfrozen(String subject, String reason) implements AuditEvent {}

    /// The node follows this roster from now on.
    ///
    /// @param roster hash of what its administrator signed
    record RosterFollowed(int version, Digest32 roster) implements AuditEvent {}

    /// The node shows another certificate from now on.
    ///
    /// @param pin of its key
    /// @param ends when it does
    record CertificateChanged(Digest32 pin, Instant ends) implements AuditEvent {}

    /// An operator put a node's present shares out of use here.
    ///
    /// @param operator by name
    /// @param reason in the operator's words
    record ShareQuarantined(String node, String operator, String reason) implements AuditEvent {}

    /// A quarantine ended.
    ///
    /// @param operator by name; empty if every share it was about has been replaced
    /// @param reason in the operator's words; empty as well
    record QuarantineLifted(String node, String operator, String reason) implements AuditEvent {}

    /// The node takes part in making a key's shares anew.
    ///
    /// @param epoch from which they are made
    /// @param by name of the operator or node that ordered it
    /// @param cause `schedule`, `personnel`, `incident`, or `unsaid`
    /// @param words the orderer's
    record RefreshBegun(Digest32 keyId, int epoch, String by, String cause, String words) implements AuditEvent {}

    /// The node has got a share back from its backup; written first of all in the log that begins with it.
    ///
    /// @param key hash of the group key with its epoch
    /// @param backup SHA-256 of the backup as it was read
    record ShareRestored(Digest32 keyId, int epoch, Digest32 key, Digest32 backup) implements AuditEvent {}

    /// The node is in a workspace from now on, and judges by its documents.
    ///
    /// @param workspace hash of the genesis that all nodes signed
    record GenesisTaken(Digest32 workspace) implements AuditEvent {}

    /// A change was proposed: its delay counts from here.
    ///
    /// @param change names it
    /// @param by who proposed it
    /// @param proposal a lower-case phrase: which document and version, which freeze
    /// @param digest what approvers answer besides the id
    record ChangeSeen(Digest32 change, String by, String proposal, Digest32 digest) implements AuditEvent {}

    /// Somebody's verified answer to a change or an intent.
    ///
    /// @param subject names what was answered
    /// @param person who did
    /// @param approves whether it is a yes
    record AnswerHeard(Digest32 subject, String person, boolean approves) implements AuditEvent {}

    /// A change is over without having taken effect here.
    ///
    /// @param reason a lower-case phrase
    record ChangeEnded(Digest32 change, String reason) implements AuditEvent {}

    /// The node gave its word about a version of a document.
    ///
    /// @param kind of the document, `docs/spec/governance.md`
    /// @param kept whether it will judge by it, or never
    record VersionPledged(int kind, int version, Digest32 document, boolean kept) implements AuditEvent {}

    /// The node judges by this version from now on.
    ///
    /// @param kind of the document, `docs/spec/governance.md`
    record VersionActivated(int kind, int version, Digest32 document) implements AuditEvent {}

    /// What the policy in force said to an intent.
    ///
    /// @param policy its hash
    /// @param basis hash of what the ruling rests on
    /// @param decision allowed, pending or denied
    /// @param why what is unmet or denies; empty if it is allowed
    record PolicyDecided(IntentId intent, Digest32 policy, Digest32 basis, Said decision, String why)
            implements AuditEvent {
        /// Why an intent stays denied that somebody rejected or cancelled, also where a later evidence has left that
        /// no out.
        public static final String ENDED = "somebody said no to it";

        /// Whether the node remembers a no, and denies for that.
        public boolean isEnded() {
            return decision == Said.DENIED && why.equals(ENDED);
        }
    }

    /// The node signed the manifest of an evidence pack: an operator takes evidence out.
    ///
    /// @param manifest SHA-256 of it
    /// @param operator by name, who asked
    /// @param from the time that the pack is of
    /// @param to where that ends
    /// @param scope `everything`, or `key:` and a key's id
    record PackCountersigned(Digest32 manifest, String operator, Instant from, Instant to, String scope)
            implements AuditEvent {}

    /// The node rang for its operator, about something that has no other entry.
    ///
    /// @param about one word
    /// @param words a lower-case phrase
    record AlarmRang(String about, String words) implements AuditEvent {
        /// What it is about where the node cannot write down what it must.
        public static final String VITALS = "vitals";

        /// What it says where that is its docket.
        public static final String DOCKET = "the docket cannot be written";

        /// Whether it says that the docket cannot be written.
        public boolean isOfDocket() {
            return about.equals(VITALS) && words.contains(DOCKET);
        }
    }

    /// Somebody of the roster called, for the first time that day.
    ///
    /// @param role of the member, docs/spec/roster.md
    /// @param pin of the key it showed
    record CallerAdmitted(String member, int role, Digest32 pin) implements AuditEvent {}

    /// Openings of veils were erased beside this log: that many texts are redacted from now on.
    ///
    /// @param reason in the words of whoever erased them, who names nobody
    record OpeningsErased(int count, String reason) implements AuditEvent {}

    /// What a policy says.
    enum Said {
        /// It may be signed now.
        ALLOWED(1),
        /// Not yet.
        PENDING(2),
        /// Never, as things stand.
        DENIED(3);

        private final int code;

        Said(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    /// What a node decided.
    enum Ruling {
        /// It takes part.
        SIGN(1),
        /// It gives again what it gave before.
        REPLAY(2),
        /// It will not.
        REFUSE(3);

        private final int code;

        Ruling(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
