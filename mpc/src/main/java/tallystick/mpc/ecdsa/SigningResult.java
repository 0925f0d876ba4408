package tallystick.mpc.ecdsa;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import tallystick.crypto.codec.Bytes;
import tallystick.crypto.curve.Point;
import tallystick.mpc.session.PartyId;

/// What a signing session produced: verified by this party itself before anybody saw it.
///
/// @param signingKey the group key or its child that signed
/// @param signatures one for each digest of the terms, in their order
/// @param consents every party's signature on the set-up: evidence that it took part with these terms
public record SigningResult(Point signingKey, List<EcdsaSignature> signatures, SortedMap<PartyId, Bytes> consents) {
    /// Copies.
    public SigningResult {
        signatures = List.copyOf(signatures);
        consents = Collections.unmodifiableSortedMap(new TreeMap<>(consents));
    }
}
