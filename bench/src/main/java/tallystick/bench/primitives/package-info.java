/// JMH benchmarks of what the protocols are made of.
@NullMarked
package tallystick.bench.primitives;

import org.jspecify.annotations.NullMarked;
