package tallystick.node.boot;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tallystick.crypto.hash.Digest32;

/// The command line of `restore`.
///
/// @param directory the node's own files, with its identity
/// @param passphraseFile opens the identity, and a store sealed under it
/// @param roster the newest signed roster
/// @param administrator card of the administrator whose signature makes a roster good
/// @param backup of the share
/// @param record of the key, as the other nodes show it
/// @param secret the sealed key that opens the backup
/// @param secretPassphraseFile opens that
/// @param workspace whose genesis the node has to take again; empty if there is no workspace
/// @param ledger where the node's ledger is
record RestoreArguments(
        Path directory,
        Path passphraseFile,
        Path roster,
        Path administrator,
        Path backup,
        Path record,
        Path secret,
        Path secretPassphraseFile,
        Optional<Digest32> workspace,
        LedgerPlace ledger) {
    static final String USAGE = """
            usage: tallystick-node restore --dir DIR --passphrase-file FILE --roster FILE --administrator FILE
                                           --backup FILE --record FILE
                                           --backup-secret FILE --backup-passphrase-file FILE
                                           --workspace ID | none [--store ADDRESS [--store-without-standby]]

            'restore' puts a key share from its backup into the store of a node that lost its own, sealed under the
            key-encryption key that 'init' chose. The others refuse the node until an operator clears it.
            docs/runbook/restore.md has all steps.

              --dir DIR                      the node's directory, with its 'identity'
              --passphrase-file FILE         opens the identity
              --roster FILE                  the newest signed roster
              --administrator FILE           card of the administrator of the roster
              --backup FILE                  the backup, or what 'tallystick backup reseal' made of it for this node
              --record FILE                  where the others stand with the key, from 'tallystick backup record'
              --backup-secret FILE           the key it is sealed to, from 'tallystick backup new-key'
              --backup-passphrase-file FILE  opens that key
              --workspace ID                 64 hex digits, as the other nodes show it: the node signs nothing until it
                                             has taken that genesis again; 'none' if they show none
              --store ADDRESS                as the node is started with, if its ledger is in a database
              --store-without-standby        the same
            """;

    private static final Set<String> NAMES = Set.of(
            "--dir",
            "--passphrase-file",
            "--roster",
            "--administrator",
            "--backup",
            "--record",
            "--backup-secret",
            "--backup-passphrase-file",
            "--workspace");

    private static final String NONE = "none";
    private static final int ID_DIGITS = 2 * Digest32.LENGTH_BYTES;

    /// What became of a command line.
    sealed interface Read {
        record Good(RestoreArguments arguments) implements Read {}

        record Wrong(String why) implements Read {}
    }

    static Read read(List<String> line) {
        var values = new HashMap<String, String>();
        for (var i = 0; i < line.size(); i += 2) {
            var name = line.get(i);
            if (name.equals(LedgerPlace.WITHOUT_STANDBY)) {
                if (values.put(name, "") != null) return new Read.Wrong(name + " given twice");
                i--;
                continue;
            }
            if (!NAMES.contains(name) && !name.equals(LedgerPlace.STORE))
                return new Read.Wrong("unknown argument " + name);
            if (i + 1 == line.size()) return new Read.Wrong(name + " needs a value");
            if (values.put(name, line.get(i + 1)) != null) return new Read.Wrong(name + " given twice");
        }
        for (var name : new TreeSet<>(NAMES))
            if (!values.containsKey(name)) return new Read.Wrong(name + " is missing");
        var workspace = values.getOrDefault("--workspace", "");
        if (!workspace.equals(NONE) && !workspace.matches("[0-9a-f]{%d}".formatted(ID_DIGITS)))
            return new Read.Wrong("--workspace has to be %d hex digits, or 'none'".formatted(ID_DIGITS));
        var store = LedgerPlace.whyNot(values);
        if (store.isPresent()) return new Read.Wrong(store.get());
        return new Read.Good(new RestoreArguments(
                path(values, "--dir"),
                path(values, "--passphrase-file"),
                path(values, "--roster"),
                path(values, "--administrator"),
                path(values, "--backup"),
                path(values, "--record"),
                path(values, "--backup-secret"),
                path(values, "--backup-passphrase-file"),
                Optional.of(workspace).filter(id -> !id.equals(NONE)).map(Digest32::ofHex),
                LedgerPlace.of(path(values, "--dir"), values)));
    }

    private static Path path(Map<String, String> values, String name) {
        return Path.of(values.getOrDefault(name, ""));
    }
}
