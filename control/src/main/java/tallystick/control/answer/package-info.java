/// What every part of the API answers with: problems, pages, values that were checked.
@NullMarked
package tallystick.control.answer;

import org.jspecify.annotations.NullMarked;
