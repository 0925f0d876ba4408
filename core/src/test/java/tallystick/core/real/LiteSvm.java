package tallystick.core.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.util.concurrent.TimeUnit;
import tallystick.core.chain.SignedTransaction;
import tallystick.core.chain.solana.Address;
import tallystick.crypto.codec.Base58;
import tallystick.crypto.codec.Bytes;

/// Solana's own runtime in a process beside, over its input and output.
final class LiteSvm implements AutoCloseable {
    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    /// What became of a request.
    sealed interface Answer {
        record Ok(String text) implements Answer {}

        record No(String why) implements Answer {}
    }

    private LiteSvm(Process process) {
        this.process = process;
        this.requests = process.outputWriter();
        this.answers = process.inputReader();
    }

    /// Starts one.
    static LiteSvm start() throws IOException {
        var folder = Brought.folder();
        Brought.place("litesvm.mjs");
        return new LiteSvm(new ProcessBuilder("node", "litesvm.mjs")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    Answer ask(String request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
        var line = answers.readLine();
        if (line == null) throw new IOException("the runtime is gone");
        return line.startsWith("ok ") ? new Answer.Ok(line.substring(3)) : new Answer.No(line.substring(3));
    }

    private String get(String request) throws IOException {
        return switch (ask(request)) {
            case Answer.Ok(var text) -> text;
            case Answer.No(var why) -> throw new AssertionError(request + ": " + why);
        };
    }

    Bytes blockhash() throws IOException {
        return Base58.parse(get("blockhash"), 44).orThrow();
    }

    Bytes laterBlockhash() throws IOException {
        return Base58.parse(get("expire"), 44).orThrow();
    }

    void airdrop(Address to, long lamports) throws IOException {
        get("airdrop %s %d".formatted(to, lamports));
    }

    BigInteger balance(Address of) throws IOException {
        return new BigInteger(get("balance " + of));
    }

    BigInteger rent(int lengthBytes) throws IOException {
        return new BigInteger(get("rent " + lengthBytes));
    }

    Bytes account(Address of) throws IOException {
        return Bytes.ofHex(get("account " + of));
    }

    /// Puts an account there, as if it had been for a while.
    void place(Address at, Address owner, Bytes data) throws IOException {
        get("place %s %s %s".formatted(at, owner, data.toHex()));
    }

    /// The amount a token account holds: eight little-endian bytes behind mint and owner.
    BigInteger tokens(Address account) throws IOException {
        var value = BigInteger.ZERO;
        var bytes = account(account);
        for (var i = 7; i >= 0; i--) value = value.shiftLeft(8).or(BigInteger.valueOf(bytes.at(64 + i)));
        return value;
    }

    Answer send(SignedTransaction transaction) throws IOException {
        return ask("send " + transaction.bytes().toHex());
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
