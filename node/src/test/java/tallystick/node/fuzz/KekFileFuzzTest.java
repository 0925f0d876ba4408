package tallystick.node.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.node.kek.KekFile;
import tallystick.node.kek.KekSettings;
import tallystick.node.kek.SecretSource;
import tallystick.node.pkcs11.TokenKey;
import tallystick.node.tpm.TpmSeal;

/// Whatever is in a `kek` file, it is refused or is the one form of what it says.
class KekFileFuzzTest {
    private static Bytes bytes(int length) {
        return Bytes.copyOf(new byte[length]);
    }

    private static Stream<byte[]> files() {
        var pin = new SecretSource.InFile(Path.of("/etc/tallystick/pin"));
        return Stream.of(
                        new KekSettings.FromPassphrase(bytes(16)),
                        new KekSettings.InToken(
                                new TokenKey.Place(Path.of("/usr/lib/module.so"), "risk", "kek"), bytes(16), pin),
                        new KekSettings.Tpm(
                                new TpmSeal.Place("device:/dev/tpmrm0", Optional.of(bytes(4))),
                                new TpmSeal.Conditions(Set.of(0, 7)),
                                Optional.of(new SecretSource.Prompt()),
                                new TpmSeal(bytes(34), bytes(46), bytes(160))))
                .map(settings -> new KekFile("keys-2", settings, bytes(76)).print())
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("files")
    @FuzzTest
    void anyFile_isRefusedOrPrintsTheSameAgain(byte @NotNull [] content) {
        var text = new String(content, StandardCharsets.UTF_8);
        if (KekFile.parse(text) instanceof Parsed.Ok<KekFile>(var file))
            assertThat(file.print()).isEqualTo(text);
    }
}
