package tallystick.tools.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.governance.Document;
import tallystick.core.governance.DocumentKind;
import tallystick.core.governance.Genesis;
import tallystick.core.governance.Roster;
import tallystick.core.places.Places;
import tallystick.core.policy.json.PolicyText;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SystemEntropy;
import tools.jackson.databind.json.JsonMapper;

/// How a workspace would begin, as a file that every node's operator can look at.
@Command(
        name = "genesis",
        description =
                "Make the genesis of a workspace of all nodes of the roster: its first people and policy, in a file."
                        + " Nothing is in force by it. Every node's operator then accepts it on his machine ('node"
                        + " accept'), and 'governance begin' brings it. Exit 0 made, 2 a file is not of its form.",
        mixinStandardHelpOptions = true)
final class GenesisCommand implements Callable<Integer> {
    private static final int SALT_BYTES = 32;

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Option(names = "--people", required = true, paramLabel = "FILE", description = "the people, a JSON file")
    private Path people = Path.of("");

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "the policy, version 1")
    private Path policy = Path.of("");

    @Option(names = "--emergency", paramLabel = "FILE", description = "the policy for broken glass, version 1")
    private @Nullable Path emergency;

    @Option(
            names = "--book",
            paramLabel = "FILE",
            description = "the address book, a JSON file: all entries (default: an empty one)")
    private @Nullable Path book;

    @Option(
            names = "--places",
            paramLabel = "FILE",
            description = "vaults, what nodes are, and policies of places inside, a JSON file (default: none of them)")
    private @Nullable Path places;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "the genesis, which must not exist yet")
    private Path out = Path.of("");

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        var genesis = genesis();
        try {
            Files.write(out, genesis.encode().toArray(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new Unable("%s is there already: name another file".formatted(out));
        }
        if (json)
            spec.commandLine()
                    .getOut()
                    .println(JsonMapper.shared()
                            .createObjectNode()
                            .put("format", "tallystick-genesis-1")
                            .put("workspace", genesis.hash().toString())
                            .put("file", out.toString())
                            .toPrettyString());
        else tell(spec.commandLine().getOut(), genesis);
        return 0;
    }

    private static void tell(PrintWriter out, Genesis genesis) throws Unable {
        out.printf("workspace %s%n", genesis.hash());
        for (var line : Words.of(genesis)) out.println("  " + line);
        out.println("next: the operator of each node compares these digits and runs on his machine");
        out.printf("  ./tallystick node accept --dir DIR %s%n", genesis.hash());
        out.println("and then an operator of the roster brings it: ./tallystick governance begin FILE");
    }

    private Genesis genesis() throws IOException, Unable {
        var documents = new ArrayList<Document>();
        var directory = PeopleFile.read(Bytes.copyOf(Files.readAllBytes(people)), 1);
        documents.add(first(DocumentKind.PEOPLE, directory.encode()));
        documents.add(first(DocumentKind.POLICY, PolicyText.canonical(GovernanceCommand.policy(policy))));
        var payees = Optional.ofNullable(book);
        documents.add(first(
                DocumentKind.ADDRESS_BOOK,
                (payees.isPresent()
                                ? BookFile.read(Bytes.copyOf(Files.readAllBytes(payees.get())), 1)
                                : new AddressBook(1, List.of()))
                        .encode()));
        documents.add(first(DocumentKind.ROSTER, new Roster(1, roster.read().members()).encode()));
        documents.add(first(DocumentKind.FACT_KEYS, new FactKeys(1, List.of()).encode()));
        var other = Optional.ofNullable(emergency);
        if (other.isPresent())
            documents.add(
                    first(DocumentKind.EMERGENCY_POLICY, PolicyText.canonical(GovernanceCommand.policy(other.get()))));
        var inside = Optional.ofNullable(places);
        documents.add(first(
                DocumentKind.PLACES,
                (inside.isPresent()
                                ? PlacesFile.read(Bytes.copyOf(Files.readAllBytes(inside.get())), 1)
                                : Places.none(1))
                        .encode()));
        try {
            return new Genesis(documents, new SystemEntropy().bytes(SALT_BYTES));
        } catch (IllegalArgumentException e) {
            throw new Unable("no good genesis: " + e.getMessage());
        }
    }

    private static Document first(DocumentKind kind, Bytes content) {
        return new Document(kind, 1, Optional.empty(), GovernanceDesk.now(), content);
    }
}
