package tallystick.tools.policy;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.chain.json.Entry;
import tallystick.core.chain.json.Unusable;
import tallystick.core.places.Places;
import tallystick.core.policy.Names;
import tallystick.core.topology.Station;
import tallystick.core.topology.Topology;
import tallystick.core.topology.Weakness;
import tallystick.crypto.codec.Parsed;
import tallystick.mpc.access.Coverage;
import tallystick.mpc.access.QuorumTree;
import tallystick.tools.document.Output;
import tallystick.tools.document.PolicyDocument;
import tallystick.tools.document.Step;
import tallystick.tools.operator.PlacesFile;
import tallystick.tools.operator.Unable;

/// What one operator, zone or account could do alone.
@Command(
        name = "topology",
        description = "From a quorum and a table of who runs each party where, find out whether one operator, zone or"
                + " account holds a signing set, or could keep others from signing or recovering"
                + " (docs/spec/policy-review.md, Topology). The table is FILE, or --places: what"
                + " 'governance show places --json' prints.",
        footerHeading = "%nThe file:%n",
        footer = {
            "  {\"quorum\": \"2 of (a, b, c)\", \"recovery\": \"any 2 of (a, b, c), by default the same\",",
            "   \"parties\": {\"a\": {\"operator\": \"ops\", \"zone\": \"eu-1\", \"account\": \"aws-12\","
                    + " \"provider\": \"aws\", \"build\": \"0.1\"}, …}}"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing grave", "1:something grave", "2:not readable; says where"},
        exitCodeOnInvalidInput = Step.WRONG_ARGUMENTS)
final class TopologyCommand extends Step {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "JSON, or YAML if it ends in .yaml or .yml")
    private @Nullable Path file;

    @Option(names = "--places", paramLabel = "PLACES", description = "a document of places, with stations, as JSON")
    private @Nullable Path places;

    @Option(
            names = "--tree",
            paramLabel = "TREE",
            description = "with --places: who can sign, as 'status' prints it of a key")
    private @Nullable String tree;

    @Option(
            names = "--recovery",
            paramLabel = "TREE",
            description = "with --places: who can recover (default: the same)")
    private @Nullable String recoveryTree;

    /// What is looked at.
    private record Asked(QuorumTree quorum, QuorumTree recovery, Topology topology) {}

    @Override
    protected int run(PrintWriter out) throws IOException, Unusable {
        var asked = asked();
        var parties = asked.topology().parties();
        var weaknesses = asked.topology().weaknesses(sets(asked.quorum()), sets(asked.recovery()));
        if (isForPrograms()) {
            var json = Output.begin("topology");
            var list = json.putArray("weaknesses");
            for (var each : weaknesses) {
                var one = list.addObject()
                        .put("kind", each.kind().name())
                        .put("grave", each.isGrave())
                        .put("sentence", each.sentence());
                each.parties().forEach(one.putArray("parties")::add);
            }
            out.println(json.toPrettyString());
        } else {
            for (var each : weaknesses)
                out.println((each.isGrave() ? "ERROR " : "WARNING ") + each.kind() + ": " + each.sentence());
            out.println("%d parties: %d grave, %d other weaknesses"
                    .formatted(
                            parties.size(),
                            weaknesses.stream().filter(Weakness::isGrave).count(),
                            weaknesses.stream().filter(each -> !each.isGrave()).count()));
        }
        return weaknesses.stream().anyMatch(Weakness::isGrave) ? REMARKED : 0;
    }

    private Asked asked() throws IOException, Unusable {
        var table = places;
        var text = tree;
        if (table != null && text != null && file == null) {
            var quorum = tree("--tree", text);
            var recovery = recoveryTree == null ? quorum : tree("--recovery", recoveryTree);
            return new Asked(quorum, recovery, read(table).topology(names(quorum)));
        }
        if (file == null || table != null || text != null || recoveryTree != null)
            throw new Unusable.Argument("FILE alone, or --places PLACES with --tree TREE, is asked for");
        var entry = Entry.parse(PolicyDocument.json(file), "topology").object(Set.of("quorum", "recovery", "parties"));
        var quorum = tree(entry, "quorum");
        var recovery = entry.has("recovery") ? tree(entry, "recovery") : quorum;
        return new Asked(quorum, recovery, new Topology(names(quorum), stations(entry.get("parties"))));
    }

    /// A table that says of no node where it stands is no answer to what is asked.
    private static Places read(Path file) throws IOException, Unusable {
        try {
            var places = PlacesFile.read(PolicyDocument.json(file), 1);
            if (places.stations().isEmpty())
                throw new Unusable.Argument("--places: a file with \"stations\", which say in whose hands nodes are");
            return places;
        } catch (Unable e) {
            throw new Unusable(file.getFileName() + ": " + e.why());
        }
    }

    private static NavigableSet<String> names(QuorumTree tree) {
        return Names.sorted(tree.parties().stream().map(tree::nameOf).toList());
    }

    private static QuorumTree tree(String option, String text) throws Unusable {
        return switch (QuorumTree.parse(text)) {
            case Parsed.Ok<QuorumTree>(var tree) -> tree;
            case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                throw new Unusable.Argument("%s: %s (at its character %d)".formatted(option, expected, offset));
        };
    }

    private static QuorumTree tree(Entry entry, String field) throws Unusable {
        return switch (QuorumTree.parse(entry.text(field))) {
            case Parsed.Ok<QuorumTree>(var tree) -> tree;
            case Parsed.Malformed<QuorumTree>(var offset, var expected) ->
                throw entry.get(field).expected("%s (at its character %d)".formatted(expected, offset));
        };
    }

    /// Which sets can sign: those that contain a signing set.
    private static Predicate<Set<String>> sets(QuorumTree tree) {
        return names -> Coverage.satisfiedBy(tree, names);
    }

    private static NavigableMap<String, Station> stations(Entry parties) throws Unusable {
        var fields =
                Arrays.stream(Station.Trait.values()).map(Station.Trait::field).collect(Collectors.toUnmodifiableSet());
        var found = new TreeMap<String, Station>();
        for (var name : parties.names()) {
            if (!Names.isValid(name)) throw parties.expected("names of parties");
            var party = parties.get(name).object(fields);
            Map<Station.Trait, String> traits = new EnumMap<>(Station.Trait.class);
            for (var trait : Station.Trait.values())
                if (party.has(trait.field())) traits.put(trait, value(party, trait.field()));
            found.put(name, Station.of(traits));
        }
        return found;
    }

    private static String value(Entry party, String field) throws Unusable {
        var value = party.text(field);
        if (!Names.isValid(value)) throw party.get(field).expected("a name of letters, digits, . _ -");
        return value;
    }
}
