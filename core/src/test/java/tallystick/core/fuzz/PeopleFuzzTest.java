package tallystick.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.kit.Crowd;
import tallystick.core.people.CredentialKey;
import tallystick.core.people.Directory;
import tallystick.crypto.kit.Canonical;

/// Whatever is shown as a document of people, or as an authenticator's key, is refused or is the one form of it.
class PeopleFuzzTest {
    private static Stream<byte[]> directories() {
        return Stream.of(Crowd.directory().encode().toArray());
    }

    private static Stream<byte[]> keys() {
        return Stream.of(
                Crowd.passkey("ann", true).key().cose().toArray(),
                Crowd.edPasskey("dee").key().cose().toArray());
    }

    @MethodSource("directories")
    @FuzzTest
    void anyDirectory_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, Directory::parse, Directory::encode);
    }

    @MethodSource("keys")
    @FuzzTest
    void anyCoseKey_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, CredentialKey::parse, CredentialKey::cose);
    }
}
