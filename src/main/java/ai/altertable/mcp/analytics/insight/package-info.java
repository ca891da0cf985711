/**
 * Insight definitions, their parser, and their compiler to the algebra of {@code analytics.sql}.
 */
package ai.altertable.mcp.analytics.insight;
