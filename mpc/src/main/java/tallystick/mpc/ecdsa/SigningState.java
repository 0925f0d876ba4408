package tallystick.mpc.ecdsa;

import java.util.List;
import java.util.SortedMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.crypto.hash.Digest32;
import tallystick.mpc.session.PartyId;
import tallystick.mpc.session.State;

/// What a party keeps while it signs.
public sealed interface SigningState extends State {
    /// Corrections are out; the items of the session and this party's secrets are still needed.
    record AwaitOpenings(OwnSecrets secrets) implements SigningState {
        @Override
        public void close() {
            secrets.close();
        }
    }

    /// Shares are out; no secret is left.
    ///
    /// @param view what this party saw
    /// @param noncePoints R of each digest
    /// @param own this party's shares
    /// @param consents everybody's signature on the set-up
    record AwaitShares(
            Digest32 view,
            List<Point> noncePoints,
            List<SigningMessage.SignatureShare> own,
            SortedMap<PartyId, Bytes> consents)
            implements SigningState {}

    /// Zero-share values are out instead of shares; no secret is left.
    ///
    /// @param view what this party saw
    /// @param keyPoints pk of every party, digest by digest
    /// @param own what this party disclosed
    record AwaitDisclosures(
            Digest32 view, List<SortedMap<PartyId, Point>> keyPoints, List<SigningMessage.DisclosedIndex> own)
            implements SigningState {}
}
