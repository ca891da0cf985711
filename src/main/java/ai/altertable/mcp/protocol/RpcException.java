package ai.altertable.mcp.protocol;

import static java.util.Objects.requireNonNull;

/**
 * A request is answered with an {@link RpcError}. Carries no stack: it is an answer, not a fault.
 */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RpcError error;
  private final transient RequestId id;

  public RpcException(RpcError error) {
    this(error, null);
  }

  /**
   * @param id of the request, as far as it could be read; or null
   */
  public RpcException(RpcError error, RequestId id) {
    super(requireNonNull(error, "error is null").message(), null, false, false);
    this.error = error;
    this.id = id;
  }

  public RpcError error() {
    return error;
  }

  /** The request's id, or null when it could not be read or is known to the catcher. */
  public RequestId id() {
    return id;
  }
}
