package tallystick.tools.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.attestation.Attestation;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.attest.AttestationJson;
import tallystick.tools.attest.AttestationPaper;

/// Writes the attestation of a ceremony: what every participant signed about it.
@Command(
        name = "attestation",
        description = "Collect what every participant signed about a ceremony, as JSON and as a paper.",
        mixinStandardHelpOptions = true)
public final class AttestationCommand implements Callable<Integer> {
    @Mixin
    private IdentityOptions identity = new IdentityOptions();

    @Mixin
    private RosterOptions roster = new RosterOptions();

    @Option(names = "--key", required = true, paramLabel = "ID", description = "first digits of the key's id")
    private String keyId = "";

    @Option(
            names = "--epoch",
            paramLabel = "N",
            description = "the epoch that the ceremony made (default: the active one)")
    private int epoch;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the JSON goes")
    private Path out = Path.of("");

    @Option(names = "--pdf", paramLabel = "FILE", description = "where the paper goes, with the JSON attached")
    private Optional<Path> pdf = Optional.empty();

    @Option(
            names = "--incomplete",
            description = "also write it if a participant's signature cannot be had; it says so, and does not verify")
    private boolean incomplete;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    /// Exit 0 if the attestation is complete, or was asked for as it is.
    ///
    /// @spec docs/spec/attestation.md#AT-15 attestation
    @Override
    public Integer call() throws IOException, Unable, InterruptedException {
        var printed = spec.commandLine().getOut();
        try (var home = SecretMemory.open();
                var caller = identity.open(home)) {
            var desk = new AttestationDesk(caller, roster.read(), printed);
            var attestation = desk.collect(
                    keyId.toLowerCase(Locale.ROOT), epoch > 0 ? OptionalInt.of(epoch) : OptionalInt.empty());
            write(attestation);
            printed.printf("key        %s%n", attestation.facts().key().id());
            printed.printf("epoch      %d%n", attestation.facts().key().epoch());
            printed.printf("signed by  %s%n", String.join(", ", AttestationDesk.signers(attestation)));
            if (!attestation.missing().isEmpty())
                printed.printf("INCOMPLETE not signed by %s%n", String.join(", ", attestation.missing()));
            if (attestation.builds().size() > 1)
                printed.printf(
                        "NOTE       the participants ran %d different builds%n",
                        attestation.builds().size());
            printed.printf("words      %s%n", AttestationJson.words(attestation));
            printed.flush();
            return 0;
        }
    }

    private void write(Attestation attestation) throws IOException, Unable {
        if (!attestation.missing().isEmpty() && !incomplete)
            throw new Unable("not signed by %s: ask again when they answer, or write it with --incomplete"
                    .formatted(String.join(", ", attestation.missing())));
        var json = AttestationJson.encode(attestation);
        write(out, json);
        if (pdf.isPresent()) write(pdf.get(), AttestationPaper.of(attestation));
    }

    /// The same file may be written again with the same bytes, and with no others.
    private static void write(Path file, Bytes bytes) throws IOException, Unable {
        if (!Files.exists(file)) {
            Files.write(file, bytes.toArray(), StandardOpenOption.CREATE_NEW);
            return;
        }
        if (!Bytes.copyOf(Files.readAllBytes(file)).equals(bytes))
            throw new Unable("%s is there and is another: name a new file".formatted(file));
    }
}
