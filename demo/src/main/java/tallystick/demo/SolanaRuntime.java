package tallystick.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.solana.Address;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;
import tallystick.tools.operator.Unable;

/// Solana's own runtime in a process beside, asked by lines over its input.
final class SolanaRuntime implements AutoCloseable {
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    private SolanaRuntime(Process process) {
        this.process = process;
        this.requests = process.outputWriter();
        this.answers = process.inputReader();
    }

    /// Starts one.
    ///
    /// @param script that runs it, beside the packages it needs
    /// @param log where its complaints go
    static SolanaRuntime start(Path script, Path log) throws IOException {
        return new SolanaRuntime(
                new ProcessBuilder("node", script.toAbsolutePath().toString())
                        .redirectError(log.toFile())
                        .start());
    }

    private String ask(String request) throws IOException, Unable {
        requests.write(request + "\n");
        requests.flush();
        var line = answers.readLine();
        if (line == null) throw new IOException("the Solana runtime is gone");
        if (!line.startsWith("ok ")) throw new Unable("the Solana runtime refused: " + line.substring(3));
        return line.substring(3);
    }

    Bytes blockhash() throws IOException, Unable {
        return Base58.parse(ask("blockhash"), 44).orThrow();
    }

    void airdrop(Address to, long lamports) throws IOException, Unable {
        var _ = ask("airdrop %s %d".formatted(to, lamports));
    }

    BigInteger balance(Address of) throws IOException, Unable {
        return new BigInteger(ask("balance " + of));
    }

    /// Executes the transaction, signatures checked.
    void execute(SignedTransaction transaction) throws IOException, Unable {
        var _ = ask("send " + transaction.bytes().toHex());
    }

    @Override
    public void close() throws IOException {
        requests.close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
