/// The commands of a TPM 2.0 that sealing 32 bytes needs, over its device or a simulator's socket.
@NullMarked
package tallystick.node.tpm;

import org.jspecify.annotations.NullMarked;
