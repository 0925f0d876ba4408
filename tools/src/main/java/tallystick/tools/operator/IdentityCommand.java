package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tallystick.core.governance.Member;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.seal.VerifyKey;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.wire.Card;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;
import tallystick.wire.TlsIdentity;
import tools.jackson.databind.json.JsonMapper;

/// Makes the keys by which a node, operator, initiator or administrator is known.
@Command(
        name = "identity",
        description = "Make and show identities.",
        mixinStandardHelpOptions = true,
        subcommands = {IdentityCommand.New.class, IdentityCommand.Renew.class, IdentityCommand.Move.class},
        synopsisSubcommandLabel = "COMMAND")
public final class IdentityCommand implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static void print(CommandLine.Model.CommandSpec spec, Member card, Path file, Instant certificateEnds) {
        var report = JsonMapper.shared().createObjectNode();
        report.put("format", "tallystick-identity-1")
                .put("name", card.name())
                .put("role", card.role().name().toLowerCase(Locale.ROOT))
                .put("identity", card.identity().bytes().toHex())
                .put("tls_pin", card.tlsPins().getFirst().toString())
                .put("certificate_ends", certificateEnds.toString())
                .put("card", file.toString());
        spec.commandLine().getOut().println(report.toPrettyString());
    }

    /// Where a new certificate waits.
    static final String NEXT = "identity.next";

    @Command(
            name = "renew",
            description = "Make a new TLS key and certificate for an identity, and a card with its pin. The identity"
                    + " itself stays as it is until 'node rotate'.",
            mixinStandardHelpOptions = true)
    static final class Renew implements Callable<Integer> {
        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "where identity and card are")
        private Path directory = Path.of("");

        @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "opens the identity")
        private Path passphrase = Path.of("");

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            var out = spec.commandLine().getOut();
            try (var home = SecretMemory.open();
                    var secret = Passphrase.read(passphrase, home);
                    var identity = IdentityFile.open(directory.resolve("identity"), secret, home)) {
                var card = card(identity.name());
                var tls = TlsIdentity.generate(identity.name(), Instant.now());
                var next = new MemberIdentity(identity.name(), identity.key(), tls);
                IdentityFile.create(directory.resolve(NEXT), next, secret, new SystemEntropy(), home);
                LaidFile.give(directory.resolve(NEXT));
                var renewed = new Member(
                        card.name(), card.role(), next.key().verifyKey(), tls.pin(), card.host(), card.port());
                var file = directory.resolve(identity.name() + ".next.card");
                Files.writeString(file, Card.print(renewed));
                if (json) {
                    print(spec, renewed, file, tls.expiresAt());
                    return 0;
                }
                out.printf("new certificate of %s made, until %s%n", identity.name(), tls.expiresAt());
                out.printf("  card      %s (the administrator signs a roster with it and the old one)%n", file);
                out.printf("  tls pin   %s%n", tls.pin());
                return 0;
            } catch (FileAlreadyExistsException e) {
                throw new Unable("%s exists: 'node rotate' goes over to it".formatted(e.getFile()));
            }
        }

        private Member card(String name) throws IOException, Unable {
            return RosterCommand.Sign.card(directory.resolve(name + ".card"));
        }
    }

    @Command(
            name = "move",
            description = "Make a card with another place for a node that moves: its keys stay.",
            mixinStandardHelpOptions = true)
    static final class Move implements Callable<Integer> {
        @Parameters(paramLabel = "CARD", description = "the node's card")
        private Path card = Path.of("");

        @Option(names = "--listen", required = true, paramLabel = "HOST:PORT", description = "where it will listen")
        private String listen = "";

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the new card goes")
        private Path out = Path.of("");

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            var before = RosterCommand.Sign.card(card);
            var place = Place.of(listen);
            var moved = place.of(
                    before.name(),
                    before.role(),
                    before.identity(),
                    before.tlsPins().getFirst());
            try {
                Files.writeString(out, Card.print(moved), StandardOpenOption.CREATE_NEW);
            } catch (FileAlreadyExistsException e) {
                throw new Unable("%s exists: cards are never overwritten".formatted(e.getFile()));
            }
            var printer = spec.commandLine().getOut();
            if (json) {
                var report = JsonMapper.shared().createObjectNode();
                report.put("format", "tallystick-card-1")
                        .put("name", moved.name())
                        .put("host", moved.host())
                        .put("port", moved.port())
                        .put("card", out.toString());
                printer.println(report.toPrettyString());
                return 0;
            }
            printer.printf("%s at %s:%d%n", moved.name(), moved.host(), moved.port());
            printer.printf(
                    "  card      %s (the administrator signs a roster with it in the place of the old one)%n", out);
            return 0;
        }
    }

    /// Where a member listens, if it does.
    private record Place(String host, int port) {
        static Place of(String listen) throws Unable {
            var separator = listen.lastIndexOf(':');
            if (separator < 0) return new Place(listen, 0);
            try {
                return new Place(listen.substring(0, separator), Integer.parseInt(listen.substring(separator + 1)));
            } catch (NumberFormatException e) {
                throw new Unable("--listen %s is not HOST:PORT".formatted(listen));
            }
        }

        Member of(String name, Member.Role role, VerifyKey identity, Digest32 pin) throws Unable {
            try {
                return new Member(name, role, identity, pin, host, port);
            } catch (IllegalArgumentException e) {
                throw new Unable("not a good member: " + e.getMessage());
            }
        }
    }

    @Command(name = "new", description = "Make an identity and its card.", mixinStandardHelpOptions = true)
    static final class New implements Callable<Integer> {
        @Parameters(paramLabel = "NAME", description = "lower-case letters, digits, hyphens; unique in the roster")
        private String name = "";

        @Option(names = "--role", required = true, description = "one of: ${COMPLETION-CANDIDATES}")
        private Member.Role role = Member.Role.NODE;

        @Option(names = "--listen", paramLabel = "HOST:PORT", description = "where a node listens; nodes only")
        private String listen = "";

        @Option(names = "--dir", required = true, paramLabel = "DIR", description = "where the two files go")
        private Path directory = Path.of("");

        @Option(names = "--passphrase-file", required = true, paramLabel = "FILE", description = "seals the keys")
        private Path passphrase = Path.of("");

        @Option(names = "--json", description = "one JSON object, for programs")
        private boolean json;

        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

        @Override
        public Integer call() throws IOException, Unable {
            Files.createDirectories(directory);
            var out = spec.commandLine().getOut();
            try (var home = SecretMemory.open();
                    var secret = Passphrase.read(passphrase, home);
                    var identity = MemberIdentity.generate(name, Instant.now(), new SystemEntropy(), home)) {
                var card = member(identity);
                IdentityFile.create(directory.resolve("identity"), identity, secret, new SystemEntropy(), home);
                var cardFile = directory.resolve(name + ".card");
                Files.writeString(cardFile, Card.print(card), StandardOpenOption.CREATE_NEW);
                if (json) {
                    print(spec, card, cardFile, identity.tls().expiresAt());
                    return 0;
                }
                out.printf("identity of %s %s made%n", role.name().toLowerCase(Locale.ROOT), name);
                out.printf("  card      %s (give it to the administrator of the roster)%n", cardFile);
                out.printf("  key       %s%n", card.identity().bytes());
                out.printf("  tls pin   %s%n", card.tlsPins().getFirst());
                return 0;
            } catch (FileAlreadyExistsException e) {
                throw new Unable("%s exists: identities are never overwritten".formatted(e.getFile()));
            }
        }

        private Member member(MemberIdentity identity) throws Unable {
            return Place.of(listen)
                    .of(name, role, identity.key().verifyKey(), identity.tls().pin());
        }
    }
}
