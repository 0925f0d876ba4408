package tallystick.core.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import tallystick.core.book.AddressBook;
import tallystick.core.facts.FactKeys;
import tallystick.core.facts.SignedFact;
import tallystick.core.kit.Books;
import tallystick.core.kit.Findings;
import tallystick.crypto.kit.Canonical;

/// Whatever is shown as a fact, as who may say one, or as an address book, is refused or is the one form of it.
class FactsFuzzTest {
    private static Stream<byte[]> facts() {
        return Findings.all().stream()
                .map(claim -> Findings.sign(claim).encode().toArray());
    }

    private static Stream<byte[]> keys() {
        return Stream.of(Findings.keys().encode().toArray());
    }

    @MethodSource("facts")
    @FuzzTest
    void anyFact_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, SignedFact::parse, SignedFact::encode);
    }

    @MethodSource("keys")
    @FuzzTest
    void anyFactKeys_areRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, FactKeys::parse, FactKeys::encode);
    }

    private static Stream<byte[]> books() {
        return Stream.of(Books.book().encode().toArray());
    }

    @MethodSource("books")
    @FuzzTest
    void anyAddressBook_isRefusedOrCanonical(byte @NotNull [] bytes) {
        Canonical.bytes(bytes, AddressBook::parse, AddressBook::encode);
    }
}
