package tallystick.control.governance;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tallystick.control.access.Caller;
import tallystick.control.access.Requires;
import tallystick.control.access.Scope;
import tallystick.control.answer.Given;
import tallystick.control.answer.Page;
import tallystick.control.answer.Problem;
import tallystick.control.people.Answers;
import tallystick.control.people.Passkeys;
import tallystick.control.people.People;
import tallystick.control.relay.Governed;
import tallystick.control.store.Store;
import tallystick.core.approval.Answer;
import tallystick.core.approval.Proof;
import tallystick.core.governance.Change;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;
import tallystick.core.people.PersonId;
import tallystick.core.wire.GovernanceOrder;
import tallystick.core.wire.GovernanceStanding;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.SystemEntropy;

/// Changes of documents, over the API: written, signed by a passkey, brought to nodes, answered by others.
@RestController
final class ProposalsApi {
    private static final int REASON_CHARACTERS_MAX = 256;
    private static final int DAYS_USUAL = 14;
    private static final int DAYS_MAX = 90;
    private static final int SALT_BYTES = 16;
    private static final Proof UNSIGNED = new Proof.Plain(Bytes.copyOf(new byte[Proof.SIGNATURE_BYTES]));

    private final Drafts drafts;
    private final Bringing bringing;
    private final ChangeCheck check;
    private final Governed governed;
    private final People people;
    private final Passkeys passkeys;
    private final Answers answers;
    private final Store store;
    private final InstantSource clock;

    ProposalsApi(
            Drafts drafts,
            Bringing bringing,
            ChangeCheck check,
            Governed governed,
            People people,
            Passkeys passkeys,
            Answers answers,
            Store store,
            InstantSource clock) {
        this.drafts = drafts;
        this.bringing = bringing;
        this.check = check;
        this.governed = governed;
        this.people = people;
        this.passkeys = passkeys;
        this.answers = answers;
        this.store = store;
        this.clock = clock;
    }

    /// @param kind policy, emergency-policy, people, address-book or unfreeze
    /// @param text the next policy as JSON; its version is one more
    /// @param people what is to be otherwise in the document of people
    /// @param book what is to be otherwise in the address book
    /// @param order which freeze is to end
    /// @param effectiveFrom from when on; now if absent, which suffices for what tightens
    /// @param days how long it may wait for answers, 1..90
    record NewProposal(
            @Nullable String kind,
            @Nullable String text,
            @Nullable List<PeopleEdit> people,
            @Nullable List<BookEdit> book,
            @Nullable String order,
            @Nullable String effectiveFrom,
            @Nullable String reason,
            @Nullable Integer days) {}

    /// @param what in words
    /// @param tightens whether nodes take it so: then it is in force without delay
    /// @param differences each in a sentence
    /// @param remarks of the analyser
    /// @param change canonical bytes in hex, docs/spec/governance.md GO-3: who signs reads them himself
    /// @param toSign what the proposer's passkey signs
    record DraftBody(
            String id,
            String kind,
            String what,
            boolean tightens,
            List<String> differences,
            List<String> remarks,
            String change,
            Instant expiresAt,
            Passkeys.ToSign toSign) {}

    /// @param stands what it waits for, each node's own words
    record OpenBody(String id, String by, String proposal, Instant seenAt, List<Bringing.Said> stands) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ChangeAnswer(@Nullable String person, String answer, Instant at) {}

    /// @param change canonical bytes in hex, docs/spec/governance.md GO-3
    /// @param approve what a passkey of who asks signs to approve; absent of a program, and if he answered
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ProposalBody(
            String id,
            String kind,
            String what,
            String by,
            String reason,
            boolean tightens,
            List<String> differences,
            List<ChangeAnswer> answers,
            String change,
            Instant at,
            Instant expiresAt,
            Answers.@Nullable ToAnswer approve,
            Answers.@Nullable ToAnswer reject) {}

    record ProposalSubmission(Passkeys.@Nullable AssertionBody assertion) {}

    record ProposalBrought(String id, List<Bringing.Said> nodes) {}

    @PostMapping("/v1/proposals")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(
            value = Scope.PROPOSALS_WRITE,
            says = "Writes a change, with how it differs from what is in force; a passkey of the proposer then signs"
                    + " it.")
    DraftBody createProposal(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @RequestBody NewProposal body) {
        var person = passkeys.person(caller);
        var days = body.days() == null ? DAYS_USUAL : body.days();
        if (days < 1 || days > DAYS_MAX) throw Problem.field("days", "a number in 1..90");
        var proposal = drafts.proposal(caller, body);
        var at = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        var reason = Given.text("reason", body.reason(), REASON_CHARACTERS_MAX);
        var change = change(proposal, person.id(), reason, at, at.plus(Duration.ofDays(days)));
        var unsigned = new SignedChange(change, change.id(), UNSIGNED, List.of());
        var difference = drafts.difference(proposal);
        store.sql("insert into proposals (id, workspace_id, account_id, change) values (?, ?, ?, ?)")
                .params(
                        change.id().bytes().toArray(),
                        caller.workspace(),
                        caller.key(),
                        unsigned.encode().toArray())
                .update();
        return new DraftBody(
                change.id().toString(),
                Drafts.kind(proposal),
                Drafts.words(proposal),
                difference.tightens(),
                difference.differences(),
                drafts.remarks(proposal),
                change.encode().toHex(),
                change.expiresAt(),
                Passkeys.toSign(change.id(), passkeys.of(person)));
    }

