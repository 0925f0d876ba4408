/// Benchmarks of the primitives and of whole signing runs.
@NullMarked
package tallystick.bench;

import org.jspecify.annotations.NullMarked;
