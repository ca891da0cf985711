/**
 * What verticles say to each other: addresses, immutable messages, their codecs. Verticles share
 * nothing else. Inside one JVM a message is passed by reference, between nodes it is encoded as
 * JSON; JSON values inside a message are never changed after it was sent.
 */
package ai.altertable.mcp.bus;
