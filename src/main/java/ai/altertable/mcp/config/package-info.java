/**
 * Typed configuration, read from {@code conf/config.yaml}, a {@code --conf} file and the
 * environment, validated at start. Every record's Javadoc names its keys; {@code conf/config.yaml}
 * is the reference and holds the defaults.
 */
package ai.altertable.mcp.config;