    private Change change(Proposal proposal, PersonId by, String reason, Instant at, Instant expiresAt) {
        try {
            var salt = new SystemEntropy().bytes(SALT_BYTES);
            return new Change(governed.view().workspace(), proposal, by, reason, at, expiresAt, salt);
        } catch (IllegalArgumentException e) {
            throw Problem.field("reason", "1..256 characters that are safe to look at");
        }
    }

    @PostMapping("/v1/proposals/{id}/submit")
    @Requires(value = Scope.PROPOSALS_WRITE, says = "Takes the proposer's assertion and brings the change to nodes.")
    ProposalBrought submitProposal(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestBody ProposalSubmission body) {
        var name = name(id);
        var kept = store.sql("select change from proposals where id = ? and account_id = ?")
                .params(name.bytes().toArray(), caller.key())
                .query(byte[].class)
                .optional()
                .orElseThrow(() -> Problem.absent("draft of who asks"));
        var change = SignedChange.parse(Bytes.copyOf(kept)).orThrow().change();
        var signed = passkeys.verify(caller, body.assertion(), change.id());
        var whole = new SignedChange(change, signed.passkey().id(), signed.proof(), List.of());
        check.proposed(whole);
        var said = bringing.bring(new GovernanceOrder.Propose(whole));
        store.sql("update proposals set brought_at = ? where id = ?")
                .params(Store.moment(clock.instant()), name.bytes().toArray())
                .update();
        return new ProposalBrought(id, said);
    }

    @GetMapping("/v1/proposals")
    @Requires(value = Scope.POLICIES_READ, says = "Lists changes that are open on any node, and what each waits for.")
    Page<OpenBody> listProposals() {
        var found = new TreeMap<Digest32, GovernanceStanding.Open>();
        var stands = new TreeMap<Digest32, List<Bringing.Said>>();
        for (var heard : governed.standings())
            for (var open : heard.status().map(GovernanceStanding::changes).orElse(List.of())) {
                found.putIfAbsent(open.change(), open);
                stands.computeIfAbsent(open.change(), _ -> new ArrayList<>())
                        .add(new Bringing.Said(heard.node(), true, open.stands()));
            }
        return new Page<>(
                found.values().stream()
                        .map(each -> new OpenBody(
                                each.change().toString(),
                                each.by(),
                                each.proposal(),
                                each.seenAt(),
                                List.copyOf(stands.getOrDefault(each.change(), List.of()))))
                        .toList(),
                null);
    }

    @GetMapping("/v1/proposals/{id}")
    @Requires(
            value = Scope.POLICIES_READ,
            says = "Shows a change that nodes know, how it differs, and what a passkey signs to answer it.")
    ProposalBody getProposal(@RequestAttribute(Caller.ATTRIBUTE) Caller caller, @PathVariable String id) {
        var signed = bringing.change(name(id));
        var change = signed.change();
        var directory = people.inForce();
        var given = given(signed, directory);
        var me = caller.person()
                .flatMap(directory::person)
                .filter(_ -> caller.may(Scope.APPROVALS_WRITE))
                .filter(one -> given.stream().noneMatch(each -> one.id().name().equals(each.person())));
        var difference = drafts.difference(change.proposal());
        return new ProposalBody(
                id,
                Drafts.kind(change.proposal()),
                Drafts.words(change.proposal()),
                change.by().name(),
                change.reason(),
                difference.tightens(),
                difference.differences(),
                given,
                change.encode().toHex(),
                change.at(),
                change.expiresAt(),
                me.map(one -> answers.ask(change, Answer.APPROVE, one)).orElse(null),
                me.map(one -> answers.ask(change, Answer.REJECT, one)).orElse(null));
    }

    private static List<ChangeAnswer> given(SignedChange signed, Directory directory) {
        return signed.approvals().stream()
                .map(each -> new ChangeAnswer(
                        directory
                                .holding(each.keyId())
                                .map(holding -> holding.person().id().name())
                                .orElse(null),
                        each.statement().answer().name().toLowerCase(Locale.ROOT),
                        each.statement().at()))
                .toList();
    }

    @PostMapping("/v1/proposals/{id}/approvals")
    @ResponseStatus(HttpStatus.CREATED)
    @Requires(value = Scope.APPROVALS_WRITE, says = "Takes a person's answer to a change and brings it to nodes.")
    ProposalBrought addProposalApproval(
            @RequestAttribute(Caller.ATTRIBUTE) Caller caller,
            @PathVariable String id,
            @RequestBody Answers.NewAnswer body) {
        var signed = bringing.change(name(id));
        var answer = answers.of(signed.change().subject(), caller, body);
        return new ProposalBrought(id, bringing.bring(new GovernanceOrder.Propose(check.with(signed, answer))));
    }

    private static Digest32 name(String id) {
        return Optional.of(Given.hex("id", id, Digest32.LENGTH_BYTES))
                .filter(each -> each.length() == Digest32.LENGTH_BYTES)
                .map(Digest32::new)
                .orElseThrow(() -> Problem.absent("change of that form"));
    }
}
