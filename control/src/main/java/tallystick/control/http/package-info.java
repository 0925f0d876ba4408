/// What happens to every request before and after a part of the API has it.
@NullMarked
package tallystick.control.http;

import org.jspecify.annotations.NullMarked;
