package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.chain.Knowledge;
import tallystick.core.chain.registry.Chains;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.wire.GovernanceNews;
import tallystick.core.wire.ProtocolVersions;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.codec.Parsed;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.nativelib.NativeLibraries;
import tallystick.crypto.nativelib.NativeLibraryRefused;
import tallystick.crypto.seal.AgreementPoint;
import tallystick.crypto.secret.Entropy;
import tallystick.crypto.secret.ProcessGuard;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SecretMemoryRefused;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.mpc.ecdsa.BootId;
import tallystick.mpc.key.GroupKey;
import tallystick.node.attest.Attestations;
import tallystick.node.budget.Purse;
import tallystick.node.docket.FileDocket;
import tallystick.node.documents.AcceptedGenesis;
import tallystick.node.documents.Documents;
import tallystick.node.documents.GenesisLost;
import tallystick.node.epochs.Ceremonies;
import tallystick.node.epochs.CeremonyGuard;
import tallystick.node.epochs.Epochs;
import tallystick.node.gate.Bench;
import tallystick.node.gate.Gate;
import tallystick.node.kek.StoreDirectory;
import tallystick.node.keystore.Backups;
import tallystick.node.keystore.ShareStore;
import tallystick.node.ledger.Ledger;
import tallystick.node.ledger.OccasionLedger;
import tallystick.node.ledger.PairLedger;
import tallystick.node.ledger.SetLedger;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.FileLog;
import tallystick.node.log.KeyEntries;
import tallystick.node.log.VeiledLog;
import tallystick.node.logging.LogStyle;
import tallystick.node.ops.Certificates;
import tallystick.node.ops.ObservedLog;
import tallystick.node.quarantine.Quarantines;
import tallystick.node.refresh.RefreshSettings;
import tallystick.node.refresh.Refreshes;
import tallystick.node.restore.RestoreRefused;
import tallystick.node.rounds.Driver;
import tallystick.node.rounds.HeldKey;
import tallystick.node.rounds.Keys;
import tallystick.node.rounds.Pools;
import tallystick.node.rounds.Self;
import tallystick.node.rounds.Signings;
import tallystick.node.standing.Renewal;
import tallystick.node.standing.RosterBook;
import tallystick.node.transport.Door;
import tallystick.node.transport.Links;
import tallystick.node.transport.ListenAddress;
import tallystick.node.warmup.WarmUp;
import tallystick.wire.BackupKeyFile;
import tallystick.wire.Card;
import tallystick.wire.IdentityFile;
import tallystick.wire.OwnTls;
import tallystick.wire.Passphrase;
import tallystick.wire.TlsIdentity;

/// The signer node: this file is the map of the program.
public final class Main {
    static {
        LogStyle.claim();
    }

    private static final Logger LOG = Logger.getLogger(Main.class.getName());
    private static final Duration REHEARSAL_REST = Duration.ofSeconds(2);

    private Main() {}

    /// Runs until it is told to end, rehearses (`rehearse`), chooses the key-encryption key (`init`, `rekek`), accepts
    /// a genesis (`accept`), or brings a share back (`restore`). Exit 0 after a stop, 1 if a share is not restored
    /// for what the files say, 2 on wrong arguments, 3 if it cannot start.
    public static void main(String[] line) throws InterruptedException {
        var words = List.of(line);
        if (words.contains("--help")) {
            System.out.print(Arguments.USAGE);
            System.out.print(OpsArguments.USAGE);
            System.out.print(RefreshArguments.USAGE);
            System.out.println();
            System.out.print(KekArguments.USAGE);
            System.out.println();
            System.out.print(RestoreArguments.USAGE);
            System.out.println();
            System.out.print(AcceptCommand.USAGE);
            return;
        }
        if (!words.isEmpty()
                && (words.getFirst().equals("init") || words.getFirst().equals("rekek"))) {
            chooseKek(words.getFirst(), words.subList(1, words.size()));
            return;
        }
        if (!words.isEmpty() && words.getFirst().equals("restore")) {
            restore(words.subList(1, words.size()));
            return;
        }
        if (!words.isEmpty() && words.getFirst().equals("accept")) {
            var code = AcceptCommand.run(words.subList(1, words.size()));
            if (code != 0) System.exit(code);
            return;
        }
        switch (OpsArguments.read(words)) {
            case OpsArguments.Read.Wrong(var why) -> wrong(why);
            case OpsArguments.Read.Good(var ops, var rest) -> {
                ops.style().install();
                if (rest.equals(List.of("rehearse"))) {
                    rehearse(ops);
                    return;
                }
                switch (RefreshArguments.read(rest)) {
                    case RefreshArguments.Read.Wrong(var why) -> wrong(why);
                    case RefreshArguments.Read.Good(var refresh, var others) -> run(others, ops, refresh);
                }
            }
        }
    }

