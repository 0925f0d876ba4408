/// What an auditor takes home as one file: an archive of which every byte is fixed, and the list of what is in it.
@NullMarked
package tallystick.core.pack;

import org.jspecify.annotations.NullMarked;
