package tallystick.control.withdrawals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.people.People;
import tallystick.control.relay.Governed;
import tallystick.control.vaults.Vaults;
import tallystick.core.approval.Approval;
import tallystick.core.approval.Hearing;
import tallystick.core.approval.SeenCount;
import tallystick.core.approval.Voices;
import tallystick.core.approval.Vote;
import tallystick.core.book.AddressBook;
import tallystick.core.chain.Account;
import tallystick.core.chain.Knowledge;
import tallystick.core.court.Ancestry;
import tallystick.core.court.AskedBefore;
import tallystick.core.court.Court;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.intent.Evidence;
import tallystick.core.intent.IntentId;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.people.PersonKey;
import tallystick.core.people.Right;
import tallystick.core.places.Places;
import tallystick.core.policy.ApprovalTerm;
import tallystick.core.policy.Names;
import tallystick.core.policy.Policy;
import tallystick.core.policy.explain.Explanation;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.judge.Circumstances;
import tallystick.core.policy.judge.Decision;
import tallystick.core.policy.judge.Judge;
import tallystick.core.policy.judge.KnownAccounts;
import tallystick.core.policy.judge.Level;
import tallystick.core.policy.judge.Unmet;
import tallystick.core.policy.limit.Counters;
import tallystick.core.policy.matter.Initiator;
import tallystick.core.policy.matter.Lifting;
import tallystick.core.policy.matter.Matter;
import tallystick.core.policy.matter.Source;
import tallystick.core.policy.rehearse.Replay;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.hash.Transcript;

/// What the documents in force make of a withdrawal, as control reads them: for screens. Nodes judge by their own, and
/// by what only they know: counts of limits, what was paid before, freezes.
@Component
class Advice {
    private final Governed governed;
    private final People people;
    private final Vaults vaults;
    private final Legible legible;
    private final Approvals approvals;
    private final InstantSource clock;
    private volatile Optional<Ready> ready = Optional.empty();

    Advice(Governed governed, People people, Vaults vaults, Legible legible, Approvals approvals, InstantSource clock) {
        this.governed = governed;
        this.people = people;
        this.vaults = vaults;
        this.legible = legible;
        this.approvals = approvals;
        this.clock = clock;
    }

    /// What is made once for the versions in force.
    private record Ready(
            Digest32 versions, Level organisation, List<Level> levels, Places places, KnownAccounts known) {}

    /// So many people of a group.
    ///
    /// @param members by their names in documents
    /// @param have how many did by now
    record Term(String group, List<String> members, int min, int have, boolean initiatorExcluded, String strength) {
        static Term of(ApprovalTerm term, int have) {
            return new Term(
                    term.group(),
                    term.members().stream().map(PersonId::name).sorted().toList(),
                    term.min(),
                    have,
                    term.isInitiatorExcluded(),
                    term.strength().name());
        }
    }

    /// What comes of it.
    ///
    /// @param terms what is asked of people
    /// @param because why it is not signed yet, in sentences
    /// @param explanation of every rule; empty before an initiator has signed
    record Opinion(List<Term> terms, List<String> because, Optional<Explanation> explanation) {
        static final Opinion NONE = new Opinion(List.of(), List.of(), Optional.empty());

        /// Copies.
        Opinion {
            terms = List.copyOf(terms);
            because = List.copyOf(because);
        }

        boolean asks(PersonId person) {
            return terms.stream()
                    .anyMatch(term -> term.have() < term.min() && term.members().contains(person.name()));
        }
    }

    /// Of a withdrawal that an initiator has signed.
    Opinion of(Withdrawal withdrawal) {
        if (withdrawal.evidence().isEmpty()) return Opinion.NONE;
        var evidence = Approvals.with(withdrawal.evidence().get(), approvals.list(withdrawal.id()));
        var directory = people.inForce();
        var initiator = initiator(evidence, directory);
        if (initiator.isEmpty()) return Opinion.NONE;
        var now = clock.instant();
        var by = ready();
        var matter = matter(withdrawal, evidence.intent().id(), initiator.get(), withdrawal.updatedAt(), by);
        var levels = Level.covering(by.levels(), matter.asked().source().place());
        var silent = Circumstances.none().with(by.known()).with(Voices.of(List.of(), directory));
        var votes = new Hearing(
                        evidence.subject(),
                        directory,
                        Court.policySeen(levels),
                        seen -> new AskedBefore(matter, levels, ancestors(by), silent, now).asMuch(seen),
                        SeenCount.Store.empty(),
                        now)
                .verify(evidence.approvals())
                .votes();
        return judged(matter, levels, silent.with(Voices.of(votes, directory)), now);
    }

