package tallystick.mpc.ecdsa;

import tallystick.crypto.codec.Bytes;
import tallystick.crypto.hash.Digest32;

/// What the extension's receiver sends: κ - 1 corrections and the two values of the consistency check.
///
/// @param corrections c_1 … c_127, one after the other
/// @param bitsCheck ũ, R times the choice bits, 16 bytes
/// @param rowsCheck h, hash of R times the rows
record ExtensionMessage(Bytes corrections, Bytes bitsCheck, Digest32 rowsCheck) {}
