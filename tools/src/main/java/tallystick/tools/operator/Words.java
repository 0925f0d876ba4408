package tallystick.tools.operator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import tallystick.core.book.AddressBook;
import tallystick.core.book.BookEntry;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Change;
import tallystick.core.governance.Differences;
import tallystick.core.governance.Direction;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Member;
import tallystick.core.governance.Proposal;
import tallystick.core.governance.Roster;
import tallystick.core.governance.Voters;
import tallystick.core.people.Directory;
import tallystick.core.people.Person;
import tallystick.core.places.Places;
import tallystick.core.policy.Policy;
import tallystick.core.policy.Rule;
import tallystick.core.policy.change.PolicyChange;
import tallystick.core.policy.json.PolicyFile;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.tools.doctor.Printable;

/// Changes in words, made from the documents themselves by whoever is asked: no node's word is taken for what it says.
final class Words {
    private Words() {}

    static String of(DocumentKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// What a genesis is of.
    static List<String> of(Genesis genesis) throws Unable {
        var lines = new ArrayList<String>();
        for (var person : genesis.people().people()) lines.add("person " + of(person));
        for (var member : genesis.roster().members()) lines.add("member " + of(member));
        for (var document : genesis.documents())
            if (document.kind() == DocumentKind.ADDRESS_BOOK)
                of(document).forEach(entry -> lines.add("payee " + entry));
        for (var document : genesis.documents())
            if (document.kind() == DocumentKind.PLACES) lines.addAll(places(good(Places.parse(document.content()))));
        for (var document : genesis.documents())
            lines.add("%s version %d  %s".formatted(of(document.kind()), document.version(), document.hash()));
        return lines;
    }

    /// What a document says.
    static List<String> of(Document document) throws Unable {
        var content = document.content();
        return switch (document.kind()) {
            case PEOPLE ->
                good(Directory.parse(content)).people().stream().map(Words::of).toList();
            case ADDRESS_BOOK ->
                good(AddressBook.parse(content)).entries().stream()
                        .map(Words::of)
                        .toList();
            case FACT_KEYS ->
                good(FactKeys.parse(content)).keys().stream().map(Words::of).toList();
            case ROSTER ->
                good(Roster.parse(content)).members().stream().map(Words::of).toList();
            case PLACES -> places(good(Places.parse(content)));
            case POLICY, EMERGENCY_POLICY ->
                policy(content).rules().stream().map(Words::of).toList();
        };
    }

    private static String of(Rule rule) {
        return "%s %s %s".formatted(rule.effect(), rule.id(), rule.activities());
    }

    /// What a change is.
    ///
    /// @param before the version in force of the document that it changes; none of other changes
    static List<String> of(Change change, Optional<Document> before) throws Unable {
        var lines = new ArrayList<String>();
        lines.add("proposed by %s at %s: %s".formatted(change.by().name(), change.at(), Printable.of(change.reason())));
        lines.add("open until " + change.expiresAt());
        switch (change.proposal()) {
            case Proposal.Unfreeze(var order) -> lines.add("ends the freeze " + order);
            case Proposal.BreakGlass(var policy, var window) ->
                lines.add("LOOSENS: the emergency policy %s judges in the place of the policy from %s until %s"
                        .formatted(policy, window.from(), window.until()));
            case Proposal.NewDocument(var next) -> {
                lines.add("%s version %d, in force from %s"
                        .formatted(of(next.kind()), next.version(), next.effectiveFrom()));
                if (before.isEmpty()) throw new Unable("no node told the version in force, so nothing can be compared");
                lines.addAll(differences(before.get(), next));
            }
        }
        return lines;
    }

    private static List<String> differences(Document before, Document next) throws Unable {
        if (!next.follows(before))
            throw new Unable("it is not the version after the one in force: it can no longer be accepted");
        return switch (next.kind()) {
            case PEOPLE -> {
                var was = good(Directory.parse(before.content()));
                var is = good(Directory.parse(next.content()));
                yield told(Differences.of(was, is), people(was, is));
            }
            case ADDRESS_BOOK -> {
                var was = good(AddressBook.parse(before.content()));
                var is = good(AddressBook.parse(next.content()));
                yield told(Differences.of(was, is), entries(was, is));
            }
            case FACT_KEYS -> {
                var was = good(FactKeys.parse(before.content()));
                var is = good(FactKeys.parse(next.content()));
                yield told(
                        Differences.of(was, is),
                        lists(
                                was.keys().stream().map(Words::of).toList(),
                                is.keys().stream().map(Words::of).toList()));
            }
            case ROSTER -> {
                var was = good(Roster.parse(before.content()));
                var is = good(Roster.parse(next.content()));
                var lines = lists(
                        was.members().stream().map(Words::of).toList(),
                        is.members().stream().map(Words::of).toList());
                if (Voters.removesNodes(was, next)) lines.add("REMOVES a node, without its word");
                yield told(Direction.LOOSEN, lines);
            }
            case PLACES ->
                told(
                        Direction.LOOSEN,
                        lists(
                                places(good(Places.parse(before.content()))),
                                places(good(Places.parse(next.content())))));
            case POLICY, EMERGENCY_POLICY -> policies(before.content(), next);
        };
    }

    private static List<String> policies(Bytes before, Document next) throws Unable {
        var change = PolicyChange.between(policy(before), policy(next.content()));
        var lines = new ArrayList<String>();
        change.differences().forEach(each -> lines.add(Printable.of(each.toString())));
        var isLoosening = next.kind() == DocumentKind.EMERGENCY_POLICY
                || change.direction() != tallystick.core.policy.change.Direction.TIGHTEN;
        return told(isLoosening ? Direction.LOOSEN : Direction.TIGHTEN, lines);
    }

    private static List<String> told(Direction direction, List<String> differences) {
        var lines = new ArrayList<String>();
        lines.add(
                direction == Direction.TIGHTEN
                        ? "TIGHTENS: it is in force at its moment, with what the policy asks for"
                        : "LOOSENS: two people at least, and a day");
        if (differences.isEmpty()) lines.add("  nothing differs");
        differences.forEach(each -> lines.add("  " + each));
        return lines;
    }

    private static List<String> people(Directory was, Directory is) {
        return lists(
                was.people().stream().map(Words::of).toList(),
                is.people().stream().map(Words::of).toList());
    }

    private static List<String> entries(AddressBook was, AddressBook is) {
        return lists(
                was.entries().stream().map(Words::of).toList(),
                is.entries().stream().map(Words::of).toList());
    }

    /// What is no more, then what is new.
    private static List<String> lists(List<String> before, List<String> after) {
        var lines = new ArrayList<String>();
        var kept = new HashSet<>(after);
        for (var each : before) if (!kept.contains(each)) lines.add("- " + each);
        var known = new HashSet<>(before);
        for (var each : after) if (!known.contains(each)) lines.add("+ " + each);
        return lines;
    }

    private static String of(Person person) {
        var keys = new ArrayList<String>();
        for (var held : person.keys())
            keys.add("%s %s%s"
                    .formatted(
                            held.key().strength(),
                            held.key().id().toString().substring(0, 16),
                            held.isRevoked() ? " revoked" : ""));
        return "%s (%s, %s) %s, may %s, roles %s, keys %s"
                .formatted(
                        person.id().name(),
                        person.human().name(),
                        Printable.of(person.displayName()),
                        person.status().name().toLowerCase(Locale.ROOT),
                        new TreeSet<>(person.rights()),
                        person.roles().stream().map(role -> role.name()).toList(),
                        keys);
    }

    /// A line for each vault with each of its keys and wallets, each node, and each rule of a place inside: whatever
    /// differs is seen.
    private static List<String> places(Places places) {
        var lines = new ArrayList<String>();
        for (var vault : places.vaults()) {
            lines.add("vault %s in workspace %s, tier %s, tags %s"
                    .formatted(vault.name(), vault.workspace(), vault.tier().orElse("none"), vault.tags()));
            for (var key : vault.keys()) lines.add("vault %s keeps key %s".formatted(vault.name(), key));
            for (var wallet : vault.wallets())
                lines.add("vault %s has wallet %s at %s of key %s"
                        .formatted(vault.name(), wallet.name(), wallet.path(), wallet.key()));
        }
        for (var node : places.nodes()) lines.add("node %s is %s".formatted(node.node(), node.roles()));
        places.stations().forEach((node, station) -> lines.add("node %s stands at %s".formatted(node, station)));
        for (var tree : places.trees()) lines.add("key %s may be reshared to %s".formatted(tree.key(), tree.tree()));
        for (var policy : places.policies()) {
            lines.add("policy %s of %s version %d, hash %s"
                    .formatted(policy.id(), policy.scope(), policy.version(), PolicyText.hash(policy)));
            for (var rule : policy.rules()) lines.add("policy %s: %s".formatted(policy.id(), of(rule)));
        }
        return lines;
    }

    private static String of(BookEntry entry) {
        return "%s \"%s\" of %s, tags %s%s"
                .formatted(
                        entry.account(),
                        Printable.of(entry.label()),
                        entry.counterparty(),
                        entry.tags(),
                        entry.isBlocked() ? ", blocked" : "");
    }

    private static String of(FactKeys.Trusted trusted) {
        return "%s for %s, at most %s, key %s"
                .formatted(trusted.name(), trusted.kind(), trusted.lifetimeMax(), trusted.key());
    }

    private static String of(Member member) {
        var place = member.host().isEmpty() ? "" : " at %s:%d".formatted(member.host(), member.port());
        return "%s %s%s, key %s"
                .formatted(member.role().name().toLowerCase(Locale.ROOT), member.name(), place, member.identity());
    }

    private static Policy policy(Bytes content) throws Unable {
        return good(PolicyFile.parse(content));
    }

    private static <T> T good(Parsed<T> parsed) throws Unable {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> value;
            case Parsed.Malformed<T>(var offset, var expected) ->
                throw new Unable("a document at byte %d: expected %s".formatted(offset, expected));
        };
    }
}
