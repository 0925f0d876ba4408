package tallystick.mpc.ceremony;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Group;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.Node;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.access.SigningSet;
import tallystick.mpc.key.GroupKey;
import tallystick.mpc.key.Scheme;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.Session;
import tallystick.mpc.session.SessionId;

/// Everything the parties of one ceremony agree on before its first message; hashed in full into the session id, so
/// that parties with different plans never hear each other.
///
/// **Form** parties carry the numbers of the *new* tree; members of the old one that leave follow after the
/// highest, in the order of the old tree. A name stands for the same participant in both trees.
///
/// **Threads** immutable.
public final class CeremonyPlan {
    /// Length of each party's fresh bytes.
    public static final int FRESH_LENGTH_BYTES = 32;

    private final CeremonyKind kind;
    private final Scheme scheme;
    private final QuorumTree tree;
    private final Optional<GroupKey> base;
    private final List<String> names;
    private final List<PartyId> dealers;
    private final Optional<PartyId> lost;
    private final CeremonyTerms terms;
    private final SortedMap<PartyId, Bytes> fresh;

    private CeremonyPlan(
            CeremonyKind kind,
            Scheme scheme,
            QuorumTree tree,
            Optional<GroupKey> base,
            Collection<PartyId> baseDealers,
            Optional<PartyId> lost,
            CeremonyTerms terms) {
        this.kind = kind;
        this.scheme = scheme;
        this.tree = tree;
        this.base = base;
        this.lost = lost;
        this.terms = terms;
        this.names = names(tree, base, baseDealers);
        this.dealers = base.isEmpty()
                ? tree.parties()
                : baseDealers.stream()
                        .map(dealer ->
                                numberOf(base.get().tree().nameOf(dealer)).orElseThrow())
                        .sorted()
                        .toList();
        this.fresh = Collections.emptySortedMap();
    }

    private CeremonyPlan(CeremonyPlan plan, SortedMap<PartyId, Bytes> fresh) {
        this.kind = plan.kind;
        this.scheme = plan.scheme;
        this.tree = plan.tree;
        this.base = plan.base;
        this.names = plan.names;
        this.dealers = plan.dealers;
        this.lost = plan.lost;
        this.terms = plan.terms;
        this.fresh = Collections.unmodifiableSortedMap(new TreeMap<>(fresh));
    }

    /// This plan with the fresh bytes of all parties, as [tallystick.mpc.agreement.Agreement] gathers them: ready to
    /// run, once. A run that stopped is not run again: what follows begins with another agreement.
    ///
    /// @param fresh 32 bytes of every party
    /// @throws IllegalArgumentException if a party is missing or unknown, or a length is wrong: the caller's fault
    public CeremonyPlan agreed(SortedMap<PartyId, Bytes> fresh) {
        if (!List.copyOf(fresh.keySet()).equals(parties()))
            throw new IllegalArgumentException("fresh bytes of %s, not of %s".formatted(fresh.keySet(), parties()));
        if (fresh.values().stream().anyMatch(bytes -> bytes.length() != FRESH_LENGTH_BYTES))
            throw new IllegalArgumentException("fresh bytes not %d each".formatted(FRESH_LENGTH_BYTES));
        return new CeremonyPlan(this, fresh);
    }

    /// A new key over `tree`; every participant deals.
    public static CeremonyPlan generate(Scheme scheme, QuorumTree tree, CeremonyTerms terms) {
        return new CeremonyPlan(
                CeremonyKind.GENERATE, scheme, tree, Optional.empty(), List.of(), Optional.empty(), terms);
    }

    /// New shares of `base` over its own tree; every participant deals zero.
    public static CeremonyPlan refresh(GroupKey base, CeremonyTerms terms) {
        return new CeremonyPlan(
                CeremonyKind.REFRESH,
                base.scheme(),
                base.tree(),
                Optional.of(base),
                base.tree().parties(),
                Optional.empty(),
                terms);
    }

