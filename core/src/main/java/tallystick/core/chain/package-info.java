/// What bytes do on a chain: one interface, one package below it per chain.
@NullMarked
package tallystick.core.chain;

import org.jspecify.annotations.NullMarked;
