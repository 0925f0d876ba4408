package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.secret.SecretMemory;
import tallystick.wire.Card;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Who takes part, signed by the administrator whose key every node pinned.
@Command(
        name = "roster",
        description = "Sign, show and put in place rosters.",
        mixinStandardHelpOptions = true,
        subcommands = {RosterCommand.Sign.class, RosterCommand.Show.class, RosterCommand.Update.class},
        synopsisSubcommandLabel = "COMMAND")
public final class RosterCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(name = "sign", description = "Make a roster of cards and sign it.", mixinStandardHelpOptions = true)
    static final class Sign implements Callable<Integer> {
        @Mixin
        private IdentityOptions administrator = new IdentityOptions();

        @Option(names = "--version-number", paramLabel = "N", description = "the roster's version, from 1 (default 1)")
        private int version = 1;

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the roster goes")
        private Path out = Path.of("");

        @Parameters(
                arity = "1..*",
                paramLabel = "CARD",
                description = "card files; two of one member pin both its keys")
        private List<Path> cards = List.of();

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            var members = members();
            try (var home = SecretMemory.open();
                    var identity = administrator.open(home)) {
                var roster = SignedRoster.of(new Roster(version, members), identity.key());
                Files.write(out, roster.encode().toArray(), StandardOpenOption.CREATE_NEW);
                show(spec, roster.roster(), json);
                return 0;
            } catch (IllegalArgumentException e) {
                throw new Unable("not a good roster: " + e.getMessage());
            }
        }

        /// Two cards of one member are its old key and its new one: both are pinned while it changes.
        private List<Member> members() throws IOException, Unable {
            var members = new LinkedHashMap<String, Member>();
            for (var file : cards) {
                var card = card(file);
                try {
                    members.merge(card.name(), card, Member::withPinsOf);
                } catch (IllegalArgumentException e) {
                    throw new Unable("card %s: %s".formatted(file, e.getMessage()));
                }
            }
            return List.copyOf(members.values());
        }

        static Member card(Path file) throws IOException, Unable {
            return switch (Card.parse(Files.readString(file))) {
                case Parsed.Ok<Member>(var member) -> member;
                case Parsed.Malformed<Member>(var offset, var expected) ->
                    throw new Unable("card %s at byte %d: expected %s".formatted(file, offset, expected));
            };
        }
    }

    @Command(name = "show", description = "Print a roster.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Parameters(paramLabel = "FILE", description = "a signed roster")
        private Path file = Path.of("");

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            show(spec, RosterOptions.read(file).roster(), json);
            return 0;
        }
    }

    @Command(
            name = "update",
            description = "Put a newer roster in place of the one that a node on this machine, or a command, reads. A"
                    + " running node follows it within a few seconds.",
            mixinStandardHelpOptions = true)
    static final class Update implements Callable<Integer> {
        @Mixin
        private RosterOptions roster = new RosterOptions();

        @Option(names = "--new", required = true, paramLabel = "FILE", description = "the newer roster")
        private Path newer = Path.of("");

        @Option(
                names = "--administrator",
                required = true,
                paramLabel = "FILE",
                description = "card of the administrator who must have signed it")
        private Path administrator = Path.of("");

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            var next = RosterOptions.read(newer);
            if (!next.isSignedBy(Sign.card(administrator).identity()))
                throw new Unable("%s is not signed by that administrator".formatted(newer));
            var before = roster.read();
            var version = next.roster().version();
            if (next.roster().equals(before)) {
                if (json) show(spec, before, true);
                else spec.commandLine().getOut().printf("version %d is in place already%n", version);
                return 0;
            }
            if (version <= before.version())
                throw new Unable("%s is version %d, and version %d is in place: an older roster is never followed"
                        .formatted(newer, version, before.version()));
            LaidFile.renew(roster.file(), next.encode());
            show(spec, next.roster(), json);
            return 0;
        }
    }

    private static String pins(Member member) {
        return member.tlsPins().stream()
                .map(pin -> pin.toString().substring(0, 16))
                .collect(Collectors.joining(" and "));
    }

    private static void show(CommandLine.Model.CommandSpec spec, Roster roster, boolean json) {
        if (json) spec.commandLine().getOut().println(json(roster).toPrettyString());
        else show(spec, roster);
    }

    static ObjectNode json(Roster roster) {
        var report = JsonMapper.shared().createObjectNode();
        report.put("format", "tallystick-roster-1").put("version", roster.version());
        var members = report.putArray("members");
        for (var member : roster.members()) {
            var each = members.addObject()
                    .put("name", member.name())
                    .put("role", member.role().name().toLowerCase(Locale.ROOT))
                    .put("identity", member.identity().bytes().toHex());
            var pins = each.putArray("tls_pins");
            member.tlsPins().forEach(pin -> pins.add(pin.toString()));
            if (member.role() == Member.Role.NODE)
                each.put("host", member.host()).put("port", member.port());
        }
        return report;
    }

    private static void show(CommandLine.Model.CommandSpec spec, Roster roster) {
        var out = spec.commandLine().getOut();
        out.printf(
                "roster version %d, %d members%n",
                roster.version(), roster.members().size());
        for (var member : roster.members())
            out.printf(
                    "  %-12s %-10s %s  pin %s  %s%n",
                    member.name(),
                    member.role().name().toLowerCase(Locale.ROOT),
                    member.identity().bytes().toHex().substring(0, 16),
                    pins(member),
                    member.role() == Member.Role.NODE ? member.host() + ":" + member.port() : "");
    }
}
