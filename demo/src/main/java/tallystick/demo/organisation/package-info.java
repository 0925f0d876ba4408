/// An organisation with nodes, a chain, control and console, that people meet in a browser.
@NullMarked
package tallystick.demo.organisation;

import org.jspecify.annotations.NullMarked;
