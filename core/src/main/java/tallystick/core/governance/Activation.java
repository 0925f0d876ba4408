package tallystick.core.governance;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.hash.Digest32;

/// Where one node stands with the versions of one document, and by which it judges: two phases, so that no two nodes
/// ever judge by different versions.
///
/// First every node prepares: it has the version, found it accepted, and pledges to keep it. The pledges of all are the
/// covenant. From the version's moment on a node judges by it if it has both, and otherwise signs nothing: one that
/// has pledged and lacks the covenant cannot know whether others have gone on, and one that has the covenant and
/// lacks the version knows they have. A node that will never pledge says so, signed; then every other says that it will
/// not go on either, and those that have pledged are free again once all have said so. One node's word is not enough:
/// it may have told others the opposite.
///
/// **Threads** immutable. The caller keeps each state on disk before it sends what the step says.
///
/// @param workspace hash of the genesis
/// @param node its name in the roster
/// @param current the version to judge by until another takes effect
/// @param prepared what it pledged to
/// @param declined hashes of versions it will never judge by
/// @param bound by number, those known to be kept by all
public record Activation(
        Digest32 workspace,
        String node,
        Document current,
        Optional<Document> prepared,
        Set<Digest32> declined,
        SortedMap<Integer, DocumentVersion> bound) {
    /// No node fills another's disk with what it declines.
    private static final int FOLLOWED_MAX = 1024;

    /// Copies.
    public Activation {
        declined = Set.copyOf(declined);
        bound = Collections.unmodifiableSortedMap(new TreeMap<>(bound));
    }

    /// What came of a step.
    public sealed interface Step {
        /// It was taken.
        ///
        /// @param next to be kept on disk
        /// @param pledge what to sign and send then, if anything: of which version, and whether it is kept
        record Taken(Activation next, Optional<Word> pledge) implements Step {}

        /// It was not.
        record Refused(Why why) implements Step {}
    }

    /// What a node is to say of a version.
    public record Word(DocumentVersion version, boolean isKept) {}

    /// Why a step is not taken.
    public enum Why {
        /// What was accepted is not this document.
        NOT_ACCEPTED,
        /// It is not the version after the one in force.
        NOT_THE_NEXT_VERSION,
        /// It pledged to another of the same number.
        OTHER_PREPARED,
        /// It said that it never will.
        DECLINED,
        /// It said that it will.
        PLEDGED,
        /// The covenant is not of all nodes.
        INCOMPLETE,
        /// There is a covenant for another version of this number: a node has broken its word.
        CONFLICT,
        /// Nobody of the nodes declined it.
        NOT_DECLINED
    }

    /// By what a node judges now.
    public sealed interface Standing {
        /// By this version.
        record Judges(Document by) implements Standing {}

        /// By none: it signs nothing.
        ///
        /// @param awaited the version it lacks, or whose covenant it lacks
        record Stopped(DocumentVersion awaited) implements Standing {}
    }

    /// A node that has its first version.
    /// @spec docs/spec/governance.md#GO-25 governance
    public static Activation of(Digest32 workspace, String node, Document first) {
        return new Activation(workspace, node, first, Optional.empty(), Set.of(), new TreeMap<>());
    }

    private static Step refused(Why why) {
        return new Step.Refused(why);
    }

    private Activation with(Optional<Document> other) {
        return new Activation(workspace, node, current, other, declined, bound);
    }

    /// Phase one: has it, and pledges.
    ///
    /// @param accepted that it may
    /// @spec docs/spec/governance.md#GO-18 governance
    public Step prepare(Document next, Ruling.Accepted accepted) {
        var word = Optional.of(new Word(DocumentVersion.of(next), true));
        if (!accepted.change().proposal().equals(new Proposal.NewDocument(next))) return refused(Why.NOT_ACCEPTED);
        if (prepared.equals(Optional.of(next))) return new Step.Taken(this, word);
        if (prepared.isPresent()) return refused(Why.OTHER_PREPARED);
        if (!next.follows(current)) return refused(Why.NOT_THE_NEXT_VERSION);
        if (declined.contains(next.hash())) return refused(Why.DECLINED);
        return new Step.Taken(with(Optional.of(next)), word);
    }

    /// Says that it will never pledge to a version, so that the others need not wait.
    /// @spec docs/spec/governance.md#GO-19 governance
    public Step decline(DocumentVersion version) {
        if (prepared.map(Document::hash).equals(Optional.of(version.hash())) || isKept(version))
            return refused(Why.PLEDGED);
        return declining(version);
    }

    /// Declines what another node declined, also what it pledged to: it will never judge by it, whatever comes. What it
    /// pledged to stays prepared until [#release], since a node may have said one thing to it and another to
    /// others.
    /// @spec docs/spec/governance.md#GO-19 governance
    public Step abandon(Pledge pledge, Roster roster) {
        var version = pledge.version();
        if (version.kind() != current.kind() || !isDeclined(pledge, version, roster)) return refused(Why.NOT_DECLINED);
        if (isKept(version)) return refused(Why.CONFLICT);
        var isPrepared = prepared.map(DocumentVersion::of).equals(Optional.of(version));
        var isOfNoUse = version.number() <= current.version() || (!isPrepared && declined.size() >= FOLLOWED_MAX);
        if (isOfNoUse || declined.contains(version.hash())) return new Step.Taken(this, Optional.empty());
        return declining(version);
    }

    private Step declining(DocumentVersion version) {
        var more = new HashSet<>(declined);
        more.add(version.hash());
        return new Step.Taken(
                new Activation(workspace, node, current, prepared, more, bound), Optional.of(new Word(version, false)));
    }

    private boolean isKept(DocumentVersion version) {
        return current.hash().equals(version.hash()) || version.equals(bound.get(version.number()));
    }

    private boolean isDeclined(Pledge pledge, DocumentVersion version, Roster roster) {
        return !pledge.isKept()
                && pledge.workspace().equals(workspace)
                && pledge.version().equals(version)
                && roster.nodes().stream()
                        .anyMatch(each -> each.name().equals(pledge.node()) && pledge.isBy(each.identity()));
    }

    /// Gives up what it pledged to and declined, once every other node has declined it: none of them judges by it, and
    /// none ever will.
    /// @spec docs/spec/governance.md#GO-19 governance
    public Step release(Collection<Pledge> words, Roster roster) {
        var over =
                prepared.filter(document -> declined.contains(document.hash())).map(DocumentVersion::of);
        var isOver = over.isPresent()
                && roster.nodes().stream()
                        .map(Member::name)
                        .filter(name -> !name.equals(node))
                        .allMatch(name -> words.stream()
                                .anyMatch(word -> word.node().equals(name) && isDeclined(word, over.get(), roster)));
        return isOver ? new Step.Taken(with(Optional.empty()), Optional.empty()) : refused(Why.NOT_DECLINED);
    }

    /// Phase two: all have pledged.
    ///
    /// @param roster the nodes that must have
    /// @spec docs/spec/governance.md#GO-20 governance
    public Step bind(Covenant covenant, Roster roster) {
        var version = covenant.version();
        if (version.kind() != current.kind() || !covenant.isComplete(workspace, roster)) return refused(Why.INCOMPLETE);
        if (version.number() <= current.version())
            return version.number() == current.version() && !version.hash().equals(current.hash())
                    ? refused(Why.CONFLICT)
                    : new Step.Taken(this, Optional.empty());
        if (declined.contains(version.hash())) return refused(Why.DECLINED);
        var known = bound.get(version.number());
        if (known != null && !known.equals(version)) return refused(Why.CONFLICT);
        var more = new TreeMap<>(bound);
        more.put(version.number(), version);
        return new Step.Taken(new Activation(workspace, node, current, prepared, declined, more), Optional.empty());
    }

    /// Gets a version that all the others keep and this node lost or never had.
    public Step learn(Document next) {
        if (!DocumentVersion.of(next).equals(bound.get(next.version()))) return refused(Why.INCOMPLETE);
        if (!next.follows(current)) return refused(Why.NOT_THE_NEXT_VERSION);
        return new Step.Taken(with(Optional.of(next)), Optional.empty());
    }

    /// The same node at a moment: with the version in force that has taken effect.
    public Activation at(Instant now) {
        var next = prepared.filter(document -> !now.isBefore(document.effectiveFrom())
                && DocumentVersion.of(document).equals(bound.get(document.version())));
        if (next.isEmpty()) return this;
        var later = bound.tailMap(next.get().version() + 1);
        return new Activation(workspace, node, next.get(), Optional.empty(), declined, later);
    }

    /// By what it judges at a moment.
    /// @spec docs/spec/governance.md#GO-21 governance
    public Standing standing(Instant now) {
        var then = at(now);
        var missing = then.bound.values().stream()
                .filter(version -> !now.isBefore(version.effectiveFrom()))
                .findFirst();
        if (missing.isPresent()) return new Standing.Stopped(missing.get());
        var uncertain = then.prepared.filter(document -> !now.isBefore(document.effectiveFrom()));
        return uncertain.isPresent()
                ? new Standing.Stopped(DocumentVersion.of(uncertain.get()))
                : new Standing.Judges(then.current);
    }
}
