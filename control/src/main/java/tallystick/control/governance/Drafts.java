package tallystick.control.governance;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tallystick.control.access.Caller;
import tallystick.control.answer.Given;
import tallystick.control.answer.Problem;
import tallystick.control.answer.Problem.Code;
import tallystick.control.people.Invitations;
import tallystick.control.people.People;
import tallystick.control.relay.Governed;
import tallystick.core.book.AddressBook;
import tallystick.core.governance.Differences;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.people.Directory;
import tallystick.core.policy.Policy;
import tallystick.core.policy.analyze.Analysis;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;

/// What is to be proposed, made of what somebody wrote in a browser, and how it differs from what is in force.
///
/// **Why** control makes the document: its canonical bytes are no form for people. Who signs compares the words; nodes
/// read the bytes.
@Component
class Drafts {
    private static final int EDITS_MAX = 64;
    private static final int POLICY_BYTES_MAX = 1024 * 1024;

    private final Governed governed;
    private final People people;
    private final Invitations invitations;
    private final InstantSource clock;

    Drafts(Governed governed, People people, Invitations invitations, InstantSource clock) {
        this.governed = governed;
        this.people = people;
        this.invitations = invitations;
        this.clock = clock;
    }

    /// @param tightens whether nodes would take it so; what is not shown to tighten loosens
    /// @param differences each in a sentence
    record Difference(boolean tightens, List<String> differences) {
        /// Copies.
        Difference {
            differences = List.copyOf(differences);
        }
    }

    /// The proposal that a request describes.
    Proposal proposal(Caller caller, ProposalsApi.NewProposal body) {
        return switch (Given.text("kind", body.kind(), 32)) {
            case "policy" -> document(DocumentKind.POLICY, policy(body), body);
            case "emergency-policy" -> document(DocumentKind.EMERGENCY_POLICY, policy(body), body);
            case "people" ->
                document(DocumentKind.PEOPLE, directory(caller, body).encode(), body);
            case "address-book" ->
                document(DocumentKind.ADDRESS_BOOK, book(caller, body).encode(), body);
            case "unfreeze" -> new Proposal.Unfreeze(order(body));
            default -> throw Problem.field("kind", "policy, emergency-policy, people, address-book or unfreeze");
        };
    }

    private static Digest32 order(ProposalsApi.NewProposal body) {
        var bytes = Given.hex("order", body.order(), Digest32.LENGTH_BYTES);
        if (bytes.length() != Digest32.LENGTH_BYTES) throw Problem.field("order", "the id of an order to freeze");
        return new Digest32(bytes);
    }

    private static Bytes policy(ProposalsApi.NewProposal body) {
        var text = Bytes.ofUtf8(Given.there("text", body.text()));
        if (text.length() > POLICY_BYTES_MAX) throw Problem.field("text", "a policy of at most 1 MiB");
        return switch (PolicyFile.parse(text)) {
            case Parsed.Ok<Policy>(var policy) -> PolicyText.canonical(policy);
            case Parsed.Malformed<Policy>(var offset, var expected) ->
                throw Problem.field("text", "at byte %d: %s".formatted(offset, expected));
        };
    }

    private Directory directory(Caller caller, ProposalsApi.NewProposal body) {
        var edits = Given.list("people", body.people(), EDITS_MAX);
        if (edits.isEmpty()) throw Problem.field("people", "something to be otherwise");
        return PeopleEdit.apply(
                people.inForce(),
                edits,
                id -> invitations.one(caller.workspace(), id).key());
    }

