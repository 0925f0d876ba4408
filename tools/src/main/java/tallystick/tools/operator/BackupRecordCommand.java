package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.governance.Roster;
import tallystick.core.wire.CeremonyOrder;
import tallystick.core.wire.KeyCard;
import tallystick.core.wire.KeyRecord;
import tallystick.crypto.secret.SecretMemory;
import tallystick.mpc.ceremony.ShownEpoch;
import tallystick.mpc.key.GroupKey;
import tallystick.tools.doctor.Printable;
import tallystick.wire.DurableFile;
import tallystick.wire.MemberIdentity;

/// Asks the nodes of a key where they stand with it, for the restore of another's share: public, and verified where it
/// is used.
@Command(
        name = "record",
        description = "Ask all other nodes of a key where they stand with it, and write that down for the restore of"
                + " NODE's share.",
        mixinStandardHelpOptions = true)
final class BackupRecordCommand implements Callable<Integer> {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Option(names = "--key", required = true, paramLabel = "ID", description = "first digits of the key's id")
    private String key = "";

    @Option(names = "--lost", required = true, paramLabel = "NODE", description = "the node that lost its share")
    private String lost = "";

    @Option(
            names = "--absent",
            paramLabel = "NODE",
            description = "another node that cannot be asked; may be repeated. What it alone knows is not seen then")
    private List<String> absent = new ArrayList<>();

    @Option(
            names = "--attempt",
            paramLabel = "N",
            description = "the highest attempt that the nodes were ordered to make, where one that tells the truth is"
                    + " not believed (default: the highest that is)")
    private Optional<Integer> attempt = Optional.empty();

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the record goes")
    private Path file = Path.of("");

    @Option(names = "--wait", paramLabel = "SECONDS", description = "how long to wait for each node (default 5)")
    private int waitSeconds = 5;

    @Option(names = "--json", description = "one JSON object, for programs")
    private boolean json;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, Unable {
        if (!key.matches("[0-9a-f]{4,64}")) throw new Unable("--key is 4 to 64 lower-case hex digits");
        var all = roster.read();
        for (var name : absent) {
            var _ = RosterOptions.node(all, name);
        }
        var _ = RosterOptions.node(all, lost);
        var shown = ask(all);
        if (shown.stream().map(each -> each.key().id()).distinct().count() > 1)
            throw new Unable("several keys begin with %s: give more digits".formatted(key));
        var newest = newest(shown);
        complete(all, newest.key(), shown);
        var record = new KeyRecord(
                newest.record().certificate(),
                newest.record().names(),
                attempt(shown.stream().filter(each -> each.agreesWith(newest)).toList()));
        DurableFile.replace(file, record.encode());
        tell(newest.key(), shown);
        return 0;
    }

    /// A lower number than is believed would hide what the lost node may have promised.
    /// @spec docs/spec/node-wire.md#NW-53 node-wire
    private int attempt(List<ShownKey> shown) throws Unable {
        for (var each : BelievedAttempt.above(shown))
            spec.commandLine().getErr().println("not believed: " + each.attemptWords());
        var believed = BelievedAttempt.ofShown(shown);
        if (attempt.isEmpty()) return believed;
        if (attempt.get() < believed || attempt.get() > CeremonyOrder.ATTEMPT_MAX)
            throw new Unable("--attempt is at least %d, which is believed of those who were heard, and at most %d"
                    .formatted(believed, CeremonyOrder.ATTEMPT_MAX));
        return attempt.get();
    }

    /// All of them prove their epochs. Of two that do not follow one another somebody made one up.
    private ShownKey newest(List<ShownKey> shown) throws Unable {
        var newest = shown.stream()
                .reduce((a, b) -> b.key().epoch() > a.key().epoch() ? b : a)
                .orElseThrow(() -> new Unable("no node shows key " + key));
        for (var each : shown)
            if (!each.agreesWith(newest) && !newest.follows(each))
                throw new Unable("%s, and %s, from which that does not follow: leave out who lies with --absent"
                        .formatted(newest.words(), each.words()));
        return newest;
    }

    private void tell(GroupKey newest, List<ShownKey> shown) {
        var out = spec.commandLine().getOut();
        if (json) {
            var report = BackupCommand.begin()
                    .put("key", newest.id().toString())
                    .put("epoch", newest.epoch())
                    .put("tree", newest.tree().toString())
                    .put("record", file.toString());
            var asked = report.putArray("asked");
            for (var each : shown)
                asked.addObject()
                        .put("node", each.node())
                        .put("epoch", each.key().epoch());
            out.println(report.toPrettyString());
            return;
        }
        out.printf("key    %s%n", newest.id());
        out.printf("epoch  %d%n", newest.epoch());
        out.printf("tree   %s%n", newest.tree());
        for (var each : shown)
            out.printf("asked  %s: epoch %d%n", each.node(), each.key().epoch());
        out.printf("record %s%n", file);
    }

    private List<ShownKey> ask(Roster all) throws IOException, Unable {
        var shown = new ArrayList<ShownKey>();
        try (var home = SecretMemory.open();
                var self = identity.open(home)) {
            for (var node : all.nodes()) {
                if (node.name().equals(lost) || absent.contains(node.name())) continue;
                try {
                    ask(self, all, node.name()).ifPresent(shown::add);
                } catch (NodeUnreachable e) {
                    spec.commandLine()
                            .getErr()
                            .println("%s: %s".formatted(node.name(), Printable.of(String.valueOf(e.getMessage()))));
                }
            }
        }
        return shown;
    }

    private Optional<ShownKey> ask(MemberIdentity self, Roster all, String name) throws NodeUnreachable, Unable {
        var member = all.named(name).orElseThrow(() -> new AssertionError("a node of the roster"));
        var limit = Duration.ofSeconds(waitSeconds);
        try (var door = new NodeDoor(self.tls(), member)) {
            var ids = door.status(limit).keys().stream()
                    .map(KeyCard::id)
                    .filter(id -> id.toString().startsWith(key))
                    .toList();
            if (ids.size() > 1)
                throw new Unable("%d keys of node %s begin with %s: give more digits".formatted(ids.size(), name, key));
            if (ids.isEmpty()) return Optional.empty();
            var id = ids.getFirst();
            return switch (ShownKey.of(name, id, door.key(id, limit), all)) {
                case ShownKey.Finding.Good(var shown)
                when shown.proof() instanceof ShownEpoch.Finding.Proved -> Optional.of(shown);
                case ShownKey.Finding.Good(var shown) -> notHeard(shown.words());
                case ShownKey.Finding.Bad(var why) -> notHeard(name + ": " + why);
            };
        }
    }

    private Optional<ShownKey> notHeard(String words) {
        spec.commandLine().getErr().println("not heard: " + words);
        return Optional.empty();
    }

    /// A node that was not asked may be the only one that knows of a later epoch.
    private void complete(Roster all, GroupKey group, List<ShownKey> shown) throws Unable {
        if (group.tree().party(lost).isEmpty())
            throw new Unable("the tree %s has no leaf of %s".formatted(group.tree(), lost));
        for (var party : group.tree().parties()) {
            var name = group.tree().nameOf(party);
            if (name.equals(lost) || absent.contains(name)) continue;
            if (all.named(name).isEmpty()) throw new Unable("the roster has no node called " + name);
            if (shown.stream().noneMatch(each -> each.node().equals(name)))
                throw new Unable("%s did not show the key, or proved nothing: start it or leave it out with --absent %s"
                        .formatted(name, name));
        }
    }
}
