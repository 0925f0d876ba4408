package tallystick.node.documents;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Policies;
import tallystick.core.governance.SignedGenesis;
import tallystick.core.wire.GovernanceReply;
import tallystick.crypto.hash.Digest32;

/// How a node comes into a workspace: once, by a genesis that its operator accepted and every node signed.
///
/// @param policies what is found of them once
/// @param workspace the one it is in
/// @param required the one whose genesis it has to take again
record Founding(
        Documents.Own own, Policies policies, Optional<Workspace> workspace, Optional<Digest32> required, Instant now) {
    /// What is said to a genesis where its ledger forgot the workspace that its log tells of.
    static final String SET_BACK = "its ledger forgot this node's workspace, and its log tells what was done in it:"
            + " bring the newest copy of the ledger, or begin with another log";

    private static final Logger LOG = Logger.getLogger(Founding.class.getName());

    /// What becomes of a genesis that somebody brings.
    sealed interface Outcome {
        /// It changes nothing here.
        record Not(GovernanceReply reply) implements Outcome {}

        /// The workspace begins, once that is written down.
        record Begun(Step step) implements Outcome {}
    }

    /// Its own genesis it signs again: whoever began the workspace and did not reach all nodes begins it once more.
    GovernanceReply sign(Genesis genesis) {
        var its = workspace.map(Workspace::id).or(() -> required);
        if (its.isPresent() && !its.get().equals(genesis.hash()))
            return new GovernanceReply.Refused(workspace.isPresent() ? inOneAlready() : takeAgain(its.get()));
        if (workspace.isPresent()) return new GovernanceReply.Signed(own.key().sign(genesis.hash()));
        return whyNot(genesis)
                .<GovernanceReply>map(GovernanceReply.Refused::new)
                .orElseGet(() -> new GovernanceReply.Signed(own.key().sign(genesis.hash())));
    }

    /// Why this node begins no workspace by a genesis; empty if it may, or if it has one.
    Optional<String> whyNot(Genesis genesis) {
        if (workspace.isPresent()) return Optional.empty();
        // Whoever brings one that nobody here accepted costs this node nothing.
        return notAccepted(genesis.hash())
                .or(() -> Workspace.whyNot(genesis, own.rosters().get(), own.node(), now, policies));
    }

    /// Whoever reaches the nodes first does not decide who governs them.
    /// @spec docs/spec/documents.md#ND-9 documents
    private Optional<String> notAccepted(Digest32 genesis) {
        if (required.equals(Optional.of(genesis))) return Optional.empty();
        try {
            var accepted = own.accepted().workspace();
            if (accepted.equals(Optional.of(genesis))) return Optional.empty();
            var other = accepted.map(each -> "another genesis, " + each).orElse("no genesis");
            return Optional.of("this node's operator has accepted " + other + ": on its machine, compare and run"
                    + " './tallystick node accept --dir DIR " + genesis + "'");
        } catch (IOException e) {
            LOG.log(Level.SEVERE, "what was accepted cannot be read", e);
            return Optional.of("what this node's operator accepted cannot be read: run 'node accept' again");
        }
    }

    private static String takeAgain(Digest32 required) {
        return "this node has to take the genesis of its workspace %s again, and no other".formatted(required);
    }

    private String inOneAlready() {
        return "this node is in a workspace already: "
                + workspace.map(present -> present.id().toString()).orElse("none");
    }

    /// @spec docs/spec/governance.md#GO-23 governance
    Outcome take(SignedGenesis signed) {
        var genesis = signed.genesis();
        if (workspace.isPresent())
            return new Outcome.Not(
                    workspace.get().id().equals(genesis.hash())
                            ? new GovernanceReply.Followed(false, "in this workspace already")
                            : new GovernanceReply.Refused(inOneAlready()));
        if (required.isPresent() && !required.get().equals(genesis.hash()))
            return new Outcome.Not(new GovernanceReply.Refused(takeAgain(required.get())));
        if (!signed.isSignedByAll())
            return new Outcome.Not(new GovernanceReply.Refused("not every node of the genesis' roster has signed it"));
        var why = whyNot(genesis);
        if (why.isPresent()) return new Outcome.Not(new GovernanceReply.Refused(why.get()));
        var at = Instant.ofEpochMilli(now.toEpochMilli());
        var begun = Workspace.of(signed, own.node(), at);
        var events = new ArrayList<AuditEvent>(List.of(new AuditEvent.GenesisTaken(begun.id())));
        for (var document : genesis.documents())
            events.add(new AuditEvent.VersionActivated(document.kind().code(), document.version(), document.hash()));
        return new Outcome.Begun(new Step(begun, List.of(Rows.genesis(signed, at)), events, List.of()));
    }
}
