package tallystick.mpc.ecdsa;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.State;

/// What a party waits for in [PairSetup]: one kind of message from every peer.
public sealed interface PairSetupState extends State {
    /// The open handshakes, by peer.
    Handshakes handshakes();

    @Override
    default void close() {
        handshakes().close();
    }

    /// Everybody's point and proof.
    record AwaitBegins(Handshakes handshakes) implements PairSetupState {}

    /// Everybody's choices.
    record AwaitChoices(Handshakes handshakes) implements PairSetupState {}

    /// Everybody's challenges.
    record AwaitChallenges(Handshakes handshakes) implements PairSetupState {}

    /// Everybody's responses.
    record AwaitResponses(Handshakes handshakes) implements PairSetupState {}

    /// Everybody's openings.
    record AwaitOpenings(Handshakes handshakes) implements PairSetupState {}

    /// All handshakes of one party, closed together.
    final class Handshakes implements AutoCloseable {
        private final SortedMap<PartyId, PairHandshake> byPeer;

        Handshakes(SortedMap<PartyId, PairHandshake> byPeer) {
            this.byPeer = Collections.unmodifiableSortedMap(new TreeMap<>(byPeer));
        }

        SortedMap<PartyId, PairHandshake> byPeer() {
            return byPeer;
        }

        @Override
        public void close() {
            byPeer.values().forEach(PairHandshake::close);
        }
    }
}