    /// New shares of `base` over `tree`, dealt by `dealers`, an old signing set.
    ///
    /// @throws IllegalArgumentException if the set is not one of the base key's tree, or those left out could sign
    ///     ([LeftOut] says beforehand who must come): the caller's fault
    /// @spec docs/spec/ceremony.md#CE-29 ceremony
    public static CeremonyPlan reshare(GroupKey base, SigningSet dealers, QuorumTree tree, CeremonyTerms terms) {
        requireDealersOf(base, dealers);
        if (LeftOut.judge(base.tree(), dealers.parties(), tree) instanceof LeftOut.Finding.CouldSign found)
            throw new IllegalArgumentException(found.sentence());
        return new CeremonyPlan(
                CeremonyKind.RESHARE,
                base.scheme(),
                tree,
                Optional.of(base),
                dealers.parties(),
                Optional.empty(),
                terms);
    }

    /// Who is who in a reshare, names by the numbers of the run, before there are terms: these carry the hash of a
    /// roster of these very numbers ([tallystick.mpc.session.Roster#hash]).
    ///
    /// @throws IllegalArgumentException if the set is not one of the base key's tree: the caller's fault
    public static SortedMap<PartyId, String> reshareParties(GroupKey base, SigningSet dealers, QuorumTree tree) {
        requireDealersOf(base, dealers);
        var byNumber = new TreeMap<PartyId, String>();
        for (var name : names(tree, Optional.of(base), dealers.parties()))
            byNumber.put(new PartyId(byNumber.size() + 1), name);
        return Collections.unmodifiableSortedMap(byNumber);
    }

    private static void requireDealersOf(GroupKey base, SigningSet dealers) {
        if (!dealers.tree().hash().equals(base.tree().hash()))
            throw new IllegalArgumentException("dealers of another tree than the base key's");
    }

    /// The shares of `lost` again, from `helpers`, who satisfy the tree without it and know its leaves between them.
    ///
    /// @throws IllegalArgumentException if the helpers do not (such a leaf needs a reshare), or one of them or
    /// `lost`
    ///     is not of the key: the caller's fault
    /// @spec docs/spec/ceremony.md#CE-10 ceremony
    public static CeremonyPlan repair(GroupKey base, PartyId lost, Collection<PartyId> helpers, CeremonyTerms terms) {
        if (!base.tree().parties().contains(lost))
            throw new IllegalArgumentException("%s outside the quorum tree".formatted(lost));
        if (helpers.contains(lost)) throw new IllegalArgumentException("%s among its own helpers".formatted(lost));
        if (!base.tree().parties().containsAll(helpers))
            throw new IllegalArgumentException("a helper outside the quorum tree");
        if (!Coverage.satisfies(base.tree(), helpers))
            throw new IllegalArgumentException("%d helpers do not satisfy the tree".formatted(helpers.size()));
        for (var leaf : base.tree().leavesOf(lost))
            if (Coverage.combination(base.tree(), helpers, leaf.id(), base.group())
                    .isEmpty())
                throw new IllegalArgumentException(
                        "helpers do not determine leaf %d".formatted(leaf.id().value()));
        return new CeremonyPlan(
                CeremonyKind.REPAIR,
                base.scheme(),
                base.tree(),
                Optional.of(base),
                new TreeSet<>(helpers),
                Optional.of(lost),
                terms);
    }

    /// What is done.
    public CeremonyKind kind() {
        return kind;
    }

    /// How the key signs.
    public Scheme scheme() {
        return scheme;
    }

    /// The arithmetic of its curve.
    public Group group() {
        return scheme.curve().group();
    }

    /// The tree of the shares that come out.
    public QuorumTree tree() {
        return tree;
    }

    /// The key before, except on generate.
    public Optional<GroupKey> base() {
        return base;
    }

    /// The epoch before; 0 on generate.
    public int baseEpoch() {
        return base.map(GroupKey::epoch).orElse(0);
    }

    /// What stays the same over all attempts: the key's id, and on generate the order.
    public Digest32 subject() {
        return base.map(GroupKey::id).orElse(terms.order());
    }

    /// What surrounds the ceremony.
    public CeremonyTerms terms() {
        return terms;
    }

