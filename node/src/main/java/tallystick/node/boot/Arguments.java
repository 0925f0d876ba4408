package tallystick.node.boot;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tallystick.crypto.hash.Digest32;
import tallystick.node.gate.Gate;
import tallystick.node.transport.ListenAddress;

/// The node's command line.
///
/// @param directory the node's own files
/// @param roster the signed roster
/// @param administrator card of the administrator whose signature makes a roster good
/// @param passphraseFile opens the identity and the shares
/// @param backup where shares go that a key cannot do without
/// @param knowledge what the organisation says it knows about chains
/// @param networks which it signs for
/// @param listen where it listens, if not at the address that the roster has for it
/// @param ledger where its ledger is
record Arguments(
        Path directory,
        Path roster,
        Path administrator,
        Path passphraseFile,
        Optional<Backup> backup,
        Optional<PinnedKnowledge> knowledge,
        Gate.Networks networks,
        Optional<ListenAddress> listen,
        LedgerPlace ledger) {
    /// Where backups of shares go, and the file with the key they are sealed to.
    record Backup(Path directory, Path keyFile) {}

    static final String USAGE = """
            usage: tallystick-node --dir DIR --roster FILE --administrator FILE --passphrase-file FILE
                                   [--backup DIR --backup-key FILE]
                                   [--knowledge FILE --knowledge-sha256 HEX] [--listen HOST:PORT]
                                   [--store ADDRESS [--store-without-standby]] [--test-networks]
                   tallystick-node rehearse [--warm-up SECONDS]

              rehearse                starts a node of no use and ends it after its practice, so that a virtual machine
                                      told to can write down what the real one will load (docs/runbook/operations.md)
              --dir DIR               the node's directory; its 'identity' is made by 'tallystick identity new'
              --roster FILE           signed roster, made by 'tallystick roster sign'
              --administrator FILE    card of the administrator of the roster
              --passphrase-file FILE  opens identity and shares; 12..1024 bytes, readable by the node alone
              --backup DIR            where sealed copies of shares go that a key cannot do without; must be there
              --backup-key FILE       the key they are sealed to, printed by 'tallystick backup new-key'
              --knowledge FILE        names, units and interfaces (docs/spec/knowledge.md), used to judge and to show
              --knowledge-sha256 HEX  the SHA-256 that file must have; with another the node does not start
              --listen HOST:PORT      where to listen, if others reach this node through something that forwards to it;
                                      default is the address that the roster has for this node
              --store ADDRESS         the ledger is not in DIR but in a PostgreSQL database,
                                      jdbc:postgresql://HOST/NAME?user=USER (docs/runbook/shared-ledger.md)
              --store-without-standby for trials: with the database's machine goes the memory of what was signed
              --test-networks         signs for test networks too. What is signed for one of Bitcoin or Solana counts on
                                      the real one as well: only for nodes whose keys hold nothing of value
            """;

    /// The sealed identity.
    Path identity() {
        return directory.resolve("identity");
    }

    private static final String TEST_NETWORKS = "--test-networks";
    private static final Set<String> NAMES = Set.of("--dir", "--roster", "--administrator", "--passphrase-file");
    private static final Set<String> MAY =
            Set.of("--backup", "--backup-key", "--knowledge", "--knowledge-sha256", "--listen", LedgerPlace.STORE);
    private static final Set<String> ALONE = Set.of(TEST_NETWORKS, LedgerPlace.WITHOUT_STANDBY);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /// What became of a command line.
    sealed interface Read {
        record Good(Arguments arguments) implements Read {}

        record Wrong(String why) implements Read {}
    }

    static Read read(List<String> line) {
        var values = new HashMap<String, String>();
        for (var i = 0; i < line.size(); i += 2) {
            var name = line.get(i);
            if (ALONE.contains(name)) {
                if (values.put(name, "") != null) return new Read.Wrong(name + " given twice");
                i--;
                continue;
            }
            if (!NAMES.contains(name) && !MAY.contains(name)) return new Read.Wrong("unknown argument " + name);
            if (i + 1 == line.size()) return new Read.Wrong(name + " needs a value");
            if (values.put(name, line.get(i + 1)) != null) return new Read.Wrong(name + " given twice");
        }
        for (var name : NAMES) if (!values.containsKey(name)) return new Read.Wrong(name + " is missing");
        if (values.containsKey("--backup") != values.containsKey("--backup-key"))
            return new Read.Wrong("--backup and --backup-key go together");
        if (values.containsKey("--knowledge") != values.containsKey("--knowledge-sha256"))
            return new Read.Wrong("--knowledge and --knowledge-sha256 go together");
        var pinned = values.get("--knowledge-sha256");
        if (pinned != null && !DIGEST.matcher(pinned).matches())
            return new Read.Wrong("--knowledge-sha256 is not 64 lower-case hex digits");
        if (values.containsKey("--listen")
                && listen(values).filter(each -> each.port() != 0).isEmpty())
            return new Read.Wrong("--listen is HOST:PORT");
        var store = LedgerPlace.whyNot(values);
        return store.<Read>map(Read.Wrong::new).orElseGet(() -> new Read.Good(of(values)));
    }

    private static Arguments of(Map<String, String> values) {
        return new Arguments(
                path(values, "--dir"),
                path(values, "--roster"),
                path(values, "--administrator"),
                path(values, "--passphrase-file"),
                Optional.ofNullable(values.get("--backup"))
                        .map(directory -> new Backup(Path.of(directory), path(values, "--backup-key"))),
                Optional.ofNullable(values.get("--knowledge-sha256"))
                        .map(digest -> new PinnedKnowledge(path(values, "--knowledge"), Digest32.ofHex(digest))),
                values.containsKey(TEST_NETWORKS) ? Gate.Networks.ALSO_TEST : Gate.Networks.REAL,
                listen(values),
                LedgerPlace.of(path(values, "--dir"), values));
    }

    private static Optional<ListenAddress> listen(Map<String, String> values) {
        return Optional.ofNullable(values.get("--listen")).flatMap(ListenAddress::parse);
    }

    private static Path path(Map<String, String> values, String name) {
        var path = values.get(name);
        if (path == null) throw new AssertionError(name + " was checked");
        return Path.of(path);
    }
}
