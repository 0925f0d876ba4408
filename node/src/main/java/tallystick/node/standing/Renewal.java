package tallystick.node.standing;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.seal.VerifyKey;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.node.log.AuditLog;
import tallystick.wire.OwnTls;
import tallystick.wire.TlsIdentity;

/// Looks every second whether the operator has laid another roster or another identity file where the node was started
/// from, and goes over to it while everything else goes on. What is no good is said once, and what was stays.
///
/// **Threads** one at a time.
public final class Renewal {
    private static final Logger LOG = Logger.getLogger(Renewal.class.getName());
    private static final long FILE_BYTES_MAX = 256L * 1024;

    private final Own own;
    private final Sources sources;
    private final AuditLog log;
    private final Listener listener;
    private final InstantSource clock;
    private final Set<Path> denied = new HashSet<>();
    private Bytes rosterSeen = Bytes.empty();
    private Bytes identitySeen = Bytes.empty();
    private Optional<TlsIdentity> next = Optional.empty();

    /// Who this node is, and by what it goes now.
    ///
    /// @param key by which it is known for ever
    public record Own(String name, VerifyKey key, RosterBook book, OwnTls tls) {}

    /// Where the operator lays what is new.
    ///
    /// @param roster the signed roster
    /// @param identity the sealed identity
    /// @param opener of identities
    public record Sources(Path roster, Path identity, Opener opener) {}

    /// Opens an identity file.
    @FunctionalInterface
    public interface Opener {
        /// What the file holds.
        ///
        /// @throws IOException if it does not open
        Opened open(Path file) throws IOException;
    }

    /// What an identity file holds, without the half that is known for ever.
    public record Opened(String name, VerifyKey key, TlsIdentity tls) {}

    /// Who goes by roster and certificate.
    public interface Listener {
        /// Another roster is followed.
        void rosterChanged();

        /// Another certificate is shown.
        void certificateChanged(TlsIdentity shown);
    }

    /// Begins with what the node was started with.
    ///
    /// @param listener told of changes
    public Renewal(Own own, Sources sources, AuditLog log, Listener listener, InstantSource clock) {
        this.own = own;
        this.sources = sources;
        this.log = log;
        this.listener = listener;
        this.clock = clock;
        seen(sources.identity(), bytes -> identitySeen = bytes);
    }

    /// Follows what is new and good.
    public void look() {
        seen(sources.roster(), this::lookAtRoster);
        seen(sources.identity(), this::lookAtIdentity);
        next.ifPresent(this::goOver);
    }

    /// A file that is not there, or is being written, is looked at again the next time. One that this node may not read
    /// stays so until somebody hears of it.
    private void seen(Path file, Consumer<Bytes> use) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) return;
            var bytes = Bytes.copyOf(Files.readAllBytes(file));
            denied.remove(file);
            use.accept(bytes);
        } catch (AccessDeniedException e) {
            if (denied.add(file))
                LOG.log(Level.WARNING, "{0} may not be read by this node: what is new there is not followed", file);
        } catch (IOException e) {
            LOG.log(Level.FINE, "a file cannot be read now", e);
        }
    }

    private void lookAtRoster(Bytes bytes) {
        if (bytes.equals(rosterSeen)) return;
        rosterSeen = bytes;
        try {
            switch (own.book().show(bytes, own.name())) {
                case RosterBook.Shown.Known _ -> {}
                case RosterBook.Shown.Refused(var why) ->
                    LOG.log(Level.WARNING, "the roster laid here is not followed: {0}", why);
                case RosterBook.Shown.Followed(var roster) -> {
                    LOG.log(Level.INFO, "roster version {0} is followed from now on", roster.version());
                    write(new AuditEvent.RosterFollowed(roster.version(), roster.statement()));
                    listener.rosterChanged();
                }
            }
        } catch (IOException e) {
            rosterSeen = Bytes.empty();
            LOG.log(Level.SEVERE, "a roster cannot be kept: this node's disk failed", e);
        }
    }

    private void lookAtIdentity(Bytes bytes) {
        if (bytes.equals(identitySeen)) return;
        identitySeen = bytes;
        try {
            var opened = sources.opener().open(sources.identity());
            if (!opened.name().equals(own.name()) || !opened.key().equals(own.key()))
                LOG.log(Level.WARNING, "the identity laid here is another node's: it is not used");
            else if (!opened.tls().isValidAt(clock.instant()))
                LOG.log(Level.WARNING, "the certificate laid here is out of its dates: it is not shown");
            else
                next = Optional.of(opened.tls())
                        .filter(tls -> !tls.pin().equals(own.tls().current().pin()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the identity laid here is not used: {0}", e.getMessage());
        }
    }

    /// Waits for a roster that pins the new key: until then others would refuse it.
    /// @spec docs/spec/node-wire.md#NW-19 node-wire
    private void goOver(TlsIdentity fresh) {
        var isPinned = own.book()
                .get()
                .named(own.name())
                .filter(member -> member.isPinned(fresh.pin()))
                .isPresent();
        if (!isPinned) return;
        next = Optional.empty();
        own.tls().change(fresh);
        LOG.log(Level.INFO, "a new certificate is shown from now on, until {0}", fresh.expiresAt());
        write(new AuditEvent.CertificateChanged(fresh.pin(), fresh.expiresAt()));
        listener.certificateChanged(fresh);
    }

    private void write(AuditEvent event) {
        try {
            log.append(event);
        } catch (StoreUnavailable e) {
            LOG.log(Level.SEVERE, "a change could not be written into the log", e);
        }
    }
}
