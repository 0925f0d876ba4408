/// Where control keeps what it knows: PostgreSQL, its own or one that is there already.
@NullMarked
package tallystick.control.store;

import org.jspecify.annotations.NullMarked;
