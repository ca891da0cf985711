package ai.altertable.mcp.ingest;

import static java.util.Objects.requireNonNull;

import ai.altertable.mcp.lakehouse.events.EventWrite;
import java.util.List;

/**
 * What is good in one request.
 *
 * @param indexes the place of each write in the request
 * @param bytes of the request, for the bound of the queue
 */
record Batch(Kind kind, List<EventWrite> writes, List<Integer> indexes, int bytes) {
  Batch {
    requireNonNull(kind, "kind is null");
    writes = List.copyOf(writes);
    indexes = List.copyOf(indexes);
  }
}
