package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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

/// Who takes part, signed by the administrator whose key every node pinned.
@Command(
        name = "roster",
        description = "Sign and show rosters.",
        mixinStandardHelpOptions = true,
        subcommands = {RosterCommand.Sign.class, RosterCommand.Show.class},
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

        @Parameters(arity = "1..*", paramLabel = "CARD", description = "card files")
        private List<Path> cards = List.of();

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            var members = new ArrayList<Member>();
            for (var file : cards) members.add(card(file));
            try (var home = SecretMemory.open();
                    var identity = administrator.open(home)) {
                var roster = SignedRoster.of(new Roster(version, members), identity.key());
                Files.write(out, roster.encode().toArray(), StandardOpenOption.CREATE_NEW);
                show(spec, roster.roster());
                return 0;
            } catch (IllegalArgumentException e) {
                throw new Unable("not a good roster: " + e.getMessage());
            }
        }

        private static Member card(Path file) throws IOException, Unable {
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

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            show(spec, RosterOptions.read(file).roster());
            return 0;
        }
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
                    member.tlsPin().toString().substring(0, 16),
                    member.role() == Member.Role.NODE ? member.host() + ":" + member.port() : "");
    }
}
