package tallystick.tools.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tallystick.core.audit.LogNames;
import tallystick.core.governance.FreezeScope;
import tallystick.core.governance.Member;
import tallystick.core.wire.GovernanceOrder;
import tallystick.crypto.secret.SecretMemory;
import tallystick.tools.doctor.Printable;
import tallystick.tools.watch.Accounts;
import tallystick.tools.watch.Lookout;
import tallystick.tools.watch.NodeLog;
import tallystick.tools.watch.Receipts;
import tallystick.tools.watch.Spend;
import tallystick.tools.watch.Unread;

/// Watches a chain for what left the organisation's accounts without its nodes, and freezes.
///
/// **Why** a program of its own, with its own endpoint and its own key to freeze with: it believes neither control nor
/// any one node, and a node's class path stays short.
@Command(
        name = "watch",
        description = "Watch an EVM chain or a network of Bitcoin for transactions of the organisation's accounts that"
                + " its nodes have no receipt of. Each is told as a line that begins with ALARM, and freezes: one"
                + " person or program with the right to freeze is enough. Runs until it is ended; --once ends at the"
                + " newest block: exit 0 nothing, 1 something was found, 3 the chain or a file was not reached.",
        mixinStandardHelpOptions = true)
public final class WatchCommand implements Callable<Integer> {
    private static final Pattern CHAIN =
            Pattern.compile("(eip155:[1-9][0-9]{0,31}|bip122:[0-9a-f]{32})=(https?://[^\\s]{1,2000})");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ROUNDS_OF_KEYS = 60;

    @Mixin
    private DeskOptions options = new DeskOptions();

    @Mixin
    private PersonOptions person = new PersonOptions();

