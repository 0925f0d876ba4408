package tallystick.node.epochs;

import java.util.Optional;
import tallystick.mpc.ceremony.EpochMove;

/// A ceremony cannot go on; the text says who, why, and what to do.
final class CeremonyStopped extends Exception {
    private static final long serialVersionUID = 1L;

    CeremonyStopped(String why) {
        super(why);
    }

    String why() {
        return Optional.ofNullable(getMessage()).orElse("unknown");
    }

    /// The move, if it was made.
    static EpochMove unlessMoved(EpochMove move) throws CeremonyStopped {
        if (move instanceof EpochMove.Moved) return move;
        throw of(move);
    }

    /// Because a move was not made, and what to do about it.
    static CeremonyStopped of(EpochMove move) {
        return new CeremonyStopped(
                switch (move) {
                    case EpochMove.Moved _ -> "nothing is missing";
                    case EpochMove.Refused(var why, var detail) ->
                        switch (why) {
                            case BACKUP_MISSING ->
                                detail
                                        + ": a participant in every signing set needs a backup"
                                        + " (start its node with --backup) or a sibling leaf";
                            case CERTIFICATE_POSSIBLE ->
                                detail
                                        + ": every participant of it must be up, answer and take part in this one, too,"
                                        + " or be gone from the roster";
                            default -> detail;
                        };
                    case EpochMove.Faulty(var blame) -> "%s: %s".formatted(blame.culprits(), blame.detail());
                });
    }
}
