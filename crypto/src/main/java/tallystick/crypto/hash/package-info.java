/// Transcripts, digests and the hash functions that standards fix.
@NullMarked
package tallystick.crypto.hash;

import org.jspecify.annotations.NullMarked;
