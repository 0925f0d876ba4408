/// The address book: where value may go by name, and since when.
@NullMarked
package tallystick.core.book;

import org.jspecify.annotations.NullMarked;
