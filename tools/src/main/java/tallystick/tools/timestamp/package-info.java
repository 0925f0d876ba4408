/// Times that a service outside signs for what a pack holds, RFC 3161.
@NullMarked
package tallystick.tools.timestamp;

import org.jspecify.annotations.NullMarked;
