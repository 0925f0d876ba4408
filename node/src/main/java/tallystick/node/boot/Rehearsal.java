package tallystick.node.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tallystick.core.governance.Member;
import tallystick.core.governance.Roster;
import tallystick.core.governance.SignedRoster;
import tallystick.crypto.secret.SecretMemory;
import tallystick.crypto.secret.SystemEntropy;
import tallystick.node.gate.Gate;
import tallystick.node.ledger.SharedStore;
import tallystick.node.transport.ListenAddress;
import tallystick.wire.Card;
import tallystick.wire.IdentityFile;
import tallystick.wire.MemberIdentity;
import tallystick.wire.Passphrase;
import tallystick.wire.ScratchDirectory;

/// A node of no use in a directory of its own, that only starts, practises and ends.
///
/// **Why** a virtual machine that is asked to (`-XX:AOTCacheOutput=FILE`) remembers what such a run loads and how it
/// is used: with that file the real node is ready in a part of the time.
///
/// **Form** its directory is made below the system's folder for temporary files and is deleted at the end; its keys
/// are known to nobody.
final class Rehearsal implements AutoCloseable {
    private static final String NAME = "rehearsal";
    private static final int PASSPHRASE_BYTES = 32;

    private final ScratchDirectory scratch;
    private final Path directory;

    /// Makes the directory and all that a node needs in it.
    Rehearsal() throws IOException {
        this(ScratchDirectory.create("tallystick-rehearsal"));
    }

    /// The same.
    ///
    /// @param scratch closed with this, or before the constructor throws
    Rehearsal(ScratchDirectory scratch) throws IOException {
        this.scratch = scratch;
        this.directory = scratch.path();
        var isWhole = false;
        try {
            fill();
            isWhole = true;
        } finally {
            if (!isWhole) scratch.close();
        }
    }

    private void fill() throws IOException {
        try (var home = SecretMemory.open();
                var administrator = MemberIdentity.generate("administrator", Instant.now(), new SystemEntropy(), home);
                var node = MemberIdentity.generate(NAME, Instant.now(), new SystemEntropy(), home)) {
            Files.createFile(
                    passphraseFile(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            var word = new SystemEntropy().bytes(PASSPHRASE_BYTES);
            Files.writeString(passphraseFile(), HexFormat.of().formatHex(word.toArray()));
            try (var passphrase = Passphrase.read(passphraseFile(), home)) {
                IdentityFile.create(own().resolve("identity"), node, passphrase, new SystemEntropy(), home);
            }
            var roster = new Roster(1, List.of(member(node, Member.Role.NODE)));
            Files.write(
                    directory.resolve("roster"),
                    SignedRoster.of(roster, administrator.key()).encode().toArray());
            Files.writeString(
                    directory.resolve("administrator.card"),
                    Card.print(member(administrator, Member.Role.ADMINISTRATOR)));
        }
    }

    /// The command line of its node.
    Arguments arguments() throws IOException {
        return new Arguments(
                own(),
                directory.resolve("roster"),
                directory.resolve("administrator.card"),
                passphraseFile(),
                Optional.empty(),
                Optional.empty(),
                Gate.Networks.REAL,
                Optional.of(new ListenAddress("127.0.0.1", 0)),
                new LedgerPlace(own(), Optional.empty(), SharedStore.Standby.REQUIRED));
    }

    @Override
    public void close() throws IOException {
        scratch.close();
    }

    private static Member member(MemberIdentity identity, Member.Role role) {
        var isNode = role == Member.Role.NODE;
        return new Member(
                identity.name(),
                role,
                identity.key().verifyKey(),
                identity.tls().pin(),
                isNode ? "127.0.0.1" : "",
                isNode ? 1 : 0);
    }

    private Path own() throws IOException {
        return Files.createDirectories(directory.resolve(NAME));
    }

    private Path passphraseFile() {
        return directory.resolve("passphrase");
    }
}