    /// Of a draft, as if this person proposed it now with a passkey: what would come of it, before anybody signs. None
    /// of a person who may not propose, or has no passkey that counts.
    Opinion before(Withdrawal draft, PersonId proposer) {
        var directory = people.inForce();
        var initiator = byPasskey(proposer, directory);
        if (initiator.isEmpty()) return Opinion.NONE;
        var now = clock.instant();
        var by = ready();
        var matter = matter(draft, intentOf(draft), initiator.get(), now, by);
        var levels = Level.covering(by.levels(), matter.asked().source().place());
        return judged(matter, levels, Circumstances.none().with(by.known()).with(Voices.of(List.of(), directory)), now);
    }

    /// There is no intent yet, and nothing that is judged here depends on which it will be.
    private static IntentId intentOf(Withdrawal draft) {
        return new IntentId(Transcript.of("tallystick/control/v1/draft")
                .add("unsigned", draft.unsigned())
                .digest());
    }

    /// One who may propose, by a passkey that counts.
    private static Optional<Initiator> byPasskey(PersonId proposer, Directory directory) {
        return directory
                .person(proposer)
                .filter(each -> each.may(Right.INITIATE))
                .flatMap(each -> each.keys().stream()
                        .filter(held -> !held.isRevoked() && held.key() instanceof PersonKey.Passkey)
                        .findFirst()
                        .map(held -> Initiator.of(new Directory.Holding(each, held))));
    }

    private static Opinion judged(Matter matter, List<Level> levels, Circumstances circumstances, Instant now) {
        var judgement = Judge.judge(matter, levels, circumstances, now);
        var explanation = Explanation.of(matter, levels, circumstances, now, judgement);
        return new Opinion(terms(judgement.decision()), explanation.because(), Optional.of(explanation));
    }

    /// What a draft of the organisation's policy would make of what was asked for before, held against what is in
    /// force. Answers count as if those who gave them had been asked by either.
    ///
    /// @param history what an initiator signed, in the order of its time; what nobody can be found for is left out
    Replay replay(Policy draft, List<Withdrawal> history) {
        var by = ready();
        var directory = people.inForce();
        var after = drafted(draft, by);
        var cases = history.stream()
                .flatMap(each -> thought(each, directory, by).stream())
                .toList();
        return Replay.of(by.levels(), after, cases, Counters.none());
    }

    /// What two policies make of one request, as if it were asked for now and nobody had answered.
    ///
    /// @param before by what is in force
    /// @param after by a draft of the organisation's policy
    record Compared(Explanation before, Explanation after) {}

    /// What a draft would make of a request, with every condition but those that only nodes know of.
    ///
    /// @param asker who proposes what nobody signed yet
    /// @return empty if nobody can be found who proposes it
    Optional<Compared> whatIf(Policy draft, Withdrawal withdrawal, Optional<PersonId> asker) {
        var directory = people.inForce();
        var initiator = withdrawal
                .evidence()
                .map(each -> initiator(Approvals.with(each, List.of()), directory))
                .orElseGet(() -> asker.flatMap(each -> byPasskey(each, directory)));
        if (initiator.isEmpty()) return Optional.empty();
        var now = clock.instant();
        var by = ready();
        var matter = matter(withdrawal, intentOf(withdrawal), initiator.get(), now, by);
        var silent = Circumstances.none().with(by.known()).with(Voices.of(List.of(), directory));
        return Optional.of(new Compared(
                explained(matter, by.levels(), silent, now), explained(matter, drafted(draft, by), silent, now)));
    }

    private static Explanation explained(Matter matter, List<Level> all, Circumstances silent, Instant now) {
        var levels = Level.covering(all, matter.asked().source().place());
        return Explanation.of(matter, levels, silent, now, Judge.judge(matter, levels, silent, now));
    }

    /// The draft in the place of the organisation's policy.
    private static List<Level> drafted(Policy draft, Ready by) {
        return by.levels().stream()
                .map(level -> level == by.organisation() ? Level.of(draft) : level)
                .toList();
    }

    private Optional<Replay.Case> thought(Withdrawal withdrawal, Directory directory, Ready by) {
        var evidence = Approvals.with(withdrawal.evidence().orElseThrow(), approvals.list(withdrawal.id()));
        return initiator(evidence, directory).map(initiator -> {
            var votes = evidence.approvals().stream()
                    .flatMap(each -> thought(each, directory).stream())
                    .toList();
            var circumstances = Circumstances.none().with(by.known()).with(Voices.of(votes, directory));
            var asked = matter(withdrawal, evidence.intent().id(), initiator, withdrawal.createdAt(), by);
            return new Replay.Case(asked, circumstances, withdrawal.updatedAt());
        });
    }

