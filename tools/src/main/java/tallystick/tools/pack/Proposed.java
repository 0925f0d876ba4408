package tallystick.tools.pack;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tallystick.core.approval.Approval;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Differences;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.SignedChange;
import tallystick.core.people.Directory;
import tallystick.core.policy.change.GovernedPolicies;
import tallystick.crypto.codec.Parsed;

/// How the versions of documents that one node keeps came about: who proposed each, what people answered, and whether
/// it allows less or more than the one before.
///
/// **Threads** one.
final class Proposed {
    private final Governed governed;
    private final List<Directory> directories;

    Proposed(Governed governed) {
        this.governed = governed;
        this.directories = governed.history().stream()
                .filter(document -> document.kind() == DocumentKind.PEOPLE)
                .flatMap(document -> good(Directory.parse(document.content())))
                .toList();
    }

    private Stream<SignedChange> changes(Document document) {
        return governed.changes().stream()
                .filter(signed ->
                        signed.change().proposal() instanceof Proposal.NewDocument(var next) && next.equals(document));
    }

    /// Who proposed it; empty of a document of the genesis.
    String by(Document document) {
        return changes(document)
                .map(signed -> signed.change().by().name())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /// What people answered, with the moment they say.
    String answers(Document document) {
        return changes(document)
                .flatMap(signed -> signed.approvals().stream())
                .map(this::answer)
                .collect(Collectors.joining("; "));
    }

    private String answer(Approval approval) {
        var who = directories.stream()
                .flatMap(directory -> directory.holding(approval.keyId()).stream())
                .map(holding -> holding.person().id().name())
                .findFirst()
                .orElseGet(() -> "the key " + approval.keyId());
        var statement = approval.statement();
        return "%s %s at %s".formatted(who, statement.answer().name().toLowerCase(Locale.ROOT), statement.at());
    }

    /// Which way it goes from the one before; empty of a document of the genesis.
    /// @spec docs/spec/governance.md#GO-24 governance
    String direction(Document document) {
        var before = governed.history().stream()
                .filter(each ->
                        each.kind() == document.kind() && document.parent().equals(Optional.of(each.hash())))
                .findFirst();
        if (document.version() == 1) return "";
        var isTighter = before.isPresent() && direction(before.get(), document) == Direction.TIGHTEN;
        return (isTighter ? Direction.TIGHTEN : Direction.LOOSEN).name().toLowerCase(Locale.ROOT);
    }

    private static Direction direction(Document before, Document next) {
        return switch (next.kind()) {
            case PEOPLE ->
                Directory.parse(before.content()) instanceof Parsed.Ok<Directory>(var was)
                                && Directory.parse(next.content()) instanceof Parsed.Ok<Directory>(var is)
                        ? Differences.of(was, is)
                        : Direction.LOOSEN;
            case ADDRESS_BOOK ->
                AddressBook.parse(before.content()) instanceof Parsed.Ok<AddressBook>(var was)
                                && AddressBook.parse(next.content()) instanceof Parsed.Ok<AddressBook>(var is)
                        ? Differences.of(was, is)
                        : Direction.LOOSEN;
            case FACT_KEYS ->
                FactKeys.parse(before.content()) instanceof Parsed.Ok<FactKeys>(var was)
                                && FactKeys.parse(next.content()) instanceof Parsed.Ok<FactKeys>(var is)
                        ? Differences.of(was, is)
                        : Direction.LOOSEN;
            case POLICY -> new GovernedPolicies().direction(before.content(), next.content());
            case ROSTER, EMERGENCY_POLICY, PLACES -> Direction.LOOSEN;
        };
    }

    private static <T> Stream<T> good(Parsed<T> parsed) {
        return parsed instanceof Parsed.Ok<T>(var value) ? Stream.of(value) : Stream.empty();
    }
}
