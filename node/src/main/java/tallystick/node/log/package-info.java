/// The node's own append-only log on disk: durable before anything it tells of leaves the node, and published as files.
@NullMarked
package tallystick.node.log;

import org.jspecify.annotations.NullMarked;
