package tallystick.control.store;

import javax.sql.DataSource;

/// Connections whose commits do not wait for the database's disk: for what may be done twice after the database's
/// machine fell, such as which replica has taken which job.
public record Relaxed(DataSource source) {}
