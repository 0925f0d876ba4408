package tallystick.tools.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.crypto.kit.Canonical;
import tallystick.tools.attest.AttestationJson;

/// Whatever is in a file, it is refused, or is the one spelling of an attestation.
class AttestationFuzzTest {
    private static Stream<byte[]> files() throws IOException {
        var root = System.getProperty("tallystick.root");
        if (root == null) throw new AssertionError("the property tallystick.root names the repository's folder");
        return Stream.of(Files.readAllBytes(Path.of(root, "vectors/old/attestation-1/attestation.json")));
    }

    @MethodSource("files")
    @FuzzTest
    void anyFile_isRefusedOrTheOneSpelling(byte @NotNull [] file) {
        Canonical.bytes(file, AttestationJson::parse, AttestationJson::encode);
    }
}