    private static Optional<Vote> thought(Approval approval, Directory directory) {
        var statement = approval.statement();
        return directory
                .holding(approval.keyId())
                .map(holding -> Vote.thought(
                        holding.person().id(), holding.held().key().strength(), statement.answer(), statement.at()));
    }

    /// By which policies people are asked: those of all places that hold the source.
    Digest32 policySeen(Withdrawal withdrawal) {
        var by = ready();
        return Court.policySeen(
                Level.covering(by.levels(), source(withdrawal, by).place()));
    }

    private Source source(Withdrawal withdrawal, Ready by) {
        var vault = vaults.vaultOf(withdrawal.wallet());
        var wallet = vaults.wallet(vault.workspace(), withdrawal.wallet());
        var address = vaults.address(vault, wallet, Optional.of(withdrawal.address()));
        return by.places()
                .source(
                        by.organisation().policy().scope().org(),
                        vault.key().id(),
                        address.path().indices(),
                        legible.of(withdrawal).from());
    }

    private static List<Term> terms(Decision decision) {
        return switch (decision) {
            case Decision.Denied _ -> List.of();
            case Decision.Pending(var obligations, var unmet) -> {
                var have = new HashMap<ApprovalTerm, Integer>();
                for (var each : unmet) if (each instanceof Unmet.Approval(var term, var count)) have.put(term, count);
                yield obligations.approvals().stream()
                        .map(term -> Term.of(term, have.getOrDefault(term, term.min())))
                        .toList();
            }
            case Decision.Allowed(var obligations) ->
                obligations.approvals().stream()
                        .map(term -> Term.of(term, term.min()))
                        .toList();
        };
    }

    private static Optional<Initiator> initiator(Evidence evidence, Directory directory) {
        return directory.holding(evidence.intent().initiator().keyId()).map(Initiator::of);
    }

    private Matter matter(Withdrawal withdrawal, IntentId intent, Initiator initiator, Instant submitted, Ready by) {
        var read = legible.of(withdrawal);
        var asked = new Matter.Asked(
                intent,
                source(withdrawal, by),
                initiator,
                withdrawal.digests(),
                withdrawal.replaces().isPresent() && withdrawal.nonce().isPresent(),
                submitted);
        return Lifting.of(asked, read.transaction(), read.from(), Knowledge.none());
    }

    private Ready ready() {
        var view = governed.view();
        var versions = Transcript.of("tallystick/control/v1/versions")
                .add("policy", view.policy())
                .add(
                        "documents",
                        view.versions().values().stream()
                                .map(each -> each.hash().bytes())
                                .sorted()
                                .toList())
                .digest();
        var made = ready;
        if (made.isPresent() && made.get().versions().equals(versions)) return made.get();
        var organisation = organisation(view.policy());
        var places = governed.document(DocumentKind.PLACES)
                .map(each -> Places.parse(each.content()).orThrow())
                .orElseGet(() -> Places.none(1));
        var levels = Stream.concat(
                        Stream.of(organisation), places.policies().stream().map(Level::of))
                .toList();
        var fresh =
                new Ready(versions, organisation, levels, places, known(governed.document(DocumentKind.ADDRESS_BOOK)));
        ready = Optional.of(fresh);
        return fresh;
    }

    /// Asked for only where somebody answered by another policy: nodes are asked for each version once.
    private List<Level> ancestors(Ready by) {
        return governed.document(DocumentKind.POLICY).stream()
                .filter(each -> level(each).hash().equals(by.organisation().hash()))
                .flatMap(each -> governed.before(each, Ancestry.VERSIONS_MAX).stream())
                .map(Advice::level)
                .toList();
    }

    private static Level level(Document policy) {
        return Level.of(PolicyFile.parse(policy.content()).orThrow());
    }

    /// The policy in force, or while the glass is broken the one for emergencies.
    private Level organisation(Digest32 policy) {
        return Stream.of(DocumentKind.POLICY, DocumentKind.EMERGENCY_POLICY)
                .flatMap(kind -> governed.document(kind).stream())
                .map(Advice::level)
                .filter(level -> level.hash().value().equals(policy))
                .findFirst()
                .orElseThrow(() -> Problem.of(Code.UNREACHABLE, "nodes judge by a policy that none of them tells"));
    }

    private static KnownAccounts known(Optional<Document> book) {
        if (book.isEmpty() || !(AddressBook.parse(book.get().content()) instanceof Parsed.Ok<AddressBook>(var entries)))
            return KnownAccounts.none();
        Map<Account, KnownAccounts.Entry> known = new HashMap<>();
        for (var entry : entries.entries())
            known.put(
                    entry.account(),
                    new KnownAccounts.Entry(book.get().effectiveFrom(), Names.sorted(entry.tags()), entry.isBlocked()));
        return new KnownAccounts(known, List.of());
    }
}
