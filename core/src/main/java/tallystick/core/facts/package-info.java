/// Statements about the world, signed by who is trusted for them, with an end: what nodes verify and never fetch.
@NullMarked
package tallystick.core.facts;

import org.jspecify.annotations.NullMarked;
