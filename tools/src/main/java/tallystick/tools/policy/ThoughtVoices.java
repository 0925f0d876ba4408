package tallystick.tools.policy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Voices;
import tallystick.core.approval.Vote;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.people.Directory;
import tallystick.core.people.HumanId;
import tallystick.core.people.Person;
import tallystick.core.people.PersonId;
import tallystick.core.people.Right;
import tallystick.core.policy.matter.Initiator;

/// What a case says that people answered, and which humans they are.
final class ThoughtVoices {
    private static final Set<String> FIELDS = Set.of("by", "human", "answer", "strength", "at");

    private final NavigableMap<PersonId, HumanId> people = new TreeMap<>();
    private final List<Vote> votes = new ArrayList<>();

    private ThoughtVoices() {}

    /// Nobody, if the case says nothing of it.
    ///
    /// @param at when they answered, unless they say otherwise
    /// @spec docs/spec/policy-review.md#PV-6 policy-review
    static Voices read(Entry item, Initiator initiator, Instant at) throws Unusable {
        if (!item.has("approvals")) return Voices.none();
        var said = new ThoughtVoices();
        said.people.put(initiator.person(), human(initiator.person()));
        for (var each : item.items("approvals")) said.hear(each, at);
        return Voices.of(said.votes, said.directory());
    }

    private void hear(Entry entry, Instant at) throws Unusable {
        entry.object(FIELDS);
        var by = Cases.person(entry, "by");
        people.put(by, entry.has("human") ? human(entry) : people.getOrDefault(by, human(by)));
        votes.add(Vote.thought(
                by,
                Cases.strength(entry),
                entry.has("answer") ? entry.name("answer", Answer.values()) : Answer.APPROVE,
                entry.has("at") ? Cases.moment(entry, "at") : at));
    }

    /// Who says nothing else is a human of his own name.
    private static HumanId human(PersonId person) {
        return new HumanId("h:" + person.name().substring("u:".length()));
    }

    private static HumanId human(Entry entry) throws Unusable {
        try {
            return new HumanId(entry.text("human"));
        } catch (IllegalArgumentException noName) {
            throw entry.get("human").expected("a human such as h:ann");
        }
    }

    private Directory directory() {
        return new Directory(
                1,
                people.entrySet().stream()
                        .map(each -> new Person(
                                each.getKey(),
                                each.getValue(),
                                each.getKey().name(),
                                Person.Status.ACTIVE,
                                Set.of(Right.INITIATE, Right.APPROVE),
                                List.of(),
                                List.of()))
                        .toList());
    }
}
