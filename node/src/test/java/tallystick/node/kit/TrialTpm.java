package tallystick.node.kit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tallystick.node.kek.KekWish;
import tallystick.node.kek.SecretSource;
import tallystick.node.tpm.TpmSeal;

/// A TPM 2.0 played by swtpm, on free ports, with its state in a directory.
public final class TrialTpm implements AutoCloseable {
    private static final int START_MILLIS_MAX = 120_000;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final HexFormat HEX = HexFormat.of();

    private final Process process;
    private final int port;

    /// Starts one.
    ///
    /// @param state where it keeps its seeds; the same directory is the same TPM
    public TrialTpm(Path state) throws IOException {
        Files.createDirectories(state);
        port = Ports.free();
        process = new ProcessBuilder(List.of(
                        "swtpm",
                        "socket",
                        "--tpm2",
                        "--tpmstate",
                        "dir=" + state.toAbsolutePath(),
                        "--server",
                        "type=tcp,port=%d,bindaddr=127.0.0.1".formatted(port),
                        "--ctrl",
                        "type=tcp,port=%d,bindaddr=127.0.0.1".formatted(Ports.free()),
                        "--flags",
                        "not-need-init,startup-clear"))
                .redirectErrorStream(true)
                .redirectOutput(
                        state.resolveSibling(state.getFileName() + ".log").toFile())
                .start();
        awaitStart();
    }

    /// Whether the system has swtpm.
    public static boolean present() {
        return Programs.present("swtpm");
    }

    /// It serves one connection after the other, and a command that asks nothing tells that it is there.
    private void awaitStart() throws IOException {
        var deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS_MAX);
        while (true) {
            try {
                var _ = command("80010000000c00000144" + "0000");
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() > deadline) throw notYet;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /// Sends a command.
    private String command(String hex) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), START_MILLIS_MAX);
            socket.setSoTimeout(START_MILLIS_MAX);
            socket.getOutputStream().write(HEX.parseHex(hex));
            var header = socket.getInputStream().readNBytes(10);
            if (header.length < 10) throw new IOException("no answer");
            return HEX.formatHex(header);
        }
    }

    /// Extends a register, as firmware does with what it starts.
    public void extend(int pcr) throws IOException {
        var answer = command("800200000041" + "00000182" + "%08x".formatted(pcr) + "00000009" + "400000090000010000"
                + "00000001" + "000b" + "ab".repeat(32));
        if (!answer.endsWith("00000000")) throw new IOException("the TPM answered " + answer);
    }

    /// Where it is.
    public TpmSeal.Place place() {
        return new TpmSeal.Place("socket:127.0.0.1:" + port, Optional.empty());
    }

    /// A wish for a key sealed by it.
    public KekWish.Tpm wish(Set<Integer> pcrs, Optional<Path> passwordFile) {
        return new KekWish.Tpm(place(), new TpmSeal.Conditions(pcrs), passwordFile.map(SecretSource.InFile::new));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
