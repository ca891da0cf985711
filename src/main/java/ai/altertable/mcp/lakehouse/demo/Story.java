package ai.altertable.mcp.lakehouse.demo;

import java.io.IOException;

/** Hears what happens in the shop, in the order in which it happens. */
interface Story {
  /** Somebody is a customer: before everything else, or because of a sign-up. */
  void customer(Customer customer);

  /**
   * Something happened.
   *
   * @throws IOException when it cannot be written down
   */
  void event(Event event) throws IOException;

  void order(Order order);
}
