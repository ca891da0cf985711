package ai.altertable.mcp.config;

import java.time.Duration;

/**
 * The audit log, keys {@code audit.*}.
 *
 * @param queue events that wait for the database before new calls wait too
 * @param retention how long events are kept
 */
public record AuditConfig(int queue, Duration retention) {}
