package tallystick.mpc.frost;

import tallystick.crypto.curve.Scalar;

/// One party's part of one signature.
///
/// @param response z_i
/// @spec https://www.rfc-editor.org/rfc/rfc9591#section-5.2 RFC 9591 §5.2 (round two)
public record SignatureShare(Scalar response) {}
