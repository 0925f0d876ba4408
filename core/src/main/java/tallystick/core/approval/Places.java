package tallystick.core.approval;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tallystick.core.people.AuthStrength;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.ApprovalTerm;

/// The places that terms leave to be filled, and who fills which.
///
/// Terms of one group and order share their places: of "one of exec" and "three of exec" the second is enough. A place
/// that several terms ask for needs what the strictest of them needs. Everybody fills at most one place, and whoever
/// can fill several is moved to where he is needed (augmenting paths), so nobody's order of arrival matters.
final class Places {
    private final List<ApprovalTerm> terms;
    private final Directory people;
    private final PersonId initiator;
    private final List<List<Vote>> humans;
    private final List<Place> places = new ArrayList<>();
    private final Map<Integer, Instant> opensAt = new TreeMap<>();

    /// Two policies may call different people by one name: such are two groups.
    private record Key(String group, Set<PersonId> members, int order) {
        static Key of(ApprovalTerm term) {
            return new Key(term.group(), term.members(), term.order());
        }

        private String names() {
            return members.stream().map(PersonId::name).sorted().collect(Collectors.joining(" "));
        }
    }

    private record Place(
            Key key, int number, Set<PersonId> members, AuthStrength strength, boolean isInitiatorExcluded) {}

    Places(List<ApprovalTerm> terms, List<Vote> votes, Directory people, PersonId initiator) {
        this.terms = List.copyOf(terms);
        this.people = people;
        this.initiator = initiator;
        var byHuman = new LinkedHashMap<HumanId, List<Vote>>();
        for (var vote : votes)
            if (vote.answer() == Answer.APPROVE && !vote.person().isService())
                people.person(vote.person())
                        .ifPresent(person -> byHuman.computeIfAbsent(person.human(), _ -> new ArrayList<>())
                                .add(vote));
        humans = List.copyOf(byHuman.values());
        var asked = new TreeMap<Key, List<ApprovalTerm>>(
                Comparator.comparingInt(Key::order).thenComparing(Key::group).thenComparing(Key::names));
        for (var term : terms)
            asked.computeIfAbsent(Key.of(term), _ -> new ArrayList<>()).add(term);
        asked.forEach(this::open);
    }

    /// No more places than one above those that can be filled: the term is unmet all the same.
    private void open(Key key, List<ApprovalTerm> same) {
        var most = same.stream().mapToInt(ApprovalTerm::min).max().orElse(0);
        for (var number = 1; number <= Math.min(most, humans.size() + 1); number++) {
            places.add(place(key, number, same));
        }
    }

    /// As strict as the strictest term that asks for so many.
    private static Place place(Key key, int number, List<ApprovalTerm> same) {
        var asking = same.stream().filter(term -> term.min() >= number).toList();
        var members = new HashSet<>(asking.getFirst().members());
        var strength = AuthStrength.API_KEY;
        for (var term : asking) {
            members.retainAll(term.members());
            if (!strength.meets(term.strength())) strength = term.strength();
        }
        return new Place(key, number, members, strength, asking.stream().anyMatch(ApprovalTerm::isInitiatorExcluded));
    }

    /// How many places terms leave, each for somebody else.
    static int count(List<ApprovalTerm> terms) {
        var most = new HashMap<Key, Integer>();
        for (var term : terms) most.merge(Key.of(term), term.min(), Math::max);
        return most.values().stream().reduce(0, Places::sum);
    }

    private static int sum(int one, int other) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, (long) one + other));
    }

    /// @spec docs/spec/approval.md#AP-13 approval
    Tally tally() {
        var moments = humans.stream()
                .flatMap(List::stream)
                .map(Vote::at)
                .sorted()
                .distinct()
                .toList();
        var opens = Instant.MIN;
        var orders =
                places.stream().map(place -> place.key().order()).distinct().toList();
        for (var order : orders) {
            opensAt.put(order, opens);
            if (!isFull(fill(order, Instant.MAX))) return open(order);
            opens = moments.stream()
                    .filter(moment -> isFull(fill(order, moment)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("full, but at no moment"));
        }
        if (orders.isEmpty()) return new Tally.Met(List.of());
        var filled = fill(orders.getLast(), Instant.MAX);
        var counted = new ArrayList<Vote>();
        for (var i = 0; i < filled.length; i++) counted.add(vote(humans.get(filled[i]), places.get(i)));
        return new Tally.Met(counted);
    }

    private Tally open(int order) {
        var filled = fill(order, Instant.MAX);
        var lacking = new ArrayList<Lacking>();
        for (var term : terms) {
            var isWaiting = term.order() > order;
            var missing = term.min() - (isWaiting ? 0 : filledOf(term, filled));
            if (missing > 0) lacking.add(new Lacking(term, missing, isWaiting, isReachable(term)));
        }
        return new Tally.Open(lacking);
    }

    private int filledOf(ApprovalTerm term, int[] filled) {
        var count = 0;
        for (var i = 0; i < filled.length; i++) {
            var place = places.get(i);
            if (place.key().equals(Key.of(term)) && place.number() <= term.min() && filled[i] >= 0) count++;
        }
        return count;
    }

    private static boolean isFull(int[] filled) {
        return Arrays.stream(filled).allMatch(human -> human >= 0);
    }

    /// Who fills each place of this order and those before it, with what was said until a moment; -1 nobody.
    private int[] fill(int order, Instant until) {
        var open = (int)
                places.stream().filter(place -> place.key().order() <= order).count();
        var filled = new int[open];
        Arrays.fill(filled, -1);
        for (var human = 0; human < humans.size(); human++) place(human, filled, new boolean[open], until);
        return filled;
    }

    private boolean place(int human, int[] filled, boolean[] tried, Instant until) {
        for (var i = 0; i < filled.length; i++) {
            if (tried[i] || !fits(humans.get(human), places.get(i), until)) continue;
            tried[i] = true;
            if (filled[i] < 0 || place(filled[i], filled, tried, until)) {
                filled[i] = human;
                return true;
            }
        }
        return false;
    }

    private boolean fits(List<Vote> votes, Place place, Instant until) {
        return votes.stream().anyMatch(vote -> !vote.at().isAfter(until) && fits(vote, place));
    }

    private Vote vote(List<Vote> votes, Place place) {
        return votes.stream()
                .filter(vote -> fits(vote, place))
                .findFirst()
                .orElseThrow(() -> new AssertionError("a place filled by nobody"));
    }

    private boolean fits(Vote vote, Place place) {
        return place.members().contains(vote.person())
                && vote.strength().meets(place.strength())
                && !(place.isInitiatorExcluded() && people.isSameHuman(initiator, vote.person()))
                && !vote.at().isBefore(opensAt.getOrDefault(place.key().order(), Instant.MAX));
    }

    private boolean isReachable(ApprovalTerm term) {
        var able = new HashSet<HumanId>();
        for (var member : term.members())
            people.person(member).filter(person -> isAble(person, term)).ifPresent(person -> able.add(person.human()));
        return able.size() >= term.min();
    }

    private boolean isAble(Person person, ApprovalTerm term) {
        return !person.id().isService()
                && person.may(Right.APPROVE)
                && !(term.isInitiatorExcluded() && people.isSameHuman(initiator, person.id()))
                && person.keys().stream()
                        .anyMatch(held ->
                                !held.isRevoked() && held.key().strength().meets(term.strength()));
    }
}
