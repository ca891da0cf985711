package ai.altertable.mcp.oauth.resource;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.oauth.proof.Signatures;
import java.util.List;

/**
 * A DPoP proof that came with a request (RFC 9449 section 7), and what it has to be a proof for.
 *
 * @param jwt as presented, any garbage
 * @param method of the request
 * @param uri public address of the request
 */
public record PresentedProof(String jwt, String method, String uri) {
  /** What proofs may be signed with, for metadata and challenges. */
  public static final List<String> ALGORITHMS = Signatures.ALGORITHMS;

  public PresentedProof {
    requireNonNull(jwt, "jwt is null");
    requireNonNull(method, "method is null");
    requireNonNull(uri, "uri is null");
  }
}
