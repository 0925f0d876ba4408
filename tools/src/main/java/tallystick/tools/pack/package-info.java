/// An evidence pack as files: how it is put together, and what is read out of it.
@NullMarked
package tallystick.tools.pack;

import org.jspecify.annotations.NullMarked;
