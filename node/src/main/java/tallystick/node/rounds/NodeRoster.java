package tallystick.node.rounds;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.seal.VerifyKey;
import tallystick.mpc.access.QuorumTree;
import tallystick.mpc.session.PartyId;

/// The governed roster as one run sees it: party numbers of a quorum tree instead of names.
public final class NodeRoster implements tallystick.mpc.session.Roster {
    private final SortedMap<PartyId, Member> members;

    private NodeRoster(SortedMap<PartyId, Member> members) {
        this.members = Collections.unmodifiableSortedMap(members);
    }

    /// The nodes that the tree names, without those that are gone from the roster: the others go on without them.
    public static NodeRoster of(Roster roster, QuorumTree tree) {
        return of(roster, tree.parties().stream().map(tree::nameOf).toList());
    }

    /// The nodes called `names`, numbered from 1 as they stand; one that is no node of the roster is left out, and
    /// nothing of it verifies.
    public static NodeRoster of(Roster roster, List<String> names) {
        var members = new TreeMap<PartyId, Member>();
        for (var i = 0; i < names.size(); i++) {
            var party = new PartyId(i + 1);
            roster.named(names.get(i))
                    .filter(member -> member.role() == Member.Role.NODE)
                    .ifPresent(member -> members.put(party, member));
        }
        return new NodeRoster(members);
    }

    @Override
    public Optional<VerifyKey> keyOf(PartyId party) {
        return Optional.ofNullable(members.get(party)).map(Member::identity);
    }

    @Override
    public List<PartyId> parties() {
        return List.copyOf(members.keySet());
    }

    String nameOf(PartyId party) {
        var member = members.get(party);
        if (member == null) throw new IllegalArgumentException("%s not in the tree".formatted(party));
        return member.name();
    }

    /// The party whose node is called `name`.
    Optional<PartyId> partyOf(String name) {
        return members.entrySet().stream()
                .filter(each -> each.getValue().name().equals(name))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Node names by party.
    public SortedMap<PartyId, String> names() {
        var names = new TreeMap<PartyId, String>();
        members.forEach((party, member) -> names.put(party, member.name()));
        return names;
    }
}
