/// How Tallystick's programs reach each other: mutual TLS 1.3 with pinned keys, gRPC streams of canonical bytes.
@NullMarked
package tallystick.wire;

import org.jspecify.annotations.NullMarked;
