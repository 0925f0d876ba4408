package tallystick.node.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import tallystick.core.audit.AuditEvent;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.crypto.hash.Transcript;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SeededEntropy;
import tallystick.node.log.FileLog;
import tallystick.wire.MemberIdentity;

/// Nodes with real identities and real directories, and a clock that stands still.
public final class LogBench implements AutoCloseable {
    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    private final SecretMemory home = SecretMemory.open();
    private final SeededEntropy entropy = new SeededEntropy(21);
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final List<MemberIdentity> nodes;
    private final MemberIdentity operator;

    /// Nodes called by these names.
    public LogBench(String... names) {
        nodes = List.of(names).stream().map(this::identity).toList();
        operator = identity("operator");
    }

    private MemberIdentity identity(String name) {
        return MemberIdentity.generate(name, START, entropy, home);
    }

    public MemberIdentity node(String name) {
        return nodes.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public MemberIdentity operator() {
        return operator;
    }

    public SeededEntropy entropy() {
        return entropy;
    }

    public Instant now() {
        return now.get();
    }

    public void pass(long seconds) {
        now.updateAndGet(at -> at.plusSeconds(seconds));
    }

    public Roster roster() {
        var members = new java.util.ArrayList<Member>();
        for (var node : nodes) members.add(member(node, Member.Role.NODE));
        members.add(member(operator, Member.Role.OPERATOR));
        return new Roster(1, members);
    }

    private static Member member(MemberIdentity identity, Member.Role role) {
        return new Member(
                identity.name(),
                role,
                identity.key().verifyKey(),
                identity.tls().pin(),
                role == Member.Role.NODE ? "localhost" : "",
                role == Member.Role.NODE ? 9000 : 0);
    }

    public FileLog open(Path directory, String name) throws IOException {
        return FileLog.open(directory, node(name), now::get);
    }

    /// Something to write down.
    public static AuditEvent event(int number) {
        return new AuditEvent.PeerRefused("peer-" + number, "no role for this call");
    }

    /// Something long to write down.
    public static AuditEvent longEvent(int number) {
        return new AuditEvent.Frozen("subject " + number, "x".repeat(1000));
    }

    /// The whole directory, elsewhere, while somebody may still write to it: a file that was renamed away in between is
    /// copied under its new name or not at all, as by a kill at that moment.
    public static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    try {
                        Files.copy(file, to.resolve(from.relativize(file).toString()));
                    } catch (NoSuchFileException renamed) {
                        return FileVisitResult.CONTINUE;
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
                    throw failure;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Deletes a directory whole.
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    public static tallystick.crypto.hash.Digest32 digest(String name) {
        return Transcript.of("tallystick/test/v1/digest").add("name", name).digest();
    }

    @Override
    public void close() {
        nodes.forEach(MemberIdentity::close);
        operator.close();
        home.close();
    }
}
