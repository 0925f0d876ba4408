/// Structured data that people sign outside transactions, read strictly and turned into effects where it is well known.
@NullMarked
package tallystick.core.chain.ethereum.typed;

import org.jspecify.annotations.NullMarked;
