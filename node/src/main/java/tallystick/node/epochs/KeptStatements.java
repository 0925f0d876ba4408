package tallystick.node.epochs;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tallystick.mpc.ceremony.EpochMove;
import tallystick.mpc.ceremony.EpochStatement;
import tallystick.mpc.session.Roster;

/// The BACKED_UP and NO_CERTIFICATE statements heard about one key, kept until an attempt needs them.
///
/// Only what its speaker has signed is kept, once, and of each speaker the newest [#KEPT_MAX]: whoever says too much
/// displaces what it has said itself and nothing that others said.
///
/// **Threads** one at a time.
public final class KeptStatements {
    /// How many of one speaker: more than an honest one has to say about one key.
    public static final int KEPT_MAX = 256;

    private final Map<String, Deque<EpochStatement>> bySpeaker = new HashMap<>();

    /// Whether statements of this kind wait here; the others move an attempt at once.
    public static boolean isKept(EpochStatement.Kind kind) {
        return switch (kind) {
            case NO_CERTIFICATE, BACKED_UP -> true;
            case PREPARED, ACTIVATED, SETTLED -> false;
        };
    }

    /// Whether others may still send what is missing.
    static boolean mayCome(EpochMove.Refusal why) {
        return why == EpochMove.Refusal.CERTIFICATE_POSSIBLE || why == EpochMove.Refusal.BACKUP_MISSING;
    }

    /// Keeps a statement if its party signed it.
    ///
    /// @param speaker the node that the party is
    /// @param roster identity keys by the numbers of the statement's attempt
    /// @return whether it is kept
    public boolean keep(String speaker, EpochStatement statement, Roster roster) {
        if (!isKept(statement.kind()) || !statement.verifies(roster)) return false;
        var said = bySpeaker.computeIfAbsent(speaker, _ -> new ArrayDeque<>());
        said.remove(statement);
        if (said.size() == KEPT_MAX) said.removeFirst();
        said.addLast(statement);
        return true;
    }

    /// All BACKED_UP statements kept.
    public List<EpochStatement> backups() {
        return all(EpochStatement.Kind.BACKED_UP);
    }

    /// All NO_CERTIFICATE statements kept.
    public List<EpochStatement> denials() {
        return all(EpochStatement.Kind.NO_CERTIFICATE);
    }

    private List<EpochStatement> all(EpochStatement.Kind kind) {
        var found = new ArrayList<EpochStatement>();
        for (var said : bySpeaker.values())
            for (var statement : said) if (statement.kind() == kind) found.add(statement);
        return found;
    }
}
