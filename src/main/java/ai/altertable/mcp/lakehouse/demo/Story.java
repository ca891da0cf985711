package ai.altertable.mcp.lakehouse.demo;

import java.io.IOException;

/** Hears what happens in the shop, in the order in which it happens; cares for a part of it. */
interface Story {
  /** Somebody is a customer: before everything else, or because of a sign-up. */
  default void customer(Customer customer) throws IOException {}

  default void event(Event event) throws IOException {}

  default void order(Order order) throws IOException {}
}