    @Option(
            names = "--rpc",
            required = true,
            paramLabel = "CHAIN=URL",
            description = "JSON-RPC endpoint of an EVM chain, such as eip155:1=https://…, or Esplora endpoint of a"
                    + " network of Bitcoin, bip122:GENESIS=https://…/api; not the one that control uses")
    private String rpc = "";

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "where it writes how far it has come")
    private Path directory = Path.of("");

    @Option(
            names = "--from-block",
            paramLabel = "NUMBER",
            description = "where to begin the first time (default: the newest block)")
    private @Nullable Long fromBlock;

    @Option(names = "--paths", paramLabel = "N", description = "children of each key that are watched (default 1000)")
    private int paths = 1000;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "how long nodes may take to show a receipt (default 60)")
    private int patienceSeconds = 60;

    @Option(names = "--back", paramLabel = "DAYS", description = "how old a receipt may be (default 7)")
    private int backDays = 7;

    @Option(names = "--vault", paramLabel = "NAME", description = "freeze this vault alone, not everything")
    private @Nullable String vault;

    @Option(names = "--once", description = "end at the newest block")
    private boolean isOnce;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException, Unable {
        var given = CHAIN.matcher(rpc);
        if (!given.matches())
            throw new Unable("--rpc: expected a chain and its endpoint, eip155:NUMBER=URL or bip122:GENESIS=URL");
        var chain = WatchedChain.of(given.group(1), URI.create(given.group(2)));
        try (var home = SecretMemory.open();
                var self = options.open(home);
                var nodes = new Doors(options.roster().nodes().stream()
                        .map(node -> new Door(node, new NodeDoor(self.tls(), node)))
                        .toList())) {
            return watch(chain, nodes, new Alarm(options.desk(self), person.signer(self), scope()));
        }
    }

    private record Door(Member node, NodeDoor line) {}

    private record Doors(List<Door> all) implements AutoCloseable {
        @Override
        public void close() {
            all.forEach(each -> each.line().close());
        }
    }

    private FreezeScope scope() throws Unable {
        try {
            return vault == null ? new FreezeScope.Workspace() : new FreezeScope.Vault(vault);
        } catch (IllegalArgumentException e) {
            throw new Unable("--vault: " + e.getMessage());
        }
    }

    private int watch(WatchedChain chain, Doors nodes, Alarm alarm) throws IOException, InterruptedException, Unable {
        var out = spec.commandLine().getOut();
        var name = chain.name();
        var accounts = new Accounts(paths, chain.naming());
        if (!learn(accounts, nodes))
            throw new Unable("no node answers: which accounts are the organisation's, nodes tell");
        var place = new WatchPlace(directory, name);
        var lookout = new Lookout(
                chain.blocks(),
                accounts,
                new Receipts(logs(nodes), Duration.ofDays(backDays)),
                place.next().orElse(fromBlock == null ? chain.blocks().head().longValueExact() : fromBlock),
                Duration.ofSeconds(patienceSeconds),
                InstantSource.system());
        out.printf("watching %d accounts on %s from block %d%n", accounts.count(), name, lookout.next());
        out.flush();
        var found = 0;
        for (var round = 1; ; round++) {
            try {
                found += round(lookout, name, alarm, out);
                // What is not frozen yet is found again after a restart.
                if (alarm.isDone()) place.write(lookout.next());
            } catch (IOException e) {
                if (isOnce) throw e;
                out.printf("the chain is not reached: %s%n", Printable.of(String.valueOf(e.getMessage())));
                out.flush();
            }
            if (isOnce && lookout.waiting() == 0 && alarm.isDone()) {
                out.printf("%d explained, %d not%n", lookout.attested(), found);
                return found == 0 ? 0 : 1;
            }
            Thread.sleep(PAUSE);
            if (round % ROUNDS_OF_KEYS == 0) {
                var _ = learn(accounts, nodes);
            }
        }
    }

    private static int round(Lookout lookout, String chain, Alarm alarm, PrintWriter out)
            throws IOException, InterruptedException {
        var unattested = lookout.round();
        for (var spend : unattested) alarm.raise(chain, spend, out);
        alarm.tryAgain(out);
        out.flush();
        return unattested.size();
    }

    /// A node that does not answer tells of no key that the others do not tell of.
    private boolean learn(Accounts accounts, Doors nodes) {
        var answered = 0;
        for (var each : nodes.all())
            try {
                accounts.add(each.line().status(options.limit()).keys());
                answered++;
            } catch (NodeUnreachable e) {
                spec.commandLine().getErr().println("tallystick: " + e.getMessage());
            }
        return answered > 0;
    }

    private Map<String, NodeLog> logs(Doors nodes) {
        var logs = new TreeMap<String, NodeLog>();
        for (var each : nodes.all())
            logs.put(each.node().name(), new NodeLog(LogNames.log(each.node()), query -> {
                try {
                    return each.line().log(query, options.limit());
                } catch (NodeUnreachable e) {
                    throw new Unread(String.valueOf(e.getMessage()));
                }
            }));
        return logs;
    }

    /// Tells, and freezes; what nodes did not take is brought again until more than half of them have it.
    private static final class Alarm {
        private final GovernanceDesk desk;
        private final PersonSigner signer;
        private final FreezeScope scope;
        private final List<String> open = new ArrayList<>();

        Alarm(GovernanceDesk desk, PersonSigner signer, FreezeScope scope) {
            this.desk = desk;
            this.signer = signer;
            this.scope = scope;
        }

        boolean isDone() {
            return open.isEmpty();
        }

        void raise(String chain, Spend spend, PrintWriter out) {
            out.printf(
                    "ALARM %s block %d: %s sent %s, and no nodes have a receipt of it%n",
                    chain, spend.block(), spend.from(), spend.id());
            open.add("unattested spend %s from %s on %s".formatted(spend.id(), spend.from(), chain));
        }

        void tryAgain(PrintWriter out) {
            open.removeIf(reason -> {
                try {
                    var order = GovernanceDesk.freeze(signer, desk.standing(), scope, reason);
                    var said = desk.bring(new GovernanceOrder.Freeze(order));
                    for (var each : said) out.printf("%-12s %s%n", each.node(), Printable.of(each.what()));
                    return 2 * said.stream().filter(each -> each.code() == 0).count() > said.size();
                } catch (Unable | NodeUnreachable e) {
                    out.printf("not frozen yet: %s%n", Printable.of(String.valueOf(e.getMessage())));
                    return false;
                }
            });
        }
    }
}