    private AddressBook book(Caller caller, ProposalsApi.NewProposal body) {
        var edits = Given.list("book", body.book(), EDITS_MAX);
        if (edits.isEmpty()) throw Problem.field("book", "something to be otherwise");
        var by = caller.person()
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "a person who is signed in has to ask for this"));
        var before = governed.document(DocumentKind.ADDRESS_BOOK)
                .map(each -> AddressBook.parse(each.content()).orThrow())
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "no address book is in force"));
        return BookEdit.apply(
                before, edits, by, Instant.ofEpochSecond(clock.instant().getEpochSecond()));
    }

    private Proposal document(DocumentKind kind, Bytes content, ProposalsApi.NewProposal body) {
        var before = Optional.ofNullable(governed.view().versions().get(kind))
                .orElseThrow(() -> Problem.of(Code.CONFLICT, "no document of this kind is in force"));
        var from = body.effectiveFrom() == null ? clock.instant() : Given.moment("effectiveFrom", body.effectiveFrom());
        return new Proposal.NewDocument(new Document(
                kind,
                before.number() + 1,
                Optional.of(before.hash()),
                Instant.ofEpochSecond(from.getEpochSecond()),
                content));
    }

    /// How a proposal differs from what is in force, as nodes will find it.
    Difference difference(Proposal proposal) {
        if (!(proposal instanceof Proposal.NewDocument(var next)))
            return new Difference(false, List.of(words(proposal)));
        var before = governed.document(next.kind());
        if (before.isEmpty()) return new Difference(false, List.of("the first of its kind"));
        var was = before.get().content();
        return switch (next.kind()) {
            case POLICY, EMERGENCY_POLICY -> policies(next.kind(), was, next.content());
            case PEOPLE -> directories(was, next.content());
            case ADDRESS_BOOK -> books(was, next.content());
            case ROSTER, FACT_KEYS, PLACES -> new Difference(false, List.of("another document"));
        };
    }

    private static Difference policies(DocumentKind kind, Bytes was, Bytes is) {
        var change = PolicyChange.between(
                PolicyFile.parse(was).orThrow(), PolicyFile.parse(is).orThrow());
        var tightens =
                change.direction() == tallystick.core.policy.change.Direction.TIGHTEN && kind == DocumentKind.POLICY;
        return new Difference(
                tightens, change.differences().stream().map(Object::toString).toList());
    }

    private static Difference books(Bytes was, Bytes is) {
        var before = AddressBook.parse(was).orThrow();
        var after = AddressBook.parse(is).orThrow();
        var lines = new ArrayList<String>();
        for (var entry : after.entries()) {
            var old = before.entry(entry.account());
            if (old.isEmpty())
                lines.add("%s (%s) of %s is new.".formatted(entry.label(), entry.account(), entry.counterparty()));
            else if (!old.get().equals(entry))
                lines.add("%s (%s) is %s."
                        .formatted(entry.label(), entry.account(), entry.isBlocked() ? "blocked" : "another entry"));
        }
        for (var entry : before.entries())
            if (after.entry(entry.account()).isEmpty())
                lines.add("%s (%s) is gone.".formatted(entry.label(), entry.account()));
        return new Difference(Differences.of(before, after) == Direction.TIGHTEN, lines);
    }

    private static Difference directories(Bytes was, Bytes is) {
        var before = Directory.parse(was).orThrow();
        var after = Directory.parse(is).orThrow();
        return new Difference(Differences.of(before, after) == Direction.TIGHTEN, PeopleWords.between(before, after));
    }

    /// What the analyser says of a policy, a sentence each; nothing of other documents.
    List<String> remarks(Proposal proposal) {
        if (!(proposal instanceof Proposal.NewDocument(var next)) || next.kind() != DocumentKind.POLICY)
            return List.of();
        return Analysis.of(PolicyFile.parse(next.content()).orThrow()).remarks().stream()
                .map(Object::toString)
                .toList();
    }

    static String words(Proposal proposal) {
        return switch (proposal) {
            case Proposal.NewDocument(var next) ->
                "version %d of the document %s, from %s"
                        .formatted(next.version(), DocumentsApi.word(next.kind()), next.effectiveFrom());
            case Proposal.Unfreeze(var order) -> "the end of the freeze " + order;
            case Proposal.BreakGlass(var _, var window) ->
                "the emergency policy from %s until %s".formatted(window.from(), window.until());
        };
    }

    /// What it is a change of.
    static String kind(Proposal proposal) {
        return switch (proposal) {
            case Proposal.NewDocument(var next) -> DocumentsApi.word(next.kind());
            case Proposal.Unfreeze _ -> "unfreeze";
            case Proposal.BreakGlass _ -> "break-glass";
        };
    }
}
