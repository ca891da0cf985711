package ai.altertable.mcp.config;

import java.nio.file.Path;

/**
 * PEM files of both public listeners, keys {@code tls.*}.
 *
 * @param certificate chain, leaf first
 * @param key PKCS#8 private key
 */
public record TlsConfig(Path certificate, Path key) {}
