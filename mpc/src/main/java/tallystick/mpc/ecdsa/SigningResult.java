package tallystick.mpc.ecdsa;

import java.util.List;
import tallystick.crypto.curve.Point;

/// What a signing session produced: verified by this party itself before anybody saw it.
///
/// @param signingKey the group key or its child that signed
/// @param signatures one for each digest of the terms, in their order
public record SigningResult(Point signingKey, List<EcdsaSignature> signatures) {
    /// Copies.
    public SigningResult {
        signatures = List.copyOf(signatures);
    }
}