    /// All parties of the run, ascending.
    public List<PartyId> parties() {
        var parties = new ArrayList<PartyId>();
        for (var i = 1; i <= names.size(); i++) parties.add(new PartyId(i));
        return List.copyOf(parties);
    }

    /// Those who deal, ascending; on repair the helpers.
    public List<PartyId> dealers() {
        return dealers;
    }

    /// Those who own a leaf afterwards, ascending.
    public List<PartyId> owners() {
        return tree.parties();
    }

    /// On repair the party whose shares are lost.
    public Optional<PartyId> lost() {
        return lost;
    }

    /// A party's name.
    ///
    /// @throws IllegalArgumentException if it has no part in the run: the caller's fault
    public String nameOf(PartyId party) {
        if (party.value() > names.size())
            throw new IllegalArgumentException("%s of %d parties".formatted(party, names.size()));
        return names.get(party.value() - 1);
    }

    /// The number in this run of the participant called `name`.
    public Optional<PartyId> numberOf(String name) {
        var index = names.indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(new PartyId(index + 1));
    }

    /// A party's number in the base key's tree, if it was in it.
    public Optional<PartyId> baseNumberOf(PartyId party) {
        return base.flatMap(key -> key.tree().party(nameOf(party)));
    }

    /// The old signing set that deals, on reshare.
    ///
    /// @throws IllegalStateException on any other kind: the caller's bug
    public SigningSet dealingSet() {
        if (kind != CeremonyKind.RESHARE) throw new IllegalStateException("only a reshare has an old signing set");
        var numbers = dealers.stream()
                .map(dealer -> baseNumberOf(dealer).orElseThrow())
                .toList();
        return base.orElseThrow().tree().qualify(numbers).orThrow();
    }

    /// A party's leaves in the new tree.
    public List<Node.Leaf> leavesOf(PartyId party) {
        return tree.parties().contains(party) ? tree.leavesOf(party) : List.of();
    }

    /// The hash of everything but the fresh bytes: what the parties compare before the run.
    /// @spec docs/spec/ceremony.md#CE-1 ceremony
    public Digest32 setup() {
        return Transcript.of("tallystick/ceremony/v1/setup")
                .add("kind", kind.code())
                .add("scheme", scheme.code())
                .add("tree", tree.toString())
                .add("base", base.map(GroupKey::encode).orElse(Bytes.empty()))
                .add("names", names.stream().map(Bytes::ofUtf8).toList())
                .add("dealers", dealers.stream().map(CeremonyPlan::encode).toList())
                .add("lost", lost.stream().map(CeremonyPlan::encode).toList())
                .add("order", terms.order())
                .add("attempt", terms.attempt())
                .add("roster", terms.roster())
                .digest();
    }

    /// The run this plan is for: the hash of all that was agreed and everybody's fresh bytes.
    ///
    /// @throws IllegalStateException before [#agreed]: the caller's bug
    public SessionId sessionId() {
        if (fresh.isEmpty()) throw new IllegalStateException("plan without fresh bytes");
        return new SessionId(Transcript.of("tallystick/ceremony/v1/session")
                .add("setup", setup())
                .add("fresh", List.copyOf(fresh.values()))
                .digest());
    }

    /// One party's view of the run.
    public Session session(PartyId self) {
        return new Session(sessionId(), self, parties());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CeremonyPlan that && setup().equals(that.setup()) && fresh.equals(that.fresh);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, scheme, terms, fresh);
    }

    private static Bytes encode(PartyId party) {
        return Bytes.copyOf((byte) (party.value() >>> 8), (byte) party.value());
    }

    private static List<String> names(QuorumTree tree, Optional<GroupKey> base, Collection<PartyId> baseDealers) {
        var names = new ArrayList<String>();
        for (var party : tree.parties()) names.add(tree.nameOf(party));
        base.ifPresent(key -> new TreeSet<>(baseDealers)
                .stream()
                        .map(key.tree()::nameOf)
                        .filter(name -> !names.contains(name))
                        .forEach(names::add));
        return List.copyOf(names);
    }
}
