package tallystick.crypto.unit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tallystick.crypto.kit.NativeProbe;
import tallystick.crypto.nativelib.LibSodium;
import tallystick.crypto.nativelib.LibraryFile;
import tallystick.crypto.nativelib.NativeLibraries;
import tallystick.crypto.nativelib.NativeLibraryRefused;
import tallystick.crypto.nativelib.Symbols;

class NativeLibraryTest {
    @Test
    void libraries_onThisMachine_loadAndPassTheirSelfTests() {
        NativeLibraries.require();
        NativeLibraries.require();
    }

    @Test
    void unpackedLibrary_afterLoading_isGone() throws IOException {
        NativeLibraries.require();
        var own = "tallystick-native-%d-".formatted(ProcessHandle.current().pid());
        try (var left = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(left.filter(each -> each.getFileName().toString().startsWith(own)))
                    .isEmpty();
        }
    }

    @Test
    void sodium_withoutTheSystems_isTheBundledOne() {
        assertThat(LibSodium.load(List.of(Path.of("/nowhere/libsodium.so.23"))).where())
                .startsWith("class path resource ")
                .endsWith("/libsodium.so");
    }

    @Test
    void resource_thatIsMissing_isRefusedByNamePlaceAndRemedy() {
        assertThatExceptionOfType(NativeLibraryRefused.class)
                .isThrownBy(() -> LibraryFile.bundled(
                        "libexample", new LibraryFile.Bundled("/nowhere/libexample.so", "00"), "install libexample"))
                .withMessageContainingAll(
                        "libexample refused", "not on the class path", "/nowhere/libexample.so", "install libexample");
    }

    @Test
    void resource_thatIsAltered_isRefusedBeforeItIsWritten() {
        var altered = new LibraryFile.Bundled("/linux64/libsodium.so", "00".repeat(32));
        assertThatExceptionOfType(NativeLibraryRefused.class)
                .isThrownBy(() -> LibraryFile.bundled("libexample", altered, "install it"))
                .withMessageContaining("SHA-256 is not the pinned 0000");
    }

    @Test
    void file_forAnotherMachine_isPassedOver(@TempDir Path folder) throws IOException {
        var foreign = System.getProperty("os.arch").equals("aarch64") ? "/linux64" : "/arm64";
        var file = folder.resolve("libsodium.so.23");
        try (var stream = LibSodium.class.getResourceAsStream(foreign + "/libsodium.so")) {
            Files.write(file, stream.readAllBytes());
        }
        assertThat(LibraryFile.system(List.of(file, folder.resolve("absent.so"))))
                .isEmpty();
    }

    @Test
    void javaThatDeniesNativeCode_isRefusedWithTheRemedy() throws IOException, InterruptedException {
        var denied = probe("--illegal-native-access=deny");
        assertThat(denied).contains("Java denies").contains("--enable-native-access=ALL-UNNAMED");
        assertThat(probe("--illegal-native-access=deny", "--enable-native-access=ALL-UNNAMED"))
                .isEqualTo("loaded");
    }

    private static String probe(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NativeProbe.class.getName()));
        var process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.strip();
    }

    @Test
    void library_withoutTheFunctionOrFailingItsTest_isRefused() {
        var symbols = new Symbols("libexample", Linker.nativeLinker().defaultLookup(), "the process", "install it");
        assertThatExceptionOfType(NativeLibraryRefused.class)
                .isThrownBy(() -> symbols.quick("no_such_function", FunctionDescriptor.ofVoid()))
                .withMessage(
                        "libexample refused: it has no function no_such_function; looked in the process; install it");
        assertThatExceptionOfType(NativeLibraryRefused.class)
                .isThrownBy(() -> symbols.selfTest(false, "one and one"))
                .withMessageContaining("self test failed: one and one");
    }
}
