package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import tallystick.crypto.codec.Bytes;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.SharedStore;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.wire.DurableFile;

/// Where a node's ledger is: a file of its directory, or a database.
///
/// **Why** a node that looks for its memory in the wrong place has none: it would sign past its limits and by no
/// policy. So its directory says for ever which of both it is, and which database.
///
/// @param directory the node's own files
/// @param store the address of the database; empty for the file
/// @param standby what its commits have to be worth
record LedgerPlace(Path directory, Optional<String> store, SharedStore.Standby standby) {
    static final String STORE = "--store";
    static final String WITHOUT_STANDBY = "--store-without-standby";

    private static final String FILE = "ledger.db";
    private static final String MARK = "ledger-store";

    /// Of a command line's words.
    static LedgerPlace of(Path directory, Map<String, String> values) {
        return new LedgerPlace(
                directory,
                Optional.ofNullable(values.get(STORE)),
                values.containsKey(WITHOUT_STANDBY) ? SharedStore.Standby.NONE : SharedStore.Standby.REQUIRED);
    }

    /// Why the words of a command line are wrong; empty if they are not.
    static Optional<String> whyNot(Map<String, String> values) {
        var address = values.get(STORE);
        if (address == null)
            return values.containsKey(WITHOUT_STANDBY)
                    ? Optional.of(WITHOUT_STANDBY + " goes with " + STORE)
                    : Optional.empty();
        return SharedStore.whyNot(address).map(why -> STORE + ": " + why);
    }

    /// Opens it for the node of that name, which has it for itself.
    ///
    /// @param commitNanos hears how long each commit took
    /// @throws IOException if the node's ledger is elsewhere
    /// @spec docs/spec/share-store.md#SS-16 share-store
    Ledger open(String node, LongConsumer commitNanos) throws IOException, StoreUnavailable {
        var known = mark();
        if (store.isEmpty()) {
            if (known.isPresent()) throw new IOException("this node's ledger is in a database: start it with " + STORE);
            return Ledger.open(directory.resolve(FILE), commitNanos);
        }
        if (Files.exists(directory.resolve(FILE)))
            throw new IOException("this node's ledger is the file %s: start it without %s".formatted(FILE, STORE));
        var ledger = Ledger.open(new SharedStore(store.get(), node, standby, SharedStore.Serving.ALONE), commitNanos);
        try {
            know(known, ledger);
            return ledger;
        } catch (IOException e) {
            ledger.close();
            throw e;
        }
    }

    private void know(Optional<String> known, Ledger ledger) throws IOException {
        var name = ledger.storeName();
        if (known.isEmpty()) DurableFile.replace(directory.resolve(MARK), Bytes.ofUtf8(name + "\n"));
        else if (!known.get().equals(name))
            throw new IOException("the ledger of this node is in another database, %s".formatted(known.get()));
    }

    private Optional<String> mark() throws IOException {
        try {
            return Optional.of(Files.readString(directory.resolve(MARK)).strip());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
