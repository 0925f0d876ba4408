package tallystick.node.log;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import tallystick.core.audit.AuditEvent;
import tallystick.core.audit.PersonalTexts;
import tallystick.core.veil.Opening;
import tallystick.core.veil.Veil;
import tallystick.crypto.hash.Digest32;
import tallystick.crypto.secret.Entropy;
import tallystick.node.ledger.StoreUnavailable;
import tallystick.wire.OpeningFiles;

/// The log as it is written: personal texts stand in it as veils, and what opens them is kept beside it.
///
/// **Why** nobody can take anything out of a Merkle log, and people may ask to be forgotten.
///
/// **Threads** any.
public final class VeiledLog implements AuditLog {
    private static final Logger LOG = Logger.getLogger(VeiledLog.class.getName());

    private final AuditLog log;
    private final OpeningFiles files;
    private final Entropy entropy;
    private final InstantSource clock;

    /// @param log where veiled entries go
    /// @param files where openings are kept
    /// @param entropy of which each text gets a salt of its own
    public VeiledLog(AuditLog log, OpeningFiles files, Entropy entropy, InstantSource clock) {
        this.log = log;
        this.files = files;
        this.entropy = entropy;
        this.clock = clock;
    }

    /// With what opens entries in a node's directory.
    public static VeiledLog beside(AuditLog log, Path directory, Entropy entropy, InstantSource clock) {
        return new VeiledLog(log, new OpeningFiles(directory), entropy, clock);
    }

    /// What opens an entry is on disk before the entry is.
    @Override
    public long append(AuditEvent event) throws StoreUnavailable {
        var openings = new ArrayList<Opening>();
        var veiled = PersonalTexts.replaced(event, text -> {
            var opening = Opening.of(clock.instant(), new Digest32(entropy.bytes(Digest32.LENGTH_BYTES)), text);
            openings.add(opening);
            return opening.veil().text();
        });
        try {
            files.keep(openings);
        } catch (IOException e) {
            throw new StoreUnavailable("keep what opens an entry", e);
        }
        return log.append(veiled);
    }

    /// What opens these veils, of what was not erased and can be read.
    public List<Opening> openings(Set<Veil> veils) {
        if (veils.isEmpty()) return List.of();
        try {
            return files.read(opening -> veils.contains(opening.veil()));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "openings cannot be read", e);
            return List.of();
        }
    }

    /// Writes down what an operator erased since it was asked last; called often.
    /// @spec docs/spec/redaction.md#RD-6 redaction
    public void tellErased() {
        try {
            files.<StoreUnavailable>tell(
                    erased -> log.append(new AuditEvent.OpeningsErased(erased.count(), erased.reason())));
        } catch (IOException | StoreUnavailable e) {
            LOG.log(Level.SEVERE, "that openings were erased could not be written down", e);
        }
    }
}
