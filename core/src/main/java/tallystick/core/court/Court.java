package tallystick.core.court;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.Subject;
import tallystick.core.approval.Voices;
import tallystick.core.facts.Facts;
import tallystick.core.governance.Member;
import tallystick.core.policy.Names;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Reason;
import tallystick.core.policy.matter.Lifting;
import tallystick.core.policy.matter.Matter;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// Rules on requests: who proposes it, what people and the world say to it, what is frozen, and what the policies make
/// of all that.
///
/// **Why** one function for a node's gate, for whoever verifies its evidence afterwards, and for trying out: what was
/// ruled once is ruled again from the same things, and nobody's word is taken for it.
///
/// **Threads** stateless, pure: equal arguments give an equal ruling with an equal basis.
public final class Court {
    private Court() {}

    /// Rules on a request.
    ///
    /// @param now by the own clock
    /// @spec docs/spec/court.md#CO-1 court
    public static Ruling rule(Case asked, Standing standing, Instant now) {
        return switch (Proposal.of(asked, standing.documents().people(), now)) {
            case Proposal.Refused(var why) -> Unheard.ruling(asked, standing, now, why);
            case Proposal.Made(var initiator, var objections) -> {
                var intent = asked.evidence().intent();
                var matter = Lifting.of(
                        new Matter.Asked(
                                intent.id(),
                                asked.source(),
                                initiator,
                                intent.digests(),
                                asked.isReplacement(),
                                asked.seenAt()),
                        asked.transaction(),
                        asked.signer(),
                        asked.knowledge());
                yield rule(
                        new Plea(
                                matter,
                                asked.evidence().approvals(),
                                asked.evidence().facts(),
                                Acquaintances.of(asked.knowledge(), standing),
                                objections,
                                hash(asked)),
                        standing,
                        now);
            }
        };
    }

    static Digest32 hash(Case asked) {
        return Transcript.of("tallystick/court/v1/evidence")
                .add("evidence", asked.evidence().encode())
                .digest();
    }

    /// Rules on what is known to be proposed: of a case by [#rule(Case, Standing, Instant)]; of records of what
    /// happened, which hold less than a node needs to sign, directly.
    ///
    /// @spec docs/spec/court.md#CO-3 court
    public static Ruling rule(Plea plea, Standing standing, Instant now) {
        var documents = standing.documents();
        var levels = Level.covering(
                documents.policies(), plea.matter().asked().source().place());
        var policySeen = policySeen(levels);
        var facts = Facts.verify(plea.facts(), documents.factKeys(), now);
        var silent = Circumstances.none()
                .with(facts)
                .with(plea.accounts())
                .with(standing.past())
                .with(Voices.of(List.of(), documents.people()))
                .with(standing.counters());
        var before = new AskedBefore(plea.matter(), levels, documents.ancestors(), silent, now);
        var heard = hear(plea, policySeen, standing, before, now);
        var circumstances = new Circumstances(
                Names.sorted(Stopped.by(standing, plea.matter())),
                objections(plea, standing, heard),
                facts,
                plea.accounts(),
                standing.past(),
                standing.counters(),
                Voices.of(heard.votes(), documents.people()));
        var judgement = Judge.judge(plea.matter(), levels, circumstances, now);
        var basis = new Basis(
                plea.evidence(),
                standing.workspace(),
                standing.node(),
                hashes(documents),
                policySeen,
                Words.of(plea.approvals(), heard, policySeen),
                Words.of(facts),
                judgement.trace().digest(),
                Optional.of(judgement.trace()));
        return switch (judgement.decision()) {
            case Decision.Denied(var reasons) ->
                new Ruling.Denied(
                        reasons, OwnOrder.of(plea, standing, heard, reasons, levels, now), heard.counts(), basis);
            case Decision.Pending(var obligations, var unmet) ->
                new Ruling.Pending(obligations, unmet, heard.counts(), basis);
            case Decision.Allowed(var obligations) ->
                new Ruling.Allowed(obligations, judgement.charges(), names(documents), heard.counts(), basis);
        };
    }

    /// What approvers must have seen: the hash of the policy, or of the policies of all places that hold the source.
    ///
    /// @param levels from the organisation inwards
    /// @spec docs/spec/court.md#CO-4 court
    public static Digest32 policySeen(List<Level> levels) {
        if (levels.size() == 1) return levels.getFirst().hash().value();
        return Transcript.of("tallystick/court/v1/policies")
                .add(
                        "policies",
                        levels.stream().map(each -> each.hash().value().bytes()).toList())
                .digest();
    }

    private static Set<String> names(Documents documents) {
        return documents.roster().nodes().stream().map(Member::name).collect(Collectors.toUnmodifiableSet());
    }

    static List<Digest32> hashes(Documents documents) {
        return List.of(
                documents.people().hash(),
                documents.book().book().hash(),
                documents.roster().statement(),
                documents.factKeys().hash());
    }

    private static Hearing.Heard hear(
            Plea plea, Digest32 policySeen, Standing standing, AskedBefore before, Instant now) {
        var matter = plea.matter();
        if (!Subject.isCount(matter.digests().size())) return new Hearing.Heard(List.of(), List.of(), Map.of());
        var subject = new Subject(matter.asked().intent().value(), matter.digests());
        return new Hearing(
                        subject,
                        standing.documents().people(),
                        policySeen,
                        before::asMuch,
                        key -> standing.seen().getOrDefault(key, List.of()),
                        now)
                .verify(plea.approvals());
    }

    /// @spec docs/spec/court.md#CO-5 court
    private static List<Reason> objections(Plea plea, Standing standing, Hearing.Heard heard) {
        var reasons = new ArrayList<>(plea.objections());
        for (var awaited : standing.awaited())
            reasons.add(Reason.of(
                    Reason.Code.AWAITED,
                    "version %d of the document %s may be in force elsewhere"
                            .formatted(awaited.number(), awaited.kind())));
        if (heard.isForged())
            reasons.add(Reason.of(Reason.Code.FORGED_APPROVAL, "an answer that cannot have come about honestly"));
        return reasons;
    }
}
