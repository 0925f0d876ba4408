package tallystick.tools.verify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Approval;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.veil.Veil;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// Of which noes one node's log has told so far.
///
/// **Why** a no says by itself when it was given, and not when the node heard it: whoever signs one after the node gave
/// its word, and dates it earlier, would accuse every honest node.
///
/// **Threads** one.
final class PackNoes {
    /// More than a change has answers.
    private static final int HEARD_MAX = 4096;

    private final PackStatutes statutes;
    private final Set<Digest32> changes;
    private final Map<Digest32, List<String>> heard = new HashMap<>();

    /// @param changes that the node keeps
    PackNoes(PackStatutes statutes, Collection<SignedChange> changes) {
        this.statutes = statutes;
        this.changes = changes.stream().map(signed -> signed.change().id()).collect(Collectors.toSet());
    }

    void saw(AuditEvent.AnswerHeard answer) {
        if (answer.approves() || !changes.contains(answer.subject())) return;
        var told = heard.computeIfAbsent(answer.subject(), _ -> new ArrayList<>());
        if (told.size() < HEARD_MAX) told.add(answer.person());
    }

    /// A change without the noes that it got later. Where a name is veiled, and more are kept than were told of, nobody
    /// can say which was first, and none of them counts.
    ///
    /// @spec docs/spec/evidence-pack.md#EP-52 evidence-pack
    SignedChange until(SignedChange signed) {
        var told = heard.getOrDefault(signed.change().id(), List.of());
        // Of so many it is not remembered who they were: all count.
        if (told.size() == HEARD_MAX) return signed;
        var veiled = told.stream().filter(PackNoes::isVeiled).count();
        var noes = signed.approvals().stream().filter(PackNoes::isNo).toList();
        Set<Approval> counted = noes.stream()
                .filter(no -> names(no).anyMatch(told::contains))
                .collect(Collectors.toCollection(HashSet::new));
        var others = noes.stream().filter(no -> !counted.contains(no)).toList();
        if (others.size() <= veiled) counted.addAll(others);
        return signed.with(signed.approvals().stream()
                .filter(answer -> !isNo(answer) || counted.contains(answer))
                .toList());
    }

    private static boolean isNo(Approval answer) {
        return answer.statement().answer() == Answer.REJECT;
    }

    private static boolean isVeiled(String name) {
        return Veil.parse(name).isPresent();
    }

    /// Whose it is, by any version of the people.
    private Stream<String> names(Approval answer) {
        return statutes.of(DocumentKind.PEOPLE).values().stream()
                .flatMap(document -> Directory.parse(document.content()) instanceof Parsed.Ok<Directory>(var people)
                        ? people.holding(answer.keyId()).stream()
                        : Stream.empty())
                .map(holding -> holding.person().id())
                .map(PersonId::name)
                .distinct();
    }
}