    /// Starts a node of no use, and ends it when it has practised and shown its figures.
    private static void rehearse(OpsArguments ops) throws InterruptedException {
        var stop = new CountDownLatch(1);
        try (var rehearsal = new Rehearsal()) {
            NativeLibraries.require();
            ProcessGuard.engage();
            Thread.ofPlatform().daemon().name("rehearsal").start(() -> end(stop, ops.warmUp()));
            serve(rehearsal.arguments(), ops, RefreshSettings.MONTHLY, stop);
        } catch (IOException | StoreUnavailable | NativeLibraryRefused | SecretMemoryRefused e) {
            System.err.println("tallystick-node: cannot rehearse: " + e.getMessage());
            System.exit(3);
        }
    }

    private static void end(CountDownLatch rehearsal, Duration practice) {
        try {
            Thread.sleep(practice.plus(REHEARSAL_REST));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        rehearsal.countDown();
    }

    private static void wrong(String why) {
        System.err.println("tallystick-node: " + why);
        System.err.print(Arguments.USAGE);
        System.err.print(OpsArguments.USAGE);
        System.err.print(RefreshArguments.USAGE);
        System.exit(2);
    }

    private static void run(List<String> words, OpsArguments ops, RefreshSettings refresh) throws InterruptedException {
        switch (Arguments.read(words)) {
            case Arguments.Read.Wrong(var why) -> wrong(why);
            case Arguments.Read.Good(var arguments) -> {
                try {
                    run(arguments, ops, refresh);
                } catch (IOException | StoreUnavailable | NativeLibraryRefused | SecretMemoryRefused e) {
                    System.err.println("tallystick-node: cannot start: " + e.getMessage());
                    System.exit(3);
                }
            }
        }
    }

    private static void restore(List<String> words) {
        switch (RestoreArguments.read(words)) {
            case RestoreArguments.Read.Wrong(var why) -> {
                System.err.println("tallystick-node: " + why);
                System.err.print(RestoreArguments.USAGE);
                System.exit(2);
            }
            case RestoreArguments.Read.Good(var arguments) -> {
                try {
                    NativeLibraries.require();
                    ProcessGuard.engage();
                    RestoreCommand.run(arguments);
                } catch (RestoreRefused e) {
                    System.err.println("tallystick-node: not restored: " + e.getMessage());
                    System.exit(1);
                } catch (IOException | StoreUnavailable | NativeLibraryRefused | SecretMemoryRefused e) {
                    System.err.println("tallystick-node: cannot restore: " + e.getMessage());
                    System.exit(3);
                }
            }
        }
    }

    private static void chooseKek(String command, List<String> words) {
        switch (KekArguments.read(words, command.equals("rekek"))) {
            case KekArguments.Read.Wrong(var why) -> {
                System.err.println("tallystick-node: " + why);
                System.err.print(KekArguments.USAGE);
                System.exit(2);
            }
            case KekArguments.Read.Good(var arguments) -> {
                try {
                    NativeLibraries.require();
                    ProcessGuard.engage();
                    if (command.equals("init")) KekCommand.init(arguments);
                    else KekCommand.rekek(arguments);
                } catch (IOException | NativeLibraryRefused | SecretMemoryRefused e) {
                    System.err.println("tallystick-node: cannot %s: %s".formatted(command, e.getMessage()));
                    System.exit(3);
                }
            }
        }
    }

    private static void run(Arguments arguments, OpsArguments ops, RefreshSettings refresh)
            throws IOException, StoreUnavailable, InterruptedException {
        NativeLibraries.require();
        ProcessGuard.engage();
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(stop, stopped), "shutdown"));
        try {
            serve(arguments, ops, refresh, stop);
        } finally {
            // Also when it cannot start: the program's end waits for this.
            stopped.countDown();
        }
    }

    /// What a node stands on, opened from its directory.
    private record Ground(
            Arguments arguments,
            RefreshSettings refresh,
            Self self,
            Links.Own own,
            RosterBook book,
            Ledger ledger,
            FileLog log,
            ObservedLog observed,
            FileDocket docket,
            Records records,
            Wires wires,
            ShareStore store,
            Watch.Meters meters,
            InstantSource clock) {}

    private static void serve(Arguments arguments, OpsArguments ops, RefreshSettings refresh, CountDownLatch stop)
            throws IOException, StoreUnavailable, InterruptedException {
        var knowledge = PinnedKnowledge.read(arguments.knowledge(), Chains.all());
        var entropy = new SystemEntropy();
        var clock = InstantSource.system();
        var meters = new Watch.Meters();
        try (var home = SecretMemory.open();
                var warmUp = WarmUp.start(entropy, ops.warmUp());
                var passphrase = Passphrase.read(arguments.passphraseFile(), home);
                var directory = StoreDirectory.claim(arguments.directory());
                var identity = IdentityFile.open(arguments.identity(), passphrase, home);
                var kek = directory.open(identity.name(), passphrase, entropy, home);
                var ledger = arguments.ledger().open(identity.name(), meters.commits()::record);
                var log = FileLog.open(arguments.directory().resolve("log"), identity, clock);
                var docket = docket(arguments, identity.name())) {
            var shown = Bytes.copyOf(Files.readAllBytes(arguments.roster()));
            var book = RosterBook.open(arguments.directory(), administrator(arguments.administrator()), shown);
            checkSelf(book.get(), identity.name(), identity.tls().pin());
            var self = new Self(identity, book, entropy, home);
            var own = new Links.Own(
                    self.name(),
                    book,
                    new OwnTls(identity.tls()),
                    ProtocolVersions.OWN,
                    ProtocolVersions.BETWEEN_NODES);
            var wires = new Wires();
            var veiled = VeiledLog.beside(log, arguments.directory(), entropy, clock);
            var observed = new ObservedLog(veiled, clock, meters.activations());
            var records = new Records(log, veiled, observed, self, book, arguments.directory(), wires, clock);
            var store = new ShareStore(directory.store(), self.name(), kek, entropy, home, new KeyEntries(observed));
            var ground = new Ground(
                    arguments, refresh, self, own, book, ledger, log, observed, docket, records, wires, store, meters,
                    clock);
            docket.kept(ledger.kept());
            ledger.whenKept(docket::kept);
            serve(ground, ops, knowledge, warmUp, stop);
        }
    }

    private static FileDocket docket(Arguments arguments, String node) throws IOException {
        return FileDocket.open(
                arguments.directory().resolve("docket"),
                node,
                arguments.knowledge().map(PinnedKnowledge::sha256));
    }

    private static void serve(Ground ground, OpsArguments ops, Knowledge knowledge, WarmUp warmUp, CountDownLatch stop)
            throws IOException, StoreUnavailable, InterruptedException {
        var self = ground.self();
        var records = ground.records();
        var clock = ground.clock();
        var attempts = new PairLedger(ground.ledger());
        var sets = new SetLedger(ground.ledger(), records.entries()::quarantined);
        var quarantines = Quarantines.open(
                ground.arguments().directory().resolve("quarantine"), ground.book(), ground.observed(), clock);
        var attestations =
                attestations(ground.arguments(), self, new KeyEntries(ground.observed()), records.build(), clock);
        var backups = backups(ground.arguments(), self.name(), self.entropy(), self.home());
        var ownEnds = self.identity().tls().expiresAt();
        var certificates = new Certificates(ground.book(), self.name(), ownEnds, records.refusals(), clock);
        var purse = new Purse(Purse.Bounds.STANDARD);
        var driver = new Driver(ground.wires()::send, System::nanoTime, records.entries()::aborted, purse);
        try (var links = new Links(ground.own(), records.receiver(driver), certificates, records.refusals(), purse);
                var keys = new Keys(
                        self,
                        driver,
                        ground.store(),
                        attempts,
                        sets,
                        (share, names, pairs, queue) -> new Pools(
                                self, driver, share, names, pairs, attempts, BootId.draw(self.entropy()), queue));
                var epochs = new Epochs(self, driver, ground.store(), keys, attestations)) {
            ground.wires().connect(links);
            Function<Digest32, Optional<GroupKey>> active = id -> keys.held(id).map(HeldKey::key);
            records.open(keys::of);
            epochs.start();
            var documents = documents(ground, links, driver);
            var gate = new Gate(
                            ground.book(),
                            Chains.all(),
                            knowledge,
                            active,
                            clock,
                            ground.ledger(),
                            ground.arguments().networks())
                    .with(new Bench(
                            self.name(), documents, ground.ledger(), ground.observed(), clock, ground.docket()::ruled));
            var occasions = new OccasionLedger(ground.ledger());
            var guard = new CeremonyGuard(quarantines, ground.observed(), occasions, documents::places);
            var ceremonies = new Ceremonies(
                    self, driver, ground.store(), backups, keys, epochs, guard, clock, Ceremonies.Limits.STANDARD);
            var company = new Watch.Company(self, links, keys, records, certificates);
            var parts = new RefreshWorld.Parts(self, keys, epochs, ceremonies, quarantines, records);
            var care = care(ground, company, parts, driver, documents);
            var signings = new Signings(gate, ground.ledger(), keys, records.entries(), care::whyNot);
            var stores = new Watch.Stores(
                    ground.arguments().directory(), ground.ledger(), ground.log(), ground.observed(), ground.docket());
            try (var watch = new Watch(ground.meters(), stores, company, care, backups, clock, warmUp::isOver)) {
                watch.serve(ops);
                var service = new NodeService(ground.own(), self, links, epochs, ceremonies, signings, watch, care);
                open(listening(ground.arguments(), self), company, service, stop);
            }
        }
    }

    /// What is governed: told among the nodes, and brought by people through the door.
    private static Documents documents(Ground ground, Links links, Driver driver) throws StoreUnavailable, GenesisLost {
        var self = ground.self();
        var documents = Documents.open(
                new Documents.Own(
                        self.name(),
                        self.identity().key(),
                        ground.book(),
                        () -> AcceptedGenesis.read(ground.arguments().directory())),
                ground.ledger(),
                ground.observed(),
                ground.log()::tiles,
                new DocumentNews(links, driver),
                ground.clock());
        driver.listen(GovernanceNews.CHANNEL, documents::hear);
        if (documents.required().isPresent())
            ground.records().lacksGenesis(documents.required().orElseThrow());
        else if (!documents.hasWorkspace())
            LOG.log(Level.WARNING, "this node has no genesis: no policy in force, its roster's initiators decide");
        return documents;
    }

    /// What is looked after besides signing.
    private static Care care(
            Ground ground, Watch.Company company, RefreshWorld.Parts parts, Driver driver, Documents documents) {
        var meters = ground.meters();
        var world =
                new RefreshWorld(parts, company.links(), driver, meters.activations(), meters.drain(), ground.clock());
        var refreshes = new Refreshes(ground.self().name(), ground.refresh(), world, ground.clock());
        driver.listen(Refreshes.CHANNEL, refreshes::hear);
        var own = ground.own();
        var sources = new Renewal.Sources(
                ground.arguments().roster(), ground.arguments().identity(), file -> opened(ground, file));
        var key = ground.self().identity().key().verifyKey();
        var renewal = new Renewal(
                new Renewal.Own(own.name(), key, ground.book(), own.tls()),
                sources,
                ground.observed(),
                new Renewal.Listener() {
                    @Override
                    public void rosterChanged() {
                        company.links().rosterChanged();
                    }

                    @Override
                    public void certificateChanged(TlsIdentity shown) {
                        company.certificates().own(shown.expiresAt());
                    }
                },
                ground.clock());
        return new Care(parts, refreshes, renewal, documents);
    }

    private static Renewal.Opened opened(Ground ground, Path file) throws IOException {
        var home = ground.self().home();
        try (var passphrase = Passphrase.read(ground.arguments().passphraseFile(), home);
                var identity = IdentityFile.open(file, passphrase, home)) {
            return new Renewal.Opened(identity.name(), identity.key().verifyKey(), identity.tls());
        }
    }

    /// Lets callers in and links the node to the others until it is to stop.
    private static void open(ListenAddress address, Watch.Company company, NodeService service, CountDownLatch stop)
            throws IOException, StoreUnavailable, InterruptedException {
        try (var _ = new Door(
                address,
                service.own(),
                company.links(),
                service,
                company.records().refusals(),
                company.records().admissions(),
                company.certificates())) {
            company.links().dial();
            LOG.log(Level.INFO, "node {0} listens at {1}:{2,number,#}", new Object[] {
                company.self().name(), address.host(), address.port()
            });
            company.records().keep(stop, service.watch().drain(), service.care()::tick);
        }
    }

    private static ListenAddress listening(Arguments arguments, Self self) throws IOException {
        if (arguments.listen().isPresent()) return arguments.listen().get();
        var member = self.roster()
                .named(self.name())
                .orElseThrow(() -> new IOException("the roster has no node called " + self.name()));
        return new ListenAddress(member.host(), member.port());
    }

    private static Attestations attestations(
            Arguments arguments, Self self, KeyEntries entries, Build build, InstantSource clock) throws IOException {
        return new Attestations(arguments.directory().resolve("attestations"), self, entries, build.hash(), clock);
    }

    private static Optional<Backups> backups(Arguments arguments, String node, Entropy entropy, SecretMemory home)
            throws IOException {
        if (arguments.backup().isEmpty()) return Optional.empty();
        var backup = arguments.backup().get();
        return switch (BackupKeyFile.parse(Files.readString(backup.keyFile()))) {
            case Parsed.Ok<AgreementPoint>(var to) ->
                Optional.of(new Backups(backup.directory(), to, node, entropy, home));
            case Parsed.Malformed<AgreementPoint>(var offset, var expected) ->
                throw malformed(backup.keyFile(), offset, expected);
        };
    }

    private static void drain(CountDownLatch stop, CountDownLatch stopped) {
        try {
            stop.countDown();
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param file a card
    static Member administrator(Path file) throws IOException {
        return switch (Card.parse(Files.readString(file))) {
            case Parsed.Ok<Member>(var member) when member.role() == Member.Role.ADMINISTRATOR -> member;
            case Parsed.Ok<Member> _ -> throw new IOException(file + " is not the card of an administrator");
            case Parsed.Malformed<Member>(var offset, var expected) -> throw malformed(file, offset, expected);
        };
    }

    private static void checkSelf(Roster roster, String name, Digest32 pin) throws IOException {
        var member = roster.named(name)
                .filter(each -> each.role() == Member.Role.NODE)
                .orElseThrow(() -> new IOException("the roster has no node called " + name));
        if (!member.isPinned(pin))
            throw new IOException(
                    "the roster pins another TLS key for %s: sign a roster with its card".formatted(name));
    }

    static IOException malformed(Path file, int offset, String expected) {
        return new IOException("%s at byte %d: expected %s".formatted(file, offset, expected));
    }
}
