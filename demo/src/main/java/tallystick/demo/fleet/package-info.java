/// Nodes as processes of this machine, with everything a fleet needs: the demonstration's and the benchmarks'.
@NullMarked
package tallystick.demo.fleet;

import org.jspecify.annotations.NullMarked;
